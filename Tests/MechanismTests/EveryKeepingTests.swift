import PluginAPI
import Reporting
import Testing

/// Functions, caches by key and routes at once, under faults: nothing appears, vanishes or leaks.
@Suite struct EveryKeepingTests {
  static let design = """
    format: arch/1
    entry: web
    sites: { north: { zones: [a, b], zone_latency: 500us, latency_to: { south: 5ms } }, south: {} }
    components:
      web: { kind: function, at: [north, south], scale: { min: 1, max: 30 }, work: { mean: 5ms, cv: 1 }, cold_start: { mean: 100ms, cv: 1 }, keep_warm: 1s, queue: { limit: 40, max_wait: 300ms, order: lifo }, rate_limit: { rate: 200/s, burst: 50 }, calls: [{ call: few, timeout: 400ms, cancel: yes, retry: 1, breaker: { trip_at: 90%, window: 2s }, route: any, fallback: without }, { read: hot, timeout: 300ms, route: same_zone, fallback: without }] }
      few: { kind: function, at: [north, south], scale: { max: 3 }, concurrency: 4, work: { mean: 12ms, cv: 1 }, cold_start: { mean: 200ms, cv: 1 }, keep_warm: 500ms, queue: { limit: 20 }, calls: [{ read: hot, timeout: 100ms }, { read: db, route: nearest, timeout: 100ms, chance: 50% }] }
      hot: { kind: cache, at: [north, south], fronts: db, capacity: 60KiB, ttl: 2s, coalesce: yes, concurrency: 30, queue: { limit: 30 } }
      db: { kind: key_value, at: [north, south], concurrency: 8, read: { mean: 6ms, cv: 1 }, replication: { mode: async, copies: 2, across: site, failover: { mode: automatic, takes: 2s } }, health: { every: 1s, timeout: 1s, after: 1 } }
    workload:
      warmup: 2s
      lasts: 60s
      operations:
        request: { arrivals: { process: poisson, rate: 100/s }, keys: { count: 500, skew: 1 }, patience: 1s }
        other: { arrivals: { process: on_off, rate: 80/s, active: 2s, idle: 3s }, timeout: 400ms, retry: { max: 1, wait: 10ms }, payload: 3KiB, keys: { count: 50 } }
        third: { arrivals: { process: poisson, rate: 10/s }, patience: 2s }
    faults:
      - { errors: db, share: 80%, at: 8s, lasts: 2s }
      - { slow: db, by: 20, at: 12s, lasts: 3s }
      - { crash: web, replicas: 5, at: 18s, lasts: 2s }
      - { lose: north.a, at: 22s, lasts: 4s }
      - { crash: hot, at: 28s, lasts: 1s }
      - { flush: hot, at: 31s }
      - { lose: south, at: 33s, lasts: 4s }
      - { crash: few, at: 38s, lasts: 1s }
      - { less: few, share: 60%, at: 41s, lasts: 5s }
      - { cut: [north, south], at: 47s, lasts: 4s }
      - { less: web, share: 100%, at: 53s, lasts: 1s }
    """

  @Test(arguments: [UInt64(1), 2, 3, 4, 5, 6])
  func everyArrivalEndsOnceAndNothingLeaks(_ seed: UInt64) async throws {
    let flow = try await Flow(Self.design, seed: seed)
    for operation in flow.run.operations {
      let ends = try [
        operation.completed, operation.failed, operation.refused, operation.abandoned,
      ].reduce(0) { $0 + (try #require($1.value)) }
      #expect(ends == operation.arrivals.value, "\(operation.operation)")
      #expect((try #require(operation.full.value)) > 0)
      #expect(!operation.causes.contains { $0.cause == "unfinished" }, "\(operation.causes)")
    }
    // A slot, a copy or a key that was never given back would show after the faults.
    let operation = try flow.operation()
    let late = zip(operation.arrivalSeries, operation.fullSeries).suffix(7)
    let arrivals = late.reduce(0) { $0 + $1.0 }
    let full = late.reduce(0) { $0 + $1.1 }
    #expect(full > 0.9 * arrivals, "\(full) of \(arrivals) after the faults")
    #expect(flow.run.stopped == "time")
    for id in ["web", "few"] {
      let scaling = try #require(try flow.component(id).scaling)
      let running = try #require(scaling.running.value)
      #expect(running > 0 && running <= 60 && scaling.paid >= 0 && scaling.paid <= 60)
      #expect(scaling.series.allSatisfy { $0 >= -1e-9 && $0 <= 60 }, "\(scaling.series)")
      #expect(try #require(scaling.coldStarts) > 0)
    }
    let cache = try #require(try flow.component("hot").cache)
    let hits = try #require(cache.hits.value)
    #expect(hits > 0 && hits < 1 && cache.misses > 0)
    // 60 KiB at each of two sites, 1 KiB an entry at least.
    #expect(cache.entries <= 120)
  }

  @Test func theNumberOfThreadsChangesNothing() async throws {
    let one = try await Flow(Self.design, replications: 4, threads: 1)
    let four = try await Flow(Self.design, replications: 4, threads: 4)
    #expect(
      ResultDocument.json(one.report, timing: false)
        == ResultDocument.json(four.report, timing: false))
  }
}
