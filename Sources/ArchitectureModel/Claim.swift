public import Diagnostics

/// A number that a design states about itself and that is better than its default.
public struct Claim: Sendable, Hashable {
  /// The path of the field in the design, such as `components.web.work`.
  public var path: String
  /// What was written.
  public var stated: String
  /// What is used instead, or the same where it is believed.
  public var used: String
  /// What became of it.
  public var standing: ClaimStanding
  /// Whether it lies within the plausible range; true where there is none.
  public var isPlausible: Bool
  /// Where it is written.
  public var span: SourceSpan
  /// The plausible range and its source, where there is one.
  public var range: String

  /// Creates a claim.
  public init(
    path: String, stated: String, used: String, standing: ClaimStanding, isPlausible: Bool,
    span: SourceSpan, range: String
  ) {
    self.path = path
    self.stated = stated
    self.used = used
    self.standing = standing
    self.isPlausible = isPlausible
    self.span = span
    self.range = range
  }

  /// Whether the number is used as it is written.
  public var isBelieved: Bool { standing == .asWritten || standing == .believed }
}

/// What becomes of a number that a design states and that is better than its default.
public enum ClaimStanding: String, Sendable, Hashable, CaseIterable {
  /// Used as it is written: nothing is graded.
  case asWritten = "as_written"
  /// Allowed by the exercise and within the plausible range.
  case believed
  /// Allowed by the exercise but beyond the range, whose end is used.
  case heldToBound = "held_to_bound"
  /// Not allowed by the exercise: the default is used, and it earns nothing.
  case notAllowed = "not_allowed"
}
