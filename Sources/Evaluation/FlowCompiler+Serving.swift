import ArchitectureModel
import Quantities
import SimulationKernel
import Stochastics

extension FlowCompiler {
  /// How the copies of a component serve, as the engine runs it.
  static func serving(_ component: Component) -> ServingSpec {
    let serving = component.serving
    let slots = component.concurrency.value.map { Int32(clamping: $0) } ?? 0
    var spec = ServingSpec()
    spec.order =
      switch serving.order {
      case .fifo: .fifo
      case .lifo: .lifo
      case .priority: .priority
      }
    spec.onFull =
      switch serving.onFull {
      case .reject: .reject
      case .dropOldest: .dropOldest
      case .block: .block
      }
    spec.maxWait = serving.maxWait?.nanoseconds ?? -1
    spec.shedFrom = serving.shedFrom ?? 1
    if serving.sharesEqually {
      spec.processors = Double(slots)
      spec.gaugesProcessors = true
    }
    if let cores = component.purchase.cores?.value, component.usesProcessors {
      spec.processors = cores
    }
    spec.slowdown = serving.slowdown.map {
      SlowdownSpec(
        isExponential: $0.shape == .exponential, factor: $0.factor, exponent: $0.exponent)
    }
    spec.batch = serving.batch.map {
      BatchSpec(
        size: Int32(clamping: $0.size), wait: $0.wait.nanoseconds, work: Sampler($0.work),
        each: $0.each.nanoseconds)
    }
    spec.tick = serving.tick?.nanoseconds ?? -1
    return spec
  }

  /// The rules by which the copies of a component come and go, one for each site.
  mutating func scale(_ component: Component, _ groups: [Int]) {
    if let rule = component.onDemand {
      flows.model.onDemand += groups.map {
        OnDemandSpec(
          group: $0, least: rule.least, coldStart: Sampler(rule.coldStart.value),
          keep: rule.keepWarm.value.nanoseconds)
      }
    }
    guard let scaling = component.scaling else { return }
    for (group, start) in zip(groups, scaling.start) {
      var spec = ScaleSpec(
        group: group, least: scaling.least, start: start, target: scaling.target,
        period: Scaling.period.nanoseconds, warmup: Sampler(scaling.warmup),
        cooldown: scaling.cooldown.nanoseconds, step: scaling.step)
      spec.signal =
        switch scaling.signal {
        case .busy: .busy
        case .queueDepth: .waiting
        case .rate: .rate
        }
      flows.model.scales.append(spec)
    }
  }

  /// The entries that a cache may have, where it knows them; never more than fit into its memory.
  mutating func addCache(_ component: Component) {
    guard let keeping = component.keeping else { return }
    var spec = CacheSpec(component: flows.model.components.count)
    spec.entries = keeping.entries ?? -1
    let sizes = [keeping.bytes, component.purchase.memory?.value].compactMap { $0?.bytes }
    spec.bytes = sizes.min().map { Int64(clamping: $0) } ?? -1
    spec.ttl = keeping.ttl?.nanoseconds ?? -1
    spec.coalesces = keeping.coalesces
    spec.weights = input.operations.map { Int64(clamping: $0.payload.bytes) }
    flows.model.caches.append(spec)
  }
}
