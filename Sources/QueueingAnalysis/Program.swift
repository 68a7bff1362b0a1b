import ArchitectureModel
import Quantities
import Stochastics

/// A call as numbers.
struct Link {
  var target: Int
  /// The operation whose handler runs at the target; nil for the request's own.
  var operation: Int?
  var isWrite: Bool
  /// Whether of a store's members the leader must answer.
  var asksLeader: Bool
  var isAwaited: Bool
  /// Extra time each way.
  var latency: Moments
  var bytesOut: Double
  var bytesBack: Double
  /// Members that must have a publication; nil for what the replication asks.
  var acks: Int?
  /// Whether it has a time-out or tries again.
  var isGuarded: Bool
}

/// A step of a program.
struct ProgramStep {
  indirect enum Action {
    case call(Link)
    case together([ProgramStep], need: Int)
    case choose([(share: Double, steps: [ProgramStep])])
    case then([(share: Double, target: Int)])
  }
  var action: Action
  var chance: Double
  var times: Int

  /// Whether it, or a step inside it, satisfies a condition.
  func has(_ condition: (Action) -> Bool) -> Bool {
    if condition(action) { return true }
    switch action {
    case .call, .then: return false
    case .together(let legs, _): return legs.contains { $0.has(condition) }
    case .choose(let branches):
      return branches.contains { $0.steps.contains { $0.has(condition) } }
    }
  }

  /// Whether the request may be handed on here.
  var handsOn: Bool { has { if case .then = $0 { true } else { false } } }
}

/// What a component does for one operation: its work, then its steps.
struct Program {
  var work: Spread?
  var steps: [ProgramStep]

  var workMoments: Moments { work.map(Moments.init) ?? .zero }
}

/// Makes programs from the steps of a design, by the meaning that the language gives them.
struct ProgramBuilder {
  let architecture: Architecture
  let operations: [OperationLoad]
  private let componentIndex: [String: Int]
  private let operationIndex: [String: Int]

  init(_ architecture: Architecture, _ operations: [OperationLoad]) {
    self.architecture = architecture
    self.operations = operations
    componentIndex = Dictionary(
      architecture.components.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { $1 })
    operationIndex = Dictionary(
      operations.enumerated().map { ($1.operation, $0) }, uniquingKeysWith: { $1 })
  }

  func component(_ id: String) -> Int? { componentIndex[id] }

  /// Whether a component only reads and writes for itself.
  static func isKeeper(_ component: Component) -> Bool {
    component.has("broker") || component.has("store") && !component.has("volatile")
  }

  /// The program of a component for an operation.
  func program(_ component: Component, operation: Int, isWrite: Bool) -> Program {
    if Self.isKeeper(component) {
      let spread = isWrite ? component.write : component.read
      return Program(work: spread?.value ?? .exact(.zero), steps: [])
    }
    let name = operations[operation].operation
    let handler = component.handlers.first { $0.operation == name }
    var steps: [ProgramStep] = []
    if let store = component.fronts {
      if let target = componentIndex[store.name] {
        let link = Link(
          target: target, operation: nil, isWrite: false,
          asksLeader: architecture.components[target].asksLeader(nil), isAwaited: true,
          latency: .zero, bytesOut: 0, bytesBack: 0, acks: nil, isGuarded: false)
        let miss = min(1, max(0, 1 - (component.hit?.value ?? 0)))
        steps = [ProgramStep(action: .call(link), chance: miss, times: 1)]
      }
    } else {
      steps = (handler?.steps ?? component.calls).compactMap { step($0, operation) }
    }
    return Program(work: (handler?.work ?? component.work)?.value, steps: steps)
  }

  private func step(_ step: Step, _ operation: Int) -> ProgramStep? {
    if let when = step.when, !when.contains(operations[operation].operation) { return nil }
    guard step.times > 0, step.chance > 0 else { return nil }
    guard let action = action(step, operation) else { return nil }
    return ProgramStep(action: action, chance: min(1, step.chance), times: step.times)
  }

  private func action(_ step: Step, _ operation: Int) -> ProgramStep.Action? {
    switch step.action {
    case .call(let call): return link(call, operation).map { .call($0) }
    case .together(let legs, let need):
      let wanted = legs.filter { $0.when?.contains(operations[operation].operation) ?? true }
      // A leg that never does anything is done at once.
      let programs = wanted.map { leg in
        self.step(leg, operation) ?? ProgramStep(action: .choose([]), chance: 1, times: 1)
      }
      return programs.isEmpty ? nil : .together(programs, need: min(need, programs.count))
    case .choose(let branches):
      return .choose(
        branches.map { branch in
          (branch.share, branch.steps.compactMap { self.step($0, operation) })
        })
    case .then(let targets):
      return .then(
        targets.compactMap { target in
          componentIndex[target.to.name].map { (target.share, $0) }
        })
    }
  }

  private func link(_ call: Call, _ operation: Int) -> Link? {
    guard let target = componentIndex[call.target.name] else { return nil }
    let component = architecture.components[target]
    let keeps = component.has("store") || component.has("broker")
    let handsOver = call.verb == .send && (!keeps || component.has("broker") && call.acks == .none)
    return Link(
      target: target, operation: call.operation.flatMap { operationIndex[$0] },
      isWrite: call.verb == .write || call.verb == .send && keeps,
      asksLeader: component.asksLeader(call), isAwaited: !handsOver,
      latency: call.latency.map { Moments($0.value) } ?? .zero,
      bytesOut: bytes(call.carries) ?? Double(operations[operation].payload.bytes),
      bytesBack: bytes(call.returns) ?? 0, acks: acks(call, component),
      isGuarded: call.timeout != nil || (call.retry?.max ?? 0) > 0)
  }

  private func bytes(_ data: [Named]?) -> Double? {
    data.map { list in
      list.reduce(0) { $0 + Double(architecture.dataClass($1.name)?.size.value.bytes ?? 0) }
    }
  }

  private func acks(_ call: Call, _ broker: Component) -> Int? {
    guard broker.has("broker"), call.verb == .send else { return nil }
    switch call.acks {
    case .none, .leader: return 1
    case .quorum: return broker.replication.mode == .sync ? nil : broker.replication.writeQuorum
    }
  }
}
