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
      spec.processors = slots
      spec.gaugesProcessors = true
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
}
