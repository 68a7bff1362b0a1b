import ArchitectureModel
import Pricing
import Quantities

/// The page of a price book.
enum PricePage {
  /// Every price with where it comes from.
  static func markdown(_ book: PriceBook) -> String {
    let kind = book.isSynthetic ? "made up for teaching, not an offer" : "as published"
    let region = book.region.map { " Sites that name no region pay those of `\($0)`." } ?? ""
    return """
      # Prices

      Generated from the price book `\(book.id)` (\(Markdown.escaped(book.title))), which holds \
      unless an exercise names its own in `prices:`. The amounts are \(kind). A month has 730 h.\
      \(region)


      """
        + Markdown.table(
          ["item", "what it is", "region", "price", "date", "made up", "source"],
          book.entries.map { entry in
            [
              Markdown.code(entry.item.rawValue), Markdown.cell(entry.item.about),
              entry.region.map(Markdown.code) ?? "all others", Markdown.code(entry.price.text),
              Markdown.cell(entry.date), entry.isSynthetic ? "yes" : "no",
              Markdown.cell(entry.source),
            ]
          })
        + "\n"
        + Markdown.table(
          ["commitment", "saves", "source"],
          book.savings.map { saving in
            [
              Markdown.code(saving.term.rawValue), Share(fraction: saving.share).text,
              Markdown.cell(saving.source),
            ]
          })
        + "\n## How a bill is made\n\n"
        + BillRules.all.map { rule in
          "- \(Markdown.escaped(rule.prefix(1).uppercased() + rule.dropFirst())).\n"
        }.joined()
  }
}
