import Histogram
import Stochastics

/// What faults have done to a run so far; empty where there are none.
struct Troubles {
  /// The faults that act on the speed, the errors and the slots of a copy, in the order in which
  /// they began.
  var onCopy: [Int: [Int]] = [:]
  /// What copies have whose slots were taken.
  var wholes: [Int: WholeCopy] = [:]
  /// How many cuts lie between two locations, row by row; empty where nothing is ever cut.
  let cuts: Table<Int16>
  /// When the present cut between two locations began, and when the last one ended.
  let cutSince: Table<Int64>
  let cutUntil: Table<Int64>
  /// Cuts that are there, or that callers have yet to forget.
  var separations = 0
  let links: Table<LinkTrouble>
  /// How far asynchronous members are behind, by component; empty where no fault changes it.
  let lags: Table<LagTrouble>
  /// The stream of each copy that fails at random.
  var random: [Int: RandomStream] = [:]
  /// What faults multiply the arrivals of a source by, which has no rate.
  var surges: [Int: [Double]] = [:]
  let errorShares: [Double]
  let componentNames: [String]
  let edgeNames: [String]
  var stopsRetries = false
  var stopsHedges = false
  var skipsVain = false
  /// By operation and phase; empty where nothing breaks.
  let phases: Table<PhaseTally>
  let phaseFrom: Int64
  let phaseTo: Int64
  /// Sums of latencies of full answers, by operation and step of their arrival.
  let latencySeries: Table<Double>
  var marks: [RunMark] = []
  /// Since when a shard of a led component does not serve; -1 where it does.
  let downSince: Table<Int64>

  static var mostMarks: Int { 1000 }
  static var phaseCount: Int { DrillPhase.allCases.count }

  init(_ model: borrowing KernelModel, shards: Int) {
    var cuts = 0
    var lags = 0
    var links = 0
    for fault in model.faults {
      switch fault.kind {
      case .cut: cuts = model.locationCount * model.locationCount
      case .lag, .skew: lags = model.components.count
      case .drop, .delay: links = model.edges.count
      default: break
      }
    }
    self.cuts = Table(repeating: 0, count: cuts)
    cutSince = Table(repeating: -1, count: cuts)
    cutUntil = Table(repeating: -1, count: cuts)
    self.lags = Table(repeating: LagTrouble(), count: lags)
    self.links = Table(repeating: LinkTrouble(), count: links)
    downSince = Table(repeating: -1, count: shards)
    let rows = model.phases == nil ? 0 : model.operations.count
    phases = Table((0..<(rows * Self.phaseCount)).map { _ in PhaseTally() })
    latencySeries = Table(repeating: 0, count: rows * max(1, model.steps))
    phaseFrom = model.phases?.from ?? -1
    phaseTo = model.phases?.to ?? -1
    errorShares = model.components.map(\.errorShare)
    componentNames = model.components.map(\.name)
    edgeNames = model.edges.map(\.name)
  }

  /// The calls whose messages some fault can lose or delay.
  static func edges(of model: borrowing KernelModel) -> Set<Int> {
    var result: Set<Int> = []
    for fault in model.faults {
      switch fault.kind {
      case .drop(let edges, _), .delay(let edges, _, _): result.formUnion(edges)
      default: break
      }
    }
    return result
  }

  var hasPhases: Bool { phases.count > 0 }

  func phase(_ arrival: Int64) -> DrillPhase {
    arrival < phaseFrom ? .before : arrival < phaseTo ? .during : .after
  }

  func free() {
    cuts.free()
    cutSince.free()
    cutUntil.free()
    links.free()
    lags.free()
    phases.free()
    latencySeries.free()
    downSince.free()
  }
}

/// What a copy has while no slot is taken from it.
struct WholeCopy {
  var slots: Int32
  var roomSlots: Int32
  var processors: Int32
}

/// What faults do to the messages of a call.
struct LinkTrouble {
  /// The faults that act, in the order in which they began.
  var active: [Int] = []
  /// The share that comes through.
  var passes = 1.0
  var factor = 1.0
  var adds: Int64 = 0
  var random: RandomStream?
}

/// How far asynchronous members are further behind by faults.
struct LagTrouble {
  var extra: Int64 = 0
  /// By how much members take themselves for fresher than they are.
  var skew: Int64 = 0
  /// The members have what was written up to here, whatever the lag is now.
  var floor: Int64 = .min
}

/// What became of requests that arrived in one phase.
struct PhaseTally {
  var arrivals = 0
  var full = 0
  var latencySum = 0.0
  var histogram = LatencyHistogram.empty()
}

extension Simulation {
  /// Counts the end of a user's request by the phase of its arrival.
  @inline(never)
  mutating func countPhase(_ user: UInt32, _ answer: Answer, owed: UInt32) {
    let task = tasks.base + Int(user)
    let operation = Int(task.pointee.operation)
    let tick = Int(task.pointee.tick)
    let row = operation * Troubles.phaseCount + troubles.phase(task.pointee.requested).rawValue
    let tally = troubles.phases.base + row
    tally.pointee.arrivals &+= 1
    guard answer == .ok, task.pointee.mask & owed == owed else { return }
    if hasFallbacks, sides[Int(user)].lesser != 0 { return }
    let latency = max(0, now &- task.pointee.requested)
    tally.pointee.full &+= 1
    tally.pointee.latencySum += Double(latency)
    tally.pointee.histogram.record(LatencyHistogram.recorded(latency))
    troubles.latencySeries[operation * steps + tick] += Double(latency)
  }

  /// Sees whether a shard of a led component serves: it has a leader, and as many members as a
  /// write needs.
  mutating func watchService(ofShard shard: Int, _ component: Int) {
    let run = components[component]
    let first = Int(run.firstCopy) + (shard - Int(run.firstShard)) * Int(run.members)
    var alive = 0
    for copy in first..<(first + Int(run.members)) where !copies[copy].isDead { alive += 1 }
    let serves =
      !copies[Int(shards[shard].leader)].isDead
      && (run.replication != .quorum || alive >= Int(run.writeQuorum))
    if !serves {
      if troubles.downSince[shard] < 0 { troubles.downSince[shard] = now }
    } else if troubles.downSince[shard] >= 0 {
      endOutage(shard, component, at: now)
    }
  }

  private mutating func endOutage(_ shard: Int, _ component: Int, at time: Int64) {
    let from = max(warmup, troubles.downSince[shard])
    states[component].outage = max(states[component].outage, min(time, end) - from)
    troubles.downSince[shard] = -1
  }

  /// Counts what is still open at the end of a run.
  mutating func settleShard(_ shard: Int) {
    let first = (0..<componentCount).first { index in
      let run = components[index]
      return run.isLed && shard >= Int(run.firstShard)
        && shard < Int(run.firstShard + run.shards)
    }
    guard let component = first else { return }
    if shards[shard].formerLeader >= 0 { settleApart(shard, component) }
    if troubles.downSince[shard] >= 0 { endOutage(shard, component, at: now) }
  }

  /// Notes what happened now, for the timeline of a drill.
  mutating func note(_ kind: RunMark.Kind, _ component: Int) {
    guard !faults.isEmpty, troubles.marks.count < Troubles.mostMarks else { return }
    troubles.marks.append(RunMark(kind: kind, component: component, at: now &- warmup))
  }

  /// What the phases of an operation were; nil where nothing breaks.
  func drillResult(_ operation: Int) -> DrillResult? {
    guard troubles.hasPhases else { return nil }
    return DrillResult(
      phases: DrillPhase.allCases.map { phase in
        let tally = troubles.phases[operation * Troubles.phaseCount + phase.rawValue]
        return PhaseResult(
          phase: phase, arrivals: tally.arrivals, full: tally.full,
          latencySum: tally.latencySum, latency: tally.histogram)
      },
      latencySeries: (0..<steps).map { troubles.latencySeries[operation * steps + $0] })
  }
}
