import ArchitectureModel
import Diagnostics
import PluginAPI
import Quantities
import YAMLTree

extension ExerciseBuilder {
  mutating func scenarios(_ profile: LoadProfile) -> [ExerciseScenario] {
    (root["scenarios"]?.map ?? []).compactMap { entry in
      guard let record = entry.value.record, let at = record["at"], let moment = at.text else {
        return nil
      }
      guard let time = time(moment, at.span, profile) else { return nil }
      return ExerciseScenario(
        name: entry.key, title: record["title"]?.text ?? entry.key, at: time, moment: moment,
        lasts: record["lasts"]?.duration ?? .zero, warmup: record["warmup"]?.duration ?? .zero,
        faults: drill(record["drill"])
          + (record["faults"]?.items ?? []).compactMap { item in
            item.record.flatMap { fault($0) }
          })
    }
  }

  private mutating func time(
    _ moment: String, _ span: SourceSpan, _ profile: LoadProfile
  ) -> TimeSpan? {
    if let known = profile.moments.first(where: { $0.name == moment }) { return known.at }
    if case .success(let time) = TimeSpan.parse(moment) { return time }
    let legal = profile.moments.map(\.name)
    add(
      "exercise.unknown-moment", "'\(moment)' is neither a moment of the load nor a duration",
      span, allowed: legal.joined(separator: ", "),
      fix: NearestName.nearest(to: moment, among: legal))
    return nil
  }

  // MARK: Requirements

  mutating func requirements() -> [Requirement] {
    var ids: [String] = []
    return (root["requirements"]?.items ?? []).compactMap { item in
      guard let record = item.record, let read = requirement(record) else { return nil }
      if ids.contains(read.id) {
        add("exercise.duplicate-id", "the requirement '\(read.id)' stands twice", item.span)
      }
      ids.append(read.id)
      return read
    }
  }

  private mutating func requirement(_ record: ReadRecord) -> Requirement? {
    guard let measure = record["measure"], let text = measure.text,
      let path = measurePath(text, measure.span)
    else { return nil }
    let scenario = record["in"]?.text
    if let value = record["in"], let scenario,
      !known(scenario, among: scenarioNames, "exercise.unknown-scenario", "a scenario", value.span)
    {
      return nil
    }
    if scenario == nil, !path.isDerived, !path.isCost {
      add("exercise.no-scenario", "'\(text)' needs 'in', the scenario", measure.span)
      return nil
    }
    if let value = record["in"], path.isDerived, path != .machines {
      add(
        "exercise.unused-scenario", "'\(text)' follows from the design, whatever the scenario",
        value.span, allowed: "this measure without 'in'")
      return nil
    }
    let dimension = path.dimension ?? plugins.measure(text)?.dimension ?? .count
    guard let full = bound(record["full_at"], dimension, path),
      let zero = bound(record["zero_at"], dimension, path)
    else { return nil }
    if full == zero {
      add("exercise.bad-bound", "'full_at' and 'zero_at' are equal", record.span)
      return nil
    }
    var requirement = Requirement(
      id: record["id"]?.text ?? "", text: record["text"]?.text ?? "", measure: path,
      measureText: text, scenario: scenario, fullAt: full, zeroAt: zero,
      points: (record["points"]?.count ?? 0) ?? 0, isMust: record["must"]?.flag ?? false,
      advice: record["try"]?.text ?? "", objective: record["objective"]?.text ?? "")
    if dimension == .money { requirement.unit = moneyUnit(path) }
    requirement.admits = admits(record, path)
    return requirement
  }

  private mutating func admits(_ record: ReadRecord, _ measure: MeasurePath) -> Set<LesserAnswer> {
    guard let value = record["admit"] else { return [] }
    switch measure {
    case .latency, .success, .recovery: break
    case .latencyMean, .throughput:
      add(
        "exercise.bad-admit", "this measure counts every answer as it is", value.span,
        allowed: "'admit' with a percentile, success or recovery")
    default:
      add(
        "exercise.bad-admit", "this measure does not count answers", value.span,
        allowed: "'admit' with a percentile, success or recovery")
    }
    return Set(value.texts.compactMap { LesserAnswer(rawValue: $0) })
  }

  private mutating func bound(
    _ value: ReadValue?, _ dimension: Dimension, _ path: MeasurePath
  ) -> Double? {
    guard let value, let text = value.text else { return nil }
    if dimension == .money { return moneyBound(text, value.span, path) }
    switch dimension {
    case .duration:
      if case .success(let span) = TimeSpan.parse(text) { return span.seconds }
    case .share: if case .success(let share) = Share.parse(text) { return share.fraction }
    case .rate: if case .success(let rate) = Rate.parse(text) { return rate.perSecond }
    case .count: if let number = Double(text), number.isFinite { return number }
    case .money: break
    }
    add(
      "exercise.bad-bound", "'\(text)' is no \(dimension.rawValue)", value.span,
      allowed:
        "a value such as \(["duration": "300ms", "share": "99%", "rate": "500/s", "count": "0"][dimension.rawValue] ?? "")"
    )
    return nil
  }

  private static let latencies: [String: Double] = [
    "p50": 0.5, "p90": 0.9, "p95": 0.95, "p99": 0.99, "p999": 0.999,
  ]

  private mutating func measurePath(_ text: String, _ span: SourceSpan) -> MeasurePath? {
    if text == "machines" { return .machines }
    if let path = costPath(text) { return path }
    if plugins.measure(text) != nil { return .domain(text) }
    let parts = text.split(separator: ".").map(String.init)
    if parts.count == 2, parts[0].hasPrefix("trait:"), parts[1] == "utilisation" {
      return .utilisation(trait: String(parts[0].dropFirst(6)))
    }
    if parts.count == 2, parts[1] == "lost_writes", dataNames.contains(parts[0]) {
      return .lostWrites(data: parts[0])
    }
    if parts.count == 2, dataNames.contains(parts[0]) {
      if parts[1] == "rpo" { return .rpo(data: parts[0]) }
      if parts[1] == "rto" { return .rto(data: parts[0]) }
    }
    if let first = parts.first, operationNames.contains(first) {
      if parts.count == 3, parts[1] == "survives",
        let place = MeasurePath.Place(rawValue: parts[2])
      {
        return .survives(operation: first, place)
      }
      if parts.count == 3, parts[1] == "latency" {
        if parts[2] == "mean" { return .latencyMean(operation: first) }
        if let share = Self.latencies[parts[2]] { return .latency(operation: first, share: share) }
      }
      if parts.count == 2 {
        switch parts[1] {
        case "success": return .success(operation: first)
        case "throughput": return .throughput(operation: first)
        case "recovery": return .recovery(operation: first)
        case "stale_reads": return .staleReads(operation: first)
        case "availability": return .availability(operation: first)
        case "nines": return .nines(operation: first)
        default: break
        }
      }
    }
    let forms =
      "OPERATION.latency.p50|p90|p95|p99|p999|mean, OPERATION.success|throughput|recovery, "
      + "OPERATION.stale_reads, "
      + "OPERATION.availability|nines|survives.zone|survives.site, trait:NAME.utilisation, "
      + "DATA.lost_writes|rpo|rto, machines, cost.monthly, cost.per_million.OPERATION, cost.growth"
    let measures = plugins.measures.map(\.id).joined(separator: ", ")
    add(
      "exercise.unknown-measure", "'\(text)' is no measure", span,
      allowed: measures.isEmpty ? forms : "\(forms), \(measures)")
    return nil
  }
}
