import Quantities

/// A spread compiled for drawing: a code and its parameters in nanoseconds.
///
/// Draw in place, `samplers[i].draw(&stream, tables)`; copying a sampler is cheap except for
/// empirical ones, which carry a table.
@frozen public struct Sampler: Sendable {
  @usableFromInline
  @frozen enum Code: UInt8, Sendable {
    case exact, exponential, lognormal, uniform, stages, gamma, weibull, pareto
    case hyperexponential, empirical
  }

  @usableFromInline let code: Code
  /// Stages of an erlang spread drawn as a sum.
  @usableFromInline let stages: UInt8
  @usableFromInline let a: Double
  @usableFromInline let b: Double
  @usableFromInline let c: Double
  @usableFromInline let d: Double
  /// Shares and values in turn; nil but for empirical spreads.
  @usableFromInline let table: [Double]?

  /// The mean in nanoseconds, that of the spread before draws are rounded.
  public let meanNanoseconds: Double

  /// Compiles a spread; one with a mean of zero draws zero without touching the stream.
  ///
  /// - Parameter spread: What to draw from.
  public init(_ spread: Spread) {
    meanNanoseconds = spread.meanSeconds * 1e9
    var plan = Plan(code: .exact, a: Double(max(0, spread.mean.nanoseconds)))
    if !spread.isConstant, spread.meanSeconds > 0 { plan = Sampler.plan(spread) }
    code = plan.code
    stages = plan.stages
    (a, b, c, d) = (plan.a, plan.b, plan.c, plan.d)
    table = plan.table
  }

  private struct Plan {
    var code: Code
    var stages: UInt8 = 0
    var a = 0.0
    var b = 0.0
    var c = 0.0
    var d = 0.0
    var table: [Double]?
  }

  private static func plan(_ spread: Spread) -> Plan {
    let mean = spread.meanSeconds * 1e9
    switch spread.shape {
    case .exact: return Plan(code: .exact, a: Double(spread.mean.nanoseconds))
    case .exponential: return Plan(code: .exponential, a: mean)
    case .lognormal:
      let sigma = spread.second
      return Plan(code: .lognormal, a: spread.first + 20.72326583694641, b: sigma)  // + log(1e9)
    case .uniform: return Plan(code: .uniform, a: spread.first * 1e9, b: spread.second * 1e9)
    case .erlang where spread.first <= 6:
      return Plan(code: .stages, stages: UInt8(spread.first), a: mean / spread.first)
    case .erlang, .gamma:
      let shape = spread.first
      let raised = shape < 1 ? shape + 1 : shape
      let d = raised - 1.0 / 3
      return Plan(
        code: .gamma, a: spread.second * 1e9 * d, b: d, c: 1 / (9 * d).squareRoot(),
        d: shape < 1 ? 1 / shape : 0)
    case .weibull: return Plan(code: .weibull, a: spread.second * 1e9, b: 1 / spread.first)
    case .pareto: return Plan(code: .pareto, a: spread.second * 1e9, b: 1 / spread.first)
    case .hyperexponential:
      let p = spread.first
      return Plan(code: .hyperexponential, a: p, b: 0.5 * mean / p, c: 0.5 * mean / (1 - p))
    case .empirical(let points):
      return Plan(
        code: .empirical, table: points.flatMap { [$0.share, Double($0.value.nanoseconds)] })
    }
  }

  /// Whether every draw is the same and touches no stream.
  @inlinable public var isConstant: Bool { code == .exact }

  /// The value of every draw of a constant sampler; 0 if draws vary.
  @inlinable public var constantNanoseconds: Int64 {
    code == .exact ? Sampler.nanoseconds(a) : 0
  }

  /// Draws a duration.
  ///
  /// Draws nothing from the stream if the sampler is constant.
  ///
  /// - Parameters:
  ///   - rng: The stream of the entity.
  ///   - z: The tables of the simulation.
  /// - Returns: Whole nanoseconds, at least 0; beyond 292 years the largest value.
  @inlinable @inline(__always)
  public func draw(_ rng: inout RandomStream, _ z: borrowing Ziggurat) -> Int64 {
    switch code {
    case .exact: Sampler.nanoseconds(a)
    case .exponential: Sampler.nanoseconds(a * rng.exponential(z))
    case .lognormal: Sampler.nanoseconds(Elementary.exp(a + b * rng.normal(z)))
    case .uniform: Sampler.nanoseconds(a + b * rng.uniform())
    default: drawRare(&rng, z)
    }
  }

  /// Draws from a sampler where it stands, without a copy of it.
  ///
  /// - Parameters:
  ///   - sampler: Where the sampler is.
  ///   - rng: The stream of the entity.
  ///   - z: The tables of the simulation.
  /// - Returns: What `draw(_:_:)` would.
  @inlinable @inline(__always)
  public static func draw(
    from sampler: UnsafeMutablePointer<Sampler>, _ rng: inout RandomStream, _ z: borrowing Ziggurat
  ) -> Int64 {
    switch sampler.pointee.code {
    case .exponential: nanoseconds(sampler.pointee.a * rng.exponential(z))
    case .exact: nanoseconds(sampler.pointee.a)
    case .lognormal:
      nanoseconds(Elementary.exp(sampler.pointee.a + sampler.pointee.b * rng.normal(z)))
    case .uniform: nanoseconds(sampler.pointee.a + sampler.pointee.b * rng.uniform())
    default: drawRare(from: sampler, &rng, z)
    }
  }

  @usableFromInline @inline(never)
  static func drawRare(
    from sampler: UnsafeMutablePointer<Sampler>, _ rng: inout RandomStream, _ z: borrowing Ziggurat
  ) -> Int64 {
    sampler.pointee.drawRare(&rng, z)
  }

  @usableFromInline @inline(never)
  func drawRare(_ rng: inout RandomStream, _ z: borrowing Ziggurat) -> Int64 {
    let value: Double
    switch code {
    case .stages:
      var sum = 0.0
      for _ in 0..<stages { sum += rng.exponential(z) }
      value = a * sum
    case .gamma:
      let boost = d > 0 ? Elementary.exp(-d * rng.exponential(z)) : 1
      value = a * boost * rng.cube(c: c, d: b, z)
    case .weibull:
      let e = rng.exponential(z)
      value = e > 0 ? a * Elementary.exp(b * Elementary.log(e)) : 0
    case .pareto: value = a * Elementary.exp(b * rng.exponential(z))
    case .hyperexponential: value = (rng.uniform() < a ? b : c) * rng.exponential(z)
    case .empirical: value = Sampler.inverse(table ?? [], rng.uniform())
    case .exact, .exponential, .lognormal, .uniform: return draw(&rng, z)
    }
    return Sampler.nanoseconds(value)
  }

  private static func inverse(_ table: [Double], _ u: Double) -> Double {
    var low = 0
    var high = table.count / 2 - 1
    if u <= table[0] { return table[1] }
    if u >= table[2 * high] { return table[2 * high + 1] }
    while high - low > 1 {
      let middle = (low + high) / 2
      if table[2 * middle] <= u { low = middle } else { high = middle }
    }
    let share = (u - table[2 * low]) / (table[2 * high] - table[2 * low])
    return table[2 * low + 1] + share * (table[2 * high + 1] - table[2 * low + 1])
  }

  /// Rounds to the nearest whole number, saturating; needs x >= 0.
  ///
  /// Below 2^51 the sum with 1.5 * 2^52 holds the rounded value in its low bits, which is faster
  /// than a checked conversion.
  @inlinable @inline(__always)
  static func nanoseconds(_ x: Double) -> Int64 {
    guard _fastPath(x < 0x1p51) else { return x < 0x1p63 ? Int64(x) : Int64.max }
    let shifter = 0x1.8p52
    return Int64(bitPattern: (x + shifter).bitPattern &- shifter.bitPattern)
  }
}
