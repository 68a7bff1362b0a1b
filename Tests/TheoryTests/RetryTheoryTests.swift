import Foundation
import PluginAPI
import Testing

/// Repeats, budgets, time-outs and patience.
///
/// Power: 1 % in the number of attempts and 2 % in shares and times, with a probability of 0.95.
@Suite struct RetryTheoryTests {
  static let replications = 16

  static func calling(
    _ call: String, errors: String, rate: Double = 20, seconds: Int = 3000, copies: Int = 1
  ) -> String {
    Files.file(
      """
      web: { kind: service, replicas: \(copies), concurrency: none, work: 0s, calls: [{ call: back, \(call) }] }
      back: { kind: service, concurrency: none, work: 0s, fails: { errors: \(errors) } }
      """, arrivals: Files.poisson(rate), warmup: 100, seconds: seconds)
  }

  /// Mean and variance of the number of attempts of which each fails with a probability, and after
  /// the last repeat no more is tried.
  static func attempts(_ p: Double, repeats: Int) -> (mean: Double, variance: Double) {
    let chances = (1...repeats + 1).map { k in
      pow(p, Double(k - 1)) * (k <= repeats ? 1 - p : 1)
    }
    let mean = chances.enumerated().reduce(0) { $0 + Double($1.offset + 1) * $1.element }
    let square = chances.enumerated().reduce(0) { $0 + pow(Double($1.offset + 1), 2) * $1.element }
    return (mean, square - mean * mean)
  }

  /// Requests and calls over all replications.
  static func totals(_ run: Simulated) throws -> (requests: Double, calls: Double) {
    let count = Double(run.run.replications)
    return (
      try #require(try run.operation().arrivals.value) * count,
      try run.component("back").called * count
    )
  }

  @Test(arguments: [(0.3, 2), (0.5, 4), (0.1, 1)])
  func errorsAreTriedAgainAsOftenAsTheGeometricSumSays(_ p: Double, _ repeats: Int) async throws {
    let run = try await Simulated(
      Self.calling(
        "retry: { max: \(repeats), wait: 100ms, factor: 2, for: [errors] }",
        errors: "\(100 * p)%"))
    let (requests, calls) = try Self.totals(run)
    let theory = Self.attempts(p, repeats: repeats)
    #expect(abs(theory.mean - (1 - pow(p, Double(repeats + 1))) / (1 - p)) < 1e-12)
    // At both ends of the kept time calls of other requests come in and own ones stay out.
    expectSum(
      calls, requests * theory.mean, deviation: (requests * theory.variance).squareRoot(),
      edges: 16 * 40, "calls", detecting: 0.01)
    expectAgreement(
      try run.operation().success, 1 - pow(p, Double(repeats + 1)), "success", detecting: 0.01)
    // Answered requests took the pauses before their last attempt: 0.1 (2^k - 1) s after k errors.
    let times = (0...repeats).map { (pow(p, Double($0)) * (1 - p), 0.1 * (pow(2, Double($0)) - 1)) }
    let answered = times.reduce(0) { $0 + $1.0 }
    let mean = times.reduce(0) { $0 + $1.0 * $1.1 } / answered
    expectAgreement(try run.operation().latencyMean, mean, "pauses", detecting: 0.03)
  }

  /// Full jitter draws each pause evenly from zero: half as long on average.
  @Test(arguments: [(0.3, 2), (0.5, 4)])
  func jitterHalvesThePauses(_ p: Double, _ repeats: Int) async throws {
    let run = try await Simulated(
      Self.calling(
        "retry: { max: \(repeats), wait: 100ms, factor: 2, jitter: full, for: [errors] }",
        errors: "\(100 * p)%"))
    let times = (0...repeats).map { (pow(p, Double($0)) * (1 - p), 0.1 * (pow(2, Double($0)) - 1)) }
    let mean = times.reduce(0) { $0 + $1.0 * $1.1 } / times.reduce(0) { $0 + $1.0 }
    expectAgreement(try run.operation().latencyMean, mean / 2, "half the pauses", detecting: 0.03)
    #expect(!agrees(try run.operation().latencyMean, mean))
  }

  @Test func moreErrorsAndOtherCausesAreNoticed() async throws {
    let more = try await Simulated(
      Self.calling("retry: { max: 2, wait: 100ms, for: [errors] }", errors: "31%"))
    let (requests, calls) = try Self.totals(more)
    let theory = Self.attempts(0.3, repeats: 2)
    #expect(
      abs(calls - requests * theory.mean)
        > 3.29 * (requests * theory.variance).squareRoot() + 16 * 40)
    // Errors are not among the causes: nothing is repeated.
    let none = try await Simulated(
      Self.calling("retry: { max: 2, wait: 100ms, for: [timeouts] }", errors: "30%"))
    let (asked, called) = try Self.totals(none)
    #expect(abs(called - asked) <= 16)
    expectAgreement(try none.operation().success, 0.7, "no repeats", detecting: 0.02)
  }

  // MARK: Budgets

  /// Budgets bound the repeats, from above and below.
  ///
  /// A budget of b adds b of a token per first try and keeps ten: the repeats of a kept time are at
  /// most b x first tries + 10, for each copy of the caller; where errors ask for more, they are
  /// also no fewer than b x first tries - 10. Both bounds hold in every replication, so also for
  /// the mean.
  @Test(arguments: [(0.2, 0.5, 1, "no"), (0.1, 0.9, 4, "no"), (0.1, 0.9, 4, "yes")])
  func budgetsBoundTheAmplification(
    _ budget: Double, _ p: Double, _ copies: Int, _ shared: String
  ) async throws {
    let run = try await Simulated(
      Self.calling(
        "retry: { max: 5, wait: 1ms, budget: \(100 * budget)%, shared: \(shared), for: [errors] }",
        errors: "\(100 * p)%", copies: copies))
    let requests = try #require(try run.operation().arrivals.value)
    let repeats = try run.component("back").called - requests
    let kept = Double(shared == "yes" ? 10 : 10 * copies) + 2
    #expect(
      repeats <= budget * requests + kept,
      "at most \(budget * requests + kept) repeats, simulated \(repeats)")
    #expect(
      repeats >= budget * requests - kept,
      "at least \(budget * requests - kept) repeats, simulated \(repeats)")
    // Each repeat succeeds like a first try, so success follows from the repeats.
    expectAgreement(
      try run.operation().success, (1 - p) * (1 + budget), "success", detecting: 0.05)
  }

  @Test func aBudgetThatIsAmpleChangesNothing() async throws {
    let run = try await Simulated(
      Self.calling("retry: { max: 3, wait: 1ms, budget: 60%, for: [errors] }", errors: "10%"))
    let (requests, calls) = try Self.totals(run)
    let theory = Self.attempts(0.1, repeats: 3)
    expectSum(
      calls, requests * theory.mean, deviation: (requests * theory.variance).squareRoot(),
      edges: 16 * 10, "calls", detecting: 0.01)
  }

  @Test func withoutABudgetTheBoundIsBroken() async throws {
    let run = try await Simulated(
      Self.calling("retry: { max: 5, wait: 1ms, for: [errors] }", errors: "50%"))
    let requests = try #require(try run.operation().arrivals.value)
    #expect(try run.component("back").called - requests > 0.2 * requests + 12)
  }

  // MARK: Time-outs

  static func limited(_ limit: String, user: String = "", mean: Double, rate: Double = 20) -> String
  {
    Files.file(
      """
      web: { kind: service, concurrency: none, work: 0s, calls: [{ call: back\(limit) }] }
      \(Files.service("back", slots: "none", work: Files.exponential(mean)))
      """, arrivals: Files.poisson(rate), more: user, warmup: 100, seconds: 3000)
  }

  /// Of exponential work a share of 1 - e^(-t/m) is done within t; the rest is done all the same.
  static func expectCutOff(_ run: Simulated, _ t: Double, _ m: Double, inVain: Bool) throws {
    let late = exp(-t / m)
    expectAgreement(try run.operation().success, 1 - late, "answered in time", detecting: 0.02)
    expectAgreement(
      try run.operation().latencyMean, m - t * late / (1 - late), "time of the answered",
      detecting: 0.02)
    let back = try run.component("back")
    expectAgreement(back.inside, 20 * m, "abandoned work goes on", detecting: 0.02)
    let served = back.served * Double(run.run.replications)
    let vain = back.servedInVain * Double(run.run.replications)
    expectSum(
      vain, inVain ? served * late : 0,
      deviation: inVain ? (served * late * (1 - late)).squareRoot() : 1, "served in vain",
      detecting: inVain ? 0.03 : .infinity)
  }

  @Test(arguments: [(0.5, 1.0), (2.0, 1.0), (0.3, 0.2)])
  func timeoutsCutExponentialWorkOff(_ t: Double, _ m: Double) async throws {
    let milliseconds = Int(t * 1000)
    let run = try await Simulated(Self.limited(", timeout: \(milliseconds)ms", mean: m))
    try Self.expectCutOff(run, t, m, inVain: true)
    let failed = try #require(try run.operation().failed.value)
    let arrivals = try #require(try run.operation().arrivals.value)
    #expect(abs(failed / arrivals - exp(-t / m)) < 0.01, "time-outs count as failed")
  }

  /// A user who leaves is the same for the answer; but the call behind is still awaited by `web`.
  @Test(arguments: [(0.5, 1.0), (0.3, 0.2)])
  func patienceCutsExponentialWorkOff(_ t: Double, _ m: Double) async throws {
    let run = try await Simulated(
      Self.limited("", user: ", patience: \(Int(t * 1000))ms", mean: m))
    try Self.expectCutOff(run, t, m, inVain: false)
    let abandoned = try #require(try run.operation().abandoned.value)
    let arrivals = try #require(try run.operation().arrivals.value)
    #expect(abs(abandoned / arrivals - exp(-t / m)) < 0.01, "those who left count as abandoned")
  }

  @Test(arguments: [(0.5, 1.0, 2), (0.3, 0.2, 1)])
  func timeoutsAreTriedAgain(_ t: Double, _ m: Double, _ repeats: Int) async throws {
    let run = try await Simulated(
      Self.limited(
        ", timeout: \(Int(t * 1000))ms, retry: { max: \(repeats), wait: 10ms }", mean: m))
    let (requests, calls) = try Self.totals(run)
    let late = exp(-t / m)
    let theory = Self.attempts(late, repeats: repeats)
    expectSum(
      calls, requests * theory.mean, deviation: (requests * theory.variance).squareRoot(),
      edges: 16 * 60, "calls", detecting: 0.01)
    expectAgreement(
      try run.operation().success, 1 - pow(late, Double(repeats + 1)), "success",
      detecting: 0.02)
  }

  @Test func anotherTimeoutIsNoticed() async throws {
    let run = try await Simulated(Self.limited(", timeout: 520ms", mean: 1))
    #expect(!agrees(try run.operation().success, 1 - exp(-0.5)))
  }
}
