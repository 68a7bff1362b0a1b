import ArchitectureModel
import PluginAPI

/// The throughputs of users who come again, who slow down as they wait.
///
/// Each group of users has its number over its cycle: X = N / (think + R(X)). R is that of the
/// open network at the rates of the others, one user less being there for each group. That is
/// Schweitzer's approximation where stations have one slot, within some 5 % for one group.
struct ClosedRates {
  static let rounds = 60

  let network: Network
  let arrivals: [ArrivalMoments]
  private let groups: [(operation: Int, users: Double, think: Double)]

  init(_ network: Network, _ arrivals: [ArrivalMoments]) {
    self.network = network
    self.arrivals = arrivals
    groups = arrivals.indices.flatMap { operation in
      arrivals[operation].closed.map { (operation, Double($0.users), $0.think.mean) }
    }
  }

  private func point(_ throughputs: [Double]) -> LoadPoint {
    var rates = arrivals.map(\.mean)
    var seen = rates
    for (group, rate) in zip(groups, throughputs) {
      rates[group.operation] += rate
      seen[group.operation] += rate * (group.users - 1) / group.users
    }
    var point = LoadPoint(rates: rates, scv: arrivals.map { $0.mean > 0 ? $0.scv : 1 })
    point.seen = zip(seen, rates).map { $1 > 0 ? $0 / $1 : 1 }
    return point
  }

  /// The network at the mean rates of those who come once and the throughputs of the others.
  func solved() -> NetworkSolver {
    guard !groups.isEmpty else {
      var solver = NetworkSolver(network, point([]))
      solver.solve()
      return solver
    }
    var throughputs = groups.map { unloaded($0) }
    var model = NetworkSolver(network, point(throughputs.map { $0 / 2 }))
    if groups.count == 1 {
      for _ in 0..<2 {
        throughputs = [bisected(groups[0], like: model)]
        model = NetworkSolver(network, point(throughputs))
        model.solve()
      }
      return model
    }
    for _ in 0..<Self.rounds {
      var solver = NetworkSolver(network, point(throughputs))
      solver.solve(like: model)
      let old = throughputs
      for (index, group) in groups.enumerated() {
        let cycle = group.think + solver.latency(group.operation)
        let next = cycle < .infinity ? group.users / max(cycle, 1e-12) : 0
        throughputs[index] = (throughputs[index] + next) / 2
      }
      let change = zip(old, throughputs).reduce(0) {
        max($0, ($1.0 - $1.1).magnitude / max($1.0, 1e-300))
      }
      if change < 1e-9 { break }
    }
    model = NetworkSolver(network, point(throughputs))
    model.solve()
    return model
  }

  /// The throughput of a group that waits nowhere.
  private func unloaded(_ group: (operation: Int, users: Double, think: Double)) -> Double {
    let cycle = group.think + unloadedResponse(group.operation)
    return cycle > 0 ? group.users / cycle : 0
  }

  private func unloadedResponse(_ operation: Int) -> Double {
    Self.unloaded(network, operation, count: arrivals.count).latency(operation)
  }

  /// The network with one request per second of an operation that waits nowhere.
  static func unloaded(_ network: Network, _ operation: Int, count: Int) -> NetworkSolver {
    var rates = [Double](repeating: 0, count: count)
    rates[operation] = 1
    var point = LoadPoint(rates: rates, scv: [Double](repeating: 1, count: count))
    point.waitsNowhere = true
    var solver = NetworkSolver(network, point)
    solver.solve(like: solver)
    return solver
  }

  private func bisected(
    _ group: (operation: Int, users: Double, think: Double), like model: NetworkSolver
  ) -> Double {
    var low = 0.0
    var high = unloaded(group)
    for _ in 0..<Self.rounds {
      let middle = (low + high) / 2
      guard middle > low, middle < high, high - low > 1e-10 * high else { break }
      var solver = NetworkSolver(network, point([middle]))
      solver.solve(like: model)
      let cycle = group.think + solver.latency(group.operation)
      if cycle * middle < group.users { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  // MARK: Bounds

  /// Asymptotic bounds for each group of users.
  func bounds(_ names: [String]) -> [ClosedBounds] {
    groups.map { group in
      let solver = Self.unloaded(network, group.operation, count: arrivals.count)
      let unloaded = solver.latency(group.operation)
      var most = 0.0
      var bottleneck: String?
      for (index, station) in network.stations.all.enumerated() where station.servers != nil {
        let demand = solver.states[index].demand
        if demand > most, demand < .infinity {
          most = demand
          bottleneck = network.graph.components[station.component].id
        }
      }
      let cycle = group.think + unloaded
      let free = cycle > 0 ? group.users / cycle : 0
      return ClosedBounds(
        operation: names[group.operation], users: Int(group.users), think: group.think,
        unloaded: unloaded, bottleneck: bottleneck,
        throughput: most > 0 ? min(free, 1 / most) : free,
        latency: max(unloaded, group.users * most - group.think),
        knee: most > 0 ? cycle / most : nil)
    }
  }
}

/// An exact solution of a part whose users all come again.
struct ClosedPart {
  private let network: Network
  private let arrivals: [ArrivalMoments]
  private let solved: NetworkSolver
  private let part: ExactTheory.Part

  init(
    _ network: Network, _ arrivals: [ArrivalMoments], _ solved: NetworkSolver,
    _ part: ExactTheory.Part
  ) {
    self.network = network
    self.arrivals = arrivals
    self.solved = solved
    self.part = part
  }

  /// A queueing station with the mean visits of a request of each group.
  private struct Queue {
    var station: Int
    var copies: Int
    var demands: [Double]
    var visits: [Double]
  }

  private var groups: [(operation: Int, users: Int, think: Double)] {
    part.operations.flatMap { operation in
      arrivals[operation].closed.map { (operation, $0.users, $0.think.mean) }
    }
  }

  /// Puts exact values in place of the approximations; takes the theory away where there is no
  /// exact solution of this size.
  func fill(_ prediction: inout AnalyticPrediction) {
    let queues = self.queues
    let groups = self.groups
    let think = groups.map { group in
      let all = ClosedRates.unloaded(network, group.operation, count: arrivals.count)
        .latency(group.operation)
      let index = groups.firstIndex { $0 == group } ?? 0
      let work = queues.reduce(0) { $0 + Double($1.copies) * $1.demands[index] }
      return (delay: max(0, all - work), think: group.think)
    }
    guard queues.reduce(0, { $0 + $1.copies }) <= 10_000,
      let found = solution(queues, groups, think.map { $0.think + $0.delay })
    else {
      withdraw(&prediction)
      return
    }
    for (index, group) in groups.enumerated() {
      let queueing = zip(queues, found.present).reduce(0) { sum, pair in
        sum + Double(pair.0.copies) * pair.1[index]
      }
      guard found.throughput[index] > 0, found.throughput[index] < .infinity else { continue }
      prediction.operations[group.operation].rate = found.throughput[index]
      prediction.operations[group.operation].peakRate = found.throughput[index]
      prediction.operations[group.operation].latency =
        queueing / found.throughput[index] + think[index].delay
    }
    components(&prediction, queues, found)
  }

  private var queues: [Queue] {
    let groups = self.groups
    return part.components.flatMap { component in
      network.stations.ofComponent[component].compactMap { index -> Queue? in
        let station = network.stations.all[index]
        guard station.servers != nil else { return nil }
        var demands = [Double](repeating: 0, count: groups.count)
        let visits = groups.enumerated().map { number, group in
          network.graph.visits.indices.reduce(0.0) { sum, visit in
            let mean = network.visited[visit].first { $0.station == index }?.mean ?? 0
            guard mean > 0 else { return sum }
            let each = network.perRequest[group.operation][visit] * mean / station.count
            demands[number] += each * network.graph.programs[visit].workMoments.mean
            return sum + each
          }
        }
        return Queue(station: index, copies: Int(station.count), demands: demands, visits: visits)
      }
    }
  }

  private func solution(
    _ queues: [Queue], _ groups: [(operation: Int, users: Int, think: Double)], _ think: [Double]
  ) -> (throughput: [Double], present: [[Double]])? {
    let all = queues.flatMap { Array(repeating: $0, count: $0.copies) }
    if groups.count == 1, let group = groups.first {
      let stations = all.map { queue in
        ClosedNetwork.Station(
          demand: queue.demands[0],
          servers: network.stations.all[queue.station].servers)
      }
      guard
        let found = ClosedNetwork.exact(stations, users: group.users, think: think[0])
      else { return nil }
      return ([found.throughput], first(of: queues, found.present.map { [$0] }))
    }
    guard all.allSatisfy({ network.stations.all[$0.station].servers == 1 }) else { return nil }
    let demands = groups.indices.map { group in all.map { $0.demands[group] } }
    guard
      let found = ClosedNetwork.meanValues(
        demands: demands, isDelay: all.map { _ in false }, users: groups.map(\.users),
        think: think)
    else { return nil }
    let present = all.indices.map { station in groups.indices.map { found.present[$0][station] } }
    return (found.throughput, first(of: queues, present))
  }

  /// The values of the first of the copies of each station, which are all alike.
  private func first(of queues: [Queue], _ values: [[Double]]) -> [[Double]] {
    var next = 0
    return queues.map { queue in
      defer { next += queue.copies }
      return values[next]
    }
  }

  private func withdraw(_ prediction: inout AnalyticPrediction) {
    for operation in part.operations {
      prediction.operations[operation].theory = nil
      prediction.operations[operation].because.append(
        "not exact: too many users, or several groups of them at stations with several slots")
    }
    for component in part.components { prediction.components[component].theory = nil }
  }

  private func components(
    _ prediction: inout AnalyticPrediction, _ queues: [Queue],
    _ found: (throughput: [Double], present: [[Double]])
  ) {
    for component in part.components {
      var rate = 0.0
      var present = 0.0
      var slots = 0.0
      var busy = 0.0
      var busiest = 0.0
      for (queue, inside) in zip(queues, found.present)
      where network.stations.all[queue.station].component == component {
        let copies = Double(queue.copies)
        let servers = network.stations.all[queue.station].servers ?? 1
        let visits = zip(queue.visits, found.throughput).reduce(0) { $0 + $1.0 * $1.1 }
        let demand = zip(queue.demands, found.throughput).reduce(0) { $0 + $1.0 * $1.1 }
        rate += visits * copies
        present += inside.reduce(0, +) * copies
        slots += servers * copies
        busy += demand * copies
        busiest = max(busiest, demand / servers)
      }
      guard slots > 0, rate > 0 else {
        rescale(&prediction.components[component], found)
        continue
      }
      prediction.components[component].arrivals = rate
      prediction.components[component].utilisation = busy / slots
      prediction.components[component].busiest = busiest
      prediction.components[component].busiestAtPeak = busiest
      prediction.components[component].waiting =
        max(0, present / rate - (prediction.components[component].held ?? 0))
    }
  }

  /// A delay follows the throughput.
  private func rescale(
    _ component: inout ComponentPrediction, _ found: (throughput: [Double], present: [[Double]])
  ) {
    let groups = self.groups
    guard groups.count == 1, let operation = groups.first?.operation,
      solved.load.rates[operation] > 0
    else { return }
    let factor = found.throughput[0] / solved.load.rates[operation]
    component.arrivals *= factor
    component.utilisation = component.utilisation.map { $0 * factor }
    component.busiest = component.busiest.map { $0 * factor }
    component.busiestAtPeak = component.busiest
  }
}
