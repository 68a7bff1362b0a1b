import ArchitectureModel
import PluginAPI
import Quantities
import Stochastics

/// How often requests are expected to take each way through a design when nothing fails: visits
/// from chances, repetitions, shares and hit rates.
///
/// Source: Denning and Buzen, "The operational analysis of queueing network models", ACM Computing
/// Surveys 10(3), 1978: visit ratios and the forced flow law.
struct ExpectedFlows {
  /// A way from one component to another.
  struct Way: Hashable {
    /// The caller; -1 for users.
    var from: Int
    /// The target.
    var target: Int
    /// Bytes that go with a request.
    var bytesOut: Double
    /// Bytes that come back.
    var bytesBack: Double
    /// Whether the leader of a store, broker or single writer is asked to write.
    var isWrite: Bool
    /// Whether of a store's members the leader must answer.
    var asksLeader: Bool
    /// The operation whose handler runs at the target.
    var program: Int
    /// Data classes that are written, by index.
    var data: [Int]
    /// Whether a consumer gets a message from a broker.
    var isDelivery = false
    /// Which copies of the target it may go to; nil where not stated.
    var route: Call.Route?
  }

  let architecture: Architecture
  let operations: [OperationLoad]
  /// The ways in the order in which they were found.
  private(set) var ways: [Way] = []
  /// For each operation the executions per request of each way, by index.
  private(set) var perRequest: [[Double]] = []
  private var index: [Way: Int] = [:]
  private var componentIndex: [String: Int] = [:]
  private var dataIndex: [String: Int] = [:]
  private var operationIndex: [String: Int] = [:]
  private var plans: [Int: [(way: Int, times: Double)]] = [:]

  init(_ architecture: Architecture, _ operations: [OperationLoad]) {
    self.architecture = architecture
    self.operations = operations
    for (number, component) in architecture.components.enumerated() {
      componentIndex[component.id] = number
    }
    for (number, data) in architecture.data.enumerated() { dataIndex[data.id] = number }
    for (number, load) in operations.enumerated() { operationIndex[load.operation] = number }
    for operation in operations.indices { perRequest.append(follow(operation)) }
    for operation in perRequest.indices {
      perRequest[operation] += [Double](
        repeating: 0, count: ways.count - perRequest[operation].count)
    }
  }

  /// The busy time that an execution of a way causes at its target, in seconds.
  func work(_ way: Way) -> Double {
    let target = architecture.components[way.target]
    if target.has("broker") || target.has("store") && !target.has("volatile") {
      let copies = target.replication.mode == .none ? 1 : target.replication.copies
      let one = (way.isWrite ? target.write : target.read)?.value.meanSeconds ?? 0
      return way.isWrite ? one * Double(copies) : one
    }
    let name = operations[way.program].operation
    let own = target.handlers.first { $0.operation == name }?.work
    return (own ?? target.work)?.value.meanSeconds ?? 0
  }

  // MARK: Following requests

  /// Pushes one request through the design until nothing more than a trace moves.
  private mutating func follow(_ operation: Int) -> [Double] {
    var totals = [Double](repeating: 0, count: ways.count)
    var front: [(way: Int, times: Double)] = [(entry(operation), 1)]
    var sweeps = 0
    while !front.isEmpty, sweeps < 4 * architecture.components.count + 200 {
      sweeps += 1
      var next: [Int: Double] = [:]
      for (way, times) in front {
        if way >= totals.count {
          totals += [Double](repeating: 0, count: way + 1 - totals.count)
        }
        totals[way] += times
        for (following, share) in plan(after: way, operation) {
          next[following, default: 0] += times * share
        }
      }
      front = next.filter { $0.value > 1e-12 }.sorted { $0.key < $1.key }
        .map { (way: $0.key, times: $0.value) }
    }
    return totals
  }

  private mutating func number(_ way: Way) -> Int {
    if let known = index[way] { return known }
    ways.append(way)
    index[way] = ways.count - 1
    return ways.count - 1
  }

  private mutating func entry(_ operation: Int) -> Int {
    let load = operations[operation]
    let entry = architecture.entries.first {
      $0.operation == load.operation || $0.operation == "*"
    }
    let target = entry.flatMap { componentIndex[$0.component] } ?? 0
    let component = architecture.components[target]
    return number(
      Way(
        from: -1, target: target, bytesOut: Double(load.payload.bytes), bytesBack: 0,
        isWrite: component.has("broker") || component.has("single_writer"),
        asksLeader: component.asksLeader(nil), program: operation, data: []))
  }

  /// The ways that follow an execution of a way, for requests of an operation.
  private mutating func plan(after way: Int, _ root: Int) -> [(way: Int, times: Double)] {
    let key = way * operations.count + root
    if let known = plans[key] { return known }
    let made = makePlan(ways[way], root)
    plans[key] = made
    return made
  }

  private mutating func makePlan(_ way: Way, _ root: Int) -> [(way: Int, times: Double)] {
    let component = architecture.components[way.target]
    if component.has("broker") { return way.isWrite ? deliveries(way, component, root) : [] }
    if component.has("store"), !component.has("volatile") { return [] }
    var result: [(way: Int, times: Double)] = []
    if let store = component.fronts {
      guard let target = componentIndex[store.name] else { return [] }
      let miss = Way(
        from: way.target, target: target, bytesOut: 0,
        bytesBack: Double(operations[root].payload.bytes), isWrite: false,
        asksLeader: architecture.components[target].asksLeader(nil), program: way.program,
        data: [])
      return [(number(miss), 1 - (component.hit?.value ?? 0))]
    }
    let name = operations[way.program].operation
    let steps = component.handlers.first { $0.operation == name }?.steps ?? component.calls
    for step in steps { add(step, way, root, 1, &result) }
    return result
  }

  /// Every group of consumers gets each message; those of one group share them.
  private mutating func deliveries(
    _ way: Way, _ broker: Component, _ root: Int
  ) -> [(way: Int, times: Double)] {
    var groups: [(name: String, consumers: [Int])] = []
    for (number, component) in architecture.components.enumerated() {
      for consumer in component.consumes where consumer.from.name == broker.id {
        if let known = groups.firstIndex(where: { $0.name == consumer.group }) {
          groups[known].consumers.append(number)
        } else {
          groups.append((consumer.group, [number]))
        }
      }
    }
    return groups.flatMap { group in
      group.consumers.map { consumer in
        let delivery = Way(
          from: way.target, target: consumer, bytesOut: way.bytesOut, bytesBack: 0, isWrite: false,
          asksLeader: architecture.components[consumer].asksLeader(nil), program: root, data: [],
          isDelivery: true)
        return (number(delivery), 1 / Double(group.consumers.count))
      }
    }
  }

  private mutating func add(
    _ step: Step, _ way: Way, _ root: Int, _ times: Double,
    _ result: inout [(way: Int, times: Double)]
  ) {
    if let when = step.when, !when.contains(operations[way.program].operation) { return }
    let times = times * step.chance * Double(step.times)
    guard times > 0 else { return }
    switch step.action {
    case .call(let call):
      guard let next = made(call, way, root) else { return }
      result.append((number(next), times))
    case .together(let legs, _): for leg in legs { add(leg, way, root, times, &result) }
    case .choose(let branches):
      for branch in branches {
        for inner in branch.steps { add(inner, way, root, times * branch.share, &result) }
      }
    case .then(let targets):
      for target in targets {
        guard let to = componentIndex[target.to.name] else { continue }
        let next = Way(
          from: way.target, target: to, bytesOut: 0, bytesBack: 0,
          isWrite: architecture.components[to].has("broker")
            || architecture.components[to].has("single_writer"),
          asksLeader: architecture.components[to].asksLeader(nil), program: way.program, data: [])
        result.append((number(next), times * target.share))
      }
    }
  }

  private func made(_ call: Call, _ way: Way, _ root: Int) -> Way? {
    guard let target = componentIndex[call.target.name] else { return nil }
    let component = architecture.components[target]
    let keeps = component.has("store") || component.has("broker")
    let isWrite =
      call.verb == .write || call.verb == .send && keeps || component.has("single_writer")
    let payload = Double(operations[root].payload.bytes)
    return Way(
      from: way.target, target: target, bytesOut: bytes(call.carries) ?? payload,
      bytesBack: bytes(call.returns) ?? 0, isWrite: isWrite,
      asksLeader: component.asksLeader(call),
      program: call.operation.flatMap { operationIndex[$0] } ?? way.program,
      data: isWrite ? (call.carries ?? []).compactMap { dataIndex[$0.name] } : [],
      route: call.route)
  }

  private func bytes(_ data: [Named]?) -> Double? {
    data.map { list in
      list.reduce(0) { $0 + Double(architecture.dataClass($1.name)?.size.value.bytes ?? 0) }
    }
  }
}
