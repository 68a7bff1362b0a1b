import Diagnostics
import ExerciseFiles
public import PluginAPI

/// A run as JUnit XML, which every build server shows.
///
/// A case fails where it costs points or breaks a promise: an invalid file, a requirement that is
/// not met, a goal that is not kept, a check that carries points. Advice is `skipped` with its
/// message; for a file without an exercise, where nothing carries points, a violated check of
/// severity major or blocker fails.
public enum JUnitDocument {
  /// The document.
  ///
  /// - Parameters:
  ///   - result: The file as a command left it.
  ///   - plugins: Give the titles of the checks.
  ///   - timing: Whether the wall time is written.
  /// - Returns: The text of the document.
  public static func xml(_ result: FileResult, plugins: PluginSet, timing: Bool) -> String {
    let group = result.exercise?.id ?? "windtunnel"
    var suites = [Suite("file", [file(result)])]
    if let report = result.report {
      suites.append(Suite("requirements", report.requirements.map(requirement)))
      suites.append(Suite("goals", report.goals.map(goal)))
    }
    if result.isValid {
      let verdicts = CheckVerdict.all(result, plugins)
      let isOwn = result.exercise == nil
      suites.append(Suite("checks", verdicts.filter(\.isScored).map { check($0, isOwn) }))
      suites.append(Suite("advice", verdicts.filter { !$0.isScored }.map { check($0, isOwn) }))
    }
    suites.removeAll { $0.cases.isEmpty }
    var attributes = [("name", "\(group) \(result.file)")]
    attributes += counts(suites.flatMap(\.cases)).filter { $0.0 != "skipped" }
    if timing, let report = result.report, report.wallSeconds > 0 {
      attributes.append(("time", String((report.wallSeconds * 1000).rounded() / 1000)))
    }
    return MarkupElement(
      "testsuites", attributes, suites.map { element($0, group, result) }
    ).document
  }

  // MARK: Structure

  /// How a case ended.
  private enum Ending {
    case passed
    case failed(String)
    case broken(String)
    case skipped(String)
  }

  private struct Case {
    var name: String
    var ending: Ending
    /// What belongs to it, in lines.
    var details: [String] = []
  }

  private struct Suite {
    var name: String
    var cases: [Case]
    init(_ name: String, _ cases: [Case]) {
      self.name = name
      self.cases = cases
    }
  }

  private static func counts(_ cases: [Case]) -> [(String, String)] {
    var failures = 0
    var errors = 0
    var skipped = 0
    for one in cases {
      switch one.ending {
      case .passed: break
      case .failed: failures += 1
      case .broken: errors += 1
      case .skipped: skipped += 1
      }
    }
    return [
      ("tests", String(cases.count)), ("failures", String(failures)), ("errors", String(errors)),
      ("skipped", String(skipped)),
    ]
  }

  private static func element(
    _ suite: Suite, _ group: String, _ result: FileResult
  ) -> MarkupElement {
    MarkupElement(
      "testsuite", [("name", suite.name)] + counts(suite.cases),
      (suite.name == "file" ? [properties(result)] : [])
        + suite.cases.map { element($0, "\(group).\(suite.name)") })
  }

  private static func element(_ one: Case, _ group: String) -> MarkupElement {
    let details = one.details.joined(separator: "\n")
    var children: [MarkupElement] = []
    switch one.ending {
    case .passed: if !details.isEmpty { children = [MarkupElement("system-out", text: details)] }
    case .failed(let message):
      children = [
        MarkupElement(
          "failure", [("message", message), ("type", "requirement")], text: details)
      ]
    case .broken(let message):
      children = [
        MarkupElement("error", [("message", message), ("type", "not-run")], text: details)
      ]
    case .skipped(let message):
      children = [MarkupElement("skipped", [("message", message)])]
      if !details.isEmpty { children.append(MarkupElement("system-out", text: details)) }
    }
    return MarkupElement("testcase", [("name", one.name), ("classname", group)], children)
  }

  private static func properties(_ result: FileResult) -> MarkupElement {
    var pairs = [("tool", result.tool)]
    if let exercise = result.exercise {
      pairs.append(("exercise", "\(exercise.id) \(exercise.version)"))
    }
    if let report = result.report {
      pairs.append(("seed", String(report.seed)))
      pairs.append(("digest", report.architecture.digest))
      pairs.append(("verdict", report.verdict.rawValue))
      pairs += report.parameters.map { ("parameter.\($0.name)", $0.value) }
      if let score = report.score {
        pairs.append(
          ("points", "\(Figures.points(score.points)) of \(Figures.points(score.max))"))
      }
    }
    return MarkupElement(
      "properties", [],
      pairs.map { MarkupElement("property", [("name", $0.0), ("value", $0.1)]) })
  }

  // MARK: Cases

  private static func file(_ result: FileResult) -> Case {
    let errors = result.problems.filter { $0.severity == .error }
    return Case(
      name: "\(result.file) is valid",
      ending: errors.isEmpty ? .passed : .failed(errors[0].message),
      details: result.problems.map(ProblemText.line))
  }

  private static func requirement(_ result: RequirementResult) -> Case {
    let place = result.scenario.isEmpty ? "" : " in '\(result.scenario)'"
    let measured = Figures.full(result.value, result.dimension) + place
    let bound = TextReport.bound(result)
    let ending: Ending =
      switch result.verdict {
      case .met: .passed
      case .notRun: .broken("not run")
      case .part, .notMet, .undecided:
        .failed("\(Figures.word(result.verdict)): \(measured); required: \(bound)")
      }
    return Case(
      name: "\(result.id) \(result.text)", ending: ending,
      details: [
        "measured: \(measured)", "required: \(bound)",
        "points: \(Figures.points(result.points)) of \(Figures.points(result.max))",
      ] + result.because.map { "because \($0)" }
        + (result.remedy.isEmpty || result.verdict == .met ? [] : ["try: \(result.remedy)"]))
  }

  private static func goal(_ result: GoalResult) -> Case {
    let measured = Figures.full(result.value, result.dimension)
    let promised = Figures.brief(result.promised, result.dimension)
    return Case(
      name: "\(result.operation) \(result.goal)",
      ending: result.verdict == .met
        ? .passed : .failed("\(Figures.word(result.verdict)): \(measured); promised: \(promised)"),
      details: ["measured: \(measured)", "promised: \(promised)"])
  }

  private static func check(_ verdict: CheckVerdict, _ isOwn: Bool) -> Case {
    let message = verdict.findings.first?.message ?? "nothing to judge"
    let fails = verdict.isScored || isOwn && verdict.severity >= .major
    let ending: Ending =
      switch verdict.outcome {
      case .satisfied: .passed
      case .notRun: .broken("not run: \(message)")
      case .violated: fails ? .failed(message) : .skipped("advice: \(message)")
      case .unknown:
        verdict.isScored ? .failed("not stated: \(message)") : .skipped("not stated: \(message)")
      case .notApplicable:
        verdict.isScored
          ? .failed("does not apply: \(message)") : .skipped("does not apply: \(message)")
      }
    let details: [String] =
      verdict.outcome == .satisfied || verdict.outcome == .notApplicable
      ? [] : verdict.findings.flatMap(ProblemText.lines) + ["windtunnel explain \(verdict.check)"]
    return Case(name: "\(verdict.check) \(verdict.title)", ending: ending, details: details)
  }
}
