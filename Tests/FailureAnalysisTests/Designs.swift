import ArchitectureModel
import BundledPlugins
import Diagnostics
import ExerciseFiles
import PluginAPI
import Quantities
import Stochastics
import Testing

@testable import FailureAnalysis

/// A design read from text, with its analysis in both modes.
struct Design {
  let architecture: Architecture
  let model: FailureModel
  let operations: [AnalysedOperation]
  let results: FailureResults

  /// Places that never fail, for designs whose other parts are looked at.
  static let firmPlaces =
    "fails: { every: 1y, lasts: 0s }, zone_fails: { every: 1y, lasts: 0s }"

  init(_ yaml: String, cutSize: Int = 2) throws {
    let reading = ArchitectureReader(BundledPlugins.all.vocabulary)
      .read(bytes: Array(yaml.utf8), file: "design.yaml")
    architecture = try #require(reading.architecture, "\(reading.problems.map(\.message))")
    model = FailureModel(architecture, distances: [])
    let clients = architecture.workload?.clients ?? []
    results = FailureAnalyser(architecture, users: UserPlaces(clients: clients))
      .results(cutSize: cutSize)
    let sites = architecture.sites
    // What is too large is not analysed and has no order of sites.
    let entries = model.isTooLarge ? [] : architecture.entries
    operations = entries.map { [model] entry in
      let index = model.componentIndex[entry.component] ?? 0
      let home = sites.firstIndex { $0.id == model.component(index).sites.first } ?? 0
      let origins =
        clients.isEmpty
        ? [UserOrigin(id: sites.count, share: 1, order: model.siteOrders[home])]
        : clients.enumerated().map { number, client in
          UserOrigin(
            id: sites.count + number, share: client.share,
            order: model.siteOrders[sites.firstIndex { $0.id == client.at } ?? 0])
        }
      return AnalysedOperation(name: entry.operation, entry: index, origins: origins)
    }
  }

  func operation(_ name: String) throws -> OperationFailures {
    try #require(results.operation(name))
  }

  /// The share of requests that cannot be answered, by walking the design under one assignment
  /// without any diagram.
  func failing(
    _ operation: AnalysedOperation, bad: Set<Int>, _ table: VariableTable,
    _ mode: StructureFunction<Assignment>.Mode
  ) -> Double {
    var function = StructureFunction<Assignment>(model, mode, Assignment(bad: bad), table)
    let works = function.works(
      operation.name, entry: operation.entry, from: Analysis.origins(operation))
    return zip(works, operation.origins).reduce(0) { $0 + ($1.0 ? 0 : $1.1.share) }
  }

  /// The table with all variables that an operation asks for.
  func table(
    _ mode: StructureFunction<VariableCollector>.Mode
  ) -> (table: VariableTable, used: [Int]) {
    var function = StructureFunction<VariableCollector>(
      model, mode, VariableCollector(), VariableTable(model))
    for operation in operations {
      _ = function.works(
        operation.name, entry: operation.entry, from: Analysis.origins(operation))
    }
    return (function.table, function.algebra.order)
  }

  /// The unavailability of the first operation by full enumeration of all assignments.
  func enumerated() -> Double {
    let (table, used) = table(.steady)
    precondition(used.count <= 16, "2^\(used.count) assignments")
    var sum = 0.0
    for mask in 0..<(1 << used.count) {
      var probability = 1.0
      var bad: Set<Int> = []
      for (place, variable) in used.enumerated() {
        if mask & (1 << place) != 0 {
          probability *= table.bad[variable]
          bad.insert(variable)
        } else {
          probability *= 1 - table.bad[variable]
        }
      }
      if probability > 0 {
        sum += probability * failing(operations[0], bad: bad, table, .steady)
      }
    }
    return sum
  }

  /// The minimal cut sets of the first operation, by trying all sets of units.
  func triedCutSets(upTo size: Int) -> Set<Set<String>> {
    let (table, used) = table(.lasting)
    var found: [Set<Int>] = []
    func tryAll(_ chosen: Set<Int>, from start: Int, left: Int) {
      if left == 0 {
        guard !found.contains(where: { $0.isSubset(of: chosen) }) else { return }
        if failing(operations[0], bad: chosen, table, .lasting) > 0 { found.append(chosen) }
        return
      }
      guard start < used.count else { return }
      for place in start..<used.count {
        tryAll(chosen.union([used[place]]), from: place + 1, left: left - 1)
      }
    }
    for order in 1...size { tryAll([], from: 0, left: order) }
    return Set(
      found.map { set in Set(set.compactMap { table.unitOf[$0].map { model.units[$0].id } }) })
  }
}

/// Designs drawn at random, small enough to be enumerated.
enum RandomDesign {
  static func yaml(seed: UInt64) -> String {
    var stream = RandomStream(seed: seed, name: "design")
    func pick(_ words: [String]) -> String { words[Int(stream.below(UInt64(words.count)))] }
    func share() -> String { "\(2 + stream.below(30))%" }
    let zones = pick(["[a]", "[a, b]"])
    let down = { "fails: { every: \(5 + stream.below(20))h, lasts: \(1 + stream.below(4))h }" }
    let store: String
    switch stream.below(4) {
    case 0: store = "kind: database, \(down())"
    case 1:
      store =
        "kind: database, \(down()), replication: { mode: async, copies: 2, failover: { mode: \(pick(["automatic", "manual"])), takes: 20min } }"
    case 2:
      store =
        "kind: key_value, \(down()), consistency: \(pick(["strict", "bounded"])), replication: { mode: quorum, copies: 3, failover: { mode: automatic, takes: 10min } }"
    default:
      store =
        "kind: database, \(down()), health: { every: 5min, after: 2, timeout: 0s }, replication: { mode: sync, copies: 2, failover: { mode: automatic, takes: 10min } }"
    }
    let shape = pick([
      "[{ read: db }, { write: db }]", "[{ together: [{ read: db }, side], need: 1 }]",
      "[{ choose: [{ share: 30%, do: [{ write: db }] }, { share: 50%, do: [side] }] }]",
      "[{ read: db, chance: 25%, times: 2 }, { then: side }]",
      "[{ call: side, retry: { max: 1, for: [errors] } }, { write: db }]",
    ])
    let errors = pick(["", ", errors: 10%"])
    return """
      format: arch/1
      entry: web
      sites:
        s: { zones: \(zones), zone_fails: { every: 40h, lasts: 2h }, fails: { every: 1y, lasts: 0s } }
      components:
        web: { kind: service, replicas: \(zones == "[a]" ? 2 : 1), spread: zone, \(down()), calls: \(shape) }
        side: { kind: external, fails: { available: \(100 - 5 - Int(stream.below(20)))%\(errors) } }
        db: { \(store) }
      """
  }
}
