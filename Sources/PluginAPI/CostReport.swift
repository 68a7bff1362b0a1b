public import Quantities

/// What a design costs in a month, with the lines that add to it.
public struct CostReport: Sendable {
  /// The scenario whose load is held for a month.
  public var scenario: String
  /// The id of the price book.
  public var book: String
  /// Its title; empty where not stated.
  public var bookTitle: String
  /// The day at which its prices held, as `2026-06-01`.
  public var bookDate: String
  /// Whether its amounts are made up for teaching.
  public var isSynthetic: Bool
  /// The bill of the month: exactly the sum of the items.
  public var monthly: Money
  /// The lines of the bill in the order of the components.
  public var items: [CostItem]
  /// The sum of each component's items, in the order of the design.
  public var components: [(component: String, amount: Money)]
  /// What a million requests of each operation cost; nil where none came.
  public var perMillion: [(operation: String, amount: Money?)]
  /// What the month would cost at ten times the load.
  public var tenfold: Money
  /// What could not be charged, in words.
  public var notes: [String]

  /// Ten times the load over the load, in cost; nil where the month costs nothing.
  public var growth: Double? {
    monthly.microUnits > 0 ? Double(tenfold.microUnits) / Double(monthly.microUnits) : nil
  }

  /// Creates a report.
  public init(
    scenario: String, book: String, bookTitle: String, bookDate: String, isSynthetic: Bool,
    monthly: Money, items: [CostItem], components: [(component: String, amount: Money)],
    perMillion: [(operation: String, amount: Money?)], tenfold: Money, notes: [String]
  ) {
    self.scenario = scenario
    self.book = book
    self.bookTitle = bookTitle
    self.bookDate = bookDate
    self.isSynthetic = isSynthetic
    self.monthly = monthly
    self.items = items
    self.components = components
    self.perMillion = perMillion
    self.tenfold = tenfold
    self.notes = notes
  }
}

/// A line of a bill.
public struct CostItem: Sendable, Hashable {
  /// The component that pays.
  public var component: String
  /// What is paid: `machines`, `storage`, `calls`, `between_zones`, `between_sites` or `egress`.
  public var what: String
  /// Further words, such as where a transfer goes; may be empty.
  public var about: String
  /// The region of the price book.
  public var region: String
  /// How much of it, in the unit of the price.
  public var quantity: Double
  /// The price of one, before what a commitment saves.
  public var price: Price
  /// What a commitment saves.
  public var saved: Money
  /// What is paid.
  public var amount: Money

  /// Creates a line.
  public init(
    component: String, what: String, about: String, region: String, quantity: Double,
    price: Price, saved: Money, amount: Money
  ) {
    self.component = component
    self.what = what
    self.about = about
    self.region = region
    self.quantity = quantity
    self.price = price
    self.saved = saved
    self.amount = amount
  }
}
