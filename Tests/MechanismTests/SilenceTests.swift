import PluginAPI
import Testing

/// A call into a lost place waits until its time-out; without one, as long as its user does.
@Suite struct SilenceTests {
  static let zones = "sites: { north: { zones: [a, b] } }"

  /// A store in zone b that is lost from 10 s to 40 s.
  static func lost(
    _ web: String, patience: String = "patience: 2s", call: String = "{ read: db }",
    lasts: String = "lasts: 30s", rate: String = "regular, rate: 10/s"
  ) -> String {
    flow(
      """
      web: { kind: service, work: 0s, \(web), calls: [\(call)] }
      db: { kind: database, at: [south], concurrency: none, read: { exact: 1ms }, write: { exact: 1ms } }
      """, "process: \(rate)", operation: patience,
      top: "sites: { north: { latency_to: { south: 1ms } }, south: {} }",
      faults: "{ lose: south, at: 10s, \(lasts) }")
  }

  @Test func aSlotIsFreeAgainWhenItsUserHasLeft() async throws {
    // Four slots and no room to wait. Each of 300 arrivals from 10 s to 40 s waits 2 s in a slot,
    // so 4 are let in every 2 s. The last ones leave 2 s after the place is back: no later than
    // 42 s everybody is served again.
    let run = try await Flow(
      Self.lost("concurrency: 4, queue: { limit: 0 }"))
    let abandoned = try run.count(\.abandoned)
    #expect(abs(abandoned - 60) <= 4, "\(abandoned)")
    #expect(try run.cause("queue_full") + abandoned <= 322)
    #expect(try run.unserved(from: 0.43) == 0, "all are served again")
  }

  @Test func aPlaceThatStaysLostKeepsEachSlotForItsUsersPatience() async throws {
    // Little's law: 10/s for 2 s each are 20 inside, from 12 s on.
    let run = try await Flow(
      Self.lost("concurrency: none", lasts: "lasts: 1h"))
    let inside = try #require(try run.component("web").inside.value)
    #expect(abs(inside - (88.0 * 20 + 2 * 10) / 100) < 0.1, "\(inside)")
    #expect(abs(try run.count(\.abandoned) - 900) <= 1)
  }

  @Test func withoutPatienceItWaitsForEver() async throws {
    let run = try await Flow(
      Self.lost("concurrency: 4, queue: { limit: 0 }", patience: "payload: 1B"))
    #expect(try run.cause("unfinished") == 4)
    #expect(abs(try run.cause("queue_full") - 896) <= 1)
    #expect(run.run.stopped == "cut_off")
  }

  @Test func aTimeOutEndsItWhateverThePatience() async throws {
    let run = try await Flow(
      Self.lost(
        "concurrency: none", patience: "patience: 5s", call: "{ read: db, timeout: 1s }",
        lasts: "lasts: 1h"))
    #expect(abs(try run.cause("timeout") - 900) <= 1)
    let inside = try #require(try run.component("web").inside.value)
    #expect(abs(inside - (89.0 * 10 + 5) / 100) < 0.1, "\(inside)")
  }

  @Test func aCallersCallerThatGivesUpEndsTheRequestAndWithItTheWait() async throws {
    // The door gives up after 1 s and answers its user; 'inner' has no time-out of its own.
    let file = flow(
      """
      web: { kind: service, work: 0s, concurrency: none, calls: [{ call: inner, timeout: 1s }] }
      inner: { kind: service, work: 0s, concurrency: none, calls: [db] }
      db: { kind: database, at: [south], concurrency: none, read: { exact: 1ms } }
      """, "process: regular, rate: 10/s",
      top: "sites: { north: { latency_to: { south: 1ms } }, south: {} }",
      faults: "{ lose: south, at: 10s, lasts: 1h }")
    let run = try await Flow(file)
    #expect(abs(try run.cause("timeout") - 900) <= 1)
    let inside = try #require(try run.component("inner").inside.value)
    #expect(abs(inside - (89.0 * 10 + 5) / 100) < 0.1, "\(inside)")
  }

  @Test func whatWasHandedOverWaitsForEver() async throws {
    let file = flow(
      """
      web: { kind: service, work: 0s, concurrency: none, calls: [{ send: inner }] }
      inner: { kind: service, work: 0s, concurrency: 3, queue: { limit: 0 }, calls: [db] }
      db: { kind: database, at: [south], concurrency: none, read: { exact: 1ms } }
      """, "process: regular, rate: 10/s", operation: "patience: 1s",
      top: "sites: { north: { latency_to: { south: 1ms } }, south: {} }",
      faults: "{ lose: south, at: 10s, lasts: 20s }")
    let run = try await Flow(file)
    #expect(try run.operation().success.value == 1, "the users do not wait for it")
    #expect(abs(try run.component("inner").refused - 897) <= 1)
  }

  @Test func aWriteThatWaitsForALeaderIsSilenceToo() async throws {
    // The leader crashes; another one leads after 20 s. Users leave after 2 s, and their slots
    // are free again: each lets in one every 2 s.
    let file = flow(
      """
      web: { kind: service, work: 0s, concurrency: 4, queue: { limit: 0 }, calls: [{ write: db }] }
      db: { kind: database, concurrency: none, write: { exact: 1ms }, replication: { mode: async, copies: 2, failover: { mode: automatic, takes: 20s } } }
      """, "process: regular, rate: 10/s", operation: "patience: 2s", top: Self.zones,
      faults: "{ crash: db, replicas: 1, at: 10s, lasts: 60s }")
    let run = try await Flow(file)
    let abandoned = try run.count(\.abandoned)
    #expect(abandoned >= 36 && abandoned <= 40, "\(abandoned)")
    // The last ones before the new leader come through.
    #expect(try run.unserved(from: 0.32) == 0)
  }

  @Test func aQuorumThatCannotBeReachedIsSilenceToo() async throws {
    // Two of three members are lost: writes wait, users leave after 2 s with 4 slots.
    let file = flow(
      """
      web: { kind: service, work: 0s, concurrency: 4, queue: { limit: 0 }, calls: [{ write: db }] }
      db: { kind: database, at: [north, south, west], concurrency: none, write: { exact: 1ms }, replication: { mode: quorum, copies: 3, across: site } }
      """, "process: regular, rate: 10/s", operation: "patience: 2s",
      top: "sites: { north: { latency_to: { south: 1ms, west: 1ms } }, south: {}, west: {} }",
      faults: "{ lose: south, at: 10s, lasts: 20s }, { lose: west, at: 10s, lasts: 20s }")
    let run = try await Flow(file)
    #expect(try run.unserved(from: 0.33) == 0, "all are served again")
    #expect(try run.count(\.abandoned) >= 36)
  }

  @Test func onlyOneNeededIsNotSilenced() async throws {
    // A negative control: with one of the members lost the quorum of two goes on.
    let file = flow(
      """
      web: { kind: service, work: 0s, concurrency: 4, queue: { limit: 0 }, calls: [{ write: db }] }
      db: { kind: database, at: [north, south, west], concurrency: none, write: { exact: 1ms }, replication: { mode: quorum, copies: 3, across: site } }
      """, "process: regular, rate: 10/s", operation: "patience: 2s",
      top: "sites: { north: { latency_to: { south: 1ms, west: 1ms } }, south: {}, west: {} }",
      faults: "{ lose: west, at: 10s, lasts: 20s }")
    let run = try await Flow(file)
    #expect(try run.operation().success.value == 1)
  }
}
