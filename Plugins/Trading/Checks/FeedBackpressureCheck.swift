import ArchitectureModel
import PluginAPI

/// Finds feeds that can hold up the book.
struct FeedBackpressureCheck: Check {
  let page = CheckPage(
    id: "trading.feed-backpressure", aliases: ["trd-md-isolation"],
    title: "Feed that holds up the book", severity: .major,
    summary: "Market data never slow orders down: no waiting, no shared network.",
    why: """
      A listener that reads slowly, or a burst of quotes, must cost itself and nobody else. Where \
      the book waits for the publisher, or both share a network, the slowest reader sets the pace \
      of the market.
      """,
    detection: """
      No component up to the book may wait for a market-data publisher; its `slow_consumer` must \
      not be `block`; and its `network` must be another one than that of the gateways.
      """,
    falsePositives: "A venue so small that one network is never half full.",
    remedy: "Let the publisher read the output log, on a network of its own.",
    sources: ["Commission Delegated Regulation (EU) 2017/584 (RTS 7), Art. 11"],
    passing: [
      CheckExample(
        """
        components:
          gate: { kind: trading/gateway, calls: [engine], trading: { network: orders } }
          engine: { kind: trading/matching_engine, calls: [{ send: feed }] }
          feed:
            kind: trading/market_data
            trading: { network: quotes, feed: { slow_consumer: conflate } }
        """)
    ],
    failing: [
      CheckExample(
        """
        components:
          engine:
            kind: trading/matching_engine
            calls:
              - { call: feed }  # expect: trading.feed-backpressure
          feed: { kind: trading/market_data }
        """),
      CheckExample(
        """
        components:
          gate: { kind: trading/gateway, calls: [engine], trading: { network: floor } }
          engine: { kind: trading/matching_engine, calls: [{ send: feed }] }
          feed:
            kind: trading/market_data
            trading:
              network: floor  # expect: trading.feed-backpressure
              feed: { slow_consumer: drop }
        """),
      CheckExample(
        """
        components:
          engine: { kind: trading/matching_engine, calls: [{ send: feed }] }
          feed: { kind: trading/market_data }  # unknown: trading.feed-backpressure
        """),
    ])

  func findings(in evidence: Evidence) -> [Finding] {
    let flow = OrderFlow(evidence)
    return evidence.players(Role.feed).map { judge($0, flow) }
  }

  private func judge(_ feed: Component, _ flow: OrderFlow) -> Finding {
    var review = Review(feed, page.severity)
    for component in flow.inbound {
      for hop in flow.hops(from: component, for: nil) where hop.to == feed.id && hop.isAwaited {
        review.problem("makes '\(component.id)' wait", at: hop.span)
      }
    }
    if let reaction = feed.trading("feed", "slow_consumer") {
      if reaction.text == "block" {
        review.problem("waits for its slowest listener", at: reaction.span)
      }
    } else {
      review.question("what happens to a slow listener (`feed: { slow_consumer: }`)")
    }
    let networks = flow.gateways.compactMap { $0.trading("network")?.text }
    if let network = feed.trading("network"), let name = network.text {
      if networks.contains(name) {
        review.problem("shares the network '\(name)' with orders", at: network.span)
      }
    } else if !flow.gateways.isEmpty {
      review.question("on which network it sends (`trading: { network: }`)")
    }
    return review.finding(
      good: "never makes orders wait",
      because: ["the slowest reader must not set the pace of the market"],
      remedy: "`send` to the publisher or let it consume the log, on a network of its own")
  }
}
