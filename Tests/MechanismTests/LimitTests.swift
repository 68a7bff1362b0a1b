import PluginAPI
import Testing

/// Limits on rates: buckets of tokens at callers and at components.
@Suite struct LimitTests {
  static let back = "\nback: { kind: service, concurrency: none, work: { exact: 1ms } }"

  static func limited(
    _ limit: String, _ arrivals: String, lasts: String = "100s", call: String = "",
    operation: String = "", more: String = ""
  ) -> String {
    flow(
      caller("{ call: back, rate_limit: { \(limit) }\(call) }", more) + back, arrivals,
      lasts: lasts, operation: operation)
  }

  @Test func theBucketIsFullAtTheStartAndFillsAtItsRate() async throws {
    // Bursts of 10 at 0 s, 5 s, ...: 4 pass at first. 5 s bring 2.5 tokens: 2 pass, half a token
    // stays, then 3, then 2, ...
    let run = try await Flow(
      Self.limited("rate: 0.5/s, burst: 4", "process: burst, count: 10, every: 5s", lasts: "20s"))
    #expect(try run.count(\.arrivals) == 40)
    #expect(try run.count(\.full) == 4 + 2 + 3 + 2)
    #expect(try run.cause("rate_limited") == 29)
    #expect(try run.count(\.refused) == 29)
  }

  @Test func itHoldsNoMoreThanItsBurst() async throws {
    let run = try await Flow(
      Self.limited("rate: 10/s, burst: 3", "process: burst, count: 50, every: 10s", lasts: "50s"))
    #expect(try run.count(\.full) == 15)
  }

  @Test func withoutABurstItHoldsOneSecondOfItsRate() async throws {
    for (rate, passed) in [("20/s", 20.0), ("0.1/s", 1)] {
      let run = try await Flow(
        Self.limited("rate: \(rate)", "process: burst, count: 50", lasts: "1s"))
      #expect(try run.count(\.full) == passed, "\(rate)")
    }
  }

  @Test func aStreamJustAtTheRatePasses() async throws {
    let run = try await Flow(
      Self.limited("rate: 30/s, burst: 1", "process: regular, rate: 30/s", lasts: "1000s"))
    #expect(try run.operation().success.value == 1)
    let faster = try await Flow(
      Self.limited("rate: 30/s, burst: 1", "process: regular, rate: 31/s", lasts: "1000s"))
    #expect(try faster.count(\.refused) > 500)
  }

  /// What passes one bucket passes a second one of the same size and rate behind it.
  ///
  /// So in no window are there more than burst + rate x t. The bucket behind is counted by another one that is a
  /// token smaller, as a negative control.
  @Test(arguments: [
    "process: poisson, rate: 200/s", "process: gamma, cv: 3, rate: 150/s",
    "process: burst, count: 90, every: 700ms", "process: on_off, rate: 400/s, active: 1s, idle: 1s",
  ])
  func itLetsThroughNoMoreThanItMayInAnyWindow(_ arrivals: String) async throws {
    for (burst, isEnough) in [(25, true), (24, false)] {
      for wait in ["reject", "wait"] {
        let run = try await Flow(
          flow(
            caller("{ call: back, rate_limit: { rate: 100/s, burst: 25, on_limit: \(wait) } }")
              + """

              back: { kind: service, concurrency: none, work: { exact: 1ms }, rate_limit: { rate: 100/s, burst: \(burst) } }
              """, arrivals, lasts: "60s", operation: "patience: 2s"))
        let refused = try run.component("back").refused
        #expect((refused == 0) == isEnough, "\(burst), \(wait): \(refused)")
        let passed = try run.component("back").called
        #expect(passed <= 25 + 100 * 60 + 100 * 2 && passed > 2000, "\(passed)")
      }
    }
  }

  @Test func waitingKeepsTheOrderAndTheRate() async throws {
    // Ten at once with one token and ten a second: 0, 0.1, ..., 0.9 s and 1 ms each.
    let run = try await Flow(
      Self.limited(
        "rate: 10/s, burst: 1, on_limit: wait", "process: burst, count: 10", lasts: "10s"))
    #expect(try run.count(\.full) == 10)
    #expect(abs(try run.latency() - 0.451) < 1e-6)
    #expect(abs(try #require(try run.operation().latencyMax) - 0.901) < 0.005)
  }

  @Test func theTimeOutEndsTheWaitAndTakesNoToken() async throws {
    // Tokens at 0, 0.1, 0.2 and 0.3 s; the others give up after 0.35 s. If they took tokens those
    // of the next second would find none.
    let run = try await Flow(
      Self.limited(
        "rate: 10/s, burst: 1, on_limit: wait", "process: burst, count: 10, every: 1s",
        lasts: "10s", call: ", timeout: 350ms"))
    #expect(try run.count(\.full) == 40)
    #expect(try run.cause("timeout") == 60)
    #expect(try run.component("back").called == 40)
  }

  @Test func aBucketForEachKey() async throws {
    // 400 requests about four keys, five tokens each; without keys five for all.
    for (per, passed) in [("key", 20.0), ("none", 5)] {
      let run = try await Flow(
        Self.limited(
          "rate: 0.001/s, burst: 5, per: \(per)", "process: burst, count: 400", lasts: "1s",
          operation: "keys: { count: 4, skew: 0 }"))
      #expect(try run.count(\.full) == passed, "\(per)")
    }
  }

  @Test func theMemoryOfKeysIsBoundedAndForgetsTheFullest() async throws {
    // A million keys and one token each: nearly every request is about a new key. Whoever is
    // forgotten may pass again, and nobody else.
    let run = try await Flow(
      Self.limited(
        "rate: 0.001/s, burst: 1, per: key", "process: poisson, rate: 2000/s", lasts: "100s",
        operation: "keys: { count: 1M, skew: 0 }"))
    let arrivals = try run.count(\.arrivals)
    // 200 000 draws of a million keys: 1 - (1 - e^-0.2) / 0.2 of them are repetitions.
    let refused = try run.count(\.refused) / arrivals
    #expect(refused > 0 && refused < 0.0937, "\(refused)")
    // 20 000 keys fit: each passes once, and ten times as many come.
    let known = try await Flow(
      Self.limited(
        "rate: 0.0000001/s, burst: 1, per: key", "process: poisson, rate: 2000/s", lasts: "100s",
        operation: "keys: { count: 10k, skew: 0 }"))
    #expect(try known.count(\.full) == 10_000)
  }

  @Test func eachCopyOfTheCallerHasItsOwnUnlessItIsShared() async throws {
    for (shared, passed) in [("no", 10.0), ("yes", 5)] {
      let run = try await Flow(
        Self.limited(
          "rate: 0.001/s, burst: 5, shared: \(shared)", "process: burst, count: 50", lasts: "1s",
          more: ", replicas: 2, balance: round_robin"))
      #expect(try run.count(\.full) == passed, "shared: \(shared)")
    }
  }

  // MARK: Components

  static func door(_ limit: String, _ arrivals: String, more: String = "") -> String {
    flow(
      caller("back")
        + """

        back: { kind: service, concurrency: none, work: { exact: 1ms }, rate_limit: { \(limit) }\(more) }
        """, arrivals, lasts: "10s")
  }

  @Test func atAComponentItCountsAsRefusedThere() async throws {
    let run = try await Flow(
      Self.door("rate: 0.001/s, burst: 5", "process: burst, count: 50"))
    #expect(try run.cause("rate_limited") == 45)
    #expect(try run.component("back").refused == 45)
    #expect(try run.component("back").called == 50)
    #expect(try run.component("back").served == 5)
  }

  @Test func atAComponentItMayLetThemWait() async throws {
    let run = try await Flow(
      Self.door("rate: 10/s, burst: 1, on_limit: wait", "process: burst, count: 10"))
    #expect(abs(try run.latency() - 0.451) < 1e-6)
    #expect(try run.component("back").queueMax == 0, "they wait for a token, not for a slot")
  }

  @Test func eachCopyOfAComponentHasItsOwnUnlessItIsShared() async throws {
    for (shared, passed) in [("no", 10.0), ("yes", 5)] {
      let run = try await Flow(
        Self.door(
          "rate: 0.001/s, burst: 5, shared: \(shared)", "process: burst, count: 50",
          more: ", replicas: 2, balance: round_robin"))
      #expect(try run.count(\.full) == passed, "shared: \(shared)")
    }
  }

  @Test func theEntryAndStoresMayHaveOne() async throws {
    let run = try await Flow(
      flow(
        """
        web: { kind: gateway, rate_limit: { rate: 0.001/s, burst: 20 }, calls: [{ write: db }] }
        db: { kind: database, rate_limit: { rate: 0.001/s, burst: 5 } }
        """, "process: burst, count: 50", lasts: "10s"))
    #expect(try run.component("web").refused == 30)
    #expect(try run.component("db").refused == 15)
    #expect(try run.count(\.full) == 5)
  }

  @Test func whoWaitsThereWhenTheCopyCrashesIsRefused() async throws {
    let run = try await Flow(
      flow(
        caller("back")
          + """

          back: { kind: service, concurrency: none, work: { exact: 1ms }, rate_limit: { rate: 1/s, burst: 1, on_limit: wait } }
          """, "process: burst, count: 10", lasts: "10s",
        faults: "{ crash: back, at: 2500ms, lasts: 1s }"))
    // At 0, 1 and 2 s one each.
    #expect(try run.count(\.full) == 3)
    #expect(try run.cause("crash") == 7)
  }

  @Test func mistakesAreSaid() {
    #expect(
      problems(Self.limited("rate: 0/s", "process: regular, rate: 1/s")) == ["arch.out-of-range:5"])
    #expect(
      problems(Self.limited("burst: 5", "process: regular, rate: 1/s")) == ["arch.missing-field:5"])
  }
}
