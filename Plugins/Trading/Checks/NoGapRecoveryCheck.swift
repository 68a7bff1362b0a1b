import ArchitectureModel
import PluginAPI

/// Finds feeds whose listeners cannot make good what they missed.
struct NoGapRecoveryCheck: Check {
  let page = CheckPage(
    id: "trading.no-gap-recovery", aliases: ["trd-md-gap-recovery"],
    title: "Feed without gap recovery", severity: .major,
    summary: "Who missed messages gets them from somewhere else than the live feed.",
    why: """
      An incremental feed is useless after an unrepaired gap: every later change is applied to a \
      wrong book. Recovery that runs on the publisher takes from the live feed what many listeners \
      need at the same moment.
      """,
    detection: """
      A publisher needs `gap_recovery` with a way, served (`by`) by a component other than itself \
      and than the book.
      """,
    falsePositives: "A feed of whole snapshots, which repairs itself.",
    remedy: "Add a component that reads the log and serves snapshots and retransmissions.",
    sources: ["CME Group, MDP 3.0: market recovery"],
    passing: [
      CheckExample(
        """
        components:
          feed:
            kind: trading/market_data
            trading: { feed: { gap_recovery: { ways: [snapshot, retransmission], by: repair } } }
          repair: { kind: service, replicas: 2 }
        """)
    ],
    failing: [
      CheckExample(
        """
        components:
          feed: { kind: trading/market_data }  # expect: trading.no-gap-recovery
        """),
      CheckExample(
        """
        components:
          feed:
            kind: trading/market_data
            trading:
              feed:
                gap_recovery:
                  ways: [snapshot]
                  by: feed  # expect: trading.no-gap-recovery
        """),
      CheckExample(
        """
        components:
          feed:  # unknown: trading.no-gap-recovery
            kind: trading/market_data
            trading: { feed: { gap_recovery: { ways: [snapshot] } } }
        """),
    ])

  func findings(in evidence: Evidence) -> [Finding] {
    evidence.players(Role.feed).map { judge($0, evidence.architecture) }
  }

  private func judge(_ feed: Component, _ architecture: Architecture) -> Finding {
    var review = Review(feed, page.severity)
    if let ways = feed.trading("feed", "gap_recovery", "ways") {
      review.fact("ways", ways.texts.joined(separator: ", "))
      if ways.texts.isEmpty { review.problem("has no way to recover a gap", at: ways.span) }
      if let by = feed.trading("feed", "gap_recovery", "by"), let id = by.text {
        if id == feed.id {
          review.problem("repairs gaps on the live feed itself", at: by.span)
        } else if architecture.component(id)?.keepsBook ?? false {
          review.problem("repairs gaps at '\(id)', which keeps the book", at: by.span)
        }
      } else {
        review.question("which component repairs gaps (`gap_recovery: { by: }`)")
      }
    } else {
      review.problem("cannot repair what a listener missed")
    }
    return review.finding(
      good: "has gaps repaired beside the live feed",
      because: ["every change after an unrepaired gap is applied to a wrong book"],
      remedy: "add `gap_recovery: { ways: [snapshot, retransmission], by: ... }`")
  }
}
