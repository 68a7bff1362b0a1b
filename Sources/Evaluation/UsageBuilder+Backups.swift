import ArchitectureModel
import Pricing
import Quantities

// What backups keep, and what goes there.

extension UsageBuilder {
  /// Bytes written to a component per second.
  private func bytesWritten(_ component: Int) -> Double {
    var bytes = 0.0
    for (index, way) in flows.expected.ways.enumerated()
    where way.target == component && way.isWrite && !way.isDelivery {
      bytes += flows.items(index) * way.bytesOut
    }
    return bytes
  }

  /// One copy of the data, and what is written while a backup is kept.
  func backups(_ index: Int, of stored: [Stored]) -> [Stored] {
    let component = architecture.components[index]
    guard let backup = component.backup else { return [] }
    let region = calculator.region(architecture.backupSite(component))
    let members = Double(max(1, component.replication.copies))
    var result = stored.map {
      Stored(region: region, bytes: $0.bytes / members, growsWithLoad: $0.growsWithLoad)
    }
    result.append(
      Stored(
        region: region, bytes: bytesWritten(index) * backup.keep.seconds, growsWithLoad: true))
    // One line for what grows and one for what does not.
    return [false, true].compactMap { grows in
      let some = result.filter { $0.growsWithLoad == grows }
      let bytes = some.reduce(0) { $0 + $1.bytes }
      return bytes > 0 ? Stored(region: region, bytes: bytes, growsWithLoad: grows) : nil
    }
  }

  /// What backups at another site take over the network, in a month: all that is written.
  func backUp(_ index: Int, _ result: inout TransferTable) {
    let component = architecture.components[index]
    guard component.backup != nil, let leader = crossings.members[index].first,
      let to = architecture.sites.firstIndex(where: {
        $0.id == architecture.backupSite(component)
      }), to != crossings.siteOf[leader],
      let there = crossings.siteOf.filter({ $0.value == to }).keys.min()
    else { return }
    add(
      index, leader, there, "its backups", bytesWritten(index) * CostCalculator.secondsPerMonth,
      &result)
  }
}
