import Diagnostics
import PluginAPI

/// What queueing theory says, beside what was simulated where something was.
enum PredictionText {
  /// Components shown at most: the busiest.
  static let most = 12

  static func render(
    _ prediction: AnalyticPrediction, beside measured: ScenarioMeasurements?,
    _ page: inout TextPage
  ) {
    let place = prediction.scenario == "run" ? "" : " FOR '\(SafeText.line(prediction.scenario))'"
    page.heading("PREDICTED BY QUEUEING THEORY\(place)")
    operations(prediction, measured, &page)
    components(prediction, measured, &page)
    page.blank()
    for words in limits(prediction) { page.say(words, indent: 2) }
    for bounds in prediction.closed { page.say(words(bounds), indent: 2) }
    for warning in prediction.warnings { entry(warning, &page) }
    if !prediction.leftOut.isEmpty {
      page.say(
        "Left out: " + prediction.leftOut.joined(separator: "; ") + ".", indent: 2, tint: .quiet)
    }
  }

  // MARK: Tables

  private static func operations(
    _ prediction: AnalyticPrediction, _ measured: ScenarioMeasurements?, _ page: inout TextPage
  ) {
    var columns: [Table.Column] = [
      .init("operation", most: page.style.width - 58), .init("rate", right: true),
      .init("mean", right: true),
    ]
    if measured != nil { columns.append(.init("simulated", right: true)) }
    columns.append(.init(""))
    var table = Table(columns)
    for operation in prediction.operations {
      var cells: [Table.Cell] = [
        .init(operation.operation), .init(Figures.brief(operation.rate, .rate)),
        .init(operation.latency.map { Figures.brief($0, .duration) } ?? "-"),
      ]
      if let measured {
        let mean = measured.operation(operation.operation)?.latencyMean ?? .none
        cells.append(.init(Figures.brief(mean, .duration)))
      }
      cells.append(.init(quality(operation.theory, hasValue: operation.latency != nil)))
      table.add(cells)
    }
    table.lines(style: page.style).forEach { page.raw($0) }
    for operation in prediction.operations where operation.theory == nil {
      guard let why = operation.because.first else { continue }
      page.say("\(operation.operation): \(why)", indent: 2, tint: .quiet)
    }
  }

  /// Whether a predicted time is exact, and by which theory.
  static func quality(_ theory: String?, hasValue: Bool) -> String {
    theory.map { "exact, \($0)" } ?? (hasValue ? "approximate" : "")
  }

  /// The busiest components that something reaches, and how many more there are.
  static func busiest(
    _ prediction: AnalyticPrediction
  ) -> (shown: [ComponentPrediction], hidden: Int) {
    let reached = prediction.components.filter { $0.arrivals > 0 }
    guard reached.count > most else { return (reached, 0) }
    let bound = reached.map { $0.busiest ?? .infinity }.sorted(by: >)[most - 1]
    let shown = reached.filter { ($0.busiest ?? .infinity) >= bound }.prefix(most)
    return (Array(shown), reached.count - shown.count)
  }

  private static func components(
    _ prediction: AnalyticPrediction, _ measured: ScenarioMeasurements?, _ page: inout TextPage
  ) {
    let (shown, hidden) = busiest(prediction)
    guard !shown.isEmpty else { return }
    page.blank()
    let atPeak = prediction.atPeak != nil
    var columns: [Table.Column] = [
      .init("component", most: page.style.width - 62), .init("busy", right: true),
    ]
    if measured != nil { columns.append(.init("simulated", right: true)) }
    if atPeak { columns.append(.init("at peak", right: true)) }
    columns.append(.init("time", right: true))
    if measured != nil { columns.append(.init("simulated", right: true)) }
    columns.append(.init(""))
    var table = Table(columns)
    for component in shown {
      var cells: [Table.Cell] = [
        .init(component.component), busy(component.utilisation, component),
      ]
      let seen = measured?.component(component.component)
      if measured != nil { cells.append(busy(seen?.utilisation.value, component)) }
      if atPeak { cells.append(busy(component.busiestAtPeak, component)) }
      cells.append(.init(component.time.map { Figures.brief($0, .duration) } ?? "-"))
      if let measured { cells.append(.init(time(seen, measured))) }
      cells.append(.init(component.theory == nil ? "" : "exact"))
      table.add(cells)
    }
    table.lines(style: page.style).forEach { page.raw($0) }
    if hidden > 0 {
      page.say(
        "the \(shown.count) busiest of \(shown.count + hidden) components", indent: 2, tint: .quiet)
    }
  }

  /// A share of slots; where slots are unlimited the number in progress.
  private static func busy(_ value: Double?, _ component: ComponentPrediction) -> Table.Cell {
    guard let value else { return .init("-", .bad) }
    if component.isUnlimited { return .init(Figures.count(value) + " in") }
    let tint: TextStyle.Tint? = value >= 0.95 ? .bad : value >= 0.7 ? .warn : nil
    return .init(value > 9.99 ? "> 999 %" : Figures.brief(value, .share), tint)
  }

  /// Mean time in a component by Little's law: the mean number inside over the visits served.
  static func time(
    _ seen: ComponentMeasurements?, _ measured: ScenarioMeasurements
  ) -> String {
    guard let seen, let inside = seen.inside.value, seen.served > 0 else { return "-" }
    return Figures.brief(inside * measured.lasts / seen.served, .duration)
  }

  // MARK: Sentences

  /// How far the load can grow, a sentence for its mean and one for its peak.
  static func limits(_ prediction: AnalyticPrediction) -> [String] {
    let mean = prediction.atMean.map {
      words($0, prediction.atPeak == nil ? "this load" : "the mean load")
    }
    let peak = prediction.atPeak.map { words($0, "the peak of the load") }
    return [mean, peak].compactMap { $0 }
  }

  private static func words(_ limit: LoadLimit, _ load: String) -> String {
    if limit.factor <= 0 { return "\(limit.bottleneck) is full under any load." }
    let factor = Figures.count((limit.factor * 1000).rounded(.down) / 1000)
    return limit.factor < 1
      ? "\(limit.bottleneck) is full first: it can take \(factor) of \(load)."
      : "\(limit.bottleneck) is full first, at \(factor) times \(load)."
  }

  /// Bounds for users who come again, in words.
  static func words(_ bounds: ClosedBounds) -> String {
    var text =
      "\(bounds.users) users of \(bounds.operation): at most "
      + "\(Figures.brief(bounds.throughput, .rate)), at least "
      + Figures.brief(bounds.latency, .duration)
    if let knee = bounds.knee, let bottleneck = bounds.bottleneck {
      text += "; \(bottleneck) limits them, and from \(Figures.count(knee)) users on some must wait"
    }
    return text + "."
  }

  private static func entry(_ warning: Finding, _ page: inout TextPage) {
    page.say(warning.message, indent: 2, label: "!", hang: 2, tint: .warn)
    if !warning.remedy.isEmpty { page.say(warning.remedy, indent: 4, label: "do", hang: 4) }
    page.say(FindingPlace.text(warning), indent: 4, tint: .quiet)
  }
}

extension TextReport {
  /// The predictions of a file of its own beside what was measured.
  static func predictions(_ report: EvaluationReport, _ page: inout TextPage) {
    guard report.exercise == nil else { return }
    for prediction in report.predictions {
      let measured = report.scenarios.first { $0.scenario == prediction.scenario }
      PredictionText.render(prediction, beside: measured, &page)
    }
  }
}
