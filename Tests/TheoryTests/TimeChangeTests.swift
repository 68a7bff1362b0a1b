import ArchitectureModel
import Evaluation
import Foundation
import Testing

/// A rate over time, integrated by the test itself: straight lines between points (s, 1/s),
/// constant after the last.
struct Curve: Sendable {
  var points: [(at: Double, rate: Double)]

  var text: String {
    points.map { "{ at: \(Int($0.at))s, rate: \($0.rate)/s }" }.joined(separator: ", ")
  }

  /// The expected number of arrivals from the start until a time.
  func expected(until time: Double) -> Double {
    var sum = 0.0
    for (first, second) in zip(points, points.dropFirst()) where first.at < time {
      let end = min(second.at, time)
      let slope = (second.rate - first.rate) / (second.at - first.at)
      let width = end - first.at
      sum += width * (first.rate + slope * width / 2)
    }
    if let last = points.last, time > last.at { sum += (time - last.at) * last.rate }
    return sum
  }

  static let wavy = Curve(points: [(0, 50), (300, 400), (350, 20), (600, 20), (800, 300)])
  static let rising = Curve(points: [(0, 10), (1000, 500)])
}

/// Changing time by the integral of the rate turns a stream into the same one at rate 1.
///
/// Source: D. J. Daley, D. Vere-Jones, "An Introduction to the Theory of Point Processes" I, 2nd
/// edition, 2003, theorem 7.4.I; Andrey Kolmogorov, "Sulla determinazione empirica di una legge di
/// distribuzione", Giornale dell'Istituto Italiano degli Attuari 4, 1933. The limit 1.9495 is the
/// 99.9 % point of Kolmogorov's distribution, 3.29 that of the normal one.
@Suite struct TimeChangeTests {
  static let count = 200_000

  static func times(_ arrivals: String, seed: UInt64) throws -> [Double] {
    var stream = OperationArrivals(try BurstTheoryTests.operation(arrivals), seed: seed)
    var times: [Double] = []
    while times.count < count, let time = stream.next() { times.append(Double(time) * 1e-9) }
    return times
  }

  static func gaps(_ times: [Double]) -> [Double] {
    zip([0] + times, times).map { $1 - $0 }
  }

  /// The greatest distance from a distribution, times the root of the number of values.
  ///
  /// Values below a hundred-thousandth of the mean are left out of the comparison: there the
  /// nanosecond in which times are counted shows.
  static func distance(_ values: [Double], _ distribution: (Double) -> Double) -> Double {
    let sorted = values.sorted()
    let n = Double(sorted.count)
    var greatest = 0.0
    for (index, value) in sorted.enumerated() where value > 1e-5 {
      let f = distribution(value)
      greatest = max(greatest, f - Double(index) / n, Double(index + 1) / n - f)
    }
    return greatest * n.squareRoot()
  }

  /// The correlation of neighbours, times the root of the number of values.
  static func correlation(_ values: [Double]) -> Double {
    let n = Double(values.count)
    let mean = values.reduce(0, +) / n
    let variance = values.reduce(0) { $0 + pow($1 - mean, 2) } / n
    let product = zip(values, values.dropFirst()).reduce(0) {
      $0 + ($1.0 - mean) * ($1.1 - mean)
    }
    return product / n / variance * n.squareRoot()
  }

  static func expectRenewal(
    _ values: [Double], _ what: String, _ distribution: (Double) -> Double
  ) {
    #expect(values.count == count)
    let far = distance(values, distribution)
    #expect(far < 1.9495, "\(what): Kolmogorov's distance \(far), expected below 1.9495")
    let tied = correlation(values)
    #expect(abs(tied) < 3.29, "\(what): correlation of neighbours \(tied), expected within 3.29")
  }

  static func exponential(_ x: Double) -> Double { 1 - exp(-x) }

  @Test(arguments: [1, 2] as [UInt64], [Curve.wavy, .rising])
  func poissonArrivalsFollowAnyRate(_ seed: UInt64, _ curve: Curve) throws {
    let times = try Self.times("process: poisson, rate: [\(curve.text)]", seed: seed)
    Self.expectRenewal(
      Self.gaps(times.map { curve.expected(until: $0) }), "Poisson", Self.exponential)
  }

  @Test(arguments: [0.5, 2.0], [Curve.wavy, .rising])
  func gammaArrivalsAreGammaInOperationalTime(_ cv: Double, _ curve: Curve) throws {
    let times = try Self.times("process: gamma, cv: \(cv), rate: [\(curve.text)]", seed: 3)
    let shape = 1 / (cv * cv)
    Self.expectRenewal(Self.gaps(times.map { curve.expected(until: $0) }), "gamma \(cv)") {
      Theory.gammaDistribution($0 * shape, shape: shape)
    }
  }

  @Test(arguments: [0.8, 2.0])
  func weibullArrivalsAreWeibullInOperationalTime(_ shape: Double) throws {
    let one = tgamma(1 + 1 / shape)
    let cv = (tgamma(1 + 2 / shape) / (one * one) - 1).squareRoot()
    let curve = Curve.wavy
    let times = try Self.times("process: weibull, cv: \(cv), rate: [\(curve.text)]", seed: 4)
    Self.expectRenewal(Self.gaps(times.map { curve.expected(until: $0) }), "Weibull \(shape)") {
      1 - exp(-pow($0 * one, shape))
    }
  }

  @Test func regularArrivalsAreOneApartInOperationalTime() throws {
    let curve = Curve.wavy
    let times = try Self.times("process: regular, rate: [\(curve.text)]", seed: 5)
    for (index, time) in times.enumerated().dropFirst().prefix(100_000) {
      // A nanosecond's rounding at 400 arrivals a second.
      #expect(abs(curve.expected(until: time) - Double(index + 1)) < 1e-5)
    }
  }

  /// The integral of a Hawkes process's own intensity, first causes at a rate that changes.
  static func compensated(
    _ times: [Double], _ curve: Curve, _ kernels: [(branching: Double, decay: Double)]
  ) -> [Double] {
    var memories = kernels.map { _ in 0.0 }
    var last = 0.0
    var before = 0.0
    return times.map { time in
      let first = curve.expected(until: time)
      var integral = first - before
      for (index, kernel) in kernels.enumerated() {
        let decay = exp(-(time - last) / kernel.decay)
        integral += kernel.branching * memories[index] * (1 - decay)
        memories[index] = memories[index] * decay + 1
      }
      last = time
      before = first
      return integral
    }
  }

  static let kernels = [(branching: 0.5, decay: 0.01), (branching: 0.25, decay: 0.2)]

  static func clustered(_ curve: Curve) throws -> [Double] {
    try times(
      "process: hawkes, rate: [\(curve.text)], kernels: [{ branching: 50%, decay: 10ms }, { branching: 25%, decay: 200ms }]",
      seed: 6)
  }

  @Test(arguments: [Curve.wavy, .rising])
  func hawkesArrivalsFollowTheirOwnIntensity(_ curve: Curve) throws {
    let times = try Self.clustered(curve)
    Self.expectRenewal(
      Self.compensated(times, curve, Self.kernels), "Hawkes", Self.exponential)
  }

  @Test func wrongRatesAndKernelsAreNoticed() throws {
    let curve = Curve.wavy
    let plain = try Self.times("process: poisson, rate: [\(curve.text)]", seed: 1)
    let higher = Curve(points: curve.points.map { ($0.at, $0.rate * 1.02) })
    let shifted = Curve(points: curve.points.map { ($0.at == 350 ? 450 : $0.at, $0.rate) })
    for wrong in [higher, shifted] {
      let values = Self.gaps(plain.map { wrong.expected(until: $0) })
      #expect(Self.distance(values, Self.exponential) > 1.9495)
    }
    let bursts = try Self.clustered(curve)
    let wrong = [(branching: 0.5, decay: 0.012), (branching: 0.25, decay: 0.2)]
    #expect(Self.distance(Self.compensated(bursts, curve, wrong), Self.exponential) > 1.9495)
    let blind = Self.gaps(bursts.map { curve.expected(until: $0) })
    #expect(Self.distance(blind, Self.exponential) > 1.9495)
  }
}
