/// The mechanisms of a call as the engine sees them: indices of the caller's first copy, -1 for
/// none.
struct GuardRun {
  var from: Int32
  var breaker: Int32 = -1
  var breakerShared = false
  var limiter: Int32 = -1
  var limiterShared = false
  var bulkhead: Int32 = -1
  var bulkheadShared = false
  var hedgeAfter: Int64 = -1
  var hedges: UInt8 = 0
  var cancels = false
}

/// A breaker with its state.
struct Breaker {
  enum State: UInt8 {
    case closed
    case open
    case halfOpen
  }
  let tripAt: Double
  let window: Int64
  let minCalls: Int
  let openFor: Int64
  let probes: Int32
  var state = State.closed
  /// When it opened.
  var opened: Int64 = 0
  /// Changes with each change of state: ends of older calls do not count.
  var era: UInt32 = 0
  /// Calls let through and answered well since it is half open.
  var probing: Int32 = 0
  var passed: Int32 = 0
  /// When the last calls ended, times two, plus one for a bad end.
  var ends = Ring<Int64>(capacity: 32)
  var bad = 0

  init(_ spec: BreakerSpec) {
    tripAt = spec.tripAt
    window = spec.window
    minCalls = spec.minCalls
    openFor = spec.openFor
    probes = Int32(clamping: spec.probes)
  }

  /// Ends that are remembered at most, so that memory is bounded; more in one window count as the
  /// last of them.
  static var memory: Int { 1 << 20 }
}

/// A line of those who wait at a caller, or at the limit of a component, in the order in which
/// they came.
struct Line: BitwiseCopyable {
  var head: UInt32 = Task.none
  var tail: UInt32 = Task.none
  var count: Int32 = 0
}

/// A bulkhead with its state.
struct Bulkhead: BitwiseCopyable {
  let max: Int32
  let queue: Int32
  let waitLane: Int32
  var taken: Int32 = 0
  var line = Line()
}

/// The connections of one copy of a store.
struct Pool: BitwiseCopyable {
  let size: Int32
  var taken: Int32 = 0
  /// Changes when the copy dies and its connections with it.
  var era: UInt32 = 0
  var line = Line()
}

/// A limit with the place of its buckets.
struct Limiter: BitwiseCopyable {
  let rate: Double
  let burst: Double
  let isPerKey: Bool
  let waits: Bool
  let firstBucket: Int32
  let bucketCount: Int32
}

/// A bucket of tokens.
struct Bucket: BitwiseCopyable {
  var key: UInt32 = 0
  var limiter: Int32
  var isUsed = false
  var tokens: Double
  /// When `tokens` was right.
  var at: Int64 = 0
  var line = Line()

  init(limiter: Int, burst: Double) {
    self.limiter = Int32(limiter)
    tokens = burst
  }
}

/// Makes the tables of what callers do.
struct CallingTables {
  var guards: [GuardRun] = []
  var breakers: [Breaker] = []
  var bulkheads: [Bulkhead] = []
  var limiters: [Limiter] = []
  var buckets: [Bucket] = []

  /// Keys that one limit follows at a time, at most.
  static let keysPerLimit = 1 << 16
  /// Keys that all limits follow together, at most.
  static let keysInAll = 1 << 22

  /// Buckets of a limit per key, where so many such limits share the memory.
  private let bucketsPerLimit: Int

  /// - Parameters:
  ///   - model: The model.
  ///   - lane: Gives the lane of a wait.
  init(_ model: borrowing KernelModel, lane: (Int64) -> Int32) {
    bucketsPerLimit = Self.bucketsPerLimit(model)
    for spec in model.guards {
      let copies = model.components[spec.from].copyCount
      var run = GuardRun(from: Int32(spec.from))
      if let breaker = spec.breaker {
        run.breaker = Int32(breakers.count)
        run.breakerShared = breaker.isShared
        for _ in 0..<(breaker.isShared ? 1 : copies) { breakers.append(Breaker(breaker)) }
      }
      if let limit = spec.limit {
        run.limiter = Int32(limiters.count)
        run.limiterShared = limit.isShared
        add(limit, copies: copies)
      }
      if let bulkhead = spec.bulkhead {
        run.bulkhead = Int32(bulkheads.count)
        run.bulkheadShared = bulkhead.isShared
        let waitLane = lane(bulkhead.maxWait)
        for _ in 0..<(bulkhead.isShared ? 1 : copies) {
          bulkheads.append(
            Bulkhead(
              max: Int32(clamping: bulkhead.max), queue: Int32(clamping: bulkhead.queue),
              waitLane: waitLane))
        }
      }
      if let hedge = spec.hedge {
        run.hedgeAfter = hedge.after
        run.hedges = UInt8(clamping: min(3, hedge.max))
      }
      run.cancels = spec.cancels
      guards.append(run)
    }
  }

  /// Adds what a component has of these.
  mutating func add(_ spec: ComponentSpec, to run: inout ComponentRun) {
    run.connections = spec.connections
    guard let limit = spec.limit else { return }
    run.limiter = Int32(limiters.count)
    run.limiterShared = limit.isShared
    add(limit, copies: spec.copyCount)
  }

  /// Adds the limits of a number of copies, or one for all.
  private mutating func add(_ limit: LimitSpec, copies: Int) {
    let count = limit.isPerKey ? bucketsPerLimit : 1
    for _ in 0..<(limit.isShared ? 1 : copies) {
      let burst = max(1, limit.burst)
      for _ in 0..<count { buckets.append(Bucket(limiter: limiters.count, burst: burst)) }
      limiters.append(
        Limiter(
          rate: limit.rate, burst: burst, isPerKey: limit.isPerKey, waits: limit.waits,
          firstBucket: Int32(buckets.count - count), bucketCount: Int32(count)))
    }
  }

  private static func bucketsPerLimit(_ model: borrowing KernelModel) -> Int {
    var limits = 0
    for spec in model.guards where spec.limit?.isPerKey ?? false {
      limits += spec.limit?.isShared ?? true ? 1 : model.components[spec.from].copyCount
    }
    for spec in model.components where spec.limit?.isPerKey ?? false {
      limits += spec.limit?.isShared ?? true ? 1 : spec.copyCount
    }
    // Each session that goes on has a key of its own where its operations have none.
    let sessions = model.journeys.isEmpty ? 0 : keysPerLimit
    let keys = max(model.operations.map(\.keys).max() ?? 0, sessions)
    let room = max(64, keysInAll / max(1, limits))
    var count = 8
    while count < 2 * keys, 2 * count <= min(keysPerLimit, room) { count *= 2 }
    return count
  }
}
