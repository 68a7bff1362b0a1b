import ArchitectureModel
import BundledPlugins
import Diagnostics
import Evaluation
import ExerciseFiles
import Foundation
import PluginAPI
import Testing

/// A file analysed in the process, as the tool does it.
struct Predicted {
  let run: AnalyticPrediction

  init(_ yaml: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let reading = ArchitectureReader(BundledPlugins.all.vocabulary)
      .read(bytes: Array(yaml.utf8), file: "theory.yaml")
    let errors = reading.problems.filter { $0.severity == .error }
    #expect(errors.isEmpty, "\(errors.map(\.message))", sourceLocation: sourceLocation)
    let architecture = try #require(reading.architecture, sourceLocation: sourceLocation)
    run = try #require(
      Evaluator(BundledPlugins.all).predictions(architecture).first,
      sourceLocation: sourceLocation)
  }

  func operation(_ id: String = "request") throws -> OperationPrediction {
    try #require(run.operation(id))
  }

  func component(_ id: String = "web") throws -> ComponentPrediction {
    try #require(run.component(id))
  }

  /// The latency of the operation `request`.
  func latency() throws -> Double { try #require(try operation().latency) }

  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
}

/// One station with Poisson arrivals.
func station(
  rate: Double, slots: String = "1", work: String = "{ mean: 1s, shape: exponential }",
  limit: String = "none", more: String = "", operation: String = ""
) -> String {
  """
  format: arch/1
  entry: web
  components:
    web: { kind: service, concurrency: \(slots), work: \(work), queue: { limit: \(limit) }\(more) }
  workload:
    warmup: 500s
    lasts: 20000s
    operations:
      request: { arrivals: { process: poisson, rate: \(rate)/s }\(operation) }
  """
}

/// Whether two values agree to a share of the second.
func near(_ value: Double?, _ expected: Double, _ share: Double = 1e-6) -> Bool {
  value.map { abs($0 - expected) <= share * abs(expected) } ?? false
}
