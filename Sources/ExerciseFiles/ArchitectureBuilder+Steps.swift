import ArchitectureModel
import Diagnostics
import Quantities
import Stochastics
import YAMLTree

/// What the steps of one component have in common.
struct StepBuilder {
  let component: String
  let kind: KindRecord
  /// Depth of `together`, `choose` and loops around the present step.
  var depth = 0
}

extension ArchitectureBuilder {
  mutating func steps(
    _ items: [ReadValue], path: String, _ context: inout StepBuilder
  ) -> [Step] {
    var result: [Step] = []
    for (index, item) in items.enumerated() {
      guard let record = item.record else { continue }
      if let step = step(record, path: "\(path)[\(index)]", &context) { result.append(step) }
    }
    if let then = result.firstIndex(where: { if case .then = $0.action { true } else { false } }),
      then + 1 < result.count, result[then].chance == 1, result[then].when == nil,
      case .then(let targets) = result[then].action,
      targets.reduce(0, { $0 + $1.share }) > 0.999_999
    {
      add(
        "arch.after-then", "nothing comes after 'then': the request has moved on",
        result[then + 1].span, allowed: "'then' as the last step")
    }
    return result
  }

  mutating func step(
    _ record: ReadRecord, path: String, _ context: inout StepBuilder
  ) -> Step? {
    let verbs = Vocabulary.stepVerbs.filter { record[$0] != nil }
    guard verbs.count == 1, let verb = verbs.first else {
      let found = verbs.isEmpty ? "none" : verbs.joined(separator: " and ")
      add(
        "arch.step-verb", "a step says exactly one thing to do, this one says \(found)",
        record.span, allowed: Vocabulary.stepVerbs.joined(separator: ", "))
      return nil
    }
    context.depth += 1
    defer { context.depth -= 1 }
    guard context.depth <= 4 else {
      add("arch.too-deep", "steps are nested deeper than 4", record.span, allowed: "4 levels")
      return nil
    }
    guard let action = action(verb, record, path: path, &context) else { return nil }
    let times = (record["times"]?.count ?? 1) ?? 1
    if times > 10_000 {
      add(
        "arch.out-of-range", "'times' is \(times)", record["times"]?.span ?? record.span,
        allowed: "at most 10000")
    }
    return Step(
      action: action, span: record.span, path: path, when: whenList(record),
      chance: record["chance"]?.number ?? 1, times: min(times, 10_000))
  }

  private mutating func whenList(_ record: ReadRecord) -> [String]? {
    guard let value = record["when"] else { return nil }
    return value.items.compactMap { operationName($0) }
  }

  private mutating func action(
    _ verb: String, _ record: ReadRecord, path: String, _ context: inout StepBuilder
  ) -> Step.Action? {
    switch verb {
    case "together": return together(record, path: path, &context)
    case "choose": return choose(record, path: path, &context)
    case "then": return then(record, &context)
    default:
      guard let kind = Call.Verb(rawValue: verb) else { return nil }
      return call(kind, record, path: path, &context).map { .call($0) }
    }
  }

  private mutating func together(
    _ record: ReadRecord, path: String, _ context: inout StepBuilder
  ) -> Step.Action? {
    let legs = steps(record["together"]?.items ?? [], path: "\(path).together", &context)
    let need = (record["need"]?.count ?? legs.count) ?? legs.count
    if legs.isEmpty {
      add("arch.empty-value", "'together' has no steps", record.span, allowed: "at least one step")
      return nil
    }
    if need > legs.count {
      add(
        "arch.out-of-range", "\(need) of \(legs.count) steps can never succeed",
        record["need"]?.span ?? record.span, allowed: "at most \(legs.count)")
    }
    for leg in legs {
      if !leg.handOvers.isEmpty {
        add(
          "arch.wrong-step", "a step of 'together' cannot hand the request on", leg.span,
          allowed: "call, send, read, write or choose")
      }
    }
    return .together(legs, need: min(need, legs.count))
  }

  private mutating func choose(
    _ record: ReadRecord, path: String, _ context: inout StepBuilder
  ) -> Step.Action? {
    var branches: [(share: Double, steps: [Step])] = []
    for (index, item) in (record["choose"]?.items ?? []).enumerated() {
      guard let branch = item.record, let share = branch["share"]?.number else { continue }
      let inner = steps(
        branch["do"]?.items ?? [], path: "\(path).choose[\(index)].do", &context)
      branches.append((share, inner))
    }
    checkShares(branches.map(\.share), record["choose"]?.span ?? record.span)
    return .choose(branches)
  }

  private mutating func then(
    _ record: ReadRecord, _ context: inout StepBuilder
  ) -> Step.Action? {
    guard let value = record["then"] else { return nil }
    var targets: [(share: Double, to: Named)] = []
    if value.text != nil {
      guard let target = thenTarget(value, context) else { return nil }
      targets = [(1, target)]
    } else {
      for entry in value.map {
        let name = ReadValue(.text(entry.key), entry.keySpan)
        guard let share = entry.value.number, let target = thenTarget(name, context) else {
          continue
        }
        targets.append((share, target))
      }
      for item in value.items {
        guard let branch = item.record, let share = branch["share"]?.number,
          let to = branch["to"], let target = thenTarget(to, context)
        else { continue }
        targets.append((share, target))
      }
      checkShares(targets.map(\.share), value.span)
    }
    let others = StepShapeNames.wayOfCalls.filter { record[$0] != nil }
    for key in others {
      add(
        "arch.wrong-step", "'\(key)' has no meaning with 'then': nobody waits here",
        record.entry(key)?.keySpan ?? record.span, allowed: "then, when, chance, latency")
    }
    return .then(targets)
  }

  private mutating func thenTarget(_ value: ReadValue, _ context: StepBuilder) -> Named? {
    guard let target = componentName(value, "'\(context.component)' hands on to") else {
      return nil
    }
    if let kind = componentKinds[target.name], kind.has("support") || kind.has("source") {
      add(
        "arch.wrong-target", "'\(target.name)' is of kind '\(kind.name)' and serves no requests",
        value.span, allowed: "a component that serves requests")
    }
    return target
  }

  private mutating func checkShares(_ shares: [Double], _ span: SourceSpan) {
    let sum = shares.reduce(0, +)
    if sum > 1.000_001 {
      add(
        "arch.shares-above-one", "the shares add to \(Share(fraction: sum).text)", span,
        allowed: "at most 100%")
    }
  }

  // MARK: Calls

  /// The value of a call's field, stated or by the file's defaults.
  func value(_ key: String, _ record: ReadRecord) -> ReadValue? {
    record[key] ?? root["defaults"]?.record?["call"]?.record?[key]
  }

  private mutating func call(
    _ verb: Call.Verb, _ record: ReadRecord, path: String, _ context: inout StepBuilder
  ) -> Call? {
    guard let value = record[verb.rawValue],
      let target = componentName(value, "'\(context.component)' \(words(verb))")
    else { return nil }
    guard let kind = componentKinds[target.name], allows(verb, kind, target, value.span) else {
      return nil
    }
    let plain = "\(context.component)->\(target.name)"
    linkCounts[plain, default: 0] += 1
    let number = linkCounts[plain] ?? 1
    var call = Call(
      verb: verb, target: target,
      link: record["name"]?.text ?? (number == 1 ? plain : "\(plain)#\(number)"),
      span: record.span, record: record)
    call.operation = record["op"].flatMap { operationName($0) }
    call.carries = dataNames(record["carries"])
    call.returns = dataNames(record["returns"])
    call.timeout = self.value("timeout", record).flatMap { read in
      read.duration.map { Setting($0, origin("timeout", record, read)) }
    }
    call.retry = self.value("retry", record).flatMap { read in
      read.record.map { retry($0, read.span) }
    }
    protect(&call, record, kind, path: path, &context)
    call.acks = self.value("acks", record)?.text.flatMap(Call.Acks.init(rawValue:)) ?? .leader
    call.latency = self.value("latency", record).flatMap { read in
      guard let spread = read.spread.flatMap({ complete($0, kindShape: Self.exactShape) }) else {
        return nil
      }
      return heldLatency(
        Setting(spread, origin("latency", record, read)), link: call.link,
        from: context.component, to: target.name)
    }
    call.route = self.value("route", record)?.text.flatMap(Call.Route.init(rawValue:))
    checkRoute(call, kind, record.entry("route"))
    freshness(&call, record)
    call.idempotent = self.value("idempotent", record)?.flag
    call.tls = self.value("tls", record)?.text
    call.auth = self.value("auth", record)?.text
    if record["acks"] != nil, !kind.has("broker") {
      add(
        "arch.wrong-step", "'acks' has a meaning only for queues and streams",
        record.entry("acks")?.keySpan ?? record.span, allowed: "a send to a queue or stream")
    }
    if let timeout = call.timeout, timeout.value == .zero {
      add(
        "arch.out-of-range", "a time-out of 0 gives up before the call is made",
        timeout.origin.span ?? record.span, allowed: "more than 0")
    }
    return call
  }

  private static var exactShape: Spread { .exact(.zero) }

  private func origin(_ key: String, _ record: ReadRecord, _ value: ReadValue) -> Origin {
    record[key] != nil ? .stated(value.span) : .fileDefault(value.span)
  }

  private func words(_ verb: Call.Verb) -> String {
    switch verb {
    case .call: "calls"
    case .send: "sends to"
    case .read: "reads"
    case .write: "writes"
    }
  }

  private mutating func allows(
    _ verb: Call.Verb, _ kind: KindRecord, _ target: Named, _ span: SourceSpan
  ) -> Bool {
    var wanted: String?
    if kind.has("support") || kind.has("source") {
      wanted = "a component that serves requests"
    } else {
      let writes = verb == .write || verb == .send
      if writes, kind.has("volatile") {
        wanted = "a write to the store behind it; a cache is filled by reading"
      }
      switch verb {
      case .call: if kind.has("broker") { wanted = "'send' for a \(kind.name)" }
      case .read: if !kind.has("store") { wanted = "'call' for a \(kind.name)" }
      case .write:
        if !kind.has("store") {
          wanted = kind.has("broker") ? "'send' for a \(kind.name)" : "'call' for a \(kind.name)"
        }
      case .send: break
      }
    }
    guard let wanted else { return true }
    add(
      "arch.wrong-target",
      "'\(target.name)' is of kind '\(kind.name)': one cannot \(verb.rawValue) it",
      span, allowed: wanted)
    return false
  }

  mutating func retry(_ record: ReadRecord, _ span: SourceSpan) -> Retry {
    let repeats = (record["max"]?.count ?? 0) ?? 0
    if repeats > Retry.mostRepeats {
      add(
        "arch.out-of-range", "'max' is \(repeats) repeats", record["max"]?.span ?? span,
        allowed: "at most \(Retry.mostRepeats)")
    }
    let causes = record["for"].map { $0.texts.compactMap(Retry.Cause.init(rawValue:)) }
    return Retry(
      span: span, max: min(Retry.mostRepeats, repeats),
      wait: record["wait"]?.duration ?? TimeSpan(nanoseconds: 50_000_000),
      factor: record["factor"]?.number ?? 2, fullJitter: record["jitter"]?.text == "full",
      causes: causes ?? [.timeouts, .refusals], budget: record["budget"]?.number,
      isShared: record["shared"]?.flag ?? false)
  }

  // MARK: Circles

  /// Calls that wait for each other in a circle would never end.
  mutating func checkCircles(_ architecture: Architecture) {
    var edges: [String: [(to: String, span: SourceSpan)]] = [:]
    for component in architecture.components {
      for call in component.allSteps.flatMap(\.calls) where !isHandedOver(call) {
        edges[component.id, default: []].append((call.target.name, call.target.span))
      }
      if let store = component.fronts {
        edges[component.id, default: []].append((store.name, store.span))
      }
    }
    var state: [String: Int] = [:]
    for component in architecture.components where state[component.id] == nil {
      var stack: [(id: String, next: Int)] = [(component.id, 0)]
      state[component.id] = 1
      while let (id, next) = stack.last {
        let out = edges[id] ?? []
        guard next < out.count else {
          state[id] = 2
          stack.removeLast()
          continue
        }
        stack[stack.count - 1].next += 1
        let edge = out[next]
        if state[edge.to] == 1 {
          let circle = stack.map(\.id).drop { $0 != edge.to } + [edge.to]
          add(
            "arch.call-circle", "calls go in a circle: \(circle.joined(separator: " -> "))",
            edge.span, allowed: "calls without circles; 'then' and queues may lead back")
        } else if state[edge.to] == nil {
          state[edge.to] = 1
          stack.append((edge.to, 0))
        }
      }
    }
  }

  private func isHandedOver(_ call: Call) -> Bool {
    guard call.verb == .send, let kind = componentKinds[call.target.name] else { return false }
    return !kind.has("store") && !kind.has("broker")
  }
}

/// Names of fields that several places need.
enum StepShapeNames {
  /// Fields of calls that have no meaning for other steps.
  static let wayOfCalls = [
    "timeout", "retry", "breaker", "rate_limit", "bulkhead", "hedge", "fallback", "cancel", "acks",
    "carries", "returns", "idempotent", "tls", "auth", "op", "times",
    "need", "route", "consistency", "staleness",
  ]
}
