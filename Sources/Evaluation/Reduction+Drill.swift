import ArchitectureModel
import Histogram
import PluginAPI
import SimulationKernel

// What faults did, over replications.

extension Reduction {
  /// The drill of a scenario; nil where nothing broke at a moment.
  ///
  /// `faults` are as they were played, for the timeline; `operations` have their recoveries.
  func drill(
    _ faults: [PlayedFault], _ operations: [OperationMeasurements]
  ) -> DrillMeasurements? {
    guard let phases = flows.model.phases else { return nil }
    let kept = Double(flows.model.lasts) / 1e9
    func seconds(_ time: Int64) -> Double { Double(time &- flows.model.warmup) / 1e9 }
    var drill = DrillMeasurements(
      from: seconds(phases.from), to: phases.to == .max ? nil : seconds(phases.to))
    drill.operations = flows.operations.indices.compactMap { drillOperation($0) }
    drill.stores = flows.components.indices.filter { flows.components[$0].isLed }.map { index in
      let runs = results.map { $0.components[index] }
      return DrillStore(
        component: flows.components[index].id,
        lostWrites: Self.estimate(runs.map { Double($0.lost) }),
        conflictingWrites: Self.estimate(runs.map { Double($0.conflicting) }),
        outage: Self.estimate(runs.map { Double($0.outage) / 1e9 }))
    }
    let noticed = firsts(.noticed, since: phases.from).compactMap { $0 }
    if !noticed.isEmpty, noticed.count == results.count {
      drill.detected = Self.estimate(noticed.map { $0 - drill.from })
    }
    drill.marks = marks(faults, operations, from: drill.from, kept: kept)
    return drill
  }

  private func drillOperation(_ index: Int) -> DrillOperation? {
    let runs = results.compactMap { $0.operations[index].drill }
    guard runs.count == results.count, !runs.isEmpty else { return nil }
    func part(_ phase: DrillPhase) -> DrillPart {
      let parts = runs.map { $0.phases[phase.rawValue] }
      return DrillPart(
        arrivals: Self.estimate(parts.map { Double($0.arrivals) }),
        success: Self.estimate(
          parts.map { $0.arrivals == 0 ? nil : Double($0.full) / Double($0.arrivals) }),
        p99: Self.estimate(
          parts.map {
            LatencyHistogram.value($0.latency, share: 0.99, of: $0.latency.totalCount).map {
              $0 / 1e9
            }
          }))
    }
    let failed = runs.map { run -> Double? in
      let broken = [DrillPhase.during, .after].map { run.phases[$0.rawValue] }
      return Double(broken.reduce(0) { $0 + $1.arrivals - $1.full })
    }
    let steps = runs[0].latencySeries.indices
    let latency = steps.map { step -> Double? in
      let count = results.reduce(0) { $0 + $1.operations[index].fullSeries[step] }
      let sum = runs.reduce(0) { $0 + $1.latencySeries[step] }
      return count == 0 ? nil : sum / Double(count) / 1e9
    }
    return DrillOperation(
      operation: flows.operations[index], before: part(.before), during: part(.during),
      after: part(.after), failed: Self.estimate(failed), latencySeries: latency)
  }

  // MARK: The timeline

  /// The first mark of a kind in each replication, of a component or of any, in seconds.
  private func firsts(
    _ kind: RunMark.Kind, of component: Int? = nil, since: Int64
  ) -> [Double?] {
    let earliest = since &- flows.model.warmup
    return results.map { run in
      run.marks.first { mark in
        mark.kind == kind && mark.at >= earliest
          && (component == nil || mark.component == component)
      }.map { Double($0.at) / 1e9 }
    }
  }

  private func marks(
    _ faults: [PlayedFault], _ operations: [OperationMeasurements], from: Double, kept: Double
  ) -> [DrillMark] {
    let all = results.count
    var marks: [DrillMark] = []
    for fault in faults where fault.at >= 0 {
      marks.append(DrillMark(kind: .fault, at: fault.at, subject: fault.text, runs: all))
      if let lasts = fault.lasts, lasts > 0 {
        marks.append(
          DrillMark(kind: .over, at: fault.at + lasts, subject: fault.text, runs: all))
      }
    }
    let kinds: [(RunMark.Kind, DrillMark.Kind)] = [
      (.noticed, .noticed), (.promoted, .failover), (.serves, .serves),
    ]
    let since = flows.model.phases?.from ?? 0
    for component in flows.components.indices {
      for (seen, kind) in kinds {
        let times = firsts(seen, of: component, since: since).compactMap { $0 }
        guard !times.isEmpty else { continue }
        marks.append(
          DrillMark(
            kind: kind, at: times.reduce(0, +) / Double(times.count),
            subject: flows.components[component].id, runs: times.count))
      }
    }
    for operation in operations {
      guard let recovery = operation.recovery?.value, recovery > 0 else { continue }
      marks.append(
        DrillMark(
          kind: .recovered, at: from + recovery, subject: operation.operation,
          runs: operation.recovered?.runs ?? all))
    }
    let seen = marks.filter { $0.at <= kept }
    return seen.enumerated().sorted {
      $0.element.at == $1.element.at ? $0.offset < $1.offset : $0.element.at < $1.element.at
    }.map(\.element)
  }
}
