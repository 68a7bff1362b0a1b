import ArchitectureModel
public import PluginAPI
import Quantities

/// A load profile as a drawing: the mean rate of each operation over time, one on the other.
public enum LoadChart {
  private static let width = 960.0
  private static let height = 420.0
  private static let left = 80.0
  private static let right = 20.0
  private static let top = 50.0
  private static let bottom = 70.0
  /// Points of a curve.
  private static let columns = 400

  /// Colours that readers with any colour vision tell apart.
  ///
  /// Source: M. Okabe and K. Ito, "Color Universal Design", 2008.
  private static let colours = [
    "#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#999999",
  ]

  /// The drawing.
  ///
  /// Each column shows the mean over its stretch of time, so that the area under a curve is the
  /// expected number of requests.
  ///
  /// - Parameters:
  ///   - profile: The load.
  ///   - title: What it is the load of.
  /// - Returns: SVG 1.1, without scripts and without anything from elsewhere.
  public static func svg(profile: LoadProfile, title: String) -> String {
    let rates = profile.operations.map { operation in
      ExpectedRate.columns(
        LoadProfile(lasts: profile.lasts, operations: [operation], moments: []), count: columns
      ).map { $0.isFinite ? $0 : 0 }
    }
    let totals = (0..<columns).map { column in
      rates.reduce(0) { $0 + (column < $1.count ? $1[column] : 0) }
    }
    // Stretches are cut at whole nanoseconds, so that a rate of 200 may come out a hair above it.
    let most = niceAbove((totals.max() ?? 0) * (1 - 1e-6))
    var children = [
      MarkupElement("title", text: SafeText.line(title)),
      MarkupElement(
        "desc", text: "Expected requests per second over \(profile.lasts.text), stacked."),
      MarkupElement(
        "rect", [("width", "100%"), ("height", "100%"), ("fill", "#ffffff")]),
      text(SafeText.line(title), x: left, y: 22, size: 16),
      text("expected requests per second", x: left, y: 40),
    ]
    children += axes(profile, most)
    var floor = [Double](repeating: 0, count: columns)
    for (index, own) in rates.enumerated() where own.count == columns {
      let ceiling = zip(floor, own).map(+)
      children.append(
        area(floor, ceiling, most, colours[index % colours.count], profile.operations[index]))
      floor = ceiling
    }
    children += moments(profile)
    for (index, operation) in profile.operations.prefix(8).enumerated() {
      let x = left + Double(index) * 110
      children.append(
        MarkupElement(
          "rect",
          [
            ("x", coordinate(x)), ("y", coordinate(height - 18)), ("width", "10"),
            ("height", "10"), ("fill", colours[index % colours.count]),
          ]))
      children.append(
        text(
          SafeText.clipped(SafeText.line(operation.operation), to: 14), x: x + 14,
          y: height - 9))
    }
    return MarkupElement(
      "svg",
      [
        ("xmlns", "http://www.w3.org/2000/svg"),
        ("viewBox", "0 0 \(coordinate(width)) \(coordinate(height))"),
        ("width", coordinate(width)), ("height", coordinate(height)), ("role", "img"),
        ("font-family", "sans-serif"), ("font-size", "12"),
      ], children
    ).document
  }

  // MARK: Parts

  private static func area(
    _ floor: [Double], _ ceiling: [Double], _ most: Double, _ colour: String,
    _ operation: OperationLoad
  ) -> MarkupElement {
    let step = (width - left - right) / Double(columns)
    func point(_ x: Double, _ rate: Double) -> String {
      "\(coordinate(x)),\(coordinate(y(rate, most)))"
    }
    var points: [String] = []
    for (index, rate) in ceiling.enumerated() {
      let x = left + Double(index) * step
      points += [point(x, rate), point(x + step, rate)]
    }
    for (index, rate) in floor.enumerated().reversed() {
      let x = left + Double(index) * step
      points += [point(x + step, rate), point(x, rate)]
    }
    return MarkupElement(
      "polygon",
      [("points", points.joined(separator: " ")), ("fill", colour), ("fill-opacity", "0.85")],
      [MarkupElement("title", text: SafeText.line(operation.operation))])
  }

  private static func axes(_ profile: LoadProfile, _ most: Double) -> [MarkupElement] {
    var parts: [MarkupElement] = []
    for step in 0...4 {
      let rate = most * Double(step) / 4
      parts.append(line(left, y(rate, most), width - right, y(rate, most), "#dddddd"))
      parts.append(
        text(Figures.count(rate), x: left - 6, y: y(rate, most) + 4, anchor: "end"))
      let x = left + (width - left - right) * Double(step) / 4
      parts.append(line(x, height - bottom, x, height - bottom + 5, "#333333"))
      parts.append(
        text(
          Figures.brief(profile.lasts.seconds * Double(step) / 4, .duration), x: x,
          y: height - bottom + 18, anchor: step == 4 ? "end" : "middle"))
    }
    parts.append(line(left, height - bottom, width - right, height - bottom, "#333333"))
    return parts
  }

  private static func moments(_ profile: LoadProfile) -> [MarkupElement] {
    let lasts = max(1e-9, profile.lasts.seconds)
    return profile.moments.prefix(40).enumerated().flatMap { index, moment -> [MarkupElement] in
      let share = min(1, max(0, moment.at.seconds / lasts))
      let x = left + share * (width - left - right)
      var mark = line(x, top, x, height - bottom, "#333333")
      mark.attributes.append(("stroke-dasharray", "3 3"))
      return [
        mark,
        text(
          SafeText.clipped(SafeText.line(moment.name), to: 20), x: x,
          y: height - bottom + 32 + Double(index % 2) * 12,
          anchor: share > 0.9 ? "end" : share < 0.1 ? "start" : "middle"),
      ]
    }
  }

  private static func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ colour: String
  ) -> MarkupElement {
    MarkupElement(
      "line",
      [
        ("x1", coordinate(x1)), ("y1", coordinate(y1)), ("x2", coordinate(x2)),
        ("y2", coordinate(y2)), ("stroke", colour),
      ])
  }

  private static func text(
    _ words: String, x: Double, y: Double, size: Int = 12, anchor: String = "start"
  ) -> MarkupElement {
    MarkupElement(
      "text",
      [
        ("x", coordinate(x)), ("y", coordinate(y)), ("font-size", String(size)),
        ("text-anchor", anchor), ("fill", "#222222"),
      ], text: words)
  }

  private static func y(_ rate: Double, _ most: Double) -> Double {
    let room = height - top - bottom
    return height - bottom - (most > 0 ? min(1, rate / most) * room : 0)
  }

  /// Coordinates in hundredths.
  private static func coordinate(_ value: Double) -> String {
    let cut = (value * 100).rounded() / 100
    return cut == cut.rounded() ? String(Int(cut)) : String(cut)
  }

  /// The least of 1, 2, 4, 5 and 8 times a power of ten that is not below a value; 1 for 0.
  static func niceAbove(_ value: Double) -> Double {
    guard value > 0, value < 1e15 else { return 1 }
    var scale = 1e-9
    while true {
      for digit in [1.0, 2, 4, 5, 8] where digit * scale >= value { return digit * scale }
      scale *= 10
    }
  }
}
