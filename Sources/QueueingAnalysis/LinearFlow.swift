/// Solves x = b + A x for a sparse matrix A of weights that are not negative.
///
/// Strongly connected parts are solved one after another, each by Gaussian elimination without
/// pivoting, which is stable for such matrices; a part of more than `mostDense` unknowns by sweeps
/// until no value changes by more than `tolerance` of itself. Where a loop returns as much as it
/// gets there is no finite solution, and every unknown that depends on it is infinite.
///
/// Source: William Stewart, "Probability, Markov Chains, Queues, and Simulation", Princeton
/// University Press, 2009, sections 10.2 and 10.3; Robert Tarjan, "Depth-First Search and Linear
/// Graph Algorithms", SIAM Journal on Computing 1(2), 1972.
struct LinearFlow {
  static let mostDense = 300
  static let tolerance = 1e-12
  static let mostSweeps = 5000

  /// The entries of each row: x[row] needs weight * x[column].
  let rows: [[(column: Int, weight: Double)]]
  /// Strongly connected parts, each after those it needs.
  let parts: [[Int]]
  /// The part of each row.
  private let partOf: [Int]

  init(rows: [[(column: Int, weight: Double)]]) {
    self.rows = rows
    parts = Self.parts(rows.map { $0.map(\.column) })
    var partOf = [Int](repeating: 0, count: rows.count)
    for (number, part) in parts.enumerated() { for row in part { partOf[row] = number } }
    self.partOf = partOf
  }

  /// Whether a part is a loop.
  func isLoop(_ part: [Int]) -> Bool {
    part.count > 1 || part.contains { row in rows[row].contains { $0.column == row } }
  }

  /// The solution for a right-hand side; infinite where there is none.
  func solve(_ right: [Double]) -> [Double] {
    var x = right
    for (number, part) in parts.enumerated() {
      for row in part {
        var sum = right[row]
        for entry in rows[row] where entry.weight > 0 && partOf[entry.column] != number {
          sum += entry.weight * x[entry.column]
        }
        x[row] = sum
      }
      if isLoop(part) { solveLoop(part, &x) }
    }
    return x
  }

  private func solveLoop(_ part: [Int], _ x: inout [Double]) {
    let right = part.map { x[$0] }
    if right.allSatisfy({ $0 == 0 }) { return }
    guard right.allSatisfy({ $0 < .infinity }) else {
      for row in part { x[row] = .infinity }
      return
    }
    var place: [Int: Int] = [:]
    for (index, row) in part.enumerated() { place[row] = index }
    let solved =
      part.count <= Self.mostDense
      ? eliminated(part, place, right) : swept(part, place, right)
    for (index, row) in part.enumerated() { x[row] = solved?[index] ?? .infinity }
  }

  private func eliminated(_ part: [Int], _ place: [Int: Int], _ right: [Double]) -> [Double]? {
    let size = part.count
    var matrix = [Double](repeating: 0, count: size * size)
    for (index, row) in part.enumerated() {
      matrix[index * size + index] = 1
      for entry in rows[row] {
        if let column = place[entry.column] { matrix[index * size + column] -= entry.weight }
      }
    }
    var x = right
    for pivot in 0..<size {
      let top = matrix[pivot * size + pivot]
      guard top > 1e-12 else { return nil }
      for row in (pivot + 1)..<max(size, pivot + 1) {
        let factor = matrix[row * size + pivot] / top
        if factor == 0 { continue }
        for column in pivot..<size {
          matrix[row * size + column] -= factor * matrix[pivot * size + column]
        }
        x[row] -= factor * x[pivot]
      }
    }
    for row in stride(from: size - 1, through: 0, by: -1) {
      for column in (row + 1)..<max(size, row + 1) {
        x[row] -= matrix[row * size + column] * x[column]
      }
      x[row] /= matrix[row * size + row]
    }
    return x.allSatisfy { $0 >= 0 && $0 < .infinity } ? x : nil
  }

  private func swept(_ part: [Int], _ place: [Int: Int], _ right: [Double]) -> [Double]? {
    var x = right
    for _ in 0..<Self.mostSweeps {
      var change = 0.0
      for (index, row) in part.enumerated() {
        var sum = right[index]
        for entry in rows[row] {
          if let column = place[entry.column] { sum += entry.weight * x[column] }
        }
        guard sum < 1e300 else { return nil }
        change = max(change, (sum - x[index]).magnitude / max(sum, 1e-300))
        x[index] = sum
      }
      if change < Self.tolerance { return x }
    }
    return nil
  }

  // MARK: Strongly connected parts

  /// The parts of a graph, each after those its members point to; without recursion.
  static func parts(_ edges: [[Int]]) -> [[Int]] {
    var index = [Int](repeating: -1, count: edges.count)
    var low = index
    var onStack = [Bool](repeating: false, count: edges.count)
    var stack: [Int] = []
    var next = 0
    var result: [[Int]] = []
    for root in edges.indices where index[root] < 0 {
      var walk: [(node: Int, edge: Int)] = [(root, 0)]
      while let (node, edge) = walk.last {
        if edge == 0 {
          index[node] = next
          low[node] = next
          next += 1
          stack.append(node)
          onStack[node] = true
        }
        if edge < edges[node].count {
          walk[walk.count - 1].edge += 1
          let to = edges[node][edge]
          if index[to] < 0 {
            walk.append((to, 0))
          } else if onStack[to] {
            low[node] = min(low[node], index[to])
          }
          continue
        }
        walk.removeLast()
        if let parent = walk.last { low[parent.node] = min(low[parent.node], low[node]) }
        guard low[node] == index[node] else { continue }
        var part: [Int] = []
        while let top = stack.popLast() {
          onStack[top] = false
          part.append(top)
          if top == node { break }
        }
        result.append(part.sorted())
      }
    }
    return result
  }
}
