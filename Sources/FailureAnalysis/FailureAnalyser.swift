public import ArchitectureModel
public import PluginAPI
public import Quantities
import Stochastics

/// Where the users of a design are.
public struct UserPlaces: Sendable {
  /// Share of the users by site or place of the exercise; empty for all at an entry's first site.
  public var clients: [(at: String, share: Double)]
  /// One way between places of the exercise.
  public var distances: [(from: String, to: String, oneWay: TimeSpan)]

  /// Creates places; all users at an entry's first site where nothing is given.
  public init(
    clients: [(at: String, share: Double)] = [],
    distances: [(from: String, to: String, oneWay: TimeSpan)] = []
  ) {
    self.clients = clients
    self.distances = distances
  }
}

/// What breaks a design, without simulation.
///
/// Failure units fail independently of each other and of the load, in the steady state of years,
/// and each is repaired by itself; what is not independent is a unit of its own (places, what
/// components share, a fault in all copies). The structure function of an operation is turned into
/// a decision diagram, which gives its minimal cut sets and its availability exactly.
///
/// Overload, detection of dead copies by balancers and mistakes of people are not in it: an
/// operation counts as working where a request can be answered.
///
///     let results = FailureAnalyser(architecture, users: UserPlaces()).results(cutSize: 2)
///     results.operation("buy")?.singlePoints   // ["site:north", "component:web", …]
///
/// Start reading at `FailureModel` (the units), then `StructureFunction`.
public struct FailureAnalyser: Sendable {
  /// The sizes of cut sets that can be looked for.
  public static let cutSizes = 1...4
  /// The contributions that are kept for an operation.
  public static let mostContributions = 20
  /// The cut sets that are kept for an operation.
  public static let mostCutSets = 500

  let architecture: Architecture
  let users: UserPlaces

  /// Creates an analyser of a design.
  public init(_ architecture: Architecture, users: UserPlaces = UserPlaces()) {
    self.architecture = architecture
    self.users = users
  }

  /// Analyses the design.
  ///
  /// Never fails: where a bound is hit, the value is left out and a note says so.
  ///
  /// - Parameter cutSize: The greatest number of units in a cut set; taken into 1...4.
  /// - Returns: What was found, with a note for each bound.
  public func results(cutSize: Int = 2) -> FailureResults {
    let size = min(Self.cutSizes.upperBound, max(Self.cutSizes.lowerBound, cutSize))
    var results = FailureResults(cutSize: size)
    let model = FailureModel(architecture, distances: users.distances)
    guard !model.isTooLarge else {
      results.notes = [
        "the design has more than \(FailureModel.mostUnits) things that can fail: its "
          + "failures were not analysed"
      ]
      return results
    }
    results.stores = Durability(model: model).all
    let operations = architecture.entries.compactMap { entry in
      model.componentIndex[entry.component].map {
        AnalysedOperation(
          name: entry.operation, entry: $0, origins: origins(entering: $0, model))
      }
    }
    let lasting = Analysis.lasting(model, operations, size: size)
    let steady = Analysis.steady(model, operations)
    results.units = units(model)
    results.operations = operations.indices.map { number in
      var result = OperationFailures(operation: operations[number].name)
      cutSets(&result, number, lasting, model, size, &results.notes)
      availability(&result, number, steady, model, operations[number])
      return result
    }
    if lasting.isExhausted || steady.isExhausted {
      results.notes.append(
        "the design has too many combinations of failures to be followed: availability or cut sets are left out"
      )
    }
    if !steady.isExhausted, let most = steady.mostLost {
      results.notes.append(
        "more than \(most) places lost at once count as an outage: availabilities are too low by at most \(Share(fraction: steady.lostBeyond).brief)"
      )
    }
    return results
  }

  private func units(_ model: FailureModel) -> [FailureUnit] {
    var units = model.units.map {
      FailureUnit(
        id: $0.id, kind: $0.kind, about: $0.about, unavailability: $0.unavailability)
    }
    for component in architecture.components where component.errorShare.value > 0 {
      units.append(
        FailureUnit(
          id: Self.errors(component.id), kind: .errors, about: "errors of '\(component.id)'",
          unavailability: component.errorShare.value))
    }
    return units
  }

  static func errors(_ component: String) -> String {
    "\(FailureUnit.Kind.errors.rawValue):\(component)"
  }

  /// Where the users of an entry come from, with their shares.
  private func origins(entering index: Int, _ model: FailureModel) -> [UserOrigin] {
    let sites = architecture.sites
    func site(_ id: String?) -> Int { sites.firstIndex { $0.id == id } ?? 0 }
    guard !users.clients.isEmpty else {
      let home = model.home(of: index)
      return [UserOrigin(id: sites.count, share: 1, order: model.siteOrders[home])]
    }
    let sum = users.clients.reduce(0) { $0 + max(0, $1.share) }
    return users.clients.enumerated().compactMap { number, client in
      guard client.share > 0, sum > 0 else { return nil }
      let order =
        sites.contains { $0.id == client.at }
        ? model.siteOrders[site(client.at)] : model.distances.order(fromPlace: client.at)
      return UserOrigin(id: sites.count + number, share: client.share / sum, order: order)
    }
  }

  // MARK: Results

  private func cutSets(
    _ result: inout OperationFailures, _ number: Int, _ analysis: Analysis,
    _ model: FailureModel, _ size: Int, _ notes: inout [String]
  ) {
    guard !analysis.isExhausted else { return }
    var search = CutSetSearch(analysis.diagram)
    search.run(analysis.together[number], upTo: size)
    if search.isExhausted || search.sets.count > Self.mostCutSets {
      notes.append(
        "'\(result.operation)' has more cut sets than are listed: the first \(min(Self.mostCutSets, search.sets.count)) are shown"
      )
    }
    let sets = search.sets.map { set in set.compactMap { analysis.unit(at: $0) }.sorted() }
    let sorted = sets.sorted { left, right in
      left.count == right.count ? left.lexicographicallyPrecedes(right) : left.count < right.count
    }
    result.cutSets = sorted.prefix(Self.mostCutSets).map { $0.map { model.units[$0].id } }
    let single = sets.filter { $0.count == 1 }.map { model.units[$0[0]].kind }
    let works = analysis.together[number] != 0
    result.survivesZone = works && !single.contains(.zone)
    result.survivesSite = works && !single.contains(.site)
  }

  private func availability(
    _ result: inout OperationFailures, _ number: Int, _ analysis: Analysis,
    _ model: FailureModel, _ operation: AnalysedOperation
  ) {
    guard !analysis.isExhausted else { return }
    let importance = Importance(analysis, roots: analysis.roots[number], operation.origins)
    result.unavailability = min(1, importance.unavailability)
    let all = importance.contributions { unit in
      switch unit {
      case .unit(let index): model.units[index].id
      case .errors(let component): Self.errors(model.component(component).id)
      }
    }
    result.contributions = Array(all.prefix(Self.mostContributions))
  }
}

/// An operation with its entry and where its users are.
struct AnalysedOperation {
  var name: String
  var entry: Int
  var origins: [UserOrigin]
}

/// Where a part of the users is.
struct UserOrigin {
  var id: Int
  var share: Double
  var order: [Int]
}
