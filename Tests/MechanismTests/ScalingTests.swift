import PluginAPI
import Testing

/// Copies that come and go with the load, step by step.
@Suite struct ScalingTests {
  static func service(
    _ scale: String, more: String = "", work: String = "100ms", start: Int = 2
  ) -> String {
    "web: { kind: service, concurrency: 1, replicas: \(start), work: { exact: \(work) }, "
      + "queue: { limit: none }, scale: { min: 2, max: 20, \(scale) }\(more) }"
  }

  static func running(_ flow: Flow, _ id: String = "web") throws -> ScalingMeasurements {
    try #require(try flow.component(id).scaling)
  }

  @Test func whatIsMissingIsAddedAfterItsWarmUp() async throws {
    // Two copies are all busy. At 15 s four are wanted for 50 %; they serve at 25 s and are paid
    // from 15 s on. At 30 s the four are half busy, and nothing is done any more.
    let run = try await Flow(
      flow(
        Self.service("target: 50%, warmup: 10s, step: 10"), "process: regular, rate: 20/s",
        lasts: "100s"))
    let scaling = try Self.running(run)
    #expect(abs((scaling.running.value ?? 0) - 3.5) < 0.01)
    #expect(abs(scaling.paid - 3.7) < 0.01)
    #expect(scaling.series.first == 2 && scaling.series.last == 4)
    // 25 s with two copies in use, then two of four: 50 + 150 slot seconds of 350.
    #expect(abs((try run.component("web").utilisation.value ?? 0) - 200.0 / 350) < 0.01)
  }

  @Test func withoutAWarmUpTheStartUpCounts() async throws {
    let run = try await Flow(
      flow(
        Self.service("target: 50%, step: 10", more: ", startup: { exact: 35s }"),
        "process: regular, rate: 20/s", lasts: "100s"))
    #expect(abs((try Self.running(run).running.value ?? 0) - 3) < 0.01)
  }

  @Test func oneLookAddsNoMoreThanItsStep() async throws {
    // Six are wanted for a third; the looks at 15, 30, 45 and 60 s add one each.
    let run = try await Flow(
      flow(
        Self.service("target: 0.35, warmup: 0s, step: 1"), "process: regular, rate: 20/s",
        lasts: "100s"))
    let expected = 4.5  // (15 x (2 + 3 + 4 + 5) + 40 x 6) / 100
    #expect(abs((try Self.running(run).running.value ?? 0) - expected) < 0.01)
  }

  @Test func whatIsTooMuchGoesAfterTheCoolDown() async throws {
    // As above, four copies from 25 s on. At 105 s three are wanted, and 90 s are over since the
    // change at 15 s; at 120 s two are wanted, but 60 s are over at 165 s only.
    let run = try await Flow(
      flow(
        Self.service("target: 50%, warmup: 10s, step: 10, cooldown: 60s"),
        "process: regular, rate: [{ at: 0s, rate: 20/s }, { at: 98s, rate: 20/s }, "
          + "{ at: 98.001s, rate: 5/s }]", lasts: "200s"))
    let expected = 3.1  // (25 x 2 + 80 x 4 + 60 x 3 + 35 x 2) / 200
    #expect(abs((try Self.running(run).running.value ?? 0) - expected) < 0.01)
    #expect(try run.operation().success.value == 1, "what is taken away finishes what it has")
  }

  @Test func messagesThatWaitCallForWorkers() async throws {
    // At 15 s 84 of 100 messages wait: nine workers are wanted for ten each, and serve at 20 s.
    func file(_ most: Int) -> String {
      flow(
        """
        web: { kind: service, concurrency: none, work: 0s, calls: [{ send: jobs }] }
        jobs: { kind: queue, write: 0s, read: 0s }
        work: { kind: worker, concurrency: 1, work: { exact: 1s }, consumes: [{ from: jobs }], \
        scale: { min: 1, max: \(most), by: queue_depth, target: 10, warmup: 5s, step: 100 } }
        """, "process: burst, count: 100", lasts: "40s")
    }
    let scaled = try await Flow(file(20))
    #expect(try Self.running(scaled, "work").series.max() == 9)
    #expect(try scaled.component("work").served == 100)
    let alone = try await Flow(file(1))
    #expect(try alone.component("work").served <= 40)
  }

  @Test func callsPerSecondAreASignal() async throws {
    let run = try await Flow(
      flow(
        Self.service("by: rate, target: 20, warmup: 0s, step: 100", work: "1ms"),
        "process: regular, rate: 90/s", lasts: "60s"))
    #expect(try Self.running(run).series.last == 5)
  }

  @Test func whatHealthChecksFindDeadIsReplaced() async throws {
    // Two copies at 50 % of two slots each: nothing is to be done until one is dead.
    func file(_ faults: String) -> String {
      flow(
        Self.service(
          "target: 50%, warmup: 1s", more: ", health: { every: 1s, after: 1 }", work: "50ms"),
        "process: regular, rate: 20/s", lasts: "100s", faults: faults)
    }
    let calm = try await Flow(file(""))
    #expect(try Self.running(calm).series.max() == 2)
    let hurt = try await Flow(file("{ crash: web, replicas: 1, at: 20s, lasts: 70s }"))
    #expect(try Self.running(hurt).series.max() == 3)
  }

  @Test func aLineBehindTheWallIsSharedByNewCopies() async throws {
    // With one common waiting room new copies take from it at once.
    let run = try await Flow(
      flow(
        "web: { kind: service, concurrency: 1, balance: central, work: { exact: 1s }, "
          + "queue: { limit: none }, scale: { min: 1, max: 5, target: 50%, warmup: 0s, step: 10 } }",
        "process: burst, count: 60", lasts: "60s"))
    // One copy does 15 by 15 s, then two, at 30 s four, at 45 s five.
    #expect(try run.component("web").served == 60)
    #expect((try run.component("web").utilisation.value ?? 0) <= 1)
  }

  @Test func whatCannotBeIsRefused() {
    func codes(_ web: String) -> [String] {
      problems(flow(web, "process: poisson, rate: 1/s"))
    }
    #expect(codes("web: { kind: service, scale: { min: 5, max: 3 } }") == ["arch.out-of-range:5"])
    #expect(
      codes("web: { kind: service, replicas: 9, scale: { min: 1, max: 3 } }")
        == ["arch.out-of-range:5"])
    #expect(
      codes("web: { kind: service, scale: { min: 1, max: 3, by: rate } }")
        == ["arch.missing-field:5"])
    #expect(
      codes("web: { kind: service, scale: { min: 1, max: 3, target: 0 } }")
        == ["arch.out-of-range:5"])
    #expect(
      codes("web: { kind: service, concurrency: none, scale: { min: 1, max: 3 } }")
        == ["arch.conflicting-fields:5"])
    #expect(
      codes("web: { kind: service, work: { mean: 1s, cpu: 10% }, sharing: equal }")
        == ["arch.conflicting-fields:5"])
    #expect(
      codes("web: { kind: service, uses: { memory: 9GiB } }") == ["arch.out-of-range:5"])
  }

  @Test func memoryBoundsWhoIsLetIn() async throws {
    // 1 GiB holds eight of 128 MiB: four in slots, four waiting; ten come at once.
    let web =
      "web: { kind: service, concurrency: 4, work: { exact: 1s }, queue: { limit: 100 }, "
      + "size: { memory: 1GiB }"
    let run = try await Flow(
      flow(web + ", uses: { memory: 128MiB } }", "process: burst, count: 10", lasts: "10s"))
    #expect(try run.count(\.refused) == 2)
    let free = try await Flow(flow(web + " }", "process: burst, count: 10", lasts: "10s"))
    #expect(try free.count(\.refused) == 0)
  }

  @Test func aLargerMemoryOrMoreCoresLetMoreThrough() async throws {
    func latency(_ size: String) async throws -> Double {
      try await Flow(
        flow(
          "web: { kind: service, work: { mean: 100ms, cv: 1, cpu: 80% }, size: { cpu: \(size) } }",
          "process: poisson, rate: 20/s", lasts: "200s")
      ).latency()
    }
    let two = try await latency("2")
    let four = try await latency("4")
    #expect(two > 1.2 * four, "\(two) and \(four)")
  }
}
