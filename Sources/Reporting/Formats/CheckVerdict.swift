import ExerciseFiles
import PluginAPI

/// What became of each check, over all its findings.
struct CheckVerdict {
  /// The check.
  var check: String
  /// Its title.
  var title: String
  /// The worst of its outcomes, violated first.
  var outcome: Outcome
  /// Whether points hang on it.
  var isScored: Bool
  /// Its findings with that outcome.
  var findings: [Finding]
  /// The greatest severity of these findings.
  var severity: Severity

  /// The checks that carry points, in the order of the exercise, then the others by id.
  ///
  /// A check whose outcome the exercise judged keeps that outcome: an expert's exercise counts what
  /// is not stated as violated.
  static func all(_ result: FileResult, _ plugins: PluginSet) -> [CheckVerdict] {
    let scored = result.exercise?.checks.map(\.check) ?? []
    let others = Set(result.findings.map(\.check)).subtracting(scored).sorted()
    return (scored + others).map { check in
      let own = result.findings.filter { $0.check == check }
      let judged = result.report?.scoredChecks.first { $0.check == check }?.outcome
      let worst = [Outcome.notRun, .violated, .unknown, .satisfied].first { outcome in
        own.contains { $0.outcome == outcome }
      }
      let seen = worst ?? .notApplicable
      let findings = own.filter { $0.outcome == seen }
      return CheckVerdict(
        check: check, title: plugins.check(check)?.page.title ?? check, outcome: judged ?? seen,
        isScored: scored.contains(check), findings: findings,
        severity: findings.map(\.severity).max() ?? .info)
    }
  }
}
