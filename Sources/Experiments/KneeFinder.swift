public import PluginAPI

/// Finds the knee of a line of points.
public enum KneeFinder {
  /// The knee of points in the order of a line.
  ///
  /// The power is taken by replication, so that the powers of two points can be compared under the
  /// same luck.
  ///
  /// - Parameter points: Throughput in answers per second and mean latency in seconds of each point;
  ///   nil where nothing was measured.
  /// - Returns: The knee, with a power for each point; unknown with fewer than three powers.
  public static func knee(
    of points: [(throughput: Estimate, latency: Estimate)?]
  ) -> SweepKnee {
    let powers = points.map { point in
      point.map { power($0.throughput, $0.latency) } ?? .none
    }
    var best: Int?
    for (index, power) in powers.enumerated() {
      guard let value = power.value else { continue }
      if value > best.flatMap({ powers[$0].value }) ?? -1 { best = index }
    }
    guard let best, powers.count(where: { $0.value != nil }) >= 3 else {
      return SweepKnee(place: .unknown, best: nil, likely: nil, power: powers)
    }
    func isLikely(_ index: Int) -> Bool {
      guard index != best else { return true }
      guard let gap = PairedDifference(powers[best], minus: powers[index]) else { return false }
      return !gap.isClear
    }
    let likely = powers.indices.filter(isLikely)
    let range = (likely.first ?? best)...(likely.last ?? best)
    return SweepKnee(
      place: place(range, last: powers.count - 1), best: best, likely: range, power: powers)
  }

  private static func place(_ likely: ClosedRange<Int>, last: Int) -> SweepKnee.Place {
    switch (likely.lowerBound == 0, likely.upperBound == last) {
    case (true, true): .flat
    case (true, false): .atStart
    case (false, true): likely.count == 1 ? .atEnd : .levelsOff
    case (false, false): .inside
    }
  }

  /// Throughput over mean latency, by replication.
  static func power(_ throughput: Estimate, _ latency: Estimate) -> Estimate {
    let pairs = zip(throughput.samples, latency.samples)
    let samples = pairs.map { $0 / $1 }
    guard !samples.isEmpty, throughput.samples.count == latency.samples.count,
      samples.allSatisfy(\.isFinite)
    else { return .none }
    return Estimate(replications: samples)
  }
}
