import PluginAPI

/// A check or diagnostic code as a rule of a SARIF log, with its page as help.
enum SARIFRule {
  static func rule(_ id: String, _ plugins: PluginSet, _ findings: [Finding]) -> JSONValue {
    if let page = plugins.check(id)?.page { return rule(page) }
    if let page = DiagnosticPage.page(id) {
      return rule(
        id, title: firstSentence(page.about), about: page.about,
        help: [("", page.about), ("Lines that get it", page.example)], level: "error")
    }
    // A finding of the core, which has no page: the limit of machines.
    let finding = findings.first { $0.check == id }
    let remedy = finding?.remedy ?? ""
    return rule(
      id, title: id, about: remedy.isEmpty ? id : remedy,
      help: [("", remedy.isEmpty ? id : remedy)],
      level: finding.map { SARIFDocument.level($0.severity) } ?? "warning")
  }

  private static func rule(_ page: CheckPage) -> JSONValue {
    rule(
      page.id, title: page.title, about: page.summary,
      help: [
        ("", page.summary), ("Why it matters", page.why), ("How it is detected", page.detection),
        ("When it is wrong", page.falsePositives), ("What to do", page.remedy),
        ("Sources", page.sources.joined(separator: "\n")),
      ], level: SARIFDocument.level(page.severity))
  }

  private static func rule(
    _ id: String, title: String, about: String, help: [(title: String, text: String)],
    level: String
  ) -> JSONValue {
    let parts = help.filter { !$0.text.isEmpty }
    let plain = parts.map { $0.title.isEmpty ? $0.text : "\($0.title): \($0.text)" }
    let marked = parts.map { part in
      let isExample = part.title == "Lines that get it"
      let text = isExample ? Markdown.block(part.text, "yaml") : Markdown.escaped(part.text)
      return part.title.isEmpty ? text : "**\(part.title)**\n\n\(text)"
    }
    let explain = "windtunnel explain \(id)"
    return .object([
      "id": .string(id), "shortDescription": .object(["text": .string(title)]),
      "fullDescription": .object(["text": .string(about)]),
      "help": .object([
        "text": .string((plain + ["See: \(explain)"]).joined(separator: "\n\n")),
        "markdown": .string((marked + ["See `\(explain)`."]).joined(separator: "\n\n")),
      ]),
      "defaultConfiguration": .object(["level": .string(level)]),
    ])
  }

  private static func firstSentence(_ text: String) -> String {
    guard let end = text.firstRange(of: ". ") else { return text }
    return String(text[..<end.lowerBound]) + "."
  }
}
