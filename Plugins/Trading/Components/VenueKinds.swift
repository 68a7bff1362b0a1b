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

  /// A service of one writer: traits of stateless services do not fit it.
  static func singleWriter(_ record: KindRecord) -> KindRecord {
    var record = record
    record.traits.removeAll { $0 == "stateless" }
    return record
  }
}
