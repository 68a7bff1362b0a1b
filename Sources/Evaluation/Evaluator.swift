public import ArchitectureModel
import Crypto
public import ExerciseFiles
public import PluginAPI
import Quantities
import SimulationKernel
import Stochastics

/// How a run is done.
public struct RunOptions: Sendable {
  /// The seed.
  public var seed: UInt64
  /// Replications of `simulate`, and of a round of `evaluate`.
  public var replications: Int
  /// Threads.
  public var threads: Int
  /// Takes steps of progress.
  public var progress: ProgressSink?
  /// Only these scenarios; nil for all.
  public var scenarios: [String]?
  /// The greatest number of units in the cut sets that are looked for.
  public var cutSize: Int
  /// Rounds of replications at most; one where each run shall have exactly as many as stated.
  public var rounds = 4
  /// Whether what no requirement needs is left out: what would end a lasting breakdown, and the
  /// values with the numbers as claimed.
  public var isBrief = false

  /// Creates options.
  public init(
    seed: UInt64 = 1, replications: Int = 8, threads: Int = 2,
    progress: ProgressSink? = nil, scenarios: [String]? = nil, cutSize: Int = 2
  ) {
    self.seed = seed
    self.replications = replications
    self.threads = threads
    self.progress = progress
    self.scenarios = scenarios
    self.cutSize = cutSize
  }
}

/// Runs designs and says what they are worth.
public struct Evaluator: Sendable {
  /// The version of the tool.
  public static let version = "0.1.0"
  /// Events over all replications of a scenario at which a run is given up.
  public static let eventBudget = 400_000_000

  let plugins: PluginSet

  /// Creates an evaluator.
  public init(_ plugins: PluginSet) { self.plugins = plugins }

  /// `sha256:` and the digest of bytes.
  public static func digest(_ bytes: [UInt8]) -> String {
    "sha256:"
      + SHA256.hash(data: bytes).map { byte in
        let text = String(byte, radix: 16)
        return text.count == 1 ? "0" + text : text
      }.joined()
  }

  /// The seed of a student's variant: the first eight bytes of HMAC-SHA-256 over exercise, major
  /// version, subject and attempt under the course's secret.
  public static func variantSeed(
    secret: [UInt8], exercise: String, version: String, subject: String, attempt: Int
  ) -> UInt64 {
    let major = version.split(separator: ".").first.map(String.init) ?? version
    let text = [exercise, major, subject, String(attempt)].joined(separator: "\n")
    let code = HMAC<SHA256>.authenticationCode(
      for: Array(text.utf8), using: SymmetricKey(data: secret))
    return code.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }

  // MARK: Files of their own

  /// Simulates a file with a workload of its own, as it is written.
  public func simulate(
    _ reading: ArchitectureReading, bytes: [UInt8], options: RunOptions
  ) async -> EvaluationReport? {
    guard let architecture = reading.architecture, let workload = architecture.workload else {
      return nil
    }
    var report = self.report(architecture, bytes: bytes, exercise: nil, options)
    let input = FlowInput(
      operations: workload.operations, clients: workload.clients, distances: [],
      warmup: workload.warmup, lasts: workload.lasts, faults: architecture.faults,
      probes: probes(in: architecture), journeys: workload.journeys, windows: workload.windows)
    var flows = FlowCompiler.compile(architecture, input)
    let found = await warmup(&flows, workload, architecture, options)
    var (measured, reduction) = await measure(
      flows, options,
      Plan(
        scenario: "run", title: "the whole run", eventLimit: 2_000_000_000,
        looks: architecture.goals.isEmpty ? 1 : min(options.rounds, Looks.most))
    ) { GoalJudge.undecided(architecture, $0) }
    measured.warmupSource = found
    if !options.isBrief {
      let persistence = await persistence(architecture, input, measured, options)
      measured.drill?.persistence = persistence
      report.failures = failures(architecture, exercise: nil, cutSize: options.cutSize)
    }
    report.scenarios = [measured] + reduction.windows()
    report.cost = CostCalculator(architecture, book: TeachingPrices.book, input: input)
      .report(measured)
    report.isComplete = measured.stopped == "time" || measured.stopped == "cut_off"
    let evidence = Evidence(architecture: architecture, measurements: [measured])
    report.findings = findings(evidence)
    report.goals = GoalJudge.judge(architecture, measured)
    report.verdict =
      report.goals.contains { $0.verdict != .met } ? .notMet : .met
    report.claims = claims(reading.claims)
    return report
  }

  /// Runs the checks that need the architecture alone.
  public func check(_ architecture: Architecture, exercise: Exercise?) -> [Finding] {
    findings(
      Evidence(
        architecture: architecture, level: exercise?.level ?? .senior,
        profile: exercise?.profile))
  }

  // MARK: Submissions

  /// Evaluates a submission to an exercise.
  ///
  /// - Parameters:
  ///   - bytes: The file.
  ///   - file: Its name.
  ///   - folder: Gives the files that it names.
  ///   - exercise: The exercise.
  ///   - options: How the run is done.
  ///   - changes: What is put into the file or taken out of it before it is judged.
  /// - Returns: The report, or the reading with its problems where the file is not valid.
  public func evaluate(
    bytes: [UInt8], file: String, folder: FolderReader, exercise: Exercise, options: RunOptions,
    changes: [FileChange] = []
  ) async -> (report: EvaluationReport?, reading: ArchitectureReading) {
    let graded = ArchitectureReader(
      plugins.vocabulary, frame: exercise.frame,
      claims: .graded(allowed: exercise.allowedClaims)
    ).read(bytes: bytes, file: file, folder: folder, changes: changes)
    guard let architecture = graded.architecture else { return (nil, graded) }
    var report = self.report(architecture, bytes: bytes, exercise: exercise, options)
    report.scenarios = await scenarios(architecture, exercise, options, untilDecided: true)
    var claimed: Scoring?
    if !options.isBrief, graded.claims.contains(where: { !$0.isBelieved }) {
      claimed = await asClaimed(bytes, file, folder, exercise, options, changes)
    }
    report.failures = failures(architecture, exercise: exercise, cutSize: options.cutSize)
    report.claims = claims(graded.claims)
    grade(&report, architecture, exercise, options, claimed: claimed)
    return (report, graded)
  }

  /// Turns what was measured and found out about a design into requirements, checks and points.
  func grade(
    _ report: inout EvaluationReport, _ architecture: Architecture, _ exercise: Exercise,
    _ options: RunOptions, claimed: Scoring?
  ) {
    let scoring = Scoring(
      exercise: exercise, plugins: plugins, architecture: architecture,
      measurements: report.scenarios, failures: report.failures)
    let wanted = exercise.requirements.filter { requirement in
      guard let only = options.scenarios, let scenario = requirement.scenario else { return true }
      return only.contains(scenario)
    }
    report.requirements = wanted.map { requirement in
      scoring.result(requirement, asClaimed: claimed?.value(requirement))
    }
    report.cost = scoring.cost(nil)
    let evidence = Evidence(
      architecture: architecture, level: exercise.level, profile: exercise.profile,
      measurements: report.scenarios)
    report.findings = findings(evidence) + machineFindings(architecture, exercise)
    report.scoredChecks = scoring.checks(report.findings)
    conclude(&report, exercise)
  }

  private func asClaimed(
    _ bytes: [UInt8], _ file: String, _ folder: FolderReader, _ exercise: Exercise,
    _ options: RunOptions, _ changes: [FileChange]
  ) async -> Scoring? {
    let reading = ArchitectureReader(plugins.vocabulary, frame: exercise.frame)
      .read(bytes: bytes, file: file, folder: folder, changes: changes)
    guard let architecture = reading.architecture else { return nil }
    let measured = await scenarios(architecture, exercise, options, untilDecided: false)
    return Scoring(
      exercise: exercise, plugins: plugins, architecture: architecture, measurements: measured,
      failures: failures(architecture, exercise: exercise, cutSize: options.cutSize))
  }

  private func machineFindings(_ architecture: Architecture, _ exercise: Exercise) -> [Finding] {
    guard let limit = exercise.machineLimit else { return [] }
    let machines = architecture.components.reduce(0) { $0 &+ $1.machines }
    let isWithin = machines <= limit
    var finding = Finding(
      isWithin ? .satisfied : .violated, isWithin ? .info : .blocker,
      message: "the design has \(machines) machines, the exercise allows \(limit)",
      facts: [Fact("machines", "\(machines)"), Fact("limit", "\(limit)")],
      remedy: "remove copies where the utilisation is low")
    finding.check = "constraints.machines"
    return [finding]
  }

  private func conclude(_ report: inout EvaluationReport, _ exercise: Exercise) {
    let earned =
      report.requirements.reduce(0) { $0 + $1.points }
      + report.scoredChecks.reduce(0) { $0 + $1.points }
    // What a run of some scenarios leaves out is as open as what could not be run.
    let leftOut = exercise.requirements.filter { requirement in
      !report.requirements.contains { $0.id == requirement.id }
    }
    let pending =
      leftOut.reduce(0) { $0 + Double($1.points) }
      + report.requirements.filter { $0.verdict == .notRun }.reduce(0) { $0 + $1.max }
      + report.scoredChecks.filter { $0.outcome == .notRun }.reduce(0) { $0 + $1.max }
    let overMachines = report.findings.contains {
      $0.check == "constraints.machines" && $0.outcome == .violated
    }
    report.score = Score(
      points: overMachines ? 0 : (earned * 100).rounded() / 100,
      max: Double(exercise.automaticPoints), pending: pending)
    report.isComplete =
      leftOut.isEmpty && pending == 0 && report.scoredChecks.allSatisfy { $0.outcome != .notRun }
    let musts = report.requirements.filter(\.isMust)
    let mustChecks = exercise.checks.filter(\.isMust).map(\.check)
    let blocked = report.scoredChecks.contains { result in
      guard result.outcome != .satisfied else { return false }
      if mustChecks.contains(result.check) { return true }
      return report.findings.contains {
        $0.check == result.check && $0.outcome == .violated && $0.severity == .blocker
      }
    }
    if !report.isComplete {
      report.verdict = .notRun
    } else if musts.allSatisfy({ $0.verdict == .met }), !blocked, !overMachines {
      report.verdict = .met
    } else if musts.contains(where: { $0.verdict == .undecided }) && !blocked {
      report.verdict = .undecided
    } else {
      report.verdict = .notMet
    }
  }

  // MARK: Running

  private func scenarios(
    _ architecture: Architecture, _ exercise: Exercise, _ options: RunOptions,
    untilDecided: Bool
  ) async -> [ScenarioMeasurements] {
    var result: [ScenarioMeasurements] = []
    for scenario in exercise.scenarios {
      if let only = options.scenarios, !only.contains(scenario.name) { continue }
      result.append(
        await self.scenario(scenario, architecture, exercise, options, untilDecided: untilDecided))
    }
    return result
  }

  /// Runs a scenario and, unless the run is brief, asks what keeps a design down after a drill.
  func scenario(
    _ scenario: ExerciseScenario, _ architecture: Architecture, _ exercise: Exercise,
    _ options: RunOptions, untilDecided: Bool
  ) async -> ScenarioMeasurements {
    let targets = FaultTargets(architecture)
    guard let faults = targets.resolve(scenario.faults, warmup: scenario.warmup)?.faults else {
      var nothing = ScenarioMeasurements(
        scenario: scenario.name, title: scenario.title, lasts: scenario.lasts.seconds, step: 1)
      nothing.impossible =
        "the drill '\(scenario.name)' found nothing in this design that it could break"
      return nothing
    }
    let input = flowInput(scenario, exercise, faults)
    var (measured, _) = await measure(
      FlowCompiler.compile(architecture, input), options,
      Plan(
        scenario: scenario.name, title: scenario.title,
        eventLimit: Self.eventBudget / max(1, options.replications),
        looks: untilDecided ? min(options.rounds, Looks.most) : 1)
    ) { isUndecided($0, scenario, architecture, exercise) }
    guard untilDecided, !options.isBrief else { return measured }
    let persistence = await persistence(architecture, input, measured, options)
    measured.drill?.persistence = persistence
    return measured
  }

  func flowInput(
    _ scenario: ExerciseScenario, _ exercise: Exercise, _ faults: [Fault]
  ) -> FlowInput {
    let start = max(0, scenario.at.nanoseconds - scenario.warmup.nanoseconds)
    let window = exercise.profile.window(from: TimeSpan(nanoseconds: start))
    let operations = window.map { load in
      var load = load
      if let operation = exercise.operations.first(where: { $0.name == load.operation }) {
        load.obligations = operation.obligations
        load.patience = operation.patience
      }
      return load
    }
    return FlowInput(
      operations: operations, clients: exercise.places.map { ($0.id, $0.share) },
      distances: exercise.distances, warmup: scenario.warmup, lasts: scenario.lasts,
      faults: faults, probes: probes(of: exercise),
      journeys: exercise.profile.journeys(from: TimeSpan(nanoseconds: start)))
  }

  // MARK: Reports

  private func findings(_ evidence: Evidence) -> [Finding] {
    var all: [Finding] = []
    for check in plugins.checks {
      if check.page.needs == .measurements, evidence.measurements.isEmpty { continue }
      for finding in check.findings(in: evidence) {
        var finding = finding
        finding.check = check.page.id
        all.append(finding)
      }
    }
    let order: [Outcome: Int] = [
      .notRun: 0, .violated: 1, .unknown: 2, .satisfied: 3, .notApplicable: 4,
    ]
    return all.enumerated().sorted { left, right in
      let leftOrder = order[left.element.outcome] ?? 9
      let rightOrder = order[right.element.outcome] ?? 9
      if leftOrder != rightOrder { return leftOrder < rightOrder }
      if left.element.severity != right.element.severity {
        return left.element.severity > right.element.severity
      }
      return left.offset < right.offset
    }.map(\.element)
  }

  private func claims(_ claims: [Claim]) -> [ClaimResult] {
    claims.map {
      ClaimResult(
        path: $0.path, stated: $0.stated, used: $0.used, standing: $0.standing,
        isPlausible: $0.isPlausible, range: $0.range)
    }
  }

  private func report(
    _ architecture: Architecture, bytes: [UInt8], exercise: Exercise?, _ options: RunOptions
  ) -> EvaluationReport {
    var report = EvaluationReport(
      tool: "windtunnel \(Self.version)",
      exercise: exercise.map {
        ExerciseIdentity(id: $0.id, version: $0.version, title: $0.title, level: $0.level)
      },
      architecture: ArchitectureIdentity(
        name: architecture.name.isEmpty ? architecture.file : architecture.name,
        file: architecture.file, digest: Self.digest(bytes)), seed: options.seed)
    report.parameters = exercise?.parameters ?? []
    report.plugins = plugins.plugins.map { "\($0.manifest.id) \($0.manifest.version)" }
    report.machines = architecture.components.reduce(0) { $0 &+ $1.machines }
    report.replications = options.replications
    report.assumptions = Self.assumptions(
      architecture, isJudged: exercise != nil || !architecture.goals.isEmpty)
    report.predictions = predictions(architecture, exercise, options)
    var kinds: [String] = []
    for component in architecture.components where !kinds.contains(component.kind.name) {
      kinds.append(component.kind.name)
      report.fidelity.append("\(component.kind.name): \(component.kind.models)")
    }
    return report
  }

  private static func assumptions(_ architecture: Architecture, isJudged: Bool) -> [String] {
    var result = ["replications are independent; intervals are Student's t at 95 %"]
    // Where nothing is judged there is one round.
    if isJudged { result.append(Looks.words) }
    result += [
      "latencies are read from a histogram with a relative error of at most 0.4 %"
    ]
    if !architecture.hasStatedSites {
      result.append("no sites are stated: the network takes no time")
    }
    result += architecture.assumptions.map { "\($0.id): \($0.says)" }
    return result
  }
}
