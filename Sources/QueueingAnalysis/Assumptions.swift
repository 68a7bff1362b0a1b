import ArchitectureModel

/// What a prediction takes for granted and a design does not keep, in words.
struct Assumptions {
  let texts: [String]

  init(_ pass: QueueingPass, _ network: Network, _ solved: NetworkSolver) {
    var texts: [String] = []
    let components = network.graph.components
    let used = Set(
      network.graph.visits.indices.filter { solved.flows[$0] > 0 }
        .map { network.graph.visits[$0].component })
    let inUse = components.indices.filter(used.contains).map { components[$0] }
    func has(_ condition: (ProgramStep.Action) -> Bool) -> Bool {
      network.graph.programs.indices.contains { visit in
        solved.flows[visit] > 0
          && network.graph.programs[visit].steps.contains { $0.has(condition) }
      }
    }
    if pass.load.hasFaults {
      texts.append("faults are left out: the values are those without them")
    }
    let clients = pass.load.operations.contains { $0.timeout != nil || ($0.retry?.max ?? 0) > 0 }
    if clients || has({ if case .call(let link) = $0 { link.isGuarded } else { false } }) {
      texts.append("nobody gives up or tries again: time-outs and retries are left out")
    }
    if inUse.contains(where: { $0.errorShare.value > 0 }) {
      texts.append("errors are left out: every request goes all its way")
    }
    if inUse.contains(where: { $0.scaling != nil }) {
      texts.append("components that 'scale' are taken to have the most copies they may have")
    }
    if inUse.contains(where: { $0.onDemand != nil }) {
      texts.append("functions are taken to have all their copies running: cold starts are left out")
    }
    if inUse.contains(where: { $0.keeping != nil }) {
      texts.append("caches are taken to hit the share that 'hit' says, whatever they hold")
    }
    let routes = inUse.flatMap { $0.allSteps.flatMap(\.calls) }.compactMap(\.route)
    if routes.contains(where: { $0 != .nearest }) {
      texts.append("calls are taken to go to the nearest site, whatever 'route' says")
    }
    if inUse.contains(where: { $0.usesProcessors }) {
      texts.append(
        "processors count as slots, as many as they keep busy at full speed; where slots are kept "
          + "during calls they are taken to be enough")
    }
    if has({ if case .together = $0 { true } else { false } }) {
      texts.append("steps that run together are taken to be independent")
    }
    if network.stations.all.contains(where: {
      $0.split == .pooled && used.contains($0.component)
        && components[$0.component].balance.value == .leastBusy
        && Self.isSeveral($0.component, network)
    }) {
      texts.append("copies balanced by 'least_busy' are taken to share one queue")
    }
    let keeps = network.graph.visits.enumerated().contains { index, visit in
      let component = components[visit.component]
      return solved.flows[index] > 0 && component.holdsWhileWaiting.value
        && component.concurrency.value != nil
        && network.graph.programs[index].steps.contains { step in
          step.has { if case .call(let link) = $0 { link.isAwaited } else { false } }
        }
    }
    if keeps {
      texts.append("a kept slot counts with the mean and the variance of the time it is kept")
    }
    if inUse.contains(where: { !$0.consumes.isEmpty }) {
      texts.append("the wait of messages for a consumer is not predicted, only how busy it is")
    }
    self.texts = texts
  }

  private static func isSeveral(_ component: Int, _ network: Network) -> Bool {
    if case .groups(let groups, _) = network.topology.copies[component] {
      return groups.contains { $0.count > 1 }
    }
    return false
  }
}
