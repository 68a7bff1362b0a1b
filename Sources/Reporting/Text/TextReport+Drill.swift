import PluginAPI

extension TextReport {
  /// What a drill did: before, during and after, the timeline in words, losses, and whether it came
  /// back.
  static func drill(_ scenario: ScenarioMeasurements, _ page: inout TextPage) {
    guard let drill = scenario.drill else { return }
    page.blank()
    page.say(
      "The drill: share answered in full and p99 of that, before, during and after the faults.",
      indent: 2, tint: .quiet)
    var table = Table([
      .init("operation", most: page.style.width - 66), .init("before", right: true),
      .init("during", right: true), .init("after", right: true), .init("not in full", right: true),
    ])
    for operation in drill.operations {
      let failed = operation.failed.value ?? 0
      table.add([
        .init(operation.operation), .init(DrillWords.part(operation.before)),
        .init(DrillWords.part(operation.during)), .init(DrillWords.part(operation.after)),
        .init(failed > 0 ? Figures.count(failed) : "-", failed > 0 ? .bad : nil),
      ])
    }
    table.lines(style: page.style).forEach { page.raw($0) }
    page.blank()
    for mark in drill.marks.prefix(mostMarks) {
      page.say(
        DrillWords.mark(mark, of: scenario.replications), indent: 2,
        label: "at " + Figures.brief(mark.at, .duration), hang: 14)
    }
    if drill.marks.count > mostMarks {
      page.say("\(page.style.more) and \(drill.marks.count - mostMarks) more", indent: 2)
    }
    if drill.detected.value != nil {
      page.say(
        "noticed \(Figures.full(drill.detected, .duration)) after the first fault", indent: 2,
        tint: .quiet)
    }
    for words in drill.stores.flatMap(DrillWords.losses) {
      page.say(words, indent: 2, tint: .bad)
    }
    guard let persistence = drill.persistence else { return }
    page.blank()
    let tint: TextStyle.Tint = persistence.verdict == .metastable ? .bad : .warn
    for words in DrillWords.persistence(persistence) { page.say(words, indent: 2, tint: tint) }
  }

  private static let mostMarks = 20

  /// The mean time of full answers over the time, and the marks of a drill below it.
  static func latencyLine(
    _ operation: String, _ scenario: ScenarioMeasurements, columns: Int, style: TextStyle
  ) -> String? {
    guard let drill = scenario.drill,
      let found = drill.operations.first(where: { $0.operation == operation })
    else { return nil }
    let values = Sparkline.resampled(found.latencySeries.map { $0 ?? 0 }, to: columns)
    let top = values.filter(\.isFinite).max() ?? 0
    guard top > 0 else { return nil }
    return "  mean time   " + Sparkline.line(values, top: top, unicode: style.unicode)
      + "  up to \(Figures.brief(top, .duration))"
  }

  /// Letters where something was noticed, taken over, served again or recovered; nil where nothing
  /// was.
  static func letters(
    _ scenario: ScenarioMeasurements, columns: Int, length: Double
  ) -> String? {
    guard let drill = scenario.drill, columns > 0, length > 0 else { return nil }
    var line = [Character](repeating: " ", count: columns)
    for mark in drill.marks {
      let letter = DrillWords.letter(mark.kind)
      guard letter != " ", mark.at.isFinite, mark.at >= 0 else { continue }
      line[Int(min(Double(columns - 1), mark.at / length * Double(columns)))] = letter
    }
    var text = String(line)
    while text.last == " " { text.removeLast() }
    return text.isEmpty ? nil : text
  }
}
