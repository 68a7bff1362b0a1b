import ArchitectureModel

extension VenueKinds {
  /// Tells everybody what the market did.
  static let marketData = KindRecord(
    "trading/market_data", extending: CoreKinds.service, adds: ["market_data", "consumes"],
    about: "Publishes what the book did, in sequence, to all who listen.",
    models: """
      Slots with a waiting room and the time to encode a message; the network replicates, \
      subscribers and lost packets are not modelled.
      """,
    defaults: [
      KindDefault(
        "work", "{ mean: 1us, cv: 0.5 }", "1.2 million msg/s a publisher in the reference design"),
      KindDefault("concurrency", "1", onePerCore), KindDefault("queue.limit", "65536", ring),
      KindDefault("waiting", "free", "publishing waits for nobody"),
    ] + machine,
    ranges: [
      PlausibleRange(
        "work", least: "200ns", source: "4.7 million msg/s of transport, Aeron on Google Cloud"),
      PlausibleRange("concurrency", most: "128", source: "cores of one large machine"),
    ])
}
