public import Stochastics

// How a copy serves, beyond slots taken in the order of arrival.

/// The order in which those who wait are served.
public enum QueueOrder: UInt8, Sendable, BitwiseCopyable {
  /// The longest waiting first.
  case fifo
  /// The shortest waiting first.
  case lifo
  /// By the rank of the operation, the longest waiting first within a rank.
  case priority
}

/// What a full waiting room does.
public enum FullQueue: UInt8, Sendable, BitwiseCopyable {
  /// Refuses the newcomer.
  case reject
  /// Puts out the one that has waited longest and lets the newcomer in.
  case dropOldest
  /// Lets the newcomer wait outside until there is room.
  case block
}

/// How much longer work takes on a busy copy.
public struct SlowdownSpec: Sendable {
  /// Whether the factor is e^(factor x b^exponent) rather than 1 + factor x b^exponent.
  public var isExponential: Bool
  /// See `isExponential`; b is the number of requests in progress over the slots.
  public var factor: Double
  /// See `isExponential`.
  public var exponent: Double

  /// Creates a slowdown.
  public init(isExponential: Bool, factor: Double, exponent: Double) {
    self.isExponential = isExponential
    self.factor = factor
    self.exponent = exponent
  }

  /// The factor on work with so many in progress on so many slots; at least 1 where `factor` is
  /// not negative.
  func factor(inProgress: Int32, slots: Int32) -> Double {
    let share = Double(inProgress) / Double(max(1, slots))
    let raised = exponent == 1 ? share : Elementary.pow(share, exponent)
    return isExponential ? Elementary.exp(factor * raised) : 1 + factor * raised
  }
}

/// Serving in groups.
public struct BatchSpec: Sendable {
  /// The number that starts a group at once, and the most in one.
  public var size: Int32
  /// How long the first one waits for others; 0 for not at all.
  public var wait: Int64
  /// Busy time of a group.
  public var work: Sampler
  /// Further busy time for each member.
  public var each: Int64

  /// Creates a batch.
  public init(size: Int32, wait: Int64, work: Sampler, each: Int64) {
    self.size = size
    self.wait = wait
    self.work = work
    self.each = each
  }
}

/// How a copy serves.
public struct ServingSpec: Sendable {
  /// The order of the waiting room.
  public var order = QueueOrder.fifo
  /// What it does when it is full.
  public var onFull = FullQueue.reject
  /// How long a request waits at most; -1 for ever.
  public var maxWait: Int64 = -1
  /// The share of the limit at which the least important operations are refused; 1 for none.
  public var shedFrom = 1.0
  /// Units of speed that all in progress share, none getting more than one; 0 for slots alone.
  public var processors = 0.0
  /// Whether utilisation is that of the processors, as with equal sharing.
  public var gaugesProcessors = false
  /// How much longer work takes on a busy copy.
  public var slowdown: SlowdownSpec?
  /// Serving in groups.
  public var batch: BatchSpec?
  /// The beat on which service starts; -1 for none.
  public var tick: Int64 = -1

  /// Creates slots in the order of arrival.
  public init() {}

  /// Whether who waits is kept in a room of its own kind.
  var hasRoom: Bool {
    order != .fifo || onFull != .reject || maxWait >= 0 || shedFrom < 1 || batch != nil || tick >= 0
  }
}
