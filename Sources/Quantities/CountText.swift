/// How a whole number is written: `12`, `300k`, `4M`.
public enum CountText {
  static let allowed = "a count such as 12, 300k, 4M"

  /// Reads a whole number, perhaps in thousands or millions.
  ///
  /// `1.5M` is whole and accepted; `1.5` is not. A small `m` is refused.
  ///
  /// - Parameter text: The text as written, without white space.
  /// - Returns: The number, or why there is none.
  public static func parse(_ text: String) -> Result<Int, QuantityProblem> {
    func refuse(_ message: String, _ hint: String? = nil) -> Result<Int, QuantityProblem> {
      .failure(QuantityProblem(message: message, hint: hint, allowed: allowed))
    }
    guard !text.isEmpty else { return refuse("the value is empty") }
    if text.hasPrefix("-") { return refuse("'\(text)' is negative") }
    guard let (number, unit) = DecimalText.split(text[...]) else {
      return refuse("'\(text)' does not begin with a number")
    }
    let factors: [Substring: Int64] = ["": 1, "k": 1000, "M": 1_000_000]
    guard let factor = factors[unit] else {
      var hint: String?
      let word = unit.filter { $0 != " " && $0 != "," && $0 != "_" }
      if let (_, rest) = suffix(word), rest.isEmpty, let letter = word.first?.lowercased() {
        hint = number.text + (letter == "k" ? "k" : "M")
      } else if unit.first == "," || unit.first == "_" {
        let joined = text.filter { $0 != "," && $0 != "_" }
        if joined.allSatisfy(DecimalText.isDigit) { hint = joined }
      }
      return refuse("'\(text)' has an unknown unit '\(unit)'", hint)
    }
    guard number.isWhole(in: factor) else { return refuse("'\(text)' is not a whole number") }
    guard let value = number.scaled(by: factor), let count = Int(exactly: value) else {
      return refuse("'\(text)' is too large")
    }
    return .success(count)
  }

  /// Splits a multiplier in any case off a unit, for hints.
  static func suffix(_ unit: String) -> (factor: Int64, rest: Substring)? {
    switch unit.first {
    case "k", "K": (1000, unit.dropFirst())
    case "m", "M": (1_000_000, unit.dropFirst())
    default: nil
    }
  }

  /// The canonical text, the shortest that `parse` gives back.
  ///
  /// - Parameter count: The number; a negative one, which `parse` refuses, gets a minus sign.
  /// - Returns: Such as `12`, `300k` or `1.5M`.
  public static func text(_ count: Int) -> String {
    guard count > 0 else { return String(count) }
    var best = String(count)
    for (name, unit) in [("k", 1000), ("M", 1_000_000)] as [(String, Int64)]
    where Int64(count) >= unit {
      guard let number = DecimalText.exact(Int64(count), unit: unit, places: 6) else { continue }
      if number.count + name.count < best.count { best = number + name }
    }
    return best
  }
}
