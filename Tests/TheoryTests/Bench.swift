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

  init(_ yaml: String, seed: UInt64 = 20_261, replications: Int = 16) async throws {
    let plugins = BundledPlugins.all
    let bytes = Array(yaml.utf8)
    let reading = ArchitectureReader(plugins.vocabulary).read(bytes: bytes, file: "theory.yaml")
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
}

/// Whether a value lies in the 99.9 % interval of an estimate whose own interval is at 95 %.
func agrees(_ estimate: Estimate, _ theory: Double) -> Bool {
  guard let value = estimate.value, let high = estimate.high, estimate.replications > 1 else {
    return false
  }
  let degrees = estimate.replications - 1
  let error = (high - value) / StudentT.quantile(0.975, degreesOfFreedom: degrees)
  let width = error * StudentT.quantile(0.9995, degreesOfFreedom: degrees)
  return abs(value - theory) <= width
}

/// Expects agreement at the 99.9 % level and shows expected beside actual.
func expectAgreement(
  _ estimate: Estimate, _ theory: Double, _ what: String,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let value = estimate.value ?? .nan
  #expect(
    agrees(estimate, theory),
    "\(what): expected \(theory), simulated \(value) [\(estimate.low ?? .nan), \(estimate.high ?? .nan)]",
    sourceLocation: sourceLocation)
  // The interval must be narrow enough to mean something: the power of the test.
  #expect(
    (estimate.high ?? .infinity) - value < 0.1 * abs(theory),
    "\(what): the interval is too wide to tell", sourceLocation: sourceLocation)
}
