public import Quantities

/// A rate that is drawn anew again and again: a Cox process.
///
/// Source: D. R. Cox, "Some Statistical Methods Connected with Series of Events", Journal of the
/// Royal Statistical Society B 17(2), 1955, section 4.
public struct RateVariation: Sendable, Hashable {
  /// Coefficient of variation of the gamma-distributed rate.
  public var cv: Double
  /// How long a drawn rate holds; the first one from the start of the run.
  public var redrawn: TimeSpan

  /// Creates a variation.
  public init(cv: Double, redrawn: TimeSpan) {
    self.cv = cv
    self.redrawn = redrawn
  }
}

/// Factors on a rate by the hour of the day and the day of the week.
public struct RateFactors: Sendable, Hashable {
  /// Factors for the 24 hours of a day, from 0:00 on; empty for 1 all day.
  public var hourOfDay: [Double]
  /// Factors for the 7 days of a week, from Monday on; empty for 1 all week.
  public var dayOfWeek: [Double]
  /// The moment of the week at which the run starts, from Monday 0:00.
  public var starts: TimeSpan

  /// Creates factors.
  public init(hourOfDay: [Double] = [], dayOfWeek: [Double] = [], starts: TimeSpan = .zero) {
    self.hourOfDay = hourOfDay
    self.dayOfWeek = dayOfWeek
    self.starts = starts
  }

  static let hour: Int64 = 3_600_000_000_000
  /// A week in nanoseconds.
  public static let week: Int64 = 168 * hour

  /// The factors of the 168 hours of a week, from Monday 0:00 on.
  public var ofHours: [Double] {
    (0..<168).map { hour in
      let day = dayOfWeek.count == 7 ? dayOfWeek[hour / 24] : 1
      return day * (hourOfDay.count == 24 ? hourOfDay[hour % 24] : 1)
    }
  }

  /// The starts of hours after the start of a run and before `end`, at most `most` of them.
  func hours(until end: TimeSpan, most: Int) -> [TimeSpan] {
    var edges: [TimeSpan] = []
    var edge = Self.hour - starts.nanoseconds % Self.hour
    while edge < end.nanoseconds, edges.count < most {
      edges.append(TimeSpan(nanoseconds: edge))
      edge += Self.hour
    }
    return edges
  }
}

/// Recorded arrivals.
public struct ArrivalTrace: Sendable, Hashable {
  /// The file they come from, as it was named.
  public var file: String
  /// The moments in nanoseconds from the start of the run, not falling.
  public var moments: [Int64]

  /// Creates a trace.
  public init(file: String, moments: [Int64]) {
    self.file = file
    self.moments = moments
  }

  /// How many of them come in a stretch of time, `from` in, `to` out: O(log n).
  public func count(from: TimeSpan, to: TimeSpan) -> Int {
    max(0, number(before: to.nanoseconds) - number(before: from.nanoseconds))
  }

  private func number(before moment: Int64) -> Int {
    var low = 0
    var high = moments.count
    while low < high {
      let middle = (low + high) / 2
      if moments[middle] < moment { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
