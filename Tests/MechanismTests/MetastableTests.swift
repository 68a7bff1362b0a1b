import PluginAPI
import Testing

/// Systems that stay down when nothing is broken any more, and what keeps them down.
@Suite struct MetastableTests {
  /// 70/s to ten slots of 100 ms, that serve 100/s; a trigger of ten seconds makes it slow.
  static func storm(_ retry: String, _ db: String = "queue: { limit: none }") -> String {
    flow(
      """
      web: { kind: service, concurrency: none, work: 0s, calls: [{ call: db, timeout: 500ms\(retry) }] }
      db: { kind: service, concurrency: 10, work: { exact: 100ms }, \(db) }
      """, "process: poisson, rate: 70/s", lasts: "60s",
      faults: "{ slow: db, by: 10, at: 10s, lasts: 10s }")
  }

  static func persistence(_ file: String) async throws -> Persistence? {
    try #require(try await Flow(file, replications: 2).run.drill).persistence
  }

  @Test func aStormOfRetriesStaysAndIsNamed() async throws {
    // Each request becomes four attempts: 280/s for 100/s.
    let found = try #require(
      try await Self.persistence(Self.storm(", retry: { max: 3, wait: 10ms }")))
    #expect(found.verdict == .metastable)
    #expect(found.keptDownBy.contains("retries"), "\(found.loops)")
    #expect(!found.loops.contains { $0.name == "slowdown" }, "it has no slowdown")
  }

  @Test func aBudgetCuresIt() async throws {
    let found = try await Self.persistence(
      Self.storm(", retry: { max: 3, wait: 10ms, budget: 10% }", "queue: { limit: 20 }"))
    #expect(found?.verdict != .metastable, "\(String(describing: found))")
  }

  @Test func aBreakerCuresIt() async throws {
    let found = try await Self.persistence(
      Self.storm(
        ", retry: { max: 3, wait: 10ms }, breaker: { trip_at: 50%, window: 2s, open_for: 5s }"))
    #expect(found?.verdict != .metastable, "\(String(describing: found))")
  }

  @Test func sheddingCuresIt() async throws {
    // Who would wait longer than its caller does is turned away.
    let found = try await Self.persistence(
      Self.storm(", retry: { max: 3, wait: 10ms, for: [timeouts] }", "queue: { limit: 20 }"))
    #expect(found?.verdict != .metastable, "\(String(describing: found))")
  }

  @Test func withoutRetriesALongQueueIsSlowAndNotStuck() async throws {
    // 30/s of spare capacity for 600 that wait.
    let found = try await Self.persistence(
      flow(
        "web: { kind: service, concurrency: 10, work: { exact: 100ms }, queue: { limit: none } }",
        "process: poisson, rate: 95/s", lasts: "40s", operation: "patience: 2s",
        faults: "{ slow: web, by: 10, at: 10s, lasts: 10s }"))
    #expect(found?.verdict == .slow, "\(String(describing: found))")
    #expect((found?.recoveredAfter ?? 0) > 20)
  }

  /// Work that takes up to ten times as long while all slots are busy: 15/s at ten slots of 100 ms
  /// are under two in progress on their own, but all busy they get through 10/s only.
  static func spiral(_ more: String, slots: Int = 10) -> String {
    flow(
      "web: { kind: service, concurrency: \(slots), work: { exact: 100ms }, queue: { limit: 40 }\(more) }",
      "process: poisson, rate: 15/s", lasts: "60s",
      faults: "{ load: request, by: 10, at: 10s, lasts: 10s }")
  }

  @Test func aSpiralOfSlowdownStaysAndIsNamed() async throws {
    let found = try #require(
      try await Self.persistence(
        Self.spiral(", slowdown: { shape: polynomial, factor: 9, exponent: 4 }")))
    #expect(found.verdict == .metastable)
    #expect(found.keptDownBy == ["slowdown"], "\(found.loops)")
  }

  @Test func withoutTheSlowdownItComesBack() async throws {
    #expect(try await Self.persistence(Self.spiral("")) == nil)
  }

  @Test func aMilderSlowdownComesBack() async throws {
    // All busy it still gets through 83/s.
    let found = try await Self.persistence(
      Self.spiral(
        ", slowdown: { shape: polynomial, factor: 0.2, exponent: 3 }"))
    #expect(found?.verdict != .metastable, "\(String(describing: found))")
  }

  @Test func whatIsOverloadedAnywayIsUnwell() async throws {
    let found = try #require(
      try await Self.persistence(
        flow(
          "web: { kind: service, concurrency: 10, work: { exact: 100ms }, queue: { limit: 10 } }",
          "process: poisson, rate: 150/s", lasts: "60s",
          faults: "{ slow: web, by: 10, at: 10s, lasts: 10s }")))
    #expect(found.verdict == .unwell)
    #expect(found.keptDownBy == [])
  }
}
