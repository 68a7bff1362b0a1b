import Foundation

/// Exact results of queueing theory that the engine must agree with.
///
/// The elementary functions here are the C library's, so that not even those are shared with the
/// engine.
enum Theory {
  /// The probability that an arrival waits in M/M/c.
  ///
  /// Source: A. K. Erlang, 1917; by the recursion of the loss formula B(k) = aB / (k + aB).
  static func erlangC(servers: Int, offered: Double) -> Double {
    let blocked = erlangB(servers: servers, offered: offered)
    let rho = offered / Double(servers)
    return blocked / (1 - rho + rho * blocked)
  }

  /// The probability that an arrival is lost in M/G/c/c, whatever the distribution of the work.
  ///
  /// Source: A. K. Erlang, 1917; insensitivity: B. A. Sevastyanov, "An ergodic theorem for Markov
  /// processes and its application to telephone systems with refusals", Theory of Probability and
  /// its Applications 2(1), 1957.
  static func erlangB(servers: Int, offered: Double) -> Double {
    (1...servers).reduce(1.0) { $1 == 0 ? $0 : offered * $0 / (Double($1) + offered * $0) }
  }

  /// Mean time in system of M/M/c.
  static func timeInSystem(lambda: Double, mu: Double, servers: Int) -> Double {
    erlangC(servers: servers, offered: lambda / mu) / (Double(servers) * mu - lambda) + 1 / mu
  }

  /// Mean time in system of M/G/1.
  ///
  /// Source: Pollaczek 1930 and Khinchine 1932: W = rho (1 + scv) s / (2 (1 - rho)).
  static func pollaczekKhinchine(lambda: Double, service: Double, scv: Double) -> Double {
    let rho = lambda * service
    return service + rho * (1 + scv) * service / (2 * (1 - rho))
  }

  /// Probabilities of 0...K present in M/M/c/K.
  static func finite(lambda: Double, mu: Double, servers: Int, places: Int) -> [Double] {
    var weights = [1.0]
    for present in 1...places {
      weights.append(
        weights[present - 1] * lambda / (mu * Double(min(present, servers))))
    }
    let total = weights.reduce(0, +)
    return weights.map { $0 / total }
  }

  /// The share of arrivals at M/D/1 that wait at most `time`.
  ///
  /// Source: A. K. Erlang, "The theory of probabilities and telephone conversations", Nyt Tidsskrift
  /// for Matematik B 20, 1909; as in Donald Gross et al., "Fundamentals of Queueing Theory", 4th
  /// edition, 2008, section 5.1.5.
  static func waitsAtMost(_ time: Double, lambda: Double, service: Double) -> Double {
    guard time >= 0 else { return 0 }
    var sum = 0.0
    for k in 0...Int((time / service).rounded(.down)) {
      let rest = lambda * (Double(k) * service - time)
      sum += pow(rest, Double(k)) / tgamma(Double(k) + 1) * exp(-rest)
    }
    return (1 - lambda * service) * sum
  }

  /// The root in 0...1 of sigma = A(mu (1 - sigma)), A the Laplace transform of the gaps between
  /// arrivals: with it the time in system of G/M/1 is exponential of rate mu (1 - sigma).
  ///
  /// Source: David Kendall, "Stochastic Processes Occurring in the Theory of Queues and their
  /// Analysis by the Method of the Imbedded Markov Chain", Annals of Mathematical Statistics 24(3),
  /// 1953; Leonard Kleinrock, "Queueing Systems I", 1975, section 6.4.
  static func rootOfGM1(mu: Double, transform: (Double) -> Double) -> Double {
    var sigma = 0.5
    for _ in 0..<100_000 {
      let next = transform(mu * (1 - sigma))
      if abs(next - sigma) < 1e-15 { return next }
      sigma = next
    }
    return sigma
  }

  /// Laplace transform of equal gaps.
  static func regularGaps(rate: Double) -> (Double) -> Double { { exp(-$0 / rate) } }

  /// Laplace transform of gamma gaps with a coefficient of variation.
  static func gammaGaps(rate: Double, cv: Double) -> (Double) -> Double {
    let shape = 1 / (cv * cv)
    return { pow(1 + $0 / (shape * rate), -shape) }
  }

  /// The k-th of n exponential times with a mean: the sum of the gaps between their order
  /// statistics.
  ///
  /// Source: Alfred Renyi, "On the theory of order statistics", Acta Mathematica Academiae
  /// Scientiarum Hungaricae 4, 1953.
  static func orderStatistic(_ k: Int, of n: Int, mean: Double) -> Double {
    ((n - k + 1)...n).reduce(0) { $0 + mean / Double($1) }
  }

  /// The time within which k of n exponential times have passed with a probability.
  static func orderQuantile(_ share: Double, _ k: Int, of n: Int, mean: Double) -> Double {
    root(from: 0, to: 100 * mean) { time in
      let p = 1 - exp(-time / mean)
      let atLeast = (k...n).reduce(0.0) { sum, j in
        sum + choose(n, j) * pow(p, Double(j)) * pow(1 - p, Double(n - j))
      }
      return atLeast - share
    }
  }

  /// Binomial coefficient.
  static func choose(_ n: Int, _ k: Int) -> Double {
    (0..<k).reduce(1.0) { $0 * Double(n - $1) / Double($1 + 1) }
  }

  /// The root of a rising function by bisection.
  static func root(from low: Double, to high: Double, _ value: (Double) -> Double) -> Double {
    var low = low
    var high = high
    for _ in 0..<200 {
      let middle = (low + high) / 2
      if value(middle) < 0 { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  /// The lower regularised incomplete gamma function: the distribution of a gamma variable of this
  /// shape and scale 1, by its series.
  ///
  /// Source: Abramowitz and Stegun, "Handbook of Mathematical Functions", 1964, 6.5.29.
  static func gammaDistribution(_ x: Double, shape: Double) -> Double {
    guard x > 0 else { return 0 }
    var term = 1 / shape
    var sum = term
    var k = 1.0
    while term > 1e-17 * sum, k < 10_000 {
      term *= x / (shape + k)
      sum += term
      k += 1
    }
    return min(1, sum * exp(shape * log(x) - x - lgamma(shape)))
  }
}
