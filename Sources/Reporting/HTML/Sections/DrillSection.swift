import PluginAPI

/// What broke, scenario by scenario: the timeline, losses, and whether the system came back.
enum DrillSection {
  private static let mostOperations = 6

  static func build(_ context: ReportContext) -> ReportSection? {
    let drills = context.report.scenarios.filter { $0.drill != nil }
    guard !drills.isEmpty else { return nil }
    let intro =
      "What happened when something broke: the share answered in full and the p99 of that, before, "
      + "during and after the faults, by the arrival of requests. In the charts faults are shaded; "
      + "n: noticed, f: failover, s: serves again, r: recovered."
    return ReportSection(
      anchor: "drills", title: "What happened when something broke",
      content: .several([.paragraph(intro, "quiet")] + drills.map(scenario)))
  }

  private static func scenario(_ scenario: ScenarioMeasurements) -> Markup {
    guard let drill = scenario.drill else { return .none }
    let chart = TimeChart(scenario: scenario)
    let shown = drill.operations.prefix(mostOperations)
    let charts = shown.flatMap { operation in
      [
        scenario.operation(operation.operation).flatMap { chart.success($0, drill) },
        chart.latency(operation, drill),
      ].compactMap { $0 }
    }
    let losses = drill.stores.flatMap(DrillWords.losses)
    let more = drill.operations.count - shown.count
    return .several([
      .tag(
        "h3", [], .name(scenario.scenario), .text(scenario.title.isEmpty ? "" : ": "),
        .text(scenario.title)),
      persistence(drill), table(drill),
      Markup.paragraph("\(more) more operations are not drawn.", "quiet small").when(more > 0),
      .tag(
        "div", [.kind("charts")],
        all: [DrillTimeline(scenario: scenario, drill: drill).figure].compactMap { $0 } + charts),
      HTMLPage.bullets(timeline(drill, scenario.replications)),
      HTMLPage.bullets(losses).when(!losses.isEmpty),
    ])
  }

  private static func persistence(_ drill: DrillMeasurements) -> Markup {
    guard let persistence = drill.persistence else { return .none }
    let words = DrillWords.persistence(persistence)
    return .several(
      words.map { .paragraph($0, persistence.verdict == .metastable ? "bad" : "warn") })
  }

  private static func table(_ drill: DrillMeasurements) -> Markup {
    HTMLPage.table(
      "Before, during and after the faults",
      head: [
        ("operation", false), ("before", true), ("during", true), ("after", true),
        ("not in full", true),
      ],
      rows: drill.operations.map { operation in
        [
          .name(operation.operation), .text(DrillWords.part(operation.before)),
          .text(DrillWords.part(operation.during)), .text(DrillWords.part(operation.after)),
          .text(operation.failed.value == nil ? "-" : Figures.full(operation.failed, .count)),
        ]
      })
  }

  private static func timeline(_ drill: DrillMeasurements, _ replications: Int) -> [String] {
    var words = drill.marks.map {
      "\(Figures.brief($0.at, .duration)): \(DrillWords.mark($0, of: replications))"
    }
    if drill.detected.value != nil {
      words.append("Noticed \(Figures.full(drill.detected, .duration)) after the first fault.")
    }
    return words
  }
}
