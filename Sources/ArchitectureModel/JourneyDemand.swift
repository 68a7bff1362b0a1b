import Quantities
import Stochastics

extension Journey {
  /// The arrivals at an operation that a journey amounts to on average, for everything that asks for
  /// rates and does not follow sessions: checks, prices and the analysis by theory.
  ///
  /// They are Poisson at the rate of sessions times the visits of each, with answers that take no
  /// time and without the start of the run, when sessions are still few.
  ///
  /// - Parameters:
  ///   - operation: The operation.
  ///   - law: The law of this journey.
  /// - Returns: One stream for each process of the journey; empty where no session asks for it.
  public func demand(for operation: String, _ law: JourneyLaw) -> [Arrivals] {
    let visits = law.visits(of: operation)
    guard visits > 0, visits < .infinity else { return [] }
    return arrivals.map { $0.multiplied(by: visits, session: law.thinkingSeconds) }
  }
}

extension Arrivals {
  /// A Poisson stream, or burst, with so many arrivals for each of this one.
  fileprivate func multiplied(by visits: Double, session: Double) -> Arrivals {
    switch process {
    case .burst(let count, let at, let every, let over):
      let number = max(1, min(1e12, (Double(count) * visits).rounded()))
      return Arrivals(.burst(count: Int(number), at: at, every: every, over: over))
    case .closed(let users, let think):
      let cycle = max(1e-3, think.meanSeconds + session)
      return Arrivals(.poisson, perSecond: Double(users) * visits / cycle)
    case .trace: return Arrivals(.poisson, perSecond: visits * perSecond(at: .zero))
    case .mmpp:
      return Arrivals(
        .poisson, rate: [RatePoint(at: .zero, perSecond: amplification * visits)],
        factors: factors)
    default:
      return Arrivals(
        .poisson,
        rate: rate.map {
          RatePoint(at: $0.at, perSecond: $0.perSecond * amplification * visits)
        }, variation: variation, factors: factors)
    }
  }
}

extension Workload {
  /// Says at each operation what journeys ask for.
  ///
  /// - Parameters:
  ///   - operations: The operations.
  ///   - journeys: The journeys.
  /// - Returns: The operations, with what `journeys` amount to in `fromJourneys`.
  public static func demand(
    _ operations: [OperationLoad], _ journeys: [Journey]
  ) -> [OperationLoad] {
    guard !journeys.isEmpty else { return operations }
    let laws = journeys.map { JourneyLaw($0) }
    return operations.map { load in
      var load = load
      load.fromJourneys = zip(journeys, laws).flatMap { journey, law in
        journey.demand(for: load.operation, law)
      }
      return load
    }
  }
}
