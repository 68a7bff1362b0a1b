public import Diagnostics

/// Where a value of the model comes from.
public enum Origin: Sendable, Hashable {
  /// Written at the element itself.
  case stated(SourceSpan)
  /// Written under `defaults:` of the file.
  case fileDefault(SourceSpan)
  /// The default of the kind.
  case kind(String)
  /// The default of the language.
  case language
  /// Given by the exercise; what was written was a claim that a graded run does not take.
  case exercise

  /// The place in a file, where there is one.
  public var span: SourceSpan? {
    switch self {
    case .stated(let span), .fileDefault(let span): span
    case .kind, .language, .exercise: nil
    }
  }

  /// Whether somebody wrote the value down in the submitted file.
  public var isStated: Bool { span != nil }
}

/// A value together with where it comes from.
public struct Setting<Value: Sendable>: Sendable {
  /// The value.
  public var value: Value
  /// Where it comes from.
  public var origin: Origin

  /// Creates a setting.
  public init(_ value: Value, _ origin: Origin) {
    self.value = value
    self.origin = origin
  }

  /// Whether somebody wrote the value down.
  public var isStated: Bool { origin.isStated }
}

extension Setting: Equatable where Value: Equatable {}
extension Setting: Hashable where Value: Hashable {}
