import Diagnostics
import ExerciseFiles
import PluginAPI

/// A run as a page of Markdown, for a pull request or the summary of a build.
///
/// Everything that comes from a file is escaped: a page of somebody's design cannot link, embed or
/// call anybody.
public enum SummaryPage {
  /// Findings shown before the rest is only counted.
  static let mostFindings = 10

  /// The page, with a line end after the last line.
  ///
  /// - Parameter result: The file as a command left it.
  /// - Returns: Markdown.
  public static func markdown(_ result: FileResult) -> String {
    var parts = [title(result)]
    if !result.isValid {
      parts.append("The file is not valid, so nothing could be run.")
    }
    if !result.problems.isEmpty {
      parts.append(result.problems.map { "- \(problem($0))" }.joined(separator: "\n"))
    }
    if let report = result.report {
      parts += verdict(report) + requirements(report) + goals(report) + checks(report)
    }
    parts += findings(result)
    if let report = result.report { parts.append(provenance(report)) }
    return parts.joined(separator: "\n\n") + "\n"
  }

  private static func title(_ result: FileResult) -> String {
    let name = MarkdownText.code(result.file)
    guard let exercise = result.exercise else { return "## \(name)" }
    return "## \(MarkdownText.escaped(exercise.title)): \(name)"
  }

  /// A problem in a line.
  static func problem(_ problem: Diagnostic) -> String {
    var text = ""
    if let span = problem.span {
      text = MarkdownText.code("\(span.file):\(span.start.line):\(span.start.column)") + " "
    }
    text += "**\(problem.severity.rawValue)** \(MarkdownText.escaped(problem.message))"
    if let fix = problem.fix { text += "; fix: \(MarkdownText.escaped(fix.message))" }
    return text + " (\(MarkdownText.code(problem.code)))"
  }

  private static func verdict(_ report: EvaluationReport) -> [String] {
    guard let score = report.score else {
      guard !report.goals.isEmpty else { return ["Simulated; the file states no goals."] }
      let kept = report.goals.count { $0.verdict == .met }
      return [
        "**\(Figures.headline(report.verdict))**: \(kept) of \(report.goals.count) goals are kept."
      ]
    }
    var text =
      "**\(Figures.headline(report.verdict))**: \(Figures.points(score.points)) of "
      + "\(Figures.counted(score.max, "point"))."
    if score.pending > 0 {
      text += " \(Figures.counted(score.pending, "point")) could not be judged."
    }
    let must = report.requirements.filter { $0.isMust && $0.verdict != .met }
    if !must.isEmpty {
      text += " Must be full: \(must.map { MarkdownText.escaped($0.id) }.joined(separator: ", "))."
    }
    let limits = report.findings.filter {
      $0.check == "constraints.machines" && $0.outcome == .violated
    }
    return [text] + limits.map { "No points: \(MarkdownText.escaped($0.message))." }
  }

  private static func requirements(_ report: EvaluationReport) -> [String] {
    guard !report.requirements.isEmpty else { return [] }
    let table = Markdown.table(
      ["", "requirement", "measured", "asked", "points"],
      report.requirements.map { result in
        let sign = result.fullAt < result.zeroAt ? "at most " : "at least "
        return [
          Figures.word(result.verdict),
          MarkdownText.escaped("\(result.id) \(result.text)") + (result.isMust ? " **must**" : ""),
          Figures.brief(result.value, result.dimension),
          (result.fullAt == result.zeroAt ? "" : sign)
            + Figures.brief(result.fullAt, result.dimension),
          "\(Figures.points(result.points))/\(Figures.points(result.max))",
        ]
      })
    let reasons = report.requirements.filter { $0.verdict != .met && !$0.because.isEmpty }.map {
      "- \(MarkdownText.escaped($0.id)): "
        + $0.because.map(MarkdownText.escaped).joined(separator: "; ")
        + ($0.remedy.isEmpty ? "" : ". Try: \(MarkdownText.escaped($0.remedy))")
    }
    return ["### Requirements\n\n" + table.trimmedEnd]
      + (reasons.isEmpty ? [] : [reasons.joined(separator: "\n")])
  }

  private static func goals(_ report: EvaluationReport) -> [String] {
    guard !report.goals.isEmpty else { return [] }
    let table = Markdown.table(
      ["", "goal", "measured", "promised"],
      report.goals.map { goal in
        [
          Figures.word(goal.verdict), MarkdownText.escaped("\(goal.operation) \(goal.goal)"),
          Figures.brief(goal.value, goal.dimension), Figures.brief(goal.promised, goal.dimension),
        ]
      })
    return ["### Goals\n\n" + table.trimmedEnd]
  }

  private static func checks(_ report: EvaluationReport) -> [String] {
    guard !report.scoredChecks.isEmpty else { return [] }
    let table = Markdown.table(
      ["", "check", "says", "points"],
      report.scoredChecks.map { check in
        [
          Figures.word(check.outcome), MarkdownText.code(check.check),
          MarkdownText.escaped(check.message),
          "\(Figures.points(check.points))/\(Figures.points(check.max))",
        ]
      })
    return ["### Checks that carry points\n\n" + table.trimmedEnd]
  }

  private static func findings(_ result: FileResult) -> [String] {
    let scored = Set(result.report?.scoredChecks.map(\.check) ?? [])
    let open = result.findings.filter {
      ($0.outcome == .violated || $0.outcome == .unknown) && !scored.contains($0.check)
    }
    guard !open.isEmpty else { return [] }
    var lines = open.prefix(mostFindings).map { finding in
      let place = FindingPlace.text(finding)
      let word = finding.outcome == .unknown ? "not stated" : finding.severity.rawValue
      return "- **\(word)** \(MarkdownText.escaped(finding.message))"
        + (place.isEmpty ? "" : " at \(MarkdownText.code(place))")
        + " (\(MarkdownText.code(finding.check)))"
    }
    if open.count > mostFindings { lines.append("- and \(open.count - mostFindings) more") }
    return [
      "### \(result.report == nil ? "Findings" : "Advice")\n\n" + lines.joined(separator: "\n")
    ]
  }

  private static func provenance(_ report: EvaluationReport) -> String {
    var facts = [report.tool, "seed \(report.seed)", report.architecture.digest]
    facts += report.parameters.map { "\($0.name) \($0.value)" }
    return facts.map(MarkdownText.escaped).joined(separator: ", ")
  }
}

extension String {
  /// Without line ends at the end.
  fileprivate var trimmedEnd: String {
    var text = self[...]
    while text.last == "\n" { text.removeLast() }
    return String(text)
  }
}
