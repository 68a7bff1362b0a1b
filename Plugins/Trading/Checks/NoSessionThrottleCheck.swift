import ArchitectureModel
import PluginAPI
import Quantities
import Stochastics

/// Finds gateways that let one session take everything.
struct NoSessionThrottleCheck: Check {
  let page = CheckPage(
    id: "trading.no-session-throttle", aliases: ["trd-session-throttle"],
    title: "Session without a limit", severity: .major,
    summary: "One member's session cannot use up the venue.",
    why: """
      An algorithm in a loop sends as fast as its machine can. Without a limit per session it \
      takes the capacity of everybody; with one that drops silently nobody knows which orders \
      live. Cancels must pass, since they lower risk.
      """,
    detection: """
      Gateways before a book need `throttle`; its limit must be below 80 % of what the slowest \
      stage before the book takes by its mean work; it rejects or delays, and cancels are exempt.
      """,
    falsePositives: "A gateway for one trusted session only.",
    remedy: "Give each session a token bucket that rejects, with cancels exempt.",
    sources: [
      "Commission Delegated Regulation (EU) 2017/589 (RTS 6), Art. 15(1)(d)",
      "Commission Delegated Regulation (EU) 2017/584 (RTS 7), Art. 11(2)(a)",
    ],
    passing: [
      CheckExample(
        """
        components:
          gate:
            kind: trading/gateway
            calls: [seq]
            trading: { throttle: { per_session: 20000/s, on_limit: reject, cancels_exempt: yes } }
          seq: { kind: trading/sequencer }
        """)
    ],
    failing: [
      CheckExample(
        """
        components:
          gate: { kind: trading/gateway, calls: [seq] }  # expect: trading.no-session-throttle
          seq: { kind: trading/sequencer }
        """),
      CheckExample(
        """
        components:
          gate:
            kind: trading/gateway
            calls: [seq]
            trading:
              throttle:
                per_session: 1000000/s  # expect: trading.no-session-throttle
                on_limit: reject
                cancels_exempt: yes
          seq: { kind: trading/sequencer }
        """),
      CheckExample(
        """
        components:
          gate:  # unknown: trading.no-session-throttle
            kind: trading/gateway
            calls: [seq]
            trading: { throttle: { per_session: 20000/s } }
          seq: { kind: trading/sequencer }
        """),
    ])

  func findings(in evidence: Evidence) -> [Finding] {
    let flow = OrderFlow(evidence)
    let slowest = slowest(of: flow)
    return flow.gateways.map { judge($0, slowest) }
  }

  /// The least that one shard of a book, or all copies of a stage before it, takes.
  private func slowest(of flow: OrderFlow) -> (id: String, perSecond: Double)? {
    flow.inbound.compactMap { stage -> (id: String, perSecond: Double)? in
      guard let slots = stage.concurrency.value, let work = stage.work?.value.meanSeconds, work > 0
      else { return nil }
      let copies = stage.isLed ? 1 : Demand.lanes(of: stage)
      return (stage.id, Double(slots) * Double(copies) / work)
    }.min { $0.perSecond < $1.perSecond }
  }

  private func judge(_ gate: Component, _ slowest: (id: String, perSecond: Double)?) -> Finding {
    var review = Review(gate, page.severity)
    if let limit = gate.trading("throttle", "per_session") {
      let perSecond = limit.number ?? limit.rateCurve?.first?.perSecond ?? 0
      review.fact("limit of a session", Words.rate(perSecond))
      if let slowest {
        review.fact("slowest stage", "'\(slowest.id)': \(Words.rate(slowest.perSecond))")
        if perSecond > 0.8 * slowest.perSecond {
          review.problem(
            "allows one session \(Words.rate(perSecond)), more than 80 % of what "
              + "'\(slowest.id)' takes (\(Words.rate(slowest.perSecond)))", at: limit.span)
        }
      }
      if let reaction = gate.trading("throttle", "on_limit") {
        if reaction.text == "drop" {
          review.problem("drops what is beyond the limit without an answer", at: reaction.span)
        }
      } else {
        review.question("what happens beyond the limit (`on_limit`)")
      }
      review.flag(
        gate.trading("throttle", "cancels_exempt"),
        no: "holds back cancels too, so that risk cannot be reduced",
        unstated: "whether cancels pass (`cancels_exempt`)")
    } else {
      review.problem("lets each session send without a limit")
    }
    return review.finding(
      good: "limits each session and says what happens beyond",
      because: ["one runaway session must not use up the book (RTS 6 Art. 15(1)(d))"],
      remedy: "add `throttle: { per_session: 20000/s, on_limit: reject, cancels_exempt: yes }`")
  }
}
