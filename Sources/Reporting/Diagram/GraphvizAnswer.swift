import Foundation

/// What `dot -Tjson0` says about the places of things.
///
/// Source: Graphviz documentation, "JSON output": `bb` is left, bottom, right, top in points with
/// the origin at the lower left; `pos` of an edge is a B-spline of cubic pieces with an optional
/// end point `e,x,y` where the arrow's tip stands.
struct GraphvizAnswer: Decodable {
  private struct Object: Decodable {
    var name: String
    var bb: String?
    var pos: String?
  }
  private struct Edge: Decodable {
    var tail: Int
    var head: Int
    var pos: String?
  }
  private var bb: String
  private var objects: [Object]?
  private var edges: [Edge]?

  /// The layout for a diagram; nil where the answer is not one for it.
  static func layout(_ text: String, of diagram: Diagram) -> DiagramLayout? {
    guard let answer = try? JSONDecoder().decode(GraphvizAnswer.self, from: Data(text.utf8)) else {
      return nil
    }
    return answer.layout(of: diagram)
  }

  private func layout(of diagram: Diagram) -> DiagramLayout? {
    guard let page = Self.numbers(bb, count: 4) else { return nil }
    let top = page[3]
    var boxes: [String: DiagramLayout.Box] = [:]
    for object in objects ?? [] {
      if let bb = object.bb, let sides = Self.numbers(bb, count: 4) {
        boxes[object.name] = DiagramLayout.Box(
          left: sides[0], top: top - sides[3], right: sides[2], bottom: top - sides[1])
      } else if let pos = object.pos, let centre = Self.numbers(pos, count: 2),
        let size = Self.size(object.name, diagram)
      {
        boxes[object.name] = DiagramLayout.Box(
          left: centre[0] - size.width / 2, top: top - centre[1] - size.height / 2,
          right: centre[0] + size.width / 2, bottom: top - centre[1] + size.height / 2)
      }
    }
    let nodes = diagram.nodes.indices.compactMap { boxes["n\($0)"] }
    guard nodes.count == diagram.nodes.count, let curves = curves(of: diagram, top: top) else {
      return nil
    }
    return DiagramLayout(
      width: page[2], height: top, nodes: nodes, edges: curves,
      groups: diagram.groups.indices.map { boxes["cluster_\($0)"] })
  }

  /// The curves in the order of the diagram; nil where one is missing.
  private func curves(of diagram: Diagram, top: Double) -> [DiagramLayout.Curve]? {
    struct Ends: Hashable {
      var from: String
      var to: String
    }
    var found: [Ends: [DiagramLayout.Curve]] = [:]
    let names = (objects ?? []).map(\.name)
    for edge in edges ?? [] {
      guard names.indices.contains(edge.tail), names.indices.contains(edge.head),
        let pos = edge.pos, let curve = Self.curve(pos, top: top)
      else { return nil }
      found[Ends(from: names[edge.tail], to: names[edge.head]), default: []].append(curve)
    }
    var result: [DiagramLayout.Curve] = []
    for edge in diagram.edges {
      let ends = Ends(from: "n\(edge.from)", to: "n\(edge.to)")
      guard var curves = found[ends], !curves.isEmpty else { return nil }
      result.append(curves.removeFirst())
      found[ends] = curves
    }
    return result
  }

  private static func size(
    _ name: String, _ diagram: Diagram
  ) -> (width: Double, height: Double)? {
    guard name.hasPrefix("n"), let index = Int(name.dropFirst()),
      diagram.nodes.indices.contains(index)
    else { return nil }
    return DiagramLayout.size(diagram.nodes[index])
  }

  private static func curve(_ pos: String, top: Double) -> DiagramLayout.Curve? {
    var points: [DiagramLayout.Point] = []
    var tip: DiagramLayout.Point?
    for word in pos.split(separator: " ") {
      let isTip = word.hasPrefix("e,")
      guard let pair = numbers(String(isTip ? word.dropFirst(2) : word), count: 2) else {
        return nil
      }
      let point = DiagramLayout.Point(x: pair[0], y: top - pair[1])
      if isTip { tip = point } else { points.append(point) }
    }
    guard points.count >= 4, (points.count - 1) % 3 == 0, let end = points.last else { return nil }
    if let tip { points += [end, tip, tip] }
    return points
  }

  /// The numbers of a text such as `1,2.5`; nil unless there are `count` of them, all of a size
  /// that can be drawn.
  private static func numbers(_ text: String, count: Int) -> [Double]? {
    let numbers = text.split(separator: ",", omittingEmptySubsequences: false).compactMap {
      Double($0)
    }
    let areFit = numbers.allSatisfy { $0.isFinite && $0.magnitude < 1e6 }
    return numbers.count == count && areFit ? numbers : nil
  }
}
