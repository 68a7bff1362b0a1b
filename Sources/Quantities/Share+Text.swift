extension Share {
  static let allowed = "a share such as 25% or 0.25"

  /// Reads a share such as `25%` or `0.25`; at most all of it.
  ///
  /// - Parameter text: The text as written, without white space.
  /// - Returns: The share, or why there is none.
  public static func parse(_ text: String) -> Result<Share, QuantityProblem> {
    func refuse(_ message: String, _ hint: String? = nil) -> Result<Share, QuantityProblem> {
      .failure(QuantityProblem(message: message, hint: hint, allowed: allowed))
    }
    guard !text.isEmpty else { return refuse("the value is empty") }
    if text.hasPrefix("-") { return refuse("'\(text)' is negative") }
    guard let (number, unit) = DecimalText.split(text[...]) else {
      return refuse("'\(text)' does not begin with a number")
    }
    if unit.isEmpty {
      if number.double <= 1 { return .success(Share(fraction: number.double)) }
      return refuse("'\(text)' is more than 1", number.double <= 100 ? text + "%" : nil)
    }
    guard unit == "%" else {
      let word = unit.filter { $0 != " " }.lowercased()
      let isPercent = ["%", "percent", "pct"].contains(word) && number.double <= 100
      return refuse(
        "'\(text)' has an unknown unit '\(unit)'", isPercent ? number.text + "%" : nil)
    }
    guard number.double <= 100 else { return refuse("'\(text)' is more than 100%") }
    return .success(Share(fraction: fraction(percent: number.text)))
  }

  /// The nearest double to a decimal divided by 100, rounded once.
  private static func fraction(percent: String) -> Double { Double(percent + "e-2") ?? 0 }

  /// The canonical text, percent if that gives the share back and else the fraction.
  public var text: String {
    let percent = fraction * 100
    guard percent.magnitude < .infinity else { return "\(fraction)" }
    for candidate in [percent.rounded(), (percent * 1e6).rounded() / 1e6, percent] {
      let text = DecimalText.plain(candidate)
      if Share.fraction(percent: text) == fraction { return text + "%" }
    }
    return DecimalText.plain(fraction)
  }

  /// The share in percent with three significant digits for humans, such as `99.9 %`.
  ///
  /// Shares next to 1 keep three digits of what is missing: `99.9995 %`.
  public var brief: String {
    guard fraction.magnitude < .infinity else { return "\(fraction)" }
    let missing = DecimalText.rounded((1 - fraction) * 100)
    guard fraction < 1, missing < 0.1 else {
      return DecimalText.plain(DecimalText.rounded(fraction * 100)) + " %"
    }
    return DecimalText.plain(((100 - missing) * 1e10).rounded() / 1e10) + " %"
  }
}
