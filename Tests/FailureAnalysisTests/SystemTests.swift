import PluginAPI
import Quantities
import Stochastics
import Testing

@testable import FailureAnalysis

/// Textbook systems written as designs, and the time that failover takes.
@Suite struct SystemTests {
  static func file(_ components: String, entry: String = "web", zones: String = "[a]") -> String {
    """
    format: arch/1
    entry: \(entry)
    sites: { s: { zones: \(zones), \(Design.firmPlaces) } }
    components:
    \(components)
    """
  }

  static func unavailability(_ yaml: String) throws -> Double {
    try #require(Design(yaml).results.operations[0].unavailability)
  }

  @Test func partsInARowMultiply() throws {
    let found = try Self.unavailability(
      Self.file(
        """
          web: { kind: service, fails: { available: 99% }, calls: [a, b] }
          a: { kind: external, fails: { available: 98% } }
          b: { kind: service, fails: { every: 9h, lasts: 1h } }
        """))
    #expect(abs(found - (1 - 0.99 * 0.98 * 0.9)) < 1e-12)
  }

  @Test func oneOfTwoIsEnoughWhereOneIsAsked() throws {
    let found = try Self.unavailability(
      Self.file(
        """
          web: { kind: service, fails: { available: 100% }, calls: [{ together: [a, b], need: 1 }] }
          a: { kind: external, fails: { available: 98% } }
          b: { kind: external, fails: { available: 90% } }
        """))
    #expect(abs(found - 0.02 * 0.1) < 1e-12)
  }

  /// Beta-factor model: a tenth of the failures hits all three copies at once.
  @Test func copiesShareATenthOfTheirFailures() throws {
    let found = try Self.unavailability(
      Self.file("  web: { kind: service, replicas: 3, fails: { every: 90h, lasts: 10h } }"))
    let common = 1.0 / 91
    let single = 9.0 / 99
    #expect(abs(found - (1 - (1 - common) * (1 - single * single * single))) < 1e-12)
    let alone = try Self.unavailability(
      Self.file("  web: { kind: service, fails: { every: 90h, lasts: 10h } }"))
    #expect(abs(alone - 0.1) < 1e-12, "a single copy has all of its failures")
  }

  @Test func manyCopiesAreOneUnitWithTheSameResult() throws {
    for count in [4, 5, 9] {
      let found = try Self.unavailability(
        Self.file("  web: { kind: service, replicas: \(count), fails: { every: 1h, lasts: 4h } }"))
      let common = 0.4 / 1.4
      let single = 3.6 / 4.6
      let all = FailureModel.power(single, count)
      #expect(abs(found - (1 - (1 - common) * (1 - all))) < 1e-12, "\(count) copies")
    }
  }

  /// Two of three members with a repair each: the birth and death equations, solved alone.
  ///
  /// A. Høyland and M. Rausand, "System reliability theory", 1994, section 6.
  @Test func aQuorumWithRepairIsTheBirthAndDeathSolution() throws {
    let found = try Self.unavailability(
      Self.file(
        """
          web: { kind: service, fails: { available: 100% }, calls: [{ write: db }] }
          db:
            kind: database
            fails: { every: 50h, lasts: 5h }
            replication: { mode: quorum, copies: 3, failover: { mode: automatic, takes: 0s } }
        """))
    let fails = 0.9 / 50.0
    let repairs = 1 / 5.0
    var weights = [1.0]
    for down in 1...3 {
      weights.append(
        weights[down - 1] * Double(4 - down) * fails / (Double(down) * repairs))
    }
    let total = weights.reduce(0, +)
    let quorum = (weights[0] + weights[1]) / total
    let common = 0.5 / 50.5
    #expect(abs(found - (1 - (1 - common) * quorum)) < 1e-12, "\(found)")
  }

  @Test func missesBranchesAndErrorsCountByTheirShare() throws {
    let found = try Self.unavailability(
      Self.file(
        """
          web:
            kind: service
            fails: { available: 100% }
            calls:
              - { read: hot }
              - { choose: [{ share: 25%, do: [a] }, { share: 25%, do: [b] }] }
              - { call: c, retry: { max: 1, for: [errors] } }
          hot: { kind: cache, hit: 75%, fronts: db, fails: { available: 100% } }
          db: { kind: database, fails: { available: 60% } }
          a: { kind: external, fails: { available: 80% } }
          b: { kind: external, fails: { available: 40% } }
          c: { kind: external, fails: { available: 100%, errors: 30% } }
        """))
    let works = (1 - 0.25 * 0.4) * (1 - 0.25 * 0.2 - 0.25 * 0.6) * (1 - 0.3 * 0.3)
    #expect(abs(found - (1 - works)) < 1e-12, "\(found)")
  }

  @Test func whatNobodyWaitsForDoesNotCount() throws {
    let found = try Design(
      Self.file(
        """
          web:
            kind: service
            calls: [{ send: mailer }, { send: log, acks: none }]
          mailer: { kind: service, fails: { available: 10% } }
          log: { kind: queue, fails: { available: 10% } }
          reader: { kind: worker, consumes: [{ from: log }] }
        """))
    #expect(try found.operation("*").singlePoints == ["component:web"])
    let waits = try Design(
      Self.file(
        """
          web: { kind: service, calls: [{ send: log }] }
          log: { kind: queue, fails: { available: 10% } }
        """))
    #expect(try waits.operation("*").singlePoints == ["component:web", "component:log"])
  }

  @Test func handingOnInACircleEnds() throws {
    let found = try Design(
      Self.file(
        """
          web: { kind: service, fails: { available: 90% }, calls: [{ then: [{ share: 50%, to: desk }] }] }
          desk: { kind: service, fails: { available: 80% }, calls: [{ then: [{ share: 60%, to: web }, { share: 40%, to: shop }] }] }
          shop: { kind: service, fails: { available: 70% } }
        """))
    // On a circle everything that may be needed counts as needed.
    let share = try #require(found.operation("*").unavailability)
    #expect(abs(share - (1 - 0.9 * 0.8 * 0.7)) < 1e-12)
    #expect(
      try found.operation("*").singlePoints == [
        "component:web", "component:desk", "component:shop",
      ])
  }

  @Test func sharedFateIsOneUnitWithItsShare() throws {
    func file(_ fate: String) -> String {
      Self.file(
        """
          web: { kind: service, fails: { available: 100% }, calls: [{ together: [a, b], need: 1 }] }
          a: { kind: service, fails: { every: 90h, lasts: 10h\(fate) } }
          b: { kind: service, fails: { every: 90h, lasts: 10h } }
        """)
    }
    let apart = try Design(file(""))
    #expect(abs(try #require(apart.operation("*").unavailability) - 0.01) < 1e-12)
    #expect(try apart.operation("*").singlePoints == [])
    let shared = try Design(file(", with: [{ id: b, share: 40% }]"))
    let common = 4.0 / 94
    let single = 6.0 / 96
    let expected = 1 - (1 - common) * (1 - single * single)
    #expect(abs(try #require(shared.operation("*").unavailability) - expected) < 1e-12)
    #expect(try shared.operation("*").singlePoints == ["shared:a+b"])
    let usual = try #require(Design(file(", with: b")).operation("*").unavailability)
    let tenth = 1 - (1 - 1.0 / 91) * (1 - 81.0 / 99 / 99)
    #expect(abs(usual - tenth) < 1e-12, "a tenth where nothing is stated")
  }

  // MARK: Failover

  static func failover(_ mode: String, takes: String) -> String {
    file(
      """
        web: { kind: service, fails: { available: 100% }, calls: [{ write: db }] }
        db:
          kind: database
          fails: { every: 45h, lasts: 2h }
          replication: { mode: async, copies: 2, failover: { mode: \(mode), takes: \(takes) } }
      """)
  }

  /// The share of time without a leader of two members that fail and are repaired as hours go on.
  ///
  /// The leader stays where it is until it is lost; another one takes over `takes` later.
  static func simulated(takes: Double, hours: Double) -> Double {
    var stream = RandomStream(seed: 7, name: "failover")
    func wait(_ mean: Double) -> Double { -mean * Elementary.log(1 - stream.uniform()) }
    var isUp = [true, true]
    var next = [wait(50), wait(50)]
    var leader = 0
    var lost: Double?
    var down = 0.0
    var now = 0.0
    while now < hours {
      let first = next[0] <= next[1] ? 0 : 1
      // Somebody takes over when its time has come, if anybody is there.
      if let since = lost, since + takes <= next[first], isUp[0] || isUp[1] {
        let moment = max(now, since + takes)
        down += moment - since
        leader = isUp[0] ? 0 : 1
        lost = nil
        now = moment
        continue
      }
      now = next[first]
      isUp[first].toggle()
      next[first] = now + wait(isUp[first] ? 50 : 2)
      if first == leader {
        if isUp[first], let since = lost {
          down += now - since
          lost = nil
        } else if !isUp[first] {
          lost = now
        }
      }
    }
    return down / hours
  }

  @Test(arguments: [("30min", 0.5), ("2min", 1.0 / 30)])
  func failoverTimeAgreesWithASimulationOfTheMembers(_ text: String, _ hours: Double) throws {
    // 0.9 of the failures are a member's own: every 50 hours of 45 stated.
    let found = try Self.unavailability(Self.failover("automatic", takes: text))
    let common = 2.0 * 0.1 / (45 + 2.0 * 0.1)
    let own = 1 - (1 - found) / (1 - common)
    let expected = Self.simulated(takes: hours, hours: 3e6)
    #expect(abs(own / expected - 1) < 0.05, "\(own), simulated \(expected)")
    let instant = try Self.unavailability(Self.failover("automatic", takes: "0s"))
    #expect(instant < 0.5 * found || hours < 0.1, "the time must show")
  }

  @Test func peopleTakeOverInTheLongRunButNotInACutSet() throws {
    let manual = try Design(Self.failover("manual", takes: "30min"))
    #expect(try manual.operation("*").singlePoints == ["component:db", "member:db/1"])
    let automatic = try Design(Self.failover("automatic", takes: "30min"))
    #expect(try automatic.operation("*").singlePoints == ["component:db"])
    #expect(
      try manual.operation("*").unavailability == automatic.operation("*").unavailability)
    let slower = try Self.unavailability(Self.failover("manual", takes: "1h"))
    #expect(slower > (try #require(manual.operation("*").unavailability)))
  }

  @Test func aSynchronousWriteWaitsUntilALostFollowerIsNoticed() throws {
    func file(_ every: String) -> String {
      Self.file(
        """
          web: { kind: service, fails: { available: 100% }, calls: [{ write: db }] }
          db:
            kind: database
            fails: { every: 45h, lasts: 2h }
            health: { every: \(every), after: 1 }
            replication: { mode: sync, copies: 2, failover: { mode: automatic, takes: 0s } }
        """)
    }
    let q = 1.8 / 46.8
    func expected(_ hours: Double) -> Double {
      let young = 1 - Elementary.exp(-hours / 2)
      // Member 1 leads unless it is down; a write waits while the other one is freshly lost.
      return 1 - (1 - 0.2 / 45.2) * ((1 - q) * (1 - q * young) + q * (1 - q) * (1 - young))
    }
    #expect(abs(try Self.unavailability(file("30min")) - expected(0.5)) < 1e-12)
    #expect(abs(try Self.unavailability(file("0s")) - expected(0)) < 1e-12)
  }
}
