import ArchitectureModel
import Diagnostics
public import PluginAPI

/// The result of a run as a document: `result/1`.
///
/// Durations are in seconds and shares in 0...1. The same report gives the same bytes; only
/// `timing` may differ between two runs of the same inputs.
public enum ResultDocument {
  /// The name of the format.
  static let format = "result/1"

  /// The document as indented JSON with sorted keys and a line end.
  ///
  /// - Parameters:
  ///   - report: What was found out.
  ///   - timing: Whether `timing` is written.
  /// - Returns: The text of the document.
  public static func json(_ report: EvaluationReport, timing: Bool) -> String {
    value(report, timing: timing).text
  }

  static func value(_ report: EvaluationReport, timing: Bool) -> JSONValue {
    var fields = identity(report)
    fields += [
      ("requirements", .array(report.requirements.map(requirement))),
      (
        "scenarios",
        .object(pairs: report.scenarios.map { ($0.scenario, scenario($0)) })
      ),
      (
        "analytic",
        .object(pairs: report.predictions.map { ($0.scenario, AnalyticDocument.value($0)) })
      ),
      ("scored_checks", .array(report.scoredChecks.map(scoredCheck))),
      ("goals", .array(report.goals.map(goal))),
      ("failures", failures(report.failures)),
      ("findings", .array(report.findings.map(finding))),
      ("claims", .array(report.claims.map(claim))),
      ("sensitivity", sensitivity(report.sensitivity)),
      ("assumptions", .strings(report.assumptions)),
      ("fidelity", .strings(report.fidelity)),
      ("cost", cost(report.cost)), ("machines", .integer(report.machines)),
      ("replications", .integer(report.replications)),
    ]
    if timing {
      fields.append(
        (
          "timing",
          .object([
            "wall_seconds": .number(report.wallSeconds),
            "events_per_second": .number(report.eventsPerSecond),
          ])
        ))
    }
    return .object(pairs: fields)
  }

  private static func identity(_ report: EvaluationReport) -> [(String, JSONValue)] {
    var exercise = JSONValue.null
    if let known = report.exercise {
      exercise = .object([
        "id": .string(known.id), "version": .string(known.version), "title": .string(known.title),
        "level": .string(known.level.rawValue),
      ])
    }
    var score = JSONValue.null
    if let known = report.score {
      score = .object([
        "points": .number(known.points), "max": .number(known.max),
        "pending": .number(known.pending),
      ])
    }
    return [
      ("format", .string(format)), ("tool", .string(report.tool)), ("exercise", exercise),
      (
        "architecture",
        .object([
          "name": .string(report.architecture.name), "file": .string(report.architecture.file),
          "digest": .string(report.architecture.digest),
        ])
      ),
      ("seed", .string(String(report.seed))),
      ("parameters", .array(report.parameters.map(fact))),
      ("plugins", .strings(report.plugins)), ("complete", .bool(report.isComplete)),
      ("verdict", .string(report.verdict.rawValue)), ("score", score),
    ]
  }

  // MARK: Judgements

  private static func requirement(_ result: RequirementResult) -> JSONValue {
    let why = Figures.because(result.value)
    return .object([
      "id": .string(result.id), "text": .string(result.text), "measure": .string(result.measure),
      "admits": .strings(result.admits),
      "scenario": result.scenario.isEmpty ? .null : .string(result.scenario),
      "dimension": .string(result.dimension.rawValue), "unit": .string(result.unit),
      "value": .number(result.value.isInfinite ? nil : result.value.value),
      "low": .number(result.value.low), "high": .number(result.value.high),
      "replications": .integer(result.value.replications),
      "as_claimed": .number(result.asClaimed),
      "bound": .object([
        "full_at": .number(result.fullAt), "zero_at": .number(result.zeroAt),
      ]),
      "points": .number(result.points), "max": .number(result.max),
      "must": .bool(result.isMust), "verdict": .string(result.verdict.rawValue),
      "decided": .bool(result.verdict != .undecided && result.verdict != .notRun),
      "because": .strings((why.map { [$0] } ?? []) + result.because),
      "remedy": .string(result.remedy),
    ])
  }

  private static func scoredCheck(_ result: ScoredCheckResult) -> JSONValue {
    .object([
      "check": .string(result.check), "title": .string(result.title),
      "outcome": .string(result.outcome.rawValue), "points": .number(result.points),
      "max": .number(result.max), "message": .string(result.message),
    ])
  }

  private static func goal(_ result: GoalResult) -> JSONValue {
    .object([
      "operation": .string(result.operation), "goal": .string(result.goal),
      "dimension": .string(result.dimension.rawValue), "promised": .number(result.promised),
      "measured": estimate(result.value), "verdict": .string(result.verdict.rawValue),
    ])
  }

  private static func claim(_ claim: ClaimResult) -> JSONValue {
    .object([
      "path": .string(claim.path), "stated": .string(claim.stated), "used": .string(claim.used),
      "believed": .bool(claim.isBelieved), "standing": .string(claim.standing.rawValue),
      "plausible": .bool(claim.isPlausible), "range": .string(claim.range),
    ])
  }

  // MARK: Findings

  static func finding(_ finding: Finding) -> JSONValue {
    .object([
      "check": .string(finding.check), "outcome": .string(finding.outcome.rawValue),
      "severity": .string(finding.severity.rawValue), "subject": .string(finding.subject),
      "components": .strings(finding.components),
      "fingerprint": .string(finding.fingerprint),
      "places": .array(
        finding.places.map { span in
          .object(pairs: [("file", .string(span.file))] + ends(span))
        }),
      "message": .string(finding.message), "facts": .array(finding.facts.map(fact)),
      "because": .strings(finding.because), "remedy": .string(finding.remedy),
      "fix": finding.fix.map { .string($0.message) } ?? .null,
      "edits": .array(
        (finding.fix?.edits ?? []).map { edit in
          .object(
            pairs: [
              ("file", .string(edit.span.file)), ("replacement", .string(edit.replacement)),
            ] + ends(edit.span))
        }),
    ])
  }

  /// The two ends of a span, counted from 1; the end is just after the last character.
  private static func ends(_ span: SourceSpan) -> [(String, JSONValue)] {
    [
      ("line", .integer(span.start.line)), ("column", .integer(span.start.column)),
      ("end_line", .integer(span.end.line)), ("end_column", .integer(span.end.column)),
    ]
  }

  private static func fact(_ fact: Fact) -> JSONValue {
    .object(["name": .string(fact.name), "value": .string(fact.value)])
  }

  /// An estimate; `because` stands beside what is null.
  static func estimate(_ estimate: Estimate) -> JSONValue {
    var fields: [(String, JSONValue)] = [
      ("value", .number(estimate.isInfinite ? nil : estimate.value)),
      ("low", .number(estimate.low)), ("high", .number(estimate.high)),
      ("replications", .integer(estimate.replications)),
    ]
    if let because = Figures.because(estimate) { fields.append(("because", .string(because))) }
    return .object(pairs: fields)
  }
}
