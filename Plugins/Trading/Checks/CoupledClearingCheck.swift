import ArchitectureModel
import PluginAPI

/// Finds matching that stops when clearing does.
struct CoupledClearingCheck: Check {
  let page = CheckPage(
    id: "trading.coupled-clearing", aliases: ["trd-posttrade-decoupled"],
    title: "Clearing on the order path", severity: .major,
    summary: "Clearing takes trades from a durable log, after the answer to the order.",
    why: """
      Clearing is slower than matching and has its own outages, some of hours. A call to it from \
      the order path stops the market with it; a message that is only in memory loses trades.
      """,
    detection: """
      Components with `traits: [clearing]` must not be waited for by orders, and must be reached \
      through a durable queue or stream.
      """,
    falsePositives: "A pre-trade check at a clearing house, which is risk and not clearing.",
    remedy: "Publish trades to the log and let clearing consume it, keyed by trade id.",
    sources: ["Richardson, \"Microservices patterns\", 2018: transactional outbox"],
    passing: [
      CheckExample(
        """
        components:
          seq: { kind: trading/sequencer, calls: [{ send: log, acks: quorum }] }
          log: { kind: trading/journal }
          clearing: { kind: worker, traits: [clearing], consumes: [{ from: log }] }
        """)
    ],
    failing: [
      CheckExample(
        """
        components:
          engine:
            kind: trading/matching_engine
            calls:
              - { call: clearing }  # expect: trading.coupled-clearing
          clearing: { kind: service, traits: [clearing] }
        """),
      CheckExample(
        """
        components:
          engine:
            kind: trading/matching_engine
            calls:
              - { send: clearing }  # expect: trading.coupled-clearing
          clearing: { kind: service, traits: [clearing] }
        """),
    ])

  func findings(in evidence: Evidence) -> [Finding] {
    let flow = OrderFlow(evidence)
    let waitedFor = Set(flow.awaited.map(\.id))
    let behind = Set(flow.behindBook.map(\.id))
    return evidence.players(Role.clearing).map { clearing in
      var review = Review(clearing, page.severity)
      let callers = evidence.architecture.components.flatMap { caller in
        flow.hops(from: caller, for: nil).filter { $0.to == clearing.id }.map { (caller, $0) }
      }
      if waitedFor.contains(clearing.id) {
        let caller = callers.first { waitedFor.contains($0.0.id) && $0.1.isAwaited }
        review.problem(
          "must answer before \(caller.map { "'\($0.0.id)'" } ?? "an order") goes on",
          at: caller?.1.span)
      } else if let direct = callers.first(where: { behind.contains($0.0.id) && !$0.1.isDelivery }),
        direct.0.keepsBook || flow.inbound.contains(where: { $0.id == direct.0.id })
      {
        review.problem(
          "gets trades from '\(direct.0.id)' by a message that no log keeps", at: direct.1.span)
      } else if !behind.contains(clearing.id) {
        review.question("how trades reach it (`consumes`)")
      }
      return review.finding(
        good: "takes trades from a log, after the answer",
        because: ["an outage of clearing must not stop matching"],
        remedy: "let '\(clearing.id)' consume the log")
    }
  }
}
