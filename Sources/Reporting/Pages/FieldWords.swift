import ArchitectureModel
import ExerciseFiles

/// Words about fields of the language.
enum FieldWords {
  /// What a missing field means.
  static func absence(_ field: FieldRecord) -> String {
    switch field.absence {
    case .required: "must be given"
    case .number:
      field.fallback.map { "\($0) if left out" } ?? "the kind's or a natural value if left out"
    case .mechanism:
      field.fallback.map { "\($0) if left out" } ?? "not there if left out"
    case .statement:
      field.fallback.map { "\($0) if left out" } ?? "checks answer 'not stated' if left out"
    case .documentation: "for readers; never scored"
    }
  }

  /// The name of the class in the reference.
  static func name(_ absence: Absence) -> String {
    switch absence {
    case .required: "required"
    case .number: "number"
    case .mechanism: "mechanism"
    case .statement: "statement"
    case .documentation: "documentation"
    }
  }

  /// Where it acts, as `simulation, cost`.
  static func acts(_ field: FieldRecord) -> String {
    field.actsIn.map(\.rawValue).joined(separator: ", ")
  }

  /// Whether a better number is believed.
  static func claim(_ field: FieldRecord) -> String? {
    switch field.claim {
    case .lower: "a claim: a smaller number than the default \(graded)"
    case .higher: "a claim: a larger number than the default \(graded)"
    case nil: nil
    }
  }

  private static let graded = "is used in a graded run only where the exercise allows it"

  /// The names of the shapes inside a type, in order.
  static func shapes(_ type: FieldType) -> [String] {
    switch type {
    case .shape(let name), .short(let name, _): [name]
    case .list(let element), .map(_, let element): shapes(element)
    case .either(let types): types.flatMap { shapes($0) }
    default: []
    }
  }

  /// The words that a type allows.
  static func choices(_ type: FieldType) -> [String] {
    switch type {
    case .choice(let words): words
    case .list(let element), .map(_, let element): choices(element)
    case .either(let types): types.flatMap { choices($0) }
    default: []
    }
  }

  /// The fields at the paths that begin at a shape, such as `queue.limit`, to a depth of four.
  static func paths(from shape: Shape, _ vocabulary: Vocabulary) -> [(path: String, at: String)] {
    var result: [(String, String)] = []
    var seen: Set<String> = []
    func walk(_ shape: Shape, _ prefix: String, _ depth: Int) {
      guard depth < 5, seen.insert(shape.name).inserted else { return }
      for field in shape.fields {
        result.append((prefix + field.key, shape.name))
        for inner in shapes(field.type) where vocabulary.shapes[inner] != nil {
          walk(vocabulary.shape(inner), prefix + field.key + ".", depth + 1)
        }
      }
    }
    walk(shape, "", 0)
    return result
  }
}

/// Markdown parts.
enum Markdown {
  /// Text for a cell of a table: on one line, with nothing that ends the cell or opens HTML.
  static func cell(_ text: String) -> String {
    escaped(SafeText.line(text)).replacing("|", with: "\\|")
  }

  /// Text in which no HTML can begin; code in backticks, where none begins, stays as it is.
  static func escaped(_ text: String) -> String {
    let parts = text.split(separator: "`", omittingEmptySubsequences: false).map(String.init)
    let isPaired = parts.count % 2 == 1 && !text.contains("\\`")
    return parts.enumerated().map { index, part in
      // A blank line ends a paragraph and with it the code.
      if isPaired, index % 2 == 1, !part.contains("\n\n") { return part }
      return part.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
    }.joined(separator: "`")
  }

  /// Text as code, whatever backticks it holds.
  static func code(_ text: String) -> String {
    let line = SafeText.line(text).replacing("|", with: "\\|")
    return line.contains("`") ? "`` \(line) ``" : "`\(line)`"
  }

  /// A table; nothing without rows.
  static func table(_ titles: [String], _ rows: [[String]]) -> String {
    guard !rows.isEmpty else { return "" }
    let head = "| " + titles.joined(separator: " | ") + " |\n"
    let rule = "| " + titles.map { _ in "---" }.joined(separator: " | ") + " |\n"
    return head + rule
      + rows.map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
  }

  /// A block of code; the fence is longer than any inside.
  static func block(_ text: String, _ language: String) -> String {
    var fence = "```"
    while text.contains(fence) { fence += "`" }
    return "\(fence)\(language)\n\(text)\n\(fence)\n"
  }
}
