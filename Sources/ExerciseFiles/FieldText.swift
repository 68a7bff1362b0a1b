public import ArchitectureModel
public import Diagnostics
import YAMLTree

/// Reads single values written as they would stand in a file: defaults, bounds and settings.
///
/// Example: `FieldText(vocabulary).read("{ mean: 10ms, cv: 1 }", .spread, name: "work")`.
public struct FieldText: Sendable {
  /// The words of the language.
  public let vocabulary: Vocabulary

  /// Creates a reader of values.
  public init(_ vocabulary: Vocabulary) { self.vocabulary = vocabulary }

  /// Reads a value by its type; references are not resolved.
  ///
  /// - Parameters:
  ///   - text: The value as written in a file.
  ///   - type: The type of the field.
  ///   - name: What it is called in problems; also their file.
  /// - Returns: The value and no problems, or nil and what is wrong.
  public func read(
    _ text: String, _ type: FieldType, name: String
  ) -> (value: ReadValue?, problems: [Diagnostic]) {
    let reading = YAMLReader().read(bytes: Array(text.utf8), file: name)
    guard let root = reading.root, reading.diagnostics.isEmpty else {
      let nothing = Diagnostic(
        code: "arch.empty-value", severity: .error, message: "'\(name)' has no value", span: nil)
      return (nil, reading.diagnostics.isEmpty ? [nothing] : reading.diagnostics)
    }
    var reader = ShapeReader(vocabulary, file: name)
    let value = reader.value(root, type, subject: name)
    return reader.problems.isEmpty ? (value, []) : (nil, reader.problems)
  }
}
