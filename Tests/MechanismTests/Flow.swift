import ArchitectureModel
import BundledPlugins
import Diagnostics
import Evaluation
import ExerciseFiles
import PluginAPI
import Testing

/// A file with one load, from the lines of its components.
///
/// - Parameters:
///   - components: One line per component.
///   - arrivals: The fields of the arrivals.
///   - lasts: The kept time.
///   - warmup: The time before it.
///   - operation: Further fields of the operation, such as `patience: 2s`.
///   - top: Further fields of the file.
///   - faults: The faults, separated by commas.
/// - Returns: The file; its operation is `request`, its entry `web`.
func flow(
  _ components: String, _ arrivals: String, lasts: String = "100s", warmup: String = "0s",
  operation: String = "", top: String = "", faults: String = ""
) -> String {
  let parts = components.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n")
  let more = operation.isEmpty ? "" : ", \(operation)"
  return """
    format: arch/1
    entry: web
    \(top)
    components:
    \(parts)
    workload:
      warmup: \(warmup)
      lasts: \(lasts)
      operations: { request: { arrivals: { \(arrivals) }\(more) } }
    \(faults.isEmpty ? "" : "faults: [\(faults)]")
    """
}

/// A caller without work or limits of its own, whose only step is given.
func caller(_ step: String, _ more: String = "") -> String {
  "web: { kind: service, concurrency: none, work: 0s\(more), calls: [\(step)] }"
}

/// A file simulated in the process.
struct Flow {
  let run: ScenarioMeasurements
  let report: EvaluationReport

  init(_ yaml: String, seed: UInt64 = 77, replications: Int = 1, threads: Int = 2) async throws {
    let plugins = BundledPlugins.all
    let bytes = Array(yaml.utf8)
    let reading = ArchitectureReader(plugins.vocabulary).read(bytes: bytes, file: "flow.yaml")
    #expect(reading.problems.isEmpty, "\(reading.problems.map(\.message))")
    let report = await Evaluator(plugins).simulate(
      reading, bytes: bytes,
      options: RunOptions(seed: seed, replications: replications, threads: threads))
    self.report = try #require(report)
    run = try #require(self.report.scenarios.first)
  }

  func operation() throws -> OperationMeasurements { try #require(run.operation("request")) }

  func component(_ id: String) throws -> ComponentMeasurements {
    try #require(run.component(id))
  }

  /// Requests that ended by a cause, mean over replications.
  func cause(_ name: String) throws -> Double {
    try operation().causes.first { $0.cause == name }?.count ?? 0
  }

  /// A count of the operation, mean over replications.
  func count(_ part: KeyPath<OperationMeasurements, Estimate>) throws -> Double {
    try #require(try operation()[keyPath: part].value)
  }

  /// Mean latency of what was answered, in seconds.
  func latency() throws -> Double { try #require(try operation().latencyMean.value) }

  /// The steps of the series from a share of the kept time on in which not all came through.
  func unserved(from share: Double) throws -> Int {
    let operation = try operation()
    let first = Int(share * Double(operation.arrivalSeries.count))
    return zip(operation.arrivalSeries, operation.fullSeries).dropFirst(first).count { $0 != $1 }
  }
}

/// The codes and lines of the problems of a file.
func problems(_ yaml: String) -> [String] {
  ArchitectureReader(BundledPlugins.all.vocabulary)
    .read(bytes: Array(yaml.utf8), file: "flow.yaml").problems
    .map { "\($0.code):\($0.span?.start.line ?? 0)" }
}

/// Expects a value within a distance of what it should be, and shows both.
func expectNear(
  _ actual: Double?, _ expected: Double, within distance: Double = 1, _ what: String = "",
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let value = actual ?? .nan
  #expect(
    abs(value - expected) <= distance, "\(what) expected \(expected), got \(value)",
    sourceLocation: sourceLocation)
}
