import PluginAPI

/// Pictures of one line.
enum SmallCharts {
  /// Points earned as a bar from 0 to all.
  static func score(_ points: Double, of max: Double) -> Markup {
    let share = max > 0 && points.isFinite ? Swift.min(1, Swift.max(0, points / max)) : 0
    let words = "\(Figures.points(points)) of \(Figures.counted(max, "point"))"
    return .tag(
      "svg",
      [
        .init("viewBox", "0 0 200 12"), .init("role", "img"), .init("aria-label", words),
        .init("preserveAspectRatio", "none"),
      ], .tag("title", [], .text(words)), ChartFrame.rect("track-line", 0.5, 0.5, 199.5, 11.5),
      ChartFrame.rect("bar", 0.5, 0.5, 0.5 + 199 * share, 11.5).when(share > 0))
  }

  /// A share as a bar from 0 to 1 with its interval; nothing where it is no share.
  static func share(_ estimate: Estimate) -> Markup {
    guard let value = estimate.value, value.isFinite, value >= 0, value <= 1.0001 else {
      return .none
    }
    func at(_ share: Double) -> Double { 1 + 118 * min(1, max(0, share)) }
    let words = Figures.full(estimate, .share)
    var parts: [Markup] = [
      .tag("title", [], .text(words)), ChartFrame.rect("track-line", 1, 2, 119, 12),
      ChartFrame.rect("bar", 1, 2, at(value), 12),
    ]
    if let low = estimate.low, let high = estimate.high, at(high) - at(low) > 1 {
      parts.append(
        ChartFrame.path(
          "whisker",
          "M\(Coordinate.text(at(low))) 4V10M\(Coordinate.text(at(low))) 7H\(Coordinate.text(at(high)))M\(Coordinate.text(at(high))) 4V10"
        ))
    }
    return .tag(
      "svg",
      [
        .init("viewBox", "0 0 120 14"), .init("width", "120"), .init("height", "14"),
        .init("role", "img"), .init("aria-label", words),
      ], all: parts)
  }

  /// A known part of a whole as a bar from 0 to 1, without an interval.
  static func part(_ share: Double, words: String) -> Markup {
    let full = share.isFinite ? min(1, max(0, share)) : 0
    return .tag(
      "svg",
      [
        .init("viewBox", "0 0 120 14"), .init("width", "120"), .init("height", "14"),
        .init("role", "img"), .init("aria-label", words),
      ], .tag("title", [], .text(words)), ChartFrame.rect("track-line", 1, 2, 119, 12),
      ChartFrame.rect("bar", 1, 2, 1 + 118 * full, 12).when(full > 0))
  }

  /// Where the time of an operation's answered requests went: a bar from 0 for each component.
  static func timeIn(_ operation: OperationMeasurements) -> Markup? {
    let all = operation.timeIn.filter { $0.waiting.isFinite && $0.working.isFinite }
      .sorted { $0.waiting + $0.working > $1.waiting + $1.working }
    let shown = all.prefix(6)
    guard !shown.isEmpty else { return nil }
    let rest = all.dropFirst(6).reduce(0) { $0 + $1.waiting + $1.working }
    let (left, right) = (118.0, 296.0)
    func width(_ share: Double) -> Double { (right - left) * min(1, max(0, share)) }
    var parts: [Markup] = []
    var words: [String] = []
    for (index, part) in shown.enumerated() {
      let y = 6 + 24 * Double(index)
      let middle = left + width(part.working)
      let end = min(right, middle + width(part.waiting))
      let total = part.working + part.waiting
      let text =
        "\(part.component): \(Figures.brief(total, .share)), of which waiting "
        + Figures.brief(part.waiting, .share)
      words.append(text)
      parts += [
        ChartFrame.text(
          SafeText.clipped(SafeText.line(part.component), to: 17), left - 6, y + 12, "end"),
        ChartFrame.rect("bar", left, y, middle, y + 16, text),
        ChartFrame.rect("missing", middle, y, end, y + 16, text),
        ChartFrame.hatch(middle, y, end, y + 16),
        ChartFrame.text(Figures.brief(total, .share), end + 5, y + 12, "start"),
      ]
    }
    let height = 12 + 24 * Double(shown.count)
    parts.append(ChartFrame.line("axis", left, 2, left, height - 6))
    if rest > 0 { words.append("others: \(Figures.brief(rest, .share))") }
    return ChartFrame.figure(
      .several([.name(operation.operation), ": where the time went"]),
      words: "Parts of the time of answered requests of '\(operation.operation)'. "
        + words.joined(separator: "; "), height: height, parts)
  }

  /// A measured value beside the values that earn all points and none.
  static func bullet(_ result: RequirementResult) -> Markup? {
    let value = result.value.value
    let known = [value, result.value.low, result.value.high, result.asClaimed]
      .compactMap { $0 }.filter(\.isFinite)
    guard result.fullAt.isFinite, result.zeroAt.isFinite else { return nil }
    guard !known.isEmpty || result.value.isInfinite else { return nil }
    let (low, high) = range(known + [result.fullAt, result.zeroAt], result.dimension)
    let end = result.value.isInfinite ? 306.0 : 340.0
    let x = Scale(.linear, from: low, to: high, at: (20, end))
    var parts = zones(result, x)
    for tick in x.ticks {
      parts.append(ChartFrame.line("axis", x.at(tick), 36, x.at(tick), 40))
      parts.append(
        ChartFrame.text(Figures.brief(tick, of: result), x.at(tick), 52, "tick mid"))
    }
    parts.append(ChartFrame.line("axis", 20, 36, end, 36))
    parts += measured(result, x)
    let words =
      "Measured \(RequirementWords.measured(result)); required "
      + TextReport.bound(result)
    return .tag(
      "svg",
      [
        .kind("bullet"), .init("viewBox", "0 0 360 56"), .init("role", "img"),
        .init("aria-label", words),
      ], all: [.tag("title", [], .text(words))] + parts)
  }

  /// The values at the ends of the axis: from 0 where the values are not far from it.
  private static func range(_ values: [Double], _ dimension: Dimension) -> (Double, Double) {
    let low = values.min() ?? 0
    let high = values.max() ?? 1
    let width = max(high - low, high.magnitude * 0.02, 1e-9)
    let fromZero = low >= 0 && low < 2 * width
    let most = dimension == .share && high <= 1 ? min(1, high + width * 0.12) : high + width * 0.12
    return (fromZero ? 0 : low - width * 0.12, most)
  }

  private static func zones(_ result: RequirementResult, _ x: Scale) -> [Markup] {
    let lower = result.fullAt <= result.zeroAt
    let full = x.at(result.fullAt)
    let none = x.at(result.zeroAt)
    let (start, end) = (x.ends.low, result.value.isInfinite ? 340 : x.ends.high)
    let (inner, outer) = (min(full, none), max(full, none))
    return [
      ChartFrame.rect(lower ? "zone-full" : "zone-none", start, 18, inner, 36),
      ChartFrame.rect("zone-part", inner, 18, outer, 36),
      ChartFrame.rect(lower ? "zone-none" : "zone-full", outer, 18, end, 36),
      ChartFrame.line("bound", full, 14, full, 36),
      ChartFrame.text(
        "all points", lower ? full - 3 : full + 3, 12,
        lower ? (full > 80 ? "end" : "start") : (full > 290 ? "end" : "start")),
    ]
  }

  private static func measured(_ result: RequirementResult, _ x: Scale) -> [Markup] {
    let words = "measured \(Figures.full(result))"
    guard let value = result.value.value, value.isFinite, !result.value.isInfinite else {
      let low = result.value.low.flatMap { $0.isFinite ? x.at($0) : nil } ?? 306
      return [
        .tag(
          "g", [], .tag("title", [], .text(words)),
          ChartFrame.path("whisker", "M\(Coordinate.text(low)) 27H344M338 22L345 27L338 32")),
        ChartFrame.text("never", 350, 12, "end bound-text"),
      ]
    }
    var parts: [Markup] = [.tag("title", [], .text(words))]
    if let low = result.value.low, let high = result.value.high {
      let (from, to) = (Coordinate.text(x.at(low)), Coordinate.text(x.at(high)))
      parts.append(
        ChartFrame.path("whisker", "M\(from) 22V32M\(from) 27H\(to)M\(to) 22V32"))
    }
    parts.append(
      .tag(
        "circle",
        [
          .kind("dot"), .init("cx", Coordinate.text(x.at(value))), .init("cy", "27"),
          .init("r", "4.5"),
        ]))
    return [.tag("g", [], all: parts)]
  }
}
