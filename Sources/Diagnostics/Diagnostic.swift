/// How bad a problem in a file is.
///
/// The order is by weight: `warning < error`.
public enum DiagnosticSeverity: String, Sendable, Comparable {
  /// The file cannot be used as it stands.
  case error

  /// The file can be used, but probably does not say what was meant.
  case warning

  /// Tells whether the first severity weighs less than the second.
  public static func < (left: DiagnosticSeverity, right: DiagnosticSeverity) -> Bool {
    left == .warning && right == .error
  }
}

/// A second place, or a second sentence, that helps to understand a problem.
public struct DiagnosticNote: Hashable, Sendable {
  /// The sentence, without the place: the renderer adds "at 8:3" when there is a span.
  public var message: String

  /// The place the note speaks of; nil when it speaks of no single place.
  public var span: SourceSpan?

  /// Creates a note; leave out the span when there is no single place.
  public init(message: String, span: SourceSpan? = nil) {
    self.message = message
    self.span = span
  }
}

/// A replacement of one stretch of text.
public struct SourceEdit: Hashable, Sendable {
  /// The text to replace; an empty span inserts.
  public var span: SourceSpan

  /// The text to put there; an empty text deletes.
  public var replacement: String

  /// Creates the edit that puts `replacement` in place of the text under `span`.
  public init(span: SourceSpan, replacement: String) {
    self.span = span
    self.replacement = replacement
  }
}

/// A change that would mend a problem.
public struct FixIt: Hashable, Sendable {
  /// What to do, as a command: "write 'orders'".
  public var message: String

  /// The edits that do it, in the order of the text; empty when only a person can do it.
  public var edits: [SourceEdit]

  /// Creates a fix from what to do and the edits that do it.
  public init(message: String, edits: [SourceEdit]) {
    self.message = message
    self.edits = edits
  }
}

/// One problem in a file.
///
/// Diagnostics are values: they are collected in a ``DiagnosticBag``, never thrown.
public struct Diagnostic: Hashable, Sendable {
  /// The permanent name of the kind of problem, such as "arch.unknown-component".
  public var code: String

  /// How bad it is.
  public var severity: DiagnosticSeverity

  /// The sentence: lower case, no full stop, the offending value quoted.
  public var message: String

  /// The place of the problem; nil when it has none, as with a file that is missing.
  public var span: SourceSpan?

  /// Further places and sentences, in the order in which they are shown.
  public var notes: [DiagnosticNote]

  /// The suggested change, if there is one.
  public var fix: FixIt?

  /// Creates a diagnostic; by default without notes and without a fix.
  public init(
    code: String,
    severity: DiagnosticSeverity,
    message: String,
    span: SourceSpan?,
    notes: [DiagnosticNote] = [],
    fix: FixIt? = nil
  ) {
    self.code = code
    self.severity = severity
    self.message = message
    self.span = span
    self.notes = notes
    self.fix = fix
  }
}
