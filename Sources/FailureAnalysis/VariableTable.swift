import PluginAPI
import Stochastics

/// The variables of a design's structure function and the probability of each one's bad state.
///
/// Three sorts: a unit is down; a unit that is down has been so for less than an age, given the
/// next longer age; a draw of a single request, such as a cache's miss.
struct VariableTable {
  private var unitVariables: [Int]
  private var ageVariables: [[Int]]
  private var draws: [String: Int] = [:]
  /// The component near which each variable stands; nil for places and what is shared.
  private var owners: [Int?] = []
  /// The probability of each variable's bad state.
  private(set) var bad: [Double] = []
  /// The unit that each variable speaks of; nil for draws.
  private(set) var unitOf: [Int?] = []
  /// The variables of the errors of each component, by its place in the file.
  private(set) var errorsOf: [Int: [Int]] = [:]

  /// Registers the units; those that never fail get no variable.
  init(_ model: FailureModel) {
    unitVariables = []
    ageVariables = []
    for (index, unit) in model.units.enumerated() {
      guard unit.unavailability > 0 else {
        unitVariables.append(-1)
        ageVariables.append([])
        continue
      }
      unitVariables.append(add(unit.unavailability, unit: index, unit.component))
      var longer = 1.0
      var own: [Int] = []
      for age in unit.ages {
        let share = Self.younger(than: age, lasting: unit.lasts)
        own.append(add(longer > 0 ? share / longer : 0, unit: index, unit.component))
        longer = share
      }
      ageVariables.append(own)
    }
  }

  /// The part of the failures under way that began less than `age` ago.
  ///
  /// The age of an exponential repair that is under way is exponential with the same mean, by the
  /// lack of memory: 1 - e^(-age / mean). 1 where a failure takes no time to speak of.
  static func younger(than age: Double, lasting mean: Double) -> Double {
    mean > 0 ? -Elementary.expm1(-age / mean) : 1
  }

  private mutating func add(_ probability: Double, unit: Int?, _ owner: Int?) -> Int {
    bad.append(probability)
    owners.append(owner)
    unitOf.append(unit)
    return bad.count - 1
  }

  /// The number of variables so far.
  var count: Int { bad.count }

  /// The variable of a unit; nil where it never fails.
  func variable(of unit: Int) -> Int? { unitVariables[unit] < 0 ? nil : unitVariables[unit] }

  /// The variables that are all bad, beside the unit's own, where it has been down for less than
  /// an age; the age must be one of the unit's.
  func variables(_ unit: Int, youngerThan age: Double, of model: FailureModel) -> [Int] {
    zip(model.units[unit].ages, ageVariables[unit]).filter { $0.0 >= age }.map(\.1)
  }

  /// The variable of a draw at a component, whose bad state has the given probability.
  mutating func draw(_ name: String, of component: Int, _ probability: Double) -> Int {
    if let known = draws[name] { return known }
    let variable = add(probability, unit: nil, component)
    draws[name] = variable
    return variable
  }

  /// The variable of the errors at a call, which belongs to the component that errs.
  mutating func errors(_ name: String, of component: Int, _ probability: Double) -> Int {
    let before = count
    let variable = draw(name, of: component, probability)
    if variable == before { errorsOf[component, default: []].append(variable) }
    return variable
  }

  /// The places of variables in an order that keeps a diagram small, those of places first.
  ///
  /// Nearly everything depends on the places; given them, the components are independent, and come
  /// in the order in which a request meets them. Ages follow their unit.
  ///
  /// - Parameters:
  ///   - used: The variables in the order of their first use.
  ///   - met: The components in the order in which requests meet them.
  ///   - model: The design.
  /// - Returns: For each variable its level; those that are not used come last.
  func levels(_ used: [Int], _ met: [Int], of model: FailureModel) -> [Int] {
    var first: [Int: Int] = [:]
    for (place, variable) in used.enumerated() {
      let key = unitOf[variable].map { unitVariables[$0] } ?? variable
      first[key] = min(first[key] ?? place, place)
    }
    var turns: [Int: Int] = [:]
    for (turn, component) in met.enumerated() where turns[component] == nil {
      turns[component] = turn
    }
    func key(_ variable: Int) -> (Int, Int, Int, Int) {
      let unit = unitOf[variable]
      let top = unit.map { unitVariables[$0] } ?? variable
      return (
        unit.map { Self.rank(model.units[$0].kind) } ?? Self.partRank,
        owners[variable].flatMap { turns[$0] } ?? -1, first[top] ?? .max, variable - top
      )
    }
    let known = Set(used)
    let order =
      used.sorted { key($0) < key($1) } + (0..<count).filter { !known.contains($0) }
    var levels = [Int](repeating: 0, count: count)
    for (level, variable) in order.enumerated() { levels[variable] = level }
    return levels
  }

  /// The variables among the used ones that say that a place is lost: a site, a zone or a
  /// connection; by level.
  func places(among used: [Int], _ levels: [Int], of model: FailureModel) -> [Int] {
    used.filter { variable in
      guard let unit = unitOf[variable], unitVariables[unit] == variable else { return false }
      return Self.rank(model.units[unit].kind) < Self.sharedRank
    }.sorted { levels[$0] < levels[$1] }
  }

  private static let sharedRank = 3
  private static let partRank = 4

  private static func rank(_ kind: FailureUnit.Kind) -> Int {
    switch kind {
    case .site: 0
    case .link: 1
    case .zone: 2
    case .shared: sharedRank
    default: partRank
    }
  }
}
