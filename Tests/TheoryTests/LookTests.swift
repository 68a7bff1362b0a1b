import PluginAPI
import Stochastics
import Testing

@testable import Evaluation

/// Stopping after one of several looks.
@Suite struct LookTests {
  /// The share of sequences of rounds of eight values that call a mean of `truth` below 0, where it
  /// is hardly above: each look judges by its interval, widened by the factor.
  static func wrong(_ sequences: Int, widened: Bool) -> Double {
    var stream = RandomStream(seed: 4711, name: "looks", index: 0)
    let tables = Ziggurat()
    var count = 0
    for _ in 0..<sequences {
      var moments = RunningMoments()
      for _ in 0..<Looks.most {
        for _ in 0..<8 { moments.add(1e-9 + stream.normal(tables)) }
        let interval = ConfidenceInterval(moments)
        let factor = widened ? Looks.widening(replications: moments.count) : 1
        if interval.mean + factor * interval.halfWidth < 0 {
          count += 1
          break
        }
        if interval.mean - factor * interval.halfWidth > 0 { break }
      }
    }
    return Double(count) / Double(sequences)
  }

  /// Half of the 5 % lies on each side.
  ///
  /// With 4000 sequences a share of 2.5 % has a standard error of
  /// 0.25 %.
  @Test func lookingOftenIsWrongAsSeldomAsPromised() {
    let share = Self.wrong(4000, widened: true)
    #expect(share <= 0.025 + 3 * 0.0025, "wrong in \(share)")
    #expect(share > 0.005, "the intervals are wider than they need be: wrong in \(share)")
  }

  @Test func lookingOftenWithoutWideningIsWrongMoreOften() {
    let share = Self.wrong(4000, widened: false)
    #expect(share > 0.025 + 3 * 0.0025, "wrong in \(share)")
  }

  @Test func theWideningIsThatOfStudentsT() {
    // t at 99.375 % over t at 97.5 %, both with 7 degrees of freedom.
    let wide = StudentT.quantile(0.99375, degreesOfFreedom: 7)
    #expect(
      abs(Looks.widening(replications: 8) - wide / 2.3646242515927844) < 1e-9)
    #expect(Looks.widening(replications: 1) == 1)
  }

  static func file(_ p99: String) -> String {
    Files.file(
      "web: { kind: service, concurrency: 1, queue: none, work: { mean: 1s, shape: exponential } }",
      arrivals: Files.poisson(0.5), seconds: 500)
      + "\ngoals: { request: { p99: \(p99) } }"
  }

  @Test func aGoalThatIsClearNeedsOneRound() async throws {
    for (goal, verdict) in [("60s", Verdict.met), ("1s", .notMet)] {
      let run = try await Simulated(Self.file(goal), replications: 8)
      #expect(run.run.looks == 1)
      #expect(run.run.replications == 8)
      #expect(run.run.undecided == [])
      #expect(run.report.goals.map(\.verdict) == [verdict])
    }
  }

  /// The 99th percentile of M/M/1 at 0.5 is ln 100 / 0.5 = 9.21 s; at that bound no number of
  /// replications decides.
  @Test func aGoalAtItsBoundStaysOpen() async throws {
    let run = try await Simulated(Self.file("9.21s"), replications: 8)
    #expect(run.run.looks == Looks.most)
    #expect(run.run.replications == 8 * Looks.most)
    #expect(run.run.undecided == ["request p99"])
  }
}
