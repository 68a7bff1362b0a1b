import PluginAPI

/// The verdict in words, the same in all reports for readers.
enum VerdictWords {
  /// A sentence and how it is meant.
  struct Note {
    var text: String
    var tint: TextStyle.Tint?
  }

  /// The verdict in capitals; `SIMULATED` where nothing is judged.
  static func headline(_ report: EvaluationReport) -> String {
    isJudged(report) ? Figures.headline(report.verdict) : "SIMULATED"
  }

  /// Whether there is a score or a goal.
  static func isJudged(_ report: EvaluationReport) -> Bool {
    report.score != nil || !report.goals.isEmpty
  }

  /// The points, or how many goals are kept.
  static func score(_ report: EvaluationReport) -> String {
    if let score = report.score {
      return ScoreText.words(score)
    }
    guard !report.goals.isEmpty else { return "no goals are stated, so nothing is judged" }
    let kept = report.goals.count { $0.verdict == .met }
    return "\(kept) of \(report.goals.count) goals of the file are kept"
  }

  /// What must be said beside the verdict.
  static func notes(_ report: EvaluationReport) -> [Note] {
    var notes: [Note] = []
    if let score = report.score, score.pending > 0 {
      notes.append(
        Note(
          text: "\(Figures.counted(score.pending, "point")) could not be judged: "
            + (StopWords.missing(report).isEmpty
              ? "their scenarios were not asked for." : "something could not be run.")))
    }
    for finding in report.findings
    where finding.check == "constraints.machines" && finding.outcome == .violated {
      notes.append(
        Note(text: "No points: \(finding.message); \(finding.remedy).", tint: .bad))
    }
    if !report.isComplete, !StopWords.missing(report).isEmpty {
      notes.append(
        Note(text: "Not everything could be run; what is missing is named below.", tint: .warn))
    }
    return notes + summary(report)
  }

  private static func summary(_ report: EvaluationReport) -> [Note] {
    guard report.score != nil else {
      return report.scenarios.isEmpty
        ? []
        : [
          Note(
            text: "Below: what was measured under the file's own load, then what the checks found.")
        ]
    }
    let lost = report.requirements.filter { $0.points < $0.max || $0.verdict != .met }
    let must = lost.filter(\.isMust)
    if !must.isEmpty {
      return [
        Note(
          text: "The exercise is met only when "
            + (must.count == 1 ? "this is full: " : "these are full: ")
            + must.map(\.id).joined(separator: ", ") + ".")
      ]
    }
    guard report.verdict == .met, lost.isEmpty, !report.requirements.isEmpty else { return [] }
    return [Note(text: "Every requirement earned all its points.")]
  }
}

/// Why a run ended before its time, in words.
enum StopWords {
  /// Whether a part of the kept time was not simulated.
  static func isEarly(_ stopped: String) -> Bool { stopped != "time" && stopped != "cut_off" }

  /// The reason; empty for a run that went to its end.
  static func words(_ stopped: String) -> String {
    switch stopped {
    case "time": ""
    case "cut_off": "requests under way long after the end were not waited for"
    case "events": "stopped early: the budget of events was spent"
    case "requests_in_flight":
      "stopped early: the design held more requests at once than can be simulated"
    case "cache_entries": "stopped early: a cache held more entries than can be simulated"
    default: "stopped early: \(stopped)"
    }
  }

  /// What could not be run, a sentence for each scenario.
  static func missing(_ report: EvaluationReport) -> [String] {
    report.scenarios.compactMap { scenario in
      if let why = scenario.impossible { return "'\(scenario.scenario)' was not run: \(why)." }
      guard isEarly(scenario.stopped) else { return nil }
      return "'\(scenario.scenario)' \(words(scenario.stopped))."
    }
  }
}

/// A requirement in words, the same in all reports for readers.
enum RequirementWords {
  /// What was measured, with its interval.
  static func measured(_ result: RequirementResult) -> String {
    let isLate = result.value.isInfinite && result.measure.hasSuffix(".recovery")
    return isLate
      ? "never: it had not come back by the end" : Figures.full(result)
  }

  /// Why the verdict is not a plain yes or no; nil where it is.
  static func open(_ result: RequirementResult) -> (label: String, text: String)? {
    switch result.verdict {
    case .undecided:
      ("undecided", "the interval lies across the bound; more replications would decide it")
    case .notRun: ("verdict", "this was not run")
    case .met, .part, .notMet: nil
    }
  }

  /// The operation and the percentile as a share of a measure such as `buy.latency.p99`, or nil.
  static func percentile(_ measure: String) -> (operation: String, share: Double)? {
    let names: [(String, Double)] = [
      ("p50", 0.5), ("p90", 0.9), ("p95", 0.95), ("p99", 0.99), ("p999", 0.999),
    ]
    for (name, share) in names where measure.hasSuffix(".latency.\(name)") {
      return (String(measure.dropLast(".latency.\(name)".count)), share)
    }
    return nil
  }
}
