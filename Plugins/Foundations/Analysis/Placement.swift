import ArchitectureModel

extension Component {
  /// Replicas over all sites; at most a billion, so that sums of them fit.
  var copiesInAll: Int {
    replicas.value.reduce(0) { min(1_000_000_000, $0 + min(max(0, $1), 1_000_000_000)) }
  }
}

/// How many copies of a component there are and in which zones they stand.
struct Placement {
  /// Copies that can do the same work; members per shard for what is led.
  let copies: Int
  /// The zones with a copy, `site.zone`, in the order of the sites.
  let zones: [String]
  /// A site with several zones in which all of several copies stand in one; nil where none.
  let crowded: (site: Site, copies: Int)?

  /// Places the copies of a component as the simulation does.
  init(of component: Component, in architecture: Architecture) {
    let sites = component.sites.compactMap { architecture.site($0) }
    if component.isLed {
      let copies = Self.members(component)
      self.copies = copies
      let first = sites.first
      switch component.replication.across {
      case .host: zones = Self.names(first, 1)
      case .zone: zones = Self.names(first, copies)
      case .site: zones = sites.prefix(copies).flatMap { Self.names($0, 1) }
      }
      let sharesHost = component.replication.across == .host && copies > 1
      if sharesHost, let first, first.zones.count > 1 {
        crowded = (first, copies)
      } else {
        crowded = nil
      }
      return
    }
    let counts = component.replicas.value
    copies = component.has("volatile") ? max(1, sites.count) : component.copiesInAll
    var zones: [String] = []
    var crowded: (site: Site, copies: Int)?
    for (index, site) in sites.enumerated() {
      let here = index < counts.count ? counts[index] : 1
      zones += Self.names(site, component.spreadsOverZones ? here : 1)
      if crowded == nil, !component.spreadsOverZones, here > 1, site.zones.count > 1 {
        crowded = (site, here)
      }
    }
    self.zones = zones
    self.crowded = crowded
  }

  /// Copies of a store that hold nothing in common do not stand in for each other.
  private static func members(_ component: Component) -> Int {
    if component.has("durable"), component.replication.mode == .none { return 1 }
    return component.replication.copies
  }

  private static func names(_ site: Site?, _ copies: Int) -> [String] {
    guard let site else { return [] }
    return site.zones.prefix(max(1, copies)).map { "\(site.id).\($0)" }
  }
}
