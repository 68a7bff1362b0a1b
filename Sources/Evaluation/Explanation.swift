import ArchitectureModel
import ExerciseFiles
import PluginAPI
import Quantities

/// Says why a requirement was lost: which component, which mechanism.
struct Explanation {
  let architecture: Architecture
  let measurements: [ScenarioMeasurements]

  init(_ architecture: Architecture, _ measurements: [ScenarioMeasurements]) {
    self.architecture = architecture
    self.measurements = measurements
  }

  func because(_ requirement: Requirement) -> [String] {
    guard let name = requirement.scenario,
      let scenario = measurements.first(where: { $0.scenario == name })
    else { return [] }
    if let impossible = scenario.impossible { return [impossible] }
    switch requirement.measure {
    case .latency(let operation, _), .latencyMean(let operation), .success(let operation),
      .throughput(let operation), .recovery(let operation):
      guard let measured = scenario.operation(operation) else { return [] }
      return endings(measured, requirement) + unfinishedRun(scenario)
        + bottlenecks(scenario, measured)
    case .staleReads: return staleness(scenario)
    case .utilisation: return bottlenecks(scenario, nil)
    case .lostWrites(let data): return losses(data, scenario)
    case .domain: return bottlenecks(scenario, scenario.operations.first)
    case .machines, .costMonthly, .costPerMillion, .costGrowth, .availability, .nines, .survives,
      .rpo, .rto:
      return []
    }
  }

  /// Whose reads missed acknowledged writes.
  private func staleness(_ scenario: ScenarioMeasurements) -> [String] {
    scenario.components.compactMap { component in
      guard let share = component.staleReads?.value, share > 0 else { return nil }
      return
        "\(Share(fraction: share).brief) of the reads of '\(component.component)' missed a write that "
        + "had been acknowledged: its followers answer, and they are behind"
    }
  }

  /// Where requests that were not full ended.
  private func endings(
    _ measured: OperationMeasurements, _ requirement: Requirement
  ) -> [String] {
    guard let arrivals = measured.arrivals.value, arrivals > 0 else {
      return ["no request of '\(measured.operation)' arrived"]
    }
    return lesser(measured, arrivals, requirement)
      + measured.causes.sorted { $0.count > $1.count }.prefix(3).map { cause in
        let share = Share(fraction: cause.count / arrivals).brief
        return "\(share) of the arrivals \(Self.words(cause.cause))"
      }
  }

  /// Answers that came and do not count here.
  private func lesser(
    _ measured: OperationMeasurements, _ arrivals: Double, _ requirement: Requirement
  ) -> [String] {
    let counts: [(answer: LesserAnswer, count: Estimate, words: String)] = [
      (.degraded, measured.degraded, "were answered with a fallback"),
      (.stale, measured.stale, "were answered from old data"),
    ]
    return counts.compactMap { answer, count, words in
      guard let count = count.value, count > 0, !requirement.admits.contains(answer) else {
        return nil
      }
      return "\(Share(fraction: count / arrivals).brief) of the arrivals \(words), which does not "
        + "count here"
    }
  }

  private static func words(_ cause: String) -> String {
    switch cause {
    case "queue_full": "found a full waiting room"
    case "capacity_full": "found a queue without room for another message"
    case "breaker_open": "were refused by an open breaker"
    case "bulkhead_full": "found their caller's bulkhead full"
    case "rate_limited": "went beyond a limit on the rate"
    case "error": "ended in an error"
    case "denied": "were denied by a fallback"
    case "timeout": "ended in a time-out"
    case "crash": "met a dead copy"
    case "patience": "were given up by their users"
    case "obligation_unmet": "were answered without what each request owes"
    case "unfinished": "were still inside when the run was cut off"
    default: "ended as \(cause)"
    }
  }

  private func unfinishedRun(_ scenario: ScenarioMeasurements) -> [String] {
    switch scenario.stopped {
    case "requests_in_flight": ["the design held more requests at once than can be simulated"]
    case "cache_entries": ["a cache held more entries than can be simulated"]
    case "events": ["the design needed more events than the budget allows"]
    default: []
    }
  }

  /// The components that are full, or where the time goes.
  private func bottlenecks(
    _ scenario: ScenarioMeasurements, _ operation: OperationMeasurements?
  ) -> [String] {
    var result: [String] = []
    let full = scenario.components.filter { component in
      guard let model = architecture.component(component.component),
        model.concurrency.value != nil
      else { return false }
      // What works beside the requests, such as a consumer, does not explain how they fared.
      let isOnTheWay =
        operation?.timeIn.contains { $0.component == component.component } ?? true
      guard isOnTheWay || component.refused > 0 else { return false }
      return (component.utilisation.value ?? 0) > 0.85 || component.busiestCopy > 0.95
    }.sorted { ($0.utilisation.value ?? 0) > ($1.utilisation.value ?? 0) }
    for component in full.prefix(2) {
      let use = Share(fraction: component.utilisation.value ?? 0).brief
      var text = "'\(component.component)' is \(use) busy"
      if component.refused > 0 { text += " and turns requests away" }
      if component.servedInVain > 0.05 * component.served {
        let vain = Share(fraction: component.servedInVain / max(1, component.served)).brief
        text += "; \(vain) of its work is for callers who have given up"
      }
      result.append(text)
    }
    // Where a fault has struck, the time of those who came through explains nothing.
    let isStruck = !scenario.faults.isEmpty && (operation?.success.value ?? 1) < 0.9
    if let operation, !isStruck,
      let most = operation.timeIn.max(by: { $0.waiting + $0.working < $1.waiting + $1.working })
    {
      let waiting = Share(fraction: most.waiting).brief
      let working = Share(fraction: most.working).brief
      result.append(
        "most time passes at '\(most.component)': \(waiting) of it waiting for a slot there, \(working) working"
      )
    }
    return result
  }

  private func losses(_ data: String, _ scenario: ScenarioMeasurements) -> [String] {
    let holders = architecture.components.filter { $0.holds(data) && $0.has("durable") }
    if holders.isEmpty { return ["no durable component holds '\(data)'"] }
    return holders.compactMap { holder in
      guard let lost = scenario.component(holder.id)?.lostWrites.value, lost > 0 else { return nil }
      let copies = holder.replication.copies
      let how =
        copies == 1
        ? "it has a single copy"
        : "its \(copies) copies follow by '\(holder.replication.mode.rawValue)'"
      return "'\(holder.id)' lost acknowledged writes: \(how)"
    }
  }
}
