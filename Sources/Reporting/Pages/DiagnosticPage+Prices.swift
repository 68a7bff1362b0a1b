extension DiagnosticPage {
  /// Problems of price books, for instructors.
  static let prices: [DiagnosticPage] = [
    .init(
      "prices.bad-currency",
      "The currency of a price book is written as three capital letters. Correct it.",
      "currency: dollars"),
    .init(
      "prices.duplicate-item",
      "Two prices are of the same item and region, or two commitments of the same term. Delete one.",
      "- { item: core, amount: 0.03 USD/core-h, … }\n- { item: core, amount: 0.04 USD/core-h, … }"),
    .init(
      "prices.missing-item",
      "Every item needs a price without a region, which holds wherever a region has none of its "
        + "own. Add what the message names.", "items: [{ item: core, region: eu-west, … }]"),
    .init(
      "prices.wrong-currency",
      "All amounts of a book are in its currency. Convert the amount, or correct the currency.",
      "currency: USD\nitems: [{ item: core, amount: 0.03 EUR/core-h, … }]"),
    .init(
      "prices.wrong-unit",
      "Each item is priced in one unit: cores by the hour, storage by GiB and month, and so on. "
        + "Convert the amount.", "{ item: core, amount: 20 USD/mo, … }"),
  ]
}
