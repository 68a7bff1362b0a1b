import PluginAPI
import Diagnostics
import Testing

/// Designs that cannot keep up are named before an event is spent, with what would mend them.
@Suite struct SaturationTests {
  static func chain(
    rate: Double, web: String = "concurrency: 16", db: String = "concurrency: 4", more: String = ""
  ) -> String {
    """
    format: arch/1
    entry: web
    components:
      web:
        kind: service
        \(web)
        work: { mean: 10ms, shape: exponential }
        queue: { limit: none }
        calls: [{ read: db }]\(more)
      db: { kind: database, \(db), read: { mean: 20ms, shape: exponential }, queue: { limit: none } }
    workload:
      lasts: 1h
      operations: { request: { arrivals: { process: poisson, rate: \(rate)/s } } }
    """
  }

  @Test func theUtilisationLawNamesWhatIsFull() throws {
    // db can do 4 / 20 ms = 200 a second.
    let found = try Predicted(Self.chain(rate: 250))
    let warning = try #require(found.run.warnings.first)
    #expect(found.run.warnings.count == 1, "web only waits for db and is not named")
    #expect(warning.components == ["db"])
    #expect(warning.check == "analytic.saturated")
    #expect(warning.severity == .major)
    #expect(warning.message.contains("1.25 times"))
    #expect(warning.places.first?.start.line == 10)
    #expect(warning.remedy.contains("concurrency"))
    #expect(found.run.atMean?.bottleneck == "db")
    #expect(try found.operation().latency == nil)
    #expect(try found.operation().because.first?.contains("more is asked") ?? false)
  }

  @Test func theLoadFactorIsThatOfTheBottleneck() throws {
    let found = try Predicted(Self.chain(rate: 100, web: "concurrency: none"))
    #expect(found.run.warnings.isEmpty)
    #expect(near(found.run.atMean?.factor, 2, 1e-4))
    #expect(near(found.run.atMean?.utilisation, 0.5))
    #expect(try near(found.component("db").utilisation, 0.5))
  }

  /// Slots that are kept while waiting fill up before the database does: with 4 slots of 30 ms at
  /// least, web takes at most 133 a second.
  @Test func keptSlotsLimitTheLoadToo() throws {
    let held = try Predicted(Self.chain(rate: 50, web: "concurrency: 4"))
    #expect(held.run.atMean?.bottleneck == "web")
    #expect((held.run.atMean?.factor ?? 9) < 133.4 / 50)
    #expect((held.run.atMean?.factor ?? 0) > 100.0 / 50)
    let free = try Predicted(Self.chain(rate: 50, web: "concurrency: 4\n    waiting: free"))
    #expect(free.run.atMean?.bottleneck == "db")
    #expect(near(free.run.atMean?.factor, 4, 1e-4))
    let full = try Predicted(Self.chain(rate: 150, web: "concurrency: 4"))
    #expect(full.run.warnings.map(\.components) == [["web"]])
    #expect(full.run.warnings[0].remedy.contains("waiting: free"))
    #expect(full.run.warnings[0].remedy.contains("'replicas' of at least 2 (now 1)"))
  }

  @Test func justBelowTheLimitNothingIsSaid() throws {
    #expect(try Predicted(Self.chain(rate: 199, web: "concurrency: none")).run.warnings.isEmpty)
    #expect(try !Predicted(Self.chain(rate: 201, web: "concurrency: none")).run.warnings.isEmpty)
  }

  @Test func aPeakIsToldApartFromTheMean() throws {
    let yaml = Self.chain(rate: 1, web: "concurrency: none").split(separator: "\n").map { line in
      line.contains("rate: 1.0/s")
        ? "  operations: { request: { arrivals: { process: poisson, rate: [{ at: 0s, rate: 100/s }, { at: 30min, rate: 300/s }, { at: 1h, rate: 100/s }] } } }"
        : line
    }.joined(separator: "\n")
    let found = try Predicted(yaml)
    #expect(near(try found.operation().rate, 200, 1e-9))
    #expect(near(try found.operation().peakRate, 300, 1e-9))
    #expect(near(found.run.atPeak?.factor, 200.0 / 300, 1e-4))
    #expect(near(try found.component("db").busiestAtPeak, 1.5))
  }

  @Test func aHotShardIsTheLimit() throws {
    func file(_ strategy: String) -> String {
      """
      format: arch/1
      entry: db
      components:
        db: { kind: database, concurrency: 1, read: { exact: 1ms }, queue: { limit: none }, sharding: { count: 4, strategy: \(strategy) } }
      workload:
        lasts: 1h
        operations: { request: { arrivals: { process: poisson, rate: 800/s }, keys: { count: 100, skew: 1.2 } } }
      """
    }
    let hash = try Predicted(file("hash"))
    let busiest = try #require(try hash.component("db").busiest)
    #expect(near(try hash.component("db").utilisation, 0.2), "800 x 1 ms over four slots")
    #expect(busiest > 0.26, "the most frequent key alone has more than a fourth")
    let weighted = try Predicted(file("weighted"))
    #expect((try weighted.component("db").busiest ?? 1) <= busiest)
    #expect(near(hash.run.atMean?.factor, 1 / busiest, 1e-4))
  }

  @Test func aLoopThatNeverEndsIsFullUnderAnyLoad() throws {
    let found = try Predicted(
      """
      format: arch/1
      entry: a
      components:
        a: { kind: service, calls: [{ then: b }] }
        b: { kind: service, calls: [{ then: a }] }
      workload:
        lasts: 1h
        operations: { request: { arrivals: { process: poisson, rate: 0.001/s } } }
      """)
    #expect(found.run.atMean?.factor == 0)
    #expect(found.run.warnings.first?.remedy.contains("'then'") ?? false)
    #expect(try found.operation().latency == nil)
  }

  @Test func messagesKeepTheirConsumersBusy() throws {
    func file(rate: Int, batch: Int = 1) -> String {
      """
      format: arch/1
      entry: web
      components:
        web: { kind: service, concurrency: none, calls: [{ send: jobs }] }
        jobs: { kind: queue, read: { exact: 0s } }
        worker: { kind: worker, replicas: 2, concurrency: 4, work: { mean: 100ms }, consumes: [{ from: jobs, batch: \(batch) }] }
      workload:
        lasts: 1h
        operations: { request: { arrivals: { process: poisson, rate: \(rate)/s } } }
      """
    }
    // Eight slots of 100 ms take 80 a second.
    let calm = try Predicted(file(rate: 40))
    #expect(near(try calm.component("worker").utilisation, 0.5))
    #expect(near(calm.run.atMean?.factor, 2, 1e-4))
    let busy = try Predicted(file(rate: 100))
    #expect(busy.run.warnings.map(\.components) == [["worker"]])
    #expect(try busy.operation().latency != nil, "nobody waits for the worker")
    let together = try Predicted(file(rate: 100, batch: 10))
    #expect(together.run.warnings.isEmpty)
    #expect(near(together.run.atMean?.factor, 8, 1e-4))
  }
}
