extension TimeSpan {
  static let allowed = "a duration such as 500us, 12ms, 2s, 5min, 4h, 30d, 7y"

  /// The units from small to large, in nanoseconds; a year has 365 days.
  static let units: [(name: String, size: Int64)] = [
    ("ns", 1), ("us", 1000), ("ms", 1_000_000), ("s", 1_000_000_000),
    ("min", 60_000_000_000), ("h", 3_600_000_000_000), ("d", 86_400_000_000_000),
    ("y", 31_536_000_000_000_000),
  ]

  /// Other spellings and what to write instead.
  private static let aliases: [(wrong: [String], right: String)] = [
    (["nsec", "nanos", "nanosecond", "nanoseconds"], "ns"),
    (["µs", "μs", "usec", "micros", "microsecond", "microseconds"], "us"),
    (["msec", "millis", "millisecond", "milliseconds"], "ms"),
    (["sec", "secs", "second", "seconds"], "s"),
    (["m", "mins", "minute", "minutes"], "min"),
    (["hr", "hrs", "hour", "hours"], "h"),
    (["day", "days"], "d"),
    (["yr", "yrs", "year", "years", "a"], "y"),
  ]

  /// Reads a duration such as `500us`, `1.5s` or `1h30min`, rounded to whole nanoseconds.
  ///
  /// Sums go from larger units to smaller ones, each unit once. A bare number, an unknown unit, a
  /// negative value and more than 292 years are refused.
  ///
  /// - Parameter text: The text as written, without white space.
  /// - Returns: The span, or why there is none.
  public static func parse(_ text: String) -> Result<TimeSpan, QuantityProblem> {
    switch UnitText.read(text, sample: text == "0" ? "s" : "ms", allowed: allowed) {
    case .failure(let problem): return .failure(problem)
    case .success: break
    }
    var rest = text[...]
    var total: Int64 = 0
    var last = units.count
    while !rest.isEmpty {
      guard let (number, tail) = DecimalText.split(rest) else {
        return refuse("'\(text)' is not a duration", respelled(text))
      }
      let name = tail.prefix { !DecimalText.isDigit($0) }
      rest = tail[name.endIndex...]
      guard let unit = units.firstIndex(where: { $0.name == name }) else {
        return refuse(unitMessage(text, name), respelled(text))
      }
      guard unit < last else {
        return refuse("'\(text)' does not go from larger units to smaller ones")
      }
      last = unit
      guard let part = number.scaled(by: units[unit].size) else { return tooLong(text) }
      let (sum, overflow) = total.addingReportingOverflow(part)
      guard !overflow else { return tooLong(text) }
      total = sum
    }
    return .success(TimeSpan(nanoseconds: total))
  }

  private static func refuse(
    _ message: String, _ hint: String? = nil
  ) -> Result<TimeSpan, QuantityProblem> {
    .failure(QuantityProblem(message: message, hint: hint, allowed: allowed))
  }

  private static func tooLong(_ text: String) -> Result<TimeSpan, QuantityProblem> {
    refuse("'\(text)' is longer than 292 years")
  }

  private static func unitMessage(_ text: String, _ name: Substring) -> String {
    if name.isEmpty { return "'\(text)' has a number without a unit" }
    if name == "m" { return "'m' in '\(text)' could be minutes or months" }
    return "'\(text)' has an unknown unit '\(name)'"
  }

  /// The text with usual other spellings of units replaced, if it can be read then.
  private static func respelled(_ text: String) -> String? {
    var result = ""
    var rest = text[...]
    while let (number, tail) = DecimalText.split(rest) {
      let name = tail.prefix { !DecimalText.isDigit($0) }
      rest = tail[name.endIndex...]
      let trimmed = name.filter { $0 != " " }
      let lower = trimmed.lowercased()
      if let unit = units.first(where: { $0.name == lower }) {
        result += number.text + unit.name
      } else if let alias = aliases.first(where: { $0.wrong.contains(lower) }) {
        result += number.text + alias.right
      } else {
        return nil
      }
    }
    guard rest.isEmpty, result != text, case .success = parse(result) else { return nil }
    return result
  }

  /// The canonical text, such as `1h30min`, `200ms` or `1.5s`; `parse` gives the span back.
  ///
  /// From a minute on it is a sum of whole units, the last of them perhaps fractional seconds.
  /// A negative span, which `parse` refuses, gets a minus sign.
  public var text: String {
    if nanoseconds == 0 { return "0s" }
    if nanoseconds == .min { return "-292y171d23h47min16.854775808s" }
    var result = nanoseconds < 0 ? "-" : ""
    var rest = nanoseconds < 0 ? -nanoseconds : nanoseconds
    for unit in TimeSpan.units.reversed() where rest >= unit.size {
      if unit.size > 1_000_000_000 {
        result += String(rest / unit.size) + unit.name
        rest %= unit.size
      } else if let number = DecimalText.exact(rest, unit: unit.size, places: 9) {
        result += number + unit.name
        rest = 0
      }
    }
    return result
  }

  /// The span with three significant digits for humans, such as `12.3 ms`.
  public var brief: String {
    if nanoseconds == 0 { return "0 s" }
    return DecimalText.brief(
      Double(nanoseconds), units: TimeSpan.units.map { (" " + $0.name, Double($0.size)) })
  }
}
