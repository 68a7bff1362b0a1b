import Diagnostics
import PluginAPI

/// Findings as a list, grouped by how much they matter.
enum FindingList {
  static let most = 12

  /// Violations first by severity, then what was not stated; satisfied ones are only counted.
  static func render(_ findings: [Finding], showAll: Bool, _ page: inout TextPage) {
    let violated = findings.filter { $0.outcome == .violated }
    let unknown = findings.filter { $0.outcome == .unknown || $0.outcome == .notRun }
    guard !violated.isEmpty || !unknown.isEmpty else { return }
    var left = showAll ? Int.max : most
    for severity in Severity.allCases.reversed() {
      group(violated.filter { $0.severity == severity }, title(severity), &left, &page)
    }
    group(unknown, "NOT STATED: the checks cannot tell", &left, &page)
    let shown = showAll ? violated.count + unknown.count : most - left
    let hidden = violated.count + unknown.count - shown
    if hidden > 0 {
      page.blank()
      page.say("\(page.style.more) and \(hidden) more (--all)")
    }
  }

  private static func title(_ severity: Severity) -> String {
    switch severity {
    case .blocker: "BLOCKERS: they miss the goal or break a duty"
    case .major: "MAJOR FINDINGS: they work today and fail in a stated case"
    case .minor: "MINOR FINDINGS: they cost or risk without need"
    case .info: "WORTH KNOWING"
    }
  }

  private static func group(
    _ findings: [Finding], _ title: String, _ left: inout Int, _ page: inout TextPage
  ) {
    guard !findings.isEmpty, left > 0 else { return }
    page.heading(title)
    for finding in findings.prefix(left) { entry(finding, &page) }
    left -= min(left, findings.count)
  }

  private static func entry(_ finding: Finding, _ page: inout TextPage) {
    page.say(finding.message, indent: 2, label: "-", hang: 2)
    let style = page.style
    for (index, reason) in finding.because.prefix(3).enumerated() {
      let label = index == 0 ? "because" : "    " + style.arrow
      page.say(reason, indent: 4, label: label, hang: 8)
    }
    if !finding.facts.isEmpty {
      page.say(
        finding.facts.map { "\($0.name) \($0.value)" }.joined(separator: style.dot), indent: 4,
        tint: .quiet)
    }
    if !finding.remedy.isEmpty { page.say(finding.remedy, indent: 4, label: "do", hang: 4) }
    if let fix = finding.fix { page.say(fix.message, indent: 4, label: "fix", hang: 4) }
    let place = FindingPlace.text(finding)
    let explain = finding.check.isEmpty ? "" : "windtunnel explain \(finding.check)"
    page.say(
      [place, explain].filter { !$0.isEmpty }.joined(separator: style.dot), indent: 4,
      tint: .quiet)
  }
}
