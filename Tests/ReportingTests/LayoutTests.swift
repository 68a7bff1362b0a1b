import ArchitectureModel
import PluginAPI
import Testing

@testable import Reporting

/// Where boxes and arrows stand.
@Suite struct LayoutTests {
  /// A design of `count` components, drawn by a small generator of numbers from the seed.
  static func random(_ count: Int, seed: UInt64) throws -> Diagram {
    var state = seed &* 2_862_933_555_777_941_757 &+ 3_037_000_493
    func next(_ below: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % max(1, below)
    }
    var lines = [
      "format: arch/1", "entry: c0", "boundaries: { b0: {}, b1: {}, b2: {} }", "components:",
    ]
    for index in 0..<count {
      let frame = next(4) < 3 ? ", in: b\(next(3))" : ""
      let targets = Set((0..<next(4)).map { _ in index + 1 + next(count - index - 1) })
        .filter { $0 < count }.sorted()
      let calls = targets.map { "c\($0)" }.joined(separator: ", ")
      lines.append("  c\(index): { kind: service\(frame), calls: [\(calls)] }")
    }
    lines.append(
      "workload: { lasts: 1s, operations: { a: { arrivals: { process: regular, rate: 1/s } } } }")
    return Diagram(try SampleDesign.read(lines.joined(separator: "\n")))
  }

  private func overlap(_ one: DiagramLayout.Box, _ two: DiagramLayout.Box) -> Bool {
    one.left < two.right && two.left < one.right && one.top < two.bottom && two.top < one.bottom
  }

  /// Points along a curve.
  private func points(_ curve: DiagramLayout.Curve) -> [DiagramLayout.Point] {
    stride(from: 0, to: curve.count - 3, by: 3).flatMap { start in
      (0...12).map { step in
        let t = Double(step) / 12
        let u = 1 - t
        func mix(_ part: (DiagramLayout.Point) -> Double) -> Double {
          let (a, b, c, d) = (
            part(curve[start]), part(curve[start + 1]), part(curve[start + 2]),
            part(curve[start + 3])
          )
          return u * u * u * a + 3 * u * u * t * b + 3 * u * t * t * c + t * t * t * d
        }
        return DiagramLayout.Point(x: mix(\.x), y: mix(\.y))
      }
    }
  }

  @Test(arguments: [1, 2, 5, 14, 40, 100], [1, 2, 3] as [UInt64])
  func boxesAndFramesNeverOverlapAndArrowsPassNoBox(_ count: Int, _ seed: UInt64) throws {
    let diagram = try Self.random(count, seed: seed)
    let layout = LayeredLayout(diagram).layout()
    #expect(layout.nodes.count == count + 1)
    #expect(layout.edges.count == diagram.edges.count)
    for (index, box) in layout.nodes.enumerated() {
      #expect(box.left >= 0 && box.top >= 0)
      #expect(box.right <= layout.width && box.bottom <= layout.height)
      for other in layout.nodes.dropFirst(index + 1) { #expect(!overlap(box, other)) }
    }
    let frames = layout.groups.compactMap { $0 }
    for (index, frame) in frames.enumerated() {
      for other in frames.dropFirst(index + 1) { #expect(!overlap(frame, other)) }
    }
    for (node, box) in zip(diagram.nodes, layout.nodes) {
      for (index, frame) in layout.groups.enumerated() {
        guard let frame else { continue }
        if node.group == index {
          #expect(frame.left <= box.left && frame.right >= box.right)
          #expect(frame.top <= box.top && frame.bottom >= box.bottom)
        } else {
          #expect(!overlap(frame, box))
        }
      }
    }
    for (edge, curve) in zip(diagram.edges, layout.edges) {
      #expect(curve.count >= 4 && (curve.count - 1) % 3 == 0)
      for point in points(curve) {
        for (index, box) in layout.nodes.enumerated() where index != edge.from && index != edge.to {
          let isInside =
            point.x > box.left + 1 && point.x < box.right - 1 && point.y > box.top + 1
            && point.y < box.bottom - 1
          #expect(!isInside, "\(edge) passes \(diagram.nodes[index].component)")
        }
      }
    }
    #expect(LayeredLayout(diagram).layout() == layout)
  }

  @Test func aCircleOfCallsStillHasRows() throws {
    // Circles are refused by the reader, but messages may go round.
    let diagram = Diagram(
      try SampleDesign.read(
        """
        format: arch/1
        entry: web
        components:
          web: { kind: service, calls: [{ send: jobs }] }
          jobs: { kind: queue }
          worker: { kind: worker, consumes: [{ from: jobs }], calls: [{ send: jobs, chance: 10% }] }
        workload: { lasts: 1s, operations: { a: { arrivals: { process: regular, rate: 1/s } } } }
        """))
    let layout = LayeredLayout(diagram).layout()
    #expect(Set(layout.nodes.map(\.top)).count == 4)
  }

  /// What Graphviz 2.43.0 printed for `digraph { n0 [...] n1 [...] n0 -> n1 }`, shortened.
  static let answer = """
    {"name": "%3", "directed": true, "bb": "0,0,184,136", "_subgraph_cnt": 0,
     "objects": [
      {"_gvid": 0, "name": "n0", "height": "0.94444", "pos": "92,34", "width": "2.5556"},
      {"_gvid": 1, "name": "n1", "height": "0.44444", "pos": "92,120", "width": "1.1667"}],
     "edges": [
      {"_gvid": 0, "tail": 1, "head": 0,
       "pos": "e,92,68.2 92,103.8 92,97.3 92,87.9 92,78.4"}]}
    """

  static func pair() throws -> Diagram {
    Diagram(
      try SampleDesign.read(
        "format: arch/1\nentry: web\ncomponents: { web: { kind: service } }\n"
          + "workload: { lasts: 1s, operations: { a: { arrivals: { process: regular, rate: 1/s } } } }"
      ))
  }

  @Test func theAnswerOfGraphvizIsTurnedOver() throws {
    let placed = try Self.pair().placed(by: Self.answer)
    #expect(placed.isByGraphviz)
    let layout = placed.layout
    #expect(layout.width == 184)
    #expect(layout.height == 136)
    // The origin of Graphviz is below: the users stand on top.
    #expect(layout.nodes[1] == .init(left: 50, top: 0, right: 134, bottom: 32))
    #expect(layout.nodes[0] == .init(left: 0, top: 68, right: 184, bottom: 136))
    let curve = try #require(layout.edges.first)
    #expect(curve.count == 7)
    #expect(curve.last == .init(x: 92, y: 136 - 68.2))
  }

  @Test(arguments: [
    "", "{}", "[]", "null", "not json", "{\"bb\": \"0,0,1\"}", "{\"bb\": \"0,0,nan,inf\"}",
    LayoutTests.answer.replacing("\"n1\"", with: "\"n2\""),
    LayoutTests.answer.replacing("\"tail\": 1", with: "\"tail\": 7"),
    LayoutTests.answer.replacing("\"tail\": 1", with: "\"tail\": 0"),
    LayoutTests.answer.replacing("\"pos\": \"92,34\"", with: "\"pos\": \"1e99,34\""),
    LayoutTests.answer.replacing("92,97.3 ", with: ""),
    LayoutTests.answer.replacing("0,0,184,136", with: "0,0,1e30,136"),
  ])
  func anyOtherAnswerIsNotTaken(_ answer: String) throws {
    let placed = try Self.pair().placed(by: answer)
    #expect(!placed.isByGraphviz)
    #expect(placed.layout.nodes.count == 2)
  }
}
