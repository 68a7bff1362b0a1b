import ArchitectureModel
import PluginAPI

/// Finds venues whose members depend on one gateway or one zone.
struct SingleGatewayCheck: Check {
  let page = CheckPage(
    id: "trading.single-gateway", aliases: ["trd-gateway-redundancy"],
    title: "Gateways in one place", severity: .major,
    summary: "Gateways stand in two zones, and with one lost the rest carries the peak.",
    why: """
      Gateways hold the most state that faces outside and fail most. A member whose only gateway \
      is gone holds positions that cannot be closed, and orders in the book that nobody watches.
      """,
    detection: """
      Gateways before a book: copies in at least two zones or sites (`spread: zone`, or several \
      sites), capacity for the peak with one copy less where there is a load, and \
      `cancel_on_disconnect`.
      """,
    falsePositives: "Two gateway components, each in a zone of its own, are judged one by one.",
    remedy: "Run at least two copies with `spread: zone` and give members two addresses.",
    sources: ["Venue rules of engagement: primary and backup gateway for each session"],
    passing: [
      CheckExample(
        """
        sites: { ny: { zones: [a, b] } }
        components:
          gate:
            kind: trading/gateway
            replicas: 2
            spread: zone
            calls: [seq]
            trading: { cancel_on_disconnect: yes }
          seq: { kind: trading/sequencer }
        """)
    ],
    failing: [
      CheckExample(
        """
        components:
          gate: { kind: trading/gateway, calls: [seq] }  # expect: trading.single-gateway
          seq: { kind: trading/sequencer }
        """),
      CheckExample(
        """
        sites: { ny: { zones: [a, b] } }
        components:
          gate:
            kind: trading/gateway
            replicas: 4  # expect: trading.single-gateway
            calls: [seq]
          seq: { kind: trading/sequencer }
        """),
      CheckExample(
        """
        sites: { ny: { zones: [a, b] } }
        components:
          gate:  # unknown: trading.single-gateway
            kind: trading/gateway
            replicas: 2
            spread: zone
            calls: [seq]
          seq: { kind: trading/sequencer }
        """),
    ])

  func findings(in evidence: Evidence) -> [Finding] {
    let demand = Demand(evidence)
    return OrderFlow(evidence).gateways.map { judge($0, demand?.use(of: $0), evidence) }
  }

  private func judge(_ gate: Component, _ use: Use?, _ evidence: Evidence) -> Finding {
    var review = Review(gate, page.severity)
    let domains = gate.failureDomains(in: evidence.architecture)
    let copies = gate.machines
    let place = gate.replicas.origin.span
    review.fact("copies", "\(copies)")
    review.fact("zones", "\(domains)")
    if copies < 2 {
      review.problem("is the only gateway of its kind", at: place)
    } else if domains < 2 {
      review.problem("has all \(copies) copies in one zone", at: place)
    }
    if let use, copies > 1 {
      let busy = use.busy * Double(copies) / Double(copies - 1)
      review.fact("rho with one copy lost", Words.number(busy))
      if busy > 1 {
        review.problem("cannot carry the peak of \(Words.rate(use.perSecond)) with one copy lost")
      }
    }
    review.flag(
      gate.trading("cancel_on_disconnect"),
      no: "leaves the orders of a lost session in the book",
      unstated: "what becomes of the orders of a lost session (`cancel_on_disconnect`)")
    return review.finding(
      good: "has \(copies) copies in \(domains) zones and cancels for lost sessions",
      because: ["a lost gateway is the most common fault of a venue"],
      remedy: "two copies or more with `spread: zone`, and `cancel_on_disconnect: yes`")
  }
}
