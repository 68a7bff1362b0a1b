public import ArchitectureModel
public import PluginAPI
public import Quantities
import SimulationKernel

/// Draws the arrivals of a load to look at them, without a design.
public enum ArrivalSurveyor {
  /// Arrivals of all processes together after which drawing stops.
  static let mostArrivals = 4e6
  static let windows = 200

  /// Draws a load, or as much of its beginning as brings four million arrivals.
  ///
  /// - Parameters:
  ///   - operations: The operations with their processes.
  ///   - lasts: How long the load lasts.
  ///   - seed: The seed of a replication; the arrivals are those that its simulation sees.
  /// - Returns: What came, beside what is expected.
  public static func survey(
    _ operations: [OperationLoad], lasts: TimeSpan, seed: UInt64
  ) -> ArrivalSurvey {
    let whole = stretch(operations, lasts)
    let window = max(1, whole.nanoseconds / Int64(windows))
    let stretch = TimeSpan(nanoseconds: window * Int64(windows))
    let processes = operations.flatMap { operation in
      operation.arrivals.enumerated().map { index, arrivals in
        summary(
          arrivals, operation.operation, name: "\(operation.operation)/\(index)", seed: seed,
          window: window)
      }
    }
    return ArrivalSurvey(
      stretch: stretch, window: TimeSpan(nanoseconds: window), processes: processes)
  }

  /// The longest beginning of the load that is not expected to bring too many arrivals.
  private static func stretch(_ operations: [OperationLoad], _ lasts: TimeSpan) -> TimeSpan {
    let all = operations.flatMap(\.arrivals).filter {
      if case .closed = $0.process { false } else { true }
    }
    func number(_ end: Int64) -> Double {
      all.reduce(0) { $0 + $1.expected(from: .zero, to: TimeSpan(nanoseconds: end)) }
    }
    guard number(lasts.nanoseconds) > mostArrivals else { return lasts }
    var low: Int64 = 0
    var high = lasts.nanoseconds
    for _ in 0..<40 {
      let middle = low + (high - low) / 2
      if number(middle) > mostArrivals { high = middle } else { low = middle }
    }
    return TimeSpan(nanoseconds: low)
  }

  private static func summary(
    _ arrivals: Arrivals, _ operation: String, name: String, seed: UInt64, window: Int64
  ) -> ArrivalSummary {
    let end = window * Int64(windows)
    let seconds = Double(end) / 1e9
    let sum = arrivals.expected(from: .zero, to: TimeSpan(nanoseconds: end))
    var summary = ArrivalSummary(
      operation: operation, process: arrivals.process.word, expected: sum / seconds, counts: nil,
      measured: nil, dispersion: nil)
    guard let spec = ArrivalCompiler.spec(arrivals, horizon: end) else { return summary }
    var stream = ArrivalStream(spec, seed: seed, name: name)
    var counts = [Double](repeating: 0, count: windows)
    var drawn = 0.0
    // A burst of billions would never end.
    while let time = stream.next(), time < end, drawn < 10 * mostArrivals {
      counts[Int(time / window)] += 1
      drawn += 1
    }
    summary.counts = counts
    summary.measured = drawn / seconds
    guard sum >= 10 else { return summary }
    let squares = counts.enumerated().reduce(0.0) { squares, count in
      let from = TimeSpan(nanoseconds: Int64(count.offset) * window)
      let to = TimeSpan(nanoseconds: Int64(count.offset + 1) * window)
      let difference = count.element - arrivals.expected(from: from, to: to)
      return squares + difference * difference
    }
    summary.dispersion = squares / sum
    return summary
  }
}
