import ArchitectureModel
import BundledPlugins
import ExerciseFiles
import PluginAPI
import Quantities
import Testing

/// What encryption and audit change in a run.
@Suite struct CustodyTests {
  static func file(web: String = "", db: String = "", size: String = "1MB") -> String {
    """
    format: arch/1
    entry: web
    data: { order: { size: \(size), keep: 10d } }
    components:
      web:
        kind: service
        concurrency: none
        work: 1ms
        calls: [{ write: db, carries: [order] }]
        \(web)
      db: { kind: database, concurrency: none, write: 2ms, holds: [order]\(db) }
      trail: { kind: object_store, concurrency: none, write: 10ms }
    workload:
      warmup: 5s
      lasts: 100s
      operations: { request: { arrivals: { process: regular, rate: 10/s } } }
    """
  }

  static func problems(_ text: String) -> [String] {
    ArchitectureReader(BundledPlugins.all.vocabulary)
      .read(bytes: Array(text.utf8), file: "custody.yaml").problems.map(\.code)
  }

  /// A megabyte at 1 GB/s is a millisecond; a statement that there is none costs nothing.
  @Test func encryptionTakesTheTimeOfItsBytes() async throws {
    func mean(_ db: String, _ size: String = "1MB") async throws -> Double {
      try #require(try await Flow(Self.file(db: db, size: size)).operation().latencyMean.value)
    }
    expectNear(try await mean(""), 0.003, within: 1e-7)
    expectNear(try await mean(", encrypt_at_rest: none"), 0.003, within: 1e-7)
    for keys in ["managed", "customer", "{ keys: customer, rotate: 90d }"] {
      expectNear(try await mean(", encrypt_at_rest: \(keys)"), 0.004, within: 1e-7)
    }
    expectNear(try await mean(", encrypt_at_rest: managed", "1kB"), 0.003001, within: 1e-7)
  }

  /// The record is written before the answer, once for each request, and fails it where it fails.
  @Test func auditRecordsWhatWasServed() async throws {
    let plain = try await Flow(Self.file())
    #expect(try plain.component("trail").called == 0)
    let audited = try await Flow(Self.file(web: "audit: trail"))
    #expect(try audited.component("trail").called == audited.component("db").called)
    expectNear(try audited.operation().latencyMean.value, 0.013, within: 1e-7)
    let down = "faults: [{ errors: trail, share: 100%, at: 0s }]"
    let failing = try await Flow(
      Self.file(web: "audit: { send: trail, timeout: 1s }") + "\n" + down)
    #expect(try failing.operation().success.value == 0)
  }

  /// What is handed on is recorded before; operations are recorded as `when` says.
  @Test func auditStandsBeforeWhatIsHandedOn() async throws {
    func called(_ audit: String) async throws -> (trail: Double, db: Double) {
      let text = """
        format: arch/1
        entry: web
        components:
          web:
            kind: service
            concurrency: none
            work: 1ms
            audit: \(audit)
            handles: { look: [], change: [{ then: db }] }
          db: { kind: service, concurrency: none, work: 1ms }
          trail: { kind: database, concurrency: none, write: 1ms }
        workload:
          warmup: 0s
          lasts: 100s
          operations:
            look: { arrivals: { process: regular, rate: 10/s } }
            change: { arrivals: { process: regular, rate: 5/s } }
        """
      let flow = try await Flow(text)
      return (try flow.component("trail").called, try flow.component("db").called)
    }
    let all = try await called("trail")
    expectNear(all.trail, 1500, within: 5)
    expectNear(all.db, 500, within: 3)
    expectNear(try await called("{ send: trail, when: [change] }").trail, 500, within: 3)
  }

  @Test func whatCannotBeIsRefused() {
    func codes(web: String = "", db: String = "") -> [String] {
      Self.problems(Self.file(web: web, db: db))
    }
    #expect(
      codes(db: ", encrypt_at_rest: { keys: managed, rotate: 90d }") == [
        "arch.conflicting-fields"
      ])
    #expect(codes(db: ", encrypt_at_rest: { keys: customer, rotate: 0s }") == ["arch.out-of-range"])
    #expect(codes(db: ", encrypt_at_rest: { rotate: 90d }") == ["arch.missing-field"])
    #expect(codes(db: ", encrypt_at_rest: yes").count == 1)
    #expect(codes(web: "encrypt_at_rest: managed") == ["arch.field-not-for-kind"])
    #expect(codes(db: ", lifecycle: {}") == ["arch.empty-value"])
    #expect(
      codes(db: ", lifecycle: { cold_after: 9d, delete_after: 9d }").contains("arch.out-of-range"))
    #expect(codes(db: ", lifecycle: { delete_after: 9d }") == ["arch.out-of-range"])
    #expect(codes(db: ", lifecycle: { delete_after: 10d }") == [])
    #expect(codes(db: ", commit: spot") == ["arch.field-not-for-kind"])
    #expect(codes(web: "audit: nobody").count == 1)
    #expect(codes(web: "audit: { timeout: 1s }") == ["arch.missing-field"])
    #expect(codes(db: ", audit: trail") == ["arch.field-not-for-kind"])
    #expect(codes(web: "audit: { send: trail, acks: quorum }") == ["arch.wrong-step"])
  }
}
