import ArchitectureModel
import PluginAPI

/// Finds books that several writers change at once.
struct SplitBookCheck: Check {
  let page = CheckPage(
    id: "trading.split-book", aliases: ["trd-single-sequencer-per-book"],
    title: "More than one writer of a book", severity: .blocker,
    summary: "Each instrument has exactly one active writer at any time.",
    why: """
      Priority by price and time needs one total order of all orders of an instrument. Several \
      active copies each see another order, and a lock or cache between them is a race with a \
      network in it.
      """,
    detection: """
      Sequencers and matching engines must be single writers with one leader per shard; copies \
      (`replicas`) of a service that claims the trait are several writers. Several shards must be \
      divided by instrument.
      """,
    falsePositives: "Copies that are told apart by instrument before they are called.",
    remedy: "Use trading/sequencer or trading/matching_engine with `sharding: { by: instrument }`.",
    sources: [
      "Schneider, \"Implementing fault-tolerant services using the state machine approach\", 1990",
      "Fowler, \"The LMAX architecture\", 2011",
    ],
    passing: [
      CheckExample(
        """
        components:
          engine: { kind: trading/matching_engine, sharding: { count: 4, by: instrument } }
        """)
    ],
    failing: [
      CheckExample(
        """
        components:
          engine: { kind: service, replicas: 3, traits: [matching] }  # expect: trading.split-book
        """),
      CheckExample(
        """
        components:
          engine:
            kind: trading/matching_engine
            sharding: { count: 4, by: account }  # expect: trading.split-book
        """),
      CheckExample(
        """
        components:
          engine:  # unknown: trading.split-book
            kind: trading/matching_engine
            sharding: { count: 4 }
        """),
    ])

  func findings(in evidence: Evidence) -> [Finding] {
    evidence.architecture.components.filter(\.keepsBook).map(judge)
  }

  private func judge(_ book: Component) -> Finding {
    var review = Review(book, page.severity)
    let shards = book.sharding.count
    if !book.isLed {
      review.fact("copies", "\(book.machines)")
      if book.machines > 1 {
        review.problem("has \(book.machines) active copies that all write the same books")
      }
    } else if shards > 1 {
      review.fact("shards", "\(shards)")
      if let key = book.sharding.by {
        if !["instrument", "symbol", "security", "book"].contains(key) {
          review.problem(
            "is divided by \(key), so that several of its \(shards) shards write one book",
            at: book.sharding.span)
        }
      } else {
        review.question("by what its \(shards) shards are divided (`sharding: { by: }`)")
      }
    }
    return review.finding(
      good: "has one writer per book",
      because: ["price-time priority needs one total order per instrument"],
      remedy: "divide by instrument and let one leader per shard write")
  }
}
