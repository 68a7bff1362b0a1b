import ArchitectureModel
import Diagnostics
import PluginAPI

/// A step that asks another component, with both its ends.
struct CallSite {
  /// The component that does the step.
  var caller: Component
  /// The component that is asked.
  var target: Component
  /// The request.
  var call: Call
  /// The path of the step.
  var path: String
  /// The operations it is done for; nil for all.
  var operations: [String]?

  /// Whether the caller waits for an answer: only what is sent to neither store nor broker goes
  /// on at once.
  var isAwaited: Bool { call.verb != .send || target.has("store") || target.has("broker") }

  /// Whether the step reads a store: a `call` to a store is a read.
  var isRead: Bool { call.verb == .read || (call.verb == .call && target.has("store")) }

  /// The step in a student's words: `web calls db`.
  var text: String {
    let verb =
      switch call.verb {
      case .call: "calls"
      case .send: "sends to"
      case .read: "reads"
      case .write: "writes to"
      }
    return "'\(caller.id)' \(verb) '\(target.id)'"
  }

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
  /// All steps that ask a component, nested ones included, in the order of the file.
  var callSites: [CallSite] {
    let components = Dictionary(
      architecture.components.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    return graph.edges.compactMap { edge in
      guard let call = edge.call, let caller = components[edge.from],
        let target = components[edge.to]
      else { return nil }
      return CallSite(
        caller: caller, target: target, call: call, path: edge.path, operations: edge.operations)
    }
  }

  /// All steps that ask a component, by path.
  var callSitesByPath: [String: CallSite] {
    Dictionary(callSites.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
  }

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
