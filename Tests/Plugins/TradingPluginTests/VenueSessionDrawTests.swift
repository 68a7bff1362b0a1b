import ArchitectureModel
import Evaluation
import PluginAPI
import Quantities
import Stochastics
import Testing

@testable import TradingPlugin

/// The load as the core draws it.
///
/// Bounds are wide enough that a right generator fails one seed in
/// a thousand or less; seeds are fixed.
@Suite struct VenueSessionDrawTests {
  /// The arrivals of all operations before an end in seconds, sorted, in seconds.
  static func draw(_ operations: [OperationLoad], seed: UInt64, until end: Double) -> [Double] {
    let limit = Int64(end * 1e9)
    var times: [Int64] = []
    for operation in operations {
      var stream = OperationArrivals(operation, seed: seed)
      while let time = stream.next(), time < limit { times.append(time) }
    }
    return times.sorted().map { Double($0) / 1e9 }
  }

  /// The arrivals of a known Hawkes process in its long run.
  static func draw(_ process: HawkesTheory, seed: UInt64, lasts: Double) -> [Double] {
    let skipped = 20 / process.relaxation
    let arrivals = Arrivals(
      .hawkes([
        HawkesKernel(branching: process.branching, decay: TimeSpan(seconds: 1 / process.beta))
      ]), perSecond: process.base)
    return draw(
      [OperationLoad("place_order", arrivals: [arrivals])], seed: seed, until: lasts + skipped
    ).filter { $0 >= skipped }.map { $0 - skipped }
  }

  /// Numbers of arrivals in windows of equal length.
  static func counts(_ times: [Double], window: Double, lasts: Double) -> [Double] {
    var counts = [Double](repeating: 0, count: Int(lasts / window + 1e-6))
    for time in times {
      let index = Int(time / window)
      if index < counts.count { counts[index] += 1 }
    }
    return counts
  }

  /// Variance over mean.
  static func dispersion(_ counts: [Double]) -> Double {
    let mean = counts.reduce(0, +) / Double(counts.count)
    let squares = counts.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return squares / Double(counts.count - 1) / mean
  }

  /// The greatest number of arrivals in any window of a length.
  static func most(_ times: [Double], window: Double) -> Int {
    var first = 0
    var most = 0
    for (index, time) in times.enumerated() {
      while time - times[first] >= window { first += 1 }
      most = max(most, index - first + 1)
    }
    return most
  }

  static func smallSession(_ changes: [String: String] = [:]) throws -> LoadProfile {
    try SessionSettings.profile(
      ["mean": "6/s"].merging(changes, uniquingKeysWith: { $1 }))
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func aWholeSessionHasTheStatedMean(seed: UInt64) throws {
    let profile = try Self.smallSession()
    let plan = try SessionSettings.plan(["mean": "6/s"])
    let times = Self.draw(profile.operations, seed: seed, until: 23_400)
    let bursts = try #require(plan.bursts)
    // Batches of geometric size K have variance E[K^2] each; clusters of a Hawkes process
    // multiply the variance of its counts by 1 / (1 - n)^2.
    let square = bursts.meanSize * (2 * bursts.meanSize - 1)
    let variance =
      plan.flow.total / (0.3 * 0.3) + bursts.perSecond * 23_400 * square
    let error = Double(times.count) - 6 * 23_400
    #expect(error.magnitude < 3.3 * variance.squareRoot(), "\(error) off")
  }

  @Test(arguments: [0, 0.7] as [Double])
  func theDayIsSharedOutAsTheShapeSays(branching: Double) throws {
    let settings = SessionSettings.plain.merging(
      ["branching": "\(branching)"], uniquingKeysWith: { $1 })
    let times = Self.draw(try Self.smallSession(settings).operations, seed: 5, until: 23_400)
    let total = Double(times.count)
    for (from, to, share) in [
      (0, 1800, 0.1578), (21_600, 23_400, 0.1675), (10_800, 14_400, 0.1088),
    ]
      as [(Double, Double, Double)]
    {
      let seen = Double(times.filter { from <= $0 && $0 < to }.count) / total
      let error = (share * (1 - share) / total).squareRoot() / (1 - branching)
      #expect(abs(seen - share) < 3.3 * error, "\(from) s to \(to) s")
    }
  }

  @Test func withoutExcitationTheLoadIsPoisson() throws {
    let settings = SessionSettings.plain
    let profile = try Self.smallSession(settings)
    let plan = try SessionSettings.plan(
      ["mean": "6/s"].merging(settings, uniquingKeysWith: { $1 }))
    let times = Self.draw(profile.operations, seed: 6, until: 23_400)
    let bins = 390
    var statistic = 0.0
    let counts = Self.counts(times, window: 60, lasts: 23_400)
    for (bin, count) in counts.enumerated() {
      let expected = plan.flow.integral(from: Double(bin) * 60, to: Double(bin + 1) * 60)
      statistic += (count - expected) * (count - expected) / expected
    }
    let p = ChiSquare.upperTail(statistic, degreesOfFreedom: Double(bins))
    #expect(p > 0.001 && p < 0.999, "chi-square \(statistic) in \(bins) bins")
  }

  @Test func operationsComeInTheProportionsOfTheMix() throws {
    let operations = try Self.smallSession(SessionSettings.plain).operations
    let counts = operations.map {
      Double(Self.draw([$0], seed: 7, until: 23_400).count)
    }
    let total = counts.reduce(0, +)
    var statistic = 0.0
    for (count, weight) in zip(counts, [47.0, 43, 6]) {
      let expected = total * weight / 96
      statistic += (count - expected) * (count - expected) / expected
    }
    let p = ChiSquare.upperTail(statistic, degreesOfFreedom: 2)
    #expect(p > 0.001, "chi-square \(statistic), counts \(counts)")
  }

  @Test(arguments: HawkesTheory.known)
  func countsAreDispersedAsTheoryHasIt(process: HawkesTheory) {
    let lasts = 4000.0
    let times = Self.draw(process, seed: 8, lasts: lasts)
    for window in [0.01, 0.1, 1, 10] {
      let counts = Self.counts(times, window: window, lasts: lasts)
      let theory = process.dispersion(window)
      let seen = Self.dispersion(counts)
      // Counts in clusters have heavier tails than normal ones, hence 5 and not 3.3 errors; the
      // dispersion of independent arrivals, 1, still lies far outside at every window but 0.01 s.
      let bound = max(0.05, 5 * (2 / Double(counts.count)).squareRoot())
      #expect(abs(seen / theory - 1) < bound, "window \(window) s: \(seen), theory \(theory)")
    }
  }

  @Test(arguments: HawkesTheory.known)
  func theBranchingRatioCanBeRecovered(process: HawkesTheory) {
    let lasts = 4000.0
    let window = 50 / process.relaxation
    let counts = Self.counts(
      Self.draw(process, seed: 9, lasts: lasts), window: window, lasts: lasts)
    let seen = 1 - 1 / Self.dispersion(counts).squareRoot()
    let bound =
      0.005 + 0.5 * (1 - process.branching) * 3.3 * (2 / Double(counts.count)).squareRoot()
    #expect(abs(seen - process.branching) < bound, "\(seen)")
  }

  /// The last argument is the distance of a Hawkes sample from a Poisson process: a test that
  /// cannot tell them apart is no test.
  @Test(arguments: zip(HawkesTheory.known, [0.117, 0.183, 0.156]))
  func rescaledTimeIsExponentialAndPlainTimeIsNot(process: HawkesTheory, distance: Double) {
    let times = Self.draw(process, seed: 10, lasts: 1000)
    // The start is left out: the process began before the sample.
    let skip = times.firstIndex { $0 > 20 / process.relaxation } ?? 0
    let integrals = Array(process.rescaled(times).dropFirst(skip))
    func exponential(_ x: Double) -> Double { 1 - Elementary.exp(-x) }
    let good = KolmogorovSmirnov.statistic(integrals, cdf: exponential)
    #expect(KolmogorovSmirnov.pValue(statistic: good, count: integrals.count) > 0.001)
    let mean = integrals.reduce(0, +) / Double(integrals.count)
    #expect(abs(mean - 1) < 3.3 / Double(integrals.count).squareRoot())

    let gaps = zip(times, times.dropFirst()).map { ($1 - $0) * process.mean }
    let bad = KolmogorovSmirnov.statistic(gaps, cdf: exponential)
    #expect(KolmogorovSmirnov.pValue(statistic: bad, count: gaps.count) < 1e-6)
    #expect(abs(bad - distance) < 0.02, "\(bad), known \(distance)")
  }

  @Test(arguments: [(Level.starter, 5.0), (.senior, 10)])
  func theWorstTenMillisecondsHaveTheLevelsFactor(level: Level, factor: Double) throws {
    let profile = try SessionSettings.profile(SessionSettings.level(level))
    let moment = try #require(profile.moments.first { $0.name == "microburst" })
    let seeds: [UInt64] = [11, 12, 13]
    let ratios = seeds.map { seed in
      let around = Self.draw(profile.window(from: moment.at), seed: seed, until: 2)
      let open = Self.draw(profile.window(from: .zero), seed: seed, until: 1)
      return Double(Self.most(around, window: 0.01)) / (Double(open.count) / 100)
    }.sorted()
    #expect(abs(ratios[1] / factor - 1) < 0.2, "\(ratios)")
  }

  @Test func aSeedGivesOneLoad() throws {
    let operations = try Self.smallSession().window(from: TimeSpan(seconds: 3600))
    let one = Self.draw(operations, seed: 16, until: 100)
    #expect(!one.isEmpty)
    #expect(one == Self.draw(operations, seed: 16, until: 100))
    #expect(one != Self.draw(operations, seed: 17, until: 100))
  }
}
