import ArchitectureModel
import PluginAPI
import Quantities

/// What is full first, at which load, and what would mend it.
struct Saturation {
  /// Halvings of the interval in which the greatest load lies: to one part in a million.
  static let halvings = 20

  let network: Network
  let solved: NetworkSolver
  let arrivals: [ArrivalMoments]

  init(_ network: Network, _ solved: NetworkSolver, _ arrivals: [ArrivalMoments]) {
    self.network = network
    self.solved = solved
    self.arrivals = arrivals
  }

  /// Adds limits, utilisations at the peak, and warnings.
  func fill(_ prediction: inout AnalyticPrediction) {
    let mean = point(arrivals.map(\.mean))
    guard let mean else { return }
    let all = Set(network.graph.components.indices)
    prediction.atMean = limit(mean, all)
    let top = arrivals.map { max($0.mean, $0.peak) }
    var peak: LoadPoint?
    if zip(top, arrivals).contains(where: { $0 > $1.mean * 1.000_001 }) { peak = point(top) }
    if let peak {
      prediction.atPeak = limit(peak, awaited)
      let high = solve(peak)
      for index in prediction.components.indices {
        let busiest = StationTotals(index, high).busiest
        prediction.components[index].busiestAtPeak = busiest < .infinity ? busiest : nil
      }
    }
    var named: Set<Int> = []
    prediction.warnings = warnings(mean, all, "", .major, &named)
    if let peak {
      prediction.warnings += warnings(
        peak, awaited, " at the peak of the load", .minor, &named)
    }
  }

  /// The components that users wait for: a peak that only messages feel is what brokers are for.
  private var awaited: Set<Int> {
    Set(
      network.graph.entries.indices.flatMap { operation in
        network.graph.awaited(by: operation).map { network.graph.visits[$0].component }
      })
  }

  /// The load of those who come once at these rates, users who come again being what they are.
  private func point(_ rates: [Double]) -> LoadPoint? {
    guard rates.contains(where: { $0 > 0 }) else { return nil }
    var point = solved.load
    for index in rates.indices where arrivals[index].closed.isEmpty {
      point.rates[index] = rates[index]
    }
    return point
  }

  private func solve(_ point: LoadPoint, waitsNowhere: Bool = false) -> NetworkSolver {
    var point = point
    point.waitsNowhere = waitsNowhere
    var solver = NetworkSolver(network, point)
    // At the limit consumers take as many messages together as they may.
    solver.solve(like: solved, atLimit: true)
    return solver
  }

  // MARK: The limit

  /// How far the load can grow; nil where nothing limits it.
  private func limit(_ point: LoadPoint, _ among: Set<Int>) -> LoadLimit? {
    let free = solve(point, waitsNowhere: true)
    let loads = Self.demands(free, among)
    guard let top = loads.max(by: { $0.demand < $1.demand }), top.demand > 0 else { return nil }
    guard top.demand < .infinity else {
      return LoadLimit(bottleneck: id(top.component), utilisation: nil, factor: 0)
    }
    let most = 1 / top.demand
    var low = 0.0
    var high = most
    if isFull(solve(point.scaled(by: most * (1 - 1e-9))), among) {
      for _ in 0..<Self.halvings {
        let middle = (low + high) / 2
        if isFull(solve(point.scaled(by: middle)), among) { high = middle } else { low = middle }
      }
    } else {
      low = most
    }
    let near = Self.demands(solve(point.scaled(by: low * 0.999)), among)
    // Callers fill up just before what they wait for does: that one is the cause.
    let cause = near.first { $0.component == top.component && $0.demand > 0.9 }
    let found = cause ?? near.max { $0.demand < $1.demand } ?? top
    let here = Self.demands(solve(point), among).first { $0.component == found.component }?.demand
    return LoadLimit(
      bottleneck: id(found.component), utilisation: here.flatMap { $0 < .infinity ? $0 : nil },
      factor: low)
  }

  private func id(_ component: Int) -> String { network.graph.components[component].id }

  private func isFull(_ solver: NetworkSolver, _ among: Set<Int>) -> Bool {
    Self.demands(solver, among).contains { !($0.demand < 1) }
  }

  /// The greatest utilisation of a copy of each component that has slots, and of the lanes that
  /// a consumer works on.
  static func demands(
    _ solver: NetworkSolver, _ among: Set<Int>
  ) -> [(component: Int, demand: Double)] {
    let network = solver.network
    return network.graph.components.indices.compactMap { component in
      guard among.contains(component) else { return nil }
      var demand = -1.0
      for station in network.stations.ofComponent[component]
      where network.stations.all[station].servers != nil {
        demand = max(demand, solver.states[station].demand)
      }
      if let lanes = network.lanes[component] {
        let found = solver.messages(component)
        if found.rate > 0, found.time > 0 {
          let lane = found.rate * lanes.busiestShare * found.time
          demand = max(demand, lane / network.batch[component])
        }
      }
      return demand >= 0 ? (component, demand) : nil
    }
  }

  // MARK: Warnings

  /// The components that cannot keep up, those that only wait for them left out.
  private func warnings(
    _ point: LoadPoint, _ among: Set<Int>, _ when: String, _ severity: Severity,
    _ named: inout Set<Int>
  ) -> [Finding] {
    let now = Self.demands(solve(point), among).filter { !($0.demand < 1) }
    guard !now.isEmpty else { return [] }
    let free = Self.demands(solve(point, waitsNowhere: true), among)
    var roots = free.filter { !($0.demand < 1) }
    if roots.isEmpty { roots = now.filter { $0.demand < .infinity } }
    if roots.isEmpty { roots = now }
    return roots.filter { named.insert($0.component).inserted }
      .sorted { $0.demand == $1.demand ? $0.component < $1.component : $0.demand > $1.demand }
      .map { warning($0.component, $0.demand, point, when, severity) }
  }

  private func warning(
    _ index: Int, _ demand: Double, _ point: LoadPoint, _ when: String, _ severity: Severity
  ) -> Finding {
    let component = network.graph.components[index]
    let solver = solve(point, waitsNowhere: true)
    let totals = StationTotals(index, solver)
    let amount =
      demand < .infinity
      ? "\(Self.short(demand)) times what its slots can do" : "more than any number of slots can do"
    var finding = Finding(
      .violated, severity, subject: "components.\(component.id)", components: [component.id],
      places: [component.span],
      message: "'\(component.id)' is asked for \(amount)\(when): "
        + (component.queueLimit.value == nil
          ? "what waits there grows" : "its waiting room is full and the rest is refused"),
      facts: [
        Fact("visits", Rate(perSecond: totals.rate).brief),
        Fact("slot kept for", TimeSpan(seconds: totals.held).brief),
      ],
      because: [
        "utilisation = visits a second x time a slot is kept / slots, and it must stay below 1"
      ])
    finding.check = "analytic.saturated"
    finding.remedy = Remedy(network, component, index, demand, totals).text
    return finding
  }

  /// A number with two digits after the point.
  static func short(_ value: Double) -> String {
    guard value < 1e9 else { return "more than a billion" }
    let hundredths = Int((value * 100).rounded(.up))
    let rest = hundredths % 100
    return "\(hundredths / 100)." + (rest < 10 ? "0" : "") + "\(rest)"
  }
}

/// Which field would mend a component that is asked for too much.
struct Remedy {
  let text: String

  init(
    _ network: Network, _ component: Component, _ index: Int, _ demand: Double,
    _ totals: StationTotals
  ) {
    guard demand < .infinity else {
      text = "requests come back as often as they leave: lower the shares of 'then'"
      return
    }
    var ways: [String] = []
    let copies = component.mostReplicas.reduce(0) { $0 &+ $1 }
    let lanes = network.lanes[index]
    if let lanes, totals.busiest < 1 {
      ways.append(
        "more 'partitions' of what it consumes (now \(Int(lanes.count))), or a larger "
          + "'consumes.batch'")
    } else if component.has("outside") {
      ways.append("ask it less often, by a cache in front of it")
    } else if component.has("replayable") {
      ways.append("more 'partitions' (now \(Int(component.partitions?.value ?? 1)))")
    } else if component.isLed {
      let even = totals.utilisation > 0 && totals.busiest > 1.5 * totals.utilisation
      let shards = component.sharding.count
      ways.append(
        even && component.sharding.strategy == .hash && shards > 1
          ? "'sharding.strategy: weighted', since its busiest shard has far more than its share"
          : "more shards with 'sharding.count' (now \(shards))")
      ways.append("more 'concurrency'")
    } else {
      ways.append("'replicas' of at least \(Self.needed(copies, demand)) (now \(copies))")
      if let slots = component.concurrency.value {
        ways.append("'concurrency' of at least \(Self.needed(slots, demand)) (now \(slots))")
      }
    }
    if component.holdsWhileWaiting.value, totals.held > 2 * totals.work {
      ways.append("'waiting: free', since most of the time its slots only wait for others")
    }
    text = ways.joined(separator: "; or ")
  }

  /// The least number that is enough; what is left over for waits is not counted.
  private static func needed(_ now: Int, _ demand: Double) -> String {
    let least = (Double(now) * demand * 1.000_001).rounded(.down) + 1
    return least < 1e15 ? String(Int(least)) : "very many"
  }
}
