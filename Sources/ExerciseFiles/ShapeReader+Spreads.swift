import ArchitectureModel
import Diagnostics
import Quantities
import Stochastics
import YAMLTree

extension ShapeReader {
  static let spreadKeys = ["exact", "mean", "cv", "p50", "p99", "shape", "like"]
  static let shapeWords = [
    "exponential", "erlang", "gamma", "weibull", "pareto", "uniform", "hyperexponential",
    "lognormal",
  ]
  static let spreadForms =
    "a duration, { exact }, { mean, cv }, { mean, p99 }, { p50, p99 }, { mean, shape, cv } or { like }"

  /// Reads a spread that may say which part of it needs a processor.
  mutating func work(_ node: YAMLNode, subject: String) -> ReadValue? {
    spread(node, subject: subject, isWork: true)
  }

  /// Reads a spread of durations.
  mutating func spread(
    _ node: YAMLNode, subject: String, isWork: Bool = false
  ) -> ReadValue? {
    if node.scalarText != nil {
      guard case .duration(let mean)? = scalar(node, .duration, subject: subject)?.value else {
        return nil
      }
      return ReadValue(.spread(SpreadText(.lone(mean))), node.span)
    }
    guard let entries = node.entries else {
      wrongType(node, wanted: Self.spreadForms, subject: subject)
      return nil
    }
    var parts: [String: FieldValue] = [:]
    for entry in entries {
      let isShare = isWork && entry.key == "cpu"
      guard let type = isShare ? .share : Self.typeOfPart(entry.key) else {
        let near = NearestName.nearest(
          to: entry.key, among: Self.spreadKeys + (isWork ? ["cpu"] : []))
        problems.append(
          Diagnostic(
            code: "arch.unknown-key", severity: .error,
            message: "'\(entry.key)' is not part of a spread", span: entry.keySpan,
            notes: [
              DiagnosticNote(
                message: "allowed: \(Self.spreadForms)" + (isWork ? ", each with cpu" : ""))
            ],
            fix: near.map {
              FixIt(
                message: "write '\($0)'",
                edits: [SourceEdit(span: entry.keySpan, replacement: $0)])
            }))
        return nil
      }
      guard let part = value(entry.value, type, subject: "\(subject).\(entry.key)") else {
        return nil
      }
      parts[entry.key] = part.value
    }
    guard case .number(let share)? = parts.removeValue(forKey: "cpu") else {
      return spread(parts, node, subject: subject)
    }
    guard let value = spread(parts, node, subject: subject), var text = value.spread else {
      return nil
    }
    text.processorShare = share
    return ReadValue(.spread(text), value.span)
  }

  static func typeOfPart(_ key: String) -> FieldType? {
    switch key {
    case "exact", "mean", "p50", "p99": .duration
    case "cv": .number(min: 0, max: 1000)
    case "shape": .choice(shapeWords)
    case "like": .reference(.distribution)
    default: nil
    }
  }

  private mutating func spread(
    _ parts: [String: FieldValue], _ node: YAMLNode, subject: String
  ) -> ReadValue? {
    if case .text(let name)? = parts["like"], parts.count == 1 {
      return ReadValue(.spread(SpreadText(.like(name))), node.span)
    }
    do throws(QuantityProblem) {
      if let spread = try Self.build(parts) {
        return ReadValue(.spread(SpreadText(spread)), node.span)
      }
      let keys = Self.spreadKeys.filter { parts[$0] != nil }
      problem(
        "arch.bad-spread", node,
        "'\(subject)' has \(keys.isEmpty ? "nothing" : keys.joined(separator: ", ")), which is no spread",
        allowed: Self.spreadForms)
    } catch {
      problem(
        "arch.bad-spread", node, "'\(subject)': \(error.message)", allowed: error.allowed,
        fix: nil)
    }
    return nil
  }

  /// The spread of a set of parts; nil where they are no form.
  private static func build(
    _ parts: [String: FieldValue]
  ) throws(QuantityProblem) -> SpreadText.Form? {
    func span(_ key: String) -> TimeSpan? {
      if case .duration(let span)? = parts[key] { span } else { nil }
    }
    var cv: Double?
    if case .number(let number)? = parts["cv"] { cv = number }
    let keys = Set(parts.keys)
    if keys == ["exact"], let exact = span("exact") { return .complete(.exact(exact)) }
    if keys == ["mean"], let mean = span("mean") { return .lone(mean) }
    if keys == ["mean", "p99"], let mean = span("mean"), let p99 = span("p99") {
      return .complete(try .lognormal(mean: mean, p99: p99))
    }
    if keys == ["p50", "p99"], let p50 = span("p50"), let p99 = span("p99") {
      return .complete(try .lognormal(p50: p50, p99: p99))
    }
    guard let mean = span("mean") else { return nil }
    if keys == ["mean", "cv"], let cv {
      return .complete(cv == 0 ? .exact(mean) : try .lognormal(mean: mean, cv: cv))
    }
    guard case .text(let shape)? = parts["shape"], keys.isSubset(of: ["mean", "shape", "cv"])
    else { return nil }
    return .complete(try build(shape, mean: mean, cv: cv))
  }

  private static func build(
    _ shape: String, mean: TimeSpan, cv: Double?
  ) throws(QuantityProblem) -> Spread {
    switch shape {
    case "exponential": try .make(shape: .exponential, mean: mean, cv: cv)
    case "erlang": try .make(shape: .erlang, mean: mean, cv: cv)
    case "gamma": try .make(shape: .gamma, mean: mean, cv: cv)
    case "weibull": try .make(shape: .weibull, mean: mean, cv: cv)
    case "pareto": try .make(shape: .pareto, mean: mean, cv: cv)
    case "uniform": try .make(shape: .uniform, mean: mean, cv: cv)
    case "hyperexponential": try .make(shape: .hyperexponential, mean: mean, cv: cv)
    default: try .make(shape: .lognormal, mean: mean, cv: cv)
    }
  }
}
