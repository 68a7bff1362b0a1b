import ArchitectureModel
import PluginAPI
import Quantities
import SimulationKernel

// Slow recovery or none: a system that was still down at the end of its drill is watched for longer,
// beside an equal run without faults, and with one loop after another broken off.
//
// Source: Nathan Bronson, Abutalib Aghayev, Aleksey Charapko and Timothy Zhu, "Metastable Failures
// in Distributed Systems", HotOS 2021: a sustaining effect keeps the system down when the trigger is
// gone, and what ends it is to break that effect.

extension Evaluator {
  /// Replications of a longer run.
  private static let watchers = 2
  /// Times as long as the trigger, and as the drill went on after it, that a longer run goes on.
  private static let patience = 3.0
  /// How often a system whose queues still shrink is watched for twice as long.
  private static let extensions = 3

  /// What a longer run says; nil where the trigger stays, or all operations came back.
  func persistence(
    _ architecture: Architecture, _ input: FlowInput, _ measured: ScenarioMeasurements,
    _ options: RunOptions
  ) async -> Persistence? {
    guard let drill = measured.drill, let to = drill.to, to >= 0, to < measured.lasts else {
      return nil
    }
    let down = measured.operations.filter { operation in
      operation.recovered.map { $0.runs < $0.of } ?? false
    }.map(\.operation)
    guard !down.isEmpty else { return nil }
    var watch = Watch(architecture: architecture, input: input, to: to, down: down)
    watch.tail = Self.patience * max(to - max(0, drill.from), measured.lasts - to)
    let longer = await watchOn(&watch, options)
    func says(_ verdict: Persistence.Verdict) -> Persistence {
      Persistence(
        verdict: verdict, watched: watch.tail, recoveredAfter: watch.recoveredAfter(longer))
    }
    if Watch.wasGivenUp(longer) { return says(.undecided) }
    if let after = watch.recoveredAfter(longer) {
      // Back before the end of the drill, and only a step at its end was bad by chance.
      return after <= measured.lasts - to ? nil : says(.slow)
    }
    var calm = watch
    calm.input.faults = []
    let without = await self.watch(calm, options)
    if Watch.wasGivenUp(without) { return says(.undecided) }
    guard watch.isBack(without) else { return says(.unwell) }
    var result = says(.metastable)
    let loops = FeedbackLoop.allCases.filter { $0.isIn(architecture, input) }
    for loop in loops { result.loops.append(await breakOff([loop], watch, options)) }
    if result.keptDownBy.isEmpty, loops.count > 1 {
      result.loops.append(await breakOff(loops, watch, options))
    }
    // Quickest first; those that do not help stay in their order behind.
    result.loops = result.loops.enumerated().sorted { left, right in
      let (first, second) = (
        left.element.recoveredAfter ?? .infinity, right.element.recoveredAfter ?? .infinity
      )
      return first == second ? left.offset < right.offset : first < second
    }.map(\.element)
    return result
  }

  /// What follows when loops are broken off at the moment at which the faults are over.
  private func breakOff(
    _ loops: [FeedbackLoop], _ watch: Watch, _ options: RunOptions
  ) async -> Persistence.Loop {
    var broken = watch
    let at = TimeSpan(seconds: watch.input.warmup.seconds + watch.to)
    broken.input.breaksOff = (loops, at)
    let run = await watchOn(&broken, options)
    return Persistence.Loop(
      name: loops.map(\.words).joined(separator: " and "),
      recoveredAfter: Watch.wasGivenUp(run) ? nil : broken.recoveredAfter(run))
  }

  /// Watches a system for longer and longer while it is down and its queues still shrink.
  private func watchOn(_ watch: inout Watch, _ options: RunOptions) async -> ScenarioMeasurements {
    var run = await self.watch(watch, options)
    for _ in 0..<Self.extensions where watch.shrinks(run) && !watch.isBack(run) {
      watch.tail *= 2
      run = await self.watch(watch, options)
    }
    return run
  }

  private func watch(_ watch: Watch, _ options: RunOptions) async -> ScenarioMeasurements {
    var input = watch.input
    input.lasts = TimeSpan(seconds: watch.to + watch.tail)
    let flows = FlowCompiler.compile(watch.architecture, input)
    var model = flows.model
    model.eventLimit = Self.eventBudget / 8
    // What has not ended soon after the end is as good as not answered.
    model.cutOff = min(
      model.cutOff, model.warmup &+ Int64(1.1 * Double(model.lasts)))
    let runner = ReplicationRunner(model: model, seed: options.seed, threads: options.threads)
    let runs = await runner.run(0..<min(Self.watchers, options.replications), progress: nil)
    return Reduction(flows: flows, results: runs).measurements(scenario: "longer", title: "")
  }
}

/// A longer run of a drill, and what is looked at in it.
private struct Watch {
  let architecture: Architecture
  var input: FlowInput
  /// When the last fault was over, from the start of the kept time.
  let to: Double
  /// The operations that were down.
  let down: [String]
  /// How long it goes on after that.
  var tail = 0.0

  /// Steps that are looked at together, so that chance weighs less.
  private static let window = 5

  static func wasGivenUp(_ run: ScenarioMeasurements) -> Bool {
    run.wasGivenUp
  }

  func isBack(_ run: ScenarioMeasurements) -> Bool { recoveredAfter(run) != nil }

  /// From the end of the faults until at least 99 % of what arrived in every later window ended
  /// full, for all operations that were down; nil where that never came.
  func recoveredAfter(_ run: ScenarioMeasurements) -> Double? {
    var longest = 0.0
    for name in down {
      guard let operation = run.operation(name) else { continue }
      let count = operation.arrivalSeries.count
      guard count >= 2 * Self.window else { return nil }
      var last = -1
      let first = min(count, Int(to / max(1e-9, run.step)))
      for end in stride(from: count, to: first, by: -1) {
        let window = max(0, end - Self.window)..<end
        let came = operation.arrivalSeries[window].reduce(0, +)
        let full = operation.fullSeries[window].reduce(0, +)
        if came > 0, full < 0.99 * came {
          last = end
          break
        }
      }
      if last >= count - Self.window { return nil }
      if last >= 0 { longest = max(longest, Double(last) * run.step - to) }
    }
    return max(0, longest)
  }

  /// Whether fewer wait in the last quarter of the time after the faults than in the second.
  func shrinks(_ run: ScenarioMeasurements) -> Bool {
    func waiting(_ from: Double, _ until: Double) -> Double {
      run.components.reduce(0) { sum, component in
        let count = Double(component.queueSeries.count)
        let low = Int(min(count, max(0, (to + from * tail) / max(1e-9, run.step))))
        let high = Int(min(count, max(0, (to + until * tail) / max(1e-9, run.step))))
        guard high > low else { return sum }
        let part = component.queueSeries[low..<high]
        return sum + part.reduce(0, +) / Double(part.count)
      }
    }
    let early = waiting(0.25, 0.5)
    return early >= 1 && waiting(0.75, 1) < 0.9 * early
  }
}

extension FeedbackLoop {
  /// What it is called in reports.
  var words: String {
    switch self {
    case .retries: "retries"
    case .queueAge: "queue age"
    case .slowdown: "slowdown"
    case .hedges: "hedges"
    }
  }

  /// Whether a design under a load has the loop.
  func isIn(_ architecture: Architecture, _ input: FlowInput) -> Bool {
    let calls = architecture.components.flatMap(\.allSteps).flatMap(\.calls)
    switch self {
    case .retries:
      return input.operations.contains { ($0.retry?.max ?? 0) > 0 }
        || calls.contains { ($0.retry?.max ?? 0) > 0 }
    case .queueAge: return architecture.components.contains { $0.queueLimit.value != 0 }
    case .slowdown: return architecture.components.contains { $0.serving.slowdown != nil }
    case .hedges: return calls.contains { $0.hedge != nil }
    }
  }
}

extension ScenarioMeasurements {
  /// Whether the run was given up before its end, so that more of it would tell no more.
  var wasGivenUp: Bool {
    ["events", "requests_in_flight", "cache_entries"].contains(stopped)
  }
}
