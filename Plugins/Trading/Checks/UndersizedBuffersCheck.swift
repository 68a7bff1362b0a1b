import ArchitectureModel
import PluginAPI
import Quantities

/// Finds waiting rooms that a burst of milliseconds overflows, or that never end.
struct UndersizedBuffersCheck: Check {
  let page = CheckPage(
    id: "trading.undersized-buffers", aliases: ["trd-burst-buffer"],
    title: "Buffer smaller than a burst, or endless", severity: .major,
    summary: "Waiting rooms hold the worst ten milliseconds, have a limit, and drain in time.",
    why: """
      Capacity is judged by the second, but messages come in bursts of milliseconds at a multiple \
      of it. A waiting room that is too small refuses them; one without a limit keeps stale orders \
      waiting until nobody wants them.
      """,
    detection: """
      Each component from the entries to the book needs a finite `queue.limit`. With a load: the \
      peak times 5, 10 or 20 by level for 10 ms, minus what one copy or shard serves, must fit, \
      and be drained within 100 ms at the peak.
      """,
    falsePositives: "The factors are teaching values; a venue measures its own bursts.",
    remedy: "Size `queue: { limit: }` from the burst and refuse what is beyond it.",
    sources: [
      "SIAC notice on OPRA capacity, 2023: projections per 100 ms, judged on 10 ms windows",
      "UTP vendor alert 2024-11: line at 11 times the worst second",
    ],
    passing: [
      CheckExample(
        """
        components:
          gate: { kind: trading/gateway, replicas: 2, calls: [seq] }
          seq: { kind: trading/sequencer }
        workload:
          lasts: 10s
          operations:
            place_order: { arrivals: { process: poisson, rate: 20000/s } }
        """)
    ],
    failing: [
      CheckExample(
        """
        components:
          gate:
            kind: trading/gateway
            queue: { limit: none }  # expect: trading.undersized-buffers
            calls: [seq]
          seq: { kind: trading/sequencer }
        """),
      CheckExample(
        """
        components:
          gate: { kind: trading/gateway, calls: [seq] }
          seq:
            kind: trading/sequencer
            queue: { limit: 1000 }  # expect: trading.undersized-buffers
        workload:
          lasts: 10s
          operations:
            place_order: { arrivals: { process: poisson, rate: 100000/s } }
        """),
    ])

  /// The length of a burst in seconds, and the longest time to drain it.
  private static let burstSeconds = 0.01
  private static let drainSeconds = 0.1

  func findings(in evidence: Evidence) -> [Finding] {
    let demand = Demand(evidence)
    let factor = Targets.of(evidence.level).burst
    return OrderFlow(evidence).inbound
      .filter { $0.has("compute") && !$0.has("source") }
      .map { judge($0, demand?.use(of: $0), factor) }
  }

  private func judge(_ component: Component, _ use: Use?, _ factor: Double) -> Finding {
    var review = Review(component, page.severity)
    let place = component.queueLimit.origin.span
    let limit = component.queueLimit.value
    review.fact("queue.limit", limit.map { "\($0)" } ?? "none")
    if limit == nil, component.concurrency.value != nil {
      review.problem("lets any number of orders wait", at: place)
    }
    if let use, let limit {
      let arriving = use.perSecond * use.busiestShare
      let backlog = max(0, factor * arriving - use.laneCapacity) * Self.burstSeconds
      let spare = use.laneCapacity - arriving
      review.fact("burst", "\(Words.number(factor))x for 10 ms")
      review.fact("backlog of the busiest", Words.number(backlog))
      if backlog > Double(limit) {
        review.problem(
          "has room for \(limit) orders where a burst leaves \(Words.number(backlog))", at: place)
      } else if backlog > 0 && backlog > spare * Self.drainSeconds {
        let drain = spare > 0 ? TimeSpan(seconds: backlog / spare).brief : "for ever"
        review.problem("takes \(drain) to drain a burst, not 100 ms")
      }
    }
    return review.finding(
      good: "has a waiting room of \(limit.map { "\($0)" } ?? "its own") that a burst fits into",
      because: ["bursts of 10 ms reach a multiple of the peak second"],
      remedy: "set `queue: { limit: }` to the backlog of a burst, and add capacity to drain it")
  }
}
