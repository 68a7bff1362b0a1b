// What a scenario with faults tells beyond one without; times in seconds.

/// What happened in a scenario in which something broke.
public struct DrillMeasurements: Sendable {
  /// When the first fault begins, from the start of the kept time.
  public var from: Double
  /// When the last one is over; nil where one stays.
  public var to: Double?
  /// The operations in order.
  public var operations: [DrillOperation] = []
  /// The stores and brokers in the order of the file.
  public var stores: [DrillStore] = []
  /// From the first fault until callers noticed something; none where nothing had to be noticed.
  public var detected = Estimate.none
  /// What happened, in the order of time.
  public var marks: [DrillMark] = []
  /// Whether the system came back once nothing was broken any more; nil where that was plain.
  public var persistence: Persistence?

  /// Creates a drill without measurements.
  public init(from: Double, to: Double?) {
    self.from = from
    self.to = to
  }
}

/// What an operation did before, during and after the faults, by the arrival of its requests.
public struct DrillOperation: Sendable {
  /// The operation.
  public var operation: String
  /// Before the first fault begins.
  public var before: DrillPart
  /// From there on, while the last fault is not over.
  public var during: DrillPart
  /// After that.
  public var after: DrillPart
  /// Requests that arrived after the first fault began and did not end full.
  public var failed: Estimate
  /// Mean latency of full answers per step, by the moment of arrival; nil where there were none.
  public var latencySeries: [Double?]

  /// Creates the measurements of an operation.
  public init(
    operation: String, before: DrillPart, during: DrillPart, after: DrillPart, failed: Estimate,
    latencySeries: [Double?]
  ) {
    self.operation = operation
    self.before = before
    self.during = during
    self.after = after
    self.failed = failed
    self.latencySeries = latencySeries
  }
}

/// What became of the requests that arrived in a part of a drill.
public struct DrillPart: Sendable, Hashable {
  /// How many arrived.
  public var arrivals: Estimate
  /// The share that ended full.
  public var success: Estimate
  /// The 99th percentile of the latency of those.
  public var p99: Estimate

  /// Creates a part.
  public init(arrivals: Estimate, success: Estimate, p99: Estimate) {
    self.arrivals = arrivals
    self.success = success
    self.p99 = p99
  }
}

/// What a store or broker lost.
public struct DrillStore: Sendable, Hashable {
  /// The component.
  public var component: String
  /// Acknowledged writes that no member holds any more.
  public var lostWrites: Estimate
  /// Writes that two leaders acknowledged apart, where both did.
  public var conflictingWrites: Estimate
  /// The longest time without a leader, or with fewer members than a write needs.
  public var outage: Estimate

  /// Creates the losses of a store.
  public init(
    component: String, lostWrites: Estimate, conflictingWrites: Estimate, outage: Estimate
  ) {
    self.component = component
    self.lostWrites = lostWrites
    self.conflictingWrites = conflictingWrites
    self.outage = outage
  }
}

/// Something on the timeline of a drill.
public struct DrillMark: Sendable, Hashable {
  /// What happened.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// A fault began.
    case fault
    /// A fault was over.
    case over
    /// Callers noticed that a copy is dead or out of reach.
    case noticed
    /// Another member took over.
    case failover
    /// A copy that was dead serves again.
    case serves
    /// An operation was back to 99 % for good.
    case recovered
  }
  /// What happened.
  public var kind: Kind
  /// When, from the start of the kept time; the mean over the replications in which it did.
  public var at: Double
  /// The component or operation, or the fault in words.
  public var subject: String
  /// In how many replications it happened.
  public var runs: Int

  /// Creates a mark.
  public init(kind: Kind, at: Double, subject: String, runs: Int) {
    self.kind = kind
    self.at = at
    self.subject = subject
    self.runs = runs
  }
}

/// What a longer run says of a system that was still down at the end of its drill.
public struct Persistence: Sendable, Hashable {
  /// What it says.
  public enum Verdict: String, Sendable, Hashable, CaseIterable {
    /// It comes back, slowly.
    case slow
    /// It stays down though nothing is broken any more, and would be well had nothing been.
    case metastable
    /// It is not well without the faults either.
    case unwell
    /// The longer run was given up before it could tell.
    case undecided
  }
  /// A loop that may keep a system down, and what followed when it was broken off.
  public struct Loop: Sendable, Hashable {
    /// What it is, in words.
    public var name: String
    /// Seconds from breaking it off until the system was back for good; nil where it never was.
    public var recoveredAfter: Double?

    /// Creates a loop.
    public init(name: String, recoveredAfter: Double?) {
      self.name = name
      self.recoveredAfter = recoveredAfter
    }
  }
  /// What it says.
  public var verdict: Verdict
  /// How long it was watched after the last fault was over.
  public var watched: Double
  /// From the end of the last fault until it was back for good; nil where it never was.
  public var recoveredAfter: Double?
  /// The loops of the design, those that keep it down first, quickest recovery first.
  public var loops: [Loop]

  /// Creates a statement.
  public init(verdict: Verdict, watched: Double, recoveredAfter: Double?, loops: [Loop] = []) {
    self.verdict = verdict
    self.watched = watched
    self.recoveredAfter = recoveredAfter
    self.loops = loops
  }

  /// The loops that keep it down: it comes back when one of them is broken off.
  public var keptDownBy: [String] {
    verdict == .metastable ? loops.filter { $0.recoveredAfter != nil }.map(\.name) : []
  }
}
