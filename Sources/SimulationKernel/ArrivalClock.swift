import Stochastics

/// Turns operational time into time: finds the moments at which the integral of a rate has grown
/// by given amounts.
///
/// The rate is cut into segments on which it is a straight line, one after another, so that memory
/// does not grow with the length of the run. What is random about the rate has streams of its own.
///
/// Source: inverting the integrated rate, Erhan Cinlar, "Introduction to Stochastic Processes",
/// 1975, section 4.7; the root of the quadratic is taken in the form that does not cancel.
struct ArrivalClock {
  private let spec: RateSpec
  private let horizon: Int64
  // The segment, its integral, and how much of it is used up.
  private var start: Int64 = 0
  private var end: Int64 = 0
  private var used = 0.0
  private var mass = 0.0
  private var rate = 0.0
  private var slope = 0.0
  private var inverse = 0.0
  // What makes segments end.
  private var point = 0
  private var hourEnds: Int64 = 0
  private var hourFactor = 1.0
  private var drawEnds: Int64 = 0
  private var drawFactor = 1.0
  private var state = -1
  private var stateEnds: Int64 = 0
  private var stateFactor = 1.0
  private var drawing: RandomStream
  private var staying: RandomStream

  private static let hour: Int64 = 3_600_000_000_000

  init(_ spec: RateSpec, seed: UInt64, name: String) {
    self.spec = spec
    horizon = min(RateSpec.latest, max(0, spec.horizon))
    drawing = RandomStream(seed: seed, name: "rates/\(name)")
    staying = RandomStream(seed: seed, name: "states/\(name)")
    if spec.week.isEmpty { hourEnds = .max }
    if spec.redrawn == nil { drawEnds = .max }
    if spec.states.isEmpty { stateEnds = .max }
  }

  /// The moment at which the integral has grown by `amount` since the last moment.
  ///
  /// Nil after the horizon; never falls.
  @inline(__always)
  mutating func moment(after amount: Double, _ ziggurat: borrowing Ziggurat) -> Int64? {
    used += amount
    if _slowPath(used >= mass) {
      guard cross(ziggurat) else { return nil }
    }
    let offset =
      slope == 0
      ? used * inverse
      : 2 * used / (rate + max(0, rate * rate + 2 * slope * used).squareRoot())
    return min(end, start &+ Self.rounded(offset))
  }

  /// The nearest whole number of a value that is not negative and below 2^63.
  @inline(__always)
  static func rounded(_ value: Double) -> Int64 {
    guard _fastPath(value < 0x1p51) else { return value < 4e18 ? Int64(value) : 4 << 60 }
    let shifter = 0x1.8p52
    return Int64(bitPattern: (value + shifter).bitPattern &- shifter.bitPattern)
  }

  /// Goes on to the segment in which the used-up integral lies; false after the horizon.
  @inline(never)
  private mutating func cross(_ ziggurat: borrowing Ziggurat) -> Bool {
    while used >= mass {
      used -= mass
      guard end < horizon else {
        mass = 0
        return false
      }
      open(ziggurat)
    }
    return true
  }

  /// Opens the segment that begins where the last one ends.
  private mutating func open(_ ziggurat: borrowing Ziggurat) {
    start = end
    renew(ziggurat)
    while point + 1 < spec.points.count, spec.points[point + 1].at <= start { point += 1 }
    var edge = horizon
    if let at = nextPoint() { edge = min(edge, at) }
    var surge = 1.0
    for part in spec.surges {
      if part.from > start {
        edge = min(edge, part.from)
      } else if part.to > start {
        edge = min(edge, part.to)
        surge *= part.factor
      }
    }
    end = min(min(edge, hourEnds), min(drawEnds, stateEnds))
    let factor = hourFactor * drawFactor * stateFactor * surge
    rate = factor * curve(at: start)
    let last = factor * curve(at: end)
    let width = Double(end &- start)
    slope = (last - rate) / width
    mass = width * (rate + last) / 2
    inverse = rate > 0 ? 1 / rate : 0
  }

  private func nextPoint() -> Int64? {
    guard let first = spec.points.first else { return nil }
    if first.at > start { return first.at }
    return point + 1 < spec.points.count ? spec.points[point + 1].at : nil
  }

  /// The line through the points around the segment at a moment in it or at its end.
  private func curve(at moment: Int64) -> Double {
    guard !spec.points.isEmpty else { return 0 }
    let from = spec.points[point]
    guard moment > from.at, point + 1 < spec.points.count else { return from.rate }
    let to = spec.points[point + 1]
    if moment >= to.at { return to.rate }
    let share = Double(moment &- from.at) / Double(to.at &- from.at)
    return from.rate + share * (to.rate - from.rate)
  }

  /// Draws anew what ended.
  private mutating func renew(_ ziggurat: borrowing Ziggurat) {
    if start >= hourEnds {
      let moment = spec.starts &+ start
      let number = moment / Self.hour
      hourFactor = spec.week[Int(number % Int64(spec.week.count))]
      hourEnds = (number &+ 1) &* Self.hour &- spec.starts
    }
    if let redrawn = spec.redrawn, start >= drawEnds {
      drawFactor = drawing.gamma(shape: redrawn.shape, ziggurat) / redrawn.shape
      drawEnds = start &+ max(1, min(redrawn.every, RateSpec.latest))
    }
    if start >= stateEnds {
      state = state < 0 ? firstState() : (state + 1) % spec.states.count
      let stay = staying.exponential(ziggurat) * spec.states[state].stay
      stateFactor = spec.states[state].factor
      stateEnds = start &+ max(1, Self.rounded(min(stay, 4e18)))
    }
  }

  /// A state by its share of the time in the long run.
  private mutating func firstState() -> Int {
    var draw = staying.uniform() * spec.states.reduce(0) { $0 + $1.stay }
    for (index, state) in spec.states.enumerated() {
      if draw < state.stay { return index }
      draw -= state.stay
    }
    return spec.states.count - 1
  }
}
