// How long a visit keeps its slot and how long its answer takes, by its plan.

extension NetworkSolver {
  /// What is followed through a plan.
  private enum Measure {
    /// The time until the slot is free: to the end, or until the request is handed on.
    case slot
    /// The time until the answer leaves; the responses of those of a part that the request is
    /// handed on to are left out.
    case answer(outside: Int?)
  }

  /// Time a visit keeps its slot.
  func holding(_ visit: Int) -> Moments {
    let plan = network.plans[visit]
    // Members of a coordinated write keep a slot for their work alone.
    let work = work(plan)
    if plan.write != nil { return work }
    let own = plan.isMessage ? reaching(plan.fetches) + work : work
    return plan.holds && !plan.steps.isEmpty ? own + after(plan.steps, .slot) : own
  }

  /// The work of a visit as long as its copies are as busy as they are.
  private func work(_ plan: Plan) -> Moments {
    let rule = network.rules[plan.component]
    guard rule.dependsOnLoad else { return plan.work }
    if let batch = rule.batch { return batch.time(of: group[plan.component]) }
    let factor = stretch[plan.component]
    return Moments(mean: plan.work.mean * factor, variance: plan.work.variance * factor * factor)
  }

  /// From coming to the station to the answer; with a part, without the responses of those in it
  /// that the request is handed on to.
  func responding(_ visit: Int, outside part: Int?) -> Moments {
    let plan = network.plans[visit]
    let rest = after(plan.steps, .answer(outside: part))
    if let write = plan.write { return writing(write, work(plan)) + rest }
    if plan.isMessage { return reaching(plan.fetches) + work(plan) + rest }
    return waiting(network.visited[visit]) + work(plan) + rest
  }

  /// The wait over several stations by their shares.
  private func waiting(_ places: [(station: Int, mean: Double)]) -> Moments {
    if places.count == 1 { return states[places[0].station].wait }
    let total = places.reduce(0) { $0 + $1.mean }
    guard total > 0 else { return .zero }
    return .mixture(places.map { ($0.mean / total, states[$0.station].wait) })
  }

  /// A write that several members do at once, done when enough of them are.
  private func writing(_ write: Plan.Write, _ work: Moments) -> Moments {
    let leader = waiting(write.leaders.map { ($0.station, $0.share) })
    let follower = waiting(write.followers.map { ($0.station, $0.share) })
    let legs = write.ways.enumerated().map { index, way in
      (index == 0 ? leader : follower) + work + Moments(mean: way)
    }
    return OrderStatistics.time(of: legs, need: write.need)
  }

  /// Mean latency of an operation's requests, the way of the user included; infinite where some
  /// wait is.
  func latency(_ operation: Int) -> Double {
    let sum = network.ways[operation].reduce(0) {
      $0 + $1.share * (response[$1.visit].mean + $1.way)
    }
    return sum.isNaN ? .infinity : sum
  }

  // MARK: Steps

  /// The time of steps, from the last to the first.
  private func after(_ steps: [Plan.Step], _ measure: Measure) -> Moments {
    var rest = Moments.zero
    for step in steps.reversed() { rest = before(rest, step, measure) }
    return rest
  }

  /// The time of a step and of what comes after it.
  private func before(_ rest: Moments, _ step: Plan.Step, _ measure: Measure) -> Moments {
    if step.handsOn {
      var rest = rest
      for _ in 0..<step.times {
        let once = once(step, rest, measure)
        rest =
          step.chance < 1 ? .mixture([(step.chance, once), (1 - step.chance, rest)]) : once
      }
      return rest
    }
    let once = once(step, .zero, measure)
    let drawn = step.chance < 1 ? .mixture([(step.chance, once)]) : once
    return drawn.repeated(Double(step.times)) + rest
  }

  /// The time of a step done once and of what comes after it.
  private func once(_ step: Plan.Step, _ rest: Moments, _ measure: Measure) -> Moments {
    switch step.action {
    case .nothing: return rest
    case .call(let targets, let extra): return reaching(targets) + extra + rest
    case .together(let legs, let need):
      return OrderStatistics.time(of: legs.map { after([$0], measure) }, need: need) + rest
    case .choose(let branches, let none):
      var parts = branches.map { branch in
        (
          share: branch.share,
          time: branch.steps.reversed().reduce(rest) { before($0, $1, measure) }
        )
      }
      parts.append((none, rest))
      return .mixture(parts)
    case .then(let targets, let none):
      var parts = targets.map { (share: $0.share, time: handingOn($0, measure)) }
      parts.append((none, rest))
      return .mixture(parts)
    }
  }

  private func handingOn(_ target: Plan.Target, _ measure: Measure) -> Moments {
    guard case .answer(let part) = measure else { return .zero }
    let way = Moments(mean: target.way)
    return part == network.partOf[target.visit] ? way : way + response[target.visit]
  }

  /// From sending a request to its answer being back, over the targets by their shares.
  private func reaching(_ targets: [Plan.Target]) -> Moments {
    if targets.count == 1, targets[0].share == 1 {
      return response[targets[0].visit] + Moments(mean: targets[0].way)
    }
    return .mixture(
      targets.map { ($0.share, response[$0.visit] + Moments(mean: $0.way)) })
  }
}
