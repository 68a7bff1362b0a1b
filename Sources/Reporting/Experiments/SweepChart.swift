public import PluginAPI

/// A sweep as a drawing: latency and throughput over the value of the first parameter, with their
/// intervals; a line for each value of the second.
public enum SweepChart {
  /// The drawing.
  ///
  /// - Parameter report: The sweep.
  /// - Returns: SVG 1.1 for light and dark grounds, without scripts and without anything from
  ///   elsewhere.
  public static func svg(_ report: SweepReport) -> String {
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + SweepPicture(report).markup.source
  }
}

/// The parts of a drawn sweep.
struct SweepPicture {
  static let width = 760.0
  static let height = 620.0
  static let left = 74.0
  static let right = 640.0
  static let panels = [(top: 84.0, bottom: 300.0), (top: 350.0, bottom: 530.0)]

  let report: SweepReport
  let x: Scale
  /// Where the value of a point stands, by its number in a line.
  let places: [Double]

  init(_ report: SweepReport) {
    self.report = report
    let values = report.parameters.first?.values ?? []
    let numbers = values.map(\.number)
    let known = numbers.compactMap { $0 }
    let isNumeric = known.count == values.count && Set(known).count == known.count
    let shown = isNumeric ? known : values.indices.map { Double($0) }
    let isLogarithmic =
      (report.parameters.first?.isLogarithmic ?? false) && isNumeric
      && shown.allSatisfy { $0 > 0 }
    let low = shown.min() ?? 0
    let high = shown.max() ?? 1
    // Marks stand inside the frame.
    let scale = Scale(
      isLogarithmic ? .logarithmic : .linear, from: low, to: high,
      at: (Self.left + 16, Self.right - 16))
    x = scale
    places = shown.map { scale.at($0) }
  }

  var markup: Markup {
    .tag(
      "svg",
      [
        .init("xmlns", "http://www.w3.org/2000/svg"),
        .init("viewBox", "0 0 \(Coordinate.text(Self.width)) \(Coordinate.text(Self.height))"),
        .init("width", Coordinate.text(Self.width)),
        .init("height", Coordinate.text(Self.height)), .init("role", "img"),
        .init("aria-label", words),
      ],
      all: [
        .tag("title", [], .text(title)), .tag("desc", [], .text(words)),
        .tag("style", [], .style(StyleSheet.palette + StyleSheet.charts + Self.style)),
        .tag(
          "rect", [.kind("ground"), .init("width", "100%"), .init("height", "100%")]),
        ChartFrame.text(SafeText.clipped(title, to: 84), Self.left, 24, "head"),
        ChartFrame.text(SafeText.clipped(subtitle, to: 104), Self.left, 42, "tick"),
      ] + knee + latency + throughput + values + verdicts)
  }

  /// Colours that readers with any colour vision tell apart, and strokes that differ without colour.
  ///
  /// Source: Masataka Okabe and Kei Ito, "Color Universal Design", 2008; the darker and lighter
  /// shades are chosen for contrast on both grounds.
  private static let style: StyleText = """
    .ground{fill:var(--paper)}.head{font-weight:600}svg text.head{font-size:15px}
    :root{--c0:#0a589f;--c1:#a83a00;--c2:#00664b;--c3:#8c3f70;--c4:#525a63}
    @media (prefers-color-scheme:dark){:root{--c0:#7cb9ee;--c1:#ff9d66;--c2:#5fd0ab;
    --c3:#e59ac5;--c4:#c5ccd3}}
    .l0,.l1,.l2,.l3,.l4{fill:none;stroke-width:2}
    .l0{stroke:var(--c0)}.l1{stroke:var(--c1);stroke-dasharray:7 3}
    .l2{stroke:var(--c2);stroke-dasharray:2 3}.l3{stroke:var(--c3);stroke-dasharray:10 3 2 3}
    .l4{stroke:var(--c4);stroke-dasharray:4 4}
    .asked{fill:none;stroke:var(--line);stroke-width:1.4;stroke-dasharray:3 3}
    .knee-line{stroke:var(--ink);stroke-width:1.3;stroke-dasharray:6 3}
    .knee-area{fill:var(--panel)}
    .met{fill:var(--good)}.unmet{fill:none;stroke:var(--bad);stroke-width:1.6}
    .never{fill:var(--bad)}

    """

  private static func kind(_ line: Int) -> StaticString {
    switch line % 5 {
    case 0: "l0"
    case 1: "l1"
    case 2: "l2"
    case 3: "l3"
    default: "l4"
    }
  }

  // MARK: Words

  private var title: String {
    let name = report.points.first.map { ComparisonWords.name($0.report) } ?? ""
    return SafeText.line("\(name): \(report.parameters.map(\.path).joined(separator: " and "))")
  }

  private var subtitle: String {
    guard let first = report.points.first?.report else { return "" }
    let place = first.exercise.map { "\($0.id), \(report.scenario), " } ?? ""
    return SafeText.line(
      "\(place)\(report.operation); \(Figures.counted(first.replications, "replication")), seed "
        + "\(first.seed), intervals at 95 %")
  }

  private var words: String {
    let knees = report.knees.enumerated().map { number, knee in
      let name = SweepWords.line(number, of: report)
      let words = SweepWords.knee(knee, Array(report.lines[number]), report)
      return "\(name.isEmpty ? "knee" : "knee with \(name)"): \(words)"
    }
    return SafeText.line("\(title). " + knees.joined(separator: ". "))
  }

  // MARK: Panels

  private struct Curve {
    var name: String
    var kind: StaticString
    var values: [Estimate]
    var isMarked = true
  }

  private var latency: [Markup] {
    var curves: [Curve] = []
    for (number, line) in report.lines.enumerated() {
      let operations = line.map { report.operation($0) }
      let name = report.lines.count > 1 ? SweepWords.line(number, of: report) : "p99"
      curves.append(
        Curve(
          name: name, kind: Self.kind(number),
          values: operations.map { SweepWords.demanded($0, 0.99) }))
      if report.lines.count == 1 {
        curves.append(
          Curve(
            name: "p50", kind: "l1", values: operations.map { SweepWords.demanded($0, 0.5) }))
      }
    }
    let finite = curves.flatMap(\.values).compactMap(\.value).filter { $0 > 0 }
    let most = curves.flatMap(\.values).compactMap { $0.high ?? $0.value }.max() ?? 1
    // Where most of a linear axis would be empty, equal factors are equally long.
    let isWide = (finite.max() ?? 1) > 30 * (finite.min() ?? 1)
    let edges = (Self.panels[0].bottom, Self.panels[0].top + 12)
    let scale =
      isWide
      ? Scale(.logarithmic, from: (finite.min() ?? 1) * 0.8, to: most * 1.1, at: edges)
      : Scale(.linear, from: 0, to: most * 1.08, at: edges)
    let what = report.lines.count > 1 ? "p99 of latency" : "latency"
    return panel(
      0, scale, .duration, "\(what) over all arrivals\(isWide ? ", logarithmic" : "")", curves)
  }

  private var throughput: [Markup] {
    var curves: [Curve] = []
    for (number, line) in report.lines.enumerated() {
      let name = report.lines.count > 1 ? SweepWords.line(number, of: report) : "answered"
      curves.append(
        Curve(
          name: name, kind: Self.kind(number),
          values: line.map { report.operation($0)?.throughput ?? .none }))
    }
    if report.lines.count == 1 {
      let asked = report.points.map { point -> Estimate in
        guard let measured = report.measured(point), measured.lasts > 0,
          let arrivals = report.operation(point)?.arrivals.value
        else { return .none }
        return Estimate(
          value: arrivals / measured.lasts, low: nil, high: nil, replications: 0)
      }
      curves.insert(Curve(name: "asked for", kind: "asked", values: asked, isMarked: false), at: 0)
    }
    let most = curves.flatMap(\.values).compactMap { $0.high ?? $0.value }.max() ?? 1
    let scale = Scale(
      .linear, from: 0, to: most * 1.08,
      at: (Self.panels[1].bottom, Self.panels[1].top)
    )
    return panel(1, scale, .rate, "requests per second", curves)
  }

  private func panel(
    _ number: Int, _ scale: Scale, _ dimension: Dimension, _ title: String, _ curves: [Curve]
  ) -> [Markup] {
    let (top, bottom) = Self.panels[number]
    var parts: [Markup] = [ChartFrame.text(title, 4, top - 10, "tick")]
    for tick in scale.ticks {
      let at = scale.at(tick)
      parts.append(ChartFrame.line("grid", Self.left, at, Self.right, at))
      parts.append(
        ChartFrame.text(ChartFrame.label(tick, dimension), Self.left - 6, at + 4, "tick end"))
    }
    parts.append(ChartFrame.line("axis", Self.left, bottom, Self.right, bottom))
    parts.append(ChartFrame.line("axis", Self.left, top, Self.left, bottom))
    var labels: [(name: String, at: Double)] = []
    for curve in curves { parts += drawn(curve, scale, dimension, top, &labels) }
    // Names at the ends of the lines, moved apart where they would touch.
    var last = -100.0
    for label in labels.sorted(by: { ($0.at, $0.name) < ($1.at, $1.name) }) {
      let at = max(label.at + 4, last + 13)
      last = at
      parts.append(
        ChartFrame.text(
          SafeText.clipped(SafeText.line(label.name), to: 18), Self.right + 6, at, "name"))
    }
    return parts
  }

  private func drawn(
    _ curve: Curve, _ scale: Scale, _ dimension: Dimension, _ top: Double,
    _ labels: inout [(name: String, at: Double)]
  ) -> [Markup] {
    var parts: [Markup] = []
    var path = ""
    var isOpen = false
    var end: Double?
    for (place, value) in zip(places, curve.values) {
      if let mean = value.value {
        let at = scale.at(mean)
        path += "\(isOpen ? "L" : "M")\(Coordinate.text(place)) \(Coordinate.text(at))"
        end = at
      } else if value.isInfinite {
        parts.append(never(place, top + 2))
        end = end ?? top
      }
      isOpen = value.value != nil
    }
    if !path.isEmpty { parts.insert(ChartFrame.path(curve.kind, path), at: 0) }
    if let end { labels.append((curve.name, end)) }
    guard curve.isMarked else { return parts }
    let frame = ChartFrame(x: x, y: scale, height: Self.height)
    for (index, (place, value)) in zip(places, curve.values).enumerated() {
      guard let mean = value.value else { continue }
      let name = report.parameters[0].values[index].text
      parts.append(
        frame.whisker(
          x: place, mean, value.low, value.high,
          "\(curve.name) at \(name): \(Figures.full(value, dimension))"))
    }
    return parts
  }

  /// What has no end points upwards at the upper edge.
  private func never(_ place: Double, _ top: Double) -> Markup {
    let (left, right) = (Coordinate.text(place - 5), Coordinate.text(place + 5))
    return .tag(
      "g", [], .tag("title", [], .text("never: more than that share was not answered in full")),
      ChartFrame.path(
        "never",
        "M\(left) \(Coordinate.text(top + 9))L\(Coordinate.text(place)) \(Coordinate.text(top))L\(right) \(Coordinate.text(top + 9))Z"
      ))
  }

  // MARK: Values, knee and verdicts

  private var values: [Markup] {
    var parts: [Markup] = []
    var last = -100.0
    for (place, value) in zip(places, report.parameters.first?.values ?? []) {
      for (_, bottom) in Self.panels {
        parts.append(ChartFrame.line("axis", place, bottom, place, bottom + 4))
      }
      let label = SafeText.clipped(SafeText.line(value.text), to: 16)
      let half = Double(SafeText.width(label)) * 3.3
      guard place - half > last else { continue }
      last = place + half + 8
      for (_, bottom) in Self.panels {
        parts.append(ChartFrame.text(label, place, bottom + 17, "tick mid"))
      }
    }
    let path = SafeText.clipped(SafeText.line(report.parameters.first?.path ?? ""), to: 80)
    parts.append(ChartFrame.text(path, Self.right, Self.panels[1].bottom + 34, "tick end"))
    return parts
  }

  private var knee: [Markup] {
    guard report.knees.count == 1, let knee = report.knees.first,
      [.inside, .levelsOff].contains(knee.place), let best = knee.best, let likely = knee.likely,
      places.indices.contains(likely.upperBound)
    else { return [] }
    let at = knee.place == .inside ? best : likely.lowerBound
    return Self.panels.flatMap { top, bottom -> [Markup] in
      [
        ChartFrame.rect(
          "knee-area", places[likely.lowerBound] - 6, top, places[likely.upperBound] + 6, bottom,
          SweepWords.knee(knee, report.points, report)),
        ChartFrame.line("knee-line", places[at], top, places[at], bottom),
        ChartFrame.text("knee", places[at], top - 4, "tick mid"),
      ]
    }
  }

  /// Whether all is met, by value: full squares and empty ones.
  private var verdicts: [Markup] {
    guard report.lines.count == 1, report.points.contains(where: { !$0.report.criteria.isEmpty })
    else { return [] }
    let at = Self.panels[1].bottom + 48
    let what = report.points[0].report.exercise == nil ? "goals" : "requirements"
    var parts: [Markup] = [
      ChartFrame.text(
        "full: all \(what) met; empty: not all", Self.left, at + 26, "tick")
    ]
    for (place, point) in zip(places, report.points) {
      let isMet = point.report.criteria.allSatisfy { $0.verdict == .met }
      let missed = point.report.criteria.filter { $0.verdict != .met }.map(\.id)
      let words =
        "\(point.values[0].text): "
        + (isMet ? "all \(what) met" : "not met: \(missed.joined(separator: ", "))")
      parts.append(
        ChartFrame.rect(isMet ? "met" : "unmet", place - 5, at, place + 5, at + 10, words))
    }
    return parts
  }
}
