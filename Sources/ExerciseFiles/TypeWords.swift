public import ArchitectureModel
import Quantities
import YAMLTree

/// Words for types of fields, for diagnostics, `explain` and the reference page.
public enum TypeWords {
  /// What may stand there, in words with an example.
  public static func describe(_ type: FieldType) -> String {
    switch type {
    case .text: "text"
    case .identifier: "an id"
    case .flag: "true or false"
    case .count(let min, let none): "a whole number from \(min)" + (none ? ", or none" : "")
    case .number(let min, let max): "a number from \(plain(min)) to \(plain(max))"
    case .duration: "a duration such as 200ms"
    case .size: "a size such as 4KiB"
    case .rate: "a rate such as 90/min"
    case .rateCurve: "a rate such as 120/s, or a list of { at, rate } points"
    case .bandwidth: "a bandwidth such as 10Gbps"
    case .share: "a share such as 25%"
    case .date: "a date such as 2026-06-01"
    case .money: "money such as 0.02 USD/call"
    case .timeOfDay: "a time of day such as 18:30"
    case .spread: "a duration, or a spread such as { mean: 12ms, p99: 60ms }"
    case .work: "a duration, or a spread such as { mean: 12ms, p99: 60ms, cpu: 40% }"
    case .choice(let words): words.joined(separator: ", ")
    case .reference(let referent): "the name of a \(name(referent))"
    case .list(let element): "a list of: \(describe(element))"
    case .map(_, let element): "a map of names to: \(describe(element))"
    case .shape(let name): "a map with \(name) fields"
    case .short(let name, let field): "a map with \(name) fields, or its '\(field)' alone"
    case .either(let types): types.map(describe).joined(separator: ", or ")
    case .anything: "anything"
    }
  }

  static func name(_ referent: Referent) -> String {
    switch referent {
    case .component: "component"
    case .operation: "operation"
    case .data: "data class"
    case .site: "site"
    case .boundary: "boundary"
    case .siteOrZone: "site, or of a zone as site.zone"
    case .place: "place of the exercise"
    case .distribution: "distribution"
    case .kind: "kind"
    case .trait: "trait"
    case .parameter: "parameter"
    case .check: "check"
    case .loadModel: "load model"
    }
  }

  /// A number without trailing zeros.
  static func plain(_ number: Double) -> String {
    number == number.rounded() && number.magnitude < 1e15
      ? String(Int64(number)) : String(number)
  }

  /// Whether a scalar reads as a number, a share, a size or a duration, where one of these is asked for and
  /// something else would do as well.
  static func mayRead(_ node: YAMLNode, _ type: FieldType) -> Bool {
    guard let text = node.scalarText else { return true }
    switch type {
    case .number: return Double(text) != nil
    case .share: if case .success = Share.parse(text) { return true }
    case .size: if case .success = ByteCount.parse(text) { return true }
    case .duration: if case .success = TimeSpan.parse(text) { return true }
    default: return true
    }
    return false
  }

  /// Whether a node has the form of a type, before its content is judged.
  static func fits(_ node: YAMLNode, _ type: FieldType, _ vocabulary: Vocabulary) -> Bool {
    switch type {
    case .list: return node.items != nil
    case .map: return node.entries != nil
    case .shape(let name):
      guard let entries = node.entries else { return false }
      let shape = vocabulary.shape(name)
      return entries.contains { shape.field($0.key) != nil }
    case .choice(let words): return node.scalarText.map { words.contains($0) } ?? false
    case .short, .spread, .work, .rateCurve, .anything, .either: return true
    case .share:
      guard let text = node.scalarText else { return false }
      return text.hasSuffix("%") || Double(text).map { (0...1).contains($0) } ?? false
    case .flag: return ["true", "false", "yes", "no"].contains(node.scalarText)
    default: return node.scalarText != nil
    }
  }
}
