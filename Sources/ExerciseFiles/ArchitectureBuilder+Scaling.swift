import ArchitectureModel
import Diagnostics
import Quantities
import Stochastics

// Copies that come and go, and what machines have room for.

extension ArchitectureBuilder {
  /// Fills in what follows from the machine and from the load.
  mutating func fitMachine(_ component: inout Component, _ scope: ComponentScope) {
    component.processorShare = processorShare(scope)
    fitMemory(&component, scope)
    if scope.kind.has("scales_to_zero") {
      startOnDemand(&component, scope)
    } else if let (value, _) = lookUp("scale", scope), let record = value.record {
      component.scaling = scaling(record, value.span, &component, scope)
    }
    let needs = component.processorShare ?? 0
    let needsMore = component.handlers.contains { ($0.processorShare ?? 0) > 0 }
    guard needs > 0 || needsMore else { return }
    if component.purchase.cores == nil {
      add(
        "arch.no-machine", "'\(scope.id)' works on processors, but its kind has no machine",
        scope.record["work"]?.span ?? scope.record.span,
        allowed: "'cpu' in kinds with a machine, such as service, or those with 'size'")
    }
    if component.serving.sharesEqually, let entry = scope.record.entry("sharing") {
      add(
        "arch.conflicting-fields",
        "with 'sharing: equal' all work shares the slots; 'cpu' shares the cores", entry.keySpan,
        allowed: "one of them")
    }
    if component.serving.batch != nil, let entry = scope.record.entry("batch") {
      add(
        "arch.conflicting-fields", "'batch' has a work of its own, which uses no 'cpu' part",
        entry.keySpan, allowed: "one of them")
    }
  }

  private mutating func processorShare(_ scope: ComponentScope) -> Double? {
    guard let (value, _) = lookUp("work", scope) else { return nil }
    return value.spread?.processorShare
  }

  /// No more requests than fit into the memory, those that wait included.
  private mutating func fitMemory(_ component: inout Component, _ scope: ComponentScope) {
    guard let (value, _) = lookUp("uses", scope),
      let use = value.record?["memory"]?.size
    else { return }
    guard let memory = component.purchase.memory?.value else {
      add(
        "arch.no-machine", "'\(scope.id)' uses memory, but its kind has no machine", value.span,
        allowed: "'size: { memory: … }'")
      return
    }
    guard use.bytes > 0, memory.bytes >= use.bytes else {
      add(
        "arch.out-of-range",
        "a request of '\(scope.id)' uses \(use.text), its machine has \(memory.text)", value.span,
        allowed: "more than nothing, and at most 'size.memory'")
      return
    }
    let fits = Int(clamping: memory.bytes / use.bytes)
    let slots = min(component.concurrency.value ?? .max, fits)
    if component.concurrency.value != slots {
      component.concurrency = Setting(slots, component.concurrency.origin)
    }
    let waiting = min(component.queueLimit.value ?? .max, fits - slots)
    if component.queueLimit.value != waiting {
      component.queueLimit = Setting(waiting, component.queueLimit.origin)
    }
  }

  private mutating func scaling(
    _ record: ReadRecord, _ span: SourceSpan, _ component: inout Component,
    _ scope: ComponentScope
  ) -> Scaling? {
    guard let stated = record["min"]?.count, let least = stated, least > 0 else {
      if !record.refused.contains("min") {
        add(
          "arch.missing-field", "'scale' of '\(scope.id)' does not say how many copies stay",
          record["min"]?.span ?? span, allowed: "'min', at least 1")
      }
      return nil
    }
    guard let limit = record["max"]?.count, let most = limit else { return nil }
    if component.has("single_writer") {
      add(
        "arch.field-not-for-kind", "'scale' is no field of a \(scope.kind.name): one copy writes",
        span, allowed: "'sharding' divides its work")
      return nil
    }
    guard least <= most, most <= 10_000 else {
      add(
        "arch.out-of-range", "'scale' of '\(scope.id)' goes from \(least) to \(most) copies",
        record["max"]?.span ?? span, allowed: "min at most max, and at most 10000")
      return nil
    }
    let signal = record["by"]?.text.flatMap(Scaling.Signal.init) ?? .busy
    guard let target = target(record, signal, span, component, scope) else { return nil }
    let start = component.replicas
    for (site, count) in zip(component.sites, start.value)
    where start.origin.isStated && !(least...most).contains(count) {
      add(
        "arch.out-of-range",
        "'\(scope.id)' starts with \(count) copies at '\(site)', 'scale' allows \(least) to \(most)",
        start.origin.span ?? span, allowed: "from \(least) to \(most)")
    }
    let first = start.value.map { start.origin.isStated ? min(most, max(least, $0)) : least }
    component.replicas = Setting(start.value.map { _ in least }, start.origin)
    let startup = spreadValue("startup", scope)?.value
    let warmup = heldWarmup(record["warmup"], scope)
    return Scaling(
      least: least, most: most, start: first, signal: signal, target: target,
      warmup: warmup ?? startup ?? .exact(TimeSpan(nanoseconds: 30_000_000_000)),
      cooldown: record["cooldown"]?.duration ?? TimeSpan(nanoseconds: 180_000_000_000),
      step: (record["step"]?.count ?? 1) ?? 1, span: span)
  }

  /// How long a new copy takes; sooner than the default of `startup` is a claim.
  private mutating func heldWarmup(_ value: ReadValue?, _ scope: ComponentScope) -> Spread? {
    guard let value, let span = value.duration else { return nil }
    guard let text = field(at: ["startup"])?.fallback,
      let usual = parsed(text, .duration, key: "language/startup.mean")?.duration
    else { return .exact(span) }
    return .exact(
      held(
        Setting(span, .stated(value.span)), ofComponent("scale.warmup", scope), usual: usual,
        .lower, .duration
      ).value)
  }

  private mutating func target(
    _ record: ReadRecord, _ signal: Scaling.Signal, _ span: SourceSpan, _ component: Component,
    _ scope: ComponentScope
  ) -> Double? {
    let value = record["target"]
    if signal == .busy, component.concurrency.value == nil {
      add(
        "arch.conflicting-fields",
        "'by: busy' looks at slots in use, but 'concurrency' of '\(scope.id)' is none",
        record["by"]?.span ?? span, allowed: "by: rate")
      return nil
    }
    guard let number = value?.number else {
      if signal == .busy { return 0.6 }
      add(
        "arch.missing-field", "'scale' of '\(scope.id)' aims at no number for \(signal.rawValue)",
        span, allowed: "'target', such as 10")
      return nil
    }
    guard number > 0, signal != .busy || number <= 1 else {
      add(
        "arch.out-of-range", "'target' of '\(scope.id)' is \(TypeWords.plain(number))",
        value?.span ?? span,
        allowed: signal == .busy ? "a share above 0%, such as 60%" : "a number above 0")
      return nil
    }
    return number
  }
}
