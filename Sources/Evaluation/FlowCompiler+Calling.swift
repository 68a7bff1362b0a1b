import ArchitectureModel
import Quantities
import SimulationKernel

// What callers do to protect themselves and what they call.

extension FlowCompiler {
  /// The mechanisms of a step's call, one for all of its edges; -1 where there are none.
  mutating func guarded(_ call: Call, _ step: Step, of component: Int) -> Int {
    if let known = guardIndex[step.path] { return known }
    var spec = GuardSpec(from: component)
    spec.breaker = call.breaker.map {
      BreakerSpec(
        tripAt: $0.tripAt, window: $0.window.nanoseconds, minCalls: $0.minCalls,
        openFor: $0.openFor.nanoseconds, probes: $0.probes, isShared: $0.isShared)
    }
    spec.limit = call.rateLimit.map { Self.limit($0) }
    spec.bulkhead = call.bulkhead.map {
      BulkheadSpec(
        max: $0.max, queue: $0.queue, maxWait: $0.maxWait?.nanoseconds ?? -1,
        isShared: $0.isShared)
    }
    spec.hedge = call.hedge.map { HedgeSpec(after: $0.after.nanoseconds, max: $0.max) }
    spec.cancels = call.cancels
    let isEmpty =
      spec.breaker == nil && spec.limit == nil && spec.bulkhead == nil && spec.hedge == nil
      && !spec.cancels
    guard !isEmpty else { return -1 }
    flows.model.guards.append(spec)
    guardIndex[step.path] = flows.model.guards.count - 1
    return flows.model.guards.count - 1
  }

  /// A limit as the engine counts it, in tokens per nanosecond.
  static func limit(_ limit: RateLimit) -> LimitSpec {
    LimitSpec(
      rate: limit.perSecond * 1e-9, burst: limit.burst, isPerKey: limit.isPerKey,
      waits: limit.waits, isShared: limit.isShared)
  }

  /// What stands beside a call for the case that it fails at last; a call that succeeds jumps over
  /// it.
  mutating func emitFallback(of call: Call, component: Int, operation: Int?, depth: Int) {
    guard let fallback = call.fallback else { return }
    let place = flows.model.program.count - 1
    flows.model.program.append(Instruction(.jump))
    flows.model.program[place].b = Int32(flows.model.program.count)
    switch fallback {
    case .without: flows.model.program.append(Instruction(.lessen, a: 1))
    case .stale: flows.model.program.append(Instruction(.lessen, a: 2))
    case .deny: flows.model.program.append(Instruction(.deny))
    case .step(let step):
      emit(step, of: component, operation: operation, depth: depth)
      flows.model.program.append(Instruction(.lessen, a: 1))
    }
    flows.model.program[place + 1].a = Int32(flows.model.program.count)
  }
}
