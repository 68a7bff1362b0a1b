public import ArchitectureModel

/// A step that asks another component, with both its ends.
public struct CallSite: Sendable {
  /// The component that does the step.
  public var caller: Component
  /// The component that is asked.
  public var target: Component
  /// The request.
  public var call: Call
  /// The path of the step.
  public var path: String
  /// The operations it is done for; nil for all.
  public var operations: [String]?

  /// Whether the caller waits for an answer: only what is sent to neither store nor broker goes
  /// on at once.
  public var isAwaited: Bool { call.verb != .send || target.has("store") || target.has("broker") }

  /// Whether the step reads a store: a `call` to a store is a read.
  public var isRead: Bool { call.verb == .read || (call.verb == .call && target.has("store")) }

  /// The step in a student's words: `web calls db`.
  public var text: String {
    let verb =
      switch call.verb {
      case .call: "calls"
      case .send: "sends to"
      case .read: "reads"
      case .write: "writes to"
      }
    return "'\(caller.id)' \(verb) '\(target.id)'"
  }
}

extension CallSite {
  /// All steps of a design that ask a component, nested ones included, in the order of the file.
  static func all(_ architecture: Architecture, _ graph: CallGraph) -> [CallSite] {
    let places = Dictionary(
      architecture.components.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { one, _ in one })
    return graph.edges.compactMap { edge in
      guard let call = edge.call, let caller = places[edge.from], let target = places[edge.to]
      else { return nil }
      return CallSite(
        caller: architecture.components[caller], target: architecture.components[target],
        call: call, path: edge.path, operations: edge.operations)
    }
  }
}
