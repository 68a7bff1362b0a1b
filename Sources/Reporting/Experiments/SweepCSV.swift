public import PluginAPI
import Quantities

/// A sweep as a table of one run and operation a row.
public enum SweepCSV {
  /// Comma-separated values with a heading.
  ///
  /// First the values of the parameters as written, then `operation` and its figures in the scenario
  /// that is shown, with the ends of their 95 % intervals: `throughput` per second, `success` as a
  /// share, `p50`, `p99` over all arrivals and `mean` of answered requests in seconds; then of the
  /// run `busiest` and its `utilisation`, `cost` of a month with its `currency`, whether it is
  /// `complete`, and the verdict of each requirement or goal under its id. What is not finite is an
  /// empty cell.
  ///
  /// - Parameter report: The sweep.
  /// - Returns: The text.
  public static func text(_ report: SweepReport) -> String {
    let criteria = (report.points.first?.report.criteria ?? []).map(\.id)
    let figures = ["throughput", "success", "p50", "p99", "mean"]
    let head =
      report.parameters.map(\.path) + ["operation"]
      + figures.flatMap { [$0, "\($0)_low", "\($0)_high"] }
      + ["busiest", "utilisation", "cost", "currency", "complete"] + criteria
    var text = CSVText.row(head.map { .text($0) })
    for point in report.points {
      let busiest = report.busiest(point)
      let cost = point.report.cost?.monthly
      for operation in report.measured(point)?.operations ?? [] {
        var cells = point.values.map { CSVText.Cell.text($0.text) }
        cells.append(.text(operation.operation))
        let values = [
          operation.throughput, operation.success, SweepWords.demanded(operation, 0.5),
          SweepWords.demanded(operation, 0.99), operation.latencyMean,
        ]
        for value in values {
          for end in [value.value, value.low, value.high] { cells.append(.number(end ?? .nan)) }
        }
        cells.append(.text(busiest?.component ?? ""))
        cells.append(.number(busiest?.utilisation.value ?? .nan))
        cells.append(.number(cost?.units ?? .nan))
        cells.append(.text(cost?.currency ?? ""))
        cells.append(.text(point.report.isComplete ? "yes" : "no"))
        for id in criteria {
          let verdict = point.report.criteria.first { $0.id == id }?.verdict
          cells.append(.text(verdict?.rawValue ?? ""))
        }
        text += CSVText.row(cells)
      }
    }
    return text
  }
}
