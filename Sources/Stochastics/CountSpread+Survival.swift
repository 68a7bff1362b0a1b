extension CountSpread {
  /// Trials beyond which a binomial number counts as Poisson: its law is then nearer than their
  /// reciprocal times its mean squared.
  ///
  /// Source: Lucien Le Cam, "An approximation theorem for the Poisson binomial distribution",
  /// Pacific Journal of Mathematics 10(4), 1960.
  private static var mostTrials: Int { 1_000_000 }

  /// Returns the probabilities that the number is above 0, 1, 2 and so on.
  ///
  /// Source: the laws of the families, Norman Johnson, Adrienne Kemp, Samuel Kotz, "Univariate
  /// Discrete Distributions", 3rd edition, Wiley, 2005, eq. (3.2), (4.1), (5.1).
  ///
  /// - Parameters:
  ///   - count: The greatest number of probabilities.
  ///   - least: The list ends where they fall below this.
  /// - Returns: Probabilities that do not rise, the first being 1; at least one.
  public func survival(most count: Int, least: Double) -> [Double] {
    var result = [1.0]
    var rest = 1.0
    for number in 0..<max(0, count - 1) {
      // What is above `number` + 1, since one less than the number follows the law.
      if let fixed = closedSurvival(number + 1) {
        rest = fixed
      } else {
        rest = max(0, rest - probability(ofExtra: Double(number)))
      }
      guard rest >= least, rest > 0 else { break }
      result.append(rest)
    }
    return result
  }

  private func closedSurvival(_ number: Int) -> Double? {
    switch family {
    case .exact(let value): return number < value ? 1 : 0
    case .geometric:
      return mean > 1 ? Elementary.exp(Double(number) * Elementary.log1p(-1 / mean)) : 0
    default: return nil
    }
  }

  /// The probability that one less than the number is `k`.
  private func probability(ofExtra k: Double) -> Double {
    switch family {
    case .exact, .geometric: return 0
    case .poisson: return Self.poisson(k, mean - 1)
    case .negativeBinomial(let shape):
      let chance = (mean - 1) / (shape + mean - 1)
      return Elementary.exp(
        Elementary.lgamma(k + shape) - Elementary.lgamma(shape) - Elementary.lgamma(k + 1)
          + k * Elementary.log(chance) + shape * Elementary.log1p(-chance))
    case .binomials(let trials, let first, let chance):
      return first * Self.binomial(k, trials, chance)
        + (1 - first) * Self.binomial(k, trials + 1, chance)
    }
  }

  private static func poisson(_ k: Double, _ mean: Double) -> Double {
    guard mean > 0 else { return k == 0 ? 1 : 0 }
    return Elementary.exp(k * Elementary.log(mean) - mean - Elementary.lgamma(k + 1))
  }

  private static func binomial(_ k: Double, _ trials: Int, _ chance: Double) -> Double {
    let n = Double(trials)
    guard trials <= mostTrials else { return poisson(k, n * chance) }
    guard k <= n else { return 0 }
    if chance <= 0 || chance >= 1 { return k == (chance <= 0 ? 0 : n) ? 1 : 0 }
    return Elementary.exp(
      Elementary.lgamma(n + 1) - Elementary.lgamma(k + 1) - Elementary.lgamma(n - k + 1)
        + k * Elementary.log(chance) + (n - k) * Elementary.log1p(-chance))
  }
}
