public import Quantities

extension Spread {
  /// Returns the spread of a family with a mean and a coefficient of variation.
  ///
  /// Exact and exponential spreads need no `cv`; all others must state one: erlang 1 / cv^2 whole,
  /// uniform at most 0.577, hyperexponential above 1, a wholly constant value as exact. A mean of
  /// zero is the exact zero.
  ///
  /// Source: Johnson, Kotz and Balakrishnan, "Continuous Univariate Distributions", volume 1, 2nd
  /// edition, Wiley, 1994, eq. (17.11), (20.11b), (21.15); for two phases of balanced means Henk
  /// Tijms, "A First Course in Stochastic Models", Wiley, 2003, appendix B.
  ///
  /// - Parameters:
  ///   - shape: The family; an empirical one has its own mean and is made by `empirical`.
  ///   - mean: The mean, at least zero.
  ///   - cv: The coefficient of variation, or nil where the family has only one.
  /// - Returns: The spread.
  /// - Throws: A problem if there is no such spread.
  public static func make(
    shape: Shape, mean: TimeSpan, cv: Double? = nil
  ) throws(QuantityProblem) -> Spread {
    try check(mean: mean, cv: cv ?? 0)
    switch shape {
    case .exact:
      guard (cv ?? 0) == 0 else { throw problem("an exact value has no cv") }
      return exact(mean)
    case .exponential:
      guard (cv ?? 1) == 1 else {
        throw problem("an exponential has a cv of 1", hint: "shape: gamma")
      }
      return exponential(mean: mean)
    case .empirical(let points):
      return try empirical(points)
    case .lognormal, .erlang, .gamma, .weibull, .pareto, .uniform, .hyperexponential:
      guard let cv else { throw problem("this shape must state a cv") }
      return try family(shape, mean: mean, cv: cv)
    }
  }

  private static func family(
    _ shape: Shape, mean: TimeSpan, cv: Double
  ) throws(QuantityProblem) -> Spread {
    if shape == .lognormal { return try lognormal(mean: mean, cv: cv) }
    guard cv > 0 else {
      throw problem("a cv of 0 leaves one value only", hint: "{ exact: \(mean.text) }")
    }
    let m = mean.seconds
    let parameters: (Double, Double)
    var cv = cv
    switch shape {
    case .erlang:
      (parameters, cv) = try erlang(m, cv)
    case .uniform:
      guard cv <= 0.5774 else {
        throw problem("a uniform spread has a cv of at most 0.577", hint: "cv: 0.577")
      }
      cv = min(cv, 1 / (3.0).squareRoot())
      let half = min(m, m * cv * (3.0).squareRoot())
      parameters = (m - half, 2 * half)
    case .hyperexponential:
      guard cv > 1 else {
        throw problem("a hyperexponential has a cv above 1", hint: "shape: gamma")
      }
      let square = cv * cv
      parameters = (0.5 * (1 + ((square - 1) / (square + 1)).squareRoot()), 0)
    case .pareto:
      let a = 1 + (1 + 1 / (cv * cv)).squareRoot()
      parameters = (a, m * (a - 1) / a)
    case .weibull:
      guard cv >= 0.001, cv <= 100 else {
        throw problem("a Weibull spread needs a cv in 0.001...100")
      }
      let k = weibullShape(cv)
      parameters = (k, m / Elementary.exp(Elementary.lgamma(1 + 1 / k)))
    default:
      parameters = (1 / (cv * cv), m * cv * cv)
    }
    if mean == .zero { return exact(.zero) }
    return Spread(shape: shape, meanSeconds: m, cv: cv, first: parameters.0, second: parameters.1)
  }

  /// Stages and the mean of one, with the cv they really have.
  private static func erlang(
    _ mean: Double, _ cv: Double
  ) throws(QuantityProblem) -> ((Double, Double), Double) {
    let stages = 1 / (cv * cv)
    let whole = max(1, stages.rounded())
    // A cv is written with few digits: 0.577 means three stages.
    guard (stages - whole).magnitude <= 0.005 * whole, whole <= 1e6 else {
      let near = (1 / whole).squareRoot()
      let digits = (near * 1e4).rounded() / 1e4
      throw problem(
        "an erlang needs 1 / cv^2 whole, but a cv of \(cv) gives \(Self.rounded(stages)) stages",
        hint: "cv: \(digits)")
    }
    return ((whole, mean / whole), (1 / whole).squareRoot())
  }

  /// Two digits after the point are enough for a sentence.
  private static func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }

  /// Solves 1 + cv^2 = gamma(1 + 2/k) / gamma(1 + 1/k)^2 by bisection.
  private static func weibullShape(_ cv: Double) -> Double {
    let target = Elementary.log1p(cv * cv)
    var low = 0.05
    var high = 2000.0
    for _ in 0..<200 {
      let k = (low * high).squareRoot()
      if k <= low || k >= high { break }
      let value = Elementary.lgamma(1 + 2 / k) - 2 * Elementary.lgamma(1 + 1 / k)
      if value > target { low = k } else { high = k }
    }
    return 0.5 * (low + high)
  }

  /// Returns the spread whose distribution function runs straight from point to point.
  ///
  /// Below the first share it has the first value, above the last share the last value.
  ///
  /// Source: Averill Law, "Simulation Modeling and Analysis", 5th edition, McGraw-Hill, 2015,
  /// section 6.2.4.
  ///
  /// - Parameter points: At least one, the shares rising in 0...1, the values not falling.
  /// - Returns: The spread.
  /// - Throws: A problem naming the first point that breaks the order.
  public static func empirical(_ points: [Point]) throws(QuantityProblem) -> Spread {
    guard let first = points.first, let last = points.last else {
      throw problem("an empirical spread needs at least one point")
    }
    guard first.value >= .zero else { throw problem("\(first.value.text) is negative") }
    for (a, b) in zip(points, points.dropFirst()) where !(a.share < b.share) {
      throw problem("the share \(b.share) does not follow \(a.share)")
    }
    for (a, b) in zip(points, points.dropFirst()) where a.value > b.value {
      throw problem("the value \(b.value.text) falls below \(a.value.text)")
    }
    guard first.share >= 0, last.share <= 1 else {
      throw problem("a share is not in 0...1")
    }
    let low = first.value.seconds
    let high = last.value.seconds
    var mean = first.share * low + (1 - last.share) * high
    for (a, b) in zip(points, points.dropFirst()) {
      mean += (b.share - a.share) * 0.5 * (a.value.seconds + b.value.seconds)
    }
    if mean == 0 { return exact(.zero) }
    var square = first.share * (low - mean) * (low - mean)
    square += (1 - last.share) * (high - mean) * (high - mean)
    for (a, b) in zip(points, points.dropFirst()) {
      let p = a.value.seconds - mean
      let q = b.value.seconds - mean
      square += (b.share - a.share) * (p * p + p * q + q * q) / 3
    }
    return Spread(
      shape: .empirical(points), meanSeconds: mean, cv: square.squareRoot() / mean)
  }
}
