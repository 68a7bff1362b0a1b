import PluginAPI

extension TextReport {
  /// What cost points: measured against required, why, and what to try.
  static func losses(_ report: EvaluationReport, _ page: inout TextPage, isFull: Bool) {
    let lost = report.requirements.filter { $0.points < $0.max || $0.verdict != .met }
      .sorted { $0.max - $0.points > $1.max - $1.points }
    guard !lost.isEmpty else { return }
    page.heading(report.score == nil ? "WHAT IS NOT MET" : "WHAT COST POINTS")
    let shown = isFull ? lost[...] : lost.prefix(mostLosses)
    for (index, result) in shown.enumerated() {
      if index > 0 { page.blank() }
      loss(result, &page, isFull)
    }
    let rest = lost.dropFirst(shown.count)
    if rest.isEmpty { return }
    page.blank()
    page.say(
      "also lost, see the table below or --full: " + rest.map(\.id).joined(separator: ", "),
      indent: 2)
  }

  private static func loss(_ result: RequirementResult, _ page: inout TextPage, _ isFull: Bool) {
    let style = page.style
    let points = "-\(Figures.points(result.max - result.points))"
    let room = style.width - 10
    let label = isFull ? "" : "\(result.id)\(result.isMust ? ", must be full" : ""): "
    let name = SafeText.wrapped(result.text.isEmpty ? result.id : label + result.text, to: room)
    for (index, line) in name.enumerated() {
      let head = index == 0 ? style.paint(SafeText.padded(points, to: 8), .bad) : "        "
      page.raw("  " + head + style.paint(line, .strong))
    }
    let place = result.scenario.isEmpty ? "" : " in '\(result.scenario)'"
    page.say(
      RequirementWords.measured(result) + place, indent: 10, label: "measured", hang: 10)
    page.say(bound(result), indent: 10, label: "required", hang: 10)
    if let open = RequirementWords.open(result) {
      page.say(open.text, indent: 10, label: open.label, hang: 10)
    }
    if let claimed = result.asClaimed {
      page.say(
        "\(Figures.brief(claimed, of: result)) with the numbers that the design claims",
        indent: 10, label: "claimed", hang: 10)
    }
    for (index, reason) in result.because.prefix(isFull ? .max : 2).enumerated() {
      if index == 0 {
        page.say(reason, indent: 10, label: "because", hang: 10)
      } else {
        page.say(reason, indent: 20, label: style.arrow, hang: style.arrow.count + 1)
      }
    }
    if !result.remedy.isEmpty { page.say(result.remedy, indent: 10, label: "try", hang: 10) }
    guard isFull else { return }
    page.say(
      "\(result.id), \(result.measure)"
        + result.admits.map { ", \($0) answers count" }.joined()
        + (result.isMust ? ", must be full" : ""), indent: 10,
      label: "is", hang: 10, tint: .quiet)
  }

  /// What earns all points and what earns none, in words.
  static func bound(_ result: RequirementResult) -> String {
    let full = Figures.brief(result.fullAt, of: result)
    let none = Figures.brief(result.zeroAt, of: result)
    let all = result.max == 1 ? "the point" : "all \(Figures.counted(result.max, "point"))"
    guard result.fullAt != result.zeroAt else { return "\(full) for \(all)" }
    return result.fullAt < result.zeroAt
      ? "at most \(full) for \(all); \(none) or more earns none"
      : "at least \(full) for \(all); \(none) or less earns none"
  }

  /// All requirements, a bar for the points of each.
  static func requirements(_ report: EvaluationReport, _ page: inout TextPage) {
    guard !report.requirements.isEmpty else { return }
    page.heading("REQUIREMENTS")
    let style = page.style
    var table = Table([
      .init(""), .init("points", right: true), .init("requirement", most: style.width - 54),
      .init("measured", right: true), .init("asked", right: true), .init(""),
    ])
    for result in report.requirements {
      let share = result.max > 0 ? result.points / result.max : result.verdict == .met ? 1 : 0
      let tint = Figures.tint(result.verdict)
      let sign = result.fullAt < result.zeroAt ? "<= " : ">= "
      table.add([
        .init(Bars.bar(share, width: 6, unicode: style.unicode), tint),
        .init("\(Figures.points(result.points))/\(Figures.points(result.max))"),
        .init(result.id + (result.isMust ? " *" : "")),
        .init(Figures.brief(result)),
        .init(
          (result.fullAt == result.zeroAt ? "" : sign)
            + Figures.brief(result.fullAt, of: result)),
        .init(Figures.word(result.verdict), tint),
      ])
    }
    table.lines(style: style).forEach { page.raw($0) }
    if report.requirements.contains(where: \.isMust) {
      page.say("* must be full, or the exercise is not met", indent: 2, tint: .quiet)
    }
  }

  /// The promises of the file.
  static func goals(_ report: EvaluationReport, _ page: inout TextPage) {
    guard !report.goals.isEmpty else { return }
    page.heading("GOALS OF THE FILE")
    var table = Table([
      .init("operation", most: 24), .init("goal"), .init("promised", right: true),
      .init("measured", right: true), .init("interval"), .init(""),
    ])
    for goal in report.goals {
      var interval = ""
      if let low = goal.value.low, let high = goal.value.high {
        interval =
          "\(Figures.brief(low, goal.dimension)) to \(Figures.brief(high, goal.dimension))"
      }
      table.add([
        .init(goal.operation), .init(goal.goal),
        .init(Figures.brief(goal.promised, goal.dimension)),
        .init(Figures.brief(goal.value, goal.dimension)), .init(interval, .quiet),
        .init(Figures.word(goal.verdict), Figures.tint(goal.verdict)),
      ])
    }
    table.lines(style: page.style).forEach { page.raw($0) }
  }
}
