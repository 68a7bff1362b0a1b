public import PluginAPI
import Quantities

// What a comparison says beyond the scorecards of two.

extension HTMLComparison {
  /// The page of a comparison of any number of designs.
  ///
  /// - Parameters:
  ///   - sides: The designs in the order of the report.
  ///   - report: The comparison.
  ///   - arguments: The words of the command that made it, the tool's name left out.
  /// - Returns: An HTML document with a line end after the last line.
  public static func render(
    _ sides: [Side], _ report: ComparisonReport, arguments: [String]
  ) -> String {
    let more = [differences(report), changes(report), single(report)].compactMap { $0 }
    if sides.count == 2 {
      return render(sides[0], sides[1], more: [overview(report)] + more, arguments: arguments)
    }
    let first = report.designs.first?.report
    let title = first?.exercise.map { TextParts.first($0.title) } ?? "Designs"
    let notes = report.notes.map { Markup.paragraph($0, "warn") }
    return HTMLPage.render(
      title: "Comparison of \(report.designs.count) designs",
      head: .several(
        [
          .tag("h1", [], .text("\(title): \(report.designs.count) designs")),
          .paragraph("The same requests and the same luck for all.", "quiet small"),
        ] + notes),
      sections: [overview(report)] + more + [
        ReportSection(
          anchor: "reproduce", title: "How to reproduce",
          content: ReproductionSection.command(arguments))
      ], switches: (0, 0))
  }

  /// Scores, and cost against latency.
  private static func overview(_ report: ComparisonReport) -> ReportSection {
    let rows = report.designs.map { design -> [Markup] in
      let operation = report.operation(design.report)
      return [
        .tag("strong", [], .name(design.label)), .name(ComparisonWords.name(design.report)),
        HTMLPage.tag(
          Figures.headline(design.report.verdict), Figures.tint(design.report.verdict)),
        .text(
          design.report.score.map {
            "\(Figures.points($0.points)) / \(Figures.points($0.max))"
          } ?? "-"),
        .text(Figures.brief(SweepWords.demanded(operation, 0.5), .duration)),
        .text(SweepWords.half(SweepWords.demanded(operation, 0.99), .duration)),
        .text(String(design.report.machines)),
        .text(design.report.cost?.monthly.brief ?? "-"),
      ]
    }
    return ReportSection(
      anchor: "overview", title: "Score, latency and cost",
      content: .several([
        .paragraph("Latencies are of '\(report.operation)' in '\(report.scenario)'.", "quiet"),
        HTMLPage.table(
          "All designs",
          head: [
            ("", false), ("design", false), ("verdict", false), ("points", true), ("p50", true),
            ("p99", true), ("machines", true), ("a month", true),
          ], rows: rows),
      ]))
  }

  /// Every requirement or goal of each design, with its paired difference from the first.
  private static func differences(_ report: ComparisonReport) -> ReportSection? {
    guard let first = report.designs.first, !first.report.criteria.isEmpty else { return nil }
    var rows: [[Markup]] = []
    for criterion in first.report.criteria {
      for (number, design) in report.designs.enumerated() {
        let gap = report.gaps(of: design.report).first { $0.criterion?.id == criterion.id }
        guard let one = number == 0 ? criterion : gap?.criterion else { continue }
        rows.append([
          number == 0 ? .text(SweepWords.name(criterion)) : .none, .name(design.label),
          .several([
            HTMLPage.tag(
              "\(HTMLPage.sign(one.verdict)) \(Figures.word(one.verdict))",
              Figures.tint(one.verdict)),
            .text(" \(Figures.brief(one.value, one.dimension))"),
          ]),
          .text(
            one.points.map { "\(Figures.points($0.earned)) / \(Figures.points($0.max))" } ?? ""),
          number == 0 ? .none : gap.map { .text(ComparisonReportText.words($0)) } ?? .none,
        ])
      }
    }
    return ReportSection(
      anchor: "differences", title: "Each requirement, against the first design",
      content: .several([
        .paragraph(
          "Differences are taken replication by replication, since all saw the same luck; in "
            + "brackets their 95 % interval.", "quiet"),
        HTMLPage.table(
          "Requirements of all designs",
          head: [
            ("requirement", false), ("design", false), ("measured", false), ("points", true),
            ("difference", false),
          ], rows: rows),
      ]))
  }

  private static func changes(_ report: ComparisonReport) -> ReportSection? {
    let parts = report.designs.dropFirst().compactMap { design -> Markup? in
      let all = design.changes.filter { !$0.isForReaders }
      let words =
        all.isEmpty
        ? [Markup.paragraph("Nothing that could change a result.")]
        : [HTMLPage.bullets(all.map(ComparisonReportText.words))]
      return .several([.tag("h3", [], .name(design.label))] + words)
    }
    guard !parts.isEmpty else { return nil }
    return ReportSection(
      anchor: "changes", title: "What differs from the first design", content: .several(parts))
  }

  private static func single(_ report: ComparisonReport) -> ReportSection? {
    guard !report.single.isEmpty, report.designs.count == 2 else { return nil }
    let all = report.designs[1].changes
    let rows = report.single.map { single -> [Markup] in
      let set = ([single.change] + single.needs).filter { all.indices.contains($0) }
      return [
        HTMLPage.bullets(set.map { ComparisonReportText.words(all[$0]) }),
        HTMLPage.bullets(ComparisonReportText.effects(of: single, report)),
      ]
    }
    return ReportSection(
      anchor: "single", title: "Which change made which difference",
      content: .several([
        .paragraph(
          "The first design with one change at a time, with those it needs to be valid.", "quiet"),
        HTMLPage.table(
          "Changes one at a time", head: [("change", false), ("what it does", false)], rows: rows),
      ]))
  }
}
