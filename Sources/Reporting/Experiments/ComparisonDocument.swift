public import PluginAPI

/// A comparison as a document: `comparison/1`.
///
/// Durations are in seconds and shares in 0...1. The same comparison gives the same bytes.
public enum ComparisonDocument {
  /// The document as indented JSON with a line end.
  public static func json(_ report: ComparisonReport) -> String {
    let first = report.designs.first?.report
    return JSONValue.object(pairs: [
      ("format", .string("comparison/1")), ("tool", .string(first?.tool ?? "")),
      ("exercise", ExperimentParts.exercise(first)),
      ("seed", .string(String(first?.seed ?? 0))),
      ("scenario", .string(report.scenario)), ("operation", .string(report.operation)),
      ("designs", .array(report.designs.map { design($0, report) })),
      ("single_changes", .array(report.single.map { single($0, report) })),
      ("notes", .strings(report.notes)),
    ]).text
  }

  private static func design(_ design: ComparedDesign, _ report: ComparisonReport) -> JSONValue {
    var pairs: [(String, JSONValue)] = [
      ("label", .string(design.label)),
      ("architecture", ExperimentParts.architecture(design.report)),
      ("changes", .array(design.changes.map(change))),
    ]
    pairs += result(design.report, report)
    return .object(pairs: pairs)
  }

  /// What a run gave, and how that differs from the first design's.
  private static func result(
    _ one: EvaluationReport, _ report: ComparisonReport
  ) -> [(String, JSONValue)] {
    [
      ("replications", .integer(one.replications)), ("verdict", .string(one.verdict.rawValue)),
      ("complete", .bool(one.isComplete)),
      ("points", .number(one.score?.points)), ("max", .number(one.score?.max)),
      ("machines", .integer(one.machines)), ("cost", ExperimentParts.cost(one)),
      ("criteria", .array(one.criteria.map(ExperimentParts.criterion))),
      ("measured", report.operation(one).map(ExperimentParts.operation) ?? .null),
      ("differences", .array(report.gaps(of: one).map(gap))),
    ]
  }

  private static func gap(_ gap: ComparisonReport.Gap) -> JSONValue {
    .object(pairs: [
      ("measure", .string(gap.measure)), ("is_criterion", .bool(gap.criterion != nil)),
      ("mean", .number(gap.difference?.mean ?? gap.plain)),
      ("low", .number(gap.difference?.low)), ("high", .number(gap.difference?.high)),
      ("pairs", .integer(gap.difference?.pairs ?? 0)),
      ("clear", .bool(gap.difference?.isClear ?? false)),
    ])
  }

  private static func change(_ change: ChangedPlace) -> JSONValue {
    .object(pairs: [
      ("path", .string(change.path)), ("before", change.before.map { .string($0) } ?? .null),
      ("after", change.after.map { .string($0) } ?? .null),
      ("for_readers", .bool(change.isForReaders)),
    ])
  }

  private static func single(_ single: SingleChange, _ report: ComparisonReport) -> JSONValue {
    .object(pairs: [
      ("change", .integer(single.change)), ("needs", .array(single.needs.map { .integer($0) })),
      ("because", .string(single.because)),
      ("result", single.report.map { .object(pairs: result($0, report)) } ?? .null),
    ])
  }
}
