import Diagnostics
import PluginAPI

/// Findings, grouped by what to do next.
enum FindingSection {
  private static let mostSteps = 30
  private static let mostPlaces = 8

  /// What to do with findings of some outcome.
  private enum Next: Int, CaseIterable {
    case run, first, then, later, say, know

    init?(_ finding: Finding) {
      switch (finding.outcome, finding.severity) {
      case (.notRun, _): self = .run
      case (.violated, .blocker): self = .first
      case (.violated, .major): self = .then
      case (.violated, .minor): self = .later
      case (.violated, .info): self = .know
      case (.unknown, _): self = .say
      case (.satisfied, _), (.notApplicable, _): return nil
      }
    }

    var title: String {
      switch self {
      case .run: "Make it run: these checks could not be run"
      case .first: "Mend first: it misses the goal or breaks a duty"
      case .then: "Mend next: it works today and fails in a stated case"
      case .later: "Mend when there is time: it costs or risks without need"
      case .say: "Say it in the file: the checks cannot tell"
      case .know: "Worth knowing"
      }
    }

    var kind: StaticString {
      switch self {
      case .run, .first, .then: "card bad"
      case .later, .say: "card warn"
      case .know: "card"
      }
    }
  }

  /// Findings that one step mends.
  private struct Step {
    var check: String
    var remedy: String
    var findings: [Finding]
  }

  static func build(_ context: ReportContext) -> ReportSection? {
    let findings = context.report.findings
    guard !findings.isEmpty else { return nil }
    var parts = Next.allCases.compactMap { next in
      group(next, findings.filter { Next($0) == next }, context.report.architecture.file)
    }
    if parts.isEmpty {
      parts.append(.paragraph("No check found a defect, and none had to guess."))
    }
    parts.append(right(findings))
    return ReportSection(
      anchor: "findings", title: "Findings, by what to do next", content: .several(parts))
  }

  private static func group(_ next: Next, _ findings: [Finding], _ file: String) -> Markup? {
    guard !findings.isEmpty else { return nil }
    var steps: [Step] = []
    for finding in findings {
      let same = steps.firstIndex {
        $0.check == finding.check && $0.remedy == finding.remedy
      }
      if let same {
        steps[same].findings.append(finding)
      } else {
        steps.append(Step(check: finding.check, remedy: finding.remedy, findings: [finding]))
      }
    }
    let hidden = steps.dropFirst(mostSteps).reduce(0) { $0 + $1.findings.count }
    let rest =
      hidden > 0 ? "and \(hidden) more findings, which 'windtunnel check --all' lists" : ""
    return .several([
      .tag("h3", [], .text("\(next.title) (\(findings.count))")),
      .several(steps.prefix(mostSteps).map { card($0, next.kind, file) }),
      Markup.paragraph(rest).when(hidden > 0),
    ])
  }

  private static func card(_ step: Step, _ kind: StaticString, _ file: String) -> Markup {
    let title = TextParts.first(
      TextParts.sentence(step.remedy), step.findings.first?.message ?? "", step.check)
    let entries = step.findings.prefix(mostPlaces).map { entry($0, file) }
    let hidden = step.findings.count - entries.count
    return .tag(
      "article", [.kind(kind)], .tag("h4", [], .prose(title)),
      .tag(
        "ul", [],
        all: entries + [hidden > 0 ? .tag("li", [], .text("and \(hidden) more")) : .none]),
      step.check.isEmpty
        ? .none
        : .tag("p", [.kind("quiet small")], .code("windtunnel explain \(step.check)")))
  }

  /// One finding.
  private static func entry(_ finding: Finding, _ file: String) -> Markup {
    var parts: [Markup] = [.text(TextParts.sentence(finding.message))]
    if !finding.because.isEmpty {
      parts.append(
        .text(
          " Because "
            + finding.because.map { reason in
              reason.last == "." ? String(reason.dropLast()) : reason
            }.joined(separator: "; ") + "."))
    }
    if !finding.facts.isEmpty {
      parts.append(
        .tag(
          "span", [.kind("quiet small")],
          .text(" " + finding.facts.map { "\($0.name) \($0.value)" }.joined(separator: ", "))))
    }
    if let fix = finding.fix {
      parts.append(.several([" Fix: ", .text(fix.message), "."]))
    }
    let place = TextParts.place(finding, in: file)
    if !place.isEmpty {
      parts.append(.several([" ", .tag("span", [.kind("quiet small")], .code(place))]))
    }
    return .tag("li", [], all: parts)
  }

  /// What is right already, in a list that opens.
  private static func right(_ findings: [Finding]) -> Markup {
    let satisfied = findings.filter { $0.outcome == .satisfied }
    guard !satisfied.isEmpty else { return .none }
    var checks: [(check: String, count: Int)] = []
    for finding in satisfied {
      if let same = checks.firstIndex(where: { $0.check == finding.check }) {
        checks[same].count += 1
      } else {
        checks.append((finding.check, 1))
      }
    }
    return .tag(
      "details", [],
      .tag(
        "summary", [],
        .text(
          "Already right: \(Figures.counted(checks.count, "check")) satisfied in "
            + Figures.counted(satisfied.count, "place"))),
      .tag(
        "ul", [],
        all: checks.map {
          .tag("li", [], .code($0.check), .text($0.count > 1 ? " (\($0.count))" : ""))
        }))
  }
}
