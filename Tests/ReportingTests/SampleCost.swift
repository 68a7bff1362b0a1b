import PluginAPI
import Quantities

/// A bill that looks like a real one.
enum SampleCost {
  static func usd(_ micro: Int64) -> Money { Money(microUnits: micro, "USD") }

  static let report = CostReport(
    scenario: "peak", book: "teaching", bookTitle: "Made-up prices", bookDate: "2026-01-01",
    isSynthetic: true, monthly: usd(1_402_511_000),
    items: [
      CostItem(
        component: "web", what: "machines", about: "4 machines of 2 cores and 8 GiB",
        region: "us-east", quantity: 2920, price: Price(usd(96_000), per: .hour),
        saved: .zero("USD"),
        amount: usd(280_320_000)),
      CostItem(
        component: "db", what: "machines", about: "2 machines of 8 cores and 32 GiB",
        region: "us-east", quantity: 1460, price: Price(usd(768_000), per: .hour),
        saved: usd(1_000_000), amount: usd(1_120_280_000)),
      CostItem(
        component: "db", what: "storage", about: "", region: "us-east", quantity: 15.925,
        price: Price(usd(120_000), per: .gibMonth), saved: .zero("USD"), amount: usd(1_911_000)),
    ],
    components: [
      ("edge", .zero("USD")), ("web", usd(280_320_000)), ("db", usd(1_122_191_000)),
    ],
    perMillion: [("browse", usd(1_500_000)), ("buy", nil)], tenfold: usd(2_805_022_000),
    notes: ["how much of 'order' rests in 'archive' is not known"])
}
