import PluginAPI
import Quantities

extension TextReport {
  /// What was measured, scenario by scenario; how to read it stands below the first.
  static func scenarios(_ report: EvaluationReport, _ page: inout TextPage) {
    var isExplained = false
    for scenario in report.scenarios {
      measured(scenario, report, &page)
      if scenario.impossible == nil, !isExplained, !scenario.operations.isEmpty {
        isExplained = true
        howToRead(&page)
      }
    }
  }

  /// What was measured in one scenario.
  static func measured(
    _ scenario: ScenarioMeasurements, _ report: EvaluationReport, _ page: inout TextPage,
    isFull: Bool = true
  ) {
    heading(scenario, &page)
    if let why = scenario.impossible {
      page.say("Nothing could be measured: \(why)", indent: 2, tint: .bad)
      return
    }
    operations(scenario, report, &page, isFull)
    journeys(scenario, &page)
    components(scenario, &page)
    // Without a fault the curves of arrivals and answers look alike.
    if isFull || !scenario.faults.isEmpty { timelines(scenario, &page) }
    drill(scenario, &page)
    if isFull { probes(scenario, &page) }
  }

  private static func howToRead(_ page: inout TextPage) {
    page.blank()
    page.say(
      """
      How to read this: half of all requests took at most p50, 99 of 100 at most p99; one \
      that was not answered in full counts as never. 'busy' is the part of its slots that a \
      component had in use on average; near 100 % requests wait.
      """, indent: 2, tint: .quiet)
  }

  private static func heading(_ scenario: ScenarioMeasurements, _ page: inout TextPage) {
    let name = SafeText.line(scenario.scenario)
    page.blank()
    page.raw(
      page.style.paint(
        SafeText.clipped("MEASURED IN '\(name)'", to: page.style.width, more: page.style.more),
        .strong))
    var facts: [String] = []
    if !scenario.title.isEmpty { facts.append(scenario.title) }
    facts.append(
      "\(Figures.brief(scenario.lasts, .duration)) of simulated time\(RunWords.warmup(scenario))")
    facts.append(RunWords.replications(scenario))
    if scenario.stopped != "time" { facts.append(StopWords.words(scenario.stopped)) }
    page.say(facts.joined(separator: page.style.dot), indent: 2, tint: .quiet)
    if let caution = RunWords.caution(scenario) { page.say(caution, indent: 2, tint: .warn) }
    for fault in scenario.faults {
      let end = fault.lasts.map { ", for \(Figures.brief($0, .duration))" } ?? ", for good"
      page.say(
        "\(fault.text) at \(Figures.brief(fault.at, .duration))\(end)", indent: 2, label: "fault",
        hang: 7)
    }
  }

  private static func operations(
    _ scenario: ScenarioMeasurements, _ report: EvaluationReport, _ page: inout TextPage,
    _ isFull: Bool
  ) {
    var table = Table([
      .init("operation", most: page.style.width - 58), .init("arrivals/s", right: true),
      .init("in full", right: true), .init("p50", right: true), .init("p99", right: true),
      .init(""),
    ])
    for operation in scenario.operations {
      let rate = operation.arrivals.value.flatMap {
        scenario.lasts > 0 ? $0 / scenario.lasts : nil
      }
      let times = operation.demanded.isEmpty ? operation.latency : operation.demanded
      func time(_ share: Double) -> Table.Cell {
        let value = times.first { abs($0.share - share) < 1e-9 }?.value ?? .none
        return Table.Cell(Figures.brief(value, .duration), value.isInfinite ? .bad : nil)
      }
      let verdict = self.verdict(of: operation.operation, in: scenario.scenario, report)
      table.add([
        .init(operation.operation), .init(rate.map(Figures.count) ?? "-"),
        .init(Figures.brief(operation.success, .share)), time(0.5), time(0.99),
        .init(verdict.map(Figures.word) ?? "", verdict.map(Figures.tint)),
      ])
    }
    table.lines(style: page.style).forEach { page.raw($0) }
    for operation in scenario.operations where isFull && operation.latencyMean.value != nil {
      page.say(
        "\(operation.operation) mean of what was answered: "
          + Figures.full(operation.latencyMean, .duration), indent: 2, tint: .quiet)
    }
    for operation in scenario.operations {
      let lesser = lesserAnswers(operation)
      guard !lesser.isEmpty else { continue }
      page.say(
        "\(operation.operation) answered short of full: " + lesser.joined(separator: ", "),
        indent: 2, tint: .warn)
    }
    for operation in scenario.operations {
      let causes = worthNaming(operation)
      guard !causes.isEmpty else { continue }
      page.say(
        "\(operation.operation) failed by: " + causes.joined(separator: ", "), indent: 2,
        tint: .quiet)
    }
  }

  /// The share of the arrivals below which a cause is left out.
  static let leastCause = 0.001

  /// The causes that ended at least 0.1 % of the arrivals, at most four.
  static func worthNaming(_ operation: OperationMeasurements) -> [String] {
    let arrivals = operation.arrivals.value ?? 0
    return operation.causes.filter { $0.count >= leastCause * arrivals && $0.count > 0 }.prefix(4)
      .map { "\($0.cause) \(Figures.count($0.count))" }
  }

  /// The answers that came with a fallback, each with its share of the arrivals.
  static func lesserAnswers(_ operation: OperationMeasurements) -> [String] {
    let arrivals = operation.arrivals.value ?? 0
    return [("degraded", operation.degraded), ("stale", operation.stale)].compactMap {
      name, count in
      guard let count = count.value, count > 0, arrivals > 0 else { return nil }
      return "\(name) \(Figures.count(count)) (\(Share(fraction: count / arrivals).brief))"
    }
  }

  /// The worst verdict of what was asked of an operation in a scenario; nil where nothing was.
  static func verdict(
    of operation: String, in scenario: String, _ report: EvaluationReport
  ) -> Verdict? {
    let asked =
      report.requirements
      .filter { $0.scenario == scenario && $0.measure.hasPrefix(operation + ".") }.map(\.verdict)
      + report.goals.filter { $0.operation == operation }.map(\.verdict)
    let order: [Verdict] = [.notMet, .undecided, .notRun, .part, .met]
    return order.first { asked.contains($0) }
  }

  private static func components(_ scenario: ScenarioMeasurements, _ page: inout TextPage) {
    guard !scenario.components.isEmpty else { return }
    let style = page.style
    page.blank()
    var table = Table([
      .init("component", most: style.width - 60), .init("copies", right: true),
      .init("busy", right: true), .init(""), .init("waiting", right: true),
      .init("at most", right: true), .init("refused", right: true),
    ])
    for component in scenario.components {
      // Where slots are unlimited the utilisation is a number in progress, not a share.
      let busy = component.utilisation.value ?? 0
      let isShare = busy <= 1.0001
      let tint: TextStyle.Tint? = !isShare ? nil : busy >= 0.9 ? .bad : busy >= 0.7 ? .warn : .good
      table.add([
        .init(component.component), .init(Self.copies(component)),
        .init(isShare ? Figures.brief(component.utilisation, .share) : Figures.count(busy) + " in"),
        .init(isShare ? Bars.bar(busy, width: 10, unicode: style.unicode) : "", tint),
        .init(Figures.brief(component.queueMean, .count)), .init(String(component.queueMax)),
        .init(
          component.refused > 0 ? Figures.count(component.refused) : "-",
          component.refused > 0 ? .bad : nil),
      ])
    }
    table.lines(style: style).forEach { page.raw($0) }
    for component in scenario.components {
      capacity(component, style, &page)
      for note in ComponentWords.data(component) { page.say(note.text, indent: 2, tint: note.tint) }
    }
  }

  private static func probes(_ scenario: ScenarioMeasurements, _ page: inout TextPage) {
    guard !scenario.probes.isEmpty else { return }
    page.blank()
    var table = Table([
      .init("interval", most: page.style.width - 40), .init("mean", right: true),
      .init("p99", right: true),
    ])
    for probe in scenario.probes {
      let last = probe.percentiles.first { abs($0.share - 0.99) < 1e-9 }?.value ?? .none
      table.add([
        .init(probe.probe), .init(Figures.brief(probe.mean, .duration)),
        .init(Figures.brief(last, .duration)),
      ])
    }
    table.lines(style: page.style).forEach { page.raw($0) }
  }
}
