/// The same load, more or less of it.
extension Arrivals {
  /// The arrivals with every rate times a factor; nil for recorded arrivals, which have no rate.
  ///
  /// Rates over time keep their shape. Closed users and bursts, which are numbers and no rates, become
  /// the nearest whole number, users at least one.
  ///
  /// - Parameter factor: More than zero.
  /// - Returns: The arrivals; nil for a trace.
  public func scaled(by factor: Double) -> Arrivals? {
    var copy = self
    switch process {
    case .trace: return nil
    case .poisson, .regular, .gamma, .weibull, .hawkes, .onOff, .batch: break
    case .mmpp(let states):
      copy.process = .mmpp(
        states.map { RateState(perSecond: $0.perSecond * factor, lasts: $0.lasts) })
      return copy
    case .closed(let users, let think):
      copy.process = .closed(users: max(1, Self.whole(Double(users) * factor)), think: think)
      return copy
    case .burst(let count, let at, let every, let over):
      copy.process = .burst(
        count: Self.whole(Double(count) * factor), at: at, every: every, over: over)
      return copy
    }
    copy.rate = rate.map { RatePoint(at: $0.at, perSecond: $0.perSecond * factor) }
    return copy
  }

  private static func whole(_ value: Double) -> Int { Int(min(1e15, max(0, value)).rounded()) }
}

extension OperationLoad {
  /// The operation with every rate times a factor; nil where a trace is among its arrivals.
  public func scaled(by factor: Double) -> OperationLoad? {
    let scaled = arrivals.compactMap { $0.scaled(by: factor) }
    guard scaled.count == arrivals.count else { return nil }
    var copy = self
    copy.arrivals = scaled
    copy.fromJourneys = fromJourneys.compactMap { $0.scaled(by: factor) }
    return copy
  }
}

extension Journey {
  /// The journey with its sessions coming at a factor times the rate; nil where they are recorded.
  public func scaled(by factor: Double) -> Journey? {
    let scaled = arrivals.compactMap { $0.scaled(by: factor) }
    guard scaled.count == arrivals.count else { return nil }
    var copy = self
    copy.arrivals = scaled
    return copy
  }
}

extension Workload {
  /// The load with every rate times a factor; nil where a trace is among its arrivals.
  public func scaled(by factor: Double) -> Workload? {
    let operations = operations.compactMap { $0.scaled(by: factor) }
    let journeys = journeys.compactMap { $0.scaled(by: factor) }
    guard operations.count == self.operations.count, journeys.count == self.journeys.count else {
      return nil
    }
    var copy = self
    copy.operations = operations
    copy.journeys = journeys
    return copy
  }
}
