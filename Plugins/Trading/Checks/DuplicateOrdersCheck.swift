import ArchitectureModel
import PluginAPI
import Quantities

/// Finds venues in which an order that is sent twice trades twice.
struct DuplicateOrdersCheck: Check {
  let page = CheckPage(
    id: "trading.duplicate-orders", aliases: ["trd-order-idempotency"],
    title: "Order that can trade twice", severity: .blocker,
    summary: "An order that arrives twice is recognised before it trades.",
    why: """
      Time-outs, retries and deliveries at least once all send an order again that may already be \
      in the book. Duplicative orders must be prevented, and only the state that sees every order \
      in sequence can do so.
      """,
    detection: """
      Looks for `dedupe` on the components from the entries to the book: keyed by session and \
      order id, for at least a trading day of 6.5 h. Without it, a retry on the way, a client that \
      retries, or a delivery from a broker is a violation; otherwise the answer is unknown.
      """,
    falsePositives: "Brokers that promise exactly one delivery within their own bounds.",
    remedy: "Recognise orders by session and id inside the sequencer's state, for a day.",
    sources: ["SEC, 17 CFR 240.15c3-5(c)(1)(ii)"],
    passing: [
      CheckExample(
        """
        components:
          gate: { kind: trading/gateway, calls: [{ call: seq, timeout: 1ms, retry: 1 }] }
          seq:
            kind: trading/sequencer
            trading: { dedupe: { key: session_order_id, window: 24h } }
        """)
    ],
    failing: [
      CheckExample(
        """
        components:
          gate:
            kind: trading/gateway
            calls:
              - { call: seq, timeout: 1ms, retry: 1 }  # expect: trading.duplicate-orders
          seq: { kind: trading/sequencer }
        """),
      CheckExample(
        """
        components:
          gate: { kind: trading/gateway, calls: [seq] }
          seq:
            kind: trading/sequencer
            trading:
              dedupe:
                key: session_order_id
                window: 5min  # expect: trading.duplicate-orders
        """),
      CheckExample(
        """
        components:
          gate: { kind: trading/gateway, calls: [seq] }
          seq: { kind: trading/sequencer }  # unknown: trading.duplicate-orders
        """),
    ])

  /// A trading day of the US markets, 9:30 to 16:00.
  private static let tradingDay = TimeSpan(nanoseconds: 23_400_000_000_000)

  func findings(in evidence: Evidence) -> [Finding] {
    let flow = OrderFlow(evidence)
    let inbound = flow.inbound
    let remembering = inbound.filter { $0.trading("dedupe") != nil }
    if !remembering.isEmpty { return remembering.map(judge) }
    return evidence.orderers.filter { book in inbound.contains { $0.id == book.id } }
      .map { forgetful($0, flow, evidence) }
  }

  private func judge(_ component: Component) -> Finding {
    var review = Review(component, page.severity)
    if let key = component.trading("dedupe", "key") {
      if key.text != "session_order_id" {
        review.problem(
          "tells orders apart by \(key.text ?? ""), not by session and id", at: key.span)
      }
    } else {
      review.question("by what it recognises an order (`dedupe: { key: }`)")
    }
    if let window = component.trading("dedupe", "window"), let span = window.duration {
      review.fact("window", span.brief)
      if span < Self.tradingDay {
        review.problem("forgets an order after \(span.brief), within the day", at: window.span)
      }
    } else {
      review.question("how long it remembers an order (`dedupe: { window: }`)")
    }
    return finish(review)
  }

  private func forgetful(_ book: Component, _ flow: OrderFlow, _ evidence: Evidence) -> Finding {
    var review = Review(book, page.severity)
    let inbound = flow.inbound
    let leading = Set(inbound.map(\.id))
    for component in inbound {
      for hop in flow.hops(from: component, for: nil) where leading.contains(hop.to) {
        if let retry = hop.call?.retry, retry.max > 0 {
          review.problem(
            "trades an order twice when '\(component.id)' tries '\(hop.to)' again", at: hop.span)
        }
        if hop.isDelivery && hop.to == book.id {
          review.problem("trades an order twice when it is delivered again", at: hop.span)
        }
      }
    }
    let loads = evidence.profile?.operations ?? evidence.architecture.workload?.operations ?? []
    for load in loads where flow.operations.contains(load.operation) || flow.operations == [nil] {
      if let retry = load.retry, retry.max > 0 {
        review.problem("trades '\(load.operation)' twice when a member's client tries again")
      }
    }
    review.question("whether a repeated order is recognised (`trading: { dedupe: }`)")
    return finish(review)
  }

  private func finish(_ review: Review) -> Finding {
    review.finding(
      good: "recognises an order for the whole day",
      because: ["duplicative orders must be prevented (15c3-5(c)(1)(ii))"],
      remedy: "add `dedupe: { key: session_order_id, window: 24h }` to the sequencer")
  }
}
