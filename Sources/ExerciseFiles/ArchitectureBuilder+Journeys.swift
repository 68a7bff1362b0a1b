import ArchitectureModel
import Diagnostics
import Quantities
import Stochastics

extension ArchitectureBuilder {
  /// Most windows of a run.
  static let mostWindows = 50

  // MARK: Journeys

  /// Reads `workload.journeys`.
  mutating func journeys(_ value: ReadValue?) -> [Journey] {
    guard let value else { return [] }
    if value.map.isEmpty {
      add("arch.empty-value", "'journeys' is empty", value.span, allowed: "at least one journey")
    }
    return value.map.compactMap { entry in
      guard let record = entry.value.record else { return nil }
      if operations.contains(entry.key) {
        add(
          "arch.bad-id", "'\(entry.key)' is an operation already", entry.keySpan,
          allowed: "another name for the journey")
      }
      return journey(entry.key, record)
    }
  }

  private mutating func journey(_ name: String, _ record: ReadRecord) -> Journey? {
    guard let arrivals = record["arrivals"]?.record, let start = record["start"] else { return nil }
    let before = problems.count
    var journey = Journey(
      name, arrivals: self.arrivals(arrivals, of: name),
      starts: shares(start, mustFill: true), steps: [])
    if let walk = record["walk"], walk.map.isEmpty {
      add(
        "arch.empty-value", "'walk' is empty", walk.span,
        allowed: "what follows an operation, or no 'walk'")
    }
    for entry in record["walk"]?.map ?? [] {
      guard isOperation(entry.key, entry.keySpan), let step = entry.value.record else { continue }
      journey.steps.append(
        JourneyStep(
          entry.key, think: think(step["think"]),
          next: step["next"].map { shares($0, mustFill: false) } ?? []))
    }
    journey.length = record["length"].flatMap { length($0) }
    journey.leavesOnFailure = record["on_failure"]?.text == "leave"
    journey.isInEquilibrium = record["equilibrium"]?.flag ?? false
    guard problems.count == before else { return nil }
    checkReached(journey, record)
    checkWalk(journey, record)
    return problems.count == before ? journey : nil
  }

  private mutating func think(_ value: ReadValue?) -> Spread {
    guard let text = value?.spread else { return .exact(.zero) }
    return complete(text, kindShape: .exponential(mean: TimeSpan(nanoseconds: 1)))
      ?? .exact(.zero)
  }

  /// Shares of operations; one name alone has all.
  private mutating func shares(
    _ value: ReadValue, mustFill: Bool
  ) -> [(operation: String, share: Double)] {
    if let name = value.text {
      return isOperation(name, value.span) ? [(name, 1)] : []
    }
    if value.map.isEmpty {
      add("arch.empty-value", "no operation is named", value.span, allowed: "{ browse: 60% }")
      return []
    }
    var result: [(operation: String, share: Double)] = []
    for entry in value.map where isOperation(entry.key, entry.keySpan) {
      result.append((entry.key, entry.value.number ?? 0))
    }
    let sum = result.reduce(0) { $0 + $1.share }
    guard result.count == value.map.count else { return result }
    if sum > 1 + 1e-9 {
      add(
        "arch.shares-above-one", "the shares add to \(Share(fraction: sum).text)", value.span,
        allowed: "at most 100%")
    } else if mustFill, sum < 1 - 1e-6 {
      add(
        "arch.shares-not-one", "the shares add to \(Share(fraction: sum).text)", value.span,
        allowed: "shares that add to 100%")
    }
    return result
  }

  private mutating func length(_ value: ReadValue) -> CountSpread? {
    var spread: CountSpread?
    if let count = value.count, let count {
      spread = CountSpread.exact(count)
    } else {
      spread = size(value)
    }
    guard let spread else { return nil }
    let list =
      spread.mean <= JourneyLaw.mostLength
      ? spread.survival(most: JourneyLaw.horizon, least: 1e-6) : []
    guard spread.mean <= JourneyLaw.mostLength, list.count < JourneyLaw.horizon else {
      add(
        "arch.out-of-range", "a session of that many requests is too long", value.span,
        allowed: "at most \(Int(JourneyLaw.mostLength)) on average, and hardly ever more than "
          + "\(JourneyLaw.horizon)")
      return nil
    }
    return spread
  }

  /// Steps that no session comes to are a mistake.
  private mutating func checkReached(_ journey: Journey, _ record: ReadRecord) {
    let reached = journey.operations
    for entry in record["walk"]?.map ?? [] where !reached.contains(entry.key) {
      add(
        "arch.never-reached", "no session of '\(journey.name)' comes to '\(entry.key)'",
        entry.keySpan, allowed: "operations that 'start' or some 'next' names with a share")
    }
  }

  private mutating func checkWalk(_ journey: Journey, _ record: ReadRecord) {
    let span = record.entry("walk")?.keySpan ?? record.span
    let shares = journey.steps.reduce(0) { $0 + $1.next.count }
    guard journey.operations.count <= JourneyLaw.mostOperations,
      shares <= JourneyLaw.mostShares
    else {
      add(
        "arch.out-of-range", "'\(journey.name)' has too many ways", span,
        allowed:
          "at most \(JourneyLaw.mostOperations) operations and \(JourneyLaw.mostShares) shares")
      return
    }
    let law = JourneyLaw(journey)
    guard law.ends else {
      add(
        "arch.endless-journey", "a session of '\(journey.name)' may never end", span,
        allowed: "shares below 100% somewhere on every way, or a 'length'")
      return
    }
    guard law.requests <= JourneyLaw.mostRequests else {
      add(
        "arch.endless-journey",
        "a session of '\(journey.name)' makes more than a million requests on average", span,
        allowed: "a greater remainder that leaves, or a 'length'")
      return
    }
    if journey.isInEquilibrium { checkEquilibrium(journey, law, record) }
  }

  private mutating func checkEquilibrium(
    _ journey: Journey, _ law: JourneyLaw, _ record: ReadRecord
  ) {
    guard let entry = record.entry("equilibrium") else { return }
    for arrivals in journey.arrivals {
      switch arrivals.process {
      case .burst, .closed, .trace:
        add(
          "arch.wrong-parameter",
          "'equilibrium' has no meaning for the process '\(arrivals.process.word)', which has no rate",
          entry.keySpan, allowed: "a process with a rate")
        return
      default: break
      }
    }
    let present =
      law.thinkingSeconds * journey.arrivals.reduce(0) { $0 + $1.perSecond(at: .zero) }
    if present > Double(Self.mostUsers) {
      add(
        "arch.out-of-range", "more than 5 million sessions would be in progress at the start",
        entry.keySpan, allowed: "fewer or shorter sessions")
    }
  }

  /// Operations that nobody asks for.
  mutating func checkAsked(
    _ loads: [OperationLoad], _ journeys: [Journey], _ record: ReadRecord
  ) {
    guard problems.isEmpty else { return }
    let asked = Set(journeys.flatMap(\.operations))
    for entry in record["operations"]?.map ?? [] {
      guard let read = entry.value.record, read["arrivals"] == nil, !asked.contains(entry.key)
      else { continue }
      add(
        "arch.missing-field",
        "'workload.operations.\(entry.key)' needs 'arrivals': when requests come", entry.keySpan,
        allowed: "'arrivals', or a journey that asks for it",
        fix: FixIt(message: "add 'arrivals: { process: poisson, rate: 120/s }'", edits: []))
    }
  }

  // MARK: Windows

  /// Reads `workload.windows`; `kept` is the kept time from the start of the run.
  mutating func windows(_ value: ReadValue?, warmup: TimeSpan, lasts: TimeSpan) -> [LoadWindow] {
    guard let value else { return [] }
    if value.map.isEmpty {
      add("arch.empty-value", "'windows' is empty", value.span, allowed: "at least one window")
    }
    if value.map.count > Self.mostWindows {
      add(
        "arch.out-of-range", "\(value.map.count) windows", value.span,
        allowed: "at most \(Self.mostWindows)")
    }
    let (end, _) = warmup.nanoseconds.addingReportingOverflow(lasts.nanoseconds)
    return value.map.prefix(Self.mostWindows).compactMap { entry in
      guard let record = entry.value.record, let from = record["from"]?.duration,
        let to = record["to"]?.duration
      else { return nil }
      if entry.key == "run" {
        add(
          "arch.bad-id", "'run' is the name of the whole run", entry.keySpan,
          allowed: "another name for the window")
      }
      guard from >= warmup, to.nanoseconds <= end, from < to else {
        add(
          "arch.out-of-range", "the window '\(entry.key)' is from \(from.text) to \(to.text)",
          entry.value.span,
          allowed: "'from' before 'to', both from \(warmup.text) to "
            + "\(TimeSpan(nanoseconds: end).text): the kept time")
        return nil
      }
      return LoadWindow(entry.key, from: from, to: to)
    }
  }
}
