import PluginAPI

extension TextReport {
  /// Arrivals and full answers over time, with the faults marked below.
  static func timelines(_ scenario: ScenarioMeasurements, _ page: inout TextPage) {
    let shown = scenario.operations.filter { $0.arrivalSeries.contains { $0 > 0 } }
    guard !shown.isEmpty, scenario.step > 0 else { return }
    let style = page.style
    let room = min(60, style.width - 18)
    let steps = shown.map { max($0.arrivalSeries.count, $0.fullSeries.count) }.max() ?? 0
    let columns = min(steps, room)
    page.blank()
    let each = scenario.step * Double(steps) / Double(max(1, columns))
    page.say(
      "Over time, one column for each \(Figures.brief(each, .duration)):", indent: 2,
      tint: .quiet)
    for operation in shown.prefix(6) {
      let arrivals = Sparkline.resampled(operation.arrivalSeries, to: columns)
      let full = Sparkline.resampled(operation.fullSeries, to: columns)
      let top = (arrivals + full).filter(\.isFinite).max() ?? 0
      if shown.count > 1 {
        page.raw("  " + SafeText.clipped(SafeText.line(operation.operation), to: style.width - 4))
      }
      page.raw("  arrived     " + Sparkline.line(arrivals, top: top, unicode: style.unicode))
      page.raw(
        "  in full     "
          + style.paint(Sparkline.line(full, top: top, unicode: style.unicode), .good))
      if let latency = latencyLine(
        operation.operation, scenario, columns: columns, style: style)
      {
        page.raw(latency)
      }
      recovery(operation, &page)
    }
    if shown.count > 6 {
      page.say("\(style.more) and \(shown.count - 6) more operations", indent: 2)
    }
    if let marks = marks(scenario, steps: steps, columns: columns, style: style) {
      page.raw("  fault       " + style.paint(marks, .bad))
    }
    if let letters = letters(
      scenario, columns: columns, length: scenario.step * Double(steps))
    {
      page.raw("  marks       " + letters)
      page.say(
        "n: noticed, f: failover, s: serves again, r: recovered", indent: 14, tint: .quiet)
    }
  }

  private static func recovery(_ operation: OperationMeasurements, _ page: inout TextPage) {
    guard let recovery = operation.recovery else { return }
    if recovery.isInfinite || recovery.value == nil {
      page.say("  it did not recover by the end of the scenario", indent: 12, tint: .bad)
      return
    }
    var text = "recovered \(Figures.brief(recovery, .duration)) after the fault"
    if let runs = operation.recovered, runs.runs < runs.of {
      text += ", but in \(runs.runs) of \(runs.of) replications only"
    }
    page.say(text, indent: 14, tint: .quiet)
  }

  /// The line under the curves: a mark where a fault begins, a line while it lasts.
  private static func marks(
    _ scenario: ScenarioMeasurements, steps: Int, columns: Int, style: TextStyle
  ) -> String? {
    let length = scenario.step * Double(steps)
    guard !scenario.faults.isEmpty, columns > 0, length > 0 else { return nil }
    var marks = [Character](repeating: " ", count: columns)
    func column(_ seconds: Double) -> Int {
      guard seconds.isFinite else { return columns - 1 }
      return Int(min(Double(columns - 1), max(0, seconds / length * Double(columns))))
    }
    for fault in scenario.faults {
      let from = column(fault.at)
      let to = max(from, column(fault.at + (fault.lasts ?? length)))
      for index in from...to where marks[index] == " " { marks[index] = style.unicode ? "─" : "-" }
    }
    for fault in scenario.faults { marks[column(fault.at)] = style.unicode ? "▲" : "^" }
    var text = String(marks)
    while text.last == " " { text.removeLast() }
    return text
  }
}
