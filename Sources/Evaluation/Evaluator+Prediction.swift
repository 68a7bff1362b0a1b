public import ArchitectureModel
public import ExerciseFiles
public import PluginAPI
import Quantities
import QueueingAnalysis

extension Evaluator {
  /// What queueing theory says of a file with a load of its own; empty where it has none.
  public func predictions(_ architecture: Architecture) -> [AnalyticPrediction] {
    guard let workload = architecture.workload else { return [] }
    let input = FlowInput(
      operations: workload.operations, clients: workload.clients, distances: [],
      warmup: workload.warmup, lasts: workload.lasts, faults: architecture.faults, probes: [],
      journeys: workload.journeys)
    return [Self.prediction(architecture, input, scenario: "run")]
  }

  /// What queueing theory says of a submission in the scenarios of its exercise, in their order.
  ///
  /// - Parameters:
  ///   - architecture: The submission.
  ///   - exercise: The exercise.
  ///   - withFaults: Whether scenarios with faults are looked at too, as if nothing broke.
  ///   - only: These scenarios; nil for all.
  /// - Returns: One prediction for each.
  public func predictions(
    _ architecture: Architecture, exercise: Exercise, withFaults: Bool = true,
    only: [String]? = nil
  ) -> [AnalyticPrediction] {
    exercise.scenarios.filter { scenario in
      (withFaults || scenario.faults.isEmpty) && only?.contains(scenario.name) ?? true
    }.map { scenario in
      let input = flowInput(scenario, exercise, [])
      return Self.prediction(
        architecture, input, scenario: scenario.name, hasFaults: !scenario.faults.isEmpty)
    }
  }

  /// What queueing theory says in the scenarios of a run.
  func predictions(
    _ architecture: Architecture, _ exercise: Exercise?, _ options: RunOptions
  ) -> [AnalyticPrediction] {
    guard let exercise else { return predictions(architecture) }
    return predictions(architecture, exercise: exercise, only: options.scenarios)
  }

  private static func prediction(
    _ architecture: Architecture, _ input: FlowInput, scenario: String, hasFaults: Bool? = nil
  ) -> AnalyticPrediction {
    let load = AnalysedLoad(
      scenario: scenario, operations: input.operations, from: input.warmup, lasts: input.lasts,
      hasFaults: hasFaults ?? !input.faults.isEmpty)
    return QueueingPass(architecture, load, TopologyBuilder(architecture, input).topology)
      .prediction()
  }
}

/// Turns the places of a design into the numbers that the analysis needs.
struct TopologyBuilder {
  /// Keys times shards beyond which the rarest keys count as evenly spread: `check` must be quick.
  static let mostKeyWork = 400_000

  let topology: Topology

  init(_ architecture: Architecture, _ input: FlowInput) {
    let map = LocationMap(architecture, input)
    let all = 0..<map.count
    topology = Topology(
      delay: all.map { from in all.map { Double(map.delay(from, $0)) / 1e9 } },
      secondsPerByte: all.map { from in all.map { map.perByte(from, $0) / 1e9 } },
      users: input.operations.map { Self.users($0, architecture, map) },
      copies: architecture.components.map { Self.copies($0, input.operations, map) })
  }

  private static func users(
    _ load: OperationLoad, _ architecture: Architecture, _ map: LocationMap
  ) -> [(share: Double, location: Int)] {
    let entry = architecture.entries.first {
      $0.operation == load.operation || $0.operation == "*"
    }
    guard let target = entry.flatMap({ architecture.component($0.component) }) else { return [] }
    var before = 0.0
    return map.users(entering: target).map { user in
      defer { before = user.upTo }
      return (max(0, user.upTo - before), user.location)
    }
  }

  private static func copies(
    _ component: Component, _ operations: [OperationLoad], _ map: LocationMap
  ) -> Topology.Copies {
    if component.isLed {
      let shards = component.partitions?.value ?? component.sharding.count
      return .members(
        map.members(of: component), shards: shards, shares: shares(component, shards, operations))
    }
    let groups = zip(component.sites, component.mostReplicas).map { site, count in
      let zones = map.zones(of: site)
      return (0..<count).map { component.spreadsOverZones ? zones[$0 % zones.count] : zones[0] }
    }
    let sites = component.sites.enumerated().map { (site: $1, group: $0) }
    let route = (0..<map.count).map { map.ordered(sites, from: $0).first ?? 0 }
    return .groups(groups, route: route)
  }

  /// The shares of the shards in the requests of each operation.
  private static func shares(
    _ component: Component, _ shards: Int, _ operations: [OperationLoad]
  ) -> [[Double]] {
    guard shards > 1 else { return operations.map { _ in [1] } }
    let plan = ShardPlan(component, shards: shards)
    var before = 0.0
    let unkeyed = plan.cumulativeShares.map { upTo in
      defer { before = upTo }
      return upTo - before
    }
    var known: [KeySpace: [Double]] = [:]
    return operations.map { operation in
      guard let keys = operation.keys else { return unkeyed }
      if let shares = known[keys] { return shares }
      let shares = plan.shares(
        of: keys, most: max(1000, mostKeyWork / (component.sharding.strategy == .hash ? 4 : shards))
      )
      known[keys] = shares
      return shares
    }
  }
}

extension ShardPlan {
  /// The share of each shard in requests for keys; those after the `most` frequent ones count as
  /// evenly spread.
  func shares(of space: KeySpace, most: Int) -> [Double] {
    let looked = KeySpace(count: min(space.count, most), skew: space.skew)
    let assigned = shards(of: looked)
    let weights = ShardPlan.weights(space)
    let total = weights.reduce(0, +)
    var load = [Double](repeating: 0, count: cumulativeShares.count)
    for (rank, shard) in assigned.enumerated() { load[Int(shard)] += weights[rank] }
    let rest = (total - load.reduce(0, +)) / Double(load.count)
    return load.map { total > 0 ? max(0, $0 + rest) / total : 1 / Double(load.count) }
  }
}
