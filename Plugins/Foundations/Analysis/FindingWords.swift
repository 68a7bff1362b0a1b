import ArchitectureModel
import Diagnostics
import PluginAPI

extension CallSite {
  /// A finding whose first place is the step.
  func finding(
    _ outcome: Outcome, _ severity: Severity, _ message: String, also: [SourceSpan] = [],
    facts: [Fact] = [], because: [String] = [], remedy: String = "", fix: FixIt? = nil
  ) -> Finding {
    Finding(
      outcome, severity, subject: path, components: [caller.id, target.id],
      places: [call.span] + also, message: message, facts: facts, because: because,
      remedy: remedy, fix: fix)
  }

  /// A satisfied finding about the step.
  func satisfied(_ message: String) -> Finding { finding(.satisfied, .info, message) }
}

extension Evidence {
  /// The steps that are tried again.
  var retriedSites: [CallSite] {
    callSites.filter { ($0.call.retry?.max ?? 0) > 0 }
  }

  /// The components that receive requests of users, each once, in the order of the entries.
  var entryComponents: [Component] {
    var seen: Set<String> = []
    return architecture.entries.filter { seen.insert($0.component).inserted }
      .compactMap { architecture.component($0.component) }
  }
}

extension Finding {
  /// A finding whose first place is a component.
  static func about(
    _ component: Component, _ outcome: Outcome, _ severity: Severity, _ message: String,
    at place: SourceSpan? = nil, also: [SourceSpan] = [], with others: [String] = [],
    facts: [Fact] = [], because: [String] = [], remedy: String = ""
  ) -> Finding {
    Finding(
      outcome, severity, subject: "components.\(component.id)",
      components: [component.id] + others, places: [place ?? component.span] + also,
      message: message, facts: facts, because: because, remedy: remedy)
  }
}

/// Lists names as in `'a', 'b' and 'c'`; empty for none.
func listed(_ names: [String]) -> String {
  let quoted = names.map { "'\($0)'" }
  guard quoted.count > 1, let last = quoted.last else { return quoted.first ?? "" }
  return quoted.dropLast().joined(separator: ", ") + " and " + last
}

/// A count with its noun: `1 copy`, `3 copies`.
func counted(_ number: Int, _ one: String, _ many: String) -> String {
  "\(number) \(number == 1 ? one : many)"
}
