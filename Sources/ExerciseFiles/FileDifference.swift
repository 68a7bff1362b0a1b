public import ArchitectureModel
import Diagnostics
public import YAMLTree

/// How one design's file differs from another's, place by place.
///
/// Short and long forms of the same thing are the same, and so are files that differ in the order of
/// keys, in comments or in white space.
public struct FileDifference: Sendable {
  /// The path.
  public var path: String { change.path }
  /// What stands there in the first file, on one line; nil where there is nothing.
  public var before: String?
  /// What stands there in the second file; nil where there is nothing.
  public var after: String?
  /// Whether it is there for readers alone.
  public var isForReaders: Bool
  /// The change that makes the first file like the second at this place.
  public var change: FileChange

  /// The differences in the order of the first file, what is new at the end of each map.
  ///
  /// - Parameters:
  ///   - first: The content of the first file.
  ///   - second: That of the second.
  ///   - file: The name of the second file, which problems with its values point into.
  ///   - vocabulary: The words of the language.
  /// - Returns: None where one of them cannot be read as YAML.
  public static func between(
    _ first: [UInt8], _ second: [UInt8], file: String, vocabulary: Vocabulary
  ) -> [FileDifference] {
    guard let left = YAMLReader().read(bytes: first, file: file).root,
      let right = YAMLReader().read(bytes: second, file: file).root
    else { return [] }
    var walk = DifferenceWalk(vocabulary: vocabulary)
    walk.compare(left, right, .shape("architecture"), [], isForReaders: false, right.span)
    return walk.found
  }
}

/// The walk over two files at once.
struct DifferenceWalk {
  let vocabulary: Vocabulary
  var found: [FileDifference] = []

  /// Where the keys of a map belong together, so that a map with other keys is another thing.
  private static let verbs: [String: [String]] = [
    "step": Vocabulary.stepVerbs, "fault": Vocabulary.faultVerbs,
  ]

  mutating func compare(
    _ left: YAMLNode?, _ right: YAMLNode?, _ type: FieldType, _ steps: [FilePath.Step],
    isForReaders: Bool, _ span: SourceSpan
  ) {
    guard let left, let right else {
      if left != nil || right != nil { add(left, right, steps, isForReaders, span) }
      return
    }
    guard !Self.isSame(left, right) else { return }
    switch type {
    case .shape(let name): fields(left, right, name, nil, steps, isForReaders, span)
    case .short(let name, let short): fields(left, right, name, short, steps, isForReaders, span)
    case .map(_, let element):
      guard let one = left.entries, let two = right.entries else { break }
      return entries(one, two, steps, span) { _ in (element, isForReaders) }
    case .list(let element):
      let one = left.items ?? [left]
      let two = right.items ?? [right]
      guard one.count == two.count else { break }
      for (index, pair) in zip(one, two).enumerated() {
        compare(
          pair.0, pair.1, element, steps + [.item(String(index))], isForReaders: isForReaders,
          pair.1.span)
      }
      return
    case .either(let types):
      let fitting = types.first { type in
        [left, right].allSatisfy {
          TypeWords.fits($0, type, vocabulary) && TypeWords.mayRead($0, type)
        }
      }
      guard let fitting else { break }
      return compare(left, right, fitting, steps, isForReaders: isForReaders, span)
    case .spread, .work:
      let one = expanded(left, "mean")
      let two = expanded(right, "mean")
      // Other parts are another form: {p50, p99} is no change of {mean, cv}.
      guard let one, let two, Set(one.map(\.key)) == Set(two.map(\.key)) else { break }
      return entries(one, two, steps, span) { key in
        (ShapeReader.typeOfPart(key) ?? .share, isForReaders)
      }
    default: break
    }
    if case .shape = type { return }
    if case .short = type { return }
    add(left, right, steps, isForReaders, span)
  }

  private mutating func fields(
    _ left: YAMLNode, _ right: YAMLNode, _ name: String, _ short: String?,
    _ steps: [FilePath.Step], _ isForReaders: Bool, _ span: SourceSpan
  ) {
    let shape = vocabulary.shape(name)
    let alone = short ?? (name == "step" ? "call" : nil)
    guard let one = expanded(left, alone), let two = expanded(right, alone) else {
      return add(left, right, steps, isForReaders, span)
    }
    let verbs = Self.verbs[name] ?? []
    func verb(_ entries: [YAMLEntry]) -> [String] {
      entries.map(\.key).filter { verbs.contains($0) }.sorted()
    }
    func process(_ entries: [YAMLEntry]) -> String? {
      name == "arrivals" ? entries.first { $0.key == "process" }?.value.scalarText : nil
    }
    guard verb(one) == verb(two), process(one) == process(two) else {
      return add(left, right, steps, isForReaders, span)
    }
    let domains = vocabulary.domainKeys
    entries(one, two, steps, span) { key in
      guard let field = shape.field(key) else {
        let domain = domains[key].map { FieldType.shape($0) }
        return (domain ?? .anything, isForReaders || key.hasPrefix("x-"))
      }
      return (field.type, isForReaders || field.absence == .documentation)
    }
  }

  private mutating func entries(
    _ left: [YAMLEntry], _ right: [YAMLEntry], _ steps: [FilePath.Step], _ span: SourceSpan,
    _ field: (String) -> (type: FieldType, isForReaders: Bool)
  ) {
    for key in left.map(\.key)
      + right.map(\.key).filter({ key in
        !left.contains { $0.key == key }
      })
    {
      let two = right.first { $0.key == key }
      let (type, isForReaders) = field(key)
      compare(
        left.first { $0.key == key }?.value, two?.value, type, steps + [.key(key)],
        isForReaders: isForReaders, two?.keySpan ?? span)
    }
  }

  /// The entries of a map, a short form written out; nil where it has none.
  private func expanded(_ node: YAMLNode, _ short: String?) -> [YAMLEntry]? {
    if let entries = node.entries { return entries }
    guard let short else { return nil }
    return [YAMLEntry(key: short, keySpan: node.span, value: node)]
  }

  private mutating func add(
    _ left: YAMLNode?, _ right: YAMLNode?, _ steps: [FilePath.Step], _ isForReaders: Bool,
    _ span: SourceSpan
  ) {
    var change = FileChange(
      path: Self.text(steps), span: span, action: right.map { .set($0) } ?? .remove)
    change.steps = steps
    found.append(
      FileDifference(
        before: left.map(Self.flow), after: right.map(Self.flow), isForReaders: isForReaders,
        change: change))
  }

  // MARK: Text

  private static func text(_ steps: [FilePath.Step]) -> String {
    steps.reduce("") { text, step in
      switch step {
      case .key(let key): text.isEmpty ? key : "\(text).\(key)"
      case .item(let word): "\(text)[\(word)]"
      }
    }
  }

  /// Whether two nodes hold the same, wherever they stand and in whatever order their keys are.
  static func isSame(_ left: YAMLNode, _ right: YAMLNode) -> Bool {
    switch (left.content, right.content) {
    case (.scalar(let one), .scalar(let two)): one.text == two.text
    case (.sequence(let one), .sequence(let two)):
      one.count == two.count && zip(one, two).allSatisfy(isSame)
    case (.mapping(let one), .mapping(let two)):
      one.count == two.count
        && one.allSatisfy { entry in
          two.first { $0.key == entry.key }.map { isSame(entry.value, $0.value) } ?? false
        }
    default: false
    }
  }

  /// A node on one line, as it could stand in a file.
  static func flow(_ node: YAMLNode) -> String {
    switch node.content {
    case .scalar(let scalar): scalar.text
    case .sequence(let items): "[" + items.map(flow).joined(separator: ", ") + "]"
    case .mapping(let entries):
      "{ " + entries.map { "\($0.key): \(flow($0.value))" }.joined(separator: ", ") + " }"
    }
  }
}
