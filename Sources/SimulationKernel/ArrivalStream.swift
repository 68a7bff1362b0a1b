import Stochastics

/// Draws the arrivals of a stream, one after another, in constant memory.
///
/// Arrivals are drawn ahead in small blocks, in a loop that keeps the random state in registers; a
/// stream depends on nothing that happens in a run, so this changes no number.
public struct ArrivalStream: ~Copyable {
  /// Arrivals in a block.
  static var block: Int { 64 }

  @usableFromInline let times: UnsafeMutablePointer<Int64>
  /// Keys of the block; nil where no batch has a key of its own.
  @usableFromInline let keys: UnsafeMutablePointer<UInt64>?
  @usableFromInline var index = 0
  @usableFromInline var filled = 0

  /// Which batch the last arrival belongs to, if its members are about one key; 0 otherwise.
  @inlinable public var sharedKey: UInt64 { lastKey }
  @usableFromInline var lastKey: UInt64 = 0

  let process: ArrivalSpec.Process
  let marks: [ArrivalMark]
  let horizon: Int64
  let ziggurat: Ziggurat
  /// Mean gap of a Poisson process whose rate never changes, else 0.
  let constantGap: Double
  var random: RandomStream
  var clock: ArrivalClock
  var now: Int64 = 0
  /// What rounding to whole nanoseconds left over.
  var rest = 0.0
  var isStarted = false
  /// Whether the last arrival has been drawn.
  var isOver = false
  /// The next first cause or the start of the next group; nil when no more come.
  var nextCause: Int64?
  var intensities: [Double] = []
  var groups = ArrivalGroups()
  var serial: UInt64 = 0
  var traced = 0

  /// Creates the stream of a name under a seed.
  ///
  /// - Parameters:
  ///   - spec: The process and its rate.
  ///   - seed: The seed of the replication.
  ///   - name: The name of the source; each has random streams of its own.
  public init(_ spec: ArrivalSpec, seed: UInt64, name: String) {
    process = spec.process
    marks = spec.marks
    horizon = min(RateSpec.latest, spec.rate.horizon)
    ziggurat = Ziggurat()
    random = RandomStream(seed: seed, name: "arrivals/\(name)")
    clock = ArrivalClock(spec.rate, seed: seed, name: name)
    times = .allocate(capacity: Self.block)
    times.initialize(repeating: 0, count: Self.block)
    var gap = 0.0
    if case .poisson = spec.process, let rate = spec.rate.constant, rate > 0 { gap = 1 / rate }
    constantGap = gap
    if case .batch(_, _, let share) = spec.process, share > 0 {
      let keys = UnsafeMutablePointer<UInt64>.allocate(capacity: Self.block)
      keys.initialize(repeating: 0, count: Self.block)
      self.keys = keys
    } else {
      keys = nil
    }
  }

  deinit {
    times.deallocate()
    keys?.deallocate()
  }

  /// The next arrival in nanoseconds from the start, never before the last one; nil when no
  /// more come.
  @inlinable @inline(__always)
  public mutating func next() -> Int64? {
    if _slowPath(index == filled) {
      guard refill() else { return nil }
    }
    let time = times[index]
    if _slowPath(keys != nil), let keys { lastKey = keys[index] }
    index &+= 1
    return time
  }

  /// Draws the next block; false when no more come.
  @usableFromInline @inline(never)
  mutating func refill() -> Bool {
    index = 0
    filled = 0
    guard !isOver else { return false }
    switch process {
    case .poisson where constantGap > 0: fillConstant()
    case .poisson: fill { $0.random.exponential($0.ziggurat) }
    case .regular: fill { _ in 1 }
    case .gamma(let shape): fill { $0.random.gamma(shape: shape, $0.ziggurat) / shape }
    case .weibull(let shape, let scale):
      let power = 1 / shape
      fill { scale * Elementary.pow($0.random.exponential($0.ziggurat), power) }
    case .hawkes(let kernels): fillHawkes(kernels)
    case .burst(let count, let at, let every, let over):
      fillBursts(count: count, at: at, every: every, over: over)
    case .batch(let size, let spacing, let share):
      fillBatches(size: size, spacing: spacing, sharedKey: share)
    case .trace(let moments): fillTrace(moments)
    }
    return filled > 0
  }

  /// Poisson arrivals at a constant rate, as the rounded sum of exact gaps.
  private mutating func fillConstant() {
    var random = self.random
    var now = self.now
    var rest = self.rest
    let mean = constantGap
    let shifter = 0x1.8p52
    var count = 0
    while count < Self.block {
      let gap = random.exponential(ziggurat) * mean + rest
      if _fastPath(gap < 0x1p51) {
        // The sum holds the rounded value in its low bits; its rest is never below -0.5.
        let shifted = gap + shifter
        now &+= Int64(bitPattern: shifted.bitPattern &- shifter.bitPattern)
        rest = gap - (shifted - shifter)
      } else {
        now &+= ArrivalClock.rounded(gap)
        rest = 0
      }
      // Of two numbers below 2^62 the sum does not overflow.
      guard now <= horizon else {
        isOver = true
        break
      }
      times[count] = now
      count &+= 1
    }
    self.random = random
    self.now = now
    self.rest = rest
    filled = count
  }

  /// Arrivals whose gaps in operational time are independent.
  @inline(__always)
  private mutating func fill(gap: (inout ArrivalStream) -> Double) {
    while filled < Self.block {
      let amount = gap(&self)
      guard let moment = clock.moment(after: amount, ziggurat) else {
        isOver = true
        return
      }
      put(moment)
    }
  }

  /// Puts an arrival into the block, not before the last one.
  @inline(__always)
  mutating func put(_ moment: Int64) {
    now = max(now, moment)
    times[filled] = now
    filled &+= 1
  }
}
