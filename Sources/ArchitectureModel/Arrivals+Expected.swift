public import Quantities
import Stochastics

extension Arrivals {
  /// The expected number of arrivals in a stretch of time from the start of the run.
  ///
  /// Effects of a `hawkes` process and members of a batch count when their cause comes. For closed
  /// users it is the most they can ask, with answers that take no time.
  ///
  /// - Parameters:
  ///   - from: The start of the stretch.
  ///   - to: Its end.
  /// - Returns: A number of at least 0; O(points + hours).
  public func expected(from: TimeSpan, to: TimeSpan) -> Double {
    guard to > from else { return 0 }
    switch process {
    case .burst(let count, let at, let every, let over):
      func before(_ time: TimeSpan) -> Double {
        Double(count)
          * Self.bursts(
            before: time.seconds - at.seconds, every: every?.seconds ?? 0, over: over.seconds)
      }
      return before(to) - before(from)
    case .closed(let users, let think):
      return Double(users) / max(1e-3, think.meanSeconds) * (to.seconds - from.seconds)
    case .trace(let trace): return Double(trace.count(from: from, to: to))
    default: return amplification * area(from: from, to: to)
    }
  }

  /// The mean rate per second at a moment, effects and members of batches included; for a trace
  /// and repeated bursts their mean, for one burst and closed users 0.
  public func perSecond(at moment: TimeSpan) -> Double {
    switch process {
    case .burst(let count, _, let every, _):
      return every.map { $0 > .zero ? Double(count) / $0.seconds : 0 } ?? 0
    case .closed: return 0
    case .trace(let trace):
      return Double(trace.moments.count) / max(1, Double(trace.moments.last ?? 0) * 1e-9)
    default: return amplification * height(at: moment) * factor(at: moment)
    }
  }

  /// The moments between which the mean rate runs straight, where it does.
  ///
  /// Those just before a jump too. Of the hours of a day only those of the first week.
  public func corners(until end: TimeSpan) -> [TimeSpan] {
    let jumps = factors?.hours(until: end, most: 168) ?? []
    return rate.map(\.at) + jumps
      + jumps.map { TimeSpan(nanoseconds: $0.nanoseconds - 1) }
  }

  /// The factor of the hour and the day at a moment.
  public func factor(at moment: TimeSpan) -> Double {
    guard let factors else { return 1 }
    let (sum, _) = factors.starts.nanoseconds.addingReportingOverflow(max(0, moment.nanoseconds))
    return factors.ofHours[Int(max(0, sum) / RateFactors.hour % 168)]
  }

  /// The rate of the points at a moment; 1 for a process whose rates lie in its states.
  private func height(at moment: TimeSpan) -> Double {
    if case .mmpp = process { return 1 }
    guard let first = rate.first, let last = rate.last else { return 0 }
    if moment <= first.at { return first.perSecond }
    for (from, to) in zip(rate, rate.dropFirst()) where moment <= to.at {
      let share = (moment.seconds - from.at.seconds) / max(1e-9, to.at.seconds - from.at.seconds)
      return from.perSecond + share * (to.perSecond - from.perSecond)
    }
    return last.perSecond
  }

  /// The area under the rate, with its factors.
  private func area(from: TimeSpan, to: TimeSpan) -> Double {
    guard let factors else { return curve(to: to) - curve(to: from) }
    let week = factors.ofHours
    var area = 0.0
    var left = max(.zero, from)
    while left < to {
      let (sum, overflow) = factors.starts.nanoseconds.addingReportingOverflow(left.nanoseconds)
      guard !overflow else { break }
      let hour = sum / RateFactors.hour
      let (edge, isLast) = (RateFactors.hour - sum % RateFactors.hour).addingReportingOverflow(
        left.nanoseconds)
      let right = isLast ? to : min(to, TimeSpan(nanoseconds: edge))
      area += week[Int(hour % 168)] * (curve(to: right) - curve(to: left))
      left = right
    }
    return area
  }

  /// The area under the points from 0 to a time; before the first and after the last it is flat.
  private func curve(to end: TimeSpan) -> Double {
    let time = end.seconds
    if case .mmpp = process { return max(0, time) }
    guard let first = rate.first, time > 0 else { return 0 }
    var area = first.perSecond * min(time, max(0, first.at.seconds))
    for (point, next) in zip(rate, rate.dropFirst()) {
      let from = point.at.seconds
      let to = next.at.seconds
      guard time > from, to > from else { continue }
      let stop = min(time, to)
      let slope = (next.perSecond - point.perSecond) / (to - from)
      area += (point.perSecond + slope * (stop - from) / 2) * (stop - from)
    }
    if let last = rate.last, time > last.at.seconds {
      area += last.perSecond * (time - max(0, last.at.seconds))
    }
    return area
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
}
