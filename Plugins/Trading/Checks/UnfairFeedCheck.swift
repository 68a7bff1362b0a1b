import ArchitectureModel
import PluginAPI

/// Finds listeners who are told before others.
struct UnfairFeedCheck: Check {
  let page = CheckPage(
    id: "trading.unfair-feed", aliases: ["trd-md-fair-access"],
    title: "Feed that some get first", severity: .minor,
    summary: "All listeners of a class get market data at the same time, and none before.",
    why: """
      Market data must be distributed on terms that do not discriminate. Whoever is told a few \
      microseconds before the others trades against those who do not know yet.
      """,
    detection: """
      Follows what leaves the book up to the publishers: a component outside that is reached \
      without passing one is told first, unless it takes drop copies or clears. Publishers say \
      `equal_paths`.
      """,
    falsePositives: "A vendor of the venue's own who gets data for operation, not for trading.",
    remedy: "Send everything through the public publisher, over links of equal length.",
    sources: ["SEC, Regulation NMS, 17 CFR 242.603(a)"],
    passing: [
      CheckExample(
        """
        components:
          engine: { kind: trading/matching_engine, calls: [{ send: feed }] }
          feed:
            kind: trading/market_data
            calls: [{ send: vendor }]
            trading: { feed: { equal_paths: yes } }
          vendor: { kind: external }
        """)
    ],
    failing: [
      CheckExample(
        """
        components:
          engine:
            kind: trading/matching_engine
            calls:
              - { send: feed }
              - { send: friend }  # expect: trading.unfair-feed
          feed: { kind: trading/market_data, trading: { feed: { equal_paths: yes } } }
          friend: { kind: external }
        """),
      CheckExample(
        """
        components:
          feed: { kind: trading/market_data }  # unknown: trading.unfair-feed
        """),
    ])

  func findings(in evidence: Evidence) -> [Finding] {
    let flow = OrderFlow(evidence)
    return early(flow) + evidence.players(Role.feed).map(judge)
  }

  private func judge(_ feed: Component) -> Finding {
    var review = Review(feed, page.severity)
    review.flag(
      feed.trading("feed", "equal_paths"), no: "tells some of its listeners first",
      unstated: "whether all listeners are equally far (`feed: { equal_paths: }`)")
    return finish(review)
  }

  /// Strangers that are told before a publisher is.
  private func early(_ flow: OrderFlow) -> [Finding] {
    var order = flow.architecture.components.filter(\.keepsBook).map(\.id)
    var seen = Set(order)
    var findings: [Finding] = []
    var next = 0
    while next < order.count {
      let here = order[next]
      next += 1
      guard let component = flow.component(here), !component.plays(Role.feed) else { continue }
      for hop in flow.hops(from: component, for: nil) {
        guard let target = flow.component(hop.to), seen.insert(hop.to).inserted else { continue }
        order.append(hop.to)
        guard target.has("outside"), !target.plays(Role.dropCopy), !target.plays(Role.clearing)
        else { continue }
        var review = Review(target, page.severity)
        review.problem("is told by '\(here)' before the feed is published", at: hop.span)
        findings.append(finish(review))
      }
    }
    return findings
  }

  private func finish(_ review: Review) -> Finding {
    review.finding(
      good: "tells all its listeners at the same time",
      because: ["market data are distributed without discrimination (Rule 603(a))"],
      remedy: "send only through the publisher, and state `feed: { equal_paths: yes }`")
  }
}
