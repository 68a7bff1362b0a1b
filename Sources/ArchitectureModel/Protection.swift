public import Diagnostics
public import Quantities

// What a caller does to protect itself and what it calls.

/// Stops calling for a while where too many calls end badly.
public struct CallBreaker: Sendable, Hashable {
  /// Where it is written.
  public var span: SourceSpan
  /// The share of bad ends at which it opens, above 0.
  public var tripAt: Double
  /// How far back ends of calls count.
  public var window: TimeSpan
  /// Ends in the window below which it never opens.
  public var minCalls: Int
  /// How long it refuses everything.
  public var openFor: TimeSpan
  /// Calls that are let through afterwards.
  public var probes: Int
  /// One for all copies of the caller instead of one each.
  public var isShared: Bool

  /// Creates a breaker.
  public init(
    span: SourceSpan, tripAt: Double, window: TimeSpan, minCalls: Int, openFor: TimeSpan,
    probes: Int, isShared: Bool
  ) {
    self.span = span
    self.tripAt = tripAt
    self.window = window
    self.minCalls = minCalls
    self.openFor = openFor
    self.probes = probes
    self.isShared = isShared
  }
}

/// The caller's own limit of calls in progress.
public struct Bulkhead: Sendable, Hashable {
  /// Where it is written.
  public var span: SourceSpan
  /// Calls in progress.
  public var max: Int
  /// Calls that wait at the caller for a place.
  public var queue: Int
  /// How long one waits at most; nil for no limit but that of the call.
  public var maxWait: TimeSpan?
  /// One for all copies of the caller instead of one each.
  public var isShared: Bool

  /// Creates a bulkhead.
  public init(span: SourceSpan, max: Int, queue: Int, maxWait: TimeSpan?, isShared: Bool) {
    self.span = span
    self.max = max
    self.queue = queue
    self.maxWait = maxWait
    self.isShared = isShared
  }
}

/// A limit on a rate: a bucket of tokens that fills at a steady rate.
public struct RateLimit: Sendable, Hashable {
  /// Where it is written.
  public var span: SourceSpan
  /// Tokens per second.
  public var perSecond: Double
  /// Tokens that the bucket holds.
  public var burst: Double
  /// A bucket for each key instead of one for all.
  public var isPerKey: Bool
  /// Whether what finds no token waits in order instead of being refused.
  public var waits: Bool
  /// One for all copies instead of one each.
  public var isShared: Bool

  /// Creates a limit.
  public init(
    span: SourceSpan, perSecond: Double, burst: Double, isPerKey: Bool, waits: Bool,
    isShared: Bool
  ) {
    self.span = span
    self.perSecond = perSecond
    self.burst = burst
    self.isPerKey = isPerKey
    self.waits = waits
    self.isShared = isShared
  }
}

/// Further tries in parallel while nothing has answered.
public struct Hedge: Sendable, Hashable {
  /// Where it is written.
  public var span: SourceSpan
  /// From one try to the next.
  public var after: TimeSpan
  /// Tries beyond the first.
  public var max: Int

  /// Creates a hedge.
  public init(span: SourceSpan, after: TimeSpan, max: Int) {
    self.span = span
    self.after = after
    self.max = max
  }
}

/// What a caller does where a call fails at last.
public indirect enum Fallback: Sendable {
  /// Another step in its place.
  case step(Step)
  /// It goes on without the answer.
  case without
  /// It answers with an error at once.
  case deny
  /// It goes on with data of an earlier answer.
  case stale

  /// The step in its place, where there is one.
  public var step: Step? { if case .step(let step) = self { step } else { nil } }
}
