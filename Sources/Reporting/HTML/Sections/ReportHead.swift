import ArchitectureModel
import Diagnostics
import PluginAPI

/// The head of the page: what it is about, the verdict, and in a few lines why.
enum ReportHead {
  private static let mostLosses = 5

  static func build(_ context: ReportContext) -> Markup {
    let report = context.report
    var parts: [Markup] = [.tag("h1", [], .text(TextParts.first(context.title)))]
    parts.append(.tag("ul", [.kind("facts quiet small")], all: facts(context)))
    if let summary = context.architecture?.summary, !summary.isEmpty {
      parts.append(.paragraph(summary))
    }
    parts.append(verdict(report))
    for note in VerdictWords.notes(report) {
      parts.append(.paragraph(note.text, HTMLPage.kind(note.tint)))
    }
    let missing = StopWords.missing(report)
    if !missing.isEmpty { parts.append(HTMLPage.bullets(missing)) }
    parts.append(why(context))
    return .several(parts)
  }

  private static func facts(_ context: ReportContext) -> [Markup] {
    let report = context.report
    var facts: [Markup] = []
    if let exercise = report.exercise {
      facts.append(.text("\(exercise.id) \(exercise.version), level \(exercise.level.rawValue)"))
    }
    facts.append(.several(["from ", .code(report.architecture.file)]))
    if let owner = context.architecture?.owner, !owner.isEmpty {
      facts.append(.several(["by ", .name(owner)]))
    }
    if !report.parameters.isEmpty {
      facts.append(
        .text(
          "variant: "
            + report.parameters.map { "\($0.name) \($0.value)" }.joined(separator: ", ")))
    }
    if report.machines > 0 { facts.append(.text(Figures.counted(report.machines, "machine"))) }
    return facts.map { .tag("li", [], $0) }
  }

  static func verdict(_ report: EvaluationReport) -> Markup {
    let isJudged = VerdictWords.isJudged(report)
    let kind: StaticString =
      switch isJudged ? Figures.tint(report.verdict) : .quiet {
      case .good, .verdictGood: "verdict good"
      case .bad, .verdictBad: "verdict bad"
      case .warn: "verdict warn"
      case .quiet, .strong: "verdict"
      }
    let sign = isJudged ? HTMLPage.sign(report.verdict) + " " : ""
    return .tag(
      "div", [.kind(kind)],
      .tag("span", [.kind("word")], .text(sign + VerdictWords.headline(report))),
      .tag("span", [.kind("points")], .text(VerdictWords.score(report))),
      report.score.map { SmallCharts.score($0.points, of: $0.max) } ?? .none)
  }

  /// The greatest losses in a line each, and what to try first.
  private static func why(_ context: ReportContext) -> Markup {
    var lines: [Markup] = context.lost.prefix(mostLosses).enumerated().map { index, result in
      let points = Figures.points(result.max - result.points)
      let causes = result.because.filter { !$0.hasPrefix("infinite:") }.prefix(2)
      return .tag(
        "li", [],
        .tag("strong", [], .text(result.max > result.points ? "\u{2212}\(points) " : "")),
        .tag(
          "a", [.link("loss", index)], .text(TextParts.first(result.text, result.id))),
        .text(". Measured: \(Figures.brief(result))."),
        .text(causes.isEmpty ? "" : " " + TextParts.sentence(causes.joined(separator: "; "))))
    }
    let kept = lines.count
    for (index, check) in context.lostChecks.enumerated() where lines.count < mostLosses {
      lines.append(
        .tag(
          "li", [],
          .tag("strong", [], .text("\u{2212}\(Figures.points(check.max - check.points)) ")),
          .tag("a", [.link("check", index)], .text(check.title)),
          .text(". " + TextParts.sentence(check.message))))
    }
    let hidden = context.lost.count - kept + context.lostChecks.count - (lines.count - kept)
    if hidden > 0 { lines.append(.tag("li", [], .text("and \(hidden) more below"))) }
    let first = context.lost.first { !$0.remedy.isEmpty }?.remedy ?? firstRemedy(context)
    guard !lines.isEmpty || first != nil else { return .none }
    return .several([
      .tag("ul", [], all: lines).when(!lines.isEmpty),
      first.map {
        .tag("p", [], .tag("strong", [], "Try first: "), .prose(TextParts.sentence($0)))
      } ?? .none,
    ])
  }

  private static func firstRemedy(_ context: ReportContext) -> String? {
    context.report.findings.first {
      $0.outcome == .violated && $0.severity >= .major && !$0.remedy.isEmpty
    }?.remedy
  }
}

/// Small changes of sentences.
enum TextParts {
  /// The text with a capital letter first and a full stop after it.
  ///
  /// A text that begins with a name in quotes or a sign keeps its beginning.
  static func sentence(_ text: String) -> String {
    guard let first = text.first, let last = text.last else { return "" }
    let head = first.isLowercase ? first.uppercased() + text.dropFirst() : text
    return ".!?:".contains(last) ? head : head + "."
  }

  /// The first text that can be seen.
  static func first(_ texts: String...) -> String {
    texts.first { text in text.contains { !$0.isWhitespace } } ?? "(no name)"
  }

  /// Where a finding shows: the line alone where it is in the report's own file.
  static func place(_ finding: Finding, in file: String) -> String {
    guard let place = finding.places.first, place.file == file else {
      return FindingPlace.text(finding)
    }
    return "line \(place.start.line)"
  }
}
