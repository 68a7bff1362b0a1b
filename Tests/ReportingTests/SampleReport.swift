import ArchitectureModel
import Diagnostics
import PluginAPI
import Quantities

/// Reports that look like real ones.
enum SampleReport {
  static func estimate(_ value: Double, spread: Double = 0.03) -> Estimate {
    Estimate(value: value, low: value * (1 - spread), high: value * (1 + spread), replications: 10)
  }

  static let never = Estimate(
    value: nil, low: 1.2, high: nil, replications: 10, isInfinite: true)

  static func exercise() -> EvaluationReport {
    var report = EvaluationReport(
      tool: "0.1.0",
      exercise: ExerciseIdentity(
        id: "foundations/ticket-shop", version: "1.0.0", title: "Ticket shop on a Friday",
        level: .senior),
      architecture: ArchitectureIdentity(
        name: "First attempt", file: "first.arch.yaml", digest: "sha256:00ff"),
      seed: 18_446_744_073_709_551_615)
    report.parameters = [Fact("peak", "400/s")]
    report.plugins = ["foundations 1.0.0"]
    report.score = Score(points: 31.5, max: 60, pending: 0)
    report.verdict = .notMet
    report.requirements = requirements
    report.scoredChecks = [
      ScoredCheckResult(
        check: "foundations.retry-without-budget", title: "Retry without a budget",
        outcome: .violated, points: 0, max: 6,
        message: "web repeats every failed call of db, and nothing limits the repeats"),
      ScoredCheckResult(
        check: "foundations.unstated-caller", title: "Caller that nobody knows",
        outcome: .unknown, points: 0, max: 4,
        message: "how does web know who calls it? 'auth' is not stated"),
      ScoredCheckResult(
        check: "foundations.one-zone", title: "Everything in one zone", outcome: .satisfied,
        points: 5, max: 5, message: "web stands in two zones"),
    ]
    report.scenarios = [peak(), failover()]
    report.predictions = [SamplePrediction.peak]
    report.findings = findings
    report.failures = SampleFailures.results
    report.claims = [
      ClaimResult(
        path: "components.web.work", stated: "10us", used: "10ms", standing: .notAllowed,
        range: "from 50us, TechEmpower round 22")
    ]
    report.assumptions = ["Users do not come back after they gave up."]
    report.fidelity = ["database: locks, plans and the buffer pool are not modelled"]
    report.cost = SampleCost.report
    report.machines = 7
    report.replications = 10
    report.wallSeconds = 3.42
    report.eventsPerSecond = 4_180_000
    return report
  }

  static let requirements = [
    RequirementResult(
      id: "buy-fast", text: "99 of 100 purchases are answered within 300 ms at the peak",
      measure: "buy.latency.p99", scenario: "peak", dimension: .duration,
      value: estimate(0.82), asClaimed: 0.28, fullAt: 0.3, zeroAt: 0.8, points: 0, max: 15,
      isMust: true, verdict: .notMet,
      because: [
        "db is busy 97 % of the time",
        "a purchase waits 610 ms there before it is worked on",
        "web repeats what timed out, which adds a third to the load of db",
      ], remedy: "give db more shards, or take reads off it with a cache"),
    RequirementResult(
      id: "buy-success", text: "Purchases succeed", measure: "buy.success", scenario: "peak",
      dimension: .share, value: estimate(0.9991, spread: 0.0002), asClaimed: nil, fullAt: 0.999,
      zeroAt: 0.98, points: 20, max: 20, isMust: true, verdict: .met, because: [], remedy: ""),
    RequirementResult(
      id: "comes-back", text: "After the loss of the leader purchases succeed again",
      measure: "buy.recovery", scenario: "failover", dimension: .duration, value: never,
      asClaimed: nil, fullAt: 30, zeroAt: 120, points: 0, max: 10, isMust: false,
      verdict: .undecided, because: ["failover of db is manual and takes 15 min"],
      remedy: "state 'failover: { mode: automatic }' at db"),
    RequirementResult(
      id: "few-machines", text: "The design stays small", measure: "machines", scenario: "",
      dimension: .count,
      value: Estimate(value: 7, low: 7, high: 7, replications: 1), asClaimed: nil, fullAt: 6,
      zeroAt: 12, points: 6.5, max: 8, isMust: false, verdict: .part, because: [], remedy: ""),
  ]

  static func operation(_ name: String, arrivals: Double, p99: Estimate) -> OperationMeasurements {
    var measured = OperationMeasurements(operation: name)
    measured.arrivals = estimate(arrivals)
    measured.completed = estimate(arrivals * 0.999)
    measured.full = estimate(arrivals * 0.99)
    measured.success = estimate(0.991, spread: 0.001)
    measured.throughput = estimate(arrivals / 120)
    measured.latencyMean = estimate(0.06)
    measured.latency = [(0.5, estimate(0.04)), (0.99, p99)]
    measured.demanded = [(0.5, estimate(0.042)), (0.99, p99)]
    measured.histogram = [(0.01, 12), (0.1, 400)]
    measured.latencyMax = 4.2
    measured.timeIn = [("web", 0.1, 0.3), ("db", 0.5, 0.1)]
    measured.causes = [("timeout", 120.4), ("refused by db", 31)]
    measured.arrivalSeries = (0..<24).map { 1000 + 400 * Double($0 % 7) / 7 }
    measured.fullSeries = measured.arrivalSeries.enumerated().map {
      (8..<13).contains($0.offset) ? 100 : $0.element * 0.99
    }
    return measured
  }

  static func component(_ name: String, busy: Double, copies: Int) -> ComponentMeasurements {
    var measured = ComponentMeasurements(component: name)
    measured.utilisation = estimate(busy, spread: 0.01)
    measured.busiestCopy = busy
    measured.queueMean = estimate(busy * 20)
    measured.queueMax = Int(busy * 200)
    measured.inside = estimate(busy * 30)
    measured.called = 48_000
    measured.served = 47_000
    measured.refused = busy > 0.9 && busy <= 1 ? 820 : 0
    measured.busySeries = [1, 2, 3]
    measured.queueSeries = [0, 1, 0]
    measured.copies = copies
    return measured
  }

  static func peak() -> ScenarioMeasurements {
    var scenario = ScenarioMeasurements(
      scenario: "peak", title: "Friday evening", lasts: 120, step: 5)
    scenario.operations = [
      operation("browse", arrivals: 40_000, p99: estimate(0.18)),
      operation("buy", arrivals: 4_800, p99: estimate(0.82)),
    ]
    scenario.components = [
      component("edge", busy: 0.12, copies: 2), component("web", busy: 0.74, copies: 4),
      component("db", busy: 0.97, copies: 1), component("users", busy: 31.4, copies: 1),
    ]
    scenario.events = 4_200_000
    scenario.replications = 10
    return scenario
  }

  static func failover() -> ScenarioMeasurements {
    var scenario = ScenarioMeasurements(
      scenario: "failover", title: "The leader of the orders dies", lasts: 120, step: 5)
    var buy = operation("buy", arrivals: 4_800, p99: never)
    buy.recovery = estimate(25)
    buy.recovered = (runs: 9, of: 10)
    scenario.operations = [buy]
    var store = component("db", busy: 0.5, copies: 1)
    store.lostWrites = estimate(14)
    store.acknowledgedWrites = 4_700
    scenario.components = [store]
    scenario.probes = [
      ProbeMeasurements(
        probe: "foundations.to-store", count: 900, mean: estimate(0.02),
        percentiles: [(0.99, estimate(0.09))])
    ]
    scenario.faults = [PlayedFault(text: "crash of db, all copies", at: 40, lasts: 25)]
    scenario.events = 2_000_000
    scenario.replications = 10
    return scenario
  }

  static func span(_ line: Int) -> SourceSpan {
    SourceSpan(
      file: "first.arch.yaml", start: SourcePosition(line: line, column: 5),
      end: SourcePosition(line: line, column: 9))
  }

  static let findings: [Finding] = {
    var retry = Finding(
      .violated, .blocker, subject: "components.web.calls[0]", components: ["web", "db"],
      places: [span(14)],
      message: "web repeats every failed call of db, and nothing limits the repeats",
      facts: [Fact("repeats", "3"), Fact("load of db at worst", "4 times")],
      because: ["when db is slow, each request asks it four times", "db gets slower still"],
      remedy: "write 'budget: 10%' at the retry",
      fix: FixIt(
        message: "add 'budget: 10%'", edits: [SourceEdit(span: span(14), replacement: "x")]))
    retry.check = "foundations.retry-without-budget"
    var unknown = Finding(
      .unknown, .minor, subject: "components.web", components: ["web"], places: [span(9)],
      message: "how does web know who calls it? 'auth' is not stated")
    unknown.check = "foundations.unstated-caller"
    var fine = Finding(.satisfied, .info, message: "web stands in two zones")
    fine.check = "foundations.one-zone"
    return [retry, unknown, fine]
  }()

  /// A file of its own: goals in place of a score.
  static func simulation() -> EvaluationReport {
    var report = EvaluationReport(
      tool: "0.1.0", exercise: nil,
      architecture: ArchitectureIdentity(
        name: "Ten lines", file: "my design.yaml", digest: "sha256:11"),
      seed: 7)
    report.verdict = .notMet
    report.goals = [
      GoalResult(
        operation: "buy", goal: "p99", dimension: .duration, promised: 0.2,
        value: estimate(0.82), verdict: .notMet),
      GoalResult(
        operation: "buy", goal: "success", dimension: .share, promised: 0.99,
        value: estimate(0.999, spread: 0.0001), verdict: .met),
    ]
    report.scenarios = [peak()]
    report.predictions = [SamplePrediction.run]
    report.findings = findings
    report.failures = SampleFailures.results
    return report
  }
}
