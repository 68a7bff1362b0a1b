import Histogram

/// Counts of latencies in the buckets of `LatencyHistogram`, in plain memory.
///
/// A latency is counted by a few instructions; the histogram is made of the counts at the end.
struct LatencyCounts {
  /// 256 buckets of one nanosecond, then 128 for each doubling up to 2^63.
  private static var bucketCount: Int { 57 * 128 }

  private let counts: UnsafeMutablePointer<UInt64>

  init() {
    counts = .allocate(capacity: Self.bucketCount)
    counts.initialize(repeating: 0, count: Self.bucketCount)
  }

  func free() { counts.deallocate() }

  /// Counts a latency, one below zero as zero.
  @inline(__always)
  func record(_ latency: Int64) { counts[Self.bucket(max(0, latency))] &+= 1 }

  /// The bucket of a latency of at least 0.
  @inline(__always)
  static func bucket(_ latency: Int64) -> Int {
    let shift = 56 &- (latency | 0xFF).leadingZeroBitCount
    return (shift &<< 7) &+ Int(truncatingIfNeeded: latency &>> Int64(truncatingIfNeeded: shift))
  }

  /// The least latency of a bucket.
  static func least(_ bucket: Int) -> UInt64 {
    let shift = max(0, (bucket >> 7) - 1)
    return UInt64(bucket - (shift << 7)) << UInt64(shift)
  }

  /// The histogram of what was counted.
  var histogram: Histogram<UInt64> {
    var histogram = LatencyHistogram.empty()
    // The greatest first, so that the histogram is given its size at once.
    for bucket in (0..<Self.bucketCount).reversed() where counts[bucket] > 0 {
      histogram.record(
        min(Self.least(bucket), LatencyHistogram.longest), count: counts[bucket])
    }
    return histogram
  }
}
