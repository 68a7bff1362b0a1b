import ArchitectureModel
import Diagnostics
import Quantities
import Stochastics
import YAMLTree

extension ShapeReader {
  /// Reads a scalar by its type from the raw text.
  mutating func scalar(_ node: YAMLNode, _ type: FieldType, subject: String) -> ReadValue? {
    guard let text = node.scalarText else {
      wrongType(node, wanted: TypeWords.describe(type), subject: subject)
      return nil
    }
    switch type {
    case .text: return ReadValue(.text(text), node.span)
    case .identifier: return identifier(text, node, subject: subject)
    case .reference: return ReadValue(.text(text), node.span)
    case .flag: return flag(text, node, subject: subject)
    case .choice(let words): return choice(text, words, node, subject: subject)
    case .count(let min, let none):
      return count(text, min: min, none: none, node, subject: subject)
    case .number(let min, let max):
      return number(text, min: min, max: max, node, subject: subject)
    case .date: return date(text, node, subject: subject)
    case .timeOfDay: return timeOfDay(text, node, subject: subject)
    case .duration:
      return quantity(TimeSpan.parse(text), node, subject: subject) { .duration($0) }
    case .size: return quantity(ByteCount.parse(text), node, subject: subject) { .size($0) }
    case .rate:
      return quantity(Rate.parse(text), node, subject: subject) { .number($0.perSecond) }
    case .bandwidth:
      return quantity(Bandwidth.parse(text), node, subject: subject) { .number($0.bitsPerSecond) }
    case .money: return quantity(Price.parse(text), node, subject: subject) { .money($0) }
    case .share:
      return quantity(Share.parse(text), node, subject: subject) { .number($0.fraction) }
    default: preconditionFailure("\(type) is no scalar type")
    }
  }

  mutating func quantity<Quantity>(
    _ result: Result<Quantity, QuantityProblem>, _ node: YAMLNode, subject: String,
    _ make: (Quantity) -> FieldValue
  ) -> ReadValue? {
    switch result {
    case .success(let quantity): return ReadValue(make(quantity), node.span)
    case .failure(let reason):
      problem(
        "arch.bad-value", node, "'\(subject)': \(reason.message)", allowed: reason.allowed,
        fix: reason.hint)
      return nil
    }
  }

  private mutating func identifier(
    _ text: String, _ node: YAMLNode, subject: String
  ) -> ReadValue? {
    if Self.isIdentifier(text) { return ReadValue(.text(text), node.span) }
    problem(
      "arch.bad-id", node, "'\(text)' cannot be an id",
      allowed: "letters, digits, '_', '-' and '.', at most 64, a letter first")
    return nil
  }

  private mutating func flag(_ text: String, _ node: YAMLNode, subject: String) -> ReadValue? {
    switch text {
    case "true", "yes": return ReadValue(.flag(true), node.span)
    case "false", "no": return ReadValue(.flag(false), node.span)
    default:
      let near = NearestName.nearest(to: text, among: ["true", "false", "yes", "no"])
      problem(
        "arch.bad-value", node, "'\(subject)' is '\(text)'", allowed: "true, false, yes or no",
        fix: near)
      return nil
    }
  }

  private mutating func choice(
    _ text: String, _ words: [String], _ node: YAMLNode, subject: String
  ) -> ReadValue? {
    if words.contains(text) { return ReadValue(.text(text), node.span) }
    problem(
      "arch.bad-choice", node, "'\(subject)' is '\(text)'",
      allowed: words.joined(separator: ", "), fix: NearestName.nearest(to: text, among: words))
    return nil
  }

  private mutating func count(
    _ text: String, min: Int, none: Bool, _ node: YAMLNode, subject: String
  ) -> ReadValue? {
    let allowed =
      "a whole number of at least \(min), such as \(max(min, 3)) or 4k" + (none ? ", or none" : "")
    if none, text == "none" { return ReadValue(.count(nil), node.span) }
    switch CountText.parse(text) {
    case .success(let count) where count >= min && count <= 1_000_000_000_000:
      return ReadValue(.count(count), node.span)
    case .success(let count):
      problem("arch.out-of-range", node, "'\(subject)' is \(count)", allowed: allowed)
      return nil
    case .failure(let reason):
      problem(
        "arch.bad-value", node, "'\(subject)': \(reason.message)", allowed: allowed,
        fix: reason.hint)
      return nil
    }
  }

  private mutating func number(
    _ text: String, min: Double, max: Double, _ node: YAMLNode, subject: String
  ) -> ReadValue? {
    let allowed = "a number from \(TypeWords.plain(min)) to \(TypeWords.plain(max)), without a unit"
    guard let number = Double(text), number.isFinite else {
      problem("arch.bad-value", node, "'\(subject)' is '\(text)'", allowed: allowed)
      return nil
    }
    guard number >= min, number <= max else {
      problem("arch.out-of-range", node, "'\(subject)' is \(text)", allowed: allowed)
      return nil
    }
    return ReadValue(.number(number), node.span)
  }

  private mutating func date(_ text: String, _ node: YAMLNode, subject: String) -> ReadValue? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { Int($0) }
    if parts.map(\.count) == [4, 2, 2], numbers.count == 3, (1...12).contains(numbers[1]),
      (1...31).contains(numbers[2])
    {
      return ReadValue(.text(text), node.span)
    }
    problem(
      "arch.bad-value", node, "'\(subject)' is '\(text)'", allowed: "a date such as 2026-06-01")
    return nil
  }

  private mutating func timeOfDay(
    _ text: String, _ node: YAMLNode, subject: String
  ) -> ReadValue? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { Int($0) }
    if parts.map(\.count) == [2, 2], numbers.count == 2, (0...23).contains(numbers[0]),
      (0...59).contains(numbers[1])
    {
      let minutes = Int64(numbers[0] * 60 + numbers[1])
      return ReadValue(
        .duration(TimeSpan(nanoseconds: minutes * 60_000_000_000)), node.span)
    }
    problem(
      "arch.bad-value", node, "'\(subject)' is '\(text)'",
      allowed: "a time of day from 00:00 to 23:59, such as 08:30")
    return nil
  }

  // MARK: Rates

  mutating func rateCurve(_ node: YAMLNode, subject: String) -> ReadValue? {
    guard let items = node.items else {
      return quantity(Rate.parse(node.scalarText ?? ""), node, subject: subject) {
        .rateCurve([RatePoint(at: .zero, perSecond: $0.perSecond)])
      }
    }
    let shape = Shape(
      "rate_point", title: "Point of a rate", about: "",
      [
        FieldRecord("at", .duration, .required, "When.", acts: [.simulation]),
        FieldRecord("rate", .rate, .required, "How much.", acts: [.simulation]),
      ])
    var points: [RatePoint] = []
    for (index, item) in items.enumerated() {
      guard let point = record(item, shape, subject: "\(subject)[\(index)]"),
        let at = point["at"]?.duration, let rate = point["rate"]?.number
      else { continue }
      if let last = points.last, at <= last.at {
        problem(
          "arch.out-of-order", item, "'\(subject)[\(index)]' is not after the point before it",
          allowed: "points in rising order of 'at'")
        continue
      }
      points.append(RatePoint(at: at, perSecond: rate))
    }
    guard !points.isEmpty else {
      if items.isEmpty {
        problem("arch.empty-value", node, "'\(subject)' has no points", allowed: "a rate")
      }
      return nil
    }
    return ReadValue(.rateCurve(points), node.span)
  }
}
