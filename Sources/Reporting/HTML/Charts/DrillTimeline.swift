import PluginAPI

/// What happened in a drill and when: a line for each fault, notice, failover and recovery.
struct DrillTimeline {
  let scenario: ScenarioMeasurements
  let drill: DrillMeasurements

  private static let mostRows = 24
  private static let row = 30.0
  private static let left = 8.0
  private static let right = 350.0

  /// The picture; nil where nothing happened at a moment.
  var figure: Markup? {
    let marks = drill.marks.filter { $0.kind != .fault && $0.kind != .over && $0.at.isFinite }
    let faults = scenario.faults.filter(\.at.isFinite)
    guard !faults.isEmpty || !marks.isEmpty, scenario.lasts > 0, scenario.lasts.isFinite else {
      return nil
    }
    let time = Scale(.linear, from: 0, to: scenario.lasts, at: (Self.left, Self.right))
    var rows = faults.map { fault in
      (at: fault.at, draw: { (y: Double) in self.fault(fault, time, y) })
    }
    rows += marks.map { mark in
      (at: mark.at, draw: { (y: Double) in self.mark(mark, time, y) })
    }
    let sorted = rows.enumerated().sorted {
      $0.element.at == $1.element.at
        ? $0.offset < $1.offset : $0.element.at < $1.element.at
    }.map(\.element)
    let shown = sorted.prefix(Self.mostRows)
    let bottom = Self.row * Double(shown.count) + 4
    var parts = time.ticks.map { tick in
      ChartFrame.line("grid", time.at(tick), 0, time.at(tick), bottom)
    }
    for (index, row) in shown.enumerated() { parts += row.draw(Self.row * Double(index)) }
    parts.append(ChartFrame.line("axis", Self.left, bottom, Self.right, bottom))
    parts += time.ticks.map { tick in
      let at = time.at(tick)
      let kind: StaticString = at > 330 ? "tick end" : at < 20 ? "tick" : "tick mid"
      return ChartFrame.text(Figures.brief(tick, .duration), at, bottom + 14, kind)
    }
    let more = sorted.count - shown.count
    let words =
      faults.map { "\($0.text) at \(Figures.brief($0.at, .duration))" }
      + marks.map {
        "\(DrillWords.mark($0, of: scenario.replications)) at \(Figures.brief($0.at, .duration))"
      }
    return ChartFrame.figure(
      .text("What happened when" + (more > 0 ? ", the first \(shown.count)" : "")),
      words: "Timeline: " + words.prefix(Self.mostRows).joined(separator: "; ") + ".",
      height: bottom + 20, parts)
  }

  private func fault(_ fault: PlayedFault, _ time: Scale, _ y: Double) -> [Markup] {
    let end = fault.lasts.map { $0.isFinite ? fault.at + $0 : scenario.lasts } ?? scenario.lasts
    let from = time.at(fault.at)
    let to = max(from + 3, time.at(end))
    let lasts = fault.lasts.map { "for \(Figures.brief($0, .duration))" } ?? "for good"
    let words = "fault at \(Figures.brief(fault.at, .duration)): \(fault.text), \(lasts)"
    return [
      label(words, from, y, "bound-text"),
      ChartFrame.rect("fault-bar", from, y + 16, to, y + 26, words),
      ChartFrame.hatch(from, y + 16, to, y + 26),
    ]
  }

  private func mark(_ mark: DrillMark, _ time: Scale, _ y: Double) -> [Markup] {
    let at = time.at(mark.at)
    let words =
      "\(Figures.brief(mark.at, .duration)): \(DrillWords.mark(mark, of: scenario.replications))"
    let (x, middle) = (Coordinate.text(at), Coordinate.text(y + 21))
    let kind: StaticString = mark.kind == .recovered ? "mark well" : "mark"
    let shape =
      switch mark.kind {
      case .noticed: "M\(x) \(middle)m-5 0l5 -5l5 5l-5 5z"
      case .failover: "M\(x) \(middle)m-4.5 -4.5h9v9h-9z"
      case .serves: "M\(x) \(middle)m-5 4.5l5 -9.5l5 9.5z"
      case .recovered, .fault, .over:
        "M\(x) \(middle)m-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0z"
      }
    return [
      label(words, at, y, "start"),
      .tag(
        "g", [], .tag("title", [], .text(words)), ChartFrame.path(kind, shape)),
    ]
  }

  /// A text above its line, from the moment on where there is room.
  private func label(_ words: String, _ at: Double, _ y: Double, _ kind: StaticString) -> Markup {
    let text = SafeText.clipped(SafeText.line(words), to: 58)
    let width = Double(SafeText.width(text)) * 5.9
    return ChartFrame.text(text, max(2, min(at - 4, 358 - width)), y + 12, kind)
  }
}
