import Quantities

extension Spread {
  /// Returns the probability of at most `seconds`.
  ///
  /// Source: Johnson, Kotz and Balakrishnan, "Continuous Univariate Distributions", volume 1, 2nd
  /// edition, Wiley, 1994, chapters 14, 17, 19, 20, 21.
  ///
  /// - Parameter seconds: Any value.
  /// - Returns: A probability.
  public func cdf(_ seconds: Double) -> Double {
    if isConstant { return seconds < meanSeconds ? 0 : 1 }
    if case .empirical(let points) = shape { return Spread.cdf(of: points, seconds) }
    guard seconds > 0 else { return 0 }
    switch shape {
    case .exact, .empirical: return 0
    case .exponential: return -Elementary.expm1(-seconds / meanSeconds)
    case .lognormal:
      return NormalDistribution.cdf((Elementary.log(seconds) - first) / second)
    case .erlang, .gamma:
      return SpecialFunctions.incompleteGamma(first, seconds / second).lower
    case .weibull: return -Elementary.expm1(-Elementary.pow(seconds / second, first))
    case .pareto: return seconds <= second ? 0 : 1 - Elementary.pow(second / seconds, first)
    case .uniform: return min(1, max(0, (seconds - first) / second))
    case .hyperexponential:
      let x = -2 * seconds / meanSeconds
      let q = 1 - first
      return -first * Elementary.expm1(first * x) - q * Elementary.expm1(q * x)
    }
  }

  /// Returns the seconds that a share `p` of all values does not exceed.
  ///
  /// Closed where the family has an inverse; erlang, gamma and hyperexponential by bisection.
  ///
  /// Source: as `cdf`.
  ///
  /// - Parameter p: A share in 0...1.
  /// - Returns: Seconds, infinite for 1 where the family has no largest value.
  public func quantile(_ p: Double) -> Double {
    precondition(p >= 0 && p <= 1, "a share must be in 0...1")
    if isConstant { return meanSeconds }
    switch shape {
    case .exact: return meanSeconds
    case .exponential: return -meanSeconds * Elementary.log1p(-p)
    case .lognormal:
      return Elementary.exp(first + second * Elementary.normalQuantile(p))
    case .erlang, .gamma:
      return 0.5 * second * ChiSquare.quantile(p, degreesOfFreedom: 2 * first)
    case .weibull: return second * Elementary.pow(-Elementary.log1p(-p), 1 / first)
    case .pareto: return second * Elementary.exp(-Elementary.log1p(-p) / first)
    case .uniform: return first + p * second
    case .hyperexponential:
      if p == 0 || p == 1 { return p == 0 ? 0 : .infinity }
      return SpecialFunctions.root(from: meanSeconds) { cdf($0) - p }
    case .empirical(let points): return Spread.quantile(of: points, p)
    }
  }

  private static func cdf(of points: [Point], _ seconds: Double) -> Double {
    guard let low = points.first, let high = points.last else { return 0 }
    if seconds < low.value.seconds { return 0 }
    if seconds >= high.value.seconds { return 1 }
    for (a, b) in zip(points, points.dropFirst()).reversed()
    where a.value.seconds <= seconds && a.value < b.value {
      let part = (seconds - a.value.seconds) / (b.value.seconds - a.value.seconds)
      return a.share + part * (b.share - a.share)
    }
    return low.share
  }

  private static func quantile(of points: [Point], _ p: Double) -> Double {
    guard let low = points.first, let high = points.last else { return 0 }
    if p <= low.share { return low.value.seconds }
    for (a, b) in zip(points, points.dropFirst()) where p <= b.share {
      let part = (p - a.share) / (b.share - a.share)
      return a.value.seconds + part * (b.value.seconds - a.value.seconds)
    }
    return high.value.seconds
  }
}
