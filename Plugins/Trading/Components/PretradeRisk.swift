import ArchitectureModel

extension VenueKinds {
  /// Stops orders that break a limit before they reach the market.
  static let pretradeRisk = KindRecord(
    "trading/pretrade_risk", extending: CoreKinds.service, adds: ["pretrade_risk"],
    about: "Checks each order against limits before it reaches the market.",
    models: "Slots with a waiting room; which controls it has is judged by checks only.",
    defaults: [
      KindDefault("work", "{ mean: 4us, cv: 0.4 }", "software risk checks take 1-10 us"),
      KindDefault("concurrency", "4", "four pinned threads of one machine; design choice"),
      KindDefault("queue.limit", "32768", "as the gateways before it"),
      KindDefault("waiting", "free", "in-memory stages hand over by events"),
    ] + machine,
    ranges: [
      PlausibleRange("work", least: "500ns", source: "risk checks in FPGAs take less than 1 us"),
      PlausibleRange("concurrency", most: "128", source: "cores of one large machine"),
    ])
}
