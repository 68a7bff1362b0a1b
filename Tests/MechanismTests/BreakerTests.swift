import PluginAPI
import Testing

/// Breakers, state by state.
@Suite struct BreakerTests {
  static func broken(
    _ breaker: String, callee: String = "work: { exact: 1ms }", rate: String = "100/s",
    lasts: String = "100s", faults: String = "", more: String = ""
  ) -> String {
    flow(
      caller("{ call: back, breaker: { \(breaker) } }", more)
        + "\nback: { kind: service, concurrency: none, \(callee) }",
      "process: regular, rate: \(rate)", lasts: lasts, faults: faults)
  }

  static let errs = "work: { exact: 1ms }, fails: { errors: 100% }"

  @Test func closedItTripsAtItsShareOfTheWindow() async throws {
    // From 20 s on all calls err. The window of 10 s holds 1000 calls, so half of it is bad after
    // 5 s. Then it refuses for 5 s; the probes at 30 s and 35 s err, that at 40 s is well.
    let run = try await Flow(
      Self.broken(
        "trip_at: 50%, window: 10s, min_calls: 20, open_for: 5s, probes: 1",
        faults: "{ errors: back, share: 100%, at: 20s, lasts: 20s }"))
    #expect(abs(try run.cause("error") - 502) <= 1)
    #expect(abs(try run.cause("breaker_open") - 1498) <= 3)
    #expect(try run.unserved(from: 0.42) == 0, "closed again")
    // What it refuses counts as refused, and never reaches the callee.
    #expect(try run.count(\.refused) == run.cause("breaker_open"))
    #expect(
      try run.component("back").called == run.count(\.arrivals) - run.cause("breaker_open"))
    #expect(try run.component("back").refused == 0)
  }

  @Test(arguments: [20, 50])
  func itNeverTripsBelowItsNumberOfCalls(_ calls: Int) async throws {
    let run = try await Flow(
      Self.broken(
        "min_calls: \(calls), open_for: 1h", callee: Self.errs, rate: "50/s", lasts: "60s"))
    #expect(try run.cause("error") == Double(calls))
    #expect(try run.cause("breaker_open") == run.count(\.arrivals) - Double(calls))
  }

  @Test func theDefaultsAreThoseOfThePage() async throws {
    // 20 calls, and half of them: the same as if they were written.
    let run = try await Flow(Self.broken("open_for: 1h", callee: Self.errs))
    #expect(try run.cause("error") == 20)
    let written = try await Flow(
      Self.broken(
        "trip_at: 50%, window: 10s, min_calls: 20, open_for: 5s, probes: 1, shared: no",
        callee: Self.errs))
    #expect(
      try await Flow(Self.broken("", callee: Self.errs)).count(\.refused)
        == written.count(\.refused))
  }

  @Test func lessThanItsShareDoesNotTripIt() async throws {
    // 40 % of errors and a window of 1000 calls: half of it bad is six standard deviations away.
    let run = try await Flow(
      Self.broken(
        "trip_at: 50%, window: 10s, min_calls: 1000",
        callee: "work: { exact: 1ms }, fails: { errors: 40% }"))
    #expect(try run.cause("breaker_open") == 0)
    #expect(try run.cause("error") > 3500)
  }

  @Test func theWindowSlides() async throws {
    // 10 calls a second: a window of 1 s never holds 12, however bad they are.
    for (calls, trips) in [(12, false), (9, true)] {
      let run = try await Flow(
        Self.broken("window: 1s, min_calls: \(calls)", callee: Self.errs, rate: "10/s"))
      #expect(try (run.cause("breaker_open") > 0) == trips, "\(calls)")
    }
  }

  @Test func refusalsByTheCalleeCountAndOwnOnesDoNot() async throws {
    func run(_ step: String, _ callee: String) async throws -> Flow {
      try await Flow(
        flow(
          caller(step) + "\nback: { kind: service, work: { exact: 500ms }, \(callee) }",
          "process: regular, rate: 100/s"))
    }
    let own = try await run(
      "{ call: back, bulkhead: 1, breaker: { trip_at: 50% } }", "concurrency: none")
    #expect(try own.cause("bulkhead_full") > 9000)
    #expect(try own.cause("breaker_open") == 0)
    let callees = try await run(
      "{ call: back, breaker: { trip_at: 50% } }", "concurrency: 1, queue: { limit: 0 }")
    #expect(try callees.cause("breaker_open") > 1000)
  }

  @Test func timeOutsCount() async throws {
    let run = try await Flow(
      flow(
        caller("{ call: back, timeout: 50ms, breaker: { open_for: 1h } }")
          + "\nback: { kind: service, concurrency: none, work: { exact: 1s } }",
        "process: regular, rate: 10/s"))
    #expect(try run.cause("timeout") == 20)
  }

  @Test func halfOpenItLetsItsProbesThroughAndCountsNoOlderCalls() async throws {
    // Calls take 0.5 s and err. The 20th end comes after 0.7 s, with 50 more under way that do not
    // count. From then on 1 s open, three probes, and 0.5 s later the first bad end opens it again:
    // six times until 10 s.
    let run = try await Flow(
      Self.broken(
        "min_calls: 20, open_for: 1s, probes: 3",
        callee: "work: { exact: 500ms }, fails: { errors: 100% }", lasts: "10s"))
    let called = try run.component("back").called
    #expect(abs(called - (70 + 6 * 3)) <= 1, "\(called)")
  }

  @Test func allProbesMustBeWellToCloseIt() async throws {
    // Half of the calls err: eight probes are all well once in 256 times, one of one every other
    // time.
    func share(_ probes: Int) async throws -> Double {
      let run = try await Flow(
        Self.broken(
          "min_calls: 10, open_for: 100ms, probes: \(probes)",
          callee: "work: { exact: 1ms }, fails: { errors: 60% }", lasts: "1000s"))
      return try run.cause("breaker_open") / run.count(\.arrivals)
    }
    let one = try await share(1)
    let eight = try await share(8)
    #expect(eight > one + 0.2, "\(one), \(eight)")
  }

  @Test func eachCopyOfTheCallerHasItsOwnUnlessItIsShared() async throws {
    for (shared, errors) in [("no", 40.0), ("yes", 20)] {
      let run = try await Flow(
        Self.broken(
          "open_for: 1h, shared: \(shared)", callee: Self.errs,
          more: ", replicas: 2, balance: round_robin"))
      #expect(try run.cause("error") == errors, "shared: \(shared)")
    }
  }

  @Test func aCopyThatCrashesForgetsItsBreaker() async throws {
    // Open for ever after 20 errors; a new process tries its own 20 calls.
    let run = try await Flow(
      Self.broken(
        "open_for: 1h", callee: Self.errs, faults: "{ crash: web, at: 50s, lasts: 1s }"))
    #expect(try run.cause("error") == 40)
  }

  @Test func repeatsPassItToo() async throws {
    // Each request tries three times; the calls that the callee sees are those 20, then none.
    let run = try await Flow(
      flow(
        caller(
          "{ call: back, breaker: { open_for: 1h }, retry: { max: 2, wait: 1ms, for: [errors, refusals] } }"
        ) + "\nback: { kind: service, concurrency: none, \(Self.errs) }",
        "process: regular, rate: 10/s"))
    #expect(try run.component("back").called == 20)
    #expect(try run.cause("breaker_open") == run.count(\.arrivals) - 6)
  }

  @Test func mistakesAreSaid() {
    #expect(problems(Self.broken("trip_at: 0%")) == ["arch.out-of-range:5"])
    #expect(problems(Self.broken("window: 0s")) == ["arch.out-of-range:5"])
    #expect(problems(Self.broken("min_calls: 2M")) == ["arch.out-of-range:5"])
    let handedOver = flow(
      caller("{ send: back, breaker: {} }") + "\nback: { kind: service }",
      "process: regular, rate: 1/s")
    #expect(problems(handedOver) == ["arch.wrong-step:5"])
  }
}
