import Stochastics
import Quantities

extension Simulation {
  /// Prepares a replication of a model.
  ///
  /// - Parameters:
  ///   - model: What to run; the same model may be run under many seeds.
  ///   - seed: The seed of this replication; every stream of randomness derives from it by name.
  public init(_ model: borrowing KernelModel, seed: UInt64) {
    self.seed = seed
    operationCount = model.operations.count
    componentCount = model.components.count
    copyCount = model.copies.count
    locationCount = model.locationCount
    probeCount = model.probeCount
    probesOnArrival = model.probesOnArrival
    taskLimit = min(model.taskLimit, Identifier.lanes - 1)
    eventLimit = model.eventLimit
    warmup = model.warmup
    end = model.warmup &+ model.lasts
    cutOff = model.cutOff
    steps = max(1, model.steps)
    step = max(1, model.lasts / Int64(max(1, model.steps)))
    faults = model.faults
    sources = model.sources
    operationSpecs = model.operations

    var lists: [Int32] = []
    var keyShards: [UInt32] = []
    var shardShares: [Double] = []
    var firstShard: Int32 = 0
    var shardStates: [ShardState] = []
    var lanes: [DeadlineLane] = []
    func lane(_ length: Int64, endsWaits: Bool = false) -> Int32 {
      guard length >= 0 else { return -1 }
      if let index = lanes.firstIndex(where: { $0.length == length && $0.endsWaits == endsWaits }) {
        return Int32(index)
      }
      lanes.append(DeadlineLane(length: length, endsWaits: endsWaits))
      return Int32(lanes.count - 1)
    }
    var calling = CallingTables(model, lane: { lane($0) })
    let countingReads = Self.countingReads(model)
    components = Table(
      model.components.enumerated().map { index, spec in
        var run = ComponentRun(
          spec, firstShard: firstShard, operations: model.operations.count, lists: &lists,
          keyShards: &keyShards, shardShares: &shardShares)
        if spec.isLed {
          for shard in 0..<spec.shards {
            var state = ShardState()
            state.leader = Int32(spec.firstCopy + shard * spec.members)
            shardStates.append(state)
          }
          firstShard += Int32(spec.shards)
        }
        calling.add(spec, to: &run)
        run.isFenced = spec.isFenced
        run.keepBackups(spec.backup, &lists)
        run.countsReads = countingReads.contains(index)
        return run
      })
    var deliveries: [DeliverySpec] = []
    channelSpecs = Table(
      model.channels.map { ChannelRun($0, lists: &lists, deliveries: &deliveries) })
    self.deliveries = Table(deliveries)
    self.lists = Table(lists)
    self.keyShards = Table(keyShards)
    self.shardShares = Table(shardShares)
    shards = Table(shardStates)
    troubles = Troubles(model, shards: shardStates.count)
    watchesEnds = model.phases != nil && !model.operations.isEmpty || !model.windows.isEmpty
    journeys = Journeys(model, seed: seed)
    windows = Windows(model)
    payloads = Payloads(model, seed: seed)
    let faulted = Troubles.edges(of: model)
    let coalescing = Set(model.caches.filter(\.coalesces).map(\.component))

    var latencies: [Sampler] = []
    var turnCount = 0
    var budgetCount = 0
    var budgetStarts: [Int] = []
    edges = Table(
      model.edges.enumerated().map { index, spec in
        let callers = spec.from >= 0 ? model.components[spec.from].copyCount : 1
        budgetStarts.append(spec.budgetOf >= 0 ? budgetStarts[spec.budgetOf] : budgetCount)
        var run = EdgeRun(
          spec, lane: lane(spec.timeout), turnStart: turnCount, budgetStart: budgetStarts[index],
          latencies: &latencies, stream: 2 * model.components.count + index)
        turnCount += callers
        if spec.budgetOf < 0 { budgetCount += callers }
        run.guarded = Int32(spec.guarded)
        if faulted.contains(index) {
          run.link = Int32(index)
          if run.latency < 0 {
            run.latency = Int32(latencies.count)
            latencies.append(Sampler(Spread.exact(.zero)))
          }
        }
        run.isInstant = run.latency < 0 && run.constantLatency == 0
        run.route = spec.route
        run.mostBehind = spec.mostBehind(in: model)
        run.isFetch = coalescing.contains(spec.from)
        let target = model.components[spec.target]
        if !target.isLed, target.copyCount == 1 { run.onlyCopy = Int32(target.firstCopy) }
        run.needsCare = spec.guarded >= 0 || model.components[spec.target].connections >= 0
        return run
      })
    self.latencies = Table(latencies)
    turns = Table(repeating: UInt32.max, count: turnCount)
    budgets = Table(repeating: 10, count: budgetCount)
    guards = Table(calling.guards)
    breakers = Table(calling.breakers)
    bulkheads = Table(calling.bulkheads)
    limiters = Table(calling.limiters)
    buckets = Table(calling.buckets)
    pools = Table(
      model.copies.map { Pool(size: model.components[$0.component].connections) })
    hasFallbacks = model.program.contains { $0.code == .call && $0.b > 0 }
    fillsSides = hasFallbacks || payloads.samplers.count > 0
    cancels = model.guards.contains { $0.cancels }
    hasCallers =
      !model.guards.isEmpty || !calling.limiters.isEmpty
      || model.components.contains { $0.connections >= 0 }

    var locationShares: [LocationShare] = []
    var zipf: [ZipfSampler?] = []
    operations = Table(
      model.operations.enumerated().map { index, spec in
        let start = locationShares.count
        locationShares += spec.locations.map {
          LocationShare(upTo: $0.upTo, location: Int32($0.location))
        }
        zipf.append(spec.keys > 0 ? ZipfSampler(count: spec.keys, exponent: spec.skew) : nil)
        return OperationRun(
          edge: Int32(spec.edge),
          isDirect: model.edges[spec.edge].isPlain
            && model.components[model.edges[spec.edge].target].connections < 0,
          patience: spec.patience,
          patienceLane: lane(spec.patience),
          obligations: spec.obligations, keys: Int32(spec.keys), zipf: Int32(index),
          locationStart: Int32(start), locationCount: Int32(spec.locations.count),
          stream: Int32(2 * model.components.count + model.edges.count + index))
      })
    self.zipf = zipf
    self.locationShares = Table(locationShares)
    rankCount = 1 + (model.ranks.max() ?? 0)
    ranks = Table(
      model.operations.indices.map { UInt16(model.ranks.isEmpty ? 0 : model.ranks[$0]) })
    var serving = ServingTables(ranks: rankCount)
    var copies = Self.copies(of: model)
    for index in copies.indices {
      let component = Int(copies[index].component)
      serving.add(
        &copies[index], index, model.components[component],
        waitLane: lane(model.components[component].serving.maxWait, endsWaits: true))
      copies[index].countsReads = countingReads.contains(component)
      copies[index].settle()
    }
    self.copies = Table(copies)
    rooms = Table(serving.rooms)
    rankTails = Table(repeating: Task.none, count: serving.rankTailCount)
    processors = Table(serving.processors)
    slowdowns = Table(serving.slowdowns)
    batches = Table(serving.batches)
    deadlineLanes = Table(lanes)

    streams = Table(
      model.components.flatMap {
        [
          RandomStream(seed: seed, name: "work/\($0.name)"),
          RandomStream(seed: seed, name: "flow/\($0.name)"),
        ]
      } + model.edges.map { RandomStream(seed: seed, name: "call/\($0.name)") }
        + model.operations.indices.map {
          RandomStream(seed: seed, name: "users/\(model.edges[model.operations[$0].edge].name)")
        })

    program = Table(model.program)
    handlers = Table(model.handlers.map { Int32($0) })
    samplers = Table(model.samplers)
    workShares = Table(model.samplers.indices.map { model.processorShares[$0] ?? 1 })
    restarts = Table(model.components.map(\.restart))
    var legs: [Int32] = []
    forks = Table(
      model.forks.map { spec in
        let start = legs.count
        legs += spec.legs.map { Int32($0) }
        return ForkRun(
          legStart: Int32(start), legCount: Int32(spec.legs.count), need: Int32(spec.need),
          next: Int32(spec.next))
      })
    self.legs = Table(legs)
    var branchStarts: [Int32] = [0]
    for table in model.branches {
      branchStarts.append(branchStarts.last.unsafelyUnwrapped + Int32(table.count))
    }
    self.branchStarts = Table(branchStarts)
    branches = Table(model.branches.flatMap { $0 })
    routes = Table(Self.flatten(model.routes))
    groups = Table(model.groups)
    siteOf = Table(
      model.siteOf.isEmpty ? [Int32](repeating: 0, count: model.locationCount) : model.siteOf)
    delays = Table(model.latency)
    perByte = Table(model.nanosecondsPerByte)
    channels = Table(repeating: ChannelState(), count: model.channels.count)
    states = Table(repeating: ComponentState(), count: model.components.count)
    deadLocations = Table(repeating: 0, count: model.locationCount)
    scalers = Table(model.scales.map { Scaler($0, of: model) })
    platforms = Table(model.onDemand.map { Platform($0, of: model) })
    let startable = model.onDemand.isEmpty ? 0 : model.copies.count
    onDemand = Table(repeating: OnDemandCopy(), count: startable)
    onDemandEnds = Table(repeating: OnDemandEnds(), count: 5 * model.onDemand.count)
    let keeping = CacheTables(model)
    caches = Table(keeping.caches)
    cacheOf = Table(keeping.cacheOf)
    cacheWeights = Table(keeping.weights)
    tasks = Table(uninitialized: taskLimit)
    sides = Table(uninitialized: taskLimit)
    probeTimes = Table(uninitialized: taskLimit * model.probeCount)
    sourceStates = Table(
      model.sources.map {
        SourceState(operation: $0.operation, think: $0.think, journey: Int32($0.journey))
      })
    arrivalStreams = .allocate(capacity: max(1, model.sources.count))
    for (index, source) in model.sources.enumerated() {
      let spec = source.arrivals ?? ArrivalSpec(.poisson, rate: RateSpec(0))
      (arrivalStreams + index).initialize(
        to: ArrivalStream(spec, seed: seed, name: source.name))
    }
    messages = Table(repeating: Message(next: Task.none, key: 0), count: 1)
    messageCapacity = 1
    delayLanes = Table(uninitialized: 8)
    laneIndex = Table(repeating: -1, count: 32)
    tallies = Table(model.operations.map { _ in Tally(steps: max(1, model.steps)) })
    timeTables = Table(
      repeating: 0, count: 2 * model.operations.count * model.components.count)
    probes = Table((0..<model.probeCount).map { _ in ProbeTally() })
  }

  private static func flatten(_ routes: [[Int]]) -> [Int32] {
    // Starts first, one more than there are routes; then the groups.
    var starts: [Int32] = []
    var groups: [Int32] = []
    for route in routes {
      starts.append(Int32(routes.count + 1 + groups.count))
      groups += route.map { Int32($0) }
    }
    starts.append(Int32(routes.count + 1 + groups.count))
    return starts + groups
  }

  private static func copies(of model: borrowing KernelModel) -> [Copy] {
    var copies: [Copy] = []
    for (index, spec) in model.copies.enumerated() {
      let component = model.components[spec.component]
      var copy = Copy(
        component: Int32(spec.component), location: Int32(spec.location),
        group: Int32(spec.group))
      copy.slots = component.slots < 0 ? .max : component.slots
      copy.queueLimit = component.queueLimit < 0 ? .max : component.queueLimit
      copy.isSpecial =
        component.isLed || component.balance == .central || component.balance == .onDemand
        || component.limit != nil
      copy.looksForWork =
        !component.consumes.isEmpty || (component.balance == .central && component.copyCount > 1)
        || component.balance == .onDemand
      copy.marks = component.passes != 0 || component.probesServed != 0
      copy.errors = component.errorShare
      if component.isLed {
        let place = index - component.firstCopy
        copy.shard = Int32(place / max(1, component.members))
        copy.member = Int32(place % max(1, component.members))
      }
      copies.append(copy)
    }
    return copies
  }
}

extension ComponentRun {
  init(
    _ spec: ComponentSpec, firstShard: Int32, operations: Int, lists: inout [Int32],
    keyShards: inout [UInt32], shardShares: inout [Double]
  ) {
    // Starts per operation first (-1 for none), then the shards of the keys.
    var keyShardStart: Int32 = -1
    if spec.shards > 1 {
      keyShardStart = Int32(keyShards.count)
      let header = keyShards.count
      keyShards += [UInt32](repeating: .max, count: operations)
      for (operation, table) in spec.shardOfKey.enumerated() where !table.isEmpty {
        keyShards[header + operation] = UInt32(keyShards.count)
        keyShards += table
      }
    }
    let shareStart = shardShares.count
    shardShares += spec.shardShares
    let consumesStart = lists.count
    lists += spec.consumes.map { Int32($0) }
    let channelStart = lists.count
    lists += spec.channels.map { Int32($0) }
    self.init(
      firstCopy: Int32(spec.firstCopy), copyCount: Int32(spec.copyCount), slots: spec.slots,
      queueLimit: spec.queueLimit, holds: spec.holds, balance: spec.balance, isLed: spec.isLed,
      shards: Int32(spec.shards), members: Int32(spec.members), firstShard: firstShard,
      replication: spec.replication, writeQuorum: Int32(spec.writeQuorum), lag: spec.lag,
      failover: spec.failover, writesAlways: spec.writesAlways,
      isDurable: spec.isDurable, keyShardStart: keyShardStart,
      shardShareStart: Int32(shareStart),
      detection: spec.detection, silence: spec.silence, revival: spec.revival,
      passes: spec.passes, probesEntered: spec.probesEntered,
      probesServed: spec.probesServed, consumesStart: Int32(consumesStart),
      consumesCount: Int32(spec.consumes.count), channelStart: Int32(channelStart),
      channelCount: Int32(spec.channels.count), capacity: spec.capacity)
  }
}

extension EdgeSpec {
  /// Whether an attempt that is sent is the only one and takes no time on the way.
  fileprivate var isPlain: Bool {
    timeout < 0 && retry.max == 0 && latency == nil && !isFireAndForget && guarded < 0
  }
}

extension EdgeRun {
  init(
    _ spec: EdgeSpec, lane: Int32, turnStart: Int, budgetStart: Int, latencies: inout [Sampler],
    stream: Int
  ) {
    var index: Int32 = -1
    var constant: Int64 = 0
    if let latency = spec.latency {
      if latency.isConstant {
        constant = latency.constantNanoseconds
      } else {
        index = Int32(latencies.count)
        latencies.append(latency)
      }
    }
    self.init(
      target: Int32(spec.target), operation: Int32(spec.operation), isWrite: spec.isWrite,
      isFireAndForget: spec.isFireAndForget, deadlineLane: lane, retryMax: spec.retry.max,
      retryFamilies: spec.retry.families, retryJitter: spec.retry.jitter,
      retryWait: spec.retry.wait, retryFactor: spec.retry.factor, budget: spec.retry.budget,
      budgetStart: Int32(budgetStart), budgetShared: spec.retry.shared,
      turnStart: Int32(turnStart), latency: index, constantLatency: constant,
      bytesOut: spec.bytesOut, bytesBack: spec.bytesBack, acks: Int32(spec.acks),
      writes: spec.writes, probesWritten: spec.probesWritten, stream: Int32(stream))
  }
}

extension ChannelRun {
  init(_ spec: ChannelSpec, lists: inout [Int32], deliveries: inout [DeliverySpec]) {
    let start = lists.count
    lists += spec.consumers.flatMap { [Int32($0.component), Int32($0.edge)] }
    let firstDelivery = deliveries.count
    deliveries += spec.deliveries
    self.init(
      broker: Int32(spec.broker), shard: Int32(spec.shard), consumerStart: Int32(start),
      consumerCount: Int32(spec.consumers.count), batch: Int32(spec.batch),
      isOrdered: spec.isOrdered, isKeyed: spec.isKeyed, firstDelivery: Int32(firstDelivery))
  }
}

/// The ranges of ids in events.
enum Identifier {
  /// Tasks are below.
  static var lanes: Int { 0xE0_0000 }
  /// Time-out lanes begin here.
  static var deadlines: Int { 0xE8_0000 }
  /// Timers of rooms, then of processors, begin here.
  static var timers: Int { 0xF0_0000 }
  /// Controls begin here.
  static var controls: Int { 0xF4_0000 }
  /// One more than the last.
  static var end: Int { 0x100_0000 }
}

/// Priorities of events at one moment: lower first.
enum Priority {
  /// Faults, windows and notices.
  static var control: UInt64 { 0 }
  /// What requests do.
  static var work: UInt64 { 1 }
  /// New requests.
  static var arrival: UInt64 { 2 }
  /// Time-outs: an answer that comes at the deadline is in time.
  static var deadline: UInt64 { 3 }
}
