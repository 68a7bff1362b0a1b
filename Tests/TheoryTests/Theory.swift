/// Exact results of queueing theory that the engine must agree with.
enum Theory {
  /// The probability that an arrival waits in M/M/c.
  ///
  /// Source: A. K. Erlang, 1917; by the recursion of the loss formula B(k) = aB / (k + aB).
  static func erlangC(servers: Int, offered: Double) -> Double {
    let blocked = erlangB(servers: servers, offered: offered)
    let rho = offered / Double(servers)
    return blocked / (1 - rho + rho * blocked)
  }

  /// The probability that an arrival is lost in M/M/c/c.
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
}
