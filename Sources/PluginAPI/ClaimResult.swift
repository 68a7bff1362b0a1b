public import ArchitectureModel

/// A number that the design claims and that is better than its default.
public struct ClaimResult: Sendable, Hashable {
  /// The path of the field.
  public var path: String
  /// What was written.
  public var stated: String
  /// What was used.
  public var used: String
  /// What became of it.
  public var standing: ClaimStanding
  /// Whether it lies within the plausible range; true where there is none.
  public var isPlausible: Bool
  /// The plausible range with its source; empty where there is none.
  public var range: String

  /// Creates a claim.
  public init(
    path: String, stated: String, used: String, standing: ClaimStanding,
    isPlausible: Bool = true, range: String
  ) {
    self.path = path
    self.stated = stated
    self.used = used
    self.standing = standing
    self.isPlausible = isPlausible
    self.range = range
  }

  /// Whether the number was used as it is written.
  public var isBelieved: Bool { standing == .asWritten || standing == .believed }
}
