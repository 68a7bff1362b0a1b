/// Mean and variance of values seen one by one, without keeping them.
///
/// Source: B. P. Welford, "Note on a Method for Calculating Corrected Sums of Squares and
/// Products", Technometrics 4(3), 1962, eq. (I) and (II).
@frozen public struct RunningMoments: Hashable, Sendable {
  /// How many values were added.
  public private(set) var count: Int
  /// The mean of the values; 0 before the first.
  public private(set) var mean: Double
  @usableFromInline var squares: Double

  /// Creates moments of no values.
  public init() {
    count = 0
    mean = 0
    squares = 0
  }

  @usableFromInline
  init(count: Int, mean: Double, squares: Double) {
    self.count = count
    self.mean = mean
    self.squares = squares
  }

  /// Adds a value.
  ///
  /// - Parameter value: A finite value.
  @inlinable
  public mutating func add(_ value: Double) {
    let next = count &+ 1
    let delta = value - mean
    let moved = mean + delta / Double(next)
    self = RunningMoments(count: next, mean: moved, squares: squares + delta * (value - moved))
  }

  /// Adds all values of another sample; the order of merging can change the last bits.
  ///
  /// Source: Tony Chan, Gene Golub, Randall LeVeque, "Updating Formulae and a Pairwise Algorithm
  /// for Computing Sample Variances", COMPSTAT, 1982, eq. (2.1).
  ///
  /// - Parameter other: The other sample.
  public mutating func merge(_ other: RunningMoments) {
    guard other.count > 0 else { return }
    guard count > 0 else {
      self = other
      return
    }
    let n = Double(count)
    let m = Double(other.count)
    let delta = other.mean - mean
    mean += delta * (m / (n + m))
    squares += other.squares + delta * delta * (n * m / (n + m))
    count += other.count
  }

  /// The unbiased variance of the sample; 0 below two values.
  public var variance: Double { count > 1 ? squares / Double(count - 1) : 0 }

  /// The square root of the variance.
  public var standardDeviation: Double { variance.squareRoot() }
}

/// A mean with the interval that covers the true one at a stated confidence.
public struct ConfidenceInterval: Hashable, Sendable {
  /// The mean of the replications.
  public let mean: Double
  /// The lower end; nil if fewer than two replications leave it unbounded.
  public let low: Double?
  /// The upper end; nil if fewer than two replications leave it unbounded.
  public let high: Double?
  /// Half the width; infinite if unbounded.
  public let halfWidth: Double
  /// The number of replications.
  public let replications: Int
  /// The confidence, in (0, 1).
  public let confidence: Double

  /// Creates the interval of the mean of independent replications.
  ///
  /// Source: Averill Law, "Simulation Modeling and Analysis", 5th edition, McGraw-Hill, 2015, eq.
  /// (4.12), by Student's t.
  ///
  /// - Parameters:
  ///   - moments: One value for each replication.
  ///   - confidence: How sure, in (0, 1); 0.95 by default.
  public init(_ moments: RunningMoments, confidence: Double = 0.95) {
    precondition(confidence > 0 && confidence < 1, "a confidence must be in (0, 1)")
    mean = moments.mean
    replications = moments.count
    self.confidence = confidence
    guard moments.count > 1 else {
      low = nil
      high = nil
      halfWidth = .infinity
      return
    }
    let t = StudentT.quantile(0.5 + 0.5 * confidence, degreesOfFreedom: moments.count - 1)
    let half = t * (moments.variance / Double(moments.count)).squareRoot()
    low = mean - half
    high = mean + half
    halfWidth = half
  }

  /// Creates the interval of the mean of independent replications.
  ///
  /// Source: as `init(_:confidence:)`.
  ///
  /// - Parameters:
  ///   - values: One value for each replication, in replication order.
  ///   - confidence: How sure, in (0, 1); 0.95 by default.
  public init(replications values: [Double], confidence: Double = 0.95) {
    var moments = RunningMoments()
    for value in values { moments.add(value) }
    self.init(moments, confidence: confidence)
  }

  /// Tells whether a value lies in the interval, ends included.
  ///
  /// - Parameter value: The value.
  /// - Returns: True if inside; always true if unbounded.
  public func contains(_ value: Double) -> Bool {
    guard let low, let high else { return true }
    return value >= low && value <= high
  }
}
