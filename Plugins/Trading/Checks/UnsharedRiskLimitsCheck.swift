import ArchitectureModel
import PluginAPI

/// Finds copies of a risk check that each grant the whole limit.
struct UnsharedRiskLimitsCheck: Check {
  let page = CheckPage(
    id: "trading.unshared-risk-limits", aliases: ["trd-risk-aggregate-state"],
    title: "Credit limit that multiplies with the copies", severity: .major,
    summary: "Copies of a risk check count used-up credit together.",
    why: """
      If four copies each know the full limit and none knows what the others let through, the \
      limit in force is four times what was meant. Knight Capital's exposure grew without any \
      firm-wide automated limit.
      """,
    detection: """
      A risk check with several copies: it must keep its state in a durable store or a single \
      writer that it asks, or say under `limit_state` how the limit is divided.
      """,
    falsePositives: "All limits are per order, so nothing is counted; say `sliced`.",
    remedy: "Send each account to one copy, or give every copy a slice of the limit.",
    sources: ["SEC, Release 34-70694 (Knight Capital), 2013", "SEC, 17 CFR 240.15c3-5(c)(1)(i)"],
    passing: [
      CheckExample(
        """
        components:
          risk: { kind: trading/pretrade_risk, replicas: 4, trading: { limit_state: by_account } }
        """),
      CheckExample("components: { risk: { kind: trading/pretrade_risk } }"),
    ],
    failing: [
      CheckExample(
        """
        components:
          risk:
            kind: trading/pretrade_risk
            replicas: 4
            trading: { limit_state: per_copy }  # expect: trading.unshared-risk-limits
        """),
      CheckExample(
        """
        components:
          risk: { kind: trading/pretrade_risk, replicas: 2 } # unknown: trading.unshared-risk-limits
        """),
    ])

  func findings(in evidence: Evidence) -> [Finding] {
    let flow = OrderFlow(evidence)
    return evidence.players(Role.risk).map { judge($0, flow) }
  }

  private func judge(_ risk: Component, _ flow: OrderFlow) -> Finding {
    var review = Review(risk, page.severity)
    let copies = risk.machines
    review.fact("copies", "\(copies)")
    let asks = flow.hops(from: risk, for: nil).filter { hop in
      hop.isAwaited && (flow.component(hop.to)?.has("store") ?? false)
    }
    if copies > 1 && !risk.isLed && asks.isEmpty {
      if let state = risk.trading("limit_state") {
        if state.text == "per_copy" {
          review.problem(
            "has \(copies) copies that each grant the whole limit, \(copies) times as much in all",
            at: state.span)
        }
      } else {
        review.question("how its \(copies) copies share a limit (`trading: { limit_state: }`)")
      }
    }
    return review.finding(
      good: copies > 1 ? "shares its limits among \(copies) copies" : "counts limits in one place",
      because: ["the limit in force is copies times limit when copies do not share"],
      remedy: "partition by account (`limit_state: by_account`) or slice the limit")
  }
}
