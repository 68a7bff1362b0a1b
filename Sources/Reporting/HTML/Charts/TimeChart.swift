import PluginAPI
import Quantities

/// Something over the time of a scenario, with its faults marked.
struct TimeChart {
  let scenario: ScenarioMeasurements

  static let height = 190.0
  private static let mostStripes = 25

  func time(_ step: Int) -> Double { Double(step) * scenario.step }

  func isDrawable(_ steps: Int) -> Bool {
    steps > 0 && scenario.step > 0 && scenario.step.isFinite && time(steps).isFinite
  }

  func frame(_ steps: Int, top: Double) -> ChartFrame {
    var frame = ChartFrame(
      x: Scale(
        .linear, from: 0, to: time(steps), at: (ChartFrame.left, ChartFrame.right)),
      y: Scale(.linear, from: 0, to: top, at: ChartFrame.edges(Self.height)), height: Self.height)
    frame.xTitle = "time from the start of the scenario"
    return frame
  }

  /// Where the run stopped before its end, in steps; nil where it did not.
  private var stop: Int? {
    guard StopWords.isEarly(scenario.stopped) else { return nil }
    let known = scenario.components.map(\.queueSeries.count).max() ?? 0
    let all = scenario.operations.map(\.arrivalSeries.count).max() ?? 0
    return known > 0 && known < all ? known : nil
  }

  /// The part of the time that was not simulated.
  func unseen(_ frame: ChartFrame) -> [Markup] {
    guard let stop else { return [] }
    let from = frame.x.at(time(stop))
    guard from < ChartFrame.right - 1 else { return [] }
    let words = StopWords.words(scenario.stopped)
    return [
      ChartFrame.rect("unseen", from, ChartFrame.top, ChartFrame.right, frame.bottom, words),
      ChartFrame.line("axis", from, ChartFrame.top, from, frame.bottom),
      ChartFrame.text(
        "not simulated", (from + ChartFrame.right) / 2, (ChartFrame.top + frame.bottom) / 2, "mid"),
    ]
  }

  // MARK: Load and response

  /// Arrivals and full answers per second, by the moment of arrival; nil where there were none.
  func load(_ operation: OperationMeasurements) -> Markup? {
    let steps = max(operation.arrivalSeries.count, operation.fullSeries.count)
    let arrivals = rates(operation.arrivalSeries)
    let full = rates(operation.fullSeries)
    let top = (arrivals + full).max() ?? 0
    guard isDrawable(steps), top > 0 else { return nil }
    var frame = frame(steps, top: top * 1.1)
    frame.yDimension = .rate
    frame.yTitle = "requests per second"
    var parts = faults(frame) + frame.grid
    parts.append(ChartFrame.path("area", area(full, frame)))
    parts.append(ChartFrame.path("missing", between(arrivals, full, frame)))
    parts.append(ChartFrame.path("hatch", gaps(arrivals, full, frame)))
    parts.append(ChartFrame.path("thin", outline(arrivals, frame)))
    parts.append(ChartFrame.path("curve", outline(full, frame)))
    parts += recovery(operation, frame) + unseen(frame)
    parts += stripes(arrivals.count, frame) { range in
      let came = mean(arrivals, range)
      let done = mean(full, range)
      return "\(Figures.brief(came, .rate)) arrived, \(Figures.brief(done, .rate)) of them "
        + "answered in full"
    }
    return ChartFrame.figure(
      .several([.name(operation.operation), ": load and full answers"]),
      words: loadWords(operation, arrivals, full), height: Self.height, parts + frame.axes)
  }

  private func rates(_ counts: [Double]) -> [Double] {
    counts.prefix(stop ?? .max).map {
      $0.isFinite && scenario.step > 0 ? max(0, $0 / scenario.step) : 0
    }
  }

  private func loadWords(
    _ operation: OperationMeasurements, _ arrivals: [Double], _ full: [Double]
  ) -> String {
    let worst = zip(arrivals, full).enumerated()
      .filter { $0.element.0 > 0 }
      .min { $0.element.1 / $0.element.0 < $1.element.1 / $1.element.0 }
    var text =
      "Requests of '\(operation.operation)' per second: at most "
      + "\(Figures.brief(arrivals.max() ?? 0, .rate)) arrived"
    if let worst, worst.element.1 < worst.element.0 * 0.999 {
      text +=
        "; the least share, \(Figures.brief(worst.element.1 / worst.element.0, .share)), was "
        + "answered in full at \(Figures.brief(time(worst.offset), .duration))"
    } else {
      text += ", and all were answered in full"
    }
    let marks = scenario.faults.map { "\($0.text) at \(Figures.brief($0.at, .duration))" }
    return ([text] + marks).joined(separator: "; ") + "."
  }

  private func recovery(_ operation: OperationMeasurements, _ frame: ChartFrame) -> [Markup] {
    guard let fault = scenario.faults.map(\.at).min(), let wait = operation.recovery?.value,
      wait.isFinite, wait > 0, fault.isFinite, fault + wait <= frame.x.range.high
    else { return [] }
    let at = frame.x.at(fault + wait)
    let words = "recovered \(Figures.brief(wait, .duration)) after the fault"
    let isRight = at > 250
    return [
      .tag(
        "g", [], .tag("title", [], .text(words)),
        ChartFrame.line("recovered", at, ChartFrame.top, at, frame.bottom)),
      ChartFrame.text(
        "recovered", isRight ? at - 4 : at + 4, frame.bottom - 6, isRight ? "end" : "start"),
    ]
  }

  // MARK: Queues

  /// How many waited at a component; nil where there is no series.
  func queue(_ component: ComponentMeasurements) -> Markup? {
    let waiting = component.queueSeries.map { $0.isFinite ? max(0, $0) : 0 }
    let top = waiting.max() ?? 0
    guard isDrawable(waiting.count), top > 0 else { return nil }
    let all = scenario.operations.map(\.arrivalSeries.count).max() ?? 0
    var frame = frame(max(waiting.count, all), top: top * 1.1)
    frame.yTitle = "requests waiting, all copies"
    var parts = faults(frame) + frame.grid
    parts.append(ChartFrame.path("area", area(waiting, frame)))
    parts.append(ChartFrame.path("curve", outline(waiting, frame)))
    parts += unseen(frame)
    parts += stripes(waiting.count, frame) { range in
      "\(Figures.count(mean(waiting, range))) waiting on average"
    }
    let grows = growth(waiting)
    let words =
      "Requests waiting at '\(component.component)' over time, at most "
      + "\(Figures.count(top)) as the mean of a step\(grows.isEmpty ? "" : "; \(grows)")."
    return ChartFrame.figure(
      .several([
        .name(component.component), .text(": queue" + (grows.isEmpty ? "" : ", \(grows)")),
      ]), words: words, height: Self.height, parts + frame.axes)
  }

  /// Whether the last quarter holds much more than the one before the middle: words or nothing.
  private func growth(_ waiting: [Double]) -> String {
    let quarter = waiting.count / 4
    guard quarter > 1 else { return "" }
    let early = mean(waiting, quarter..<(2 * quarter))
    let late = mean(waiting, (waiting.count - quarter)..<waiting.count)
    return late > 2 * early && late >= 5 ? "still growing at the end" : ""
  }

  // MARK: Copies

  /// How many copies ran; nil where their number does not change.
  func copies(_ component: ComponentMeasurements) -> Markup? {
    guard let scaling = component.scaling else { return nil }
    let running = scaling.series.map { $0.isFinite ? max(0, $0) : 0 }
    let top = max(running.max() ?? 0, Double(component.copies))
    guard isDrawable(running.count), top > 0 else { return nil }
    var frame = frame(running.count, top: top * 1.1)
    frame.yTitle = "copies that ran"
    var parts = faults(frame) + frame.grid
    parts.append(ChartFrame.path("area", area(running, frame)))
    parts.append(ChartFrame.path("curve", outline(running, frame)))
    let most = frame.y.at(Double(component.copies))
    parts.append(ChartFrame.line("bound none", ChartFrame.left, most, ChartFrame.right, most))
    parts.append(
      ChartFrame.text(
        "most: \(component.copies)", ChartFrame.right - 2, most - 3, "bound-text end"))
    parts += unseen(frame)
    parts += stripes(running.count, frame) { range in
      "\(Figures.count(mean(running, range))) copies on average"
    }
    let words =
      "Copies of '\(component.component)' that ran over time, from "
      + "\(Figures.count(running.min() ?? 0)) to \(Figures.count(running.max() ?? 0)) of "
      + "\(component.copies)."
    return ChartFrame.figure(
      .several([.name(component.component), ": copies"]), words: words, height: Self.height,
      parts + frame.axes)
  }

  // MARK: Parts

  func faults(_ frame: ChartFrame) -> [Markup] {
    scenario.faults.enumerated().flatMap { index, fault -> [Markup] in
      guard fault.at.isFinite else { return [] }
      let length = fault.lasts ?? .infinity
      let from = frame.x.at(fault.at)
      let to = max(from + 1, frame.x.at(fault.at + (length.isNaN ? 0 : length)))
      return [
        ChartFrame.rect("fault", from, ChartFrame.top, to, frame.bottom, fault.text),
        ChartFrame.line("fault-line", from, ChartFrame.top - 4, from, frame.bottom),
        ChartFrame.text(
          scenario.faults.count > 1 ? "fault \(index + 1)" : "fault",
          min(from + 3, ChartFrame.right - 40), ChartFrame.top - 1 + Double(index % 2) * 12,
          "bound-text"),
      ]
    }
  }

  func outline(_ values: [Double], _ frame: ChartFrame) -> String {
    outline(values.map { $0 }, gaps: frame)
  }

  /// The same with a gap where there is no value: nothing is not zero.
  func outline(_ values: [Double?], gaps frame: ChartFrame) -> String {
    var path = ""
    var isDrawn = false
    for (index, value) in values.enumerated() {
      guard let value else {
        isDrawn = false
        continue
      }
      let y = Coordinate.text(frame.y.at(value))
      path += isDrawn ? "V\(y)" : "M\(Coordinate.text(frame.x.at(time(index)))) \(y)"
      path += "H\(Coordinate.text(frame.x.at(time(index + 1))))"
      isDrawn = true
    }
    return path
  }

  func area(_ values: [Double], _ frame: ChartFrame) -> String {
    guard !values.isEmpty else { return "" }
    let base = Coordinate.text(frame.bottom)
    return outline(values, frame) + "V\(base)H\(Coordinate.text(frame.x.at(0)))Z"
  }

  /// The area between two curves.
  private func between(_ upper: [Double], _ lower: [Double], _ frame: ChartFrame) -> String {
    zip(upper, lower).enumerated().map { index, pair in
      guard pair.0 > pair.1 else { return "" }
      let (left, right) = (frame.x.at(time(index)), frame.x.at(time(index + 1)))
      return "M\(Coordinate.text(left)) \(Coordinate.text(frame.y.at(pair.1)))"
        + "H\(Coordinate.text(right))V\(Coordinate.text(frame.y.at(pair.0)))"
        + "H\(Coordinate.text(left))Z"
    }.joined()
  }

  /// One upright stroke in the middle of each step, as long as what is missing.
  private func gaps(_ upper: [Double], _ lower: [Double], _ frame: ChartFrame) -> String {
    zip(upper, lower).enumerated().map { index, pair in
      let (from, to) = (frame.y.at(pair.1), frame.y.at(pair.0))
      guard from - to > 1.5 else { return "" }
      let x = (frame.x.at(time(index)) + frame.x.at(time(index + 1))) / 2
      return "M\(Coordinate.text(x)) \(Coordinate.text(from))V\(Coordinate.text(to))"
    }.joined()
  }

  func mean(_ values: [Double], _ range: Range<Int>) -> Double {
    let inside = range.clamped(to: values.indices)
    guard !inside.isEmpty else { return 0 }
    return values[inside].reduce(0, +) / Double(inside.count)
  }

  /// Clear stripes that say what happened in them when pointed at.
  func stripes(
    _ count: Int, _ frame: ChartFrame, _ words: (Range<Int>) -> String
  ) -> [Markup] {
    let stripes = min(count, Self.mostStripes)
    return (0..<stripes).map { index in
      let range = (index * count / stripes)..<((index + 1) * count / stripes)
      let (from, to) = (time(range.lowerBound), time(range.upperBound))
      return ChartFrame.rect(
        "hover", frame.x.at(from), ChartFrame.top, frame.x.at(to), frame.bottom,
        "\(Figures.brief(from, .duration)) to \(Figures.brief(to, .duration)): \(words(range))")
    }
  }
}
