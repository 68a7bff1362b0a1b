import PluginAPI
import Quantities

/// What the design costs: by component, by operation, at ten times the load, and the bill itself.
enum CostSection {
  private static let mostLines = 200

  static func build(_ context: ReportContext) -> ReportSection? {
    guard let cost = context.report.cost else { return nil }
    return ReportSection(
      anchor: "cost", title: "What it costs",
      content: .several([
        summary(cost), components(cost), operations(cost), growth(cost), lines(cost),
        HTMLPage.bullets(cost.notes).when(!cost.notes.isEmpty),
        .tag(
          "p", [.kind("quiet small")], .text("How it comes about: "),
          .code("windtunnel explain cost")),
      ]))
  }

  private static func summary(_ cost: CostReport) -> Markup {
    let title = cost.bookTitle.isEmpty ? cost.book : cost.bookTitle
    let saved = cost.items.reduce(Money.zero(cost.monthly.currency)) { $0 + $1.saved }
    return .several([
      .tag(
        "p", [], .tag("strong", [], .text("\(cost.monthly.brief) a month")),
        .text(" at the load of "), .name(cost.scenario),
        .text(saved.microUnits > 0 ? "; commitments save \(saved.brief) of it." : ".")),
      .paragraph(
        "Prices of \(cost.bookDate)\(cost.isSynthetic ? ", made up for teaching" : ""): \(title)",
        "quiet small"),
    ])
  }

  // MARK: Tables with bars

  private static func components(_ cost: CostReport) -> Markup {
    let paying = cost.components.filter { $0.amount.microUnits > 0 }
    guard !paying.isEmpty else { return .paragraph("Nothing in it is charged.") }
    let rows = paying.map { component, amount -> [Markup] in
      let share = amount.units / cost.monthly.units
      let part = Figures.brief(share, .share)
      let dearest = cost.items.filter { $0.component == component }
        .max { $0.amount.microUnits < $1.amount.microUnits }
      return [
        .name(component), .text(amount.brief),
        SmallCharts.part(share, words: "\(component): \(part) of the bill"), .text(part),
        .text(dearest.map { TextReport.costWords($0) } ?? ""),
      ]
    }
    let all: [Markup] = [
      .tag("strong", [], "all"), .tag("strong", [], .text(cost.monthly.brief)), .none, .none, .none,
    ]
    return .several([
      .tag("h3", [], "By component"),
      HTMLPage.table(
        "Cost by component",
        head: [
          ("component", false), ("a month", true), ("", false), ("part", true),
          ("mostly for", false),
        ], rows: rows + [all]),
    ])
  }

  private static func operations(_ cost: CostReport) -> Markup {
    guard !cost.perMillion.isEmpty else { return .none }
    return .several([
      .tag("h3", [], "By operation"),
      HTMLPage.table(
        "Cost of a million requests", head: [("operation", false), ("a million cost", true)],
        rows: cost.perMillion.map { operation, amount in
          [.name(operation), .text(amount?.brief ?? "none came")]
        }),
    ])
  }

  /// The bill beside that at ten times the load, on one scale from zero.
  private static func growth(_ cost: CostReport) -> Markup {
    guard let growth = cost.growth else { return .none }
    let most = max(cost.monthly.units, cost.tenfold.units)
    let rows = [("this load", cost.monthly), ("ten times this load", cost.tenfold)].map {
      words, amount -> [Markup] in
      [
        .text(words), .text(amount.brief),
        SmallCharts.part(amount.units / most, words: "\(words): \(amount.brief)"),
      ]
    }
    let times = Figures.count(growth)
    let meaning =
      growth < 9.5
      ? "each request would cost less than now"
      : growth > 10.5 ? "each request would cost more than now" : "each request costs the same"
    return .several([
      .tag("h3", [], "As it grows"),
      .paragraph("Ten times the load would cost \(times) times as much: \(meaning)."),
      HTMLPage.table(
        "Cost at ten times the load", head: [("", false), ("a month", true), ("", false)],
        rows: rows),
    ])
  }

  // MARK: The bill

  private static func lines(_ cost: CostReport) -> Markup {
    guard !cost.items.isEmpty else { return .none }
    let rows = cost.items.prefix(mostLines).map { item -> [Markup] in
      [
        .name(item.component), .text(item.what.replacing("_", with: " ")), .text(item.about),
        .text(item.region), .text(quantity(item)),
        .text(item.price.amount.text + item.price.unit.rawValue),
        .text(item.saved.microUnits > 0 ? item.saved.brief : "-"), .text(item.amount.brief),
      ]
    }
    let more = cost.items.count - rows.count
    return .tag(
      "details", [],
      .tag("summary", [], .text("The bill: \(Figures.counted(cost.items.count, "line"))")),
      HTMLPage.table(
        "The lines of the bill",
        head: [
          ("component", false), ("for", false), ("what", false), ("region", false),
          ("quantity", true), ("price of one", true), ("saved", true), ("a month", true),
        ], rows: rows),
      Markup.paragraph("and \(more) more lines, which the option --json lists").when(more > 0))
  }

  private static func quantity(_ item: CostItem) -> String {
    let unit = item.price.unit.rawValue.drop { $0 == "/" }
    let number = Figures.count(item.quantity)
    return unit.isEmpty ? number : "\(number) \(unit)"
  }
}
