import PluginAPI
import Quantities
import Stochastics
import Testing

@testable import FailureAnalysis

/// Whole designs against sums over all assignments, trials of all sets and Monte Carlo.
@Suite struct StructureTests {
  @Test(arguments: 1...16 as ClosedRange<UInt64>)
  func availabilityIsTheSumOverAllAssignments(_ seed: UInt64) throws {
    let design = try Design(RandomDesign.yaml(seed: seed))
    let expected = design.enumerated()
    let found = try #require(design.results.operations[0].unavailability)
    #expect(
      abs(found - expected) < 1e-11,
      "seed \(seed): \(found), summed \(expected)\n\(RandomDesign.yaml(seed: seed))")
    #expect(expected > 0.005 && expected < 0.9, "the draw says something")
  }

  @Test(arguments: 1...16 as ClosedRange<UInt64>)
  func cutSetsAreThoseFoundByTryingAllSets(_ seed: UInt64) throws {
    let design = try Design(RandomDesign.yaml(seed: seed), cutSize: 3)
    let expected = design.triedCutSets(upTo: 3)
    let found = design.results.operations[0].cutSets
    #expect(Set(found.map(Set.init)) == expected, "seed \(seed)")
    #expect(!expected.isEmpty)
  }

  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func importanceIsTheDifferenceThatAUnitMakes(_ seed: UInt64) throws {
    let design = try Design(RandomDesign.yaml(seed: seed))
    let analysis = Analysis(design.model, .steady, design.operations)
    let all = design.results.operations[0]
    let whole = try #require(all.unavailability)
    for contribution in all.contributions where !contribution.unit.hasPrefix("errors:") {
      let level = try #require(
        analysis.badAt.indices.first {
          analysis.unit(at: $0).map { design.model.units[$0].id } == contribution.unit
        })
      func unavailability(_ probability: Double) -> Double {
        var bad = analysis.badAt
        bad[level] = probability
        let values = analysis.diagram.falseProbabilities(bad)
        return zip(analysis.roots[0], design.operations[0].origins)
          .reduce(0) { $0 + $1.1.share * values[Int($1.0)] }
      }
      let step = 1e-3
      let own = analysis.badAt[level]
      let slope = (unavailability(own + step) - unavailability(own - step)) / (2 * step)
      #expect(abs(contribution.birnbaum - slope) < 1e-9, "\(contribution.unit)")
      let gain = (whole - unavailability(0)) / whole
      #expect(abs(contribution.fussellVesely - gain) < 1e-9, "\(contribution.unit)")
    }
  }

  // MARK: A larger one

  /// Two sites, three zones each, a database across both, a quorum store, a cache and a queue.
  static func large(_ webFails: String = "fails: { every: 20h, lasts: 2h }") -> String {
    """
    format: arch/1
    entry: door
    sites:
      north: { zones: [a, b, c], fails: { every: 50h, lasts: 2h }, zone_fails: { every: 20h, lasts: 2h } }
      south: { zones: [a, b, c], fails: { every: 50h, lasts: 2h }, zone_fails: { every: 20h, lasts: 2h } }
    defaults: { component: { fails: { every: 20h, lasts: 2h } } }
    components:
      door: { kind: gateway, at: [north, south], replicas: 3, spread: zone, calls: [web] }
      web:
        kind: service
        at: [north, south]
        replicas: 4
        spread: zone
        \(webFails)
        calls:
          - { read: hot, chance: 50% }
          - { together: [{ read: books }, { read: index }, { call: bank }], need: 2 }
          - { write: books, chance: 40% }
          - { send: mail, acks: quorum }
          - { send: audit }
      hot: { kind: cache, at: [north, south], fronts: index, hit: 70% }
      index:
        kind: key_value
        consistency: bounded
        replication: { mode: quorum, copies: 3, failover: { mode: automatic, takes: 30min } }
      books:
        kind: database
        at: [north, south]
        fails: { every: 20h, lasts: 2h, with: [{ id: index, share: 20% }] }
        replication: { mode: async, copies: 2, across: site, failover: { mode: automatic, takes: 1h } }
      mail: { kind: queue, replication: { mode: sync, copies: 2, failover: { mode: automatic, takes: 10min } } }
      bank: { kind: external, fails: { available: 80%, errors: 5% } }
      audit: { kind: service }
    workload:
      lasts: 1s
      clients: { north: 60%, south: 40% }
      operations: { ask: { arrivals: { process: poisson, rate: 1/s } } }
    """
  }

  /// The share of draws that fail; 20 000 draws with a fixed seed have a standard error of 0.0035,
  /// so that an error of 0.025 is seen in more than 99 of 100 cases.
  static func drawn(_ design: Design, draws: Int = 20_000) -> (mean: Double, error: Double) {
    let (table, used) = design.table(.steady)
    var stream = RandomStream(seed: 20_261, name: "monte carlo")
    var sum = 0.0
    var squares = 0.0
    for _ in 0..<draws {
      var bad: Set<Int> = []
      for variable in used where stream.uniform() < table.bad[variable] { bad.insert(variable) }
      let share = design.failing(design.operations[0], bad: bad, table, .steady)
      sum += share
      squares += share * share
    }
    let mean = sum / Double(draws)
    return (mean, ((squares / Double(draws) - mean * mean) / Double(draws)).squareRoot())
  }

  @Test func aLargeDesignAgreesWithMonteCarlo() throws {
    let design = try Design(Self.large())
    #expect(design.table(.steady).used.count > 40, "too many for enumeration")
    let found = try #require(design.results.operations[0].unavailability)
    let (mean, error) = Self.drawn(design)
    #expect(error < 0.004)
    #expect(abs(found - mean) < 3.9 * error, "\(found), drawn \(mean) +- \(error)")
    let other = try Design(Self.large("fails: { every: 20h, lasts: 40h }"))
    let worse = try #require(other.results.operations[0].unavailability)
    #expect(abs(worse - mean) > 3.9 * error, "a worse part must show: \(worse)")
  }

  @Test func theOrderOfComponentsAndNamesChangeNothing() throws {
    let lines = Self.large().split(separator: "\n", omittingEmptySubsequences: false)
    let bank = lines.first { $0.hasPrefix("  bank:") }.map(String.init) ?? ""
    let moved = Self.large().replacing("\n" + bank, with: "")
      .replacing("components:\n", with: "components:\n\(bank)\n")
    let first = try #require(Design(Self.large()).results.operations[0].unavailability)
    let second = try #require(Design(moved).results.operations[0].unavailability)
    #expect(moved != Self.large())
    #expect(abs(first - second) < 1e-13)
    let renamed = Self.large().replacing("index", with: "words").replacing("bank", with: "a")
    let third = try #require(Design(renamed).results.operations[0].unavailability)
    #expect(abs(first - third) < 1e-13)
  }

  /// Six zones, forty services in each and stores: 200 units and more stay a small diagram.
  @Test func twoHundredUnitsAreASmallDiagram() throws {
    var yaml = """
      format: arch/1
      entry: s0
      sites: { x: { zones: [a, b, c] } }
      components:

      """
    for number in 0..<40 {
      let next = number < 39 ? "s\(number + 1), d\(number)" : "d39"
      yaml += "  s\(number): { kind: service, replicas: 3, spread: zone, calls: [\(next)] }\n"
      yaml +=
        "  d\(number): { kind: database, replication: { mode: quorum, copies: 3, failover: { mode: automatic } } }\n"
    }
    let design = try Design(yaml)
    #expect(design.model.units.count > 300)
    let analysis = Analysis(design.model, .steady, design.operations)
    #expect(!analysis.isExhausted)
    #expect(analysis.diagram.count < 60_000, "\(analysis.diagram.count) nodes")
    #expect(design.results.notes == [])
    #expect(design.results.operations[0].survivesZone == true)
  }

  @Test func whatIsTooLargeIsSaidAndNotTried() throws {
    let zones = (0..<16).map { "z\($0)" }.joined(separator: ", ")
    let sites = (0..<16).map { "x\($0): { zones: [\(zones)] }" }.joined(separator: ", ")
    let places = (0..<16).map { "x\($0)" }.joined(separator: ", ")
    var yaml = "format: arch/1\nentry: s0\nsites: { \(sites) }\ncomponents:\n"
    for number in 0..<40 {
      yaml += "  s\(number): { kind: service, at: [\(places)], replicas: 600, spread: zone }\n"
    }
    let design = try Design(yaml)
    #expect(design.results.operations.isEmpty)
    #expect(design.results.notes.count == 1)
  }

  /// Three sites with three zones each, and parts at all of them.
  static func wide(parts: Int, fails: String) -> String {
    var yaml = """
      format: arch/1
      entry: s0
      sites:
        x: { zones: [a, b, c], zone_fails: { \(fails) } }
        y: { zones: [a, b, c], zone_fails: { \(fails) } }
        z: { zones: [a, b, c], zone_fails: { \(fails) } }
      components:

      """
    for number in 0..<parts {
      let next = number < parts - 1 ? "s\(number + 1), " : ""
      yaml += """
          s\(number): { kind: service, at: [x, y, z], replicas: 3, spread: zone, calls: [\(next)d\(number)] }
          d\(number): { kind: database, at: [x, y, z], replication: { mode: quorum, copies: 3, across: site, failover: { mode: automatic } } }

        """
    }
    return yaml
  }

  @Test func manyPlacesAreFollowedAsFarAsNeededAndTheErrorIsSaid() throws {
    let large = try Design(Self.wide(parts: 20, fails: "every: 2y, lasts: 3h"))
    let found = try #require(large.results.operations[0].unavailability)
    #expect(found > 1e-5 && found < 1e-3)
    #expect(large.results.operations[0].survivesSite == true)
    #expect(large.results.notes.count == 1)
    #expect(large.results.notes.first?.contains("places lost at once") ?? false)
    // Where all combinations can be followed, a bound on them changes as much as it says.
    let small = try Design(Self.wide(parts: 2, fails: "every: 20h, lasts: 2h"))
    let exact = Analysis(small.model, .steady, small.operations)
    #expect(!exact.isExhausted)
    func failing(_ analysis: Analysis) -> Double {
      analysis.diagram.falseProbabilities(analysis.badAt)[Int(analysis.roots[0][0])]
    }
    for most in 1...5 {
      let bounded = Analysis(small.model, .steady, small.operations, mostLost: most)
      let more = failing(bounded) - failing(exact)
      #expect(more >= -1e-15 && more <= bounded.lostBeyond, "\(most): \(more)")
      #expect(bounded.lostBeyond > 1e-6, "the bound says something here")
    }
  }

  @Test func cutSetsDoNotDependOnTheBound() throws {
    let small = try Design(Self.wide(parts: 2, fails: "every: 20h, lasts: 2h"), cutSize: 3)
    let all = Analysis(small.model, .lasting, small.operations)
    var search = CutSetSearch(all.diagram)
    search.run(all.together[0], upTo: 3)
    let expected = search.sets.map { set in
      Set(set.compactMap { all.unit(at: $0) }.map { small.model.units[$0].id })
    }
    #expect(Set(small.results.operations[0].cutSets.map(Set.init)) == Set(expected))
    #expect(expected.count > 3)
  }
}
