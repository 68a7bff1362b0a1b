import ArchitectureModel
import FoundationsPlugin
import PluginAPI
import Quantities
import Testing

@Suite struct LoadModelTests {
  private static let steady: [String: FieldValue] = [
    "rate": .number(200), "read_share": .number(0.75), "lasts": .duration(TimeSpan(seconds: 3600)),
  ]
  private static let rush: [String: FieldValue] = [
    "base": .number(50), "factor": .number(8), "quiet": .duration(TimeSpan(seconds: 300)),
    "ramp": .duration(TimeSpan(seconds: 60)), "plateau": .duration(TimeSpan(seconds: 600)),
    "decay": .duration(TimeSpan(seconds: 300)), "order_share": .number(0.1),
    "items": .count(10_000), "skew": .number(0.8),
  ]

  private func profile(_ id: String, _ values: [String: FieldValue]) throws -> LoadProfile {
    let model = try #require(FoundationsPlugin().loadModels.first { $0.id == id })
    #expect(Set(model.settings.map(\.key)) == Set(values.keys))
    return try model.profile(LoadSettings(values))
  }

  @Test func steadyDividesItsRateIntoReadsAndWrites() throws {
    let profile = try profile("foundations/steady", Self.steady)
    #expect(profile.operations.map(\.operation) == ["read", "write"])
    #expect(profile.operations.map { $0.arrivals.first?.rate.first?.perSecond } == [150, 50])
    #expect(profile.facts.contains(Fact("users at a time, if each asks every 30 s", "6000")))
  }

  @Test func theRushBeginsWhereTheRampEnds() throws {
    let profile = try profile("foundations/rush", Self.rush)
    #expect(profile.moments.map(\.name) == ["quiet", "rush", "after"])
    #expect(profile.moments.map(\.at.seconds) == [0, 360, 1260])
    #expect(profile.lasts.seconds == 1560)
    let orders = profile.operations.first { $0.operation == "order" }?.arrivals.first?.rate ?? []
    #expect(orders.map(\.at.seconds) == [0, 300, 360, 960, 1260])
    #expect(orders.map { $0.perSecond.rounded() } == [5, 5, 40, 40, 5])
    // 50/s, and 350/s more during 600 s of plateau and half of 360 s of slopes, over 1560 s.
    #expect(profile.facts.contains(Fact("mean rate", "225 /s")))
    #expect(profile.facts.contains(Fact("peak rate", "400 /s")))
  }

  @Test(arguments: [
    "base", "factor", "quiet", "ramp", "plateau", "decay", "order_share", "items", "skew",
  ])
  func eachSettingOfTheRushChangesIt(key: String) throws {
    var changed = Self.rush
    switch changed[key] {
    case .number(let number): changed[key] = .number(number * 2)
    case .count(let count): changed[key] = .count((count ?? 0) * 2)
    case .duration(let span): changed[key] = .duration(TimeSpan(seconds: span.seconds * 2))
    default: Issue.record("no such setting")
    }
    let before = try profile("foundations/rush", Self.rush)
    let after = try profile("foundations/rush", changed)
    #expect(text(before) != text(after))
  }

  @Test(arguments: ["quiet", "ramp", "plateau", "decay"])
  func aPhaseOfNoTimeIsRefused(key: String) {
    var settings = Self.rush
    settings[key] = .duration(.zero)
    #expect(throws: LoadProblem.self) { try profile("foundations/rush", settings) }
  }

  @Test func aRateOfNothingIsRefused() {
    var settings = Self.steady
    settings["rate"] = .number(0)
    #expect(throws: LoadProblem.self) { try profile("foundations/steady", settings) }
  }

  private func text(_ profile: LoadProfile) -> String {
    "\(profile.lasts) \(profile.operations) \(profile.moments)"
  }
}
