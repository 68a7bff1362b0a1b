import Stochastics

/// A stream of arrivals as numbers; times in nanoseconds from the start of the run.
public struct ArrivalSpec: Sendable {
  /// The process.
  public enum Process: Sendable {
    /// Independent arrivals.
    case poisson
    /// Equal gaps in operational time.
    case regular
    /// Gamma gaps of this shape (1 / cv^2) in operational time.
    case gamma(shape: Double)
    /// Weibull gaps of this shape and mean 1 in operational time.
    case weibull(shape: Double, scale: Double)
    /// First causes at the rate; branching ratio and decay rate (1/ns) of each kernel.
    case hawkes([(branching: Double, decay: Double)])
    /// Rates per nanosecond and mean stays.
    case states([(rate: Double, stay: Double)])
    /// Poisson at the rate while active; mean stays.
    case onOff(active: Double, idle: Double)
    /// A number at a moment, evenly spread; `every` -1 for once.
    case burst(count: Int, at: Int64, every: Int64, over: Int64)
    /// Poisson batches.
    case batch(meanSize: Double, spacing: Int64, sharedKey: Double)
  }
  /// The process.
  public var process: Process
  /// The rate over time.
  public var curve: RateCurve

  /// Creates a stream.
  public init(_ process: Process, curve: RateCurve) {
    self.process = process
    self.curve = curve
  }
}

/// A rate over time: straight lines between points, constant before the first and after the last.
public struct RateCurve: Sendable {
  /// Times in nanoseconds, rising.
  public let times: [Double]
  /// Rates per nanosecond at the times.
  public let rates: [Double]
  /// The expected number of arrivals from 0 to each time.
  public let counts: [Double]

  /// Creates a curve from points (ns, 1/s); points must rise in time.
  public init(_ points: [(at: Int64, perSecond: Double)]) {
    var times = points.map { Double($0.at) }
    var rates = points.map { $0.perSecond * 1e-9 }
    if let first = times.first, first > 0 {
      times.insert(0, at: 0)
      rates.insert(rates[0], at: 0)
    }
    if times.isEmpty {
      times = [0]
      rates = [0]
    }
    var counts = [0.0]
    for index in 1..<max(1, times.count) where times.count > 1 {
      let width = times[index] - times[index - 1]
      counts.append(counts[index - 1] + width * (rates[index] + rates[index - 1]) / 2)
    }
    self.times = times
    self.rates = rates
    self.counts = counts
  }

  /// Whether the rate never changes.
  public var isConstant: Bool { rates.allSatisfy { $0 == rates[0] } }

  /// The rate at a time.
  public func rate(at time: Double) -> Double {
    guard let last = times.last, time < last else { return rates[rates.count - 1] }
    var index = 0
    while index + 1 < times.count, times[index + 1] <= time { index += 1 }
    let share = (time - times[index]) / (times[index + 1] - times[index])
    return rates[index] + share * (rates[index + 1] - rates[index])
  }

  /// The time at which the expected number of arrivals reaches `count`, found from segment
  /// `segment` on; infinite where the rate ends at zero before.
  ///
  /// Source: inverting the integrated rate, Erhan Cinlar, "Introduction to Stochastic
  /// Processes", 1975, section 4.7; the root of the quadratic is taken in the form that does not
  /// cancel.
  func time(ofCount count: Double, segment: inout Int) -> Double {
    while segment &+ 1 < times.count, counts[segment &+ 1] <= count { segment &+= 1 }
    let rest = count - counts[segment]
    let rate = rates[segment]
    if segment &+ 1 >= times.count {
      return rate > 0 ? times[segment] + rest / rate : .infinity
    }
    let slope = (rates[segment &+ 1] - rate) / (times[segment &+ 1] - times[segment])
    let root = (rate * rate + 2 * slope * rest).squareRoot()
    return times[segment] + 2 * rest / (rate + root)
  }
}
