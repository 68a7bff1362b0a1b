import PluginAPI
import Testing

@testable import Reporting

/// What pictures say must be what was measured.
@Suite struct ChartTests {
  @Test func aLinearScaleKeepsProportions() {
    let scale = Scale(.linear, from: 0, to: 50, at: (10, 110))
    #expect(scale.at(0) == 10)
    #expect(scale.at(25) == 60)
    #expect(scale.at(50) == 110)
    #expect(scale.at(900) == 110)
    #expect(scale.at(-900) == 10)
    #expect(scale.at(.nan) == 10)
    #expect(scale.ticks == [0, 10, 20, 30, 40, 50])
  }

  @Test func equalFactorsAreEquallyLong() {
    let scale = Scale(.logarithmic, from: 1e-3, to: 1, at: (0, 300))
    #expect(abs(scale.at(1e-2) - 100) < 1e-9)
    #expect(abs(scale.at(1e-1) - 200) < 1e-9)
    #expect(abs(scale.at(0.0316227766) - 150) < 1e-6)
  }

  @Test func eachNineOfATailIsEquallyLong() {
    let scale = Scale(.tail, from: 0, to: 0.9999, at: (0, 400))
    #expect(abs(scale.at(0.9) - 100) < 1e-9)
    #expect(abs(scale.at(0.99) - 200) < 1e-6)
    #expect(abs(scale.at(0.999) - 300) < 1e-6)
    #expect(scale.at(1) == 400)
  }

  @Test(arguments: [0.000_013, 0.7, 1, 3, 9.99, 12, 47, 1300, 99_999, 3e12])
  func marksAreRoundAndFew(_ top: Double) {
    let marks = Scale(.linear, from: 0, to: top, at: (0, 1)).ticks
    #expect(marks.first == 0)
    #expect((2...6).contains(marks.count), "\(marks)")
    #expect((marks.last ?? 0) <= top * 1.000001)
    for factor in [1.01, 1.7, 3, 30, 400, 1e5, 1e20] {
      let marks = Scale(.logarithmic, from: top, to: top * factor, at: (0, 1)).ticks
      #expect((1...7).contains(marks.count), "\(marks)")
    }
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity, 0, -3, 1e308])
  func oddEndsStillMakeAScale(_ value: Double) {
    for shape in [Scale.Shape.linear, .logarithmic, .tail] {
      for scale in [
        Scale(shape, from: value, to: value, at: (0, 100)),
        Scale(shape, from: 0, to: value, at: (0, 100)),
        Scale(shape, from: -value, to: value, at: (0, 100)),
      ] {
        for probe in [value, 0, 1, -1, .nan, .infinity] {
          #expect((0...100).contains(scale.at(probe)))
        }
        #expect(scale.ticks.count < 20)
      }
    }
  }

  @Test func coordinatesAreNumbers() {
    #expect(Coordinate.text(1.26) == "1.3")
    #expect(Coordinate.text(-0.04) == "0")
    #expect(Coordinate.text(-2.5) == "-2.5")
    #expect(Coordinate.text(12) == "12")
    #expect(Coordinate.text(.nan) == "0")
    #expect(Coordinate.text(.infinity) == "0")
    #expect(Coordinate.text(1e300) == "1000000")
  }

  /// A picture's rectangles of one class as tooltips and heights.
  private func bars(_ source: String) -> [(words: String, height: Double)] {
    source.split(separator: "<rect class=\"bar\"").dropFirst().compactMap { part in
      guard let height = part.split(separator: "height=\"").dropFirst().first,
        let number = Double(height.prefix { $0 != "\"" }),
        let words = part.split(separator: "<title>").dropFirst().first
      else { return nil }
      return (String(words.prefix { $0 != "<" }), number)
    }
  }

  @Test func heightsOfBarsAreInProportionToCounts() throws {
    var operation = OperationMeasurements(operation: "buy")
    operation.arrivals = SampleReport.estimate(200)
    operation.histogram = [(0.01, 100), (0.1, 300), (1, 600)]
    let chart = LatencyChart(operation: operation, replications: 10)
    let figures = chart.figures
    #expect(figures.count == 2)
    let bars = bars(figures[1].source)
    // 2000 arrivals: 5, 15 and 30 %; the other half was never answered.
    #expect(bars.map { $0.words.split(separator: ": ").last ?? "" } == ["5 %", "15 %", "30 %"])
    let unit = bars[0].height
    #expect(abs(bars[1].height / unit - 3) < 0.05)
    #expect(abs(bars[2].height / unit - 6) < 0.1)
    #expect(figures[1].source.contains("not answered in full: 50 %"))
    #expect(figures[0].source.contains("50 % of the arrivals were not answered in full"))
  }

  @Test func nothingAnsweredIsNoPicture() {
    var operation = OperationMeasurements(operation: "buy")
    operation.arrivals = SampleReport.estimate(200)
    #expect(LatencyChart(operation: operation, replications: 10).figures.isEmpty)
  }

  @Test func aRequirementStandsBetweenItsBounds() throws {
    var result = SampleReport.requirements[0]
    func dot() throws -> Double {
      let source = try #require(SmallCharts.bullet(result)).source
      let part = try #require(source.split(separator: "cx=\"").dropFirst().first)
      return try #require(Double(part.prefix { $0 != "\"" }))
    }
    func bound() throws -> Double {
      let source = try #require(SmallCharts.bullet(result)).source
      let part = try #require(source.split(separator: "class=\"bound\" x1=\"").dropFirst().first)
      return try #require(Double(part.prefix { $0 != "\"" }))
    }
    #expect(try dot() > bound())
    // From 0: the places are in proportion to the values.
    #expect(try abs((dot() - 20) / (bound() - 20) - 0.82 / 0.3) < 0.01)
    result.value = SampleReport.estimate(0.1)
    #expect(try dot() < bound())
  }

  @Test func whatWouldWinSaysWhichEndMustMove() {
    var result = SampleReport.requirements[0]
    #expect(
      LossSection.missing(result)
        == "the upper end of the interval must come to 300 ms or less; it is 845 ms now, 2.8 times "
        + "too much")
    result.value = SampleReport.never
    #expect(
      LossSection.missing(result)
        == "every replication must come to 300 ms or less; some never do; the best replication had "
        + "1.2 s")
    result.value = .none
    #expect(LossSection.missing(result) == "something must be measured here at all")
    result = SampleReport.requirements[1]
    result.value = Estimate(value: 0.5, low: 0.4, high: 0.6, replications: 8)
    #expect(
      LossSection.missing(result)
        == "the lower end of the interval must come to 99.9 % or more; it is 40 % now, 2.5 times "
        + "too little")
  }

  @Test func wordsForStyleHoldLiteralsAndNumbersOnly() {
    let style: StyleText = "a\(3)b"
    #expect((style + "c").text == "a3bc")
    #expect(Markup.text("<&>\"'\u{202E}").source == "&lt;&amp;&gt;&quot;&#39;\\u{202e}")
    #expect(Markup.prose("set `a: 1` and `b`").source.contains("<code><bdi>a: 1</bdi></code>"))
    #expect(Markup.prose("a ` b").source == "a ` b")
  }
}
