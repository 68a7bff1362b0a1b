import ArchitectureModel
import PluginAPI

extension OrderFlow {
  /// The steps that a component does for an operation; all where nil.
  func steps(of component: Component, for operation: String?) -> [Step] {
    guard let operation else { return component.allSteps }
    return component.handlers.first { $0.operation == operation }?.steps ?? component.calls
  }

  /// The ways that leave a component for an operation, in the order of the file; not kept.
  func findHops(from component: Component, for operation: String?) -> [Hop] {
    var hops: [Hop] = []
    var guarded = false
    for step in steps(of: component, for: operation) {
      collect(step, operation, times: 1, guarded: &guarded, into: &hops)
    }
    if let store = component.fronts {
      hops.append(
        Hop(
          to: store.name, span: store.span, call: nil, isAwaited: true,
          times: 1 - (component.hit?.value ?? 0), isGuarded: guarded, operation: operation))
    }
    if component.has("broker") { hops += deliveries(from: component, operation) }
    return hops
  }

  private func deliveries(from broker: Component, _ operation: String?) -> [Hop] {
    var members: [String: Int] = [:]
    let consumers = architecture.components.flatMap { component in
      component.consumes.filter { $0.from.name == broker.id }.map { (component.id, $0) }
    }
    for (_, consumer) in consumers { members[consumer.group, default: 0] += 1 }
    return consumers.map { id, consumer in
      Hop(
        to: id, span: consumer.from.span, call: nil, isAwaited: false,
        times: 1 / max(1, Double(consumer.batch) * Double(members[consumer.group] ?? 1)),
        isGuarded: false, operation: operation, isDelivery: true)
    }
  }

  private func collect(
    _ step: Step, _ operation: String?, times: Double, guarded: inout Bool, into hops: inout [Hop]
  ) {
    if let operation, let when = step.when, !when.contains(operation) { return }
    let times = times * step.chance * Double(step.times)
    switch step.action {
    case .call(let call):
      hops.append(
        Hop(
          to: call.target.name, span: call.span, call: call, isAwaited: isAwaited(call),
          times: times, isGuarded: guarded, operation: call.operation ?? operation))
      if times >= 1, step.when == nil || operation != nil, guards(call, depth: 2) {
        guarded = true
      }
    case .together(let steps, let need):
      let before = guarded
      var after = guarded
      for inner in steps {
        var branch = before
        collect(inner, operation, times: times, guarded: &branch, into: &hops)
        if branch && need >= steps.count { after = true }
      }
      guarded = after
    case .choose(let branches):
      for branch in branches {
        var inside = guarded
        for inner in branch.steps {
          collect(
            inner, operation, times: times * branch.share, guarded: &inside, into: &hops)
        }
      }
    case .then(let targets):
      for target in targets {
        hops.append(
          Hop(
            to: target.to.name, span: target.to.span, call: nil, isAwaited: true,
            times: times * target.share, isGuarded: guarded, operation: operation))
      }
    }
  }

  /// Whether the answer waits for the call: sends are awaited by stores and brokers only.
  private func isAwaited(_ call: Call) -> Bool {
    guard call.verb == .send else { return true }
    guard let target = component(call.target.name) else { return false }
    if target.has("broker") { return call.acks != .none }
    return target.has("store")
  }

  /// Whether the answer of the call means that a risk check has passed the order.
  private func guards(_ call: Call, depth: Int) -> Bool {
    guard call.verb == .call, depth > 0, let target = component(call.target.name)
    else { return false }
    if target.plays(Role.risk) { return true }
    return target.calls.contains { step in
      guard case .call(let inner) = step.action, step.chance >= 1, step.times >= 1,
        step.when == nil
      else { return false }
      return guards(inner, depth: depth - 1)
    }
  }
}
