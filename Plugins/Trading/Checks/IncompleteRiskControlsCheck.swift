import ArchitectureModel
import PluginAPI

/// Finds risk checks that lack one of the controls that rules ask for.
struct IncompleteRiskControlsCheck: Check {
  let page = CheckPage(
    id: "trading.incomplete-risk-controls", aliases: ["trd-risk-control-set"],
    title: "Risk check without all controls", severity: .major,
    summary: "Pre-trade risk limits credit, price, size, value, repeats, rate and instruments.",
    why: """
      Each control stops another accident: a wrong price, a wrong size, an order sent twice, a \
      loop. Rules name them one by one, since firms have failed for want of each.
      """,
    detection: """
      The `controls` of each risk check, together with those of the gateways, against the seven \
      that the rules name. With fewer than half it is a blocker.
      """,
    falsePositives: "A control that another firm in the chain is bound to apply.",
    remedy: "Add the missing controls, each with a limit per member and one for the firm.",
    sources: [
      "SEC, 17 CFR 240.15c3-5(c)(1)(i)-(ii) and (c)(2)",
      "Commission Delegated Regulation (EU) 2017/589 (RTS 6), Art. 15(1) and 15(3)",
    ],
    passing: [
      CheckExample(
        """
        components:
          risk:
            kind: trading/pretrade_risk
            trading:
              controls: [credit_limit, price_collar, max_order_qty, max_notional,
                         duplicate_check, message_rate_limit, restricted_list]
        """)
    ],
    failing: [
      CheckExample(
        """
        components:
          risk:
            kind: trading/pretrade_risk
            trading:
              controls: [credit_limit]  # expect: trading.incomplete-risk-controls
        """),
      CheckExample(
        """
        components:
          risk: { kind: trading/pretrade_risk }  # unknown: trading.incomplete-risk-controls
        """),
    ])

  func findings(in evidence: Evidence) -> [Finding] {
    let atGateways = evidence.players(Role.edge).filter { !$0.plays(Role.risk) }
      .flatMap { $0.trading("controls")?.texts ?? [] }
    return evidence.players(Role.risk).map { judge($0, atGateways) }
  }

  private func judge(_ risk: Component, _ atGateways: [String]) -> Finding {
    var review = Review(risk, page.severity)
    var severity = page.severity
    if let stated = risk.trading("controls") {
      let present = Set(stated.texts + atGateways)
      let missing = VenueFields.controls.filter { !present.contains($0) }
      let count = VenueFields.controls.count
      review.fact("controls", "\(count - missing.count) of \(count)")
      if !missing.isEmpty {
        review.problem("has no \(missing.joined(separator: ", "))", at: stated.span)
      }
      if (count - missing.count) * 2 < count { severity = .blocker }
    } else {
      review.question("which controls it has (`trading: { controls: }`)")
    }
    return review.finding(
      good: "has all seven controls",
      because: ["each control prevents another accident (15c3-5(c), RTS 6 Art. 15)"],
      remedy: "add every control of the list, each with a limit", severity: severity)
  }
}
