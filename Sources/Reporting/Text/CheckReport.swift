public import PluginAPI

/// What the checks say about a file that was not simulated.
public enum CheckReport {
  /// The findings, a summary in a line and what to do next.
  ///
  /// - Parameters:
  ///   - findings: The findings, those to act on first.
  ///   - file: The file as given.
  ///   - exercise: The id of its exercise; nil for a file of its own.
  ///   - failures: What breaks the design; nil where it was not looked for.
  ///   - prediction: What queueing theory says of its load; nil where nothing is to be said.
  ///   - style: How it is drawn.
  ///   - showAll: Whether all findings are listed instead of the first twelve.
  /// - Returns: Lines with a line end after the last.
  public static func render(
    _ findings: [Finding], file: String, exercise: String?, failures: FailureResults? = nil,
    prediction: AnalyticPrediction? = nil, style: TextStyle, showAll: Bool = false
  ) -> String {
    var page = TextPage(style)
    FindingList.render(findings, showAll: showAll, &page)
    FailureText.render(failures, &page)
    if let prediction { PredictionText.render(prediction, beside: nil, &page) }
    page.blank()
    page.say(summary(findings, file), tint: .strong)
    // Commands are never wrapped, so that they can be copied.
    for (index, command) in next(findings, file, exercise).enumerated() {
      page.raw((index == 0 ? "next  " : "      ") + SafeText.line(command))
    }
    return page.text
  }

  private static func summary(_ findings: [Finding], _ file: String) -> String {
    var parts: [String] = []
    let violated = findings.filter { $0.outcome == .violated }
    for severity in Severity.allCases.reversed() {
      let count = violated.count { $0.severity == severity }
      if count > 0 { parts.append("\(count) \(severity.rawValue)") }
    }
    let unknown = findings.count { $0.outcome == .unknown }
    if unknown > 0 { parts.append("\(unknown) not stated") }
    let satisfied = Set(findings.filter { $0.outcome == .satisfied }.map(\.check)).count
    if satisfied > 0 { parts.append("\(Figures.counted(satisfied, "check")) satisfied somewhere") }
    return "\(file) is valid: " + (parts.isEmpty ? "nothing to say" : parts.joined(separator: ", "))
  }

  private static func next(
    _ findings: [Finding], _ file: String, _ exercise: String?
  ) -> [String] {
    let verb = exercise == nil ? "simulate" : "evaluate"
    let run = "windtunnel \(verb) \(ShellWord.quoted(file))"
    let worst = findings.filter { $0.outcome == .violated }.max { $0.severity < $1.severity }
    guard let worst, worst.severity >= .major, !worst.check.isEmpty else { return [run] }
    return ["windtunnel explain \(worst.check)", run]
  }
}
