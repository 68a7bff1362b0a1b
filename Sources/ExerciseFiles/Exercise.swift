public import ArchitectureModel
public import Diagnostics
public import PluginAPI
public import Quantities

/// An exercise as read from its folder.
public struct Exercise: Sendable {
  /// The folder.
  public var folder: String
  /// `domain/name`.
  public var id: String
  /// A semantic version.
  public var version: String
  /// The title.
  public var title: String
  /// `presentation`, `project`, `lesson`, `capstone` or `master_class`.
  public var kind: String
  /// The level.
  public var level: Level
  /// The lesson it belongs to; nil where not stated.
  public var lesson: Int?
  /// Points given by the tool.
  public var automaticPoints: Int
  /// Points given by reviewers.
  public var reviewPoints: Int
  /// What is learnt: id and text.
  public var objectives: [(id: String, text: String)]
  /// The text of the brief, Markdown.
  public var brief: String
  /// The parameters of variants with the value of this variant, as text.
  public var parameters: [Fact]
  /// Where users are, with their share.
  public var places: [(id: String, share: Double)]
  /// One-way latencies between places, by pair in either order.
  public var distances: [(from: String, to: String, oneWay: TimeSpan)]
  /// The data classes.
  public var data: [DataClass]
  /// The operations in order.
  public var operations: [ExerciseOperation]
  /// The load model's id.
  public var loadModel: String
  /// The load profile of this variant.
  public var profile: LoadProfile
  /// The scenarios in order.
  public var scenarios: [ExerciseScenario]
  /// The requirements in order.
  public var requirements: [Requirement]
  /// The checks that carry points.
  public var checks: [(check: String, points: Int, isMust: Bool)]
  /// Kinds that may not be used.
  public var forbiddenKinds: [String]
  /// Greatest number of machines; nil for no limit.
  public var machineLimit: Int?
  /// Field paths whose claims are believed.
  public var allowedClaims: [String]
  /// Hints: id, the requirement, the text.
  public var hints: [(id: String, requirement: String, text: String)]

  /// What a submission may refer to.
  public var frame: ExerciseFrame {
    ExerciseFrame(
      id: id, operations: operations.map(\.name), data: data, places: places.map(\.id),
      forbiddenKinds: forbiddenKinds)
  }
}

/// An operation of an exercise.
public struct ExerciseOperation: Sendable {
  /// The name.
  public var name: String
  /// In a sentence; empty where not stated.
  public var about: String
  /// What each request owes.
  public var obligations: [Obligation]
  /// How long a user waits.
  public var patience: TimeSpan
}

/// A window of the load.
public struct ExerciseScenario: Sendable {
  /// The name.
  public var name: String
  /// In a few words.
  public var title: String
  /// From the start of the profile.
  public var at: TimeSpan
  /// The moment as written.
  public var moment: String
  /// Kept time.
  public var lasts: TimeSpan
  /// Time before it that is simulated and thrown away.
  public var warmup: TimeSpan
  /// What breaks.
  public var faults: [ScenarioFault]
}

/// A fault with a target that is chosen by traits.
public struct ScenarioFault: Sendable {
  /// What happens.
  public enum Effect: Sendable, Hashable {
    /// Crashes the copies.
    case crash
    /// Loses the place where they stand.
    case lose
    /// Slows them by the factor.
    case slow(Double)
    /// Makes them err.
    case errors(Double)
  }
  /// Which copies of the match.
  public enum Pick: String, Sendable, Hashable {
    /// Every copy of every match.
    case each
    /// The same.
    case all
    /// The leaders.
    case primary
    /// The first copy.
    case replica
    /// The zone of the first copy or leader.
    case zone
    /// Its site.
    case site
  }
  /// What happens.
  public var effect: Effect
  /// Kinds with the trait.
  public var trait: String?
  /// Of this kind.
  public var kind: String?
  /// Holders of the data.
  public var holds: String?
  /// On the path of the operation.
  public var serves: String?
  /// Which copies.
  public var pick: Pick
  /// From the start of the kept time.
  public var at: TimeSpan
  /// How long; nil for ever.
  public var lasts: TimeSpan?
}

/// A measure and how it turns into points.
public struct Requirement: Sendable {
  /// The id.
  public var id: String
  /// The text.
  public var text: String
  /// The path into the result.
  public var measure: MeasurePath
  /// The measure as written.
  public var measureText: String
  /// The scenario; nil where the measure needs none.
  public var scenario: String?
  /// The value that earns all points.
  public var fullAt: Double
  /// The value that earns none.
  public var zeroAt: Double
  /// Points.
  public var points: Int
  /// Whether the exercise is met only if it is full.
  public var isMust: Bool
  /// Answers that count beside full ones.
  public var admits: Set<LesserAnswer> = []
  /// What to try when it is lost; empty where not stated.
  public var advice: String
  /// The objective; empty where not stated.
  public var objective: String

  /// Whether smaller values are better.
  public var lowerIsBetter: Bool { fullAt < zeroAt }
}

/// A path into the result, such as `buy.latency.p99`.
public enum MeasurePath: Sendable, Hashable {
  /// A percentile of an operation's latency over all arrivals; the share.
  case latency(operation: String, share: Double)
  /// Mean latency of answered requests.
  case latencyMean(operation: String)
  /// Share of arrivals that ended full.
  case success(operation: String)
  /// Answered requests per second.
  case throughput(operation: String)
  /// Seconds from the fault until requests succeed again.
  case recovery(operation: String)
  /// Utilisation of the components whose kind has the trait: the greatest.
  case utilisation(trait: String)
  /// Acknowledged writes of the holders of a data class that no surviving copy holds.
  case lostWrites(data: String)
  /// Machines over all sites.
  case machines
  /// A measure of a plugin.
  case domain(String)

  /// The dimension of its values; nil for a plugin's own.
  public var dimension: Dimension? {
    switch self {
    case .latency, .latencyMean, .recovery: .duration
    case .success, .utilisation: .share
    case .throughput: .rate
    case .lostWrites, .machines: .count
    case .domain: nil
    }
  }
}

/// An exercise as read, or the problems that prevent it.
public struct ExerciseReading: Sendable {
  /// The exercise; nil where there are errors.
  public var exercise: Exercise?
  /// The problems, sorted.
  public var problems: [Diagnostic]
  /// The texts, for excerpts.
  public var sources: SourceCatalog
}
