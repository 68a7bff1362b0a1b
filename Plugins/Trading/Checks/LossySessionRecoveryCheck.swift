import ArchitectureModel
import PluginAPI
import Quantities

/// Finds sessions that cannot go on where they stopped.
struct LossySessionRecoveryCheck: Check {
  let page = CheckPage(
    id: "trading.lossy-session-recovery", aliases: ["trd-fix-session-recovery"],
    title: "Session that forgets", severity: .major,
    summary: "A session goes on at any gateway with no message lost or repeated.",
    why: """
      Sequence numbers tell a member after a disconnection which orders arrived and which fills \
      were missed. Numbers kept in one gateway die with it, and the member must guess.
      """,
    detection: """
      `session_recovery` of gateways before a book: the store of sequence numbers must outlive \
      the gateway, missed messages are sent again, and heartbeats come every 5 to 60 s.
      """,
    falsePositives: "Request-and-answer protocols in which a member asks for all open orders.",
    remedy: "Keep the numbers in a replicated store or let the sequencer own the sessions.",
    sources: [
      "FIX Trading Community, FIX session layer: ResendRequest, SequenceReset, TestRequest",
      "Rules of engagement: Saxo 30 s, Coinbase 5-60 s",
    ],
    passing: [
      CheckExample(
        """
        components:
          gate:
            kind: trading/gateway
            calls: [seq]
            trading:
              session_recovery: { sequence_store: replicated, resend: yes, heartbeat: 30s }
          seq: { kind: trading/sequencer }
        """)
    ],
    failing: [
      CheckExample(
        """
        components:
          gate:
            kind: trading/gateway
            calls: [seq]
            trading:
              session_recovery:
                sequence_store: local  # expect: trading.lossy-session-recovery
                resend: yes
                heartbeat: 30s
          seq: { kind: trading/sequencer }
        """),
      CheckExample(
        """
        components:
          gate: { kind: trading/gateway, calls: [seq] }  # unknown: trading.lossy-session-recovery
          seq: { kind: trading/sequencer }
        """),
    ])

  func findings(in evidence: Evidence) -> [Finding] {
    OrderFlow(evidence).gateways.map(judge)
  }

  private func judge(_ gate: Component) -> Finding {
    var review = Review(gate, page.severity)
    if let store = gate.trading("session_recovery", "sequence_store") {
      review.fact("sequence store", store.text ?? "")
      if store.text == "none" { review.problem("keeps no sequence numbers", at: store.span) }
      if store.text == "local" {
        review.problem("loses the sequence numbers with its machine", at: store.span)
      }
    } else {
      review.question("where sequence numbers are kept (`session_recovery`)")
    }
    review.flag(
      gate.trading("session_recovery", "resend"), no: "does not send missed messages again",
      unstated: "whether missed messages are sent again (`resend`)")
    if let heartbeat = gate.trading("session_recovery", "heartbeat"),
      let span = heartbeat.duration
    {
      review.fact("heartbeat", span.brief)
      if span.seconds < 5 || span.seconds > 60 {
        review.problem("has heartbeats every \(span.brief), not 5 to 60 s", at: heartbeat.span)
      }
    } else {
      review.question("how often heartbeats come (`heartbeat`)")
    }
    return review.finding(
      good: "lets a session go on where it stopped",
      because: ["after a disconnection sequence numbers tell what was lost"],
      remedy: "set `session_recovery: { sequence_store: replicated, resend: yes, heartbeat: 30s }`")
  }
}
