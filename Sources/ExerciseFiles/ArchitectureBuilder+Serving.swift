import ArchitectureModel
import Diagnostics
import Quantities
import Stochastics

// How copies serve: order, limits of waiting, sharing, groups and beats.

extension ArchitectureBuilder {
  /// The operations in the order of their importance.
  mutating func priority(_ architecture: Architecture) -> [String] {
    var listed: [String] = []
    for item in root["priority"]?.items ?? [] {
      guard let name = item.text, isOperation(name, item.span) else { continue }
      if listed.contains(name) {
        add(
          "arch.duplicate-operation", "'\(name)' stands twice in 'priority'", item.span,
          allowed: "each operation once")
      } else {
        listed.append(name)
      }
    }
    if listed.isEmpty { needPriority(architecture) }
    return listed
  }

  private mutating func needPriority(_ architecture: Architecture) {
    for component in architecture.components
    where component.serving.order == .priority || component.serving.shedFrom != nil {
      let queue = component.record["queue"]?.record
      let entry = queue?.entry("order") ?? queue?.entry("shed_from")
      add(
        "arch.no-priority",
        "'\(component.id)' serves by importance, but the file says nothing of it",
        entry?.value.span ?? component.span,
        allowed: "a list of operations under 'priority' at the top of the file")
    }
  }

  /// How the copies of a component serve.
  mutating func serving(_ scope: ComponentScope, _ component: Component) -> Serving {
    var serving = Serving()
    if let order = word("queue.order", scope, Serving.Order.self) { serving.order = order.value }
    if let full = word("queue.on_full", scope, Serving.OnFull.self) { serving.onFull = full.value }
    serving.maxWait = span("queue.max_wait", scope)?.value
    serving.shedFrom = share("queue.shed_from", scope)?.value
    serving.sharesEqually = lookUp("sharing", scope)?.0.text == "equal"
    serving.slowdown = slowdown(scope)
    serving.batch = batch(scope, component)
    serving.tick = span("tick", scope)?.value
    if let tick = serving.tick, tick.nanoseconds < 1 {
      add(
        "arch.out-of-range", "'tick' of '\(scope.id)' is \(tick.text)",
        scope.record["tick"]?.span ?? scope.record.span, allowed: "at least 1ns")
      serving.tick = nil
    }
    checkServing(serving, component, scope)
    return serving
  }

  private mutating func slowdown(_ scope: ComponentScope) -> Slowdown? {
    guard let (value, _) = lookUp("slowdown", scope), let record = value.record,
      let factor = record["factor"]?.number
    else { return nil }
    return Slowdown(
      shape: record["shape"]?.text == "exponential" ? .exponential : .polynomial, factor: factor,
      exponent: record["exponent"]?.number ?? 1, span: value.span)
  }

  private mutating func batch(_ scope: ComponentScope, _ component: Component) -> Batch? {
    guard let (value, origin) = lookUp("batch", scope), let record = value.record,
      let size = record["size"]?.count, let size,
      let work = spreadValue("batch.work", scope)?.value
    else { return nil }
    let batch = Batch(
      size: size, wait: record["wait"]?.duration ?? TimeSpan(nanoseconds: 0), work: work,
      each: record["each"]?.duration ?? TimeSpan(nanoseconds: 0), span: value.span)
    return held(batch, component, scope, origin)
  }

  /// A group that takes less time for each member than the component's own work is a claim.
  ///
  /// Not allowed, a group takes that work at least, and its members the rest of theirs between them.
  private mutating func held(
    _ batch: Batch, _ component: Component, _ scope: ComponentScope, _ origin: Origin
  ) -> Batch {
    let spreads = [component.work, component.read, component.write].compactMap { $0?.value }
    guard let own = spreads.max(by: { $0.meanSeconds < $1.meanSeconds }), let span = origin.span,
      batch.size > 0, own.meanSeconds > 0
    else { return batch }
    let members = Double(batch.size)
    func share(_ batch: Batch) -> Double {
      batch.work.meanSeconds / members + batch.each.seconds
    }
    let alone = batch.work.meanSeconds + batch.each.seconds
    // Times are whole nanoseconds.
    guard share(batch) < own.meanSeconds - 1e-9 || alone < own.meanSeconds - 1e-9 else {
      return batch
    }
    var claimed = ofComponent("batch.work", scope)
    claimed.range = scope.kind.range(component.work == nil ? "write" : "work")
    let least = leastMean(claimed) ?? 0
    let isPlausible = share(batch) >= least
    let standing = standing("batch.work", isPlausible)
    var used = batch
    if standing == .heldToBound || standing == .notAllowed {
      let mean = standing == .notAllowed ? own.meanSeconds : min(least, own.meanSeconds)
      used.work = Self.worse(batch.work, mean: mean, own).value
      let rest = mean - used.work.meanSeconds / members
      used.each = max(batch.each, TimeSpan(seconds: max(0, rest)))
    }
    func words(_ batch: Batch) -> String {
      "\(TimeSpan(seconds: share(batch)).text) for each of a full group"
    }
    self.record(
      claimed, stated: words(batch), used: words(used), standing, isPlausible, span)
    return used
  }

  /// Refuses what cannot stand together, each with the reason.
  private mutating func checkServing(
    _ serving: Serving, _ component: Component, _ scope: ComponentScope
  ) {
    let isUnlimited = component.concurrency.value == nil
    for key in ["slowdown", "sharing", "batch", "tick"] where isUnlimited {
      guard let entry = scope.record.entry(key), entry.value.text != "fifo" else { continue }
      conflict(
        scope, entry, "'\(key)' needs slots, but 'concurrency' of '\(scope.id)' is none")
    }
    let groups = serving.batch != nil ? "batch" : "tick"
    guard serving.batch != nil || serving.tick != nil || serving.sharesEqually else { return }
    if let entry = scope.record.entry(groups), groups == "batch" || serving.tick != nil {
      if serving.sharesEqually {
        conflict(scope, entry, "'\(groups)' starts services, with 'sharing: equal' nobody waits")
      }
      if scope.kind.has("consumes"), !component.consumes.isEmpty {
        conflict(
          scope, entry, "'\(groups)' is for requests; messages are taken together by 'consumes'")
      }
      if component.balance.value == .central {
        conflict(scope, entry, "'\(groups)' is kept per copy, 'balance: central' is not")
      }
    }
    if serving.batch != nil, serving.tick != nil, let entry = scope.record.entry("tick") {
      conflict(scope, entry, "'\(scope.id)' serves in groups and on a beat")
    }
    guard serving.sharesEqually, let queue = scope.record["queue"]?.record else { return }
    for key in ["order", "on_full", "max_wait", "shed_from"] {
      guard let entry = queue.entry(key) else { continue }
      conflict(scope, entry, "'\(key)' is for those who wait; with 'sharing: equal' nobody does")
    }
  }

  private mutating func conflict(_ scope: ComponentScope, _ entry: ReadEntry, _ message: String) {
    add(
      "arch.conflicting-fields", message, entry.keySpan, allowed: "one of them")
  }
}
