import ArchitectureModel
import BundledPlugins
import Evaluation
import ExerciseFiles
import Foundation
import PluginAPI
import Stochastics
import Testing

/// Streams of arrivals without a design: their rates, their dispersion, and their time change.
///
/// Power: 3 % in rates and 12 % in dispersions with a probability of 0.95; the test of Kolmogorov
/// and Smirnov with 200 000 gaps finds an error of 2 % in the rate with that probability (the
/// greatest distance between exponentials of rates 1 and 1 + d is d / e; the limit is 1.95 / 447).
@Suite struct BurstTheoryTests {
  /// The operation of a file, as the reader gives it.
  static func operation(_ arrivals: String) throws -> OperationLoad {
    let text = Files.file(
      Files.service("web", slots: "none", work: "0s"), arrivals: arrivals, warmup: 0)
    let reading = ArchitectureReader(BundledPlugins.all.vocabulary)
      .read(bytes: Array(text.utf8), file: "theory.yaml")
    #expect(reading.problems.isEmpty, "\(reading.problems.map(\.message))")
    return try #require(reading.architecture?.workload?.operations.first)
  }

  /// Numbers of arrivals in windows of so many seconds, after as many seconds thrown away.
  static func counts(
    _ operation: OperationLoad, seed: UInt64, skip: Double, window: Double, windows: Int
  ) -> [Double] {
    var stream = OperationArrivals(operation, seed: seed)
    var counts = [Double](repeating: 0, count: windows)
    while let time = stream.next() {
      let place = ((Double(time) * 1e-9 - skip) / window).rounded(.down)
      if place >= Double(windows) { break }
      if place >= 0 { counts[Int(place)] += 1 }
    }
    return counts
  }

  static func estimate(_ values: [Double]) -> Estimate {
    let interval = ConfidenceInterval(replications: values, confidence: 0.95)
    return Estimate(
      value: interval.mean, low: interval.low, high: interval.high, replications: values.count)
  }

  /// A process with its exact rate (1/s) and the variance over the mean of the number of arrivals
  /// in a window.
  struct Process: Sendable, CustomTestStringConvertible {
    var arrivals: String
    var rate: Double
    var window: Double
    var dispersion: Double
    var windows = 300

    var testDescription: String { arrivals }

    /// Source: José Da Fonseca, Riadh Zaatour, "Hawkes Process: Fast Calibration, Application to
    /// Trade Clustering, and Diffusive Limit", Journal of Futures Markets 34(6), 2014; the limit
    /// for long windows is 1 / (1 - n)^2, Alan Hawkes, "Spectra of some self-exciting and mutually
    /// exciting point processes", Biometrika 58(1), 1971.
    static func hawkes(
      first: Double, branching: Double, decay: Double, window: Double, windows: Int = 400
    ) -> Process {
      let limit = 1 / pow(1 - branching, 2)
      let x = (1 - branching) / decay * window
      return Process(
        arrivals:
          "process: hawkes, rate: \(first)/s, branching: \(100 * branching)%, decay: \(Int(decay * 1e6))us",
        rate: first / (1 - branching), window: window,
        dispersion: limit + (1 - limit) * (1 - exp(-x)) / x, windows: windows)
    }

    /// A rate that jumps between two values, with mean stays.
    ///
    /// Source: Harry Heffes, David Lucantoni, "A Markov Modulated Characterization of Packetized
    /// Voice and Data Traffic and Related Statistical Multiplexer Performance", IEEE Journal on
    /// Selected Areas in Communications 4(6), 1986.
    static func states(
      _ arrivals: String, _ rates: (Double, Double), _ stays: (Double, Double), window: Double,
      windows: Int = 400
    ) -> Process {
      let leave = (1 / stays.0, 1 / stays.1)
      let both = leave.0 + leave.1
      let mean = (rates.0 * leave.1 + rates.1 * leave.0) / both
      let variance = leave.0 * leave.1 / (both * both) * pow(rates.0 - rates.1, 2)
      let x = both * window
      return Process(
        arrivals: arrivals, rate: mean, window: window,
        dispersion: 1 + 2 * variance / (mean * both) * (1 - (1 - exp(-x)) / x), windows: windows)
    }

    static let all: [Process] = [
      Process(arrivals: "process: poisson, rate: 40/s", rate: 40, window: 5, dispersion: 1),
      // For long windows a renewal process has the squared variation of its gaps.
      Process(
        arrivals: "process: gamma, rate: 40/s, cv: 0.5", rate: 40, window: 20, dispersion: 0.25),
      Process(arrivals: "process: gamma, rate: 40/s, cv: 2", rate: 40, window: 20, dispersion: 4),
      Process(
        arrivals: "process: weibull, rate: 40/s, cv: 1.5", rate: 40, window: 20, dispersion: 2.25),
      .hawkes(first: 10, branching: 0.5, decay: 0.05, window: 1, windows: 4000),
      .hawkes(first: 10, branching: 0.5, decay: 0.05, window: 20),
      .hawkes(first: 5, branching: 0.8, decay: 0.1, window: 20, windows: 800),
      // Two kernels: only the long-run value, 1 / (1 - 0.6)^2.
      Process(
        arrivals:
          "process: hawkes, rate: 8/s, kernels: [{ branching: 40%, decay: 10ms }, { branching: 20%, decay: 200ms }]",
        rate: 20, window: 60, dispersion: 6.25),
      .states(
        "process: mmpp, states: [{ rate: 10/s, lasts: 2s }, { rate: 60/s, lasts: 500ms }]",
        (10, 60), (2, 0.5), window: 1, windows: 6000),
      .states(
        "process: mmpp, states: [{ rate: 10/s, lasts: 2s }, { rate: 60/s, lasts: 500ms }]",
        (10, 60), (2, 0.5), window: 20),
      .states(
        "process: on_off, rate: 50/s, active: 1s, idle: 3s", (50, 0), (1, 3), window: 30),
      // Batches of geometric size of mean a, all at once: E(X^2) / E(X) = 2a - 1.
      Process(
        arrivals: "process: batch, rate: 10/s, size: 4", rate: 40, window: 5, dispersion: 7,
        windows: 600),
    ]
  }

  static func estimates(
    _ arrivals: String, against process: Process
  ) throws -> (rate: Estimate, dispersion: Estimate) {
    let operation = try operation(arrivals)
    let mean = process.rate * process.window
    var rates: [Double] = []
    var dispersions: [Double] = []
    for seed in 1...24 {
      let counts = counts(
        operation, seed: UInt64(seed), skip: 20, window: process.window, windows: process.windows)
      rates.append(counts.reduce(0, +) / Double(counts.count) / process.window)
      // With the known mean the estimate has no bias.
      dispersions.append(
        counts.reduce(0) { $0 + pow($1 - mean, 2) } / Double(counts.count) / mean)
    }
    return (estimate(rates), estimate(dispersions))
  }

  @Test(arguments: Process.all)
  func ratesAndDispersionsAgreeWithTheory(_ process: Process) throws {
    let (rate, dispersion) = try Self.estimates(process.arrivals, against: process)
    expectAgreement(rate, process.rate, "rate", detecting: 0.03)
    expectAgreement(
      dispersion, process.dispersion, "dispersion over \(process.window) s", detecting: 0.12,
      slack: 0.005)
  }

  @Test func otherClustersAreNoticed() throws {
    let half = Process.hawkes(first: 10, branching: 0.5, decay: 0.05, window: 20)
    // The same rate with less branching: only the dispersion tells.
    let less = try Self.estimates(
      "process: hawkes, rate: 11/s, branching: 45%, decay: 50ms", against: half)
    #expect(agrees(less.rate, half.rate))
    #expect(!agrees(less.dispersion, half.dispersion, slack: 0.005))
    let plain = try Self.estimates("process: poisson, rate: 20/s", against: half)
    #expect(!agrees(plain.dispersion, half.dispersion, slack: 0.005))
    let slower = try Self.estimates(
      "process: mmpp, states: [{ rate: 10/s, lasts: 3s }, { rate: 60/s, lasts: 750ms }]",
      against: Process.all[9])
    #expect(!agrees(slower.dispersion, Process.all[9].dispersion, slack: 0.005))
  }

  /// The simulation sees the rate of the stream.
  @Test func aSimulationSeesTheStationaryRate() async throws {
    let run = try await Simulated(
      Files.file(
        Files.service("web", slots: "none", work: "0s"),
        arrivals: "process: hawkes, rate: 10/s, branching: 60%, decay: 100ms", warmup: 50,
        seconds: 2000))
    expectAgreement(try run.operation().throughput, 25, "arrivals per second", detecting: 0.03)
    #expect(!agrees(try run.operation().throughput, 10 / (1 - 0.55)))
  }
}
