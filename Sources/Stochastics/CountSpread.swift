public import Quantities

/// How a whole number of at least 1 varies, such as the size of a batch: by its mean and its
/// coefficient of variation.
///
/// One less than the number is negative binomial where it varies more than a Poisson number of its
/// mean, a mixture of two binomials where it varies less, so that both moments are exact.
///
/// Source: Ivo Adan, Marko van Eenige, Jacques Resing, "Fitting Discrete Distributions on the First
/// Two Moments", Probability in the Engineering and Informational Sciences 9(4), 1995, theorem 2.1.
public struct CountSpread: Hashable, Sendable {
  /// The mean, at least 1.
  public let mean: Double
  /// The coefficient of variation.
  public let cv: Double
  let family: Family

  enum Family: Hashable {
    case exact(Int)
    case geometric
    case negativeBinomial(shape: Double)
    case poisson
    /// Of `trials` with the chance `first`, else of one trial more; each succeeds with `chance`.
    case binomials(trials: Int, first: Double, chance: Double)
  }

  private init(mean: Double, cv: Double, family: Family) {
    self.mean = mean
    self.cv = cv
    self.family = family
  }

  /// The greatest mean.
  public static let greatestMean = 1e6

  /// Returns the number that never varies.
  ///
  /// - Parameter number: The number; less than 1 counts as 1.
  /// - Returns: The spread.
  public static func exact(_ number: Int) -> CountSpread {
    CountSpread(mean: Double(max(1, number)), cv: 0, family: .exact(max(1, number)))
  }

  /// Returns the geometric number of a mean, which has no memory.
  ///
  /// - Parameter mean: The mean; held within 1...10^15.
  /// - Returns: The spread.
  public static func geometric(mean: Double) -> CountSpread {
    let mean = min(1e15, max(1, mean))
    return CountSpread(mean: mean, cv: (1 - 1 / mean).squareRoot(), family: .geometric)
  }

  /// Returns a number with a mean and a coefficient of variation.
  ///
  /// - Parameters:
  ///   - mean: The mean, 1...10^6.
  ///   - cv: The coefficient of variation, 0...20.
  /// - Returns: The spread.
  /// - Throws: A problem where no whole number of at least 1 has these moments.
  public static func make(mean: Double, cv: Double) throws(QuantityProblem) -> CountSpread {
    guard mean >= 1, mean <= greatestMean else { throw problem("a mean of \(mean)") }
    guard cv >= 0, cv <= 20 else { throw problem("a cv of \(cv)") }
    let part = mean - mean.rounded(.down)
    let least = part * (1 - part)
    let variance = mean * mean * cv * cv
    guard mean > 1 || variance == 0 else {
      throw problem("a mean of 1 leaves no room for a cv of \(cv): no number is below 1")
    }
    guard variance >= least * (1 - 1e-9) else {
      let digits = (least.squareRoot() / mean * 1e4).rounded(.up) / 1e4
      throw problem(
        "whole numbers of mean \(mean) cannot have a cv of \(cv)",
        hint: "{ mean: \(mean), cv: \(digits) }")
    }
    if least == 0, variance == 0 { return exact(Int(mean)) }
    return CountSpread(mean: mean, cv: cv, family: family(mean - 1, variance))
  }

  private static func family(_ mean: Double, _ variance: Double) -> Family {
    let excess = variance - mean
    if excess.magnitude < 1e-9 * mean { return .poisson }
    if excess > 0 { return .negativeBinomial(shape: mean * mean / excess) }
    let a = excess / (mean * mean)
    let trials = min(1e15, max(1, (-1 / a).rounded(.down)))
    let root = max(0, -a * trials * (1 + trials) - trials).squareRoot()
    let first = 1 + a < 1e-9 ? 1 : min(1, max(0, (1 + a * (1 + trials) + root) / (1 + a)))
    return .binomials(
      trials: Int(trials), first: first, chance: min(1, mean / (trials + 1 - first)))
  }

  private static func problem(_ message: String, hint: String? = nil) -> QuantityProblem {
    QuantityProblem(
      message: message, hint: hint,
      allowed: "a mean from 1 to 1000000 such as 20, { exact: 20 } or { mean: 20, cv: 1 }")
  }

  /// Draws a number.
  ///
  /// - Parameters:
  ///   - rng: The stream; not touched where the number never varies.
  ///   - z: The tables.
  /// - Returns: A number of at least 1; less variation than a Poisson number's takes time in
  ///   proportion to it.
  public func draw(_ rng: inout RandomStream, _ z: borrowing Ziggurat) -> Int {
    switch family {
    case .exact(let number): return number
    case .geometric: return mean > 1 ? 1 + rng.geometric(mean: mean - 1, z) : 1
    case .negativeBinomial(let shape):
      let rate = rng.gamma(shape: shape, z) * (mean - 1) / shape
      return 1 + rng.poisson(mean: min(1e9, rate))
    case .poisson: return 1 + rng.poisson(mean: mean - 1)
    case .binomials(let trials, let first, let chance):
      let isFirst = rng.uniform() < first
      return 1 + rng.binomial(trials: isFirst ? trials : trials + 1, chance: chance, z)
    }
  }
}

extension RandomStream {
  /// Draws a binomial number by the waiting times between successes, or between failures where
  /// those are rarer: O(its mean).
  ///
  /// Source: Luc Devroye, "Non-Uniform Random Variate Generation", Springer, 1986, section X.4.3,
  /// first waiting time algorithm.
  ///
  /// - Parameters:
  ///   - trials: The number of trials, 0...10^15.
  ///   - chance: The chance of success of each, 0...1.
  ///   - z: The tables.
  /// - Returns: The number of successes.
  public mutating func binomial(trials: Int, chance: Double, _ z: borrowing Ziggurat) -> Int {
    precondition(trials >= 0 && trials <= 1_000_000_000_000_001, "trials must be in 0...1e15")
    precondition(chance >= 0 && chance <= 1, "a chance must be in 0...1")
    let rare = min(chance, 1 - chance)
    var hits = 0
    if rare > 0 {
      let scale = -Elementary.log1p(-rare)
      var position = 0.0
      while true {
        position += (exponential(z) / scale).rounded(.down) + 1
        if position > Double(trials) { break }
        hits += 1
      }
    }
    return chance > 0.5 ? trials - hits : hits
  }
}
