import ArchitectureModel
import ExerciseFiles
import PluginAPI
import Quantities
import Stochastics

/// Turns measurements into points: always from the unfavourable end of the interval.
struct Scoring {
  let exercise: Exercise
  let plugins: PluginSet
  let architecture: Architecture
  let measurements: [ScenarioMeasurements]
  let failures: FailureResults?

  // MARK: Values

  func value(_ requirement: Requirement) -> Estimate {
    if let value = derived(requirement.measure) { return value }
    if requirement.measure.isCost { return costValue(requirement) }
    guard let name = requirement.scenario,
      let scenario = measurements.first(where: { $0.scenario == name }),
      scenario.impossible == nil
    else { return .none }
    switch requirement.measure {
    case .machines, .costMonthly, .costPerMillion, .costGrowth, .availability, .nines, .survives,
      .rpo, .rto:
      return .none
    case .latency(let operation, let share):
      return scenario.operation(operation)?.admitting(requirement.admits).demanded
        .first { $0.share == share }?.value ?? .none
    case .latencyMean(let operation):
      return scenario.operation(operation)?.latencyMean ?? .none
    case .success(let operation):
      return scenario.operation(operation)?.admitting(requirement.admits).success ?? .none
    case .throughput(let operation): return scenario.operation(operation)?.throughput ?? .none
    case .recovery(let operation):
      return scenario.operation(operation)?.admitting(requirement.admits).recovery ?? .none
    case .staleReads(let operation): return scenario.operation(operation)?.sawOldData ?? .none
    case .utilisation(let trait):
      let values = architecture.components.filter { $0.has(trait) }.compactMap {
        scenario.component($0.id)?.utilisation
      }
      return values.max { ($0.value ?? 0) < ($1.value ?? 0) } ?? .none
    case .lostWrites(let data): return lost(data, scenario)
    case .domain(let id):
      return plugins.measure(id)?.value(scenario, architecture) ?? .none
    }
  }

  private func lost(_ data: String, _ scenario: ScenarioMeasurements) -> Estimate {
    let holders = architecture.components.filter { $0.holds(data) && $0.has("durable") }
    let values = holders.compactMap { scenario.component($0.id)?.lostWrites }
    guard !values.isEmpty else { return .none }
    func sum(_ part: (Estimate) -> Double?) -> Double { values.reduce(0) { $0 + (part($1) ?? 0) } }
    var total = Estimate(
      value: sum(\.value), low: max(0, sum { $0.low ?? $0.value }),
      high: sum { $0.high ?? $0.value },
      replications: values.map(\.replications).max() ?? 0)
    if Set(values.map(\.samples.count)).count == 1 {
      total.samples = values[0].samples.indices.map { run in
        values.reduce(0) { $0 + $1.samples[run] }
      }
    }
    return total
  }

  // MARK: Points

  /// The share of the points between `zero` and `full`, linear.
  static func share(_ value: Double, fullAt: Double, zeroAt: Double) -> Double {
    if value.isInfinite { return 0 }
    let share = (value - zeroAt) / (fullAt - zeroAt)
    return min(1, max(0, share))
  }

  /// The end of an interval that earns less; nil where nothing was measured.
  static func unfavourable(_ estimate: Estimate, lowerIsBetter: Bool) -> Double? {
    if estimate.isInfinite { return lowerIsBetter ? .infinity : -.infinity }
    guard let value = estimate.value else { return nil }
    return lowerIsBetter ? max(value, estimate.high ?? value) : min(value, estimate.low ?? value)
  }

  /// Whether the bound for full points lies outside the interval.
  static func isDecided(_ estimate: Estimate, _ requirement: Requirement) -> Bool {
    guard !estimate.isInfinite, let low = estimate.low, let high = estimate.high else {
      return true
    }
    return requirement.fullAt < low || requirement.fullAt > high || low == high
  }

  /// Whether more replications would change nothing that matters: the bound lies outside the
  /// interval, widened for several looks, or the interval leaves the points open by a hundredth.
  static func isSettled(_ estimate: Estimate, _ requirement: Requirement) -> Bool {
    guard let value = estimate.value, let low = estimate.low, let high = estimate.high,
      low < high
    else { return isDecided(estimate, requirement) }
    if high - low <= Looks.tolerance * (requirement.fullAt - requirement.zeroAt).magnitude {
      return true
    }
    let factor = Looks.widening(replications: estimate.replications)
    var wide = estimate
    wide.low = value - (value - low) * factor
    wide.high = value + (high - value) * factor
    return isDecided(wide, requirement)
  }

  func result(_ requirement: Requirement, asClaimed: Estimate?) -> RequirementResult {
    let value = value(requirement)
    let end = Self.unfavourable(value, lowerIsBetter: requirement.lowerIsBetter)
    let share = end.map {
      Self.share($0, fullAt: requirement.fullAt, zeroAt: requirement.zeroAt)
    }
    var verdict = Verdict.notRun
    if let share {
      if share >= 1 {
        verdict = .met
      } else if !Self.isDecided(value, requirement) {
        verdict = .undecided
      } else {
        verdict = share > 0 ? .part : .notMet
      }
    } else if isMeasurable(requirement) {
      verdict = .notMet
    }
    let points = (Double(requirement.points) * (share ?? 0) * 100).rounded(.down) / 100
    let explanation = Explanation(architecture, measurements)
    var result = RequirementResult(
      id: requirement.id, text: requirement.text, measure: requirement.measureText,
      scenario: requirement.scenario ?? "",
      dimension: requirement.measure.dimension
        ?? plugins.measure(requirement.measureText)?.dimension ?? .count,
      value: value, asClaimed: claimed(asClaimed, value), fullAt: requirement.fullAt,
      zeroAt: requirement.zeroAt, points: points, max: Double(requirement.points),
      isMust: requirement.isMust, verdict: verdict,
      because: verdict == .met
        ? []
        : requirement.measure.isCost
          ? costBecause(requirement)
          : explanation.because(requirement) + explanation.because(requirement.measure, failures),
      remedy: requirement.advice)
    result.unit = requirement.unit
    result.admits = LesserAnswer.allCases.filter { requirement.admits.contains($0) }
      .map(\.rawValue)
    return result
  }

  /// A scenario that ran, or whose target selected nothing, is judged; the design's own limits
  /// are never skipped.
  private func isMeasurable(_ requirement: Requirement) -> Bool {
    guard let name = requirement.scenario ?? (requirement.measure.isCost ? costScenario : nil)
    else { return true }
    return measurements.contains { $0.scenario == name }
  }

  private func claimed(_ claimed: Estimate?, _ graded: Estimate) -> Double? {
    guard let value = claimed?.value, value != graded.value else { return nil }
    return value
  }

  // MARK: Checks

  /// The outcome of a check over all its findings: the worst, violated first.
  static func outcome(_ findings: [Finding]) -> (Outcome, Finding?) {
    for outcome in [Outcome.notRun, .violated, .unknown, .satisfied] {
      if let finding = findings.first(where: { $0.outcome == outcome }) {
        return (outcome, finding)
      }
    }
    return (.notApplicable, findings.first)
  }

  func checks(_ findings: [Finding]) -> [ScoredCheckResult] {
    exercise.checks.map { scored in
      let own = findings.filter { $0.check == scored.check }
      var (outcome, finding) = Self.outcome(own)
      if outcome == .unknown, exercise.level == .expert { outcome = .violated }
      return ScoredCheckResult(
        check: scored.check, title: plugins.check(scored.check)?.page.title ?? scored.check,
        outcome: outcome, points: outcome == .satisfied ? Double(scored.points) : 0,
        max: Double(scored.points), message: finding?.message ?? "nothing to judge")
    }
  }
}
