import ArchitectureModel
import Diagnostics
import Quantities

// What breaks in a file of its own.

extension ArchitectureBuilder {
  mutating func fault(_ record: ReadRecord, _ architecture: Architecture) -> Fault? {
    let verbs = Vocabulary.faultVerbs(of: record)
    guard verbs.count == 1, let verb = verbs.first, let value = record[verb] else {
      let found = verbs.isEmpty ? "none" : verbs.joined(separator: " and ")
      add(
        "arch.fault-verb", "a fault says exactly one thing, this one says \(found)", record.span,
        allowed: Vocabulary.faultVerbs.joined(separator: ", "))
      return nil
    }
    let wrong = FaultFields(verb, record).problems()
    problems += wrong
    guard wrong.isEmpty, let target = target(verb, value, record, architecture) else { return nil }
    checkReach(record, architecture)
    return Fault(
      target: target, at: record["at"]?.duration ?? .zero, lasts: record["lasts"]?.duration,
      span: record.span)
  }

  /// Refuses a fault that begins when the run is over.
  private mutating func checkReach(_ record: ReadRecord, _ architecture: Architecture) {
    guard let at = record["at"], let begins = at.duration, let load = architecture.workload else {
      return
    }
    let (end, overflow) = load.warmup.nanoseconds.addingReportingOverflow(load.lasts.nanoseconds)
    guard !overflow, begins.nanoseconds >= end else { return }
    add(
      "arch.out-of-range",
      "the fault begins at \(begins.text), and the run ends at "
        + TimeSpan(nanoseconds: end).text, at.span, allowed: "before the end of the run")
  }

  /// Refuses to hit more copies than there are.
  private mutating func checkCopies(_ record: ReadRecord, _ component: Component) {
    let there =
      component.isLed
      ? component.sharding.count * component.replication.copies
      : component.replicas.value.reduce(0, &+)
    guard component.scaling == nil, component.onDemand == nil, let stated = record["replicas"],
      let wanted = stated.count ?? nil, wanted > there
    else { return }
    add(
      "arch.out-of-range",
      "the fault hits \(wanted) copies of '\(component.id)', which has \(there)", stated.span,
      allowed: "at most \(there)")
  }

  private mutating func target(
    _ verb: String, _ value: ReadValue, _ record: ReadRecord, _ architecture: Architecture
  ) -> Fault.Target? {
    let share = record["share"]?.number ?? 0
    switch verb {
    case "lose": return place(value).map { .lose(site: $0.site, zone: $0.zone) }
    case "cut": return cut(value, architecture)
    case "drop": return link(value, architecture).map { .drop(link: $0, share: share) }
    case "load": return load(value, by: record["by"]?.number ?? 1, architecture)
    case "slow" where value.record != nil || record["adds"] != nil:
      if record["replicas"] != nil || record["shard"] != nil {
        add(
          "arch.wrong-parameter", "a link has neither copies nor shards", record.span,
          allowed: "slow, by, adds, at, lasts")
        return nil
      }
      guard value.record != nil else {
        add(
          "arch.wrong-parameter", "'adds' is for a link, and work takes 'by' times as long",
          record.entry("adds")?.keySpan ?? record.span,
          allowed: "slow: { link: web->db }, or 'by'")
        return nil
      }
      return link(value, architecture).map {
        .slowLink(
          link: $0, factor: record["by"]?.number ?? 1, adds: record["adds"]?.duration ?? .zero)
      }
    default: return componentTarget(verb, value, record, architecture)
    }
  }

  private mutating func componentTarget(
    _ verb: String, _ value: ReadValue, _ record: ReadRecord, _ architecture: Architecture
  ) -> Fault.Target? {
    guard let name = componentName(value, "the fault hits")?.name,
      let component = architecture.components.first(where: { $0.id == name })
    else { return nil }
    checkCopies(record, component)
    var copies = FaultCopies.all
    if let first = record["replicas"]?.count, let first { copies = .first(first) }
    if let shard = record["shard"]?.count, let shard { copies = .shard(shard) }
    let share = record["share"]?.number ?? 0
    if let why = FaultFit.problem(verb, component) {
      add("arch.wrong-fault", why.message, value.span, allowed: why.allowed)
      return nil
    }
    switch verb {
    case "crash": return .crash(component: name, copies: copies)
    case "primary": return .crash(component: name, copies: .leaders)
    case "slow":
      return .slow(component: name, copies: copies, factor: record["by"]?.number ?? 1)
    case "less": return .less(component: name, copies: copies, share: share)
    case "deploy":
      return .deploy(
        component: name, copies: copies, over: record["over"]?.duration ?? .zero,
        errors: record["errors"]?.number, slow: record["slow"]?.number)
    case "lag": return .lag(component: name, by: record["by"]?.duration ?? .zero)
    case "skew":
      return skew(name, by: record["by"]?.duration ?? .zero, value, architecture)
    case "wipe": return .wipe(component: name)
    case "flush": return flush(name, value, architecture)
    case "random": return .random(component: name, copies: copies)
    default: return .errors(component: name, copies: copies, share: share)
    }
  }

  private mutating func skew(
    _ name: String, by: TimeSpan, _ value: ReadValue, _ architecture: Architecture
  ) -> Fault.Target? {
    let calls = architecture.components.flatMap(\.allSteps).flatMap(\.calls)
    let store = architecture.components.first { $0.id == name }
    if store?.consistency.value == .bounded
      || calls.contains(where: { $0.target.name == name && $0.consistency == .bounded })
    {
      return .skew(component: name, by: by)
    }
    add(
      "arch.wrong-fault",
      "no read of '\(name)' is bounded: its followers answer whatever their clocks say",
      value.span, allowed: "'consistency: bounded' at '\(name)' or at a read of it")
    return nil
  }

  private mutating func flush(
    _ name: String, _ value: ReadValue, _ architecture: Architecture
  ) -> Fault.Target? {
    if architecture.workload?.operations.contains(where: { $0.keys != nil }) ?? false {
      return .flush(component: name)
    }
    add(
      "arch.wrong-fault",
      "no operation has 'keys': '\(name)' hits a fixed share, full or empty", value.span,
      allowed: "'keys: { count, skew }' at an operation that reads it")
    return nil
  }

  // MARK: Places and links

  private mutating func cut(_ value: ReadValue, _ architecture: Architecture) -> Fault.Target? {
    guard value.items.count == 2 else {
      add(
        "arch.bad-cut", "a cut lies between two places, this one names \(value.items.count)",
        value.span, allowed: "two sites or zones, as cut: [north, south]")
      return nil
    }
    let places = value.items.compactMap { place($0) }
    guard places.count == 2 else { return nil }
    if places[0].site == places[1].site,
      places[0].zone == nil || places[1].zone == nil || places[0] == places[1]
    {
      add(
        "arch.bad-cut", "'\(places[0].text)' and '\(places[1].text)' are not apart", value.span,
        allowed: "two places of which neither lies in the other")
      return nil
    }
    return .cut(places[0], places[1])
  }

  private mutating func place(_ value: ReadValue) -> FaultPlace? {
    guard let name = value.text else { return nil }
    if siteIDs.contains(name) { return FaultPlace(site: name) }
    if let dot = name.firstIndex(of: ".") {
      let site = String(name[..<dot])
      let zone = String(name[name.index(after: dot)...])
      let zones =
        (root["sites"]?.map ?? []).first { $0.key == site }?.value.record?["zones"]?.texts
        ?? ["z1"]
      if siteIDs.contains(site), zones.contains(zone) {
        return FaultPlace(site: site, zone: zone)
      }
    }
    let legal =
      siteIDs
      + (root["sites"]?.map ?? []).flatMap { entry in
        (entry.value.record?["zones"]?.texts ?? ["z1"]).map { "\(entry.key).\($0)" }
      }
    unknown(
      "arch.unknown-site", name, "'\(name)' is neither a site nor a zone", value.span, legal: legal)
    return nil
  }

  private mutating func link(_ value: ReadValue, _ architecture: Architecture) -> String? {
    guard let named = value.record?["link"], let name = named.text else { return nil }
    let links = architecture.components.flatMap(\.links)
    if links.contains(name) { return name }
    unknown(
      "arch.unknown-link", name, "'\(name)' is not a call of this design", named.span,
      legal: links)
    return nil
  }

  private mutating func load(
    _ value: ReadValue, by factor: Double, _ architecture: Architecture
  ) -> Fault.Target? {
    guard let name = value.text else { return nil }
    if name == "*" { return .load(operation: nil, factor: factor) }
    let loads = architecture.workload?.operations ?? []
    let known =
      loads.filter { !$0.arrivals.isEmpty }.map(\.operation)
      + (architecture.workload?.journeys.map(\.name) ?? [])
    if known.contains(name) { return .load(operation: name, factor: factor) }
    if loads.contains(where: { $0.operation == name }) {
      add(
        "arch.wrong-fault", "'\(name)' has no arrivals of its own: journeys ask for it",
        value.span, allowed: (known + ["*"]).joined(separator: ", "))
      return nil
    }
    unknown(
      "arch.unknown-operation", name, "'\(name)' is not an operation or a journey", value.span,
      legal: known + ["*"])
    return nil
  }
}
