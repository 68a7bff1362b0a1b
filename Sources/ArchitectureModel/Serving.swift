public import Diagnostics
public import Quantities
public import Stochastics

/// How the copies of a component serve, beyond slots taken in the order of arrival.
public struct Serving: Sendable, Hashable {
  /// The order in which those who wait are served.
  public enum Order: String, Sendable, Hashable, CaseIterable {
    /// The longest waiting first.
    case fifo
    /// The shortest waiting first.
    case lifo
    /// By the rank of the operation, then the longest waiting first.
    case priority
  }

  /// What a full waiting room does.
  public enum OnFull: String, Sendable, Hashable, CaseIterable {
    /// Refuses the newcomer.
    case reject
    /// Puts out the one that has waited longest.
    case dropOldest = "drop_oldest"
    /// Lets the caller wait for room.
    case block
  }

  /// The order of the waiting room.
  public var order = Order.fifo
  /// What a full waiting room does.
  public var onFull = OnFull.reject
  /// The longest wait; nil for ever.
  public var maxWait: TimeSpan?
  /// The share of the limit from which the least important operations are refused; nil for none.
  public var shedFrom: Double?
  /// Whether all present share `concurrency` units of speed.
  public var sharesEqually = false
  /// How much longer work takes on a busy copy.
  public var slowdown: Slowdown?
  /// Serving in groups.
  public var batch: Batch?
  /// The beat on which service starts; nil for none.
  public var tick: TimeSpan?

  /// Creates slots in the order of arrival.
  public init() {}
}

/// How much longer work takes on a busy copy.
public struct Slowdown: Sendable, Hashable {
  /// The shapes of the factor; b is the number of requests in progress over `concurrency`.
  public enum Shape: String, Sendable, Hashable, CaseIterable {
    /// 1 + factor x b^exponent.
    case polynomial
    /// e^(factor x b^exponent).
    case exponential
  }
  /// The shape.
  public var shape = Shape.polynomial
  /// See `Shape`.
  public var factor: Double
  /// See `Shape`.
  public var exponent = 1.0
  /// Where it is written.
  public var span: SourceSpan

  /// Creates a slowdown.
  public init(shape: Shape, factor: Double, exponent: Double, span: SourceSpan) {
    self.shape = shape
    self.factor = factor
    self.exponent = exponent
    self.span = span
  }
}

/// Serving in groups.
public struct Batch: Sendable, Hashable {
  /// The number that starts a group at once, and the most in one.
  public var size: Int
  /// How long the first one waits for others.
  public var wait: TimeSpan
  /// Busy time of a group.
  public var work: Spread
  /// Further busy time for each member.
  public var each: TimeSpan
  /// Where it is written.
  public var span: SourceSpan

  /// Creates a batch.
  public init(size: Int, wait: TimeSpan, work: Spread, each: TimeSpan, span: SourceSpan) {
    self.size = size
    self.wait = wait
    self.work = work
    self.each = each
    self.span = span
  }
}
