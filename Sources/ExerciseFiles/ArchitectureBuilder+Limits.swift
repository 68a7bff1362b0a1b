import ArchitectureModel
import Diagnostics

// How large a design may be: what lies above is refused before anything is worked out.

extension ArchitectureBuilder {
  /// Components at most.
  static let mostComponents = 500
  /// Sites at most: between each two of them there is a way.
  static let mostSites = 32
  /// Zones of a site at most.
  static let mostZones = 16
  /// Operations at most.
  static let mostOperations = 256
  /// Steps of a component at most, nested ones included.
  static let mostSteps = 1000

  /// Whether some part is too large, which is told.
  mutating func isTooLarge() -> Bool {
    let before = problems.count
    limit(root["components"], componentIDs.count, Self.mostComponents, "components")
    limit(root["sites"], siteIDs.count, Self.mostSites, "sites")
    for site in root["sites"]?.map ?? [] {
      let zones = site.value.record?["zones"]
      limit(zones, zones?.items.count ?? 0, Self.mostZones, "zones in '\(site.key)'")
    }
    let load = root["workload"]?.record?["operations"]
    limit(load, load?.map.count ?? 0, Self.mostOperations, "operations")
    for component in root["components"]?.map ?? [] {
      guard let record = component.value.record else { continue }
      let calls = Self.steps(in: record["calls"])
      let handled = (record["handles"]?.map ?? []).map { entry in
        Self.steps(in: entry.value.record?["steps"] ?? entry.value)
      }
      let steps = calls + handled.reduce(0, +)
      limit(
        record["calls"] ?? record["handles"], steps, Self.mostSteps, "steps in '\(component.key)'")
    }
    return problems.count > before
  }

  private mutating func limit(_ value: ReadValue?, _ count: Int, _ most: Int, _ what: String) {
    guard count > most, let value else { return }
    add(
      "arch.out-of-range", "there are \(count) \(what)", value.span, allowed: "at most \(most)")
  }

  /// The steps of a list, with those inside them.
  private static func steps(in value: ReadValue?) -> Int {
    (value?.items ?? []).reduce(0) { sum, item in
      let branches = (item.record?["choose"]?.items ?? []).map { steps(in: $0.record?["do"]) }
      return sum + 1 + steps(in: item.record?["together"]) + branches.reduce(0, +)
    }
  }
}
