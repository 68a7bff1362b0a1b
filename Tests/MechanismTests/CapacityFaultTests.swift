import PluginAPI
import Testing

/// Fewer slots, more load, a bad release, and what errs.
@Suite struct CapacityFaultTests {
  /// 30/s of 100 ms each, that need three of four slots; nobody waits.
  static func pool(_ faults: String, _ more: String = "queue: { limit: 0 }", slots: Int = 4)
    -> String
  {
    flow(
      "web: { kind: service, concurrency: \(slots), work: { exact: 100ms }, \(more) }",
      "process: regular, rate: 30/s", faults: faults)
  }

  @Test func fewerSlotsServeLess() async throws {
    // Two slots serve 20/s of 30/s for 20 s.
    let run = try await Flow(Self.pool("{ less: web, share: 50%, at: 20s, lasts: 20s }"))
    expectNear(try run.cause("queue_full"), 200, within: 4)
    #expect(try run.unserved(from: 0.41) == 0)
  }

  @Test func sharesOfSlotsThatOverlapMultiplyAndRoundUp() async throws {
    // Of four slots 0.5 x 0.5 is one: 10/s; three quarters of it less is still one.
    for second in ["50%", "75%"] {
      let run = try await Flow(
        Self.pool(
          "{ less: web, share: 50%, at: 20s, lasts: 20s }, { less: web, share: \(second), at: 20s, lasts: 20s }"
        ))
      expectNear(try run.cause("queue_full"), 400, within: 4)
    }
  }

  @Test func withoutSlotsAllWaitUntilTheyAreBack() async throws {
    let run = try await Flow(
      Self.pool("{ less: web, share: 100%, at: 20s, lasts: 10s }", "queue: { limit: none }"))
    #expect(try run.operation().success.value == 1)
    let most = try #require(try run.operation().latencyMax)
    #expect(most > 10 && most < 10.2, "\(most)")
    // 300 wait at the end.
    #expect(abs(Double(try run.component("web").queueMax) - 300) <= 4)
  }

  @Test func whoIsInServiceStays() async throws {
    let run = try await Flow(
      flow(
        "web: { kind: service, concurrency: 2, work: { exact: 10s }, queue: { limit: 0 } }",
        "process: burst, count: 2, at: 1s", lasts: "30s",
        faults: "{ less: web, share: 100%, at: 5s, lasts: 10s }"))
    #expect(try run.count(\.full) == 2)
    #expect(try run.operation().latencyMax == 10)
  }

  @Test func slotsBehindEveryKindOfRoomAreTaken() async throws {
    // Whatever the room, half of the slots serve 20/s: 200 more wait after 20 s.
    for room in ["order: lifo, limit: none", "max_wait: 1h, limit: none", "limit: none"] {
      let run = try await Flow(
        Self.pool("{ less: web, share: 50%, at: 20s, lasts: 20s }", "queue: { \(room) }"))
      #expect(
        abs(Double(try run.component("web").queueMax) - 200) <= 4)
      #expect(try run.operation().success.value == 1)
    }
  }

  @Test func equalSharingHasLessSpeed() async throws {
    // Three of four units are in use; with two 30/s x 100 ms do not get through: 20 s x 1/s of
    // work, 10/s x 20 s = 200 more are present at the end.
    let run = try await Flow(
      Self.pool(
        "{ less: web, share: 50%, at: 20s, lasts: 20s }", "sharing: equal, queue: { limit: none }"))
    let busy = try run.component("web").busySeries
    #expect(abs(busy[10] - 3) < 0.1 && abs(busy[30] - 2) < 0.01, "\(busy[30])")
    #expect(try run.operation().success.value == 1)
  }

  @Test func consumersTakeFewerMessages() async throws {
    let file = flow(
      """
      \(caller("{ send: jobs }"))
      jobs: { kind: queue, write: 0s, read: 0s, concurrency: none }
      hand: { kind: worker, concurrency: 4, work: { exact: 100ms }, consumes: [{ from: jobs }] }
      """, "process: regular, rate: 30/s", lasts: "40s",
      faults: "{ less: hand, share: 50%, at: 20s }")
    let run = try await Flow(file)
    #expect(
      abs(try run.component("jobs").backlog - 200) <= 5)
  }

  @Test func onlySomeCopiesAreHit() async throws {
    // Two copies of four slots by turns; the first one keeps one, 10/s of its 15/s.
    let run = try await Flow(
      Self.pool(
        "{ less: web, replicas: 1, share: 75%, at: 20s, lasts: 20s }",
        "replicas: 2, balance: round_robin, queue: { limit: 0 }", slots: 4))
    let refused = try run.cause("queue_full")
    #expect(abs(refused - 100) <= 50 && refused > 60, "\(refused)")
  }

  // MARK: Load

  static func served(_ arrivals: String, _ faults: String) async throws -> Double {
    try await Flow(
      flow("web: { kind: service, concurrency: none, work: 0s }", arrivals, faults: faults)
    ).count(\.arrivals)
  }

  @Test func loadMultipliesARate() async throws {
    let plain = "process: regular, rate: 10/s"
    expectNear(try await Self.served(plain, "{ load: request, by: 3, at: 20s, lasts: 30s }"), 1600)
    expectNear(try await Self.served(plain, "{ load: '*', by: 0.5, at: 20s, lasts: 30s }"), 850)
    expectNear(try await Self.served(plain, "{ load: '*', by: 0, at: 20s, lasts: 30s }"), 700)
    expectNear(try await Self.served(plain, "{ load: request, by: 2, at: 50s }"), 1500)
  }

  @Test func loadsThatOverlapMultiply() async throws {
    let count = try await Self.served(
      "process: regular, rate: 10/s",
      "{ load: request, by: 2, at: 20s, lasts: 40s }, { load: request, by: 3, at: 40s, lasts: 40s }"
    )
    // 20 s at 10, 20 s at 20, 20 s at 60, 20 s at 30, 20 s at 10.
    expectNear(count, 200 + 400 + 1200 + 600 + 200)
  }

  @Test func loadMultipliesTrafficWithoutARate() async throws {
    let burst = "process: burst, count: 100, at: 5s, every: 10s"
    expectNear(
      try await Self.served(burst, "{ load: request, by: 3, at: 20s, lasts: 30s }"), 1600, within: 0
    )
    // Half of 300 on average; the standard deviation is 9.
    let half = try await Self.served(burst, "{ load: request, by: 0.5, at: 20s, lasts: 30s }")
    expectNear(half, 850, within: 45)
  }

  @Test func loadBringsMoreClosedUsersForAWhile() async throws {
    // Each user asks once a second; answers take no time.
    let closed = "process: closed, users: 10, think: { exact: 1s }"
    let more = try await Self.served(closed, "{ load: request, by: 3, at: 20s, lasts: 30s }")
    expectNear(more, 1600, within: 40)
    let fewer = try await Self.served(closed, "{ load: request, by: 0.5, at: 20s, lasts: 30s }")
    expectNear(fewer, 850, within: 20)
  }

  // MARK: Releases and errors

  static func release(_ faults: String) -> String {
    flow(
      """
      \(caller("pool"))
      pool: { kind: service, replicas: 4, balance: round_robin, concurrency: none, work: { exact: 10ms } }
      """, "process: regular, rate: 40/s", faults: faults)
  }

  @Test func aReleaseGrowsOverTheCopies() async throws {
    // A copy more every 10 s from 10 s on, until all go back at 60 s: 10/s each, 50 + 40 + 30 +
    // 20 s.
    let run = try await Flow(
      Self.release("{ deploy: pool, over: 40s, errors: 100%, at: 10s, lasts: 50s }"))
    expectNear(try run.cause("error"), 1400, within: 8)
    let operation = try run.operation()
    for (step, share) in [(5, 0.0), (15, 0.25), (25, 0.5), (35, 0.75), (45, 1), (70, 0)] {
      #expect(abs(1 - operation.fullSeries[step] / operation.arrivalSeries[step] - share) < 0.06)
    }
  }

  @Test func aReleaseCanBeSlow() async throws {
    // One copy of four takes 50 ms, the others 10 ms.
    let run = try await Flow(
      Self.release("{ deploy: pool, replicas: 1, over: 1s, slow: 5, at: 0s }"))
    expectNear(try run.latency(), 0.020, within: 1e-4)
  }

  @Test func errorsThatOverlapMultiply() async throws {
    let run = try await Flow(
      Self.release(
        "{ errors: pool, share: 50%, at: 0s }, { errors: pool, share: 50%, at: 50s, lasts: 1h }"))
    // 0.5 of 2000 and 0.25 of 2000; the standard deviation is 29.
    expectNear(try run.count(\.full), 1500, within: 130)
  }

  @Test func errorsOfAllEndWithTheFault() async throws {
    let run = try await Flow(
      Self.release(
        "{ errors: pool, share: 100%, at: 10s, lasts: 20s }, { errors: pool, share: 30%, at: 15s, lasts: 5s }"
      ))
    expectNear(try run.cause("error"), 800)
    #expect(try run.unserved(from: 0.31) == 0)
  }

  @Test func slownessThatOverlapsMultiplies() async throws {
    let run = try await Flow(
      Self.release("{ slow: pool, by: 3, at: 0s }, { slow: pool, by: 0.5, at: 0s, lasts: 200s }"))
    expectNear(try run.latency(), 0.015, within: 1e-6)
  }
}
