extension Rate {
  static let allowed = "a rate such as 2000/s, 90/min, 4/h"

  static let units: [(name: String, seconds: Double)] = [("/s", 1), ("/min", 60), ("/h", 3600)]

  private static let aliases = [
    "rps": "/s", "qps": "/s", "tps": "/s", "/sec": "/s", "/second": "/s", "persecond": "/s",
    "hz": "/s", "/m": "/min", "rpm": "/min", "/minute": "/min", "/mins": "/min",
    "perminute": "/min", "/hr": "/h", "/hour": "/h", "perhour": "/h", "/": "/s",
  ]

  /// Reads a rate such as `2000/s`, `90/min` or `4/h`.
  ///
  /// - Parameter text: The text as written, without white space.
  /// - Returns: The rate, or why there is none.
  public static func parse(_ text: String) -> Result<Rate, QuantityProblem> {
    let read: UnitText
    switch UnitText.read(text, sample: "/s", allowed: allowed) {
    case .failure(let problem): return .failure(problem)
    case .success(let value): read = value
    }
    guard let unit = units.first(where: { $0.name == read.unit }) else {
      return .failure(unknown(read, text))
    }
    let value = read.number.double / unit.seconds
    guard value < .infinity else {
      return .failure(QuantityProblem(message: "'\(text)' is too large", allowed: allowed))
    }
    return .success(Rate(perSecond: value))
  }

  private static func unknown(_ read: UnitText, _ text: String) -> QuantityProblem {
    let name = read.unit.filter { $0 != " " }
    let lower = name.lowercased()
    var hint = units.first { $0.name == lower }.map { read.number.text + $0.name }
    hint = hint ?? aliases[lower].map { read.number.text + $0 }
    if hint == nil, let (factor, rest) = CountText.suffix(name),
      let whole = read.number.scaled(by: factor)
    {
      let unit = rest.isEmpty ? "/s" : aliases[rest.lowercased()] ?? String(rest)
      if units.contains(where: { $0.name == unit }) { hint = String(whole) + unit }
    }
    return QuantityProblem(
      message: "'\(text)' has an unknown unit '\(read.unit)'", hint: hint, allowed: allowed)
  }

  /// The canonical text, the shortest of `/s`, `/min` and `/h` that `parse` gives back.
  ///
  /// An infinite or NaN rate, which `parse` refuses, is written as Swift writes it.
  public var text: String {
    guard perSecond.magnitude < .infinity else { return "\(perSecond)/s" }
    var best = DecimalText.plain(perSecond) + "/s"
    for unit in Rate.units.dropFirst() {
      let value = perSecond * unit.seconds
      guard value.magnitude < .infinity else { continue }
      for candidate in [value.rounded(), value] where candidate / unit.seconds == perSecond {
        let text = DecimalText.plain(candidate) + unit.name
        if text.count < best.count { best = text }
      }
    }
    return best
  }

  /// The rate with three significant digits for humans, such as `1230 /s`.
  public var brief: String {
    guard perSecond != 0, perSecond.magnitude < .infinity else {
      return perSecond == 0 ? "0 /s" : "\(perSecond) /s"
    }
    return DecimalText.brief(
      perSecond, units: [(" /h", 1 / 3600.0), (" /min", 1 / 60.0), (" /s", 1)])
  }
}
