import ArchitectureModel
import ExerciseFiles
import PluginAPI
import Quantities

/// A scenario's faults for one design: what its targets select there.
struct FaultTargets {
  let architecture: Architecture
  let graph: CallGraph

  init(_ architecture: Architecture) {
    self.architecture = architecture
    graph = CallGraph(architecture)
  }

  /// The faults with times from the start of the run; nil where a target selects nothing.
  func resolve(
    _ faults: [ScenarioFault], warmup: TimeSpan
  ) -> (faults: [Fault], played: [PlayedFault])? {
    var result: [Fault] = []
    var played: [PlayedFault] = []
    for fault in faults {
      var targets: [Fault.Target] = []
      if case .load(let operation, let factor) = fault.effect {
        targets = [.load(operation: operation, factor: factor)]
      }
      for component in matches(fault) {
        for target in self.targets(fault, component) where !targets.contains(target) {
          targets.append(target)
        }
      }
      guard !targets.isEmpty else { return nil }
      let at = TimeSpan(nanoseconds: warmup.nanoseconds &+ fault.at.nanoseconds)
      for target in targets {
        let fault = Fault(target: target, at: at, lasts: fault.lasts, span: architecture.span)
        result.append(fault)
        played.append(FaultWords.played(fault, warmup: warmup))
      }
    }
    return (result, played)
  }

  private func matches(_ fault: ScenarioFault) -> [Component] {
    let path = fault.serves.map { Set(graph.reached(by: $0, throughConsumers: true)) }
    return architecture.components.filter { component in
      if let trait = fault.trait, !component.has(trait) { return false }
      if let kind = fault.kind, component.kind.name != kind, component.kind.extends != kind {
        return false
      }
      if let data = fault.holds, !component.holds(data) { return false }
      if let path, !path.contains(component.id) { return false }
      return !component.has("support") && !component.has("source")
    }
  }

  private func targets(_ fault: ScenarioFault, _ component: Component) -> [Fault.Target] {
    let id = component.id
    let copies: FaultCopies
    switch fault.pick {
    case .each, .all, .zone, .site: copies = .all
    case .replica: copies = component.isLed ? .leaders : .first(1)
    case .primary: copies = .leaders
    }
    switch fault.effect {
    case .crash: return [.crash(component: id, copies: copies)]
    case .slow(let factor): return [.slow(component: id, copies: copies, factor: factor)]
    case .errors(let share): return [.errors(component: id, copies: copies, share: share)]
    case .less(let share):
      return fits("less", component) ? [.less(component: id, copies: copies, share: share)] : []
    case .deploy(let over, let errors, let slow):
      // A release goes to all copies unless one is picked.
      return [.deploy(component: id, copies: .all, over: over, errors: errors, slow: slow)]
    case .lag(let by): return fits("lag", component) ? [.lag(component: id, by: by)] : []
    case .skew(let by): return fits("skew", component) ? [.skew(component: id, by: by)] : []
    case .wipe: return fits("wipe", component) ? [.wipe(component: id)] : []
    case .flush: return fits("flush", component) ? [.flush(component: id)] : []
    case .random: return fits("random", component) ? [.random(component: id, copies: .all)] : []
    case .lose:
      let place = place(of: component, fault.pick)
      return [.lose(site: place.site, zone: place.zone)]
    case .cut:
      let place = place(of: component, fault.pick)
      return others(place).map { .cut(place, $0) }
    case .drop(let share): return links(to: component).map { .drop(link: $0, share: share) }
    case .delay(let factor, let adds):
      return links(to: component).map { .slowLink(link: $0, factor: factor, adds: adds) }
    case .load: return []
    }
  }

  private func fits(_ verb: String, _ component: Component) -> Bool {
    FaultFit.problem(verb, component) == nil
  }

  /// Where the first copy or leader stands: its site, or the first zone there.
  private func place(of component: Component, _ pick: ScenarioFault.Pick) -> FaultPlace {
    let site = component.sites.first ?? architecture.sites[0].id
    if pick == .site { return FaultPlace(site: site) }
    return FaultPlace(site: site, zone: architecture.site(site)?.zones.first)
  }

  /// All places apart from one, as large as they come.
  private func others(_ place: FaultPlace) -> [FaultPlace] {
    architecture.sites.flatMap { site -> [FaultPlace] in
      if site.id != place.site { return [FaultPlace(site: site.id)] }
      guard place.zone != nil else { return [] }
      return site.zones.filter { $0 != place.zone }.map { FaultPlace(site: site.id, zone: $0) }
    }
  }

  private func links(to component: Component) -> [String] {
    architecture.components.flatMap { caller in
      caller.allSteps.flatMap(\.calls).filter { $0.target.name == component.id }.map(\.link)
        + (caller.fronts?.name == component.id ? ["\(caller.id)->\(component.id)"] : [])
    }
  }
}
