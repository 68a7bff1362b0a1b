import ArchitectureModel
import PluginAPI
import Pricing
import Quantities

/// Finds what a design used in a scenario, held for a month.
struct UsageBuilder {
  let calculator: CostCalculator
  let architecture: Architecture
  let measured: ScenarioMeasurements
  let flows: MeasuredFlows
  let crossings: CrossingMap
  /// What is not known, in words.
  var notes: [String] = []

  init(_ calculator: CostCalculator, _ expected: ExpectedFlows, _ measured: ScenarioMeasurements) {
    self.calculator = calculator
    architecture = calculator.architecture
    self.measured = measured
    flows = MeasuredFlows(expected, measured)
    crossings = CrossingMap(calculator.architecture, flows, calculator.input)
  }

  mutating func build() -> Usage {
    var components: [ComponentUsage] = []
    for index in architecture.components.indices { components.append(component(index)) }
    return Usage(components: components, transfers: transfers(), operations: operations())
  }

  // MARK: Components

  private mutating func component(_ index: Int) -> ComponentUsage {
    let component = architecture.components[index]
    let result = measured.component(component.id)
    let stored = stored(index)
    var usage = ComponentUsage(
      id: component.id, charge: component.kind.charge, fleets: fleets(component),
      purchase: component.purchase, stored: stored,
      calls: (result?.called ?? 0) / measured.lasts * CostCalculator.secondsPerMonth,
      region: calculator.region(component.sites.first ?? ""),
      utilisation: component.concurrency.value == nil ? nil : result?.utilisation.value)
    usage.backups = backups(index, of: stored)
    return usage
  }

  /// The machines by region: copies at their sites, or the members of all shards.
  private func fleets(_ component: Component) -> [Fleet] {
    guard component.machines > 0 || component.onDemand != nil else { return [] }
    if let scaling = measured.component(component.id)?.scaling {
      // The copies that were paid, split evenly over the sites.
      let each = scaling.paid / Double(component.sites.count)
      return component.sites.map { site in
        Fleet(
          region: calculator.region(site), units: max(1, Int(each.rounded())),
          hours: each * Usage.hoursPerMonth)
      }
    }
    guard component.isLed else {
      return zip(component.sites, component.replicas.value).map { site, count in
        Fleet(region: calculator.region(site), units: count)
      }
    }
    let partitions = component.partitions?.value
    return members(component).map { site in
      Fleet(
        region: calculator.region(site), units: partitions ?? component.sharding.count,
        unitsPerMachine: partitions == nil ? 1 : Component.partitionsPerMachine)
    }
  }

  /// The site of each member of a shard.
  private func members(_ component: Component) -> [String] {
    (0..<component.replication.copies).map { member in
      let site =
        component.replication.across == .site ? min(member, component.sites.count - 1) : 0
      return component.sites.indices.contains(site)
        ? component.sites[site] : architecture.sites[0].id
    }
  }

  // MARK: Storage

  /// What rests at a component: the items of its data, or what is written while it is kept.
  private mutating func stored(_ index: Int) -> [Stored] {
    let component = architecture.components[index]
    guard component.isLed, let holds = component.holds else { return [] }
    var result: [Stored] = []
    for name in holds {
      guard let data = architecture.dataClass(name.name) else { continue }
      let size = Double(data.size.value.bytes)
      var bytes = 0.0
      var growsWithLoad = false
      if let items = data.items {
        bytes = Double(items) * size
      } else if let keep = component.statement("keep")?.duration ?? data.keep {
        bytes = written(name.name, index) * size * keep.seconds
        growsWithLoad = true
        if bytes > 0, keep.seconds > CostCalculator.secondsPerMonth { noteLongKeeping() }
      } else {
        notes.append(
          "how much of '\(data.id)' rests in '\(component.id)' is not known, neither 'items' nor "
            + "'keep' is stated: it is not charged")
        continue
      }
      for site in members(component) {
        result.append(
          Stored(
            region: calculator.region(site), bytes: bytes, growsWithLoad: growsWithLoad))
      }
    }
    return result
  }

  /// A peak that is held for years is no peak; the reader is told.
  private mutating func noteLongKeeping() {
    let text =
      "storage is charged as if the load of '\(measured.scenario)' had been held for as long as "
      + "data are kept: a short peak makes it far too dear"
    if !notes.contains(text) { notes.append(text) }
  }

  /// Items of a data class that are written per second: the acknowledged writes of the component,
  /// by the share of the calls that carry it and what one carries.
  private func written(_ data: String, _ component: Int) -> Double {
    let number = architecture.data.firstIndex { $0.id == data }
    var all = 0.0
    var own = 0.0
    for (index, way) in flows.expected.ways.enumerated()
    where way.target == component && way.isWrite && !way.isDelivery {
      all += flows.perSecond[index]
      if let number, way.data.contains(number) { own += flows.items(index) }
    }
    return all > 0 ? flows.writes[component] * own / all : 0
  }

  // MARK: Transfers

  private func transfers() -> [Transfer] {
    var result = TransferTable()
    for (index, way) in flows.expected.ways.enumerated() where flows.perSecond[index] > 0 {
      let monthly = flows.items(index) * CostCalculator.secondsPerMonth
      let target = architecture.components[way.target]
      if target.kind.charge == .calls {
        if way.from >= 0 {
          leave(way, monthly, target.id, &result)
        }
        continue
      }
      for crossing in crossings.crossings(way) {
        let times = monthly * crossing.share
        if let from = crossing.from, way.from >= 0 {
          add(way.from, from, crossing.to, target.id, times * way.bytesOut, &result)
          let caller = architecture.components[way.from].id
          add(way.target, crossing.to, from, caller, times * way.bytesBack, &result)
        }
      }
    }
    for index in architecture.components.indices {
      replicate(index, &result)
      backUp(index, &result)
    }
    return result.transfers
  }

  /// What goes to somebody else's systems.
  private func leave(
    _ way: ExpectedFlows.Way, _ times: Double, _ to: String, _ result: inout TransferTable
  ) {
    let caller = architecture.components[way.from]
    result.add(
      Transfer(
        component: caller.id, to: "to \(to)", item: .egress,
        region: calculator.region(caller.sites.first ?? ""), bytes: times * way.bytesOut))
  }

  /// Writes go from the leader to each other member.
  private func replicate(_ component: Int, _ result: inout TransferTable) {
    let members = crossings.members[component]
    guard members.count > 1, architecture.components[component].replication.mode != .none else {
      return
    }
    var bytes = 0.0
    for (index, way) in flows.expected.ways.enumerated()
    where way.target == component && way.isWrite && !way.isDelivery {
      bytes += flows.items(index) * CostCalculator.secondsPerMonth * way.bytesOut
    }
    for member in members.dropFirst() {
      add(component, members[0], member, "its copies", bytes, &result)
    }
  }

  func add(
    _ component: Int, _ from: Int, _ to: Int, _ name: String, _ bytes: Double,
    _ result: inout TransferTable
  ) {
    guard bytes > 0, from != to, let left = crossings.siteOf[from],
      let right = crossings.siteOf[to]
    else { return }
    result.add(
      Transfer(
        component: architecture.components[component].id, to: "to \(name)",
        item: left == right ? .betweenZones : .betweenSites,
        region: calculator.region(architecture.sites[left].id), bytes: bytes))
  }

  // MARK: Operations

  private func operations() -> [OperationUsage] {
    flows.expected.operations.enumerated().map { number, load in
      var weights = [Double](repeating: 0, count: architecture.components.count)
      for (index, way) in flows.expected.ways.enumerated() {
        weights[way.target] +=
          flows.arrivals[number] * flows.expected.perRequest[number][index]
          * flows.expected.work(way)
      }
      return OperationUsage(
        operation: load.operation,
        requests: flows.arrivals[number] * CostCalculator.secondsPerMonth, weights: weights)
    }
  }
}

/// Transfers, those of the same way together, in the order in which they were found.
struct TransferTable {
  private(set) var transfers: [Transfer] = []
  private var places: [Transfer: Int] = [:]

  mutating func add(_ transfer: Transfer) {
    guard transfer.bytes > 0 else { return }
    var key = transfer
    key.bytes = 0
    if let known = places[key] {
      transfers[known].bytes += transfer.bytes
    } else {
      places[key] = transfers.count
      transfers.append(transfer)
    }
  }
}
