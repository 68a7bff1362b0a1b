import ArchitectureModel
import PluginAPI
import Quantities
import SimulationKernel
import Stochastics

/// A design under a load, as the engine runs it, with the names of what it measures.
struct CompiledFlows {
  var model = KernelModel()
  /// The operations in the order of the engine.
  var operations: [String] = []
  /// The components in the order of the engine, that of the file.
  var components: [Component] = []
  /// The probes in the order of the engine.
  var probes: [Probe] = []
  /// The faults, with their times from the start of the kept time.
  var faults: [PlayedFault] = []
  /// The copies of each component.
  var copiesOf: [Range<Int>] = []
  /// The journeys and the windows in the order of the engine.
  var journeys: [String] = []
  var windows: [LoadWindow] = []
}

/// What a compilation needs besides the design.
struct FlowInput {
  var operations: [OperationLoad]
  /// Share of users by site or place; empty for all at the entry's first site.
  var clients: [(at: String, share: Double)]
  /// One way between places of the exercise.
  var distances: [(from: String, to: String, oneWay: TimeSpan)]
  var warmup: TimeSpan
  var lasts: TimeSpan
  var faults: [Fault]
  var probes: [Probe]
  /// Sessions, and parts of the run with results of their own.
  var journeys: [Journey] = []
  var windows: [LoadWindow] = []
  /// Loops that are broken off at a moment, to see whether they keep the system down.
  var breaksOff: (loops: [FeedbackLoop], at: TimeSpan)?
}

/// Compiles a design into programs over stations.
///
/// Requests run these programs; nothing in them is looked up by name any more.
struct FlowCompiler {
  let architecture: Architecture
  let input: FlowInput
  var flows = CompiledFlows()
  var componentIndex: [String: Int] = [:]
  var operationIndex: [String: Int] = [:]
  var obligations: [Obligation] = []
  var edgeIndex: [String: Int] = [:]
  /// The mechanisms of a step, and its first edge, by its path.
  var guardIndex: [String: Int] = [:]
  var firstEdge: [String: Int] = [:]
  /// The edges of each call, by its id.
  var edgesOfLink: [String: [Int]] = [:]
  var map: LocationMap

  init(_ architecture: Architecture, _ input: FlowInput) {
    self.architecture = architecture
    var input = input
    input.probes.removeAll { probe in
      ![probe.from, probe.to].allSatisfy { Self.canPass($0, architecture) }
    }
    self.input = input
    map = LocationMap(architecture, input)
  }

  /// Whether a request of the design can ever pass a point.
  private static func canPass(_ point: ProbePoint, _ architecture: Architecture) -> Bool {
    switch point {
    case .arrival: true
    case .entered(let trait), .served(let trait):
      architecture.components.contains { $0.has(trait) }
    case .written(let data): architecture.components.contains { $0.holds(data) }
    }
  }

  /// Compiles everything.
  static func compile(_ architecture: Architecture, _ input: FlowInput) -> CompiledFlows {
    var compiler = FlowCompiler(architecture, input)
    compiler.run()
    return compiler.flows
  }

  private mutating func run() {
    flows.components = architecture.components
    flows.operations = input.operations.map(\.operation)
    flows.probes = input.probes
    for (index, component) in architecture.components.enumerated() {
      componentIndex[component.id] = index
    }
    for (index, operation) in input.operations.enumerated() {
      operationIndex[operation.operation] = index
      for obligation in operation.obligations where !obligations.contains(obligation) {
        obligations.append(obligation)
      }
    }
    flows.model.warmup = input.warmup.nanoseconds
    flows.model.lasts = input.lasts.nanoseconds
    let (tail, overflow) = input.lasts.nanoseconds.multipliedReportingOverflow(by: 10)
    flows.model.cutOff = overflow ? .max : input.warmup.nanoseconds &+ tail
    flows.model.steps = 100
    map.write(into: &flows.model)
    if !architecture.priority.isEmpty {
      flows.model.ranks = flows.operations.map {
        architecture.priority.firstIndex(of: $0) ?? architecture.priority.count
      }
    }
    flows.model.probeCount = input.probes.count
    for (index, probe) in input.probes.enumerated() where probe.from == .arrival {
      flows.model.probesOnArrival |= 1 << UInt32(index)
    }
    for component in architecture.components { addComponent(component) }
    for index in architecture.components.indices { addPrograms(index) }
    addChannels()
    for index in input.operations.indices { addOperation(index) }
    addJourneys()
    addFaults()
  }

  // MARK: Components

  private mutating func addComponent(_ component: Component) {
    var spec = ComponentSpec(name: component.id)
    spec.firstCopy = flows.model.copies.count
    spec.slots = component.concurrency.value.map { Int32(clamping: $0) } ?? -1
    spec.queueLimit = component.queueLimit.value.map { Int32(clamping: $0) } ?? -1
    spec.serving = Self.serving(component)
    spec.holds = component.holdsWhileWaiting.value
    spec.balance =
      component.onDemand == nil ? Self.balance(component.balance.value) : .onDemand
    addCache(component)
    spec.errorShare = component.errorShare.value
    spec.detection = component.health.detection.nanoseconds
    spec.silence = component.health.timeout.value.nanoseconds
    spec.revival = component.health.every.value.nanoseconds
    spec.restart = Sampler(component.restart.value)
    spec.isDurable = component.has("durable")
    spec.limit = component.rateLimit.map { Self.limit($0) }
    spec.connections = component.connections.value.map { Int32(clamping: $0) } ?? -1
    for (bit, obligation) in obligations.enumerated() {
      if case .passes(let trait) = obligation, component.has(trait) {
        spec.passes |= 1 << UInt32(bit)
      }
    }
    for (index, probe) in input.probes.enumerated() {
      for (place, point) in [probe.from, probe.to].enumerated() {
        let bit: UInt32 = 1 << UInt32(2 * index + place)
        switch point {
        case .entered(let trait): if component.has(trait) { spec.probesEntered |= bit }
        case .served(let trait): if component.has(trait) { spec.probesServed |= bit }
        case .arrival, .written: break
        }
      }
    }
    if component.isLed { addMembers(component, &spec) } else { addCopies(component, &spec) }
    flows.copiesOf.append(spec.firstCopy..<flows.model.copies.count)
    spec.copyCount = flows.model.copies.count - spec.firstCopy
    flows.model.components.append(spec)
  }

  private static func balance(_ balance: Balance) -> BalanceSpec {
    switch balance {
    case .roundRobin: .roundRobin
    case .random: .random
    case .leastBusy: .leastBusy
    case .twoChoices: .twoChoices
    case .hash: .hash
    case .central: .central
    }
  }

  /// Copies of a component per site, with the routes of callers to them.
  private mutating func addCopies(_ component: Component, _ spec: inout ComponentSpec) {
    let index = flows.model.components.count
    var groups: [(site: String, group: Int)] = []
    for (site, count) in zip(component.sites, component.mostReplicas) {
      let zones = map.zones(of: site)
      let group = flows.model.groups.count
      flows.model.groups.append(
        GroupSpec(first: flows.model.copies.count, count: count))
      groups.append((site, group))
      for number in 0..<count {
        let zone = component.spreadsOverZones ? number % zones.count : 0
        flows.model.copies.append(
          CopySpec(component: index, location: zones[zone], group: group))
      }
    }
    scale(component, groups.map(\.group))
    for location in 0..<flows.model.locationCount {
      flows.model.routes.append(map.ordered(groups, from: location))
    }
  }

  /// The members of all shards of a led component.
  private mutating func addMembers(_ component: Component, _ spec: inout ComponentSpec) {
    let index = flows.model.components.count
    spec.isLed = true
    spec.shards = component.partitions?.value ?? component.sharding.count
    spec.members = component.replication.copies
    spec.replication = Self.replication(component.replication.mode)
    spec.writeQuorum = component.replication.writeQuorum
    spec.lag = component.replication.lag.nanoseconds
    spec.failover =
      component.replication.mode == .none ? -1 : component.replication.failoverTakes.nanoseconds
    spec.isFenced = component.replication.fencing == true
    if let backup = component.backup {
      spec.backup = BackupSpec(
        every: backup.every.nanoseconds,
        restore: architecture.restoreTime(component).nanoseconds,
        locations: map.locations(site: architecture.backupSite(component), zone: nil))
    }
    spec.writesAlways = component.has("single_writer")
    spec.strictReads = component.asksLeader(nil)
    spec.capacity = component.capacity?.value ?? -1
    let places = map.members(of: component)
    let group = flows.model.groups.count
    flows.model.groups.append(
      GroupSpec(first: spec.firstCopy, count: spec.shards * spec.members))
    for _ in 0..<spec.shards {
      for member in 0..<spec.members {
        flows.model.copies.append(
          CopySpec(component: index, location: places[member], group: group))
      }
    }
    for _ in 0..<flows.model.locationCount { flows.model.routes.append([group]) }
    guard spec.shards > 1 else { return }
    let plan = ShardPlan(component, shards: spec.shards)
    spec.shardShares = plan.cumulativeShares
    spec.shardOfKey = input.operations.map { operation in
      operation.keys.map { plan.shards(of: $0) } ?? []
    }
  }

  private static func replication(_ mode: Replication.Mode) -> ReplicationSpec {
    switch mode {
    case .none: .none
    case .sync: .sync
    case .async: .async
    case .quorum: .quorum
    }
  }

  // MARK: Users

  private mutating func addOperation(_ index: Int) {
    let load = input.operations[index]
    let entry = architecture.entries.first {
      $0.operation == load.operation || $0.operation == "*"
    }
    let target = entry.flatMap { componentIndex[$0.component] } ?? 0
    var edge = EdgeSpec(name: "users->\(load.operation)", from: -1, target: target)
    edge.isWrite = architecture.components[target].has("broker")
    edge.timeout = load.timeout?.nanoseconds ?? -1
    if let retry = load.retry { edge.retry = Self.retry(retry) }
    edge.bytesOut = Self.bytes(of: load)
    flows.model.edges.append(edge)
    var owed: UInt32 = 0
    for obligation in load.obligations {
      if let bit = obligations.firstIndex(of: obligation) { owed |= 1 << UInt32(bit) }
    }
    flows.model.operations.append(
      OperationSpec(
        edge: flows.model.edges.count - 1, patience: load.patience?.nanoseconds ?? -1,
        obligations: owed, keys: load.keys?.count ?? 0, skew: load.keys?.skew ?? 0,
        locations: map.users(entering: architecture.components[target])))
    flows.model.operations[index].payload = load.payloadSpread.map { Sampler($0) }
    for (number, arrivals) in load.arrivals.enumerated() {
      let name = "\(load.operation)/\(number)"
      let source = ArrivalCompiler.source(
        arrivals, operation: index, name: name, horizon: flows.model.cutOff)
      if let source {
        flows.model.sources.append(source)
      }
    }
  }

  /// The bytes of a request; -1 where each has its own.
  static func bytes(of load: OperationLoad) -> Double {
    load.payloadSpread == nil ? Double(load.payload.bytes) : -1
  }

  static func retry(_ retry: Retry) -> RetrySpec {
    var families: UInt8 = 0
    for cause in retry.causes {
      switch cause {
      case .timeouts: families |= 1
      case .refusals: families |= 2
      case .errors: families |= 4
      }
    }
    return RetrySpec(
      max: UInt16(clamping: retry.max), wait: retry.wait.nanoseconds, factor: retry.factor,
      jitter: retry.fullJitter, families: families, budget: retry.budget ?? -1,
      shared: retry.isShared)
  }
}
