import ArchitectureModel
import PluginAPI

/// A component doing something for an operation.
struct RequestNode: Hashable {
  /// The component.
  var component: String
  /// The operation whose handler runs; nil where the design names none.
  var operation: String?
}

/// The ways of requests through a design, operation by operation.
struct RequestWalk {
  private let evidence: Evidence
  private let edgesByComponent: [String: [GraphEdge]]
  private let handled: [String: Set<String>]

  /// Prepares the walk through a design.
  init(_ evidence: Evidence) {
    self.evidence = evidence
    var edges: [String: [GraphEdge]] = [:]
    var handled: [String: Set<String>] = [:]
    for component in evidence.architecture.components {
      edges[component.id] = evidence.graph.from(component.id)
      handled[component.id] = Set(component.handlers.map(\.operation))
    }
    self.edgesByComponent = edges
    self.handled = handled
  }

  /// Where requests of users arrive, each node once, in the order of the entries.
  var entries: [RequestNode] {
    var seen: Set<RequestNode> = []
    return evidence.architecture.entries
      .map { RequestNode(component: $0.component, operation: Self.name($0.operation)) }
      .filter { seen.insert($0).inserted }
  }

  /// Where requests that need no user begin: components that consume from a broker.
  var consumers: [RequestNode] {
    evidence.architecture.components.filter { !$0.consumes.isEmpty }
      .map { RequestNode(component: $0.id, operation: nil) }
  }

  /// The edges that a request takes from a node, with the nodes they lead to, in the order of the
  /// file; what a consumer pulls from is no such edge.
  func from(_ node: RequestNode) -> [(edge: GraphEdge, to: RequestNode)] {
    let own = handled[node.component] ?? []
    return (edgesByComponent[node.component] ?? []).compactMap { edge in
      if case .consumes = edge.way { return nil }
      guard edge.applies(to: node.operation) else { return nil }
      // Steps of a handler take the place of `calls` for its operation.
      if let operation = node.operation, own.contains(operation), Self.isCommon(edge) { return nil }
      let next = edge.call?.operation ?? node.operation
      return (edge, RequestNode(component: edge.to, operation: next))
    }
  }

  /// The nodes that requests from the given ones reach, breadth first.
  func reached(from starts: [RequestNode]) -> [RequestNode] {
    var order: [RequestNode] = []
    var seen: Set<RequestNode> = []
    for start in starts where seen.insert(start).inserted { order.append(start) }
    var next = 0
    while next < order.count {
      for (_, to) in from(order[next]) where seen.insert(to).inserted { order.append(to) }
      next += 1
    }
    return order
  }

  /// `*` stands for any operation.
  private static func name(_ operation: String) -> String? { operation == "*" ? nil : operation }

  private static func isCommon(_ edge: GraphEdge) -> Bool {
    edge.path.hasPrefix("components.\(edge.from).calls")
  }
}
