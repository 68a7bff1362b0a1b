public import ArchitectureModel
public import PluginAPI
public import Quantities

/// A load to be analysed.
public struct AnalysedLoad: Sendable {
  /// The scenario; `run` for a file's own load.
  public var scenario: String
  /// The operations; `at` in rates counts from the start of the run.
  public var operations: [OperationLoad]
  /// When the kept time begins.
  public var from: TimeSpan
  /// How long it lasts.
  public var lasts: TimeSpan
  /// Whether something breaks.
  public var hasFaults: Bool

  /// Creates a load.
  public init(
    scenario: String, operations: [OperationLoad], from: TimeSpan, lasts: TimeSpan,
    hasFaults: Bool
  ) {
    self.scenario = scenario
    self.operations = operations
    self.from = from
    self.lasts = lasts
    self.hasFaults = hasFaults
  }
}

/// What queueing theory says of a design under a load, before any event is spent.
///
/// It is pure and draws nothing: the same design and load give the same values. It knows nothing
/// of the engine, so that each is a check on the other.
///
/// ```swift
/// let pass = QueueingPass(architecture, load, topology)
/// let prediction = pass.prediction()
/// ```
///
/// Begin to read at `FlowGraph` (who calls whom how often), then `NetworkSolver` (times),
/// `ExactTheory` (where they are exact) and `Saturation` (what is full first).
public struct QueueingPass {
  let architecture: Architecture
  let load: AnalysedLoad
  let arrivals: [ArrivalMoments]
  let graph: FlowGraph
  let topology: Topology

  /// Prepares a pass; `topology` is that of the same operations and components, in their order.
  public init(_ architecture: Architecture, _ load: AnalysedLoad, _ topology: Topology) {
    self.architecture = architecture
    self.load = load
    self.topology = topology
    arrivals = load.operations.map { ArrivalMoments($0, from: load.from, lasts: load.lasts) }
    graph = FlowGraph(ProgramBuilder(architecture, load.operations), topology)
  }

  /// The prediction.
  public func prediction() -> AnalyticPrediction {
    var prediction = AnalyticPrediction(scenario: load.scenario)
    prediction.components = architecture.components.map {
      var component = ComponentPrediction(component: $0.id)
      component.isUnlimited = $0.concurrency.value == nil
      return component
    }
    prediction.operations = load.operations.indices.map {
      OperationPrediction(
        operation: load.operations[$0].operation, rate: arrivals[$0].mean,
        peakRate: max(arrivals[$0].mean, arrivals[$0].peak))
    }
    guard !graph.isTooLarge else {
      prediction.leftOut = ["the design has too many ways of a request to be analysed"]
      return prediction
    }
    let network = Network(graph, topology)
    let parts = ExactTheory(
      network: network, operations: load.operations, arrivals: arrivals,
      hasFaults: load.hasFaults
    ).parts()
    let rates = ClosedRates(network, arrivals)
    let solved = rates.solved()
    fill(&prediction, solved, parts)
    for part in parts where part.isClosed && part.theory != nil {
      ClosedPart(network, arrivals, solved, part).fill(&prediction)
    }
    prediction.closed = rates.bounds(load.operations.map(\.operation))
    let saturation = Saturation(network, solved, arrivals)
    saturation.fill(&prediction)
    prediction.leftOut = Assumptions(self, network, solved).texts
    return prediction
  }

  // MARK: Values

  private func fill(
    _ prediction: inout AnalyticPrediction, _ solved: NetworkSolver, _ parts: [ExactTheory.Part]
  ) {
    for index in architecture.components.indices {
      let part = parts.first { $0.components.contains(index) }
      fill(&prediction.components[index], index, solved, part)
    }
    for index in load.operations.indices {
      let part = parts.first { $0.operations.contains(index) }
      fill(&prediction.operations[index], index, solved, part)
    }
  }

  private func fill(
    _ component: inout ComponentPrediction, _ index: Int, _ solved: NetworkSolver,
    _ part: ExactTheory.Part?
  ) {
    let network = solved.network
    for operation in load.operations.indices {
      let mean = graph.visits.indices.reduce(0) {
        graph.visits[$1].component == index ? $0 + solved.perRequest[operation][$1] : $0
      }
      if mean > 0 { component.visits.append((load.operations[operation].operation, mean)) }
    }
    let totals = StationTotals(index, solved, carried: isLoss(part))
    component.arrivals = totals.rate
    guard totals.rate > 0, totals.rate < .infinity else {
      if totals.rate == 0 { (component.utilisation, component.busiest) = (0, 0) }
      return
    }
    component.work = totals.work
    component.held = finite(totals.held)
    component.utilisation = finite(totals.utilisation)
    component.busiest = finite(totals.busiest)
    component.busiestAtPeak = component.busiest
    component.waiting = finite(totals.waiting)
    let isStable = totals.busiest < 1 || !hasLimit(index, network) || isLoss(part)
    component.theory = isStable ? part?.theory : nil
  }

  private func finite(_ value: Double) -> Double? { value < .infinity ? value : nil }

  private func hasLimit(_ index: Int, _ network: Network) -> Bool {
    network.stations.ofComponent[index].contains { network.stations.all[$0].servers != nil }
  }

  private func isLoss(_ part: ExactTheory.Part?) -> Bool {
    ["M/M/c/K", "M/G/c/c", "M/G/c/K-PS"].contains(part?.theory)
  }

  private func fill(
    _ operation: inout OperationPrediction, _ index: Int, _ solved: NetworkSolver,
    _ part: ExactTheory.Part?
  ) {
    operation.rate = solved.load.rates[index]
    operation.peakRate = max(operation.rate, operation.peakRate)
    if let why = part?.why { operation.because.append("not exact: \(why)") }
    operation.because += arrivals[index].notes.filter { part?.why != $0 }
    guard operation.rate > 0 else {
      operation.because = ["no request arrives in the kept time"]
      return
    }
    let latency = solved.latency(index)
    guard latency < .infinity else {
      operation.because.insert("more is asked than some component can do", at: 0)
      return
    }
    if let full = saturated(index, solved), !isLoss(part) {
      operation.because.insert("\(full) cannot keep up, so waits have no mean", at: 0)
      return
    }
    operation.latency = latency
    operation.theory = part?.theory
    if isLoss(part) { operation.admitted = 1 - refused(index, solved) }
    if !solved.isSettled {
      operation.because.append("the equations of a loop did not come to rest")
      operation.theory = nil
    }
  }

  /// A component on the way of an operation that is asked for more than it can do.
  private func saturated(_ operation: Int, _ solved: NetworkSolver) -> String? {
    for visit in graph.awaited(by: operation) where solved.flows[visit] > 0 {
      for place in solved.network.visited[visit] {
        let station = solved.network.stations.all[place.station]
        if station.servers != nil, solved.states[place.station].demand >= 1,
          solved.load.seen[operation] == 1
        {
          return architecture.components[station.component].id
        }
      }
    }
    return nil
  }

  /// Share of the requests of an operation that find no room at the only station that queues.
  private func refused(_ operation: Int, _ solved: NetworkSolver) -> Double {
    graph.visits.indices.reduce(0) { sum, visit in
      let blocked = solved.network.visited[visit].reduce(0) {
        $0 + $1.mean * solved.states[$1.station].blocked
      }
      return sum + solved.perRequest[operation][visit] * blocked
    }
  }
}

/// The stations of a component together.
struct StationTotals {
  var rate = 0.0
  var work = 0.0
  var held = 0.0
  var waiting = 0.0
  var utilisation = 0.0
  var busiest = 0.0

  /// Adds them up; with `carried` a slot counts only for visits that find room, otherwise for all
  /// that is asked where that is more than there is.
  init(_ component: Int, _ solved: NetworkSolver, carried: Bool = false) {
    let network = solved.network
    var slots = 0.0
    var busy = 0.0
    for index in network.stations.ofComponent[component] {
      let station = network.stations.all[index]
      let state = solved.states[index]
      let admitted = state.utilisation < 1 || carried ? 1 - state.blocked : 1
      rate += state.rate * station.count
      slots += station.allServers ?? 0
      let used = state.utilisation * admitted
      busy += station.servers == nil ? used : used * (station.allServers ?? 0)
      busiest = max(busiest, used)
      if state.rate > 0 {
        held += state.rate * station.count * state.hold.mean
        waiting += state.rate * station.count * state.wait.mean
      }
    }
    utilisation = slots > 0 ? busy / slots : busy
    guard rate > 0, rate < .infinity else { return }
    held /= rate
    waiting /= rate
    for (visit, kind) in network.graph.visits.enumerated() where kind.component == component {
      let visits = network.visited[visit].reduce(0) { $0 + $1.mean }
      let flow = solved.flows[visit]
      if flow > 0 {
        work += flow * visits * network.graph.programs[visit].workMoments.mean / rate
      }
    }
  }
}
