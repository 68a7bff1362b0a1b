import ArchitectureModel
public import Diagnostics
public import YAMLTree

/// A value put in place of another one in a file, or something taken out of it.
///
/// It is applied to the file as read, before its fields are judged: all rules and diagnostics hold for
/// the changed file, and a problem with a value points to where the value is written.
public struct FileChange: Sendable, Hashable {
  /// What is done.
  public enum Action: Sendable, Hashable {
    /// The value is put there.
    case set(YAMLNode)
    /// What stands there is left out.
    case remove
  }

  /// Where, such as `components.web.calls[0].timeout`.
  public var path: String
  /// Where the path is written.
  public var span: SourceSpan
  /// What is done there.
  public var action: Action
  /// The steps of the path, where they are known better than from its text: names may have points in
  /// them.
  var steps: [FilePath.Step]?

  /// Creates a change.
  public init(path: String, span: SourceSpan, action: Action) {
    self.path = path
    self.span = span
    self.action = action
  }

  /// A change that is written in an option: a path and a value as it would stand in a file.
  ///
  /// - Parameters:
  ///   - path: The path.
  ///   - value: The value, on one line.
  ///   - file: What stands for the name of the file in problems, such as `--vary`.
  /// - Returns: The change, or what is wrong; and the text that problems point into.
  public static func written(
    _ path: String, value: String, file: String
  ) -> (change: FileChange?, problems: [Diagnostic], source: SourceText) {
    let text = "\(path): \(value)"
    let source = SourceText(name: file, text: text)
    let reading = YAMLReader().read(bytes: Array(text.utf8), file: file)
    guard reading.diagnostics.isEmpty else { return (nil, reading.diagnostics, source) }
    guard let entries = reading.root?.entries, entries.count == 1, let entry = entries.first,
      entry.key == path
    else {
      let start = SourcePosition(line: 1, column: 1)
      let problem = Diagnostic(
        code: "arch.unknown-path", severity: .error,
        message: "'\(path)' cannot be read as a place with a value",
        span: SourceSpan(file: file, start: start, end: start),
        notes: [DiagnosticNote(message: "allowed: \(FilePath.allowed)")])
      return (nil, [problem], source)
    }
    return (
      FileChange(path: path, span: entry.keySpan, action: .set(entry.value)), [], source
    )
  }
}

/// A place in a file: keys and places in lists.
struct FilePath: Hashable {
  /// What a path looks like, in words.
  static let allowed = "a path such as components.web.replicas or components.web.calls[0].timeout"

  /// One step of the way.
  enum Step: Hashable {
    /// A key of a map.
    case key(String)
    /// An item of a list, by its number from 0 or by the component that it calls.
    case item(String)
  }

  /// The steps from the top of the file.
  var steps: [Step]

  /// Reads a path; nil where it is none.
  init?(_ text: String) {
    var steps: [Step] = []
    var rest = text[...]
    while !rest.isEmpty {
      if rest.first == "[" {
        guard let end = rest.firstIndex(of: "]"), !steps.isEmpty else { return nil }
        let word = rest[rest.index(after: rest.startIndex)..<end]
        guard !word.isEmpty else { return nil }
        steps.append(.item(String(word)))
        rest = rest[rest.index(after: end)...]
        if rest.first == "." {
          rest = rest.dropFirst()
          guard !rest.isEmpty, rest.first != "[" else { return nil }
        } else if !rest.isEmpty, rest.first != "[" {
          return nil
        }
        continue
      }
      let end = rest.firstIndex { $0 == "." || $0 == "[" } ?? rest.endIndex
      let word = rest[..<end]
      guard !word.isEmpty else { return nil }
      steps.append(.key(String(word)))
      rest = rest[end...]
      if rest.first == "." {
        rest = rest.dropFirst()
        guard !rest.isEmpty, rest.first != "[" else { return nil }
      }
    }
    guard !steps.isEmpty else { return nil }
    self.steps = steps
  }
}
