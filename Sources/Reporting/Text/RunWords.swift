import PluginAPI

/// How long and how often a scenario was run, in words.
enum RunWords {
  /// What was left out at the start; begins with a space, empty where there is nothing to say.
  static func warmup(_ scenario: ScenarioMeasurements) -> String {
    let time = Figures.brief(scenario.warmup, .duration)
    switch scenario.warmupSource {
    case .stated, .notSteady:
      guard scenario.warmup > 0 else { return "" }
      let count = scenario.faults.isEmpty ? "" : "; times below count from its end"
      return " after a warm-up of \(time)\(count)"
    case .found where scenario.warmup == 0: return ", steady from its start by MSER-5"
    case .found: return " after a warm-up of \(time), found by MSER-5"
    case .notFound:
      return
        "; where it becomes steady could not be found: 'lasts' may be too short, or what waits "
        + "grows for ever"
    }
  }

  /// What stands in the way of reading the run as a steady state; nil where nothing does.
  static func caution(_ scenario: ScenarioMeasurements) -> String? {
    scenario.warmupSource == .notFound
      ? "Where it becomes steady could not be found, so nothing was left out at the start: 'lasts' "
        + "may be too short, or what waits grows for ever. State 'warmup:' to leave out a part."
      : nil
  }

  /// The replications, and why there were no more.
  static func replications(_ scenario: ScenarioMeasurements) -> String {
    let count = Figures.counted(scenario.replications, "replication")
    guard let open = scenario.undecided else { return count }
    let looks = scenario.looks == 1 ? "" : " in \(scenario.looks) rounds"
    guard !open.isEmpty else {
      return scenario.looks == 1 ? count : "\(count)\(looks), which decided everything"
    }
    let names = open.map(SafeText.line).joined(separator: ", ")
    let why = scenario.isBudgetSpent ? "the budget of events was spent" : "the most that are run"
    return "\(count)\(looks), \(why): \(names) \(open.count == 1 ? "stays" : "stay") open"
  }
}
