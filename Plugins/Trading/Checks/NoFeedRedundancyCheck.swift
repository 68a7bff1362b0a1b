import ArchitectureModel
import PluginAPI

/// Finds feeds that one broken line or machine silences.
struct NoFeedRedundancyCheck: Check {
  let page = CheckPage(
    id: "trading.no-feed-redundancy", aliases: ["trd-md-ab-redundancy"],
    title: "Feed on a single line", severity: .major,
    summary: "Market data come on two disjoint lines, and listeners take whichever is first.",
    why: """
      Packets of a multicast are lost without notice. Two lines on paths of their own make a loss \
      on one of them harmless, but only if the listeners take both and look at sequence numbers.
      """,
    detection: """
      A publisher needs two copies in two zones or sites, `lines: disjoint`, and `arbitration`.
      """,
    falsePositives: "A feed over a transport that repeats what is lost, for remote readers.",
    remedy: "Publish lines A and B from two machines on two networks, and arbitrate by sequence.",
    sources: ["CME Group, MDP 3.0: feed arbitration"],
    passing: [
      CheckExample(
        """
        sites: { ny: { zones: [a, b] } }
        components:
          feed:
            kind: trading/market_data
            replicas: 2
            spread: zone
            trading: { feed: { lines: disjoint, arbitration: yes } }
        """)
    ],
    failing: [
      CheckExample(
        """
        components:
          feed: { kind: trading/market_data }  # expect: trading.no-feed-redundancy
        """),
      CheckExample(
        """
        sites: { ny: { zones: [a, b] } }
        components:
          feed:
            kind: trading/market_data
            replicas: 2
            spread: zone
            trading:
              feed:
                lines: shared  # expect: trading.no-feed-redundancy
                arbitration: yes
        """),
      CheckExample(
        """
        sites: { ny: { zones: [a, b] } }
        components:
          feed:  # unknown: trading.no-feed-redundancy
            kind: trading/market_data
            replicas: 2
            spread: zone
        """),
    ])

  func findings(in evidence: Evidence) -> [Finding] {
    evidence.players(Role.feed).map { judge($0, evidence.architecture) }
  }

  private func judge(_ feed: Component, _ architecture: Architecture) -> Finding {
    var review = Review(feed, page.severity)
    let domains = feed.failureDomains(in: architecture)
    review.fact("copies", "\(feed.machines)")
    review.fact("zones", "\(domains)")
    if feed.machines < 2 {
      review.problem("is the only publisher", at: feed.replicas.origin.span)
    } else if domains < 2 {
      review.problem("has all publishers in one zone", at: feed.replicas.origin.span)
    }
    if let lines = feed.trading("feed", "lines") {
      if lines.text == "single" { review.problem("sends on one line", at: lines.span) }
      if lines.text == "shared" { review.problem("sends both lines on one path", at: lines.span) }
    } else {
      review.question("on how many lines it sends (`trading: { feed: { lines: } }`)")
    }
    review.flag(
      feed.trading("feed", "arbitration"), no: "has listeners that take one line only",
      unstated: "whether listeners take both lines (`arbitration`)")
    return review.finding(
      good: "sends on two disjoint lines from \(domains) zones",
      because: ["multicast packets are lost without notice"],
      remedy: "two copies with `spread: zone` and `feed: { lines: disjoint, arbitration: yes }`")
  }
}
