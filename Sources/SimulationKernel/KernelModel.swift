import Quantities
public import Stochastics

/// What the engine runs: flat tables of numbers, without names to look up.
///
/// A compiler makes it from an architecture and a load; see each table for what refers to what.
/// All times are nanoseconds; `-1` is *none* wherever an index is expected.
public struct KernelModel: Sendable {
  /// The operations of users.
  public var operations: [OperationSpec] = []
  /// The components.
  public var components: [ComponentSpec] = []
  /// The copies of all components; those of one component are neighbours.
  public var copies: [CopySpec] = []
  /// Copies of one component at one site, neighbours in `copies`.
  public var groups: [GroupSpec] = []
  /// For each component and caller location, the groups in the order of preference.
  public var routes: [[Int]] = []
  /// The number of places where something can stand or come from.
  public var locationCount = 1
  /// The site of each location, -1 for one outside all sites; empty where no call asks for it.
  public var siteOf: [Int32] = []
  /// Delay from location to location, row by row.
  public var latency: [Int64] = [0]
  /// Nanoseconds per byte from location to location, row by row.
  public var nanosecondsPerByte: [Double] = [0]
  /// The calls.
  public var edges: [EdgeSpec] = []
  /// All programs, one after another.
  public var program: [Instruction] = []
  /// The start of the program of each component, operation and verb, `-1` where there is none:
  /// (component x operations + operation) x 2, plus 1 for writes.
  public var handlers: [Int] = []
  /// The spreads of busy times.
  public var samplers: [Sampler] = []
  /// The part of the time of a sampler that needs a processor, where the copy has some; all of it
  /// where nothing is said.
  public var processorShares: [Int: Double] = [:]
  /// Tables of shares for `choose` and `then`.
  public var branches: [[BranchSpec]] = []
  /// The parallel legs.
  public var forks: [ForkSpec] = []
  /// The mechanisms of calls.
  public var guards: [GuardSpec] = []
  /// The rank of each operation in waiting rooms, 0 first; empty for one rank.
  public var ranks: [Int] = []
  /// Where requests come from.
  public var sources: [SourceSpec] = []
  /// Sessions that walk over operations.
  public var journeys: [JourneySpec] = []
  /// Parts of the kept time with results of their own.
  public var windows: [WindowSpec] = []
  /// Queues and streams with their groups of consumers.
  public var channels: [ChannelSpec] = []
  /// What happens at fixed times.
  public var faults: [FaultSpec] = []
  /// Who changes the number of copies.
  public var scales: [ScaleSpec] = []
  /// Groups whose copies are started for requests.
  public var onDemand: [OnDemandSpec] = []
  /// Caches that know what they hold.
  public var caches: [CacheSpec] = []
  /// The time in which something is broken, for what is told before, during and after it.
  public var phases: (from: Int64, to: Int64)?
  /// The probes.
  public var probeCount = 0
  /// Bits of probes that begin when a request arrives.
  public var probesOnArrival: UInt32 = 0
  /// Time thrown away.
  public var warmup: Int64 = 0
  /// Time kept.
  public var lasts: Int64 = 1_000_000_000
  /// Steps of the series over the kept time.
  public var steps = 60
  /// When a run that hangs is cut off; from the start of the run.
  public var cutOff: Int64 = .max
  /// Tasks in flight at which a run is given up; at most 14 million.
  public var taskLimit = 4_000_000
  /// Events at which a run is given up.
  public var eventLimit = Int.max

  /// Creates an empty model.
  public init() {}
}

/// An operation of users.
public struct OperationSpec: Sendable {
  /// The edge from the user to the entry.
  public var edge: Int
  /// How long a user waits, -1 for ever.
  public var patience: Int64
  /// Bits of what each request owes.
  public var obligations: UInt32
  /// The number of keys; 0 for none.
  public var keys: Int
  /// Zipf exponent of the keys.
  public var skew: Double
  /// Cumulative shares of the locations where users are.
  public var locations: [(upTo: Double, location: Int)]
  /// The sizes of requests, a byte as a nanosecond; nil where all are alike.
  public var payload: Sampler?

  /// Creates an operation.
  public init(
    edge: Int, patience: Int64 = -1, obligations: UInt32 = 0, keys: Int = 0, skew: Double = 0,
    locations: [(upTo: Double, location: Int)]
  ) {
    self.edge = edge
    self.patience = patience
    self.obligations = obligations
    self.keys = keys
    self.skew = skew
    self.locations = locations
  }
}

/// How callers choose a copy.
public enum BalanceSpec: UInt8, Sendable {
  /// In turn, per caller.
  case roundRobin
  /// By chance.
  case random
  /// The fewest requests.
  case leastBusy
  /// The one with fewer requests of two drawn by chance.
  case twoChoices
  /// By the key of the request, by chance where it has none.
  case hash
  /// One waiting room per group.
  case central
  /// By the platform that starts the copies.
  case onDemand
}

/// Which copies of the target a call may go to.
public enum RouteSpec: UInt8, Sendable {
  /// The members of a shard where the target is led, else the copies of the nearest site.
  case usual
  /// Those of the nearest site.
  case nearest
  /// Those of the caller's own zone, else of the nearest site.
  case sameZone
  /// All.
  case any
  /// The leader of the shard.
  case leader
}

/// How members of a shard follow.
public enum ReplicationSpec: UInt8, Sendable {
  /// The leader alone answers; nothing follows.
  case none
  /// All members must answer.
  case sync
  /// The leader answers, the others follow later.
  case async
  /// A number of members must answer.
  case quorum
}

/// A component.
public struct ComponentSpec: Sendable {
  /// The name, for random streams.
  public var name: String
  /// The first of its copies.
  public var firstCopy = 0
  /// The number of its copies.
  public var copyCount = 1
  /// Slots per copy; -1 is any number.
  public var slots: Int32 = 1
  /// Requests that may wait per copy; -1 is any number.
  public var queueLimit: Int32 = -1
  /// How its copies serve, beyond slots in the order of arrival.
  public var serving = ServingSpec()
  /// Whether the slot is kept during calls.
  public var holds = true
  /// How callers choose.
  public var balance = BalanceSpec.leastBusy
  /// Whether it is addressed by shard and leader.
  public var isLed = false
  /// Shards; the copies of shard s are s x members ..< (s + 1) x members.
  public var shards = 1
  /// Members of a shard.
  public var members = 1
  /// How members follow.
  public var replication = ReplicationSpec.none
  /// Members that must have a write.
  public var writeQuorum = 1
  /// How far asynchronous members are behind.
  public var lag: Int64 = 0
  /// From a loss to the promotion of another member; -1 for never.
  public var failover: Int64 = -1
  /// Whether the old leader is kept from writing when another one is promoted.
  public var isFenced = false
  /// Copies from which it is restored; nil for none.
  public var backup: BackupSpec?
  /// Whether every call is a write, as for single writers.
  public var writesAlways = false
  /// Whether reads must ask the leader.
  public var strictReads = true
  /// Whether data outlive a crash.
  public var isDurable = false
  /// For each key the shard, by operation; empty where there is one shard.
  public var shardOfKey: [[UInt32]] = []
  /// Cumulative shares of the shards for requests without keys.
  public var shardShares: [Double] = []
  /// Steady share of errors.
  public var errorShare = 0.0
  /// Detection of a crash.
  public var detection: Int64 = 30_000_000_000
  /// Further time until a silent copy is noticed.
  public var silence: Int64 = 2_000_000_000
  /// From serving again to being noticed.
  public var revival: Int64 = 10_000_000_000
  /// Time until a crashed copy serves again by itself.
  public var restart = Sampler(Spread.exact(.init(nanoseconds: 30_000_000_000)))
  /// Bits of obligations met by being served here.
  public var passes: UInt32 = 0
  /// Probes touched when service begins.
  public var probesEntered: UInt32 = 0
  /// Probes touched when the work is done.
  public var probesServed: UInt32 = 0
  /// Channels it consumes.
  public var consumes: [Int] = []
  /// Channels that its messages go to, as a broker: shard-major.
  public var channels: [Int] = []
  /// Messages that fit, over all channels; -1 is any number.
  public var capacity: Int = -1
  /// A limit on the rate of what comes in, per copy or for all.
  public var limit: LimitSpec?
  /// Connections to each copy that callers share; -1 is any number.
  public var connections: Int32 = -1

  /// Creates a component.
  public init(name: String) { self.name = name }
}

/// A copy of a component.
public struct CopySpec: Sendable {
  /// The component.
  public var component: Int
  /// Where it stands.
  public var location: Int
  /// The site, for faults and routing.
  public var group: Int

  /// Creates a copy.
  public init(component: Int, location: Int, group: Int) {
    self.component = component
    self.location = location
    self.group = group
  }
}

/// Copies of one component at one site.
public struct GroupSpec: Sendable {
  /// The first copy.
  public var first: Int
  /// How many.
  public var count: Int

  /// Creates a group.
  public init(first: Int, count: Int) {
    self.first = first
    self.count = count
  }
}

/// How a call is tried again.
public struct RetrySpec: Sendable {
  /// Repeats beyond the first try.
  public var max: UInt16
  /// Wait before the first repeat.
  public var wait: Int64
  /// Growth of the wait.
  public var factor: Double
  /// Whether the wait is drawn between zero and its value.
  public var jitter: Bool
  /// Bits of `Answer.Family` that are tried again.
  public var families: UInt8
  /// Tokens per first try; negative for no budget.
  public var budget: Double
  /// One budget for all copies of the caller.
  public var shared: Bool

  /// No retry.
  public static let none = RetrySpec(
    max: 0, wait: 0, factor: 1, jitter: false, families: 0, budget: -1, shared: false)

  /// Creates a policy.
  public init(
    max: UInt16, wait: Int64, factor: Double, jitter: Bool, families: UInt8, budget: Double,
    shared: Bool
  ) {
    self.max = max
    self.wait = wait
    self.factor = factor
    self.jitter = jitter
    self.families = families
    self.budget = budget
    self.shared = shared
  }
}

/// A call from one component, or from users, to another.
public struct EdgeSpec: Sendable {
  /// The name, for random streams.
  public var name: String
  /// The caller; -1 for users.
  public var from: Int
  /// The target.
  public var target: Int
  /// The operation whose program runs at the target; -1 for the request's own.
  public var operation: Int = -1
  /// Whether it writes.
  public var isWrite = false
  /// Whether the caller goes on at once.
  public var isFireAndForget = false
  /// Time-out of an attempt; -1 for none.
  public var timeout: Int64 = -1
  /// How it is tried again.
  public var retry = RetrySpec.none
  /// The earlier edge whose budget of repeats it shares; -1 for its own.
  public var budgetOf = -1
  /// Extra time on the way, each way; nil for none.
  public var latency: Sampler?
  /// Bytes with the request; -1 for those of the user's request, which differ.
  public var bytesOut: Double = 0
  /// Bytes with the answer.
  public var bytesBack: Double = 0
  /// Members that must have the write; 0 for what the target's replication asks.
  public var acks = 0
  /// Its mechanisms in `guards`; -1 for none.
  public var guarded = -1
  /// Which copies of the target it may go to.
  public var route = RouteSpec.usual
  /// How far behind a member may be that answers a read: -1 for the leader alone, the largest
  /// number for any; nil for what the target says.
  public var mostBehind: Int64?
  /// Bits of obligations met by an acknowledged write.
  public var writes: UInt32 = 0
  /// Probes touched by an acknowledged write.
  public var probesWritten: UInt32 = 0

  /// Creates a call.
  public init(name: String, from: Int, target: Int) {
    self.name = name
    self.from = from
    self.target = target
  }
}
