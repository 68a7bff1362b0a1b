import ArchitectureModel
import PluginAPI
import Quantities
import Stochastics

extension Demand {
  /// The rates of all operations in the second in which their sum is greatest.
  ///
  /// Rates are piecewise linear, so the greatest sum lies at one of their points.
  static func peak(
    of loads: [OperationLoad]
  ) -> [(operation: OperationLoad, perSecond: Double)] {
    var best: [Double] = loads.map {
      $0.expectedArrivals.reduce(0) { $0 + rate(of: $1, at: .zero) }
    }
    for moment in moments(of: loads) {
      let rates = loads.map { $0.expectedArrivals.reduce(0) { $0 + rate(of: $1, at: moment) } }
      if rates.reduce(0, +) > best.reduce(0, +) { best = rates }
    }
    return zip(loads, best).map { ($0, $1) }
  }

  private static func moments(of loads: [OperationLoad]) -> [TimeSpan] {
    loads.flatMap { load in
      load.expectedArrivals.flatMap { arrivals -> [TimeSpan] in
        var moments = arrivals.corners(until: TimeSpan(nanoseconds: .max))
        if case .burst(_, let at, _, _) = arrivals.process { moments.append(at) }
        return moments
      }
    }
  }

  /// Arrivals in the second after a moment, by means.
  private static func rate(of arrivals: Arrivals, at moment: TimeSpan) -> Double {
    switch arrivals.process {
    case .burst(let count, let at, let every, let over):
      let since = moment.nanoseconds - at.nanoseconds
      guard since >= 0 else { return 0 }
      let period = every?.nanoseconds ?? .max
      let phase = period > 0 ? since % period : since
      let length = max(over.nanoseconds, 1_000_000_000)
      return phase < length ? Double(count) / (Double(length) / 1e9) : 0
    case .closed(let users, let think):
      return Double(users) / max(1e-9, think.meanSeconds)
    case .mmpp(let states):
      return (states.map(\.perSecond).max() ?? 0) * arrivals.factor(at: moment)
    case .onOff:
      return arrivals.perSecond(at: moment) / max(1e-12, arrivals.amplification)
    default:
      return arrivals.perSecond(at: moment)
    }
  }
}
