import ArchitectureModel
import Diagnostics
import ExerciseFiles
import PluginAPI

/// Checks what a plugin declares: ids, kinds, fields, measures and drills.
struct RecordRules {
  let plugin: any DomainPlugin
  let vocabulary: Vocabulary
  let reader: FieldText
  let id: String

  init(_ plugin: any DomainPlugin) {
    self.plugin = plugin
    id = plugin.manifest.id
    vocabulary = PluginSet([plugin]).vocabulary
    reader = FieldText(vocabulary)
  }

  /// What is wrong, in the order of the members of a plugin.
  ///
  /// Shapes come first: what refers to a shape that does not exist cannot be read at all.
  var problems: [ConformanceProblem] {
    let shapes = shapeProblems
    guard shapes.isEmpty else { return shapes }
    return idProblems + fieldProblems + kindProblems + LoadRules(self).problems
      + measureProblems + drillProblems
  }

  // MARK: Ids

  /// Whether a text is made of words of small letters and digits with the separator between.
  static func isWords(_ text: some StringProtocol, _ separator: Character) -> Bool {
    let words = text.split(separator: separator, omittingEmptySubsequences: false)
    guard let first = text.first, first.isLetter else { return false }
    return words.allSatisfy { word in
      !word.isEmpty && word.allSatisfy { ("a"..."z").contains($0) || ("0"..."9").contains($0) }
    }
  }

  private var idProblems: [ConformanceProblem] {
    var found: [ConformanceProblem] = []
    if !Self.isWords(id, "-") { found.append(.init("plugin-id", "'\(id)' is not kebab-case")) }
    let checks = plugin.checks.map(\.page.id)
    if checks != checks.sorted() {
      found.append(.init("checks-sorted", "checks are not sorted by id"))
    }
    found += unique("check-id", checks + plugin.checks.flatMap(\.page.aliases))
    found += checks.flatMap { prefixed("check-id", $0, ".", words: "-") }
    found += unique("trait", plugin.traits)
    found += plugin.traits.filter { !Self.isWords($0, "_") }
      .map { .init("trait", "'\($0)' is not snake_case") }
    found += unique("glossary", plugin.glossary.map { $0.word.lowercased() })
    found += plugin.glossary.filter { $0.word.isEmpty || $0.meaning.isEmpty }
      .map { .init("glossary", "'\($0.word)' is not explained") }
    return found
  }

  func unique(_ rule: String, _ ids: [String]) -> [ConformanceProblem] {
    var seen: Set<String> = []
    return ids.filter { !seen.insert($0).inserted }.map { .init(rule, "'\($0)' stands twice") }
  }

  func prefixed(
    _ rule: String, _ text: String, _ mark: String, words: Character
  ) -> [ConformanceProblem] {
    guard text.hasPrefix(id + mark) else {
      return [.init(rule, "'\(text)' does not begin with '\(id)\(mark)'")]
    }
    let rest = text.dropFirst(id.count + mark.count)
    if Self.isWords(rest, words) { return [] }
    return [.init(rule, "'\(text)' is not written with '\(words)' between words")]
  }

  /// Problems of a value that a record gives as text.
  func unreadable(
    _ rule: String, _ text: String, _ type: FieldType, _ name: String
  ) -> [ConformanceProblem] {
    reader.read(text, type, name: name).problems.map {
      .init(rule, "\(name): '\(text)' does not read: \($0.message)")
    }
  }

  // MARK: Fields

  private var ownShapes: [Shape] { [plugin.componentFields].compactMap { $0 } + plugin.shapes }

  private var shapeProblems: [ConformanceProblem] {
    var found: [ConformanceProblem] = []
    if let top = plugin.componentFields, top.name != id {
      found.append(.init("shape-name", "'\(top.name)' is not the plugin's id '\(id)'"))
    }
    found += plugin.shapes.filter { !$0.name.hasPrefix(id) }
      .map { .init("shape-name", "'\($0.name)' does not begin with '\(id)'") }
    found += unique("shape-name", ownShapes.map(\.name))
    for shape in ownShapes {
      for name in shape.fields.flatMap({ Self.shapes($0.type) })
      where vocabulary.shapes[name] == nil {
        found.append(.init("shape-known", "\(shape.name) refers to '\(name)', which is no shape"))
      }
    }
    return found
  }

  private static func shapes(_ type: FieldType) -> [String] {
    switch type {
    case .shape(let name), .short(let name, _): [name]
    case .list(let element), .map(_, let element): shapes(element)
    case .either(let types): types.flatMap { shapes($0) }
    default: []
    }
  }

  private var fieldProblems: [ConformanceProblem] {
    ownShapes.flatMap { shape -> [ConformanceProblem] in
      unique("field", shape.fields.map { "\(shape.name).\($0.key)" })
        + shape.fields.flatMap { field(record: $0, in: shape.name) }
    }
  }

  private func field(record: FieldRecord, in shape: String) -> [ConformanceProblem] {
    let name = "\(shape).\(record.key)"
    var found: [ConformanceProblem] = []
    if !Self.isWords(record.key, "_") {
      found.append(.init("field", "'\(name)' is not snake_case"))
    }
    if record.meaning.isEmpty { found.append(.init("field", "'\(name)' has no meaning")) }
    if record.actsIn.isEmpty { found.append(.init("field", "'\(name)' acts in nothing")) }
    for text in [record.fallback, record.example].compactMap({ $0 }) {
      found += unreadable("field-default", text, record.type, name)
    }
    return found
  }

  // MARK: Kinds

  private var kindProblems: [ConformanceProblem] {
    unique("kind-name", vocabulary.kinds.map(\.name)) + plugin.kinds.flatMap { kind($0) }
  }

  private func kind(_ kind: KindRecord) -> [ConformanceProblem] {
    var found = prefixed("kind-name", kind.name, "/", words: "_")
    if kind.extends.flatMap({ vocabulary.kind($0) }) == nil {
      found.append(
        .init("kind-extends", "\(kind.name) extends '\(kind.extends ?? "")', which is no kind"))
    }
    if kind.about.isEmpty || kind.models.isEmpty {
      found.append(.init("kind-words", "\(kind.name) does not say what it is and models"))
    }
    for value in kind.defaults {
      let name = "\(kind.name) \(value.path)"
      guard let type = type(of: value.path, kind) else {
        found.append(.init("kind-default", "\(name) is no field of the kind"))
        continue
      }
      found += unreadable("kind-default", value.value, type, name)
      if value.source.isEmpty { found.append(.init("kind-default", "\(name) has no source")) }
    }
    for range in kind.ranges {
      let name = "\(kind.name) \(range.path)"
      guard let type = type(of: range.path, kind) else {
        found.append(.init("kind-range", "\(name) is no field of the kind"))
        continue
      }
      let ends = [range.least, range.most].compactMap { $0 }
      if ends.isEmpty { found.append(.init("kind-range", "\(name) has no end")) }
      for end in ends { found += unreadable("kind-range", end, type, name) }
      if range.source.isEmpty { found.append(.init("kind-range", "\(name) has no source")) }
    }
    return found
  }

  /// The type of a path in a component of a kind; nil where the kind has no such field.
  private func type(of path: String, _ kind: KindRecord) -> FieldType? {
    var shape = vocabulary.shape("component")
    var type: FieldType?
    for (index, key) in path.split(separator: ".").map(String.init).enumerated() {
      guard let field = shape.field(key) else { return nil }
      if index == 0, !field.traits.isEmpty, !field.traits.contains(where: kind.has) { return nil }
      type = field.type
      if let inner = Self.shapes(field.type).first { shape = vocabulary.shape(inner) }
    }
    return type
  }

  // MARK: Measures and drills

  private var measureProblems: [ConformanceProblem] {
    let nothing = ScenarioMeasurements(scenario: "none", title: "none", lasts: 1, step: 1)
    let design = ExampleText("components:\n  one: { kind: service }", file: "one", plugin)
    return unique("measure-id", plugin.measures.map(\.id))
      + plugin.measures.flatMap { measure -> [ConformanceProblem] in
        var found = prefixed("measure-id", measure.id, ".", words: "_")
        if measure.about.isEmpty {
          found.append(.init("measure-words", "'\(measure.id)' is not explained"))
        }
        found += unique("measure-probes", measure.probes.map(\.id))
        if let architecture = design.architecture,
          let value = measure.value(nothing, architecture)?.value, !value.isFinite
        {
          found.append(.init("measure-value", "'\(measure.id)' of nothing is \(value)"))
        }
        return found
      }
  }

  private var drillProblems: [ConformanceProblem] {
    unique("drill-id", plugin.drills.map(\.id)) + plugin.drills.flatMap { drill($0) }
  }

  private func drill(_ drill: Drill) -> [ConformanceProblem] {
    var found = prefixed("drill-id", drill.id, ".", words: "-")
    if drill.title.isEmpty || drill.expected.isEmpty {
      found.append(.init("drill-words", "'\(drill.id)' does not say what is expected"))
    }
    let faults = reader.read(drill.faults, .list(.shape("scenario_fault")), name: drill.id)
    found += faults.problems.map { .init("drill-faults", "\(drill.id): \($0.message)") }
    if faults.problems.isEmpty, faults.value?.items.isEmpty ?? true {
      found.append(.init("drill-faults", "\(drill.id): nothing breaks"))
    }
    for item in faults.value?.items ?? [] {
      let verbs = item.record.map { Vocabulary.faultVerbs(of: $0) } ?? []
      if verbs != ["random"], item.record?["at"] == nil {
        found.append(.init("drill-faults", "\(drill.id): a fault does not say when it begins"))
      }
      if verbs == ["load"] { continue }
      guard verbs.count == 1, let target = item.record?[verbs[0]]?.record else {
        found.append(.init("drill-faults", "\(drill.id): a fault says \(verbs), not one thing"))
        continue
      }
      if ["trait", "kind", "holds", "serves"].allSatisfy({ target[$0] == nil }) {
        found.append(.init("drill-faults", "\(drill.id): the target selects nothing"))
      }
      if let trait = target["trait"]?.text, !vocabulary.traits.contains(trait) {
        found.append(.init("drill-faults", "\(drill.id): '\(trait)' is no trait"))
      }
      if let kind = target["kind"]?.text, vocabulary.kind(kind) == nil {
        found.append(.init("drill-faults", "\(drill.id): '\(kind)' is no kind"))
      }
    }
    return found
  }
}
