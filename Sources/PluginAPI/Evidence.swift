public import ArchitectureModel

/// The level of an exercise: what is asked, and what *not stated* means.
public enum Level: String, Sendable, Hashable, CaseIterable {
  /// For beginners.
  case starter
  /// For those who have built systems.
  case senior
  /// For those who lead.
  case expert
}

/// What a check may look at.
public struct Evidence: Sendable {
  /// The design, complete with defaults.
  public var architecture: Architecture
  /// The level; senior where there is no exercise.
  public var level: Level
  /// The load of the exercise; nil where the file brings its own or none.
  public var profile: LoadProfile?
  /// What was measured, by scenario in order; empty before the simulation.
  public var measurements: [ScenarioMeasurements]
  /// Who calls whom.
  public let graph: CallGraph
  /// All steps that ask a component, nested ones included, in the order of the file.
  public let callSites: [CallSite]
  /// The same by path.
  public let callSitesByPath: [String: CallSite]

  /// Creates evidence.
  public init(
    architecture: Architecture, level: Level = .senior, profile: LoadProfile? = nil,
    measurements: [ScenarioMeasurements] = []
  ) {
    self.architecture = architecture
    self.level = level
    self.profile = profile
    self.measurements = measurements
    self.graph = CallGraph(architecture)
    self.callSites = CallSite.all(architecture, graph)
    self.callSitesByPath = Dictionary(
      callSites.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
  }
}

/// An edge of the call graph.
public struct GraphEdge: Sendable {
  /// How one component reaches another.
  public enum Way: Sendable {
    /// By a call, send, read or write.
    case call(Call)
    /// By handing the request on.
    case then
    /// A cache reads from the store behind it on a miss.
    case fronts
    /// A consumer pulls from a broker.
    case consumes
  }
  /// The caller, or the consumer.
  public var from: String
  /// The target, or the broker.
  public var to: String
  /// How.
  public var way: Way
  /// Path of the step, such as `components.web.calls[0]`.
  public var path: String
  /// Operations it is done for; nil for all that reach the caller.
  public var operations: [String]?

  /// The call, where the edge is one.
  public var call: Call? { if case .call(let call) = way { call } else { nil } }

  /// Whether the caller waits for an answer: calls, reads, writes, and sends to stores and
  /// brokers do.
  public var isAwaited: Bool {
    switch way {
    case .call(let call): call.verb != .send
    case .then, .fronts: true
    case .consumes: false
    }
  }
}

/// Who calls whom: the edges of a design with look-ups.
public struct CallGraph: Sendable {
  /// All edges in the order of the file.
  public let edges: [GraphEdge]
  private let outgoing: [String: [Int]]
  private let incoming: [String: [Int]]
  private let entries: [Entry]

  /// Builds the graph of a design.
  public init(_ architecture: Architecture) {
    var edges: [GraphEdge] = []
    for component in architecture.components {
      for step in component.calls {
        Self.collect(step, from: component.id, operations: nil, into: &edges)
      }
      for handler in component.handlers {
        for step in handler.steps {
          Self.collect(step, from: component.id, operations: [handler.operation], into: &edges)
        }
      }
      if let store = component.fronts {
        edges.append(
          GraphEdge(
            from: component.id, to: store.name, way: .fronts,
            path: "components.\(component.id).fronts", operations: nil))
      }
      for (index, consumer) in component.consumes.enumerated() {
        edges.append(
          GraphEdge(
            from: component.id, to: consumer.from.name, way: .consumes,
            path: "components.\(component.id).consumes[\(index)]", operations: nil))
        if let letter = consumer.deadLetter { edges.append(Self.deadLetter(letter, consumer)) }
      }
    }
    self.edges = edges
    self.outgoing = Dictionary(grouping: edges.indices, by: { edges[$0].from })
    self.incoming = Dictionary(grouping: edges.indices, by: { edges[$0].to })
    self.entries = architecture.entries
  }

  /// The way of messages that were given up: as if the broker published them elsewhere.
  private static func deadLetter(_ letter: Named, _ consumer: Consumer) -> GraphEdge {
    let link = "\(consumer.from.name)->\(letter.name)"
    return GraphEdge(
      from: consumer.from.name, to: letter.name,
      way: .call(
        Call(verb: .send, target: letter, link: link, span: letter.span, record: nil)),
      path: "components.\(consumer.from.name).dead_letter", operations: nil)
  }

  private static func collect(
    _ step: Step, from: String, operations: [String]?, into edges: inout [GraphEdge]
  ) {
    let operations = step.when ?? operations
    switch step.action {
    case .call(let call):
      edges.append(
        GraphEdge(
          from: from, to: call.target.name, way: .call(call), path: step.path,
          operations: operations))
      if let step = call.fallback?.step {
        collect(step, from: from, operations: operations, into: &edges)
      }
    case .together(let steps, _):
      for inner in steps { collect(inner, from: from, operations: operations, into: &edges) }
    case .choose(let branches):
      for branch in branches {
        for inner in branch.steps {
          collect(inner, from: from, operations: operations, into: &edges)
        }
      }
    case .then(let targets):
      for target in targets {
        edges.append(
          GraphEdge(
            from: from, to: target.to.name, way: .then, path: step.path, operations: operations))
      }
    }
  }

  /// The edges that leave a component, in the order of the file.
  public func from(_ id: String) -> [GraphEdge] { (outgoing[id] ?? []).map { edges[$0] } }

  /// The edges that reach a component, in the order of the file.
  public func to(_ id: String) -> [GraphEdge] { (incoming[id] ?? []).map { edges[$0] } }

  /// The components that requests of an operation can reach while their user waits.
  ///
  /// The entry comes first, then the others in breadth-first order; nil is any operation. Brokers
  /// are reached; what consumes from them only with `throughConsumers`.
  public func reached(by operation: String?, throughConsumers: Bool = false) -> [String] {
    var order: [String] = []
    var seen: Set<String> = []
    for entry in entries where operation == nil || entry.operation == operation {
      if seen.insert(entry.component).inserted { order.append(entry.component) }
    }
    var next = 0
    while next < order.count {
      let here = order[next]
      next += 1
      for edge in from(here) where edge.applies(to: operation) {
        if case .consumes = edge.way { continue }
        if seen.insert(edge.to).inserted { order.append(edge.to) }
      }
      guard throughConsumers else { continue }
      for edge in to(here) {
        if case .consumes = edge.way, seen.insert(edge.from).inserted { order.append(edge.from) }
      }
    }
    return order
  }

  /// Whether every path of awaited calls from an entry to `target` passes a component that
  /// satisfies `condition` before it; true where `target` is not reached at all.
  public func everyPath(
    to target: String, passes condition: (String) -> Bool, operation: String? = nil
  ) -> Bool {
    var seen: Set<String> = []
    var stack = entries.filter { operation == nil || $0.operation == operation }
      .map(\.component)
    while let here = stack.popLast() {
      if condition(here) { continue }
      if here == target { return false }
      guard seen.insert(here).inserted else { continue }
      for edge in from(here) where edge.applies(to: operation) {
        if case .consumes = edge.way { continue }
        stack.append(edge.to)
      }
    }
    return true
  }
}

extension GraphEdge {
  /// Whether the edge may be taken for an operation; nil is any operation.
  public func applies(to operation: String?) -> Bool {
    guard let operation, let operations else { return true }
    return operations.contains(operation)
  }
}
