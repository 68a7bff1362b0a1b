import ArchitectureModel
import PluginAPI

/// Finds venues in which nobody looks for abuse.
struct UnwatchedOrdersCheck: Check {
  let page = CheckPage(
    id: "trading.unwatched-orders", aliases: ["trd-surveillance-tap"],
    title: "Orders that nobody watches", severity: .minor,
    summary: "Surveillance sees every order from the log, beside the order path.",
    why: """
      Firms must monitor their trading in real time and look for abuse. A watcher that sits on the \
      path slows every order and can stop the market.
      """,
    detection: """
      A component with `traits: [surveillance]` must be reached by what leaves the book, and \
      orders must not wait for it.
      """,
    falsePositives: "Surveillance by a regulator or vendor that takes the public feed.",
    remedy: "Let a worker with `traits: [surveillance]` consume the log.",
    sources: [
      "Commission Delegated Regulation (EU) 2017/589 (RTS 6), Art. 13 and 16",
      "SEC, 17 CFR 240.15c3-5(c)(2)(iv)",
    ],
    passing: [
      CheckExample(
        """
        components:
          seq: { kind: trading/sequencer, calls: [{ send: log, acks: quorum }] }
          log: { kind: trading/journal }
          watch: { kind: worker, traits: [surveillance], consumes: [{ from: log }] }
        """)
    ],
    failing: [
      CheckExample(
        """
        components:
          seq: { kind: trading/sequencer }  # expect: trading.unwatched-orders
        """),
      CheckExample(
        """
        components:
          seq:
            kind: trading/sequencer
            calls:
              - { call: watch }
          watch: { kind: service, traits: [surveillance] }  # expect: trading.unwatched-orders
        """),
    ])

  func findings(in evidence: Evidence) -> [Finding] {
    guard let book = evidence.orderers.first else { return [] }
    let watchers = evidence.players(Role.surveillance)
    guard !watchers.isEmpty else {
      var review = Review(book, page.severity)
      review.problem("takes orders that no component watches")
      return [finish(review)]
    }
    let flow = OrderFlow(evidence)
    let waitedFor = Set(flow.awaited.map(\.id))
    let behind = Set(flow.behindBook.map(\.id))
    return watchers.map { watcher in
      var review = Review(watcher, page.severity)
      if waitedFor.contains(watcher.id) { review.problem("makes orders wait") }
      if !behind.contains(watcher.id) { review.problem("gets nothing from the book") }
      return finish(review)
    }
  }

  private func finish(_ review: Review) -> Finding {
    review.finding(
      good: "watches every order beside the path",
      because: ["trading must be monitored in real time (RTS 6 Art. 16)"],
      remedy: "let a worker with `traits: [surveillance]` consume the log")
  }
}
