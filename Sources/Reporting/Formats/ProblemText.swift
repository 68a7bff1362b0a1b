import Diagnostics
import PluginAPI

/// Problems of a file in the plain words of the terminal.
enum ProblemText {
  /// `file:line:column: error[code]: message`, with its fix.
  static func line(_ problem: Diagnostic) -> String {
    var text = ""
    if let span = problem.span { text = "\(span.file):\(span.start.line):\(span.start.column): " }
    text += "\(problem.severity.rawValue)[\(problem.code)]: \(problem.message)"
    if let fix = problem.fix { text += "; fix: \(fix.message)" }
    return text
  }

  /// What a finding says, why, what to do and where.
  static func lines(_ finding: Finding) -> [String] {
    var lines = [finding.message]
    lines += finding.because.map { "because \($0)" }
    if !finding.remedy.isEmpty { lines.append("do: \(finding.remedy)") }
    let place = FindingPlace.text(finding)
    if !place.isEmpty { lines.append("at \(place)") }
    return lines
  }
}
