import PluginAPI

/// A chart's two axes and the marks on them.
///
/// All charts are drawn 360 units wide, so that their text can be read on a telephone; wider
/// screens show several side by side.
struct ChartFrame {
  static let width = 360.0

  let x: Scale
  let y: Scale
  let height: Double
  /// What the axes say, with the unit.
  var xTitle = ""
  var yTitle = ""
  /// The dimensions in which the marks are written; the axis of a tail writes shares.
  var xDimension = Dimension.duration
  var yDimension = Dimension.count

  /// Room for the marks of the vertical axis, for titles and for those of the horizontal one.
  static let left = 54.0
  static let right = 350.0
  static let top = 24.0
  static let below = 38.0

  /// The coordinates of the plot's lower and upper edge for a chart of this height.
  static func edges(_ height: Double) -> (low: Double, high: Double) { (height - below, top) }

  var bottom: Double { height - Self.below }

  /// Lines and marks behind the data.
  var grid: [Markup] {
    var parts: [Markup] = []
    for tick in y.ticks {
      let at = y.at(tick)
      parts.append(Self.line("grid", Self.left, at, Self.right, at))
      parts.append(
        Self.text(Self.label(tick, yDimension), Self.left - 5, at + 4, "tick end"))
    }
    var last = -100.0
    for tick in x.ticks {
      let at = x.at(tick)
      parts.append(Self.line("axis", at, bottom, at, bottom + 4))
      let label = x.shape == .tail ? Self.share(tick) : Figures.brief(tick, xDimension)
      let half = Double(SafeText.width(label)) * 3.2
      // A mark that would touch the one before goes without its number.
      guard at - half > last, at + half < min(Self.width + 2, x.ends.high + 12) else { continue }
      last = at + half + 8
      parts.append(Self.text(label, at, bottom + 16, "tick mid"))
    }
    return parts
  }

  /// The axes and what they say, in front of the data.
  var axes: [Markup] {
    [
      Self.line("axis", Self.left, bottom, Self.right, bottom),
      Self.line("axis", Self.left, Self.top, Self.left, bottom),
      Self.text(yTitle, 4, 12, "tick"),
      Self.text(xTitle, Self.right, height - 6, "tick end"),
    ]
  }

  /// A mark on the vertical axis: the unit of counts and rates stands in the title.
  static func label(_ value: Double, _ dimension: Dimension) -> String {
    switch dimension {
    case .duration, .share, .money: Figures.brief(value, dimension)
    case .rate, .count:
      value >= 10_000 && value < 1e6
        ? Figures.count(value / 1000) + " k" : Figures.count(value)
    }
  }

  /// A share in words on the axis of a tail.
  static func share(_ share: Double) -> String {
    share == 0 ? "0 %" : Figures.brief(share, .share)
  }

  // MARK: Pieces

  /// A line.
  static func line(
    _ kind: StaticString, _ x: Double, _ y: Double, _ toX: Double, _ toY: Double
  ) -> Markup {
    .tag(
      "line",
      [
        .kind(kind), .init("x1", Coordinate.text(x)), .init("y1", Coordinate.text(y)),
        .init("x2", Coordinate.text(toX)), .init("y2", Coordinate.text(toY)),
      ])
  }

  /// A text.
  static func text(_ text: String, _ x: Double, _ y: Double, _ kind: StaticString) -> Markup {
    .tag(
      "text", [.kind(kind), .init("x", Coordinate.text(x)), .init("y", Coordinate.text(y))],
      .text(text))
  }

  /// A rectangle, with a tooltip where there are words.
  static func rect(
    _ kind: StaticString, _ x: Double, _ y: Double, _ toX: Double, _ toY: Double,
    _ words: String = ""
  ) -> Markup {
    let attributes: [Markup.Attribute] = [
      .kind(kind), .init("x", Coordinate.text(min(x, toX))),
      .init("y", Coordinate.text(min(y, toY))),
      .init("width", Coordinate.text((toX - x).magnitude)),
      .init("height", Coordinate.text((toY - y).magnitude)),
    ]
    return words.isEmpty
      ? .tag("rect", attributes) : .tag("rect", attributes, .tag("title", [], .text(words)))
  }

  /// Slanting lines over a rectangle: what is missing is told by more than colour.
  static func hatch(_ x: Double, _ y: Double, _ toX: Double, _ toY: Double) -> Markup {
    let left = min(x, toX)
    let right = max(x, toX)
    let top = min(y, toY)
    let bottom = max(y, toY)
    guard right - left > 0.5, bottom - top > 0.5 else { return .none }
    var path = ""
    var start = left - (bottom - top)
    while start < right, path.utf8.count < 8_000 {
      // From (start, bottom) up to the right, cut at the edges.
      let fromX = max(left, start)
      let toX = min(right, start + bottom - top)
      if toX > fromX {
        path += "M\(Coordinate.text(fromX)) \(Coordinate.text(bottom - (fromX - start)))"
        path += "L\(Coordinate.text(toX)) \(Coordinate.text(bottom - (toX - start)))"
      }
      start += 8
    }
    return .tag("path", [.kind("hatch"), .init("d", path)])
  }

  /// A path.
  static func path(_ kind: StaticString, _ data: String) -> Markup {
    .tag("path", [.kind(kind), .init("d", data)])
  }

  /// A point with the ends of its interval.
  func whisker(x place: Double, _ value: Double, _ low: Double?, _ high: Double?, _ words: String)
    -> Markup
  {
    let middle = y.at(value)
    var parts: [Markup] = [.tag("title", [], .text(words))]
    if let low, let high {
      let from = y.at(low)
      let to = y.at(high)
      let (left, right) = (Coordinate.text(place - 3), Coordinate.text(place + 3))
      let (lower, upper) = (Coordinate.text(from), Coordinate.text(to))
      parts.append(
        Self.path(
          "whisker",
          "M\(left) \(lower)H\(right)M\(Coordinate.text(place)) \(lower)V\(upper)M\(left) \(upper)H\(right)"
        ))
    }
    parts.append(
      .tag(
        "circle",
        [
          .kind("dot"), .init("cx", Coordinate.text(place)), .init("cy", Coordinate.text(middle)),
          .init("r", "3.2"),
        ]))
    return .tag("g", [], all: parts)
  }

  /// A figure around a chart.
  ///
  /// - Parameters:
  ///   - caption: What stands above it.
  ///   - words: The whole of it for those who do not see it.
  ///   - height: Its height, where it is 360 wide.
  ///   - content: The chart's parts.
  /// - Returns: The figure.
  static func figure(
    _ caption: Markup, words: String, height: Double, _ content: [Markup]
  ) -> Markup {
    .tag(
      "figure", [], .tag("figcaption", [], caption),
      .tag(
        "svg",
        [
          .init("viewBox", "0 0 360 \(Coordinate.text(height))"), .init("role", "img"),
          .init("aria-label", words),
        ], all: [.tag("title", [], .text(words))] + content))
  }
}
