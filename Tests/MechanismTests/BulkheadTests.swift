import PluginAPI
import Testing

/// Bulkheads of callers and connections of stores.
@Suite struct BulkheadTests {
  static func walled(
    _ bulkhead: String, work: String = "{ exact: 100ms }", call: String = "",
    arrivals: String = "process: burst, count: 10", lasts: String = "10s", more: String = "",
    faults: String = ""
  ) -> String {
    flow(
      caller("{ call: back, bulkhead: \(bulkhead)\(call) }", more)
        + "\nback: { kind: service, concurrency: none, work: \(work) }", arrivals, lasts: lasts,
      faults: faults)
  }

  @Test func withoutAQueueItRefusesWhatFindsNoPlace() async throws {
    for text in ["3", "{ max: 3 }", "{ max: 3, queue: 0 }"] {
      let run = try await Flow(Self.walled(text))
      #expect(try run.count(\.full) == 3, "\(text)")
      #expect(try run.cause("bulkhead_full") == 7)
      #expect(try run.count(\.refused) == 7)
      #expect(try run.component("back").called == 3, "refused at the caller")
      #expect(try run.component("back").refused == 0)
    }
  }

  @Test func itsQueueIsInOrderAndHasALimit() async throws {
    // One place and four that wait, 100 ms each: 0.1 ... 0.5 s.
    let run = try await Flow(Self.walled("{ max: 1, queue: 4 }"))
    #expect(try run.count(\.full) == 5)
    #expect(abs(try run.latency() - 0.3) < 1e-6)
  }

  @Test func theLongestWaitRefuses() async throws {
    // Their turns come after 100, 200, 300 and 400 ms; the last two leave after 250 ms.
    let run = try await Flow(Self.walled("{ max: 1, queue: 4, max_wait: 250ms }"))
    #expect(try run.count(\.full) == 3)
    #expect(try run.cause("bulkhead_full") == 7)
  }

  @Test func aPlaceIsTakenUntilTheTimeOutAtTheCaller() async throws {
    // The work takes 10 s, the calls give up after 100 ms; the next one comes after 200 ms.
    let run = try await Flow(
      Self.walled(
        "1", work: "{ exact: 10s }", call: ", timeout: 100ms",
        arrivals: "process: regular, rate: 5/s", lasts: "20s"))
    #expect(try run.cause("timeout") == run.count(\.arrivals))
    // Without a time-out it is taken all the time.
    let patient = try await Flow(
      Self.walled(
        "1", work: "{ exact: 10s }", arrivals: "process: regular, rate: 5/s", lasts: "20s"))
    #expect(try patient.component("back").called <= 3)
  }

  @Test func theTimeOutCoversTheWaitForAPlace() async throws {
    // Places at 0, 100 and 200 ms; the one at 200 ms has 50 ms left for 100 ms of work.
    let run = try await Flow(Self.walled("{ max: 1, queue: 9 }", call: ", timeout: 250ms"))
    #expect(try run.count(\.full) == 2)
    #expect(try run.cause("timeout") == 8)
    #expect(try run.component("back").called == 3)
  }

  @Test func aRepeatTakesAPlaceAnew() async throws {
    // Each attempt holds the place for 10 ms, and none while it pauses.
    let run = try await Flow(
      flow(
        caller("{ call: back, bulkhead: 1, retry: { max: 1, wait: 70ms, for: [errors] } }")
          + """

          back: { kind: service, concurrency: none, work: { exact: 10ms }, fails: { errors: 100% } }
          """, "process: regular, rate: 20/s"))
    #expect(try run.cause("bulkhead_full") == 0)
  }

  @Test func eachCopyOfTheCallerHasItsOwnUnlessItIsShared() async throws {
    for (shared, passed) in [("no", 6.0), ("yes", 3)] {
      let run = try await Flow(
        Self.walled(
          "{ max: 3, shared: \(shared) }", more: ", replicas: 2, balance: round_robin"))
      #expect(try run.count(\.full) == passed, "shared: \(shared)")
    }
  }

  @Test func aCallerThatCrashesGivesItsPlaceBack() async throws {
    // One call holds the only place for an hour; its caller crashes at 5.05 s, and the next call
    // takes it.
    let run = try await Flow(
      Self.walled(
        "{ max: 1, shared: yes }", work: "{ exact: 1h }",
        arrivals: "process: regular, rate: 10/s",
        more: ", replicas: 2, balance: round_robin",
        faults: "{ crash: web, at: 5s, lasts: 1s }"))
    #expect(try run.component("back").called == 2)
  }

  // MARK: Connections

  static func store(
    _ connections: String, count: Int = 10, call: String = "", faults: String = "",
    store: String = "kind: database"
  ) -> String {
    flow(
      caller("{ read: db\(call) }")
        + "\ndb: { \(store), concurrency: none, read: { exact: 1s }\(connections) }",
      "process: burst, count: \(count)", lasts: "20s", faults: faults)
  }

  @Test func whoFindsNoConnectionWaitsAtTheCaller() async throws {
    // Four at a time, a second each: 4 x 1 + 4 x 2 + 2 x 3 s.
    let run = try await Flow(Self.store(", connections: 4"))
    #expect(abs(try run.latency() - 1.8) < 1e-6)
    #expect(try run.component("db").queueMax == 0, "it counts in no queue of the store")
    // Negative control: with as many as come nobody waits.
    #expect(abs(try await Flow(Self.store(", connections: 10")).latency() - 1) < 1e-6)
  }

  @Test func aDatabaseHasThreeHundredUnlessItSaysOtherwise() async throws {
    // 300 after one second, 100 after two.
    #expect(abs(try await Flow(Self.store("", count: 400)).latency() - 1.25) < 1e-6)
    #expect(
      abs(try await Flow(Self.store(", connections: none", count: 400)).latency() - 1) < 1e-6)
    let other = Self.store("", count: 400, store: "kind: key_value")
    #expect(abs(try await Flow(other).latency() - 1) < 1e-6)
  }

  @Test func theTimeOutCoversTheWaitForAConnection() async throws {
    let run = try await Flow(Self.store(", connections: 4", call: ", timeout: 1500ms"))
    #expect(try run.count(\.full) == 4)
    #expect(try run.cause("timeout") == 6)
    // Four more had a connection when they gave up; two never had one.
    #expect(try run.component("db").called == 8)
  }

  @Test func whatWasGivenUpHoldsItsConnectionUntilItsWorkIsDone() async throws {
    // The first four give up after half a second; theirs are free after one second all the same.
    let run = try await Flow(
      flow(
        caller("{ read: db, timeout: 500ms, retry: { max: 1, wait: 0s } }")
          + "\ndb: { kind: database, connections: 4, concurrency: none, read: { exact: 700ms } }",
        "process: burst, count: 4", lasts: "10s"))
    // The repeats wait from 0.5 s to 0.7 s, begin, and give up at 1.0 s.
    #expect(try run.cause("timeout") == 4)
    #expect(try run.component("db").called == 8)
    let utilisation = try #require(try run.component("db").utilisation.value)
    #expect(abs(utilisation - 8 * 0.7 / 10) < 1e-6, "never more than four at a time")
  }

  @Test func aStoreThatCrashesRefusesWhoWaits() async throws {
    let run = try await Flow(
      Self.store(", connections: 4", faults: "{ crash: db, at: 500ms, lasts: 1s }"))
    #expect(try run.cause("crash") == 10)
    // A negative control, a second later: the first four are through.
    let later = try await Flow(
      Self.store(", connections: 4", faults: "{ crash: db, at: 1500ms, lasts: 1s }"))
    #expect(try later.cause("crash") == 6)
  }

  @Test func connectionsAreThereAgainAfterACrash() async throws {
    let run = try await Flow(
      flow(
        caller("{ read: db }")
          + "\ndb: { kind: database, connections: 2, concurrency: none, read: { exact: 100ms } }",
        "process: poisson, rate: 10/s", faults: "{ crash: db, at: 20s, lasts: 2s }"))
    #expect(try run.unserved(from: 0.25) == 0)
  }
}
