import ArchitectureModel
import Diagnostics
import PluginAPI
import Quantities

// What breaks in a scenario.

extension ExerciseBuilder {
  /// The faults of a named drill of a plugin.
  mutating func drill(_ value: ReadValue?) -> [ScenarioFault] {
    guard let value, let name = value.text else { return [] }
    guard let drill = plugins.drill(name) else {
      let legal = plugins.plugins.flatMap { $0.drills.map(\.id) }
      add(
        "exercise.unknown-drill", "'\(name)' is not a drill of an active plugin", value.span,
        allowed: legal.isEmpty ? "nothing: there is none" : legal.joined(separator: ", "),
        fix: NearestName.nearest(to: name, among: legal))
      return []
    }
    let read = FieldText(plugins.vocabulary).read(
      drill.faults, .list(.shape("scenario_fault")), name: drill.id)
    return (read.value?.items ?? []).compactMap { item in item.record.flatMap { fault($0) } }
  }

  mutating func fault(_ record: ReadRecord) -> ScenarioFault? {
    let verbs = Vocabulary.faultVerbs(of: record)
    guard verbs.count == 1, let verb = verbs.first else {
      let found = verbs.isEmpty ? "none" : verbs.joined(separator: " and ")
      add(
        "exercise.fault-verb", "a fault says exactly one thing, this one says \(found)",
        record.span,
        allowed: Vocabulary.faultVerbs.filter { $0 != "primary" }.joined(separator: ", "))
      return nil
    }
    let wrong = FaultFields(verb, record).problems()
    problems += wrong
    guard wrong.isEmpty, let effect = effect(verb, record) else { return nil }
    var fault = ScenarioFault(
      effect: effect, pick: .replica, at: record["at"]?.duration ?? .zero,
      lasts: record["lasts"]?.duration)
    if verb == "load" { return fault }
    guard let target = record[verb]?.record else {
      add("exercise.bad-target", "'\(verb)' needs a target", record.span, allowed: Self.selectors)
      return nil
    }
    guard select(target, &fault) else { return nil }
    return fault
  }

  private static let selectors = "trait, kind, holds, serves"

  private mutating func select(_ target: ReadRecord, _ fault: inout ScenarioFault) -> Bool {
    guard ["trait", "kind", "holds", "serves"].contains(where: { target[$0] != nil }) else {
      add(
        "exercise.bad-target", "the target selects nothing", target.span, allowed: Self.selectors)
      return false
    }
    if let name = target["trait"], let trait = name.text,
      !known(trait, among: plugins.vocabulary.traits, "exercise.bad-target", "a trait", name.span)
    {
      return false
    }
    fault.trait = target["trait"]?.text
    fault.kind = target["kind"]?.text
    fault.holds = target["holds"]?.text
    fault.serves = target["serves"]?.text
    let pick = target["pick"]?.text.flatMap(ScenarioFault.Pick.init(rawValue:))
    fault.pick = pick ?? .replica
    return true
  }

  private mutating func effect(_ verb: String, _ record: ReadRecord) -> ScenarioFault.Effect? {
    let share = record["share"]?.number ?? 0
    let by = record["by"]?.number ?? 1
    switch verb {
    case "crash": return .crash
    case "lose": return .lose
    case "slow":
      return record["adds"]?.duration.map { .delay(by, adds: $0) } ?? .slow(by)
    case "errors": return .errors(share)
    case "less": return .less(share)
    case "cut": return .cut
    case "drop": return .drop(share)
    case "deploy":
      return .deploy(
        over: record["over"]?.duration ?? .zero, errors: record["errors"]?.number,
        slow: record["slow"]?.number)
    case "lag": return .lag(record["by"]?.duration ?? .zero)
    case "skew": return .skew(record["by"]?.duration ?? .zero)
    case "wipe": return .wipe
    case "flush": return .flush
    case "random": return .random
    default:
      guard let value = record["load"], let name = value.text else { return nil }
      if name == "*" { return .load(operation: nil, by) }
      guard
        known(
          name, among: operationNames, "exercise.unknown-operation", "an operation", value.span)
      else { return nil }
      return .load(operation: name, by)
    }
  }
}
