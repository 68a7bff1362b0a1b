import PluginAPI

/// All requirements, scored checks and goals in tables.
enum RequirementSection {
  static func build(_ context: ReportContext) -> ReportSection? {
    let report = context.report
    let parts = [requirements(context), checks(report), goals(report)].compactMap { $0 }
    guard !parts.isEmpty else { return nil }
    let title = report.requirements.isEmpty ? "Goals of the file" : "All requirements"
    return ReportSection(anchor: "requirements", title: title, content: .several(parts))
  }

  private static func requirements(_ context: ReportContext) -> Markup? {
    let results = context.report.requirements
    guard !results.isEmpty else { return nil }
    let rows = results.map { result -> [Markup] in
      let sign = result.fullAt == result.zeroAt ? "" : result.fullAt < result.zeroAt ? "≤ " : "≥ "
      let place = context.index(ofScenario: result.scenario)
      return [
        .several([
          .tag("strong", [], .name(result.id)), .text(result.isMust ? " * " : " "),
          .text(result.text),
        ]),
        verdict(result.verdict),
        .text("\(Figures.points(result.points)) / \(Figures.points(result.max))"),
        .text(RequirementWords.measured(result)),
        .text(sign + Figures.brief(result.fullAt, of: result)),
        place.map { .tag("a", [.link("scenario", $0)], .name(result.scenario)) }
          ?? .name(result.scenario),
      ]
    }
    let table = HTMLPage.table(
      "All requirements",
      head: [
        ("requirement", false), ("verdict", false), ("points", true), ("measured", false),
        ("asked", true), ("scenario", false),
      ], rows: rows)
    let hasMust = results.contains(where: \.isMust)
    return .several([
      table,
      .paragraph("* must be full, or the exercise is not met", "quiet small").when(hasMust),
    ])
  }

  private static func verdict(_ verdict: Verdict) -> Markup {
    HTMLPage.tag(
      "\(HTMLPage.sign(verdict)) \(Figures.word(verdict))", Figures.tint(verdict))
  }

  private static func checks(_ report: EvaluationReport) -> Markup? {
    guard !report.scoredChecks.isEmpty else { return nil }
    let rows = report.scoredChecks.map { check -> [Markup] in
      [
        .text(check.title), HTMLPage.tag(Figures.word(check.outcome), Figures.tint(check.outcome)),
        .text("\(Figures.points(check.points)) / \(Figures.points(check.max))"),
        .text(check.message),
      ]
    }
    return .several([
      .tag("h3", [], "Checks that carry points"),
      HTMLPage.table(
        "Checks that carry points",
        head: [("check", false), ("outcome", false), ("points", true), ("what decided", false)],
        rows: rows),
    ])
  }

  private static func goals(_ report: EvaluationReport) -> Markup? {
    guard !report.goals.isEmpty else { return nil }
    let rows = report.goals.map { goal -> [Markup] in
      [
        .name(goal.operation), .text(goal.goal), verdict(goal.verdict),
        .text(Figures.brief(goal.promised, goal.dimension)),
        .text(Figures.full(goal.value, goal.dimension)),
      ]
    }
    let title: Markup =
      report.requirements.isEmpty ? .none : .tag("h3", [], "Goals of the file")
    return .several([
      title,
      HTMLPage.table(
        "Goals of the file",
        head: [
          ("operation", false), ("goal", false), ("verdict", false), ("promised", true),
          ("measured", false),
        ], rows: rows),
    ])
  }
}
