import ArchitectureModel

/// The kinds of a trading venue, in the order of an order's way.
enum VenueKinds {
  static let all: [KindRecord] = [
    gateway, pretradeRisk, sequencer, matchingEngine, marketData, journal,
  ]

  /// One thread pinned to a core, as in-memory venue stages are built.
  static let onePerCore =
    "one pinned thread keeps the order; Fowler, \"The LMAX architecture\", 2011"
  /// The ring buffer of a stage behind the gateways.
  static let ring = "a ring of 2^16 holds 6 ms of 10 million messages a second; design choice"

  /// The machine of a stage: cores to pin threads to, and memory for books and rings.
  static let machine = [
    KindDefault("size.cpu", "16", highClock), KindDefault("size.memory", "64GiB", highClock),
  ]
  private static let highClock = "a high-clock server of 0.5-1.5 thousand USD a month; unverified"

  /// A service of one writer: traits of stateless services do not fit it.
  static func singleWriter(_ record: KindRecord) -> KindRecord {
    var record = record
    record.traits.removeAll { $0 == "stateless" }
    return record
  }
}
