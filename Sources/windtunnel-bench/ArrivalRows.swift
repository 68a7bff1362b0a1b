import SimulationKernel
import Stochastics

/// How fast arrivals are drawn, one after another from a stream.
enum ArrivalRows {
  private static let second = 1_000_000_000.0

  private static func ramp(_ steps: Int64) -> RateSpec {
    RateSpec(
      points: (0...steps).map {
        (at: $0 * 1_000_000_000, rate: $0 % 2 == 0 ? 1e-3 : 3e-3)
      })
  }

  private static let specs: [(name: String, spec: ArrivalSpec, aim: String)] = {
    var factors = RateSpec(1e-3)
    factors.week = (0..<168).map { 0.5 + Double($0 % 24) / 24 }
    var drawn = RateSpec(1e-3)
    drawn.redrawn = (shape: 4, every: 1_000_000_000)
    var states = RateSpec(1e-3)
    states.states = [(factor: 0.1, stay: second), (factor: 2, stay: second)]
    return [
      ("poisson, constant rate", ArrivalSpec(.poisson, rate: RateSpec(1e-3)), "20"),
      ("poisson, rising and falling", ArrivalSpec(.poisson, rate: ramp(1000)), "10"),
      ("poisson, hour and day", ArrivalSpec(.poisson, rate: factors), "10"),
      ("poisson, redrawn rate", ArrivalSpec(.poisson, rate: drawn), "10"),
      ("poisson, two states", ArrivalSpec(.poisson, rate: states), "10"),
      ("gamma, cv 2", ArrivalSpec(.gamma(shape: 0.25), rate: RateSpec(1e-3)), "-"),
      (
        "hawkes, branching 0.5",
        ArrivalSpec(.hawkes([(branching: 0.5, decay: 1e-6)]), rate: RateSpec(5e-4)), "-"
      ),
      (
        "batches of 20",
        ArrivalSpec(
          .batch(size: .geometric(mean: 20), spacing: 1000, sharedKey: 0), rate: RateSpec(5e-5)),
        "-"
      ),
    ]
  }()

  /// A row for each process: millions of arrivals per processor second, the median of five.
  static func all() -> [String] {
    specs.map { row in
      var rates: [Double] = []
      var sum: Int64 = 0
      for seed in 1...5 {
        var stream = ArrivalStream(row.spec, seed: UInt64(seed), name: "bench")
        let begin = processorSeconds()
        for _ in 0..<4_000_000 { sum &+= stream.next() ?? 0 }
        rates.append(4 / (processorSeconds() - begin))
      }
      rates.sort()
      // The sum is used, so that no draw can be left out.
      return padded(row.name, 30) + padded(figure(rates[2], 1), 18) + padded(row.aim, 12)
        + (sum == 0 ? "no arrivals" : "")
    }
  }
}
