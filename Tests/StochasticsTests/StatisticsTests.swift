import Stochastics
import Testing

@Suite struct StatisticsTests {
  @Test func studentQuantilesMatchPublishedValues() {
    let rows: [(Double, Int, Double)] = [
      (0.975, 1, 12.706204736174694), (0.975, 2, 4.302652729749462),
      (0.975, 4, 2.7764451051977934), (0.995, 9, 3.249835541592126),
      (0.9995, 19, 3.883405852592131), (0.95, 29, 1.6991270265334972),
      (0.6, 3, 0.2766706623326898), (0.975, 99, 1.9842169515864174),
      (0.9995, 999, 3.3002924403987666), (0.025, 7, -2.3646242515927844),
      (0.975, 4999, 1.9604386466615247), (0.9995, 5000, 3.2924737233708825),
      (0.995, 100_000, 2.575878469908375), (0.999999, 2, 707.1057205157672),
    ]
    for (p, n, t) in rows {
      let value = StudentT.quantile(p, degreesOfFreedom: n)
      #expect((value / t - 1).magnitude < 1e-9, "\(p) \(n) \(value)")
      #expect((StudentT.cdf(t, degreesOfFreedom: n) - p).magnitude < 1e-10)
    }
    #expect(StudentT.quantile(0.5, degreesOfFreedom: 3) == 0)
    #expect(StudentT.quantile(1, degreesOfFreedom: 3) == .infinity)
  }

  @Test func chiSquareQuantilesMatchPublishedValues() {
    let rows: [(Double, Double, Double)] = [
      (0.95, 1, 3.841458820694124), (0.99, 10, 23.209251158954356),
      (0.001, 5, 0.2102126026292192), (0.5, 100, 99.33412923598846),
      (0.999, 255, 330.51974363400586), (0.05, 2.5, 0.21075811235783617),
    ]
    for (p, n, x) in rows {
      let value = ChiSquare.quantile(p, degreesOfFreedom: n)
      #expect((value / x - 1).magnitude < 1e-11, "\(p) \(n) \(value)")
      #expect((ChiSquare.cdf(x, degreesOfFreedom: n) - p).magnitude < 1e-12)
    }
  }

  @Test func kolmogorovSmirnovMatchesPublishedValues() {
    let rows = [
      (0.05, 1000, 0.013012074781090332), (0.004, 100_000, 0.08130148920222469),
      (0.0062, 100_000, 0.0009127625497659788), (0.2, 50, 0.03143877776953241),
    ]
    for (d, n, p) in rows {
      let value = KolmogorovSmirnov.pValue(statistic: d, count: n)
      #expect((value - p).magnitude < 1e-3, "\(value)")
    }
    #expect(KolmogorovSmirnov.statistic([0.1, 0.5], cdf: { $0 }) == 0.5)
  }

  @Test func runningMomentsAgreeWithTwoPassesAndMergeInParts() {
    var stream = RandomStream(seed: 31, name: "moments")
    let values = (0..<1000).map { _ in 1e9 + stream.uniform() }
    var all = RunningMoments()
    var left = RunningMoments()
    var right = RunningMoments()
    for (i, x) in values.enumerated() {
      all.add(x)
      if i < 300 { left.add(x) } else { right.add(x) }
    }
    let mean = values.reduce(0) { $0 + ($1 - 1e9) } / 1000
    let square = values.reduce(0) { $0 + ($1 - 1e9 - mean) * ($1 - 1e9 - mean) } / 999
    #expect((all.mean - 1e9 - mean).magnitude < 1e-6)
    #expect((all.variance / square - 1).magnitude < 1e-6)
    left.merge(right)
    left.merge(RunningMoments())
    #expect(left.count == 1000 && (left.variance / all.variance - 1).magnitude < 1e-6)
    #expect(RunningMoments().variance == 0)
  }

  @Test func aSingleReplicationBoundsNothing() {
    let one = ConfidenceInterval(replications: [3])
    #expect(one.mean == 3 && one.low == nil && one.high == nil && one.halfWidth == .infinity)
    #expect(one.contains(1e9))
    let three = ConfidenceInterval(replications: [1, 2, 3])
    #expect((three.halfWidth - 4.302652729749462 / 3.0.squareRoot()).magnitude < 1e-9)
    #expect(three.contains(2) && !three.contains(5))
  }

  /// Power: 10^4 intervals at 90 % find a true coverage of 88.5 % with 99 %.
  @Test func intervalsCoverTheTrueMeanAsOftenAsStated() {
    let z = Ziggurat()
    var stream = RandomStream(seed: 32, name: "coverage")
    var covered = 0
    for _ in 0..<10_000 {
      let values = (0..<5).map { _ in stream.normal(z) }
      if ConfidenceInterval(replications: values, confidence: 0.9).contains(0) { covered += 1 }
    }
    #expect((covered - 9000).magnitude < 120)
  }

  /// Power: one of 100 frequencies wrong by 10 % fails with more than 99 % for the common ranks.
  @Test(arguments: [0, 0.5, 0.99, 1, 1.5, 3])
  func zipfRanksHaveTheirExactFrequencies(_ exponent: Double) {
    let sampler = ZipfSampler(count: 100, exponent: exponent)
    var stream = RandomStream(seed: 33, name: "zipf")
    var counts = [Double](repeating: 0, count: 100)
    let n = 1_000_000.0
    for _ in 0..<1_000_000 { counts[sampler.draw(&stream)] += 1 }
    func p(_ other: ZipfSampler) -> Double {
      var x2 = 0.0
      for rank in 0..<100 {
        let mean = n * other.probability(rank: rank)
        x2 += (counts[rank] - mean) * (counts[rank] - mean) / mean
      }
      return ChiSquare.upperTail(x2, degreesOfFreedom: 99)
    }
    #expect(p(sampler) > 0.001)
    #expect(p(ZipfSampler(count: 100, exponent: exponent + 0.04)) < 0.001)
  }

  @Test func zipfWorksForManyRanksAndForOne() {
    var stream = RandomStream(seed: 34, name: "zipf")
    for exponent in [0, 0.3, 1, 2, 100] {
      let large = ZipfSampler(count: 1_000_000_000, exponent: exponent)
      let one = ZipfSampler(count: 1, exponent: exponent)
      for _ in 0..<10_000 {
        let rank = large.draw(&stream)
        #expect(rank >= 0 && rank < 1_000_000_000)
        #expect(one.draw(&stream) == 0)
      }
    }
    #expect(ZipfSampler(count: 1, exponent: 1).probability(rank: 0) == 1)
    #expect(ZipfSampler(count: 5, exponent: 1).probability(rank: 5) == 0)
  }
}
