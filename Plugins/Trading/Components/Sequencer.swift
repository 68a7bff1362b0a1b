import ArchitectureModel

extension VenueKinds {
  /// Gives orders their one order.
  static let sequencer = singleWriter(
    KindRecord(
      "trading/sequencer", extending: CoreKinds.service, adds: ["single_writer", "sequencer"],
      about: "Gives the orders of an instrument one order: one leader per shard writes.",
      models: """
        One writer per shard with a waiting room; replication costs the way to the other members, \
        failover stops the shard for `replication.failover.takes`.
        """,
      defaults: [
        KindDefault(
          "work", "{ mean: 6us, cv: 0.3 }",
          "between 170 ns of in-memory logic (LMAX) and 20 us of a replicated log in a cloud"),
        KindDefault("concurrency", "1", onePerCore), KindDefault("queue.limit", "65536", ring),
        KindDefault("waiting", "free", "replication is pipelined in such logs"),
        KindDefault(
          "replication.failover.takes", "400ms",
          "a few missed heartbeats of 100 ms and an election; Raft, Ongaro and Ousterhout 2014"),
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
