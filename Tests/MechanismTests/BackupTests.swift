import ArchitectureModel
import BundledPlugins
import ExerciseFiles
import PluginAPI
import Quantities
import Testing

/// What a backup saves when the data themselves are gone.
///
/// Ten writes a second, at regular times.
@Suite struct BackupTests {
  static func file(_ backup: String, _ fault: String, replication: String = "") -> String {
    """
    format: arch/1
    entry: web
    sites: { north: {}, south: {} }
    components:
      web: { kind: service, at: south, concurrency: none, work: 0s, calls: [{ write: db, timeout: 1s }] }
      db: { kind: database, at: north, concurrency: none, write: 0s, \(backup)\(replication) }
    workload:
      warmup: 5s
      lasts: 100s
      operations: { request: { arrivals: { process: regular, rate: 10/s } } }
    faults: [{ \(fault) }]
    """
  }

  @Test func whatWasWrittenSinceTheLastBackupIsLost() async throws {
    for (every, lost) in [("30s", 100.0), ("25s", 200), ("1s", 0), ("1h", 650)] {
      let run = try await Flow(
        Self.file("backup: { every: \(every), restore: 5s }", "wipe: db, at: 70s"))
      expectNear(try run.component("db").lostWrites.value, lost, within: 2)
      // It does not serve until it is restored: 50 of 1000 are refused.
      expectNear(try run.component("db").outage?.value, 5, within: 1e-6)
      expectNear(try run.operation().failed.value, 50, within: 2)
    }
  }

  @Test func withoutOneAllIsLostAndItServesOn() async throws {
    let run = try await Flow(Self.file("restart: 1s", "wipe: db, at: 70s"))
    expectNear(try run.component("db").lostWrites.value, 650, within: 2)
    #expect(try run.operation().success.value == 1)
  }

  /// A place that is lost takes the backups that stand there with it.
  @Test func aBackupElsewhereOutlivesThePlace() async throws {
    let fault = "lose: north, at: 70s, lasts: 10s"
    let there = try await Flow(
      Self.file("backup: { every: 30s, to: south, restore: 5s }", fault))
    expectNear(try there.component("db").lostWrites.value, 100, within: 2)
    expectNear(try there.component("db").outage?.value, 15, within: 1e-6)
    let here = try await Flow(Self.file("backup: { every: 30s, restore: 5s }", fault))
    expectNear(try here.component("db").lostWrites.value, 650, within: 2)
    expectNear(try here.component("db").outage?.value, 10, within: 1e-6)
  }

  /// Where a member is left, nothing is restored.
  @Test func membersThatAreLeftNeedNone() async throws {
    let run = try await Flow(
      Self.file(
        "at: [north, south], backup: { every: 30s, to: south, restore: 5s }",
        "lose: north, at: 70s, lasts: 10s",
        replication: ", replication: { mode: sync, copies: 2, across: site, "
          + "failover: { mode: automatic, takes: 2s } }"
      ).replacing("at: north, concurrency: none, write", with: "concurrency: none, write"))
    #expect(try run.component("db").lostWrites.value == 0)
    expectNear(try run.component("db").outage?.value, 2, within: 1e-6)
  }

  @Test func aRestoreTakesAsLongAsTheDataNeed() throws {
    func time(_ data: String) throws -> Double {
      let text = Self.file("holds: [order], backup: 1h", "wipe: db, at: 70s")
        .replacing("sites:", with: "data: { order: { size: 1MB\(data) } }\nsites:")
      let reading = ArchitectureReader(BundledPlugins.all.vocabulary)
        .read(bytes: Array(text.utf8), file: "backup.yaml")
      let architecture = try #require(reading.architecture, "\(reading.problems)")
      return architecture.restoreTime(architecture.components[1]).seconds
    }
    // 1 TB at 125 MB/s; little takes a minute; an unknown amount an hour.
    #expect(try time(", items: 1000000") == 8000)
    #expect(try time(", items: 10") == 60)
    #expect(try time("") == 3600)
  }

  @Test func whatCannotBeIsRefused() {
    func codes(_ backup: String, kind: String = "kind: database") -> [String] {
      ArchitectureReader(BundledPlugins.all.vocabulary)
        .read(
          bytes: Array(
            Self.file(backup, "crash: web, at: 70s").replacing("kind: database", with: kind).utf8),
          file: "backup.yaml"
        ).problems.map(\.code)
    }
    #expect(codes("backup: { every: 0s }") == ["arch.out-of-range"])
    #expect(codes("backup: { every: 2h, keep: 1h }") == ["arch.out-of-range"])
    #expect(codes("backup: { keep: 1h }") == ["arch.missing-field"])
    #expect(codes("backup: { every: 1h, to: west }") == ["arch.unknown-site"])
    #expect(codes("backup: 1h") == [])
  }

  /// An exercise does not take anybody's word for a restore.
  @Test func aRestoreInNoTimeIsAClaim() throws {
    let text = Self.file("backup: { every: 1h, restore: 1s }", "wipe: db, at: 70s")
    let reading = ArchitectureReader(
      BundledPlugins.all.vocabulary, frame: nil, claims: .graded(allowed: [])
    ).read(bytes: Array(text.utf8), file: "backup.yaml")
    let architecture = try #require(reading.architecture)
    #expect(architecture.restoreTime(architecture.components[1]).seconds == 3600)
  }
}
