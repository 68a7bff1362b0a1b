import Diagnostics
import ExerciseFiles
import PluginAPI

/// A run as the `results.json` of a Gradescope autograder.
///
/// Source: Gradescope, "Autograder Specifications: Output Format", 2024.
public enum GradescopeDocument {
  /// The document as indented JSON with sorted keys and a line end.
  ///
  /// Each requirement and each check that carries points is a test. Where reviewers give points too
  /// there is no total, because a total would override what they enter. Where something could not
  /// be run there are no points at all, so that no wrong grade is exported. A design that breaks
  /// the limit of machines, and a file that is not valid, get 0.
  ///
  /// - Parameters:
  ///   - result: The file as `evaluate` left it; it has an exercise.
  ///   - timing: Whether `execution_time` is written.
  /// - Returns: The text of the document.
  public static func json(_ result: FileResult, timing: Bool) -> String {
    value(result, timing: timing).text
  }

  static func value(_ result: FileResult, timing: Bool) -> JSONValue {
    var fields: [(String, JSONValue)] = [
      ("output", .string(SummaryPage.markdown(result))), ("output_format", .string("md")),
      ("test_output_format", .string("md")), ("test_name_format", .string("text")),
      ("visibility", .string("visible")), ("stdout_visibility", .string("hidden")),
      ("extra_data", extra(result)),
    ]
    guard let report = result.report else {
      fields += [("score", .number(0)), ("tests", .array([invalid(result)]))]
      return .object(pairs: fields)
    }
    let isGraded = report.isComplete && report.score != nil
    // The only rule that takes all points away; the tests say what they would have earned.
    let isForfeit = isGraded && report.score?.points == 0 && earned(report) > 0
    if isGraded, result.exercise?.reviewPoints ?? 0 == 0 {
      fields.append(("score", .number(report.score?.points)))
    }
    if timing, report.wallSeconds > 0 {
      fields.append(("execution_time", .number(report.wallSeconds)))
    }
    let tests =
      report.requirements.enumerated().map {
        requirement($1, number: "1.\($0 + 1)", result, isGraded, isForfeit)
      }
      + report.scoredChecks.enumerated().map {
        check($1, number: "2.\($0 + 1)", result, isGraded, isForfeit)
      }
    fields.append(("tests", .array(tests)))
    return .object(pairs: fields)
  }

  private static func earned(_ report: EvaluationReport) -> Double {
    report.requirements.reduce(0) { $0 + $1.points }
      + report.scoredChecks.reduce(0) { $0 + $1.points }
  }

  // MARK: Tests

  private static func invalid(_ result: FileResult) -> JSONValue {
    let lines = result.problems.map { "- \(SummaryPage.problem($0))" }
    return .object([
      "name": .string("The file is valid"), "number": .string("0"), "score": .number(0),
      "max_score": .number(0), "status": .string("failed"),
      "output": .string(lines.joined(separator: "\n")),
    ])
  }

  private static func requirement(
    _ one: RequirementResult, number: String, _ result: FileResult, _ isGraded: Bool,
    _ isForfeit: Bool
  ) -> JSONValue {
    let place = one.scenario.isEmpty ? "" : " in '\(one.scenario)'"
    var lines = [
      "measured \(Figures.full(one.value, one.dimension))\(place)",
      "required \(TextReport.bound(one))",
    ]
    lines += one.because.map { "because \($0)" }
    if !one.remedy.isEmpty, one.verdict != .met { lines.append("try: \(one.remedy)") }
    if isForfeit { lines.append("no points: the design needs more machines than allowed") }
    let objective = result.exercise?.requirements.first { $0.id == one.id }?.objective ?? ""
    return test(
      name: "\(one.id) · \(one.text)", number: number, points: isForfeit ? 0 : one.points,
      max: one.max, isPassed: one.verdict == .met, isGraded: isGraded, lines: lines,
      tags: [one.id] + (objective.isEmpty ? [] : [objective]))
  }

  private static func check(
    _ one: ScoredCheckResult, number: String, _ result: FileResult, _ isGraded: Bool,
    _ isForfeit: Bool
  ) -> JSONValue {
    var lines = ["\(Figures.word(one.outcome)): \(one.message)"]
    if one.outcome != .satisfied { lines.append("read: windtunnel explain \(one.check)") }
    if isForfeit { lines.append("no points: the design needs more machines than allowed") }
    return test(
      name: "\(one.check) · \(one.title)", number: number, points: isForfeit ? 0 : one.points,
      max: one.max, isPassed: one.outcome == .satisfied, isGraded: isGraded, lines: lines,
      tags: [one.check])
  }

  private static func test(
    name: String, number: String, points: Double, max: Double, isPassed: Bool, isGraded: Bool,
    lines: [String], tags: [String]
  ) -> JSONValue {
    var fields: [(String, JSONValue)] = [
      ("name", .string(name)), ("number", .string(number)),
      ("output", .string(lines.map { "- \(MarkdownText.escaped($0))" }.joined(separator: "\n"))),
      ("tags", .strings(tags)),
    ]
    if isGraded {
      fields += [("score", .number(points)), ("max_score", .number(max))]
    }
    // With points, Gradescope derives the status from them.
    if !isGraded || max == 0 {
      fields.append(("status", .string(isPassed ? "passed" : "failed")))
    }
    return .object(pairs: fields)
  }

  // MARK: Provenance

  private static func extra(_ result: FileResult) -> JSONValue {
    var fields: [(String, JSONValue)] = [
      ("tool", .string(result.tool)),
      ("status", .string(!result.isValid ? "invalid" : isComplete(result) ? "ok" : "incomplete")),
    ]
    if let exercise = result.exercise {
      fields.append(("exercise", .string("\(exercise.id) \(exercise.version)")))
    }
    if let report = result.report {
      fields += [
        ("digest", .string(report.architecture.digest)), ("seed", .string(String(report.seed))),
        ("plugins", .strings(report.plugins)), ("verdict", .string(report.verdict.rawValue)),
        (
          "parameters",
          .object(pairs: report.parameters.map { ($0.name, .string($0.value)) })
        ),
      ]
    }
    return .object(pairs: fields)
  }

  private static func isComplete(_ result: FileResult) -> Bool {
    result.report?.isComplete ?? false
  }
}
