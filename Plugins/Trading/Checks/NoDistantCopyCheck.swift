import ArchitectureModel
import PluginAPI
import Quantities

/// Finds venues that one lost region takes with it.
struct NoDistantCopyCheck: Check {
  let page = CheckPage(
    id: "trading.no-distant-copy", aliases: ["trd-dr-geo-diverse"],
    title: "No copy in another region", severity: .major,
    summary: "What the book did is also at another site, and there is a time to be back.",
    why: """
      Critical systems must have a backup far enough away that one disaster does not take both, \
      and be back within two hours. A log that is only in one city is gone with it.
      """,
    detection: """
      Follows what leaves the book: a durable component on the way must stand at another site than \
      the book, or have members there (`across: site`). One durable component must promise an \
      `rto` of at most 4 h, 2 h or 30 min by level. A blocker at expert level, not asked at \
      starter level.
      """,
    falsePositives: "Two sites of one metro share power and telecoms; the tool cannot see it.",
    remedy: "Copy the log to another region after the answer, and script the activation.",
    sources: [
      "SEC, Regulation SCI, 17 CFR 242.1001(a)(2)(v)",
      "Commission Delegated Regulation (EU) 2017/584 (RTS 7), Art. 15",
    ],
    passing: [
      CheckExample(
        """
        sites: { ny: {}, chi: {} }
        components:
          seq: { kind: trading/sequencer, at: ny, calls: [{ send: log, acks: quorum }] }
          log: { kind: trading/journal, at: ny, rto: 45min }
          copier: { kind: worker, at: chi, consumes: [{ from: log }], calls: [{ write: far }] }
          far: { kind: object_store, at: chi }
        """)
    ],
    failing: [
      CheckExample(
        """
        components:
          seq:  # expect: trading.no-distant-copy
            kind: trading/sequencer
            calls: [{ send: log }]
          log: { kind: trading/journal }
        """),
      CheckExample(
        """
        sites: { ny: {}, chi: {} }
        components:
          seq: { kind: trading/sequencer, at: ny, calls: [{ send: log }] }
          log:  # unknown: trading.no-distant-copy
            kind: trading/journal
            at: [ny, chi]
            replication: { mode: async, copies: 2, across: site }
        """),
    ])

  func findings(in evidence: Evidence) -> [Finding] {
    guard evidence.level != .starter, let book = evidence.orderers.first else { return [] }
    let limit = Targets.of(evidence.level).recovery
    let holders = OrderFlow(evidence).behindBook.filter { $0.has("durable") || $0.keepsBook }
    let far = holders.filter { holder in
      if holder.replication.across == .site && holder.replication.copies >= 2 {
        return holder.sites.count >= 2
      }
      return !holder.keepsBook && holder.sites.first != book.sites.first
    }
    guard let copy = far.first else {
      var review = Review(book, page.severity)
      review.fact("sites", book.sites.joined(separator: ", "))
      review.problem("and its log are lost with one site: no durable copy stands elsewhere")
      return [finish(review, limit, evidence.level)]
    }
    return [judge(copy, holders, limit, evidence.level)]
  }

  private func judge(
    _ copy: Component, _ holders: [Component], _ limit: TimeSpan, _ level: Level
  ) -> Finding {
    var review = Review(copy, page.severity)
    let promises = holders.compactMap { holder in
      holder.statement("rto").flatMap { value in value.duration.map { (value.span, $0) } }
    }
    if let best = promises.min(by: { $0.1 < $1.1 }) {
      review.fact("rto", best.1.brief)
      review.fact("limit", limit.brief)
      if best.1 > limit {
        review.problem("is a copy from which trading returns after \(best.1.brief)", at: best.0)
      }
    } else {
      review.question("how soon trading is back after the loss of a site (`rto`)")
    }
    return finish(review, limit, level)
  }

  private func finish(_ review: Review, _ limit: TimeSpan, _ level: Level) -> Finding {
    review.finding(
      good: "is a copy at another site, and trading is back in time",
      because: ["critical systems are back within two hours of a disaster (Regulation SCI)"],
      remedy: "copy the log to another region and state `rto: \(limit.text)` or less",
      severity: level == .expert ? .blocker : page.severity)
  }
}
