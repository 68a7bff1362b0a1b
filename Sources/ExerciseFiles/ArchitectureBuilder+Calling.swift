import ArchitectureModel
import Diagnostics
import Quantities
import YAMLTree

// What a caller does to protect itself and what it calls.

extension ArchitectureBuilder {
  /// The mechanisms of a call that has its target.
  mutating func protect(
    _ call: inout Call, _ record: ReadRecord, _ target: KindRecord, path: String,
    _ context: inout StepBuilder
  ) {
    let isHandedOver =
      call.verb == .send && !target.has("store")
      && !(target.has("broker") && record["acks"]?.text != "none")
    if isHandedOver {
      for key in Self.protections {
        guard let entry = record.entry(key) else { continue }
        add(
          "arch.wrong-step",
          "'\(key)' has no meaning where work is handed over: nobody waits for its answer",
          entry.keySpan, allowed: "call, read or write, or a send to a store, queue or stream")
      }
      return
    }
    call.breaker = value("breaker", record).flatMap { breaker($0) }
    call.bulkhead = value("bulkhead", record).flatMap { bulkhead($0) }
    call.rateLimit = value("rate_limit", record).flatMap { rateLimit($0) }
    call.hedge = value("hedge", record).flatMap { hedge($0) }
    call.cancels = value("cancel", record)?.flag ?? false
    call.fallback = record["fallback"].flatMap { fallback($0, path: path, &context) }
  }

  private static let protections = [
    "breaker", "rate_limit", "bulkhead", "hedge", "fallback", "cancel",
  ]

  private mutating func breaker(_ value: ReadValue) -> CallBreaker? {
    guard let record = value.record else { return nil }
    let second = 1_000_000_000 as Int64
    let tripAt = record["trip_at"]?.number ?? 0.5
    if tripAt <= 0 {
      add(
        "arch.out-of-range", "a breaker that trips at 0% trips at every call",
        record["trip_at"]?.span ?? record.span, allowed: "more than 0%")
    }
    return CallBreaker(
      span: value.span, tripAt: tripAt,
      window: positive("window", record) ?? TimeSpan(nanoseconds: 10 * second),
      minCalls: number("min_calls", record, most: 1_000_000) ?? 20,
      openFor: positive("open_for", record) ?? TimeSpan(nanoseconds: 5 * second),
      probes: number("probes", record, most: 1_000_000) ?? 1,
      isShared: record["shared"]?.flag ?? false)
  }

  private mutating func bulkhead(_ value: ReadValue) -> Bulkhead? {
    guard let record = value.record, let max = number("max", record, most: 1_000_000_000) else {
      return nil
    }
    return Bulkhead(
      span: value.span, max: max, queue: number("queue", record, most: 1_000_000_000) ?? 0,
      maxWait: positive("max_wait", record), isShared: record["shared"]?.flag ?? false)
  }

  mutating func rateLimit(_ value: ReadValue) -> RateLimit? {
    guard let record = value.record, let rate = record["rate"]?.number else { return nil }
    guard rate > 0 else {
      add(
        "arch.out-of-range", "a rate of 0 lets nothing through",
        record["rate"]?.span ?? record.span, allowed: "more than 0, such as 100/s")
      return nil
    }
    let burst = number("burst", record, most: 1_000_000_000).map(Double.init)
    return RateLimit(
      span: value.span, perSecond: rate, burst: burst ?? Swift.max(1, rate),
      isPerKey: record["per"]?.text == "key", waits: record["on_limit"]?.text == "wait",
      isShared: record["shared"]?.flag ?? false)
  }

  private mutating func hedge(_ value: ReadValue) -> Hedge? {
    guard let record = value.record, let after = positive("after", record) else { return nil }
    return Hedge(span: value.span, after: after, max: number("max", record, most: 3) ?? 1)
  }

  private mutating func fallback(
    _ value: ReadValue, path: String, _ context: inout StepBuilder
  ) -> Fallback? {
    let record: ReadRecord
    switch value.text {
    case "without": return .without
    case "deny": return .deny
    case "stale": return .stale
    case .some:
      // A component's name alone stands for a `call`.
      let entry = ReadEntry(key: "call", keySpan: value.span, value: value)
      record = ReadRecord(shape: "step", entries: [entry], span: value.span)
    case nil:
      guard let written = value.record else { return nil }
      record = written
    }
    guard let step = step(record, path: "\(path).fallback", &context) else { return nil }
    if !step.handOvers.isEmpty {
      add(
        "arch.wrong-step", "a fallback cannot hand the request on", step.span,
        allowed: "call, send, read, write, together or choose")
    }
    return .step(step)
  }

  // MARK: Messages

  /// What a consumer does about order and failures.
  mutating func deliver(
    _ consumer: inout Consumer, _ record: ReadRecord, _ broker: KindRecord, _ id: String
  ) {
    if let key = record["key"] {
      if broker.has("replayable") {
        add(
          "arch.conflicting-fields", "a \(broker.name) keeps its order by partition, not by key",
          record.entry("key")?.keySpan ?? key.span, allowed: "'key' for a queue")
      } else if consumer.batch > 1 {
        add(
          "arch.conflicting-fields", "what is taken together cannot be one at a time for each key",
          record.entry("key")?.keySpan ?? key.span, allowed: "'key' or 'batch'")
      } else {
        consumer.key = key.text
      }
    }
    consumer.maxAttempts = number("max_attempts", record, most: 10_000)
    if let wait = record["wait"]?.duration { consumer.wait = wait }
    guard let value = record["dead_letter"],
      let target = componentName(value, "'\(id)' gives messages up to")
    else { return }
    guard let kind = componentKinds[target.name], kind.has("broker") else {
      add(
        "arch.wrong-target", "'\(target.name)' is no queue or stream", value.span,
        allowed: "a queue or a stream")
      return
    }
    if target.name == consumer.from.name {
      add(
        "arch.wrong-target", "messages that are given up would come again", value.span,
        allowed: "another queue or stream")
      return
    }
    if consumer.maxAttempts == nil {
      add(
        "arch.conflicting-fields", "without 'max_attempts' no message is ever given up",
        record.entry("dead_letter")?.keySpan ?? value.span, allowed: "'max_attempts' beside it")
      return
    }
    consumer.deadLetter = target
  }

  // MARK: Values

  private mutating func positive(_ key: String, _ record: ReadRecord) -> TimeSpan? {
    guard let value = record[key], let span = value.duration else { return nil }
    guard span > .zero else {
      add("arch.out-of-range", "'\(key)' is 0", value.span, allowed: "more than 0")
      return nil
    }
    return span
  }

  private mutating func number(_ key: String, _ record: ReadRecord, most: Int) -> Int? {
    guard let value = record[key], let count = value.count, let number = count else { return nil }
    if number > most {
      add("arch.out-of-range", "'\(key)' is \(number)", value.span, allowed: "at most \(most)")
    }
    return min(number, most)
  }
}
