/// Everything a run found out: what the text, JSON and later pages are made from.
public struct EvaluationReport: Sendable {
  /// The version of the tool.
  public var tool: String
  /// The exercise; nil for a file of its own.
  public var exercise: ExerciseIdentity?
  /// The design.
  public var architecture: ArchitectureIdentity
  /// The seed of the run.
  public var seed: UInt64
  /// The variant's parameters, in order; empty without an exercise.
  public var parameters: [Fact]
  /// The active plugins as `id version`.
  public var plugins: [String]
  /// Whether everything could be run.
  public var isComplete: Bool
  /// The score; nil without an exercise.
  public var score: Score?
  /// Whether the exercise is met, or the goals of the file are.
  public var verdict: Verdict
  /// The requirements in order.
  public var requirements: [RequirementResult]
  /// The checks that carry points, in order.
  public var scoredChecks: [ScoredCheckResult]
  /// The goals of the file, compared with what was measured.
  public var goals: [GoalResult]
  /// What queueing theory says, by scenario in order.
  public var predictions: [AnalyticPrediction]
  /// What was measured, by scenario in order.
  public var scenarios: [ScenarioMeasurements]
  /// What breaks the design, found without simulation; nil where it was not looked for.
  public var failures: FailureResults?
  /// All findings, those to act on first.
  public var findings: [Finding]
  /// Numbers that the design claims.
  public var claims: [ClaimResult]
  /// Assumptions under the results, in words.
  public var assumptions: [String]
  /// What the simulation leaves out of the kinds in use, in words.
  public var fidelity: [String]
  /// What the design costs; nil where no load could be measured.
  public var cost: CostReport?
  /// Which claims and defaults the result hangs on; nil where it was not asked for.
  public var sensitivity: SensitivityResults?
  /// Machines over all sites.
  public var machines: Int
  /// Replications per scenario asked for.
  public var replications: Int
  /// Wall time in seconds; the only part that may differ between two runs of the same inputs.
  public var wallSeconds: Double
  /// Events per second of wall time.
  public var eventsPerSecond: Double

  /// Creates a report without results.
  public init(
    tool: String, exercise: ExerciseIdentity?, architecture: ArchitectureIdentity, seed: UInt64
  ) {
    self.tool = tool
    self.exercise = exercise
    self.architecture = architecture
    self.seed = seed
    parameters = []
    plugins = []
    isComplete = true
    score = nil
    verdict = .notMet
    requirements = []
    scoredChecks = []
    goals = []
    predictions = []
    scenarios = []
    failures = nil
    findings = []
    claims = []
    assumptions = []
    fidelity = []
    machines = 0
    replications = 0
    wallSeconds = 0
    eventsPerSecond = 0
  }
}

/// Which exercise.
public struct ExerciseIdentity: Sendable, Hashable {
  /// The id.
  public var id: String
  /// The version.
  public var version: String
  /// The title.
  public var title: String
  /// The level.
  public var level: Level

  /// Creates an identity.
  public init(id: String, version: String, title: String, level: Level) {
    self.id = id
    self.version = version
    self.title = title
    self.level = level
  }
}

/// Which design.
public struct ArchitectureIdentity: Sendable, Hashable {
  /// The name as stated, or the file's.
  public var name: String
  /// The file as given.
  public var file: String
  /// `sha256:` and the digest of the file's bytes.
  public var digest: String

  /// Creates an identity.
  public init(name: String, file: String, digest: String) {
    self.name = name
    self.file = file
    self.digest = digest
  }
}

/// Points.
public struct Score: Sendable, Hashable {
  /// Points earned.
  public var points: Double
  /// Points that can be earned automatically.
  public var max: Double
  /// Points that could not be judged because something was not run.
  public var pending: Double

  /// Creates a score.
  public init(points: Double, max: Double, pending: Double) {
    self.points = points
    self.max = max
    self.pending = pending
  }
}

/// How a requirement, a check or the whole ended.
public enum Verdict: String, Sendable, Hashable, CaseIterable {
  /// All points, or the exercise is met.
  case met
  /// Some points.
  case part
  /// No points, or the exercise is not met.
  case notMet = "not_met"
  /// The interval still lies across the bound at the end of the budget; counts as not met.
  case undecided
  /// Nothing could be judged.
  case notRun = "not_run"
}

/// One requirement and what became of it.
public struct RequirementResult: Sendable {
  /// The id.
  public var id: String
  /// The text.
  public var text: String
  /// The measure as written.
  public var measure: String
  /// Answers that count beside full ones.
  public var admits: [String] = []
  /// The scenario; empty where the measure needs none.
  public var scenario: String
  /// The dimension of the values.
  public var dimension: Dimension
  /// What was measured.
  public var value: Estimate
  /// The value with the numbers as claimed; nil where it is the same.
  public var asClaimed: Double?
  /// The value that earns all points.
  public var fullAt: Double
  /// The value that earns none.
  public var zeroAt: Double
  /// Points earned, from the unfavourable end of the interval.
  public var points: Double
  /// Points that can be earned.
  public var max: Double
  /// The unit of the values where the dimension does not say it: that of money, such as `USD/mo`.
  public var unit = ""
  /// Whether the exercise is met only if this is full.
  public var isMust: Bool
  /// The verdict.
  public var verdict: Verdict
  /// Why, a short chain: which component, which mechanism.
  public var because: [String]
  /// What to try next.
  public var remedy: String

  /// Creates a result.
  public init(
    id: String, text: String, measure: String, scenario: String, dimension: Dimension,
    value: Estimate, asClaimed: Double?, fullAt: Double, zeroAt: Double, points: Double,
    max: Double, isMust: Bool, verdict: Verdict, because: [String], remedy: String
  ) {
    self.id = id
    self.text = text
    self.measure = measure
    self.scenario = scenario
    self.dimension = dimension
    self.value = value
    self.asClaimed = asClaimed
    self.fullAt = fullAt
    self.zeroAt = zeroAt
    self.points = points
    self.max = max
    self.isMust = isMust
    self.verdict = verdict
    self.because = because
    self.remedy = remedy
  }
}

/// A check that carries points and what became of it.
public struct ScoredCheckResult: Sendable, Hashable {
  /// The check.
  public var check: String
  /// Its title.
  public var title: String
  /// The outcome over all its findings: the worst.
  public var outcome: Outcome
  /// Points earned.
  public var points: Double
  /// Points that can be earned.
  public var max: Double
  /// The message of the finding that decided.
  public var message: String

  /// Creates a result.
  public init(
    check: String, title: String, outcome: Outcome, points: Double, max: Double, message: String
  ) {
    self.check = check
    self.title = title
    self.outcome = outcome
    self.points = points
    self.max = max
    self.message = message
  }
}

/// A goal of the file compared with what was measured.
public struct GoalResult: Sendable, Hashable {
  /// The operation.
  public var operation: String
  /// The goal: `p99`, `success`.
  public var goal: String
  /// The dimension.
  public var dimension: Dimension
  /// What was promised.
  public var promised: Double
  /// What was measured.
  public var value: Estimate
  /// Whether it is kept at the unfavourable end of the interval.
  public var verdict: Verdict

  /// Creates a result.
  public init(
    operation: String, goal: String, dimension: Dimension, promised: Double, value: Estimate,
    verdict: Verdict
  ) {
    self.operation = operation
    self.goal = goal
    self.dimension = dimension
    self.promised = promised
    self.value = value
    self.verdict = verdict
  }
}
