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
  /// What becomes of failed messages, in the order of the consumers.
  public var deliveries: [DeliverySpec]
  /// Messages taken together.
  public var batch: Int
  /// Whether one execution at a time works on it, as for a partition of a stream.
  public var isOrdered: Bool
  /// Whether the messages of one key are handled in order, one at a time.
  public var isKeyed = false

  /// Creates a channel.
  public init(
    broker: Int, shard: Int, consumers: [(component: Int, edge: Int)], batch: Int,
    isOrdered: Bool
  ) {
    self.broker = broker
    self.shard = shard
    self.consumers = consumers
    self.deliveries = consumers.map { _ in DeliverySpec() }
    self.batch = batch
    self.isOrdered = isOrdered
  }
}

/// What becomes of a message whose handling fails.
public struct DeliverySpec: Sendable {
  /// Attempts until it is given up; 0 for any number.
  public var attempts: UInt16
  /// Wait before the second attempt; each further wait is twice as long, up to 64 times.
  public var wait: Int64
  /// The edge from the broker to where it goes when it is given up; -1 for nowhere.
  public var deadLetter: Int

  /// Creates a delivery; without values it repeats for ever, at once.
  public init(attempts: UInt16 = 0, wait: Int64 = 0, deadLetter: Int = -1) {
    self.attempts = attempts
    self.wait = wait
    self.deadLetter = deadLetter
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
  /// The journey whose sessions come from it; -1 where requests do.
  public var journey = -1

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
