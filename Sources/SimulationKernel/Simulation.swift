import Histogram
import Stochastics

/// One replication: a model, a seed, a clock and everything in flight.
///
/// Single-threaded, without allocation, reference counting or protocol dispatch per event. All
/// tables are copied into plain memory when it is made. Use it once: `run()` consumes it.
public struct Simulation: ~Copyable {
  // Tables, read only.
  let operations: Table<OperationRun>
  let components: Table<ComponentRun>
  let edges: Table<EdgeRun>
  let program: Table<Instruction>
  let handlers: Table<Int32>
  let samplers: Table<Sampler>
  /// The parts of busy times that need a processor.
  let workShares: Table<Double>
  let restarts: Table<Sampler>
  let latencies: Table<Sampler>
  let legs: Table<Int32>
  let forks: Table<ForkRun>
  let branches: Table<BranchSpec>
  let branchStarts: Table<Int32>
  let routes: Table<Int32>
  let groups: Table<GroupSpec>
  let siteOf: Table<Int32>
  let delays: Table<Int64>
  let perByte: Table<Double>
  let channelSpecs: Table<ChannelRun>
  let deliveries: Table<DeliverySpec>
  let lists: Table<Int32>
  let keyShards: Table<UInt32>
  let shardShares: Table<Double>
  let locationShares: Table<LocationShare>
  let faults: [FaultSpec]
  let sources: [SourceSpec]
  let operationSpecs: [OperationSpec]
  let locationCount: Int
  let operationCount: Int
  let probeCount: Int
  let probesOnArrival: UInt32
  let taskLimit: Int
  let eventLimit: Int
  let warmup: Int64
  let end: Int64
  let cutOff: Int64
  let step: Int64
  let steps: Int

  // State.
  var now: Int64 = 0
  var sequence: UInt64 = 0
  var heap = EventHeap()
  /// The next arrival of each source; few sources, so they stay out of the way of the rest.
  var arrivals = EventHeap(capacity: 16)
  /// Room for as many tasks as may be in flight; the system gives memory to what is touched.
  let tasks: Table<Task>
  /// What tasks have beside their blocks; as many as there are blocks.
  let sides: Table<CallSide>
  var taskCount = 0
  var freeTask: UInt32 = Task.none
  /// How many moves without a delay stand inside one another.
  var depth = 0
  let copies: Table<Copy>
  let rooms: Table<Room>
  let rankTails: Table<UInt32>
  let ranks: Table<UInt16>
  let rankCount: Int
  let processors: Table<ProcessorState>
  let slowdowns: Table<SlowdownSpec>
  let batches: Table<BatchSpec>
  let states: Table<ComponentState>
  let shards: Table<ShardState>
  let channels: Table<ChannelState>
  let streams: Table<RandomStream>
  let turns: Table<UInt32>
  let budgets: Table<Double>
  let guards: Table<GuardRun>
  let breakers: Table<Breaker>
  let bulkheads: Table<Bulkhead>
  let pools: Table<Pool>
  let limiters: Table<Limiter>
  let buckets: Table<Bucket>
  /// Whether any caller has mechanisms, or any component a limit or connections.
  let hasCallers: Bool
  /// Whether any program has a fallback.
  let hasFallbacks: Bool
  let watchesEnds: Bool
  var journeys: Journeys
  var windows: Windows
  let payloads: Payloads
  /// Whether each task has something beside its block: see `Simulation.fillSide`.
  let fillsSides: Bool
  /// Whether giving up a call may withdraw it.
  let cancels: Bool
  var delayLanes: Table<DelayLane>
  var delayLaneCount = 0
  /// The lane of a delay, by its hash; -1 where there is none.
  var laneIndex: Table<Int32>
  let deadlineLanes: Table<DeadlineLane>
  var messages: Table<Message>
  var messageCapacity = 0
  var messageCount = 0
  var freeMessage: UInt32 = Task.none
  /// Messages of keys that are being worked on, by channel and key.
  var keyLines: [UInt64: KeyLine] = [:]
  /// The messages that brokers have lost, by shard and number.
  var lostMessages: Set<UInt64> = []
  let deadLocations: Table<Int16>
  /// Who changes the number of copies.
  let scalers: Table<Scaler>
  /// Groups whose copies are started for requests; the other two tables are empty without them.
  let platforms: Table<Platform>
  let onDemand: Table<OnDemandCopy>
  let onDemandEnds: Table<OnDemandEnds>
  /// Caches that know what they hold, the one of each copy (-1 for none), and what their entries
  /// weigh by component and operation.
  let caches: Table<KeyedCache>
  let cacheOf: Table<Int32>
  let cacheWeights: Table<Int64>
  /// The last acknowledged write of an item, by shard and key, where reads may be stale.
  var lastWrites: [UInt64: Int64] = [:]
  /// How many of them there are when those that every member has are forgotten.
  var lastWritesKept = 1024
  /// What is being fetched, by cache, operation and key, where who comes later waits.
  var fetches: [UInt64: Fetch] = [:]
  let probeTimes: Table<Int64>
  let ziggurat = Ziggurat()
  var ready = Ring<UInt32>()
  var controls: [Control] = []
  /// The places of controls that are spent.
  var freeControls: [Int] = []
  var troubles: Troubles
  let sourceStates: Table<SourceState>
  let arrivalStreams: UnsafeMutablePointer<ArrivalStream>
  var zipf: [ZipfSampler?] = []
  var countedOpen = 0
  var events = 0
  var stop: RunResult.StopReason?
  var isKeeping = false
  var tick = 0
  var firstFault: Int64 = -1
  let seed: UInt64
  let tallies: Table<Tally>
  let timeTables: Table<Double>
  let probes: Table<ProbeTally>
  let componentCount: Int
  let copyCount: Int
  var result = RunResult()
  var gaugeStart: [(busy: Int64, waiting: Int64)] = []
  /// Time of processors in use when the kept time began; empty where there are none.
  var processorStart: [Double] = []
  var gaugeTick: [(busy: Int64, waiting: Int64)] = []

  deinit {
    for index in 0..<tallies.count { tallies[index].free() }
    for index in 0..<delayLaneCount { delayLanes[index].waiting.free() }
    for index in 0..<deadlineLanes.count { deadlineLanes[index].armed.free() }
    for index in 0..<shards.count { shards[index].recent.free() }
    ready.free()
    sourceStates.free()
    arrivalStreams.deinitialize(count: sources.count)
    arrivalStreams.deallocate()
    operations.free()
    components.free()
    edges.free()
    program.free()
    handlers.free()
    samplers.free()
    restarts.free()
    latencies.free()
    legs.free()
    forks.free()
    branches.free()
    branchStarts.free()
    routes.free()
    groups.free()
    siteOf.free()
    delays.free()
    perByte.free()
    channelSpecs.free()
    deliveries.free()
    lists.free()
    keyShards.free()
    shardShares.free()
    locationShares.free()
    tasks.free()
    sides.free()
    copies.free()
    rooms.free()
    rankTails.free()
    ranks.free()
    for index in 0..<processors.count { processors[index].free() }
    processors.free()
    slowdowns.free()
    batches.free()
    states.free()
    shards.free()
    channels.free()
    streams.free()
    turns.free()
    budgets.free()
    scalers.free()
    platforms.free()
    onDemand.free()
    onDemandEnds.free()
    for index in 0..<caches.count { caches[index].release() }
    caches.free()
    cacheOf.free()
    cacheWeights.free()
    workShares.free()
    guards.free()
    for index in 0..<breakers.count { breakers[index].ends.free() }
    breakers.free()
    bulkheads.free()
    pools.free()
    limiters.free()
    buckets.free()
    delayLanes.free()
    laneIndex.free()
    deadlineLanes.free()
    messages.free()
    deadLocations.free()
    probeTimes.free()
    tallies.free()
    timeTables.free()
    probes.free()
    troubles.free()
    journeys.release()
    windows.free()
    payloads.free()
  }
}

/// An operation as the engine sees it.
struct OperationRun {
  var edge: Int32
  /// Whether a request and its visit to the entry are one task.
  var isDirect: Bool
  var patience: Int64
  var patienceLane: Int32
  var obligations: UInt32
  var keys: Int32
  var zipf: Int32
  var locationStart: Int32
  var locationCount: Int32
  var stream: Int32
}

/// Where users of an operation are.
struct LocationShare {
  var upTo: Double
  var location: Int32
}

/// A component as the engine sees it.
struct ComponentRun {
  var firstCopy: Int32
  var copyCount: Int32
  var slots: Int32
  var queueLimit: Int32
  var holds: Bool
  var balance: BalanceSpec
  var isLed: Bool
  var shards: Int32
  var members: Int32
  var firstShard: Int32
  var replication: ReplicationSpec
  var writeQuorum: Int32
  var lag: Int64
  var failover: Int64
  var isFenced = false
  var writesAlways: Bool
  /// From one backup to the next, -1 for none, how long a restore takes, and the locations that
  /// keep them, in `lists`.
  var backupEvery: Int64 = -1
  var restore: Int64 = 0
  var backupStart: Int32 = 0
  var backupCount: Int32 = 0
  /// Whether followers answer reads that may be stale.
  var countsReads = false
  var isDurable: Bool
  var keyShardStart: Int32
  var shardShareStart: Int32
  var detection: Int64
  var silence: Int64
  var revival: Int64
  var passes: UInt32
  var probesEntered: UInt32
  var probesServed: UInt32
  var consumesStart: Int32
  var consumesCount: Int32
  var channelStart: Int32
  var channelCount: Int32
  var capacity: Int
  /// The limit of the first copy, or of all; -1 for none.
  var limiter: Int32 = -1
  var limiterShared = false
  /// Connections to a copy; -1 for any number.
  var connections: Int32 = -1
}

/// A call as the engine sees it.
struct EdgeRun {
  var target: Int32
  var operation: Int32
  var isWrite: Bool
  var isFireAndForget: Bool
  var deadlineLane: Int32
  var retryMax: UInt16
  var retryFamilies: UInt8
  var retryJitter: Bool
  var retryWait: Int64
  var retryFactor: Double
  var budget: Double
  var budgetStart: Int32
  var budgetShared: Bool
  var turnStart: Int32
  var latency: Int32
  var constantLatency: Int64
  var bytesOut: Double
  var bytesBack: Double
  var acks: Int32
  var writes: UInt32
  var probesWritten: UInt32
  var stream: Int32
  /// The mechanisms of the call; -1 for none.
  var guarded: Int32 = -1
  /// Whether an attempt is more than sending.
  var needsCare = false
  /// The target's copy where there is one alone and no shards; else -1.
  var onlyCopy: Int32 = -1
  /// Whether the way takes no time beside that of the network.
  var isInstant = false
  /// What faults do to its messages; -1 where none can.
  var link: Int32 = -1
  /// Which copies it may go to.
  var route = RouteSpec.usual
  /// How far behind a member may be that answers a read: -1 for the leader alone.
  var mostBehind: Int64 = -1
  /// Whether others may wait for what it fetches.
  var isFetch = false
}

/// Parallel legs as the engine sees them.
struct ForkRun {
  var legStart: Int32
  var legCount: Int32
  var need: Int32
  var next: Int32
}

/// A channel as the engine sees it.
struct ChannelRun {
  var broker: Int32
  var shard: Int32
  /// Pairs of component and edge in `lists`.
  var consumerStart: Int32
  var consumerCount: Int32
  var batch: Int32
  var isOrdered: Bool
  /// Whether the messages of one key are handled in order, one at a time.
  var isKeyed: Bool
  /// The delivery of its first consumer.
  var firstDelivery: Int32
}

/// Something that happens to the run rather than to a request.
struct Control {
  enum Kind {
    case keepStarts, keepEnds, seriesTick, cutOff
    case faultBegins(Int), faultEnds(Int)
    case noticeDead(copy: Int, epoch: UInt32), noticeAlive(copy: Int, epoch: UInt32)
    case restart(copy: Int, epoch: UInt32)
    case failover(shard: Int, component: Int, died: Int64)
    case rescale(Int), copyReady(copy: Int, scaler: Int)
    case idleEnds(Int)
    case random(copy: Int, fault: Int)
    case noticeCut(component: Int), forgetCut, promote(Promotion)
    case windowEdge(Int), windowTick(Int), spent
  }
  var kind: Kind
  /// The copies a fault hit when it began.
  var hit: [Int] = []
}

/// A source of requests.
struct SourceState {
  var operation: Int
  var think: Sampler?
  var lastShared: UInt64 = 0
  /// The journey whose sessions come from it; -1 where requests do.
  var journey: Int32 = -1
  /// How often what comes from it comes, by faults.
  var surge = 1.0
  /// Closed users who leave when their request is over.
  var leaving = 0
  var sharedKey: UInt32 = 0
  var isSpecial: Bool { @inline(__always) get { surge != 1 || journey >= 0 } }
}
