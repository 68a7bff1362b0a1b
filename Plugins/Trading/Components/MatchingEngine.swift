import ArchitectureModel

extension VenueKinds {
  /// Keeps the book and matches.
  static let matchingEngine = singleWriter(
    KindRecord(
      "trading/matching_engine", extending: CoreKinds.service,
      adds: ["single_writer", "deterministic", "matching", "consumes"],
      about: "Keeps the book of its instruments in memory and matches orders in sequence.",
      models: """
        One writer per shard with a waiting room; price levels and fills are not modelled, every \
        message takes the same kind of work.
        """,
      defaults: [
        KindDefault(
          "work", "{ mean: 3us, cv: 0.5 }",
          "1 us in the reference design to 9 us with a deep book; LMAX: 170 ns"),
        KindDefault("concurrency", "1", onePerCore), KindDefault("queue.limit", "65536", ring),
        KindDefault("waiting", "free", "a book never waits for others"),
        KindDefault(
          "replication.failover.takes", "400ms", "as the sequencer: the standby has replayed"),
      ] + machine,
      ranges: [
        PlausibleRange(
          "work", least: "170ns", source: "LMAX: 6 million orders/s on one thread, Fowler 2011"),
        PlausibleRange(
          "concurrency", most: "1", source: "two writers of a shard would have no order"),
        PlausibleRange(
          "replication.failover.takes", least: "50ms",
          source: "an election after several missed heartbeats, Ongaro and Ousterhout 2014"),
      ]))
}
