import ArchitectureModel
import Diagnostics
import Quantities
import Stochastics
import YAMLTree

extension ArchitectureBuilder {
  /// Reads `workload` and `faults` of a file of its own.
  mutating func readOwnLoad(into architecture: inout Architecture) {
    if let frame {
      for key in ["workload", "faults"] {
        guard let entry = root.entry(key) else { continue }
        add(
          "arch.load-of-exercise",
          "'\(key)' cannot stand in a submission: load and faults come from \(frame.id)",
          entry.keySpan, allowed: "a file without '\(key)', or 'simulate' without the exercise")
      }
      return
    }
    if let workload = root["workload"]?.record { architecture.workload = self.workload(workload) }
    for item in root["faults"]?.items ?? [] {
      guard let record = item.record else { continue }
      if root["workload"] == nil {
        add(
          "arch.faults-without-load", "faults need a 'workload' in the same file", record.span,
          allowed: "a workload")
        break
      }
      if let fault = fault(record, architecture) { architecture.faults.append(fault) }
    }
  }

  private mutating func workload(_ record: ReadRecord) -> Workload {
    let zero = TimeSpan.zero
    var operations: [OperationLoad] = []
    for entry in record["operations"]?.map ?? [] {
      guard let read = entry.value.record else { continue }
      if let load = operation(entry.key, read) { operations.append(load) }
    }
    if let value = record["operations"], value.map.isEmpty {
      add(
        "arch.no-operations", "'operations' is empty", value.span,
        allowed: "at least one operation")
    }
    checkObligations(operations, record)
    var clients: [(at: String, share: Double)] = []
    for entry in record["clients"]?.map ?? [] {
      guard siteIDs.contains(entry.key) else {
        unknown(
          "arch.unknown-site", entry.key, "'\(entry.key)' is not a site", entry.keySpan,
          legal: siteIDs)
        continue
      }
      clients.append((entry.key, entry.value.number ?? 0))
    }
    let sum = clients.reduce(0) { $0 + $1.share }
    if !clients.isEmpty, abs(sum - 1) > 1e-6, let span = record["clients"]?.span {
      add(
        "arch.shares-not-one", "the shares of the clients add to \(Share(fraction: sum).text)",
        span, allowed: "shares that add to 100%")
    }
    let lasts = record["lasts"]?.duration ?? TimeSpan(nanoseconds: 1)
    if lasts <= zero, let span = record["lasts"]?.span {
      add("arch.out-of-range", "'lasts' is 0: nothing would be kept", span, allowed: "more than 0")
    }
    let warmup = record["warmup"]?.duration ?? zero
    if warmup.nanoseconds > 1_000_000_000_000_000_000 || lasts.nanoseconds > 500_000_000_000_000_000
    {
      add(
        "arch.out-of-range", "the run is longer than can be simulated",
        record["lasts"]?.span ?? record.span, allowed: "at most 15 years")
    }
    let journeys = self.journeys(record["journeys"])
    checkAsked(operations, journeys, record)
    var workload = Workload(
      warmup: warmup, lasts: max(lasts, TimeSpan(nanoseconds: 1)),
      operations: Workload.demand(operations, journeys), clients: clients)
    workload.journeys = journeys
    workload.windows = windows(record["windows"], warmup: warmup, lasts: workload.lasts)
    workload.findsWarmup = record["warmup"]?.duration == nil
    workload.lastsSpan = record["lasts"]?.span
    return workload
  }

  /// A request keeps one bit for each different obligation.
  private mutating func checkObligations(_ operations: [OperationLoad], _ record: ReadRecord) {
    var known: [Obligation] = []
    for obligation in operations.flatMap(\.obligations) where !known.contains(obligation) {
      known.append(obligation)
    }
    guard known.count > 32 else { return }
    add(
      "arch.out-of-range", "\(known.count) different obligations",
      record["operations"]?.span ?? record.span, allowed: "at most 32")
  }

  private mutating func operation(_ name: String, _ record: ReadRecord) -> OperationLoad? {
    if record.refused.contains("arrivals") { return nil }
    var keys: KeySpace?
    if let read = record["keys"]?.record, let count = read["count"]?.count, let count {
      if count > 1_000_000 {
        add(
          "arch.out-of-range", "\(count) keys", read["count"]?.span ?? read.span,
          allowed: "at most 1M")
      }
      keys = KeySpace(count: min(count, 1_000_000), skew: read["skew"]?.number ?? 0)
    }
    let payload = payload(record["payload"])
    var load = OperationLoad(
      name, arrivals: record["arrivals"]?.record.map { self.arrivals($0, of: name) } ?? [],
      keys: keys,
      payload: payload.mean,
      timeout: record["timeout"]?.duration,
      retry: record["retry"].flatMap { value in
        value.record.map { retry($0, value.span) }
      },
      patience: record["patience"]?.duration,
      obligations: obligations(record["obliges"]))
    load.payloadSpread = payload.spread
    return load
  }

  mutating func obligations(_ value: ReadValue?) -> [Obligation] {
    ObligationReader.read(value, data: dataIDs, traits: vocabulary.traits) { problem in
      self.problems.append(problem)
    }
  }
}

/// Reads what requests owe.
enum ObligationReader {
  static func read(
    _ value: ReadValue?, data: [String], traits: [String], report: (Diagnostic) -> Void
  ) -> [Obligation] {
    (value?.items ?? []).compactMap { item in
      guard let record = item.record else { return nil }
      if let write = record["write"], let name = write.text {
        guard data.contains(name) else {
          report(unknown("arch.unknown-data", name, "data class", write.span, data))
          return nil
        }
        return .write(data: name, durable: record["durable"]?.flag ?? false)
      }
      if let trait = record["passes"]?.record?["trait"], let name = trait.text {
        guard traits.contains(name) else {
          report(unknown("arch.unknown-trait", name, "trait", trait.span, traits))
          return nil
        }
        return .passes(trait: name)
      }
      report(
        Diagnostic(
          code: "arch.missing-field", severity: .error,
          message: "an obligation needs 'write' or 'passes'", span: record.span))
      return nil
    }
  }

  private static func unknown(
    _ code: String, _ name: String, _ what: String, _ span: SourceSpan, _ legal: [String]
  ) -> Diagnostic {
    Diagnostic(
      code: code, severity: .error, message: "'\(name)' is not a \(what)", span: span,
      notes: [DiagnosticNote(message: "allowed: \(legal.joined(separator: ", "))")],
      fix: NearestName.nearest(to: name, among: legal).map {
        FixIt(message: "write '\($0)'", edits: [SourceEdit(span: span, replacement: $0)])
      })
  }
}
