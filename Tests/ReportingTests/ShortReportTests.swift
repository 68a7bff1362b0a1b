import PluginAPI
import Testing

@testable import Reporting

/// The report as it is shown without `--full`.
@Suite struct ShortReportTests {
  static func short(_ report: EvaluationReport) -> String {
    TextReport.render(report, style: .plain, isFull: false)
  }

  @Test func onlyTheCostliestScenarioIsToldTheOthersAreALine() {
    let text = Self.short(SampleReport.exercise())
    #expect(text.contains("MEASURED IN 'peak'"))
    #expect(!text.contains("MEASURED IN 'failover'"))
    #expect(
      text.contains(
        """
        SCENARIOS
                    points  least in full  slowest p99  busiest
          peak         -15  browse 99.1 %       820 ms  db 97 %
          failover     -10  buy 99.1 %           never  db 50 %
        """))
    let full = TextReport.render(SampleReport.exercise(), style: .plain, isFull: true)
    #expect(full.contains("MEASURED IN 'failover'"))
    #expect(!full.contains("--full"))
  }

  @Test func whereNoPointsWereLostNoScenarioIsTold() {
    var report = SampleReport.exercise()
    for index in report.requirements.indices {
      report.requirements[index].points = report.requirements[index].max
      report.requirements[index].verdict = .met
    }
    #expect(!Self.short(report).contains("MEASURED IN"))
  }

  @Test func aFindingThatCostPointsIsNotToldTwice() {
    let report = SampleReport.exercise()
    let text = Self.short(report)
    #expect(!text.contains("THE CHECKS ALSO FOUND"))
    #expect(text.contains("--full shows every scenario, 2 more findings, 2 notes"))
    var other = report
    other.scoredChecks = []
    #expect(Self.short(other).contains("THE CHECKS ALSO FOUND\n  - web repeats every failed call"))
  }

  @Test func afterFiveLossesTheRestIsNamed() {
    var report = SampleReport.exercise()
    for index in 0..<7 {
      var extra = report.requirements[0]
      extra.id = "extra-\(index)"
      extra.max = 2
      report.requirements.append(extra)
    }
    let text = Self.short(report)
    #expect(text.contains("also lost, see the table below or --full: "))
    #expect(text.split(separator: "          measured  ").count == 1 + TextReport.mostLosses)
  }

  @Test func aFileOfItsOwnIsAlwaysToldInFull() {
    let report = SampleReport.simulation()
    #expect(Self.short(report) == TextReport.render(report, style: .plain, isFull: true))
  }

  @Test func causesOfLessThanATenthOfAPercentAreLeftOut() {
    var report = SampleReport.simulation()
    report.scenarios[0].operations[0].arrivals = SampleReport.estimate(10_000)
    report.scenarios[0].operations[0].causes = [("timeout", 10), ("crash", 9.9)]
    let text = Self.short(report)
    #expect(text.contains("browse failed by: timeout 10\n"))
    #expect(!text.contains("crash"))
  }

  @Test func onePointIsAPoint() {
    #expect(ScoreText.words(Score(points: 1, max: 1, pending: 0)) == "1 of 1 point")
    #expect(Figures.counted(1.0, "point") == "1 point")
    #expect(Figures.counted(0.5, "point") == "0.5 points")
    var report = SampleReport.exercise()
    report.score = Score(points: 0, max: 20, pending: 1)
    #expect(Self.short(report).contains("1 point could not be judged"))
  }

  @Test(arguments: [80, 100, 120]) func shortLinesFitTheWidth(_ width: Int) {
    let style = TextStyle(colour: false, unicode: true, width: width)
    let text = TextReport.render(SampleReport.exercise(), style: style, isFull: false)
    for line in text.split(separator: "\n") where !line.hasPrefix("  windtunnel") {
      #expect(SafeText.width(String(line)) <= width, "\(line)")
    }
  }

  @Test func hostileNamesStayWordsInShortToo() {
    let text = Self.short(TextReportTests.hostileReport())
    #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
  }
}
