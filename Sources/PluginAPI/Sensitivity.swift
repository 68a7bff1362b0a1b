/// Which numbers a result hangs on: each claim and each default halved and doubled, the same luck
/// otherwise.
public struct SensitivityResults: Sendable {
  /// The points with nothing changed; nil without an exercise.
  public var points: Double?
  /// The numbers that change something, those that change most points first, then those that move
  /// a value furthest.
  public var numbers: [SensitiveNumber]
  /// The paths of numbers that were halved and doubled and changed nothing, sorted.
  public var unmoved: [String]

  /// Creates results.
  public init(points: Double?, numbers: [SensitiveNumber], unmoved: [String]) {
    self.points = points
    self.numbers = numbers
    self.unmoved = unmoved
  }
}

/// A number that somebody else than the design's author chose, or that nobody can check.
public struct SensitiveNumber: Sendable {
  /// Where a number comes from.
  public enum Source: String, Sendable, Hashable, CaseIterable {
    /// The default of a kind, or of the language.
    case byDefault = "default"
    /// A number that the design states and that is better than its default.
    case claim
  }

  /// What it is: `service.work` for the default of a kind, `components.web.work` for a claim.
  public var path: String
  /// Where it comes from.
  public var source: Source
  /// The value, in words.
  public var value: String
  /// The components, or sites, that it holds for, in the order of the file.
  public var holdsFor: [String]
  /// What half of it changes; nil where there is no half.
  public var halved: SensitivityChange?
  /// What the double of it changes; nil where there is no double.
  public var doubled: SensitivityChange?

  /// Creates a number.
  public init(
    path: String, source: Source, value: String, holdsFor: [String],
    halved: SensitivityChange?, doubled: SensitivityChange?
  ) {
    self.path = path
    self.source = source
    self.value = value
    self.holdsFor = holdsFor
    self.halved = halved
    self.doubled = doubled
  }

  /// What was tried, half first.
  public var changes: [SensitivityChange] { [halved, doubled].compactMap { $0 } }

  /// The most points that it changes, up or down; 0 without an exercise.
  public var swing: Double { changes.map { ($0.gain ?? 0).magnitude }.max() ?? 0 }

  /// The furthest that it moves a value, in parts of that value's scale.
  public var reach: Double { changes.flatMap(\.effects).map(\.reach).max() ?? 0 }
}

/// What a changed number does.
public struct SensitivityChange: Sendable {
  /// The changed value, in words.
  public var value: String
  /// Points more, or less where negative; nil without an exercise.
  public var gain: Double?
  /// The verdict with the changed number.
  public var verdict: Verdict
  /// The requirements, checks, goals or measures that it changes, in their order.
  public var effects: [SensitivityEffect]

  /// Creates a change.
  public init(value: String, gain: Double?, verdict: Verdict, effects: [SensitivityEffect]) {
    self.value = value
    self.gain = gain
    self.verdict = verdict
    self.effects = effects
  }
}

/// A requirement, check, goal or measure before and after a number was changed.
public struct SensitivityEffect: Sendable {
  /// The id of the requirement or check, or the words of the goal or measure.
  public var id: String
  /// The dimension of the values.
  public var dimension: Dimension
  /// The unit where the dimension does not say it.
  public var unit: String
  /// What was measured before; nothing for a check.
  public var before: Estimate
  /// What is measured with the changed number.
  public var after: Estimate
  /// Points before.
  public var pointsBefore: Double
  /// Points after.
  public var pointsAfter: Double
  /// How far the value moved, in parts of its scale.
  ///
  /// The scale is from the bound without points to that with all, or the value before where there
  /// are none. 1 where it became or ceased to be infinite.
  public var reach: Double

  /// Creates an effect.
  public init(
    id: String, dimension: Dimension, unit: String, before: Estimate, after: Estimate,
    pointsBefore: Double, pointsAfter: Double, reach: Double
  ) {
    self.id = id
    self.dimension = dimension
    self.unit = unit
    self.before = before
    self.after = after
    self.pointsBefore = pointsBefore
    self.pointsAfter = pointsAfter
    self.reach = reach
  }
}
