/// Finds the minimal cut sets of a function up to a size.
///
/// Sizes rise one by one: what is a cut set already is left out of the search for larger ones, so
/// that no set is found that contains another. A path from the top to false that takes `n` bad
/// branches is a cut set of those `n` variables, all others being good; branches from which false
/// cannot be reached with the bad branches that are left are not followed.
///
/// Sets are judged with all other units working.
///
/// Source: A. Rauzy, "New algorithms for fault trees analysis", Reliability Engineering and System
/// Safety 40(3), 1993, for cut sets as paths of a decision diagram; the bound on the size is ours.
struct CutSetSearch {
  private let variables: [Int32]
  private let bad: [Int32]
  private let good: [Int32]
  private var steps = 0
  private var known: Set<[Int]> = []
  private let mostSteps: Int
  private(set) var sets: [[Int]] = []
  /// Whether the search was given up before its end.
  private(set) var isExhausted = false

  /// Creates a search.
  ///
  /// - Parameters:
  ///   - diagram: The diagram.
  ///   - mostSteps: Nodes visited at which the search is given up.
  init(_ diagram: DecisionDiagram, mostSteps: Int = 2_000_000) {
    variables = diagram.variables
    bad = diagram.bad
    good = diagram.good
    self.mostSteps = mostSteps
  }

  /// The minimal cut sets of a function, smaller ones first, each in the order of the variables.
  ///
  /// - Parameters:
  ///   - root: The function.
  ///   - size: The greatest size, at most 8.
  mutating func run(_ root: Int32, upTo size: Int) {
    precondition(size <= 8, "cut sets of \(size) units are too many to look for")
    sets = []
    known = []
    isExhausted = false
    steps = 0
    guard size > 0, root != 1 else { return }
    for order in 1...size where !isExhausted {
      let single = Set(sets.filter { $0.count == 1 }.map { $0[0] })
      let least = fewestBad(root, without: single)
      guard least[Int(root)] <= order else { continue }
      var found: [[Int]] = []
      var chosen: [Int] = []
      collect(root, left: order, least, single, &chosen, &found)
      sets += found
      if order > 1 { known.formUnion(found) }
    }
  }

  /// The fewest bad branches on a way from each node to false.
  private func fewestBad(_ root: Int32, without single: Set<Int>) -> [Int] {
    let never = Int.max / 2
    var least = [0, never]
    for index in 2..<max(2, Int(root) + 1) {
      let variable = Int(variables[index])
      let down = single.contains(variable) ? never : least[Int(bad[index])] + 1
      least.append(min(never, min(down, least[Int(good[index])])))
    }
    return least
  }

  private mutating func collect(
    _ start: Int32, left: Int, _ least: [Int], _ single: Set<Int>, _ chosen: inout [Int],
    _ found: inout [[Int]]
  ) {
    // Down the good branches in a loop, so that the depth is the number of bad ones.
    var node = start
    while true {
      steps += 1
      if steps > mostSteps { isExhausted = true }
      if node == 0 {
        if left == 0 { found.append(chosen) }
        return
      }
      guard node != 1, !isExhausted, least[Int(node)] <= left else { return }
      let variable = Int(variables[Int(node)])
      if left > 0, !single.contains(variable) {
        chosen.append(variable)
        if !contains(chosen) {
          collect(bad[Int(node)], left: left - 1, least, single, &chosen, &found)
        }
        chosen.removeLast()
      }
      node = good[Int(node)]
    }
  }

  /// Whether a set found before, of two or more, lies in the chosen variables.
  ///
  /// Only sets with the last chosen one can be new in it; single ones are left out already.
  private func contains(_ chosen: [Int]) -> Bool {
    guard chosen.count > 1, !known.isEmpty, let last = chosen.last else { return false }
    let others = chosen.count - 1
    for mask in 1..<(1 << others) {
      var set = (0..<others).filter { mask & (1 << $0) != 0 }.map { chosen[$0] }
      set.append(last)
      if known.contains(set) { return true }
    }
    return false
  }
}
