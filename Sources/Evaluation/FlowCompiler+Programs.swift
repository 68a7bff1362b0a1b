import ArchitectureModel
import PluginAPI
import Quantities
import SimulationKernel
import Stochastics

extension FlowCompiler {
  /// The programs of a component: one per operation, or one for all where they do not differ.
  mutating func addPrograms(_ index: Int) {
    let component = architecture.components[index]
    let differs =
      !component.handlers.isEmpty || component.allSteps.contains { Self.dependsOnOperation($0) }
      || component.allSteps.flatMap(\.calls).contains { needsPayload($0) }
    let shared = differs ? nil : addProgram(index, operation: nil)
    for operation in input.operations.indices {
      let (read, write) = shared ?? addProgram(index, operation: operation)
      flows.model.handlers.append(read)
      flows.model.handlers.append(write)
    }
    if input.operations.isEmpty { return }
  }

  private static func dependsOnOperation(_ step: Step) -> Bool {
    if step.when != nil { return true }
    switch step.action {
    case .call(let call): return call.fallback?.step.map { dependsOnOperation($0) } ?? false
    case .then: return false
    case .together(let steps, _): return steps.contains { dependsOnOperation($0) }
    case .choose(let branches):
      return branches.contains { $0.steps.contains { dependsOnOperation($0) } }
    }
  }

  /// Whether the size of a call is that of the operation's payload, and matters.
  private func needsPayload(_ call: Call) -> Bool {
    call.carries == nil && architecture.sites.count > 1
  }

  private mutating func sampler(_ spread: Spread) -> Int {
    flows.model.samplers.append(Sampler(spread))
    return flows.model.samplers.count - 1
  }

  /// Emits the programs for reads or calls, and for writes.
  private mutating func addProgram(_ index: Int, operation: Int?) -> (read: Int, write: Int) {
    let component = architecture.components[index]
    if component.has("store"), !component.has("volatile") || component.has("broker") {
      return (addBusy(component.read), addBusy(component.write))
    }
    if component.has("broker") { return (addBusy(component.read), addBusy(component.write)) }
    let start = flows.model.program.count
    let name = operation.map { input.operations[$0].operation }
    let handler = component.handlers.first { $0.operation == name }
    if let work = handler?.work ?? component.work {
      let number = sampler(work.value)
      if component.usesProcessors {
        let isOwn = handler?.work != nil
        flows.model.processorShares[number] =
          (isOwn ? handler?.processorShare : component.processorShare) ?? 0
      }
      flows.model.program.append(Instruction(.work, a: number))
    }
    if let store = component.fronts {
      addMiss(component, index, store)
    } else {
      for step in handler?.steps ?? component.calls {
        emit(step, of: index, operation: operation, depth: 0)
      }
    }
    flows.model.program.append(Instruction(.done))
    return (start, start)
  }

  private mutating func addBusy(_ spread: Setting<Spread>?) -> Int {
    let start = flows.model.program.count
    let number = sampler(spread?.value ?? .exact(.zero))
    flows.model.program.append(Instruction(.work, a: number))
    flows.model.program.append(Instruction(.done))
    return start
  }

  private mutating func addMiss(_ component: Component, _ index: Int, _ store: Named) {
    guard let target = componentIndex[store.name] else { return }
    let key = "components.\(component.id).fronts"
    let number: Int
    if let known = edgeIndex[key] {
      number = known
    } else {
      flows.model.edges.append(
        EdgeSpec(name: "\(component.id)->\(store.name)", from: index, target: target))
      number = flows.model.edges.count - 1
      edgeIndex[key] = number
      edgesOfLink["\(component.id)->\(store.name)", default: []].append(number)
    }
    let start = flows.model.program.count
    let hit = component.hit?.value ?? 0
    if component.keeping != nil {
      flows.model.program.append(Instruction(.lookUp, a: start + 3, share: hit))
      flows.model.program.append(Instruction(.call, a: number))
      flows.model.program.append(Instruction(.store))
      return
    }
    flows.model.program.append(Instruction(.skip, a: start + 2, share: 1 - hit))
    flows.model.program.append(Instruction(.call, a: number))
  }

  // MARK: Steps

  mutating func emit(_ step: Step, of index: Int, operation: Int?, depth: Int) {
    if let when = step.when, let operation, !when.contains(input.operations[operation].operation) {
      return
    }
    if step.times == 0 || step.chance == 0 { return }
    if step.times > 1 {
      flows.model.program.append(Instruction(.count, a: step.times, b: depth))
    }
    let body = flows.model.program.count
    if step.chance < 1 { flows.model.program.append(Instruction(.skip, share: step.chance)) }
    emitAction(step, of: index, operation: operation, depth: step.times > 1 ? depth + 1 : depth)
    if step.chance < 1 {
      flows.model.program[body].a = Int32(flows.model.program.count)
    }
    if step.times > 1 { flows.model.program.append(Instruction(.loop, a: body, b: depth)) }
  }

  private mutating func emitAction(_ step: Step, of index: Int, operation: Int?, depth: Int) {
    switch step.action {
    case .call(let call):
      guard let edge = edge(call, step, of: index, operation: operation) else { return }
      flows.model.program.append(Instruction(.call, a: edge))
      emitFallback(of: call, component: index, operation: operation, depth: depth)
    case .together(let legs, let need):
      emitFork(legs, need: need, of: index, operation: operation, depth: depth)
    case .choose(let branches):
      emitChoose(branches, of: index, operation: operation, depth: depth)
    case .then(let targets): emitThen(targets, step, of: index)
    }
  }

  private mutating func emitFork(
    _ legs: [Step], need: Int, of index: Int, operation: Int?, depth: Int
  ) {
    let wanted = legs.filter { leg in
      guard let when = leg.when, let operation else { return true }
      return when.contains(input.operations[operation].operation)
    }
    guard !wanted.isEmpty else { return }
    let fork = flows.model.forks.count
    flows.model.forks.append(ForkSpec(legs: [], need: min(need, wanted.count), next: 0))
    flows.model.program.append(Instruction(.fork, a: fork))
    var starts: [Int] = []
    for leg in wanted {
      starts.append(flows.model.program.count)
      emit(leg, of: index, operation: operation, depth: depth)
      flows.model.program.append(Instruction(.done))
    }
    flows.model.forks[fork].legs = starts
    flows.model.forks[fork].next = flows.model.program.count
  }

  private mutating func emitChoose(
    _ branches: [(share: Double, steps: [Step])], of index: Int, operation: Int?, depth: Int
  ) {
    let table = flows.model.branches.count
    flows.model.branches.append([])
    flows.model.program.append(Instruction(.choose, a: table))
    var rows: [BranchSpec] = []
    var jumps: [Int] = []
    var sum = 0.0
    for branch in branches {
      sum += branch.share
      rows.append(BranchSpec(upTo: sum, to: flows.model.program.count))
      for step in branch.steps { emit(step, of: index, operation: operation, depth: depth) }
      jumps.append(flows.model.program.count)
      flows.model.program.append(Instruction(.jump))
    }
    let after = flows.model.program.count
    for jump in jumps { flows.model.program[jump].a = Int32(after) }
    if sum < 0.999_999_9 || rows.isEmpty { rows.append(BranchSpec(upTo: 1, to: after)) }
    flows.model.branches[table] = rows
  }

  private mutating func emitThen(
    _ targets: [(share: Double, to: Named)], _ step: Step, of index: Int
  ) {
    let table = flows.model.branches.count
    var rows: [BranchSpec] = []
    var sum = 0.0
    for (number, target) in targets.enumerated() {
      guard let to = componentIndex[target.to.name] else { continue }
      sum += target.share
      let key = "\(step.path)/then[\(number)]"
      if edgeIndex[key] == nil {
        var edge = EdgeSpec(
          name: "\(architecture.components[index].id)=>\(target.to.name)#\(step.path)",
          from: index, target: to)
        edge.isWrite = architecture.components[to].has("broker")
        flows.model.edges.append(edge)
        edgeIndex[key] = flows.model.edges.count - 1
      }
      rows.append(BranchSpec(upTo: sum, to: edgeIndex[key] ?? 0))
    }
    if sum < 0.999_999_9 || rows.isEmpty { rows.append(BranchSpec(upTo: 1, to: -1)) }
    flows.model.branches.append(rows)
    flows.model.program.append(Instruction(.then, a: table))
  }

  // MARK: Calls

  private mutating func edge(
    _ call: Call, _ step: Step, of index: Int, operation: Int?
  ) -> Int? {
    let payload = needsPayload(call) ? operation : nil
    let key = step.path + (payload.map { "/\($0)" } ?? "")
    if let known = edgeIndex[key] { return known }
    guard let target = componentIndex[call.target.name] else { return nil }
    let component = architecture.components[target]
    var edge = EdgeSpec(
      name: call.link + (payload.map { "/\($0)" } ?? ""), from: index, target: target)
    edge.operation = call.operation.flatMap { operationIndex[$0] } ?? -1
    let stores = component.has("store") || component.has("broker")
    edge.isWrite = call.verb == .write || (call.verb == .send && stores)
    edge.isFireAndForget =
      call.verb == .send && (!stores || component.has("broker") && call.acks == .none)
    edge.timeout = call.timeout?.value.nanoseconds ?? -1
    if let retry = call.retry { edge.retry = Self.retry(retry) }
    edge.budgetOf = firstEdge[step.path] ?? -1
    edge.guarded = guarded(call, step, of: index)
    edge.latency = call.latency.map { Sampler($0.value) }
    edge.bytesOut =
      bytes(call.carries) ?? payload.map { Self.bytes(of: input.operations[$0]) } ?? 0
    edge.bytesBack = bytes(call.returns) ?? 0
    edge.acks = acks(call, component)
    edge.route = Self.route(call.route)
    if component.isLed, !edge.isWrite {
      edge.mostBehind = Self.mostBehind(component.readRule(call))
    }
    mark(&edge, call, component)
    flows.model.edges.append(edge)
    edgeIndex[key] = flows.model.edges.count - 1
    edgesOfLink[call.link, default: []].append(flows.model.edges.count - 1)
    if firstEdge[step.path] == nil { firstEdge[step.path] = flows.model.edges.count - 1 }
    return flows.model.edges.count - 1
  }

  /// How far behind a member may be that answers: -1 for the leader alone.
  private static func mostBehind(_ rule: ReadRule) -> Int64 {
    switch rule {
    case .leader: -1
    case .within(let limit): limit.nanoseconds
    case .any: .max
    }
  }

  private static func route(_ route: Call.Route?) -> RouteSpec {
    switch route {
    case nil: .usual
    case .nearest: .nearest
    case .sameZone: .sameZone
    case .any: .any
    case .leader: .leader
    }
  }

  private func bytes(_ data: [Named]?) -> Double? {
    data.map { list in
      list.reduce(0) { $0 + Double(architecture.dataClass($1.name)?.size.value.bytes ?? 0) }
    }
  }

  /// Members that must have a publication: 0 is what the replication asks.
  private func acks(_ call: Call, _ broker: Component) -> Int {
    guard broker.has("broker"), call.verb == .send else { return 0 }
    switch call.acks {
    case .none, .leader: return 1
    case .quorum:
      // With `sync` all members in the set, which one that is noticed dead leaves.
      return broker.replication.mode == .sync ? 0 : broker.replication.writeQuorum
    }
  }

  private func mark(_ edge: inout EdgeSpec, _ call: Call, _ target: Component) {
    guard edge.isWrite, !edge.isFireAndForget, let carries = call.carries else { return }
    for (bit, obligation) in obligations.enumerated() {
      guard case .write(let data, let durable) = obligation,
        carries.contains(where: { $0.name == data }), target.holds(data),
        !durable || target.has("durable")
      else { continue }
      edge.writes |= 1 << UInt32(bit)
    }
    for (index, probe) in input.probes.enumerated() {
      for (place, point) in [probe.from, probe.to].enumerated() {
        guard case .written(let data) = point, carries.contains(where: { $0.name == data }),
          target.holds(data)
        else { continue }
        edge.probesWritten |= 1 << UInt32(2 * index + place)
      }
    }
  }
}
