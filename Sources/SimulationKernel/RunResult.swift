public import Histogram

/// What one replication measured.
///
/// Counts are of the kept time; times in nanoseconds.
public struct RunResult: Sendable {
  /// Per operation.
  public var operations: [OperationResult] = []
  /// Per component.
  public var components: [ComponentResult] = []
  /// Per copy.
  public var copies: [CopyResult] = []
  /// Intervals per probe.
  public var probes: [Histogram<UInt64>] = []
  /// Sum of the intervals per probe.
  public var probeSums: [Double] = []
  /// Events so far.
  public var events = 0
  /// Why it stopped.
  public var stopped = StopReason.time
  /// Simulated time in all.
  public var endedAt: Int64 = 0
  /// Tasks in flight at most.
  public var peakTasks = 0
  /// When the first fault began, from the start of the kept time; -1 for none.
  public var firstFault: Int64 = -1
  /// What happened in a run with faults, in the order of time; at most 1000 marks.
  public var marks: [RunMark] = []
  /// Length of a step of the series.
  public var step: Int64 = 0
  /// Per journey.
  public var journeys: [JourneyResult] = []
  /// Per window, without windows and journeys of its own.
  public var windows: [RunResult] = []

  /// Why a run stopped.
  public enum StopReason: String, Sendable {
    /// All counted requests have ended.
    case time
    /// Requests were still inside long after the kept time.
    case cutOff = "cut_off"
    /// Too many events.
    case events
    /// Too many requests in flight.
    case requestsInFlight = "requests_in_flight"
    /// Too many entries in a cache.
    case cacheEntries = "cache_entries"
  }
}

/// What one operation did.
public struct OperationResult: Sendable {
  /// Arrivals in the kept time.
  public var arrivals = 0
  /// How they ended, by `Answer`.
  public var ends = [Int](repeating: 0, count: Answer.allCases.count)
  /// Latency of requests that were answered in full.
  public var latency: Histogram<UInt64>
  /// Sum of those latencies.
  public var latencySum = 0.0
  /// The longest.
  public var latencyMax: Int64 = 0
  /// Per component: waiting and working time of counted visits.
  public var waitingIn: [Double]
  /// See `waitingIn`.
  public var workingIn: [Double]
  /// Arrivals per step.
  public var arrivalSeries: [Int]
  /// Of those, answered in full.
  public var fullSeries: [Int]
  /// Requests that were answered in a lesser way; nil where there were none.
  public var degraded: LesserResult?
  /// Requests that were answered from old data; nil where there were none.
  public var stale: LesserResult?
  /// Requests answered in full that read what was older than an acknowledged write.
  public var sawOldData = 0
  /// What it did before, during and after the faults; nil where nothing broke.
  public var drill: DrillResult?
}

/// What requests did that were answered with a fallback.
public struct LesserResult: Sendable {
  /// Their latency.
  public var latency: Histogram<UInt64>
  /// The sum.
  public var latencySum: Double
  /// The longest.
  public var latencyMax: Int64
  /// How many there were per step, by the moment of arrival.
  public var series: [Int]
}

/// What one component did.
public struct ComponentResult: Sendable {
  /// Reads that were done where followers answer some; over the kept time.
  public var reads = 0
  /// Of those, which missed an acknowledged write.
  public var staleReads = 0
  /// Calls received.
  public var called = 0
  /// Visits whose work was done.
  public var served = 0
  /// Of those, whose caller no longer waited.
  public var servedInVain = 0
  /// Visits turned away.
  public var refused = 0
  /// Acknowledged writes.
  public var acknowledged = 0
  /// Acknowledged writes that no surviving copy holds; over the whole run.
  public var lost = 0
  /// Writes that two leaders of a shard acknowledged on the two sides of a cut, where both did;
  /// over the whole run.
  public var conflicting = 0
  /// The longest time in which a shard of a led component had no leader, or fewer members than a
  /// write needs; in the kept time, in nanoseconds.
  public var outage: Int64 = 0
  /// Messages of a broker that were given up after their last attempt.
  public var givenUp = 0
  /// Messages waiting at the end of the kept time.
  public var backlog = 0
  /// Slot time per step.
  public var busySeries: [Double] = []
  /// Waiting time per step.
  public var queueSeries: [Double] = []
  /// Its copies over time; nil where their number does not change.
  public var scaling: ScalingResult?
  /// What it did as a cache that knows what it holds; nil for all others.
  public var cache: CacheResult?
}

/// The copies of a component whose number follows its load.
public struct ScalingResult: Sendable {
  /// Time of the copies that ran.
  public var running = 0.0
  /// Time of the copies that are paid: running or being started, or where they are started on
  /// demand those in use.
  public var paid = 0.0
  /// Copies that were started for a request.
  public var coldStarts = 0
  /// Copies that ran, on average per step.
  public var series: [Double] = []
  private var start: (running: Int64, paid: Int64)
  private var tick: Int64

  init(from times: (running: Int64, paid: Int64)) {
    start = times
    tick = times.running
  }

  mutating func step(at times: (running: Int64, paid: Int64), step: Int64) {
    series.append(Double(times.running &- tick) / Double(step))
    tick = times.running
  }

  mutating func end(at times: (running: Int64, paid: Int64)) {
    running = Double(times.running &- start.running)
    paid = Double(times.paid &- start.paid)
  }
}

/// What one copy did.
public struct CopyResult: Sendable {
  /// Slot time.
  public var busy = 0.0
  /// Waiting time, summed over those who waited.
  public var waiting = 0.0
  /// Greatest number waiting.
  public var queueMax = 0
  /// Time of the cores of its machine in use.
  public var processors = 0.0
}

/// A histogram of nanoseconds with a relative error of at most 0.5 %.
///
/// Two significant digits make 128 buckets for each doubling, so that a bucket is at most 1/128
/// of its value wide; reading its middle errs by at most half of that, 0.39 %.
///
/// Source: Gil Tene, HdrHistogram, 2012.
public enum LatencyHistogram {
  /// The longest time that is kept apart, 73 years; what is longer counts as this.
  ///
  /// Beyond it the ends of buckets come near the greatest number.
  static var longest: UInt64 { 1 << 61 }

  /// A time as it is recorded: from 0 to the longest.
  static func recorded(_ time: Int64) -> UInt64 { min(longest, UInt64(max(0, time))) }

  /// An empty histogram.
  public static func empty() -> Histogram<UInt64> {
    Histogram<UInt64>(numberOfSignificantValueDigits: .two)
  }

  /// The smallest recorded value with at least the share at or below it, as the middle of its
  /// bucket; nil where fewer than that share of `total` were recorded.
  public static func value(
    _ histogram: Histogram<UInt64>, share: Double, of total: UInt64
  ) -> Double? {
    guard total > 0 else { return nil }
    let wanted = max(1, UInt64((share * Double(total)).rounded(.up)))
    guard wanted <= histogram.totalCount else { return nil }
    var seen: UInt64 = 0
    for bucket in buckets(of: histogram) {
      seen += bucket.count
      if seen >= wanted { return middle(histogram, bucket.upTo) }
    }
    return nil
  }

  /// The buckets with something in them, by their greatest value.
  ///
  /// The library's own walk adds up the values and traps where their sum is beyond 2^64 ns, as a
  /// million requests of six hours are.
  public static func buckets(
    of histogram: Histogram<UInt64>
  ) -> [(upTo: UInt64, count: UInt64)] {
    var left = histogram.totalCount
    guard left > 0 else { return [] }
    var result: [(upTo: UInt64, count: UInt64)] = []
    var value = histogram.lowestEquivalentForValue(histogram.min)
    while left > 0 {
      let count = histogram.countForValue(value)
      let end = histogram.highestEquivalentForValue(value)
      if count > 0 { result.append((end, count)) }
      left -= min(left, count)
      value = end + 1
    }
    return result
  }

  /// The middle of the bucket of a value.
  static func middle(_ histogram: Histogram<UInt64>, _ value: UInt64) -> Double {
    let low = histogram.lowestEquivalentForValue(value)
    let high = histogram.highestEquivalentForValue(value)
    return (Double(low) + Double(high)) / 2
  }
}
