import PluginAPI
import Testing

/// What a drill measures: before, during and after, marks, and the time without service.
@Suite struct DrillTests {
  static let crash = flow(
    """
    \(caller("{ call: pool, timeout: 1s }"))
    pool: { kind: service, replicas: 2, concurrency: none, balance: round_robin, work: { exact: 10ms }, health: { every: 2s, after: 1 } }
    """, "process: regular, rate: 100/s", lasts: "60s", warmup: "10s",
    faults: "{ crash: pool, replicas: 1, at: 20s, lasts: 20s }")

  @Test func eachPartCountsItsArrivals() async throws {
    // Half of 100/s for 2 s fail, until it is noticed.
    let drill = try #require(try await Flow(Self.crash, replications: 4).run.drill)
    #expect(drill.from == 10 && drill.to == 30)
    let operation = try #require(drill.operations.first)
    expectNear(operation.before.arrivals.value, 1000, within: 2)
    expectNear(operation.during.arrivals.value, 2000, within: 2)
    expectNear(operation.after.arrivals.value, 3000, within: 2)
    // Who is in service when it crashes came before.
    expectNear(operation.before.success.value, 1, within: 0.002)
    #expect(operation.after.success.value == 1)
    expectNear(operation.during.success.value, 0.95, within: 0.002)
    expectNear(operation.failed.value, 100, within: 2)
    expectNear(operation.before.p99.value, 0.010, within: 1e-4)
  }

  @Test func theTimelineHasWhatHappened() async throws {
    let run = try await Flow(Self.crash, replications: 4).run
    let drill = try #require(run.drill)
    func at(_ kind: DrillMark.Kind) -> Double? { drill.marks.first { $0.kind == kind }?.at }
    #expect(at(.fault) == 10)
    #expect(at(.noticed) == 12)
    #expect(at(.serves) == 30 && at(.over) == 30)
    #expect(drill.detected.value == 2)
    // Steps are 0.6 s long.
    expectNear(at(.recovered), 12, within: 0.61)
    #expect(drill.marks.map(\.at) == drill.marks.map(\.at).sorted())
    #expect(drill.marks.allSatisfy { $0.runs == 4 })
    #expect(drill.persistence == nil, "it came back")
  }

  @Test func latencyIsToldByStep() async throws {
    let file = flow(
      "web: { kind: service, concurrency: none, work: { exact: 10ms } }",
      "process: regular, rate: 100/s", faults: "{ slow: web, by: 3, at: 30s, lasts: 20s }")
    let drill = try #require(try await Flow(file).run.drill)
    let series = try #require(drill.operations.first).latencySeries
    expectNear(series[10], 0.010, within: 1e-9)
    expectNear(series[40], 0.030, within: 1e-9)
    expectNear(series[80], 0.010, within: 1e-9)
  }

  @Test func aFailoverIsOnTheTimelineAndEndsTheTimeWithoutService() async throws {
    let file = StoreFaultTests.store(StoreFaultTests.async, "{ primary: db, at: 50s }")
    let drill = try #require(try await Flow(file).run.drill)
    #expect(drill.marks.first { $0.kind == .failover }?.at == 55)
    let store = try #require(drill.stores.first)
    #expect(store.outage.value == 5)
    expectNear(store.lostWrites.value, 10)
    // The old leader restarts after 10 s: the trigger is over then.
    #expect(drill.to == 60)
  }

  @Test func faultsThatOverlapAreOneDrill() async throws {
    let file = CapacityFaultTests.pool(
      "{ less: web, share: 50%, at: 20s, lasts: 20s }, { slow: web, by: 2, at: 30s, lasts: 30s }")
    let drill = try #require(try await Flow(file).run.drill)
    #expect(drill.from == 20 && drill.to == 60)
    #expect(drill.marks.count { $0.kind == .fault } == 2)
    // 20/s of 30/s for 10 s, 10/s for 10 s, 20/s for 20 s: 100 + 200 + 200 are turned away.
    expectNear(drill.operations.first?.failed.value, 500, within: 12)
  }

  @Test func withoutAFaultThereIsNoDrill() async throws {
    let file = flow("web: { kind: service }", "process: regular, rate: 1/s")
    #expect(try await Flow(file).run.drill == nil)
    let random = flow(
      "web: { kind: service, fails: { every: 10s, lasts: 1s } }", "process: regular, rate: 1/s",
      faults: "{ random: web }")
    #expect(try await Flow(random).run.drill == nil, "chance has no moment")
  }

  @Test func numbersOfThreadsChangeNothing() async throws {
    let file = flow(
      """
      web: { kind: service, concurrency: none, work: 0s, calls: [{ call: db, timeout: 1s, retry: { max: 2, jitter: full } }] }
      db: { kind: service, replicas: 2, concurrency: 4, work: 50ms, fails: { every: 20s, lasts: 2s } }
      """, "process: poisson, rate: 60/s",
      faults: """
        { drop: web->db, share: 10%, at: 10s, lasts: 50s }, { random: db }, \
        { deploy: db, over: 10s, errors: 20%, slow: 2, at: 20s, lasts: 30s }, \
        { less: db, share: 50%, at: 30s, lasts: 20s }, { load: '*', by: 1.5, at: 35s, lasts: 10s }
        """)
    let one = try await Flow(file, replications: 4, threads: 1)
    let two = try await Flow(file, replications: 4, threads: 3)
    #expect(try one.operation().fullSeries == two.operation().fullSeries)
    #expect(one.run.drill?.marks == two.run.drill?.marks)
    #expect(one.run.events == two.run.events)
  }
}
