import ArchitectureModel
import Diagnostics
import PluginAPI
import Quantities

struct DataLossOnFailureCheck: Check {
  let page = CheckPage(
    id: "foundations.data-loss-on-failure", title: "Acknowledged data lost with one machine",
    severity: .major,
    summary: "What was acknowledged is kept by one copy only, at least for a while.",
    why: """
      Disks and machines die, and zones burn. With one copy all data since the last backup go with \
      it. With asynchronous copies the writes of the last `lag` were acknowledged and are gone: \
      the user was told that the order was placed, and nobody knows of it.
      """,
    detection: """
      Each transactional store, and each durable component that holds data which `must` be \
      durable: one copy, replication mode `none` or `async`, or a write quorum of 1 is violated; a \
      blocker where the data must be durable.
      """,
    falsePositives: """
      Data that can be made again from another source, such as an index or a projection; say so in \
      `decisions`, or hold them in a kind that is not durable.
      """,
    remedy: """
      Write `replication: { mode: quorum, copies: 3, across: zone }`; a write then costs one more \
      round trip. Or accept the loss and state it.
      """,
    sources: [
      "Kleppmann, \"Designing Data-Intensive Applications\", 2017, chapter 5",
      "Gray, Reuter, \"Transaction Processing\", 1993, chapter 3",
      "Cidon et al., \"Copysets\", USENIX ATC 2013",
    ],
    passing: [
      CheckExample(
        """
        components:
          web: { kind: service, calls: [db] }
          db: { kind: database, replication: { mode: quorum, copies: 3 } }
        """)
    ],
    failing: [
      CheckExample(
        """
        data:
          order: { must: [durable] }
        components:
          web: { kind: service, calls: [db, log] }
          db: { kind: database }  # expect: foundations.data-loss-on-failure
          log:
            kind: key_value
            holds: [order]
            replication: { mode: async, copies: 2 }  # expect: foundations.data-loss-on-failure
        """)
    ])

  func findings(in evidence: Evidence) -> [Finding] {
    let architecture = evidence.architecture
    let findings = architecture.components.compactMap { component -> Finding? in
      guard component.has("durable") else { return nil }
      let owed = (component.holds ?? []).map(\.name).filter {
        architecture.dataClass($0)?.must.contains("durable") ?? false
      }
      guard component.has("transactional") || !owed.isEmpty else { return nil }
      return judge(component, owed)
    }
    return findings.isEmpty ? [.notApplicable("no data need a durable holder")] : findings
  }
}

private func judge(_ component: Component, _ owed: [String]) -> Finding {
  let replication = component.replication
  let facts = [
    Fact("mode", replication.mode.rawValue), Fact("copies", "\(replication.copies)"),
  ]
  guard let loss = loss(in: component) else {
    return .about(
      component, .satisfied, .info,
      "an acknowledged write of '\(component.id)' rests on several of "
        + "\(replication.copies) copies", facts: facts)
  }
  let what = owed.isEmpty ? "" : "; \(listed(owed)) must be durable"
  return .about(
    component, .violated, owed.isEmpty ? .major : .blocker, loss + what,
    at: replication.span, facts: facts,
    because: ["a write that was acknowledged before is then held by no copy"],
    remedy: "write 'replication: { mode: quorum, copies: 3, across: zone }' at '\(component.id)'")
}

/// What is lost with one machine, in words; nil for nothing.
private func loss(in component: Component) -> String? {
  let replication = component.replication
  let id = component.id
  if replication.copies < 2 { return "all data of '\(id)' rest on a single copy" }
  switch replication.mode {
  case .none: return "the copies of '\(id)' hold nothing in common: replication mode is 'none'"
  case .async:
    return "'\(id)' acknowledges writes before a second copy has them: a loss takes those of the "
      + "last \(replication.lag.text)"
  case .quorum where replication.writeQuorum < 2:
    return "'\(id)' acknowledges a write when one copy has it: its write quorum is 1"
  case .sync, .quorum: return nil
  }
}
