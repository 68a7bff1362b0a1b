public import ArchitectureModel
import Stochastics

/// A mean over replications with its interval.
public struct Estimate: Sendable, Hashable {
  /// The mean; nil where undefined or infinite.
  public var value: Double?
  /// The lower end of the 95 % interval; nil where unknown.
  public var low: Double?
  /// The upper end; nil where unknown or infinite.
  public var high: Double?
  /// The number of replications behind it.
  public var replications: Int
  /// Whether the value is infinite, as a percentile that falls among refused requests.
  public var isInfinite: Bool
  /// The value of each replication in order, infinite ones included, for paired differences; empty
  /// where the value is not a mean over replications.
  public var samples: [Double] = []

  /// Creates an estimate.
  public init(
    value: Double?, low: Double?, high: Double?, replications: Int, isInfinite: Bool = false
  ) {
    self.value = value
    self.low = low
    self.high = high
    self.replications = replications
    self.isInfinite = isInfinite
  }

  /// The mean of finite values with its interval at 95 %, one value for each replication.
  ///
  /// - Parameter samples: The values in replication order; at least one.
  public init(replications samples: [Double]) {
    let interval = ConfidenceInterval(replications: samples)
    self.init(
      value: interval.mean, low: interval.low, high: interval.high, replications: samples.count)
    self.samples = samples
  }

  /// Nothing was seen.
  public static let none = Estimate(value: nil, low: nil, high: nil, replications: 0)
}

/// What one operation did in a scenario.
///
/// Counts are means over replications; times in seconds.
public struct OperationMeasurements: Sendable {
  /// The operation.
  public var operation: String
  /// Requests that arrived in the kept time.
  public var arrivals: Estimate
  /// Answered requests: full, degraded and stale.
  public var completed: Estimate
  /// Answered with all obligations met and no fallback.
  public var full: Estimate
  /// Answered with a fallback.
  public var degraded = Estimate.none
  /// Answered from data of an earlier answer.
  public var stale = Estimate.none
  /// What it did where degraded and stale answers count, alone and together; empty where there were
  /// none of either.
  public var admitted: [AdmittedMeasurements] = []
  /// Share of those answered in full that read what was older than an acknowledged write, 0...1.
  public var sawOldData = Estimate.none
  /// Ended in an error, a time-out, a crash, or without meeting their obligations.
  public var failed: Estimate
  /// Turned away by a limit.
  public var refused: Estimate
  /// The user's patience ran out.
  public var abandoned: Estimate
  /// Answered requests per second of kept time.
  public var throughput: Estimate
  /// Share of arrivals that ended full, 0...1.
  public var success: Estimate
  /// Mean latency of answered requests.
  public var latencyMean: Estimate
  /// Percentiles of answered requests by share: 0.5, 0.9, 0.95, 0.99, 0.999.
  public var latency: [(share: Double, value: Estimate)]
  /// Percentiles over all arrivals, what was not full counting as infinitely slow.
  public var demanded: [(share: Double, value: Estimate)]
  /// Latency counts of answered requests, merged over replications: upper bound in seconds and
  /// count, rising.
  public var histogram: [(upTo: Double, count: Int)]
  /// Longest latency of an answered request.
  public var latencyMax: Double?
  /// Shares of the time of answered requests by component: waiting and working.
  public var timeIn: [(component: String, waiting: Double, working: Double)]
  /// Errors by cause, means per replication.
  public var causes: [(cause: String, count: Double)]
  /// Arrivals per step, mean over replications, by the moment of arrival.
  public var arrivalSeries: [Double]
  /// Of those, how many ended full.
  public var fullSeries: [Double]
  /// Seconds from the first fault until at least 99 % of each later step's arrivals ended full;
  /// nil where there was no fault; not defined (infinite) where that never came.
  public var recovery: Estimate?
  /// In how many replications it recovered, of all.
  public var recovered: (runs: Int, of: Int)?

  /// Creates the measurements of an operation that saw nothing.
  public init(operation: String) {
    self.operation = operation
    arrivals = .none
    completed = .none
    full = .none
    failed = .none
    refused = .none
    abandoned = .none
    throughput = .none
    success = .none
    latencyMean = .none
    latency = []
    demanded = []
    histogram = []
    latencyMax = nil
    timeIn = []
    causes = []
    arrivalSeries = []
    fullSeries = []
  }
}

/// What one component did in a scenario.
///
/// Counts are means over replications.
public struct ComponentMeasurements: Sendable {
  /// The component.
  public var component: String
  /// Time average of slots in use over all slots; the mean number in progress where slots are
  /// unlimited.
  public var utilisation: Estimate
  /// Utilisation of the busiest copy, mean over replications.
  public var busiestCopy: Double
  /// Mean number waiting, summed over copies.
  public var queueMean: Estimate
  /// Greatest number that waited at one copy in any replication.
  public var queueMax: Int
  /// Mean number inside, waiting or in progress.
  public var inside: Estimate
  /// Calls received.
  public var called: Double
  /// Visits whose work was done.
  public var served: Double
  /// Work whose caller no longer waited.
  public var servedInVain: Double
  /// Visits turned away by its own limits.
  public var refused: Double
  /// Mean busy slots per step.
  public var busySeries: [Double]
  /// Mean number waiting per step.
  public var queueSeries: [Double]
  /// Acknowledged writes that no surviving copy holds, mean over replications.
  public var lostWrites: Estimate
  /// Writes that two leaders acknowledged on the two sides of a cut, where both did.
  public var conflictingWrites = Estimate.none
  /// The longest time in seconds in which a shard of a store or broker had no leader, or fewer
  /// members than a write needs; nil for what keeps no data.
  public var outage: Estimate?
  /// Acknowledged writes.
  public var acknowledgedWrites: Double
  /// Reads of a store whose followers answer some of them; 0 for all others.
  public var reads = 0.0
  /// Share of those reads that missed an acknowledged write, 0...1; nil for all others.
  public var staleReads: Estimate?
  /// Messages that were given up after their last attempt, for brokers.
  public var givenUp = 0.0
  /// Messages in its backlog at the end of the kept time, for brokers.
  public var backlog: Double
  /// Copies; where they come and go, the most that there can be.
  public var copies: Int
  /// Slots of one copy; nil where it has any number.
  public var slotsOfCopy: Int?
  /// Its copies over time; nil where their number does not change.
  public var scaling: ScalingMeasurements?
  /// What it did as a cache that knows what it holds; nil for all others.
  public var cache: CacheMeasurements?
  /// Cores in use over all cores, on average; nil where work says nothing of processors.
  public var processors: Estimate?

  /// Creates the measurements of a component that saw nothing.
  public init(component: String) {
    self.component = component
    utilisation = .none
    busiestCopy = 0
    queueMean = .none
    queueMax = 0
    inside = .none
    called = 0
    served = 0
    servedInVain = 0
    refused = 0
    busySeries = []
    queueSeries = []
    lostWrites = .none
    acknowledgedWrites = 0
    backlog = 0
    copies = 0
  }
}

/// What a probe recorded.
public struct ProbeMeasurements: Sendable {
  /// The id of the probe.
  public var probe: String
  /// Intervals recorded, mean over replications.
  public var count: Double
  /// Mean interval in seconds.
  public var mean: Estimate
  /// Percentiles in seconds by share: 0.5, 0.9, 0.95, 0.99, 0.999.
  public var percentiles: [(share: Double, value: Estimate)]

  /// Creates the measurements of a probe.
  public init(
    probe: String, count: Double, mean: Estimate, percentiles: [(share: Double, value: Estimate)]
  ) {
    self.probe = probe
    self.count = count
    self.mean = mean
    self.percentiles = percentiles
  }
}

/// A fault as it was played in a scenario.
public struct PlayedFault: Sendable, Hashable {
  /// In words, with the names of the design.
  public var text: String
  /// From the start of the kept time, in seconds.
  public var at: Double
  /// How long in seconds; nil for ever.
  public var lasts: Double?

  /// Creates a fault.
  public init(text: String, at: Double, lasts: Double?) {
    self.text = text
    self.at = at
    self.lasts = lasts
  }
}

/// Who said how much of the beginning of a run is left out.
public enum WarmupSource: String, Sendable, Hashable, CaseIterable {
  /// The file or the exercise.
  case stated
  /// A pilot run, by the rule MSER-5.
  case found
  /// A pilot run found no end of the beginning: nothing is left out.
  case notFound = "not_found"
  /// The load changes or something breaks: nothing is left out.
  case notSteady = "not_steady"
}

/// What was measured in one scenario.
public struct ScenarioMeasurements: Sendable {
  /// The scenario; `run` for a file with its own load.
  public var scenario: String
  /// Its title.
  public var title: String
  /// Kept time in seconds.
  public var lasts: Double
  /// Length of one step of the series in seconds.
  public var step: Double
  /// The operations in order.
  public var operations: [OperationMeasurements]
  /// The components in the order of the file.
  public var components: [ComponentMeasurements]
  /// The probes.
  public var probes: [ProbeMeasurements]
  /// The faults that were played.
  public var faults: [PlayedFault]
  /// What the faults did; nil where nothing broke at a moment.
  public var drill: DrillMeasurements?
  /// Events over all replications.
  public var events: Int
  /// Replications.
  public var replications: Int
  /// Why the run stopped: `time` or what limit was met.
  public var stopped: String
  /// Why nothing could be measured, in words; nil where something was.
  public var impossible: String?
  /// Simulated time that was left out at the start, in seconds.
  public var warmup = 0.0
  /// Who said how much is left out.
  public var warmupSource = WarmupSource.stated
  /// Rounds of replications after each of which the requirements were looked at.
  public var looks = 1
  /// The requirements or goals that were still open at the end; nil where nothing was asked.
  public var undecided: [String]?
  /// Whether a further round would have taken more events than a scenario may.
  public var isBudgetSpent = false
  /// The journeys in order.
  public var journeys: [JourneyMeasurements] = []
  /// The part of the run that it is about; nil for a whole run.
  public var window: MeasuredWindow?

  /// Creates measurements.
  public init(scenario: String, title: String, lasts: Double, step: Double) {
    self.scenario = scenario
    self.title = title
    self.lasts = lasts
    self.step = step
    operations = []
    components = []
    probes = []
    faults = []
    events = 0
    replications = 0
    stopped = "time"
    impossible = nil
  }

  /// The measurements of an operation, or nil.
  public func operation(_ id: String) -> OperationMeasurements? {
    operations.first { $0.operation == id }
  }

  /// The measurements of a component, or nil.
  public func component(_ id: String) -> ComponentMeasurements? {
    components.first { $0.component == id }
  }

  /// The measurements of a probe, or nil.
  public func probe(_ id: String) -> ProbeMeasurements? { probes.first { $0.probe == id } }
}

/// A point of a request's way.
public enum ProbePoint: Sendable, Hashable {
  /// The user's request arrives.
  case arrival
  /// A component whose kind has the trait begins to serve it.
  case entered(trait: String)
  /// A component whose kind has the trait has done its work for it.
  case served(trait: String)
  /// A holder of the data has acknowledged a write of it.
  case written(data: String)
}

/// An interval between two points of a request's way that the engine records.
public struct Probe: Sendable, Hashable {
  /// The id, `domain.name`.
  public var id: String
  /// Where the interval begins: the first time the point is passed.
  public var from: ProbePoint
  /// Where it ends: the first time the point is passed after that.
  public var to: ProbePoint

  /// Creates a probe.
  public init(id: String, from: ProbePoint, to: ProbePoint) {
    self.id = id
    self.from = from
    self.to = to
  }
}

/// A result of a domain, computed from what the engine recorded.
public struct Measure: Sendable {
  /// The id, `domain.name`, as used in requirements.
  public var id: String
  /// What it means.
  public var about: String
  /// The dimension of its values.
  public var dimension: Dimension
  /// The probes it needs.
  public var probes: [Probe]
  /// The value in a scenario; nil where it has none, with the design beside it.
  public var value: @Sendable (ScenarioMeasurements, Architecture) -> Estimate?

  /// Creates a measure.
  public init(
    id: String, about: String, dimension: Dimension, probes: [Probe] = [],
    value: @escaping @Sendable (ScenarioMeasurements, Architecture) -> Estimate?
  ) {
    self.id = id
    self.about = about
    self.dimension = dimension
    self.probes = probes
    self.value = value
  }
}

/// The dimension of a measured value.
public enum Dimension: String, Sendable, Hashable, CaseIterable {
  /// Seconds.
  case duration
  /// 0...1.
  case share
  /// Per second.
  case rate
  /// A number of things.
  case count
  /// Units of a currency.
  case money
}
