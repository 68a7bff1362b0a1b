import ArchitectureModel

extension Biller {
  /// The customer's keys under which a component's data are encrypted; nothing where the book has
  /// no price for them.
  func keys(_ component: ComponentUsage, _ notes: inout [String]) -> [BillLine] {
    guard component.keys > 0, book.entry(.key, in: component.region) != nil,
      book.entry(.keyCalls, in: component.region) != nil
    else { return [] }
    let machines = component.fleets.reduce(0) { $0 + $1.machineHours } / Usage.hoursPerMonth
    let asking = max(1, machines)
    return line(
      component, "keys", .key, about: "", component.region, component.keys, &notes)
      + line(
        component, "key requests", .keyCalls, about: "", component.region,
        asking * component.keyCallsPerMachine / 1e6, &notes)
  }
}
