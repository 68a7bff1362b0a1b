import ArchitectureModel
import PluginAPI
import Quantities

/// Finds venues whose record of orders can be changed or is thrown away early.
struct MutableAuditTrailCheck: Check {
  let page = CheckPage(
    id: "trading.mutable-audit-trail", aliases: ["trd-audit-worm"],
    title: "Audit trail that can be altered", severity: .blocker,
    summary: "What happened to every order is kept for years where nobody can change it.",
    why: """
      Records of orders must be kept for years in a form that cannot be rewritten. A journal that \
      is deleted after a week, or a database row that an application may update, proves nothing.
      """,
    detection: """
      Follows what leaves the book, through logs and their consumers. One store or broker on the \
      way must be `write_once: yes` with `keep` of at least 3 years at starter level, else 6.
      """,
    falsePositives: "An archive outside the design; draw it as a store that is written to.",
    remedy: "Feed an object store with `write_once: yes` from the sequenced log.",
    sources: [
      "SEC, 17 CFR 240.17a-4(a), (b), (f), as amended 2022",
      "Directive 2014/65/EU (MiFID II), Art. 16(6)-(7)",
    ],
    passing: [
      CheckExample(
        """
        components:
          seq: { kind: trading/sequencer, calls: [{ send: log, acks: quorum }] }
          log: { kind: trading/journal }
          keeper: { kind: worker, consumes: [{ from: log }], calls: [{ write: archive }] }
          archive: { kind: object_store, write_once: yes, keep: 7y }
        """)
    ],
    failing: [
      CheckExample(
        """
        components:
          seq: { kind: trading/sequencer }  # expect: trading.mutable-audit-trail
          archive: { kind: object_store, write_once: yes, keep: 7y }
        """),
      CheckExample(
        """
        components:
          seq: { kind: trading/sequencer, calls: [{ write: books }] }
          books:  # expect: trading.mutable-audit-trail
            kind: database
            write_once: no
            keep: 90d
        """),
      CheckExample(
        """
        components:
          seq: { kind: trading/sequencer, calls: [{ send: log, acks: quorum }] }
          log: { kind: trading/journal }  # unknown: trading.mutable-audit-trail
        """),
    ])

  func findings(in evidence: Evidence) -> [Finding] {
    guard let book = evidence.orderers.first else { return [] }
    let limit = Targets.of(evidence.level).retention
    let flow = OrderFlow(evidence)
    let upstream = flow.inbound.flatMap { component in
      flow.hops(from: component, for: nil).map(\.to)
    }
    let behind = Set(flow.behindBook.map(\.id) + upstream)
    let keepers = evidence.architecture.components.filter { component in
      behind.contains(component.id) && component.has("durable") && !component.keepsBook
    }
    if keepers.isEmpty {
      var review = Review(book, page.severity)
      review.problem("leaves no lasting record of its orders anywhere")
      return [finish(review, limit)]
    }
    let good = keepers.filter { isTrail($0, limit) }
    if let trail = good.first {
      return [.satisfied(trail, "'\(trail.id)' keeps every order unchanged for years")]
    }
    let asked = keepers.filter { !isNoTrail($0, limit) }
    return (asked.isEmpty ? keepers : asked).prefix(1).map { judge($0, limit) }
  }

  private func isTrail(_ component: Component, _ limit: TimeSpan) -> Bool {
    component.statement("write_once")?.flag == true
      && (component.statement("keep")?.duration.map { $0 >= limit } ?? false)
  }

  private func isNoTrail(_ component: Component, _ limit: TimeSpan) -> Bool {
    component.statement("write_once")?.flag == false
      || (component.statement("keep")?.duration.map { $0 < limit } ?? false)
  }

  private func judge(_ component: Component, _ limit: TimeSpan) -> Finding {
    var review = Review(component, page.severity)
    if let once = component.statement("write_once"), let flag = once.flag {
      if !flag { review.problem("can be altered") }
    } else {
      review.question("whether what is written can be altered (`write_once`)")
    }
    if let keep = component.statement("keep"), let span = keep.duration {
      review.fact("keep", span.brief)
      review.fact("limit", limit.brief)
      if span < limit { review.problem("keeps records for \(span.brief), not \(limit.brief)") }
    } else {
      review.question("how long records are kept (`keep`)")
    }
    return finish(review, limit)
  }

  private func finish(_ review: Review, _ limit: TimeSpan) -> Finding {
    review.finding(
      good: "keeps every order unchanged for years",
      because: ["records of orders must be kept unaltered for years (17a-4, MiFID II Art. 16)"],
      remedy: "write an object store with `write_once: yes` and `keep: \(limit.text)` from the log")
  }
}
