import ArchitectureModel

/// A design as stations, visits and the flows between them: all that does not depend on rates.
struct Network {
  let graph: FlowGraph
  let stations: Stations
  let topology: Topology
  /// The stations that each visit comes to, with the mean number of visits to all like them.
  let visited: [[(station: Int, mean: Double)]]
  /// Visits of each component, and components in an order in which each comes after those whose
  /// answers it waits for; those that need each other stand together.
  let order: [Part]
  /// The responses of each part among themselves, by requests that are handed on.
  struct Part {
    var visits: [Int]
    var stations: [Int]
    var handedOn: LinearFlow
    var isLoop: Bool
    /// Whether some of its requests are handed on among its own visits.
    var handsOn: Bool
  }
  /// How each component serves.
  let rules: [ServingRule]
  /// The part of each visit.
  let partOf: [Int]
  /// What each visit does, with its targets looked up.
  let plans: [Plan]
  /// Where the requests of each operation begin, with the ways of their users there and back.
  let ways: [[Plan.Target]]
  /// The visits that come to each station, with the mean number to all like it.
  let visitors: [[(visit: Int, mean: Double)]]
  /// Greatest number of messages that a consumer takes together; 1 for all others.
  let batch: [Double]
  /// The broker lanes that one consumer of a group works on at a time, per component; nil where
  /// any number of slots may work.
  let lanes: [(count: Double, busiestShare: Double)?]
  /// Number of senders of each component that take turns of their own: the users of an operation
  /// are one, the copies of a caller one each.
  let senders: [Double]
  /// Visits per request of each operation where consumers take messages one by one.
  private(set) var perRequest: [[Double]] = []

  init(_ graph: FlowGraph, _ topology: Topology) {
    self.graph = graph
    self.topology = topology
    let components = graph.components
    stations = Stations(components, topology)
    rules = components.map(ServingRule.init)
    var visited: [[(station: Int, mean: Double)]] = []
    for visit in graph.visits { visited.append(stations.visited(by: visit)) }
    self.visited = visited
    order = Self.order(graph, stations)
    var partOf = [Int](repeating: 0, count: graph.visits.count)
    for (number, part) in order.enumerated() { for visit in part.visits { partOf[visit] = number } }
    self.partOf = partOf
    let builder = PlanBuilder(
      graph: graph, topology: topology, stations: stations,
      answers: topology.isOnePlace ? [] : Self.answers(graph, topology))
    plans = graph.visits.indices.map { builder.plan($0) }
    ways = graph.entries.indices.map { Self.ways($0, builder) }
    var visitors = [[(visit: Int, mean: Double)]](repeating: [], count: stations.all.count)
    for (visit, places) in visited.enumerated() {
      for place in places { visitors[place.station].append((visit, place.mean)) }
    }
    self.visitors = visitors
    batch = Self.batches(components)
    lanes = Self.lanes(components, topology)
    senders = Self.senders(graph)
    let flow = traffic(together: [Double](repeating: 1, count: components.count))
    perRequest = graph.entries.indices.map { visitsPerRequest(flow, operation: $0) }
  }

  /// The visits of an operation per request.
  func visitsPerRequest(_ flow: LinearFlow, operation: Int) -> [Double] {
    var right = [Double](repeating: 0, count: graph.visits.count)
    for entry in graph.entries[operation] { right[entry.visit] += entry.share }
    return flow.solve(right)
  }

  /// The traffic equations; each consumer takes `together[component]` messages at a time.
  func traffic(together: [Double]) -> LinearFlow {
    var rows = [[(column: Int, weight: Double)]](repeating: [], count: graph.visits.count)
    for (from, arcs) in graph.arcs.enumerated() {
      for arc in arcs {
        let messages = arc.way == .message ? together[graph.visits[arc.to].component] : 1
        rows[arc.to].append((from, arc.weight / messages))
      }
    }
    return LinearFlow(rows: rows)
  }

  private static func order(_ graph: FlowGraph, _ stations: Stations) -> [Part] {
    var needs = [Set<Int>](repeating: [], count: graph.components.count)
    var visitsOf = [[Int]](repeating: [], count: graph.components.count)
    for (from, visit) in graph.visits.enumerated() {
      visitsOf[visit.component].append(from)
      for arc in graph.arcs[from] where arc.way != .spawned && arc.way != .message {
        needs[visit.component].insert(graph.visits[arc.to].component)
      }
    }
    let edges = needs.map { $0.sorted() }
    return LinearFlow.parts(edges).map { part in
      let visits = part.flatMap { visitsOf[$0] }
      var place: [Int: Int] = [:]
      for (index, visit) in visits.enumerated() { place[visit] = index }
      let rows = visits.map { from in
        graph.arcs[from].compactMap { arc -> (column: Int, weight: Double)? in
          guard arc.way == .handedOn else { return nil }
          return place[arc.to].map { ($0, arc.weight) }
        }
      }
      let isLoop = part.count > 1 || part.contains { edges[$0].contains($0) }
      return Part(
        visits: visits, stations: part.flatMap { stations.ofComponent[$0] },
        handedOn: LinearFlow(rows: rows), isLoop: isLoop,
        handsOn: rows.contains { !$0.isEmpty })
    }
  }

  private static func answers(
    _ graph: FlowGraph, _ topology: Topology
  ) -> [[(location: Int, share: Double)]] {
    let rows = graph.arcs.map { arcs in
      arcs.filter { $0.way == .handedOn }.map { (column: $0.to, weight: $0.weight) }
    }
    var result = [[(location: Int, share: Double)]](repeating: [], count: graph.visits.count)
    guard rows.contains(where: { !$0.isEmpty }) else {
      return graph.visits.map { [($0.location, 1)] }
    }
    let flow = LinearFlow(rows: rows)
    for location in 0..<topology.locations {
      let right = graph.visits.indices.map { visit in
        graph.visits[visit].location == location
          ? max(0, 1 - rows[visit].reduce(0) { $0 + $1.weight }) : 0
      }
      for (visit, share) in flow.solve(right).enumerated() where share > 0 && share < .infinity {
        result[visit].append((location, min(1, share)))
      }
    }
    return result
  }

  private static func ways(_ operation: Int, _ builder: PlanBuilder) -> [Plan.Target] {
    let bytes = builder.graph.payload(operation)
    return builder.topology.users[operation].filter { $0.share > 0 }.flatMap { user in
      builder.graph.entries(of: operation, from: user.location).map { entry in
        let visit = builder.graph.visits[entry.visit]
        let way =
          builder.topology.travel(from: user.location, to: visit.location, bytes: bytes)
          + builder.returning(entry.visit, to: user.location, bytes: 0)
        return Plan.Target(share: user.share * entry.share, visit: entry.visit, way: way)
      }
    }
  }

  private static func batches(_ components: [Component]) -> [Double] {
    components.map { component in
      Double(
        component.consumes.map { consumer in
          components.flatMap(\.consumes).filter {
            $0.from.name == consumer.from.name && $0.group == consumer.group
          }.map(\.batch).max() ?? 1
        }.min() ?? 1)
    }
  }

  private static func lanes(
    _ components: [Component], _ topology: Topology
  ) -> [(count: Double, busiestShare: Double)?] {
    components.map { component in
      for consumer in component.consumes {
        guard let broker = components.firstIndex(where: { $0.id == consumer.from.name }),
          components[broker].has("replayable"),
          case .members(_, let shards, let shares) = topology.copies[broker]
        else { continue }
        let busiest = shares.compactMap { $0.max() }.max() ?? 1 / Double(shards)
        return (Double(shards), max(busiest, 1 / Double(shards)))
      }
      return nil
    }
  }

  private static func senders(_ graph: FlowGraph) -> [Double] {
    var callers = [Set<Int>](repeating: [], count: graph.components.count)
    var result = [Double](repeating: 0, count: graph.components.count)
    for (from, arcs) in graph.arcs.enumerated() {
      for arc in arcs {
        callers[graph.visits[arc.to].component].insert(graph.visits[from].component)
      }
    }
    for entries in graph.entries {
      if let first = entries.first { result[graph.visits[first.visit].component] += 1 }
    }
    return result.indices.map { component in
      max(
        1,
        callers[component].sorted().reduce(result[component]) { sum, caller in
          sum + graph.components[caller].mostReplicas.reduce(0) { $0 + Double($1) }
        })
    }
  }
}
