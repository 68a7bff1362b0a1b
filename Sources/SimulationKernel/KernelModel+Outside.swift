public import Stochastics

// What stands around the components: brokers between them, users before them, faults over them.

/// A lane of messages between a broker and one group of consumers.
public struct ChannelSpec: Sendable {
  /// The broker.
  public var broker: Int
  /// The shard of the broker.
  public var shard: Int
  /// The consuming components of the group, each with the edge by which it fetches a message.
  public var consumers: [(component: Int, edge: Int)]
  /// Messages taken together.
  public var batch: Int
  /// Whether one execution at a time works on it, as for a partition of a stream.
  public var isOrdered: Bool

  /// Creates a channel.
  public init(
    broker: Int, shard: Int, consumers: [(component: Int, edge: Int)], batch: Int,
    isOrdered: Bool
  ) {
    self.broker = broker
    self.shard = shard
    self.consumers = consumers
    self.batch = batch
    self.isOrdered = isOrdered
  }
}

/// A source of requests.
public struct SourceSpec: Sendable {
  /// The operation.
  public var operation: Int
  /// The process; nil for closed users.
  public var arrivals: ArrivalSpec?
  /// The number of closed users.
  public var users: Int
  /// Their think time.
  public var think: Sampler?
  /// The name, for random streams.
  public var name: String

  /// Creates a source of arrivals.
  public init(operation: Int, name: String, arrivals: ArrivalSpec) {
    self.operation = operation
    self.name = name
    self.arrivals = arrivals
    self.users = 0
    self.think = nil
  }

  /// Creates a closed source.
  public init(operation: Int, name: String, users: Int, think: Sampler) {
    self.operation = operation
    self.name = name
    self.arrivals = nil
    self.users = users
    self.think = think
  }
}

/// Something that breaks at a fixed time.
public struct FaultSpec: Sendable {
  /// What happens.
  public enum Kind: Sendable {
    /// The copies crash.
    case crash
    /// The locations fall silent with what stands there.
    case lose(locations: [Int])
    /// The copies work slower.
    case slow(factor: Double)
    /// The copies err.
    case errors(share: Double)
  }
  /// What happens.
  public var kind: Kind
  /// The copies it hits.
  public var copies: [Int]
  /// The components whose leaders it hits, in place of copies.
  public var leadersOf: [Int]
  /// When it begins.
  public var at: Int64
  /// How long; -1 for ever, or until restarted.
  public var lasts: Int64

  /// Creates a fault.
  public init(kind: Kind, copies: [Int], leadersOf: [Int] = [], at: Int64, lasts: Int64) {
    self.kind = kind
    self.copies = copies
    self.leadersOf = leadersOf
    self.at = at
    self.lasts = lasts
  }
}
