/// A moment of simulated time, in nanoseconds since the start of the run.
@frozen public struct SimTime: Hashable, Comparable, Sendable {
  /// Nanoseconds since the start; 292 years fit.
  public var nanoseconds: Int64

  /// Creates a moment.
  ///
  /// - Parameter nanoseconds: Nanoseconds since the start of the run.
  @inlinable
  public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  /// The start of the run.
  @inlinable public static var zero: SimTime { SimTime(nanoseconds: 0) }

  /// Tells whether a moment comes before another.
  @inlinable
  public static func < (a: SimTime, b: SimTime) -> Bool { a.nanoseconds < b.nanoseconds }

  /// Returns the moment a span later, or the last moment there is if that is out of range.
  @inlinable
  public static func + (time: SimTime, span: TimeSpan) -> SimTime {
    let (sum, overflow) = time.nanoseconds.addingReportingOverflow(span.nanoseconds)
    return SimTime(nanoseconds: overflow ? (span.nanoseconds < 0 ? .min : .max) : sum)
  }

  /// Returns the span from a moment to a later one, saturating.
  @inlinable
  public static func - (later: SimTime, earlier: SimTime) -> TimeSpan {
    let (d, overflow) = later.nanoseconds.subtractingReportingOverflow(earlier.nanoseconds)
    return TimeSpan(nanoseconds: overflow ? (later < earlier ? .min : .max) : d)
  }
}

/// A length of simulated time, in nanoseconds.
@frozen public struct TimeSpan: Hashable, Comparable, Sendable {
  /// The length in nanoseconds; 292 years fit.
  public var nanoseconds: Int64

  /// Creates a span.
  ///
  /// - Parameter nanoseconds: The length.
  @inlinable
  public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  /// Creates a span from seconds, rounded to the nearest nanosecond.
  ///
  /// - Parameter seconds: The length; beyond 292 years it saturates, NaN gives zero.
  public init(seconds: Double) {
    let scaled = (seconds * 1e9).rounded(.toNearestOrAwayFromZero)
    if scaled >= 0x1p63 {
      nanoseconds = .max
    } else if scaled < -0x1p63 {
      nanoseconds = .min
    } else {
      nanoseconds = scaled == scaled ? Int64(scaled) : 0
    }
  }

  /// The length in seconds, to double precision.
  @inlinable public var seconds: Double { Double(nanoseconds) / 1e9 }

  /// No time at all.
  @inlinable public static var zero: TimeSpan { TimeSpan(nanoseconds: 0) }

  /// Tells whether a span is shorter than another.
  @inlinable
  public static func < (a: TimeSpan, b: TimeSpan) -> Bool { a.nanoseconds < b.nanoseconds }
}
