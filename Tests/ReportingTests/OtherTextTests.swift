import ArchitectureModel
import PluginAPI
import Quantities
import Testing

@testable import Reporting

struct OtherTextTests {
  @Test func checkingEndsWithASummaryAndTheNextStep() {
    let text = CheckReport.render(
      SampleReport.findings, file: "first.arch.yaml", exercise: "a/b", style: .plain)
    #expect(
      text.hasSuffix(
        """
        first.arch.yaml is valid: 1 blocker, 1 not stated, 1 check satisfied somewhere
        next  windtunnel explain foundations.retry-without-budget
              windtunnel evaluate first.arch.yaml

        """))
    #expect(
      CheckReport.render([], file: "a.yaml", exercise: nil, style: .plain) == """
        a.yaml is valid: nothing to say
        next  windtunnel simulate a.yaml

        """)
  }

  @Test func comparisonsNameTheWinnerAndTheDecisiveDifference() {
    var better = SampleReport.exercise()
    better.architecture.name = "Reference"
    better.requirements[0].value = SampleReport.estimate(0.12)
    better.requirements[0].points = 15
    let text = ComparisonText.sideBySide(SampleReport.exercise(), better, style: .plain)
    #expect(text.contains("right +15"))
    #expect(text.contains("decisive  99 of 100 purchases"))
    #expect(text.contains("db is busy 97 % of the time"))
    for line in text.split(separator: "\n") { #expect(SafeText.width(String(line)) <= 80) }
    let same = ComparisonText.sideBySide(better, better, style: .plain)
    #expect(same.contains("No requirement and no check tells them apart."))
  }

  @Test func expectedArrivalsAddUp() {
    let profile = SamplePlugin.profile
    let width = profile.lasts.seconds / 71
    let sum = ExpectedRate.columns(profile, count: 71).reduce(0, +) * width
    // Trapezoids of the curve, 10 batches of 3 a second, and the burst.
    let curve: Double = 60 * (2500 + 1050 + 5200 + 7200)
    let expected: Double = curve + 108_000 + 30_000
    #expect(abs(sum - expected) < 1e-3)
  }

  @Test func repeatedBurstsAreCountedOnce() {
    func number(_ every: Double?, _ over: Double, _ from: Double, _ to: Double) -> Double {
      ExpectedRate.number(
        Arrivals(
          .burst(
            count: 10, at: TimeSpan(seconds: 5), every: every.map { TimeSpan(seconds: $0) },
            over: TimeSpan(seconds: over))), from: from, to: to)
    }
    #expect(number(nil, 0, 0, 5) == 0)
    #expect(number(nil, 0, 5, 6) == 10)
    #expect(number(10, 0, 5, 15) == 10)
    #expect(number(10, 0, 5, 25) == 20)
    #expect(number(10, 4, 5, 7) == 5)
    #expect(number(10, 4, 0, 17) == 15)
    #expect(number(10, 20, 0, 25) == 15)
  }

  @Test func aLoadIsPlottedWithItsMoments() {
    let text = LoadPlot.render(
      profile: SamplePlugin.profile, title: "Ticket shop", style: .plain)
    #expect(text.contains("    905 |                          #."))
    #expect(text.contains("  a  doors_open  22min: sales begin"))
    #expect(text.contains("         0 s                             30 min"))
    for line in text.split(separator: "\n") { #expect(line.count <= 80) }
  }

  @Test func aLoadWithoutArrivalsSaysSo() {
    let empty = LoadProfile(lasts: .zero, operations: [], moments: [])
    #expect(
      LoadPlot.render(profile: empty, title: "x", style: .plain).contains(
        "No arrivals are expected."))
  }
}
