import ArchitectureModel

// How long a visit keeps its slot and how long its answer takes, by its program.

extension NetworkSolver {
  /// What is followed through a program.
  private enum Measure {
    /// The time until the slot is free: to the end, or until the request is handed on.
    case slot
    /// The time until the answer leaves; the part of those that hand on to each other left out.
    case answer(outside: Set<Int>?)
  }

  /// Time a visit keeps its slot.
  func holding(_ visit: Int) -> Moments {
    let kind = network.graph.visits[visit]
    let component = network.graph.components[kind.component]
    let program = network.graph.programs[visit]
    let work = program.workMoments
    // Members of a coordinated write keep a slot for their work alone.
    if network.stations.isCoordinated(kind) { return work }
    let fetched = kind.isMessage ? fetching(visit) : .zero
    guard component.holdsWhileWaiting.value else { return fetched + work }
    return fetched + work + after(program.steps, of: visit, .slot)
  }

  /// From coming to the station to the answer; with `part`, without the responses of those in it
  /// that the request is handed on to.
  func responding(_ visit: Int, part: Set<Int>?) -> Moments {
    let kind = network.graph.visits[visit]
    let program = network.graph.programs[visit]
    let rest = after(program.steps, of: visit, .answer(outside: part))
    if network.stations.isCoordinated(kind) { return writing(visit) + rest }
    let wait =
      kind.isMessage ? .zero : waiting(network.visited[visit].map { ($0.station, $0.mean) })
    let fetched = kind.isMessage ? fetching(visit) : .zero
    return wait + fetched + program.workMoments + rest
  }

  /// The wait over several stations by their shares.
  private func waiting(_ stations: [(Int, Double)]) -> Moments {
    let total = stations.reduce(0) { $0 + $1.1 }
    guard total > 0 else { return .zero }
    if stations.count == 1 { return states[stations[0].0].wait }
    return .mixture(stations.map { ($0.1 / total, states[$0.0].wait) })
  }

  /// A write that several members do at once, done when enough of them are.
  private func writing(_ visit: Int) -> Moments {
    let kind = network.graph.visits[visit]
    guard case .members(let members, _, _) = network.topology.copies[kind.component] else {
      return .zero
    }
    let component = network.graph.components[kind.component]
    let work = network.graph.programs[visit].workMoments
    let (leaders, followers) = network.stations.members(of: kind)
    let waits = (leader: waiting(leaders), follower: waiting(followers))
    let legs = members.enumerated().map { index, location in
      let way =
        travel(from: kind.location, to: location, bytes: 0)
        + travel(from: location, to: kind.location, bytes: 0)
      return (index == 0 ? waits.leader : waits.follower) + work + Moments(mean: way)
    }
    let asked =
      component.replication.mode == .sync ? members.count : component.replication.writeQuorum
    let need = kind.acks > 0 ? min(kind.acks, members.count) : max(1, asked)
    return OrderStatistics.time(of: legs, need: need)
  }

  private func fetching(_ visit: Int) -> Moments {
    let kind = network.graph.visits[visit]
    let brokers = network.graph.brokers(of: kind.component)
    let parts = brokers.flatMap { broker in
      network.graph.fetches(from: broker, by: kind).map { fetch in
        (share: fetch.share / Double(brokers.count), time: roundTrip(fetch.visit, of: kind, nil))
      }
    }
    return .mixture(parts)
  }

  /// Mean latency of an operation's requests, the way of the user included; infinite where some
  /// wait is.
  func latency(_ operation: Int) -> Double {
    let bytes = network.graph.payload(operation)
    var sum = 0.0
    for user in network.topology.users[operation] where user.share > 0 {
      for entry in network.graph.entries(of: operation, from: user.location) {
        let visit = network.graph.visits[entry.visit]
        let way =
          travel(from: user.location, to: visit.location, bytes: bytes)
          + returning(entry.visit, to: user.location, bytes: 0)
        sum += user.share * entry.share * (response[entry.visit].mean + way)
      }
    }
    return sum.isNaN ? .infinity : sum
  }

  // MARK: Steps

  /// The time of steps, from the last to the first.
  private func after(_ steps: [ProgramStep], of visit: Int, _ measure: Measure) -> Moments {
    var rest = Moments.zero
    for step in steps.reversed() { rest = before(rest, step, of: visit, measure) }
    return rest
  }

  /// The time of a step and of what comes after it.
  private func before(
    _ rest: Moments, _ step: ProgramStep, of visit: Int, _ measure: Measure
  ) -> Moments {
    if step.handsOn {
      var rest = rest
      for _ in 0..<step.times {
        let once = once(step, rest, of: visit, measure)
        rest =
          step.chance < 1 ? .mixture([(step.chance, once), (1 - step.chance, rest)]) : once
      }
      return rest
    }
    let once = once(step, .zero, of: visit, measure)
    let drawn = step.chance < 1 ? .mixture([(step.chance, once)]) : once
    return drawn.repeated(Double(step.times)) + rest
  }

  /// The time of a step done once and of what comes after it.
  private func once(
    _ step: ProgramStep, _ rest: Moments, of visit: Int, _ measure: Measure
  ) -> Moments {
    let kind = network.graph.visits[visit]
    switch step.action {
    case .call(let link): return calling(link, of: kind) + rest
    case .together(let legs, let need):
      let times = legs.map { after([$0], of: visit, measure) }
      return OrderStatistics.time(of: times, need: need) + rest
    case .choose(let branches):
      var parts = branches.map { branch in
        (
          share: branch.share,
          time: branch.steps.reversed().reduce(rest) { before($0, $1, of: visit, measure) }
        )
      }
      parts.append((max(0, 1 - branches.reduce(0) { $0 + $1.share }), rest))
      return .mixture(parts)
    case .then(let targets):
      var parts: [(share: Double, time: Moments)] = []
      for (share, target) in targets {
        for place in network.graph.targets(handedTo: target, by: kind) {
          parts.append((share * place.share, handingOn(place.visit, by: kind, measure)))
        }
      }
      parts.append((max(0, 1 - targets.reduce(0) { $0 + $1.share }), rest))
      return .mixture(parts)
    }
  }

  private func handingOn(_ target: Visit, by kind: Visit, _ measure: Measure) -> Moments {
    guard case .answer(let part) = measure else { return .zero }
    let way = Moments(mean: travel(from: kind.location, to: target.location, bytes: 0))
    guard let index = network.graph.visit(target) else { return way }
    if part?.contains(index) ?? false { return way }
    return way + response[index]
  }

  private func calling(_ link: Link, of kind: Visit) -> Moments {
    guard link.isAwaited else { return .zero }
    let targets = network.graph.targets(link, of: kind)
    if targets.count == 1 { return roundTrip(targets[0].visit, of: kind, link) }
    return .mixture(targets.map { ($0.share, roundTrip($0.visit, of: kind, link)) })
  }

  /// From sending a request to its answer being back.
  private func roundTrip(_ target: Visit, of kind: Visit, _ link: Link?) -> Moments {
    guard let index = network.graph.visit(target) else { return .zero }
    var way = travel(from: kind.location, to: target.location, bytes: link?.bytesOut ?? 0)
    way += returning(index, to: kind.location, bytes: link?.bytesBack ?? 0)
    let extra = link?.latency.repeated(2) ?? .zero
    return response[index] + extra + Moments(mean: way)
  }

  /// Mean time of an answer back to a location.
  func returning(_ visit: Int, to location: Int, bytes: Double) -> Double {
    guard !network.answers.isEmpty else { return 0 }
    return network.answers[visit].reduce(0) {
      $0 + $1.share * travel(from: $1.location, to: location, bytes: bytes)
    }
  }

  /// One way between two locations.
  func travel(from: Int, to: Int, bytes: Double) -> Double {
    from == to
      ? 0 : network.topology.delay[from][to] + network.topology.secondsPerByte[from][to] * bytes
  }
}
