public import Quantities

/// How a duration varies: a family of distributions and its parameters, as a value.
///
/// Means and variances are exact by construction; draws come from a `Sampler`.
public struct Spread: Hashable, Sendable {
  /// A point of an empirical distribution: `share` of all values are at most `value`.
  public struct Point: Hashable, Sendable {
    /// The cumulative share, 0...1.
    public var share: Double
    /// The value that share of all values does not exceed.
    public var value: TimeSpan

    /// Creates a point.
    ///
    /// - Parameters:
    ///   - share: The cumulative share, 0...1.
    ///   - value: The value.
    public init(share: Double, value: TimeSpan) {
      self.share = share
      self.value = value
    }
  }

  /// The family of a distribution.
  public enum Shape: Hashable, Sendable {
    /// One value only.
    case exact
    /// Memoryless; coefficient of variation 1.
    case exponential
    /// The exponential of a normal variate.
    case lognormal
    /// The sum of 1 / cv^2 equal exponential stages.
    case erlang
    /// The gamma family; erlang with any number of stages.
    case gamma
    /// The Weibull family.
    case weibull
    /// The Pareto family of the first kind, with a smallest value and a power tail.
    case pareto
    /// Uniform about the mean; coefficient of variation at most 0.577.
    case uniform
    /// Two exponentials with balanced means; coefficient of variation above 1.
    case hyperexponential
    /// Piecewise linear through measured percentiles.
    case empirical([Point])
  }

  /// The family.
  public let shape: Shape
  /// The mean in seconds.
  public let meanSeconds: Double
  /// The coefficient of variation: standard deviation by mean; 0 for a mean of zero.
  public let cv: Double
  /// Parameters of the family, in seconds where they have a unit; see `init`.
  let first: Double
  let second: Double

  /// exact: -, -; exponential: -, -; lognormal: mu of seconds, sigma; erlang, gamma: shape, scale;
  /// weibull: shape, scale; pareto: shape, least; uniform: least, width; hyperexponential: p, -.
  init(shape: Shape, meanSeconds: Double, cv: Double, first: Double = 0, second: Double = 0) {
    self.shape = shape
    self.meanSeconds = meanSeconds
    self.cv = cv
    self.first = first
    self.second = second
  }

  /// The mean, rounded to nanoseconds.
  public var mean: TimeSpan { TimeSpan(seconds: meanSeconds) }

  /// The squared coefficient of variation.
  public var scv: Double { cv * cv }

  /// Whether every draw is the same.
  public var isConstant: Bool { cv == 0 }

  static let z99 = 2.326347874040841  // the 99 % quantile of the normal distribution

  /// Returns the spread with one value only.
  ///
  /// - Parameter value: The value, at least zero.
  /// - Returns: The spread.
  public static func exact(_ value: TimeSpan) -> Spread {
    Spread(shape: .exact, meanSeconds: value.seconds, cv: 0)
  }

  /// Returns the exponential spread of a mean.
  ///
  /// - Parameter mean: The mean, at least zero.
  /// - Returns: The spread.
  public static func exponential(mean: TimeSpan) -> Spread {
    if mean == .zero { return exact(.zero) }
    return Spread(shape: .exponential, meanSeconds: mean.seconds, cv: 1)
  }

  /// Returns the log-normal spread of a mean and a coefficient of variation.
  ///
  /// Source: Norman Johnson, Samuel Kotz, N. Balakrishnan, "Continuous Univariate Distributions",
  /// volume 1, 2nd edition, Wiley, 1994, eq. (14.8).
  ///
  /// - Parameters:
  ///   - mean: The mean, at least zero.
  ///   - cv: The coefficient of variation, 0...1000.
  /// - Returns: The spread.
  /// - Throws: A problem if there is no such spread.
  public static func lognormal(mean: TimeSpan, cv: Double) throws(QuantityProblem) -> Spread {
    try check(mean: mean, cv: cv)
    if mean == .zero { return exact(.zero) }
    let sigma = Elementary.log1p(cv * cv).squareRoot()
    return Spread(
      shape: .lognormal, meanSeconds: mean.seconds, cv: cv,
      first: Elementary.log(mean.seconds) - 0.5 * sigma * sigma, second: sigma)
  }

  /// Returns the narrower of the two log-normal spreads through a mean and a 99th percentile.
  ///
  /// From log(p99 / mean) = z sigma - sigma^2 / 2 with z the normal 99 % quantile, which has
  /// solutions up to p99 / mean = exp(z^2 / 2) = 14.97.
  ///
  /// Source: Johnson, Kotz and Balakrishnan, as above, eq. (14.8a) and (14.7).
  ///
  /// - Parameters:
  ///   - mean: The mean.
  ///   - p99: What 99 % of all values do not exceed, between the mean and 14.97 times it.
  /// - Returns: The spread.
  /// - Throws: A problem if there is no such spread.
  public static func lognormal(mean: TimeSpan, p99: TimeSpan) throws(QuantityProblem) -> Spread {
    try check(mean: mean, cv: 0)
    guard p99 >= mean else {
      throw problem(
        "a p99 of \(p99.text) is below the mean of \(mean.text)",
        hint: "{ p50: \(p99.text), p99: \(mean.text) }")
    }
    if mean == .zero, p99 == .zero { return exact(.zero) }
    let logRatio = mean == .zero ? .infinity : Elementary.log(p99.seconds / mean.seconds)
    let square = z99 * z99 - 2 * logRatio
    guard square >= 0 else {
      throw problem(
        "no log-normal has a mean of \(mean.text) and a p99 of \(p99.text): "
          + "p99 / mean can be at most 14.97; state p50 and p99 instead",
        hint: "{ p50: \(mean.text), p99: \(p99.text) }")
    }
    let sigma = z99 - square.squareRoot()
    return Spread(
      shape: .lognormal, meanSeconds: mean.seconds,
      cv: Elementary.expm1(sigma * sigma).squareRoot(),
      first: Elementary.log(mean.seconds) - 0.5 * sigma * sigma, second: sigma)
  }

  /// Returns the log-normal spread through a median and a 99th percentile.
  ///
  /// Source: Johnson, Kotz and Balakrishnan, as above, eq. (14.7).
  ///
  /// - Parameters:
  ///   - p50: The median, above zero unless both are zero.
  ///   - p99: What 99 % of all values do not exceed, at least the median.
  /// - Returns: The spread.
  /// - Throws: A problem if there is no such spread.
  public static func lognormal(p50: TimeSpan, p99: TimeSpan) throws(QuantityProblem) -> Spread {
    if p50 == .zero, p99 == .zero { return exact(.zero) }
    guard p50 > .zero else { throw problem("a p50 of \(p50.text) is not above zero") }
    guard p99 >= p50 else {
      throw problem(
        "a p99 of \(p99.text) is below the p50 of \(p50.text)",
        hint: "{ p50: \(p99.text), p99: \(p50.text) }")
    }
    let mu = Elementary.log(p50.seconds)
    let sigma = Elementary.log(p99.seconds / p50.seconds) / z99
    let mean = Elementary.exp(mu + 0.5 * sigma * sigma)
    guard mean < 9.2e9 else {
      throw problem("the mean of a log-normal through \(p50.text) and \(p99.text) is too long")
    }
    return Spread(
      shape: .lognormal, meanSeconds: mean, cv: Elementary.expm1(sigma * sigma).squareRoot(),
      first: mu, second: sigma)
  }

  static func problem(_ message: String, hint: String? = nil) -> QuantityProblem {
    QuantityProblem(
      message: message, hint: hint,
      allowed: "a spread such as 12ms, { exact: 5ms }, { mean: 12ms, cv: 0.8 }, "
        + "{ mean: 12ms, p99: 60ms }, { p50: 8ms, p99: 60ms }")
  }

  static func check(mean: TimeSpan, cv: Double) throws(QuantityProblem) {
    guard mean >= .zero else { throw problem("a mean of \(mean.text) is negative") }
    guard cv >= 0, cv <= 1000 else { throw problem("a cv of \(cv) is not in 0...1000") }
  }
}
