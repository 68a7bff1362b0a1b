import ArchitectureModel
import Diagnostics
import Quantities
import Stochastics
import YAMLTree

extension ArchitectureBuilder {
  mutating func component(_ entry: ReadEntry) -> Component? {
    guard let record = entry.value.record, let kind = componentKinds[entry.key],
      let kindSpan = record["kind"]?.span
    else { return nil }
    let scope = ComponentScope(id: entry.key, record: record, kind: kind)
    checkFields(scope)
    let sites = componentSites(scope)
    var steps = StepBuilder(component: entry.key, kind: kind)
    let calls = self.steps(
      record["calls"]?.items ?? [], path: "components.\(entry.key).calls", &steps)
    let handlers = self.handlers(scope, &steps)
    let recorded = audited(calls, handlers, scope, &steps)
    let second = TimeSpan(nanoseconds: 1_000_000_000)
    var component = Component(
      id: entry.key, span: entry.keySpan, kind: kind, kindSpan: kindSpan, record: record,
      title: record["title"]?.text ?? entry.key, owner: record["owner"]?.text,
      tier: word("tier", scope, Tier.self) ?? Setting(.standard, .language),
      declaredTraits: declaredTraits(record), sites: sites, boundary: boundary(scope),
      replicas: replicas(scope, sites),
      spreadsOverZones: lookUp("spread", scope)?.0.text == "zone",
      work: kind.has("store") && !kind.has("volatile") || kind.has("broker") || kind.has("human")
        ? nil : spreadValue("work", scope),
      read: spreadValue("read", scope), write: spreadValue("write", scope),
      concurrency: concurrency(scope),
      holdsWhileWaiting: Setting(
        lookUp("waiting", scope)?.0.text != "free", lookUp("waiting", scope)?.1 ?? .language),
      queueLimit: count("queue.limit", scope) ?? Setting(nil, .language),
      balance: word("balance", scope, Balance.self) ?? Setting(.leastBusy, .language),
      calls: recorded.calls, handlers: recorded.handlers, consumes: consumers(scope),
      holds: dataNames(record["holds"]),
      consistency: word("consistency", scope, Consistency.self) ?? Setting(.strict, .language),
      replication: replication(scope, sites), sharding: sharding(scope), fronts: fronts(record),
      hit: share("hit", scope), partitions: partitions(scope),
      capacity: scope.kind.has("broker") ? count("capacity", scope) : nil,
      errorShare: share("fails.errors", scope) ?? Setting(0, .language),
      failsWith: sharedFates(scope), failureTimes: failureTimes(scope),
      health: Health(
        every: span("health.every", scope) ?? Setting(second, .language),
        timeout: span("health.timeout", scope) ?? Setting(second, .language),
        after: atLeastOne(count("health.after", scope))),
      restart: spreadValue("restart", scope) ?? Setting(.exact(second), .language))
    component.rateLimit = lookUp("rate_limit", scope).flatMap { rateLimit($0.0) }
    component.connections = count("connections", scope) ?? Setting(nil, .language)
    component.serving = serving(scope, component)
    component.purchase = purchase(scope)
    component.keeping = keeping(component, scope)
    component.staleness = staleness(component, scope)
    component.backup = backup(component, scope)
    component.custody = custody(scope)
    countTakenBack(&component, scope)
    fitMachine(&component, scope)
    return component
  }

  private func atLeastOne(_ setting: Setting<Int?>?) -> Setting<Int> {
    Setting(max(1, number(setting, or: 3)), setting?.origin ?? .language)
  }

  /// The number of a count; the other one where nothing, or `none`, is said.
  private func number(_ setting: Setting<Int?>?, or other: Int) -> Int {
    guard let setting, let number = setting.value else { return other }
    return number
  }

  // MARK: Which fields

  private mutating func checkFields(_ scope: ComponentScope) {
    let shape = vocabulary.shape("component")
    for entry in scope.record.entries {
      if vocabulary.domainKeys[entry.key] != nil {
        checkDomainFields(entry, scope)
        continue
      }
      guard let field = shape.field(entry.key), !applies(field, to: scope.kind) else { continue }
      var instead =
        ["replicas", "spread"].contains(entry.key)
          && (scope.kind.has("durable") || scope.kind.has("single_writer"))
        ? ": its copies are said by 'replication' and 'sharding'" : ""
      if entry.key == "replicas", scope.kind.has("scales_to_zero") {
        instead = ": it has as many copies as requests need, up to 'scale.max'"
      }
      add(
        "arch.field-not-for-kind",
        "'\(entry.key)' is no field of a \(scope.kind.name)\(instead)", entry.keySpan,
        allowed: shape.fields.filter { applies($0, to: scope.kind) }.map(\.key)
          .joined(separator: ", "))
    }
    for (first, second) in [("calls", "fronts")]
    where scope.record[first] != nil && scope.record[second] != nil {
      add(
        "arch.conflicting-fields",
        "'\(scope.id)' has both '\(first)' and '\(second)'",
        scope.record[first]?.span ?? scope.record.span,
        allowed: "one of them")
    }
  }

  private mutating func checkDomainFields(_ entry: ReadEntry, _ scope: ComponentScope) {
    guard let record = entry.value.record else { return }
    let shape = vocabulary.shape(record.shape)
    for inner in record.entries {
      guard let field = shape.field(inner.key), !field.traits.isEmpty,
        !field.traits.contains(where: { scope.kind.has($0) })
      else { continue }
      add(
        "arch.field-not-for-kind",
        "'\(entry.key).\(inner.key)' is no field of a \(scope.kind.name)", inner.keySpan,
        allowed: "it stands in kinds with the trait \(field.traits.joined(separator: " or "))")
    }
  }

  private mutating func declaredTraits(_ record: ReadRecord) -> [String] {
    (record["traits"]?.items ?? []).compactMap { item in
      guard let name = item.text else { return nil }
      if vocabulary.traits.contains(name) { return name }
      unknown(
        "arch.unknown-trait", name, "'\(name)' is not a trait", item.span,
        legal: vocabulary.traits)
      return nil
    }
  }

  private mutating func boundary(_ scope: ComponentScope) -> String? {
    guard let (value, _) = lookUp("in", scope), let name = value.text else { return nil }
    if boundaryIDs.contains(name) { return name }
    unknown(
      "arch.unknown-boundary", name, "'\(name)' is not a boundary", value.span, legal: boundaryIDs)
    return nil
  }

  // MARK: Places and copies

  private mutating func componentSites(_ scope: ComponentScope) -> [String] {
    guard let (value, _) = lookUp("at", scope) else { return [siteIDs[0]] }
    var result: [String] = []
    for item in value.items {
      guard let name = item.text else { continue }
      guard siteIDs.contains(name) else {
        unknown(
          "arch.unknown-site", name, "'\(name)' is not a site", item.span, legal: siteIDs)
        continue
      }
      if result.contains(name) {
        add("arch.duplicate-site", "'\(name)' stands twice", item.span)
      } else {
        result.append(name)
      }
    }
    return result.isEmpty ? [siteIDs[0]] : result
  }

  private mutating func replicas(_ scope: ComponentScope, _ sites: [String]) -> Setting<[Int]> {
    guard let (value, origin) = lookUp("replicas", scope) else {
      return Setting(sites.map { _ in 1 }, .language)
    }
    if let count = value.count {
      let number = checkedCopies(count ?? 1, value.span)
      return Setting(sites.map { _ in number }, origin)
    }
    var perSite = sites.map { _ in 0 }
    for entry in value.map {
      guard let index = sites.firstIndex(of: entry.key) else {
        unknown(
          "arch.unknown-site", entry.key, "'\(scope.id)' does not run at '\(entry.key)'",
          entry.keySpan, legal: sites)
        continue
      }
      perSite[index] = checkedCopies((entry.value.count ?? 1) ?? 1, entry.value.span)
    }
    for (index, site) in sites.enumerated() where perSite[index] == 0 {
      add(
        "arch.missing-replicas", "'\(scope.id)' runs at '\(site)' without replicas there",
        value.span, allowed: "a number for each of: \(sites.joined(separator: ", "))")
    }
    return Setting(perSite, origin)
  }

  private mutating func checkedCopies(_ count: Int, _ span: SourceSpan) -> Int {
    guard count > 10_000 else { return count }
    add(
      "arch.too-many-copies", "\(count) copies are more than can be simulated", span,
      allowed: "at most 10000 copies of a component")
    return 10_000
  }

  private mutating func concurrency(_ scope: ComponentScope) -> Setting<Int?> {
    guard let setting = count("concurrency", scope) else { return Setting(1, .language) }
    let type = FieldType.count(min: 1, none: true)
    guard let text = scope.kind.fallback("concurrency")?.value,
      let kind = parsed(text, type, key: "\(scope.kind.name)/concurrency")?.count
    else { return setting }
    let quantity = ClaimQuantity<Int?>(
      read: { $0.count }, size: { $0.map(Double.init) ?? .infinity },
      text: { $0.map(String.init) ?? "none" })
    return held(setting, ofComponent("concurrency", scope), usual: kind, .higher, quantity)
  }

  private mutating func partitions(_ scope: ComponentScope) -> Setting<Int>? {
    guard scope.kind.has("replayable"), let setting = count("partitions", scope) else { return nil }
    let number = setting.value ?? 1
    if number > 10_000, let span = setting.origin.span { _ = checkedCopies(number, span) }
    return Setting(min(number, 10_000), setting.origin)
  }

  // MARK: Data

  private mutating func replication(_ scope: ComponentScope, _ sites: [String]) -> Replication {
    var result = Replication()
    guard scope.kind.has("durable") || scope.kind.has("single_writer") else { return result }
    let written = lookUp("replication", scope)
    result.span = written?.1.span
    result.mode = word("replication.mode", scope, Replication.Mode.self)?.value ?? .none
    result.copies = min(31, number(count("replication.copies", scope), or: 1))
    if let stated = count("replication.copies", scope), let number = stated.value, number > 31,
      let span = stated.origin.span
    {
      add("arch.out-of-range", "\(number) copies of a shard", span, allowed: "at most 31")
    }
    let zones =
      (root["sites"]?.map ?? []).first { $0.key == sites[0] }?.value.record?["zones"]?
      .items.count ?? 1
    result.across =
      word("replication.across", scope, Replication.Across.self)?.value
      ?? (zones > 1 ? .zone : .host)
    let majority = result.copies / 2 + 1
    let quorum = count("replication.quorum.write", scope)
    result.writeQuorum = number(quorum, or: majority)
    if result.writeQuorum > result.copies, let span = quorum?.origin.span {
      add(
        "arch.out-of-range",
        "a write quorum of \(result.writeQuorum) among \(result.copies) copies can never be met",
        span, allowed: "at most the number of copies")
    }
    if result.mode == .none, result.copies > 1, let span = result.span {
      add(
        "arch.copies-without-mode",
        "\(result.copies) copies without a mode: nothing would follow", span,
        allowed: "mode: sync, async or quorum")
    }
    checkAcross(result, scope, sites)
    if let lag = span("replication.lag", scope) {
      result.lag =
        held(
          lag, ofComponent("replication.lag", scope), usual: TimeSpan(nanoseconds: 1_000_000_000),
          .lower, .duration
        ).value
    }
    failover(&result, scope)
    return result
  }

  private mutating func checkAcross(
    _ result: Replication, _ scope: ComponentScope, _ sites: [String]
  ) {
    guard result.across == .site, result.copies > sites.count, let span = result.span else {
      return
    }
    add(
      "arch.too-few-sites",
      "\(result.copies) copies across sites, but '\(scope.id)' stands at \(sites.count)", span,
      allowed: "'at' with a site for each copy")
  }

  private mutating func failover(_ result: inout Replication, _ scope: ComponentScope) {
    result.automaticFailover = lookUp("replication.failover.mode", scope)?.0.text == "automatic"
    result.fencing = lookUp("replication.failover.fencing", scope)?.0.flag
    let manual = TimeSpan(nanoseconds: 900_000_000_000)
    let kindText = scope.kind.fallback("replication.failover.takes")?.value ?? "30s"
    let kind =
      parsed(kindText, .duration, key: "\(scope.kind.name)/failover")?.duration ?? manual
    let fallback = result.automaticFailover ? kind : manual
    result.failoverTakes = fallback
    result.failoverOrigin =
      result.automaticFailover ? .kind(scope.kind.name) : .language
    let path = "replication.failover.takes"
    guard let stated = span(path, scope), stated.isStated else { return }
    var claimed = ofComponent(path, scope)
    if !result.automaticFailover { claimed.range = PlausibleRanges.manualFailover }
    let takes = held(stated, claimed, usual: fallback, .lower, .duration)
    result.failoverTakes = takes.value
    result.failoverOrigin = takes.origin
  }

  private mutating func sharding(_ scope: ComponentScope) -> Sharding {
    var result = Sharding()
    guard scope.kind.has("durable") || scope.kind.has("single_writer") else { return result }
    result.span = lookUp("sharding", scope)?.1.span
    result.count = number(count("sharding.count", scope), or: 1)
    if result.count > 4096, let span = result.span {
      add("arch.out-of-range", "\(result.count) shards", span, allowed: "at most 4096")
      result.count = 4096
    }
    result.by = lookUp("sharding.by", scope)?.0.text
    result.strategy =
      word("sharding.strategy", scope, Sharding.Strategy.self)?.value ?? .hash
    if let (value, origin) = lookUp("sharding.skew", scope), let skew = value.number {
      let quantity = ClaimQuantity<Double>(
        read: { $0.number }, size: { $0 }, text: { TypeWords.plain($0) })
      result.skew =
        held(
          Setting(skew, origin), ofComponent("sharding.skew", scope), usual: result.skew, .lower,
          quantity
        ).value
    }
    if scope.kind.has("replayable"), result.span != nil {
      add(
        "arch.field-not-for-kind", "a \(scope.kind.name) is divided by 'partitions'",
        result.span ?? scope.record.span, allowed: "partitions: N")
    }
    return result
  }

  private mutating func fronts(_ record: ReadRecord) -> Named? {
    guard let value = record["fronts"], let target = componentName(value, "it fronts") else {
      return nil
    }
    guard let kind = componentKinds[target.name], kind.has("store") else {
      add(
        "arch.wrong-target", "'\(target.name)' is no store: there is nothing to read through",
        value.span, allowed: "a database, key_value, object_store or cache")
      return nil
    }
    return target
  }

  private mutating func consumers(_ scope: ComponentScope) -> [Consumer] {
    (scope.record["consumes"]?.items ?? []).compactMap { item in
      guard let record = item.record, let value = record["from"],
        let from = componentName(value, "'\(scope.id)' consumes from")
      else { return nil }
      guard let kind = componentKinds[from.name], kind.has("broker") else {
        add(
          "arch.wrong-target", "'\(from.name)' is no queue or stream", value.span,
          allowed: "a queue or a stream")
        return nil
      }
      let batch = min(100_000, (record["batch"]?.count ?? 1) ?? 1)
      var consumer = Consumer(from: from, group: record["group"]?.text ?? scope.id, batch: batch)
      deliver(&consumer, record, kind, scope.id)
      return consumer
    }
  }

  private mutating func handlers(
    _ scope: ComponentScope, _ steps: inout StepBuilder
  ) -> [Handler] {
    (scope.record["handles"]?.map ?? []).compactMap { entry in
      guard isOperation(entry.key, entry.keySpan) else { return nil }
      let path = "components.\(scope.id).handles.\(entry.key)"
      if let record = entry.value.record, record.shape == "handler" {
        var handler = Handler(
          operation: entry.key, span: entry.keySpan, work: handlerWork(record, scope),
          steps: self.steps(record["steps"]?.items ?? [], path: "\(path).steps", &steps))
        handler.processorShare = record["work"]?.spread?.processorShare
        return handler
      }
      return Handler(
        operation: entry.key, span: entry.keySpan, work: nil,
        steps: self.steps(entry.value.items, path: path, &steps))
    }
  }

  private mutating func handlerWork(
    _ record: ReadRecord, _ scope: ComponentScope
  ) -> Setting<Spread>? {
    guard record["work"] != nil else { return nil }
    let inner = ComponentScope(id: scope.id, record: record, kind: scope.kind)
    return spreadValue("work", inner)
  }
}
