import ArchitectureModel
import PluginAPI
import Quantities
import SimulationKernel
import Stochastics

// What breaks, as the engine does it.

extension FlowCompiler {
  mutating func addFaults() {
    flows.faults = input.faults.map { FaultWords.played($0, warmup: input.warmup) }
    for fault in input.faults { add(fault) }
    for loop in input.breaksOff?.loops ?? [] {
      let at = input.breaksOff?.at.nanoseconds ?? 0
      add(FaultSpec(kind: .breakOff(loop), copies: [], at: at, lasts: -1))
    }
    flows.model.phases = phases()
  }

  private mutating func add(_ spec: FaultSpec) { flows.model.faults.append(spec) }

  private mutating func add(_ fault: Fault) {
    let lasts = fault.lasts?.nanoseconds ?? -1
    let at = fault.at.nanoseconds
    func general(_ kind: FaultSpec.Kind) -> FaultSpec {
      FaultSpec(kind: kind, copies: [], at: at, lasts: lasts)
    }
    func place(_ component: String) -> [Int] { componentIndex[component].map { [$0] } ?? [] }
    switch fault.target {
    case .crash(let component, let copies): add(.crash, component, copies, at, lasts)
    case .slow(let component, let copies, let factor):
      add(.slow(factor: factor), component, copies, at, lasts)
    case .errors(let component, let copies, let share):
      add(.errors(share: share), component, copies, at, lasts)
    case .less(let component, let copies, let share):
      add(.less(share: share), component, copies, at, lasts)
    case .lose(let site, let zone):
      let locations = map.locations(site: site, zone: zone)
      let hit = flows.model.copies.indices.filter {
        locations.contains(flows.model.copies[$0].location)
      }
      add(FaultSpec(kind: .lose(locations: locations), copies: hit, at: at, lasts: lasts))
    case .cut(let one, let other):
      add(general(.cut(from: map.side(one), to: map.side(other))))
    case .drop(let link, let share):
      add(general(.drop(edges: edgesOfLink[link] ?? [], share: share)))
    case .slowLink(let link, let factor, let adds):
      add(
        general(
          .delay(edges: edgesOfLink[link] ?? [], factor: factor, adds: adds.nanoseconds)))
    case .lag(let component, let by):
      add(general(.lag(components: place(component), by: by.nanoseconds)))
    case .wipe(let component):
      add(
        FaultSpec(kind: .wipe(components: place(component)), copies: [], at: at, lasts: -1))
      // It does not serve until it is restored.
      if let restore = restore(component) { add(.crash, component, .all, at, restore) }
    case .flush(let component): add(.flush, component, .all, at, -1)
    case .load(let operation, let factor): add(general(surge(operation, factor, at, lasts)))
    case .deploy(let component, let copies, let over, let errors, let slow):
      deploy(component, copies, over, errors: errors, slow: slow, at, lasts)
    case .random(let component, let copies): random(component, copies)
    }
  }

  private mutating func add(
    _ kind: FaultSpec.Kind, _ component: String, _ copies: FaultCopies, _ at: Int64,
    _ lasts: Int64
  ) {
    guard let index = componentIndex[component] else { return }
    let hit = selected(index, copies)
    add(FaultSpec(kind: kind, copies: hit.copies, leadersOf: hit.leadersOf, at: at, lasts: lasts))
  }

  private func selected(
    _ index: Int, _ copies: FaultCopies
  ) -> (copies: [Int], leadersOf: [Int]) {
    let all = flows.copiesOf[index]
    let spec = flows.model.components[index]
    switch copies {
    case .all: return (Array(all), [])
    case .first(let count): return (Array(all.prefix(count)), [])
    case .shard(let shard):
      guard spec.isLed, shard < spec.shards else { return ([], []) }
      let first = spec.firstCopy + shard * spec.members
      return (Array(first..<(first + spec.members)), [])
    case .leaders: return spec.isLed ? ([], [index]) : (Array(all.prefix(1)), [])
    }
  }

  /// One copy after another, evenly over the time, the first at once.
  private mutating func deploy(
    _ component: String, _ copies: FaultCopies, _ over: TimeSpan, errors: Double?, slow: Double?,
    _ at: Int64, _ lasts: Int64
  ) {
    guard let index = componentIndex[component] else { return }
    let hit = selected(index, copies).copies
    for (number, copy) in hit.enumerated() {
      let later = Int64(Double(over.nanoseconds) * (Double(number) / Double(hit.count)))
      let (begins, overflow) = at.addingReportingOverflow(later)
      guard !overflow, lasts < 0 || later < lasts else { return }
      let left = lasts < 0 ? -1 : lasts - later
      if let errors {
        add(FaultSpec(kind: .errors(share: errors), copies: [copy], at: begins, lasts: left))
      }
      if let slow {
        add(FaultSpec(kind: .slow(factor: slow), copies: [copy], at: begins, lasts: left))
      }
    }
  }

  private mutating func random(_ component: String, _ copies: FaultCopies) {
    guard let index = componentIndex[component],
      let times = architecture.components[index].failureTimes
    else { return }
    let lasts = Double(times.lasts.value.nanoseconds)
    let share = times.workingShare
    // Where the share is stated it holds, whatever `every` says.
    let every =
      times.available == nil
      ? Double(times.every.value.nanoseconds) : lasts * share / max(1e-12, 1 - share)
    guard lasts > 0, every < 9e18 else { return }
    add(
      FaultSpec(
        kind: .random(every: max(1, every), lasts: lasts),
        copies: selected(index, copies).copies, at: 0, lasts: -1))
  }

  /// Multiplies rates, and says which sources without one the engine multiplies.
  private mutating func surge(
    _ operation: String?, _ factor: Double, _ at: Int64, _ lasts: Int64
  ) -> FaultSpec.Kind {
    let wanted = operation.map { operationIndex[$0] ?? -1 }
    let journey = operation.flatMap { flows.journeys.firstIndex(of: $0) }
    let end = lasts < 0 ? Int64.max : at.addingReportingOverflow(lasts).partialValue
    var others: [Int] = []
    for index in flows.model.sources.indices {
      let source = flows.model.sources[index]
      let isMeant =
        source.journey >= 0 ? source.journey == journey : source.operation == wanted
      guard operation == nil || isMeant else { continue }
      switch flows.model.sources[index].arrivals?.process {
      case nil, .burst, .trace: others.append(index)
      default:
        flows.model.sources[index].arrivals?.rate.surges.append(
          (from: at, to: end < at ? Int64.max : end, factor: factor))
      }
    }
    return .load(sources: others, factor: factor)
  }

  /// From the first fault on, until the last one is over or, where that is a crash without an end,
  /// its copies have restarted; nil where nothing breaks at a moment.
  private func phases() -> (from: Int64, to: Int64)? {
    var from = Int64.max
    var to = Int64.min
    for fault in input.faults {
      if case .random = fault.target { continue }
      let at = fault.at.nanoseconds
      from = min(from, at)
      let length = fault.lasts?.nanoseconds ?? openLength(fault.target)
      let (end, overflow) = at.addingReportingOverflow(length)
      to = max(to, overflow ? .max : end)
    }
    return to < from ? nil : (from, to)
  }

  /// How long a restore takes; nil for what has no backup.
  private func restore(_ component: String) -> Int64? {
    guard let found = architecture.components.first(where: { $0.id == component }),
      found.backup != nil
    else { return nil }
    return architecture.restoreTime(found).nanoseconds
  }

  private func openLength(_ target: Fault.Target) -> Int64 {
    switch target {
    case .crash(let component, _):
      let found = architecture.components.first { $0.id == component }
      return found?.restart.value.mean.nanoseconds ?? .max
    case .wipe(let component): return restore(component) ?? 0
    case .flush: return 0
    default: return .max
    }
  }
}
