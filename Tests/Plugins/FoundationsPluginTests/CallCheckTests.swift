import Diagnostics
import PluginAPI
import Testing

@Suite struct CallCheckTests {
  @Test func callsAreFoundInTogetherChooseAndHandlers() {
    let yaml = """
      format: arch/1
      entry: web
      components:
        web:
          kind: service
          handles:
            buy:
              - together:
                  - { call: a }
                  - choose:
                      - share: 50%
                        do:
                          - { write: db }
              - { send: b }
          calls:
            - { send: jobs }
        a: { kind: service }
        b: { kind: service }
        db: { kind: database }
        jobs: { kind: queue }
      workload:
        lasts: 1min
        operations:
          buy: { arrivals: { process: poisson, rate: 1/s } }
      """
    let lines = Set(open("call-without-timeout", yaml))
    #expect(lines == ["9 violated", "13 violated", "16 violated"])
  }

  @Test func aFixIsGivenForANameOrAMapInBracesOnly() {
    let found = findings(
      of: "call-without-timeout",
      """
      format: arch/1
      entry: web
      components:
        web:
          kind: service
          calls:
            - db
            - { read: db }
            - read: db
        db: { kind: database }
      """)
    let edits = found.map { $0.fix?.edits.first?.replacement }
    #expect(edits == ["{ call: db, timeout: 1s }", ", timeout: 1s", nil])
    #expect(found.map { $0.places.first?.start.line } == [7, 8, 9])
    let inserted = found.dropFirst().first?.fix?.edits.first?.span
    #expect(inserted?.start.column == 19)
    #expect(inserted?.start == inserted?.end)
  }

  @Test func aCallWithoutTimeoutPassesTheLimitOfItsCallerOn() {
    let yaml = """
      format: arch/1
      entry: web
      components:
        web:
          kind: service
          calls:
            - { call: api, timeout: 300ms }
        api: { kind: service, calls: [deep] }
        deep: { kind: service, calls: [{ then: last }] }
        last:
          kind: service
          calls:
            - { call: db, timeout: 300ms }
            - { call: db, timeout: 301ms }
            - { call: db, timeout: 100ms, retry: { max: 1, wait: 101ms } }
            - { call: db, timeout: 50ms, retry: { max: 2, wait: 50ms } }
        db: { kind: database }
      """
    #expect(open("timeout-exceeds-caller", yaml) == ["14 violated", "15 violated"])
  }

  @Test func limitsHoldOnlyForTheOperationThatHasThem() {
    let yaml = """
      format: arch/1
      entry: web
      components:
        web:
          kind: service
          handles:
            fast:
              - { call: api, timeout: 100ms }
            slow:
              - { call: api, timeout: 10s }
        api:
          kind: service
          handles:
            fast:
              - { call: db, timeout: 90ms }
            slow:
              - { call: db, timeout: 5s }
        db: { kind: database }
      workload:
        lasts: 1min
        operations:
          fast: { arrivals: { process: poisson, rate: 1/s } }
          slow: { arrivals: { process: poisson, rate: 1/s } }
      """
    #expect(open("timeout-exceeds-caller", yaml) == [])
  }

  @Test func thePatienceOfUsersIsALimitToo() {
    let yaml = """
      format: arch/1
      entry: web
      components:
        web: { kind: service, calls: [{ call: db, timeout: 3s }] }
        db: { kind: database }
      workload:
        lasts: 1min
        operations:
          view: { arrivals: { process: poisson, rate: 1/s }, patience: 2s }
      """
    #expect(open("timeout-exceeds-caller", yaml) == ["4 violated"])
  }

  @Test func triesMultiplyAlongAPathAndEndAtBrokers() {
    let yaml = """
      format: arch/1
      entry: web
      components:
        web:
          kind: service
          calls:
            - { call: api, retry: 1 }
            - { send: jobs, retry: 9 }
        api:
          kind: service
          calls:
            - { call: db, retry: 1 }
            - { call: deep, retry: 2 }
        jobs: { kind: queue }
        work:
          kind: worker
          consumes: [{ from: jobs }]
          calls: [{ write: db, retry: 4 }]
        db: { kind: database }
        deep: { kind: service }
      """
    let found = findings(of: "nested-retries", yaml)
    let violated = found.filter { $0.outcome == .violated }
    #expect(violated.map { $0.places.first?.start.line } == [13])
    #expect(violated.map { $0.fact("attempts") } == ["6"])
  }

  @Test func theRetriesOfUsersCountAsALevel() {
    let yaml = """
      format: arch/1
      entry: web
      components:
        web: { kind: service, calls: [{ read: db, retry: 2 }] }
        db: { kind: database }
      workload:
        lasts: 1min
        operations:
          view: { arrivals: { process: poisson, rate: 1/s }, retry: 2 }
      """
    #expect(findings(of: "nested-retries", yaml).map { $0.fact("attempts") } == ["9"])
    #expect(open("nested-retries", yaml) == ["4 violated"])
  }

  @Test(arguments: [
    ("read: db", "satisfied"), ("call: db", "satisfied"), ("write: db", "unknown"),
    ("call: api", "unknown"), ("write: db, idempotent: yes", "satisfied"),
    ("write: db, idempotent: no", "violated"),
  ])
  func onlyWhatIsKnownToBeSafeMayBeRepeated(step: String, outcome: String) {
    let yaml = """
      format: arch/1
      entry: web
      components:
        web: { kind: service, calls: [{ \(step), retry: 1 }] }
        api: { kind: service }
        db: { kind: database }
      """
    #expect(findings(of: "retry-not-idempotent", yaml).map(\.outcome.rawValue) == [outcome])
  }

  @Test func loopsByThenMakeNoLongChain() {
    let yaml = """
      format: arch/1
      entry: a
      components:
        a: { kind: service, calls: [{ then: [{ share: 50%, to: b }] }] }
        b: { kind: service, calls: [c, { then: [{ share: 50%, to: a }] }] }
        c: { kind: service, calls: [a] }
      """
    let found = findings(of: "synchronous-chain", yaml)
    #expect(found.map(\.outcome) == [.satisfied])
  }
}
