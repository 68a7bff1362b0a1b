import Reporting
import PluginAPI
import Testing

/// All mechanisms at once, under faults: nothing appears, vanishes or leaks.
@Suite struct EveryMechanismTests {
  static let design = """
    format: arch/1
    entry: web
    sites: { north: { zones: [a, b], zone_latency: 500us, latency_to: { south: 5ms } }, south: {} }
    components:
      web:
        kind: service
        replicas: 3
        spread: zone
        concurrency: 40
        work: { mean: 2ms, cv: 1 }
        rate_limit: { rate: 400/s, burst: 200, per: key, on_limit: wait }
        calls:
          - { call: mid, timeout: 300ms, hedge: { after: 40ms, max: 2 }, cancel: yes, retry: { max: 2, wait: 5ms, jitter: full, for: [timeouts, refusals, errors], budget: 30%, shared: yes }, breaker: { trip_at: 60%, window: 2s, min_calls: 30, open_for: 500ms, probes: 4 }, fallback: without }
          - together:
              - { read: db, bulkhead: { max: 20, queue: 10, max_wait: 50ms }, timeout: 200ms, cancel: yes, fallback: { read: spare, timeout: 100ms, fallback: stale } }
              - { read: spare, rate_limit: { rate: 120/s, burst: 20, on_limit: wait, shared: yes }, cancel: yes }
              - { call: mid, bulkhead: { max: 30, shared: yes }, timeout: 100ms }
            need: 1
          - { send: jobs, acks: quorum, timeout: 100ms, retry: 1, fallback: deny }
      mid: { kind: service, replicas: 3, spread: zone, balance: round_robin, concurrency: 20, queue: { limit: 30 }, work: { mean: 8ms, cv: 1 }, rate_limit: { rate: 150/s }, calls: [{ write: db, chance: 30% }] }
      db: { kind: database, connections: 12, concurrency: 8, read: { mean: 3ms, cv: 1 }, write: { mean: 5ms, cv: 1 }, replication: { mode: sync, copies: 2, across: zone, failover: { mode: automatic, takes: 2s } }, health: { every: 1s, timeout: 1s, after: 1 } }
      spare: { kind: key_value, at: [south], concurrency: 8, connections: 9, read: { mean: 4ms, cv: 1 } }
      jobs: { kind: queue, at: [south], capacity: 2000, health: { every: 1s, after: 1 } }
      work: { kind: worker, replicas: 2, concurrency: 4, work: { mean: 15ms, cv: 1 }, consumes: [{ from: jobs, key: account, max_attempts: 3, wait: 100ms, dead_letter: parked }], calls: [{ read: spare, timeout: 100ms, bulkhead: 3 }] }
      parked: { kind: queue, at: [south] }
    workload:
      warmup: 2s
      lasts: 60s
      operations:
        request: { arrivals: { process: poisson, rate: 100/s }, keys: { count: 500, skew: 1 }, patience: 1s }
        other: { arrivals: { process: gamma, cv: 2, rate: 40/s }, timeout: 400ms, retry: { max: 1, wait: 10ms } }
    faults:
      - { errors: mid, share: 80%, at: 8s, lasts: 4s }
      - { slow: db, by: 20, at: 14s, lasts: 3s }
      - { crash: web, replicas: 1, at: 18s, lasts: 2s }
      - { lose: north.a, at: 22s, lasts: 4s }
      - { crash: mid, at: 28s, lasts: 1s }
      - { lose: south, at: 31s, lasts: 4s }
      - { crash: db, replicas: 1, at: 37s, lasts: 2s }
      - { crash: work, at: 40s, lasts: 2s }
      - { errors: work, share: 100%, at: 43s, lasts: 1s }
    """

  @Test(arguments: [UInt64(1), 2, 3, 4, 5, 6])
  func everyArrivalEndsOnceAndNothingLeaks(_ seed: UInt64) async throws {
    let flow = try await Flow(Self.design, seed: seed)
    for operation in flow.run.operations {
      let ends = try [
        operation.completed, operation.failed, operation.refused, operation.abandoned,
      ].reduce(0) { $0 + (try #require($1.value)) }
      #expect(ends == operation.arrivals.value, "\(operation.operation)")
      let completed = try [operation.full, operation.degraded, operation.stale].reduce(0) {
        $0 + (try #require($1.value))
      }
      #expect(completed == operation.completed.value)
      let causes = operation.causes.reduce(0) { $0 + $1.count }
      #expect(causes + completed == operation.arrivals.value)
    }
    // A place, a connection or a slot that was never given back would show after the faults.
    let operation = try flow.operation()
    let late = zip(operation.arrivalSeries, operation.fullSeries).suffix(15)
    let arrivals = late.reduce(0) { $0 + $1.0 }
    let full = late.reduce(0) { $0 + $1.1 }
    #expect(full > 0.9 * arrivals, "\(full) of \(arrivals) after the faults")
    let jobs = try flow.component("jobs")
    #expect(jobs.backlog < 50)
    #expect(flow.run.stopped == "time")
    // The faults have shown it.
    for cause in ["timeout", "crash", "patience", "denied"] {
      #expect(
        flow.run.operations.contains { $0.causes.contains { $0.cause == cause } }, "\(cause)")
    }
    #expect(try flow.component("mid").refused > 0)
    #expect(try flow.count(\.degraded) > 0)
  }

  @Test func threadsChangeNothing() async throws {
    let one = try await Flow(Self.design, replications: 3, threads: 1)
    let two = try await Flow(Self.design, replications: 3, threads: 2)
    #expect(
      ResultDocument.json(one.report, timing: false)
        == ResultDocument.json(two.report, timing: false))
  }
}
