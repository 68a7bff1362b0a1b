import ArchitectureModel
import ExerciseFiles
import PluginAPI

/// The places in which a word is looked up, in the order of the answer.
enum ExplainSources {
  static func all(_ plugins: PluginSet) -> [(String) -> [String]] {
    [
      { check($0, plugins) }, { code($0) }, { kind($0, plugins.vocabulary) },
      { FieldPages.pages($0, plugins) }, { trait($0, plugins.vocabulary) },
      { measure($0, plugins) }, { drill($0, plugins) }, { load($0, plugins) },
      { glossary($0, plugins) }, { FieldPages.values($0, plugins) },
    ]
  }

  /// Every word that is known, for suggestions.
  static func words(_ plugins: PluginSet) -> [String] {
    let vocabulary = plugins.vocabulary
    var words = plugins.checks.flatMap { [$0.page.id] + $0.page.aliases }
    words += vocabulary.kinds.map(\.name) + vocabulary.traits
    words += FieldWords.paths(from: vocabulary.shape("component"), vocabulary).map(\.path)
    words += vocabulary.orderedShapes.flatMap { $0.fields.map(\.key) }
    words += plugins.measures.map(\.id) + plugins.plugins.flatMap { $0.drills.map(\.id) }
    words += plugins.plugins.flatMap { $0.loadModels.map(\.id) }
    words += (CoreWords.all + plugins.plugins.flatMap(\.glossary)).map(\.word)
    words += vocabulary.orderedShapes.flatMap { shape in
      shape.fields.flatMap { FieldWords.choices($0.type) }
    }
    words += DiagnosticPage.all.map(\.code)
    var seen: Set<String> = []
    return words.filter { seen.insert($0).inserted }
  }

  private static func same(_ left: String, _ right: String) -> Bool {
    left.lowercased() == right.lowercased()
  }

  private static func check(_ word: String, _ plugins: PluginSet) -> [String] {
    let found =
      plugins.check(word)?.page
      ?? plugins.checks.first { $0.page.id.split(separator: ".").last.map(String.init) == word }?
      .page
    guard let found else { return [] }
    var page = ExplainPage(found.id, found.title)
    page.say(found.summary)
    page.part("why", found.why)
    page.part("how it is found", found.detection)
    page.part("when it is wrong", found.falsePositives)
    page.part("what to do", found.remedy)
    page.part("severity", found.severity.rawValue)
    if let example = found.failing.first {
      page.blank()
      page.say("Found in:")
      page.code(example.text)
    }
    if let example = found.passing.first {
      page.say("Not found in:")
      page.code(example.text)
    }
    for source in found.sources { page.part("source", source) }
    let domain = found.id.split(separator: ".").first.map(String.init) ?? ""
    page.seeAlso(
      found.aliases
        + plugins.checks.map(\.page.id).filter { $0.hasPrefix(domain + ".") && $0 != found.id }
        .prefix(3))
    return [page.text]
  }

  private static func code(_ word: String) -> [String] {
    guard let found = DiagnosticPage.page(word) else { return [] }
    var page = ExplainPage(found.code, "a problem in a file")
    page.say(found.about)
    page.say("For example:")
    page.code(found.example)
    return [page.text]
  }

  private static func kind(_ word: String, _ vocabulary: Vocabulary) -> [String] {
    guard let kind = vocabulary.kind(word) else { return [] }
    var page = ExplainPage(
      kind.name, "a kind of component" + (kind.extends.map { ", extends \($0)" } ?? ""))
    page.say(kind.about)
    page.part("modelled", kind.models)
    page.part("traits", kind.traits.joined(separator: ", "))
    for value in kind.defaults {
      page.part("default", "\(value.path): \(value.value) (\(value.source))")
    }
    for range in kind.ranges {
      page.part("believed", "\(range.path) \(range.words) (\(range.source))")
    }
    page.seeAlso([kind.extends].compactMap { $0 } + kind.traits.prefix(4))
    return [page.text]
  }

  private static func trait(_ word: String, _ vocabulary: Vocabulary) -> [String] {
    guard vocabulary.traits.contains(word) else { return [] }
    let kinds = vocabulary.kinds.filter { $0.has(word) }.map(\.name)
    let fields = vocabulary.shape("component").fields.filter { $0.traits.contains(word) }
    var page = ExplainPage(word, "a trait")
    page.part(
      "kinds", kinds.isEmpty ? "none; a component may claim it" : kinds.joined(separator: ", "))
    page.part("fields", fields.map(\.key).joined(separator: ", "))
    page.seeAlso(["trait"])
    return [page.text]
  }

  private static func measure(_ word: String, _ plugins: PluginSet) -> [String] {
    guard let measure = plugins.measure(word) else { return [] }
    var page = ExplainPage(measure.id, "a measure, in requirements (\(measure.dimension.rawValue))")
    page.say(measure.about)
    return [page.text]
  }

  private static func drill(_ word: String, _ plugins: PluginSet) -> [String] {
    guard let drill = plugins.drill(word) else { return [] }
    var page = ExplainPage(drill.id, "a drill: \(drill.title)")
    page.say(drill.expected)
    page.say("What breaks:")
    page.code(drill.faults)
    return [page.text]
  }

  private static func load(_ word: String, _ plugins: PluginSet) -> [String] {
    guard let model = plugins.loadModel(word) else { return [] }
    var page = ExplainPage(model.id, "a load model: \(model.title)")
    page.say(model.about)
    for setting in model.settings {
      page.part(
        setting.key,
        "\(setting.meaning) (\(TypeWords.describe(setting.type))"
          + (setting.fallback.map { "; \($0) if left out" } ?? "") + ")")
    }
    return [page.text]
  }

  /// What is known of a unit, or of the parts of a word such as `order.lost_writes`.
  static func partsOf(_ word: String, _ plugins: PluginSet) -> [String] {
    if let quantity = units[word] { return glossary(quantity, plugins) }
    let parts = word.split(separator: ".").map(String.init)
    guard parts.count > 1 else { return [] }
    // Names of operations and components come first and mean nothing here.
    let rest = parts.dropFirst().joined(separator: ".")
    return glossary(rest, plugins).isEmpty
      ? parts.flatMap { glossary($0, plugins) } : glossary(rest, plugins)
  }

  /// What a unit is of.
  private static let units: [String: String] = {
    let quantities = [
      "duration": ["ns", "us", "ms", "s", "min", "h", "d", "y"],
      "size": ["B", "KB", "KiB", "MB", "MiB", "GB", "GiB", "TB", "TiB"],
      "rate": ["/s", "/min", "/h"], "share": ["%"], "count": ["k", "M"],
      "bandwidth": ["bps", "kbps", "Mbps", "Gbps", "Tbps"], "money": ["USD", "EUR"],
    ]
    return Dictionary(
      quantities.flatMap { quantity, units in units.map { ($0, quantity) } },
      uniquingKeysWith: { first, _ in first })
  }()

  private static func glossary(_ word: String, _ plugins: PluginSet) -> [String] {
    let plain = word.replacing("_", with: " ")
    return (CoreWords.all + plugins.plugins.flatMap(\.glossary))
      .filter { same($0.word, word) || same($0.word, plain) }
      .map { entry in
        var page = ExplainPage(entry.word, "a word")
        page.say(entry.meaning)
        return page.text
      }
  }
}
