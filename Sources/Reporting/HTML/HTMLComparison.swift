public import PluginAPI

/// Two reports of the same exercise as one HTML page, like `HTMLReport`.
public enum HTMLComparison {
  /// One of the two.
  public struct Side: Sendable {
    /// What was found out.
    public var report: EvaluationReport
    /// The design, placed; nil for none.
    public var diagram: PlacedDiagram?

    /// Creates a side.
    public init(report: EvaluationReport, diagram: PlacedDiagram?) {
      self.report = report
      self.diagram = diagram
    }
  }

  /// The page.
  ///
  /// - Parameters:
  ///   - left: One report.
  ///   - right: The other.
  ///   - arguments: The words of the command that made them, the tool's name left out.
  /// - Returns: An HTML document with a line end after the last line.
  public static func render(_ left: Side, _ right: Side, arguments: [String]) -> String {
    render(left, right, more: [], arguments: arguments)
  }

  /// The page with further sections after the checks.
  static func render(
    _ left: Side, _ right: Side, more: [ReportSection], arguments: [String]
  ) -> String {
    let one = ReportContext(report: left.report, diagram: left.diagram, arguments: arguments)
    let two = ReportContext(report: right.report, diagram: right.diagram, arguments: arguments)
    let sections =
      [
        requirements(one.report, two.report), checks(one.report, two.report),
      ].compactMap { $0 } + more
      + [
        diagrams(one, two), latencies(one.report, two.report), busy(one.report, two.report),
        reproduction(one.report, two.report, arguments),
      ].compactMap { $0 }
    let names = "\(ComparisonWords.name(left.report)) and \(ComparisonWords.name(right.report))"
    return HTMLPage.render(
      title: "Comparison: \(names)", head: head(one, two), sections: sections,
      switches: (
        max(one.paths.count, two.paths.count), max(one.loads.count, two.loads.count)
      ))
  }

  // MARK: Head

  private static func head(_ left: ReportContext, _ right: ReportContext) -> Markup {
    let exercise = left.report.exercise ?? right.report.exercise
    let different = left.report.exercise?.id != right.report.exercise?.id
    let best = ComparisonWords.decisive(left.report, right.report)
    return .several([
      .tag(
        "h1", [],
        .text(exercise.map { "\(TextParts.first($0.title)): two designs" } ?? "Two designs")),
      exercise.map {
        .paragraph("\($0.id) \($0.version), the same requests for both", "quiet small")
      }
        ?? .none,
      Markup.paragraph("These are results of different exercises.", "warn").when(different),
      .tag("div", [.kind("sides")], side("Left", left.report), side("Right", right.report)),
      .tag(
        "p", [], .tag("strong", [], "Decisive: "), .text(best?.text ?? ComparisonWords.noDifference)
      ),
      best.flatMap { $0.because.isEmpty ? nil : HTMLPage.bullets($0.because) } ?? .none,
    ])
  }

  private static func side(_ place: String, _ report: EvaluationReport) -> Markup {
    .tag(
      "div", [],
      .tag("p", [], .text("\(place): "), .tag("strong", [], .name(ComparisonWords.name(report)))),
      ReportHead.verdict(report),
      .tag(
        "p", [.kind("quiet small")], .code(report.architecture.file),
        .text(", \(Figures.counted(report.machines, "machine"))")))
  }

  private static func reproduction(
    _ left: EvaluationReport, _ right: EvaluationReport, _ arguments: [String]
  ) -> ReportSection {
    func file(_ report: EvaluationReport) -> Markup {
      .several([.code(report.architecture.file), " ", .code(report.architecture.digest)])
    }
    return ReportSection(
      anchor: "reproduce", title: "How to reproduce",
      content: .several([
        ReproductionSection.command(arguments),
        HTMLPage.list([
          ("left", file(left)), ("right", file(right)), ("seed", .text(String(left.seed))),
          ("replications", .text("\(left.replications) a round")), ("version", .text(left.tool)),
          ("exercise", left.exercise.map { .text("\($0.id) \($0.version)") }),
        ]),
      ]))
  }

  // MARK: Tables

  private static func heads(_ first: String) -> [(text: String, isNumber: Bool)] {
    [
      (first, false), ("left", false), ("points", true), ("right", false), ("points", true),
      ("better", false),
    ]
  }

  private static func winner(_ left: Double, _ right: Double) -> Markup {
    guard left != right, left.isFinite, right.isFinite else { return .none }
    return .tag(
      "strong", [],
      .text(
        left > right
          ? "left +\(Figures.points(left - right))" : "right +\(Figures.points(right - left))"))
  }

  private static func requirements(
    _ left: EvaluationReport, _ right: EvaluationReport
  ) -> ReportSection? {
    let ids = ComparisonWords.merged(left.requirements.map(\.id), right.requirements.map(\.id))
    guard !ids.isEmpty else { return nil }
    let rows = ids.map { id -> [Markup] in
      let one = left.requirements.first { $0.id == id }
      let two = right.requirements.first { $0.id == id }
      let text = one?.text ?? two?.text ?? ""
      return [.several([.tag("strong", [], .name(id)), .text(" \(text)")])]
        + cells(one) + cells(two) + [winner(one?.points ?? 0, two?.points ?? 0)]
    }
    return ReportSection(
      anchor: "requirements", title: "Requirements",
      content: HTMLPage.table("Requirements of both", head: heads("requirement"), rows: rows))
  }

  private static func cells(_ result: RequirementResult?) -> [Markup] {
    guard let result else { return ["-", "-"] }
    return [
      .several([
        HTMLPage.tag(
          "\(HTMLPage.sign(result.verdict)) \(Figures.word(result.verdict))",
          Figures.tint(result.verdict)),
        .text(" \(RequirementWords.measured(result))"),
      ]), .text("\(Figures.points(result.points)) / \(Figures.points(result.max))"),
    ]
  }

  private static func checks(
    _ left: EvaluationReport, _ right: EvaluationReport
  ) -> ReportSection? {
    let ids = ComparisonWords.merged(
      left.scoredChecks.map(\.check), right.scoredChecks.map(\.check))
    guard !ids.isEmpty else { return nil }
    func cells(_ result: ScoredCheckResult?) -> [Markup] {
      guard let result else { return ["-", "-"] }
      return [
        .several([
          HTMLPage.tag(Figures.word(result.outcome), Figures.tint(result.outcome)),
          .text(" \(result.message)"),
        ]), .text("\(Figures.points(result.points)) / \(Figures.points(result.max))"),
      ]
    }
    let rows = ids.map { id -> [Markup] in
      let one = left.scoredChecks.first { $0.check == id }
      let two = right.scoredChecks.first { $0.check == id }
      return [.text(one?.title ?? two?.title ?? id)] + cells(one) + cells(two)
        + [winner(one?.points ?? 0, two?.points ?? 0)]
    }
    return ReportSection(
      anchor: "checks", title: "Checks",
      content: HTMLPage.table("Checks of both", head: heads("check"), rows: rows))
  }

  // MARK: Pictures

  private static func diagrams(_ left: ReportContext, _ right: ReportContext) -> ReportSection? {
    let sides = [("Left", left), ("Right", right)].enumerated().map { number, side -> Markup in
      guard let placed = side.1.diagram else { return .none }
      return .several([
        .tag("h3", [], .text("\(side.0): "), .name(ComparisonWords.name(side.1.report))),
        ArchitectureSection.switched(placed, side.1, number: number),
        ArchitectureSection.table(placed.diagram, side.1),
      ])
    }
    guard left.diagram != nil || right.diagram != nil else { return nil }
    return ReportSection(
      anchor: "architecture", title: "The architectures", content: .several(sides))
  }

  /// The scenarios in which both measured something.
  private static func pairs(
    _ left: EvaluationReport, _ right: EvaluationReport
  ) -> [(ScenarioMeasurements, ScenarioMeasurements)] {
    left.scenarios.compactMap { one in
      guard one.impossible == nil,
        let two = right.scenarios.first(where: { $0.scenario == one.scenario }),
        two.impossible == nil
      else { return nil }
      return (one, two)
    }
  }

  private static func latencies(
    _ left: EvaluationReport, _ right: EvaluationReport
  ) -> ReportSection? {
    let parts = pairs(left, right).compactMap { one, two -> Markup? in
      let charts = one.operations.prefix(12).compactMap { operation -> Markup? in
        guard let other = two.operation(operation.operation) else { return nil }
        let bounds = MeasuredSection.bounds(operation.operation, one.scenario, left)
        return LatencyChart.compared(
          LatencyChart(operation: operation, replications: one.replications, bounds: bounds),
          LatencyChart(operation: other, replications: two.replications))
      }
      guard !charts.isEmpty else { return nil }
      return .several([
        .tag("h3", [], .name(one.scenario), .text(one.title.isEmpty ? "" : ": \(one.title)")),
        .tag("div", [.kind("charts")], all: charts),
      ])
    }
    guard !parts.isEmpty else { return nil }
    let words =
      "The time within which a share of all arrivals was done; a curve that ends early was never "
      + "answered in full from there on. Line: left. Dashed: right."
    return ReportSection(
      anchor: "latency", title: "Latency of both",
      content: .several([.paragraph(words, "quiet")] + parts))
  }

  private static func busy(
    _ left: EvaluationReport, _ right: EvaluationReport
  ) -> ReportSection? {
    let parts = pairs(left, right).map { one, two -> Markup in
      let ids = ComparisonWords.merged(
        one.components.map(\.component), two.components.map(\.component))
      func cells(_ measured: ComponentMeasurements?) -> [Markup] {
        guard let measured else { return ["-", "", "-"] }
        let value = measured.utilisation.value ?? 0
        return [
          SmallCharts.share(measured.utilisation),
          .text(
            value <= 1.0001
              ? Figures.brief(measured.utilisation, .share)
              : Figures.count(value) + " in progress"),
          .text(Figures.brief(measured.queueMean, .count)),
        ]
      }
      let table = HTMLPage.table(
        "Components of both in \(one.scenario)",
        head: [
          ("component", false), ("busy, left", false), ("", true), ("waiting", true),
          ("busy, right", false), ("", true), ("waiting", true),
        ], rows: ids.map { [.name($0)] + cells(one.component($0)) + cells(two.component($0)) })
      return .tag(
        "details", [.kind("scenario")],
        .tag("summary", [], .tag("h3", [], .name(one.scenario))), table)
    }
    guard !parts.isEmpty else { return nil }
    return ReportSection(
      anchor: "busy", title: "How busy the components were", content: .several(parts))
  }
}
