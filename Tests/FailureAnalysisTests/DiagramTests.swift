import Stochastics
import Testing

@testable import FailureAnalysis

/// Random monotone and other functions of a few variables, as trees that can be evaluated alone.
indirect enum Tree: Sendable {
  case variable(Int)
  case all([Tree])
  case any([Tree])
  case atLeast(Int, [Tree])
  case not(Tree)

  func holds(_ bad: Set<Int>) -> Bool {
    switch self {
    case .variable(let index): !bad.contains(index)
    case .all(let parts): parts.allSatisfy { $0.holds(bad) }
    case .any(let parts): parts.contains { $0.holds(bad) }
    case .atLeast(let need, let parts): parts.count { $0.holds(bad) } >= need
    case .not(let part): !part.holds(bad)
    }
  }

  func build(_ diagram: inout DecisionDiagram) -> Int32 {
    func built(_ parts: [Tree], _ diagram: inout DecisionDiagram) -> [Int32] {
      var result: [Int32] = []
      for part in parts { result.append(part.build(&diagram)) }
      return result
    }
    switch self {
    case .variable(let index): return diagram.literal(index)
    case .all(let parts): return diagram.all(built(parts, &diagram))
    case .any(let parts): return diagram.any(built(parts, &diagram))
    case .atLeast(let need, let parts): return diagram.atLeast(need, of: built(parts, &diagram))
    case .not(let part): return diagram.not(part.build(&diagram))
    }
  }

  static func random(
    _ stream: inout RandomStream, variables: Int, depth: Int, monotone: Bool
  ) -> Tree {
    if depth == 0 || stream.uniform() < 0.15 {
      return .variable(Int(stream.below(UInt64(variables))))
    }
    let parts = (0..<(2 + Int(stream.below(3)))).map { _ in
      random(&stream, variables: variables, depth: depth - 1, monotone: monotone)
    }
    switch stream.below(monotone ? 3 : 4) {
    case 0: return .all(parts)
    case 1: return .any(parts)
    case 2: return .atLeast(1 + Int(stream.below(UInt64(parts.count))), parts)
    default: return .not(parts[0])
    }
  }
}

/// Diagrams against sums over all assignments, and textbook systems.
@Suite struct DiagramTests {
  static let variables = 12

  static func probabilities(_ stream: inout RandomStream) -> [Double] {
    (0..<variables).map { _ in 0.001 + 0.4 * stream.uniform() }
  }

  static func enumerated(_ tree: Tree, _ bad: [Double]) -> Double {
    var sum = 0.0
    for mask in 0..<(1 << bad.count) {
      let down = Set(bad.indices.filter { mask & (1 << $0) != 0 })
      guard !tree.holds(down) else { continue }
      sum += bad.indices.reduce(1.0) { $0 * (down.contains($1) ? bad[$1] : 1 - bad[$1]) }
    }
    return sum
  }

  static func order(_ stream: inout RandomStream) -> [Int] {
    var levels = Array(0..<variables)
    for place in levels.indices.reversed() {
      levels.swapAt(place, Int(stream.below(UInt64(place + 1))))
    }
    return levels
  }

  @Test(arguments: 1...12 as ClosedRange<UInt64>)
  func theProbabilityIsTheSumOverAllAssignments(_ seed: UInt64) {
    var stream = RandomStream(seed: seed, name: "diagram")
    let tree = Tree.random(&stream, variables: Self.variables, depth: 4, monotone: false)
    let bad = Self.probabilities(&stream)
    let expected = Self.enumerated(tree, bad)
    for levels in [Array(0..<Self.variables), Self.order(&stream)] {
      var diagram = DecisionDiagram(levels: levels)
      let root = tree.build(&diagram)
      var atLevel = bad
      for (variable, level) in levels.enumerated() { atLevel[level] = bad[variable] }
      let found = diagram.falseProbabilities(atLevel)[Int(root)]
      #expect(abs(found - expected) < 1e-12, "seed \(seed): \(found), summed \(expected)")
      #expect(diagram.holds(root, bad: []) == tree.holds([]))
    }
  }

  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func importanceIsTheSlopeOfTheProbability(_ seed: UInt64) {
    var stream = RandomStream(seed: seed, name: "slope")
    let tree = Tree.random(&stream, variables: Self.variables, depth: 4, monotone: true)
    let bad = Self.probabilities(&stream)
    var diagram = DecisionDiagram(levels: Array(0..<Self.variables))
    let root = tree.build(&diagram)
    let slopes = diagram.differences(of: root, bad, diagram.falseProbabilities(bad))
    let step = 1e-4
    for variable in bad.indices {
      var up = bad
      var down = bad
      up[variable] += step
      down[variable] -= step
      // The probability is linear in each variable, so the difference is exact but for rounding.
      let slope = (Self.enumerated(tree, up) - Self.enumerated(tree, down)) / (2 * step)
      #expect(abs(slopes[variable] - slope) < 1e-9, "seed \(seed), variable \(variable)")
    }
  }

  @Test(arguments: 1...12 as ClosedRange<UInt64>)
  func cutSetsAreThoseFoundByTryingAll(_ seed: UInt64) {
    var stream = RandomStream(seed: seed, name: "cuts")
    let tree = Tree.random(&stream, variables: Self.variables, depth: 3, monotone: true)
    var diagram = DecisionDiagram(levels: Array(0..<Self.variables))
    let root = tree.build(&diagram)
    var search = CutSetSearch(diagram)
    search.run(root, upTo: 4)
    var expected: Set<Set<Int>> = []
    let masks = (1..<(1 << Self.variables)).sorted {
      ($0.nonzeroBitCount, $0) < ($1.nonzeroBitCount, $1)
    }
    for mask in masks where mask.nonzeroBitCount <= 4 {
      let set = Set((0..<Self.variables).filter { mask & (1 << $0) != 0 })
      if !tree.holds(set), !expected.contains(where: { $0.isSubset(of: set) }) {
        expected.insert(set)
      }
    }
    #expect(!search.isExhausted)
    #expect(Set(search.sets.map(Set.init)) == expected, "seed \(seed)")
    #expect(search.sets.count == expected.count, "none stands twice")
    #expect(search.sets.map(\.count) == search.sets.map(\.count).sorted(), "smaller ones first")
  }

  // MARK: Textbook systems

  static func reliability(_ bad: [Double], _ tree: Tree) -> Double {
    var diagram = DecisionDiagram(levels: Array(bad.indices))
    let root = tree.build(&diagram)
    return 1 - diagram.falseProbabilities(bad)[Int(root)]
  }

  /// Five links: 0 and 1 from the source, 3 and 4 to the end, 2 across.
  static let bridge = Tree.any([
    .all([.variable(0), .variable(3)]), .all([.variable(1), .variable(4)]),
    .all([.variable(0), .variable(2), .variable(4)]),
    .all([.variable(1), .variable(2), .variable(3)]),
  ])

  /// The published polynomial 2p^2 + 2p^3 - 5p^4 + 2p^5 is 0.97848 at p = 0.9.
  ///
  /// Source: R. E. Barlow and F. Proschan, "Statistical theory of reliability", 1975, chapter 1.
  @Test func theBridgeHasItsPublishedReliability() {
    let found = Self.reliability([Double](repeating: 0.1, count: 5), Self.bridge)
    #expect(abs(found - 0.97848) < 1e-12)
    let wrong = Self.reliability([0.1, 0.1, 0.11, 0.1, 0.1], Self.bridge)
    #expect(abs(wrong - 0.97848) > 1e-5, "a single link that is worse must show")
    var diagram = DecisionDiagram(levels: Array(0..<5))
    var search = CutSetSearch(diagram)
    let root = Self.bridge.build(&diagram)
    search = CutSetSearch(diagram)
    search.run(root, upTo: 3)
    #expect(Set(search.sets) == [[0, 1], [3, 4], [0, 2, 4], [1, 2, 3]])
  }

  /// Birnbaum's measure of the bridge from its pivotal decomposition, and its sum from the derivative
  /// of the polynomial.
  @Test func theBridgeHasItsPublishedImportance() {
    var diagram = DecisionDiagram(levels: Array(0..<5))
    let root = Self.bridge.build(&diagram)
    let bad = [Double](repeating: 0.1, count: 5)
    let found = diagram.differences(of: root, bad, diagram.falseProbabilities(bad))
    // Across: P(works with it whole) - P(works without it) = (1-q^2)^2 - (1-(1-p^2)^2).
    let across = (1 - 0.01) * (1 - 0.01) - (1 - (1 - 0.81) * (1 - 0.81))
    #expect(abs(found[2] - across) < 1e-12)
    // The derivative of the whole formula in p is the sum over the five links.
    let p = 0.9
    let sum = 4 * p + 6 * p * p - 20 * p * p * p + 10 * p * p * p * p
    #expect(abs(found.reduce(0, +) - sum) < 1e-12)
    #expect(found[0] == found[1] && found[3] == found[4])
  }

  @Test(arguments: [(2, 3), (3, 5), (1, 4), (4, 4), (15, 30)])
  func aThresholdIsTheBinomialSum(_ need: Int, _ count: Int) {
    let q = 0.07
    var expected = 0.0
    var choose = 1.0
    for down in 0...(count - need) {
      expected +=
        choose * FailureModel.power(q, down) * FailureModel.power(1 - q, count - down)
      choose *= Double(count - down) / Double(down + 1)
    }
    var diagram = DecisionDiagram(levels: Array(0..<count))
    let root = Tree.atLeast(need, (0..<count).map { .variable($0) }).build(&diagram)
    let found = 1 - diagram.falseProbabilities([Double](repeating: q, count: count))[Int(root)]
    #expect(abs(found - expected) < 1e-12)
    // By dynamic programming: at most a node for each variable and number wanted.
    #expect(diagram.count <= count * (need + 1) + 2 + count, "\(diagram.count) nodes")
  }

  @Test func smallUnavailabilitiesKeepTheirDigits() {
    // 1 - (1 - q)^2 for parallel pairs of 1e-10 would be lost in 1 - availability.
    var diagram = DecisionDiagram(levels: [0, 1])
    let root = Tree.any([.variable(0), .variable(1)]).build(&diagram)
    let found = diagram.falseProbabilities([1e-10, 3e-10])[Int(root)]
    #expect(abs(found / 3e-20 - 1) < 1e-12)
  }

  @Test func aBoundEndsTheWorkAndIsSaid() {
    // Pairs (0, 20), (1, 21), ... in the worst order need about 2^20 nodes.
    let pairs = (0..<20).map { Tree.all([.variable($0), .variable($0 + 20)]) }
    var small = DecisionDiagram(levels: Array(0..<40), mostNodes: 10_000)
    _ = Tree.any(pairs).build(&small)
    #expect(small.isExhausted)
    #expect(small.count <= 10_000)
    // The same function in a good order is small.
    var levels = [Int](repeating: 0, count: 40)
    for pair in 0..<20 {
      levels[pair] = 2 * pair
      levels[pair + 20] = 2 * pair + 1
    }
    var good = DecisionDiagram(levels: levels, mostNodes: 10_000)
    _ = Tree.any(pairs).build(&good)
    #expect(!good.isExhausted)
    #expect(good.count < 1000)
  }
}
