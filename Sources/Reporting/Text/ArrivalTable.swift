import PluginAPI
import Quantities

/// Processes of a load with what was drawn of them.
enum ArrivalTable {
  static func write(_ survey: ArrivalSurvey, _ page: inout TextPage) {
    guard !survey.processes.isEmpty else { return }
    let style = page.style
    page.heading("PROCESSES")
    page.say(
      """
      Drawn over the first \(survey.stretch.brief). Dispersion is that of counts in windows of \
      \(survey.window.brief), around what is expected of each: 1 for Poisson arrivals, more for \
      what comes in clusters.
      """, indent: 2, tint: .quiet)
    var table = Table([
      .init("operation", most: 16), .init("process"), .init("expected/s", right: true),
      .init("drawn/s", right: true), .init("dispersion", right: true),
      .init("drawn over time", most: 20),
    ])
    for process in survey.processes {
      let counts = process.counts.map { Sparkline.resampled($0, to: 20) }
      table.add([
        .init(process.operation), .init(process.process), .init(Figures.count(process.expected)),
        .init(process.measured.map { Figures.count($0) } ?? "by answers"),
        .init(process.dispersion.map { Figures.count($0) } ?? "-"),
        .init(
          counts.map { Sparkline.line($0, top: $0.max() ?? 0, unicode: style.unicode) } ?? ""),
      ])
    }
    table.lines(style: style).forEach { page.raw($0) }
  }
}
