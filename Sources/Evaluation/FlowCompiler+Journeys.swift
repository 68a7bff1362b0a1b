import ArchitectureModel
import PluginAPI
import Quantities
import SimulationKernel
import Stochastics

// Sessions and parts of the run, as the engine does them.

extension FlowCompiler {
  mutating func addJourneys() {
    flows.journeys = input.journeys.map(\.name)
    flows.windows = input.windows
    flows.model.windows = input.windows.map {
      WindowSpec(from: $0.from.nanoseconds, to: $0.to.nanoseconds)
    }
    for journey in input.journeys { add(journey) }
  }

  private mutating func add(_ journey: Journey) {
    let law = JourneyLaw(journey)
    var place: [String: Int] = [:]
    for (index, operation) in law.operations.enumerated() { place[operation] = index }
    func branches(_ shares: [(operation: String, share: Double)]) -> [BranchSpec] {
      var sum = 0.0
      return shares.compactMap { operation, share in
        guard share > 0, let to = place[operation] else { return nil }
        sum += share
        // What rounding leaves of a whole is no way out.
        return BranchSpec(upTo: sum > 1 - 1e-9 ? 1 : sum, to: to)
      }
    }
    var spec = JourneySpec(name: journey.name)
    spec.starts = branches(journey.starts)
    if let last = spec.starts.indices.last { spec.starts[last].upTo = 1 }
    spec.length = journey.length
    spec.leavesOnFailure = journey.leavesOnFailure
    for operation in law.operations {
      guard let index = operationIndex[operation] else {
        // Of a load that names what its exercise does not have.
        flows.model.journeys.append(JourneySpec(name: journey.name))
        return
      }
      let step = journey.step(operation)
      let think = step?.think ?? .exact(.zero)
      spec.nodes.append(
        JourneyNodeSpec(
          operation: index, think: Sampler(think), residual: ResidualSampler(think),
          next: branches(step?.next ?? [])))
    }
    if journey.isInEquilibrium { addPresent(journey, law, to: &spec) }
    flows.model.journeys.append(spec)
    guard let first = spec.nodes.first, !spec.starts.isEmpty else { return }
    for (number, arrivals) in journey.arrivals.enumerated() {
      guard
        var source = ArrivalCompiler.source(
          arrivals, operation: first.operation, name: "journey/\(journey.name)/\(number)",
          horizon: flows.model.cutOff)
      else { continue }
      source.journey = flows.model.journeys.count - 1
      flows.model.sources.append(source)
    }
  }

  /// The sessions that are in progress at the start, and the ways by which they came.
  private func addPresent(_ journey: Journey, _ law: JourneyLaw, to spec: inout JourneySpec) {
    let rate = journey.arrivals.reduce(0) { $0 + $1.perSecond(at: .zero) }
    let whole = law.thinkingSeconds
    guard rate > 0, whole > 0 else { return }
    var sum = 0.0
    let stages = law.stages.compactMap { stage -> (upTo: Double, node: Int, requests: Int)? in
      let time = law.thinking(stage)
      guard time > 0 else { return nil }
      sum += time / whole
      return (sum, stage.operation, stage.requests)
    }
    spec.present = PresentSpec(mean: rate * whole, stages: stages, survival: law.survival)
    guard journey.length == nil else { return }
    for to in spec.nodes.indices {
      var upTo = 0.0
      for (from, node) in spec.nodes.enumerated() {
        var before = 0.0
        for branch in node.next {
          defer { before = branch.upTo }
          guard branch.to == to, law.visits[to] > 0 else { continue }
          upTo += law.visits[from] * (branch.upTo - before) / law.visits[to]
          spec.nodes[to].before.append(BranchSpec(upTo: upTo, to: from))
        }
      }
    }
  }
}
