import ArchitectureModel

// What a component does for a request: the steps that its answer needs.

extension StructureFunction {
  /// The steps of a component for an operation, seen from a site.
  mutating func inside(_ index: Int, _ operation: String, at site: Int) -> Algebra.Value {
    let component = model.component(index)
    if component.isPassive { return algebra.constant(true) }
    let origin = Origin(id: site, site: site, order: model.siteOrders[site])
    if let store = component.fronts {
      guard let target = model.componentIndex[store.name] else { return algebra.constant(true) }
      let read = reach(target, operation, from: origin, .read)
      let path = "components.\(component.id).fronts"
      let errs = errors(path, of: target, times: 1, retry: nil)
      let both = algebra.and(read, errs)
      return perhaps(both, 1 - (component.hit?.value ?? 0), path, of: index)
    }
    var values: [Algebra.Value] = []
    for step in model.steps(of: index, operation) {
      values.append(self.step(step, index, operation, origin))
    }
    return algebra.all(values)
  }

  private mutating func step(
    _ step: Step, _ index: Int, _ operation: String, _ origin: Origin
  ) -> Algebra.Value {
    guard step.times > 0, step.chance > 0 else { return algebra.constant(true) }
    let value: Algebra.Value
    switch step.action {
    case .call(let call): value = self.call(call, step, operation, origin)
    case .together(let legs, let need):
      var values: [Algebra.Value] = []
      for leg in legs where leg.applies(to: operation) {
        values.append(self.step(leg, index, operation, origin))
      }
      value = algebra.atLeast(min(need, values.count), of: values)
    case .choose(let branches):
      var values: [(share: Double, value: Algebra.Value)] = []
      for branch in branches {
        var all: [Algebra.Value] = []
        for inner in branch.steps where inner.applies(to: operation) {
          all.append(self.step(inner, index, operation, origin))
        }
        values.append((branch.share, algebra.all(all)))
      }
      value = one(of: values, step.path, index)
    case .then(let targets):
      var values: [(share: Double, value: Algebra.Value)] = []
      for (number, target) in targets.enumerated() {
        guard let to = model.componentIndex[target.to.name] else { continue }
        let access: Access = model.component(to).has("broker") ? .write : .read
        let reached = reach(to, operation, from: origin, access)
        let errs = errors("\(step.path)/then[\(number)]", of: to, times: 1, retry: nil)
        values.append((target.share, algebra.and(reached, errs)))
      }
      value = model.isOnCircle[index] ? needed(values) : one(of: values, step.path, index)
    }
    let ever = 1 - FailureModel.power(1 - step.chance, step.times)
    return perhaps(value, ever, step.path, of: index)
  }

  /// All that any request may need.
  private mutating func needed(
    _ branches: [(share: Double, value: Algebra.Value)]
  ) -> Algebra.Value {
    algebra.all(branches.filter { $0.share > 0 }.map(\.value))
  }

  /// One branch by its share; what is left of 1 does nothing.
  private mutating func one(
    of branches: [(share: Double, value: Algebra.Value)], _ path: String, _ index: Int
  ) -> Algebra.Value {
    if mode == .lasting { return needed(branches) }
    var left = 1.0
    var chain: [(share: Double, value: Algebra.Value)] = []
    for branch in branches where branch.share > 0 && left > 1e-12 {
      chain.append((min(1, branch.share / left), branch.value))
      left -= branch.share
    }
    var result = algebra.constant(true)
    for (number, branch) in chain.enumerated().reversed() {
      if branch.share > 1 - 1e-12 {
        result = branch.value
        continue
      }
      let other = algebra.literal(
        table.draw("branch \(path)/\(number)", of: index, branch.share))
      result = algebra.choose(other, result, branch.value)
    }
    return result
  }

  // MARK: Calls

  private mutating func call(
    _ call: Call, _ step: Step, _ operation: String, _ origin: Origin
  ) -> Algebra.Value {
    guard let target = model.componentIndex[call.target.name] else {
      return algebra.constant(true)
    }
    let component = model.component(target)
    if model.isForgotten(call) { return algebra.constant(true) }
    var access: Access = call.verb == .write || call.verb == .send ? .write : .read
    if component.has("broker"), call.verb == .send {
      switch call.acks {
      case .none, .leader: access = .publish(1)
      case .quorum:
        access =
          component.replication.mode == .sync ? .write : .publish(component.replication.writeQuorum)
      }
    }
    if access == .read, call.consistency != nil || call.staleness != nil {
      access = .readFrom(leader: component.asksLeader(call))
    }
    let answered = reach(target, call.operation ?? operation, from: origin, access)
    let errs = errors(step.path, of: target, times: step.times, retry: call.retry)
    return algebra.and(answered, errs)
  }
}
