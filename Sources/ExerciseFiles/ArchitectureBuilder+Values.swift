import ArchitectureModel
import Diagnostics
import Quantities
import Stochastics
import YAMLTree

/// Where the values of one component come from: its record, the file's defaults, its kind, the
/// language, in this order.
struct ComponentScope {
  let id: String
  let record: ReadRecord
  let kind: KindRecord
}

extension ArchitectureBuilder {
  /// Whether the kind may have the field.
  func applies(_ field: FieldRecord, to kind: KindRecord) -> Bool {
    if ["replicas", "spread", "balance"].contains(field.key), kind.has("single_writer") {
      return false
    }
    if ["replicas", "balance", "startup", "batch", "tick", "sharing"].contains(field.key),
      kind.has("scales_to_zero")
    {
      return false
    }
    if field.key == "partitions", !kind.has("replayable") { return false }
    return field.traits.isEmpty || field.traits.contains { kind.has($0) }
  }

  /// The field record of a path in a component, such as `queue.limit`.
  func field(at path: [String], in shape: String = "component") -> FieldRecord? {
    guard let first = path.first, let field = vocabulary.shape(shape).field(first) else {
      return nil
    }
    if path.count == 1 { return field }
    switch field.type {
    case .shape(let name), .short(let name, _):
      return self.field(at: Array(path.dropFirst()), in: name)
    default: return nil
    }
  }

  /// The value of a path with its origin; nil where nobody says anything.
  mutating func lookUp(_ path: String, _ scope: ComponentScope) -> (ReadValue, Origin)? {
    let keys = path.split(separator: ".").map(String.init)
    if let value = scope.record.value(at: keys) { return (value, .stated(value.span)) }
    guard let field = field(at: keys) else { return nil }
    if let top = vocabulary.shape("component").field(keys[0]), applies(top, to: scope.kind),
      let defaults = root["defaults"]?.record?["component"]?.record,
      let value = defaults.value(at: keys)
    {
      return (value, .fileDefault(value.span))
    }
    if let fallback = scope.kind.fallback(path),
      let value = parsed(fallback.value, field.type, key: "\(scope.kind.name)/\(path)")
    {
      return (value, .kind(scope.kind.name))
    }
    if let fallback = field.fallback,
      let value = parsed(fallback, field.type, key: "language/\(path)")
    {
      return (value, .language)
    }
    return nil
  }

  /// A default as written in a record, read as if it stood in a file.
  mutating func parsed(_ text: String, _ type: FieldType, key: String) -> ReadValue? {
    if let known = defaultCache[key] { return known }
    let reading = YAMLReader().read(bytes: Array(text.utf8), file: key)
    guard let node = reading.root else { return nil }
    var reader = ShapeReader(vocabulary, file: key)
    let value = reader.value(node, type, subject: key)
    precondition(reader.problems.isEmpty, "the default '\(text)' of \(key) does not read")
    if let value { defaultCache[key] = value }
    return value
  }

  // MARK: Typed values

  mutating func spreadValue(_ path: String, _ scope: ComponentScope) -> Setting<Spread>? {
    guard let (value, origin) = lookUp(path, scope), let text = value.spread else { return nil }
    let kindText = scope.kind.fallback(path).flatMap {
      parsed($0.value, .spread, key: "\(scope.kind.name)/\(path)")
    }
    let kindSpread = kindText?.spread.flatMap { complete($0, kindShape: nil) }
    if case .like(let name) = text.form, distributions[name] == nil {
      // One whose own entry was refused is known, and said.
      guard !(root["distributions"]?.map ?? []).contains(where: { $0.key == name }) else {
        return nil
      }
      unknown(
        "arch.unknown-distribution", name, "'\(name)' is not under 'distributions'", value.span,
        legal: (root["distributions"]?.map ?? []).map(\.key))
      return nil
    }
    guard let spread = complete(text, kindShape: kindSpread) else { return nil }
    let usual = kindSpread ?? usualSpread(path)
    guard origin.isStated, let usual else { return Setting(spread, origin) }
    return believed(spread, against: usual, path, scope, origin)
  }

  /// The language's own default of a field that is a claim; nil where it has none.
  private mutating func usualSpread(_ path: String) -> Spread? {
    guard let field = field(at: path.split(separator: ".").map(String.init)),
      field.claim != nil, let text = field.fallback
    else { return nil }
    return parsed(text, .spread, key: "language/\(path)")?.spread.flatMap {
      complete($0, kindShape: nil)
    }
  }

  /// A spread in words.
  static func words(_ spread: Spread) -> String {
    "mean \(spread.mean.text), cv \(TypeWords.plain((spread.cv * 100).rounded() / 100))"
  }

  mutating func share(_ path: String, _ scope: ComponentScope) -> Setting<Double>? {
    guard let (value, origin) = lookUp(path, scope), let number = value.number else { return nil }
    guard origin.isStated, let field = field(at: path.split(separator: ".").map(String.init)),
      let direction = field.claim, let fallback = fallbackNumber(path, scope, field)
    else { return Setting(number, origin) }
    let quantity = ClaimQuantity<Double>(
      read: { $0.number }, size: { $0 }, text: { Share(fraction: $0).text })
    return held(
      Setting(number, origin), ofComponent(path, scope), usual: fallback, direction, quantity)
  }

  private mutating func fallbackNumber(
    _ path: String, _ scope: ComponentScope, _ field: FieldRecord
  ) -> Double? {
    let text = scope.kind.fallback(path)?.value ?? field.fallback
    return text.flatMap { parsed($0, field.type, key: "\(scope.kind.name)?\(path)") }?.number
  }

  mutating func span(_ path: String, _ scope: ComponentScope) -> Setting<TimeSpan>? {
    guard let (value, origin) = lookUp(path, scope), let span = value.duration else { return nil }
    return Setting(span, origin)
  }

  mutating func count(_ path: String, _ scope: ComponentScope) -> Setting<Int?>? {
    guard let (value, origin) = lookUp(path, scope), let count = value.count else { return nil }
    return Setting(count, origin)
  }

  mutating func word<Word: RawRepresentable & Sendable>(
    _ path: String, _ scope: ComponentScope, _ type: Word.Type
  ) -> Setting<Word>? where Word.RawValue == String {
    guard let (value, origin) = lookUp(path, scope), let word = value.text.flatMap(Word.init) else {
      return nil
    }
    return Setting(word, origin)
  }
}
