/// Something that breaks, or is broken off, at a fixed time.
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
    /// The copies have this share of their slots less.
    case less(share: Double)
    /// Nothing gets from the one locations to the others, nor back.
    case cut(from: [Int], to: [Int])
    /// This share of the messages of the calls vanishes, requests and answers alike.
    case drop(edges: [Int], share: Double)
    /// The messages of the calls take longer: by a factor, and by so many nanoseconds more.
    case delay(edges: [Int], factor: Double, adds: Int64)
    /// The asynchronous members of the components are so many nanoseconds further behind.
    case lag(components: [Int], by: Int64)
    /// The clocks of the asynchronous members are so many nanoseconds behind.
    case skew(components: [Int], by: Int64)
    /// The data of the components are gone, on every member.
    case wipe(components: [Int])
    /// The caches of the copies are empty; they serve on.
    case flush
    /// Each copy fails and serves in turn, for exponential times of these means in nanoseconds.
    case random(every: Double, lasts: Double)
    /// Sources that have no rate, closed users and what comes at fixed moments, give this many
    /// times as much; the surges of a rate are part of the rate.
    case load(sources: [Int], factor: Double)
    /// A loop that may keep a system down is broken off.
    case breakOff(FeedbackLoop)
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

  /// Whether something breaks at `at`, so that a time from there on has a meaning.
  var isTrigger: Bool {
    switch kind {
    case .random, .breakOff: false
    default: true
    }
  }
}

/// A loop by which a system that was pushed may stay down when nothing pushes any more.
///
/// Source: Nathan Bronson, Abutalib Aghayev, Aleksey Charapko and Timothy Zhu, "Metastable Failures
/// in Distributed Systems", HotOS 2021.
public enum FeedbackLoop: UInt8, Sendable, Hashable, CaseIterable {
  /// Failed calls are repeated, and the repeats make further calls fail.
  case retries
  /// Slots are spent on requests whose callers have given up, so that others wait too long.
  case queueAge
  /// What is in progress slows down what is in progress.
  case slowdown
  /// Slow calls are asked a further time, which slows them down.
  case hedges
}

/// The parts of a run with a fault, by the arrival of requests.
public enum DrillPhase: Int, Sendable, Hashable, CaseIterable {
  /// Before the first fault begins.
  case before
  /// From there on, while the last fault has not ended.
  case during
  /// After that.
  case after
}
