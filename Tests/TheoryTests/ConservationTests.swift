import ArchitectureModel
@testable import Evaluation
import PluginAPI
import SimulationKernel
import Stochastics
import Testing

/// Nothing appears and nothing vanishes, in every scenario of every shipped design.
@Suite struct ConservationTests {
  @Test func thereAreDesignsToLookAt() {
    #expect(Shipped.files.count > 20)
    #expect(Shipped.files.contains { $0.hasSuffix("reference.arch.yaml") })
  }

  /// Every request that came has ended in exactly one way: counts, exact in every replication.
  @Test(arguments: Shipped.files)
  func everyArrivalEndsOnce(_ file: String) async {
    let all = await Shipped.shared.observed(file)
    #expect(!all.isEmpty)
    for observed in all {
      for (run, index) in observed.runs.flatMap({ run in run.operations.indices.map { (run, $0) } })
      {
        let operation = run.operations[index]
        #expect(operation.ends.reduce(0, +) == operation.arrivals, "\(observed.name)")
        #expect(operation.arrivalSeries.reduce(0, +) == operation.arrivals, "\(observed.name)")
        #expect(operation.fullSeries.reduce(0, +) == operation.ends[0], "\(observed.name)")
      }
    }
  }

  /// The same in what is reported, where the counts are means over replications.
  @Test(arguments: Shipped.files)
  func reportedCountsAddUp(_ file: String) async throws {
    for observed in await Shipped.shared.observed(file) {
      for operation in observed.measured.operations {
        let arrivals = try #require(operation.arrivals.value)
        let parts = try [
          operation.completed, operation.failed, operation.refused, operation.abandoned,
        ].map { try #require($0.value) }
        #expect(
          isNear(parts.reduce(0, +), arrivals),
          "\(observed.name) \(operation.operation): \(parts) of \(arrivals)")
        let full = try #require(operation.full.value)
        #expect(full <= parts[0] + 1e-9)
        let causes = operation.causes.reduce(0) { $0 + $1.count }
        #expect(isNear(causes, arrivals - full), "\(observed.name): causes \(causes)")
        let throughput = try #require(operation.throughput.value)
        #expect(isNear(throughput * observed.measured.lasts, parts[0]))
        let recorded = operation.histogram.reduce(0) { $0 + $1.count }
        #expect(recorded == Int((parts[0] * Double(observed.measured.replications)).rounded()))
      }
    }
  }

  private func isNear(_ one: Double, _ two: Double) -> Bool {
    abs(one - two) <= 1e-9 * max(1, abs(two))
  }

  /// Calls of a component are served, refused, or still inside; a crash may lose some of them.
  ///
  /// Not for members of a shard, whose writes are served once by each, nor for brokers and
  /// consumers, whose messages are fetched and no calls.
  @Test(arguments: Shipped.files)
  func callsAreServedOrRefused(_ file: String) async {
    for observed in await Shipped.shared.observed(file) {
      for (index, component) in observed.architecture.components.enumerated() {
        if component.isLed && component.replication.copies > 1 { continue }
        if component.has("broker") || !component.consumes.isEmpty { continue }
        for run in observed.runs {
          let result = run.components[index]
          let rest = result.called - result.served - result.refused
          // What is inside at either end of the kept time is at most all that ever was.
          #expect(
            rest >= -run.peakTasks, "\(observed.name) \(component.id): \(result.called) calls")
          if !observed.hasFaults {
            #expect(
              rest <= run.peakTasks, "\(observed.name) \(component.id): \(rest) vanished")
          }
        }
      }
    }
  }

  /// Work is conserved: the slot time of a component that calls nobody is the number it served
  /// times its mean work, within 99.9 % of what its variation allows.
  @Test(arguments: Shipped.files)
  func slotTimeIsTheWorkServed(_ file: String) async {
    for observed in await Shipped.shared.observed(file) where !observed.hasFaults {
      for (index, component) in observed.architecture.components.enumerated() {
        guard component.allSteps.isEmpty, component.handlers.isEmpty, component.fronts == nil,
          !component.isLed, component.consumes.isEmpty,
          // A slot is held for longer than the work where cores are shared.
          !component.usesProcessors, let work = component.work?.value
        else { continue }
        let served = Double(observed.runs.reduce(0) { $0 + $1.components[index].served })
        guard served > 1000 else { continue }
        let busy = observed.runs.reduce(0.0) { sum, run in
          sum + observed.flows.copiesOf[index].reduce(0) { $0 + run.copies[$1].busy }
        }
        let mean = work.meanSeconds * 1e9
        // At each end of each run the slots in use are cut, by less than two works each.
        let inUse = busy / Double(observed.flows.model.lasts) / Double(observed.runs.count)
        let edges = 4 * mean * max(4, inUse) * Double(observed.runs.count)
        expectSum(
          busy, served * mean, deviation: work.cv * mean * served.squareRoot(), edges: edges,
          "\(observed.name) \(component.id): slot time", detecting: 0.2)
      }
    }
  }

  /// The same on one station, where the power is 1 % with a probability of 0.95.
  @Test(arguments: [("3", 2.0, 1.2), ("none", 8.0, 0.5)])
  func utilisationIsThroughputTimesWork(
    _ slots: String, _ rate: Double, _ cv: Double
  ) async throws {
    let run = try await Simulated(
      Files.file(
        Files.service("web", slots: slots, work: "{ mean: 1s, cv: \(cv) }"),
        arrivals: Files.poisson(rate)))
    let web = try run.component()
    let runs = Double(run.run.replications)
    let busy =
      try #require(web.utilisation.value) * (slots == "none" ? 1 : 3) * 20_000 * runs
    let served = web.served * runs
    expectSum(
      busy, served, deviation: cv * served.squareRoot(), edges: 3 * rate * runs, "slot time",
      detecting: 0.02)
    #expect(abs(busy - served * 1.03) > 3.29 * cv * served.squareRoot() + 3 * rate * runs)
  }
}
