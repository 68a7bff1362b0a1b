import PluginAPI
import Quantities
import Testing

@testable import FailureAnalysis

/// What the loss of a zone does to a store.
@Suite struct DurabilityTests {
  /// A replication with the seconds of acknowledged writes that are lost (nil: all) and those until
  /// writes are served again.
  struct Case: Sendable, CustomTestStringConvertible {
    var replication: String
    var zones = "[a, b, c]"
    var lost: Double?
    var back: Double
    var testDescription: String { "\(replication) over \(zones)" }
  }

  static let hour = 3600.0
  static let cases = [
    Case(replication: "mode: none", lost: nil, back: 3 * hour),
    Case(replication: "mode: async, copies: 2", lost: 1, back: 900),
    Case(
      replication: "mode: async, copies: 2, lag: 7s, failover: { mode: automatic, takes: 20s }",
      lost: 7, back: 20),
    Case(replication: "mode: async, copies: 2, across: host", lost: nil, back: 3 * hour),
    Case(
      replication: "mode: sync, copies: 2, failover: { mode: automatic, takes: 20s }", lost: 0,
      back: 32),
    Case(
      replication: "mode: sync, copies: 2, failover: { mode: automatic, takes: 50s }", lost: 0,
      back: 50),
    Case(
      replication: "mode: quorum, copies: 3, failover: { mode: automatic, takes: 20s }", lost: 0,
      back: 20),
    Case(replication: "mode: quorum, copies: 3, failover: { mode: manual }", lost: 0, back: 900),
    // Two of three members, and the quorum with them, stand in the lost zone.
    Case(
      replication: "mode: quorum, copies: 3, failover: { mode: automatic, takes: 20s }",
      zones: "[a, b]", lost: 0.0065, back: 3 * hour),
    Case(
      replication:
        "mode: quorum, copies: 3, quorum: { write: 3 }, failover: { mode: automatic, takes: 20s }",
      lost: 0, back: 3 * hour),
    Case(
      replication:
        "mode: quorum, copies: 3, quorum: { write: 1 }, failover: { mode: automatic, takes: 20s }",
      lost: 0.0065, back: 20),
    // A manual failover that takes longer than the zone does not come first.
    Case(
      replication: "mode: async, copies: 2, failover: { mode: manual, takes: 5h }", lost: 1,
      back: 3 * hour),
  ]

  static func design(_ replication: String, zones: String) throws -> Design {
    try Design(
      """
      format: arch/1
      entry: db
      sites: { s: { zones: \(zones) } }
      components:
        db: { kind: database, replication: { \(replication) } }
      """)
  }

  @Test(arguments: cases)
  func aZoneTakesWhatTheReplicationLetsIt(_ example: Case) throws {
    let design = try Self.design(example.replication, zones: example.zones)
    let found = try #require(design.results.store("db"))
    #expect(found.rpo?.seconds == example.lost, "\(found.because)")
    #expect(found.rto.seconds == example.back, "\(found.because)")
  }

  /// A publication that only the leader has is lost with it as far as it was on its way: 500 us
  /// between the zones and 2 ms of work.
  @Test(arguments: [("leader", 0.0025), ("quorum", 0)])
  func whatAPublisherWaitsForDecides(_ acks: String, _ lost: Double) throws {
    let design = try Design(
      """
      format: arch/1
      entry: web
      sites: { s: { zones: [a, b, c] } }
      components:
        web: { kind: service, calls: [{ send: log, acks: \(acks) }] }
        log: { kind: stream, replication: { mode: quorum, copies: 3, failover: { mode: automatic, takes: 2s } } }
      """)
    let found = try #require(design.results.store("log"))
    #expect(found.rpo?.seconds == lost)
    #expect(found.rto.seconds == 2)
  }

  @Test func whatIsNotDurableHasNoneAndSitesHelp() throws {
    let design = try Design(
      """
      format: arch/1
      entry: web
      sites: { one: { zones: [a] }, two: { zones: [a] } }
      components:
        web: { kind: service, calls: [{ read: hot }] }
        hot: { kind: cache, fronts: db }
        db:
          kind: database
          at: [one, two]
          replication: { mode: sync, copies: 2, across: site, failover: { mode: automatic, takes: 40s } }
      """)
    #expect(design.results.stores.map(\.component) == ["db"])
    #expect(design.results.store("db")?.rpo == .zero)
    #expect(design.results.store("db")?.rto.seconds == 40)
  }

  @Test func aBackupElsewhereBoundsWhatALossTakes() throws {
    func store(_ backup: String) throws -> StoreDurability {
      let design = try Design(
        """
        format: arch/1
        entry: web
        sites: { one: { zones: [a] }, two: { zones: [a] } }
        components:
          web: { kind: service, calls: [{ write: db }] }
          db: { kind: database, at: one\(backup) }
        """)
      return try #require(design.results.store("db"))
    }
    let none = try store("")
    #expect(none.rpo == nil && none.wiped == nil)
    let here = try store(", backup: { every: 2h, restore: 10min }")
    #expect(here.rpo == nil && here.rto == none.rto)
    #expect(here.wiped?.rpo.seconds == 7200 && here.wiped?.rto.seconds == 600)
    let there = try store(", backup: { every: 2h, restore: 10min, to: two }")
    #expect(there.rpo?.seconds == 7200)
    #expect(there.rto.seconds == none.rto.seconds + 600)
  }
}
