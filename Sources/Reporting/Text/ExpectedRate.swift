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
    switch arrivals.process {
    case .burst(let count, let at, let every, let over):
      let period = every?.seconds ?? 0
      func before(_ time: Double) -> Double {
        Double(count)
          * bursts(before: time - at.seconds, every: period, over: over.seconds)
      }
      return before(to) - before(from)
    case .mmpp(let states):
      let stay = states.reduce(0) { $0 + $1.lasts.seconds }
      let sum = states.reduce(0) { $0 + $1.perSecond * $1.lasts.seconds }
      return stay > 0 ? sum / stay * (to - from) : 0
    case .closed(let users, let think):
      return Double(users) / max(1e-3, think.meanSeconds) * (to - from)
    default:
      return arrivals.amplification
        * (integral(arrivals.rate, to: to) - integral(arrivals.rate, to: from))
    }
  }

  /// The number of bursts, parts of them included, that came up to a time after the first began.
  private static func bursts(before time: Double, every: Double, over: Double) -> Double {
    guard time > 0 else { return 0 }
    guard every > 0 else { return over > 0 ? min(1, time / over) : 1 }
    // All that began, less what is still to come of those that go on.
    let begun = (time / every).rounded(.up)
    guard over > 0 else { return begun }
    let whole = time >= over ? min(begun, ((time - over) / every).rounded(.down) + 1) : 0
    let open = begun - whole
    let first = time - whole * every
    return whole + open * (2 * first - (open - 1) * every) / 2 / over
  }

  /// The area under a curve from 0 to a time; before its first and after its last point it is flat.
  private static func integral(_ points: [RatePoint], to time: Double) -> Double {
    guard let first = points.first, time > 0 else { return 0 }
    var area = first.perSecond * min(time, max(0, first.at.seconds))
    for (point, next) in zip(points, points.dropFirst()) {
      let start = point.at.seconds
      let end = next.at.seconds
      guard time > start, end > start else { continue }
      let stop = min(time, end)
      let slope = (next.perSecond - point.perSecond) / (end - start)
      let height = point.perSecond + slope * (stop - start)
      area += (point.perSecond + height) / 2 * (stop - start)
    }
    if let last = points.last, time > last.at.seconds {
      area += last.perSecond * (time - max(0, last.at.seconds))
    }
    return area
  }
}
