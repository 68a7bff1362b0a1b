import PluginAPI
import Testing

/// What becomes of stores: leaders, lag and data.
@Suite struct StoreFaultTests {
  static func store(_ replication: String, _ faults: String, timeout: String = "") -> String {
    flow(
      """
      \(caller("{ write: db\(timeout) }"))
      db: { kind: database, concurrency: none, write: 0s, restart: { exact: 10s }\(replication) }
      """, "process: regular, rate: 10/s", faults: faults)
  }

  static let async =
    ", replication: { mode: async, copies: 2, lag: 1s, failover: { mode: automatic, takes: 5s } }"

  @Test func thePrimaryIsReplacedAfterTheFailover() async throws {
    // Writes wait for 5 s, so none fails; what the follower did not have is lost: 1 s of writes.
    let run = try await Flow(Self.store(Self.async, "{ primary: db, at: 50s }"))
    #expect(try run.operation().success.value == 1)
    let most = try #require(try run.operation().latencyMax)
    #expect(most > 4.8 && most <= 5, "\(most)")
    expectNear(try run.component("db").lostWrites.value, 10)
    expectNear(try run.component("db").outage?.value, 5)
  }

  @Test func laggingCopiesLoseMore() async throws {
    // What they have at 30 s they keep, up to 29 s; at 50 s the leader dies: 21 s of writes.
    let run = try await Flow(
      Self.store(Self.async, "{ lag: db, by: 30s, at: 30s, lasts: 60s }, { primary: db, at: 50s }"))
    let lost = try #require(try run.component("db").lostWrites.value)
    expectNear(lost, 210, within: 1)
  }

  @Test func theyFallBehindNoFurtherThanStated() async throws {
    // At 80 s they are 1 + 5 s behind.
    let run = try await Flow(
      Self.store(Self.async, "{ lag: db, by: 5s, at: 30s, lasts: 60s }, { primary: db, at: 80s }"))
    let lost = try #require(try run.component("db").lostWrites.value)
    expectNear(lost, 60, within: 1)
  }

  @Test func lagsThatOverlapAdd() async throws {
    let run = try await Flow(
      Self.store(
        Self.async,
        "{ lag: db, by: 5s, at: 30s }, { lag: db, by: 4s, at: 30s }, { primary: db, at: 80s }"))
    let lost = try #require(try run.component("db").lostWrites.value)
    expectNear(lost, 100, within: 1)
  }

  @Test func afterTheFaultTheyHaveCaughtUp() async throws {
    let run = try await Flow(
      Self.store(Self.async, "{ lag: db, by: 30s, at: 10s, lasts: 30s }, { primary: db, at: 60s }"))
    expectNear(try run.component("db").lostWrites.value, 10)
  }

  @Test func wipedDataAreLost() async throws {
    let run = try await Flow(Self.store("", "{ wipe: db, at: 50s }"))
    expectNear(try run.component("db").lostWrites.value, 500)
    #expect(try run.operation().success.value == 1, "it serves on, empty")
  }

  @Test func wipingTakesTheDataOfEveryCopy() async throws {
    let run = try await Flow(
      Self.store(", replication: { mode: sync, copies: 3 }", "{ wipe: db, at: 50s }"))
    expectNear(try run.component("db").lostWrites.value, 500)
  }

  @Test func wipingABrokerTakesWhatWaits() async throws {
    let file = flow(
      """
      \(caller("{ send: jobs }"))
      jobs: { kind: queue, write: 0s, read: 0s, concurrency: none }
      hand: { kind: worker, concurrency: 1, work: { exact: 1s }, consumes: [{ from: jobs }] }
      """, "process: regular, rate: 10/s", faults: "{ wipe: jobs, at: 50s }")
    let run = try await Flow(file)
    // 500 came, 49 were handled and one is being handled.
    let lost = try #require(try run.component("jobs").lostWrites.value)
    expectNear(lost, 450, within: 2)
  }

  @Test func withoutAFaultNothingIsLost() async throws {
    // A negative control.
    let run = try await Flow(Self.store(Self.async, "{ slow: db, by: 2, at: 10s, lasts: 5s }"))
    expectNear(try run.component("db").lostWrites.value, 0, within: 0)
    expectNear(try run.component("db").outage?.value, 0, within: 0)
  }

  @Test func aStoreIsWithoutServiceUntilItsOnlyCopyIsBack() async throws {
    let run = try await Flow(Self.store("", "{ crash: db, at: 50s, lasts: 7s }"))
    expectNear(try run.component("db").outage?.value, 7)
    let restarts = try await Flow(Self.store("", "{ crash: db, at: 50s }"))
    #expect(try restarts.component("db").outage?.value == 10)
    let never = try await Flow(Self.store("", "{ crash: db, at: 50s, lasts: 1h }"))
    #expect(try never.component("db").outage?.value == 50)
  }

  @Test func aQuorumWithoutEnoughMembersIsWithoutService() async throws {
    func outage(_ copies: Int) async throws -> Double? {
      try await Flow(
        Self.store(
          ", replication: { mode: quorum, copies: 3, failover: { mode: automatic, takes: 2s } }",
          "{ crash: db, replicas: \(copies), at: 50s, lasts: 20s }", timeout: ", timeout: 1s")
      ).component("db").outage?.value
    }
    #expect(try await outage(1) == 2, "the failover")
    #expect(try await outage(2) == 20, "one of three is no quorum")
  }

  @Test func aCrashInALostPlaceRefusesAgainAfterwards() async throws {
    // Lost from 10 to 30 s, crashed from 20 to 50 s: silent, then refused at once.
    let file = flow(
      """
      \(caller("{ read: db, timeout: 500ms }"))
      db: { kind: database, at: [south], concurrency: none, read: 0s, health: { every: 1h } }
      """, "process: regular, rate: 10/s",
      top: "sites: { north: { latency_to: { south: 1ms } }, south: {} }",
      faults: "{ lose: south, at: 10s, lasts: 20s }, { crash: db, at: 20s, lasts: 30s }")
    let run = try await Flow(file)
    expectNear(try run.cause("timeout"), 200, within: 2)
    expectNear(try run.cause("crash"), 200, within: 2)
  }
}
