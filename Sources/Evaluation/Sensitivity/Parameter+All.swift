import ArchitectureModel
import Quantities
import Stochastics

extension Parameter {
  /// The numbers of components, in the order of the language's reference.
  static let all: [Parameter] = serving + storing + failing + machines

  private static let serving: [Parameter] = [
    Parameter("work", get: { $0.work }, set: { $0.work?.value = $1 }, .spread),
    Parameter(
      "concurrency", get: { $0.concurrency }, set: { $0.concurrency.value = $1 }, .limit),
    Parameter(
      "queue.limit", get: { $0.queueLimit }, set: { $0.queueLimit.value = $1 }, .limit),
    Parameter(
      "cold_start", get: { $0.onDemand?.coldStart }, set: { $0.onDemand?.coldStart.value = $1 },
      .spread),
    Parameter(
      "keep_warm", get: { $0.onDemand?.keepWarm }, set: { $0.onDemand?.keepWarm.value = $1 },
      .duration),
    Parameter(
      "startup",
      get: { component in
        component.scaling.map { Setting($0.warmup, startupOrigin(component)) }
      }, set: { $0.scaling?.warmup = $1 }, .spread),
  ]

  private static let storing: [Parameter] = [
    Parameter("read", get: { $0.read }, set: { $0.read?.value = $1 }, .spread),
    Parameter("write", get: { $0.write }, set: { $0.write?.value = $1 }, .spread),
    Parameter(
      "connections", get: { $0.connections }, set: { $0.connections.value = $1 }, .limit),
    Parameter(
      "hit", get: { $0.fronts != nil && $0.keeping == nil ? $0.hit : nil },
      set: { $0.hit?.value = $1 }, .share),
    Parameter("capacity", get: { $0.capacity }, set: { $0.capacity?.value = $1 }, .limit),
    Parameter("partitions", get: { $0.partitions }, set: { $0.partitions?.value = $1 }, .count),
    Parameter(
      "replication.lag",
      get: { component in
        guard component.replication.mode == .async, component.replication.copies > 1 else {
          return nil
        }
        return Setting(
          component.replication.lag, written(component, ["replication", "lag"]))
      }, set: { $0.replication.lag = $1 }, .duration),
    Parameter(
      "replication.failover.takes", reach: { _ in .drills },
      get: { component in
        guard component.replication.copies > 1 else { return nil }
        return Setting(component.replication.failoverTakes, component.replication.failoverOrigin)
      }, set: { $0.replication.failoverTakes = $1 }, .duration),
    Parameter(
      "sharding.skew",
      get: { component in
        guard component.isLed, component.sharding.count > 1 else { return nil }
        return Setting(component.sharding.skew, written(component, ["sharding", "skew"]))
      }, set: { $0.sharding.skew = $1 }, .number),
  ]

  private static let failing: [Parameter] = [
    Parameter(
      "fails.errors", get: { $0.errorShare }, set: { $0.errorShare.value = $1 }, .share),
    Parameter(
      "health.every", reach: { _ in .drills }, get: { $0.health.every },
      set: { $0.health.every.value = $1 }, .duration),
    Parameter(
      "health.timeout", reach: { _ in .drills }, get: { $0.health.timeout },
      set: { $0.health.timeout.value = $1 }, .duration),
    Parameter(
      "health.after", reach: { _ in .drills }, get: { $0.health.after },
      set: { $0.health.after.value = $1 }, .count),
    Parameter(
      "restart", reach: { _ in .drills }, get: { $0.restart }, set: { $0.restart.value = $1 },
      .spread),
    Parameter(
      "fails.every", reach: { _ in .analysis },
      get: { $0.failureTimes?.available == nil ? $0.failureTimes?.every : nil },
      set: { $0.failureTimes?.every.value = $1 }, .duration),
    Parameter(
      "fails.lasts", reach: { _ in .analysis },
      get: { $0.failureTimes?.available == nil ? $0.failureTimes?.lasts : nil },
      set: { $0.failureTimes?.lasts.value = $1 }, .duration),
    Parameter(
      "fails.available", reach: { _ in .analysis }, get: { $0.failureTimes?.available },
      set: { $0.failureTimes?.available?.value = $1 }, .share),
  ]

  private static let machines: [Parameter] = [
    Parameter(
      "size.cpu", reach: { $0.usesProcessors ? .runs : .bill }, get: { $0.purchase.cores },
      set: { $0.purchase.cores?.value = $1 }, .number),
    Parameter(
      "size.memory", reach: { _ in .bill },
      get: { component in
        component.purchase.memory.map { Setting(Double($0.value.bytes), $0.origin) }
      }, set: { $0.purchase.memory?.value = ByteCount(bytes: Int64($1)) },
      ScaledValue(
        times: { min($0 * $1, 9e18) }, words: { ByteCount(bytes: Int64($0)).text })),
  ]

  /// Where a value comes from that keeps no origin of its own.
  private static func written(_ component: Component, _ path: [String]) -> Origin {
    component.record.value(at: path).map { .stated($0.span) } ?? .language
  }

  private static func startupOrigin(_ component: Component) -> Origin {
    if let warmup = component.record.value(at: ["scale", "warmup"]) { return .stated(warmup.span) }
    return written(component, ["startup"])
  }
}
