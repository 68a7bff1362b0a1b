/// An unsigned decimal as written: digits, perhaps a point and further digits.
struct DecimalText {
  /// The number as written.
  var text: String
  /// The digits without the point; the first 30 significant ones.
  var digits: UInt128
  /// How many of `digits` stand behind the point.
  var fractionDigits: Int
  /// Whether the value does not fit 30 digits before the point.
  var isHuge: Bool

  /// Splits a leading decimal off a text; nil if it does not begin with a digit.
  static func split(_ text: Substring) -> (number: DecimalText, rest: Substring)? {
    var number = DecimalText(text: "", digits: 0, fractionDigits: 0, isHuge: false)
    var end = text.startIndex
    var seenPoint = false
    var significant = 0
    for index in text.indices {
      let character = text[index]
      if character == ".", !seenPoint {
        let after = text.index(after: index)
        guard after < text.endIndex, isDigit(text[after]) else { break }
        seenPoint = true
      } else if isDigit(character), let digit = character.wholeNumberValue {
        if significant < 30 {
          number.digits = number.digits * 10 + UInt128(digit)
          if number.digits > 0 { significant += 1 }
          if seenPoint { number.fractionDigits += 1 }
        } else if !seenPoint {
          number.isHuge = true
        }
      } else {
        break
      }
      end = text.index(after: index)
    }
    guard end > text.startIndex, isDigit(text[text.startIndex]) else { return nil }
    number.text = String(text[..<end])
    return (number, text[end...])
  }

  static func isDigit(_ character: Character) -> Bool { character >= "0" && character <= "9" }

  /// The value in units of 1 / `unit`, rounded half up; nil beyond Int64.
  func scaled(by unit: Int64) -> Int64? {
    guard !isHuge else { return nil }
    var divisor: UInt128 = 1
    // Beyond 36 fraction digits of at most 30 significant ones nothing is left.
    guard fractionDigits <= 36 else { return 0 }
    for _ in 0..<fractionDigits { divisor *= 10 }
    let (whole, part) = digits.quotientAndRemainder(dividingBy: divisor)
    guard whole <= UInt128(Int64.max) else { return nil }
    // A fraction beyond 18 digits cannot change the result but at exact halves.
    let (low, ten18): (UInt128, UInt128) =
      fractionDigits > 18
      ? (part / (divisor / 1_000_000_000_000_000_000), 1_000_000_000_000_000_000)
      : (part, divisor)
    let product = whole * UInt128(unit) + (low * UInt128(unit) + ten18 / 2) / ten18
    return product <= UInt128(Int64.max) ? Int64(product) : nil
  }

  /// Whether the value is a whole multiple of 1 / `unit`.
  func isWhole(in unit: Int64) -> Bool {
    var rest = digits
    var left = fractionDigits
    while left > 0, rest % 10 == 0 {
      rest /= 10
      left -= 1
    }
    guard left <= 18 else { return rest == 0 }
    var divisor: UInt128 = 1
    for _ in 0..<left { divisor *= 10 }
    return rest % divisor * UInt128(unit) % divisor == 0
  }

  /// The value as the nearest double; infinite beyond its range.
  var double: Double { Double(text) ?? .infinity }

  /// A finite double without exponent, by the fewest digits that give it back.
  static func plain(_ value: Double) -> String {
    let parts = value.description.split(separator: "e")
    guard parts.count == 2, let exponent = Int(parts[1]) else {
      return value.description.hasSuffix(".0")
        ? String(value.description.dropLast(2)) : value.description
    }
    let negative = parts[0].hasPrefix("-")
    let mantissa = parts[0].drop { $0 == "-" }.split(separator: ".")
    let fraction = mantissa.count > 1 && mantissa[1] != "0" ? String(mantissa[1]) : ""
    let digits = String(mantissa[0]) + fraction
    let point = 1 + exponent
    var text: String
    if point <= 0 {
      text = "0." + String(repeating: "0", count: -point) + digits
    } else if point >= digits.count {
      text = digits + String(repeating: "0", count: point - digits.count)
    } else {
      let cut = digits.index(digits.startIndex, offsetBy: point)
      text = digits[..<cut] + "." + digits[cut...]
    }
    if negative { text = "-" + text }
    return text
  }

  /// A value rounded to three significant digits, without exponent.
  static func rounded(_ value: Double) -> Double {
    guard value != 0, value.magnitude < .infinity else { return value }
    var scale = 1.0
    var a = value.magnitude
    while a >= 1000 {
      a /= 10
      scale *= 10
    }
    guard a < 100 else {
      let whole = a.rounded() * scale
      return value < 0 ? -whole : whole
    }
    while a < 100 {
      a *= 10
      scale *= 10
    }
    let part = a.rounded() / scale
    return value < 0 ? -part : part
  }

  /// A value with three significant digits for humans, in the unit that suits its size.
  ///
  /// `units` go from small to large, each with its size.
  static func brief(_ value: Double, units: [(name: String, size: Double)]) -> String {
    var best = units[0]
    for unit in units where rounded(value.magnitude / unit.size) >= 1 { best = unit }
    let number = plain(rounded(value / best.size))
    return best.name.isEmpty ? number : number + best.name
  }

  /// `value` in `unit` with up to `places` decimals if that is exact.
  static func exact(_ value: Int64, unit: Int64, places: Int) -> String? {
    let (whole, part) = value.quotientAndRemainder(dividingBy: unit)
    if part == 0 { return String(whole) }
    var text = ""
    var rest = Int128(part)
    for _ in 0..<places where rest != 0 {
      rest *= 10
      text += String(rest / Int128(unit))
      rest %= Int128(unit)
    }
    return rest == 0 ? String(whole) + "." + text : nil
  }
}

/// A text cut into a number and the unit behind it.
struct UnitText {
  var number: DecimalText
  var unit: Substring

  /// Reads a text or says why it is no quantity at all; `sample` is a unit to suggest.
  static func read(
    _ text: String, sample: String, allowed: String
  ) -> Result<UnitText, QuantityProblem> {
    func refuse(_ message: String, _ hint: String? = nil) -> Result<UnitText, QuantityProblem> {
      .failure(QuantityProblem(message: message, hint: hint, allowed: allowed))
    }
    guard !text.isEmpty else { return refuse("the value is empty") }
    if text.hasPrefix("-") { return refuse("'\(text)' is negative") }
    guard let (number, rest) = DecimalText.split(text[...]) else {
      return refuse("'\(text)' does not begin with a number")
    }
    if rest.isEmpty {
      return refuse("'\(text)' has no unit", sample.isEmpty ? nil : text + sample)
    }
    return .success(UnitText(number: number, unit: rest))
  }
}
