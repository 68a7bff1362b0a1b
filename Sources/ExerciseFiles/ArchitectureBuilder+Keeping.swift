import ArchitectureModel
import Diagnostics
import Quantities
import Stochastics

// Functions, whose copies are started for requests, and caches that know what they hold.

extension ArchitectureBuilder {
  /// Fills in how the copies of a function come and go.
  mutating func startOnDemand(_ component: inout Component, _ scope: ComponentScope) {
    guard let coldStart = spreadValue("cold_start", scope), let keep = span("keep_warm", scope),
      let limit = count("scale.max", scope), let most = limit.value
    else { return }
    let record = lookUp("scale", scope)?.0.record
    for entry in record?.entries ?? [] where !["min", "max"].contains(entry.key) {
      add(
        "arch.field-not-for-kind",
        "'scale.\(entry.key)' is no field of a \(scope.kind.name): it scales by itself",
        entry.keySpan, allowed: "min, max")
    }
    let least = (record?["min"]?.count ?? 0) ?? 0
    guard least <= most, most <= 10_000 else {
      add(
        "arch.out-of-range", "'scale' of '\(scope.id)' goes from \(least) to \(most) copies",
        record?["max"]?.span ?? scope.record.span,
        allowed: "min at most max, and at most 10000")
      return
    }
    component.onDemand = OnDemand(
      least: least, most: most, coldStart: coldStart, keepWarm: keptWarm(keep, scope))
    component.replicas = Setting(component.sites.map { _ in most }, limit.origin)
    component.balance = Setting(.central, .language)
  }

  /// Idle time is not paid, so that more of it than the kind has is a claim.
  private mutating func keptWarm(
    _ keep: Setting<TimeSpan>, _ scope: ComponentScope
  ) -> Setting<TimeSpan> {
    guard let text = scope.kind.fallback("keep_warm")?.value,
      let usual = parsed(text, .duration, key: "\(scope.kind.name)/keep_warm")?.duration
    else { return keep }
    return held(keep, ofComponent("keep_warm", scope), usual: usual, .higher, .duration)
  }

  /// What a cache keeps; nil where it hits a fixed share.
  mutating func keeping(_ component: Component, _ scope: ComponentScope) -> Keeping? {
    let capacity = lookUp("capacity", scope)?.0
    guard scope.kind.has("volatile") else {
      if let capacity, capacity.size != nil {
        add(
          "arch.wrong-type", "'capacity' of a \(scope.kind.name) is a size", capacity.span,
          allowed: "a number of messages, such as 1M")
      }
      return nil
    }
    let ttl = span("ttl", scope)
    if let ttl, ttl.value <= .zero {
      add(
        "arch.out-of-range", "'ttl' of '\(scope.id)' is \(ttl.value.text)",
        ttl.origin.span ?? scope.record.span, allowed: "more than 0, or no 'ttl'")
      return nil
    }
    let isKeyed = capacity != nil || ttl != nil
    for key in ["capacity", "ttl", "coalesce"] {
      guard let entry = scope.record.entry(key) else { continue }
      if component.fronts == nil {
        add(
          "arch.missing-field", "'\(key)' changes nothing: '\(scope.id)' stands before no store",
          entry.keySpan, allowed: "'fronts', the store that a miss reads")
      } else if key == "coalesce", !isKeyed {
        add(
          "arch.missing-field",
          "'coalesce' changes nothing: '\(scope.id)' hits a fixed share and knows no items",
          entry.keySpan, allowed: "'capacity' or 'ttl' beside it")
      }
    }
    guard isKeyed, component.fronts != nil else { return nil }
    return Keeping(
      entries: capacity?.count ?? nil, bytes: capacity?.size, ttl: ttl?.value,
      coalesces: lookUp("coalesce", scope)?.0.flag ?? false,
      span: capacity?.span ?? ttl?.origin.span ?? scope.record.span)
  }

  /// Refuses ways of choosing that would change nothing.
  mutating func checkRoute(_ call: Call, _ kind: KindRecord, _ entry: ReadEntry?) {
    guard let entry, let route = call.route else { return }
    let isLed = kind.has("durable") || kind.has("single_writer")
    let isWrite = call.verb == .write || call.verb == .send || !kind.has("store")
    if isLed, isWrite, route != .leader {
      add(
        "arch.wrong-step",
        "'route: \(route.rawValue)' changes nothing: '\(call.target.name)' is "
          + "written through its leader", entry.keySpan, allowed: "'route' on reads")
    } else if !isLed, route == .leader {
      add(
        "arch.wrong-step", "'\(call.target.name)' has no leader: it is a \(kind.name)",
        entry.keySpan, allowed: "nearest, same_zone, any")
    } else if kind.has("scales_to_zero"), route == .sameZone {
      add(
        "arch.wrong-step",
        "the provider says in which zone a copy of '\(call.target.name)' serves", entry.keySpan,
        allowed: "nearest, any")
    }
  }
}
