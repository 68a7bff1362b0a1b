import ArchitectureModel
import PluginAPI
import Quantities
import Stochastics

/// What the peak second of the load asks of each component, by means alone: no queueing, no
/// repeats, no variation beyond the peak of the rates.
struct Demand {
  let flow: OrderFlow
  /// The rates of the operations in the second in which their sum is greatest.
  let peak: [(operation: OperationLoad, perSecond: Double)]
  private let visits: [(key: Visit, perSecond: Double)]

  /// One operation at one component, reading or writing where it is a store.
  private struct Visit: Hashable {
    var component: String
    var operation: String?
    var source: String
    var writes: Bool
  }

  /// Nil where there is no load to judge by.
  init?(_ evidence: Evidence) {
    let loads = evidence.profile?.operations ?? evidence.architecture.workload?.operations ?? []
    guard !loads.isEmpty else { return nil }
    let flow = OrderFlow(evidence)
    let peak = Self.peak(of: loads)
    guard peak.contains(where: { $0.perSecond > 0 }) else { return nil }
    self.flow = flow
    self.peak = peak
    self.visits = Self.spread(peak, over: flow)
  }

  /// All arrivals per second at the peak.
  var total: Double { peak.reduce(0) { $0 + $1.perSecond } }

  /// Requests per second that reach a component at the peak, over all its copies.
  func rate(at component: Component) -> Double {
    visits.reduce(0) { $0 + ($1.key.component == component.id ? $1.perSecond : 0) }
  }

  /// What the peak does to a component; nil where nothing reaches it or it has no limit.
  func use(of component: Component) -> Use? {
    guard let slots = component.concurrency.value else { return nil }
    let lanes = Self.lanes(of: component)
    var offered = 0.0
    var hottest = 0.0
    var rate = 0.0
    var busy = 0.0
    for (key, perSecond) in visits where key.component == component.id {
      guard let seconds = occupancy(of: component, key.operation, writes: key.writes) else {
        continue
      }
      let share = self.share(of: component, lanes: lanes, operation: key.source)
      offered += perSecond * seconds
      hottest += perSecond * share * seconds
      busy += perSecond * share
      rate += perSecond
    }
    guard rate > 0, offered > 0 else { return nil }
    return Use(
      perSecond: rate, meanSeconds: offered / rate, lanes: lanes, slots: slots,
      busiestShare: busy / rate, busy: hottest / Double(slots))
  }

  /// Time in which a slot is taken by one visit: the work, and where the slot is held, the work
  /// of those it waits for.
  private func occupancy(
    of component: Component, _ operation: String?, writes: Bool
  ) -> Double? {
    guard let own = PathTimes.work(of: component, operation, writes: writes) else { return nil }
    guard component.holdsWhileWaiting.value else { return own }
    return own + PathTimes(flow).waiting(of: component, operation)
  }

  private func share(of component: Component, lanes: Int, operation: String) -> Double {
    let isKeyed = component.isLed || component.has("replayable")
    guard isKeyed else { return 1 / Double(max(1, lanes)) }
    let load = peak.first { $0.operation.operation == operation }?.operation
    let keys = load?.keys ?? KeySpace(count: 1000, skew: component.sharding.skew)
    return HotShard.share(keys, shards: lanes, strategy: component.sharding.strategy)
  }

  /// Copies, shards or lanes that share the load of a component.
  static func lanes(of component: Component) -> Int {
    if component.has("replayable") {
      return max(component.partitions?.value ?? 1, component.sharding.count)
    }
    return component.isLed
      ? component.sharding.count : max(1, component.replicas.value.reduce(0, +))
  }

  private static func spread(
    _ peak: [(operation: OperationLoad, perSecond: Double)], over flow: OrderFlow
  ) -> [(key: Visit, perSecond: Double)] {
    var order: [Visit] = []
    var total: [Visit: Double] = [:]
    func add(_ key: Visit, _ rate: Double) {
      if total[key] == nil { order.append(key) }
      total[key, default: 0] += rate
    }
    for (load, perSecond) in peak where perSecond > 0 {
      let name = load.operation
      var wave: [(key: Visit, rate: Double)] = flow.roots(of: name).map {
        (Visit(component: $0, operation: name, source: name, writes: false), perSecond)
      }
      for _ in 0...flow.architecture.components.count where !wave.isEmpty {
        var next: [(key: Visit, rate: Double)] = []
        for (key, rate) in wave {
          add(key, rate)
          guard let component = flow.component(key.component) else { continue }
          for hop in flow.hops(from: component, for: key.operation) where rate * hop.times > 1e-9 {
            guard let target = flow.component(hop.to) else { continue }
            let visit = Visit(
              component: hop.to, operation: hop.operation, source: name,
              writes: PathTimes.writes(hop, target))
            next.append((visit, rate * hop.times))
          }
        }
        wave = merged(next)
      }
    }
    return order.map { ($0, total[$0] ?? 0) }
  }

  private static func merged(_ wave: [(key: Visit, rate: Double)]) -> [(key: Visit, rate: Double)] {
    var order: [Visit] = []
    var rates: [Visit: Double] = [:]
    for (key, rate) in wave {
      if rates[key] == nil { order.append(key) }
      rates[key, default: 0] += rate
    }
    return order.map { ($0, rates[$0] ?? 0) }
  }
}

/// What the peak does to one component.
struct Use {
  /// Requests per second over all copies.
  var perSecond: Double
  /// Mean time a slot is taken by one request, in seconds.
  var meanSeconds: Double
  /// Copies, shards or lanes.
  var lanes: Int
  /// Slots of each.
  var slots: Int
  /// Share of the load at the busiest of them.
  var busiestShare: Double
  /// Offered load of the busiest over its slots: above 1 it cannot keep up.
  var busy: Double

  /// Requests per second that the component takes as its load is divided.
  var capacity: Double { perSecond / busy }
  /// Requests per second that one copy, shard or lane takes.
  var laneCapacity: Double { Double(slots) / meanSeconds }

  /// The numbers behind a verdict.
  var facts: [Fact] {
    [
      Fact("peak", Words.rate(perSecond)),
      Fact("mean time a slot is taken", TimeSpan(seconds: meanSeconds).brief),
      Fact("copies, shards or lanes", "\(lanes)"), Fact("slots each", "\(slots)"),
      Fact("share of the busiest", "\(Words.number(busiestShare * 100)) %"),
      Fact("capacity", Words.rate(capacity)), Fact("rho", Words.number(busy)),
    ]
  }
}
