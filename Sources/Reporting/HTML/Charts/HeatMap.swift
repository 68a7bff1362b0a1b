import PluginAPI

/// How busy the components were over time: a line for each, shaded as the diagram is.
struct HeatMap {
  let scenario: ScenarioMeasurements

  private static let mostRows = 40
  private static let mostColumns = 60
  private static let row = 17.0
  private static let left = 118.0
  private static let right = 304.0
  private static let top = 18.0

  /// Stretches of time with the same shade.
  private struct Run {
    var from: Int
    var to: Int
    var shade: DiagramPicture.Shade
    var least: Double
    var most: Double
  }

  /// The picture and how many components are not in it; nil where there is nothing to draw.
  var figure: (picture: Markup, hidden: Int)? {
    let known = scenario.components.compactMap { component in
      Self.shares(component, step: scenario.step, lasts: scenario.lasts).map {
        (component: component, shares: $0)
      }
    }
    let steps = known.map(\.shares.count).max() ?? 0
    guard steps > 1, scenario.step > 0, (scenario.step * Double(steps)).isFinite else { return nil }
    let busiest = known.enumerated().sorted {
      let (left, right) = (peak($0.element.shares), peak($1.element.shares))
      return left == right ? $0.offset < $1.offset : left > right
    }.map(\.element)
    let shown = Array(busiest.prefix(Self.mostRows))
    let all = scenario.operations.map(\.arrivalSeries.count).max() ?? 0
    return (draw(shown, max(steps, all)), known.count - shown.count)
  }

  /// The part of the slots in use in each step; nil where slots are unlimited or unknown.
  ///
  /// Where copies come and go, the slots of a step are those of the copies that ran in it.
  static func shares(
    _ component: ComponentMeasurements, step: Double, lasts: Double
  ) -> [Double]? {
    guard let slots = component.slotsOfCopy, slots > 0, !component.busySeries.isEmpty else {
      return nil
    }
    return component.busySeries.enumerated().map { index, busy in
      let series = component.scaling?.series ?? []
      let copies = series.indices.contains(index) ? series[index] : Double(component.copies)
      let share = busy / (copies * Double(slots))
      return share.isFinite ? min(1, max(0, share)) : 0
    }
  }

  private func peak(_ shares: [Double]) -> Double { shares.max() ?? 0 }

  private func draw(
    _ rows: [(component: ComponentMeasurements, shares: [Double])], _ steps: Int
  ) -> Markup {
    let time = Scale(
      .linear, from: 0, to: scenario.step * Double(steps), at: (Self.left, Self.right))
    let bottom = Self.top + Self.row * Double(rows.count)
    var parts: [Markup] = [ChartFrame.text("at most", 310, 12, "tick")]
    for (index, row) in rows.enumerated() {
      let y = Self.top + Self.row * Double(index)
      let name = row.component.component
      parts.append(
        ChartFrame.text(
          SafeText.clipped(SafeText.line(name), to: 17), Self.left - 5, y + 12, "end"))
      parts += runs(row.shares).flatMap { run in
        cell(run, time, y, name)
      }
      parts.append(
        ChartFrame.text(Figures.brief(peak(row.shares), .share), 310, y + 12, "start"))
    }
    parts += faults(time, bottom)
    parts.append(ChartFrame.line("axis", Self.left, bottom, Self.right, bottom))
    parts.append(ChartFrame.line("axis", Self.left, Self.top, Self.left, bottom))
    for tick in time.ticks {
      let at = time.at(tick)
      parts += [
        ChartFrame.line("axis", at, bottom, at, bottom + 4),
        ChartFrame.text(Figures.brief(tick, .duration), at, bottom + 16, "tick mid"),
      ]
    }
    let words = rows.map {
      "\($0.component.component) at most \(Figures.brief(peak($0.shares), .share))"
    }
    return ChartFrame.figure(
      "Part of the slots in use, and the most of it",
      words: "Part of the slots in use over time: "
        + words.joined(separator: "; ") + ".", height: bottom + 24, parts)
  }

  private func cell(_ run: Run, _ time: Scale, _ y: Double, _ name: String) -> [Markup] {
    let (from, to) = (scenario.step * Double(run.from), scenario.step * Double(run.to))
    let (low, high) = (Figures.brief(run.least, .share), Figures.brief(run.most, .share))
    let words =
      "\(name), \(Figures.brief(from, .duration)) to \(Figures.brief(to, .duration)): busy "
      + (low == high ? low : "\(low) to \(high)")
    let (left, right) = (time.at(from), time.at(to))
    var parts = [
      ChartFrame.rect(run.shade.cell, left, y + 1, right, y + Self.row - 1, words)
    ]
    // Full is told by more than its colour.
    if run.shade == .full {
      parts.append(ChartFrame.hatch(left, y + 1, right, y + Self.row - 1))
    }
    return parts
  }

  private func faults(_ time: Scale, _ bottom: Double) -> [Markup] {
    scenario.faults.prefix(20).enumerated().compactMap { index, fault in
      guard fault.at.isFinite, fault.at >= 0, fault.at <= time.range.high else { return nil }
      let at = time.at(fault.at)
      let label = scenario.faults.count > 1 ? "fault \(index + 1)" : "fault"
      return .tag(
        "g", [], .tag("title", [], .text(fault.text)),
        ChartFrame.line("fault-line", at, Self.top - 4, at, bottom),
        ChartFrame.text(
          label, min(at, 262), Self.top - 6, "bound-text"))
    }
  }

  /// The steps, first made few enough, then joined where their shade is the same.
  private func runs(_ shares: [Double]) -> [Run] {
    var runs: [Run] = []
    let columns = min(shares.count, Self.mostColumns)
    for column in 0..<columns {
      let range = (column * shares.count / columns)..<((column + 1) * shares.count / columns)
      let mean = shares[range].reduce(0, +) / Double(max(1, range.count))
      let shade = DiagramPicture.Shade.of(mean)
      if let last = runs.last, last.shade == shade {
        runs[runs.count - 1].to = range.upperBound
        runs[runs.count - 1].least = min(last.least, mean)
        runs[runs.count - 1].most = max(last.most, mean)
      } else {
        runs.append(
          Run(from: range.lowerBound, to: range.upperBound, shade: shade, least: mean, most: mean))
      }
    }
    return runs
  }
}

extension DiagramPicture.Shade {
  /// The class of a cell of a heat map.
  var cell: StaticString {
    switch self {
    case .idle: "cell s0"
    case .light: "cell s1"
    case .busy: "cell s2"
    case .high: "cell s3"
    case .full: "cell s4"
    }
  }
}
