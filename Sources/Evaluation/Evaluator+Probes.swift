import ArchitectureModel
import ExerciseFiles
import PluginAPI

extension Evaluator {
  /// The probes of an exercise's own domain, of foundations and of what it measures.
  ///
  /// The engine keeps at most sixteen.
  func probes(of exercise: Exercise?) -> [Probe] {
    guard let exercise else { return [] }
    return probes(
      ofDomains: [String(exercise.id.prefix { $0 != "/" })],
      asked: exercise.requirements.map(\.measureText))
  }

  /// The probes of foundations and of the domains whose kinds a design uses.
  func probes(in architecture: Architecture) -> [Probe] {
    let domains = architecture.components.map(\.kind.name).filter { $0.contains("/") }
      .map { String($0.prefix { $0 != "/" }) }
    return probes(ofDomains: Set(domains), asked: [])
  }

  private func probes(ofDomains domains: Set<String>, asked: [String]) -> [Probe] {
    let measures = plugins.measures.filter { measure in
      let domain = String(measure.id.prefix { $0 != "." })
      return domain == "foundations" || domains.contains(domain) || asked.contains(measure.id)
    }
    var known: [Probe] = []
    for probe in measures.flatMap(\.probes)
    where !known.contains(where: { $0.id == probe.id }) {
      known.append(probe)
    }
    return Array(known.prefix(16))
  }
}
