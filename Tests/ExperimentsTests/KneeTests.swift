import Experiments
import PluginAPI
import Testing

/// The knee against lines of which it is known.
@Suite struct KneeTests {
  /// A line of throughputs and mean latencies, with luck that all points share and some of their own.
  static func line(
    _ points: [(throughput: Double, latency: Double)], own: Double = 0.001
  ) -> [(throughput: Estimate, latency: Estimate)?] {
    let shared = [0.97, 1.02, 1.04, 0.98, 1.01, 0.99, 0.96, 1.03]
    return points.enumerated().map { number, point in
      let samples = shared.indices.map { run in
        // A fixed pattern, without a mean, that differs from point to point.
        let sign = Double((run * 5 + number * 3) % 8) - 3.5
        return point.latency * shared[run] * (1 + own * sign)
      }
      return (
        Estimate(replications: shared.map { _ in point.throughput }),
        Estimate(replications: samples)
      )
    }
  }

  /// M/M/1 with a service time of 1 / `rate`: the mean is 1 / (rate - load).
  static func queue(rate: Double, loads: [Double]) -> [(throughput: Double, latency: Double)] {
    loads.map { ($0, 1 / (rate - $0)) }
  }

  @Test func aSingleQueueHasItsKneeAtHalfItsCapacity() {
    let loads = (1...9).map { Double($0) * 10 }
    let knee = KneeFinder.knee(of: Self.line(Self.queue(rate: 100, loads: loads)))
    #expect(knee.place == .inside)
    #expect(knee.best == 4)
    #expect(knee.likely == 4...4)
    // Power is load x (rate - load).
    let power = knee.power[4].value ?? 0
    #expect(abs(power - 50 * 50) < 50 * 50 * 0.01)
  }

  @Test func aFasterServerMovesIt() {
    let loads = (1...9).map { Double($0) * 10 }
    #expect(KneeFinder.knee(of: Self.line(Self.queue(rate: 140, loads: loads))).best == 6)
    let slow = KneeFinder.knee(of: Self.line(Self.queue(rate: 100, loads: [60, 70, 80])))
    #expect(slow.place == .atStart)
    let fast = KneeFinder.knee(of: Self.line(Self.queue(rate: 100, loads: [10, 20, 30, 40])))
    #expect(fast.place == .atEnd)
  }

  @Test func whatGrowsNoMoreLevelsOff() {
    let knee = KneeFinder.knee(of: Self.line([(50, 0.1), (90, 0.05), (100, 0.02), (100, 0.02)]))
    #expect(knee.place == .levelsOff)
    #expect(knee.likely == 2...3)
  }

  @Test func whatNeverDiffersIsFlatAndTooFewPointsSayNothing() {
    #expect(KneeFinder.knee(of: Self.line([(10, 1), (10, 1), (10, 1)])).place == .flat)
    #expect(KneeFinder.knee(of: Self.line([(10, 1), (20, 1)])).place == .unknown)
    #expect(KneeFinder.knee(of: []).place == .unknown)
    #expect(KneeFinder.knee(of: [nil, nil, nil, nil]).place == .unknown)
    let still = KneeFinder.knee(of: Self.line([(0, 0), (0, 0), (0, 0)]))
    #expect(still.place == .unknown)
    #expect(still.power.allSatisfy { $0.value == nil })
  }

  @Test func luckOfTheirOwnMakesNeighboursLikely() {
    let loads = (1...9).map { Double($0) * 10 }
    let knee = KneeFinder.knee(of: Self.line(Self.queue(rate: 100, loads: loads), own: 0.03))
    #expect(knee.likely?.contains(4) ?? false)
    #expect((knee.likely?.count ?? 0) > 1)
    #expect(!(knee.likely?.contains(0) ?? true))
  }
}

/// Paired differences against figures by hand.
@Suite struct PairedDifferenceTests {
  @Test func theIntervalIsThatOfTheDifferences() throws {
    let one = Estimate(replications: [10, 20, 30, 40])
    let two = Estimate(replications: [11, 22, 33, 44])
    let found = try #require(PairedDifference(two, minus: one))
    // Differences 1, 2, 3, 4: mean 2.5, s = 1.2910, t(0.975, 3) = 3.1824, half = 2.0543.
    #expect(found.mean == 2.5)
    #expect(abs((found.low ?? 0) - 0.4457) < 1e-4)
    #expect(abs((found.high ?? 0) - 4.5543) < 1e-4)
    #expect(found.isClear)
    // Unpaired, the two intervals overlap.
    #expect((one.high ?? 0) > (two.low ?? 0))
  }

  @Test func onlyCommonReplicationsArePaired() throws {
    let found = try #require(
      PairedDifference(
        Estimate(replications: [2, 3]), minus: Estimate(replications: [1, 2, 99])))
    #expect(found.pairs == 2)
    #expect(found.mean == 1)
    #expect(found.low == 1)
    #expect(found.isClear)
  }

  @Test func whatIsNoMeanHasNoDifference() {
    let known = Estimate(replications: [1, 2])
    let plain = Estimate(value: 1, low: 1, high: 1, replications: 0)
    #expect(PairedDifference(plain, minus: known) == nil)
    var endless = Estimate(value: nil, low: 1, high: nil, replications: 2, isInfinite: true)
    endless.samples = [1, .infinity]
    #expect(PairedDifference(endless, minus: known) == nil)
    #expect(PairedDifference(.none, minus: .none) == nil)
    let single = PairedDifference(
      Estimate(replications: [2]), minus: Estimate(replications: [1]))
    #expect(single?.mean == 1)
    #expect(single?.isClear == false)
  }
}
