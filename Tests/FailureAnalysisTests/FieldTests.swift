import ArchitectureModel
import BundledPlugins
import Diagnostics
import ExerciseFiles
import PluginAPI
import Quantities
import Testing

/// How the fields about failing are read.
@Suite struct FieldTests {
  static func read(_ components: String, sites: String = "") -> ArchitectureReading {
    let text = "format: arch/1\nentry: web\n\(sites)components:\n\(components)\n"
    return ArchitectureReader(BundledPlugins.all.vocabulary)
      .read(bytes: Array(text.utf8), file: "fields.yaml")
  }

  static func times(_ line: String) throws -> FailureTimes {
    let reading = read("  web: { \(line) }")
    let architecture = try #require(reading.architecture, "\(reading.problems.map(\.message))")
    return try #require(architecture.component("web")?.failureTimes)
  }

  /// The table of kinds in days and seconds.
  @Test(arguments: [
    ("gateway", 90.0, 30.0), ("service", 30, 60), ("worker", 30, 60), ("database", 60, 900),
    ("key_value", 60, 600), ("object_store", 180, 300), ("cache", 60, 60), ("queue", 90, 120),
    ("stream", 90, 120), ("trading/sequencer", 30, 60),
  ])
  func kindsHaveTheirDefaults(_ kind: String, _ days: Double, _ seconds: Double) throws {
    let times = try Self.times("kind: \(kind)")
    #expect(times.every.value.seconds == days * 86_400)
    #expect(times.lasts.value.seconds == seconds)
    #expect(times.available == nil)
    #expect(times.every.origin == .kind(kind))
  }

  @Test func somebodyElsesServiceHasAShare() throws {
    #expect(try Self.times("kind: external").workingShare == 0.999)
    #expect(
      try Self.times("kind: external, fails: { every: 9h, lasts: 1h }").workingShare == 0.9)
    #expect(
      try Self.times("kind: external, fails: { every: 9h }").workingShare == 0.999,
      "one of the pair alone does not say how long it is down")
    #expect(try Self.times("kind: service, fails: { available: 97% }").workingShare == 0.97)
    #expect(
      Self.read("  web: { kind: client }").architecture?.component("web")?.failureTimes == nil)
  }

  /// Rates of two causes add: taken back once in 7300 h, replaced in 90 s or in `restart`.
  @Test func machinesThatAreTakenBackFailMoreOften() throws {
    let own = "kind: service, fails: { every: 7300h, lasts: 30s }"
    let both = try Self.times("\(own), commit: spot")
    #expect(abs(both.every.value.seconds - 3650 * 3600) < 1e-3)
    #expect(abs(both.lasts.value.seconds - 60) < 1e-6)
    let slow = try Self.times("\(own), commit: spot, restart: 10min")
    #expect(abs(slow.lasts.value.seconds - 315) < 1e-6)
    let share = try Self.times("kind: service, fails: { available: 99% }, commit: spot")
    #expect(abs(share.workingShare - 0.99 * 7300 / (7300 + 0.025)) < 1e-12)
    #expect(try Self.times("\(own), commit: 1y").every.value.seconds == 7300 * 3600)
  }

  @Test func theShareAndThePairExcludeEachOther() {
    let reading = Self.read("  web: { kind: service, fails: { available: 97%, every: 1d } }")
    #expect(reading.problems.map(\.code) == ["arch.conflicting-fields"])
  }

  @Test func defaultsOfTheFileHold() throws {
    let text = """
      format: arch/1
      entry: web
      defaults: { component: { fails: { every: 2d, lasts: 3min } } }
      components: { web: { kind: service }, bank: { kind: external, fails: { available: 95% } } }
      """
    let design = try #require(
      ArchitectureReader(BundledPlugins.all.vocabulary)
        .read(bytes: Array(text.utf8), file: "fields.yaml").architecture)
    #expect(design.component("web")?.failureTimes?.lasts.value.seconds == 180)
    #expect(design.component("bank")?.failureTimes?.workingShare == 0.95)
  }

  @Test func placesHaveTheirTimes() throws {
    let reading = Self.read(
      "  web: { kind: service }",
      sites: "sites: { n: { fails: { every: 1y }, zone_fails: { lasts: 9h } }, s: {} }\n")
    let design = try #require(reading.architecture)
    #expect(design.sites[0].fails.every.value.seconds == 365 * 86_400)
    #expect(design.sites[0].fails.lasts == FailureTimes.site.lasts)
    #expect(design.sites[0].zoneFails.lasts.value.seconds == 9 * 3600)
    #expect(design.sites[1].zoneFails == FailureTimes.zone)
    // The defaults are what their sources say.
    #expect(abs(FailureTimes.site.workingShare - 0.9999) < 2e-5)
    #expect(abs(FailureTimes.zone.workingShare - 0.99982) < 2e-5)
  }

  @Test func sharedFatesAreReadInBothForms() throws {
    let reading = Self.read(
      """
        web: { kind: service, fails: { with: [a, { id: b, share: 30% }] } }
        a: { kind: service, fails: { with: b } }
        b: { kind: service }
      """)
    let fates = try #require(reading.architecture?.component("web")?.failsWith)
    #expect(fates.map(\.other.name) == ["a", "b"])
    #expect(fates.map(\.share.value) == [0.1, 0.3])
    let unknown = Self.read("  web: { kind: service, fails: { with: [{ id: wbe }] } }")
    #expect(unknown.problems.map(\.code) == ["arch.unknown-component"])
  }

  /// Numbers at the edges are read and analysed, and nothing traps.
  @Test(arguments: [
    "every: 0s, lasts: 0s", "every: 0s, lasts: 290y", "every: 290y, lasts: 0s", "available: 0%",
    "available: 100%", "errors: 100%", "with: [web]", "with: []",
    "with: [{ id: db, share: 100% }, { id: web, share: 100% }]", "with: [{ id: db, share: 0% }]",
  ])
  func edgesAreAnalysed(_ fails: String) throws {
    let design = try Design(
      """
      format: arch/1
      entry: web
      sites: { n: { zones: [a, b], fails: { every: 0s, lasts: 0s } }, s: { zones: [a] } }
      components:
        web: { kind: service, at: [n, s], replicas: 3, spread: zone, fails: { \(fails) }, calls: [{ write: db }] }
        db: { kind: database, at: [n, s], fails: { every: 0s, lasts: 5s }, replication: { mode: quorum, copies: 2, across: site } }
      """)
    let share = try #require(design.results.operations[0].unavailability)
    #expect(share >= 0 && share <= 1, "\(share)")
    let contributions = design.results.operations[0].contributions
    #expect(contributions.allSatisfy { $0.fussellVesely.isFinite && $0.birnbaum.isFinite })
  }
}
