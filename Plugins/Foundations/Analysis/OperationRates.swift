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
    let end = lasts
    let corners = loads.flatMap { $0.expectedArrivals.flatMap { $0.corners(until: end) } }
    moments = Set(corners + [.zero]).filter { $0 <= end }.sorted()
  }

  /// Requests per second of an operation at a moment; of what varies by chance, its mean.
  ///
  /// `answer` is the time of an answer, for users who wait for it before they come again.
  func perSecond(_ load: OperationLoad, at moment: TimeSpan, answer: Double) -> Double {
    load.expectedArrivals.reduce(0) { $0 + Self.perSecond($1, at: moment, answer: answer) }
  }

  /// The mean over the whole load.
  func mean(_ load: OperationLoad, answer: Double) -> Double {
    guard lasts > .zero else { return perSecond(load, at: .zero, answer: answer) }
    return load.expectedArrivals.reduce(0) { sum, arrivals in
      switch arrivals.process {
      case .closed, .burst: sum + Self.perSecond(arrivals, at: .zero, answer: answer)
      default: sum + arrivals.expected(from: .zero, to: lasts) / lasts.seconds
      }
    }
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
    default: return arrivals.perSecond(at: moment)
    }
  }
}
