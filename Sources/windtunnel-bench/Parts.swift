import BundledPlugins
import CBench
import Evaluation
import ExerciseFiles
import Foundation
import PluginAPI

/// What a program of the benchmark measures in its own process.
enum Parts {
  /// Simulates a file, one replication at a time on one thread.
  ///
  /// The time is that of everything between the file as read and the report: compiling,
  /// simulating with histograms, gauges and utilisation, reducing.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - seed: The seed of the first repeat; each later one has the next.
  ///   - customers: How many come in the mean; as many as the file says where nil.
  ///   - repeats: How often; the times are added.
  /// - Returns: What was measured; nil where the file cannot be simulated.
  /// - Throws: What reading the file throws.
  static func engine(path: String, seed: UInt64, customers: Double?, repeats: Int) async throws
    -> Measured?
  {
    var text = try String(contentsOfFile: path, encoding: .utf8)
    if let customers, let workload = Workload.all.first(where: { path.hasSuffix($0.file) }) {
      text = workload.text(text, customers: customers)
    }
    let bytes = Array(text.utf8)
    let plugins = BundledPlugins.all
    let reading = ArchitectureReader(plugins.vocabulary).read(bytes: bytes, file: path)
    var sum = Measured(customers: 0, seconds: 0, mean: 0, p99: 0)
    for repeated in 0..<repeats {
      let begin = processorSeconds()
      let report = await Evaluator(plugins).simulate(
        reading, bytes: bytes,
        options: RunOptions(seed: seed + UInt64(repeated), replications: 1, threads: 1))
      sum.seconds += processorSeconds() - begin
      guard let operation = report?.scenarios.first?.operations.first else { return nil }
      sum.customers += operation.arrivals.value ?? 0
      sum.mean += (operation.latencyMean.value ?? 0) / Double(repeats)
      let p99 = operation.latency.first { $0.share == 0.99 }?.value.value ?? 0
      sum.p99 = (sum.p99 ?? 0) + p99 / Double(repeats)
    }
    return sum
  }

  /// Runs a hand-written loop.
  static func loop(_ model: Int32, customers: UInt64, seed: UInt64, statistics: Bool) -> Measured {
    let begin = processorSeconds()
    let result = bench_loop(model, customers, seed, statistics)
    return Measured(
      customers: Double(customers), seconds: processorSeconds() - begin, mean: result.mean,
      p99: statistics ? result.p99 : nil)
  }
}
