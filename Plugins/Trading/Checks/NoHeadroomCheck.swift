import ArchitectureModel
import PluginAPI

/// Finds components without room above the historical peak.
struct NoHeadroomCheck: Check {
  let page = CheckPage(
    id: "trading.no-headroom", aliases: ["trd-capacity-headroom-2x"],
    title: "Capacity without headroom", severity: .major,
    summary: "Every element of the venue takes twice the highest rate of messages seen.",
    why: """
      The next peak is higher than the last one. Venues must take at least twice the highest \
      number of messages a second of the last five years, in gateways, matching and feeds alike, \
      and the busiest shard decides, since a book cannot be split.
      """,
    detection: """
      Mean time that a slot is taken, slots, copies or shards, and the rate that the peak second \
      of the load brings; shards are weighed by the popularity of their keys. rho above 1 is a \
      blocker; above 1/2 (2/3 at starter level) major. At expert level the fullest zone of copies \
      is taken away first.
      """,
    falsePositives: """
      The peak of a load is its rate curve, not a burst of milliseconds: a burst is what buffers \
      are for. A load that already contains the doubling is doubled again.
      """,
    remedy: "Add copies or shards, or make the work shorter.",
    sources: [
      "Commission Delegated Regulation (EU) 2017/584 (RTS 7), Art. 11(1)-(2)",
      "Nasdaq Trader, INET: 1,134,640 msg/s in the peak second",
    ],
    passing: [
      CheckExample(
        """
        components:
          gate: { kind: trading/gateway, calls: [seq] }
          seq: { kind: trading/sequencer, sharding: { count: 4, strategy: weighted } }
        workload:
          lasts: 10s
          operations:
            place_order: { arrivals: { process: poisson, rate: 200000/s } }
        """)
    ],
    failing: [
      CheckExample(
        """
        components:
          gate: { kind: trading/gateway, calls: [seq] }
          seq: { kind: trading/sequencer }  # expect: trading.no-headroom
        workload:
          lasts: 10s
          operations:
            place_order: { arrivals: { process: poisson, rate: 200000/s } }
        """)
    ])

  func findings(in evidence: Evidence) -> [Finding] {
    guard let demand = Demand(evidence) else { return [] }
    let least = Targets.of(evidence.level).headroom
    return demand.flow.venue.compactMap { component in
      guard var use = demand.use(of: component) else { return nil }
      var lost = false
      if evidence.level == .expert && !component.isLed {
        let left = component.copiesAfterZoneLoss(in: evidence.architecture)
        use.busy *= Double(component.machines) / max(1e-9, Double(left))
        lost = true
      }
      return judge(component, use, least, lost)
    }
  }

  private func judge(
    _ component: Component, _ use: Use, _ least: Double, _ lost: Bool
  ) -> Finding {
    var review = Review(component, page.severity)
    for fact in use.facts { review.fact(fact.name, fact.value) }
    review.fact("headroom", "\(Words.number(1 / use.busy))x")
    let capacity = Words.rate(use.capacity)
    let peak = Words.rate(use.perSecond)
    let loss = lost ? " with a zone lost" : ""
    if use.busy > 1 / least {
      review.problem(
        "takes \(capacity)\(loss) where the peak brings \(peak): "
          + "\(Words.number(1 / use.busy)) times, not \(Words.number(least))",
        at: component.sharding.span ?? component.replicas.origin.span)
    }
    return review.finding(
      good: "takes \(capacity)\(loss), \(Words.number(1 / use.busy)) times the peak of \(peak)",
      because: ["capacity must be at least twice the highest rate seen (RTS 7 Art. 11)"],
      remedy: "more copies or shards, or less work per message",
      severity: use.busy > 1 ? .blocker : page.severity)
  }
}
