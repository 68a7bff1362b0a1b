import PluginAPI

/// The parts of a report that is read at once: a screen or two, the rest with `--full`.
extension TextReport {
  /// Lost requirements that are told in full before the rest is only named.
  static let mostLosses = 5

  /// A line for each scenario, then what was measured in the one that cost the most points.
  static func shortScenarios(_ report: EvaluationReport, _ page: inout TextPage) {
    guard !report.scenarios.isEmpty else { return }
    page.heading("SCENARIOS")
    let style = page.style
    let name = style.width < 80 ? 8 : 16
    let most = (style.width - 27 - name) / 2
    var table = Table([
      .init("", most: name), .init("points", right: true), .init("least in full", most: most),
      .init("slowest p99", right: true), .init("busiest", most: most),
    ])
    for scenario in report.scenarios {
      let lost = lost(in: scenario.scenario, report)
      table.add([
        .init(scenario.scenario), .init(lost > 0 ? "-" + Figures.points(lost) : "", .bad),
        .init(leastInFull(scenario, most, style)), .init(slowest(scenario)),
        .init(busiest(scenario, most, style)),
      ])
    }
    table.lines(style: style).forEach { page.raw($0) }
    let worst = report.scenarios.max {
      lost(in: $0.scenario, report) < lost(in: $1.scenario, report)
    }
    if let worst, lost(in: worst.scenario, report) > 0 {
      measured(worst, report, &page, isFull: false)
    }
  }

  /// The points that requirements in a scenario lost.
  private static func lost(in scenario: String, _ report: EvaluationReport) -> Double {
    report.requirements.filter { $0.scenario == scenario }.reduce(0) { $0 + $1.max - $1.points }
  }

  /// A name with its figure; the name is clipped where there is no room for both.
  private static func named(
    _ name: String, _ figure: String, _ most: Int, _ style: TextStyle
  ) -> String {
    let room = max(4, most - SafeText.width(figure) - 1)
    return SafeText.clipped(SafeText.line(name), to: room, more: style.more) + " " + figure
  }

  private static func leastInFull(
    _ scenario: ScenarioMeasurements, _ most: Int, _ style: TextStyle
  ) -> String {
    if scenario.impossible != nil { return "not measured" }
    let least = scenario.operations.filter { $0.success.value != nil }
      .min { ($0.success.value ?? 1) < ($1.success.value ?? 1) }
    guard let least else { return "-" }
    return named(least.operation, Figures.brief(least.success, .share), most, style)
  }

  private static func slowest(_ scenario: ScenarioMeasurements) -> String {
    let all = scenario.operations.compactMap { operation in
      (operation.demanded.isEmpty ? operation.latency : operation.demanded)
        .first { abs($0.share - 0.99) < 1e-9 }?.value
    }
    if let never = all.first(where: \.isInfinite) { return Figures.brief(never, .duration) }
    guard let most = all.max(by: { ($0.value ?? 0) < ($1.value ?? 0) }) else { return "-" }
    return Figures.brief(most, .duration)
  }

  /// The component with the greatest share of its slots in use; unlimited ones have no share.
  private static func busiest(
    _ scenario: ScenarioMeasurements, _ most: Int, _ style: TextStyle
  ) -> String {
    let shares = scenario.components.filter { ($0.utilisation.value ?? 2) <= 1.0001 }
    guard let top = shares.max(by: { ($0.utilisation.value ?? 0) < ($1.utilisation.value ?? 0) })
    else { return "-" }
    return named(
      top.component, Figures.brief(top.utilisation, .share), most, style)
  }

  /// Violated findings in a sentence each, those that cost points already left out; the rest is
  /// counted.
  static func shortFindings(
    _ report: EvaluationReport, showAll: Bool, _ page: inout TextPage
  ) {
    if showAll { return FindingList.render(report.findings, showAll: true, &page) }
    let named = Set(
      report.scoredChecks.filter { $0.points < $0.max || $0.outcome == .unknown }.map(\.check))
    let open = report.findings.filter { $0.outcome == .violated || $0.outcome == .unknown }
    let shown = open.filter {
      $0.outcome == .violated && $0.severity >= .major && !named.contains($0.check)
    }.prefix(6)
    if !shown.isEmpty { page.heading("THE CHECKS ALSO FOUND") }
    for finding in shown {
      page.say(finding.message, indent: 2, label: "-", hang: 2)
      let place = FindingPlace.text(finding)
      page.say(
        (place.isEmpty ? "" : "\(place), ") + "windtunnel explain \(finding.check)", indent: 4,
        tint: .quiet)
    }
    page.blank()
    let rest = open.count - shown.count
    let notes = report.assumptions.count + report.fidelity.count
    var parts = ["every scenario"]
    if rest > 0 { parts.append(Figures.counted(rest, "more finding")) }
    if notes > 0 { parts.append(Figures.counted(notes, "note") + " on what was left out") }
    page.say("--full shows " + parts.joined(separator: ", ") + ".", tint: .quiet)
  }
}
