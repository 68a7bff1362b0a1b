import ArchitectureModel
import Stochastics

/// Finds the parts of a design for which a theory gives exact values.
///
/// A part is what the operations with a component in common reach. It is exact when all its
/// arrivals are Poisson at constant rates, or all its users come again, nothing fails, nobody
/// gives up or tries again, requests go from one station to the next and never to two at once,
/// and
///
/// - one station queues and each request comes there at most once: M/M/c, M/M/c/K, M/G/1, M/G/c/c
///   or, where none queues, M/G/infinity; or
/// - all stations that queue serve in order of arrival, without limit, exponential times with one
///   mean for all, or share their slots equally: product form, by which the times at the stations
///   are those of M/M/c.
///
/// Source: James Jackson, "Networks of Waiting Lines", Operations Research 5(4), 1957; Frank
/// Kelly, "Networks of Queues with Customers of Different Types", Journal of Applied Probability
/// 12(3), 1975, for routes that are fixed; Forest Baskett, Mani Chandy, Richard Muntz and
/// Fernando Palacios, "Open, Closed, and Mixed Networks of Queues with Different Classes of
/// Customers", Journal of the ACM 22(2), 1975.
struct ExactTheory {
  /// A part with its theory.
  struct Part {
    var operations: [Int]
    var components: [Int]
    /// The name of the theory; nil where there is none.
    var theory: String?
    /// Why there is none.
    var why: String?
    /// Whether its users come again.
    var isClosed: Bool
  }

  let network: Network
  let operations: [OperationLoad]
  let arrivals: [ArrivalMoments]
  let hasFaults: Bool

  /// The parts, in the order of their first operation.
  func parts() -> [Part] {
    var reached: [[Int]] = []
    for operation in operations.indices { reached.append(reaching(operation)) }
    var result: [Part] = []
    var owner = [Int: Int]()
    for operation in operations.indices {
      let known = Set(reached[operation].compactMap { owner[$0] }).sorted()
      var part = Part(
        operations: [operation], components: reached[operation], theory: nil, why: nil,
        isClosed: false)
      for index in known {
        part.operations = result[index].operations + part.operations
        part.components += result[index].components
        result[index].operations = []
      }
      part.operations.sort()
      part.components = Set(part.components).sorted()
      result.append(part)
      for component in part.components { owner[component] = result.count - 1 }
    }
    return result.filter { !$0.operations.isEmpty }.map(judged)
      .sorted { ($0.operations.first ?? 0) < ($1.operations.first ?? 0) }
  }

  /// The components that requests of an operation reach, those behind brokers included.
  private func reaching(_ operation: Int) -> [Int] {
    var seen = [Bool](repeating: false, count: network.graph.visits.count)
    var stack = network.graph.entries[operation].map(\.visit)
    var components: Set<Int> = []
    while let visit = stack.popLast() {
      if seen[visit] { continue }
      seen[visit] = true
      components.insert(network.graph.visits[visit].component)
      stack += network.graph.arcs[visit].map(\.to)
    }
    return components.sorted()
  }

  private func judged(_ part: Part) -> Part {
    var part = part
    let closed = part.operations.contains { !arrivals[$0].closed.isEmpty }
    let open = part.operations.contains { arrivals[$0].mean > 0 }
    part.isClosed = closed && !open
    part.why = obstacle(part, isClosed: closed, isOpen: open)
    if part.why == nil { (part.theory, part.why) = theory(part) }
    return part
  }

  // MARK: What is in the way

  private func obstacle(_ part: Part, isClosed: Bool, isOpen: Bool) -> String? {
    if hasFaults { return "faults are played" }
    if isClosed, isOpen { return "some users come again and others do not" }
    if !isClosed, !isOpen { return "nothing arrives" }
    for operation in part.operations {
      let load = operations[operation]
      if load.timeout != nil { return "the client of \(load.operation) has a time-out" }
      if (load.retry?.max ?? 0) > 0 { return "the client of \(load.operation) tries again" }
      if load.patience != nil { return "the patience of \(load.operation) is limited" }
      if !load.obligations.isEmpty { return "\(load.operation) owes more than an answer" }
      if !arrivals[operation].isSteadyPoisson, arrivals[operation].mean > 0 {
        return arrivals[operation].notes.first ?? "arrivals are not Poisson"
      }
    }
    for component in part.components {
      if let why = obstacle(network.graph.components[component], component) { return why }
    }
    for (visit, kind) in network.graph.visits.enumerated()
    where part.components.contains(kind.component) {
      if let why = obstacle(network.graph.programs[visit], kind) { return why }
    }
    return nil
  }

  private func obstacle(_ component: Component, _ index: Int) -> String? {
    let id = component.id
    if component.errorShare.value > 0 { return "a share of the requests errs at \(id)" }
    if component.has("broker") { return "\(id) hands messages on" }
    if !component.consumes.isEmpty { return "\(id) works on messages" }
    guard component.concurrency.value != nil else { return nil }
    if let why = obstacle(component.serving, id) { return why }
    if component.keeping != nil { return "the hits of \(id) depend on what it holds" }
    if component.scaling != nil || component.onDemand != nil {
      return "copies of \(id) come and go"
    }
    if component.usesProcessors { return "work of \(id) shares processors" }
    switch network.topology.copies[index] {
    case .groups(let groups, _):
      guard let copies = groups.map(\.count).max(), copies > 1 else { return nil }
      switch component.balance.value {
      case .hash where part(of: index).contains { operations[$0].keys != nil }:
        return "requests come to the copies of \(id) by key"
      case .leastBusy, .roundRobin, .twoChoices:
        return "the copies of \(id) have queues of their own, balanced by what they hold or in turn"
      case .central:
        let places = Set(groups.flatMap { $0 })
        return places.count > groups.count && !network.topology.isOnePlace
          ? "the copies of \(id) stand in several zones behind one queue" : nil
      case .random, .hash: return nil
      }
    case .members(let members, let shards, _):
      if members.count > 1 { return "\(id) is replicated" }
      if shards > 1, part(of: index).contains(where: { operations[$0].keys != nil }) {
        return "requests come to the shards of \(id) by key"
      }
      return nil
    }
  }

  private func obstacle(_ serving: Serving, _ id: String) -> String? {
    if serving.order != .fifo { return "\(id) does not serve in the order of arrival" }
    if serving.onFull != .reject { return "a full \(id) does not simply refuse" }
    if serving.maxWait != nil { return "the wait at \(id) is limited" }
    if serving.shedFrom != nil { return "\(id) sheds load" }
    if serving.slowdown != nil { return "\(id) gets slower as it gets busier" }
    if serving.batch != nil { return "\(id) serves in groups" }
    if serving.tick != nil { return "\(id) serves on a beat" }
    return nil
  }

  private func part(of component: Int) -> [Int] {
    operations.indices.filter { reaching($0).contains(component) }
  }

  private func obstacle(_ program: Program, _ kind: Visit) -> String? {
    let component = network.graph.components[kind.component]
    for step in program.steps {
      if step.has({ if case .together = $0 { true } else { false } }) {
        return "\(component.id) asks several at once"
      }
      if step.has({ if case .call(let link) = $0 { !link.isAwaited } else { false } }) {
        return "\(component.id) sends without waiting"
      }
      if step.has({ if case .call(let link) = $0 { link.isGuarded } else { false } }) {
        return "\(component.id) has a time-out or tries again"
      }
    }
    return nil
  }

  // MARK: Which theory

  private func theory(_ part: Part) -> (String?, String?) {
    let queueing = part.components.filter { isQueueing($0, part) }
    if queueing.isEmpty { return (part.isClosed ? "delays only" : "M/G/infinity", nil) }
    var general: [Int] = []
    for component in queueing where !isMarkovian(component, part) { general.append(component) }
    if general.isEmpty { return productForm(queueing, part) }
    guard queueing.count == 1, let only = queueing.first, !part.isClosed else {
      let id = network.graph.components[general[0]].id
      return (nil, reason(general[0], id, part))
    }
    return alone(only, part)
  }

  /// Whether some request may have to wait at a component.
  private func isQueueing(_ component: Int, _ part: Part) -> Bool {
    guard network.graph.components[component].concurrency.value != nil else { return false }
    // Where nothing takes time nobody waits.
    return visits(component).contains { visit in
      keepsSlot(visit) || network.graph.programs[visit].workMoments.mean > 0
    }
  }

  private func visits(_ component: Int) -> [Int] {
    network.graph.visits.indices.filter { network.graph.visits[$0].component == component }
  }

  /// Whether slots are given back before any call.
  private func keepsSlot(_ visit: Int) -> Bool {
    let kind = network.graph.visits[visit]
    guard network.graph.components[kind.component].holdsWhileWaiting.value else { return false }
    return network.graph.programs[visit].steps.contains { step in
      step.has { if case .call = $0 { true } else { false } }
    }
  }

  /// Whether all visits have exponential work of one mean, in order, and slots are not kept
  /// during calls.
  private func isMemoryless(_ component: Int) -> Bool {
    var mean: Double?
    for visit in visits(component) {
      guard let work = network.graph.programs[visit].work, work.shape == .exponential,
        !keepsSlot(visit), mean == nil || mean == work.meanSeconds
      else { return false }
      mean = work.meanSeconds
    }
    return true
  }

  private func isMarkovian(_ component: Int, _ part: Part) -> Bool {
    guard isMemoryless(component) || isShared(component) else { return false }
    guard let room = network.graph.components[component].queueLimit.value else { return true }
    // A room that takes all the users there are has no limit.
    guard part.isClosed else { return false }
    let users = part.operations.flatMap { arrivals[$0].closed }.reduce(0) { $0 + $1.users }
    return room >= users
  }

  /// Whether all present share the slots, so that only the mean of the work matters.
  private func isShared(_ component: Int) -> Bool {
    network.rules[component].sharesEqually && !visits(component).contains(where: keepsSlot)
  }

  private func productForm(_ queueing: [Int], _ part: Part) -> (String?, String?) {
    if part.isClosed { return ("mean-value analysis", nil) }
    let isShared = queueing.contains(where: isShared)
    let network = isShared ? "BCMP network" : "open Jackson network"
    guard queueing.count == 1, let only = queueing.first, !isVisitedAgain(only) else {
      return (network, nil)
    }
    if isShared { return (slots(only) == 1 ? "M/G/1-PS" : "M/G/c-PS", nil) }
    return (slots(only) == 1 ? "M/M/1" : "M/M/c", nil)
  }

  private func slots(_ component: Int) -> Double {
    network.stations.ofComponent[component].compactMap { network.stations.all[$0].servers }.max()
      ?? 0
  }

  /// Whether some request comes to a component more than once.
  private func isVisitedAgain(_ component: Int) -> Bool {
    let visits = Set(visits(component))
    return operations.indices.contains { mostVisits($0, to: visits) > 1 }
  }

  /// Whether only some of the requests of an operation come to a component.
  private func isVisitedByChance(_ component: Int) -> Bool {
    let here = visits(component)
    return operations.indices.contains { operation in
      let mean = network.perRequest[operation]
      let share = here.reduce(0) { $0 + mean[$1] }
      return share > 0 && (share - 1).magnitude > 1e-9
    }
  }

  /// The greatest number of visits of one request to a set; 2 stands for more than one.
  private func mostVisits(_ operation: Int, to set: Set<Int>) -> Int {
    var memory: [Int: Int] = [:]
    var open: Set<Int> = []
    func program(_ visit: Int) -> Int {
      if let known = memory[visit] { return known }
      guard open.insert(visit).inserted else { return 2 }  // a loop
      defer { open.remove(visit) }
      let kind = network.graph.visits[visit]
      let here = set.contains(visit) ? 1 : 0
      let result = min(2, here + total(network.graph.programs[visit].steps, kind))
      memory[visit] = result
      return result
    }
    func most(_ targets: [(visit: Visit, share: Double)]) -> Int {
      targets.compactMap { network.graph.visit($0.visit) }.map(program).max() ?? 0
    }
    func total(_ steps: [ProgramStep], _ kind: Visit) -> Int {
      var sum = 0
      for step in steps {
        var once = 0
        switch step.action {
        case .call(let link): once = most(network.graph.targets(link, of: kind))
        case .together(let legs, _): once = self.sum(legs.map { total([$0], kind) })
        case .choose(let branches): once = branches.map { total($0.steps, kind) }.max() ?? 0
        case .then(let targets):
          once =
            targets.map { most(network.graph.targets(handedTo: $0.target, by: kind)) }.max() ?? 0
        }
        sum = min(2, sum + once * min(2, step.times))
      }
      return sum
    }
    return network.graph.entries[operation].map { program($0.visit) }.max() ?? 0
  }

  private func sum(_ values: [Int]) -> Int { min(2, values.reduce(0, +)) }

  /// One station that queues, with Poisson arrivals and work of any kind.
  private func alone(_ component: Int, _ part: Part) -> (String?, String?) {
    let id = network.graph.components[component].id
    if isVisitedAgain(component) {
      return (nil, "requests come to \(id) again, and its work is not exponential")
    }
    let room = network.graph.components[component].queueLimit.value
    let slots = slots(component)
    if let room {
      if isVisitedByChance(component) {
        return (nil, "some requests pass by \(id), where others are refused")
      }
      if room == 0 { return ("M/G/c/c", nil) }
      if isShared(component) { return ("M/G/c/K-PS", nil) }
      if isMemoryless(component) { return ("M/M/c/K", nil) }
      return (nil, "the queue of \(id) is limited, and its work is not exponential")
    }
    return slots == 1 ? ("M/G/1", nil) : (nil, reason(component, id, part))
  }

  private func reason(_ component: Int, _ id: String, _ part: Part) -> String {
    if visits(component).contains(where: keepsSlot) {
      return "\(id) keeps a slot while it waits for others"
    }
    if network.graph.components[component].queueLimit.value != nil, isMemoryless(component) {
      return "the queue of \(id) is limited"
    }
    return "the work of \(id) is not exponential with one mean for all"
  }
}
