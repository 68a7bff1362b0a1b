import Stochastics

/// The difference of two measured values under the same luck, with its interval.
///
/// Replications with the same number see the same arrivals in both runs, so that each gives a
/// difference of its own; the interval is that of their mean, and narrower than one from two
/// independent runs.
///
/// Source: Averill Law, "Simulation Modeling and Analysis", 5th edition, McGraw-Hill, 2015,
/// sections 10.2.1 (paired-t) and 11.2 (common random numbers).
public struct PairedDifference: Sendable, Hashable {
  /// The mean difference, the second minus the first.
  public var mean: Double
  /// The lower end of the 95 % interval; nil with fewer than two pairs.
  public var low: Double?
  /// The upper end; nil with fewer than two pairs.
  public var high: Double?
  /// How many pairs there were.
  public var pairs: Int

  /// The difference of two estimates; nil where one is not a mean over replications, or some pair holds
  /// an infinite value.
  ///
  /// Where one of them has more replications than the other, those that both have are paired.
  ///
  /// - Parameters:
  ///   - second: The value that is compared.
  ///   - first: The value with which it is compared.
  public init?(_ second: Estimate, minus first: Estimate) {
    let pairs = zip(second.samples, first.samples)
    var moments = RunningMoments()
    for (left, right) in pairs {
      let difference = left - right
      guard difference.isFinite else { return nil }
      moments.add(difference)
    }
    guard moments.count > 0 else { return nil }
    let interval = ConfidenceInterval(moments)
    mean = interval.mean
    low = interval.low
    high = interval.high
    self.pairs = moments.count
  }

  /// Whether the interval leaves out zero, or all pairs differ by the same amount that is not zero.
  public var isClear: Bool {
    guard let low, let high else { return false }
    return low > 0 || high < 0
  }
}
