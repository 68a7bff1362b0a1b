import ArchitectureModel
import PluginAPI

struct VolatileOnlyCheck: Check {
  let page = CheckPage(
    id: "foundations.volatile-only", title: "Data in memory only", severity: .major,
    summary: "A kind of data rests in nothing but caches.",
    why: """
      A cache may drop any entry at any time, and comes back empty after a crash. What only a cache \
      holds is therefore already lost, on a day nobody can name.
      """,
    detection: """
      For each data class that some component `holds`: at least one holder must not be volatile. \
      Unknown where a cache stands before a store whose `holds` is not stated. A blocker where \
      the data must be durable.
      """,
    falsePositives: "Data that users expect to vanish: presence, rate counters, short sessions.",
    remedy: "Write the data to a durable store first and list them in its `holds`.",
    sources: ["Nishtala et al., \"Scaling Memcache at Facebook\", NSDI 2013, section 2"],
    passing: [
      CheckExample(
        """
        data:
          order: { class: internal }
        components:
          web: { kind: service, calls: [hot] }
          hot: { kind: cache, fronts: db, holds: [order] }
          db: { kind: database, holds: [order] }
        """)
    ],
    failing: [
      CheckExample(
        """
        data:
          basket: { must: [durable] }
        components:
          web: { kind: service, calls: [hot] }
          hot: { kind: cache, holds: [basket] }  # expect: foundations.volatile-only
        """),
      CheckExample(
        """
        data:
          basket: { class: internal }
        components:
          web: { kind: service, calls: [hot] }
          hot: { kind: cache, fronts: db, holds: [basket] }  # unknown: foundations.volatile-only
          db: { kind: database }
        """),
    ])

  func findings(in evidence: Evidence) -> [Finding] {
    let findings = evidence.architecture.data.compactMap { judge($0, in: evidence.architecture) }
    return findings.isEmpty ? [.notApplicable("no component states what it holds")] : findings
  }
}

private func judge(_ data: DataClass, in architecture: Architecture) -> Finding? {
  let holders = architecture.components.filter { $0.holds(data.id) }
  guard let first = holders.first else { return nil }
  let place = first.holds?.first { $0.name == data.id }?.span
  if let safe = holders.first(where: { !$0.has("volatile") }) {
    return .about(
      safe, .satisfied, .info, "'\(data.id)' rests in '\(safe.id)'",
      at: safe.holds?.first { $0.name == data.id }?.span)
  }
  let behind = holders.compactMap(\.fronts).compactMap { architecture.component($0.name) }
  if let store = behind.first(where: { $0.holds == nil && !$0.has("volatile") }) {
    return .about(
      first, .unknown, .major,
      "does '\(store.id)' hold '\(data.id)' too? only '\(first.id)', a cache, says so", at: place,
      also: [store.span], with: [store.id],
      remedy: "write 'holds: [\(data.id)]' at '\(store.id)' if it does")
  }
  return .about(
    first, .violated, data.must.contains("durable") ? .blocker : .major,
    "'\(data.id)' rests only in \(listed(holders.map(\.id))), which may forget it at any time",
    at: place, with: holders.dropFirst().map(\.id),
    because: ["a cache evicts, and is empty after a restart"],
    remedy: "write '\(data.id)' to a durable store and list it in that store's 'holds'")
}
