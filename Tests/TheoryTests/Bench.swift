import ArchitectureModel
import BundledPlugins
import Diagnostics
import Evaluation
import ExerciseFiles
import PluginAPI
import Stochastics
import Testing

/// A file simulated in the process, as the tool does it.
struct Simulated {
  let report: EvaluationReport

  init(
    _ yaml: String, seed: UInt64 = 20_261, replications: Int = 16,
    folder: FolderReader = FolderReader(folder: nil)
  ) async throws {
    let plugins = BundledPlugins.all
    let bytes = Array(yaml.utf8)
    let reading = ArchitectureReader(plugins.vocabulary).read(
      bytes: bytes, file: "theory.yaml", folder: folder)
    #expect(reading.problems.isEmpty, "\(reading.problems.map(\.message))")
    let report = await Evaluator(plugins).simulate(
      reading, bytes: bytes, options: RunOptions(seed: seed, replications: replications))
    self.report = try #require(report)
  }

  var run: ScenarioMeasurements { report.scenarios[0] }

  func operation(_ id: String = "request") throws -> OperationMeasurements {
    try #require(run.operation(id))
  }

  func component(_ id: String = "web") throws -> ComponentMeasurements {
    try #require(run.component(id))
  }

  /// A percentile of the latency of answered requests.
  func percentile(_ share: Double, of id: String = "request") throws -> Estimate {
    try #require(try operation(id).latency.first { $0.share == share }).value
  }
}

/// Makes files: parts of the design, one operation `request`, and how long it runs.
enum Files {
  /// A file with a single operation that enters at `web`.
  ///
  /// - Parameters:
  ///   - components: Lines of the map of components, without indentation.
  ///   - arrivals: What stands in `arrivals: { }`.
  ///   - more: Further fields of the operation, beginning with a comma.
  ///   - warmup: Seconds thrown away.
  ///   - seconds: Seconds kept.
  /// - Returns: The text.
  static func file(
    _ components: String, arrivals: String, more: String = "", warmup: Int = 500,
    seconds: Int = 20_000
  ) -> String {
    let lines = components.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n")
    return """
      format: arch/1
      entry: web
      components:
      \(lines)
      workload:
        warmup: \(warmup)s
        lasts: \(seconds)s
        operations:
          request: { arrivals: { \(arrivals) }\(more) }
      """
  }

  /// A Poisson stream.
  static func poisson(_ rate: Double) -> String { "process: poisson, rate: \(rate)/s" }

  /// Exponential work, in whole microseconds.
  static func exponential(_ seconds: Double) -> String {
    "{ mean: \(Int((seconds * 1e6).rounded()))us, shape: exponential }"
  }

  /// A service with slots and a waiting room without limit.
  static func service(
    _ name: String, slots: String, work: String, _ more: String = ""
  ) -> String {
    "\(name): { kind: service, concurrency: \(slots), work: \(work), queue: { limit: none }\(more) }"
  }
}

/// The standard error behind an estimate, whose own interval is at 95 %.
func standardError(_ estimate: Estimate) -> Double? {
  guard let value = estimate.value, let high = estimate.high, estimate.replications > 1 else {
    return nil
  }
  return (high - value)
    / StudentT.quantile(0.975, degreesOfFreedom: estimate.replications - 1)
}

/// Whether a value lies in the 99.9 % interval of an estimate, widened by what the measurement
/// itself may err (`slack`, a share of the value).
func agrees(_ estimate: Estimate, _ theory: Double, slack: Double = 0) -> Bool {
  guard let value = estimate.value, let error = standardError(estimate) else { return false }
  let width = error * StudentT.quantile(0.9995, degreesOfFreedom: estimate.replications - 1)
  return abs(value - theory) <= width + slack * abs(theory)
}

/// The relative error that the test of an estimate finds with a probability of 0.95.
///
/// An error of d is found where the estimate falls more than t(0.9995) standard errors away from
/// the theory; for a chance of 0.95 d must be t(0.95) standard errors beyond that.
func detected(_ estimate: Estimate, _ theory: Double, slack: Double = 0) -> Double {
  guard let error = standardError(estimate) else { return .infinity }
  let degrees = estimate.replications - 1
  let width =
    StudentT.quantile(0.9995, degreesOfFreedom: degrees)
    + StudentT.quantile(0.95, degreesOfFreedom: degrees)
  return error * width / abs(theory) + slack
}

/// Expects agreement at the 99.9 % level and shows expected beside actual.
///
/// `detecting` is the power that the test claims: a relative error of that size would be found
/// with a probability of at least 0.95. It is held against the spread of this very run.
func expectAgreement(
  _ estimate: Estimate, _ theory: Double, _ what: String, detecting: Double = 0.1,
  slack: Double = 0, sourceLocation: SourceLocation = #_sourceLocation
) {
  let value = estimate.value ?? .nan
  #expect(
    agrees(estimate, theory, slack: slack),
    "\(what): expected \(theory), simulated \(value) [\(estimate.low ?? .nan), \(estimate.high ?? .nan)]",
    sourceLocation: sourceLocation)
  let power = detected(estimate, theory, slack: slack)
  #expect(
    power <= detecting,
    "\(what): an error of \(detecting) is claimed to show, but only \(power) does",
    sourceLocation: sourceLocation)
}

/// Expects a sum of independent parts, of known standard deviation, at the 99.9 % level.
///
/// `edges` is what may come in or go out at the ends of the measured time. `detecting` as above,
/// with the normal quantiles 3.29 and 1.645.
func expectSum(
  _ sum: Double, _ theory: Double, deviation: Double, edges: Double = 0, _ what: String,
  detecting: Double, sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(
    abs(sum - theory) <= 3.29 * deviation + edges,
    "\(what): expected \(theory) +- \(3.29 * deviation + edges), simulated \(sum)",
    sourceLocation: sourceLocation)
  let power = (4.935 * deviation + edges) / abs(theory)
  #expect(
    power <= detecting,
    "\(what): an error of \(detecting) is claimed to show, but only \(power) does",
    sourceLocation: sourceLocation)
}
