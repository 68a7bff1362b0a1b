import ArchitectureModel
import BundledPlugins
import Diagnostics
import ExerciseFiles
import PluginAPI
import Quantities
import Stochastics
import Testing

/// What is used of a number that a design states about itself.
@Suite struct ClaimTests {
  static func read(
    _ components: String, allow: [String]? = [], top: String = ""
  ) throws -> Architecture {
    let text = """
      format: arch/1
      entry: web
      \(top)
      components:
        \(components)
      """
    let reading = ArchitectureReader(
      BundledPlugins.all.vocabulary, claims: allow.map { .graded(allowed: $0) } ?? .asWritten
    ).read(bytes: Array(text.utf8), file: "claims.yaml")
    return try #require(reading.architecture, "\(reading.problems.map(\.message))")
  }

  static func web(_ fields: String, allow: [String]? = []) throws -> Architecture {
    try read("web: { kind: service, \(fields) }", allow: allow)
  }

  static func mean(_ architecture: Architecture) throws -> Double {
    try #require(architecture.components[0].work?.value.meanSeconds)
  }

  @Test func aClaimIsUsedWhereItIsAllowedUpToTheEndOfItsRange() throws {
    // The default of a service is 10 ms, believed from 50 us.
    let cases: [(stated: String, allow: [String]?, used: Double, standing: ClaimStanding)] = [
      ("2ms", nil, 0.002, .asWritten), ("1us", nil, 1e-6, .asWritten),
      ("2ms", [], 0.010, .notAllowed), ("1us", [], 0.010, .notAllowed),
      ("2ms", ["work"], 0.002, .believed), ("1us", ["work"], 50e-6, .heldToBound),
      ("2ms", ["read"], 0.010, .notAllowed),
    ]
    for one in cases {
      let design = try Self.web("work: \(one.stated)", allow: one.allow)
      #expect(abs(try Self.mean(design) - one.used) < 1e-9, "\(one)")
      #expect(design.claims.map(\.standing) == [one.standing], "\(one)")
      #expect(design.claims.map(\.isPlausible) == [one.stated != "1us"], "\(one)")
    }
    // A worse number is no claim.
    let slow = try Self.web("work: 20ms")
    #expect(slow.claims.isEmpty)
    #expect(try Self.mean(slow) == 0.020)
  }

  @Test func theTailIsHeldToo() throws {
    let steady = try Self.web("work: { exact: 10ms }")
    #expect(steady.claims.map(\.standing) == [.notAllowed])
    #expect(steady.components[0].work?.value.cv == 0.7)
    // Beyond the bound the mean is held to it, and the variation to the kind's.
    let thin = try Self.web("work: { exact: 1us }", allow: ["work"])
    #expect(abs(try Self.mean(thin) - 50e-6) < 1e-12)
    #expect(thin.components[0].work?.value.cv == 0.7)
  }

  /// A field, what is claimed of it, and what a graded run uses: not allowed, allowed.
  struct Held: Sendable, CustomTestStringConvertible {
    let what: String
    let text: String
    let allow: String
    let unheld: Double
    let bounded: Double
    let value: @Sendable (Architecture) -> Double?
    var testDescription: String { what }
  }

  static let store = "web: { kind: service, calls: [db] }\n  db: "

  static let held: [Held] = [
    Held(
      what: "concurrency", text: "web: { kind: service, concurrency: none }",
      allow: "concurrency", unheld: 16, bounded: 200
    ) { $0.components[0].concurrency.value.map(Double.init) },
    Held(
      what: "restart", text: "web: { kind: service, restart: 1us }", allow: "restart",
      unheld: 30, bounded: 0.125
    ) { $0.components[0].restart.value.meanSeconds },
    Held(
      what: "startup",
      text: "web: { kind: service, startup: 1us, scale: { min: 1, max: 3 } }",
      allow: "startup", unheld: 30, bounded: 0.125
    ) { $0.components[0].scaling?.warmup.meanSeconds },
    Held(
      what: "warmup of a scale",
      text: "web: { kind: service, scale: { min: 1, max: 3, warmup: 1us } }",
      allow: "scale.warmup", unheld: 30, bounded: 0.125
    ) { $0.components[0].scaling?.warmup.meanSeconds },
    Held(
      what: "failover", allow: "replication.failover.takes",
      replication: "{ mode: sync, copies: 2, failover: { mode: automatic, takes: 1ms } }",
      unheld: 30, bounded: 1
    ) { $0.components[1].replication.failoverTakes.seconds },
    Held(
      what: "failover by hand", allow: "replication.failover.takes",
      replication: "{ mode: sync, copies: 2, failover: { takes: 1ms } }",
      unheld: 900, bounded: 300
    ) { $0.components[1].replication.failoverTakes.seconds },
    Held(
      what: "lag", allow: "replication.lag",
      replication: "{ mode: async, copies: 2, lag: 0s }", unheld: 1, bounded: 0.002
    ) { $0.components[1].replication.lag.seconds },
    Held(
      what: "skew", text: store + "{ kind: database, sharding: { count: 2, skew: 0 } }",
      allow: "sharding.skew", unheld: 0.8, bounded: 0.64
    ) { $0.components[1].sharding.skew },
    Held(
      what: "hit", text: store + "{ kind: cache, hit: 100% }", allow: "hit", unheld: 0.8,
      bounded: 0.99
    ) { $0.components[1].hit?.value },
    Held(
      what: "failures", text: "web: { kind: service, fails: { every: 200y } }",
      allow: "fails.every", unheld: 30 * 86_400, bounded: 12 * 365 * 86_400
    ) { $0.components[0].failureTimes?.every.value.seconds },
    Held(
      what: "failures as a share", text: store + "{ kind: external, fails: { available: 100% } }",
      allow: "fails.available", unheld: 0.999, bounded: 0.9999
    ) { $0.components[1].failureTimes?.workingShare },
    Held(
      what: "cores", text: "web: { kind: service, size: { cpu: 0.125 } }", allow: "size.cpu",
      unheld: 2, bounded: 0.25
    ) { $0.components[0].purchase.cores?.value },
  ]

  @Test(arguments: held)
  func everyClaimIsHeld(_ one: Held) throws {
    let refused = try Self.read(one.text)
    #expect(one.value(refused) == one.unheld)
    #expect(refused.claims.map(\.standing) == [.notAllowed])
    let allowed = try Self.read(one.text, allow: [one.allow])
    #expect(one.value(allowed).map { abs($0 / one.bounded - 1) < 1e-9 } == true)
    #expect(allowed.claims.map(\.standing) == [.heldToBound])
    #expect(allowed.claims.allSatisfy { $0.range.hasPrefix("believed ") })
    let written = try Self.read(one.text, allow: nil)
    #expect(written.claims.map(\.isPlausible) == [false])
    #expect(one.value(written) != one.bounded)
  }

  @Test func defaultsOfTheFileAreNoWayAround() throws {
    let around =
      "defaults: { component: { concurrency: 5000, "
      + "replication: { failover: { takes: 1ms } } } }"
    let design = try Self.read(
      Self.store + "{ kind: database, replication: { mode: sync, copies: 2 } }", top: around)
    #expect(design.components[0].concurrency.value == 16)
    #expect(design.components[1].concurrency.value == 64)
    #expect(design.components[1].replication.failoverTakes.seconds == 900)
  }

  @Test func sitesAreHeld() throws {
    let top = """
      sites:
        a: { zones: [x, y], zone_latency: 1ns, latency_to: { b: 1us }, bandwidth_to: { b: 900Gbps } }
        b: {}
      """
    let refused = try Self.read("web: { kind: service }", top: top).sites[0]
    #expect(refused.zoneLatency.value.seconds == 500e-6)
    #expect(refused.latencyTo["b"]?.seconds == 0.030)
    #expect(refused.bandwidthTo["b"] == 10e9)
    let allowed = try Self.read(
      "web: { kind: service }", allow: ["zone_latency", "latency_to", "bandwidth_to"], top: top
    ).sites[0]
    #expect(allowed.zoneLatency.value.seconds == 50e-6)
    #expect(allowed.latencyTo["b"]?.seconds == 500e-6)
    #expect(allowed.bandwidthTo["b"] == 400e9)
  }

  /// Groups are no way to do the same work in less time.
  @Test func groupsTakeTheWorkOfTheirMembers() throws {
    let refused = try Self.web("batch: { size: 20, work: 1us }")
    let batch = try #require(refused.components[0].serving.batch)
    // A full group takes as long as its twenty members would: 200 ms.
    #expect(abs(batch.work.meanSeconds + 20 * batch.each.seconds - 0.2) < 1e-6)
    #expect(batch.work.meanSeconds + batch.each.seconds >= 0.010)
    #expect(refused.claims.map(\.path) == ["components.web.batch.work"])
    let allowed = try Self.web("batch: { size: 20, work: 1us }", allow: ["batch.work"])
    let bounded = try #require(allowed.components[0].serving.batch)
    #expect(abs(bounded.work.meanSeconds + 20 * bounded.each.seconds - 20 * 50e-6) < 1e-6)
    let honest = try Self.web("batch: { size: 4, work: 30ms, each: 10ms }")
    #expect(honest.claims.isEmpty)
    #expect(honest.components[0].serving.batch?.work.meanSeconds == 0.030)
  }

  /// A call is no way around the network.
  @Test func aCallTakesTheTimeOfItsWay() throws {
    let calls =
      "web: { kind: service, calls: [{ call: db, latency: 1ns }] }\n  db: { kind: database }"
    func latency(_ allow: [String]?, _ top: String) throws -> Double? {
      let design = try Self.read(calls, allow: allow, top: top)
      return design.components[0].calls[0].calls.first?.latency?.value.meanSeconds
    }
    let zones = "sites: { a: { zones: [x, y] } }"
    #expect(try latency(nil, zones) == 1e-9)
    #expect(try latency([], zones) == nil)
    #expect(try latency(["latency"], zones) == 1e-6)
    // Where there is no network nothing is gained, and nothing held.
    #expect(try latency([], "") == 1e-9)
  }
}

extension ClaimTests.Held {
  /// A claim about the replication of a database.
  init(
    what: String, allow: String, replication: String, unheld: Double, bounded: Double,
    value: @escaping @Sendable (Architecture) -> Double?
  ) {
    self.init(
      what: what, text: ClaimTests.store + "{ kind: database, replication: \(replication) }",
      allow: allow, unheld: unheld, bounded: bounded, value: value)
  }
}
