import ArchitectureModel
import PluginAPI
import Quantities
import SimulationKernel

// Sessions, and parts of the run as scenarios of their own.

extension Reduction {
  /// What the sessions of each journey did; counts are means over replications.
  func journeys() -> [JourneyMeasurements] {
    flows.journeys.indices.compactMap { index in
      guard results.allSatisfy({ index < $0.journeys.count }) else { return nil }
      let runs = results.map { $0.journeys[index] }
      return JourneyMeasurements(
        journey: flows.journeys[index],
        started: Self.estimate(runs.map { Double($0.started) }),
        ended: Self.estimate(runs.map { Double($0.ended) }),
        requests: Self.estimate(
          runs.map { $0.ended == 0 ? nil : Double($0.requests) / Double($0.ended) }),
        inProgress: Self.estimate(
          runs.map { $0.presence / Double(max(1, flows.model.lasts)) }))
    }
  }

  /// The windows of the run, each reduced as a run that lasted as long.
  func windows() -> [ScenarioMeasurements] {
    flows.windows.enumerated().map { index, window in
      var part = flows
      part.model.warmup = window.from.nanoseconds
      part.model.lasts = window.to.nanoseconds - window.from.nanoseconds
      part.model.phases = nil
      part.journeys = []
      part.windows = []
      let from = Double(window.from.nanoseconds - flows.model.warmup) / 1e9
      let to = Double(window.to.nanoseconds - flows.model.warmup) / 1e9
      part.faults = flows.faults.filter { $0.at >= from && $0.at < to }.map {
        PlayedFault(text: $0.text, at: $0.at - from, lasts: $0.lasts)
      }
      var measured = Reduction(flows: part, results: results.map { $0.windows[index] })
        .measurements(
          scenario: window.name, title: "from \(window.from.text) to \(window.to.text)")
      measured.warmup = 0
      // What needs the whole run is said there.
      for component in measured.components.indices { measured.components[component].outage = nil }
      measured.window = MeasuredWindow(
        from: Double(window.from.nanoseconds) / 1e9, to: Double(window.to.nanoseconds) / 1e9)
      return measured
    }
  }
}
