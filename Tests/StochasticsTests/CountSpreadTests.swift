import Quantities
import Stochastics
import Testing

/// Whole numbers with two moments.
@Suite struct CountSpreadTests {
  @Test(
    arguments: [
      (1.0, 0.0), (20, 0), (20, 0.02), (20.5, 0.0244), (1.5, 0.34), (1.5, 0.5), (7, 0.34992711),
      (20, 0.21794495), (20, 0.3), (20, 0.97467943), (5, 4), (1.001, 0.032),
    ])
  func bothMomentsAreExact(_ mean: Double, _ cv: Double) throws {
    let spread = try CountSpread.make(mean: mean, cv: cv)
    let tables = Ziggurat()
    var random = RandomStream(seed: 4, name: "count")
    let count = 200_000
    var moments = RunningMoments()
    var fourth = 0.0
    var least = Int.max
    for _ in 0..<count {
      let number = spread.draw(&random, tables)
      least = min(least, number)
      moments.add(Double(number))
      let off = Double(number) - mean
      fourth += off * off * off * off / Double(count)
    }
    let variance = mean * mean * cv * cv
    let error = (variance / Double(count)).squareRoot()
    #expect(least >= 1)
    #expect(abs(moments.mean - mean) <= 3.9 * error + 1e-9, "\(moments.mean)")
    let spreadError = (max(0, fourth - variance * variance) / Double(count)).squareRoot()
    #expect(
      abs(moments.variance - variance) <= 3.9 * spreadError + 1e-6 * variance + 1e-9,
      "\(moments.variance) for \(variance)")
  }

  @Test func whatNoWholeNumberCanBeIsRefused() {
    for (mean, cv) in [(20.5, 0.02), (1, 0.1), (0.5, 1), (20, 21), (2e6, 1), (1.5, 0.3)] {
      #expect(throws: QuantityProblem.self) { try CountSpread.make(mean: mean, cv: cv) }
    }
  }

  @Test func binomialsHaveTheirMoments() {
    let tables = Ziggurat()
    var random = RandomStream(seed: 4, name: "binomial")
    for (trials, chance) in [(10, 0.3), (1000, 0.999), (40, 0.5), (1_000_000, 1e-5)] {
      var moments = RunningMoments()
      for _ in 0..<100_000 {
        moments.add(Double(random.binomial(trials: trials, chance: chance, tables)))
      }
      let variance: Double = Double(trials) * chance * (1 - chance)
      let width: Double = 3.9 * (variance / 1e5).squareRoot()
      #expect(abs(moments.mean - Double(trials) * chance) < width)
      let spread: Double = 3.9 * ((3 + 1 / variance) / 1e5).squareRoot()
      #expect(abs(moments.variance / variance - 1) < spread)
    }
    #expect(random.binomial(trials: 7, chance: 1, tables) == 7)
    #expect(random.binomial(trials: 7, chance: 0, tables) == 0)
  }
}
