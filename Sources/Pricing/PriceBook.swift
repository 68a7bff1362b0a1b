public import ArchitectureModel
public import Quantities

/// What things cost, with where each price comes from.
public struct PriceBook: Sendable, Hashable {
  /// A price.
  public struct Entry: Sendable, Hashable {
    /// What it is for.
    public var item: PriceItem
    /// Where it holds; nil for everywhere that has none of its own.
    public var region: String?
    /// The price, in the unit of the item.
    public var price: Price
    /// Where the amount comes from.
    public var source: String
    /// When it held, as `2026-06-01`.
    public var date: String
    /// Whether it is made up.
    public var isSynthetic: Bool

    /// Creates an entry.
    public init(
      item: PriceItem, region: String?, price: Price, source: String, date: String,
      isSynthetic: Bool
    ) {
      self.item = item
      self.region = region
      self.price = price
      self.source = source
      self.date = date
      self.isSynthetic = isSynthetic
    }
  }

  /// What a commitment saves.
  public struct Saving: Sendable, Hashable {
    /// The term.
    public var term: Commitment
    /// The share of the price of machines.
    public var share: Double
    /// Where it comes from.
    public var source: String

    /// Creates a saving.
    public init(term: Commitment, share: Double, source: String) {
      self.term = term
      self.share = share
      self.source = source
    }
  }

  /// A short id.
  public var id: String
  /// In a few words; empty where not stated.
  public var title: String
  /// The currency of all amounts.
  public var currency: String
  /// When the prices held.
  public var date: String
  /// Whether the amounts are made up for teaching.
  public var isSynthetic: Bool
  /// The region of sites that name none; nil for the prices without a region.
  public var region: String?
  /// The prices in the order of the file.
  public var entries: [Entry]
  /// The savings in the order of the file.
  public var savings: [Saving]

  /// Creates a book.
  public init(
    id: String, title: String, currency: String, date: String, isSynthetic: Bool, region: String?,
    entries: [Entry], savings: [Saving]
  ) {
    self.id = id
    self.title = title
    self.currency = currency
    self.date = date
    self.isSynthetic = isSynthetic
    self.region = region
    self.entries = entries
    self.savings = savings
  }

  /// The regions that have prices of their own, sorted.
  public var regions: [String] { Set(entries.compactMap(\.region)).sorted() }

  /// The price of an item in a region, nil for the book's: its own, else the one that holds
  /// everywhere; nil for none.
  public func entry(_ item: PriceItem, in region: String?) -> Entry? {
    let wanted = region ?? self.region
    if let wanted, let own = entries.first(where: { $0.item == item && $0.region == wanted }) {
      return own
    }
    return entries.first { $0.item == item && $0.region == nil }
  }

  /// The share of the price of machines that a term saves; 0 where the book has none.
  public func saving(_ term: Commitment) -> Double {
    savings.first { $0.term == term }?.share ?? 0
  }
}
