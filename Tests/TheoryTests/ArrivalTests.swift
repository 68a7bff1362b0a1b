import SimulationKernel
import Stochastics
import Testing

/// Arrivals drawn from a stream, and what theory says of their number.
struct DrawnArrivals {
  /// A mean gap in nanoseconds; rates below are multiples of its inverse.
  static let gap = 1000.0
  /// A window holds about this many arrivals, so that counts are nearly normal.
  static let window: Int64 = 1_000_000
  static let windows = 4000

  let counts: [Double]

  /// Counts of successive windows, without the first ten, in which a process may still start up.
  init(_ spec: ArrivalSpec, seed: UInt64 = 7, name: String = "test", window: Int64 = Self.window) {
    var stream = ArrivalStream(spec, seed: seed, name: name)
    var counts = [Double](repeating: 0, count: Self.windows + 10)
    while let time = stream.next(), time < window * Int64(counts.count) {
      counts[Int(time / window)] += 1
    }
    self.counts = Array(counts.dropFirst(10))
  }

  var mean: Double { counts.reduce(0, +) / Double(counts.count) }

  /// Variance over mean of the counts.
  var dispersion: Double {
    let mean = mean
    let squares: Double = counts.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return squares / Double(counts.count - 1) / mean
  }
}

/// A stationary process with its rate per window and its dispersion in a window.
struct StationaryProcess: CustomTestStringConvertible {
  var name: String
  var spec: ArrivalSpec
  var mean: Double
  var dispersion: Double
  /// Excess kurtosis of a count, which widens the interval of a variance.
  var kurtosis = 0.0
  /// Part of the dispersion that formulas for long windows may be off.
  var slack = 0.0

  var testDescription: String { name }

  /// Whether drawn counts agree with a mean and a dispersion at 3.9 standard errors, which chance
  /// exceeds once in ten thousand.
  ///
  /// With 4000 windows of a thousand arrivals a dispersion that is
  /// off by 15 % is found in 99 of 100 cases: (0.15 - 3.9 x 0.0224) / 0.0224 = 2.8.
  func agrees(_ drawn: DrawnArrivals, mean: Double, dispersion: Double) -> Bool {
    let count = Double(drawn.counts.count)
    // Counts of neighbouring windows are nearly independent.
    let error: Double = (max(self.dispersion, 1e-6) * mean / count).squareRoot()
    let spread: Double = 3.9 * ((2 + kurtosis) / count).squareRoot() + slack
    let isMean = abs(drawn.mean - mean) <= 3.9 * error + 0.1
    return isMean && abs(drawn.dispersion - dispersion) <= spread * dispersion + 1e-3
  }

  /// Source: Wolfgang Fischer, Kathleen Meier-Hellstern, "The Markov-Modulated Poisson Process
  /// (MMPP) Cookbook", Performance Evaluation 18(2), 1993, section 3.
  static func twoStates(
    _ name: String, rates: (Double, Double), stays: (Double, Double)
  ) -> StationaryProcess {
    var rate = RateSpec(1)
    rate.states = [(factor: rates.0, stay: stays.0), (factor: rates.1, stay: stays.1)]
    let (a, b) = (1 / stays.0, 1 / stays.1)
    let weighted = rates.0 * b + rates.1 * a
    let x = (a + b) * Double(DrawnArrivals.window)
    let difference = rates.0 - rates.1
    let sum: Double = a + b
    let excess: Double = 2 * a * b * difference * difference / (sum * sum * weighted)
    let part: Double = 1 - (1 - Elementary.exp(-x)) / x
    return StationaryProcess(
      name: name, spec: ArrivalSpec(.poisson, rate: rate),
      mean: weighted / (a + b) * Double(DrawnArrivals.window),
      dispersion: 1 + excess * part)
  }

  /// Source: Alan Hawkes, "Spectra of Some Self-Exciting and Mutually Exciting Point Processes",
  /// Biometrika 58(1), 1971: the limit of the dispersion is 1 / (1 - n)^2 for any kernels of sum n.
  static func hawkes(_ name: String, _ kernels: [(branching: Double, decay: Double)])
    -> StationaryProcess
  {
    let rest = 1 - kernels.reduce(0) { $0 + $1.branching }
    return StationaryProcess(
      name: name, spec: ArrivalSpec(.hawkes(kernels), rate: RateSpec(rest / DrawnArrivals.gap)),
      mean: 1000, dispersion: 1 / (rest * rest), slack: 0.02)
  }

  static let steady = RateSpec(1 / DrawnArrivals.gap)

  static func redrawn(cv: Double) -> StationaryProcess {
    var rate = steady
    rate.redrawn = (shape: 1 / (cv * cv), every: DrawnArrivals.window)
    // A Poisson number with a gamma-distributed mean.
    return StationaryProcess(
      name: "redrawn", spec: ArrivalSpec(.poisson, rate: rate), mean: 1000,
      dispersion: 1 + 1000 * cv * cv, kurtosis: 6 * cv * cv + 0.01)
  }

  /// Batches: the dispersion of a compound Poisson number is E[S^2] / E[S].
  static func batches(_ name: String, _ size: CountSpread) -> StationaryProcess {
    StationaryProcess(
      name: name,
      spec: ArrivalSpec(
        .batch(size: size, spacing: 20, sharedKey: 0),
        rate: RateSpec(1 / DrawnArrivals.gap / size.mean)),
      mean: 1000, dispersion: size.mean * (1 + size.cv * size.cv), kurtosis: 0.3, slack: 0.01)
  }

  /// Gaps of a coefficient of variation cv: the dispersion tends to cv^2.
  ///
  /// Source: D. R. Cox, "Renewal Theory", Methuen, 1962, section 4.3.
  static let all: [StationaryProcess] = [
    StationaryProcess(
      name: "poisson", spec: ArrivalSpec(.poisson, rate: steady), mean: 1000, dispersion: 1),
    StationaryProcess(
      name: "regular", spec: ArrivalSpec(.regular, rate: steady), mean: 1000, dispersion: 0),
    StationaryProcess(
      name: "gamma 2.5", spec: ArrivalSpec(.gamma(shape: 0.16), rate: steady), mean: 1000,
      dispersion: 6.25, slack: 0.02),
    StationaryProcess(
      name: "gamma 0.5", spec: ArrivalSpec(.gamma(shape: 4), rate: steady), mean: 1000,
      dispersion: 0.25, slack: 0.02),
    hawkes("hawkes", [(branching: 0.6, decay: 1.0 / 800)]),
    hawkes(
      "hawkes, three kernels",
      [
        (branching: 0.3, decay: 1.0 / 300), (branching: 0.2, decay: 1.0 / 1000),
        (branching: 0.1, decay: 1.0 / 3000),
      ]),
    twoStates("mmpp", rates: (2e-4, 5e-3), stays: (5e4, 1e4)),
    twoStates("on_off", rates: (2.5e-3, 0), stays: (4e4, 6e4)), redrawn(cv: 0.3),
    batches("batches, geometric", .geometric(mean: 20)), batches("batches, exact", .exact(20)),
  ]
}

@Suite struct ArrivalTests {
  @Test(arguments: StationaryProcess.all)
  func ratesAndDispersionsAreThoseOfTheory(_ process: StationaryProcess) {
    let drawn = DrawnArrivals(process.spec)
    #expect(
      process.agrees(drawn, mean: process.mean, dispersion: process.dispersion),
      "rate \(process.mean), drawn \(drawn.mean); dispersion \(process.dispersion), drawn \(drawn.dispersion)"
    )
    // Negative controls: neither another rate nor another dispersion would pass.
    #expect(!process.agrees(drawn, mean: process.mean * 1.1, dispersion: process.dispersion))
    #expect(
      !process.agrees(
        drawn, mean: process.mean, dispersion: process.dispersion * 1.25 + 0.05))
  }

  @Test func redrawnRatesAreIndependentOfEachOther() {
    let counts = DrawnArrivals(StationaryProcess.redrawn(cv: 0.3).spec).counts
    #expect(abs(Self.correlation(counts)) < 3.9 / Double(counts.count).squareRoot())
    // In windows of half the length two neighbours share a rate.
    let halves = DrawnArrivals(
      StationaryProcess.redrawn(cv: 0.3).spec, window: DrawnArrivals.window / 2
    ).counts
    #expect(Self.correlation(halves) > 0.3)
  }

  static func correlation(_ values: [Double]) -> Double {
    let mean: Double = values.reduce(0, +) / Double(values.count)
    let off: [Double] = values.map { $0 - mean }
    var products: Double = 0
    for (one, next) in zip(off, off.dropFirst()) { products += one * next }
    let squares: Double = off.reduce(0) { $0 + $1 * $1 }
    return products / squares
  }

  @Test func aVeryHighRateIsNotLostInRounding() {
    // Gaps of half a nanosecond, each rounded by itself, would have a mean of 0.4255.
    var stream = ArrivalStream(
      ArrivalSpec(.poisson, rate: RateSpec(2)), seed: 3, name: "fast")
    var last: Int64 = 0
    for _ in 0..<4_000_000 { last = stream.next() ?? 0 }
    // 4,000,000 exponential gaps of mean 0.5 have a standard deviation of 1000.
    let time = Double(last)
    #expect(abs(time - 2_000_000) < 3900)
    #expect(abs(time - 1_702_000) > 3900)
  }

  @Test func anArrivalIsNeverBeforeTheLastAndNeverAfterTheHorizon() {
    for process in StationaryProcess.all {
      var spec = process.spec
      spec.rate.horizon = 5_000_000
      var stream = ArrivalStream(spec, seed: 11, name: process.name)
      var last: Int64 = 0
      var count = 0
      while let time = stream.next() {
        #expect(time >= last)
        last = time
        count += 1
      }
      #expect(last <= 5_000_000 && count > 500, "\(process.name): \(count)")
      #expect(stream.next() == nil)
    }
  }

  @Test func ratesOfNothingAndOfEverythingEnd() {
    for rate in [0, 1e-30, 1e6] {
      var stream = ArrivalStream(
        ArrivalSpec(.regular, rate: RateSpec(rate)), seed: 1, name: "extreme")
      let first = stream.next()
      #expect((first == nil) == (rate < 1e-18))
    }
    var never = RateSpec(1)
    never.states = [(factor: 0, stay: 1), (factor: 0, stay: 2)]
    never.horizon = 1_000_000
    var stream = ArrivalStream(ArrivalSpec(.poisson, rate: never), seed: 1, name: "never")
    #expect(stream.next() == nil)
    var late = ArrivalStream(
      ArrivalSpec(
        .burst(count: 2, at: .max, every: .max, over: .max), rate: RateSpec(0)), seed: 1,
      name: "late")
    #expect(late.next() == nil)
  }
}
