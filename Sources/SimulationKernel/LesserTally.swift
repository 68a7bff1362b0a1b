import Histogram

/// The counts of requests that were answered with a fallback.
struct LesserTally {
  var latencySum = 0.0
  var latencyMax: Int64 = 0
  /// Nothing until the first one.
  var histogram = LatencyHistogram.empty()
  var series: UnsafeMutablePointer<Int>?
  var steps = 0

  mutating func record(_ latency: Int64, tick: Int, steps: Int) {
    if series == nil {
      let memory = UnsafeMutablePointer<Int>.allocate(capacity: max(1, steps))
      memory.initialize(repeating: 0, count: max(1, steps))
      series = memory
      self.steps = steps
    }
    latencySum += Double(latency)
    latencyMax = max(latencyMax, latency)
    histogram.record(LatencyHistogram.recorded(latency))
    series?[tick] += 1
  }

  func free() { series?.deallocate() }

  /// What was measured; nil where there was none.
  var result: LesserResult? {
    guard let series else { return nil }
    return LesserResult(
      latency: histogram, latencySum: latencySum, latencyMax: latencyMax,
      series: (0..<steps).map { series[$0] })
  }
}

extension Simulation {
  /// Counts a request that was answered with a fallback.
  @inline(never)
  mutating func countLesser(_ user: UInt32) {
    let task = tasks.base + Int(user)
    let tally = tallies.base + Int(task.pointee.operation)
    let latency = now &- task.pointee.requested
    let tick = Int(task.pointee.tick)
    if sides[Int(user)].lesser & 1 != 0 {
      tally.pointee.count(.degraded)
      tally.pointee.degraded.record(latency, tick: tick, steps: steps)
    } else {
      tally.pointee.count(.stale)
      tally.pointee.stale.record(latency, tick: tick, steps: steps)
    }
  }
}
