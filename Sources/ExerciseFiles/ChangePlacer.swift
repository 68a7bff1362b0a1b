import ArchitectureModel
import Diagnostics
import YAMLTree

/// Puts a change into a file as read, by the field records: short forms are written out where the
/// path goes into them.
struct ChangePlacer {
  let vocabulary: Vocabulary
  let change: FileChange

  /// The changed file, and what type of value stands at the place.
  struct Placement {
    var root: YAMLNode
    var type: FieldType
  }

  /// Why a path leads nowhere.
  struct Refusal: Error {
    var message: String
    /// The word that is wrong, and those that would be right.
    var word = ""
    var legal: [String] = []
  }

  private typealias Placed = (node: YAMLNode?, type: FieldType)
  private typealias Rest = ArraySlice<FilePath.Step>

  /// The file with the change, or what is wrong with the path.
  func placed(in root: YAMLNode) -> (placement: Placement?, problem: Diagnostic?) {
    do throws(Refusal) {
      guard let steps = change.steps ?? FilePath(change.path)?.steps else {
        throw Refusal(message: "'\(change.path)' is no path")
      }
      let placed = try place(root, .shape("architecture"), steps[...], at: "")
      return (placed.node.map { Placement(root: $0, type: placed.type) }, nil)
    } catch {
      return (nil, problem(error))
    }
  }

  private func problem(_ refusal: Refusal) -> Diagnostic {
    let shown = refusal.legal.prefix(24).joined(separator: ", ")
    let allowed =
      refusal.legal.isEmpty
      ? FilePath.allowed : refusal.legal.count > 24 ? shown + ", …" : shown
    let near = NearestName.nearest(to: refusal.word, among: refusal.legal)
    return Diagnostic(
      code: "arch.unknown-path", severity: .error, message: refusal.message, span: change.span,
      notes: [DiagnosticNote(message: "allowed: \(allowed)")],
      fix: near.map { FixIt(message: "write '\($0)' for '\(refusal.word)'", edits: []) })
  }

  // MARK: Walking

  private func place(
    _ node: YAMLNode?, _ type: FieldType, _ rest: Rest, at trail: String
  ) throws(Refusal) -> Placed {
    guard let step = rest.first else { return (try end(node, type, at: trail), type) }
    switch type {
    case .shape(let name): return try field(node, name, nil, rest, at: trail)
    case .short(let name, let short): return try field(node, name, short, rest, at: trail)
    case .map(_, let element): return try entry(node, element, rest, at: trail)
    case .list(let element): return try item(node, element, rest, at: trail)
    case .either(let types): return try either(node, types, rest, at: trail)
    case .spread: return try part(node, isWork: false, rest, at: trail)
    case .work: return try part(node, isWork: true, rest, at: trail)
    case .rateCurve: return try point(node, rest, at: trail)
    default:
      throw Refusal(
        message: "'\(trail)' is one value: \(Self.words(step)) cannot stand below it")
    }
  }

  private static func words(_ step: FilePath.Step) -> String {
    switch step {
    case .key(let key): "'\(key)'"
    case .item(let word): "'[\(word)]'"
    }
  }

  private func key(_ rest: Rest, at trail: String) throws(Refusal) -> String {
    switch rest.first {
    case .key(let key): return key
    case .item(let word): throw Refusal(message: "'\(trail)' is no list: it has no '[\(word)]'")
    case nil: throw Refusal(message: "'\(trail)' ends early")
    }
  }

  /// The alternative into which the path leads; those that fit what is written come first.
  private func either(
    _ node: YAMLNode?, _ types: [FieldType], _ rest: Rest, at trail: String
  ) throws(Refusal) -> Placed {
    let fitting = types.filter { type in
      node.map { TypeWords.fits($0, type, vocabulary) && TypeWords.mayRead($0, type) } ?? false
    }
    var first: Refusal?
    for type in fitting + types.filter({ !fitting.contains($0) }) {
      do throws(Refusal) {
        return try place(node, type, rest, at: trail)
      } catch {
        if first == nil { first = error }
      }
    }
    throw first ?? Refusal(message: "'\(trail)' is one value")
  }

  // MARK: Maps

  private func field(
    _ node: YAMLNode?, _ name: String, _ short: String?, _ rest: Rest, at trail: String
  ) throws(Refusal) -> Placed {
    let shape = vocabulary.shape(name)
    let key = try key(rest, at: trail)
    let entries = try entries(node, shape: name, short: short, at: trail)
    var type = shape.field(key)?.type
    if type == nil, shape.takesDomainKeys { type = vocabulary.domainKeys[key].map { .shape($0) } }
    if type == nil, key.hasPrefix("x-") { type = .anything }
    guard let type else {
      let legal =
        shape.fields.map(\.key) + (shape.takesDomainKeys ? vocabulary.domainKeys.keys.sorted() : [])
      let place = trail.isEmpty ? "the file" : "'\(trail)'"
      throw Refusal(message: "'\(key)' is not a field of \(place)", word: key, legal: legal)
    }
    let below = trail.isEmpty ? key : "\(trail).\(key)"
    let child = entries.first { $0.key == key }?.value
    let placed = try place(child, type, rest.dropFirst(), at: below)
    return (rebuilt(node, entries, key, placed.node), placed.type)
  }

  /// An entry of a map of names, which may have dots in them.
  private func entry(
    _ node: YAMLNode?, _ element: FieldType, _ rest: Rest, at trail: String
  ) throws(Refusal) -> Placed {
    let entries = try entries(node, shape: nil, short: nil, at: trail)
    var name = ""
    var found: (entry: YAMLEntry, taken: Int)?
    for (taken, step) in rest.enumerated() {
      guard case .key(let word) = step else { break }
      name += name.isEmpty ? word : ".\(word)"
      // Of names with points in them the longest that exists is meant.
      if let entry = entries.first(where: { $0.key == name }) { found = (entry, taken + 1) }
    }
    if let (entry, taken) = found {
      let placed = try place(
        entry.value, element, rest.dropFirst(taken), at: "\(trail).\(entry.key)")
      return (rebuilt(node, entries, entry.key, placed.node), placed.type)
    }
    let key = try key(rest, at: trail)
    guard rest.count == 1, case .set = change.action else {
      throw Refusal(
        message: "'\(trail)' has no '\(key)'", word: key, legal: entries.map(\.key))
    }
    let placed = try place(nil, element, rest.dropFirst(), at: "\(trail).\(key)")
    return (rebuilt(node, entries, key, placed.node), placed.type)
  }

  /// The entries of a map, a short form written out.
  private func entries(
    _ node: YAMLNode?, shape: String?, short: String?, at trail: String
  ) throws(Refusal) -> [YAMLEntry] {
    guard let node, !node.isNull else { return [] }
    if let entries = node.entries { return entries }
    if let short { return [YAMLEntry(key: short, keySpan: node.span, value: node)] }
    if shape == "step", node.scalarText != nil {
      return [YAMLEntry(key: "call", keySpan: node.span, value: node)]
    }
    throw Refusal(message: "'\(trail)' is \(node.kindName), not a map: nothing stands below it")
  }

  /// The map with a value at a key, or without the key.
  private func rebuilt(
    _ node: YAMLNode?, _ entries: [YAMLEntry], _ key: String, _ value: YAMLNode?
  ) -> YAMLNode {
    var kept: [YAMLEntry] = []
    var isDone = false
    for entry in entries {
      guard entry.key == key, !isDone else {
        kept.append(entry)
        continue
      }
      isDone = true
      if let value { kept.append(YAMLEntry(key: key, keySpan: entry.keySpan, value: value)) }
    }
    if !isDone, let value {
      kept.append(YAMLEntry(key: key, keySpan: change.span, value: value))
    }
    return YAMLNode(content: .mapping(kept), span: node?.span ?? change.span)
  }

  // MARK: Lists

  private func item(
    _ node: YAMLNode?, _ element: FieldType, _ rest: Rest, at trail: String
  ) throws(Refusal) -> Placed {
    var items = node?.items ?? node.map { $0.isNull ? [] : [$0] } ?? []
    let word: String
    switch rest.first {
    case .item(let text): word = text
    case .key(let text): word = text
    case nil: throw Refusal(message: "'\(trail)' ends early")
    }
    let names = items.map { Self.target($0) ?? "" }
    guard let index = Int(word) ?? Self.index(of: word, in: names), index >= 0 else {
      throw Refusal(
        message: "'\(trail)' has no item '\(word)'", word: word,
        legal: items.indices.map(String.init) + names.filter { !$0.isEmpty })
    }
    let isNew = index == items.count && rest.count == 1
    guard index < items.count || isNew else {
      throw Refusal(
        message: "'\(trail)' has \(items.count) items, the last is [\(items.count - 1)]")
    }
    let old = isNew ? nil : items[index]
    let placed = try place(old, element, rest.dropFirst(), at: "\(trail)[\(index)]")
    if let new = placed.node {
      if isNew { items.append(new) } else { items[index] = new }
    } else {
      items.remove(at: index)
    }
    return (YAMLNode(content: .sequence(items), span: node?.span ?? change.span), placed.type)
  }

  /// The component that a step goes to, or its own name.
  private static func target(_ node: YAMLNode) -> String? {
    if let text = node.scalarText { return text }
    for key in ["name", "call", "send", "read", "write", "then"] {
      if let text = node[key]?.scalarText { return text }
    }
    return nil
  }

  /// The item that a target or a link id such as `web->db#2` names.
  private static func index(of word: String, in names: [String]) -> Int? {
    var target = word
    if let arrow = word.firstRange(of: "->") { target = String(word[arrow.upperBound...]) }
    var number = 1
    if let mark = target.lastIndex(of: "#"), let count = Int(target[target.index(after: mark)...]) {
      number = count
      target = String(target[..<mark])
    }
    let found = names.indices.filter { names[$0] == target }
    return found.indices.contains(number - 1) ? found[number - 1] : nil
  }

  // MARK: Values

  /// What stands at the end of the path.
  ///
  /// A lone value where the file has the long form of a short one takes the place of what it stands
  /// for, and leaves the rest.
  private func end(
    _ node: YAMLNode?, _ type: FieldType, at trail: String
  ) throws(Refusal) -> YAMLNode? {
    guard case .set(let value) = change.action else {
      guard node != nil else { throw Refusal(message: "there is no '\(trail)' to take out") }
      return nil
    }
    guard let entries = node?.entries, value.scalarText != nil else { return value }
    switch type {
    case .short(_, let field): return rebuilt(node, entries, field, value)
    case .spread, .work:
      for key in ["mean", "exact"] where entries.contains(where: { $0.key == key }) {
        return rebuilt(node, entries, key, value)
      }
      return value
    default: return value
    }
  }

  private func part(
    _ node: YAMLNode?, isWork: Bool, _ rest: Rest, at trail: String
  ) throws(Refusal) -> Placed {
    let key = try key(rest, at: trail)
    let type = isWork && key == "cpu" ? FieldType.share : ShapeReader.typeOfPart(key)
    guard let type else {
      throw Refusal(
        message: "'\(key)' is not part of a spread", word: key,
        legal: ShapeReader.spreadKeys + (isWork ? ["cpu"] : []))
    }
    let entries = try entries(node, shape: nil, short: "mean", at: trail)
    let child = entries.first { $0.key == key }?.value
    let placed = try place(child, type, rest.dropFirst(), at: "\(trail).\(key)")
    return (rebuilt(node, entries, key, placed.node), placed.type)
  }

  /// A moment or a rate of a curve.
  private func point(
    _ node: YAMLNode?, _ rest: Rest, at trail: String
  ) throws(Refusal) -> Placed {
    guard var items = node?.items, case .item(let word) = rest.first, let index = Int(word),
      items.indices.contains(index), rest.count == 2, case .key(let key)? = rest.last
    else {
      throw Refusal(message: "'\(trail)' is a rate, or points of which one is '[0].rate'")
    }
    guard let type = ["at": FieldType.duration, "rate": .rate][key] else {
      throw Refusal(
        message: "'\(key)' is no part of a point", word: key, legal: ["at", "rate"])
    }
    let entries = try entries(items[index], shape: nil, short: nil, at: "\(trail)[\(index)]")
    let child = entries.first { $0.key == key }?.value
    let placed = try place(child, type, [], at: "\(trail)[\(index)].\(key)")
    items[index] = rebuilt(items[index], entries, key, placed.node)
    return (YAMLNode(content: .sequence(items), span: node?.span ?? change.span), type)
  }
}
