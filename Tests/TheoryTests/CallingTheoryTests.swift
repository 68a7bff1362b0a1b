import Foundation
import PluginAPI
import Testing

/// What callers do to protect themselves, where theory says what comes of it.
@Suite struct CallingTheoryTests {
  static func calling(
    _ step: String, _ back: String, rate: Double, seconds: Int = 20_000
  ) -> String {
    Files.file(
      """
      web: { kind: service, concurrency: none, work: 0s, calls: [\(step)] }
      \(back)
      """, arrivals: Files.poisson(rate), seconds: seconds)
  }

  static func back(_ work: String, _ more: String = "") -> String {
    "back: { kind: service, concurrency: none, work: \(work)\(more) }"
  }

  // MARK: Bulkheads

  @Test(arguments: [(5, 5.0), (2, 1.0), (12, 10.0)])
  func aBulkheadWithoutAQueueLosesAsErlangSaid(_ places: Int, _ offered: Double) async throws {
    let run = try await Simulated(
      Self.calling(
        "{ call: back, bulkhead: \(places) }", Self.back(Files.exponential(1)), rate: offered))
    let lost = Theory.erlangB(servers: places, offered: offered)
    expectAgreement(
      try run.operation().success, 1 - lost, "share that found a place", detecting: 0.01)
    expectAgreement(
      try run.component("back").inside, offered * (1 - lost), "places taken", detecting: 0.01)
  }

  @Test func aBulkheadWithAQueueIsAFiniteWaitingRoom() async throws {
    let run = try await Simulated(
      Self.calling(
        "{ call: back, bulkhead: { max: 2, queue: 4 } }", Self.back(Files.exponential(1)),
        rate: 1.8))
    let present = Theory.finite(lambda: 1.8, mu: 1, servers: 2, places: 6)
    expectAgreement(
      try run.operation().success, 1 - present[6], "share admitted", detecting: 0.02)
    let inside = present.enumerated().reduce(0) { $0 + Double($1.offset) * $1.element }
    expectAgreement(
      try run.operation().latencyMean, inside / (1.8 * (1 - present[6])), "time", detecting: 0.03)
  }

  @Test func aPlaceMoreIsNoticed() async throws {
    let run = try await Simulated(
      Self.calling("{ call: back, bulkhead: 6 }", Self.back(Files.exponential(1)), rate: 5))
    #expect(!agrees(try run.operation().success, 1 - Theory.erlangB(servers: 5, offered: 5)))
  }

  @Test func connectionsAreServersWhoseQueueIsAtTheCaller() async throws {
    let run = try await Simulated(
      Self.calling(
        "{ read: back }",
        "back: { kind: database, concurrency: none, connections: 5, read: \(Files.exponential(1)) }",
        rate: 4, seconds: 40_000))
    expectAgreement(
      try run.operation().latencyMean, Theory.timeInSystem(lambda: 4, mu: 1, servers: 5),
      "M/M/5 by connections", detecting: 0.05)
    #expect(
      !agrees(
        try run.operation().latencyMean, Theory.timeInSystem(lambda: 4, mu: 1, servers: 6)))
  }

  // MARK: Limits

  @Test func aLimitThatLetsWaitIsAServerOfEqualWork() async throws {
    // One token at a time, every 100 ms: waiting as in M/D/1, without the time in service.
    let run = try await Simulated(
      Self.calling(
        "{ call: back, rate_limit: { rate: 10/s, burst: 1, on_limit: wait } }", Self.back("0s"),
        rate: 8))
    let time = Theory.pollaczekKhinchine(lambda: 8, service: 0.1, scv: 0)
    expectAgreement(
      try run.operation().latencyMean, time - 0.1, "M/D/1 waiting", detecting: 0.03)
    #expect(
      !agrees(
        try run.operation().latencyMean,
        Theory.pollaczekKhinchine(lambda: 8, service: 0.1, scv: 1) - 0.1))
  }

  @Test func aLimitThatRefusesIsAQueueOfEqualWorkWithALimit() async throws {
    // The tokens that miss from the bucket are the unfinished work of a server that takes 1/rate
    // for each: with room for one of them, who comes within 1/rate of the last one is refused.
    let run = try await Simulated(
      Self.calling(
        "{ call: back, rate_limit: { rate: 10/s, burst: 1 } }", Self.back("0s"), rate: 8,
        seconds: 5000))
    // A dead time of 0.1 s after each: 1 / (1 + 8 x 0.1) pass.
    expectAgreement(try run.operation().success, 1 / 1.8, "share that passes", detecting: 0.01)
    #expect(!agrees(try run.operation().success, 1 / 1.9))
  }

  // MARK: Hedges

  static func copies(_ work: String) -> String {
    "back: { kind: service, replicas: 2, concurrency: none, work: \(work) }"
  }

  @Test(arguments: [0.25, 1.0, 2.0])
  func hedgingTakesTheEarlierOfTwo(_ after: Double) async throws {
    // Work exponential with a mean of 1 s: alone until h, then two at a time. P(T > t) is e^-t up to
    // h and e^-h e^-2(t - h) after it; the mean is 1 - e^-h / 2, and e^-h of the calls are doubled.
    let run = try await Simulated(
      Self.calling(
        "{ call: back, hedge: \(Int(after * 1000))ms }", Self.copies(Files.exponential(1)),
        rate: 5))
    let doubled = exp(-after)
    expectAgreement(
      try run.operation().latencyMean, 1 - doubled / 2, "earlier of two", detecting: 0.02)
    let quantile = after + (log(100) - after) / 2
    expectAgreement(
      try run.percentile(0.99), quantile, "p99", detecting: 0.05, slack: 0.005)
    let requests = try #require(try run.operation().arrivals.value) * 16
    expectSum(
      try run.component("back").called * 16, requests * (1 + doubled),
      deviation: (requests * doubled * (1 - doubled)).squareRoot(), edges: 16 * 20, "calls",
      detecting: 0.01)
  }

  @Test func withoutAHedgeItTakesLonger() async throws {
    let run = try await Simulated(
      Self.calling("{ call: back }", Self.copies(Files.exponential(1)), rate: 5))
    #expect(!agrees(try run.operation().latencyMean, 1 - exp(-2) / 2))
  }

  // MARK: Breakers

  @Test func aBreakerTripsWhenHalfOfItsWindowIsBad() async throws {
    // All calls err from 20 s on, at 50/s with a window of 8 s: after 4 s, less or more by what
    // Poisson counts stray. The share that errs of those in the fault's 10 s is then 4 / 10.
    let file = Files.file(
      """
      web: { kind: service, concurrency: none, work: 0s, calls: [{ call: back, breaker: { trip_at: 50%, window: 8s, min_calls: 20, open_for: 1h } }] }
      back: { kind: service, concurrency: none, work: 0s }
      """, arrivals: Files.poisson(50), warmup: 10, seconds: 20)
    let run = try await Simulated(
      file + "\nfaults: [{ errors: back, share: 100%, at: 20s, lasts: 10s }]", replications: 400)
    let errors = Estimate(
      value: try run.operation().failed.value, low: try run.operation().failed.low,
      high: try run.operation().failed.high, replications: 400)
    // With n calls before the fault in the window of the moment t after it: n shrinks as t grows,
    // and the mean of the crossing is where both are equal.
    expectAgreement(errors, 200, "errors until it trips", detecting: 0.05, slack: 0.01)
    #expect(!agrees(errors, 220))
  }
}
