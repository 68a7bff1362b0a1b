import ArchitectureModel
import PluginAPI
import Quantities
import Stochastics
import Testing

@testable import TradingPlugin

@Suite struct VenueSessionLoadTests {
  @Test func theShapeHasTheDocumentedValues() {
    #expect(abs(IntradayShape.norm - 0.78200) < 5e-6)
    #expect(abs(IntradayShape.u(0) - 3.517) < 5e-4)
    #expect(abs(IntradayShape.u(1) - 3.133) < 5e-4)
    let least = (0...3900).map { Double($0) / 10 }.min {
      IntradayShape.u($0 / 390) < IntradayShape.u($1 / 390)
    }
    #expect(least == 158.9)
    #expect(abs(IntradayShape.u(158.9 / 390) - 0.7042) < 5e-5)
  }

  @Test func theCurveKeepsTheShapesSharesToFourDigits() throws {
    let rate = try #require(
      try SessionSettings.profile(SessionSettings.plain).operations.first?.arrivals.first?.rate)
    let total = SessionSettings.area(rate)
    func share(_ from: Double, _ to: Double) -> Double {
      SessionSettings.area(rate, from: from * 60, to: to * 60) / total
    }
    #expect(abs(share(0, 30) - 0.1578) < 5e-5)
    #expect(abs(share(360, 390) - 0.1675) < 5e-5)
    #expect(abs(share(180, 240) - 0.1088) < 5e-5)
    let first = try #require(rate.first?.perSecond)
    let last = try #require(rate.last?.perSecond)
    #expect(abs(first / total * 23_400 - 3.517) < 1e-3)
    #expect(abs(last / total * 23_400 - 3.133) < 1e-3)
  }

  @Test func theCurveIsNowhereFarFromTheShape() {
    let curve = SessionPlan.shape(ramp: 1, news: nil)
    for (left, right) in zip(curve.points, curve.points.dropFirst()) {
      let middle = (left.at.seconds + right.at.seconds) / 2
      let exact = IntradayShape.u(middle / 23_400)
      #expect(abs((left.perSecond + right.perSecond) / 2 / exact - 1) < 2e-3, "at \(middle) s")
    }
  }

  @Test(arguments: Level.allCases) func theMeanRateIncludesEverything(level: Level) throws {
    var settings = SessionSettings.level(level)
    settings["news_factor"] = "8"
    settings["query"] = "1%"
    let mean = try SessionSettings.read(settings).number("mean")
    let profile = try SessionSettings.profile(settings)
    let count = profile.operations.map(SessionSettings.expectedCount).reduce(0, +)
    #expect(abs(count / (mean * 23_400) - 1) < 1e-9)
  }

  @Test func theAuctionReleasesItsShareOfTheSession() throws {
    let profile = try SessionSettings.profile(["auction": "3%"])
    var released = 0
    for operation in profile.operations {
      for arrivals in operation.arrivals {
        guard case .burst(let count, let at, let every, let over) = arrivals.process,
          at == .zero
        else { continue }
        released += count
        #expect(every == nil)
        #expect(over == TimeSpan(seconds: 0.5))
      }
    }
    #expect(released == 14_040_000)
  }

  @Test func theMixIsThatOfInboundMessages() throws {
    let operations = try SessionSettings.profile().operations
    #expect(operations.map(\.operation) == ["place_order", "cancel_order", "replace_order"])
    let counts = operations.map(SessionSettings.expectedCount)
    let total = counts.reduce(0, +)
    for (count, weight) in zip(counts, [47.0, 43, 6]) {
      #expect(abs(count / total - weight / 96) < 1e-7)
    }
    let queried = try SessionSettings.profile(["query": "4%"]).operations
    #expect(queried.last?.operation == "show_position")
    let asked = queried.map(SessionSettings.expectedCount)
    #expect(abs(asked[3] / asked.reduce(0, +) - 0.04) < 1e-7)
  }

  @Test func messagesHaveTheSizesOfTheProtocol() throws {
    let operations = try SessionSettings.profile(["query": "1%"]).operations
    #expect(operations.map(\.payload.bytes) == [49, 19, 47, 19])
    let plan = try SessionSettings.plan()
    #expect(abs(plan.mix.meanBytes - (47.0 * 49 + 43 * 19 + 6 * 47) / 96) < 1e-9)
  }

  @Test(arguments: [0, 1, 2, 3, 7, 100, 20_001]) func splittingKeepsTheSum(count: Int) throws {
    let mix = try SessionSettings.plan(["query": "1%"]).mix
    let parts = mix.split(count)
    #expect(parts.reduce(0, +) == count)
    for (part, whole) in zip(mix.parts, parts) {
      #expect(abs(Double(whole) - part.share * Double(count)) < 1)
    }
  }

  @Test(arguments: [
    ("200", "0.8", 0.1000, 0.3566), ("3000", "0.9", 0.0779, 0.2509),
    ("8000", "0.9", 0.0661, 0.2128), ("8000", "1", 0.1046, 0.3062),
  ])
  func popularSymbolsGetTheirShare(
    symbols: String, skew: String, first: Double, ten: Double
  ) throws {
    let settings = ["symbols": symbols, "symbol_skew": skew]
    let mix = try SessionSettings.plan(settings).mix
    #expect(abs(mix.topShare(1) - first) < 5e-5)
    #expect(abs(mix.topShare(10) - ten) < 5e-5)
    #expect(abs(mix.topShare(10_000) - 1) < 1e-9)
    for operation in try SessionSettings.profile(settings).operations {
      #expect(operation.keys == mix.symbols)
    }
  }

  @Test func ratesOfFirstCausesLeaveRoomForTheirEffects() throws {
    let calm = try SessionSettings.profile(["branching": "0%"]).operations[0].arrivals[0]
    let lively = try SessionSettings.profile(["branching": "70%"]).operations[0].arrivals[0]
    #expect(calm.process == .poisson)
    #expect(
      lively.process
        == .hawkes([HawkesKernel(branching: 0.7, decay: TimeSpan(seconds: 0.02))]))
    for (one, other) in zip(calm.rate, lively.rate) {
      #expect(abs(other.perSecond / one.perSecond - 0.3) < 1e-9)
    }
  }

  @Test func anExpertsSessionHasTwoKernels() throws {
    let arrivals = try SessionSettings.profile(SessionSettings.level(.expert)).operations[0]
      .arrivals[0]
    #expect(
      arrivals.process
        == .hawkes([
          HawkesKernel(branching: 0.5, decay: TimeSpan(nanoseconds: 1_000_000)),
          HawkesKernel(branching: 0.3, decay: TimeSpan(nanoseconds: 200_000_000)),
        ]))
  }

  @Test(arguments: zip(Level.allCases, [10.0, 10, 15.3]))
  func theBusiestSecondIsTheLevels(level: Level, ratio: Double) throws {
    let plan = try SessionSettings.plan(SessionSettings.level(level))
    #expect(abs(plan.busiest.perSecond / plan.mean / ratio - 1) < 0.02)
    #expect(plan.busiest.at == 0)
  }

  @Test(arguments: zip(Level.allCases, [5.0, 10, 20]))
  func theBurstFactorIsTheLevels(level: Level, factor: Double) throws {
    let plan = try SessionSettings.plan(SessionSettings.level(level))
    let at = try #require(plan.certainAt)
    let worst = plan.expected(from: at, to: at + 0.01) * 100
    #expect(abs(worst / plan.busiest.perSecond / factor - 1) < 0.05)
    let bursts = try #require(plan.bursts)
    let inside = 1 / bursts.spacing.seconds
    #expect(abs(inside / plan.busiest.perSecond / factor - 1) < 0.05)
  }

  /// The expected values were computed outside Swift, by midpoint sums over the exact shape.
  @Test func theDefaultsAgreeWithAnIndependentComputation() throws {
    let plan = try SessionSettings.plan()
    let messages = plan.mean * 23_400
    #expect(abs(plan.busiest.perSecond / 201_327.3 - 1) < 1e-4)
    #expect(abs(plan.expected(from: 23_399, to: 23_400) / plan.mean / 7.9701 - 1) < 1e-3)
    #expect(abs(plan.expected(from: 0, to: 1800) / messages - 0.140245) < 2e-5)
    #expect(abs(plan.expected(from: 21_600, to: 23_400) / messages - 0.209586) < 2e-5)
  }

  @Test func aSecondOfNewsIsBusier() throws {
    let settings = ["news_factor": "8", "news_at": "3h", "news_tau": "2min"]
    let plan = try SessionSettings.plan(settings)
    let before = plan.flow.integral(from: 10_798, to: 10_799)
    let after = plan.flow.integral(from: 10_800, to: 10_801)
    let later = plan.flow.integral(from: 10_920, to: 10_921)
    #expect(abs(after / before - 7.97) < 0.02)
    #expect(abs(later / before - (1 + 7 * 0.3664)) < 0.02)
  }

  @Test func theRateTriplesIntoTheClose() throws {
    let flat = SessionPlan.shape(ramp: 1, news: nil).points
    let ramp = SessionPlan.shape(ramp: 3, news: nil).points
    for (one, other) in zip(flat, ramp) {
      let expected = 1 + 2 * max(0, one.at.seconds - 22_800) / 600
      #expect(abs(other.perSecond / one.perSecond - expected) < 1e-12)
    }
  }

  @Test func momentsLieInTheSessionInOrder() throws {
    let profile = try SessionSettings.profile(["news_factor": "8"])
    #expect(
      profile.moments.map(\.name) == [
        "open", "microburst", "news", "midday", "close_auction", "close",
      ])
    for (earlier, later) in zip(profile.moments, profile.moments.dropFirst()) {
      #expect(earlier.at < later.at)
    }
    for moment in profile.moments { #expect(.zero <= moment.at && moment.at < profile.lasts) }
    let names = try SessionSettings.profile(["burst_factor": "0"]).moments.map(\.name)
    #expect(names == ["open", "midday", "close_auction", "close"])
  }

  @Test func twoSecondsFromTheMomentHoldTheCertainMicroburst() throws {
    let profile = try SessionSettings.profile()
    let moment = try #require(profile.moments.first { $0.name == "microburst" })
    var seen = 0
    for arrivals in profile.window(from: moment.at).flatMap(\.arrivals) {
      guard case .burst(let count, let at, _, let over) = arrivals.process else { continue }
      #expect(at == TimeSpan(seconds: 0.5))
      #expect(over == TimeSpan(seconds: 0.01))
      seen += count
    }
    let plan = try SessionSettings.plan()
    #expect(seen == plan.certainCount)
    #expect(abs(Double(seen) - 10 * plan.busiest.perSecond / 100) < 2)
  }

  @Test func equalSettingsGiveEqualProfiles() throws {
    let one = try SessionSettings.profile(["news_factor": "8"])
    let other = try SessionSettings.profile(["news_factor": "8"])
    #expect("\(one)" == "\(other)")
  }

  @Test func everySettingChangesTheLoad() throws {
    let other = [
      "mean": "30000/s", "branching": "60%", "decay": "21ms", "branching2": "20%",
      "decay2": "100ms", "burst_rate": "0.1/s", "burst_size": "0.4", "burst_width": "6ms",
      "burst_same_symbol": "60%", "burst_factor": "11", "certain_burst_at": "1h", "auction": "1%",
      "auction_width": "1s", "closing_ramp": "2", "news_factor": "9", "news_tau": "3min",
      "news_at": "3h", "place": "50%", "cancel": "40%", "replace": "7%", "query": "2%",
      "symbols": "100", "symbol_skew": "1.1",
    ]
    let all = ["news_factor": "8", "branching2": "10%"]
    let before = try SessionSettings.profile(all)
    for record in VenueSessionLoad().settings {
      let text = try #require(other[record.key], "\(record.key) is new: give it another value")
      let after = try SessionSettings.profile(
        all.merging([record.key: text], uniquingKeysWith: { $1 }))
      #expect(
        "\(before.operations) \(before.moments)" != "\(after.operations) \(after.moments)",
        "\(record.key) has no effect")
    }
  }

  @Test func everySettingHasASourceAndADefault() {
    for model: any LoadModel in [VenueSessionLoad(), SteadyLoad()] {
      #expect(Set(model.settings.map(\.key)).count == model.settings.count)
      for record in model.settings {
        #expect(record.fallback != nil, "\(record.key)")
        #expect(record.source != nil, "\(record.key)")
      }
    }
  }

  @Test func factsFollowTheSettings() throws {
    func fact(_ name: String, _ settings: [String: String] = [:]) throws -> String {
      let facts = try SessionSettings.profile(settings).facts
      return try #require(facts.first { $0.name == name }, "\(name)").value
    }
    #expect(try fact("messages in the session") == "468000000")
    #expect(try fact("busiest second over mean") == "10.1")
    #expect(try fact("burst factor, those 10 ms over the busiest second") == "10.1")
    #expect(try fact("share of the most popular symbol") == "7.79 %")
    #expect(try fact("mean message") == "35.4 B")
    #expect(try fact("random microbursts expected") == "4680")
    #expect(try fact("their share of the messages") == "10 %")
    #expect(try fact("variance over mean of counts in long windows, without bursts") == "11.1")
    #expect(try fact("first 30 minutes' share", SessionSettings.plain) == "15.8 %")
  }

  @Test(arguments: [
    ("branching2", ["branching2": "30%"], "branching"), ("decay", ["decay": "0s"], "decay"),
    ("mean", ["mean": "0/s"], "mean"), ("auction", ["auction": "95%"], "mean"),
    ("news", ["news_factor": "2", "news_at": "7h"], "news_at"),
    ("tau", ["news_factor": "2", "news_tau": "1ms"], "news_tau"),
    ("size", ["burst_size": "0.00001"], "burst_size"),
    ("late", ["certain_burst_at": "390min"], "certain_burst_at"),
    ("width", ["auction_width": "7h"], "auction_width"),
    ("mix", ["place": "0%", "cancel": "0%", "replace": "0%"], "place"),
    ("symbols", ["symbols": "20M"], "symbols"),
  ])
  func senselessSettingsAreRefused(
    name: String, settings: [String: String], at setting: String
  ) throws {
    let read = try SessionSettings.read(settings)
    let problem = #expect(throws: LoadProblem.self) { try VenueSessionLoad().profile(read) }
    #expect(problem?.setting == setting)
  }

  @Test func steadyFlowIsPoissonAtTheMean() throws {
    let model = SteadyLoad()
    let profile = try model.profile(SessionSettings.read(["mean": "960/s"], of: model))
    #expect(profile.lasts == TimeSpan(seconds: 600))
    let rates = profile.operations.map { $0.arrivals.first?.rate.first?.perSecond ?? 0 }
    for (rate, expected) in zip(rates, [470.0, 430, 60]) { #expect(abs(rate - expected) < 1e-9) }
    for operation in profile.operations { #expect(operation.arrivals.map(\.process) == [.poisson]) }
  }

  @Test func everySettingOfSteadyFlowChangesIt() throws {
    let model = SteadyLoad()
    let other = [
      "mean": "7/s", "lasts": "1min", "place": "50%", "cancel": "40%", "replace": "7%",
      "query": "2%", "symbols": "100", "symbol_skew": "1.1",
    ]
    let before = try model.profile(SessionSettings.read(of: model))
    for record in model.settings {
      let text = try #require(other[record.key], "\(record.key)")
      let after = try model.profile(SessionSettings.read([record.key: text], of: model))
      #expect("\(before.operations)\(before.lasts)" != "\(after.operations)\(after.lasts)")
    }
  }
}
