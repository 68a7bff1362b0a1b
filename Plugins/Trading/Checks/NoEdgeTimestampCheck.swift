import ArchitectureModel
import PluginAPI

/// Finds gateways whose messages get their time too late.
struct NoEdgeTimestampCheck: Check {
  let page = CheckPage(
    id: "trading.no-edge-timestamp", aliases: ["trd-edge-timestamp"],
    title: "No timestamp at the edge", severity: .minor,
    summary: "Messages of members are stamped where they enter and leave.",
    why: """
      A reconstruction needs one constant point at which every message was stamped. A time taken \
      inside the application contains its queues, which is what a complaint is about.
      """,
    detection: "`timestamps` of gateways before a book must be `network_card` or `tap`.",
    falsePositives: "Venues slower than a second, where the application's time is fine enough.",
    remedy: "Stamp in the network card or by a tap, and document the point.",
    sources: ["Commission Delegated Regulation (EU) 2017/574 (RTS 25), Art. 4"],
    passing: [
      CheckExample(
        """
        components:
          gate: { kind: trading/gateway, calls: [seq], trading: { timestamps: tap } }
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
            trading: { timestamps: application }  # expect: trading.no-edge-timestamp
          seq: { kind: trading/sequencer }
        """),
      CheckExample(
        """
        components:
          gate: { kind: trading/gateway, calls: [seq] }  # unknown: trading.no-edge-timestamp
          seq: { kind: trading/sequencer }
        """),
    ])

  func findings(in evidence: Evidence) -> [Finding] {
    OrderFlow(evidence).gateways.map { gate in
      var review = Review(gate, page.severity)
      if let point = gate.trading("timestamps") {
        if point.text == "none" { review.problem("stamps no messages", at: point.span) }
        if point.text == "application" {
          review.problem("stamps messages after they have waited", at: point.span)
        }
      } else {
        review.question("where messages are stamped (`trading: { timestamps: }`)")
      }
      return review.finding(
        good: "stamps messages where they enter",
        because: ["reconstruction needs one constant point (RTS 25 Art. 4)"],
        remedy: "stamp in the network card (`timestamps: network_card`)")
    }
  }
}
