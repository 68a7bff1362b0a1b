import Foundation
import PluginAPI
import Testing

/// One station whose arrivals or work are not exponential.
///
/// Power: 10 % in means and 15 % in percentiles, with a probability of 0.95.
@Suite struct RenewalTheoryTests {
  static func station(
    _ arrivals: String, work: String = Files.exponential(1), seconds: Int = 50_000
  ) -> String {
    Files.file(Files.service("web", slots: "1", work: work), arrivals: arrivals, seconds: seconds)
  }

  // MARK: M/D/1

  @Test(arguments: [0.5, 0.8])
  func equalWorkWaitsAsErlangSaid(_ rate: Double) async throws {
    let run = try await Simulated(Self.station(Files.poisson(rate), work: "{ exact: 1s }"))
    let mean = Theory.pollaczekKhinchine(lambda: rate, service: 1, scv: 0)
    expectAgreement(try run.operation().latencyMean, mean, "M/D/1 mean time in system")
    for share in [0.9, 0.99] {
      let wait = Theory.root(from: 0, to: 60) {
        Theory.waitsAtMost($0, lambda: rate, service: 1) - share
      }
      expectAgreement(
        try run.percentile(share), 1 + wait, "M/D/1 p\(Int(share * 100))", detecting: 0.15,
        slack: 0.005)
    }
  }

  @Test func workThatIsNotEqualIsNoticed() async throws {
    let work = "{ mean: 1s, shape: erlang, cv: 0.5 }"
    let run = try await Simulated(Self.station(Files.poisson(0.8), work: work))
    let mean = Theory.pollaczekKhinchine(lambda: 0.8, service: 1, scv: 0)
    #expect(!agrees(try run.operation().latencyMean, mean))
    let wait = Theory.root(from: 0, to: 60) {
      Theory.waitsAtMost($0, lambda: 0.8, service: 1) - 0.99
    }
    #expect(!agrees(try run.percentile(0.99), 1 + wait, slack: 0.005))
  }

  // MARK: G/M/1

  static func expectGM1(
    _ arrivals: String, _ transform: (Double) -> Double, _ what: String
  ) async throws {
    let sigma = Theory.rootOfGM1(mu: 1, transform: transform)
    let run = try await Simulated(Self.station(arrivals))
    let mean = 1 / (1 - sigma)
    expectAgreement(try run.operation().latencyMean, mean, "\(what) mean time in system")
    // The time in system is exponential.
    for share in [0.5, 0.99] {
      expectAgreement(
        try run.percentile(share), -mean * log(1 - share), "\(what) p\(Int(share * 100))",
        detecting: 0.15, slack: 0.005)
    }
  }

  @Test(arguments: [0.5, 0.8])
  func regularArrivalsAgreeWithTheEmbeddedChain(_ rate: Double) async throws {
    try await Self.expectGM1(
      "process: regular, rate: \(rate)/s", Theory.regularGaps(rate: rate), "D/M/1")
  }

  @Test(arguments: [(0.7, 0.5), (0.8, 0.25), (0.5, 2.0)])
  func gammaArrivalsAgreeWithTheEmbeddedChain(_ rate: Double, _ cv: Double) async throws {
    try await Self.expectGM1(
      "process: gamma, rate: \(rate)/s, cv: \(cv)", Theory.gammaGaps(rate: rate, cv: cv),
      "gamma/M/1")
  }

  /// A Weibull transform has no closed form: the integral over its quantiles by the midpoint rule.
  @Test(arguments: [(0.7, 2.0), (0.5, 0.75)])
  func weibullArrivalsAgreeWithTheEmbeddedChain(_ rate: Double, _ shape: Double) async throws {
    let one = tgamma(1 + 1 / shape)
    let cv = (tgamma(1 + 2 / shape) / (one * one) - 1).squareRoot()
    let scale = 1 / (rate * one)
    let gaps = (0..<20_000).map { index in
      scale * pow(-log1p(-(Double(index) + 0.5) / 20_000), 1 / shape)
    }
    let sigma = Theory.rootOfGM1(mu: 1) { s in gaps.reduce(0) { $0 + exp(-s * $1) } / 20_000 }
    let run = try await Simulated(
      Self.station("process: weibull, rate: \(rate)/s, cv: \(cv)"))
    expectAgreement(
      try run.operation().latencyMean, 1 / (1 - sigma), "Weibull/M/1 mean time in system")
  }

  @Test func anotherVariabilityOfArrivalsIsNoticed() async throws {
    let run = try await Simulated(Self.station("process: gamma, rate: 0.7/s, cv: 0.65"))
    let sigma = Theory.rootOfGM1(mu: 1, transform: Theory.gammaGaps(rate: 0.7, cv: 0.5))
    #expect(!agrees(try run.operation().latencyMean, 1 / (1 - sigma)))
  }

  // MARK: Batches

  /// Poisson batches of geometric size: an arrival waits for those before it in its batch too.
  ///
  /// Source: Gross et al., "Fundamentals of Queueing Theory", 4th edition, 2008, section 3.1:
  /// L = rho a / (1 - rho) for geometric batches of mean a.
  @Test(arguments: [(0.2, 3.0), (0.1, 5.0)])
  func batchesAgreeWithTheory(_ rate: Double, _ size: Double) async throws {
    let run = try await Simulated(
      Self.station("process: batch, rate: \(rate)/s, size: \(size)", seconds: 60_000))
    let rho = rate * size
    expectAgreement(
      try run.component().inside, rho * size / (1 - rho), "M^X/M/1 mean number inside")
    expectAgreement(
      try run.operation().latencyMean, size / (1 - rho), "M^X/M/1 mean time in system")
  }

  @Test func batchesAreNoSingleArrivals() async throws {
    let run = try await Simulated(
      Self.station("process: batch, rate: 0.2/s, size: 3", seconds: 60_000))
    #expect(
      !agrees(
        try run.operation().latencyMean, Theory.timeInSystem(lambda: 0.6, mu: 1, servers: 1)))
  }

  // MARK: Percentiles

  /// The time in system of M/M/1 is exponential of rate mu - lambda.
  @Test(arguments: [0.5, 0.75])
  func percentilesOfOneServerAreExponential(_ rate: Double) async throws {
    let run = try await Simulated(Self.station(Files.poisson(rate)))
    for share in [0.5, 0.9, 0.95, 0.99] {
      expectAgreement(
        try run.percentile(share), -log(1 - share) / (1 - rate), "M/M/1 p\(Int(share * 100))",
        detecting: 0.15, slack: 0.005)
    }
  }

  @Test func anotherLoadIsNoticedInThePercentiles() async throws {
    let run = try await Simulated(Self.station(Files.poisson(0.7)))
    for share in [0.5, 0.99] {
      #expect(!agrees(try run.percentile(share), -log(1 - share) / 0.25, slack: 0.005))
    }
  }
}
