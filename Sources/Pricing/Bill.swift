import ArchitectureModel
public import Quantities

/// One line of a bill.
public struct BillLine: Sendable, Hashable {
  /// The component that pays.
  public var component: String
  /// What is paid, in a word or two: `machines`, `storage`, `between_zones` and so on.
  public var what: String
  /// Further words, such as where a transfer goes; may be empty.
  public var about: String
  /// The region; nil for the book's own.
  public var region: String?
  /// How much of it.
  public var quantity: Double
  /// The price of one, before what a commitment saves.
  public var price: Price
  /// What a commitment saves.
  public var saved: Money
  /// What is paid.
  public var amount: Money
}

/// The bill of a month.
public struct Bill: Sendable {
  /// The lines, in the order of the components.
  public var lines: [BillLine]
  /// The sum of the lines, exactly.
  public var total: Money
  /// The sum of each component's lines, in the order of the usage.
  public var components: [(id: String, amount: Money)]
  /// What a million requests of each operation cost; nil where there are none.
  public var perMillion: [(operation: String, amount: Money?)]
  /// What could not be charged, in words.
  public var notes: [String]
}

/// Makes bills from usage and a price book.
public struct Biller: Sendable {
  let book: PriceBook
  private static let gib = 0x1p30

  /// Creates a biller.
  public init(_ book: PriceBook) { self.book = book }

  /// The bill of a usage.
  ///
  /// Components without lines cost nothing and are still named. Amounts are rounded once, in each
  /// line; sums are sums of whole millionths.
  public func bill(_ usage: Usage) -> Bill {
    var notes: [String] = []
    var lines: [BillLine] = []
    let transfers = Dictionary(grouping: usage.transfers, by: \.component)
    var components: [(id: String, amount: Money)] = []
    for component in usage.components {
      let first = lines.count
      lines += machines(component, &notes)
      lines += storage(component, &notes)
      for backup in component.backups {
        lines += line(
          component, "backup", .objects, about: "", backup.region, backup.bytes / Self.gib, &notes)
      }
      lines += calls(component, &notes)
      for transfer in transfers[component.id] ?? [] {
        lines += line(
          component, transfer.item.rawValue, transfer.item, about: transfer.to,
          transfer.region, transfer.bytes / Self.gib, &notes)
      }
      components.append((component.id, sum(lines[first...])))
    }
    return Bill(
      lines: lines, total: sum(lines[...]), components: components,
      perMillion: perMillion(usage, components.map(\.amount)), notes: notes)
  }

  private func sum(_ lines: ArraySlice<BillLine>) -> Money {
    lines.reduce(.zero(book.currency)) { $0 + $1.amount }
  }

  // MARK: Lines

  private func machines(_ component: ComponentUsage, _ notes: inout [String]) -> [BillLine] {
    let isFunction = component.charge == .invocations && !isPaidByUse(component)
    guard component.charge == .machines || component.charge == .managed || isFunction else {
      return []
    }
    let saving = book.saving(component.purchase.commitment)
    if component.purchase.commitment != .none, saving == 0 {
      note(
        "the book saves nothing for machines taken for "
          + component.purchase.commitment.rawValue, &notes)
    }
    return Self.together(component.fleets).compactMap { fleet in
      let hours = fleet.hours
      guard hours > 0, let price = hourly(component, fleet.region, &notes) else { return nil }
      let monthly = price.unit == .month
      let quantity = monthly ? hours / Usage.hoursPerMonth : hours
      let list = price.amount.times(quantity)
      let saved = list.times(saving)
      return BillLine(
        component: component.id, what: "machines",
        about: words(component, fleet.machines), region: fleet.region, quantity: quantity,
        price: price,
        saved: saved, amount: list - saved)
    }
  }

  /// The machines and machine-hours of each region, in the order of the fleets.
  private static func together(
    _ fleets: [Fleet]
  ) -> [(region: String?, machines: Int, hours: Double)] {
    var result: [(region: String?, machines: Int, hours: Double)] = []
    for fleet in fleets {
      if let known = result.firstIndex(where: { $0.region == fleet.region }) {
        result[known].machines &+= fleet.machines
        result[known].hours += fleet.machineHours
      } else {
        result.append((fleet.region, fleet.machines, fleet.machineHours))
      }
    }
    return result
  }

  private func words(_ component: ComponentUsage, _ machines: Int) -> String {
    var text = "\(machines) machine\(machines == 1 ? "" : "s")"
    if component.purchase.price == nil, let cores = component.purchase.cores?.value,
      let memory = component.purchase.memory?.value
    {
      let whole = Int(exactly: cores).map(String.init) ?? "\(cores)"
      text += " of \(whole) core\(cores == 1 ? "" : "s") and \(memory.brief)"
    }
    switch component.purchase.commitment {
    case .none: return text
    case .oneYear, .threeYears:
      return text + ", taken for \(component.purchase.commitment.rawValue)"
    }
  }

  /// The price of one machine, by the hour unless the design says one by the month.
  private func hourly(
    _ component: ComponentUsage, _ region: String?, _ notes: inout [String]
  ) -> Price? {
    if let own = component.purchase.price?.value {
      if own.amount.currency == book.currency { return own }
      note(
        "'\(component.id)' states a price in \(own.amount.currency); the book is in "
          + "\(book.currency) and is used", &notes)
    }
    let isManaged = component.charge == .managed
    guard let core = entry(isManaged ? .managedCore : .core, region, &notes),
      let memory = entry(isManaged ? .managedMemory : .memory, region, &notes)
    else { return nil }
    let gib = Double(component.purchase.memory?.value.bytes ?? 0) / Self.gib
    return Price(
      core.price.amount.times(component.purchase.cores?.value ?? 0)
        + memory.price.amount.times(gib), per: .hour)
  }

  private func storage(_ component: ComponentUsage, _ notes: inout [String]) -> [BillLine] {
    let item: PriceItem
    switch component.charge {
    case .machines, .invocations: item = .disk
    case .managed: item = .managedDisk
    case .use: item = .objects
    case .calls, .nothing: return []
    }
    var places: [(region: String?, bytes: Double)] = []
    func place(_ region: String?) -> Int {
      if let known = places.firstIndex(where: { $0.region == region }) { return known }
      places.append((region, 0))
      return places.count - 1
    }
    for stored in component.stored { places[place(stored.region)].bytes += stored.bytes }
    if let disk = component.purchase.disk?.value, component.charge != .use {
      // Disks are bought whole: all of the machines' in a region, or what rests there.
      for fleet in Self.together(component.fleets) {
        let index = place(fleet.region)
        let bytes = fleet.hours / Usage.hoursPerMonth * Double(disk.bytes)
        places[index].bytes = max(places[index].bytes, bytes)
      }
    }
    return places.flatMap { region, bytes in
      line(component, "storage", item, about: "", region, bytes / Self.gib, &notes)
    }
  }

  private func calls(_ component: ComponentUsage, _ notes: inout [String]) -> [BillLine] {
    switch component.charge {
    case .use:
      line(
        component, "calls", .objectCalls, about: "", component.region, component.calls / 1e6,
        &notes)
    case .calls:
      line(
        component, "calls", .externalCall, about: "", component.region, component.calls, &notes)
    case .invocations: invocations(component, &notes)
    case .machines, .managed, .nothing: []
    }
  }

  /// Whether a function is paid for what it does; by the machine where the book has no price for
  /// that, or the design says what a machine costs.
  private func isPaidByUse(_ component: ComponentUsage) -> Bool {
    component.purchase.price == nil && book.entry(.functionTime, in: component.region) != nil
  }

  private func invocations(_ component: ComponentUsage, _ notes: inout [String]) -> [BillLine] {
    guard isPaidByUse(component) else { return [] }
    let gib = Double(component.purchase.memory?.value.bytes ?? 0) / Self.gib
    var lines: [BillLine] = []
    for fleet in Self.together(component.fleets) {
      lines += line(
        component, "time", .functionTime, about: "", fleet.region, fleet.hours * gib, &notes)
    }
    return lines
      + line(
        component, "calls", .functionCalls, about: "", component.region, component.calls / 1e6,
        &notes)
  }

  private func line(
    _ component: ComponentUsage, _ what: String, _ item: PriceItem, about: String,
    _ region: String?, _ quantity: Double, _ notes: inout [String]
  ) -> [BillLine] {
    guard quantity > 0, let entry = entry(item, region, &notes) else { return [] }
    return [
      BillLine(
        component: component.id, what: what, about: about, region: region, quantity: quantity,
        price: entry.price, saved: .zero(book.currency),
        amount: entry.price.amount.times(quantity))
    ]
  }

  private func entry(
    _ item: PriceItem, _ region: String?, _ notes: inout [String]
  ) -> PriceBook.Entry? {
    if let region, !book.regions.contains(region), region != book.region {
      note("the book has no region '\(region)': its prices for everywhere are used", &notes)
    }
    guard let found = book.entry(item, in: region) else {
      note("the book has no price of \(item.about): it is not charged", &notes)
      return nil
    }
    return found
  }

  private func note(_ text: String, _ notes: inout [String]) {
    if !notes.contains(text) { notes.append(text) }
  }

  // MARK: Operations

  /// Each component's amount is divided by the busy time that the operations cause there; one that
  /// no operation keeps busy by the number of requests.
  private func perMillion(
    _ usage: Usage, _ amounts: [Money]
  ) -> [(operation: String, amount: Money?)] {
    let requests = usage.operations.reduce(0) { $0 + $1.requests }
    return usage.operations.map { operation in
      guard operation.requests > 0 else { return (operation.operation, nil) }
      var share = 0.0
      for (index, amount) in amounts.enumerated() {
        let all = usage.operations.reduce(0) { $0 + $1.weights[index] }
        let part = all > 0 ? operation.weights[index] / all : operation.requests / requests
        share += Double(amount.microUnits) * part
      }
      let one = Money(microUnits: 1, book.currency)
      return (operation.operation, one.times(share / operation.requests * 1e6))
    }
  }
}
