import ArchitectureModel
@testable import Evaluation
import PluginAPI
import SimulationKernel
import Testing

/// John Little's law: the mean number inside is throughput times mean time inside.
///
/// Source: John Little, "A Proof for the Queuing Formula L = lambda W", Operations Research 9(3),
/// 1961. Over a finite time both sides differ only by who is inside at its ends; these are bounded
/// by counting, so that no interval is needed.
@Suite struct LittleTests {
  /// Waiting and working time of the visits of requests that came in the kept time, and the
  /// integrals of the numbers waiting and working over the kept time.
  struct Sides {
    var waited = 0.0
    var waiting = 0.0
    var worked = 0.0
    var working = 0.0
  }

  static func sides(_ observed: Observed, _ index: Int) -> Sides {
    var sides = Sides()
    for run in observed.runs {
      for operation in run.operations {
        sides.waited += operation.waitingIn[index]
        sides.worked += operation.workingIn[index]
      }
      for copy in observed.flows.copiesOf[index] {
        sides.waiting += run.copies[copy].waiting
        sides.working += run.copies[copy].busy
      }
    }
    return sides
  }

  /// The components that requests of users reach themselves, before any broker.
  ///
  /// What happens behind a broker belongs to messages, not to requests.
  static func awaited(_ architecture: Architecture) -> Set<String> {
    var found: Set<String> = []
    var open = architecture.entries.map(\.component)
    var behind: Set<String> = []
    var messages = architecture.components.filter { !$0.consumes.isEmpty }.map(\.id)
    func next(_ id: String) -> [String] {
      guard let component = architecture.components.first(where: { $0.id == id }) else { return [] }
      return component.allSteps.flatMap(\.calls).map(\.target.name)
        + component.allSteps.flatMap(\.handOvers).map(\.name)
        + [component.fronts?.name].compactMap { $0 }
    }
    while let id = open.popLast() { if found.insert(id).inserted { open += next(id) } }
    while let id = messages.popLast() { if behind.insert(id).inserted { messages += next(id) } }
    return found.subtracting(behind).filter { id in
      architecture.components.contains { $0.id == id && !$0.has("broker") }
    }
  }

  /// Whether every request ended in an answer or a refusal, so that all time spent is accounted.
  static func isWhole(_ observed: Observed) -> Bool {
    !observed.hasFaults
      && observed.measured.operations.allSatisfy {
        $0.failed.value == 0 && $0.abandoned.value == 0 && ($0.completed.value ?? 0) > 0
      }
  }

  /// The longest that anything took in a replication, in nanoseconds.
  static func longest(_ run: RunResult) -> Double {
    Double(run.operations.map(\.latencyMax).max() ?? 0)
  }

  /// What may differ at both ends of the kept time: everything waiting there, each for the longest
  /// time.
  static func edges(_ observed: Observed, _ index: Int) -> (waiting: Double, working: Double) {
    observed.runs.reduce((0, 0)) { sum, run in
      let most = observed.flows.copiesOf[index].reduce(0) { $0 + run.copies[$1].queueMax }
      let busy = observed.flows.copiesOf[index].reduce(0.0) { $0 + run.copies[$1].busy }
      let inUse = 4 + 4 * busy / Double(observed.flows.model.lasts)
      return (
        sum.0 + 2 * Double(most) * longest(run), sum.1 + 2 * inUse * longest(run)
      )
    }
  }

  /// Per component: the integral of the number waiting is the sum of the waits, and where it calls
  /// nobody, that of its slots is the sum of its work.
  @Test(arguments: Shipped.files)
  func theNumberInsideIsThroughputTimesTime(_ file: String) async {
    for observed in await Shipped.shared.observed(file) where Self.isWhole(observed) {
      let awaited = Self.awaited(observed.architecture)
      for (index, component) in observed.architecture.components.enumerated()
      where awaited.contains(component.id) {
        let sides = Self.sides(observed, index)
        let edges = Self.edges(observed, index)
        #expect(
          abs(sides.waited - sides.waiting) <= edges.waiting,
          "\(observed.name) \(component.id): waits \(sides.waited), number waiting \(sides.waiting)"
        )
        guard component.allSteps.isEmpty, component.fronts == nil else { continue }
        #expect(
          abs(sides.worked - sides.working) <= edges.working,
          "\(observed.name) \(component.id): work \(sides.worked), slots in use \(sides.working)")
      }
    }
  }

  /// The bounds above are narrow: less than a quarter of the work for a third of those components, and
  /// a law with a factor of 1.5 would break most of them.
  @Test func theBoundsAreNarrow() async {
    var narrow = 0
    var all = 0
    var broken = 0
    for file in Shipped.files {
      for observed in await Shipped.shared.observed(file) where Self.isWhole(observed) {
        let awaited = Self.awaited(observed.architecture)
        for (index, component) in observed.architecture.components.enumerated()
        where awaited.contains(component.id) && component.allSteps.isEmpty
          && component.fronts == nil
        {
          let sides = Self.sides(observed, index)
          let edges = Self.edges(observed, index)
          guard sides.working > 0 else { continue }
          all += 1
          if edges.working < 0.25 * sides.working { narrow += 1 }
          if abs(1.5 * sides.worked - sides.working) > edges.working { broken += 1 }
        }
      }
    }
    #expect(all > 20)
    #expect(narrow > all / 3, "\(narrow) of \(all) are narrow")
    #expect(broken > all / 2, "\(broken) of \(all) would break")
  }

  /// Per operation: what is inside the system is throughput times latency.
  ///
  /// Inside the system is what is inside the entry, where it keeps its slots until it answers; or
  /// inside all components where requests are only ever handed on. Designs whose users are far
  /// away are left out: their requests are also on the way.
  @Test(arguments: Shipped.files)
  func theRequestsInsideAreThroughputTimesLatency(_ file: String) async {
    for observed in await Shipped.shared.observed(file) where Self.isWhole(observed) {
      guard observed.flows.model.locationCount == 1 || file.contains("foundations/") else {
        continue
      }
      let components = observed.architecture.components
      let handsOn = components.contains { $0.allSteps.contains { !$0.handOvers.isEmpty } }
      let calls = components.contains { $0.allSteps.contains { !$0.calls.isEmpty } }
      let entries = Set(observed.architecture.entries.map(\.component))
      let inside = components.indices.filter { handsOn || entries.contains(components[$0].id) }
      guard !(handsOn && calls), inside.allSatisfy({ components[$0].holdsWhileWaiting.value })
      else { continue }
      // A refused request has been inside too, and its latency is not recorded.
      guard observed.measured.operations.allSatisfy({ $0.refused.value == 0 }) else { continue }
      var present = 0.0
      var spread = 0.0
      for index in inside {
        let sides = Self.sides(observed, index)
        let edges = Self.edges(observed, index)
        present += sides.waiting + sides.working
        spread += edges.waiting + edges.working
      }
      let latency = observed.runs.reduce(0.0) { sum, run in
        sum + run.operations.reduce(0) { $0 + $1.latencySum }
      }
      #expect(
        abs(latency - present) <= spread,
        "\(observed.name): latencies \(latency), inside \(present)")
      // In a starter or a flawed design queues may grow all the time, and the bound with them.
      if observed.name.contains("reference") {
        #expect(spread < 0.3 * present, "\(observed.name): the bound \(spread) tells nothing")
      }
    }
  }

  /// One station, where the power is known: 2 % in the mean number inside.
  @Test(arguments: [(2.0, "3", 1.2), (8.0, "none", 0.5)])
  func littlesLawHoldsOnOneStation(_ rate: Double, _ slots: String, _ cv: Double) async throws {
    let file = Files.file(
      Files.service("web", slots: slots, work: "{ mean: 1s, cv: \(cv) }"),
      arrivals: Files.poisson(rate))
    let run = try await Simulated(file)
    let operation = try run.operation()
    let inside = try #require(try run.component().inside.value)
    let latency = try #require(operation.latencyMean.value)
    let throughput = try #require(operation.throughput.value)
    #expect(abs(inside - latency * throughput) < 0.02 * inside)
    #expect(abs(inside * 1.03 - latency * throughput) > 0.02 * inside)
  }
}
