import Quantities
import Stochastics
import Testing

/// What is left of a duration, and the chances of counts, against independent computations.
@Suite struct ResidualTests {
  /// The equilibrium law of a spread: the integral of (1 - F) by the trapezoidal rule, by mean.
  static func law(_ spread: Spread, most: Double) -> (Double) -> Double {
    let steps = 40_000
    let width = most / Double(steps)
    var sums = [0.0]
    for step in 0..<steps {
      let (from, to) = (Double(step) * width, Double(step + 1) * width)
      sums.append(sums[step] + width * (2 - spread.cdf(from) - spread.cdf(to)) / 2)
    }
    return { x in
      let place = max(0, min(Double(steps), x / width))
      let low = min(steps - 1, Int(place))
      let part = sums[low] + (place - Double(low)) * (sums[low + 1] - sums[low])
      return min(1, part / spread.meanSeconds)
    }
  }

  static func spread(_ item: SpreadCase) throws -> Spread {
    try Spread.make(shape: item.shape, mean: TimeSpan(seconds: 0.012), cv: item.cv)
  }

  @Test(arguments: SpreadCase.all)
  func whatIsLeftFollowsTheEquilibriumLaw(_ item: SpreadCase) throws {
    try compare(Self.spread(item))
  }

  @Test func tablesAndConstantsToo() throws {
    try compare(try Spread.empirical(SpreadCase.table))
    try compare(.exact(TimeSpan(seconds: 0.012)))
    let open = [
      Spread.Point(share: 0.2, value: TimeSpan(seconds: 0.001)),
      .init(share: 0.7, value: TimeSpan(seconds: 0.05)),
    ]
    try compare(try Spread.empirical(open))
    var stream = RandomStream(seed: 1, name: "none")
    #expect(ResidualSampler(.exact(.zero)).draw(&stream, Ziggurat()) == 0)
  }

  private func compare(_ spread: Spread) throws {
    let sampler = ResidualSampler(spread)
    let tables = Ziggurat()
    var stream = RandomStream(seed: 77, name: "residual")
    let sample = (0..<40_000).map { _ in Double(sampler.draw(&stream, tables)) / 1e9 }
    // Steps that are small against the mean, up to where hardly anything is left.
    let most =
      spread.isConstant
      ? spread.meanSeconds : max(10 * spread.meanSeconds, 40 * spread.cv * spread.meanSeconds)
    let law = Self.law(spread, most: most)
    let good = KolmogorovSmirnov.statistic(sample, cdf: law)
    #expect(KolmogorovSmirnov.pValue(statistic: good, count: sample.count) > 0.001, "\(good)")
    // Whole durations, or the same law for another mean, do not pass.
    let bad = KolmogorovSmirnov.statistic(sample) { law($0 * 1.05) }
    #expect(KolmogorovSmirnov.pValue(statistic: bad, count: sample.count) < 0.001)
    guard spread.shape != .exponential else { return }
    let whole = KolmogorovSmirnov.statistic(sample) { spread.cdf($0) }
    #expect(KolmogorovSmirnov.pValue(statistic: whole, count: sample.count) < 0.001)
  }

  @Test(arguments: [[1, 0], [7, 0], [20, 1], [5, 0.894427], [4, 3], [2.5, 0.2], [40, 0.05]])
  func survivalIsThatOfTheDraws(_ moments: [Double]) throws {
    let spread = try CountSpread.make(mean: moments[0], cv: moments[1])
    let survival = spread.survival(most: 10_000, least: 1e-12)
    #expect(survival[0] == 1)
    #expect(zip(survival, survival.dropFirst()).allSatisfy { $0 >= $1 })
    // The mean of a number is the sum of the chances that it is above 0, 1, 2 ...
    #expect(abs(survival.reduce(0, +) - spread.mean) < 1e-6 * spread.mean)
    let tables = Ziggurat()
    var stream = RandomStream(seed: 5, name: "count")
    let draws = (0..<100_000).map { _ in spread.draw(&stream, tables) }
    for number in [0, 1, 2, 5, 20, 45] {
      let share = Double(draws.filter { $0 > number }.count) / 1e5
      let chance = number < survival.count ? survival[number] : 0
      let deviation = max(1e-5, (chance * (1 - chance) / 1e5).squareRoot())
      #expect(abs(share - chance) < 3.9 * deviation, "above \(number): \(share), \(chance)")
    }
  }

  @Test func aGeometricNumberHasNoMemory() {
    let survival = CountSpread.geometric(mean: 10).survival(most: 50, least: 0)
    #expect(survival.count == 50)
    #expect(zip(survival, survival.dropFirst()).allSatisfy { abs($1 / $0 - 0.9) < 1e-12 })
    #expect(CountSpread.exact(3).survival(most: 50, least: 0) == [1, 1, 1])
  }
}
