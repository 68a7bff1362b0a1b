import Quantities

// The same shape with another mean.

extension Spread {
  /// The spread of what this one draws, times a factor.
  ///
  /// - Parameter factor: Above zero and finite.
  /// - Returns: The spread; its coefficient of variation is the same.
  public func scaled(by factor: Double) -> Spread {
    let mean = meanSeconds * factor
    switch shape {
    case .exact, .exponential, .hyperexponential:
      return Spread(shape: shape, meanSeconds: mean, cv: cv, first: first, second: second)
    case .lognormal:
      return Spread(
        shape: shape, meanSeconds: mean, cv: cv, first: first + Elementary.log(factor),
        second: second)
    case .erlang, .gamma, .weibull, .pareto:
      return Spread(shape: shape, meanSeconds: mean, cv: cv, first: first, second: second * factor)
    case .uniform:
      return Spread(
        shape: shape, meanSeconds: mean, cv: cv, first: first * factor, second: second * factor)
    case .empirical(let points):
      let scaled = points.map {
        Point(share: $0.share, value: TimeSpan(seconds: $0.value.seconds * factor))
      }
      return Spread(
        shape: .empirical(scaled), meanSeconds: mean, cv: cv, first: first, second: second)
    }
  }
}
