import PluginAPI

/// The decision diagrams of all operations in one mode.
struct Analysis {
  let model: FailureModel
  let table: VariableTable
  private(set) var diagram: DecisionDiagram
  /// For each operation a function for each of its origins.
  private(set) var roots: [[Int32]] = []
  /// For each operation when it works for the users of all origins.
  private(set) var together: [Int32] = []
  /// The variable at each level.
  private let variableAt: [Int]
  /// The probability of the bad state at each level.
  let badAt: [Double]

  /// The variables that say that a site, a zone or a connection is lost, by level.
  let places: [Int]
  /// Places that may be lost at once; nil for any number.
  let mostLost: Int?

  /// Whether a bound was hit: nothing else means anything then.
  var isExhausted: Bool { diagram.isExhausted }

  /// Nodes at which the last attempt is given up.
  private static let most = 1_000_000

  /// Builds the diagrams.
  ///
  /// - Parameters:
  ///   - model: The design.
  ///   - mode: What is asked.
  ///   - operations: The operations.
  ///   - mostLost: Places that may be lost at once; whatever happens beyond counts as failing.
  ///     Nil for any number.
  ///   - mostNodes: Nodes at which the work is given up.
  init(
    _ model: FailureModel, _ mode: StructureFunction<DecisionDiagram>.Mode,
    _ operations: [AnalysedOperation], mostLost: Int? = nil, mostNodes: Int = 300_000
  ) {
    self.model = model
    self.mostLost = mostLost
    var first = StructureFunction<VariableCollector>(
      model, mode == .steady ? .steady : .lasting, VariableCollector(), VariableTable(model))
    for operation in operations {
      _ = first.works(operation.name, entry: operation.entry, from: Self.origins(operation))
    }
    let met = operations.flatMap { VisitPlan(model, $0.name, entry: $0.entry).met }
    let levels = first.table.levels(first.algebra.order, met, of: model)
    places = first.table.places(among: first.algebra.order, levels, of: model)
    var function = StructureFunction<DecisionDiagram>(
      model, mode,
      DecisionDiagram(levels: levels, mostNodes: mostNodes, mostSteps: 5 * mostNodes),
      first.table)
    if let mostLost { function.limit = Self.fewLost(mostLost, places, &function.algebra) }
    for operation in operations {
      let own = function.works(
        operation.name, entry: operation.entry, from: Self.origins(operation))
      roots.append(own)
      together.append(function.algebra.all(own))
    }
    table = function.table
    diagram = function.algebra
    var order = [Int](repeating: 0, count: levels.count)
    for (variable, level) in levels.enumerated() { order[level] = variable }
    variableAt = order
    badAt = order.map { first.table.bad[$0] }
  }

  /// Failures that last; no cut set of a size has more lost places than units.
  static func lasting(
    _ model: FailureModel, _ operations: [AnalysedOperation], size: Int
  ) -> Analysis {
    let all = Analysis(model, .lasting, operations)
    guard all.isExhausted, size < all.places.count else { return all }
    return Analysis(model, .lasting, operations, mostLost: size, mostNodes: Self.most)
  }

  /// The long run, with any number of lost places where that can be followed, else with as many as
  /// can.
  ///
  /// Places are rarely lost, so that what four or more of them at once add is far below what the
  /// inputs are worth; `lostBeyond` bounds it.
  static func steady(_ model: FailureModel, _ operations: [AnalysedOperation]) -> Analysis {
    let exact = Analysis(model, .steady, operations)
    guard exact.isExhausted else { return exact }
    var last = exact
    for mostLost in [3, 2] where mostLost < exact.places.count {
      last = Analysis(model, .steady, operations, mostLost: mostLost, mostNodes: Self.most)
      if !last.isExhausted { return last }
    }
    return last
  }

  /// At most so many places are lost, by dynamic programming.
  private static func fewLost(
    _ most: Int, _ places: [Int], _ diagram: inout DecisionDiagram
  ) -> Int32 {
    var bad: [Int32] = []
    for place in places {
      let literal = diagram.literal(place)
      bad.append(diagram.not(literal))
    }
    let many = diagram.atLeast(most + 1, of: bad)
    return diagram.not(many)
  }

  /// The share of the time in which more places are lost than are followed: the most by which the
  /// unavailability is too large.
  var lostBeyond: Double {
    guard let mostLost else { return 0 }
    // exactly[k]: k of the places so far are lost; the last one takes all beyond.
    var exactly = [1.0] + [Double](repeating: 0, count: mostLost + 1)
    for place in places {
      let bad = table.bad[place]
      exactly[mostLost + 1] += bad * exactly[mostLost]
      for number in stride(from: mostLost, through: 0, by: -1) {
        exactly[number] =
          (1 - bad) * exactly[number] + (number > 0 ? bad * exactly[number - 1] : 0)
      }
    }
    return exactly[mostLost + 1]
  }

  static func origins<Algebra>(
    _ operation: AnalysedOperation
  ) -> [StructureFunction<Algebra>.Origin] {
    operation.origins.map { .init(id: $0.id, site: nil, order: $0.order) }
  }

  /// The unit whose failing the variable of a level is; nil for ages and draws.
  func unit(at level: Int) -> Int? {
    let variable = variableAt[level]
    guard let unit = table.unitOf[variable], table.variable(of: unit) == variable else {
      return nil
    }
    return unit
  }

  /// The levels of variables.
  func levels(of variables: [Int]) -> [Int] {
    variableAt.indices.filter { variables.contains(variableAt[$0]) }
  }
}

/// How much each unit matters for an operation.
struct Importance {
  /// What matters.
  enum Subject {
    case unit(Int)
    case errors(of: Int)
  }

  private let analysis: Analysis
  private let roots: [(root: Int32, share: Double)]
  /// The share of requests that cannot be answered.
  let unavailability: Double

  init(_ analysis: Analysis, roots: [Int32], _ origins: [UserOrigin]) {
    self.analysis = analysis
    self.roots = zip(roots, origins).map { ($0, $1.share) }
    unavailability = Self.sum(
      self.roots, analysis.diagram.falseProbabilities(analysis.badAt))
  }

  private static func sum(_ roots: [(root: Int32, share: Double)], _ values: [Double]) -> Double {
    roots.reduce(0) { $0 + $1.share * values[Int($1.root)] }
  }

  /// The contributions that are not 0, the greatest first, equal ones by their ids.
  func contributions(_ name: (Subject) -> String) -> [Contribution] {
    var result: [Contribution] = []
    let values = analysis.diagram.falseProbabilities(analysis.badAt)
    var differences = [Double](repeating: 0, count: analysis.badAt.count)
    for (root, share) in roots {
      let own = analysis.diagram.differences(of: root, analysis.badAt, values)
      for level in own.indices { differences[level] += share * own[level] }
    }
    for level in differences.indices where differences[level] != 0 {
      guard let unit = analysis.unit(at: level) else { continue }
      result.append(
        contribution(
          name(.unit(unit)), differences[level], analysis.badAt[level] * differences[level]))
    }
    for component in analysis.table.errorsOf.keys.sorted() {
      let levels = analysis.levels(of: analysis.table.errorsOf[component] ?? [])
      let with = unavailability(levels, 1)
      let without = unavailability(levels, 0)
      if with != without {
        result.append(
          contribution(
            name(.errors(of: component)), with - without, unavailability - without))
      }
    }
    return result.sorted { left, right in
      left.fussellVesely == right.fussellVesely
        ? left.unit < right.unit : left.fussellVesely > right.fussellVesely
    }
  }

  private func contribution(_ id: String, _ birnbaum: Double, _ gain: Double) -> Contribution {
    Contribution(
      unit: id, birnbaum: birnbaum,
      fussellVesely: unavailability > 0 ? max(0, gain / unavailability) : 0)
  }

  private func unavailability(_ levels: [Int], _ probability: Double) -> Double {
    var bad = analysis.badAt
    for level in levels { bad[level] = probability }
    return Self.sum(roots, analysis.diagram.falseProbabilities(bad))
  }
}
