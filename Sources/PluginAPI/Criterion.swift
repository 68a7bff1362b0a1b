/// What a design is held to in a run: a requirement of its exercise, or a goal of its own.
public struct Criterion: Sendable {
  /// The id of a requirement; for a goal the operation and the measure, such as `buy p99`.
  public var id: String
  /// In words; empty where nobody wrote any.
  public var text: String
  /// The dimension of the values.
  public var dimension: Dimension
  /// The unit where the dimension does not say it, such as `USD/mo`.
  public var unit: String
  /// What was measured.
  public var value: Estimate
  /// The bound for all points, or what was promised.
  public var bound: Double
  /// Whether smaller values are better.
  public var lowerIsBetter: Bool
  /// What became of it.
  public var verdict: Verdict
  /// Points earned and points that can be earned; nil for goals, which earn none.
  public var points: (earned: Double, max: Double)?

  /// Creates a criterion from a requirement.
  public init(_ result: RequirementResult) {
    id = result.id
    text = result.text
    dimension = result.dimension
    unit = result.unit
    value = result.value
    bound = result.fullAt
    lowerIsBetter = result.fullAt < result.zeroAt
    verdict = result.verdict
    points = (result.points, result.max)
  }

  /// Creates a criterion from a goal.
  public init(_ result: GoalResult) {
    id = "\(result.operation) \(result.goal)"
    text = ""
    dimension = result.dimension
    unit = ""
    value = result.value
    bound = result.promised
    lowerIsBetter = result.dimension == .duration
    verdict = result.verdict
    points = nil
  }
}

extension EvaluationReport {
  /// What the design is held to: the requirements of its exercise, or else its own goals.
  public var criteria: [Criterion] {
    exercise == nil ? goals.map { Criterion($0) } : requirements.map { Criterion($0) }
  }
}
