/// An amount of money, in whole millionths of a currency's unit, so that sums are exact.
@frozen public struct Money: Hashable, Sendable {
  /// Millionths of the currency's unit: 1,500,000 is 1.50.
  public var microUnits: Int64

  /// The currency as three capital letters, such as `USD` (ISO 4217).
  public var currency: String

  /// Creates an amount.
  ///
  /// - Parameters:
  ///   - microUnits: Millionths of the currency's unit.
  ///   - currency: Three capital letters.
  @inlinable
  public init(microUnits: Int64, _ currency: String) {
    self.microUnits = microUnits
    self.currency = currency
  }

  /// Nothing, in a currency.
  public static func zero(_ currency: String) -> Money { Money(microUnits: 0, currency) }

  /// The amount in units of the currency, to double precision.
  public var units: Double { Double(microUnits) / 1e6 }

  /// Returns the sum; both must be of one currency, and beyond 9.2 million million units it
  /// saturates.
  public static func + (a: Money, b: Money) -> Money {
    precondition(a.currency == b.currency, "\(a.currency) and \(b.currency) cannot be added")
    let (sum, overflow) = a.microUnits.addingReportingOverflow(b.microUnits)
    return Money(microUnits: overflow ? (b.microUnits < 0 ? .min : .max) : sum, a.currency)
  }

  /// Returns the difference; both must be of one currency, and it saturates.
  public static func - (a: Money, b: Money) -> Money {
    precondition(a.currency == b.currency, "\(a.currency) and \(b.currency) cannot be subtracted")
    let (rest, overflow) = a.microUnits.subtractingReportingOverflow(b.microUnits)
    return Money(microUnits: overflow ? (b.microUnits < 0 ? .max : .min) : rest, a.currency)
  }

  /// The amount so many times, rounded once to the nearest millionth, halves away from zero.
  ///
  /// - Parameter quantity: A number of things or a share; NaN gives nothing, and beyond the range
  ///   the result saturates.
  /// - Returns: The product.
  public func times(_ quantity: Double) -> Money {
    let product = (Double(microUnits) * quantity).rounded(.toNearestOrAwayFromZero)
    if product >= 0x1p63 { return Money(microUnits: .max, currency) }
    if product < -0x1p63 { return Money(microUnits: .min, currency) }
    return Money(microUnits: product == product ? Int64(product) : 0, currency)
  }
}

/// What a price is for: one of these.
public enum PriceUnit: String, Sendable, Hashable, CaseIterable {
  /// A plain amount.
  case once = ""
  /// A month.
  case month = "/mo"
  /// An hour.
  case hour = "/h"
  /// A processor core for an hour.
  case coreHour = "/core-h"
  /// A GiB for an hour: memory.
  case gibHour = "/GiB-h"
  /// A GiB for a month: storage.
  case gibMonth = "/GiB-mo"
  /// A GiB once: transfer.
  case gib = "/GiB"
  /// A call.
  case call = "/call"
  /// A million calls.
  case millionCalls = "/Mcall"
}

/// An amount of money for something, such as `0.02 USD/GiB`.
@frozen public struct Price: Hashable, Sendable {
  /// The amount.
  public var amount: Money

  /// What it is for.
  public var unit: PriceUnit

  /// Creates a price.
  ///
  /// - Parameters:
  ///   - amount: The amount.
  ///   - unit: What it is for.
  public init(_ amount: Money, per unit: PriceUnit) {
    self.amount = amount
    self.unit = unit
  }
}
