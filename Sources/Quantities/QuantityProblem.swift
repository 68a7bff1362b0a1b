/// Why a text is not a quantity, and what to write instead.
public struct QuantityProblem: Error, Hashable, Sendable {
  /// What is wrong, lower case and without a full stop, the offending text quoted.
  public var message: String

  /// The text to write in its place, or nil where none can be guessed.
  public var hint: String?

  /// What would be accepted, with examples.
  public var allowed: String

  /// Creates a problem.
  ///
  /// - Parameters:
  ///   - message: What is wrong.
  ///   - hint: The replacement text, if there is an obvious one.
  ///   - allowed: What would be accepted.
  public init(message: String, hint: String? = nil, allowed: String) {
    self.message = message
    self.hint = hint
    self.allowed = allowed
  }
}
