import Foundation
import ArchitectureModel
import PluginAPI
import Testing

@testable import Reporting

/// The page, read by parsers of others.
@Suite struct HTMLReportTests {
  static func page(
    _ report: EvaluationReport = SampleReport.exercise(), _ design: Architecture? = nil
  ) throws -> String {
    let design = try design ?? SampleDesign.read(SampleDesign.shop)
    return HTMLReport.render(
      report, diagram: Diagram(design).placed(by: nil),
      arguments: ["evaluate", "my design.yaml", "--seed", "7"])
  }

  @Test func aPageIsReadByStrictParsersAndFetchesNothing() throws {
    for report in [SampleReport.exercise(), SampleReport.simulation()] {
      let reading = try PageReader.read("page", Self.page(report))
      #expect(reading.problems == [])
    }
  }

  @Test func theReaderSeesWhatIsWrong() throws {
    let page = try Self.page()
    let broken: [(String, String, String)] = [
      ("<h1>", "<h1><script>x</script>", "element <script>"),
      ("<h1>", "<h1><b>", "HTML: "),
      ("href=\"#loss-0\"", "href=\"http://a.b/\"", "which is not on the page"),
      ("href=\"#loss-0\"", "href=\"#nowhere\"", "which is not on the page"),
      ("<h3>", "<h4>", "HTML: "), ("<h3>", "<h3><a><a></a></a>", "see different pages"),
      ("role=\"img\"", "role=\"none\"", "a picture without a text"),
      (" checked=\"checked\"", "", "has 0 chosen"),
      (".quiet{", "@import 'a';.quiet{", "hold '@import'"),
      ("<h1>", "<h1>\u{202E}", "hidden character"),
      ("<th scope=\"col\">", "<th>", "without scope"),
      ("class=\"bar\" x=\"118\"", "class=\"bar\" x=\"130\"", "bars do not begin"),
    ]
    for (part, other, complaint) in broken {
      let range = try #require(page.range(of: part), "\(part)")
      let reading = try PageReader.read("page", page.replacingCharacters(in: range, with: other))
      #expect(reading.problems.contains { $0.contains(complaint) }, "\(other): \(reading.problems)")
    }
  }

  @Test func theVerdictComesFirstAndSectionsFollowInOrder() throws {
    let reading = try PageReader.read("page", Self.page())
    #expect(
      reading.sections == [
        "What cost points", "All requirements", "The architecture", "What was measured",
        "What can break it", "What it costs", "Findings, by what to do next",
        "Claims and assumptions", "Decisions", "What these numbers leave out", "How to reproduce",
      ])
    #expect(reading.title == "NOT MET: Ticket shop on a Friday: First attempt")
    let text = try #require(reading.text)
    let verdict = try #require(text.range(of: "NOT MET"))
    let losses = try #require(text.range(of: "What cost points"))
    #expect(verdict.lowerBound < losses.lowerBound)
    #expect(text.contains("31.5 of 60 points"))
    #expect(reading.commands == ["windtunnel evaluate 'my design.yaml' --seed 7"])
  }

  @Test func aLostRequirementSaysWhatWhyAndWhatNext() throws {
    let reading = try PageReader.read(
      "page", Self.page(),
      shown: [
        "\u{2212}15 points", "99 of 100 purchases are answered within 300 ms at the peak",
        "820 ms (795 ms to 845 ms)", "at most 300 ms for all 15 points; 800 ms or more earns none",
        "280 ms with the numbers that the design claims", "db is busy 97 % of the time",
        "the upper end of the interval must come to 300 ms or less; it is 845 ms now, 2.8 times too much",
        "Give db more shards, or take reads off it with a cache.",
        "buy-fast, buy.latency.p99, must be full",
        "windtunnel explain foundations.retry-without-budget",
      ])
    #expect(reading.problems == [])
  }

  @Test func theSameWordsAsTheTextReport() throws {
    // One source for both: what stands in one stands in the other.
    for report in [SampleReport.exercise(), SampleReport.simulation()] {
      let words =
        VerdictWords.notes(report).map(\.text) + [VerdictWords.score(report)]
        + report.requirements.map(RequirementWords.measured)
      let page = try PageReader.read("page", Self.page(report), shown: words)
      #expect(page.problems == [])
      let text = TextReport.render(
        report, style: TextStyle(colour: false, unicode: true, width: 400))
      for word in [VerdictWords.score(report)] + VerdictWords.notes(report).map(\.text) {
        #expect(text.contains(word), "\(word)")
      }
    }
  }

  @Test func scenariosThatCostPointsAreOpenAndTheWorstIsShownFirst() throws {
    let reading = try PageReader.read("page", Self.page())
    // buy-fast lost 15 points in 'peak', comes-back 10 in 'failover'.
    #expect(reading.open == ["scenario-0", "scenario-1"])
    #expect(reading.chosen == ["path-0": 0, "load-0": 0])
    var report = SampleReport.exercise()
    report.requirements[0].points = 15
    report.requirements[0].verdict = .met
    let other = try PageReader.read("page", Self.page(report))
    #expect(other.open == ["scenario-1"])
    #expect(other.chosen == ["path-0": 0, "load-0": 1])
  }

  @Test func boundsFaultsAndWhatWasNeverAnsweredAreDrawn() throws {
    let reading = try PageReader.read("page", Self.page())
    // The line of the bound in the percentiles and in the counts, its zero, three bullets and more.
    #expect((reading.bounds ?? 0) >= 3)
    // In the load and in the queue of the one scenario with a fault.
    #expect(reading.faults == 2)
    #expect((reading.never ?? 0) > 0)
    let words = try #require(reading.words)
    #expect(words.contains { $0.contains("asked by buy-fast: 99 % within 300 ms") })
    #expect(words.contains { $0.contains("crash of db, all copies at 40 s") })
  }

  @Test(arguments: SampleDesign.nasty.indices)
  func hostileTextsAreShownAsText(_ index: Int) throws {
    let text = SampleDesign.nasty[index]
    let page = try Self.page(
      SampleDesign.hostileReport(text), SampleDesign.hostile(text))
    let reading = try PageReader.read("page", page, shown: [SampleDesign.shown(text)])
    #expect(reading.problems == [])
    let side = HTMLComparison.Side(
      report: SampleDesign.hostileReport(text),
      diagram: Diagram(try SampleDesign.hostile(text)).placed(by: nil))
    let both = HTMLComparison.render(side, side, arguments: ["compare", text, text])
    #expect(try PageReader.read("page", both).problems == [])
  }

  @Test func coloursCanBeTold() throws {
    let reading = try PageReader.read("contrast", Self.page())
    #expect(reading.problems == [])
    #expect(reading.themes?.map(\.theme) == ["light", "dark", "print"])
    let pale = try Self.page()
      .replacing("--quiet:#525a63", with: "--quiet:#a0a6ac")
    #expect(try PageReader.read("contrast", pale).problems.contains { $0.contains("quiet on") })
  }

  @Test func numbersWithoutMeaningDoNotTrap() throws {
    let design = try SampleDesign.read(SampleDesign.shop)
    for value in [Double.nan, .infinity, -.infinity, 1e300, -5, 0] {
      var report = SampleReport.exercise()
      let odd = Estimate(value: value, low: value, high: value, replications: 2)
      report.score = Score(points: value, max: value, pending: value)
      for index in report.requirements.indices {
        report.requirements[index].value = odd
        report.requirements[index].points = value
        report.requirements[index].max = value
        report.requirements[index].fullAt = value
        report.requirements[index].zeroAt = -value
        report.requirements[index].asClaimed = value
      }
      for place in report.scenarios.indices {
        report.scenarios[place].lasts = value
        report.scenarios[place].faults = [PlayedFault(text: "f", at: value, lasts: value)]
        for index in report.scenarios[place].operations.indices {
          report.scenarios[place].operations[index].arrivals = odd
          report.scenarios[place].operations[index].demanded = [(0.5, odd), (value, odd)]
          report.scenarios[place].operations[index].histogram = [(value, 3), (1, 4)]
          report.scenarios[place].operations[index].arrivalSeries = [value, 1, 2]
          report.scenarios[place].operations[index].timeIn = [("x", value, value)]
          report.scenarios[place].operations[index].recovery = odd
          report.scenarios[place].operations[index].latencyMax = value
        }
        for index in report.scenarios[place].components.indices {
          report.scenarios[place].components[index].utilisation = odd
          report.scenarios[place].components[index].queueSeries = [value, 3, 4]
          report.scenarios[place].components[index].refused = value
        }
      }
      report.wallSeconds = value
      for step in [value, 1e-300, 1e300] {
        for place in report.scenarios.indices { report.scenarios[place].step = step }
        let page = try Self.page(report, design)
        #expect(try PageReader.read("page", page).problems == [], "\(value) \(step)")
      }
    }
  }

  @Test func anEmptyReportIsShortAndCalm() throws {
    let report = EvaluationReport(
      tool: "t", exercise: nil, architecture: .init(name: "", file: "a.yaml", digest: ""), seed: 1)
    let page = HTMLReport.render(report, diagram: nil, arguments: ["simulate", "a.yaml"])
    let reading = try PageReader.read(
      "page", page, shown: ["SIMULATED", "no goals are stated, so nothing is judged"])
    #expect(reading.problems == [])
    #expect(reading.sections == ["How to reproduce"])
  }

  @Test func aRunThatStoppedSaysSoAndDrawsNoZeros() throws {
    var report = SampleReport.simulation()
    report.isComplete = false
    report.scenarios[0].stopped = "requests_in_flight"
    for index in report.scenarios[0].components.indices {
      report.scenarios[0].components[index].queueSeries = [1, 5, 9]
    }
    let reading = try PageReader.read(
      "page", Self.page(report),
      shown: [
        "'peak' stopped early: the design held more requests at once than can be simulated.",
        "not simulated", "so those of a run that stopped are too low",
      ])
    #expect(reading.problems == [])
  }

  @Test func aScenarioThatCouldNotRunSaysWhy() throws {
    var report = SampleReport.simulation()
    var scenario = ScenarioMeasurements(scenario: "run", title: "", lasts: 0, step: 0)
    scenario.impossible = "no component has the trait 'store'"
    report.scenarios = [scenario]
    report.isComplete = false
    let reading = try PageReader.read(
      "page", Self.page(report),
      shown: [
        "Nothing could be measured: no component has the trait 'store'",
        "'run' was not run: no component has the trait 'store'.",
      ])
    #expect(reading.problems == [])
  }

  @Test func findingsWithOneRemedyAreOneStep() throws {
    var report = SampleReport.exercise()
    report.findings = (0..<50).map { index in
      var finding = Finding(
        .violated, .major, message: "finding number \(index)", remedy: "do this once")
      finding.check = "sample.check"
      return finding
    }
    let text = try #require(PageReader.read("page", Self.page(report)).text)
    #expect(text.ranges(of: "Do this once.").count == 1)
    #expect(text.contains("Mend next: it works today and fails in a stated case (50)"))
    #expect(text.contains("Finding number 7."))
    #expect(!text.contains("Finding number 8."))
    #expect(text.contains("and 42 more"))
  }

  @Test func theGoodNewsIsShort() throws {
    var report = SampleReport.exercise()
    for index in report.requirements.indices {
      report.requirements[index].points = report.requirements[index].max
      report.requirements[index].verdict = .met
    }
    report.scoredChecks.removeAll { $0.outcome != .satisfied }
    report.findings.removeAll { $0.outcome != .satisfied }
    report.verdict = .met
    let reading = try PageReader.read(
      "page", Self.page(report),
      shown: ["Every requirement earned all its points.", "No check found a defect"])
    #expect(reading.problems == [])
    #expect(reading.sections?.first == "All requirements")
    #expect(reading.open == [])
  }

  @Test func twoDesignsStandBesideEachOther() throws {
    var better = SampleReport.exercise()
    better.architecture.name = "Second attempt"
    better.requirements[0].points = 15
    better.requirements[0].value = SampleReport.estimate(0.2)
    better.requirements[0].verdict = .met
    let diagram = Diagram(try SampleDesign.read(SampleDesign.shop)).placed(by: nil)
    let page = HTMLComparison.render(
      .init(report: SampleReport.exercise(), diagram: diagram),
      .init(report: better, diagram: diagram), arguments: ["compare", "a.yaml", "b.yaml"])
    let reading = try PageReader.read(
      "page", page,
      shown: [
        "Decisive: 99 of 100 purchases are answered within 300 ms at the peak: First attempt 820 ms, "
          + "Second attempt 200 ms. That is worth 15 points.", "right +15",
        "windtunnel compare a.yaml b.yaml",
      ])
    #expect(reading.problems == [])
    #expect(reading.boxes == 12)
    #expect(reading.chosen == ["path-0": 0, "load-0": 0, "path-1": 0, "load-1": 1])
  }
}
