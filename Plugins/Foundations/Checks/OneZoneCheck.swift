import ArchitectureModel
import PluginAPI

struct OneZoneCheck: Check {
  let page = CheckPage(
    id: "foundations.one-zone", title: "All copies in one zone", severity: .major,
    summary: "What users need stands in a single failure zone.",
    why: """
      A zone shares power, cooling, network and often the people who work on it, so all that \
      stands in it fails together. Copies help against the loss of a zone only if some stand \
      outside it.
      """,
    detection: """
      For each component that an answer needs, or whose `tier` is critical, the zones of its \
      copies are counted from `sites`, `at`, `spread` and `replication.across`. A file without \
      `sites` has one zone; it gets one finding at its entry.
      """,
    falsePositives: """
      A system whose users accept an outage of hours; set `tier: best_effort` for parts that may \
      go. External services and caches are judged only where they are critical.
      """,
    remedy: """
      Declare `sites:` with several `zones`, and write `spread: zone` at services and \
      `replication: { across: zone }` with several `copies` at stores.
      """,
    sources: [
      "Weiss, Furr, \"Static stability using Availability Zones\", Amazon Builders' Library, 2019",
      "Barroso, Hölzle, Ranganathan, \"The Datacenter as a Computer\", 3rd edition, 2018, chapter 7",
    ],
    passing: [
      CheckExample(
        """
        sites:
          north: { zones: [a, b, c] }
        components:
          web: { kind: service, replicas: 3, spread: zone, calls: [db] }
          db: { kind: database, replication: { mode: quorum, copies: 3, across: zone } }
        """)
    ],
    failing: [
      CheckExample(
        """
        sites:
          north: { zones: [a, b, c] }
        components:
          web: { kind: service, replicas: 3, calls: [db] }  # expect: foundations.one-zone
          db: { kind: database, replication: { mode: sync, copies: 2, across: zone } }
        """),
      CheckExample(
        """
        components:
          web: { kind: service, replicas: 3, calls: [db] }  # expect: foundations.one-zone
          db: { kind: database }
        """),
    ])

  func findings(in evidence: Evidence) -> [Finding] {
    let required = RequiredPath(evidence)
    let judged = evidence.architecture.components.filter { isJudged($0, required) }
    guard let first = judged.first else {
      return [.notApplicable("nothing of this design is needed for an answer")]
    }
    guard evidence.architecture.hasStatedSites else {
      // A client or somebody else's service as entry stands in no zone of ours.
      let entry =
        evidence.entryComponents.first { one in judged.contains { $0.id == one.id } } ?? first
      return [withoutSites(entry, judged, in: evidence.architecture)]
    }
    return judged.map { judge($0, in: evidence.architecture) }
  }
}

private func isJudged(_ component: Component, _ required: RequiredPath) -> Bool {
  if component.has("support") || component.has("source") || component.has("outside") {
    return false
  }
  switch component.tier.value {
  case .critical: return true
  case .bestEffort: return false
  case .standard: return required.needs(component.id) && !component.has("volatile")
  }
}

private func withoutSites(
  _ entry: Component, _ judged: [Component], in architecture: Architecture
) -> Finding {
  let others = judged.map(\.id).filter { $0 != entry.id }
  let copies = Placement(of: entry, in: architecture).copies
  let who =
    copies > 1
    ? "all \(copies) copies of '\(entry.id)'" : "'\(entry.id)'"
  let rest = others.isEmpty ? "" : ", and with \(copies > 1 ? "them" : "it") \(listed(others)),"
  return .about(
    entry, .violated, .major,
    "\(who)\(rest) \(copies > 1 || !others.isEmpty ? "stand" : "stands") in one zone: "
      + "the file has no 'sites'",
    with: others, facts: [Fact("zones", "1")],
    because: ["what stands in one zone fails together"],
    remedy: """
      add 'sites: { north: { zones: [a, b, c] } }' at the top level, 'spread: zone' at services \
      and 'replication: { mode: quorum, copies: 3, across: zone }' at stores
      """)
}

private func judge(_ component: Component, in architecture: Architecture) -> Finding {
  let placement = Placement(of: component, in: architecture)
  let facts = [
    Fact("copies", "\(placement.copies)"), Fact("zones", placement.zones.joined(separator: ", ")),
  ]
  if placement.zones.count > 1 {
    return .about(
      component, .satisfied, .info,
      "'\(component.id)' stands in \(placement.zones.count) zones", facts: facts)
  }
  let zone = placement.zones.first ?? "one zone"
  let remedy =
    component.isLed
    ? "write 'replication: { mode: quorum, copies: 3, across: zone }' at '\(component.id)'"
    : component.has("compute")
      ? "write 'replicas: 2' or more and 'spread: zone' at '\(component.id)'"
      : "write 'at:' with several sites at '\(component.id)'"
  return .about(
    component, .violated, .major,
    placement.copies > 1
      ? "all \(placement.copies) copies of '\(component.id)' stand in '\(zone)'"
      : "the only copy of '\(component.id)' stands in '\(zone)'",
    facts: facts, because: ["when '\(zone)' is lost, '\(component.id)' is"], remedy: remedy)
}
