/// What queueing theory says of a design under a load, without simulating it.
///
/// Times are in seconds, rates per second; a value that has none is nil, with the reason in
/// `because`. A rate that varies over the kept time is taken at its mean, and utilisations at its
/// peak as well.
public struct AnalyticPrediction: Sendable {
  /// The scenario; `run` for a file with its own load.
  public var scenario: String
  /// The operations in the order of the load.
  public var operations: [OperationPrediction]
  /// The components in the order of the file.
  public var components: [ComponentPrediction]
  /// What is full first as the mean load grows; nil where no open load reaches a station.
  public var atMean: LoadLimit?
  /// The same at the peak of the load; nil where no rate varies.
  public var atPeak: LoadLimit?
  /// Bounds for users who come again.
  public var closed: [ClosedBounds]
  /// What cannot be stable, the root of it first; each names the field that would mend it.
  public var warnings: [Finding]
  /// What the prediction takes for granted and this file does not keep, in words.
  public var leftOut: [String]

  /// Creates a prediction of nothing.
  public init(scenario: String) {
    self.scenario = scenario
    operations = []
    components = []
    atMean = nil
    atPeak = nil
    closed = []
    warnings = []
    leftOut = []
  }

  /// The prediction for an operation, or nil.
  public func operation(_ id: String) -> OperationPrediction? {
    operations.first { $0.operation == id }
  }

  /// The prediction for a component, or nil.
  public func component(_ id: String) -> ComponentPrediction? {
    components.first { $0.component == id }
  }
}

/// What is predicted for an operation.
public struct OperationPrediction: Sendable, Hashable {
  /// The operation.
  public var operation: String
  /// Requests per second on average over the kept time; for users who come again the predicted
  /// throughput.
  public var rate: Double
  /// The greatest rate of the kept time; that of `rate` where it does not vary.
  public var peakRate: Double
  /// Mean latency of answered requests; nil where there is none.
  public var latency: Double?
  /// Share of the arrivals that find room everywhere; nil where theory gives none.
  public var admitted: Double?
  /// The theory that makes latency and share exact; nil where they are approximations.
  public var theory: String?
  /// Why a value is missing or is an approximation.
  public var because: [String]

  /// Creates a prediction without values.
  public init(operation: String, rate: Double, peakRate: Double) {
    self.operation = operation
    self.rate = rate
    self.peakRate = peakRate
    latency = nil
    admitted = nil
    theory = nil
    because = []
  }
}

/// What is predicted for a component.
public struct ComponentPrediction: Sendable {
  /// The component.
  public var component: String
  /// Mean visits per request of each operation that comes here, in the order of the load.
  public var visits: [(operation: String, mean: Double)]
  /// Visits per second, those to the members of a shard counted apart.
  public var arrivals: Double
  /// Mean work of a visit.
  public var work: Double
  /// Mean time a visit keeps a slot: its work, and its calls where they are waited for with it.
  public var held: Double?
  /// Share of all slots in use, above 1 where more is asked than there is; the mean number in
  /// progress where slots are unlimited.
  public var utilisation: Double?
  /// The same of its busiest copy.
  public var busiest: Double?
  /// The same of its busiest copy at the peak of the load; that of `busiest` where no rate varies.
  public var busiestAtPeak: Double?
  /// Whether it has any number of slots, so that its utilisation is a number in progress.
  public var isUnlimited: Bool
  /// Mean wait for a slot.
  public var waiting: Double?
  /// The theory that makes these values exact; nil where they are approximations.
  public var theory: String?

  /// Creates a prediction for a component that nothing reaches.
  public init(component: String) {
    self.component = component
    visits = []
    arrivals = 0
    work = 0
    held = nil
    utilisation = nil
    busiest = nil
    busiestAtPeak = nil
    isUnlimited = false
    waiting = nil
    theory = nil
  }

  /// Mean time from coming in to giving the slot back; nil where there is none.
  public var time: Double? {
    guard let waiting, let held else { return nil }
    return waiting + held
  }
}

/// How far a load can grow.
public struct LoadLimit: Sendable, Hashable {
  /// The component that is full first.
  public var bottleneck: String
  /// The utilisation of its busiest copy under the load as it is.
  public var utilisation: Double?
  /// The factor on all arrival rates at which it is full; below 1 it is full already.
  public var factor: Double

  /// Creates a limit.
  public init(bottleneck: String, utilisation: Double?, factor: Double) {
    self.bottleneck = bottleneck
    self.utilisation = utilisation
    self.factor = factor
  }
}

/// Asymptotic bounds for a fixed number of users.
///
/// Source: Edward Lazowska, John Zahorjan, Scott Graham and Kenneth Sevcik, "Quantitative System
/// Performance", Prentice-Hall, 1984, section 5.2.
public struct ClosedBounds: Sendable, Hashable {
  /// The operation.
  public var operation: String
  /// The users.
  public var users: Int
  /// Mean time a user thinks.
  public var think: Double
  /// Mean time of a request that waits nowhere.
  public var unloaded: Double
  /// The component that limits the throughput; nil where none does.
  public var bottleneck: String?
  /// The greatest throughput.
  public var throughput: Double
  /// The least mean latency.
  public var latency: Double
  /// The number of users from which on some must wait; nil where none ever does.
  public var knee: Double?

  /// Creates bounds.
  public init(
    operation: String, users: Int, think: Double, unloaded: Double, bottleneck: String?,
    throughput: Double, latency: Double, knee: Double?
  ) {
    self.operation = operation
    self.users = users
    self.think = think
    self.unloaded = unloaded
    self.bottleneck = bottleneck
    self.throughput = throughput
    self.latency = latency
    self.knee = knee
  }
}
