public import Histogram

/// What an operation did in the phases of a drill; times in nanoseconds.
public struct DrillResult: Sendable {
  /// Before, during and after, in this order.
  public var phases: [PhaseResult]
  /// Sums of latencies of full answers per step, by the moment of arrival.
  public var latencySeries: [Double]
}

/// What became of the requests that arrived in one phase.
public struct PhaseResult: Sendable {
  /// The phase.
  public var phase: DrillPhase
  /// Requests that arrived.
  public var arrivals: Int
  /// Of those, answered in full.
  public var full: Int
  /// Sum of the latencies of full answers.
  public var latencySum: Double
  /// Their latencies.
  public var latency: Histogram<UInt64>
}

/// Something that happened in a run with faults.
public struct RunMark: Sendable, Hashable {
  /// What happened.
  public enum Kind: UInt8, Sendable, Hashable, CaseIterable {
    /// Callers noticed that a copy is dead or out of reach.
    case noticed
    /// Another member leads a shard.
    case promoted
    /// A copy that was dead serves again.
    case serves
    /// A copy failed at random.
    case failed
  }
  /// What happened.
  public var kind: Kind
  /// The component.
  public var component: Int
  /// When, in nanoseconds from the start of the kept time.
  public var at: Int64
}
