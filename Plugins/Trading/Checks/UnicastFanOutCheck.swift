import ArchitectureModel
import PluginAPI
import Quantities

/// Finds publishers that send every message to everybody one by one.
struct UnicastFanOutCheck: Check {
  let page = CheckPage(
    id: "trading.unicast-fan-out", aliases: ["trd-md-multicast-fanout"],
    title: "Market data sent one by one", severity: .major,
    summary: "A publisher with many subscribers sends once and lets the network copy.",
    why: """
      Unicast costs rate times size times subscribers: 200,000 msg/s of 60 bytes to 2,000 \
      subscribers are 192 Gb/s, by multicast on two lines 0.192 Gb/s. And who is first in the \
      list is told first.
      """,
    detection: """
      More than 50 subscribers by unicast: the peak rate of messages that reach the publisher, \
      times size and subscribers, over its copies, must be at most 60 % of the network card. \
      Without a load the answer is unknown.
      """,
    falsePositives: "A feed for remote and retail readers that is conflated before it is sent.",
    remedy: "Use multicast in the data centre and a conflated feed for everybody else.",
    sources: [
      "Databento, OPRA capacity, 2025: 96 multicast lines",
      "Nasdaq, ITCH 5.0 and MoldUDP64 specifications",
    ],
    passing: [
      CheckExample(
        """
        components:
          feed:
            kind: trading/market_data
            trading: { feed: { transport: multicast, subscribers: 2000 } }
        """)
    ],
    failing: [
      CheckExample(
        """
        components:
          engine: { kind: trading/matching_engine, calls: [{ send: feed }] }
          feed:
            kind: trading/market_data
            trading:
              feed:
                transport: unicast  # expect: trading.unicast-fan-out
                subscribers: 2000
        workload:
          lasts: 10s
          operations:
            place_order: { arrivals: { process: poisson, rate: 200000/s } }
        """),
      CheckExample(
        """
        components:
          feed: { kind: trading/market_data }  # unknown: trading.unicast-fan-out
        """),
    ])

  /// Fewer are cheap to send to one by one.
  private static let few = 50

  func findings(in evidence: Evidence) -> [Finding] {
    let demand = Demand(evidence)
    return evidence.players(Role.feed).map { judge($0, demand) }
  }

  private func judge(_ feed: Component, _ demand: Demand?) -> Finding {
    var review = Review(feed, page.severity)
    let subscribers = (feed.trading("feed", "subscribers")?.count ?? nil) ?? nil
    if let subscribers { review.fact("subscribers", "\(subscribers)") }
    switch feed.trading("feed", "transport")?.text {
    case nil: review.question("how it sends (`trading: { feed: { transport: } }`)")
    case "unicast":
      if let subscribers {
        if subscribers > Self.few { weigh(feed, subscribers, demand, &review) }
      } else {
        review.question("how many listen (`subscribers`)")
      }
    default: break
    }
    return review.finding(
      good: "can send to all who listen",
      because: ["unicast costs rate x size x subscribers"],
      remedy: "set `feed: { transport: multicast }`, with a conflated feed for remote readers")
  }

  private func weigh(
    _ feed: Component, _ subscribers: Int, _ demand: Demand?, _ review: inout Review
  ) {
    guard let rate = demand?.rate(at: feed), rate > 0 else {
      return review.question("how many messages a second it sends \(subscribers) times")
    }
    let bytes = Double(feed.trading("feed", "message")?.size?.bytes ?? 60)
    let card = feed.trading("feed", "card")?.number ?? 1e10
    let bits = rate * bytes * 8 * Double(subscribers) / Double(max(1, feed.machines))
    review.fact("needed", "\(Words.number(bits / 1e9)) Gb/s a copy")
    review.fact("network card", "\(Words.number(card / 1e9)) Gb/s")
    if bits > 0.6 * card {
      review.problem(
        "needs \(Words.number(bits / 1e9)) Gb/s for \(subscribers) subscribers, with a card of "
          + "\(Words.number(card / 1e9)) Gb/s",
        at: feed.trading("feed", "transport")?.span)
    }
  }
}
