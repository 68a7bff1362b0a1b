import PluginAPI
import Testing

@testable import Reporting

struct PredictionTextTests {
  static func text(
    _ prediction: AnalyticPrediction, beside measured: ScenarioMeasurements? = nil
  ) -> String {
    var page = TextPage(.plain)
    PredictionText.render(prediction, beside: measured, &page)
    return page.text
  }

  @Test func predictedStandsBesideSimulated() {
    let text = Self.text(SamplePrediction.run, beside: SampleReport.peak())
    #expect(text.contains("browse     333 /s  12.5 ms      60 ms  exact, open Jackson network"))
    #expect(text.contains("buy         40 /s        -      60 ms"))
    // 0.12 x 30 inside for 120 s over 47,000 served.
    #expect(text.contains("9.19 ms"), "the simulated time by Little's law")
    #expect(text.contains("> 999 %"), "a busiest copy beyond all bounds")
    #expect(text.contains("31.4 in"), "a number in progress, no share")
    for line in text.split(separator: "\n") { #expect(SafeText.width(String(line)) <= 80) }
  }

  @Test func withoutASimulationThereIsNoColumnForIt() {
    let text = Self.text(SamplePrediction.peak)
    #expect(text.contains("PREDICTED BY QUEUEING THEORY FOR 'peak'"))
    #expect(!text.contains("simulated"))
    #expect(text.contains("db is full first: it can take 0.833 of the mean load."))
    #expect(text.contains("db is full under any load."))
    #expect(text.contains("40 users of buy: at most 33 /s, at least 210 ms; db limits them"))
    #expect(text.contains("'db' is asked for 1.20 times what its slots can do"))
    #expect(text.contains("first.arch.yaml:17"))
    #expect(text.contains("buy: db cannot keep up, so waits have no mean"))
  }

  @Test func onlyTheBusiestOfManyAreShown() {
    var many = SamplePrediction.peak
    many.components = (0..<40).map { number in
      var component = ComponentPrediction(component: "part\(number)")
      component.arrivals = 1
      (component.utilisation, component.busiest) = (Double(number) / 50, Double(number) / 50)
      return component
    }
    let text = Self.text(many)
    #expect(text.contains("part39 ") && text.contains("part28 ") && !text.contains("part27 "))
    #expect(text.contains("the 12 busiest of 40 components"))
  }

  @Test func namesFromAFileCannotMoveTheCursor() {
    var bad = SamplePrediction.peak
    bad.components[0].component = "a\u{1B}[2J"
    bad.operations[0].operation = "b\u{202E}\n"
    bad.atMean?.bottleneck = "c\u{7}"
    let text = Self.text(bad)
    for scalar in text.unicodeScalars where scalar != "\n" {
      #expect(scalar.properties.generalCategory != .control)
      #expect(scalar.properties.generalCategory != .format)
    }
  }
}
