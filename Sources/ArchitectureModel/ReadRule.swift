public import Quantities

/// Which members of a replicated store may answer a read.
public enum ReadRule: Sendable, Hashable {
  /// The leader alone.
  case leader
  /// Any member that is at most so far behind; else the leader.
  case within(TimeSpan)
  /// Any member.
  case any
}

extension Component {
  /// How far behind a bounded read may be where nothing is stated.
  ///
  /// Source: a value for teaching; session guarantees of seconds are usual, see Azure Cosmos DB's
  /// bounded staleness, whose least bound within a region is 5 s.
  public static let usualStaleness = TimeSpan(nanoseconds: 5_000_000_000)

  /// Which members may answer a read: the call's own words first, then the store's.
  ///
  /// - Parameter call: The read; nil for one that no call makes, as that of a cache.
  /// - Returns: The rule; the leader for what is no store.
  public func readRule(_ call: Call?) -> ReadRule {
    guard has("store") else { return .leader }
    switch call?.consistency ?? consistency.value {
    case .strict: return .leader
    case .bounded:
      let limit = call?.staleness ?? staleness ?? Self.usualStaleness
      return replication.mode == .async ? .within(limit) : .any
    case .eventual: return .any
    }
  }

  /// Whether a read asks the leader while its followers are their usual time behind.
  ///
  /// - Parameter call: The read; nil for one that no call makes.
  /// - Returns: Whether it does.
  public func asksLeader(_ call: Call?) -> Bool {
    switch readRule(call) {
    case .leader: true
    case .within(let limit): replication.lag > limit
    case .any: false
    }
  }
}
