import ArchitectureModel
import ExerciseFiles
import PluginAPI
import SimulationKernel
import Stochastics

extension Evaluator {
  /// How a scenario is run.
  struct Plan {
    /// Its name.
    var scenario: String
    /// Its title.
    var title: String
    /// Events of one replication at which it is given up.
    var eventLimit: Int
    /// Rounds at most.
    var looks: Int
  }

  /// Runs rounds of replications until nothing is undecided or the budget is spent.
  ///
  /// - Parameters:
  ///   - flows: The design under its load.
  ///   - options: The size of a round, the seed and the threads.
  ///   - plan: How often may be looked.
  ///   - undecided: The requirements that a measurement leaves open.
  /// - Returns: What was measured over all rounds, with what stayed open, and the rounds.
  func measure(
    _ flows: CompiledFlows, _ options: RunOptions, _ plan: Plan,
    undecided: (ScenarioMeasurements) -> [String]
  ) async -> (measured: ScenarioMeasurements, reduction: Reduction) {
    var model = flows.model
    model.eventLimit = plan.eventLimit
    let runner = ReplicationRunner(model: model, seed: options.seed, threads: options.threads)
    var runs: [RunResult] = []
    var look = 0
    while true {
      let first = runs.count
      runs += await runner.run(first..<(first + options.replications), progress: options.progress)
      look += 1
      let reduction = Reduction(flows: flows, results: runs)
      var measured = reduction.measurements(scenario: plan.scenario, title: plan.title)
      measured.looks = look
      guard plan.looks > 1 else { return (measured, reduction) }
      measured.undecided = undecided(measured)
      // A run that was broken off would be broken off again.
      let isBroken = measured.wasGivenUp
      let next = measured.events / look * (look + 1)
      measured.isBudgetSpent = next > Self.eventBudget
      if measured.undecided?.isEmpty ?? true || isBroken || look >= plan.looks
        || measured.isBudgetSpent
      {
        return (measured, reduction)
      }
    }
  }

  /// The requirements of a scenario that a measurement leaves open.
  func isUndecided(
    _ measured: ScenarioMeasurements, _ scenario: ExerciseScenario, _ architecture: Architecture,
    _ exercise: Exercise
  ) -> [String] {
    let scoring = Scoring(
      exercise: exercise, plugins: plugins, architecture: architecture, measurements: [measured],
      failures: nil)
    return exercise.requirements.filter { requirement in
      requirement.scenario == scenario.name
        && !Scoring.isSettled(scoring.value(requirement), requirement)
    }.map(\.id)
  }

  // MARK: Beginnings

  /// A pilot run: the part of the kept time that it takes, one over `share`, and its replications.
  struct Pilot: Hashable {
    var share: Int64
    var replications: Int
  }

  /// The pilot runs by which a beginning is looked for, each where the one before was too short.
  ///
  /// Sixteen replications, or as few as four where sixteen would take longer than the run itself;
  /// the last ones are left out where four would.
  ///
  /// - Parameter replications: Of the run itself.
  /// - Returns: The pilot runs in order.
  static func pilots(replications: Int) -> [Pilot] {
    [256, 32, 4, 1].compactMap { share in
      let count = min(16, share * max(1, replications))
      return count < 4 ? nil : Pilot(share: Int64(share), replications: count)
    }
  }

  /// Steps of a pilot run.
  static let pilotSteps = 1000
  /// Events of all replications of a pilot run below which it is too short to tell.
  static let pilotEvents = 20_000
  /// The first replication of a pilot run: far from those that are kept, so that their luck does
  /// not choose the cut.
  static let firstPilot = 1_000_000_000

  /// Finds how much of the beginning is left out where the file leaves it to the tool.
  ///
  /// Pilot runs, from 1/256 of the kept time up to all of it, measure the number of requests inside,
  /// averaged over replications; MSER-5 says where the beginning of one ends. The shorter ones are
  /// believed where the cut lies in their first quarter, as it does not while the number still
  /// drifts. That holds for a steady load only: one whose rates do not change, without bursts, traces
  /// and faults. Otherwise nothing is left out.
  func warmup(
    _ flows: inout CompiledFlows, _ workload: Workload, _ architecture: Architecture,
    _ options: RunOptions
  ) async -> WarmupSource {
    guard workload.findsWarmup else { return .stated }
    guard architecture.faults.isEmpty, workload.isSteady else { return .notSteady }
    var model = flows.model
    model.eventLimit = Self.eventBudget / 16
    model.steps = Self.pilotSteps
    model.warmup = 0
    for pilot in Self.pilots(replications: options.replications) {
      model.lasts = flows.model.lasts / pilot.share
      guard model.lasts >= Int64(Self.pilotSteps) else { continue }
      let runner = ReplicationRunner(model: model, seed: options.seed, threads: options.threads)
      let runs = await runner.run(
        Self.firstPilot..<(Self.firstPilot + pilot.replications), progress: nil)
      guard runs.allSatisfy({ $0.stopped == .time || $0.stopped == .cutOff }) else { break }
      let isShort = pilot.share > 4
      guard !isShort || runs.reduce(0, { $0 + $1.events }) >= Self.pilotEvents else { continue }
      if case .leaveOut(let steps) = InitialTransient.mser5(Self.inside(runs)),
        !isShort || steps <= Self.pilotSteps / 4
      {
        flows.model.warmup = Int64(steps) * (model.lasts / Int64(Self.pilotSteps))
        return .found
      }
    }
    return .notFound
  }

  /// Requests inside the system per step, averaged over replications.
  private static func inside(_ runs: [RunResult]) -> [Double] {
    var sums = [Double](repeating: 0, count: pilotSteps)
    for component in runs.flatMap(\.components) {
      for (step, busy) in component.busySeries.prefix(pilotSteps).enumerated() {
        sums[step] += busy
      }
      for (step, waiting) in component.queueSeries.prefix(pilotSteps).enumerated() {
        sums[step] += waiting
      }
    }
    return sums
  }
}
