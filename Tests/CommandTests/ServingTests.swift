import Testing

/// A file with a load, from the lines of its components.
func design(
  _ components: String, _ arrivals: String, lasts: String = "100s", warmup: String = "0s",
  operation: String = "", top: String = "", faults: String = "", entry: String = "web"
) -> String {
  let parts = components.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n")
  return """
    format: arch/1
    entry: \(entry)
    \(top)
    components:
    \(parts)
    workload:
      warmup: \(warmup)
      lasts: \(lasts)
      operations: { use: { arrivals: { \(arrivals) }\(operation.isEmpty ? "" : ", " + operation) } }
    \(faults.isEmpty ? "" : "faults: [\(faults)]")
    """
}

/// How components serve, as a user of the tool sees it.
@Suite struct ServingTests {
  @Test func aHeldSlotIsKeptWhileTheCallRunsAndAFreeOneIsNot() async throws {
    for (waiting, mean, busy) in [("hold", 0.55, 0.1), ("free", 0.145, 0.01)] {
      // Ten at once, 10 ms of work and a call of 90 ms, one slot. Held: one is through every
      // 100 ms, 0.1 s x (1 + ... + 10) / 10. Free: one starts every 10 ms, 55 ms + 90 ms.
      let run = try await Run.of(
        design(
          """
          web: { kind: service, concurrency: 1, work: { exact: 10ms }, waiting: \(waiting), calls: [db] }
          db: { kind: database, concurrency: none, read: { exact: 90ms } }
          """, "process: burst, count: 10", lasts: "10s"), replications: 1)
      #expect(abs(run.latency().number - mean) < 1e-9, "\(waiting): \(run.latency())")
      // Ten times 100 ms, or 10 ms, of one slot in 10 s.
      #expect(abs(run.component("web")["utilisation"].number - busy) < 1e-9)
    }
  }

  @Test func aFullWaitingRoomRefuses() async throws {
    // Ten at once, two slots and three places to wait: five are refused at once.
    let run = try await Run.of(
      design(
        "web: { kind: service, concurrency: 2, work: { exact: 1s }, queue: { limit: 3 } }",
        "process: burst, count: 10", lasts: "10s"), replications: 1)
    #expect(run.count("refused") == 5)
    #expect(run.count("full") == 5)
    #expect(run.errors("queue_full") == 5)
    #expect(run.component("web")["refused"].number == 5)
    // Two after 1 s, two after 2 s, one after 3 s.
    #expect(abs(run.latency().number - 9.0 / 5) < 1e-9)
  }

  @Test func balancingDecidesTheWait() async throws {
    var means: [String: Node] = [:]
    for balance in ["central", "least_busy", "round_robin", "random"] {
      means[balance] = try await Run.of(
        design(
          """
          web: { kind: service, replicas: 4, concurrency: 1, balance: \(balance), work: { mean: 10ms, shape: exponential }, queue: { limit: none } }
          """, "process: poisson, rate: 320/s", lasts: "300s", warmup: "10s")
      ).latency()
    }
    let central = try #require(means["central"])
    let random = try #require(means["random"])
    // M/M/4 at 0.8: Erlang C is 0.5964, so 10 ms x (1 + 0.5964 / 0.8).
    #expect(central.covers(0.017455), "\(central)")
    // Four M/M/1 at 0.8: 10 ms / 0.2.
    #expect(random.covers(0.05), "\(random)")
    let order = ["central", "least_busy", "round_robin", "random"].compactMap { means[$0]?.number }
    #expect(order == order.sorted() && Set(order).count == 4, "\(order)")
  }

  @Test func aSharedWaitingRoomGivesToAnyFreeCopyAlsoOverALatency() async throws {
    // Four at once for four copies: nobody waits, however long the way is.
    let run = try await Run.of(
      design(
        """
        web: { kind: gateway, concurrency: none, work: 0s, calls: [{ call: pool, latency: { exact: 1ms } }] }
        pool: { kind: service, replicas: 4, concurrency: 1, balance: central, work: { exact: 1s }, queue: { limit: none } }
        """, "process: burst, count: 4", lasts: "10s"), replications: 1)
    #expect(abs(run.latency().number - 1.002) < 1e-9, "\(run.latency())")
  }

  @Test func withoutALimitTheWorkIsAPureDelay() async throws {
    // Little: 100/s x 1 s = 100 inside; nobody waits.
    let run = try await Run.of(
      design(
        "web: { kind: service, concurrency: none, work: { exact: 1s } }",
        "process: poisson, rate: 100/s", warmup: "10s"))
    #expect(abs(run.latency().number - 1) < 1e-9)
    #expect(run.component("web")["inside"].covers(100), "\(run.component("web")["inside"])")
  }

  @Test func aSlowFaultMultipliesTheWork() async throws {
    // Half of the time 10 ms, half of the time 50 ms.
    let run = try await Run.of(
      design(
        "web: { kind: service, concurrency: none, work: { exact: 10ms } }",
        "process: regular, rate: 100/s",
        faults: "{ slow: web, by: 5, at: 50s, lasts: 50s }"), replications: 1)
    #expect(abs(run.latency().number - 0.030) < 0.0001, "\(run.latency())")
  }

  @Test func errorsStrikeTheirShareAfterTheWork() async throws {
    let steady = try await Run.of(
      design(
        "web: { kind: service, concurrency: none, fails: { errors: 30% } }",
        "process: poisson, rate: 200/s"))
    #expect(abs(steady.share("failed") - 0.3) < 0.005, "\(steady.share("failed"))")
    #expect(steady.errors("error") == steady.count("failed"))
    #expect(abs(steady.component("web")["served"].number - steady.count("arrivals")) < 10)
    // A fault of 30 % for half of the time: 15 %.
    let fault = try await Run.of(
      design(
        "web: { kind: service, concurrency: none }", "process: poisson, rate: 200/s",
        faults: "{ errors: web, share: 30%, at: 50s, lasts: 50s }"))
    #expect(abs(fault.share("failed") - 0.15) < 0.005, "\(fault.share("failed"))")
  }

  @Test func whatIsOwedAndNotDoneIsAFailure() async throws {
    for (call, full) in [("write: db, carries: [order]", 1.0), ("write: db", 0.0)] {
      let run = try await Run.of(
        design(
          """
          web: { kind: service, calls: [{ \(call) }] }
          db: { kind: database, holds: [order] }
          """, "process: regular, rate: 10/s",
          operation: "obliges: [{ write: order, durable: true }]",
          top: "data: { order: { size: 1KiB } }"), replications: 1)
      #expect(run.share("full") == full, "\(call)")
      #expect(run.errors("obligation_unmet") == (1 - full) * run.count("arrivals"))
    }
  }

  @Test func moreObligationsThanCanBeFollowedAreRefused() async throws {
    let names = (0..<40).map { "d\($0)" }
    let data = names.map { "\($0): { size: 1KiB }" }.joined(separator: ", ")
    let owed = names.map { "{ write: \($0) }" }.joined(separator: ", ")
    let outcome = try await Tool.run(
      "simulate",
      file: design(
        "web: { kind: service }", "process: regular, rate: 1/s", operation: "obliges: [\(owed)]",
        top: "data: { \(data) }"))
    #expect(outcome.code == 2, outcome.summary)
    #expect(outcome.complaint.contains("error[arch.out-of-range]"), outcome.summary)
  }
}
