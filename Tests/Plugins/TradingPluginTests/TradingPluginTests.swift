import ArchitectureModel
import PluginAPI
import PluginTestSupport
import Quantities
import Stochastics
import Testing

@testable import TradingPlugin

@Suite struct TradingPluginTests {
  let plugin = TradingPlugin()

  /// The ids of the fact sheet's checks.
  static let sheet: Set<String> = [
    "trd-ack-after-replication", "trd-audit-worm", "trd-burst-buffer", "trd-capacity-headroom-2x",
    "trd-clock-sync", "trd-deploy-safety", "trd-deterministic-replay", "trd-dr-geo-diverse",
    "trd-edge-timestamp", "trd-failover-fencing", "trd-fix-session-recovery",
    "trd-gateway-redundancy", "trd-kill-switch", "trd-latency-budget", "trd-md-ab-redundancy",
    "trd-md-fair-access",
    "trd-md-gap-recovery", "trd-md-isolation", "trd-md-multicast-fanout",
    "trd-no-blocking-io-hot-path", "trd-order-idempotency", "trd-partition-skew",
    "trd-posttrade-decoupled", "trd-pretrade-risk-inline", "trd-risk-aggregate-state",
    "trd-risk-control-ownership", "trd-risk-control-set", "trd-session-throttle",
    "trd-settlement-recon", "trd-single-sequencer-per-book", "trd-surveillance-tap",
    "trd-volatility-controls",
  ]

  @Test func thePluginConforms() { PluginConformance.run(plugin) }

  @Test func checkIdsAreSortedUniqueAndPrefixed() {
    let ids = plugin.checks.map(\.page.id)
    #expect(ids == ids.sorted())
    #expect(Set(ids).count == ids.count)
    #expect(ids.allSatisfy { $0.hasPrefix("trading.") })
  }

  @Test func everyCheckOfTheSheetIsAnAliasOfOne() {
    let aliases = plugin.checks.flatMap(\.page.aliases)
    #expect(aliases.sorted() == Self.sheet.sorted())
  }

  @Test func kindsShapesMeasuresAndDrillsArePrefixed() {
    #expect(plugin.kinds.allSatisfy { $0.name.hasPrefix("trading/") })
    #expect(plugin.shapes.allSatisfy { $0.name.hasPrefix("trading_") })
    #expect(plugin.measures.allSatisfy { $0.id.hasPrefix("trading.") })
    #expect(plugin.drills.allSatisfy { $0.id.hasPrefix("trading.") })
  }

  @Test func singleWritersAreNotStateless() {
    for kind in plugin.kinds where kind.has("single_writer") {
      #expect(!kind.has("stateless"), "\(kind.name)")
    }
  }

  @Test(arguments: TradingPlugin().checks.map(\.page.id))
  func theGoodVenueHasNoDefect(id: String) {
    let outcomes = outcomes(of: id, in: Venues.good)
    #expect(outcomes == [.satisfied], "\(id): \(messages(of: id, in: Venues.good))")
  }

  @Test(arguments: TradingPlugin().checks.map(\.page.id))
  func theFlawedVenueHasEveryDefectButForeignLimits(id: String) {
    let outcomes = outcomes(of: id, in: Venues.flawed)
    if id == "trading.member-owned-limits" {
      #expect(outcomes == [.satisfied])
    } else {
      #expect(outcomes.contains(.violated), "\(id): \(messages(of: id, in: Venues.flawed))")
    }
  }

  @Test(arguments: [
    "trading.risk-bypassed", "trading.incomplete-risk-controls", "trading.no-kill-switch",
    "trading.split-book", "trading.nondeterministic-matching", "trading.ack-before-replication",
    "trading.no-headroom", "trading.duplicate-orders", "trading.mutable-audit-trail",
  ])
  func theFlawedVenueIsBlocked(id: String) {
    let severities = findings(of: id, in: Venues.flawed)
      .filter { $0.outcome == .violated }.map(\.severity)
    #expect(severities.contains(.blocker))
  }

  @Test func loadsOfTheSheetAreReproduced() {
    #expect(fact("rho", of: "trading.no-headroom", about: "seq", in: Venues.good) == "0.10")
    #expect(
      fact("rho", of: "trading.no-headroom", about: "matchers", in: Venues.flawed) == "167")
    #expect(
      fact("needed", of: "trading.unicast-fan-out", about: "push", in: Venues.flawed)
        == "192 Gb/s a copy")
  }

  /// Mean and 95th percentile of the busiest shard's share: between them lies the one here.
  @Test(arguments: [
    (200, 0.8, 2, 0.563, 0.639), (3000, 0.9, 4, 0.312, 0.364), (8000, 0.9, 8, 0.184, 0.224),
    (8000, 1.0, 16, 0.160, 0.198),
  ])
  func blindAssignmentIsJudgedNearItsPercentile(
    count: Int, skew: Double, shards: Int, mean: Double, high: Double
  ) {
    let share = HotShard.share(
      KeySpace(count: count, skew: skew), shards: shards, strategy: .hash)
    #expect(share > mean && share < high + 0.03, "\(share)")
  }

  /// Longest first spreads the instruments evenly, until one of them is more than its part.
  @Test(arguments: [
    (200, 0.8, 2, 0.501), (3000, 0.9, 4, 0.250), (8000, 0.9, 8, 0.125), (8000, 1.0, 16, 0.105),
  ])
  func weightedAssignmentHasTheGoldenShare(
    count: Int, skew: Double, shards: Int, golden: Double
  ) {
    let share = HotShard.share(
      KeySpace(count: count, skew: skew), shards: shards, strategy: .weighted)
    #expect(abs(share - golden) < 0.0011, "\(share)")
  }

  /// The variance of the logarithm of ranks drawn from the popularity of instruments.
  ///
  /// It is held within five standard errors; another exponent is off by more than ten.
  @Test(arguments: [(3000, 0.9, 5.87), (8000, 1.0, 7.53)])
  func ranksHaveTheGoldenSpread(count: Int, skew: Double, golden: Double) {
    func variance(_ skew: Double) -> Double {
      let sampler = ZipfSampler(count: count, exponent: skew)
      var stream = RandomStream(seed: 11, name: "ranks")
      let draws = 200_000
      var sum = 0.0
      var squares = 0.0
      for _ in 0..<draws {
        let log = Elementary.log(Double(sampler.draw(&stream) + 1))
        sum += log
        squares += log * log
      }
      let mean = sum / Double(draws)
      return squares / Double(draws) - mean * mean
    }
    #expect(abs(variance(skew) - golden) < 0.07, "\(variance(skew))")
    #expect(abs(variance(skew - 0.2) - golden) > 0.7)
  }

  private func findings(of id: String, in yaml: String) -> [Finding] {
    PluginConformance.findings(of: plugin, in: yaml, level: .senior).filter { $0.check == id }
  }

  private func outcomes(of id: String, in yaml: String) -> Set<Outcome> {
    Set(findings(of: id, in: yaml).map(\.outcome))
  }

  private func messages(of id: String, in yaml: String) -> [String] {
    findings(of: id, in: yaml).map { "\($0.outcome): \($0.message)" }
  }

  private func fact(
    _ name: String, of id: String, about component: String, in yaml: String
  ) -> String? {
    findings(of: id, in: yaml).first { $0.components == [component] }?
      .facts.first { $0.name == name }?.value
  }
}
