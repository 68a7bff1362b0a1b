import ArchitectureModel

/// The program of a visit with all its targets looked up, so that a pass over a network only adds.
struct Plan {
  /// A visit that a request may become, with the time on the way there, and back where an answer
  /// is waited for.
  struct Target {
    var share: Double
    var visit: Int
    var way: Double
  }

  struct Step {
    indirect enum Action {
      /// Targets of a call that is waited for; `extra` is the call's own time both ways.
      case call([Target], extra: Moments)
      /// A call that nobody waits for.
      case nothing
      case together([Step], need: Int)
      case choose([(share: Double, steps: [Step])], rest: Double)
      case then([Target], rest: Double)
    }
    var action: Action
    var chance: Double
    var times: Int
    var handsOn: Bool
  }

  /// A write that several members do: the way there and back of each, the leader first.
  struct Write {
    var ways: [Double]
    var need: Int
    var leaders: [(station: Int, share: Double)]
    var followers: [(station: Int, share: Double)]
  }

  var component: Int
  var work: Moments
  /// Where a consumer fetches its message from; empty for all other visits.
  var fetches: [Target]
  var steps: [Step]
  /// Whether the slot is kept during the steps.
  var holds: Bool
  var write: Write?
  var isMessage: Bool
}

/// Looks up what programs name.
struct PlanBuilder {
  let graph: FlowGraph
  let topology: Topology
  let stations: Stations
  let answers: [[(location: Int, share: Double)]]

  func plan(_ visit: Int) -> Plan {
    let kind = graph.visits[visit]
    let program = graph.programs[visit]
    let component = graph.components[kind.component]
    let brokers = kind.isMessage ? graph.brokers(of: kind.component) : []
    let fetches = brokers.flatMap { broker in
      targets(graph.fetches(from: broker, by: kind), of: kind, nil).map { target in
        var target = target
        target.share /= Double(brokers.count)
        return target
      }
    }
    return Plan(
      component: kind.component, work: program.workMoments, fetches: fetches,
      steps: program.steps.map { step($0, kind) },
      holds: component.holdsWhileWaiting.value, write: write(kind), isMessage: kind.isMessage)
  }

  private func step(_ step: ProgramStep, _ kind: Visit) -> Plan.Step {
    Plan.Step(
      action: action(step.action, kind), chance: step.chance, times: step.times,
      handsOn: step.handsOn)
  }

  private func action(_ action: ProgramStep.Action, _ kind: Visit) -> Plan.Step.Action {
    switch action {
    case .call(let link):
      guard link.isAwaited else { return .nothing }
      return .call(
        targets(graph.targets(link, of: kind), of: kind, link), extra: link.latency.repeated(2))
    case .together(let legs, let need):
      return .together(legs.map { step($0, kind) }, need: need)
    case .choose(let branches):
      return .choose(
        branches.map { branch in (branch.share, branch.steps.map { step($0, kind) }) },
        rest: max(0, 1 - branches.reduce(0) { $0 + $1.share }))
    case .then(let targets):
      let found = targets.flatMap { share, target in
        graph.targets(handedTo: target, by: kind).compactMap { place -> Plan.Target? in
          graph.visit(place.visit).map { visit in
            Plan.Target(
              share: share * place.share, visit: visit,
              way: topology.travel(from: kind.location, to: place.visit.location, bytes: 0))
          }
        }
      }
      return .then(found, rest: max(0, 1 - targets.reduce(0) { $0 + $1.share }))
    }
  }

  private func targets(
    _ places: [(visit: Visit, share: Double)], of kind: Visit, _ link: Link?
  ) -> [Plan.Target] {
    places.compactMap { place in
      guard let visit = graph.visit(place.visit) else { return nil }
      let way =
        topology.travel(
          from: kind.location, to: place.visit.location, bytes: link?.bytesOut ?? 0)
        + returning(visit, to: kind.location, bytes: link?.bytesBack ?? 0)
      return Plan.Target(share: place.share, visit: visit, way: way)
    }
  }

  /// Mean time of an answer back to a location.
  func returning(_ visit: Int, to location: Int, bytes: Double) -> Double {
    guard !answers.isEmpty else { return 0 }
    return answers[visit].reduce(0) {
      $0 + $1.share * topology.travel(from: $1.location, to: location, bytes: bytes)
    }
  }

  private func write(_ kind: Visit) -> Plan.Write? {
    guard stations.isCoordinated(kind),
      case .members(let members, _, _) = topology.copies[kind.component]
    else { return nil }
    let replication = graph.components[kind.component].replication
    let (leaders, followers) = stations.members(of: kind)
    // A publication may ask for the leader's own write alone.
    let asksLeader = kind.acks == 1
    let asked = replication.mode == .sync ? members.count : replication.writeQuorum
    let need = kind.acks > 0 ? min(kind.acks, members.count) : max(1, asked)
    return Plan.Write(
      ways: (asksLeader ? Array(members.prefix(1)) : members).map { location in
        topology.travel(from: kind.location, to: location, bytes: 0)
          + topology.travel(from: location, to: kind.location, bytes: 0)
      }, need: need,
      leaders: leaders.map { ($0.0, $0.1) }, followers: followers.map { ($0.0, $0.1) })
  }
}
