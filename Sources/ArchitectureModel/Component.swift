public import Diagnostics
public import Quantities
public import Stochastics

/// One part of a design.
public struct Component: Sendable {
  /// The id.
  public var id: String
  /// Where the id is written.
  public var span: SourceSpan
  /// The kind.
  public var kind: KindRecord
  /// Where the kind is written.
  public var kindSpan: SourceSpan
  /// The record as read, for fields that only checks and reports use.
  public var record: ReadRecord
  /// A name for reports; the id where not stated.
  public var title: String
  /// Who runs it; nil where not stated.
  public var owner: String?
  /// Its importance.
  public var tier: Setting<Tier>
  /// Traits that the design claims beyond those of the kind.
  public var declaredTraits: [String]
  /// The sites where it runs, in order; never empty.
  public var sites: [String]
  /// The boundary; nil where not stated.
  public var boundary: String?
  /// Copies per site, in the order of `sites`; ones for kinds without replicas.
  public var replicas: Setting<[Int]>
  /// Whether the copies of a site stand in its zones in turn.
  public var spreadsOverZones: Bool
  /// Busy time per request, for what is neither store nor broker.
  public var work: Setting<Spread>?
  /// Busy time of a read or a delivery.
  public var read: Setting<Spread>?
  /// Busy time of a write or a publication.
  public var write: Setting<Spread>?
  /// Requests in progress per copy; nil is any number.
  public var concurrency: Setting<Int?>
  /// Whether the slot is kept during calls.
  public var holdsWhileWaiting: Setting<Bool>
  /// Requests that may wait per copy; nil is any number.
  public var queueLimit: Setting<Int?>
  /// How callers choose among copies.
  public var balance: Setting<Balance>
  /// How its copies serve, beyond slots in the order of arrival.
  public var serving = Serving()
  /// Steps for operations without a handler of their own.
  public var calls: [Step]
  /// Steps per operation.
  public var handlers: [Handler]
  /// Queues and streams it consumes.
  public var consumes: [Consumer]
  /// The data that rest here, with the places where they are named; nil where not stated.
  public var holds: [Named]?
  /// What readers may see.
  public var consistency: Setting<Consistency>
  /// Copies from which its data are restored; nil for none.
  public var backup: Backup?
  /// How far behind a bounded read may be; nil where not stated.
  public var staleness: TimeSpan?
  /// How copies follow.
  public var replication: Replication
  /// How data are divided.
  public var sharding: Sharding
  /// The store behind a read-through cache.
  public var fronts: Named?
  /// Share of reads a cache answers itself.
  public var hit: Setting<Double>?
  /// Lanes of a stream.
  public var partitions: Setting<Int>?
  /// Messages that fit into a broker; nil is any number.
  public var capacity: Setting<Int?>?
  /// Steady share of errors.
  public var errorShare: Setting<Double>
  /// Components that share its fate.
  public var failsWith: [SharedFate]
  /// How often it fails and how long that lasts; nil for kinds that do not fail by themselves.
  public var failureTimes: FailureTimes?
  /// Detection of dead copies.
  public var health: Health
  /// Time until a crashed copy serves again.
  public var restart: Setting<Spread>
  /// A limit on the rate of what comes in.
  public var rateLimit: RateLimit?
  /// Connections to each copy of a store; nil is any number.
  public var connections: Setting<Int?> = Setting(nil, .language)
  /// What its machines are bought as.
  public var purchase = Purchase()
  /// How the number of its copies follows the load; nil where it does not.
  ///
  /// Where it does, `replicas` is the least number.
  public var scaling: Scaling?
  /// How its copies are started for requests; nil where they run.
  ///
  /// Where they are, `replicas` is the greatest number and `balance` is central.
  public var onDemand: OnDemand?
  /// What a cache keeps; nil where it hits a fixed share.
  public var keeping: Keeping?
  /// The part of `work` that needs a processor of the machine; nil where none does.
  public var processorShare: Double?

  /// The traits of the kind.
  public var traits: [String] { kind.traits }

  /// Whether the kind carries the trait.
  public func has(_ trait: String) -> Bool { kind.has(trait) }

  /// Whether it is addressed through shards and leaders rather than copies.
  public var isLed: Bool { has("durable") || has("single_writer") }

  /// The ids of its calls, that to the store it fronts included.
  public var links: [String] {
    allSteps.flatMap(\.calls).map(\.link) + (fronts.map { ["\(id)->\($0.name)"] } ?? [])
  }

  /// All steps, those of handlers included, nested ones not.
  public var allSteps: [Step] { calls + handlers.flatMap(\.steps) }

  /// Partitions of a stream that one machine carries: one writer each, on the cores of a machine.
  ///
  /// Source: teaching default, the cores of a common server.
  public static let partitionsPerMachine = 16

  /// Machines over all sites: copies, or shards times members.
  ///
  /// A stream needs a machine for each `partitionsPerMachine` partitions and member; the machines of
  /// functions are the provider's.
  public var machines: Int {
    if has("support") || has("source") || has("outside") || onDemand != nil { return 0 }
    if let partitions = partitions?.value {
      let carriers = (partitions + Self.partitionsPerMachine - 1) / Self.partitionsPerMachine
      return carriers * replication.copies
    }
    if isLed { return sharding.count * replication.copies }
    if let scaling { return scaling.most * sites.count }
    return replicas.value.reduce(0, +)
  }

  /// Whether data of the class rest here.
  public func holds(_ data: String) -> Bool { holds?.contains { $0.name == data } ?? false }

  /// The text of a statement of the record at a path, or nil.
  public func statement(_ path: String...) -> ReadValue? { record.value(at: path) }

  /// Creates a component; the reader fills everything in.
  public init(
    id: String, span: SourceSpan, kind: KindRecord, kindSpan: SourceSpan, record: ReadRecord,
    title: String, owner: String?, tier: Setting<Tier>, declaredTraits: [String],
    sites: [String], boundary: String?, replicas: Setting<[Int]>, spreadsOverZones: Bool,
    work: Setting<Spread>?, read: Setting<Spread>?, write: Setting<Spread>?,
    concurrency: Setting<Int?>, holdsWhileWaiting: Setting<Bool>, queueLimit: Setting<Int?>,
    balance: Setting<Balance>, calls: [Step], handlers: [Handler], consumes: [Consumer],
    holds: [Named]?, consistency: Setting<Consistency>, replication: Replication,
    sharding: Sharding, fronts: Named?, hit: Setting<Double>?, partitions: Setting<Int>?,
    capacity: Setting<Int?>?, errorShare: Setting<Double>, failsWith: [SharedFate],
    failureTimes: FailureTimes?, health: Health, restart: Setting<Spread>
  ) {
    self.id = id
    self.span = span
    self.kind = kind
    self.kindSpan = kindSpan
    self.record = record
    self.title = title
    self.owner = owner
    self.tier = tier
    self.declaredTraits = declaredTraits
    self.sites = sites
    self.boundary = boundary
    self.replicas = replicas
    self.spreadsOverZones = spreadsOverZones
    self.work = work
    self.read = read
    self.write = write
    self.concurrency = concurrency
    self.holdsWhileWaiting = holdsWhileWaiting
    self.queueLimit = queueLimit
    self.balance = balance
    self.calls = calls
    self.handlers = handlers
    self.consumes = consumes
    self.holds = holds
    self.consistency = consistency
    self.replication = replication
    self.sharding = sharding
    self.fronts = fronts
    self.hit = hit
    self.partitions = partitions
    self.capacity = capacity
    self.errorShare = errorShare
    self.failsWith = failsWith
    self.failureTimes = failureTimes
    self.health = health
    self.restart = restart
  }
}

/// A name with the place where it is written.
public struct Named: Sendable, Hashable {
  /// The name.
  public var name: String
  /// Where it is written.
  public var span: SourceSpan

  /// Creates a name.
  public init(_ name: String, _ span: SourceSpan) {
    self.name = name
    self.span = span
  }
}

/// The importance of a component.
public enum Tier: String, Sendable, Hashable, CaseIterable {
  /// The product stands still without it.
  case critical
  /// Ordinary.
  case standard
  /// Nice to have.
  case bestEffort = "best_effort"
}

/// How callers choose among the copies of a component.
public enum Balance: String, Sendable, Hashable, CaseIterable {
  /// In turn, per caller.
  case roundRobin = "round_robin"
  /// By chance.
  case random
  /// The one with the fewest requests, ties by chance.
  case leastBusy = "least_busy"
  /// The one with fewer requests of two drawn by chance.
  case twoChoices = "two_choices"
  /// By the key of the request, by chance where it has none.
  case hash
  /// One waiting room shared by all copies of a site.
  case central
}

/// What readers may see.
public enum Consistency: String, Sendable, Hashable, CaseIterable {
  /// The latest acknowledged write.
  case strict
  /// A bounded time behind.
  case bounded
  /// Some time behind.
  case eventual
}

/// How copies of data follow.
public struct Replication: Sendable, Hashable {
  /// The ways of following.
  public enum Mode: String, Sendable, Hashable, CaseIterable {
    /// One copy, or copies that hold nothing in common.
    case none
    /// A write is done when all copies have it.
    case sync
    /// A write is done when the leader has it.
    case async
    /// A write is done when a quorum has it.
    case quorum
  }
  /// The mode.
  public var mode: Mode = .none
  /// Where replication is written; nil where it is not.
  public var span: SourceSpan?
  /// Members of a shard, the leader included.
  public var copies = 1
  /// Members that must have a write.
  public var writeQuorum = 1
  /// Where the members stand.
  public var across: Across = .zone
  /// How far asynchronous copies are behind.
  public var lag: TimeSpan = TimeSpan(nanoseconds: 1_000_000_000)
  /// Whether another copy takes over by itself.
  public var automaticFailover = false
  /// From the loss to the first write served.
  public var failoverTakes: TimeSpan = TimeSpan(nanoseconds: 900_000_000_000)
  /// Where the time of failover comes from.
  public var failoverOrigin: Origin = .language
  /// Whether the old leader is kept from writing; nil where not stated.
  public var fencing: Bool?

  /// Where members of a shard stand.
  public enum Across: String, Sendable, Hashable, CaseIterable {
    /// All in one zone.
    case host
    /// One after another over the zones of the first site.
    case zone
    /// One at each site.
    case site
  }

  /// Creates the absence of replication.
  public init() {}
}

/// How data or work are divided.
public struct Sharding: Sendable, Hashable {
  /// How keys are assigned.
  public enum Strategy: String, Sendable, Hashable, CaseIterable {
    /// Blindly.
    case hash
    /// Longest first.
    case weighted
  }
  /// The number of shards.
  public var count = 1
  /// What the key is; nil where not stated.
  public var by: String?
  /// How keys are assigned.
  public var strategy: Strategy = .hash
  /// Zipf exponent for operations without keys of their own.
  public var skew = 0.8
  /// Where sharding is written; nil where it is not.
  public var span: SourceSpan?

  /// Creates the absence of sharding.
  public init() {}
}

/// How dead copies are noticed.
public struct Health: Sendable, Hashable {
  /// Interval of the checks.
  public var every: Setting<TimeSpan>
  /// How long a check waits for a silent copy.
  public var timeout: Setting<TimeSpan>
  /// Failed checks until a copy counts as dead.
  public var after: Setting<Int>

  /// Creates a health check.
  public init(every: Setting<TimeSpan>, timeout: Setting<TimeSpan>, after: Setting<Int>) {
    self.every = every
    self.timeout = timeout
    self.after = after
  }

  /// From a crash to its being noticed; saturates.
  public var detection: TimeSpan {
    let (product, overflow) = every.value.nanoseconds.multipliedReportingOverflow(
      by: Int64(after.value))
    return TimeSpan(nanoseconds: overflow ? .max / 4 : min(product, .max / 4))
  }
}

/// What a component does for one operation.
public struct Handler: Sendable {
  /// The operation.
  public var operation: String
  /// Where it is written.
  public var span: SourceSpan
  /// Busy time for this operation; the component's where nil.
  public var work: Setting<Spread>?
  /// The part of its `work` that needs a processor; that of the component where nil.
  public var processorShare: Double?
  /// The steps.
  public var steps: [Step]

  /// Creates a handler.
  public init(operation: String, span: SourceSpan, work: Setting<Spread>?, steps: [Step]) {
    self.operation = operation
    self.span = span
    self.work = work
    self.steps = steps
  }
}

/// A consumer of a queue or stream.
public struct Consumer: Sendable, Hashable {
  /// The broker.
  public var from: Named
  /// The group.
  public var group: String
  /// Messages taken together.
  public var batch: Int
  /// What the key is whose messages are handled in order, one at a time; nil for none.
  public var key: String?
  /// Attempts until a message is given up; nil for any number.
  public var maxAttempts: Int?
  /// Wait before the second attempt; each further wait is twice as long.
  public var wait: TimeSpan
  /// Where messages go that were given up; nil for nowhere.
  public var deadLetter: Named?

  /// Creates a consumer that repeats a failed message for ever.
  public init(
    from: Named, group: String, batch: Int, key: String? = nil, maxAttempts: Int? = nil,
    wait: TimeSpan = TimeSpan(nanoseconds: 1_000_000_000), deadLetter: Named? = nil
  ) {
    self.from = from
    self.group = group
    self.batch = batch
    self.key = key
    self.maxAttempts = maxAttempts
    self.wait = wait
    self.deadLetter = deadLetter
  }
}
