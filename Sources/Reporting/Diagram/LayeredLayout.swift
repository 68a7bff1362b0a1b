/// A plain layered layout, for machines without Graphviz.
///
/// Components stand in rows by the longest way from an entry, frame below frame, so that frames
/// never overlap. An arrow that passes rows in between keeps a lane free in each of them, so that
/// it never runs behind a box. Rows are ordered by the mean place of the neighbours.
///
/// Source: Kozo Sugiyama, Shojiro Tagawa and Mitsuhiko Toda, "Methods for visual understanding of
/// hierarchical system structures", IEEE Transactions on Systems, Man, and Cybernetics 11, 1981.
struct LayeredLayout {
  /// What stands in a row: a box, or the lane of an arrow.
  private struct Item {
    var node: Int?
    var width: Double
    var x = 0.0
    /// Items of other rows that it is joined to.
    var neighbours: [Int] = []
  }

  private static let gap = 24.0
  private static let laneGap = 4.0
  private static let laneWidth = 10.0
  private static let rowGap = 54.0
  private static let widestRow = 6
  /// More lanes than this are not kept; arrows are then drawn straight.
  private static let mostLanes = 20_000

  private let diagram: Diagram
  private var items: [Item] = []
  /// Indices of items, row by row from the top.
  private var rows: [[Int]] = []
  private var rowOf: [Int] = []
  /// The frame of each row; nil for those outside.
  private var frames: [Int?] = []
  /// The lanes of each edge, from its start to its end.
  private var lanes: [[Int]] = []

  /// Prepares the layout of a diagram.
  init(_ diagram: Diagram) {
    self.diagram = diagram
    items = diagram.nodes.enumerated().map {
      Item(node: $0.offset, width: DiagramLayout.size($0.element).width)
    }
    makeRows()
    makeLanes()
    order()
    place()
  }

  // MARK: Rows

  private mutating func makeRows() {
    let depth = depths()
    struct Block {
      var frame: Int?
      var members: [Int]
      var least: Int
    }
    var blocks: [Block] = []
    for index in diagram.nodes.indices {
      let node = diagram.nodes[index]
      let same = blocks.firstIndex {
        $0.frame == node.group && (node.group != nil || !node.isUsers)
      }
      if let same, node.group != nil || !node.isUsers {
        blocks[same].members.append(index)
        blocks[same].least = min(blocks[same].least, depth[index])
      } else {
        blocks.append(Block(frame: node.group, members: [index], least: depth[index]))
      }
    }
    let users = diagram.nodes.count - 1
    let sorted = blocks.enumerated().sorted { left, right in
      let first = (left.element.members.contains(users) ? 0 : 1, left.element.least, left.offset)
      let second = (
        right.element.members.contains(users) ? 0 : 1, right.element.least, right.offset
      )
      return first < second
    }
    rowOf = [Int](repeating: 0, count: items.count)
    for block in sorted.map(\.element) {
      let levels = Set(block.members.map { depth[$0] }).sorted()
      for level in levels {
        let members = block.members.filter { depth[$0] == level }
        for start in stride(from: 0, to: members.count, by: Self.widestRow) {
          let row = Array(members[start..<min(members.count, start + Self.widestRow)])
          for member in row { rowOf[member] = rows.count }
          rows.append(row)
          frames.append(block.frame)
        }
      }
    }
  }

  /// The longest way from a start to each node, edges that close a circle left out.
  private func depths() -> [Int] {
    var targets = [[Int]](repeating: [], count: diagram.nodes.count)
    for edge in diagram.edges where edge.from != edge.to { targets[edge.from].append(edge.to) }
    var state = [Int](repeating: 0, count: targets.count)
    var order: [Int] = []
    var kept = [[Int]](repeating: [], count: targets.count)
    for start in [targets.count - 1] + Array(0..<(targets.count - 1)) where state[start] == 0 {
      var stack: [(node: Int, next: Int)] = [(start, 0)]
      state[start] = 1
      while let (node, next) = stack.last {
        guard next < targets[node].count else {
          state[node] = 2
          order.append(node)
          stack.removeLast()
          continue
        }
        stack[stack.count - 1].next += 1
        let target = targets[node][next]
        if state[target] == 1 { continue }
        kept[node].append(target)
        if state[target] == 0 {
          state[target] = 1
          stack.append((target, 0))
        }
      }
    }
    var depth = [Int](repeating: 0, count: targets.count)
    for node in order.reversed() {
      for target in kept[node] { depth[target] = max(depth[target], depth[node] + 1) }
    }
    return depth
  }

  // MARK: Lanes

  private mutating func makeLanes() {
    let spans = diagram.edges.map { (rowOf[$0.from] - rowOf[$0.to]).magnitude }
    let isTooMuch = spans.reduce(0, +) > UInt(Self.mostLanes)
    for edge in diagram.edges {
      var chain = [edge.from]
      let from = rowOf[edge.from]
      let to = rowOf[edge.to]
      if !isTooMuch, from != to {
        let step = from < to ? 1 : -1
        for row in stride(from: from + step, to: to, by: step) {
          chain.append(items.count)
          rows[row].append(items.count)
          items.append(Item(node: nil, width: Self.laneWidth))
          rowOf.append(row)
        }
      }
      chain.append(edge.to)
      for (one, two) in zip(chain, chain.dropFirst()) where rowOf[one] != rowOf[two] {
        items[one].neighbours.append(two)
        items[two].neighbours.append(one)
      }
      lanes.append(Array(chain.dropFirst().dropLast()))
    }
  }

  // MARK: Places in a row

  private mutating func order() {
    for row in rows.indices { pack(row) }
    for _ in 0..<6 {
      for row in rows.indices { sort(row) }
      for row in rows.indices.reversed() { sort(row) }
    }
  }

  private mutating func sort(_ row: Int) {
    let wanted = rows[row].map { item in meanPlace(item) ?? items[item].x }
    let sorted = zip(rows[row], wanted).enumerated().sorted {
      ($0.element.1, $0.offset) < ($1.element.1, $1.offset)
    }
    rows[row] = sorted.map(\.element.0)
    pack(row)
  }

  private func meanPlace(_ item: Int) -> Double? {
    let neighbours = items[item].neighbours
    guard !neighbours.isEmpty else { return nil }
    return neighbours.reduce(0) { $0 + items[$1].x } / Double(neighbours.count)
  }

  /// Puts the items of a row side by side, the row around 0.
  private mutating func pack(_ row: Int) {
    let members = rows[row]
    guard let first = members.first, let last = members.last else { return }
    items[first].x = 0
    for index in members.indices.dropFirst() {
      items[members[index]].x = items[members[index - 1]].x + room(members, index)
    }
    let middle = items[last].x / 2
    for item in members { items[item].x -= middle }
  }

  /// Moves the items towards their neighbours, without changing their order.
  private mutating func place() {
    for round in 0..<8 {
      let order = round % 2 == 0 ? Array(rows.indices) : rows.indices.reversed()
      for row in order { settle(row) }
    }
  }

  private mutating func settle(_ row: Int) {
    let members = rows[row]
    guard !members.isEmpty else { return }
    let wanted = members.map { meanPlace($0) ?? items[$0].x }
    var fromLeft = wanted
    var fromRight = wanted
    for index in members.indices.dropFirst() {
      fromLeft[index] = max(fromLeft[index], fromLeft[index - 1] + room(members, index))
    }
    for index in members.indices.dropLast().reversed() {
      fromRight[index] = min(fromRight[index], fromRight[index + 1] - room(members, index + 1))
    }
    for index in members.indices {
      items[members[index]].x = (fromLeft[index] + fromRight[index]) / 2
    }
  }

  /// The least distance of the middles of an item and the one before it.
  private func room(_ members: [Int], _ index: Int) -> Double {
    let one = items[members[index - 1]]
    let two = items[members[index]]
    // Lanes may run close beside each other.
    let gap = one.node == nil && two.node == nil ? Self.laneGap : Self.gap
    return (one.width + two.width) / 2 + gap
  }

  // MARK: The result

  /// The layout.
  func layout() -> DiagramLayout {
    let margin = DiagramLayout.frameMargin
    let lefts = items.map { $0.x - $0.width / 2 }
    let shift = margin + 8 - (lefts.min() ?? 0)
    var tops: [Double] = []
    var heights: [Double] = []
    var y = 8.0
    for row in rows.indices {
      let begins = frames[row] != nil && (row == 0 || frames[row - 1] != frames[row])
      if begins { y += DiagramLayout.titleHeight }
      let height =
        rows[row].compactMap { items[$0].node }
        .map { DiagramLayout.size(diagram.nodes[$0]).height }.max() ?? 0
      tops.append(y)
      heights.append(height)
      y += height + Self.rowGap
    }
    let boxes = diagram.nodes.indices.map { node in
      let size = DiagramLayout.size(diagram.nodes[node])
      let centre = items[node].x + shift
      let top = tops[rowOf[node]] + (heights[rowOf[node]] - size.height) / 2
      return DiagramLayout.Box(
        left: centre - size.width / 2, top: top, right: centre + size.width / 2,
        bottom: top + size.height)
    }
    let ports = ports()
    let curves = diagram.edges.indices.map { edge in
      curve(edge, boxes: boxes, ports: ports[edge]) { lane in
        (items[lane].x + shift, tops[rowOf[lane]], tops[rowOf[lane]] + heights[rowOf[lane]])
      }
    }
    let frames = diagram.groups.indices.map { group in
      zip(diagram.nodes, boxes).filter { $0.0.group == group }.map(\.1)
        .reduce(nil as DiagramLayout.Box?) { $0?.around($1) ?? $1 }?
        .grown(margin, above: DiagramLayout.titleHeight)
    }
    let right = (items.map { $0.x + $0.width / 2 }.max() ?? 0) + shift + margin + 8
    return DiagramLayout(
      width: right, height: max(40, y - Self.rowGap + margin + 8), nodes: boxes, edges: curves,
      groups: frames)
  }

  /// Where each edge leaves and reaches its boxes, from their middles: the edges of a side stand
  /// beside each other in the order of where they go, so that none seems to go on in another.
  private func ports() -> [(from: Double, to: Double)] {
    struct Side: Hashable {
      var node: Int
      var isBelow: Bool
    }
    struct End {
      var edge: Int
      var isStart: Bool
      var towards: Double
    }
    var sides: [Side: [End]] = [:]
    for (index, edge) in diagram.edges.enumerated() where edge.from != edge.to {
      let isDown = rowOf[edge.from] < rowOf[edge.to]
      let chain = [edge.from] + lanes[index] + [edge.to]
      let next = items[chain[1]].x
      let before = items[chain[chain.count - 2]].x
      sides[Side(node: edge.from, isBelow: isDown), default: []]
        .append(End(edge: index, isStart: true, towards: next))
      sides[Side(node: edge.to, isBelow: !isDown), default: []]
        .append(End(edge: index, isStart: false, towards: before))
    }
    var ports = diagram.edges.map { _ in (from: 0.0, to: 0.0) }
    for (side, ends) in sides {
      let sorted = ends.sorted { ($0.towards, $0.edge) < ($1.towards, $1.edge) }
      let room = DiagramLayout.size(diagram.nodes[side.node]).width * 0.7
      let step = min(24, room / Double(max(1, sorted.count)))
      for (place, end) in sorted.enumerated() {
        let offset = (Double(place) - Double(sorted.count - 1) / 2) * step
        if end.isStart { ports[end.edge].from = offset } else { ports[end.edge].to = offset }
      }
    }
    return ports
  }

  private func curve(
    _ edge: Int, boxes: [DiagramLayout.Box], ports: (from: Double, to: Double),
    lane: (Int) -> (x: Double, top: Double, bottom: Double)
  ) -> DiagramLayout.Curve {
    typealias Point = DiagramLayout.Point
    let from = boxes[diagram.edges[edge].from]
    let to = boxes[diagram.edges[edge].to]
    if diagram.edges[edge].from == diagram.edges[edge].to {
      let side = Point(x: from.right, y: from.centre.y - 10)
      let end = Point(x: from.right, y: from.centre.y + 10)
      return [
        side, Point(x: side.x + 30, y: side.y - 14), Point(x: end.x + 30, y: end.y + 14), end,
      ]
    }
    let isDown = from.top < to.top
    var here = Point(x: from.centre.x + ports.from, y: isDown ? from.bottom : from.top)
    var curve = [here]
    for item in lanes[edge] {
      let (x, top, bottom) = lane(item)
      let enter = Point(x: x, y: isDown ? top : bottom)
      let leave = Point(x: x, y: isDown ? bottom : top)
      curve += DiagramLayout.bend(here, enter).dropFirst()
      curve += DiagramLayout.bend(enter, leave).dropFirst()
      here = leave
    }
    let end = Point(x: to.centre.x + ports.to, y: isDown ? to.top : to.bottom)
    return curve + DiagramLayout.bend(here, end).dropFirst()
  }
}
