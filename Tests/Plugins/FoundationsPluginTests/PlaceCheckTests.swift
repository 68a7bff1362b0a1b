import Diagnostics
import PluginAPI
import Testing

@Suite struct PlaceCheckTests {
  @Test func aFileWithoutSitesGetsOneFindingAtItsEntry() {
    let yaml = """
      format: arch/1
      entry: web
      components:
        db: { kind: database }
        web: { kind: service, replicas: 3, calls: [db] }
      """
    #expect(open("one-zone", yaml) == ["5 violated"])
  }

  @Test func twoSitesAreTwoZones() {
    let yaml = """
      format: arch/1
      entry: web
      sites:
        north: { zones: [a] }
        south: { zones: [a] }
      components:
        web: { kind: service, at: [north, south], calls: [db] }
        db:
          kind: database
          at: [north, south]
          replication: { mode: sync, copies: 2, across: site }
        late: { kind: database, tier: critical, replication: { mode: sync, copies: 2 } }
      """
    #expect(open("one-zone", yaml) == ["12 violated"])
    #expect(open("shared-fate", yaml) == [])
  }

  @Test func whatAnAnswerCanDoWithoutMayBeASingleCopy() {
    let yaml = """
      format: arch/1
      entry: web
      components:
        web:
          kind: service
          replicas: 2
          calls:
            - together: [{ call: one }, { call: other }]
              need: 1
            - choose:
                - { share: 10%, do: [{ call: rare }] }
            - { send: log }
            - { send: jobs }
        one: { kind: service }
        other: { kind: service }
        rare: { kind: service, tier: critical }
        log: { kind: service }
        jobs: { kind: queue }
        work: { kind: worker, consumes: [{ from: jobs }] }
      """
    #expect(Set(open("single-copy", yaml)) == ["16 violated", "18 violated"])
    let severities = findings(of: "single-copy", yaml).filter { $0.outcome == .violated }
      .map(\.severity)
    #expect(Set(severities) == [.blocker, .major])
  }

  @Test func aSharedFateStatedAtBothEndsIsToldOnce() {
    let yaml = """
      format: arch/1
      entry: web
      components:
        web:
          kind: service
          calls: [{ together: [one, other], need: 1 }]
        one: { kind: external, fails: { with: [other] } }
        other: { kind: external, fails: { with: [one] } }
      """
    #expect(open("shared-fate", yaml) == ["7 violated"])
  }

  @Test(arguments: [
    ("mode: async, copies: 3", true), ("mode: none", true),
    ("mode: sync, copies: 1", true), ("mode: sync, copies: 2", false),
    ("mode: quorum, copies: 3", false),
  ])
  func onlyCopiesThatHaveAWriteBeforeItsAnswerKeepIt(replication: String, isLost: Bool) {
    let yaml = """
      format: arch/1
      entry: web
      components:
        web: { kind: service, calls: [db] }
        db: { kind: database, replication: { \(replication) } }
      """
    #expect(open("data-loss-on-failure", yaml) == (isLost ? ["5 violated"] : []))
  }

  @Test func aKindsOwnEndlessQueueIsNoDecision() {
    let yaml = """
      format: arch/1
      entry: web
      components:
        web: { kind: service, concurrency: none, queue: { limit: none }, calls: [files, feed] }
        files: { kind: object_store }
        feed: { kind: external }
      """
    #expect(open("unbounded-queue", yaml) == [])
  }

  @Test func consumersOfReachedBrokersAreReached() {
    let yaml = """
      format: arch/1
      entry: web
      components:
        web: { kind: service, calls: [{ send: jobs }] }
        jobs: { kind: queue }
        work: { kind: worker, consumes: [{ from: jobs }], calls: [{ write: db }] }
        db: { kind: database }
        forgotten: { kind: queue }
        idle: { kind: worker, consumes: [{ from: forgotten }], calls: [{ write: archive }] }
        archive: { kind: object_store }
        vault: { kind: secrets }
      """
    #expect(open("unreachable-component", yaml) == ["8 violated", "10 violated"])
  }

  @Test func aClientAsEntryAsksForTheCallersOfWhatItCalls() {
    let yaml = """
      format: arch/1
      entry: app
      components:
        app: { kind: client, calls: [web, psp] }
        web: { kind: service }
        psp: { kind: external }
      """
    #expect(open("unstated-caller", yaml) == ["5 unknown"])
  }

  @Test func aCallOutwardsWithoutSensitiveDataNeedsNothing() {
    let yaml = """
      format: arch/1
      entry: web
      boundaries:
        core: { trust: high }
        lobby: {}
      components:
        web:
          kind: service
          in: core
          calls:
            - { call: psp }
            # what stands in the lobby is nobody's to call
        psp: { kind: external }
        desk: { kind: service, in: lobby, calls: [web] }
      """
    #expect(open("unprotected-crossing", yaml) == ["14 unknown"])
  }
}
