import ArchitectureModel
import PluginAPI

/// Finds sequencers that acknowledge what one loss can take away.
struct AckBeforeReplicationCheck: Check {
  let page = CheckPage(
    id: "trading.ack-before-replication", aliases: ["trd-ack-after-replication"],
    title: "Acknowledgement before a second copy", severity: .blocker,
    summary: "An order is acknowledged when two copies in different zones hold it.",
    why: """
      A member who has an acknowledgement acts on it. If the only copy dies with its machine, the \
      order and its fills are gone, and two parties disagree about a trade. Data loss must be \
      close to zero.
      """,
    detection: """
      A sequencer, or the matching engine where there is none, must replicate by `sync` or \
      `quorum` to at least two members, or wait for a durable component that does: a broker with \
      `acks: quorum`, or a store that it writes to. Both in at least two zones or sites.
      """,
    falsePositives: "Storage below one machine that is itself replicated and not in the design.",
    remedy: "Use a quorum of three members over the zones of one metro, and wait for it.",
    sources: ["Commission Delegated Regulation (EU) 2017/584 (RTS 7), Art. 15(2)"],
    passing: [
      CheckExample(
        """
        sites: { ny: { zones: [a, b, c] } }
        components:
          seq: { kind: trading/sequencer, replication: { mode: quorum, copies: 3 } }
        """),
      CheckExample(
        """
        sites: { ny: { zones: [a, b, c] } }
        components:
          seq: { kind: trading/sequencer, calls: [{ send: log, acks: quorum }] }
          log: { kind: trading/journal, replication: { mode: quorum, copies: 3 } }
        """),
    ],
    failing: [
      CheckExample(
        """
        sites: { ny: { zones: [a, b, c] } }
        components:
          seq:
            kind: trading/sequencer
            calls:
              - { send: log, acks: leader }  # expect: trading.ack-before-replication
          log: { kind: trading/journal, replication: { mode: quorum, copies: 3 } }
        """),
      CheckExample(
        """
        components:
          seq:
            kind: trading/sequencer
            replication: { mode: async, copies: 2 }  # expect: trading.ack-before-replication
        """),
    ])

  func findings(in evidence: Evidence) -> [Finding] {
    let flow = OrderFlow(evidence)
    return evidence.orderers.map { judge($0, flow) }
  }

  private func judge(_ book: Component, _ flow: OrderFlow) -> Finding {
    var review = Review(book, page.severity)
    review.fact("mode", book.replication.mode.rawValue)
    review.fact("copies", "\(book.replication.copies)")
    var severity = page.severity
    let holders = holders(for: book, flow)
    if holders.isEmpty {
      let weak = flow.hops(from: book, for: nil).first { hop in
        hop.call != nil && (flow.component(hop.to)?.has("durable") ?? false)
      }
      review.problem(
        "answers when only one copy surely has the order",
        at: book.replication.span ?? weak?.span)
    } else if !holders.contains(where: { $0.failureDomains(in: flow.architecture) >= 2 }) {
      severity = .major
      review.problem(
        "waits for copies in \(Words.quoted(holders.map(\.id))) that stand in one zone",
        at: holders.first?.replication.span)
    }
    return review.finding(
      good: "answers when \(Words.quoted(holders.map(\.id))) has the order in two zones",
      because: ["loss of acknowledged orders must be close to zero (RTS 7 Art. 15(2))"],
      remedy: "set `replication: { mode: quorum, copies: 3, across: zone }` or `acks: quorum`",
      severity: severity)
  }

  /// What holds two copies of the order before it is answered.
  private func holders(for book: Component, _ flow: OrderFlow) -> [Component] {
    var holders = book.keepsTwoCopiesOfWrites ? [book] : []
    for caller in [book] + callers(of: book, flow) {
      for hop in flow.hops(from: caller, for: nil) {
        guard let target = flow.component(hop.to), target.has("durable"),
          target.keepsTwoCopiesOfWrites, let call = hop.call, hop.isAwaited, hop.times >= 1
        else { continue }
        if target.has("broker") ? call.acks == .quorum : call.verb != .read && call.verb != .call {
          holders.append(target)
        }
      }
    }
    return holders
  }

  private func callers(of book: Component, _ flow: OrderFlow) -> [Component] {
    flow.architecture.components.filter { caller in
      caller.id != book.id && flow.hops(from: caller, for: nil).contains { $0.to == book.id }
    }
  }
}
