/// Where the boxes, arrows and frames of a diagram stand.
///
/// Coordinates are in pixels from the upper left corner; nodes, edges and frames are in the order
/// of the diagram.
struct DiagramLayout: Sendable, Hashable {
  /// A point.
  struct Point: Sendable, Hashable {
    var x: Double
    var y: Double
  }

  /// A box by its corners.
  struct Box: Sendable, Hashable {
    var left: Double
    var top: Double
    var right: Double
    var bottom: Double

    var centre: Point { Point(x: (left + right) / 2, y: (top + bottom) / 2) }
    var width: Double { right - left }
    var height: Double { bottom - top }

    /// The box with a margin around it.
    func grown(_ margin: Double, above: Double) -> Box {
      Box(left: left - margin, top: top - above, right: right + margin, bottom: bottom + margin)
    }

    /// The least box around two.
    func around(_ other: Box) -> Box {
      Box(
        left: min(left, other.left), top: min(top, other.top), right: max(right, other.right),
        bottom: max(bottom, other.bottom))
    }
  }

  /// A curve: a start, then cubic pieces of two control points and an end each.
  typealias Curve = [Point]

  var width: Double
  var height: Double
  var nodes: [Box]
  var edges: [Curve]
  /// Frames; nil where nothing stands in one.
  var groups: [Box?]

  /// The size of the box of a node.
  static func size(_ node: Diagram.Node) -> (width: Double, height: Double) {
    node.isUsers ? (84, 32) : (184, 68)
  }

  /// Room above the boxes of a frame, for its title.
  static let titleHeight = 32.0
  /// Room around the boxes of a frame.
  static let frameMargin = 12.0

  /// A straight curve between two points, drawn with level ends.
  static func bend(_ from: Point, _ to: Point) -> Curve {
    let middle = (from.y + to.y) / 2
    return [from, Point(x: from.x, y: middle), Point(x: to.x, y: middle), to]
  }
}

extension Diagram {
  /// The diagram placed by Graphviz where its answer can be used, otherwise by our own layout.
  ///
  /// - Parameter answer: What `dot -Tjson0` printed for a `layoutRequest`; nil for none.
  /// - Returns: The placed diagram.
  public func placed(by answer: String?) -> PlacedDiagram {
    let layout = answer.flatMap { GraphvizAnswer.layout($0, of: self) }
    return PlacedDiagram(
      diagram: self, layout: layout ?? LayeredLayout(self).layout(),
      isByGraphviz: layout != nil)
  }
}

/// A diagram whose parts have their places.
public struct PlacedDiagram: Sendable {
  let diagram: Diagram
  let layout: DiagramLayout
  /// The width of the picture in pixels.
  public var width: Double { layout.width }
  /// Whether Graphviz placed it; otherwise our own layout did.
  public let isByGraphviz: Bool
}
