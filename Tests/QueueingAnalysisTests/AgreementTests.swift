import ArchitectureModel
import BundledPlugins
import Evaluation
import ExerciseFiles
import Foundation
import PluginAPI
import Stochastics
import Testing

/// The prediction beside the simulation.
@Suite struct AgreementTests {
  static func simulated(_ yaml: String, replications: Int = 8) async throws -> EvaluationReport {
    let bytes = Array(yaml.utf8)
    let reading = ArchitectureReader(BundledPlugins.all.vocabulary)
      .read(bytes: bytes, file: "agreement.yaml")
    let report = await Evaluator(BundledPlugins.all).simulate(
      reading, bytes: bytes, options: RunOptions(seed: 11, replications: replications))
    return try #require(report)
  }

  /// Whether a value lies in the 99.9 % interval of an estimate whose own interval is at 95 %.
  static func agrees(_ estimate: Estimate, _ theory: Double) -> Bool {
    guard let value = estimate.value, let high = estimate.high else { return false }
    let degrees = estimate.replications - 1
    let error = (high - value) / StudentT.quantile(0.975, degreesOfFreedom: degrees)
    return abs(value - theory) <= error * StudentT.quantile(0.9995, degreesOfFreedom: degrees)
  }

  /// The shipped examples that theory solves exactly.
  @Test(arguments: ["one-queue", "jackson"])
  func theExactExamplesAgreeWithTheirSimulation(_ name: String) async throws {
    let path = Predicted.root.appendingPathComponent("Documentation/examples/\(name).arch.yaml")
    let report = try await Self.simulated(try String(contentsOf: path, encoding: .utf8))
    let predicted = try #require(report.predictions.first)
    let operation = try #require(predicted.operations.first)
    #expect(operation.theory != nil)
    let latency = try #require(operation.latency)
    let measured = report.scenarios[0]
    #expect(Self.agrees(measured.operations[0].latencyMean, latency), "\(latency)")
    #expect(!Self.agrees(measured.operations[0].latencyMean, latency * 1.1), "no power")
    for component in predicted.components {
      let seen = try #require(measured.component(component.component))
      #expect(Self.agrees(seen.utilisation, try #require(component.utilisation)))
    }
  }

  /// Designs whose prediction is an approximation, with the error that the page states.
  static let approximate: [(String, Double, String)] = [
    (
      "kept slots over a database at 85 %", 0.05,
      SaturationTests.chain(rate: 170, db: "concurrency: 4")
    ),
    (
      "four copies of four slots by load at 80 %", 0.05,
      station(rate: 12.8, slots: "4", more: ", replicas: 4, balance: least_busy")
    ),
    (
      "eight copies of one slot by turns at 80 %", 0.08,
      station(rate: 6.4, more: ", replicas: 8, balance: round_robin")
    ),
    (
      "eight slots of constant work at 90 %", 0.02,
      station(rate: 7.2, slots: "8", work: "{ exact: 1s }")
    ),
    (
      "slots shared equally by work of any kind at 80 %", 0.06,
      station(rate: 1.6, slots: "2", work: "{ mean: 1s, cv: 1.5 }", more: ", sharing: equal")
    ),
  ]

  @Test(arguments: approximate)
  func approximationsErrByNoMoreThanStated(
    _ what: String, _ error: Double, _ yaml: String
  ) async throws {
    let report = try await Self.simulated(yaml, replications: 4)
    let simulated = try #require(report.scenarios[0].operations[0].latencyMean.value)
    let predicted = try #require(report.predictions[0].operations[0].latency)
    let off = (predicted - simulated) / simulated
    #expect(abs(off) < error, "\(what): \(predicted) for \(simulated), off by \(off)")
  }
}
