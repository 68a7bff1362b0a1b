import ArchitectureModel
import PluginAPI

/// Finds shards of which one carries most of the load.
struct SkewedPartitionsCheck: Check {
  let page = CheckPage(
    id: "trading.skewed-partitions", aliases: ["trd-partition-skew"],
    title: "Busiest shard without room", severity: .major,
    summary: "The shard with the most popular instruments is at most 60 % busy at the peak.",
    why: """
      A few instruments bring most of the messages. The mean over shards hides the one that has \
      them, and a book cannot be split: with 8,000 instruments the first alone can be a tenth of \
      everything.
      """,
    detection: """
      The share of the busiest shard under the Zipf popularity of the load's keys: an even split \
      or the first key for `weighted` assignment, the 95th percentile of blind assignments for \
      `hash`. rho of that shard must be at most 0.6 at the peak second.
      """,
    falsePositives: "Popularity that is flatter than the load says.",
    remedy: "Use `strategy: weighted`, and a shard of its own for the first instruments.",
    sources: [
      "Breslau et al., \"Web caching and Zipf-like distributions\", INFOCOM 1999",
      "Kleinrock, \"Queueing systems\", vol. 1, 1975: waiting grows as 1 / (1 - rho)",
    ],
    passing: [
      CheckExample(
        """
        components:
          seq: { kind: trading/sequencer, sharding: { count: 4, strategy: weighted } }
        workload:
          lasts: 10s
          operations:
            place_order:
              arrivals: { process: poisson, rate: 200000/s }
              keys: { count: 3000, skew: 0.9 }
        """)
    ],
    failing: [
      CheckExample(
        """
        components:
          seq:
            kind: trading/sequencer
            sharding: { count: 4 }  # expect: trading.skewed-partitions
        workload:
          lasts: 10s
          operations:
            place_order:
              arrivals: { process: poisson, rate: 350000/s }
              keys: { count: 3000, skew: 0.9 }
        """)
    ])

  func findings(in evidence: Evidence) -> [Finding] {
    guard let demand = Demand(evidence) else { return [] }
    return evidence.architecture.components.filter(\.keepsBook).compactMap { book in
      demand.use(of: book).map { judge(book, $0) }
    }
  }

  private func judge(_ book: Component, _ use: Use) -> Finding {
    var review = Review(book, page.severity)
    for fact in use.facts { review.fact(fact.name, fact.value) }
    review.fact("strategy", book.sharding.strategy.rawValue)
    let share = Words.number(use.busiestShare * 100)
    if use.busy > 0.6 {
      review.problem(
        "sends \(share) % of the orders to its busiest shard, which is then "
          + "\(Words.number(use.busy * 100)) % busy",
        at: book.sharding.span)
    }
    return review.finding(
      good: "has a busiest shard with \(share) % of the orders, "
        + "\(Words.number(use.busy * 100)) % busy",
      because: ["a book cannot be split, so the busiest shard is the capacity"],
      remedy: "assign instruments by weight (`strategy: weighted`) over more shards")
  }
}
