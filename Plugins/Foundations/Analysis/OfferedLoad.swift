import ArchitectureModel
import PluginAPI
import Quantities

/// How much of each component's slots the load would keep busy.
///
/// A lower bound: without retries, queueing, network time and skewed shards. What users wait for is
/// measured against the highest rate, what consumers do later against the mean, since a queue
/// evens it out.
///
/// Source: Denning, Buzen, "The operational analysis of queueing network models", ACM Computing
/// Surveys 10(3), 1978, eq. (2), the utilisation law.
struct OfferedLoad {
  /// The use of one component.
  struct Use {
    /// The component.
    var component: Component
    /// Visits per second.
    var visitsPerSecond: Double
    /// Slots kept busy, on average.
    var busy: Double
    /// Slots there are.
    var slots: Double
    /// When, where the rates change over time.
    var at: TimeSpan?
    /// Whether the mean rate was taken.
    var isMean: Bool
    /// Busy slots over slots.
    var utilisation: Double { busy / max(1e-12, slots) }
    /// The mean seconds for which a visit keeps its slot.
    var heldSeconds: Double { visitsPerSecond > 0 ? busy / visitsPerSecond : 0 }
  }

  /// The use of each component that has a limited number of slots and is visited, in the order of
  /// the file.
  private(set) var uses: [Use] = []
  /// Operations whose requests go round for ever.
  private(set) var endless: [String] = []

  /// What one request of an operation asks of each component, by its place in the file.
  private struct Demand {
    var load: OperationLoad
    var answer: Double
    var visits: [Double]
    var busy: [Double]

    init(
      of load: OperationLoad, start: VisitRatios.Visit, ratios: VisitRatios, in flow: RequestFlow
    ) {
      var times = HoldingTime(flow)
      var visits = [Double](repeating: 0, count: flow.components.count)
      var busy = visits
      for (visit, count) in ratios.visits {
        let component = flow.components[visit.component]
        // A message is published once and delivered once per group; it is counted once.
        if !component.has("broker") || visit.work == .write { visits[visit.component] += count }
        busy[visit.component] +=
          count * times.held(visit) / OfferedLoad.spreading(of: visit.work, over: component)
      }
      self.load = load
      self.answer = times.answered(start)
      self.visits = visits
      self.busy = busy
    }
  }

  /// Computes the use under the load of the evidence; nil where there is none.
  ///
  /// `missedAlways` is a cache that answers nothing itself.
  init?(_ evidence: Evidence, missedAlways: String? = nil) {
    guard let rates = OperationRates(evidence) else { return nil }
    let flow = RequestFlow(evidence.architecture, missedAlways: missedAlways)
    var demands: [Demand] = []
    for load in rates.loads {
      guard let start = Self.start(of: load.operation, evidence.architecture, flow) else {
        continue
      }
      let ratios = VisitRatios(of: start, in: flow)
      if ratios.isFinite {
        demands.append(Demand(of: load, start: start, ratios: ratios, in: flow))
      } else {
        endless.append(load.operation)
      }
    }
    let awaited = Set(evidence.graph.reached(by: nil))
    uses = flow.components.indices.compactMap { place in
      let isMean = !awaited.contains(flow.components[place].id)
      return Self.use(
        of: flow.components[place], place, by: demands, rates: rates, isMean: isMean)
    }
  }

  private static func use(
    of component: Component, _ place: Int, by demands: [Demand], rates: OperationRates,
    isMean: Bool
  ) -> Use? {
    guard let slots = slots(of: component) else { return nil }
    var best: Use?
    for moment in isMean ? [TimeSpan.zero] : rates.moments {
      var use = Use(
        component: component, visitsPerSecond: 0, busy: 0, slots: slots,
        at: isMean || rates.moments.count < 2 ? nil : moment, isMean: isMean)
      for demand in demands {
        let rate =
          isMean
          ? rates.mean(demand.load, answer: demand.answer)
          : rates.perSecond(demand.load, at: moment, answer: demand.answer)
        use.visitsPerSecond += rate * demand.visits[place]
        use.busy += rate * demand.busy[place]
      }
      if use.busy > best?.busy ?? 0 { best = use }
    }
    return best
  }

  /// The use of a component; nil where nothing visits it or it takes any number at once.
  func use(of id: String) -> Use? { uses.first { $0.component.id == id } }

  private static func start(
    of operation: String, _ architecture: Architecture, _ flow: RequestFlow
  ) -> VisitRatios.Visit? {
    let entry =
      architecture.entries.first { $0.operation == operation }
      ?? architecture.entries.first { $0.operation == "*" }
    return entry.flatMap { flow.visit($0.component, operation: operation) }
  }

  /// Slots of one copy's worth: of the leaders for what is led, of all copies otherwise.
  private static func slots(of component: Component) -> Double? {
    guard let concurrency = component.concurrency.value, !component.has("support") else {
      return nil
    }
    let lanes = component.has("replayable") ? component.partitions?.value ?? 1 : 1
    if component.isLed {
      return Double(concurrency) * Double(lanes) * Double(max(1, component.sharding.count))
    }
    return Double(concurrency) * Double(max(1, component.copiesInAll))
  }

  /// Over how many copies visits spread: every copy does each write, reads that need not be the
  /// latest are shared.
  fileprivate static func spreading(of work: VisitRatios.Work, over component: Component) -> Double
  {
    guard component.isLed, work == .read, component.consistency.value != .strict,
      !component.has("broker"), component.replication.mode != .none
    else { return 1 }
    return Double(max(1, component.replication.copies))
  }
}
