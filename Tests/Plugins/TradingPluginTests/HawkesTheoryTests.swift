import Stochastics
import Testing

/// Closed forms of a Hawkes process with one exponential kernel.
struct HawkesTheory {
  /// Rate of first causes in 1/s.
  var base: Double
  /// Mean number of direct effects.
  var branching: Double
  /// Decay rate of the kernel in 1/s.
  var beta: Double

  /// Mean number of arrivals per first cause.
  var amplification: Double { 1 / (1 - branching) }
  /// Arrivals per second in the long run.
  var mean: Double { base * amplification }
  /// Rate at which the process forgets in 1/s.
  var relaxation: Double { beta * (1 - branching) }

  /// Variance over mean of the number of arrivals in a window of the stationary process.
  ///
  /// Source: José Da Fonseca, Riadh Zaatour, "Hawkes Process: Fast Calibration, Application to
  /// Trade Clustering, and Diffusive Limit", Journal of Futures Markets 34(6), 2014.
  func dispersion(_ window: Double) -> Double {
    let limit = amplification * amplification
    let x = relaxation * window
    return limit + (1 - limit) * (1 - Elementary.exp(-x)) / x
  }

  /// The intensity's integrals between successive arrivals, exponential of mean 1 for the process.
  ///
  /// Source: D. J. Daley, D. Vere-Jones, "An Introduction to the Theory of Point Processes",
  /// volume I, 2nd edition, 2003, theorem 7.4.I, for the change of time.
  func rescaled(_ times: [Double]) -> [Double] {
    var memory = 0.0
    var last = 0.0
    return times.map { time in
      let gap = time - last
      let decay = Elementary.exp(-beta * gap)
      let integral = base * gap + branching * memory * (1 - decay)
      memory = memory * decay + 1
      last = time
      return integral
    }
  }

  /// The processes whose tables are known.
  static let known: [HawkesTheory] = [
    HawkesTheory(base: 10, branching: 0.5, beta: 20),
    HawkesTheory(base: 20, branching: 0.8, beta: 50),
    HawkesTheory(base: 5, branching: 0.8, beta: 10),
  ]
}

@Suite struct HawkesTheoryTests {
  @Test(
    arguments: zip(
      HawkesTheory.known,
      [
        [20, 1.15, 2.10, 3.70, 3.97], [100, 2.16, 9.83, 22.60, 24.76],
        [25, 1.24, 3.25, 14.62, 23.80],
      ]
    ))
  func theClosedFormGivesTheTable(process: HawkesTheory, row: [Double]) {
    #expect(abs(process.mean - row[0]) < 1e-9)
    for (window, expected) in zip([0.01, 0.1, 1, 10], row.dropFirst()) {
      #expect(abs(process.dispersion(window) - expected) < 0.00501, "window \(window) s")
    }
  }

  @Test func withoutEffectsCountsArePoisson() {
    let process = HawkesTheory(base: 10, branching: 0, beta: 20)
    for window in [0.01, 1, 100] { #expect(abs(process.dispersion(window) - 1) < 1e-12) }
    for (integral, expected) in zip(process.rescaled([0.5, 0.6, 2]), [5.0, 1, 14]) {
      #expect(abs(integral - expected) < 1e-9)
    }
  }

  @Test func rescaledTimeIsTheIntegralOfTheIntensity() {
    let process = HawkesTheory(base: 3, branching: 0.6, beta: 4)
    let times = [0.2, 0.25, 0.9, 2.1]
    let steps = 100_000
    let width = 2.1 / Double(steps)
    var sum = 0.0
    for step in 0..<steps {
      let moment = (Double(step) + 0.5) * width
      sum += process.base * width
      for time in times where time < moment {
        sum +=
          process.branching * process.beta * Elementary.exp(-process.beta * (moment - time))
          * width
      }
    }
    let total = process.rescaled(times).reduce(0, +)
    #expect(abs(total - sum) < 1e-4)
  }
}
