import ArchitectureModel
import PluginAPI
import Quantities

/// Finds failovers that take too long or leave two leaders.
struct UnfencedFailoverCheck: Check {
  let page = CheckPage(
    id: "trading.unfenced-failover", aliases: ["trd-failover-fencing"],
    title: "Failover that is slow or leaves two leaders", severity: .major,
    summary: "Another copy takes over in time, and the old leader can write no more.",
    why: """
      While a shard has no leader its market stands still; with two it matches twice. A leader \
      that was only cut off does not know that it has been replaced, so something must keep it \
      from writing.
      """,
    detection: """
      Sequencers and matching engines: at least two members, automatic failover within 60 s, 2 s \
      or 200 ms by level, and fencing, which a quorum brings with it unless denied. A component \
      that only claims to match has no leader at all.
      """,
    falsePositives: """
      A venue that halts the market on purpose when a leader is lost; say so in a decision. A \
      matching engine of one member behind a replicated log restarts by replay.
      """,
    remedy: "Use a quorum or a lease with epochs, and reject the output of an old epoch.",
    sources: [
      "Ongaro, Ousterhout, \"In search of an understandable consensus algorithm\", USENIX ATC 2014"
    ],
    passing: [
      CheckExample(
        """
        components:
          seq:
            kind: trading/sequencer
            replication: { mode: quorum, copies: 3, failover: { mode: automatic, takes: 400ms } }
        """)
    ],
    failing: [
      CheckExample(
        """
        components:
          seq: { kind: trading/sequencer }  # expect: trading.unfenced-failover
        """),
      CheckExample(
        """
        components:
          seq:
            kind: trading/sequencer
            replication: { mode: quorum, copies: 3 }  # expect: trading.unfenced-failover
        """),
      CheckExample(
        """
        components:
          seq:  # unknown: trading.unfenced-failover
            kind: trading/sequencer
            replication: { mode: sync, copies: 2, failover: { mode: automatic, takes: 400ms } }
        """),
    ])

  func findings(in evidence: Evidence) -> [Finding] {
    let limit = Targets.of(evidence.level).failover
    return evidence.orderers.map { judge($0, limit) }
  }

  private func judge(_ book: Component, _ limit: TimeSpan) -> Finding {
    var review = Review(book, page.severity)
    guard book.isLed else {
      review.problem("keeps the book without a leader that another could replace")
      return finish(review, "")
    }
    let replication = book.replication
    review.fact("members", "\(replication.copies)")
    review.fact("failover takes", replication.failoverTakes.brief)
    review.fact("limit", limit.brief)
    if replication.copies < 2 || replication.mode == .none {
      review.problem("has no second member that could take over", at: replication.span)
    } else if !replication.automaticFailover {
      review.problem("waits for a person to name a new leader", at: replication.span)
    } else if replication.failoverTakes > limit {
      review.problem(
        "takes \(replication.failoverTakes.brief) to fail over, not \(limit.brief)",
        at: replication.failoverOrigin.span ?? replication.span)
    }
    if replication.fencing == false {
      review.problem("lets the old leader go on writing", at: replication.span)
    } else if replication.fencing == nil && replication.mode != .quorum {
      review.question("whether the old leader is kept from writing (`failover: { fencing: }`)")
    }
    return finish(review, replication.failoverTakes.brief)
  }

  private func finish(_ review: Review, _ takes: String) -> Finding {
    review.finding(
      good: "fails over in \(takes), and one leader writes",
      because: ["a cut-off leader that goes on matching fills orders twice"],
      remedy: "set `failover: { mode: automatic, fencing: yes }` on a quorum of three")
  }
}
