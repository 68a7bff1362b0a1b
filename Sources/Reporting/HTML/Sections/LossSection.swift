import PluginAPI

/// What cost points: measured against required, the interval, the cause, and what would win it.
enum LossSection {
  static func build(_ context: ReportContext) -> ReportSection? {
    let lost = context.lost
    let checks = context.lostChecks
    guard !lost.isEmpty || !checks.isEmpty else { return nil }
    let cards =
      lost.enumerated().map { card($0.element, $0.offset, context) }
      + checks.enumerated().map { card($0.element, $0.offset, context) }
    return ReportSection(
      anchor: "losses", title: context.report.score == nil ? "What is not met" : "What cost points",
      content: .several(cards))
  }

  private static func card(
    _ result: RequirementResult, _ index: Int, _ context: ReportContext
  ) -> Markup {
    let open = RequirementWords.open(result)
    var scenario: Markup = .none
    if let place = context.index(ofScenario: result.scenario) {
      scenario = .several([
        " in ", .tag("a", [.link("scenario", place)], .name(result.scenario)),
      ])
    }
    let claimed = result.asClaimed.map {
      "\(Figures.brief($0, of: result)) with the numbers that the design claims"
    }
    let kind: StaticString = Figures.tint(result.verdict) == .bad ? "card bad" : "card warn"
    return .tag(
      "article", [.kind(kind), .id("loss", index)],
      .tag(
        "h3", [], .tag("span", [.kind("cost")], .text(cost(result.max - result.points))),
        .text(TextParts.first(result.text, result.id, result.measure))),
      SmallCharts.bullet(result) ?? .none,
      HTMLPage.list([
        ("measured", .several([.text(RequirementWords.measured(result)), scenario])),
        ("required", .text(TextReport.bound(result))), ("claimed", claimed.map { .text($0) }),
        (open?.label ?? "", open.map { .text($0.text) }),
        ("because", HTMLPage.chain(result.because)),
        ("to win it", .text(missing(result))),
        (
          "try",
          result.remedy.isEmpty
            ? nil : .tag("span", [.kind("next")], .prose(TextParts.sentence(result.remedy)))
        ),
        (
          "is",
          .tag(
            "span", [.kind("quiet small")],
            .text(
              "\(result.id), \(result.measure)" + (result.isMust ? ", must be full" : "")))
        ),
      ]))
  }

  private static func cost(_ lost: Double) -> String {
    guard lost != 0 else { return "0 points" }
    return "\u{2212}\(Figures.counted(lost, "point"))"
  }

  /// Which end of the interval has to come how far, in words.
  static func missing(_ result: RequirementResult) -> String {
    let lower = result.fullAt < result.zeroAt
    let isExact = result.fullAt == result.zeroAt
    let value = result.value
    let end = lower ? value.high : value.low
    let bound = Figures.brief(result.fullAt, of: result)
    if value.isInfinite {
      let now =
        value.low.map { "; the best replication had \(Figures.brief($0, of: result))" } ?? ""
      return "every replication must come to \(bound) or less; some never do\(now)"
    }
    guard let measured = value.value, measured.isFinite else {
      return "something must be measured here at all"
    }
    let worst = end ?? measured
    let now = Figures.brief(worst, of: result)
    let isPoint = now == Figures.brief(measured, of: result)
    let what = isPoint ? "the value" : "the \(lower ? "upper" : "lower") end of the interval"
    if isExact { return "\(what) must be \(bound); it is \(now) now" }
    let gap = factor(worst, result.fullAt, lower: lower)
    return "\(what) must come to \(bound) or \(lower ? "less" : "more"); it is \(now) now\(gap)"
  }

  /// How many times too much or too little, where that says something.
  private static func factor(_ value: Double, _ bound: Double, lower: Bool) -> String {
    guard value > 0, bound > 0 else { return "" }
    let factor = lower ? value / bound : bound / value
    guard factor.isFinite, factor >= 1.1 else { return "" }
    return ", \(Figures.count((factor * 10).rounded() / 10)) times too \(lower ? "much" : "little")"
  }

  private static func card(
    _ check: ScoredCheckResult, _ index: Int, _ context: ReportContext
  ) -> Markup {
    let kind: StaticString = Figures.tint(check.outcome) == .bad ? "card bad" : "card warn"
    let found = context.report.findings.first {
      $0.check == check.check && $0.outcome == check.outcome
    }
    let lost = check.max - check.points
    let places = context.report.findings.filter {
      $0.check == check.check && $0.outcome == check.outcome
    }
    .map { TextParts.place($0, in: context.report.architecture.file) }.filter { !$0.isEmpty }
    return .tag(
      "article", [.kind(kind), .id("check", index)],
      .tag(
        "h3", [], .tag("span", [.kind("cost")], .text(cost(lost))),
        .text("\(check.title): \(Figures.word(check.outcome))")),
      HTMLPage.list([
        ("found", .text(check.message)),
        ("because", found.flatMap { HTMLPage.chain($0.because) }),
        (
          "try",
          (found?.remedy).flatMap {
            $0.isEmpty ? nil : .tag("span", [.kind("next")], .prose(TextParts.sentence($0)))
          }
        ),
        (
          "where",
          places.isEmpty ? nil : .text(places.prefix(5).joined(separator: ", "))
        ),
        ("read", .code("windtunnel explain \(check.check)")),
      ]))
  }
}
