public import PluginAPI
import Quantities
import Stochastics

/// What is varied in a sweep, as written: `components.web.replicas=1..8`.
public struct Vary: Sendable, Hashable {
  /// The word that stands for a factor on all rates of the load.
  public static let load = "load"
  /// How it is written, in words.
  public static let allowed =
    "PATH=FROM..TO, PATH=FROM..TO:POINTS, either with ':log' at the end, or a list PATH=A,B,C"
  /// Values of one parameter.
  public static let mostValues = 200
  /// Values between two ends where their number is not stated, both ends included.
  public static let usualPoints = 9
  /// The most whole numbers between two ends that are all taken where the number is not stated.
  public static let mostWhole = 16

  /// The path, or `load`.
  public var path: String
  private var form: Form

  private enum Form: Sendable, Hashable {
    case list([String])
    case range(from: String, to: String, points: Int?, isLogarithmic: Bool)
  }

  /// Why something cannot be varied so, in words.
  public struct Problem: Error, Sendable, Hashable {
    /// The message.
    public var message: String
  }

  /// Whether neighbours differ by the same factor.
  public var isLogarithmic: Bool {
    if case .range(_, _, _, let isLogarithmic) = form { isLogarithmic } else { false }
  }

  /// Reads what is varied.
  ///
  /// - Parameter text: As `allowed` says.
  /// - Throws: What is wrong with it.
  public init(_ text: String) throws(Problem) {
    guard let mark = text.firstIndex(of: "="), mark > text.startIndex else {
      throw Problem(message: "'\(text)' says nothing of a value; allowed: \(Self.allowed)")
    }
    path = String(text[..<mark])
    let rest = String(text[text.index(after: mark)...])
    guard !rest.isEmpty, !text.contains(where: \.isNewline) else {
      throw Problem(message: "'\(text)' says nothing of a value; allowed: \(Self.allowed)")
    }
    guard let dots = rest.firstRange(of: "..") else {
      form = .list(Self.items(rest))
      return
    }
    let from = String(rest[..<dots.lowerBound])
    var parts = rest[dots.upperBound...].split(separator: ":", omittingEmptySubsequences: false)
      .map(String.init)
    let to = parts.removeFirst()
    var points: Int?
    var isLogarithmic = false
    for part in parts {
      if part == "log", !isLogarithmic {
        isLogarithmic = true
      } else if points == nil, let count = Int(part), (2...Self.mostValues).contains(count) {
        points = count
      } else {
        throw Problem(
          message: "':\(part)' in '\(text)' is neither ':log' nor a number of values from 2 to "
            + "\(Self.mostValues)")
      }
    }
    guard !from.isEmpty, !to.isEmpty else {
      throw Problem(message: "'\(text)' lacks an end; allowed: \(Self.allowed)")
    }
    form = .range(from: from, to: to, points: points, isLogarithmic: isLogarithmic)
  }

  /// The parts between commas; those inside brackets do not part anything.
  private static func items(_ text: String) -> [String] {
    var items = [""]
    var depth = 0
    for character in text {
      if "{[".contains(character) { depth += 1 }
      if "}]".contains(character) { depth -= 1 }
      if character == ",", depth <= 0 {
        items.append("")
      } else {
        items[items.count - 1].append(character)
      }
    }
    return items.map { item in
      String(item.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
  }

  // MARK: Values

  /// The values in order, each once.
  ///
  /// - Parameter isWhole: Whether only whole numbers can stand there.
  /// - Returns: The path with its values.
  /// - Throws: What is wrong with the ends of a range, or with a list.
  public func parameter(isWhole: Bool) throws(Problem) -> SweptParameter {
    let values: [SweptValue]
    switch form {
    case .list(let items):
      values = items.map { SweptValue(text: $0, number: SweptQuantity($0)?.value) }
    case .range(let from, let to, let points, _):
      values = try between(from, to, points, isWhole: isWhole)
    }
    var seen: Set<String> = []
    let different = values.filter { seen.insert($0.text).inserted }
    guard different.count >= 2, different.count <= Self.mostValues,
      different.allSatisfy({ !$0.text.isEmpty })
    else {
      throw Problem(
        message: "'\(path)' gets \(different.count) different values; allowed: from 2 to "
          + "\(Self.mostValues), none of them empty")
    }
    return SweptParameter(path: path, values: different, isLogarithmic: isLogarithmic)
  }

  private func between(
    _ from: String, _ to: String, _ points: Int?, isWhole: Bool
  ) throws(Problem) -> [SweptValue] {
    func quantity(_ text: String) throws(Problem) -> SweptQuantity {
      guard let quantity = SweptQuantity(text) else {
        throw Problem(
          message: "'\(text)' is no number with a unit: '\(path)' has nothing between its ends; "
            + "write a list such as \(path)=A,B,C")
      }
      return quantity
    }
    let first = try quantity(from)
    let last = try quantity(to)
    guard first.kind == last.kind else {
      throw Problem(message: "'\(from)' and '\(to)' are not of the same kind")
    }
    guard first.value != last.value else {
      throw Problem(message: "'\(from)' and '\(to)' are the same")
    }
    guard !isLogarithmic || (first.value > 0 && last.value > 0) else {
      throw Problem(message: "':log' needs two ends above zero")
    }
    let unit = first.unit == last.unit ? first.unit : nil
    let ends = unit == nil ? (first.value, last.value) : (first.number, last.number)
    let gap = (ends.1 - ends.0).magnitude
    let isEveryWhole = isWhole && points == nil && !isLogarithmic && gap < Double(Self.mostWhole)
    let count = points ?? (isEveryWhole ? Int(gap) + 1 : Self.usualPoints)
    return (0..<count).map { index -> SweptValue in
      if index == 0 { return SweptValue(text: from, number: first.value) }
      if index == count - 1 { return SweptValue(text: to, number: last.value) }
      let share = Double(index) / Double(count - 1)
      let exact =
        isLogarithmic
        ? Elementary.exp(
          Elementary.log(ends.0) + share * (Elementary.log(ends.1) - Elementary.log(ends.0)))
        : ends.0 + share * (ends.1 - ends.0)
      let step = isLogarithmic ? exact : gap / Double(count - 1)
      let isCount = isWhole && (unit ?? "").isEmpty
      let text =
        isCount
        ? DecimalRounding.text(exact, step: 1000)
        : unit.map { DecimalRounding.text(exact, step: step) + $0 }
          ?? first.text(of: exact, step: step)
      return SweptValue(text: text, number: SweptQuantity(text)?.value ?? exact)
    }
  }
}

/// A number with a unit of the language, whatever it measures.
struct SweptQuantity {
  /// What it measures.
  enum Kind { case plain, duration, rate, size, bandwidth, share, other }

  var kind: Kind
  /// The number as written.
  var number: Double
  /// The unit as written.
  var unit: String
  /// The number in the base unit.
  var value: Double

  /// Reads a quantity; nil where the text does not begin with a number.
  ///
  /// Units of which nothing is known, such as those of prices, are kept as they are.
  init?(_ text: String) {
    let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    guard let number = Double(digits), number.isFinite else { return nil }
    self.number = number
    unit = String(text[digits.endIndex...])
    if case .success(let span) = TimeSpan.parse(text), !unit.isEmpty {
      (kind, value) = (.duration, span.seconds)
      // Such as 1h30min, whose first number is not all.
      if unit.contains(where: \.isNumber) {
        self.number = span.seconds
        unit = "s"
      }
    } else if case .success(let rate) = Rate.parse(text), !unit.isEmpty {
      (kind, value) = (.rate, rate.perSecond)
    } else if case .success(let size) = ByteCount.parse(text), !unit.isEmpty {
      (kind, value) = (.size, Double(size.bytes))
    } else if case .success(let width) = Bandwidth.parse(text), !unit.isEmpty {
      (kind, value) = (.bandwidth, width.bitsPerSecond)
    } else if unit == "%" {
      (kind, value) = (.share, number / 100)
    } else if let factor = ["": 1.0, "k": 1000, "M": 1_000_000][unit] {
      (kind, value) = (.plain, number * factor)
    } else {
      (kind, value) = (.other, number)
    }
  }

  /// A value in the base unit as text of the same kind.
  func text(of value: Double, step: Double) -> String {
    switch kind {
    case .duration: TimeSpan(seconds: DecimalRounding.rounded(value, step: step)).text
    case .rate: DecimalRounding.text(value, step: step) + "/s"
    case .size:
      ByteCount(bytes: Int64(min(9e18, max(0, DecimalRounding.rounded(value, step: step))))).text
    case .bandwidth:
      Bandwidth(bitsPerSecond: DecimalRounding.rounded(value, step: step).rounded()).text
    case .share: DecimalRounding.text(value * 100, step: step * 100) + "%"
    case .plain, .other: DecimalRounding.text(value, step: step)
    }
  }
}

/// Decimal numbers with as many digits as tell them apart.
enum DecimalRounding {
  /// A number rounded to about a thousandth of a step.
  static func rounded(_ value: Double, step: Double) -> Double {
    var unit = 1.0
    while unit > step / 1000, unit > 1e-12 { unit /= 10 }
    while unit * 10 <= step / 1000, unit < 1e12 { unit *= 10 }
    return (value / unit).rounded() * unit
  }

  /// A number rounded to a thousandth of a step, to whole numbers at most.
  ///
  /// - Parameters:
  ///   - value: The number, not below zero.
  ///   - step: What separates it from its neighbours, more than zero.
  /// - Returns: Digits, perhaps a point and further digits, without an exponent.
  static func text(_ value: Double, step: Double) -> String {
    var places = 0
    var scale = 1.0
    while step * scale < 1000, places < 9, value * scale < 1e14 {
      places += 1
      scale *= 10
    }
    let scaled = (max(0, value) * scale).rounded()
    guard scaled < 9e18 else { return String(value) }
    let digits = String(Int64(scaled))
    guard places > 0 else { return digits }
    let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
    var fraction = padded.suffix(places)
    while fraction.last == "0" { fraction.removeLast() }
    let whole = padded.dropLast(places)
    return fraction.isEmpty ? String(whole) : "\(whole).\(fraction)"
  }
}
