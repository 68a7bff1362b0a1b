public import PluginAPI

/// What a word means.
public enum ExplainResult: Sendable, Hashable {
  /// The explanation, as lines.
  case found(String)
  /// The word is not known; these are close.
  case unknown(suggestions: [String])
}

/// Explains any word of the tool: checks, fields, kinds, traits, measures, drills, codes, units.
public enum ExplainPages {
  static let width = 80

  /// Explains a word; one that means several things gets all of them.
  ///
  /// - Parameters:
  ///   - word: A check's id or alias, a field (`retry`, `queue.limit`,
  ///     `components.web.queue.limit`), a kind, trait, measure, drill, load model, diagnostic code,
  ///     unit or term.
  ///   - plugins: The active plugins.
  /// - Returns: The text, or words that are close.
  public static func explain(_ word: String, plugins: PluginSet) -> ExplainResult {
    let word =
      String(word.drop { $0 == " " || $0 == "`" })
      .split(separator: "`").first.map(String.init) ?? ""
    var parts = ExplainSources.all(plugins).flatMap { $0(word) }
    if parts.isEmpty { parts = ExplainSources.partsOf(word, plugins) }
    // `kind service`: the first word says what the second one is.
    if parts.isEmpty, let space = word.firstIndex(of: " "), whats.contains(String(word[..<space])) {
      return explain(String(word[word.index(after: space)...]), plugins: plugins)
    }
    guard !parts.isEmpty else {
      return .unknown(suggestions: suggestions(word, plugins))
    }
    return .found(parts.joined(separator: "\n"))
  }

  private static let whats: Set<String> = [
    "kind", "check", "field", "unit", "code", "measure", "trait", "drill", "load", "word",
  ]

  private static func suggestions(_ word: String, _ plugins: PluginSet) -> [String] {
    var words = ExplainSources.words(plugins)
    var found: [String] = []
    let folded = word.lowercased()
    if folded.count >= 3 {
      found += words.filter { $0.lowercased().contains(folded) }.prefix(5)
      words.removeAll { found.contains($0) }
    }
    while found.count < 5, let near = NearWord.nearest(to: word, among: words) {
      found.append(near)
      words.removeAll { $0 == near }
    }
    return found
  }
}

/// A page under construction.
struct ExplainPage {
  private var page = TextPage(TextStyle(colour: false, unicode: false, width: ExplainPages.width))

  init(_ word: String, _ what: String) {
    page.say("\(word): \(what)")
    page.blank()
  }

  mutating func say(_ text: String) {
    guard !text.isEmpty else { return }
    page.say(text, indent: 2)
    page.blank()
  }

  mutating func part(_ title: String, _ text: String) {
    guard !text.isEmpty else { return }
    page.say(text, indent: 2, label: title, hang: 18)
  }

  mutating func code(_ text: String) {
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      page.raw("      " + SafeText.line(String(line)))
    }
    page.blank()
  }

  mutating func blank() { page.blank() }

  mutating func seeAlso(_ words: [String]) {
    guard !words.isEmpty else { return }
    page.blank()
    page.say(words.joined(separator: ", "), indent: 2, label: "see also", hang: 18)
  }

  var text: String { page.text }
}
