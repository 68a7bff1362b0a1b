import PluginAPI
import Testing

/// Further tries beside a call, and work that is withdrawn.
@Suite struct HedgeTests {
  static func hedged(_ hedge: String, replicas: Int = 2, more: String = "") -> String {
    flow(
      caller("{ call: back\(hedge) }")
        + """

        back: { kind: service, replicas: \(replicas), concurrency: none, balance: round_robin, work: { exact: 10ms }\(more) }
        """, "process: regular, rate: 20/s", faults: "{ slow: back, replicas: 1, by: 100, at: 0s }")
  }

  @Test func theSecondTryGoesToAnotherCopy() async throws {
    // One of two copies takes 1 s. Who falls on it has an answer from the other after 50 + 10 ms.
    let run = try await Flow(Self.hedged(", hedge: 50ms"))
    #expect(abs(try #require(try run.operation().latencyMax) - 0.06) < 0.001)
    #expect(abs(try run.latency() - 0.035) < 0.001)
    let arrivals = try run.count(\.arrivals)
    #expect(abs(try run.component("back").called - 1.5 * arrivals) <= 2)
    // The slow ones go on, in vain.
    #expect(abs(try run.component("back").servedInVain - 0.5 * arrivals) <= 25)
    // Negative control: without it every other request takes a second.
    #expect(abs(try await Flow(Self.hedged("")).latency() - 0.505) < 0.01)
  }

  @Test func nothingIsSentWhereAnAnswerHasCome() async throws {
    // Both copies answer in time, or the only try takes as long as it takes.
    let run = try await Flow(Self.hedged(", hedge: 2s"))
    #expect(try run.component("back").called == run.count(\.arrivals))
  }

  @Test func withASingleCopyItGoesThere() async throws {
    let run = try await Flow(Self.hedged(", hedge: 50ms", replicas: 1))
    #expect(abs(try run.component("back").called - 2 * run.count(\.arrivals)) <= 2)
    #expect(abs(try run.latency() - 1) < 0.001)
  }

  @Test(arguments: [1, 2, 3])
  func thereAreAsManyTriesAsItSays(_ max: Int) async throws {
    let run = try await Flow(
      flow(
        caller("{ call: back, hedge: { after: 10ms, max: \(max) } }")
          + "\nback: { kind: service, replicas: 4, concurrency: none, work: { exact: 1s } }",
        "process: burst, count: 10", lasts: "10s"))
    #expect(try run.component("back").called == Double(10 * (1 + max)))
    #expect(abs(try run.latency() - 1) < 1e-6)
  }

  @Test func theFirstAnswerWinsWhateverItSays() async throws {
    // The first try errs after 100 ms, the second would be well after 60 + 100 ms.
    let run = try await Flow(
      flow(
        caller("{ call: back, hedge: 60ms }")
          + """

          back: { kind: service, replicas: 2, balance: round_robin, concurrency: none, work: { exact: 100ms } }
          """, "process: regular, rate: 10/s",
        faults: "{ errors: back, replicas: 1, share: 100%, at: 0s }"))
    #expect(abs(try run.cause("error") - run.count(\.arrivals) / 2) <= 1)
  }

  @Test func theTimeOutCoversAllTries() async throws {
    let run = try await Flow(
      flow(
        caller("{ call: back, timeout: 100ms, hedge: 60ms }")
          + "\nback: { kind: service, replicas: 2, concurrency: none, work: { exact: 50ms } }",
        "process: regular, rate: 10/s", faults: "{ slow: back, by: 10, at: 50s }"))
    // The second try is sent after 60 ms and has 40 ms.
    #expect(abs(try run.cause("timeout") - 500) <= 2)
  }

  @Test func aTryWithoutATokenIsLeftOut() async throws {
    let run = try await Flow(
      flow(
        caller("{ call: back, hedge: 10ms, rate_limit: { rate: 0.001/s, burst: 15 } }")
          + "\nback: { kind: service, replicas: 2, concurrency: none, work: { exact: 1s } }",
        "process: burst, count: 10", lasts: "10s"))
    #expect(try run.component("back").called == 15)
    #expect(try run.count(\.full) == 10)
  }

  @Test func oneOfTwoSilentTriesIsNoSilence() async throws {
    // Zone b is lost: every other first try hears nothing, its second one is answered.
    let run = try await Flow(
      flow(
        caller("{ call: back, hedge: 50ms }")
          + """

          back: { kind: service, replicas: 2, spread: zone, balance: round_robin, concurrency: none, work: { exact: 10ms } }
          """, "process: regular, rate: 10/s", operation: "patience: 5s",
        top: "sites: { north: { zones: [a, b], zone_latency: 1ms } }",
        faults: "{ lose: north.b, at: 0s, lasts: 20s }"))
    #expect(try run.operation().success.value == 1)
  }

  // MARK: Withdrawing

  @Test func aTimeOutWithdrawsWhatStillWaits() async throws {
    // Ten at once at one slot of 100 ms, given up after 250 ms: two are answered, the third has
    // begun. The other seven are withdrawn, or served in vain.
    for (cancel, served, waiting) in [("yes", 3.0, 7 * 0.25), ("no", 10, 0.1 * 45)] {
      let run = try await Flow(
        flow(
          caller("{ call: back, timeout: 250ms, cancel: \(cancel) }")
            + """

            back: { kind: service, concurrency: 1, queue: { limit: none }, work: { exact: 100ms } }
            """, "process: burst, count: 10", lasts: "10s"))
      #expect(try run.count(\.full) == 2)
      #expect(try run.cause("timeout") == 8)
      #expect(try run.component("back").served == served, "cancel: \(cancel)")
      let mean = try #require(try run.component("back").queueMean.value)
      // Two began after 0.1 and 0.2 s.
      #expect(abs(mean - (cancel == "yes" ? waiting + 0.3 : waiting) / 10) < 1e-6, "\(mean)")
    }
  }

  @Test func aRoomWithRulesOfItsOwnGivesThemUpToo() async throws {
    for order in ["lifo", "fifo, max_wait: 1h"] {
      let run = try await Flow(
        flow(
          caller("{ call: back, timeout: 250ms, cancel: yes }")
            + """

            back: { kind: service, concurrency: 1, queue: { limit: none, order: \(order) }, work: { exact: 100ms } }
            """, "process: burst, count: 10", lasts: "10s"))
      #expect(try run.component("back").served == 3, "\(order)")
    }
  }

  @Test func withdrawnWorkMakesRoomForOthers() async throws {
    // Twice as much comes as can be served. Without withdrawal the slot works for those who have
    // left; with it for those who still wait.
    func full(_ cancel: String) async throws -> Double {
      try await Flow(
        flow(
          caller("{ call: back, timeout: 1s, cancel: \(cancel) }")
            + """

            back: { kind: service, concurrency: 1, queue: { limit: none }, work: { mean: 100ms, shape: exponential } }
            """, "process: poisson, rate: 20/s", lasts: "200s")
      ).count(\.full)
    }
    let without = try await full("no")
    let with = try await full("yes")
    #expect(with > 3 * without, "\(without), \(with)")
  }

  @Test func whatIsNotNeededIsWithdrawn() async throws {
    // Of two legs one is needed. The slow one has a waiting room before it.
    for (cancel, served) in [("yes", 1.0), ("no", 10)] {
      let run = try await Flow(
        flow(
          """
          web: { kind: service, concurrency: none, work: 0s, calls: [{ together: [{ call: fast }, { call: slow, cancel: \(cancel) }], need: 1 }] }
          fast: { kind: service, concurrency: none, work: { exact: 10ms } }
          slow: { kind: service, concurrency: 1, queue: { limit: none }, work: { exact: 1s } }
          """, "process: burst, count: 10", lasts: "20s"))
      #expect(abs(try run.latency() - 0.01) < 1e-6)
      #expect(try run.component("slow").served == served, "cancel: \(cancel)")
    }
  }

  @Test func whatABetterTryMadeNeedlessIsWithdrawn() async throws {
    // The first tries wait behind an hour of work on one copy; the second ones are served on the
    // other.
    for (cancel, waiting) in [("yes", false), ("no", true)] {
      let run = try await Flow(
        flow(
          caller("{ call: back, hedge: 50ms, cancel: \(cancel) }")
            + """

            back: { kind: service, replicas: 2, balance: round_robin, concurrency: 1, queue: { limit: none }, work: { exact: 1ms } }
            """, "process: regular, rate: 10/s", lasts: "20s", warmup: "10s",
          operation: "patience: 10s", faults: "{ slow: back, replicas: 1, by: 1e6, at: 0s }"))
      #expect(try (run.component("back").queueMax > 2) == waiting, "cancel: \(cancel)")
      #expect(try run.operation().success.value == 1)
    }
  }

  // MARK: Together

  @Test func aStepFailsAsSoonAsTooFewCanSucceed() async throws {
    // Without `need` one failed leg fails the step at once; with it the others decide.
    for (need, full, time) in [("", 0.0, 0.0), (", need: 2", 1, 0.3), (", need: 1", 1, 0.2)] {
      let run = try await Flow(
        flow(
          """
          web: { kind: service, concurrency: 100, work: 0s, calls: [{ together: [bad, good, slow]\(need) }] }
          bad: { kind: service, concurrency: none, work: { exact: 100ms }, fails: { errors: 100% } }
          good: { kind: service, concurrency: none, work: { exact: 200ms } }
          slow: { kind: service, concurrency: none, work: { exact: 300ms } }
          """, "process: regular, rate: 10/s"))
      #expect(try run.operation().success.value == full, "\(need)")
      let inside = try #require(try run.component("web").inside.value)
      #expect(abs(inside - 10 * (full == 0 ? 0.1 : time)) < 0.02, "\(need): \(inside)")
    }
    let two = try await Flow(
      flow(
        """
        web: { kind: service, concurrency: 100, work: 0s, calls: [{ together: [bad, worse, slow], need: 2 }] }
        bad: { kind: service, concurrency: none, work: { exact: 100ms }, fails: { errors: 100% } }
        worse: { kind: service, concurrency: none, work: { exact: 200ms }, fails: { errors: 100% } }
        slow: { kind: service, concurrency: none, work: { exact: 300ms } }
        """, "process: regular, rate: 10/s"))
    let inside = try #require(try two.component("web").inside.value)
    #expect(abs(inside - 2) < 0.02, "fails with the second bad leg, after 200 ms: \(inside)")
  }
}
