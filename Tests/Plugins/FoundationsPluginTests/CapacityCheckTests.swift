import PluginAPI
import Testing

@Suite struct CapacityCheckTests {
  private func uses(_ components: String, rate: String = "30/s") -> [String: Finding] {
    let found = findings(
      of: "overloaded-component",
      """
      format: arch/1
      entry: one
      components:
      \(components)
      workload:
        lasts: 1min
        operations:
          go: { arrivals: { process: poisson, rate: \(rate) } }
      """)
    return Dictionary(
      found.map { ($0.components.first ?? "", $0) }, uniquingKeysWith: { first, _ in first })
  }

  @Test func aLoopByThenIsVisitedAsOftenAsItsShareSays() {
    let use = uses(
      """
        one:
          kind: service
          concurrency: 1
          work: { exact: 10ms }
          calls: [{ then: [{ share: 50%, to: one }] }]
      """)
    #expect(use["one"]?.fact("rate") == "60 /s")
    #expect(use["one"]?.fact("utilisation") == "60 %")
  }

  @Test func aLoopWithoutAWayOutIsABlocker() {
    let use = uses("  one: { kind: service, calls: [{ then: one }] }")
    #expect(use["one"]?.severity == .blocker)
    #expect(use["one"]?.outcome == .violated)
  }

  @Test func aHeldSlotIsBusyWhileItsCallsRun() {
    let components = { (waiting: String) in
      """
        one:
          kind: service
          work: { exact: 10ms }
          waiting: \(waiting)
          calls:
            - { call: two, times: 2, chance: 50% }
            - together: [{ call: two }, { call: three }]
            - { send: three }
        two: { kind: service, work: { exact: 20ms } }
        three: { kind: service, work: { exact: 30ms } }
      """
    }
    #expect(uses(components("hold"))["one"]?.fact("held") == "60 ms")
    #expect(uses(components("free"))["one"]?.fact("held") == "10 ms")
    #expect(uses(components("hold"))["two"]?.fact("rate") == "60 /s")
    #expect(uses(components("hold"))["three"]?.fact("rate") == "60 /s")
  }

  @Test func aTimeoutBoundsHowLongASlotIsHeld() {
    let use = uses(
      """
        one:
          kind: service
          work: { exact: 10ms }
          calls: [{ call: two, timeout: 5ms }]
        two: { kind: service, work: { exact: 20ms } }
      """)
    #expect(use["one"]?.fact("held") == "15 ms")
  }

  @Test func copiesShareReadsButEachDoesEveryWrite() {
    let components = { (consistency: String) in
      """
        one:
          kind: service
          calls: [{ read: db }, { write: db }]
        db:
          kind: database
          consistency: \(consistency)
          concurrency: 1
          read: { exact: 4ms }
          write: { exact: 8ms }
          replication: { mode: sync, copies: 4 }
      """
    }
    #expect(uses(components("strict"))["db"]?.fact("utilisation") == "36 %")
    #expect(uses(components("bounded"))["db"]?.fact("utilisation") == "27 %")
  }

  @Test func membersOfAGroupShareMessagesAndGroupsDoNot() {
    let use = uses(
      """
        one: { kind: service, calls: [{ send: jobs }] }
        jobs: { kind: queue }
        a: { kind: worker, consumes: [{ from: jobs, group: g }] }
        b: { kind: worker, consumes: [{ from: jobs, group: g }] }
        c: { kind: worker, consumes: [{ from: jobs, batch: 10 }] }
      """, rate: "40/s")
    #expect(use["a"]?.fact("rate") == "20 /s")
    #expect(use["b"]?.fact("rate") == "20 /s")
    #expect(use["c"]?.fact("rate") == "4 /s")
    #expect(use["jobs"]?.fact("rate") == "40 /s")
  }

  @Test func withoutALoadNobodyKnows() {
    let yaml = """
      format: arch/1
      entry: web
      components:
        web: { kind: service, calls: [hot] }
        hot: { kind: cache, fronts: db }
        db: { kind: database }
      """
    #expect(findings(of: "overloaded-component", yaml).map(\.outcome) == [.unknown])
    #expect(findings(of: "cache-hides-capacity", yaml).map(\.outcome) == [.unknown])
  }

  @Test func theStoreBehindACacheIsJudgedWithoutItsHits() {
    let yaml = { (rate: String) in
      """
      format: arch/1
      entry: web
      components:
        web: { kind: service, replicas: 100, calls: [hot] }
        hot: { kind: cache, fronts: db, hit: 90% }
        db: { kind: database, concurrency: 10, read: { exact: 10ms } }
      workload:
        lasts: 1min
        operations:
          view: { arrivals: { process: poisson, rate: \(rate) } }
      """
    }
    let found = findings(of: "cache-hides-capacity", yaml("1500/s"))
    #expect(found.map { $0.fact("utilisation without hits") } == ["150 %"])
    #expect(found.map { $0.fact("utilisation with hits") } == ["15 %"])
    #expect(open("cache-hides-capacity", yaml("1500/s")) == ["5 violated"])
    #expect(open("cache-hides-capacity", yaml("900/s")) == [])
  }
}
