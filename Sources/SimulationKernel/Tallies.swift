import Histogram

/// The counts of one operation.
struct Tally {
  var arrivals = 0
  /// How requests ended, by `Answer`.
  var ends = UnsafeMutablePointer<Int>.allocate(capacity: Answer.allCases.count)
  var latencySum = 0.0
  var latencyMax: Int64 = 0
  var latencies = LatencyCounts()
  var arrivalSeries: UnsafeMutablePointer<Int>
  var fullSeries: UnsafeMutablePointer<Int>
  /// Those that were answered with a fallback.
  var degraded = LesserTally()
  var stale = LesserTally()
  /// Those that were answered in full and read what was older than an acknowledged write.
  var sawOldData = 0

  init(steps: Int) {
    ends.initialize(repeating: 0, count: Answer.allCases.count)
    arrivalSeries = .allocate(capacity: max(1, steps))
    arrivalSeries.initialize(repeating: 0, count: max(1, steps))
    fullSeries = .allocate(capacity: max(1, steps))
    fullSeries.initialize(repeating: 0, count: max(1, steps))
  }

  func free() {
    ends.deallocate()
    latencies.free()
    degraded.free()
    stale.free()
    arrivalSeries.deallocate()
    fullSeries.deallocate()
  }

  @inline(__always)
  mutating func count(_ answer: Answer) { ends[Int(answer.rawValue)] &+= 1 }
}
