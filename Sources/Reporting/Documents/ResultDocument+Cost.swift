import PluginAPI
import Pricing
import Quantities

extension ResultDocument {
  /// What the design costs; null where no load was measured.
  static func cost(_ cost: CostReport?) -> JSONValue {
    guard let cost else { return .null }
    return .object([
      "scenario": .string(cost.scenario),
      "book": .object([
        "id": .string(cost.book), "title": .string(cost.bookTitle),
        "date": .string(cost.bookDate), "synthetic": .bool(cost.isSynthetic),
      ]),
      "monthly": money(cost.monthly),
      "items": .array(cost.items.map(item)),
      "components": .object(pairs: cost.components.map { ($0.component, money($0.amount)) }),
      "per_million": .object(
        pairs: cost.perMillion.map { ($0.operation, $0.amount.map(money) ?? .null) }),
      "tenfold": money(cost.tenfold), "growth": .number(cost.growth),
      "rules": .strings(BillRules.all), "notes": .strings(cost.notes),
    ])
  }

  private static func item(_ item: CostItem) -> JSONValue {
    .object([
      "component": .string(item.component), "what": .string(item.what),
      "about": .string(item.about), "region": .string(item.region),
      "quantity": .number(item.quantity), "unit": .string(item.price.unit.rawValue),
      "price": money(item.price.amount), "saved": money(item.saved),
      "amount": money(item.amount),
    ])
  }

  /// Money as number and currency; the number has at most six decimals.
  private static func money(_ money: Money) -> JSONValue {
    .object(["amount": .number(money.units), "currency": .string(money.currency)])
  }
}

extension ResultSchema {
  static var cost: [(String, [String: JSONValue])] {
    [
      (
        "money",
        object(
          "An amount of money.",
          [
            ("amount", number("In units of the currency, at most six decimals.")),
            ("currency", text("Three capital letters.")),
          ])
      ),
      (
        "cost_item",
        object(
          "A line of the bill.",
          [
            ("component", text("Who pays.")),
            (
              "what",
              text(
                "`machines`, `storage`, `calls`, `between_zones`, `between_sites` or `egress`.")
            ),
            ("about", text("Further words; may be empty.")),
            ("region", text("The region of the price book; empty for prices without one.")),
            ("quantity", number("How much, in the unit of the price.")),
            ("unit", text("What the price is for, such as `/h`.")),
            ("price", ref("money", "The price of one.")),
            ("saved", ref("money", "What a commitment saves.")),
            ("amount", ref("money", "What is paid.")),
          ])
      ),
      ("cost", object("What the design costs in a month.", costMembers)),
    ]
  }

  private static var costMembers: [Member] {
    [
      ("scenario", text("The scenario whose load is held for a month of 730 h.")),
      (
        "book",
        object(
          "The price book.",
          [
            ("id", text("Its id.")), ("title", text("Its title.")),
            ("date", text("When its prices held.")),
            ("synthetic", flag("Whether they are made up for teaching.")),
          ])
      ),
      ("monthly", ref("money", "Exactly the sum of the items.")),
      ("items", list("The lines of the bill.", of: ref("cost_item"))),
      ("components", byName("The sum of each component's items.", ref("money"))),
      (
        "per_million",
        byName(
          "What a million requests of each operation cost; null where none came.",
          refOrNull("money", "An amount."))
      ),
      ("tenfold", ref("money", "The month at ten times the load.")),
      ("growth", perhaps("number", "`tenfold` over `monthly`.")),
      ("rules", texts("How the amounts come about.")),
      ("notes", texts("What could not be charged.")),
    ]
  }
}
