import PluginAPI
import Testing

/// Messages that are lost or late on the way.
@Suite struct LinkFaultTests {
  static func link(
    _ faults: String, call: String = "call: db, timeout: 1s", rate: String = "regular, rate: 10/s",
    operation: String = ""
  ) -> String {
    flow(
      """
      \(caller("{ \(call) }"))
      db: { kind: service, concurrency: none, work: 0s }
      """, "process: \(rate)", operation: operation, faults: faults)
  }

  @Test func whatVanishesIsLearntByTheTimeOut() async throws {
    let run = try await Flow(
      Self.link("{ drop: { link: web->db }, share: 100%, at: 20s, lasts: 30s }"))
    expectNear(try run.cause("timeout"), 300)
    #expect(try run.operation().latencyMax == 0, "the others take no time")
    expectNear(try run.component("db").served, 700)
  }

  @Test func withoutATimeOutTheUserLeaves() async throws {
    let run = try await Flow(
      Self.link(
        "{ drop: web->db, share: 100%, at: 20s, lasts: 30s }", call: "call: db",
        operation: "patience: 2s"))
    #expect(try run.count(\.abandoned) == 300)
    #expect(try run.unserved(from: 0.5) == 0, "all are served again")
  }

  @Test func requestsAndAnswersAreLostAlike() async throws {
    // Of 20000 calls a share of 0.8 x 0.8 is answered; 0.8 of them reach the database. The
    // standard deviations are 68 and 57.
    let run = try await Flow(
      Self.link(
        "{ drop: web->db, share: 20%, at: 0s }", rate: "regular, rate: 200/s"))
    expectNear(try run.count(\.full), 12_800, within: 300)
    let served = try run.component("db").served
    expectNear(served, 16_000, within: 250)
  }

  @Test func lossesThatOverlapMultiply() async throws {
    // (0.5 x 0.5)^2 come through while both act: 312.5 of 5000, and 1250 of 5000 before.
    let run = try await Flow(
      Self.link(
        "{ drop: web->db, share: 50%, at: 0s }, { drop: web->db, share: 50%, at: 50s }",
        rate: "regular, rate: 100/s"))
    expectNear(try run.count(\.full), 1562, within: 150)
  }

  @Test func nothingOfALossStaysWhenItEnds() async throws {
    let run = try await Flow(
      Self.link(
        "{ drop: web->db, share: 30%, at: 10s, lasts: 20s }, { drop: web->db, share: 100%, at: 20s, lasts: 10s }"
      ))
    #expect(try run.unserved(from: 0.31) == 0)
  }

  @Test func onlyTheNamedCallIsHit() async throws {
    // A negative control: the second call between the same two has a name of its own.
    let file = flow(
      """
      web: { kind: service, concurrency: none, work: 0s, calls: [{ call: db, timeout: 1s }, { call: db, timeout: 1s }] }
      db: { kind: service, concurrency: none, work: 0s }
      """, "process: regular, rate: 10/s",
      faults: "{ drop: web->db#2, share: 100%, at: 0s }")
    let run = try await Flow(file)
    expectNear(try run.cause("timeout"), 1000)
    expectNear(try run.component("db").served, 1000)
  }

  static func late(_ faults: String) -> String {
    link(faults, call: "call: db, latency: { exact: 10ms }")
  }

  @Test func aSlowLinkTakesLongerEachWay() async throws {
    for (fault, latency) in [
      ("by: 3", 0.060), ("adds: 5ms", 0.030), ("by: 3, adds: 5ms", 0.070), ("by: 0.5", 0.010),
    ] {
      let run = try await Flow(Self.late("{ slow: { link: web->db }, \(fault), at: 0s }"))
      #expect(abs(try run.latency() - latency) < 1e-9)
    }
  }

  @Test func slowLinksThatOverlapMultiplyAndAdd() async throws {
    let run = try await Flow(
      Self.late(
        """
        { slow: { link: web->db }, by: 2, adds: 1ms, at: 0s, lasts: 1000s }, \
        { slow: { link: web->db }, by: 3, adds: 2ms, at: 0s, lasts: 1000s }
        """))
    #expect(abs(try run.latency() - 2 * 0.063) < 1e-9)
  }

  @Test func theWayBetweenSitesIsSlowedAsWell() async throws {
    let file = flow(
      """
      web: { kind: service, concurrency: none, work: 0s, calls: [db] }
      db: { kind: service, at: [south], concurrency: none, work: 0s }
      """, "process: regular, rate: 10/s",
      top: "sites: { north: { latency_to: { south: 20ms } }, south: {} }",
      faults: "{ slow: { link: web->db }, by: 4, at: 0s }")
    let run = try await Flow(file)
    expectNear(try run.latency(), 0.160, within: 1e-5)
  }

  @Test func aSlowLinkEnds() async throws {
    let run = try await Flow(Self.late("{ slow: { link: web->db }, by: 3, at: 0s, lasts: 50s }"))
    #expect(abs(try run.latency() - 0.040) < 1e-4, "half at 60 ms, half at 20 ms")
  }

  @Test func aCallsTimeOutCountsTheSlowWay() async throws {
    let run = try await Flow(
      Self.link(
        "{ slow: { link: web->db }, by: 1, adds: 600ms, at: 20s, lasts: 30s }",
        call: "call: db, timeout: 1s, latency: { exact: 1ms }"))
    // An answer after the end of the fault comes in time: 29.4 s of requests.
    expectNear(try run.cause("timeout"), 294)
  }

  @Test func aCacheInFrontOfAStoreHasALinkToo() async throws {
    let file = flow(
      """
      web: { kind: service, concurrency: none, work: 0s, calls: [{ call: hot, timeout: 1s }] }
      hot: { kind: cache, fronts: db, hit: 75%, work: 0s, concurrency: none }
      db: { kind: database, read: 0s, concurrency: none }
      """, "process: regular, rate: 100/s",
      faults: "{ drop: hot->db, share: 100%, at: 0s }")
    let run = try await Flow(file)
    expectNear(try run.count(\.full), 7500, within: 220)
  }
}
