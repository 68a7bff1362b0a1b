import ArchitectureModel
import PluginAPI
import Quantities
import Stochastics

/// How often users ask, by operation, at the moments between which rates run straight.
struct OperationRates {
  /// The loads, in order.
  let loads: [OperationLoad]
  /// The moments at which some rate has a corner, rising; never empty.
  let moments: [TimeSpan]
  private let lasts: TimeSpan

  /// Reads the load of the exercise, else that of the file; nil where there is neither.
  init?(_ evidence: Evidence) {
    if let profile = evidence.profile {
      loads = profile.operations
      lasts = profile.lasts
    } else if let workload = evidence.architecture.workload {
      loads = workload.operations
      lasts = TimeSpan(seconds: workload.warmup.seconds + workload.lasts.seconds)
    } else {
      return nil
    }
    let corners = loads.flatMap { $0.arrivals.flatMap { $0.rate.map(\.at) } }
    let end = lasts
    moments = Set(corners + [.zero]).filter { $0 <= end }.sorted()
  }

  /// Requests per second of an operation at a moment; of what varies by chance, its mean.
  ///
  /// `answer` is the time of an answer, for users who wait for it before they come again.
  func perSecond(_ load: OperationLoad, at moment: TimeSpan, answer: Double) -> Double {
    load.arrivals.reduce(0) { $0 + Self.perSecond($1, at: moment, answer: answer) }
  }

  /// The mean over the whole load.
  func mean(_ load: OperationLoad, answer: Double) -> Double {
    guard lasts > .zero else { return perSecond(load, at: .zero, answer: answer) }
    var area = 0.0
    let ends = moments + [lasts]
    for (from, to) in zip(ends, ends.dropFirst()) {
      let left = perSecond(load, at: from, answer: answer)
      let right = perSecond(load, at: to, answer: answer)
      area += (left + right) / 2 * (to.seconds - from.seconds)
    }
    return area / lasts.seconds
  }

  private static func perSecond(
    _ arrivals: Arrivals, at moment: TimeSpan, answer: Double
  ) -> Double {
    switch arrivals.process {
    case .closed(let users, let think):
      return Double(users) / max(1e-9, think.meanSeconds + answer)
    case .burst(let count, _, let every, _):
      guard let every, every > .zero else { return 0 }
      return Double(count) / every.seconds
    case .mmpp(let states):
      let time = states.reduce(0) { $0 + $1.lasts.seconds }
      let all = states.reduce(0) { $0 + $1.lasts.seconds * $1.perSecond }
      return time > 0 ? all / time : 0
    default:
      return value(of: arrivals.rate, at: moment) * arrivals.amplification
    }
  }

  private static func value(of points: [RatePoint], at moment: TimeSpan) -> Double {
    guard let first = points.first, let last = points.last else { return 0 }
    if moment <= first.at { return first.perSecond }
    if moment >= last.at { return last.perSecond }
    for (from, to) in zip(points, points.dropFirst()) where moment <= to.at {
      let width = to.at.seconds - from.at.seconds
      guard width > 0 else { continue }
      let share = (moment.seconds - from.at.seconds) / width
      return from.perSecond + share * (to.perSecond - from.perSecond)
    }
    return last.perSecond
  }
}
