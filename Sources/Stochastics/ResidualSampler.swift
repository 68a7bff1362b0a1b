import Quantities

/// What is still left of a duration that is looked at in the middle: draws from the equilibrium law
/// of a spread, whose density is (1 - F(x)) / mean.
///
/// Who looks at a process that has gone on for long finds a duration with a chance in proportion to
/// its length, and is at a uniform point of it; so a draw is a uniform number times a draw from the
/// length-biased spread, which is known for every family.
///
/// Source: David Cox, "Renewal Theory", Methuen, 1962, sections 5.1 and 5.4; length-biased gamma,
/// log-normal and Pareto variates are of the same family: Ganapati Patil and Calyampudi Rao,
/// "Weighted Distributions and Size-Biased Sampling", Biometrics 34(2), 1978, table 1.
public struct ResidualSampler: Sendable {
  private enum Biased {
    case exact(Double)
    case lognormal(mu: Double, sigma: Double)
    case gamma(shape: Double, scale: Double)
    /// `scale` times the `power` of a gamma variate.
    case powerOfGamma(shape: Double, scale: Double, power: Double)
    case pareto(least: Double, power: Double)
    /// Stretches from one value to another, by their cumulative shares of the mean.
    case stretches([(upTo: Double, from: Double, to: Double)])
    /// The means of two exponential phases with equal shares of the mean: what is left of one is as
    /// long as the whole.
    case phases(Double, Double)
  }
  private let biased: Biased

  /// Compiles a spread.
  ///
  /// - Parameter spread: The spread of the whole duration; one of zero leaves nothing.
  public init(_ spread: Spread) {
    let mean = spread.meanSeconds
    guard !spread.isConstant, mean > 0 else {
      biased = .exact(max(0, mean))
      return
    }
    let (first, second) = (spread.first, spread.second)
    switch spread.shape {
    case .exact: biased = .exact(mean)
    case .exponential: biased = .gamma(shape: 2, scale: mean)
    case .lognormal: biased = .lognormal(mu: first + second * second, sigma: second)
    case .erlang, .gamma: biased = .gamma(shape: first + 1, scale: second)
    case .weibull:
      biased = .powerOfGamma(shape: 1 + 1 / first, scale: second, power: 1 / first)
    case .pareto: biased = .pareto(least: second, power: 1 / max(1e-9, first - 1))
    case .uniform: biased = Self.stretches([(1, first, first + second)])
    case .hyperexponential: biased = .phases(0.5 * mean / first, 0.5 * mean / (1 - first))
    case .empirical(let points):
      var parts: [(share: Double, from: Double, to: Double)] = []
      if let low = points.first {
        parts.append((low.share, low.value.seconds, low.value.seconds))
      }
      for (a, b) in zip(points, points.dropFirst()) {
        parts.append((b.share - a.share, a.value.seconds, b.value.seconds))
      }
      if let high = points.last {
        parts.append((1 - high.share, high.value.seconds, high.value.seconds))
      }
      biased = Self.stretches(parts)
    }
  }

  private static func stretches(
    _ parts: [(share: Double, from: Double, to: Double)]
  ) -> Biased {
    var sum = 0.0
    return .stretches(
      parts.map { part in
        sum += part.share * (part.from + part.to) / 2
        return (sum, part.from, part.to)
      })
  }

  /// Draws what is left.
  ///
  /// - Parameters:
  ///   - rng: The stream.
  ///   - z: The tables.
  /// - Returns: Whole nanoseconds, at least 0.
  public func draw(_ rng: inout RandomStream, _ z: borrowing Ziggurat) -> Int64 {
    let whole: Double
    switch biased {
    case .exact(let value): whole = value
    case .lognormal(let mu, let sigma): whole = Elementary.exp(mu + sigma * rng.normal(z))
    case .gamma(let shape, let scale): whole = scale * rng.gamma(shape: shape, z)
    case .powerOfGamma(let shape, let scale, let power):
      whole = scale * Elementary.pow(rng.gamma(shape: shape, z), power)
    case .pareto(let least, let power):
      whole = least * Elementary.exp(min(700, power * rng.exponential(z)))
    case .phases(let one, let other):
      return Sampler.nanoseconds((rng.uniform() < 0.5 ? one : other) * rng.exponential(z) * 1e9)
    case .stretches(let parts):
      let draw = rng.uniform() * (parts.last?.upTo ?? 0)
      guard let part = parts.first(where: { draw < $0.upTo }) else { return 0 }
      // The density of a length-biased value rises in a straight line over the stretch.
      let (low, high) = (part.from * part.from, part.to * part.to)
      whole = (low + rng.uniform() * (high - low)).squareRoot()
    }
    return Sampler.nanoseconds(rng.uniform() * whole * 1e9)
  }
}
