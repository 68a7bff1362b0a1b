import ArchitectureModel
import PluginAPI

struct SingleCopyCheck: Check {
  let page = CheckPage(
    id: "foundations.single-copy", title: "Single point of failure", severity: .major,
    summary: "One copy of a component stands between users and their answer.",
    why: """
      Each crash, each restart and each new version of a single copy is an outage of all that \
      needs it. The availability of a chain is at most that of its weakest link, so one single \
      copy undoes the redundancy of everything before and behind it.
      """,
    detection: """
      For each component without which an answer cannot be given: `replicas` over all sites for \
      services, `replication.copies` for stores, brokers and single writers; copies of a store \
      with replication mode `none` hold nothing in common and count as one. Left out are legs of \
      a `together` that can do without them, and what is sent without waiting. A blocker where \
      `tier` is critical.
      """,
    falsePositives: """
      Where users accept the outage of a restart. Caches and external services are not judged: \
      the language gives them no copies.
      """,
    remedy: """
      Write `replicas: 2` or more at a service, or `replication:` with several `copies` and a \
      `failover` at a store.
      """,
    sources: [
      "Nygard, \"Release It!\", 2nd edition, 2018, chapter 4, \"Integration Points\"",
      "Treynor et al., \"The calculus of service availability\", ACM Queue 15(2), 2017",
    ],
    passing: [
      CheckExample(
        """
        components:
          web: { kind: service, replicas: 2, calls: [db] }
          db: { kind: database, replication: { mode: sync, copies: 2 } }
        """),
      CheckExample(
        """
        components:
          web:
            kind: service
            replicas: 2
            calls:
              - together: [one, other]
                need: 1
              - { send: log }
          one: { kind: service }
          other: { kind: service }
          log: { kind: service }
        """),
    ],
    failing: [
      CheckExample(
        """
        components:
          web: { kind: service, replicas: 2, calls: [db] }
          db: { kind: database, tier: critical }  # expect: foundations.single-copy
        """)
    ])

  func findings(in evidence: Evidence) -> [Finding] {
    let judged = RequiredPath(evidence).components.filter {
      $0.has("compute") || $0.has("durable") || $0.has("single_writer")
    }
    if judged.isEmpty { return [.notApplicable("no component with copies is on the way")] }
    return judged.map { judge($0, Placement(of: $0, in: evidence.architecture).copies) }
  }
}

private func judge(_ component: Component, _ copies: Int) -> Finding {
  let facts = [Fact("copies", "\(copies)")]
  if copies > 1 {
    return .about(
      component, .satisfied, .info, "'\(component.id)' has \(copies) copies", facts: facts)
  }
  let isCritical = component.tier.value == .critical
  let remedy =
    component.isLed
    ? "write 'replication: { mode: quorum, copies: 3 }' at '\(component.id)'"
    : "write 'replicas: 2' or more at '\(component.id)'"
  let apart =
    component.isLed && component.replication.copies > 1
    ? ": its \(component.replication.copies) copies hold nothing in common" : ""
  return .about(
    component, .violated, isCritical ? .blocker : .major,
    "'\(component.id)' is a single copy on the way to an answer\(apart)"
      + (isCritical ? ", and its tier is critical" : ""),
    facts: facts,
    because: ["while this copy is down or restarted, no request that needs it is answered"],
    remedy: remedy)
}
