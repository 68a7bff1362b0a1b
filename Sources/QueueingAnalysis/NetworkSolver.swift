import ArchitectureModel
import Stochastics

/// The times in a network under a load, by passes from those that answer to those that wait for
/// them.
///
/// A slot that is kept while its request waits for others is held for the time of their answers,
/// which makes the stations layers: the holding times of one layer are the responses of the
/// next. Parts that need each other are repeated until nothing changes by more than
/// `tolerance`, at most `mostRounds` times.
///
/// Source: John Rolia and Kenneth Sevcik, "The Method of Layers", IEEE Transactions on Software
/// Engineering 21(8), 1995, for layers; Ward Whitt, "The Queueing Network Analyzer", Bell System
/// Technical Journal 62(9), 1983, for the variability between stations.
struct NetworkSolver {
  static let tolerance = 1e-10
  static let mostRounds = 200
  /// Rounds of the variability of arrivals and of the messages taken together.
  static let outerRounds = 12

  let network: Network
  let load: LoadPoint
  /// Squared coefficient of variation of the arrivals of each component.
  var arrivalSCV: [Double]
  /// Messages that each consumer takes together.
  var together: [Double]
  /// How much longer work takes at each component since its copies are busy.
  var stretch: [Double]
  /// Visits that each component serves as one group.
  var group: [Double]
  /// Visits per second.
  var flows: [Double] = []
  /// From coming to a station to its answer leaving.
  var response: [Moments]
  /// Time a visit keeps its slot.
  var hold: [Moments]
  var states: [StationState]
  /// Whether all loops came to rest.
  var isSettled = true
  /// Visits per request of each operation, as long as consumers take as many messages together.
  private(set) var perRequest: [[Double]]

  init(_ network: Network, _ load: LoadPoint) {
    self.network = network
    self.load = load
    let count = network.graph.visits.count
    arrivalSCV = [Double](repeating: 1, count: network.graph.components.count)
    together = [Double](repeating: 1, count: network.graph.components.count)
    stretch = together
    group = together
    response = [Moments](repeating: .zero, count: count)
    hold = response
    states = [StationState](repeating: StationState(), count: network.stations.all.count)
    perRequest = network.perRequest
  }

  /// Solves with variability and batches of messages.
  mutating func solve() {
    let takesTogether = network.batch.contains { $0 > 1 }
    let dependsOnLoad = network.rules.contains(where: \.dependsOnLoad)
    for round in 0..<Self.outerRounds {
      setFlows()
      pass()
      let old = arrivalSCV
      updateVariability()
      var change = zip(old, arrivalSCV).reduce(0) { max($0, ($1.0 - $1.1).magnitude) }
      if takesTogether {
        change = max(change, updateTogether())
        setPerRequest()
      }
      if dependsOnLoad { change = max(change, updateServing()) }
      if change < 1e-6, round > 0 { break }
    }
    setFlows()
    pass()
  }

  /// Solves with the variability and the batches of another solution; `atLimit` with groups and
  /// batches as large, and work as slow, as when everything is full.
  mutating func solve(like other: NetworkSolver, atLimit: Bool = false) {
    arrivalSCV = other.arrivalSCV
    together = atLimit ? network.batch : other.together
    stretch = atLimit ? network.rules.map { $0.stretch(utilisation: 1) } : other.stretch
    group = atLimit ? network.rules.map { $0.batch?.size ?? 1 } : other.group
    perRequest = other.perRequest
    if self.together != other.together { setPerRequest() }
    setFlows()
    pass()
  }

  private mutating func setPerRequest() {
    let flow = network.traffic(together: together)
    perRequest = load.rates.indices.map { network.visitsPerRequest(flow, operation: $0) }
  }

  private mutating func setFlows() {
    let count = network.graph.visits.count
    var all = [Double](repeating: 0, count: count)
    var seen = all
    for operation in load.rates.indices where load.rates[operation] > 0 {
      let visits = perRequest[operation]
      for visit in 0..<count where visits[visit] > 0 {
        let rate = visits[visit] * load.rates[operation]
        all[visit] += rate
        seen[visit] += rate * load.seen[operation]
      }
    }
    flows = all
    for index in states.indices { states[index] = StationState() }
    for (visit, stations) in network.visited.enumerated() where all[visit] > 0 {
      for place in stations {
        let each = place.mean / network.stations.all[place.station].count
        states[place.station].rate += all[visit] * each
        states[place.station].seenRate += seen[visit] * each
      }
    }
  }

  // MARK: One pass

  /// Holding times, waits and responses of all parts, in order.
  private mutating func pass() {
    for (number, part) in network.order.enumerated() where !part.visits.isEmpty {
      guard part.isLoop else {
        settle(part, number)
        continue
      }
      var isAtRest = false
      for _ in 0..<Self.mostRounds where !isAtRest {
        let old = part.visits.map { response[$0].mean }
        settle(part, number)
        isAtRest = zip(old, part.visits).allSatisfy { before, visit in
          let now = response[visit].mean
          return before == now || (before - now).magnitude <= Self.tolerance * now
        }
      }
      if !isAtRest { isSettled = false }
    }
  }

  private mutating func settle(_ part: Network.Part, _ number: Int) {
    for visit in part.visits { hold[visit] = holding(visit) }
    for station in part.stations {
      setHold(station)
      setWait(station)
    }
    guard part.handsOn else {
      for visit in part.visits { response[visit] = responding(visit, outside: nil) }
      return
    }
    let base = part.visits.map { responding($0, outside: number).mean }
    let means = part.handedOn.solve(base)
    for (visit, mean) in zip(part.visits, means) { response[visit].mean = mean }
    // Variances follow the means by a few sweeps; they only shape the waits of callers.
    for _ in 0..<20 {
      for visit in part.visits {
        response[visit].variance = responding(visit, outside: nil).variance
      }
    }
  }

  private mutating func setHold(_ station: Int) {
    let visitors = network.visitors[station].filter { flows[$0.visit] > 0 }
    if visitors.count == 1 {
      states[station].hold = hold[visitors[0].visit]
      return
    }
    let total = visitors.reduce(0) { $0 + flows[$1.visit] * $1.mean }
    guard total > 0 else { return }
    states[station].hold =
      total < .infinity
      ? .mixture(visitors.map { (flows[$0.visit] * $0.mean / total, hold[$0.visit]) })
      : visitors.reduce(.zero) { hold[$1.visit].mean > $0.mean ? hold[$1.visit] : $0 }
  }

  private mutating func setWait(_ index: Int) {
    let station = network.stations.all[index]
    let rule = network.rules[station.component]
    var state = states[index]
    let mean = state.hold.mean / group[station.component]
    let offered = state.rate > 0 && mean > 0 ? state.rate * mean : 0
    state.utilisation = station.servers.map { offered / $0 } ?? offered
    state.demand = state.utilisation
    state.wait = .zero
    state.blocked = 0
    if let tick = rule.tick, let servers = station.servers, offered > 0, mean < .infinity {
      let beats = max(1, (mean / tick).rounded(.up)) * tick
      state.demand = state.rate * beats / servers
    }
    defer { states[index] = state }
    guard let servers = station.servers, offered > 0, !load.waitsNowhere else { return }
    guard mean < .infinity else {
      state.wait = .endless
      return
    }
    setWait(&state, index, station, servers)
    state.wait.mean += rule.gathering(rate: state.seenRate) + (rule.tick ?? 0) / 2
    if !(state.wait.mean < .infinity) { state.wait = .endless }
  }

  /// The wait for one of some slots.
  private func setWait(
    _ state: inout StationState, _ index: Int, _ station: Station, _ servers: Double
  ) {
    let rule = network.rules[station.component]
    // Shared equally, times do not depend on how work varies, nor does a beat let it.
    let service = rule.sharesEqually ? 1 : rule.tick != nil ? 0 : min(1e6, state.hold.scv)
    let factor = QueueFormulas.variability(
      arrivals: arrivals(at: index), service: service, utilisation: state.demand)
    let seen = state.rate > 0 ? state.demand * servers * state.seenRate / state.rate : 0
    let time = state.rate > 0 ? state.demand * servers / state.rate * group[station.component] : 0
    var waits: Double
    if let room = station.room, !rule.blocks {
      let finite = QueueFormulas.finite(servers: servers, room: room, load: seen)
      // What cannot wait longer than the room is long does not with more variability either.
      let most = max(finite.waitOverService, room / servers)
      state.wait.mean = min(factor * finite.waitOverService, most) * time
      state.blocked = finite.blocked
      waits = finite.waits
    } else {
      waits = QueueFormulas.erlangC(servers: servers, load: seen)
      state.wait.mean = factor * QueueFormulas.waitOverService(servers: servers, load: seen) * time
    }
    if station.split == .twoChoices {
      // Between one room for all and rooms of their own by chance.
      let all = QueueFormulas.waitOverService(
        servers: servers * station.count, load: seen * station.count)
      let own = QueueFormulas.waitOverService(servers: servers, load: seen)
      if own > 0, own < .infinity { state.wait.mean *= (all / own).squareRoot() }
    }
    // Those who wait are taken to wait exponentially long, as in M/M/c.
    waits = min(1, max(1e-12, waits))
    state.wait.variance = state.wait.mean * state.wait.mean * (2 / waits - 1)
  }

  // MARK: Variability

  /// Squared coefficient of variation of what comes to one station.
  func arrivals(at index: Int) -> Double {
    let station = network.stations.all[index]
    let scv = arrivalSCV[station.component]
    let all = rate(of: station.component)
    let share = all > 0 && all < .infinity ? min(1, states[index].rate / all) : 1
    switch station.split {
    case .pooled, .chance, .twoChoices: return share * scv + 1 - share
    case .turns:
      let senders = network.senders[station.component]
      let each = scv / senders + 1 - 1 / senders
      let weight = Self.weight(streams: senders, utilisation: states[index].utilisation)
      return weight * each / station.count + 1 - weight
    }
  }

  /// How far the variability of several streams survives their being put together.
  ///
  /// Source: Whitt 1983, as above, eq. (29) and (30).
  private static func weight(streams: Double, utilisation: Double) -> Double {
    let idle = 1 - min(1, utilisation)
    return 1 / (1 + 4 * idle * idle * max(0, streams - 1))
  }

  private func rate(of component: Int) -> Double {
    network.stations.ofComponent[component].reduce(0) {
      $0 + states[$1].rate * network.stations.all[$1].count
    }
  }

  private mutating func updateVariability() {
    let count = network.graph.components.count
    var streams = [[(rate: Double, scv: Double)]](repeating: [], count: count)
    for (operation, entries) in network.graph.entries.enumerated() {
      guard load.rates[operation] > 0, let first = entries.first else { continue }
      streams[network.graph.visits[first.visit].component].append(
        (load.rates[operation], load.scv[operation]))
    }
    let leaving = (0..<count).map { departures(of: $0) }
    var between: [Int: [Int: Double]] = [:]
    for (from, arcs) in network.graph.arcs.enumerated() where flows[from] > 0 {
      let sender = network.graph.visits[from].component
      for arc in arcs {
        let target = network.graph.visits[arc.to].component
        between[target, default: [:]][sender, default: 0] += flows[from] * arc.weight
      }
    }
    for target in 0..<count {
      for (sender, rate) in (between[target] ?? [:]).sorted(by: { $0.key < $1.key }) {
        let all = max(rate, self.rate(of: sender))
        let share = all < .infinity ? rate / all : 1
        streams[target].append((rate, share * leaving[sender] + 1 - share))
      }
      arrivalSCV[target] = together(streams[target], at: target)
    }
  }

  private func together(_ streams: [(rate: Double, scv: Double)], at target: Int) -> Double {
    let total = streams.reduce(0) { $0 + $1.rate }
    guard total > 0, total < .infinity else { return 1 }
    let concentration = streams.reduce(0) { $0 + ($1.rate / total) * ($1.rate / total) }
    let utilisation = network.stations.ofComponent[target].map { states[$0].utilisation }.max() ?? 0
    let mixed = streams.reduce(0) { $0 + $1.rate / total * $1.scv }
    if streams.count == 1 { return mixed }
    let weight = Self.weight(streams: 1 / concentration, utilisation: utilisation)
    return weight * mixed + 1 - weight
  }

  /// Squared coefficient of variation of what leaves a component.
  ///
  /// Source: Whitt 1983, as above, eq. (38) and (39).
  private func departures(of component: Int) -> Double {
    let coming = arrivalSCV[component]
    guard
      let index = network.stations.ofComponent[component].max(by: {
        states[$0].utilisation < states[$1].utilisation
      }), let servers = network.stations.all[index].servers
    else { return coming }
    let rho = min(1, states[index].utilisation)
    let service = max(0.2, min(1e6, states[index].hold.scv))
    return 1 + (1 - rho * rho) * (coming - 1) + rho * rho * (service - 1) / servers.squareRoot()
  }

  // MARK: Serving by load

  /// Sets how slow and in what groups components serve; returns the greatest relative change.
  private mutating func updateServing() -> Double {
    var change = 0.0
    for (component, rule) in network.rules.enumerated() where rule.dependsOnLoad {
      let stations = network.stations.ofComponent[component]
      let busiest = stations.map { states[$0].utilisation }.max() ?? 0
      let rates = stations.map { states[$0].rate }
      let servers = stations.compactMap { network.stations.all[$0].servers }.max() ?? 1
      let new = (
        rule.stretch(utilisation: busiest),
        rule.group(rate: rates.max() ?? 0, servers: servers)
      )
      change = max(
        change, (new.0 - stretch[component]).magnitude / new.0,
        (new.1 - group[component]).magnitude / new.1)
      (stretch[component], group[component]) = new
    }
    return change
  }

  // MARK: Messages

  /// Sets how many messages consumers take together; returns the greatest relative change.
  ///
  /// Behind an ordered lane the next handling takes what came during the last: Poisson with mean
  /// a, at least one, so a + e^-a on average. Free slots take messages singly; when all are
  /// busy, as many as keep up.
  private mutating func updateTogether() -> Double {
    var change = 0.0
    for (component, most) in network.batch.enumerated() where most > 1 {
      let old = together[component]
      let new = min(most, handled(component))
      together[component] = new
      change = max(change, (new - old).magnitude / new)
    }
    return change
  }

  private func handled(_ component: Int) -> Double {
    let found = messages(component)
    guard found.rate > 0, found.rate * found.time < 1e12 else { return found.rate > 0 ? 1e12 : 1 }
    let slots = network.stations.ofComponent[component].reduce(0.0) {
      $0 + (network.stations.all[$1].allServers ?? .infinity)
    }
    var number = max(1, found.rate * found.held / slots)
    if let lanes = network.lanes[component] {
      let each = found.rate * found.time / lanes.count
      number = max(number, each + Elementary.exp(-each))
    }
    return number
  }

  /// Messages per second for a consumer, the mean time that a handling takes, and for how much of
  /// it a slot is kept.
  func messages(_ component: Int) -> (rate: Double, time: Double, held: Double) {
    var rate = 0.0
    var time = 0.0
    var held = 0.0
    for (visit, kind) in network.graph.visits.enumerated()
    where kind.isMessage && kind.component == component && flows[visit] > 0 {
      let flow = flows[visit] * together[component]
      rate += flow
      time += flow * response[visit].mean
      held += flow * hold[visit].mean
    }
    guard rate > 0, rate < .infinity else { return (rate, 0, 0) }
    return (rate, time / rate, held / rate)
  }
}
