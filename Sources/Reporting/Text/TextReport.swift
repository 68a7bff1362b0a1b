public import PluginAPI

/// The report of a run for a reader at a terminal.
///
/// The verdict comes first, then what cost points and what to do about it, then the evidence.
public enum TextReport {
  /// The whole report.
  ///
  /// - Parameters:
  ///   - report: What was found out.
  ///   - style: How it is drawn.
  ///   - showAll: Whether all findings are listed instead of the first twelve.
  ///   - isFull: Whether everything that was measured is shown. Otherwise, for an exercise, only
  ///     the scenario that cost the most points is, the others in a line each, and findings in
  ///     brief.
  ///   - arguments: The words of the command that makes the report again; nothing is said if empty.
  /// - Returns: Lines with a line end after the last.
  public static func render(
    _ report: EvaluationReport, style: TextStyle, showAll: Bool = false, isFull: Bool = true,
    arguments: [String] = []
  ) -> String {
    let isFull = isFull || report.score == nil
    var page = TextPage(style)
    title(report, &page)
    verdict(report, &page)
    losses(report, &page, isFull: isFull)
    lostChecks(report, &page, isFull: isFull)
    requirements(report, &page)
    goals(report, &page)
    if isFull {
      scenarios(report, &page)
      predictions(report, &page)
      FailureText.render(report.failures, &page)
      cost(report, &page)
      FindingList.render(report.findings, showAll: showAll, &page)
      ClaimText.render(report.claims, &page)
      SensitivityText.render(report.sensitivity, showAll: true, &page)
      limits(report, &page)
    } else {
      shortScenarios(report, &page)
      predictions(report, &page)
      FailureText.render(report.failures, &page)
      cost(report, &page)
      shortFindings(report, showAll: showAll, &page)
      ClaimText.render(report.claims, &page)
      SensitivityText.render(report.sensitivity, showAll: showAll, &page)
    }
    closing(report, arguments, &page)
    return page.text
  }

  private static func title(_ report: EvaluationReport, _ page: inout TextPage) {
    let name = SafeText.line(report.architecture.name)
    if let exercise = report.exercise {
      page.raw(page.style.paint(clip(exercise.title, page), .strong))
      page.say(
        "\(exercise.id) \(exercise.version), level \(exercise.level.rawValue)", tint: .quiet)
    } else {
      page.raw(page.style.paint(clip(name.isEmpty ? "Simulation" : name, page), .strong))
    }
    let design = name.isEmpty || report.exercise == nil ? "" : "\"\(name)\" "
    page.say("\(design)from \(report.architecture.file)", tint: .quiet)
    if !report.parameters.isEmpty {
      page.say(
        "your variant: "
          + report.parameters.map { "\($0.name) \($0.value)" }
          .joined(separator: ", "), tint: .quiet)
    }
    page.blank()
  }

  private static func clip(_ text: String, _ page: TextPage) -> String {
    SafeText.clipped(SafeText.line(text), to: page.style.width, more: page.style.more)
  }

  // MARK: Verdict

  private static func verdict(_ report: EvaluationReport, _ page: inout TextPage) {
    let style = page.style
    let headline = VerdictWords.headline(report)
    if !VerdictWords.isJudged(report) {
      page.raw(style.paint(headline, .strong) + "  " + VerdictWords.score(report))
    } else {
      var line =
        style.paint(headline, report.verdict == .met ? .verdictGood : .verdictBad) + "  "
        + VerdictWords.score(report)
      if let score = report.score {
        let share = score.max > 0 ? score.points / score.max : 0
        line +=
          "  "
          + style.paint(
            Bars.bar(share, width: 30, unicode: style.unicode), Figures.tint(report.verdict))
      }
      page.raw(line)
    }
    for note in VerdictWords.notes(report) { page.say(note.text, tint: note.tint) }
  }

  // MARK: Checks and claims

  private static func lostChecks(
    _ report: EvaluationReport, _ page: inout TextPage, isFull: Bool
  ) {
    let lost = report.scoredChecks.filter { $0.points < $0.max || $0.outcome == .unknown }
    guard !lost.isEmpty else { return }
    page.heading("CHECKS THAT COST POINTS")
    for check in lost {
      let points = Figures.points(check.max - check.points)
      page.raw(
        "  "
          + page.style.paint(
            SafeText.padded(Figures.word(check.outcome), to: 12), Figures.tint(check.outcome))
          + SafeText.padded("-\(points)", to: 6) + clip(check.title, page))
      guard isFull else {
        page.say("\(check.message) (\(check.check))", indent: 4)
        continue
      }
      page.say(check.message, indent: 4)
      page.say("windtunnel explain \(check.check)", indent: 4, tint: .quiet)
    }
  }

  private static func limits(_ report: EvaluationReport, _ page: inout TextPage) {
    guard !report.assumptions.isEmpty || !report.fidelity.isEmpty else { return }
    page.heading("WHAT THESE NUMBERS LEAVE OUT")
    for text in report.assumptions + report.fidelity {
      page.say(text, indent: 2, label: "-", hang: 2)
    }
  }

  private static func closing(
    _ report: EvaluationReport, _ arguments: [String], _ page: inout TextPage
  ) {
    guard report.machines > 0 || !arguments.isEmpty || report.wallSeconds > 0 else { return }
    page.blank()
    if report.machines > 0 {
      page.say("The design needs \(Figures.counted(report.machines, "machine")).")
    }
    if !arguments.isEmpty {
      page.say("Again, with the same numbers:")
      // Never wrapped, so that it can be copied.
      page.raw(
        "  windtunnel "
          + arguments.map { SafeText.line(ShellWord.quoted($0)) }.joined(separator: " "))
    }
    guard report.wallSeconds > 0 else { return }
    page.say(
      "Simulated in \(Figures.brief(report.wallSeconds, .duration)), "
        + "\(Figures.count(report.eventsPerSecond)) events/s.", tint: .quiet)
  }
}

/// Words for a shell.
public enum ShellWord {
  /// The word, in single quotes where a shell would read it otherwise.
  public static func quoted(_ word: String) -> String {
    let safe = word.unicodeScalars.allSatisfy {
      $0.isASCII
        && ($0.properties.isAlphabetic || ("0"..."9").contains($0)
          || "_-./@%+=:,".unicodeScalars.contains($0))
    }
    if safe, !word.isEmpty { return word }
    return "'"
      + word.split(separator: "'", omittingEmptySubsequences: false)
      .joined(separator: "'\\''") + "'"
  }
}
