import ArchitectureModel
import PluginAPI
import Quantities
import Testing

@testable import Reporting

struct ArrivalPageTests {
  @Test func everyProcessIsExplained() {
    let vocabulary = SamplePlugin.set.vocabulary
    guard case .choice(let processes)? = vocabulary.shape("arrivals").field("process")?.type else {
      Issue.record("a process is no choice")
      return
    }
    #expect(processes.count == 12)
    for process in processes {
      guard case .found(let page) = ExplainPages.explain(process, plugins: SamplePlugin.set) else {
        Issue.record("\(process) is not explained")
        continue
      }
      let words = page.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
      #expect(words.contains("An arrival process"), "\(process)")
      #expect(words.contains("{ process: \(process)"), "\(process) has no example")
    }
  }

  @Test func everyFieldOfArrivalsIsExplained() {
    let vocabulary = SamplePlugin.set.vocabulary
    let shapes = ["arrivals", "varying_rate", "rate_factors", "batch_size", "week_moment"]
    for shape in shapes {
      for field in vocabulary.shape(shape).fields {
        let found = ExplainPages.explain(field.key, plugins: SamplePlugin.set)
        if case .unknown = found { Issue.record("\(shape).\(field.key)") }
      }
    }
  }

  @Test func processesAreListedWithWhatWasDrawn() {
    let survey = ArrivalSurvey(
      stretch: TimeSpan(seconds: 100), window: TimeSpan(seconds: 0.5),
      processes: [
        ArrivalSummary(
          operation: "buy", process: "hawkes", expected: 50, counts: [0, 1, 2], measured: 49.5,
          dispersion: 6.25),
        ArrivalSummary(
          operation: "browse", process: "closed", expected: 4, counts: nil, measured: nil,
          dispersion: nil),
      ])
    let text = LoadPlot.render(
      profile: SamplePlugin.profile, title: "Shop", survey: survey, style: .plain)
    let lines = text.split(separator: "\n").map { line in
      line.split(separator: " ").joined(separator: " ")
    }
    #expect(lines.contains("buy hawkes 50 49.5 6.25 ~#"))
    #expect(lines.contains("browse closed 4 by answers -"))
    #expect(lines.joined(separator: " ").contains("of counts in windows of 500 ms, around"))
    for line in text.split(separator: "\n") { #expect(line.count <= 80) }
  }
}
