public import PluginAPI
import Quantities

/// A sweep as a document: `sweep/1`.
///
/// Durations are in seconds and shares in 0...1. The same sweep gives the same bytes.
public enum SweepDocument {
  /// The document as indented JSON with sorted keys and a line end.
  public static func json(_ report: SweepReport) -> String {
    let first = report.points.first?.report
    return JSONValue.object(pairs: [
      ("format", .string("sweep/1")), ("tool", .string(first?.tool ?? "")),
      ("architecture", ExperimentParts.architecture(first)),
      ("exercise", ExperimentParts.exercise(first)),
      ("seed", .string(String(first?.seed ?? 0))),
      ("replications", .integer(first?.replications ?? 0)),
      ("scenario", .string(report.scenario)), ("operation", .string(report.operation)),
      ("parameters", .array(report.parameters.map(parameter))),
      ("points", .array(report.points.map { point($0, report) })),
      ("knees", .array(report.knees.map(knee))),
      ("breaks", .array(report.breaks.map { change($0) })),
      ("notes", .strings(report.notes)),
    ]).text
  }

  private static func parameter(_ parameter: SweptParameter) -> JSONValue {
    .object(pairs: [
      ("path", .string(parameter.path)), ("logarithmic", .bool(parameter.isLogarithmic)),
      ("values", .array(parameter.values.map(value))),
    ])
  }

  private static func value(_ value: SweptValue) -> JSONValue {
    .object(pairs: [("text", .string(value.text)), ("number", .number(value.number))])
  }

  private static func point(_ point: SweepPoint, _ report: SweepReport) -> JSONValue {
    let measured = report.measured(point)
    let busiest = report.busiest(point)
    return .object(pairs: [
      ("values", .array(point.values.map(value))),
      (
        "operations",
        .object(
          pairs: (measured?.operations ?? []).map { ($0.operation, ExperimentParts.operation($0)) })
      ),
      (
        "components",
        .object(
          pairs: (measured?.components ?? []).map {
            (
              $0.component,
              .object(pairs: [("utilisation", ResultDocument.estimate($0.utilisation))])
            )
          })
      ),
      ("busiest", busiest.map { .string($0.component) } ?? .null),
      ("cost", ExperimentParts.cost(point.report)),
      ("criteria", .array(point.report.criteria.map(ExperimentParts.criterion))),
      ("verdict", .string(point.report.verdict.rawValue)),
      ("complete", .bool(point.report.isComplete)),
    ])
  }

  private static func knee(_ knee: SweepKnee) -> JSONValue {
    .object(pairs: [
      ("place", .string(knee.place.rawValue)),
      ("best", knee.best.map { .integer($0) } ?? .null),
      (
        "likely",
        knee.likely.map { .array([.integer($0.lowerBound), .integer($0.upperBound)]) } ?? .null
      ),
      ("power", .array(knee.power.map(ResultDocument.estimate))),
    ])
  }

  private static func change(_ change: SweepBreak) -> JSONValue {
    .object(pairs: [
      ("criterion", .string(change.criterion)), ("line", .integer(change.line)),
      ("before", .integer(change.before)), ("met_before", .bool(change.isMetBefore)),
    ])
  }
}

/// What the documents of experiments have in common.
enum ExperimentParts {
  static func architecture(_ report: EvaluationReport?) -> JSONValue {
    guard let known = report?.architecture else { return .null }
    return .object(pairs: [
      ("name", .string(known.name)), ("file", .string(known.file)),
      ("digest", .string(known.digest)),
    ])
  }

  static func exercise(_ report: EvaluationReport?) -> JSONValue {
    guard let known = report?.exercise else { return .null }
    return .object(pairs: [("id", .string(known.id)), ("version", .string(known.version))])
  }

  static func operation(_ measured: OperationMeasurements) -> JSONValue {
    .object(pairs: [
      ("throughput", ResultDocument.estimate(measured.throughput)),
      ("success", ResultDocument.estimate(measured.success)),
      ("mean", ResultDocument.estimate(measured.latencyMean)),
      ("p50", ResultDocument.estimate(SweepWords.demanded(measured, 0.5))),
      ("p99", ResultDocument.estimate(SweepWords.demanded(measured, 0.99))),
    ])
  }

  static func cost(_ report: EvaluationReport) -> JSONValue {
    guard let money = report.cost?.monthly else { return .null }
    return .object(pairs: [
      ("amount", .number(money.units)), ("currency", .string(money.currency)),
    ])
  }

  static func criterion(_ criterion: Criterion) -> JSONValue {
    .object(pairs: [
      ("id", .string(criterion.id)), ("text", .string(criterion.text)),
      ("bound", .number(criterion.bound)), ("lower_is_better", .bool(criterion.lowerIsBetter)),
      ("value", ResultDocument.estimate(criterion.value)),
      ("verdict", .string(criterion.verdict.rawValue)),
      ("points", .number(criterion.points?.earned)), ("max", .number(criterion.points?.max)),
    ])
  }
}
