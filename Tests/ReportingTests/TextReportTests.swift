import ArchitectureModel
import PluginAPI
import Testing

@testable import Reporting

struct TextReportTests {
  static let hostile = "\u{1B}[2J<script>\u{202E}evil\u{0}\n\r" + String(repeating: "x", count: 200)

  static func hostileReport() -> EvaluationReport {
    var report = SampleReport.exercise()
    report.architecture.name = hostile
    report.architecture.file = hostile
    report.exercise?.title = hostile
    report.requirements[0].id = hostile
    report.requirements[0].text = hostile
    report.requirements[0].because = [hostile]
    report.scoredChecks[0].message = hostile
    report.scoredChecks[0].title = hostile
    report.scenarios[0].scenario = hostile
    report.scenarios[0].operations[0].operation = hostile
    report.scenarios[0].operations[0].causes = [(hostile, 3)]
    report.scenarios[0].components[0].component = hostile
    report.scenarios[1].faults[0].text = hostile
    report.findings[0].message = hostile
    report.findings[0].facts = [Fact(hostile, hostile)]
    report.claims[0].path = hostile
    return report
  }

  @Test func theVerdictComesFirst() {
    let lines = TextReport.render(SampleReport.exercise(), style: .plain).split(separator: "\n")
    #expect(lines[4] == "NOT MET  31.5 of 60 points  [################..............]")
  }

  @Test func aLostRequirementSaysWhatWhyAndWhatNext() {
    let text = TextReport.render(SampleReport.exercise(), style: .plain)
    let expected = """
      WHAT COST POINTS
        -15     99 of 100 purchases are answered within 300 ms at the peak
                measured  820 ms (795 ms to 845 ms) in 'peak'
                required  at most 300 ms for all 15 points; 800 ms or more earns none
                claimed   280 ms with the numbers that the design claims
                because   db is busy 97 % of the time
                          -> a purchase waits 610 ms there before it is worked on
                          -> web repeats what timed out, which adds a third to the
                             load of db
                try       give db more shards, or take reads off it with a cache
                is        buy-fast, buy.latency.p99, must be full

      """
    #expect(text.contains(expected))
  }

  @Test func requirementsAreATable() {
    let text = TextReport.render(SampleReport.exercise(), style: .plain)
    let expected = """
      REQUIREMENTS
                  points  requirement    measured      asked
        [......]    0/15  buy-fast *       820 ms  <= 300 ms  not met
        [######]   20/20  buy-success *   99.91 %  >= 99.9 %  met
        [......]    0/10  comes-back        never    <= 30 s  undecided
        [#####.]   6.5/8  few-machines          7       <= 6  in part
        * must be full, or the exercise is not met

      """
    #expect(text.contains(expected))
  }

  @Test func faultsAreMarkedUnderTheCurves() {
    let text = TextReport.render(
      SampleReport.exercise(), style: TextStyle(colour: false, unicode: true))
    #expect(
      text.contains(
        """
          arrived     ▆▇▇▇███▆▇▇▇███▆▇▇▇███▆▇▇
          in full     ▆▇▇▇███▆▁▁▁▁▁█▆▇▇▇███▆▇▇
                      recovered 25 s after the fault, but in 9 of 10 replications only
          fault               ▲─────
        """))
  }

  @Test func theLastLinesSayHowToReproduce() {
    var report = SampleReport.exercise()
    let words = ["evaluate", "my design.yaml", "--variant", "3", "--seed", "7"]
    let text = TextReport.render(report, style: .plain, arguments: words)
    #expect(
      text.hasSuffix(
        """
        Again, with the same numbers:
          windtunnel evaluate 'my design.yaml' --variant 3 --seed 7
        Simulated in 3.42 s, 4.18 M events/s.

        """))
    report.wallSeconds = 0
    #expect(!TextReport.render(report, style: .plain).contains("events/s"))
  }

  @Test func aSimulationHasGoalsInPlaceOfAScore() {
    let text = TextReport.render(SampleReport.simulation(), style: .plain)
    #expect(text.contains("NOT MET  1 of 2 goals of the file are kept\n"))
    #expect(text.contains("How to read this"))
    #expect(!text.contains("Again, with"), "the command was not given")
    #expect(!text.contains("points"))
  }

  @Test func anEmptyReportIsShortAndCalm() {
    let report = EvaluationReport(
      tool: "t", exercise: nil, architecture: .init(name: "", file: "a.yaml", digest: ""), seed: 1)
    #expect(
      TextReport.render(report, style: .plain) == """
        Simulation
        from a.yaml

        SIMULATED  no goals are stated, so nothing is judged

        """)
  }

  @Test func aScenarioThatCouldNotRunSaysWhy() {
    var report = SampleReport.simulation()
    var scenario = ScenarioMeasurements(scenario: "run", title: "", lasts: 0, step: 0)
    scenario.impossible = "no component has the trait 'store'"
    report.scenarios = [scenario]
    #expect(
      TextReport.render(report, style: .plain).contains(
        "Nothing could be measured: no component has the trait 'store'"))
  }

  @Test(arguments: [60, 80, 100])
  func linesFitTheWidth(_ width: Int) {
    for unicode in [true, false] {
      let style = TextStyle(colour: false, unicode: unicode, width: width)
      for report in [SampleReport.exercise(), SampleReport.simulation()] {
        for line in TextReport.render(report, style: style).split(separator: "\n") {
          if line.contains("--seed") { continue }
          #expect(SafeText.width(String(line)) <= max(width, 72), "\(line)")
        }
      }
    }
  }

  @Test func hostileNamesStayWords() {
    let report = Self.hostileReport()
    let style = TextStyle(colour: false, unicode: true)
    let texts = [
      TextReport.render(report, style: style, showAll: true),
      ComparisonText.sideBySide(report, report, style: style),
      CheckReport.render(report.findings, file: Self.hostile, exercise: nil, style: style),
    ]
    for text in texts {
      let bad = text.unicodeScalars.filter {
        ($0.value < 0x20 && $0 != "\n") || $0.value == 0x202E || $0.value == 0x7F
      }
      #expect(bad.isEmpty)
    }
  }

  @Test func hostileNamesSurviveInTheDocument() {
    let text = ResultDocument.json(Self.hostileReport(), timing: false)
    #expect(text.contains("\\u001b[2J<script>"))
    #expect(!text.unicodeScalars.contains("\u{1B}"))
  }

  @Test func numbersWithoutMeaningDoNotTrap() {
    var report = SampleReport.exercise()
    for value in [Double.nan, .infinity, -.infinity, 1e300, -5] {
      report.score = Score(points: value, max: value, pending: value)
      report.requirements[0].value = Estimate(
        value: value, low: value, high: value, replications: 2)
      report.requirements[0].points = value
      report.requirements[0].fullAt = value
      report.scenarios[0].lasts = value
      report.scenarios[0].step = value
      report.scenarios[0].operations[0].arrivalSeries = [value, 1]
      report.scenarios[0].components[0].utilisation = Estimate(
        value: value, low: nil, high: nil, replications: 1)
      report.scenarios[1].faults[0].at = value
      report.wallSeconds = value
      report.eventsPerSecond = value
      #expect(!TextReport.render(report, style: .plain).isEmpty)
      #expect(!ResultDocument.json(report, timing: true).isEmpty)
      #expect(!ComparisonText.sideBySide(report, report, style: .plain).isEmpty)
    }
  }

  @Test func twelveFindingsAreShownAndTheRestCounted() {
    var report = SampleReport.exercise()
    report.findings = (0..<20).map { index in
      var finding = Finding(.violated, .major, message: "finding number \(index)")
      finding.check = "sample.check"
      return finding
    }
    let text = TextReport.render(report, style: .plain)
    #expect(text.contains("... and 8 more (--all)"))
    #expect(!text.contains("finding number 12"))
    let all = TextReport.render(report, style: .plain, showAll: true)
    #expect(all.contains("finding number 19"))
    #expect(!all.contains("--all"))
  }

  @Test func coloursAppearOnlyWhenAskedFor() {
    let report = SampleReport.exercise()
    #expect(!TextReport.render(report, style: .plain).contains("\u{1B}"))
    let coloured = TextReport.render(report, style: TextStyle(colour: true, unicode: false))
    #expect(coloured.contains("\u{1B}[1;31mNOT MET\u{1B}[0m"))
  }
}
