import ArchitectureModel
import Quantities

/// A kind of visit: which operation's request comes to which component, where, to do what.
struct Visit: Hashable {
  /// The operation of the user's request.
  var operation: Int
  var component: Int
  var location: Int
  /// The operation whose program runs.
  var program: Int
  var isWrite: Bool
  /// Whether of a store's members the leader must answer.
  var asksLeader: Bool
  /// Whether it is a consumer's handling of a message.
  var isMessage = false
  /// Members that must have a write; 0 for what the replication asks.
  var acks = 0
}

/// Which visits lead to which others, and how often.
///
/// The weights are expected numbers per visit, so that the visits per request solve the traffic
/// equations v = entries + A v, feedback by `then` and messages through brokers included.
///
/// Source: James Jackson, "Networks of Waiting Lines", Operations Research 5(4), 1957, eq. (1);
/// the forced flow law of Peter Denning and Jeffrey Buzen, "The Operational Analysis of Queueing
/// Network Models", ACM Computing Surveys 10(3), 1978.
struct FlowGraph {
  /// More kinds of visits are not analysed.
  static let mostVisits = 100_000

  enum Way { case awaited, together, spawned, handedOn, message }

  struct Arc {
    var to: Int
    var weight: Double
    var way: Way
  }

  private(set) var visits: [Visit] = []
  private(set) var programs: [Program] = []
  private(set) var arcs: [[Arc]] = []
  /// Where the requests of each operation begin.
  private(set) var entries: [[(visit: Int, share: Double)]] = []
  private(set) var isTooLarge = false
  private var index: [Visit: Int] = [:]
  private let builder: ProgramBuilder
  private let topology: Topology
  /// Consumers of each broker by group.
  private var groupsOf: [Int: [[Int]]] = [:]

  init(_ builder: ProgramBuilder, _ topology: Topology) {
    self.builder = builder
    self.topology = topology
    findConsumers()
    for operation in builder.operations.indices { addEntry(operation) }
    var next = 0
    while next < visits.count, !isTooLarge {
      expand(next)
      next += 1
    }
    while arcs.count < visits.count { arcs.append([]) }
  }

  var components: [Component] { builder.architecture.components }

  /// Bytes of a request of an operation.
  func payload(_ operation: Int) -> Double { Double(builder.operations[operation].payload.bytes) }

  /// The visit of this kind, or nil where none comes.
  func visit(_ kind: Visit) -> Int? { index[kind] }

  private mutating func node(_ visit: Visit) -> Int {
    if let known = index[visit] { return known }
    index[visit] = visits.count
    visits.append(visit)
    programs.append(
      builder.program(
        components[visit.component], operation: visit.program, isWrite: visit.isWrite))
    if visits.count > Self.mostVisits { isTooLarge = true }
    return visits.count - 1
  }

  private mutating func findConsumers() {
    for (broker, component) in components.enumerated() where component.has("broker") {
      var names: [String] = []
      var groups: [[Int]] = []
      for (index, other) in components.enumerated() {
        for consumer in other.consumes where consumer.from.name == component.id {
          if let known = names.firstIndex(of: consumer.group) {
            groups[known].append(index)
          } else {
            names.append(consumer.group)
            groups.append([index])
          }
        }
      }
      groupsOf[broker] = groups
    }
  }

  private func entry(_ operation: Int) -> Visit? {
    let name = builder.operations[operation].operation
    let entry = builder.architecture.entries.first { $0.operation == name || $0.operation == "*" }
    guard let entry, let target = builder.component(entry.component) else { return nil }
    return Visit(
      operation: operation, component: target, location: 0, program: operation,
      isWrite: components[target].has("broker"), asksLeader: components[target].asksLeader(nil))
  }

  private mutating func addEntry(_ operation: Int) {
    entries.append([])
    guard let kind = entry(operation) else { return }
    for user in topology.users[operation] where user.share > 0 {
      for place in places(kind, from: user.location) {
        let visit = node(place.visit)
        entries[operation].append((visit, user.share * place.share))
      }
    }
  }

  /// Where the requests of users at a location begin.
  func entries(of operation: Int, from location: Int) -> [(visit: Int, share: Double)] {
    guard let kind = entry(operation) else { return [] }
    return places(kind, from: location).compactMap { place in
      visit(place.visit).map { ($0, place.share) }
    }
  }

  /// The visits whose answers a user of an operation waits for.
  func awaited(by operation: Int) -> [Int] {
    var seen = [Bool](repeating: false, count: visits.count)
    var stack = entries[operation].map(\.visit)
    var result: [Int] = []
    while let visit = stack.popLast() {
      if seen[visit] { continue }
      seen[visit] = true
      result.append(visit)
      for arc in arcs[visit] where arc.way != .spawned && arc.way != .message {
        stack.append(arc.to)
      }
    }
    return result.sorted()
  }

  // MARK: Where a visit goes

  /// The visits that a request for `kind` becomes, by the copies that callers at a location use.
  func places(_ kind: Visit, from location: Int) -> [(visit: Visit, share: Double)] {
    let component = components[kind.component]
    var at: [Int]
    switch topology.copies[kind.component] {
    case .groups(let groups, let route): at = groups[route[location]]
    case .members(let members, _, _):
      let needsLeader = kind.isWrite || kind.asksLeader || component.has("single_writer")
      at = needsLeader ? Array(members.prefix(1)) : members
    }
    if kind.isMessage { at = allLocations(kind.component) }
    return distinct(at).map { place in
      var visit = kind
      visit.location = place.location
      return (visit, place.share)
    }
  }

  private func allLocations(_ component: Int) -> [Int] {
    switch topology.copies[component] {
    case .groups(let groups, _): groups.flatMap { $0 }
    // Standbys take messages only while the leaders are busy.
    case .members(let members, _, _): Array(members.prefix(1))
    }
  }

  private func distinct(_ locations: [Int]) -> [(location: Int, share: Double)] {
    var counts: [(location: Int, share: Double)] = []
    for location in locations.sorted() {
      if counts.last?.location == location {
        counts[counts.count - 1].share += 1
      } else {
        counts.append((location, 1))
      }
    }
    return counts.map { ($0.location, $0.share / Double(locations.count)) }
  }

  /// The visits that a call from a visit becomes.
  func targets(_ link: Link, of visit: Visit) -> [(visit: Visit, share: Double)] {
    let kind = Visit(
      operation: visit.operation, component: link.target, location: 0,
      program: link.operation ?? visit.program, isWrite: link.isWrite,
      asksLeader: link.asksLeader, acks: link.acks ?? 0)
    return places(kind, from: visit.location)
  }

  /// The visits that a request handed on becomes.
  func targets(handedTo target: Int, by visit: Visit) -> [(visit: Visit, share: Double)] {
    let kind = Visit(
      operation: visit.operation, component: target, location: 0, program: visit.program,
      isWrite: components[target].has("broker"), asksLeader: components[target].asksLeader(nil))
    return places(kind, from: visit.location)
  }

  /// The fetch of a message from a broker by a consumer's visit.
  func fetches(from broker: Int, by visit: Visit) -> [(visit: Visit, share: Double)] {
    let kind = Visit(
      operation: visit.operation, component: broker, location: 0, program: visit.program,
      isWrite: false, asksLeader: components[broker].asksLeader(nil))
    return places(kind, from: visit.location)
  }

  /// The brokers that a component consumes from, those in use alone.
  func brokers(of component: Int) -> [Int] {
    components[component].consumes.compactMap { builder.component($0.from.name) }
  }

  // MARK: Arcs

  private mutating func expand(_ from: Int) {
    arcs.append([])
    let visit = visits[from]
    if visit.isMessage {
      let brokers = brokers(of: visit.component)
      for broker in brokers {
        for fetch in fetches(from: broker, by: visit) {
          add(from, fetch.visit, fetch.share / Double(brokers.count), .awaited)
        }
      }
    }
    _ = walk(programs[from].steps, from, 1, .awaited)
    guard visit.isWrite, let groups = groupsOf[visit.component] else { return }
    for group in groups {
      let copies = group.map { Double(allLocations($0).count) }
      let all = copies.reduce(0, +)
      for (consumer, count) in zip(group, copies) where all > 0 {
        let kind = Visit(
          operation: visit.operation, component: consumer, location: 0, program: visit.operation,
          isWrite: false, asksLeader: components[consumer].asksLeader(nil), isMessage: true)
        for place in places(kind, from: 0) {
          add(from, place.visit, place.share * count / all, .message)
        }
      }
    }
  }

  private mutating func add(_ from: Int, _ to: Visit, _ weight: Double, _ way: Way) {
    guard weight > 0, !isTooLarge else { return }
    let target = node(to)
    if let known = arcs[from].firstIndex(where: { $0.to == target && $0.way == way }) {
      arcs[from][known].weight += weight
    } else {
      arcs[from].append(Arc(to: target, weight: weight, way: way))
    }
  }

  /// Adds the arcs of steps that are reached with a probability; returns that of going on.
  private mutating func walk(
    _ steps: [ProgramStep], _ from: Int, _ reached: Double, _ way: Way
  ) -> Double {
    var reached = reached
    for step in steps where reached > 0 {
      var rounds = Double(step.times)
      if step.times > 1, step.handsOn {
        // Each round may be the last one.
        let once = walkOnce(step, from, 0, way)
        let leaves = step.chance * (1 - once)
        let goesOn = 1 - leaves
        rounds = leaves > 0 ? (1 - power(goesOn, step.times)) / leaves : rounds
        _ = walkOnce(step, from, reached * step.chance * rounds, way)
        reached *= power(goesOn, step.times)
        continue
      }
      let once = walkOnce(step, from, reached * step.chance * rounds, way)
      reached *= 1 - step.chance * (1 - once)
    }
    return reached
  }

  private func power(_ base: Double, _ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { product, _ in product * base }
  }

  /// Adds the arcs of one step done `amount` times; returns the probability of going on after it.
  private mutating func walkOnce(
    _ step: ProgramStep, _ from: Int, _ amount: Double, _ way: Way
  ) -> Double {
    let visit = visits[from]
    switch step.action {
    case .call(let link):
      for target in targets(link, of: visit) {
        add(from, target.visit, amount * target.share, link.isAwaited ? way : .spawned)
      }
      return 1
    case .together(let legs, _):
      for leg in legs { _ = walk([leg], from, amount, .together) }
      return 1
    case .choose(let branches):
      var goesOn = 1 - min(1, branches.reduce(0) { $0 + $1.share })
      for branch in branches {
        let rest = walk(branch.steps, from, amount * branch.share, way)
        goesOn += amount > 0 ? rest / amount : branch.share * continuation(branch.steps)
      }
      return min(1, goesOn)
    case .then(let targets):
      for (share, target) in targets {
        for place in self.targets(handedTo: target, by: visit) {
          add(from, place.visit, amount * share * place.share, .handedOn)
        }
      }
      return max(0, 1 - targets.reduce(0) { $0 + $1.share })
    }
  }

  /// The probability that a request is still here after steps.
  private func continuation(_ steps: [ProgramStep]) -> Double {
    steps.reduce(1) { product, step in
      var once = 1.0
      switch step.action {
      case .call, .together: break
      case .then(let targets): once = max(0, 1 - targets.reduce(0) { $0 + $1.share })
      case .choose(let branches):
        once =
          1 - min(1, branches.reduce(0) { $0 + $1.share })
          + branches.reduce(0) { $0 + $1.share * continuation($1.steps) }
      }
      return product * power(1 - step.chance * (1 - once), step.times)
    }
  }
}
