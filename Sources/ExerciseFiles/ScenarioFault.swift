public import Quantities

/// A fault with a target that is chosen by traits.
public struct ScenarioFault: Sendable {
  /// What happens.
  public enum Effect: Sendable, Hashable {
    /// Crashes the copies.
    case crash
    /// Loses the place where they stand.
    case lose
    /// Slows them by the factor.
    case slow(Double)
    /// Makes them err.
    case errors(Double)
    /// Takes a share of their slots.
    case less(Double)
    /// Cuts the place where they stand off from all others.
    case cut
    /// Loses a share of the messages of the calls to them.
    case drop(Double)
    /// Makes the messages of the calls to them take longer: by a factor, and by a time more.
    case delay(Double, adds: TimeSpan)
    /// Replaces them over a time by copies that err or are slow.
    case deploy(over: TimeSpan, errors: Double?, slow: Double?)
    /// Makes an operation come so many times as often; nil for all.
    case load(operation: String?, Double)
    /// Lets asynchronous copies fall behind.
    case lag(TimeSpan)
    /// Puts the clocks of asynchronous copies back.
    case skew(TimeSpan)
    /// Takes their data.
    case wipe
    /// Empties them, where they are caches.
    case flush
    /// Lets them fail at random.
    case random
  }
  /// Which copies of the match.
  public enum Pick: String, Sendable, Hashable {
    /// Every copy of every match.
    case each
    /// The same.
    case all
    /// The leaders.
    case primary
    /// The first copy.
    case replica
    /// The zone of the first copy or leader.
    case zone
    /// Its site.
    case site
  }
  /// What happens.
  public var effect: Effect
  /// Kinds with the trait.
  public var trait: String?
  /// Of this kind.
  public var kind: String?
  /// Holders of the data.
  public var holds: String?
  /// On the path of the operation.
  public var serves: String?
  /// Which copies.
  public var pick: Pick
  /// From the start of the kept time.
  public var at: TimeSpan
  /// How long; nil for ever.
  public var lasts: TimeSpan?
}
