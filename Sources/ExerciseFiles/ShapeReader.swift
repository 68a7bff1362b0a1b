import ArchitectureModel
import Diagnostics
import Quantities
import Stochastics
import YAMLTree

/// Reads a tree by the field records: the only place where a file's shape is judged.
///
/// Problems are collected; a value that cannot be read is left out, so that one mistake never
/// hides another.
struct ShapeReader {
  let vocabulary: Vocabulary
  let file: String
  var problems: [Diagnostic] = []

  init(_ vocabulary: Vocabulary, file: String) {
    self.vocabulary = vocabulary
    self.file = file
  }

  // MARK: Records

  /// Reads a map with the fields of a shape.
  mutating func record(_ node: YAMLNode, _ shape: Shape, subject: String) -> ReadRecord? {
    guard let entries = node.entries else {
      wrongType(node, wanted: "a map with \(shape.title.lowercased()) fields", subject: subject)
      return nil
    }
    var read: [ReadEntry] = []
    var refused: [String] = []
    for entry in entries where !entry.key.hasPrefix("x-") {
      guard let field = field(entry, of: shape, subject: subject) else { continue }
      let path = subject.isEmpty ? entry.key : "\(subject).\(entry.key)"
      guard let value = value(entry.value, field.type, subject: path) else {
        refused.append(entry.key)
        continue
      }
      read.append(ReadEntry(key: entry.key, keySpan: entry.keySpan, value: value))
    }
    for field in shape.fields where field.absence == .required {
      guard !entries.contains(where: { $0.key == field.key }) else { continue }
      let example = field.example.map { ": \($0)" } ?? ""
      problems.append(
        Diagnostic(
          code: "arch.missing-field", severity: .error,
          message:
            "\(describe(subject, shape)) needs '\(field.key)': \(firstSentence(field.meaning))",
          span: beginning(node.span), fix: FixIt(message: "add '\(field.key)\(example)'", edits: [])
        ))
    }
    var record = ReadRecord(shape: shape.name, entries: read, span: node.span)
    record.refused = refused
    return record
  }

  private func describe(_ subject: String, _ shape: Shape) -> String {
    subject.isEmpty ? "the \(shape.name)" : "'\(subject)'"
  }

  private func firstSentence(_ text: String) -> String {
    let end = text.firstIndex { $0 == "." || $0 == ";" } ?? text.endIndex
    let sentence = text[..<end]
    guard let first = sentence.first else { return "" }
    return first.lowercased() + sentence.dropFirst()
  }

  /// The place at which a thing begins, one character wide.
  private func beginning(_ span: SourceSpan) -> SourceSpan {
    guard span.start.line != span.end.line else { return span }
    var end = span.start
    end.column += 1
    return SourceSpan(file: span.file, start: span.start, end: end)
  }

  private mutating func field(
    _ entry: YAMLEntry, of shape: Shape, subject: String
  ) -> FieldRecord? {
    if let field = shape.field(entry.key) { return field }
    if shape.takesDomainKeys, let name = vocabulary.domainKeys[entry.key] {
      return FieldRecord(entry.key, .shape(name), .statement, "", acts: [.policy])
    }
    var legal = shape.fields.map(\.key)
    if shape.takesDomainKeys { legal += vocabulary.domainKeys.keys.sorted() }
    let near = NearestName.nearest(to: entry.key, among: legal)
    problems.append(
      Diagnostic(
        code: "arch.unknown-key", severity: .error,
        message: "'\(entry.key)' is not a field of \(describe(subject, shape))",
        span: entry.keySpan,
        notes: [DiagnosticNote(message: "allowed: \(list(legal))")],
        fix: near.map {
          FixIt(
            message: "write '\($0)'",
            edits: [SourceEdit(span: entry.keySpan, replacement: $0)])
        }))
    return nil
  }

  private func list(_ words: [String]) -> String {
    words.count > 24
      ? words.prefix(24).joined(separator: ", ") + ", …" : words.joined(separator: ", ")
  }

  // MARK: Values

  /// Reads a value by its type; nil after a problem.
  mutating func value(_ node: YAMLNode, _ type: FieldType, subject: String) -> ReadValue? {
    if node.isNull, type != .anything {
      let wanted = TypeWords.describe(type)
      problem("arch.empty-value", node, "'\(subject)' has no value", allowed: wanted)
      return nil
    }
    switch type {
    case .list(let element): return list(node, element, subject: subject)
    case .map(let keys, let element): return map(node, keys, element, subject: subject)
    case .shape(let name):
      return record(node, vocabulary.shape(name), subject: subject).map {
        ReadValue(.record($0), node.span)
      }
    case .short(let name, let field): return short(node, name, field, subject: subject)
    case .either(let types): return either(node, types, subject: subject)
    case .spread: return spread(node, subject: subject)
    case .work: return work(node, subject: subject)
    case .rateCurve: return rateCurve(node, subject: subject)
    case .anything: return ReadValue(.anything, node.span)
    default: return scalar(node, type, subject: subject)
    }
  }

  private mutating func list(
    _ node: YAMLNode, _ element: FieldType, subject: String
  ) -> ReadValue? {
    guard let items = node.items else {
      guard let single = stepOrValue(node, element, subject: subject) else { return nil }
      return ReadValue(.list([single]), node.span)
    }
    var read: [ReadValue] = []
    for (index, item) in items.enumerated() {
      if let value = stepOrValue(item, element, subject: "\(subject)[\(index)]") {
        read.append(value)
      }
    }
    return ReadValue(.list(read), node.span)
  }

  /// A component's name alone stands for a `call`.
  private mutating func stepOrValue(
    _ node: YAMLNode, _ element: FieldType, subject: String
  ) -> ReadValue? {
    guard element == .shape("step"), node.scalarText != nil,
      let target = scalar(node, .text, subject: subject)
    else { return value(node, element, subject: subject) }
    let entry = ReadEntry(key: "call", keySpan: node.span, value: target)
    return ReadValue(
      .record(ReadRecord(shape: "step", entries: [entry], span: node.span)), node.span)
  }

  private mutating func map(
    _ node: YAMLNode, _ keys: Referent?, _ element: FieldType, subject: String
  ) -> ReadValue? {
    guard let entries = node.entries else {
      wrongType(node, wanted: "a map", subject: subject)
      return nil
    }
    var read: [ReadEntry] = []
    for entry in entries where !entry.key.hasPrefix("x-") {
      if keys == nil, !Self.isIdentifier(entry.key) {
        problems.append(
          Diagnostic(
            code: "arch.bad-id", severity: .error,
            message: "'\(entry.key)' cannot be an id", span: entry.keySpan,
            notes: [
              DiagnosticNote(
                message: "allowed: letters, digits, '_', '-' and '.', at most 64, a letter first")
            ]))
        continue
      }
      let path = subject.isEmpty ? entry.key : "\(subject).\(entry.key)"
      guard let value = stepOrValue(entry.value, element, subject: path) else { continue }
      read.append(ReadEntry(key: entry.key, keySpan: entry.keySpan, value: value))
    }
    return ReadValue(.map(read), node.span)
  }

  static func isIdentifier(_ text: String) -> Bool {
    guard text.utf8.count <= 64, let first = text.unicodeScalars.first else { return false }
    guard first.isASCII, first.properties.isAlphabetic else { return false }
    return text.unicodeScalars.allSatisfy {
      $0.isASCII
        && ($0.properties.isAlphabetic || ("0"..."9").contains($0)
          || "_-.".unicodeScalars.contains($0))
    }
  }

  private mutating func short(
    _ node: YAMLNode, _ name: String, _ field: String, subject: String
  ) -> ReadValue? {
    let shape = vocabulary.shape(name)
    if node.entries != nil {
      return record(node, shape, subject: subject).map { ReadValue(.record($0), node.span) }
    }
    guard let type = shape.field(field)?.type,
      let value = value(node, type, subject: subject)
    else { return nil }
    let entry = ReadEntry(key: field, keySpan: node.span, value: value)
    return ReadValue(
      .record(ReadRecord(shape: name, entries: [entry], span: node.span)), node.span)
  }

  /// The alternative whose form fits the node; problems are those of that alternative alone.
  private mutating func either(
    _ node: YAMLNode, _ types: [FieldType], subject: String
  ) -> ReadValue? {
    for type in types
    where TypeWords.fits(node, type, vocabulary)
      && (type == types.last || TypeWords.mayRead(node, type))
    {
      return stepOrValue(node, type, subject: subject)
    }
    guard let first = types.first else { return nil }
    let wanted = types.map { TypeWords.describe($0) }.joined(separator: ", or ")
    if node.scalarText == nil || TypeWords.fits(node, .text, vocabulary) == false {
      wrongType(node, wanted: wanted, subject: subject)
      return nil
    }
    return value(node, first, subject: subject)
  }

  // MARK: Problems

  mutating func wrongType(_ node: YAMLNode, wanted: String, subject: String) {
    problem(
      "arch.wrong-type", node, "'\(subject)' is \(node.kindName)", allowed: wanted)
  }

  mutating func problem(
    _ code: String, _ node: YAMLNode, _ message: String, allowed: String, fix: String? = nil
  ) {
    problems.append(
      Diagnostic(
        code: code, severity: .error, message: message, span: beginning(node.span),
        notes: [DiagnosticNote(message: "allowed: \(allowed)")],
        fix: fix.map {
          FixIt(
            message: "write '\($0)'", edits: [SourceEdit(span: node.span, replacement: $0)])
        }))
  }
}
