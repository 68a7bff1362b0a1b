import ArchitectureModel
import PluginAPI
import Quantities

/// Compares the goals of a file with what was measured.
enum GoalJudge {
  static func judge(
    _ architecture: Architecture, _ measured: ScenarioMeasurements
  ) -> [GoalResult] {
    architecture.goals.flatMap { goal -> [GoalResult] in
      guard let operation = measured.operation(goal.operation) else { return [] }
      var results = goal.latency.map { share, promised in
        let value = operation.demanded.first { $0.share == share }?.value ?? .none
        return result(
          goal.operation, "p\(Int(share * 100))", .duration, promised.seconds, value,
          lowerIsBetter: true)
      }
      if let success = goal.success {
        results.append(
          result(
            goal.operation, "success", .share, success, operation.success, lowerIsBetter: false))
      }
      return results
    }
  }

  private static func result(
    _ operation: String, _ goal: String, _ dimension: Dimension, _ promised: Double,
    _ value: Estimate, lowerIsBetter: Bool
  ) -> GoalResult {
    let end = Scoring.unfavourable(value, lowerIsBetter: lowerIsBetter)
    let isKept = end.map { lowerIsBetter ? $0 <= promised : $0 >= promised } ?? false
    let straddles =
      !isKept && (value.low ?? .infinity) <= promised && promised <= (value.high ?? -.infinity)
    return GoalResult(
      operation: operation, goal: goal, dimension: dimension, promised: promised, value: value,
      verdict: isKept ? .met : straddles ? .undecided : .notMet)
  }
}
