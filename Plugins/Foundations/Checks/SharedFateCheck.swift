import ArchitectureModel
import PluginAPI

struct SharedFateCheck: Check {
  let page = CheckPage(
    id: "foundations.shared-fate", title: "Copies that fail together", severity: .major,
    summary: "What should stand in for each other shares a cause of failure.",
    why: """
      Redundancy is worth what the independence of its parts is worth. Two replicas in one rack, \
      of one vendor or with one release are lost by one event, and the sum of availabilities that \
      multiplied their failures is wrong by orders of magnitude.
      """,
    detection: """
      `fails: { with: ... }` between components that stand in for each other in a `together` that \
      needs fewer than all is major; between two components that the same answer needs, minor. \
      Several copies of one component in the first zone of a site that has more zones, because \
      `spread: zone` is not written or `replication.across` is `host`, are major.
      """,
    falsePositives: """
      Parts in a row, as a service beside its own database, lose nothing by failing together; \
      they may even gain. The finding then only warns against multiplying their availabilities.
      """,
    remedy: """
      Separate what stands in for each other: other zones, racks, vendors and release times; \
      write `spread: zone`, or `replication: { across: zone }`.
      """,
    sources: [
      "Barroso, Hölzle, Ranganathan, \"The Datacenter as a Computer\", 3rd edition, 2018, chapter 7",
      "Ford et al., \"Availability in globally distributed storage systems\", OSDI 2010",
    ],
    passing: [
      CheckExample(
        """
        sites:
          north: { zones: [a, b] }
        components:
          web: { kind: service, replicas: 2, spread: zone }
        """)
    ],
    failing: [
      CheckExample(
        """
        components:
          web:
            kind: service
            calls:
              - { together: [one, other], need: 1 }
          one:
            kind: external
            fails: { with: [other] }  # expect: foundations.shared-fate
          other: { kind: external }
        """),
      CheckExample(
        """
        sites:
          north: { zones: [a, b] }
        components:
          web: { kind: service, replicas: 2 }  # expect: foundations.shared-fate
        """),
    ])

  func findings(in evidence: Evidence) -> [Finding] {
    let required = RequiredPath(evidence)
    var pairs: Set<[String]> = []
    var findings: [Finding] = []
    for component in evidence.architecture.components {
      for other in component.failsWith.map(\.other) where other.name != component.id {
        // The link holds both ways and may be written at both ends.
        guard pairs.insert([component.id, other.name].sorted()).inserted else { continue }
        findings.append(judge(component, other, required))
      }
      if let finding = copies(of: component, in: evidence.architecture) {
        findings.append(finding)
      }
    }
    if findings.isEmpty {
      return [.notApplicable("no shared fate is stated, and no site has several zones to use")]
    }
    return findings
  }
}

private func judge(_ component: Component, _ other: Named, _ required: RequiredPath) -> Finding {
  if required.areAlternatives(component.id, other.name) {
    return .about(
      component, .violated, .major,
      "'\(component.id)' and '\(other.name)' stand in for each other but fail together",
      at: other.span, with: [other.name],
      because: ["the event that takes one takes the other, so the second adds nothing"],
      remedy: """
        give '\(other.name)' another zone, vendor or release, and take it out of 'fails.with'
        """
    )
  }
  if required.needs(component.id), required.needs(other.name) {
    return .about(
      component, .violated, .minor,
      "one event takes '\(component.id)' and '\(other.name)', and an answer needs both",
      at: other.span, with: [other.name],
      because: ["availabilities of parts that fail together must not be multiplied"],
      remedy: "separate what they share, or say in 'decisions' why they may fail together")
  }
  return .about(
    component, .satisfied, .info,
    "'\(component.id)' and '\(other.name)' fail together, but do not stand in for each other",
    at: other.span, with: [other.name])
}

private func copies(of component: Component, in architecture: Architecture) -> Finding? {
  guard component.has("compute") || component.isLed else { return nil }
  let placement = Placement(of: component, in: architecture)
  guard let crowded = placement.crowded else {
    guard placement.copies > 1, placement.zones.count > 1 else { return nil }
    return .about(
      component, .satisfied, .info,
      "the copies of '\(component.id)' stand in \(placement.zones.count) zones")
  }
  let zones = crowded.site.zones
  return .about(
    component, .violated, .major,
    "\(crowded.copies) copies of '\(component.id)' stand in zone '\(zones.first ?? "")' of "
      + "'\(crowded.site.id)', which has \(zones.count) zones",
    also: [crowded.site.span],
    facts: [Fact("copies", "\(crowded.copies)"), Fact("zones", "\(zones.count)")],
    because: ["the loss of one zone takes them all"],
    remedy: component.isLed
      ? "write 'across: zone' in 'replication'" : "write 'spread: zone' at '\(component.id)'")
}
