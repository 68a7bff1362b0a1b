import ExerciseFiles
import PluginAPI

extension Evaluator {
  /// The probes of an exercise's own domain, of foundations and of what it measures.
  ///
  /// All of them where there is no exercise; the engine keeps at most sixteen.
  func probes(of exercise: Exercise?) -> [Probe] {
    let domains = exercise.map { ["foundations", String($0.id.prefix { $0 != "/" })] }
    let asked = exercise.map { $0.requirements.map(\.measureText) } ?? []
    let measures = plugins.measures.filter { measure in
      guard let domains else { return true }
      return domains.contains(String(measure.id.prefix { $0 != "." })) || asked.contains(measure.id)
    }
    var known: [Probe] = []
    for probe in measures.flatMap(\.probes)
    where !known.contains(where: { $0.id == probe.id }) {
      known.append(probe)
    }
    return Array(known.prefix(16))
  }
}
