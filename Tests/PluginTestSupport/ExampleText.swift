import ArchitectureModel
import Diagnostics
import ExerciseFiles
import PluginAPI
import YAMLTree

/// The text of a design, completed and read.
struct ExampleText {
  /// The text with what was added at its end.
  let text: String
  /// The design; nil where the file has errors.
  let architecture: Architecture?
  /// The problems, rendered; empty where there are none.
  let problems: String

  /// Completes and reads a text with one active plugin.
  init(_ yaml: String, file: String, _ plugin: any DomainPlugin) {
    text = Self.completed(yaml)
    let reading = ArchitectureReader(PluginSet([plugin]).vocabulary)
      .read(bytes: Array(text.utf8), file: file)
    architecture = reading.architecture
    problems =
      reading.problems.isEmpty
      ? "" : DiagnosticRenderer(sources: reading.sources, colour: false).render(reading.problems)
  }

  /// Adds the version, and the first component as the entry, at the end, where they are missing:
  /// the numbers of lines stay true.
  static func completed(_ yaml: String) -> String {
    let root = YAMLReader().read(bytes: Array(yaml.utf8), file: "").root
    var text = yaml.isEmpty || yaml.hasSuffix("\n") ? yaml : yaml + "\n"
    if root?["format"] == nil { text += "format: arch/1\n" }
    if root?["entry"] == nil, let first = root?["components"]?.entries?.first?.key {
      text += "entry: \(first)\n"
    }
    return text
  }

  /// The lines whose comment is `word: id`, sorted.
  static func lines(_ word: String, _ ids: [String], in yaml: String) -> [Int] {
    YAMLReader.comments(in: yaml)
      .filter { comment in ids.contains { comment.text == "\(word): \($0)" } }
      .map(\.line).sorted()
  }

  /// The ids that comments expect or declare unknown, in order.
  static func declared(in yaml: String) -> [String] {
    YAMLReader.comments(in: yaml).compactMap { comment in
      for word in ["expect: ", "unknown: "] where comment.text.hasPrefix(word) {
        return String(comment.text.dropFirst(word.count))
      }
      return nil
    }
  }

  /// A text with edits applied, the last first; nil where they overlap or lie outside the text.
  static func applying(_ edits: [SourceEdit], to text: String) -> String? {
    var scalars = Array(text.unicodeScalars)
    var starts = [0]
    for (index, scalar) in scalars.enumerated() where scalar == "\n" { starts.append(index + 1) }
    func offset(_ position: SourcePosition) -> Int? {
      guard starts.indices.contains(position.line - 1), position.column >= 1 else { return nil }
      let found = starts[position.line - 1] + position.column - 1
      return found <= scalars.count ? found : nil
    }
    var limit = scalars.count
    for edit in edits.sorted(by: { $0.span.start > $1.span.start }) {
      guard let start = offset(edit.span.start), let end = offset(edit.span.end), start <= end,
        end <= limit
      else { return nil }
      scalars.replaceSubrange(start..<end, with: edit.replacement.unicodeScalars)
      limit = start
    }
    var result = String.UnicodeScalarView()
    result.append(contentsOf: scalars)
    return String(result)
  }
}
