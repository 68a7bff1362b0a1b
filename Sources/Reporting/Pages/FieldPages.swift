import ArchitectureModel
import ExerciseFiles
import PluginAPI

/// Explanations of fields by key or path.
enum FieldPages {
  /// The pages of a key or path; a key that several maps have gets one page with all of them.
  static func pages(_ word: String, _ plugins: PluginSet) -> [String] {
    let vocabulary = plugins.vocabulary
    var found = word.contains(".") ? path(word, vocabulary) : byKey(word, vocabulary)
    if found.isEmpty, let shape = vocabulary.shapes[word] {
      found = shape.fields.map { ($0, shape) }
      guard !found.isEmpty else { return [] }
      return [overview(shape)]
    }
    guard !found.isEmpty else { return [] }
    var page = ExplainPage(word, found.count == 1 ? "a field" : "a field of several maps")
    for (index, (field, shape)) in found.enumerated() {
      if index > 0 { page.blank() }
      write(field, shape, vocabulary, &page)
    }
    let inner = found.flatMap { FieldWords.shapes($0.field.type) }
      .flatMap { vocabulary.shapes[$0]?.fields.map(\.key) ?? [] }
    var seen: Set<String> = []
    page.seeAlso(inner.filter { seen.insert($0).inserted }.prefix(8).map { "\(word).\($0)" })
    return [page.text]
  }

  /// The fields of which a word is one of the values, such as `round_robin`.
  static func values(_ word: String, _ plugins: PluginSet) -> [String] {
    let vocabulary = plugins.vocabulary
    let found = vocabulary.orderedShapes.filter { !$0.name.hasSuffix("_defaults") }
      .flatMap { shape in
        shape.fields.filter { FieldWords.choices($0.type).contains(word) }.map { ($0, shape) }
      }
    guard let first = found.first else { return [] }
    var seen: Set<String> = []
    let keys = found.map { "'\($0.0.key)'" }.filter { seen.insert($0).inserted }
    var page = ExplainPage(word, "a value of \(keys.joined(separator: ", "))")
    var written: Set<String> = []
    for (field, shape) in found where written.insert(field.key + field.meaning).inserted {
      if field != first.0 { page.blank() }
      write(field, shape, vocabulary, &page)
    }
    return [page.text]
  }

  typealias Place = (field: FieldRecord, shape: Shape)

  private static func byKey(_ key: String, _ vocabulary: Vocabulary) -> [Place] {
    vocabulary.orderedShapes.filter { !$0.name.hasSuffix("_defaults") }
      .compactMap { shape in shape.field(key).map { ($0, shape) } }
  }

  /// A path from the top of a file, or from a component or a step; names and indices are skipped.
  private static func path(_ path: String, _ vocabulary: Vocabulary) -> [Place] {
    let keys = path.split(separator: ".").map { String($0.prefix { $0 != "[" }) }
    for start in ["architecture", "component", "step", "exercise"] {
      if let found = walk(keys[...], vocabulary.shape(start), vocabulary) { return [found] }
    }
    for shape in vocabulary.orderedShapes {
      if let found = walk(keys[...], shape, vocabulary) { return [found] }
    }
    guard keys.count == 2, let shape = vocabulary.shapes[keys[0]] else { return [] }
    return shape.field(keys[1]).map { [($0, shape)] } ?? []
  }

  private static func walk(
    _ keys: ArraySlice<String>, _ shape: Shape, _ vocabulary: Vocabulary
  ) -> Place? {
    guard let key = keys.first else { return nil }
    if shape.takesDomainKeys, let name = vocabulary.domainKeys[key], keys.count > 1 {
      return walk(keys.dropFirst(), vocabulary.shape(name), vocabulary)
    }
    guard let field = shape.field(key) else { return nil }
    let rest = keys.dropFirst()
    guard !rest.isEmpty else { return (field, shape) }
    for name in FieldWords.shapes(field.type) {
      guard let inner = vocabulary.shapes[name] else { continue }
      if let found = walk(rest, inner, vocabulary) { return found }
      // The name of an entry of a map, such as that of a component.
      if let found = walk(rest.dropFirst(), inner, vocabulary) { return found }
    }
    return nil
  }

  private static func write(
    _ field: FieldRecord, _ shape: Shape, _ vocabulary: Vocabulary, _ page: inout ExplainPage
  ) {
    page.part("in", "\(shape.title) (\(shape.name))")
    page.part("meaning", field.meaning)
    page.part("value", TypeWords.describe(field.type))
    page.part("default", FieldWords.absence(field))
    page.part("default from", field.source ?? "")
    page.part("acts in", FieldWords.acts(field))
    page.part("kinds with", field.traits.joined(separator: " or "))
    page.part("claim", FieldWords.claim(field) ?? "")
    page.part("example", field.example.map { "\(field.key): \($0)" } ?? "")
    let path = shape.name == "component" ? field.key : "\(shape.name).\(field.key)"
    let defaults = vocabulary.kinds.compactMap { kind in
      kind.fallback(path).map { "\(kind.name) \($0.value)" }
    }
    page.part("by kind", defaults.joined(separator: "; "))
    guard field.claim != nil else { return }
    let own = vocabulary.kinds.compactMap { kind in
      kind.ranges.first { $0.path == path }.map { "\(kind.name) \($0.words)" }
    }
    let common =
      (PlausibleRanges.ofComponents + PlausibleRanges.ofSites + [PlausibleRanges.ofCalls])
      .first { $0.path == path || "site.\($0.path)" == path || "step.\($0.path)" == path }
      .map { "\(own.isEmpty ? "" : "others ")\($0.words) (\($0.source))" }
    page.part("believed", (own + [common].compactMap { $0 }).joined(separator: "; "))
  }

  private static func overview(_ shape: Shape) -> String {
    var page = ExplainPage(shape.name, shape.title)
    page.say(shape.about)
    for field in shape.fields { page.part(field.key, field.meaning) }
    page.seeAlso(shape.fields.prefix(6).map { "\(shape.name).\($0.key)" })
    return page.text
  }
}
