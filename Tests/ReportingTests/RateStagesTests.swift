import ArchitectureModel
import PluginAPI
import Quantities
import Stochastics
import Testing

@testable import Reporting

/// The mean rate as straight lines, against the integral that the plot uses.
@Suite struct RateStagesTests {
  static func span(_ seconds: Double) -> TimeSpan { TimeSpan(seconds: seconds) }

  static let processes: [(name: String, arrivals: Arrivals)] = {
    let curve = [
      RatePoint(at: span(1), perSecond: 10), RatePoint(at: span(4), perSecond: 40),
      RatePoint(at: span(5), perSecond: 0), RatePoint(at: span(30), perSecond: 5),
    ]
    let hawkes = [HawkesKernel(branching: 0.5, decay: span(0.1))]
    return [
      ("poisson", Arrivals(.poisson, rate: curve)), ("regular", Arrivals(.regular, perSecond: 7)),
      ("hawkes", Arrivals(.hawkes(hawkes), rate: curve)),
      (
        "batch",
        Arrivals(.batch(size: .geometric(mean: 3), spacing: .zero, sharedKey: 0), rate: curve)
      ),
      ("on and off", Arrivals(.onOff(active: span(1), idle: span(3)), rate: curve)),
      (
        "states",
        Arrivals(
          .mmpp([
            RateState(perSecond: 5, lasts: span(2)), RateState(perSecond: 50, lasts: span(1)),
          ]))
      ),
      ("one burst", Arrivals(.burst(count: 300, at: span(3), every: nil, over: span(2)))),
      ("bursts", Arrivals(.burst(count: 50, at: span(1), every: span(4), over: span(1.5)))),
      ("overlapping", Arrivals(.burst(count: 60, at: span(1), every: span(2), over: span(5)))),
      ("none", Arrivals(.poisson)),
    ]
  }()

  @Test(arguments: processes.map(\.name)) func theAreaIsTheExpectedNumber(_ name: String) throws {
    let arrivals = try #require(Self.processes.first { $0.name == name }).arrivals
    let load = RateStages(OperationLoad("a", arrivals: [arrivals]), lasts: 20)
    #expect(load.stages.first?.from == 0 && load.stages.last?.to == 20)
    for (stage, next) in zip(load.stages, load.stages.dropFirst()) {
      #expect(stage.to == next.from)
    }
    for stage in load.stages {
      let wanted = ExpectedRate.number(arrivals, from: stage.from, to: stage.to)
      #expect(abs(stage.area - wanted) < 1e-6 * max(1, wanted), "\(stage)")
    }
  }

  @Test func theRatesOfAllProcessesAddUp() {
    let all = Self.processes.map(\.arrivals)
    let load = RateStages(OperationLoad("a", arrivals: all), lasts: 20)
    let wanted = all.reduce(0) { $0 + ExpectedRate.number($1, from: 0, to: 20) }
    #expect(abs(load.stages.reduce(0) { $0 + $1.area } / wanted - 1) < 1e-9)
  }

  @Test func tooManyPointsBecomeMeansOfTheSameArea() {
    let many = Arrivals(.burst(count: 2, at: .zero, every: Self.span(0.001), over: .zero))
    let load = RateStages(OperationLoad("a", arrivals: [many]), lasts: 20)
    #expect(load.isAveraged)
    #expect(load.stages.count == RateStages.most)
    let area = load.stages.reduce(0) { $0 + $1.area }
    #expect(abs(area / 40_000 - 1) < 0.001, "\(area)")
  }

  @Test func usersOfAClosedLoopAreInNoStage() throws {
    let think = try Spread.make(
      shape: .exponential, mean: Self.span(2), cv: nil)
    let load = RateStages(
      OperationLoad("a", arrivals: [Arrivals(.closed(users: 30, think: think))]), lasts: 10)
    #expect(load.users == [RateStages.Users(count: 30, think: 2)])
    #expect(load.stages.allSatisfy { $0.area == 0 })
    let scripts = LoadScripts(
      operations: [OperationLoad("a", arrivals: [Arrivals(.closed(users: 30, think: think))])],
      lasts: 10, title: "x", tool: "y")
    #expect(scripts.k6().contains("users: [[30, 2]],"))
    #expect(scripts.locust().contains("\"users\": [(30, 2)],"))
  }

  @Test(arguments: [0, -1, Double.infinity, .nan, 1e300])
  func oddLengthsDoNotTrap(_ lasts: Double) {
    let huge = Arrivals(
      .burst(
        count: .max, at: .zero, every: TimeSpan(nanoseconds: 1),
        over: TimeSpan(nanoseconds: .max)))
    let load = OperationLoad("\"\\\n\u{2028}'", arrivals: [huge])
    let scripts = LoadScripts(operations: [load], lasts: lasts, title: "a\nb", tool: "t")
    let name = "\"\\\"\\\\\\u000a\\u2028'\""
    #expect(scripts.k6().contains("operation: \(name),"))
    #expect(scripts.locust().contains("    \(name): {"))
  }
}
