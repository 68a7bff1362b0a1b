import PluginAPI
import Quantities

extension TextReport {
  /// What the design costs: a bar for each component, then operations, growth and the book.
  static func cost(_ report: EvaluationReport, _ page: inout TextPage) {
    guard let cost = report.cost else { return }
    let style = page.style
    page.heading("WHAT IT COSTS IN A MONTH AT THE LOAD OF '\(SafeText.line(cost.scenario))'")
    var table = Table([
      .init("component", most: 24), .init("a month", right: true), .init(""),
      .init("mostly for", most: style.width - 56),
    ])
    for (component, amount) in cost.components where amount.microUnits > 0 {
      let share = Double(amount.microUnits) / Double(max(1, cost.monthly.microUnits))
      let dearest = cost.items.filter { $0.component == component }
        .max { $0.amount.microUnits < $1.amount.microUnits }
      table.add([
        .init(component), .init(amount.brief),
        .init(Bars.bar(share, width: 12, unicode: style.unicode)),
        .init(dearest.map { costWords($0) } ?? ""),
      ])
    }
    table.add([.init("all", .strong), .init(cost.monthly.brief, .strong)])
    table.lines(style: style).forEach { page.raw($0) }
    for (operation, amount) in cost.perMillion {
      if let amount {
        page.say("a million '\(operation)' cost \(amount.brief)", indent: 2)
      }
    }
    let growth = cost.growth.map { ", \(Figures.count($0)) times as much" } ?? ""
    page.say("ten times the load would cost \(cost.tenfold.brief)\(growth)", indent: 2)
    let saved = cost.items.reduce(Money.zero(cost.monthly.currency)) { $0 + $1.saved }
    if saved.microUnits > 0 {
      page.say("commitments save \(saved.brief) of it", indent: 2)
    }
    let title = cost.bookTitle.isEmpty ? cost.book : cost.bookTitle
    page.say(
      "prices of \(cost.bookDate)\(cost.isSynthetic ? ", made up for teaching" : ""): \(title)",
      indent: 2, tint: .quiet)
    for note in cost.notes { page.say(note, indent: 2, label: "-", hang: 2) }
    page.say("how it comes about: windtunnel explain cost", indent: 2, tint: .quiet)
  }

  /// What a line of the bill is for.
  static func costWords(_ item: CostItem) -> String {
    switch item.what {
    case "machines": item.about.split(separator: " ").prefix(2).joined(separator: " ")
    case "storage": "\(Figures.count(item.quantity)) GiB of storage"
    case "calls": "calls"
    case "egress": "traffic \(item.about)"
    default: "\(item.what.replacing("_", with: " ")) \(item.about)"
    }
  }
}
