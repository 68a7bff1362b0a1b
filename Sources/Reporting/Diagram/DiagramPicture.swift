/// A placed diagram as SVG.
struct DiagramPicture {
  /// How busy a component was in one scenario.
  struct Load: Sendable {
    /// Part of its slots in use; nil where it has no number of slots.
    var share: Double?
    /// What is written in the box.
    var text: String
    /// The whole of it, for a tooltip.
    var words: String
  }

  let placed: PlacedDiagram
  /// By scenario, then by component; empty where nothing was measured.
  var loads: [[String: Load]] = []
  /// How many violated findings name a component.
  var findings: [String: Int] = [:]
  /// Whether rules of style and the name space are in the picture, so that it stands alone.
  var standsAlone = false

  private static let mostColumns = 23

  /// The picture.
  var markup: Markup {
    let layout = placed.layout
    let width = Coordinate.text(layout.width + 2)
    let height = Coordinate.text(layout.height + 2)
    var attributes: [Markup.Attribute] = [
      .init("viewBox", "-1 -1 \(width) \(height)"), .init("width", width),
      .init("height", height), .init("role", "img"), .init("aria-label", summary),
      .kind("diagram"),
    ]
    if standsAlone { attributes.append(.init("xmlns", "http://www.w3.org/2000/svg")) }
    return .tag(
      "svg", attributes,
      all: [
        .tag("title", [], .text(title)), .tag("desc", [], .text(summary)),
        standsAlone
          ? .tag("style", [], .style(StyleSheet.palette + StyleSheet.diagram)) : .none,
        standsAlone
          ? .tag(
            "rect",
            [
              .kind("ground"), .init("x", "-1"), .init("y", "-1"), .init("width", width),
              .init("height", height),
            ]) : .none,
      ] + frames + nodes + edges + titles)
  }

  private var title: String { "Architecture of \(placed.diagram.caption)" }

  private var summary: String {
    let diagram = placed.diagram
    let names = diagram.nodes.filter { !$0.isUsers }.prefix(30).map(\.component)
    let count = diagram.nodes.count - 1
    return "\(Figures.counted(count, "component")): \(names.joined(separator: ", "))"
      + (count > 30 ? " and \(count - 30) more" : "")
  }

  // MARK: Frames and arrows

  private var frames: [Markup] {
    zip(placed.diagram.groups, placed.layout.groups).map { group, box in
      guard let box else { return .none }
      return .tag(
        "g", [.kind("frame")], .tag("title", [], .text(group.title)), Self.rect(box, radius: 8))
    }
  }

  /// The titles of frames, in front of the arrows that cross them.
  private var titles: [Markup] {
    zip(placed.diagram.groups, placed.layout.groups).map { group, box in
      guard let box else { return .none }
      let columns = max(4, Int((box.width - 16) / 6.8))
      return Self.text(
        SafeText.clipped(SafeText.line(group.title), to: columns), x: box.left + 8,
        y: box.top + 16, "frame-title")
    }
  }

  private var edges: [Markup] {
    zip(placed.diagram.edges, placed.layout.edges).map { edge, curve in
      let from = placed.diagram.nodes[edge.from]
      let to = placed.diagram.nodes[edge.to]
      let words = "\(Self.name(from)) \(edge.way.words) \(Self.name(to))"
      return .tag(
        "g", [.init("class", "arrow on " + edge.way.rawValue + Self.paths(edge.isOnPath))],
        .tag("title", [], .text(words)), .tag("path", [.init("d", Self.path(curve))]),
        Self.head(curve))
    }
  }

  private static func name(_ node: Diagram.Node) -> String {
    node.isUsers ? "users" : "'\(node.component)'"
  }

  /// The classes of the paths that a thing is on.
  private static func paths(_ isOnPath: [Bool]) -> String {
    isOnPath.indices.filter { isOnPath[$0] }.map { " p\($0)" }.joined()
  }

  private static func path(_ curve: DiagramLayout.Curve) -> String {
    guard let first = curve.first else { return "" }
    let rest = curve.dropFirst().map(Coordinate.pair).joined(separator: " ")
    return "M\(Coordinate.pair(first)) C\(rest)"
  }

  /// The point of an arrow, along the direction in which the curve ends.
  private static func head(_ curve: DiagramLayout.Curve) -> Markup {
    guard let end = curve.last, let before = curve.last(where: { distance($0, end) > 1 }) else {
      return .none
    }
    let length = distance(before, end)
    let x = (end.x - before.x) / length
    let y = (end.y - before.y) / length
    let corners = [
      end, .init(x: end.x - 8 * x + 4 * y, y: end.y - 8 * y - 4 * x),
      .init(x: end.x - 8 * x - 4 * y, y: end.y - 8 * y + 4 * x),
    ]
    return .tag(
      "polygon", [.init("points", corners.map(Coordinate.pair).joined(separator: " "))])
  }

  private static func distance(_ one: DiagramLayout.Point, _ two: DiagramLayout.Point) -> Double {
    let x = two.x - one.x
    let y = two.y - one.y
    return (x * x + y * y).squareRoot()
  }

  // MARK: Boxes

  private var nodes: [Markup] {
    zip(placed.diagram.nodes, placed.layout.nodes).map { node, box in
      node.isUsers ? users(node, box) : component(node, box)
    }
  }

  private func users(_ node: Diagram.Node, _ box: DiagramLayout.Box) -> Markup {
    .tag(
      "g", [.init("class", "users on" + Self.paths(node.isOnPath))],
      .tag("title", [], "users"), Self.rect(box, radius: 16),
      Self.text("users", x: box.centre.x, y: box.centre.y + 4, "middle"))
  }

  private func component(_ node: Diagram.Node, _ box: DiagramLayout.Box) -> Markup {
    let name = SafeText.clipped(
      SafeText.line(node.title), to: Self.mostColumns - (count(node) > 0 ? 4 : 0))
    return .tag(
      "g", [.init("class", "node on" + Self.paths(node.isOnPath))],
      all: [
        .tag("title", [], .text(tooltip(node))), Self.rect(box, radius: 5),
        .several(shades(node, box)),
        Self.text(name, x: box.left + 9, y: box.top + 20, "node-title"),
        Self.text(
          SafeText.clipped(SafeText.line(node.detail), to: Self.mostColumns + 5),
          x: box.left + 9, y: box.top + 37, "node-detail"),
        flag(node, box),
      ])
  }

  private func count(_ node: Diagram.Node) -> Int { findings[node.component] ?? 0 }

  private func tooltip(_ node: Diagram.Node) -> String {
    let title = SafeText.clipped(SafeText.line(node.title), to: 200)
    let name = node.title == node.component ? node.component : "\(node.component): \(title)"
    let found = count(node)
    return "\(name), \(node.kind), \(node.detail)"
      + (found > 0 ? ", named by \(Figures.counted(found, "finding"))" : "")
  }

  /// How many findings name the component, in the upper right corner.
  private func flag(_ node: Diagram.Node, _ box: DiagramLayout.Box) -> Markup {
    guard count(node) > 0 else { return .none }
    let text = count(node) > 9 ? "9+" : String(count(node))
    return .tag(
      "g", [.kind("flag")],
      .tag("title", [], .text("named by \(Figures.counted(count(node), "finding"))")),
      .tag(
        "path",
        [
          .init(
            "d",
            "M\(Coordinate.text(box.right - 30)) \(Coordinate.text(box.top + 25)) l11 -19 l11 19 z")
        ]),
      Self.text(text, x: box.right - 19, y: box.top + 22.5, "flag-text"))
  }

  /// One piece a scenario, of which the page shows the chosen one.
  private func shades(_ node: Diagram.Node, _ box: DiagramLayout.Box) -> [Markup] {
    loads.enumerated().map { index, loads in
      guard let load = loads[node.component] else { return .none }
      let room = box.width - 84
      let full = min(1, max(0, load.share ?? 0))
      let bar = DiagramLayout.Box(
        left: box.left + 9, top: box.bottom - 20, right: box.left + 9 + room,
        bottom: box.bottom - 11)
      var filled = bar
      filled.right = bar.left + room * full
      let hasShare = load.share != nil
      return .tag(
        "g", [.init("class", "load u\(index)")],
        .tag("title", [], .text("\(node.component): \(load.words)")),
        hasShare
          ? .tag("g", [.init("class", Shade.of(full).rawValue)], Self.rect(box, radius: 5)) : .none,
        hasShare ? .tag("g", [.kind("track")], Self.rect(bar, radius: 0)) : .none,
        full > 0 ? .tag("g", [.kind("fill")], Self.rect(filled, radius: 0)) : .none,
        Self.text(
          SafeText.clipped(load.text, to: 9), x: box.right - 8, y: box.bottom - 11, "load-text"))
    }
  }

  /// The steps of shading by utilisation.
  enum Shade: String, CaseIterable {
    case idle = "s0"
    case light = "s1"
    case busy = "s2"
    case high = "s3"
    case full = "s4"

    /// The shade of a share: steps at 30, 60, 80 and 95 %.
    static func of(_ share: Double) -> Shade {
      switch share {
      case ..<0.3: .idle
      case ..<0.6: .light
      case ..<0.8: .busy
      case ..<0.95: .high
      default: .full
      }
    }

    /// The range in words.
    var words: String {
      switch self {
      case .idle: "below 30 %"
      case .light: "30 to 60 %"
      case .busy: "60 to 80 %"
      case .high: "80 to 95 %"
      case .full: "95 % and more"
      }
    }
  }

  // MARK: Parts

  private static func rect(_ box: DiagramLayout.Box, radius: Double) -> Markup {
    var attributes: [Markup.Attribute] = [
      .init("x", Coordinate.text(box.left)), .init("y", Coordinate.text(box.top)),
      .init("width", Coordinate.text(max(0, box.width))),
      .init("height", Coordinate.text(max(0, box.height))),
    ]
    if radius > 0 { attributes.append(.init("rx", Coordinate.text(radius))) }
    return .tag("rect", attributes)
  }

  private static func text(_ text: String, x: Double, y: Double, _ kind: StaticString) -> Markup {
    .tag(
      "text",
      [.kind(kind), .init("x", Coordinate.text(x)), .init("y", Coordinate.text(y))], .text(text))
  }
}

extension PlacedDiagram {
  /// The diagram as a picture of its own.
  ///
  /// It follows the light or dark theme of the reader and refers to nothing outside.
  public var svg: String {
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      + DiagramPicture(placed: self, standsAlone: true).markup.source
  }
}

/// Numbers of a picture.
enum Coordinate {
  /// A coordinate with one decimal; what is no number is 0, what is huge is cut.
  static func text(_ value: Double) -> String {
    guard value.isFinite else { return "0" }
    let tenths = Int((min(1e6, max(-1e6, value)) * 10).rounded())
    let sign = tenths < 0 ? "-" : ""
    let whole = "\(sign)\(tenths.magnitude / 10)"
    return tenths % 10 == 0 ? whole : "\(whole).\(tenths.magnitude % 10)"
  }

  /// The coordinates of a point.
  static func pair(_ point: DiagramLayout.Point) -> String { "\(text(point.x)) \(text(point.y))" }
}
