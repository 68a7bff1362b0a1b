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
      let matches = matches(fault)
      guard !matches.isEmpty else { return nil }
      let at = TimeSpan(nanoseconds: warmup.nanoseconds &+ fault.at.nanoseconds)
      var targets: [Fault.Target] = []
      for component in matches {
        for target in self.targets(fault, component) where !targets.contains(target) {
          targets.append(target)
        }
      }
      for target in targets {
        result.append(
          Fault(target: target, at: at, lasts: fault.lasts, span: architecture.span))
        played.append(
          PlayedFault(
            text: Self.words(target), at: fault.at.seconds, lasts: fault.lasts?.seconds))
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
    if case .lose = fault.effect {
      let site = component.sites.first ?? architecture.sites[0].id
      if fault.pick == .site { return [.lose(site: site, zone: nil)] }
      let zone = architecture.site(site)?.zones.first
      return [.lose(site: site, zone: zone)]
    }
    let copies: FaultCopies
    switch fault.pick {
    case .each, .all, .zone, .site: copies = .all
    case .replica: copies = component.isLed ? .leaders : .first(1)
    case .primary: copies = .leaders
    }
    switch fault.effect {
    case .crash: return [.crash(component: component.id, copies: copies)]
    case .slow(let factor):
      return [.slow(component: component.id, copies: copies, factor: factor)]
    case .errors(let share):
      return [.errors(component: component.id, copies: copies, share: share)]
    case .lose: return []
    }
  }

  static func words(_ target: Fault.Target) -> String {
    switch target {
    case .crash(let component, let copies): "crash of \(words(copies)) \(component)"
    case .slow(let component, let copies, let factor):
      "\(words(copies)) \(component) \(number(factor)) times slower"
    case .errors(let component, let copies, let share):
      "\(Share(fraction: share).text) errors in \(words(copies)) \(component)"
    case .lose(let site, let zone):
      zone.map { "loss of zone \(site).\($0)" } ?? "loss of site \(site)"
    }
  }

  /// Without a part where there is none: `12`, `1.5`.
  private static func number(_ value: Double) -> String {
    value == value.rounded() && value.magnitude < 1e15 ? String(Int64(value)) : String(value)
  }

  private static func words(_ copies: FaultCopies) -> String {
    switch copies {
    case .all: "all of"
    case .first(let count): count == 1 ? "a copy of" : "\(count) copies of"
    case .shard(let shard): "shard \(shard) of"
    case .leaders: "the leader of"
    }
  }
}
