import ArchitectureModel
import PluginAPI
import Quantities
import Stochastics

/// The mean rate of a load profile over time, all processes added.
enum ExpectedRate {
  /// The mean rate per second in each of `count` equal stretches of the profile.
  static func columns(_ profile: LoadProfile, count: Int) -> [Double] {
    let length = profile.lasts.seconds
    guard length > 0, count > 0 else { return [] }
    let width = length / Double(count)
    let arrivals = profile.operations.flatMap(\.arrivals)
    return (0..<count).map { index in
      let from = Double(index) * width
      return arrivals.reduce(0) { $0 + number($1, from: from, to: from + width) } / width
    }
  }

  /// Whether users of a closed loop take part; their rate depends on the design.
  static func hasClosedUsers(_ profile: LoadProfile) -> Bool {
    profile.operations.flatMap(\.arrivals).contains {
      if case .closed = $0.process { true } else { false }
    }
  }

  /// The expected number of arrivals in a stretch of time, in seconds.
  static func number(_ arrivals: Arrivals, from: Double, to: Double) -> Double {
    arrivals.expected(from: TimeSpan(seconds: from), to: TimeSpan(seconds: to))
  }
}
