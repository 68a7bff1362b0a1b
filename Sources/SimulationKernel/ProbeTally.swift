import Histogram

/// The intervals of one probe.
struct ProbeTally {
  var histogram = LatencyHistogram.empty()
  var sum = 0.0
}
