import PluginAPI
import Quantities

/// What the levels ask of a venue: teaching targets, ordered by level, some of them rules.
struct Targets {
  /// Median and 99th percentile from order to acknowledgement.
  var ackMedian: TimeSpan
  var ackTail: TimeSpan
  /// Capacity over historical peak.
  var headroom: Double
  /// Longest failover of the sequencer.
  var failover: TimeSpan
  /// Recovery of the site.
  var recovery: TimeSpan
  /// Longest time until the kill switch acts.
  var killSwitch: TimeSpan
  /// Greatest divergence from UTC, and granularity of timestamps.
  var divergence: TimeSpan
  var granularity: TimeSpan
  /// Rate in the worst 10 ms over the rate in the worst second.
  var burst: Double
  /// Shortest retention of the audit trail.
  var retention: TimeSpan

  static func of(_ level: Level) -> Targets {
    switch level {
    case .starter:
      Targets(
        ackMedian: micro(5000), ackTail: micro(20_000), headroom: 1.5, failover: second(60),
        recovery: second(4 * 3600), killSwitch: second(5), divergence: micro(50_000),
        granularity: micro(1000), burst: 5, retention: years(3))
    case .senior:
      Targets(
        ackMedian: micro(150), ackTail: micro(500), headroom: 2, failover: second(2),
        recovery: second(2 * 3600), killSwitch: second(1), divergence: micro(1000),
        granularity: micro(1000), burst: 10, retention: years(6))
    case .expert:
      Targets(
        ackMedian: micro(30), ackTail: micro(100), headroom: 2, failover: micro(200_000),
        recovery: second(1800), killSwitch: micro(100_000), divergence: micro(100),
        granularity: micro(1), burst: 20, retention: years(6))
    }
  }

  private static func micro(_ count: Int64) -> TimeSpan { TimeSpan(nanoseconds: count * 1000) }
  private static func second(_ count: Int64) -> TimeSpan { micro(count * 1_000_000) }
  private static func years(_ count: Int64) -> TimeSpan { second(count * 365 * 86_400) }
}
