import PluginAPI

/// Says what differs between two reports of nearly the same design.
enum SensitivityJudge {
  /// What is compared: a requirement, a check, a goal or a measure.
  private struct Item {
    var id: String
    var dimension: Dimension
    var unit = ""
    var value: Estimate
    var points = 0.0
    /// From no points to all; nil where there are no bounds.
    var scale: Double?
  }

  static func change(
    from base: EvaluationReport, to other: EvaluationReport, value: String
  ) -> SensitivityChange {
    let effects = zip(items(base), items(other)).compactMap { effect($0, $1) }
    return SensitivityChange(
      value: value,
      gain: base.score.flatMap { before in
        other.score.map { (($0.points - before.points) * 100).rounded() / 100 }
      }, verdict: other.verdict, effects: effects)
  }

  private static func items(_ report: EvaluationReport) -> [Item] {
    if report.score != nil {
      return report.requirements.map { result in
        Item(
          id: result.id, dimension: result.dimension, unit: result.unit, value: result.value,
          points: result.points, scale: (result.fullAt - result.zeroAt).magnitude)
      }
        + report.scoredChecks.map {
          Item(id: $0.check, dimension: .count, value: .none, points: $0.points)
        }
    }
    if !report.goals.isEmpty {
      return report.goals.map {
        Item(id: "\($0.operation) \($0.goal)", dimension: $0.dimension, value: $0.value)
      }
    }
    return report.scenarios.prefix(1).flatMap(\.operations).flatMap { operation -> [Item] in
      let tail = operation.demanded.first { $0.share == 0.99 }?.value ?? .none
      return [
        Item(id: "\(operation.operation) p99", dimension: .duration, value: tail),
        Item(id: "\(operation.operation) success", dimension: .share, value: operation.success),
      ]
    }
  }

  private static func effect(_ before: Item, _ after: Item) -> SensitivityEffect? {
    let isMoved =
      before.value.value != after.value.value || before.value.isInfinite != after.value.isInfinite
    guard isMoved || before.points != after.points else { return nil }
    return SensitivityEffect(
      id: before.id, dimension: before.dimension, unit: before.unit, before: before.value,
      after: after.value, pointsBefore: before.points, pointsAfter: after.points,
      reach: reach(before, after))
  }

  private static func reach(_ before: Item, _ after: Item) -> Double {
    guard let from = before.value.value, let to = after.value.value else {
      return before.value.isInfinite == after.value.isInfinite ? 0 : 1
    }
    let scale = before.scale ?? max(from.magnitude, to.magnitude)
    return scale > 0 ? (to - from).magnitude / scale : 0
  }
}
