public import ArchitectureModel
public import Diagnostics
public import PluginAPI
public import Pricing
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
  /// What things cost.
  public var prices = TeachingPrices.book
  /// The region of the price book by place, where the exercise says one.
  public var placePrices: [String: String] = [:]
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
  /// The unit of the bounds where the dimension does not say it: that of money.
  public var unit = ""
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
  /// Share of an operation's full answers that missed an acknowledged write.
  case staleReads(operation: String)
  /// Utilisation of the components whose kind has the trait: the greatest.
  case utilisation(trait: String)
  /// Acknowledged writes of the holders of a data class that no surviving copy holds.
  case lostWrites(data: String)
  /// Machines over all sites.
  case machines
  /// The bill of a month at the scenario's load.
  case costMonthly
  /// What a million requests of the operation cost at the scenario's load.
  case costPerMillion(operation: String)
  /// Cost at ten times the scenario's load over cost at it.
  case costGrowth
  /// Share of an operation's requests that can be answered in the long run.
  case availability(operation: String)
  /// The same as -log10 of what is missing to 1.
  case nines(operation: String)
  /// 1 where an operation goes on after the loss of any one zone or site, else 0.
  case survives(operation: String, Place)
  /// How far back the durable holders of a data class lose acknowledged writes with a zone.
  case rpo(data: String)
  /// How long after the loss of a zone the durable holders of a data class serve writes again.
  case rto(data: String)
  /// A measure of a plugin.
  case domain(String)

  /// What is lost.
  public enum Place: String, Sendable, Hashable, CaseIterable {
    /// A zone of a site.
    case zone
    /// A whole site.
    case site
  }

  /// Whether it follows from the design alone and needs no scenario.
  public var isDerived: Bool {
    switch self {
    case .machines, .availability, .nines, .survives, .rpo, .rto: true
    case .latency, .latencyMean, .success, .throughput, .recovery, .staleReads, .utilisation,
      .lostWrites,
      .costMonthly, .costPerMillion, .costGrowth, .domain:
      false
    }
  }

  /// The dimension of its values; nil for a plugin's own.
  public var dimension: Dimension? {
    switch self {
    case .latency, .latencyMean, .recovery, .rpo, .rto: .duration
    case .success, .staleReads, .utilisation, .availability: .share
    case .throughput: .rate
    case .lostWrites, .machines, .costGrowth, .nines, .survives: .count
    case .costMonthly, .costPerMillion: .money
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
