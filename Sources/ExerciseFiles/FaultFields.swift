import ArchitectureModel
import Diagnostics
import Quantities

/// The fields of a fault beside its verb: which may stand there, and which must.
struct FaultFields {
  let verb: String
  let record: ReadRecord

  /// What may stand beside a verb; `at` and `lasts` are said apart.
  private static let beside: [String: [String]] = [
    "crash": ["replicas", "shard"], "slow": ["by", "adds", "replicas", "shard"],
    "errors": ["share", "replicas", "shard"], "less": ["share", "replicas", "shard"],
    "deploy": ["over", "errors", "slow", "replicas"], "drop": ["share"], "load": ["by"],
    "lag": ["by"], "skew": ["by"], "random": ["replicas"],
  ]
  /// What must stand there, with a value to propose.
  private static let needed: [String: (field: String, example: String, what: String)] = [
    "errors": ("share", "30%", "the share of requests that fail"),
    "less": ("share", "50%", "the share of the slots that are gone"),
    "drop": ("share", "5%", "the share of messages that vanish"),
    "load": ("by", "3", "the factor on the arrivals"),
    "lag": ("by", "30s", "how much further behind, a duration"),
    "skew": ("by", "10s", "how far behind the clocks are, a duration"),
    "deploy": ("over", "10min", "how long the replacement takes"),
  ]

  /// The fields of a fault.
  init(_ verb: String, _ record: ReadRecord) {
    self.verb = verb
    self.record = record
  }

  /// Every problem with the fields.
  func problems() -> [Diagnostic] { misplaced() + missing() + wrongUnits() }

  private var allowed: [String] {
    var fields = [verb] + (Self.beside[verb] ?? [])
    if verb != "random" { fields.append("at") }
    if !["random", "wipe", "flush"].contains(verb) { fields.append("lasts") }
    return fields
  }

  private func misplaced() -> [Diagnostic] {
    record.entries.filter { !allowed.contains($0.key) && !$0.key.hasPrefix("x-") }.map { entry in
      Diagnostic(
        code: "arch.wrong-parameter", severity: .error,
        message: "'\(entry.key)' has no meaning beside '\(verb)'", span: entry.keySpan,
        notes: [DiagnosticNote(message: "allowed: \(allowed.joined(separator: ", "))")])
    }
  }

  private func missing() -> [Diagnostic] {
    var found: [Diagnostic] = []
    func need(_ field: String, _ example: String, _ what: String) {
      guard !record.refused.contains(field) else { return }
      found.append(
        Diagnostic(
          code: "arch.missing-field", severity: .error,
          message: "'\(verb)' needs '\(field)', \(what)", span: record.span,
          fix: FixIt(message: "add '\(field): \(example)'", edits: [])))
    }
    if verb != "random", record["at"] == nil { need("at", "30s", "when it begins") }
    if let needed = Self.needed[verb], record[needed.field] == nil {
      need(needed.field, needed.example, needed.what)
    }
    if verb == "slow", record["by"] == nil, record["adds"] == nil {
      need("by", "10", "the factor")
    }
    if verb == "deploy", record["errors"] == nil, record["slow"] == nil {
      need("errors", "20%", "or 'slow', what is wrong with the new copies")
    }
    return found
  }

  private func wrongUnits() -> [Diagnostic] {
    var found: [Diagnostic] = []
    func wrong(_ value: ReadValue, _ message: String, _ allowed: String) {
      found.append(
        Diagnostic(
          code: "arch.wrong-type", severity: .error, message: message, span: value.span,
          notes: [DiagnosticNote(message: "allowed: \(allowed)")]))
    }
    if let by = record["by"] {
      let isTime = verb == "lag" || verb == "skew"
      if isTime, by.duration == nil {
        wrong(by, "'by' of '\(verb)' is a number", "a duration such as 30s")
      } else if !isTime, by.number == nil {
        wrong(by, "'by' of '\(verb)' is a duration", "a factor such as 10")
      } else if verb == "slow", by.number == 0 {
        wrong(by, "'by: 0' would make it take no time", "a factor above 0, such as 10")
      }
    }
    if verb == "deploy", let slow = record["slow"], (slow.number ?? 0) <= 0 {
      wrong(slow, "'slow' in a deploy is the factor of the new copies", "a factor such as 3")
    }
    if verb == "deploy", let errors = record["errors"], errors.number == nil {
      wrong(errors, "'errors' in a deploy is the share of the new copies", "a share such as 20%")
    }
    return found
  }
}
