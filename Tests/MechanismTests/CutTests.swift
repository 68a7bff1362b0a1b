import PluginAPI
import Testing

/// Networks in two parts.
@Suite struct CutTests {
  static let sites = "sites: { north: { latency_to: { south: 1ms } }, south: {} }"

  static func across(_ faults: String, _ db: String = "work: 0s", call: String = "timeout: 1s")
    -> String
  {
    flow(
      """
      \(caller("{ call: db, \(call) }"))
      db: { kind: service, at: [south], concurrency: none, \(db) }
      """, "process: regular, rate: 10/s", operation: "patience: 20s", top: sites, faults: faults)
  }

  @Test func messagesIntoACutAreGone() async throws {
    let run = try await Flow(Self.across("{ cut: [north, south], at: 20s, lasts: 25s }"))
    // Noticed only after 30 + 2 s, so all of them wait for their time-outs.
    expectNear(try run.cause("timeout"), 250, within: 1)
    #expect(try run.component("db").served + 250 >= 999)
    #expect(try run.unserved(from: 0.46) == 0)
  }

  @Test func whenItIsNoticedCallersAreToldAtOnce() async throws {
    // health every 2 s, after 1, and 1 s more for what is silent; seen again 2 s after the end.
    let run = try await Flow(
      Self.across(
        "{ cut: [north, south], at: 20s, lasts: 25s }",
        "work: 0s, health: { every: 2s, timeout: 1s, after: 1 }"))
    expectNear(try run.cause("timeout"), 30, within: 1)
    #expect(abs(try run.cause("crash") - 240) <= 2, "22 s to the end and 2 s more")
    #expect(try run.unserved(from: 0.48) == 0)
  }

  @Test func workBehindACutGoesOn() async throws {
    // Work of 5 s: what was sent from 15 s to 20 s is served, and its answers are gone.
    let run = try await Flow(
      Self.across(
        "{ cut: [south, north], at: 20s, lasts: 25s }", "work: { exact: 5s }", call: "timeout: 6s"))
    expectNear(try run.cause("timeout"), 300, within: 2)
    expectNear(try run.component("db").served, 700, within: 52)
  }

  @Test func whoDoesNotCrossItIsNotHit() async throws {
    // A negative control: a cut elsewhere.
    let run = try await Flow(
      flow(
        """
        \(caller("{ call: db, timeout: 1s }"))
        db: { kind: service, at: [south], concurrency: none, work: 0s }
        """, "process: regular, rate: 10/s",
        top: "sites: { north: { latency_to: { south: 1ms } }, south: {}, west: {} }",
        faults: "{ cut: [north, west], at: 20s, lasts: 25s }"))
    #expect(try run.operation().success.value == 1)
  }

  @Test func cutsThatOverlapLastUntilTheLastOneEnds() async throws {
    let run = try await Flow(
      Self.across(
        "{ cut: [north, south], at: 20s, lasts: 15s }, { cut: [south, north], at: 30s, lasts: 20s }"
      ))
    expectNear(try run.cause("timeout"), 300, within: 1)
  }

  @Test func balancersLeaveOutWhatTheyDoNotReach() async throws {
    // Two zones with a copy each, by turns; the caller stands in zone a, and half of its calls time
    // out for the 3 s until health has noticed. From there on zone a serves all.
    let file = flow(
      """
      web: { kind: service, concurrency: none, work: 0s, calls: [{ call: pool, timeout: 500ms }] }
      pool: { kind: service, replicas: 2, spread: zone, concurrency: none, balance: round_robin, work: 0s, health: { every: 2s, timeout: 1s, after: 1 } }
      """, "process: regular, rate: 100/s", top: "sites: { north: { zones: [a, b] } }",
      faults: "{ cut: [north.a, north.b], at: 10s, lasts: 10s }")
    let run = try await Flow(file)
    expectNear(try run.count(\.failed), 150, within: 2)
    #expect(try run.cause("timeout") == run.count(\.failed))
  }

  @Test func consumersBehindACutWait() async throws {
    let file = flow(
      """
      \(caller("{ send: jobs }"))
      jobs: { kind: queue, write: 0s, read: 0s, concurrency: none }
      hand: { kind: worker, at: [south], concurrency: none, work: 0s, consumes: [{ from: jobs }] }
      """, "process: regular, rate: 10/s", lasts: "50s", top: Self.sites,
      faults: "{ cut: [north, south], at: 20s, lasts: 20s }")
    let run = try await Flow(file)
    expectNear(try run.component("hand").served, 500)
    #expect(run.run.stopped == "time")
  }

  // MARK: Leaders

  /// Half of 20/s of writes from each side, to a store whose leader stands in the north.
  static func parted(_ replication: String, _ faults: String, copies: Int = 2) -> String {
    let places = copies == 2 ? "north, south" : "north, south, west"
    return flow(
      """
      web: { kind: service, at: [north, south], concurrency: none, work: 0s, calls: [{ write: db, timeout: 500ms }] }
      db: { kind: database, at: [\(places)], concurrency: none, write: 0s, health: { every: 1s, timeout: 1s, after: 1 }, replication: { \(replication), copies: \(copies), across: site } }
      """, "process: regular, rate: 20/s",
      top: """
        sites: { north: { latency_to: { south: 1ms, west: 1ms } }, south: { latency_to: { west: 1ms } }, west: {} }
        """, faults: faults
    ).replacing("  lasts:", with: "  clients: { north: 50%, south: 50% }\n  lasts:")
  }

  static let cut = "{ cut: [north, south], at: 20s, lasts: 40s }"
  static let alone = "\(cut), { cut: [north, west], at: 20s, lasts: 40s }"

  @Test func withoutAQuorumBothSidesGoOnAndConflict() async throws {
    let run = try await Flow(
      Self.parted(
        "mode: async, lag: 0s, failover: { mode: automatic, takes: 5s }", Self.cut))
    // The south waits 5 s for its leader. About 10/s x 40 s in the north, 10/s x 35 s in the south.
    expectNear(try run.cause("timeout"), 50, within: 30)
    let conflicting = try #require(try run.component("db").conflictingWrites.value)
    expectNear(conflicting, 750, within: 60)
    expectNear(try run.component("db").lostWrites.value, 0, within: 0)
    #expect(try run.unserved(from: 0.61) == 0)
  }

  @Test func aSyncStoreLeavesOutTheOtherSideAndConflictsToo() async throws {
    // Writes in the north wait until health has noticed, after 2 s.
    let run = try await Flow(
      Self.parted("mode: sync, failover: { mode: automatic, takes: 5s }", Self.cut))
    let conflicting = try #require(try run.component("db").conflictingWrites.value)
    #expect(conflicting > 500, "\(conflicting)")
    expectNear(try run.cause("timeout"), 20 + 50, within: 30)
  }

  @Test func aFencedLeaderStopsAndItsWritesApartAreLost() async throws {
    let run = try await Flow(
      Self.parted(
        "mode: async, lag: 0s, failover: { mode: automatic, takes: 5s, fencing: yes }", Self.cut))
    #expect(try run.component("db").conflictingWrites.value == 0)
    let lost = try #require(try run.component("db").lostWrites.value)
    expectNear(lost, 50, within: 25)
    // The south for 5 s, then the north for 35 s.
    expectNear(try run.cause("timeout"), 400, within: 60)
  }

  @Test func theSideWithTheQuorumGoesOn() async throws {
    // The leader is alone in the north: the south and the west elect another one after 5 s.
    let run = try await Flow(
      Self.parted(
        "mode: quorum, failover: { mode: automatic, takes: 5s }", Self.alone, copies: 3))
    #expect(try run.component("db").conflictingWrites.value == 0)
    expectNear(try run.component("db").lostWrites.value, 0, within: 0)
    expectNear(try run.cause("timeout"), 450, within: 60)
    #expect(try run.unserved(from: 0.61) == 0)
  }

  @Test func aLeaderWithTheQuorumStays() async throws {
    // Only the south is cut off: its callers time out, the north goes on with the west.
    let run = try await Flow(
      Self.parted(
        "mode: quorum, failover: { mode: automatic, takes: 5s }", Self.cut, copies: 3))
    expectNear(try run.cause("timeout"), 400, within: 60)
    #expect(try run.component("db").conflictingWrites.value == 0)
  }

  @Test func aShortCutChangesNoLeader() async throws {
    let run = try await Flow(
      Self.parted(
        "mode: async, lag: 0s, failover: { mode: automatic, takes: 5s }",
        "{ cut: [north, south], at: 20s, lasts: 4s }"))
    expectNear(try run.cause("timeout"), 40, within: 20)
    #expect(try run.component("db").conflictingWrites.value == 0)
    expectNear(try run.component("db").lostWrites.value, 0, within: 0)
  }

  @Test func writesOfOneSideAloneDoNotConflict() async throws {
    let file = flow(
      """
      \(caller("{ write: db, timeout: 500ms }"))
      db: { kind: database, at: [north, south], concurrency: none, write: 0s, replication: { mode: async, lag: 0s, copies: 2, across: site, failover: { mode: automatic, takes: 5s } } }
      """, "process: regular, rate: 10/s", top: Self.sites, faults: Self.cut)
    let run = try await Flow(file)
    #expect(try run.operation().success.value == 1)
    #expect(try run.component("db").conflictingWrites.value == 0)
  }
}
