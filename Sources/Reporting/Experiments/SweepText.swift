public import PluginAPI
import Quantities

/// A sweep as text.
public enum SweepText {
  /// Marks of more points than this are left out.
  static let mostMarks = 48

  /// The whole sweep: a table for each line, the knee, and where requirements break.
  ///
  /// - Parameters:
  ///   - report: The sweep.
  ///   - style: How it is drawn; eighty columns are used.
  /// - Returns: Lines with a line end after the last.
  public static func render(_ report: SweepReport, style: TextStyle) -> String {
    var page = TextPage(TextStyle(colour: style.colour, unicode: style.unicode, width: 80))
    head(report, &page)
    for (number, line) in report.lines.enumerated() {
      page.blank()
      let title = SweepWords.line(number, of: report)
      if !title.isEmpty { page.raw(page.style.paint(SafeText.line(title), .strong)) }
      table(line, report).lines(style: page.style).forEach { page.raw($0) }
      if report.knees.indices.contains(number) {
        page.say(
          SweepWords.knee(report.knees[number], Array(line), report), label: "knee", hang: 6)
      }
    }
    breaks(report, &page)
    closing(report, &page)
    return page.text
  }

  private static func head(_ report: SweepReport, _ page: inout TextPage) {
    guard let first = report.points.first?.report else { return }
    let paths = report.parameters.map(\.path).joined(separator: " and ")
    page.say("\(ComparisonWords.name(first)): \(paths)", tint: .strong)
    let place = first.exercise.map { "\($0.id), scenario '\(report.scenario)'" } ?? "its own load"
    let operations = report.measured(report.points[0])?.operations.count ?? 0
    let operation = operations > 1 ? ", operation '\(report.operation)'" : ""
    page.say(
      "\(place)\(operation); \(Figures.counted(report.points.count, "run")) of "
        + "\(Figures.counted(first.replications, "replication")) with the seed \(first.seed), so "
        + "that each sees the same luck",
      tint: .quiet)
  }

  // MARK: Figures

  private static func table(_ line: ArraySlice<SweepPoint>, _ report: SweepReport) -> Table {
    let hasCost = line.contains { $0.report.cost != nil }
    var columns: [Table.Column] = [
      .init(SweepWords.short(report.parameters[0].path), right: true, most: 14),
      .init("answered", right: true), .init("busiest", most: 15), .init("p50", right: true),
      .init("p99"), .init("in full", right: true),
    ]
    if hasCost { columns.append(.init("a month", right: true)) }
    var table = Table(columns)
    for point in line {
      let operation = report.operation(point)
      var cells: [Table.Cell] = [
        .init(point.values[0].text),
        .init(Figures.brief(operation?.throughput ?? .none, .rate)),
        .init(busiest(point, report)),
        .init(Figures.brief(SweepWords.demanded(operation, 0.5), .duration)),
        .init(SweepWords.half(SweepWords.demanded(operation, 0.99), .duration)),
        .init(Figures.brief(operation?.success ?? .none, .share)),
      ]
      if hasCost { cells.append(.init(point.report.cost?.monthly.brief ?? "-")) }
      table.add(cells)
    }
    return table
  }

  private static func busiest(_ point: SweepPoint, _ report: SweepReport) -> String {
    guard let component = report.busiest(point) else { return "-" }
    // The figure must stay whole: a long name gives way.
    let share = Figures.brief(component.utilisation, .share)
    let room = max(4, 14 - SafeText.width(share))
    return SafeText.clipped(SafeText.line(component.component), to: room, more: "..") + " " + share
  }

  // MARK: Requirements

  private static func breaks(_ report: SweepReport, _ page: inout TextPage) {
    let criteria = report.points.first?.report.criteria ?? []
    guard !criteria.isEmpty else { return }
    page.heading(
      report.points[0].report.exercise == nil
        ? "Where goals are kept" : "Where requirements are met"
    )
    let marks = "+ met, - not met, ~ in part, ? undecided"
    let isShort = (report.parameters.first?.values.count ?? 0) <= mostMarks
    page.say(
      isShort
        ? "One sign a run, in the order of the table: \(marks)." : "At each change of the verdict.",
      tint: .quiet)
    for criterion in criteria {
      page.say(SweepWords.name(criterion), indent: 2)
      for (number, line) in report.lines.enumerated() {
        let title = SweepWords.line(number, of: report)
        let signs = line.map { SweepWords.sign(criterion.id, $0) }.joined()
        let words = SweepWords.breaks(criterion.id, number, report)
        let lead = [title, isShort ? signs : ""].filter { !$0.isEmpty }.joined(separator: " ")
        page.say(
          lead.isEmpty ? words : "\(lead): \(words)", indent: 4)
      }
    }
  }

  private static func closing(_ report: SweepReport, _ page: inout TextPage) {
    page.blank()
    let isOfLoad = report.parameters.contains {
      $0.path == "load" || $0.path.hasPrefix("workload.")
    }
    // Under less load everything is cheaper: that answers no question.
    if !isOfLoad, let best = report.cheapestThatMeetsAll, let cost = best.report.cost {
      let values = SweepWords.place(best, report)
      page.say(
        "\(values) for \(cost.monthly.brief) a month", label: "cheapest that meets all", hang: 25)
    }
    for note in Array(report.notes.prefix(8)) { page.say(note, label: "note", hang: 6) }
    if report.notes.count > 8 {
      page.say("and \(report.notes.count - 8) more like these", label: "note", hang: 6)
    }
    let stopped = report.points.filter { !$0.report.isComplete }
    if !stopped.isEmpty {
      let values = stopped.prefix(6).map { SweepWords.place($0, report) }
      page.say(
        "not run to the end: \(values.joined(separator: "; "))", label: "note", hang: 6, tint: .warn
      )
    }
    page.blank()
    page.say(
      "A request that was not answered in full counts as never in p50 and p99. What follows '+-' is "
        + "half of the interval at 95 %. The knee is the value with the greatest throughput over mean "
        + "latency (power: Kleinrock 1979).", tint: .quiet)
  }
}
