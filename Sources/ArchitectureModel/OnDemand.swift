public import Quantities
public import Stochastics

/// Copies that are started for requests and go away when they have been idle: functions.
public struct OnDemand: Sendable, Hashable {
  /// Copies that stay at each site, however idle.
  public var least: Int
  /// The most copies at each site.
  public var most: Int
  /// From a request until the copy that was started for it serves.
  public var coldStart: Setting<Spread>
  /// How long a copy stays idle until it goes away.
  public var keepWarm: Setting<TimeSpan>

  /// Creates a rule.
  public init(
    least: Int, most: Int, coldStart: Setting<Spread>, keepWarm: Setting<TimeSpan>
  ) {
    self.least = least
    self.most = most
    self.coldStart = coldStart
    self.keepWarm = keepWarm
  }
}
