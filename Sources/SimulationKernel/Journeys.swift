import Stochastics

/// The sessions of a run and what is counted of them; empty where there are no journeys.
struct Journeys {
  let specs: [JourneySpec]
  let runs: Table<JourneyRun>
  /// The nodes of all journeys, those of one being neighbours, and their think times.
  let nodes: Table<JourneyNode>
  let thinks: Table<Sampler>
  /// Cumulative shares; what they lead to is a place in `nodes`.
  let branches: Table<BranchSpec>
  /// One for each journey: what its sessions draw.
  let streams: Table<RandomStream>
  var sessions: Table<Session>
  var count = 0
  var free: UInt32 = Task.none
  let tallies: Table<Tally>

  /// The counts of one journey.
  struct Tally: BitwiseCopyable {
    var started = 0
    var ended = 0
    var requests = 0
    /// Sessions in progress, and the gauge of their time: see `Simulation.gauges`.
    var present: Int64 = 0
    var time: Int64 = 0
    var timeBefore: Int64 = 0
  }

  /// Marks the number of a session where the number of a source may stand.
  static var link: UInt32 { 0x8000_0000 }

  init(_ model: borrowing KernelModel, seed: UInt64) {
    specs = model.journeys
    var branches: [BranchSpec] = []
    var nodes: [JourneyNode] = []
    var runs: [JourneyRun] = []
    var thinks: [Sampler] = []
    func add(_ list: [BranchSpec], _ first: Int) -> JourneyBranches {
      branches += list.map { BranchSpec(upTo: $0.upTo, to: first + $0.to) }
      return JourneyBranches(
        first: Int32(branches.count - list.count), count: Int32(list.count))
    }
    for spec in model.journeys {
      let first = nodes.count
      runs.append(
        JourneyRun(
          firstNode: Int32(first), starts: add(spec.starts, first),
          hasLength: spec.length != nil, length: spec.length ?? .exact(1),
          leavesOnFailure: spec.leavesOnFailure))
      for node in spec.nodes {
        nodes.append(
          JourneyNode(
            operation: Int32(node.operation), next: add(node.next, first),
            before: add(node.before, first)))
        thinks.append(node.think)
      }
    }
    self.branches = Table(branches)
    self.nodes = Table(nodes)
    self.runs = Table(runs)
    self.thinks = Table(thinks)
    streams = Table(
      model.journeys.map { RandomStream(seed: seed, name: "journey/\($0.name)") })
    sessions = Table(uninitialized: model.journeys.isEmpty ? 1 : 1024)
    tallies = Table(repeating: Tally(), count: model.journeys.count)
  }

  func release() {
    runs.free()
    nodes.free()
    thinks.free()
    branches.free()
    streams.free()
    sessions.free()
    tallies.free()
  }
}

/// A stretch of `Journeys.branches`.
struct JourneyBranches: BitwiseCopyable {
  var first: Int32
  var count: Int32
}

/// A journey as the engine sees it.
struct JourneyRun {
  var firstNode: Int32
  var starts: JourneyBranches
  var hasLength: Bool
  var length: CountSpread
  var leavesOnFailure: Bool
}

/// An operation of a journey as the engine sees it.
struct JourneyNode {
  var operation: Int32
  var next: JourneyBranches
  var before: JourneyBranches
}
