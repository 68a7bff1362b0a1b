import Foundation
import PluginAPI
import Testing

/// Steps done together.
///
/// Power: 10 % with a probability of 0.95 for queues, 2 % for pure delays.
@Suite struct ForkTheoryTests {
  static func both(rate: Double, left: Double = 1, right: Double = 1) -> String {
    Files.file(
      """
      web: { kind: service, concurrency: none, work: 0s, calls: [{ together: [left, right] }] }
      \(Files.service("left", slots: "1", work: Files.exponential(left)))
      \(Files.service("right", slots: "1", work: Files.exponential(right)))
      """, arrivals: Files.poisson(rate), seconds: 40_000)
  }

  /// The mean response of two queues that fork and join.
  ///
  /// Source: Randolph Nelson, Asser Tantawi, "Approximate Analysis of Fork/Join Synchronization in
  /// Parallel Queues", IEEE Transactions on Computers 37(6), 1988, eq. (6): (12 - rho) / 8 times the
  /// response of M/M/1, exact for two queues by Leopold Flatto and Sheldon Hahn, "Two Parallel
  /// Queues Created by Arrivals with Two Demands I", SIAM Journal on Applied Mathematics 44, 1984.
  static func nelsonTantawi(_ rho: Double) -> Double { (12 - rho) / 8 / (1 - rho) }

  @Test(arguments: [0.3, 0.6, 0.8])
  func twoQueuesForkAndJoin(_ rate: Double) async throws {
    let run = try await Simulated(Self.both(rate: rate))
    expectAgreement(
      try run.operation().latencyMean, Self.nelsonTantawi(rate), "fork and join at \(rate)",
      detecting: 0.1)
    expectAgreement(
      try run.component("left").inside, rate / (1 - rate), "each queue alone is M/M/1",
      detecting: 0.1)
  }

  @Test func twoQueuesWithoutCommonArrivalsWouldTakeLonger() async throws {
    // Independent M/M/1 responses: the mean of the greater of two exponentials is 3/2 of one.
    let run = try await Simulated(Self.both(rate: 0.6))
    #expect(!agrees(try run.operation().latencyMean, 1.5 / 0.4))
  }

  @Test func aSlowerLegIsNoticed() async throws {
    let run = try await Simulated(Self.both(rate: 0.6, left: 1.03, right: 1.03))
    #expect(!agrees(try run.operation().latencyMean, Self.nelsonTantawi(0.6)))
  }

  // MARK: k of n

  static func some(_ k: Int, of n: Int, mean: Double) -> String {
    let legs = (0..<n).map { "leg\($0)" }
    let lines = legs.map { Files.service($0, slots: "none", work: Files.exponential(mean)) }
    return Files.file(
      "web: { kind: service, concurrency: none, work: 0s, "
        + "calls: [{ together: [\(legs.joined(separator: ", "))], need: \(k) }] }\n"
        + lines.joined(separator: "\n"),
      arrivals: Files.poisson(5), warmup: 100, seconds: 5000)
  }

  @Test(arguments: [(1, 3, 1.0), (2, 3, 1.0), (3, 3, 0.5), (4, 5, 2.0)])
  func theKthOfNAnswersIsAnOrderStatistic(_ k: Int, _ n: Int, _ mean: Double) async throws {
    let run = try await Simulated(Self.some(k, of: n, mean: mean))
    let expected = Theory.orderStatistic(k, of: n, mean: mean)
    expectAgreement(
      try run.operation().latencyMean, expected, "\(k) of \(n)", detecting: 0.02)
    for share in [0.5, 0.99] {
      expectAgreement(
        try run.percentile(share), Theory.orderQuantile(share, k, of: n, mean: mean),
        "\(k) of \(n), p\(Int(share * 100))", detecting: 0.04, slack: 0.005)
    }
    // The legs that are no longer needed go on.
    expectAgreement(
      try run.component("leg0").inside, 5 * mean, "all legs do their work", detecting: 0.03)
  }

  @Test func oneAnswerMoreIsNoticed() async throws {
    let run = try await Simulated(Self.some(3, of: 5, mean: 1))
    #expect(!agrees(try run.operation().latencyMean, Theory.orderStatistic(2, of: 5, mean: 1)))
    #expect(!agrees(try run.operation().latencyMean, Theory.orderStatistic(3, of: 6, mean: 1)))
  }
}
