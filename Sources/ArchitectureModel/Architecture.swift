public import Diagnostics
public import Quantities

/// A submitted design: complete, with defaults filled in and references resolved.
public struct Architecture: Sendable {
  /// The file it was read from.
  public var file: String
  /// Where the document begins.
  public var span: SourceSpan
  /// The id of the exercise, where stated.
  public var exercise: Setting<String>?
  /// The name of the design; empty where not stated.
  public var name = ""
  /// A summary; empty where not stated.
  public var summary = ""
  /// Who submitted it; empty where not stated.
  public var owner = ""
  /// The entries in the order of the operations.
  public var entries: [Entry] = []
  /// Whether `sites` was written.
  public var hasStatedSites = false
  /// The sites; never empty.
  public var sites: [Site] = []
  /// The boundaries.
  public var boundaries: [Boundary] = []
  /// The data classes, those of the exercise first.
  public var data: [DataClass] = []
  /// The components in the order of the file.
  public var components: [Component] = [] {
    didSet {
      places = Dictionary(
        components.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    }
  }
  /// The place of each component by its id.
  private var places: [String: Int] = [:]
  /// The goals.
  public var goals: [Goal] = []
  /// Operations in the order of their importance, the most important first; the others follow.
  public var priority: [String] = []
  /// The decisions.
  public var decisions: [Decision] = []
  /// The assumptions.
  public var assumptions: [Assumption] = []
  /// The numbers that it states about itself and that are better than their defaults.
  public var claims: [Claim] = []
  /// The file's own load.
  public var workload: Workload?
  /// The file's own faults.
  public var faults: [Fault] = []

  /// Creates an empty design.
  public init(file: String, span: SourceSpan) {
    self.file = file
    self.span = span
  }

  /// The component of an id, the first of several, or nil.
  public func component(_ id: String) -> Component? { places[id].map { components[$0] } }

  /// The boundary of an id, or nil.
  public func boundary(_ id: String) -> Boundary? { boundaries.first { $0.id == id } }

  /// The data class of an id, or nil.
  public func dataClass(_ id: String) -> DataClass? { data.first { $0.id == id } }

  /// The site of an id, or nil.
  public func site(_ id: String) -> Site? { sites.first { $0.id == id } }
}

/// Which component receives an operation.
public struct Entry: Sendable, Hashable {
  /// The operation.
  public var operation: String
  /// The component.
  public var component: String
  /// Where it is written.
  public var span: SourceSpan

  /// Creates an entry.
  public init(operation: String, component: String, span: SourceSpan) {
    self.operation = operation
    self.component = component
    self.span = span
  }
}

/// A region or data centre.
public struct Site: Sendable, Hashable {
  /// The id.
  public var id: String
  /// Where it is written.
  public var span: SourceSpan
  /// The zones; never empty.
  public var zones: [String]
  /// The place of the exercise where it stands.
  public var place: String?
  /// One way between zones.
  public var zoneLatency: Setting<TimeSpan>
  /// One way to other sites, as stated.
  public var latencyTo: [String: TimeSpan]
  /// Bandwidth to other sites in bit/s, as stated.
  public var bandwidthTo: [String: Double]
  /// The region of the price book; nil where not stated.
  public var prices: Named?
  /// How often the whole site is lost.
  public var fails: FailureTimes
  /// How often each of its zones is lost by itself.
  public var zoneFails: FailureTimes

  /// Creates a site.
  public init(
    id: String, span: SourceSpan, zones: [String], place: String?,
    zoneLatency: Setting<TimeSpan>, latencyTo: [String: TimeSpan] = [:],
    bandwidthTo: [String: Double] = [:], fails: FailureTimes = .site,
    zoneFails: FailureTimes = .zone
  ) {
    self.id = id
    self.span = span
    self.zones = zones
    self.place = place
    self.zoneLatency = zoneLatency
    self.latencyTo = latencyTo
    self.bandwidthTo = bandwidthTo
    self.fails = fails
    self.zoneFails = zoneFails
  }
}

/// How far callers are trusted.
public enum Trust: String, Sendable, Hashable, CaseIterable {
  /// Anybody.
  case none
  /// Known, but not ours.
  case low
  /// Ours.
  case high
}

/// A zone of trust.
public struct Boundary: Sendable, Hashable {
  /// The id.
  public var id: String
  /// Where it is written.
  public var span: SourceSpan
  /// The trust; nil where not stated.
  public var trust: Trust?
  /// A name for reports.
  public var title: String

  /// Creates a boundary.
  public init(id: String, span: SourceSpan, trust: Trust?, title: String) {
    self.id = id
    self.span = span
    self.trust = trust
    self.title = title
  }
}

/// How sensitive data are, in rising order.
public enum Sensitivity: String, Sendable, Hashable, CaseIterable, Comparable {
  /// For anybody.
  case `public`
  /// For the organisation.
  case `internal`
  /// For those who need it.
  case confidential
  /// For named persons.
  case secret

  /// Compares by sensitivity.
  public static func < (left: Sensitivity, right: Sensitivity) -> Bool {
    (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
  }
}

/// A kind of item that is kept or sent.
public struct DataClass: Sendable, Hashable {
  /// The id.
  public var id: String
  /// Where it is written.
  public var span: SourceSpan
  /// How sensitive; nil where not stated.
  public var sensitivity: Sensitivity?
  /// The size of one item.
  public var size: Setting<ByteCount>
  /// How many there are; nil where not stated.
  public var items: Int?
  /// How long it must be kept; nil where not stated.
  public var keep: TimeSpan?
  /// Properties every holder needs: `durable`, `write_once`.
  public var must: [String]

  /// Creates a data class.
  public init(
    id: String, span: SourceSpan, sensitivity: Sensitivity?, size: Setting<ByteCount>,
    keep: TimeSpan?, must: [String]
  ) {
    self.id = id
    self.span = span
    self.sensitivity = sensitivity
    self.size = size
    self.keep = keep
    self.must = must
  }
}

/// A promise of the design about one operation.
public struct Goal: Sendable, Hashable {
  /// The operation.
  public var operation: String
  /// Where it is written.
  public var span: SourceSpan
  /// Bounds on percentiles over all arrivals, by percentile in 0...1.
  public var latency: [(Double, TimeSpan)]
  /// Least share of arrivals that end full.
  public var success: Double?

  /// Creates a goal.
  public init(
    operation: String, span: SourceSpan, latency: [(Double, TimeSpan)], success: Double?
  ) {
    self.operation = operation
    self.span = span
    self.latency = latency
    self.success = success
  }

  /// Whether two goals say the same.
  public static func == (left: Goal, right: Goal) -> Bool {
    left.operation == right.operation && left.span == right.span
      && left.success == right.success && left.latency.map(\.0) == right.latency.map(\.0)
      && left.latency.map(\.1) == right.latency.map(\.1)
  }

  /// Hashes the operation and its place.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(operation)
    hasher.combine(span)
  }
}

/// An architecture decision.
public struct Decision: Sendable, Hashable {
  /// A short id.
  public var id: String
  /// What was chosen.
  public var chose: String
  /// Why.
  public var because: String
  /// The alternatives.
  public var insteadOf: [String]
  /// What it costs.
  public var costs: String
  /// The components it shapes.
  public var affects: [String]

  /// Creates a decision.
  public init(
    id: String, chose: String, because: String, insteadOf: [String], costs: String,
    affects: [String]
  ) {
    self.id = id
    self.chose = chose
    self.because = because
    self.insteadOf = insteadOf
    self.costs = costs
    self.affects = affects
  }
}

/// Something that must hold.
public struct Assumption: Sendable, Hashable {
  /// A short id.
  public var id: String
  /// What is assumed.
  public var says: String
  /// What has to change otherwise.
  public var ifWrong: String

  /// Creates an assumption.
  public init(id: String, says: String, ifWrong: String) {
    self.id = id
    self.says = says
    self.ifWrong = ifWrong
  }
}
