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

  /// The goals that a measurement leaves open, such as `buy p99`.
  static func undecided(
    _ architecture: Architecture, _ measured: ScenarioMeasurements
  ) -> [String] {
    let factor = Looks.widening(replications: measured.replications)
    return judge(architecture, measured).filter { goal in
      guard let value = goal.value.value, let low = goal.value.low, let high = goal.value.high,
        low < high
      else { return false }
      return value - (value - low) * factor <= goal.promised
        && goal.promised <= value + (high - value) * factor
    }.map { "\($0.operation) \($0.goal)" }
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
