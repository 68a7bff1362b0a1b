import Testing

/// How callers call, give up and try again.
@Suite struct CallingTests {
  @Test func aTimeOutGivesUpButTheWorkGoesOn() async throws {
    let run = try await Run.of(
      design(
        """
        web: { kind: service, concurrency: none, work: 0s, calls: [{ call: slow, timeout: 100ms }] }
        slow: { kind: service, concurrency: none, work: { exact: 150ms } }
        """, "process: regular, rate: 10/s"), replications: 1)
    #expect(run.share("failed") == 1)
    #expect(run.errors("timeout") == run.count("arrivals"))
    #expect(run.component("slow")["served_in_vain"].number >= run.count("arrivals") - 1)
  }

  @Test func retriesMultiplyTheCallsGeometrically() async throws {
    // Half of the calls err, three repeats: 1 + 1/2 + 1/4 + 1/8 calls, and 1/16 fail at last.
    let run = try await Run.of(
      design(
        """
        web: { kind: service, concurrency: none, work: 0s, calls: [{ call: bad, retry: { max: 3, wait: 0s, for: [errors] } }] }
        bad: { kind: service, concurrency: none, work: 1ms, fails: { errors: 50% } }
        """, "process: poisson, rate: 200/s"))
    #expect(abs(run.called("bad") / run.called("web") - 1.875) < 0.01)
    #expect(abs(run.share("failed") - 1.0 / 16) < 0.003, "\(run.share("failed"))")
  }

  @Test func aRetryWaitsLongerEachTime() async throws {
    // All fail: 3 attempts of 10 ms with waits of 50 and 100 ms; a user sees 180 ms, then the end.
    let run = try await Run.of(
      design(
        """
        web: { kind: service, concurrency: none, work: 0s, calls: [{ call: bad, retry: { max: 2, wait: 50ms, for: [errors] } }] }
        bad: { kind: service, concurrency: none, work: { exact: 10ms }, fails: { errors: 100% } }
        """, "process: regular, rate: 100/s"), replications: 1)
    #expect(run.share("failed") == 1)
    // Little: 100/s x 0.18 s inside, but for the first moments.
    #expect(abs(run.component("web")["inside"].number - 18) < 0.1)
  }

  @Test func aBudgetCapsTheRetries() async throws {
    let run = try await Run.of(
      design(
        """
        web: { kind: service, concurrency: none, work: 0s, calls: [{ call: bad, retry: { max: 3, wait: 0s, for: [errors], budget: 10% } }] }
        bad: { kind: service, concurrency: none, work: 1ms, fails: { errors: 100% } }
        """, "process: regular, rate: 100/s"), replications: 1)
    // A tenth of a token for each first try, and ten tokens at the start.
    let first = run.called("web")
    #expect(run.called("bad") >= first * 1.1 - 1 && run.called("bad") <= first * 1.1 + 10)
  }

  @Test func patienceEndsTheWait() async throws {
    let run = try await Run.of(
      design(
        "web: { kind: service, concurrency: none, work: { exact: 2s } }",
        "process: regular, rate: 10/s", operation: "patience: 1s"), replications: 1)
    #expect(run.share("abandoned") == 1)
  }

  @Test func togetherWaitsForAsManyAsAreNeeded() async throws {
    // Of three exponentials of 100 ms the first is done after 1/3, the second after 1/3 + 1/2,
    // the last after 1/3 + 1/2 + 1 of it.
    for (need, mean) in [(1, 0.1 / 3), (2, 0.1 / 3 + 0.05), (3, 0.1 / 3 + 0.05 + 0.1)] {
      let run = try await Run.of(
        design(
          """
          web: { kind: service, concurrency: none, work: 0s, calls: [{ together: [a, b, c], need: \(need) }] }
          a: { kind: service, concurrency: none, work: { mean: 100ms, shape: exponential } }
          b: { kind: service, concurrency: none, work: { mean: 100ms, shape: exponential } }
          c: { kind: service, concurrency: none, work: { mean: 100ms, shape: exponential } }
          """, "process: poisson, rate: 100/s"))
      #expect(run.latency().covers(mean), "\(need): \(run.latency())")
    }
  }

  @Test func branchesAndChancesTakeTheirShares() async throws {
    let run = try await Run.of(
      design(
        """
        web: { kind: service, concurrency: none, work: 0s, calls: [{ choose: [{ share: 70%, do: [a] }, { share: 20%, do: [b] }] }, { call: c, chance: 25% }, { call: d, times: 3 }] }
        a: { kind: service, concurrency: none, work: 1ms }
        b: { kind: service, concurrency: none, work: 1ms }
        c: { kind: service, concurrency: none, work: 1ms }
        d: { kind: service, concurrency: none, work: { exact: 1ms } }
        """, "process: poisson, rate: 200/s"))
    for (id, share) in [("a", 0.7), ("b", 0.2), ("c", 0.25), ("d", 3)] {
      #expect(abs(run.called(id) / run.called("web") - share) < 0.01, "\(id)")
    }
    // 0.7 + 0.2 + 0.25 + 3 ms.
    #expect(run.latency().covers(0.00415, tolerance: 0.005), "\(run.latency())")
  }

  @Test func aLoopIsVisitedGeometrically() async throws {
    // Back with 60 %: 1 / (1 - 0.6) visits, each with 10 ms at 'web' and 'more'.
    let run = try await Run.of(
      design(
        """
        web: { kind: service, concurrency: none, work: { exact: 10ms }, calls: [{ then: more }] }
        more: { kind: service, concurrency: none, work: { exact: 10ms }, calls: [{ then: [{ share: 60%, to: web }] }] }
        """, "process: poisson, rate: 200/s"))
    #expect(abs(run.called("web") / run.count("arrivals") - 2.5) < 0.03)
    #expect(run.latency().covers(0.05), "\(run.latency())")
  }

  @Test func theWayAddsUp() async throws {
    let sites =
      "sites: { north: { latency_to: { south: 10ms }, bandwidth_to: { south: 1Mbps } }, south: {} }"
    func run(_ call: String, _ extra: String = "") async throws -> Double {
      try await Run.of(
        design(
          """
          web: { kind: service, concurrency: none, work: 0s, calls: [{ call: far\(call) }] }
          far: { kind: service, at: [south], concurrency: none, work: { exact: 5ms } }
          """, "process: regular, rate: 10/s", operation: "payload: 1B",
          top: sites + "\ndata: { image: { size: 12500B }, none: { size: 0B } }"), replications: 1
      ).latency().number
    }
    // 10 ms there, 5 ms of work, 10 ms back.
    #expect(abs(try await run(", carries: [none]") - 0.025) < 1e-6)
    // 12500 bytes over 1 Mbps: 100 ms more, with the request or with the answer.
    #expect(abs(try await run(", carries: [image]") - 0.125) < 1e-6)
    #expect(abs(try await run(", carries: [none], returns: [image]") - 0.125) < 1e-6)
    // A latency of the call comes once each way.
    #expect(abs(try await run(", carries: [none], latency: { exact: 3ms }") - 0.031) < 1e-6)
  }
}
