/// Reduced ordered binary decision diagrams that share their nodes.
///
/// Equal functions are the same node.
///
/// Source: R. E. Bryant, "Graph-based algorithms for Boolean function manipulation", IEEE
/// Transactions on Computers C-35(8), 1986; with the choice of three functions as the only
/// operation, K. S. Brace, R. L. Rudell and R. E. Bryant, "Efficient implementation of a BDD
/// package", 27th Design Automation Conference, 1990.
struct DecisionDiagram: BooleanAlgebra {
  /// A function: the index of its top node; 0 is false and 1 is true.
  typealias Value = Int32

  /// The level of each node's variable; the two constants come after all variables.
  private(set) var variables: [Int32] = [.max, .max]
  /// Where a node leads with its variable in the bad state.
  private(set) var bad: [Int32] = [0, 1]
  /// Where it leads with its variable in the good state.
  private(set) var good: [Int32] = [0, 1]
  /// Whether a bound was hit: results that were made after it mean nothing.
  private(set) var isExhausted = false

  private var known = NodeTable()
  private var choices = ChoiceCache()
  private var steps = 0
  private let levels: [Int]
  private let mostNodes: Int
  private let mostSteps: Int

  /// Creates a diagram without functions.
  ///
  /// - Parameters:
  ///   - levels: The place of each variable in the order.
  ///   - mostNodes: Nodes at which it gives up.
  ///   - mostSteps: Choices worked out, those found in the memory not counted, at which it gives up.
  init(levels: [Int], mostNodes: Int = 300_000, mostSteps: Int = 1_500_000) {
    self.levels = levels
    self.mostNodes = mostNodes
    self.mostSteps = mostSteps
  }

  /// The number of nodes, the two constants included.
  var count: Int { variables.count }

  mutating func constant(_ value: Bool) -> Int32 { value ? 1 : 0 }

  mutating func literal(_ variable: Int) -> Int32 {
    node(Int32(clamping: levels[variable]), bad: 0, good: 1)
  }

  private mutating func node(_ variable: Int32, bad low: Int32, good high: Int32) -> Int32 {
    if low == high { return low }
    let slot = known.slot(of: variable, low, high, variables, bad, good)
    if let found = known.node(at: slot) { return found }
    guard count < mostNodes else {
      isExhausted = true
      return 0
    }
    let index = Int32(count)
    variables.append(variable)
    bad.append(low)
    good.append(high)
    known.put(index, at: slot, variables, bad, good)
    return index
  }

  mutating func choose(_ condition: Int32, _ first: Int32, _ second: Int32) -> Int32 {
    if condition == 1 || first == second { return first }
    if condition == 0 { return second }
    if first == 1, second == 0 { return condition }
    if let found = choices[condition, first, second] { return found }
    guard !isExhausted else { return 0 }
    steps += 1
    if steps > mostSteps {
      isExhausted = true
      return 0
    }
    let top = min(
      variables[Int(condition)], min(variables[Int(first)], variables[Int(second)]))
    let low = choose(
      part(bad, condition, top), part(bad, first, top), part(bad, second, top))
    let high = choose(
      part(good, condition, top), part(good, first, top), part(good, second, top))
    let result = node(top, bad: low, good: high)
    choices[condition, first, second] = result
    return result
  }

  @inline(__always)
  private func part(_ branch: [Int32], _ node: Int32, _ top: Int32) -> Int32 {
    variables[Int(node)] == top ? branch[Int(node)] : node
  }

  // MARK: Probability

  /// The probability of each node's being false, given that of the bad state at each level.
  ///
  /// Sums of products of probabilities only, so that small values keep their relative precision.
  func falseProbabilities(_ badProbability: [Double]) -> [Double] {
    var result = [1.0, 0.0]
    result.reserveCapacity(count)
    for index in 2..<max(2, count) {
      let bad = badProbability[Int(variables[index])]
      result.append(
        bad * result[Int(self.bad[index])] + (1 - bad) * result[Int(good[index])])
    }
    return result
  }

  /// For each level, P(false | bad state) - P(false | good state) of a function.
  ///
  /// One pass down from the top: a node's own difference counts with the probability of reaching
  /// it.
  ///
  /// Source: Y. Dutuit and A. Rauzy, "Efficient algorithms to assess component and gate importance
  /// in fault tree analysis", Reliability Engineering and System Safety 72(2), 2001.
  func differences(
    of root: Int32, _ badProbability: [Double], _ falseProbability: [Double]
  ) -> [Double] {
    var result = [Double](repeating: 0, count: badProbability.count)
    guard root > 1 else { return result }
    var reached = [Double](repeating: 0, count: Int(root) + 1)
    reached[Int(root)] = 1
    for index in stride(from: Int(root), through: 2, by: -1) where reached[index] > 0 {
      let variable = Int(variables[index])
      let low = Int(bad[index])
      let high = Int(good[index])
      result[variable] += reached[index] * (falseProbability[low] - falseProbability[high])
      reached[low] += reached[index] * badProbability[variable]
      reached[high] += reached[index] * (1 - badProbability[variable])
    }
    return result
  }

  /// Whether a function holds with the variables of the given levels in their bad state.
  func holds(_ root: Int32, bad down: Set<Int>) -> Bool {
    var node = Int(root)
    while node > 1 {
      node = Int(down.contains(Int(variables[node])) ? bad[node] : good[node])
    }
    return node == 1
  }
}
