extension Money {
  /// The canonical text, exact: `1234.56 USD`.
  public var text: String {
    let size = Int64(clamping: microUnits.magnitude)
    let number = DecimalText.exact(size, unit: 1_000_000, places: 6) ?? "\(size / 1_000_000)"
    return (microUnits < 0 ? "-" : "") + number + " " + currency
  }

  /// The amount for humans: whole units from 100 on, then two decimals, below a hundredth three
  /// significant digits.
  public var brief: String { Money.brief(units) + " " + currency }

  /// An amount in units of a currency for humans, without the currency.
  public static func brief(_ units: Double) -> String {
    guard units.isFinite else { return "\(units)" }
    let size = units.magnitude
    if size >= 99.995 { return DecimalText.plain(units.rounded()) }
    if size >= 0.01 {
      let cents = Int64((size * 100).rounded())
      let part = cents % 100
      let number = part == 0 ? "\(cents / 100)" : "\(cents / 100).\(part < 10 ? "0" : "")\(part)"
      return (units < 0 ? "-" : "") + number
    }
    return DecimalText.plain(DecimalText.rounded(units))
  }
}

extension Price {
  static let allowed =
    "money with its currency and what it is for, such as 90000 USD/mo, 0.02 EUR/call, "
    + "0.05 USD/GiB-mo; units: "
    + PriceUnit.allCases.map(\.rawValue).filter { !$0.isEmpty }.joined(separator: " ")

  private static let aliases: [String: PriceUnit] = [
    "/month": .month, "/m": .month, "/mon": .month, "/monthly": .month, "/hour": .hour,
    "/hr": .hour, "/request": .call, "/req": .call, "/gb": .gib, "/gb-mo": .gibMonth,
    "/gb-month": .gibMonth, "/gib-month": .gibMonth, "/vcpu-h": .coreHour, "/core-hour": .coreHour,
    "/gb-h": .gibHour, "/million": .millionCalls, "/mcalls": .millionCalls, "/calls": .call,
  ]

  private static let symbols: [Character: String] = [
    "$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY",
  ]

  /// Reads a price such as `90000 USD/mo`, or an amount such as `2.50 EUR`.
  ///
  /// The currency is three capital letters. What is finer than a millionth of its unit is refused,
  /// because rounding would make it free.
  ///
  /// - Parameter text: The text as written.
  /// - Returns: The price, or why there is none.
  public static func parse(_ text: String) -> Result<Price, QuantityProblem> {
    func refuse(_ message: String, _ hint: String? = nil) -> Result<Price, QuantityProblem> {
      .failure(QuantityProblem(message: message, hint: hint, allowed: allowed))
    }
    guard !text.isEmpty else { return refuse("the value is empty") }
    if text.hasPrefix("-") { return refuse("'\(text)' is negative") }
    guard let (number, rest) = DecimalText.split(text[...]) else {
      return refuse("'\(text)' does not begin with a number", symbolFirst(text))
    }
    let slash = rest.firstIndex(of: "/") ?? rest.endIndex
    let word = rest[..<slash].filter { $0 != " " }
    let tail = String(rest[slash...])
    guard !word.isEmpty else {
      let unit = tail.isEmpty ? "" : (unit(tail)?.rawValue ?? tail)
      return refuse("'\(text)' has no currency", checked("\(number.text) USD\(unit)"))
    }
    guard isCurrency(word) else {
      return refuse(
        "'\(text)' has no currency of three capital letters", currency(number, word, tail))
    }
    guard rest[..<slash] == " " + word else {
      return refuse(
        "'\(text)' is not written as number, space and currency",
        checked("\(number.text) \(word)\(tail)"))
    }
    guard let unit = PriceUnit(rawValue: tail) else {
      return refuse(
        "'\(text)' has an unknown unit '\(tail)'",
        unit(tail).map { "\(number.text) \(word)\($0.rawValue)" })
    }
    guard number.isWhole(in: 1_000_000) else {
      let million = unit == .call ? number.scaled(by: 1_000_000_000_000) : nil
      let hint = million.flatMap { DecimalText.exact($0, unit: 1_000_000, places: 6) }
      return refuse(
        "'\(text)' is finer than a millionth of a \(word)",
        hint.flatMap { checked("\($0) \(word)/Mcall") })
    }
    guard let micro = number.scaled(by: 1_000_000) else { return refuse("'\(text)' is too large") }
    return .success(Price(Money(microUnits: micro, word), per: unit))
  }

  private static func isCurrency(_ word: String) -> Bool {
    word.count == 3 && word.allSatisfy { $0 >= "A" && $0 <= "Z" }
  }

  private static func unit(_ tail: String) -> PriceUnit? {
    let lower = tail.filter { $0 != " " }.lowercased()
    return PriceUnit.allCases.first { $0.rawValue.lowercased() == lower } ?? aliases[lower]
  }

  /// The hint where it reads.
  private static func checked(_ hint: String) -> String? {
    if case .success = parse(hint) { hint } else { nil }
  }

  /// `$5/mo` and `USD 5/mo` with the number first.
  private static func symbolFirst(_ text: String) -> String? {
    let head = text.prefix { !DecimalText.isDigit($0) }
    let word = head.filter { $0 != " " }
    let code = word.count == 1 ? word.first.flatMap { symbols[$0] } : word.uppercased()
    guard let code, isCurrency(code),
      let (number, rest) = DecimalText.split(text[head.endIndex...])
    else { return nil }
    return checked("\(number.text) \(code)\(rest)")
  }

  /// A currency in other letters, as a symbol, or behind a number with separators or a suffix.
  private static func currency(_ number: DecimalText, _ word: String, _ tail: String) -> String? {
    if isCurrency(word.uppercased()) {
      return checked("\(number.text) \(word.uppercased())\(tail)")
    }
    if word.count == 1, let first = word.first, let code = symbols[first] {
      return checked("\(number.text) \(code)\(tail)")
    }
    if word.first == "," || word.first == "_" {
      let code = String(word.suffix(3))
      let digits = word.dropLast(3).filter { $0 != "," && $0 != "_" }
      guard isCurrency(code), !digits.isEmpty else { return nil }
      return checked("\(number.text)\(digits) \(code)\(tail)")
    }
    if let (factor, code) = CountText.suffix(word), isCurrency(String(code)),
      let whole = number.scaled(by: factor)
    {
      return checked("\(whole) \(code)\(tail)")
    }
    return nil
  }

  /// The canonical text; `parse` gives the price back.
  public var text: String { amount.text + unit.rawValue }

  /// The price for humans, such as `1235 USD/mo`.
  public var brief: String { amount.brief + unit.rawValue }
}
