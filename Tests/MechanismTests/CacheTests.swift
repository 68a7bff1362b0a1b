import PluginAPI
import Testing

/// What a cache holds, step by step; and what is refused.
@Suite struct CacheTests {
  static func design(
    _ cache: String, faults: String = "", db: String = "read: { exact: 10ms }",
    keys: String = "keys: { count: 1 }", rate: String = "1/s", lasts: String = "100s"
  ) -> String {
    flow(
      """
      web: { kind: service, concurrency: none, work: 0s, calls: [hot] }
      hot: { kind: cache, fronts: db, work: { exact: 1ms }, \(cache) }
      db: { kind: database, \(db) }
      """, "process: regular, rate: \(rate)", lasts: lasts, operation: keys, faults: faults)
  }

  @Test func aMissIsStoredAndACrashForgets() async throws {
    let kept = try await Flow(Self.design("capacity: 10"))
    #expect(try #require(try kept.component("hot").cache).misses == 1)
    #expect(try kept.component("db").called == 1)
    let crashed = try await Flow(
      Self.design("capacity: 10", faults: "{ crash: hot, at: 50.5s, lasts: 2s }"))
    #expect(try #require(try crashed.component("hot").cache).misses == 2)
    #expect(try crashed.count(\.failed) == 2)
    let flushed = try await Flow(Self.design("capacity: 10", faults: "{ flush: hot, at: 50.5s }"))
    #expect(try #require(try flushed.component("hot").cache).misses == 2)
    #expect(try flushed.count(\.full) == 99)
    #expect(flushed.run.faults.map(\.text) == ["hot emptied"])
  }

  @Test func anUnkeyedCacheHitsItsShareThroughACrash() async throws {
    let flow = try await Flow(
      Self.design("hit: 100%", faults: "{ crash: hot, at: 50.5s, lasts: 2s }"))
    #expect(try flow.component("db").called == 0)
    #expect(try flow.component("hot").cache == nil)
    // Keys are needed too.
    let unkeyed = try await Flow(Self.design("hit: 100%, capacity: 10", keys: "patience: 5s"))
    #expect(try unkeyed.component("db").called == 0)
  }

  @Test func whatDoesNotFitIsNeverKept() async throws {
    let flow = try await Flow(
      Self.design("capacity: 1KiB", keys: "keys: { count: 1 }, payload: 2KiB"))
    #expect(try #require(try flow.component("hot").cache).misses == 99)
    // The machine bounds what is stated.
    let small = try await Flow(
      Self.design(
        "capacity: 10, size: { memory: 1KiB }", keys: "keys: { count: 1 }, payload: 2KiB"))
    #expect(try #require(try small.component("hot").cache).misses == 99)
  }

  @Test(arguments: ["no", "yes"])
  func aFetchThatFailsFailsThoseWhoWaitForIt(_ coalesce: String) async throws {
    // Nine come while the first one's read lasts, and it errs; then all is well.
    let flow = try await Flow(
      Self.design(
        "capacity: 10, coalesce: \(coalesce)",
        faults: "{ errors: db, share: 100%, at: 0s, lasts: 2s }",
        db: "read: { exact: 950ms }", rate: "10/s", lasts: "20s"))
    // Those of 0.1 s to 1 s, and of 1.1 s to 2 s, whose fetch ends after the fault.
    #expect(try flow.count(\.failed) == 10)
    #expect(try flow.component("db").called == (coalesce == "yes" ? 2 : 20))
    #expect(try flow.cause("unfinished") == 0)
  }

  @Test func aCrashEndsThoseWhoWait() async throws {
    let flow = try await Flow(
      Self.design(
        "capacity: 10, coalesce: yes", faults: "{ crash: hot, at: 550ms, lasts: 10ms }",
        db: "read: { exact: 1s }", rate: "10/s", lasts: "20s"))
    #expect(try flow.count(\.failed) == 5)
    #expect(try flow.cause("unfinished") == 0)
    #expect(try flow.component("db").called == 2)
  }

  @Test(arguments: [
    ("ttl: 0s", "arch.out-of-range"), ("coalesce: yes", "arch.missing-field"),
  ])
  func whatChangesNothingIsRefused(_ field: String, _ code: String) {
    let found = problems(Self.design(field)).map { String($0.prefix { $0 != ":" }) }
    #expect(found.contains(code), "\(field): \(found)")
  }

  @Test func whatStandsNowhereIsRefused() {
    let file = flow(
      """
      web: { kind: service, calls: [hot, { send: jobs }] }
      hot: { kind: cache, capacity: 10 }
      jobs: { kind: queue, capacity: 1GiB }
      """, "process: regular, rate: 1/s")
    let found = problems(file).map { String($0.prefix { $0 != ":" }) }
    #expect(found.contains("arch.missing-field") && found.contains("arch.wrong-type"), "\(found)")
  }

  @Test func onlyWhatIsKnownCanBeFlushed() {
    let unkeyed = problems(Self.design("hit: 80%", faults: "{ flush: hot, at: 1s }"))
    #expect(unkeyed.contains { $0.hasPrefix("arch.wrong-fault") })
    let noKeys = problems(
      Self.design("capacity: 10", faults: "{ flush: hot, at: 1s }", keys: "patience: 1s"))
    #expect(noKeys.contains { $0.hasPrefix("arch.wrong-fault") })
    let store = problems(Self.design("capacity: 10", faults: "{ flush: db, at: 1s }"))
    #expect(store.contains { $0.hasPrefix("arch.wrong-fault") })
  }
}
