import ArchitectureModel
import PluginAPI

/// Finds venues in which nobody compares the sides of a trade.
struct UnreconciledTradesCheck: Check {
  let page = CheckPage(
    id: "trading.unreconciled-trades", aliases: ["trd-settlement-recon"],
    title: "Trades that nobody compares", severity: .major,
    summary: "Matching, clearing and the members' copies of trades are compared.",
    why: """
      Trades settle on the next day. A trade that one side lacks is found by comparing, or by a \
      failed settlement that costs money and trust.
      """,
    detection: """
      Where something clears: a component with `traits: [reconciliation]` that reads what the book \
      leaves behind, and under `reconciles` names matching, clearing and drop_copy.
      """,
    falsePositives: "Reconciliation by another firm on the venue's behalf.",
    remedy: "Add a worker that consumes the log and compares all three sides by trade id.",
    sources: [
      "SEC, 17 CFR 240.15c6-1(a): T+1 since 28 May 2024",
      "CPMI-IOSCO, Principles for financial market infrastructures, 2012, principle 17",
    ],
    passing: [
      CheckExample(
        """
        components:
          seq: { kind: trading/sequencer, calls: [{ send: log, acks: quorum }] }
          log: { kind: trading/journal }
          clearing: { kind: worker, traits: [clearing], consumes: [{ from: log }] }
          compare:
            kind: worker
            traits: [reconciliation]
            consumes: [{ from: log }]
            trading: { reconciles: [matching, clearing, drop_copy] }
        """)
    ],
    failing: [
      CheckExample(
        """
        components:
          seq: { kind: trading/sequencer, calls: [{ send: log, acks: quorum }] }
          log: { kind: trading/journal }
          clearing:  # expect: trading.unreconciled-trades
            kind: worker
            traits: [clearing]
            consumes: [{ from: log }]
        """)
    ])

  func findings(in evidence: Evidence) -> [Finding] {
    let comparing = evidence.players(Role.reconciliation)
    guard comparing.isEmpty else {
      let behind = Set(OrderFlow(evidence).behindBook.map(\.id))
      return comparing.map { judge($0, behind) }
    }
    return evidence.players(Role.clearing).prefix(1).map { clearing in
      var review = Review(clearing, page.severity)
      review.problem("clears trades that no component compares with the book's")
      return finish(review)
    }
  }

  private func judge(_ component: Component, _ behind: Set<String>) -> Finding {
    var review = Review(component, page.severity)
    if !behind.contains(component.id) {
      review.problem("compares trades but gets none from the book")
    }
    if let sides = component.trading("reconciles") {
      let missing = ["matching", "clearing", "drop_copy"].filter { !sides.texts.contains($0) }
      if !missing.isEmpty {
        review.problem("leaves out \(missing.joined(separator: ", "))", at: sides.span)
      }
    } else {
      review.question("which sides it compares (`trading: { reconciles: }`)")
    }
    return finish(review)
  }

  private func finish(_ review: Review) -> Finding {
    review.finding(
      good: "compares all sides of a trade",
      because: ["trades settle on the next day (15c6-1(a))"],
      remedy: "add a worker with `traits: [reconciliation]` that consumes the log")
  }
}
