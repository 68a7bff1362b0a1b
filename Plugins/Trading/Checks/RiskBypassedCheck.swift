import ArchitectureModel
import PluginAPI

/// Finds ways on which an order reaches the book without a pre-trade check.
struct RiskBypassedCheck: Check {
  let page = CheckPage(
    id: "trading.risk-bypassed", aliases: ["trd-pretrade-risk-inline"],
    title: "Orders that bypass pre-trade risk", severity: .blocker,
    summary: "Every order passes a pre-trade risk check before it is sequenced or matched.",
    why: """
      Unfiltered access to a market is prohibited: controls must prevent the entry of orders that \
      break a limit. A check after the fact, or one that lets orders through when it is down, \
      prevents nothing.
      """,
    detection: """
      Follows calls, hand-overs and messages from the entries to each sequencer, or matching \
      engine where there is none. A way is guarded by a component with trait pretrade_risk on it, \
      or by an unconditional call to one earlier in the same steps. Risk checks must fail closed.
      """,
    falsePositives: """
      A check built into the gateway is not seen unless the gateway says `traits: \
      [pretrade_risk]`. Operations whose name contains `cancel` may bypass the check, since \
      taking an order back only lowers risk.
      """,
    remedy: "Call the risk check before the sequencer, and reject orders while it cannot answer.",
    sources: [
      "SEC, 17 CFR 240.15c3-5(c)(1)",
      "Commission Delegated Regulation (EU) 2017/589 (RTS 6), Art. 15",
    ],
    passing: [
      CheckExample(
        """
        components:
          gate: { kind: trading/gateway, calls: [risk] }
          risk:
            kind: trading/pretrade_risk
            calls: [seq]
            trading: { fail_mode: closed }
          seq: { kind: trading/sequencer }
        """),
      CheckExample(
        """
        components:
          gate: { kind: trading/gateway, calls: [risk, seq] }
          risk: { kind: trading/pretrade_risk, trading: { fail_mode: closed } }
          seq: { kind: trading/sequencer }
        """),
      CheckExample(
        """
        components:
          gate: { kind: trading/gateway, calls: [risk, seq] }
          risk: { kind: trading/pretrade_risk }  # unknown: trading.risk-bypassed
          seq: { kind: trading/sequencer }
        """),
    ],
    failing: [
      CheckExample(
        """
        components:
          gate:
            kind: trading/gateway
            calls:
              - { send: risk }
              - { call: seq }  # expect: trading.risk-bypassed
          risk: { kind: trading/pretrade_risk, trading: { fail_mode: closed } }
          seq: { kind: trading/sequencer }
        """),
      CheckExample(
        """
        components:
          gate: { kind: trading/gateway, calls: [risk] }
          risk:
            kind: trading/pretrade_risk
            calls: [engine]
            trading: { fail_mode: open }  # expect: trading.risk-bypassed
          engine: { kind: trading/matching_engine }
        """),
    ])

  func findings(in evidence: Evidence) -> [Finding] {
    let flow = OrderFlow(evidence)
    guard !flow.entering.isEmpty else { return [] }
    return ways(to: evidence.orderers, flow) + modes(of: evidence.players(Role.risk))
  }

  private func ways(to books: [Component], _ flow: OrderFlow) -> [Finding] {
    books.flatMap { book -> [Finding] in
      let arriving = flow.entering.filter { flow.reached(by: $0).contains(book.id) }
      guard !arriving.isEmpty else { return [] }
      for operation in arriving {
        if let way = flow.unguardedWay(to: book.id, for: operation) {
          return [bypass(book, way.ids, way.last, operation)]
        }
      }
      return [.satisfied(book, "every way to '\(book.id)' passes pre-trade risk first")]
    }
  }

  private func modes(of checks: [Component]) -> [Finding] {
    checks.map { risk in
      var review = Review(risk, page.severity)
      if let mode = risk.trading("fail_mode") {
        review.fact("fail_mode", mode.text ?? "")
        if mode.text == "open" {
          review.problem("lets orders through when it cannot check them", at: mode.span)
        }
      } else {
        review.question("whether orders pass when it is down (`trading: { fail_mode: }`)")
      }
      return review.finding(
        good: "rejects what it cannot check", because: [reason],
        remedy: "set `fail_mode: closed` and reject orders when the limits are not there")
    }
  }

  private var reason: String { "controls must prevent the entry of orders (15c3-5(c)(1))" }

  private func bypass(
    _ book: Component, _ ids: [String], _ last: Hop?, _ operation: String?
  ) -> Finding {
    let what = operation.map { " of '\($0)'" } ?? ""
    return Finding(
      .violated, page.severity, subject: "components.\(book.id)", components: ids,
      places: [last?.span ?? book.span, book.span],
      message: "orders\(what) reach '\(book.id)' without a pre-trade risk check on the way",
      facts: [Fact("way", ids.joined(separator: " -> "))], because: [reason],
      remedy: "let '\(ids.count > 1 ? ids[ids.count - 2] : book.id)' call the risk check first")
  }
}
