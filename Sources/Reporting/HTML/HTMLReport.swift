import ArchitectureModel
public import PluginAPI

/// The report of a run as one HTML page that needs nothing else: no script, no network, no file.
///
/// The verdict comes first, then what cost points and what would win them, then the evidence. The
/// same report gives the same bytes; only the run's wall time differs, where it is shown at all.
public enum HTMLReport {
  /// Makes one section from what was found out; nil where there is nothing to say.
  typealias SectionBuilder = @Sendable (ReportContext) -> ReportSection?

  /// The sections in the order of the page.
  ///
  /// A new one is a function and a line here.
  static let sections: [SectionBuilder] = [
    LossSection.build, RequirementSection.build, ArchitectureSection.build,
    MeasuredSection.build, DrillSection.build, FailureSection.build, CostSection.build,
    FindingSection.build, PredictionSection.build, AssumptionSection.build,
    SensitivitySection.build, DecisionSection.build,
    FidelitySection.build, ReproductionSection.build,
  ]

  /// The page.
  ///
  /// - Parameters:
  ///   - report: What was found out.
  ///   - diagram: The design, placed; nil leaves the diagram, the decisions and the consequences
  ///     of wrong assumptions out.
  ///   - arguments: The words of the command that made the report, the tool's name left out; they
  ///     are shown so that it can be made again.
  /// - Returns: An HTML document with a line end after the last line.
  public static func render(
    _ report: EvaluationReport, diagram: PlacedDiagram?, arguments: [String]
  ) -> String {
    let context = ReportContext(report: report, diagram: diagram, arguments: arguments)
    let sections = sections.compactMap { $0(context) }
    return HTMLPage.render(
      title: "\(VerdictWords.headline(report)): \(context.title)",
      head: ReportHead.build(context), sections: sections,
      switches: (context.paths.count, context.loads.count))
  }
}

/// A section of a page.
struct ReportSection: Sendable {
  /// Where links lead to: a word of ours.
  var anchor: StaticString
  var title: String
  var content: Markup
}

/// What the sections are made from.
struct ReportContext: Sendable {
  /// More scenarios and paths have no switch of their own.
  static let mostSwitches = 16

  let report: EvaluationReport
  let diagram: PlacedDiagram?
  let arguments: [String]

  var architecture: Architecture? { diagram?.diagram.architecture }

  /// The name of the design, and that of the exercise where there is one.
  var title: String {
    let name = report.architecture.name
    guard let exercise = report.exercise else { return name.isEmpty ? "Simulation" : name }
    return name.isEmpty ? exercise.title : "\(exercise.title): \(name)"
  }

  /// The operations that have a switch.
  var paths: [String] {
    Array((diagram?.diagram.operations ?? []).prefix(Self.mostSwitches))
  }

  /// How busy the components were, by scenario that has a switch.
  var loads: [[String: DiagramPicture.Load]] { measuredScenarios.map(DiagramPicture.loads) }

  /// The scenarios in which something was measured, as many as have a switch.
  var measuredScenarios: [ScenarioMeasurements] {
    Array(report.scenarios.filter { $0.impossible == nil }.prefix(Self.mostSwitches))
  }

  /// Which of `measuredScenarios` cost most points: the one that is shown first.
  var worstScenario: Int {
    func cost(_ scenario: ScenarioMeasurements) -> Double {
      report.requirements.filter { $0.scenario == scenario.scenario }
        .reduce(0) { $0 + $1.max - $1.points }
    }
    let costs = measuredScenarios.map(cost)
    let most = costs.max() ?? 0
    return costs.firstIndex(of: most) ?? 0
  }

  /// The place of a scenario in the report, or nil.
  func index(ofScenario name: String) -> Int? {
    report.scenarios.firstIndex { $0.scenario == name }
  }

  /// The requirements that lost points or are not met, the costliest first.
  var lost: [RequirementResult] {
    report.requirements.filter { $0.points < $0.max || $0.verdict != .met }.enumerated()
      .sorted {
        let (left, right) = ($0.element.max - $0.element.points, $1.element.max - $1.element.points)
        return left == right ? $0.offset < $1.offset : left > right
      }.map(\.element)
  }

  /// The checks that lost points.
  var lostChecks: [ScoredCheckResult] {
    report.scoredChecks.filter { $0.points < $0.max || $0.outcome == .unknown }
  }
}

/// The frame of a page: head, links to the sections, the sections.
enum HTMLPage {
  static func render(
    title: String, head: Markup, sections: [ReportSection], switches: (paths: Int, loads: Int)
  ) -> String {
    let style =
      StyleSheet.palette + StyleSheet.page + StyleSheet.charts + StyleSheet.diagram
      + StyleSheet.switches(paths: switches.paths, scenarios: switches.loads)
    let page = Markup.tag(
      "html", [.init("lang", "en")],
      .tag(
        "head", [], .tag("meta", [.init("charset", "utf-8")]),
        .tag(
          "meta",
          [
            .init("http-equiv", "Content-Security-Policy"),
            .init("content", "default-src 'none'; style-src 'unsafe-inline'"),
          ]),
        .tag(
          "meta",
          [.init("name", "viewport"), .init("content", "width=device-width, initial-scale=1")]),
        .tag("title", [], .text(SafeText.clipped(SafeText.line(title), to: 160))),
        .tag("style", [], .style(style))),
      .tag(
        "body", [], .tag("a", [.kind("skip"), .link("main")], "Skip to the report"),
        .tag("header", [.kind("wide")], head),
        .tag(
          "nav", [.kind("wide"), .init("aria-label", "Sections")],
          .tag(
            "ul", [],
            all: sections.map {
              .tag("li", [], .tag("a", [.link($0.anchor)], .text($0.title)))
            })),
        .tag("main", [.kind("wide"), .id("main")], all: sections.map(section))))
    return "<!DOCTYPE html>\n" + page.source + "\n"
  }

  private static func section(_ section: ReportSection) -> Markup {
    .tag(
      "section", [.id(section.anchor), .init("aria-label", section.title)],
      .tag("h2", [], .text(section.title)), section.content)
  }

  /// A table in a box that scrolls, also by keyboard, where it is wider than the page.
  static func table(
    _ label: String, head: [(text: String, isNumber: Bool)], rows: [[Markup]]
  ) -> Markup {
    let body = rows.map { row in
      Markup.tag(
        "tr", [],
        all: row.enumerated().map { index, cell in
          if index == 0 { return .tag("th", [.init("scope", "row")], cell) }
          let isNumber = index < head.count && head[index].isNumber
          return .tag("td", isNumber ? [.kind("number")] : [], cell)
        })
    }
    let titles = head.map { column in
      column.text.isEmpty
        ? Markup.tag("td")
        : .tag(
          "th", [.init("scope", "col")] + (column.isNumber ? [.kind("number")] : []),
          .text(column.text))
    }
    return .tag(
      "div",
      [
        .kind("scroll"), .init("tabindex", "0"), .init("role", "group"),
        .init("aria-label", label),
      ],
      .tag(
        "table", [], .tag("thead", [], .tag("tr", [], all: titles)), .tag("tbody", [], all: body)))
  }

  /// Terms with what they mean; terms without content are left out.
  static func list(_ items: [(term: String, content: Markup?)]) -> Markup {
    .tag(
      "dl", [.kind("why")],
      all: items.flatMap { item -> [Markup] in
        guard let content = item.content else { return [] }
        return [.tag("dt", [], .text(item.term)), .tag("dd", [], content)]
      })
  }

  /// A list of sentences.
  static func bullets(_ items: [String]) -> Markup {
    .tag("ul", [], all: items.map { .tag("li", [], .text($0)) })
  }

  /// A chain of reasons; one alone is a sentence.
  static func chain(_ reasons: [String]) -> Markup? {
    guard let first = reasons.first else { return nil }
    if reasons.count == 1 { return .text(first) }
    return .tag("ol", [], all: reasons.map { .tag("li", [], .text($0)) })
  }

  /// The class of a tint.
  static func kind(_ tint: TextStyle.Tint?) -> StaticString {
    switch tint {
    case .good, .verdictGood: "good"
    case .bad, .verdictBad: "bad"
    case .warn: "warn"
    case .quiet: "quiet"
    case .strong, nil: "plain"
    }
  }

  /// A word in a frame, with its colour.
  static func tag(_ text: String, _ tint: TextStyle.Tint?) -> Markup {
    let kind: StaticString =
      switch tint {
      case .good, .verdictGood: "tag good"
      case .bad, .verdictBad: "tag bad"
      case .warn: "tag warn"
      case .quiet, .strong, nil: "tag quiet"
      }
    return .tag("span", [.kind(kind)], .text(text))
  }

  /// A sign before the verdict, for those who do not see colours.
  static func sign(_ verdict: Verdict) -> String {
    switch verdict {
    case .met: "\u{2714}"
    case .part: "\u{25D0}"
    case .notMet: "\u{2718}"
    case .undecided: "?"
    case .notRun: "\u{2013}"
    }
  }
}
