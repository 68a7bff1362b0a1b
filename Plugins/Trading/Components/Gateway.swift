import ArchitectureModel

extension VenueKinds {
  /// Keeps members' sessions and takes their orders.
  static let gateway = KindRecord(
    "trading/gateway", extending: CoreKinds.gateway, adds: ["order_entry"],
    about: "Keeps sessions with members, decodes their orders and passes them on.",
    models: """
      Slots with a waiting room; sessions, sequence numbers and decoding are part of the mean \
      work, per-session limits are judged by checks only.
      """,
    defaults: [
      KindDefault(
        "work", "{ mean: 8us, cv: 0.5 }",
        "decode and session look-up; kernel bypass takes 1-3 us a hop, kernel TCP 10-30 us"),
      KindDefault("concurrency", "4", "four pinned threads of one machine; design choice"),
      KindDefault("queue.limit", "32768", "holds a 10 ms burst of 3 million messages a second"),
      KindDefault("waiting", "free", "sessions are served by events, not by a thread each"),
    ] + machine,
    ranges: [
      PlausibleRange("work", least: "1us", source: "kernel bypass receives and sends in 1-3 us"),
      PlausibleRange("concurrency", most: "128", source: "cores of one large machine"),
    ])
}
