public import ArchitectureModel
import PluginAPI

/// A design as boxes, arrows and the frames around them, not yet placed.
///
/// Frames are boundaries and, where components stand at different sites, their sites. Nodes, edges
/// and frames are in the order of the file.
public struct Diagram: Sendable {
  /// A box: a component, or the users in front of all.
  struct Node: Sendable, Hashable {
    /// The component; empty for the users.
    var component: String
    /// The title that is drawn.
    var title: String
    /// The kind; empty for the users.
    var kind: String
    /// What is drawn below the title.
    var detail: String
    /// The frame; nil for none.
    var group: Int?
    /// Whether requests of the operations reach it, in the order of `operations`.
    var isOnPath: [Bool]

    /// Whether the box stands for the users.
    var isUsers: Bool { component.isEmpty }
  }

  /// How one component reaches another.
  enum Way: String, Sendable, Hashable, CaseIterable {
    /// The caller waits for the answer.
    case waits
    /// The request is handed over and nobody waits.
    case handsOver
    /// The target pulls messages.
    case pulls

    /// In words, between two names.
    var words: String {
      switch self {
      case .waits: "asks and waits for"
      case .handsOver: "hands over to"
      case .pulls: "is read by"
      }
    }
  }

  /// An arrow.
  struct Edge: Sendable, Hashable {
    var from: Int
    var to: Int
    var way: Way
    /// Whether requests of the operations take it, in the order of `operations`.
    var isOnPath: [Bool]
  }

  /// A frame.
  struct Group: Sendable, Hashable {
    var title: String
  }

  /// The design.
  let architecture: Architecture
  /// The operations that enter, in order.
  let operations: [String]
  let nodes: [Node]
  let edges: [Edge]
  let groups: [Group]

  /// The diagram of a design.
  public init(_ architecture: Architecture) {
    self.architecture = architecture
    var operations: [String] = []
    for entry in architecture.entries where !operations.contains(entry.operation) {
      operations.append(entry.operation)
    }
    let graph = CallGraph(architecture)
    let reached = operations.map { Set(graph.reached(by: $0, throughConsumers: true)) }
    let frames = DiagramFrames(architecture)
    var nodes = architecture.components.map { component in
      Node(
        component: component.id, title: Self.title(component), kind: component.kind.name,
        detail: Self.detail(component), group: frames.frame(of: component),
        isOnPath: reached.map { $0.contains(component.id) })
    }
    var places: [String: Int] = [:]
    for (index, node) in nodes.enumerated() { places[node.component] = index }
    var edges = Self.edges(graph, places, operations, reached)
    let users = nodes.count
    nodes.append(
      Node(
        component: "", title: "users", kind: "", detail: "", group: nil,
        isOnPath: operations.map { _ in true }))
    for entry in architecture.entries {
      guard let target = places[entry.component] else { continue }
      let isOnPath = operations.map { $0 == entry.operation }
      Self.add(Edge(from: users, to: target, way: .waits, isOnPath: isOnPath), to: &edges)
    }
    self.operations = operations
    self.nodes = nodes
    self.edges = edges
    self.groups = frames.titles.map(Group.init)
  }

  private static func title(_ component: Component) -> String {
    component.title.isEmpty ? component.id : component.title
  }

  private static func detail(_ component: Component) -> String {
    // The box has no room for the domain, which the tooltip and the table name.
    let kind = component.kind.name.split(separator: "/").last.map(String.init) ?? ""
    let members = component.replication.copies
    if let lanes = component.partitions?.value, lanes > 1 {
      return "\(kind), \(lanes) partitions" + (members > 1 ? " x\(members)" : "")
    }
    if component.isLed, component.sharding.count > 1 {
      return "\(kind), \(component.sharding.count) shards" + (members > 1 ? " x\(members)" : "")
    }
    let copies = component.isLed ? members : component.replicas.value.reduce(0) { $0 &+ $1 }
    return copies > 1 ? "\(kind) x\(copies)" : kind
  }

  private static func edges(
    _ graph: CallGraph, _ places: [String: Int], _ operations: [String], _ reached: [Set<String>]
  ) -> [Edge] {
    var edges: [Edge] = []
    for edge in graph.edges {
      guard let from = places[edge.from], let to = places[edge.to] else { continue }
      let isOnPath = operations.indices.map { index in
        reached[index].contains(edge.from) && reached[index].contains(edge.to)
          && edge.applies(to: operations[index])
      }
      // Messages flow from the broker to the consumer.
      if case .consumes = edge.way {
        add(Edge(from: to, to: from, way: .pulls, isOnPath: isOnPath), to: &edges)
      } else {
        let way: Way = edge.isAwaited ? .waits : .handsOver
        add(Edge(from: from, to: to, way: way, isOnPath: isOnPath), to: &edges)
      }
    }
    return edges
  }

  /// Adds an edge, or its paths to the edge that is there.
  private static func add(_ edge: Edge, to edges: inout [Edge]) {
    let same = edges.firstIndex {
      $0.from == edge.from && $0.to == edge.to && $0.way == edge.way
    }
    guard let same else { return edges.append(edge) }
    edges[same].isOnPath = zip(edges[same].isOnPath, edge.isOnPath).map { $0 || $1 }
  }
}

/// The frames of a design: boundaries, and sites where components stand at different ones.
struct DiagramFrames {
  /// The titles in the order of the file; frames without components are left out.
  let titles: [String]
  private let byComponent: [String: Int]

  /// The frames of a design.
  init(_ architecture: Architecture) {
    let spots = Set(architecture.components.map(\.sites))
    var titles: [String] = []
    var keys: [[String]] = []
    var byComponent: [String: Int] = [:]
    for component in architecture.components {
      let sites = spots.count > 1 ? component.sites : []
      guard component.boundary != nil || !sites.isEmpty else { continue }
      let key = [component.boundary ?? ""] + sites
      if let known = keys.firstIndex(of: key) {
        byComponent[component.id] = known
        continue
      }
      byComponent[component.id] = keys.count
      keys.append(key)
      titles.append(Self.title(architecture, component.boundary, sites))
    }
    self.titles = titles
    self.byComponent = byComponent
  }

  /// The frame of a component, or nil.
  func frame(of component: Component) -> Int? { byComponent[component.id] }

  private static func title(
    _ architecture: Architecture, _ boundary: String?, _ sites: [String]
  ) -> String {
    let place = sites.isEmpty ? "" : "at " + sites.joined(separator: ", ")
    guard let boundary else { return place }
    let record = architecture.boundary(boundary)
    let title = record.map { $0.title == boundary ? "" : $0.title } ?? ""
    let head = [boundary, place].filter { !$0.isEmpty }.joined(separator: " ")
    let trust = record?.trust.map { "trust \($0.rawValue)" } ?? ""
    let rest = [title, trust].filter { !$0.isEmpty }.joined(separator: ", ")
    return rest.isEmpty ? head : "\(head): \(rest)"
  }
}
