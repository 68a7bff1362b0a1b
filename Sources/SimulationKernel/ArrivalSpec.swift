public import Stochastics

/// A stream of arrivals as numbers; times in nanoseconds from the start of the run.
public struct ArrivalSpec: Sendable {
  /// The process; processes with a rate run in operational time, the integral of the rate.
  public enum Process: Sendable {
    /// Independent arrivals; with states of the rate a Markov-modulated Poisson process.
    case poisson
    /// Equal gaps.
    case regular
    /// Gamma gaps of this shape (1 / cv^2) and mean 1.
    case gamma(shape: Double)
    /// Weibull gaps of this shape and scale, with mean 1.
    case weibull(shape: Double, scale: Double)
    /// First causes at the rate; branching ratio and decay rate (1/ns) of each kernel.
    case hawkes([(branching: Double, decay: Double)])
    /// A number at a moment, evenly spread over a time; again after `every`, or once where it is
    /// not above 0.
    case burst(count: Int, at: Int64, every: Int64, over: Int64)
    /// Poisson batches with the time between members and the share of batches about one key.
    case batch(size: CountSpread, spacing: Int64, sharedKey: Double)
    /// These moments, not falling.
    case trace([Int64])
  }
  /// The process.
  public var process: Process
  /// The rate; not used by bursts and traces.
  public var rate: RateSpec
  /// What the arrivals of a trace say about their requests, one each; none where they say nothing.
  public var marks: [ArrivalMark] = []

  /// Creates a stream.
  ///
  /// - Parameters:
  ///   - process: The process.
  ///   - rate: The rate, whose horizon ends the stream whatever the process.
  public init(_ process: Process, rate: RateSpec) {
    self.process = process
    self.rate = rate
  }
}

/// A rate over time: straight lines between points, constant before the first and after the last,
/// times factors that hold for a while.
public struct RateSpec: Sendable {
  /// Times in nanoseconds, rising, with rates per nanosecond; none is a rate of zero.
  public var points: [(at: Int64, rate: Double)]
  /// Factors for the 168 hours of a week, from Monday 0:00 on; none where the hour is the same.
  public var week: [Double] = []
  /// The moment of the week at which the run starts, in nanoseconds from Monday 0:00.
  public var starts: Int64 = 0
  /// A gamma-distributed factor of mean 1 with this shape (1 / cv^2), drawn anew at every multiple
  /// of this time.
  public var redrawn: (shape: Double, every: Int64)?
  /// Factors with the mean of their exponential stays, in turn.
  ///
  /// The first one is drawn by the shares of the stays. None where the rate has no states.
  public var states: [(factor: Double, stay: Double)] = []
  /// Factors from one moment to another, which multiply where they overlap.
  public var surges: [(from: Int64, to: Int64, factor: Double)] = []
  /// No arrival comes after this moment, at most `latest`.
  public var horizon: Int64 = RateSpec.latest

  /// The last moment of any stream: 127 years, so that sums of moments cannot overflow.
  public static let latest: Int64 = 4_000_000_000_000_000_000

  /// Creates a rate without factors.
  public init(points: [(at: Int64, rate: Double)]) { self.points = points }

  /// Creates a constant rate without factors.
  public init(_ rate: Double) { points = [(0, rate)] }

  /// The rate per nanosecond where it never changes, else nil.
  var constant: Double? {
    guard let first = points.first?.rate else { return 0 }
    guard week.isEmpty, redrawn == nil, states.isEmpty, surges.isEmpty else { return nil }
    return points.allSatisfy { $0.rate == first } ? first : nil
  }
}
