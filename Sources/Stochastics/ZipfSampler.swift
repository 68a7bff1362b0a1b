/// Ranks with probability proportional to (rank + 1)^-s, in constant memory and time.
///
/// Source: Wolfgang Hörmann and Gerhard Derflinger, "Rejection-Inversion to Generate Variates from
/// Monotone Discrete Distributions", ACM Transactions on Modeling and Computer Simulation 6(3),
/// 1996, section 4.
@frozen public struct ZipfSampler: Hashable, Sendable {
  /// The number of ranks, 1...10^9.
  public let count: Int
  /// The exponent s, 0 for all ranks alike, up to 100.
  public let exponent: Double
  @usableFromInline let start: Double
  @usableFromInline let end: Double
  @usableFromInline let shortcut: Double

  /// Creates a sampler.
  ///
  /// - Parameters:
  ///   - count: The number of ranks, 1...10^9.
  ///   - exponent: The exponent s, 0...100.
  public init(count: Int, exponent: Double) {
    precondition(count >= 1 && count <= 1_000_000_000, "a Zipf count must be in 1...1e9")
    precondition(exponent >= 0 && exponent <= 100, "a Zipf exponent must be in 0...100")
    self.count = count
    self.exponent = exponent
    start = ZipfSampler.integral(1.5, exponent) - 1
    end = ZipfSampler.integral(Double(count) + 0.5, exponent)
    let second = ZipfSampler.integral(2.5, exponent) - Elementary.pow(2, -exponent)
    shortcut = 2 - ZipfSampler.inverse(second, exponent)
  }

  /// The integral of x^-s, zero at 1: log(x) helper((1 - s) log(x)).
  @usableFromInline
  static func integral(_ x: Double, _ s: Double) -> Double {
    let l = Elementary.log(x)
    let y = (1 - s) * l
    return y.magnitude > 1e-8 ? l * (Elementary.expm1(y) / y) : l * (1 + 0.5 * y)
  }

  /// The inverse of `integral`.
  @usableFromInline
  static func inverse(_ v: Double, _ s: Double) -> Double {
    let t = max(-1, v * (1 - s))
    let factor = t.magnitude > 1e-8 ? Elementary.log1p(t) / t : 1 - 0.5 * t
    return Elementary.exp(v * factor)
  }

  /// Draws a rank, the most frequent being 0.
  ///
  /// - Parameter rng: The stream; at most 1.1 uniforms on average.
  /// - Returns: A rank in 0..<count.
  public func draw(_ rng: inout RandomStream) -> Int {
    if exponent == 0 { return Int(rng.below(UInt64(count))) }
    while true {
      let u = end + rng.uniform() * (start - end)
      let x = ZipfSampler.inverse(u, exponent)
      let k = min(Double(count), max(1, Double(Int(min(x, 2e9) + 0.5))))
      if k - x <= shortcut { return Int(k) - 1 }
      let density = Elementary.exp(-exponent * Elementary.log(k))
      if u >= ZipfSampler.integral(k + 0.5, exponent) - density { return Int(k) - 1 }
    }
  }

  /// Returns the probability of a rank, by summing all weights: O(count), for small counts.
  ///
  /// - Parameter rank: A rank, the most frequent being 0.
  /// - Returns: A probability; 0 outside 0..<count.
  public func probability(rank: Int) -> Double {
    guard rank >= 0, rank < count else { return 0 }
    var total = 0.0
    for k in stride(from: count, through: 1, by: -1) {
      total += Elementary.pow(Double(k), -exponent)
    }
    return Elementary.pow(Double(rank + 1), -exponent) / total
  }
}
