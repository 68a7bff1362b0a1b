// What callers do to protect themselves and what they call.

/// A breaker: it stops calls for a while where too many of them end badly.
///
/// Source: Michael Nygard, "Release It!", 2nd edition, 2018, section "Circuit Breaker".
public struct BreakerSpec: Sendable {
  /// The share of bad ends at which it opens.
  public var tripAt: Double
  /// How far back ends of calls count.
  public var window: Int64
  /// Ends in the window below which it never opens.
  public var minCalls: Int
  /// How long it refuses everything.
  public var openFor: Int64
  /// Calls that are let through afterwards, to see whether it may close.
  public var probes: Int
  /// One for all copies of the caller instead of one each.
  public var isShared: Bool

  /// Creates a breaker.
  public init(
    tripAt: Double, window: Int64, minCalls: Int, openFor: Int64, probes: Int, isShared: Bool
  ) {
    self.tripAt = tripAt
    self.window = window
    self.minCalls = minCalls
    self.openFor = openFor
    self.probes = probes
    self.isShared = isShared
  }
}

/// A bulkhead: the caller's own limit of calls in progress.
public struct BulkheadSpec: Sendable {
  /// Calls in progress.
  public var max: Int
  /// Calls that wait at the caller for a place.
  public var queue: Int
  /// How long one waits at most; -1 for no limit but the time-out's.
  public var maxWait: Int64
  /// One for all copies of the caller instead of one each.
  public var isShared: Bool

  /// Creates a bulkhead.
  public init(max: Int, queue: Int, maxWait: Int64, isShared: Bool) {
    self.max = max
    self.queue = queue
    self.maxWait = maxWait
    self.isShared = isShared
  }
}

/// A limit on a rate: a bucket of tokens.
public struct LimitSpec: Sendable {
  /// Tokens per nanosecond.
  public var rate: Double
  /// Tokens that the bucket holds, at least 1.
  public var burst: Double
  /// A bucket for each key instead of one for all.
  public var isPerKey: Bool
  /// Whether what finds no token waits in order instead of being refused.
  public var waits: Bool
  /// One for all copies instead of one each.
  public var isShared: Bool

  /// Creates a limit.
  public init(rate: Double, burst: Double, isPerKey: Bool, waits: Bool, isShared: Bool) {
    self.rate = rate
    self.burst = burst
    self.isPerKey = isPerKey
    self.waits = waits
    self.isShared = isShared
  }
}

/// Further tries in parallel while nothing has answered.
///
/// Source: Jeffrey Dean and Luiz André Barroso, "The Tail at Scale", Communications of the ACM
/// 56(2), 2013.
public struct HedgeSpec: Sendable {
  /// From one try to the next.
  public var after: Int64
  /// Tries beyond the first, at most 3.
  public var max: Int

  /// Creates a hedge.
  public init(after: Int64, max: Int) {
    self.after = after
    self.max = max
  }
}

/// The mechanisms of one call; several edges may have them in common.
public struct GuardSpec: Sendable {
  /// The component that calls.
  public var from: Int
  /// Stops calling.
  public var breaker: BreakerSpec?
  /// Limits the rate.
  public var limit: LimitSpec?
  /// Limits the number.
  public var bulkhead: BulkheadSpec?
  /// Tries twice.
  public var hedge: HedgeSpec?
  /// Whether giving up withdraws the work where it still waits.
  public var cancels = false

  /// Creates the absence of mechanisms.
  public init(from: Int) { self.from = from }
}
