import ArchitectureModel

/// In which order the visits of an operation's requests are worked out: what is called before its
/// callers, so that nothing has to be followed in depth.
struct VisitPlan {
  /// A component's work for an operation.
  struct Visit: Hashable {
    var component: Int
    var operation: String
  }

  /// The visits, callees first; on a circle of hand-overs one of them comes before its callee.
  private(set) var order: [Visit] = []
  /// The components in the order in which a request meets them, those with little behind them
  /// first.
  private(set) var met: [Int] = []

  init(_ model: FailureModel, _ operation: String, entry: Int) {
    var seen: Set<Visit> = []
    var stack: [(visit: Visit, next: [Visit], place: Int)] = []
    func push(_ visit: Visit) {
      seen.insert(visit)
      met.append(visit.component)
      stack.append((visit, Self.next(visit, model), 0))
    }
    push(Visit(component: entry, operation: operation))
    while let top = stack.last {
      guard top.place < top.next.count else {
        order.append(top.visit)
        stack.removeLast()
        continue
      }
      stack[stack.count - 1].place += 1
      let next = top.next[top.place]
      if !seen.contains(next) { push(next) }
    }
  }

  /// The visits that a visit may wait for or hand on to.
  private static func next(_ visit: Visit, _ model: FailureModel) -> [Visit] {
    let component = model.component(visit.component)
    func named(_ name: Named, _ operation: String) -> [Visit] {
      model.componentIndex[name.name].map { [Visit(component: $0, operation: operation)] } ?? []
    }
    if component.isPassive { return [] }
    if let store = component.fronts { return named(store, visit.operation) }
    return model.steps(of: visit.component, visit.operation).flatMap { step in
      step.calls.filter { !model.isForgotten($0) }
        .flatMap { named($0.target, $0.operation ?? visit.operation) }
        + step.handOvers.flatMap { named($0, visit.operation) }
    }
  }
}

extension FailureModel {
  /// The steps of a component for an operation, those with few components behind them first.
  ///
  /// All steps are needed, so that their order changes no result; but variables then stand near
  /// those of their caller, which keeps diagrams small.
  func steps(of index: Int, _ operation: String) -> [Step] {
    let component = component(index)
    let handler = component.handlers.first { $0.operation == operation }
    let wanted = (handler?.steps ?? component.calls).filter { $0.applies(to: operation) }
    let weights = wanted.map { weight(of: $0) }
    let order = wanted.indices.sorted { left, right in
      weights[left] == weights[right] ? left < right : weights[left] < weights[right]
    }
    return order.map { wanted[$0] }
  }

  /// How many components stand behind a step.
  func weight(of step: Step) -> Int {
    (step.calls.map(\.target) + step.handOvers).reduce(0) { sum, target in
      sum + (componentIndex[target.name].map { reachable[$0] } ?? 0)
    }
  }

  static func reachableFrom(_ architecture: Architecture, _ index: [String: Int]) -> [Int] {
    let next = architecture.components.map { component in
      (component.allSteps.flatMap(\.calls).map(\.target)
        + component.allSteps.flatMap(\.handOvers) + [component.fronts].compactMap { $0 })
        .compactMap { index[$0.name] }
    }
    return architecture.components.indices.map { start in
      var seen: Set<Int> = [start]
      var stack = [start]
      while let here = stack.popLast() {
        for other in next[here] where seen.insert(other).inserted { stack.append(other) }
      }
      return seen.count
    }
  }

  /// The sites where a component can be visited.
  func sites(of index: Int) -> [Int] {
    let body = bodies[index]
    if !body.members.isEmpty {
      var sites: [Int] = []
      for member in body.members where !sites.contains(member.site) { sites.append(member.site) }
      return sites
    }
    return body.sites.isEmpty ? [home(of: index)] : body.sites.map(\.site)
  }

  /// The first site of a component.
  func home(of index: Int) -> Int {
    architecture.sites.firstIndex { $0.id == component(index).sites.first } ?? 0
  }

  /// Whether nobody waits for what is only handed over.
  func isForgotten(_ call: Call) -> Bool {
    guard call.verb == .send, let index = componentIndex[call.target.name] else { return false }
    let target = component(index)
    let keeps = target.has("store") || target.has("broker")
    return !keeps || target.has("broker") && call.acks == .none
  }
}

extension Step {
  /// Whether it is done for an operation; one that nobody names is all of them.
  func applies(to operation: String) -> Bool {
    guard let when, operation != "*" else { return true }
    return when.contains(operation)
  }
}

extension Component {
  /// Whether it answers by itself: stores and brokers call nobody.
  var isPassive: Bool { has("store") && !has("volatile") || has("broker") }
}
