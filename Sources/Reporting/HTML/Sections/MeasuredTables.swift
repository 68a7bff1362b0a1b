import PluginAPI

/// The tables of a scenario.
enum MeasuredTables {
  /// The operations: how many, how well, how long.
  static func operations(
    _ scenario: ScenarioMeasurements, _ report: EvaluationReport
  ) -> Markup {
    guard !scenario.operations.isEmpty else { return .paragraph("No operation took part.") }
    let rows = scenario.operations.map { operation -> [Markup] in
      let rate = operation.arrivals.value.flatMap {
        scenario.lasts > 0 ? $0 / scenario.lasts : nil
      }
      let times = operation.demanded.isEmpty ? operation.latency : operation.demanded
      func time(_ share: Double) -> Markup {
        let value = times.first { abs($0.share - share) < 1e-9 }?.value ?? .none
        return .text(value.isInfinite ? "never" : Figures.brief(value, .duration))
      }
      let verdict = TextReport.verdict(of: operation.operation, in: scenario.scenario, report)
      let causes = operation.causes.prefix(4).map { "\($0.cause) \(Figures.count($0.count))" }
      return [
        .name(operation.operation), .text(rate.map(Figures.count) ?? "-"),
        .text(Figures.full(operation.success, .share)), time(0.5), time(0.9), time(0.99),
        .text(Figures.full(operation.latencyMean, .duration)),
        .text(
          operation.latencyMax.flatMap { $0 > 0 ? Figures.brief($0, .duration) : nil } ?? "-"),
        .text(causes.joined(separator: ", ")),
        verdict.map { HTMLPage.tag(Figures.word($0), Figures.tint($0)) } ?? .none,
      ]
    }
    return HTMLPage.table(
      "Operations in \(scenario.scenario)",
      head: [
        ("operation", false), ("arrivals/s", true), ("in full", false), ("p50", true),
        ("p90", true), ("p99", true), ("mean of answered", false), ("longest", true),
        ("failed by, per run", false), ("", false),
      ], rows: rows)
  }

  /// The journeys: how many sessions, how many requests each.
  static func journeys(_ scenario: ScenarioMeasurements) -> Markup {
    guard !scenario.journeys.isEmpty else { return .none }
    return HTMLPage.table(
      "Sessions in \(scenario.scenario)",
      head: [
        ("journey", false), ("sessions/s", true), ("began", true), ("ended", true),
        ("requests each", false),
        ("in progress", false),
      ],
      rows: scenario.journeys.map { journey -> [Markup] in
        let rate = journey.started.value.flatMap {
          scenario.lasts > 0 ? $0 / scenario.lasts : nil
        }
        return [
          .name(journey.journey), .text(rate.map(Figures.count) ?? "-"),
          .text(Figures.brief(journey.started, .count)),
          .text(Figures.brief(journey.ended, .count)),
          .text(Figures.full(journey.requests, .count)),
          .text(Figures.full(journey.inProgress, .count)),
        ]
      })
  }

  /// The components: how busy, how long the queues.
  static func components(_ scenario: ScenarioMeasurements) -> Markup {
    guard !scenario.components.isEmpty else { return .none }
    let rows = scenario.components.map { component -> [Markup] in
      // Where slots are unlimited the utilisation is a number in progress, not a share.
      let busy = component.utilisation.value ?? 0
      let isShare = busy <= 1.0001
      return [
        .name(component.component), .text(TextReport.copies(component)),
        SmallCharts.share(component.utilisation),
        .text(
          isShare
            ? Figures.brief(component.utilisation, .share) : Figures.count(busy) + " in progress"),
        .text(isShare ? Figures.brief(component.busiestCopy, .share) : "-"),
        .text(Figures.brief(component.queueMean, .count)), .text(String(component.queueMax)),
        count(component.refused), count(component.servedInVain),
      ]
    }
    return .several([
      .tag("h4", [], "How busy the components were"),
      .paragraph(
        "Bars run from 0 to 100 % of the slots; the mark on a bar is the 95 % interval.",
        "quiet small"),
      HTMLPage.table(
        "Components in \(scenario.scenario)",
        head: [
          ("component", false), ("copies", true), ("busy", false), ("", true),
          ("busiest copy", true), ("waiting", true), ("at most, one copy", true),
          ("refused", true), ("worked in vain", true),
        ], rows: rows), MeasuredNotes.components(scenario),
    ])
  }

  private static func count(_ value: Double) -> Markup {
    .text(value > 0 ? Figures.count(value) : "-")
  }

  /// Intervals that the domain asked for.
  static func probes(_ scenario: ScenarioMeasurements) -> Markup {
    guard !scenario.probes.isEmpty else { return .none }
    func value(_ probe: ProbeMeasurements, _ share: Double) -> Markup {
      let value = probe.percentiles.first { abs($0.share - share) < 1e-9 }?.value ?? .none
      return .text(Figures.brief(value, .duration))
    }
    return .several([
      .tag("h4", [], "Intervals on the way of a request"),
      HTMLPage.table(
        "Intervals in \(scenario.scenario)",
        head: [
          ("interval", false), ("recorded, per run", true), ("mean", false), ("p50", true),
          ("p99", true),
        ],
        rows: scenario.probes.map { probe in
          [
            .name(probe.probe), .text(Figures.count(probe.count)),
            .text(Figures.full(probe.mean, .duration)), value(probe, 0.5), value(probe, 0.99),
          ]
        }),
    ])
  }
}
