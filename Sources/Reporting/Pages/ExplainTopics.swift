import ArchitectureModel
public import PluginAPI

/// All words that can be explained, by what they are.
public struct ExplainTopics: Sendable {
  private let groups: [(name: String, title: String, words: [String])]

  /// Gathers the words of the language and of the active plugins.
  public init(_ plugins: PluginSet) {
    let vocabulary = plugins.vocabulary
    let ofArchitecture = vocabulary.shape("architecture").fields.map(\.key)
    let ofComponents = vocabulary.shape("component").fields.map(\.key)
    let ofSteps = vocabulary.shape("step").fields.map(\.key)
    groups = [
      ("kinds", "kinds of components", vocabulary.kinds.map(\.name)),
      ("architecture", "fields of the file", ofArchitecture),
      ("components", "fields of a component", ofComponents),
      ("steps", "fields of a step", ofSteps),
      ("checks", "checks", plugins.checks.map(\.page.id)),
      ("loads", "load models", plugins.plugins.flatMap { $0.loadModels.map(\.id) }),
      ("measures", "measures of requirements", plugins.measures.map(\.id)),
      ("drills", "drills", plugins.plugins.flatMap { $0.drills.map(\.id) }),
      (
        "words", "words of the field",
        (CoreWords.all + plugins.plugins.flatMap(\.glossary)).map(\.word)
      ), ("traits", "traits of kinds", vocabulary.traits),
      ("codes", "codes of problems", DiagnosticPage.all.map(\.code)),
    ]
  }

  /// The words in eighty columns.
  public var text: String {
    var page = TextPage(TextStyle(colour: false, unicode: false, width: ExplainPages.width))
    page.say("windtunnel explain WORD says more about any of these.")
    for group in groups where !group.words.isEmpty {
      page.blank()
      page.say("\(group.title):")
      page.say(group.words.joined(separator: ", "), indent: 2)
    }
    return page.text
  }

  /// The words as a JSON object with a list for each group.
  public var json: String {
    JSONValue.object(
      Dictionary(
        groups.map { ($0.name, JSONValue.strings($0.words)) }, uniquingKeysWith: { $1 })
    ).text
  }
}
