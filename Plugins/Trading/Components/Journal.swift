import ArchitectureModel

extension VenueKinds {
  /// The log of sequenced inputs.
  static let journal = KindRecord(
    "trading/journal", extending: CoreKinds.stream, adds: ["journal", "append_only"],
    about: "The log of sequenced inputs: what is in it can be replayed, and nothing is changed.",
    models: """
      Each partition writes one message at a time; replication costs the way to the other \
      members. Flushes in groups are part of the mean.
      """,
    defaults: [
      KindDefault(
        "write", "{ mean: 3us, cv: 0.5 }",
        "an NVMe flush of 20-100 us shared by a group of about twenty messages; design choice"),
      KindDefault("read", "{ mean: 1us, cv: 0.5 }", "read from memory; design choice"),
      KindDefault("queue.limit", "65536", ring),
      KindDefault(
        "replication.failover.takes", "400ms", "as the sequencer, whose log it is"),
    ],
    ranges: [
      PlausibleRange(
        "read", least: "200ns", source: "4.7 million msg/s of transport, Aeron on Google Cloud"),
      PlausibleRange(
        "write", least: "200ns", source: "4.7 million msg/s of transport, Aeron on Google Cloud"),
      PlausibleRange(
        "replication.failover.takes", least: "50ms",
        source: "an election after several missed heartbeats, Ongaro and Ousterhout 2014"),
    ])
}
