import ArchitectureModel
import PluginAPI

/// The components without which an answer to a user cannot be given.
///
/// Left out is what an answer can do without: legs of a `together` that needs fewer than all, what
/// is sent without waiting, and what consumers do later.
struct RequiredPath {
  /// The components in breadth-first order from the entries.
  let components: [Component]
  /// Groups of components that stand in for each other, in the order of the file.
  let alternatives: [[String]]

  /// Follows the requests of a design.
  init(_ evidence: Evidence) {
    let architecture = evidence.architecture
    var order: [Component] = []
    var seen: Set<String> = []
    for component in evidence.entryComponents where seen.insert(component.id).inserted {
      order.append(component)
    }
    var next = 0
    while next < order.count {
      let here = order[next]
      next += 1
      var ids = here.allSteps.flatMap { Self.required($0, in: architecture) }
      if let store = here.fronts { ids.append(store.name) }
      for id in ids where seen.insert(id).inserted {
        if let component = architecture.component(id) { order.append(component) }
      }
    }
    self.components = order
    self.alternatives = architecture.components.flatMap { component in
      component.allSteps.flatMap(Self.groups)
    }
  }

  /// Whether the answer needs the component.
  func needs(_ id: String) -> Bool { components.contains { $0.id == id } }

  /// Whether two components are meant to stand in for each other.
  func areAlternatives(_ one: String, _ other: String) -> Bool {
    alternatives.contains { $0.contains(one) && $0.contains(other) }
  }

  private static func required(_ step: Step, in architecture: Architecture) -> [String] {
    switch step.action {
    case .call(let call):
      guard let target = architecture.component(call.target.name) else { return [] }
      if call.verb == .send, !target.has("store"), !target.has("broker") { return [] }
      return [target.id]
    case .together(let steps, let need):
      return need < steps.count ? [] : steps.flatMap { required($0, in: architecture) }
    case .choose(let branches):
      return branches.flatMap { $0.steps.flatMap { required($0, in: architecture) } }
    case .then(let targets):
      return targets.map(\.to.name)
    }
  }

  private static func groups(_ step: Step) -> [[String]] {
    switch step.action {
    case .call, .then: []
    case .together(let steps, let need):
      (need < steps.count ? [steps.flatMap(\.calls).map(\.target.name)] : [])
        + steps.flatMap(groups)
    case .choose(let branches): branches.flatMap { $0.steps.flatMap(groups) }
    }
  }
}
