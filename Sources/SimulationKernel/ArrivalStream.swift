import Stochastics

/// Draws the arrivals of a stream, one after another, in constant memory.
///
/// Renewal processes run in operational time, the integral of the rate, so that every process
/// follows a rate that changes.
public struct ArrivalStream: ~Copyable {
  private var random: RandomStream
  private let ziggurat: Ziggurat
  private let spec: ArrivalSpec
  private let constantGap: Double
  private var segment = 0
  private var operational = 0.0
  private var now: Int64 = 0
  private var immigrant = Double.infinity
  private var intensities: [Double] = []
  private var state = 0
  private var stateEnds = 0.0
  private var released = 0
  private var burstStart: Int64 = 0
  private var batches: [Batch] = []
  private var nextBatch = Double.infinity
  private var batchSerial: UInt64 = 0
  private var started = false

  private struct Batch {
    var next: Int64
    var left: Int
    var serial: UInt64
  }

  /// Which batch the last arrival belongs to, if its members are about one key; 0 otherwise.
  public private(set) var sharedKey: UInt64 = 0

  /// Creates the stream of a name under a seed.
  public init(_ spec: ArrivalSpec, seed: UInt64, name: String) {
    self.spec = spec
    random = RandomStream(seed: seed, name: "arrivals/\(name)")
    ziggurat = Ziggurat()
    let isPoisson = if case .poisson = spec.process { true } else { false }
    constantGap =
      isPoisson && spec.curve.isConstant && spec.curve.rates[0] > 0
      ? 1 / spec.curve.rates[0] : 0
  }

  /// The next arrival in nanoseconds from the start, never before the last one; nil when no
  /// more come.
  @inline(__always)
  public mutating func next() -> Int64? {
    if constantGap > 0 {
      let gap = random.exponential(ziggurat) * constantGap + 0.5
      guard gap < 9e17, now < 4_000_000_000_000_000_000 else { return nil }
      now &+= Int64(gap)
      return now
    }
    return nextOfOthers()
  }

  @inline(never)
  private mutating func nextOfOthers() -> Int64? {
    switch spec.process {
    case .poisson: return renew(gap: random.exponential(ziggurat))
    case .regular: return renew(gap: 1)
    case .gamma(let shape): return renew(gap: random.gamma(shape: shape, ziggurat) / shape)
    case .weibull(let shape, let scale):
      let draw = Elementary.pow(random.exponential(ziggurat), 1 / shape)
      return renew(gap: scale * draw)
    case .hawkes(let kernels): return nextOfHawkes(kernels)
    case .states(let states): return nextOfStates(states, scale: nil)
    case .onOff(let active, let idle):
      return nextOfStates([(1, active), (0, idle)], scale: spec.curve)
    case .burst(let count, let at, let every, let over):
      return nextOfBurst(count: count, at: at, every: every, over: over)
    case .batch(let meanSize, let spacing, let share):
      return nextOfBatch(meanSize: meanSize, spacing: spacing, sharedKey: share)
    }
  }

  private static func moment(_ time: Double) -> Int64? {
    time < 9e18 ? Int64(time + 0.5) : nil
  }

  private mutating func renew(gap: Double) -> Int64? {
    operational += gap
    guard
      let time = Self.moment(spec.curve.time(ofCount: operational, segment: &segment))
    else { return nil }
    now = max(now, time)
    return now
  }

  /// Source: Angelos Dassios and Hongbiao Zhao, "Exact simulation of Hawkes process with
  /// exponentially decaying intensity", Electronic Communications in Probability 18, 2013,
  /// algorithm 3.1, with the first causes drawn by inversion of their own rate.
  private mutating func nextOfHawkes(_ kernels: [(branching: Double, decay: Double)]) -> Int64? {
    if !started {
      started = true
      intensities = Array(repeating: 0, count: kernels.count)
      operational = random.exponential(ziggurat)
      immigrant = spec.curve.time(ofCount: operational, segment: &segment)
    }
    let last = Double(now)
    var wait = immigrant - last
    var isImmigrant = true
    for (index, kernel) in kernels.enumerated() where intensities[index] > 0 {
      let mass = intensities[index] / kernel.decay
      let draw = random.exponential(ziggurat)
      guard draw < mass else { continue }
      let candidate = -Elementary.log1p(-draw / mass) / kernel.decay
      if candidate < wait {
        wait = candidate
        isImmigrant = false
      }
    }
    guard let time = Self.moment(last + wait) else { return nil }
    let passed = Double(time) - last
    for (index, kernel) in kernels.enumerated() {
      intensities[index] =
        intensities[index] * Elementary.exp(-kernel.decay * passed)
        + kernel.branching * kernel.decay
    }
    if isImmigrant {
      operational += random.exponential(ziggurat)
      immigrant = spec.curve.time(ofCount: operational, segment: &segment)
    }
    now = max(now, time)
    return now
  }

  private mutating func nextOfStates(
    _ states: [(rate: Double, stay: Double)], scale: RateCurve?
  ) -> Int64? {
    guard !states.isEmpty else { return nil }
    if !started {
      started = true
      var draw = random.uniform() * states.reduce(0) { $0 + $1.stay }
      state = states.count - 1
      for (index, candidate) in states.enumerated() {
        if draw < candidate.stay {
          state = index
          break
        }
        draw -= candidate.stay
      }
      stateEnds = random.exponential(ziggurat) * states[state].stay
    }
    var time = Double(now)
    for _ in 0..<10_000_000 {
      var rate = states[state].rate
      if let scale { rate *= scale.rate(at: time) }
      let candidate = rate > 0 ? time + random.exponential(ziggurat) / rate : .infinity
      if candidate < stateEnds {
        guard let moment = Self.moment(candidate) else { return nil }
        now = max(now, moment)
        return now
      }
      time = stateEnds
      state = (state + 1) % states.count
      stateEnds += random.exponential(ziggurat) * states[state].stay
      if time > 9e18 { return nil }
    }
    return nil
  }

  private mutating func nextOfBurst(
    count: Int, at: Int64, every: Int64, over: Int64
  ) -> Int64? {
    if !started {
      started = true
      burstStart = at
    }
    if released == count {
      guard every > 0 else { return nil }
      let (start, overflow) = burstStart.addingReportingOverflow(every)
      if overflow { return nil }
      burstStart = start
      released = 0
    }
    let offset = Int64(Double(over) * Double(released) / Double(count))
    released += 1
    now = max(now, burstStart &+ offset)
    return now
  }

  private mutating func nextOfBatch(
    meanSize: Double, spacing: Int64, sharedKey share: Double
  ) -> Int64? {
    if !started {
      started = true
      nextBatch = drawBatchMoment()
    }
    let earliest = batches.indices.min { batches[$0].next < batches[$1].next }
    if let earliest, Double(batches[earliest].next) <= nextBatch {
      return takeMember(earliest, spacing: spacing)
    }
    guard let start = Self.moment(nextBatch) else { return nil }
    nextBatch = drawBatchMoment()
    batchSerial += 1
    let size = meanSize > 1 ? 1 + random.geometric(mean: meanSize - 1, ziggurat) : 1
    let shares = share > 0 && random.uniform() < share
    batches.append(Batch(next: start, left: max(1, size), serial: shares ? batchSerial : 0))
    return takeMember(batches.count - 1, spacing: spacing)
  }

  private mutating func drawBatchMoment() -> Double {
    operational += random.exponential(ziggurat)
    return spec.curve.time(ofCount: operational, segment: &segment)
  }

  private mutating func takeMember(_ index: Int, spacing: Int64) -> Int64? {
    now = max(now, batches[index].next)
    sharedKey = batches[index].serial
    batches[index].left -= 1
    batches[index].next &+= spacing
    if batches[index].left == 0 { batches.remove(at: index) }
    return now
  }
}
