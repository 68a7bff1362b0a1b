import PluginAPI

/// What was measured, scenario by scenario.
enum MeasuredSection {
  private static let mostOperations = 12
  private static let mostQueues = 6

  static func build(_ context: ReportContext) -> ReportSection? {
    guard !context.report.scenarios.isEmpty else { return nil }
    let isLong = context.report.scenarios.count > 1
    let intro =
      "How to read this: half of all requests took at most p50, 99 of 100 at most p99; one that "
      + "was not answered in full counts as never. 'Busy' is the part of its slots that a "
      + "component had in use on average; near 100 % requests wait."
      + (isLong ? " Scenarios that cost points are open, the others open on demand." : "")
    return ReportSection(
      anchor: "measured", title: "What was measured",
      content: .several(
        [.paragraph(intro, "quiet")]
          + context.report.scenarios.enumerated().map { scenario($0.element, $0.offset, context) }))
  }

  private static func scenario(
    _ scenario: ScenarioMeasurements, _ index: Int, _ context: ReportContext
  ) -> Markup {
    let asked = context.report.requirements.filter { $0.scenario == scenario.scenario }
    let cost = asked.reduce(0) { $0 + $1.max - $1.points }
    let isOpen =
      cost > 0 || asked.contains { $0.verdict != .met } || context.report.scenarios.count == 1
      || scenario.impossible != nil
    var status: Markup = .none
    if cost > 0 {
      status = HTMLPage.tag("\u{2212}\(Figures.counted(cost, "point"))", .bad)
    } else if !asked.isEmpty, asked.allSatisfy({ $0.verdict == .met }) {
      status = HTMLPage.tag("all points", .good)
    }
    var attributes: [Markup.Attribute] = [.kind("scenario"), .id("scenario", index)]
    if isOpen { attributes.append(.init("open", "open")) }
    return .tag(
      "details", attributes,
      .tag(
        "summary", [],
        .tag(
          "h3", [], .name(scenario.scenario), .text(scenario.title.isEmpty ? "" : ": "),
          .text(scenario.title)), " ", status),
      content(scenario, context))
  }

  private static func content(
    _ scenario: ScenarioMeasurements, _ context: ReportContext
  ) -> Markup {
    if let why = scenario.impossible {
      return .paragraph("Nothing could be measured: \(why)", "bad")
    }
    return .several([
      facts(scenario), MeasuredTables.operations(scenario, context.report),
      MeasuredNotes.operations(scenario), MeasuredTables.journeys(scenario),
      pairs("Latency", latencies(scenario, context.report)),
      group("Load and response over time", loads(scenario)),
      MeasuredTables.components(scenario), heat(scenario),
      group("Queues over time", queues(scenario)), group("Copies over time", copies(scenario)),
      group("Where the time of answered requests went", times(scenario)),
      MeasuredTables.probes(scenario),
    ])
  }

  private static func facts(_ scenario: ScenarioMeasurements) -> Markup {
    var facts = [
      "\(Figures.brief(scenario.lasts, .duration)) of simulated time\(RunWords.warmup(scenario))",
      RunWords.replications(scenario),
    ]
    if scenario.window == nil {
      facts.append("\(Figures.count(Double(scenario.events))) events")
    }
    if let caution = RunWords.caution(scenario) { facts.append(caution) }
    let stop = StopWords.words(scenario.stopped)
    if scenario.stopped == "cut_off" { facts.append(stop) }
    let faults = scenario.faults.map { fault in
      let end = fault.lasts.map { ", for \(Figures.brief($0, .duration))" } ?? ", for good"
      return "fault: \(fault.text) at \(Figures.brief(fault.at, .duration))\(end)"
    }
    return .several([
      .tag(
        "ul", [.kind("facts quiet small")], all: facts.map { .tag("li", [], .text($0)) }),
      .tag("ul", [], all: faults.map { .tag("li", [], .text($0)) }).when(!faults.isEmpty),
      Markup.paragraph(
        "The run \(stop). Means and rates below are over the whole time that was planned, so those "
          + "of a run that stopped are too low.", "warn"
      ).when(StopWords.isEarly(scenario.stopped)),
      Markup.paragraph(
        "No request arrived in the kept time, so nothing can be said about latency and success."
      ).when(!scenario.operations.contains { ($0.arrivals.value ?? 0) > 0 }),
    ])
  }

  private static func group(_ title: String, _ charts: (Markup, [Markup])) -> Markup {
    guard !charts.1.isEmpty else { return charts.0 }
    return .several([
      .tag("h4", [], .text(title)), charts.0, .tag("div", [.kind("charts")], all: charts.1),
    ])
  }

  /// Pictures that belong together two by two.
  private static func pairs(_ title: String, _ charts: (Markup, [Markup])) -> Markup {
    guard !charts.1.isEmpty else { return charts.0 }
    return .several([
      .tag("h4", [], .text(title)), charts.0, .tag("div", [.kind("charts two")], all: charts.1),
    ])
  }

  private static func shown(_ scenario: ScenarioMeasurements) -> ArraySlice<OperationMeasurements> {
    scenario.operations.prefix(mostOperations)
  }

  private static func more(_ scenario: ScenarioMeasurements) -> String {
    let more = scenario.operations.count - mostOperations
    return more > 0 ? " The first \(mostOperations) operations are drawn, \(more) are not." : ""
  }

  // MARK: Charts

  private static func latencies(
    _ scenario: ScenarioMeasurements, _ report: EvaluationReport
  ) -> (Markup, [Markup]) {
    let charts = shown(scenario).flatMap { operation in
      LatencyChart(
        operation: operation, replications: scenario.replications,
        bounds: bounds(operation.operation, scenario.scenario, report)
      ).figures
    }
    let words =
      "Percentiles: the time within which a share of all arrivals was done. The curve is that of "
      + "all replications together, points with whiskers are means over replications with their "
      + "95 % intervals; what was not answered in full is hatched. How many took how long: the "
      + "same requests counted by the time they took." + more(scenario)
    let silent = shown(scenario).filter {
      $0.histogram.isEmpty && ($0.arrivals.value ?? 0) > 0
    }.map { "No request of '\($0.operation)' was answered in full." }
    return (
      .several([
        Markup.paragraph(words, "quiet small").when(!charts.isEmpty),
        HTMLPage.bullets(silent).when(!silent.isEmpty),
      ]), charts
    )
  }

  /// What is asked of the percentiles of an operation: by requirements, otherwise by goals.
  static func bounds(
    _ operation: String, _ scenario: String, _ report: EvaluationReport
  ) -> [LatencyChart.Bound] {
    let asked = report.requirements.compactMap { result -> LatencyChart.Bound? in
      guard result.scenario == scenario, result.fullAt.isFinite, result.fullAt > 0,
        let asked = RequirementWords.percentile(result.measure), asked.operation == operation
      else { return nil }
      return .init(
        share: asked.share, full: result.fullAt, none: result.zeroAt, label: result.id)
    }
    let promised = report.goals.compactMap { goal -> LatencyChart.Bound? in
      guard goal.operation == operation, goal.promised.isFinite, goal.promised > 0,
        let share = RequirementWords.percentile(".latency.\(goal.goal)")?.share
      else { return nil }
      return .init(share: share, full: goal.promised, none: nil, label: "goal")
    }
    return asked + promised
  }

  private static func loads(_ scenario: ScenarioMeasurements) -> (Markup, [Markup]) {
    let chart = TimeChart(scenario: scenario)
    let words =
      "Thin line: what arrived. Blue: how much of it was answered in full, by the moment of "
      + "arrival. Between them, hatched: what was not. Each step is "
      + "\(Figures.brief(scenario.step, .duration)), the mean over replications." + more(scenario)
    let charts = shown(scenario).compactMap(chart.load)
    return (Markup.paragraph(words, "quiet small").when(!charts.isEmpty), charts)
  }

  private static func heat(_ scenario: ScenarioMeasurements) -> Markup {
    guard let (picture, hidden) = HeatMap(scenario: scenario).figure else { return .none }
    let words =
      "Each line is a component, the busiest moment highest; shaded as in the diagram, hatched from "
      + "95 % on."
      + (hidden > 0 ? " \(hidden) less busy ones are not drawn." : "")
    return .several([
      .tag("h4", [], "How busy over time"), .paragraph(words, "quiet small"),
      .tag("div", [.kind("charts one")], picture),
    ])
  }

  private static func copies(_ scenario: ScenarioMeasurements) -> (Markup, [Markup]) {
    let chart = TimeChart(scenario: scenario)
    let scaled = scenario.components.filter { $0.scaling != nil }
    return (.none, scaled.prefix(mostQueues).compactMap(chart.copies))
  }

  private static func queues(_ scenario: ScenarioMeasurements) -> (Markup, [Markup]) {
    let chart = TimeChart(scenario: scenario)
    let waiting = scenario.components.enumerated().filter { _, component in
      component.queueSeries.contains { $0.isFinite && $0 >= 0.5 }
    }.sorted {
      let left = $0.element.queueSeries.filter(\.isFinite).max() ?? 0
      let right = $1.element.queueSeries.filter(\.isFinite).max() ?? 0
      return left == right ? $0.offset < $1.offset : left > right
    }.map(\.element)
    guard !waiting.isEmpty else {
      guard scenario.components.contains(where: { !$0.queueSeries.isEmpty }) else {
        return (.none, [])
      }
      let words =
        "Queues: at no component did half a request wait on average over any step of "
        + "\(Figures.brief(scenario.step, .duration))."
      return (.paragraph(words), [])
    }
    var words = "The longest queues, each on a scale of its own."
    if waiting.count > mostQueues {
      words += " \(waiting.count - mostQueues) shorter ones are not drawn."
    }
    return (
      .paragraph(words, "quiet small"), waiting.prefix(mostQueues).compactMap(chart.queue)
    )
  }

  private static func times(_ scenario: ScenarioMeasurements) -> (Markup, [Markup]) {
    let words =
      "Of all the time of answered requests, the part spent at each component, from 0: blue "
      + "working, hatched waiting for a slot."
    let charts = shown(scenario).compactMap(SmallCharts.timeIn)
    return (Markup.paragraph(words, "quiet small").when(!charts.isEmpty), charts)
  }
}
