public import PluginAPI

/// The time series of a run as a table of one value a row.
public enum SeriesCSV {
  /// Comma-separated values with a heading.
  ///
  /// The columns are `scenario`, `seconds` (the begin of the step, from the start of the kept time),
  /// `subject` (`operation` or `component`), `name`, `measure` and `value`. Measures of operations
  /// are `arrivals` and `full`, means over replications per step; of components `busy` (slots) and
  /// `queue` (waiting). A value that is not finite is an empty cell.
  ///
  /// - Parameter report: What was found out.
  /// - Returns: The text; the heading alone where nothing was measured.
  public static func text(_ report: EvaluationReport) -> String {
    var text = "scenario,seconds,subject,name,measure,value\n"
    for scenario in report.scenarios {
      for operation in scenario.operations {
        for (measure, values) in [
          ("arrivals", operation.arrivalSeries), ("full", operation.fullSeries),
        ] { rows(scenario, "operation", operation.operation, measure, values, &text) }
      }
      for component in scenario.components {
        let copies = component.scaling.map { [("copies", $0.series)] } ?? []
        for (measure, values) in [("busy", component.busySeries), ("queue", component.queueSeries)]
          + copies
        { rows(scenario, "component", component.component, measure, values, &text) }
      }
    }
    return text
  }

  private static func rows(
    _ scenario: ScenarioMeasurements, _ subject: String, _ name: String, _ measure: String,
    _ values: [Double], _ text: inout String
  ) {
    for (step, value) in values.enumerated() {
      // The step is no binary fraction: multiples of it are cut to nanoseconds, as times are.
      let seconds = (Double(step) * scenario.step * 1e9).rounded() / 1e9
      text += CSVText.row([
        .text(scenario.scenario), .number(seconds), .text(subject), .text(name), .text(measure),
        .number(value),
      ])
    }
  }
}
