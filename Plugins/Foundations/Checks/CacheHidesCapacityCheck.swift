import ArchitectureModel
import PluginAPI
import Quantities

struct CacheHidesCapacityCheck: Check {
  let page = CheckPage(
    id: "foundations.cache-hides-capacity", title: "Store that lives by its cache",
    severity: .major,
    summary: "Without the hits of a cache the store behind it cannot carry the load.",
    why: """
      A cache that takes four of five reads lets a store look five times as fast as it is. When the \
      cache is restarted, flushed or lost, all reads arrive at once at a store sized for a fifth \
      of them. It cannot answer, so the cache is not filled, and the outage feeds itself.
      """,
    detection: """
      For each cache with `fronts`, the load of the exercise or of the file's `workload` is sent \
      through the design with no hits at that cache; the store's busy slots over its slots must \
      stay below 1. Unknown without a load.
      """,
    falsePositives: """
      Where a limit in front of the store refuses what it cannot carry while the cache warms up, \
      or where several caches stand side by side and are never lost together.
      """,
    remedy: """
      Give the store the capacity (`sharding`, readers by `consistency: bounded` with copies, more \
      `concurrency` that you can show), or split the cache so that only a part is lost at once.
      """,
    sources: [
      "Bronson et al., \"Metastable failures in distributed systems\", HotOS 2021, section 2.2",
      "Beyer et al., \"Site Reliability Engineering\", 2016, chapter 22, "
        + "\"Slow Startup and Cold Caching\"",
      "Brinkley, Chheda, \"Caching challenges and strategies\", Amazon Builders' Library, 2019",
    ],
    passing: [
      CheckExample(
        """
        components:
          web: { kind: service, replicas: 9, calls: [hot] }
          hot: { kind: cache, fronts: db, hit: 80% }
          db: { kind: database }
        workload:
          lasts: 1min
          operations:
            read: { arrivals: { process: poisson, rate: 1000/s } }
        """)
    ],
    failing: [
      CheckExample(
        """
        components:
          web: { kind: service, replicas: 90, calls: [hot] }
          hot:
            kind: cache
            fronts: db  # expect: foundations.cache-hides-capacity
            hit: 90%
          db: { kind: database }
        workload:
          lasts: 1min
          operations:
            read: { arrivals: { process: poisson, rate: 40000/s } }
        """),
      CheckExample(
        """
        components:
          web: { kind: service, calls: [hot] }
          hot: { kind: cache, fronts: db }  # unknown: foundations.cache-hides-capacity
          db: { kind: database }
        """),
    ])

  func findings(in evidence: Evidence) -> [Finding] {
    let findings = evidence.architecture.components.compactMap { cache -> Finding? in
      guard let fronts = cache.fronts, let store = evidence.architecture.component(fronts.name)
      else { return nil }
      return judge(cache, fronts, store, in: evidence)
    }
    return findings.isEmpty ? [.notApplicable("no cache stands before a store")] : findings
  }
}

private func judge(
  _ cache: Component, _ fronts: Named, _ store: Component, in evidence: Evidence
) -> Finding? {
  guard let with = OfferedLoad(evidence),
    let without = OfferedLoad(evidence, missedAlways: cache.id)
  else {
    return .about(
      cache, .unknown, .major,
      "can '\(store.id)' carry the load while '\(cache.id)' is empty? no load is known here",
      at: fronts.span, with: [store.id],
      remedy: "evaluate the design in its exercise, or give the file a 'workload:'")
  }
  guard let cold = without.use(of: store.id) else { return nil }
  let warm = with.use(of: store.id)?.utilisation ?? 0
  let hit = cache.hit?.value ?? 0
  let facts = [
    Fact("hit", Share(fraction: hit).brief),
    Fact("utilisation with hits", Share(fraction: warm).brief),
    Fact("utilisation without hits", Share(fraction: cold.utilisation).brief),
    Fact("rate without hits", Rate(perSecond: cold.visitsPerSecond).brief),
  ]
  let said =
    "without the hits of '\(cache.id)' the slots of '\(store.id)' would be "
    + "\(Share(fraction: cold.utilisation).brief) busy"
  if cold.utilisation < 1 {
    return .about(
      cache, .satisfied, .info, said, at: fronts.span, with: [store.id], facts: facts)
  }
  return .about(
    cache, .violated, .major, "\(said), with them they are \(Share(fraction: warm).brief)",
    at: fronts.span, with: [store.id], facts: facts,
    because: [
      "'\(cache.id)' comes back empty after a crash, and all reads go to '\(store.id)'",
      "an overloaded '\(store.id)' cannot fill the cache again",
    ],
    remedy: """
      write 'sharding' or more copies with 'consistency: bounded' at '\(store.id)', or split \
      '\(cache.id)' into several caches
      """)
}
