import ArchitectureModel
import PluginAPI
import Quantities

/// A design as the analysis sees it: its failure units and what stands where.
struct FailureModel {
  /// A failure unit with the times behind it.
  struct Unit {
    var id: String
    var kind: FailureUnit.Kind
    var about: String
    /// The share of the time in which it is down.
    var unavailability: Double
    /// Mean seconds of a failure.
    var lasts: Double
    /// The component that it is a part of; nil for places and what is shared.
    var component: Int?
    /// Ages of a failure in seconds that matter for those who wait for it, falling.
    var ages: [Double] = []
  }

  /// Copies of a component in one zone.
  struct CopyGroup {
    var zone: Int
    var copies: [Int]
    /// Whether the only unit stands for all of them.
    var isWhole: Bool
  }

  /// Copies of a component at one site.
  struct SiteGroup {
    var site: Int
    var zones: [CopyGroup]
  }

  /// One member of each shard.
  struct Member {
    var site: Int
    var zone: Int
    var unit: Int?
  }

  /// What a component's life depends on.
  struct Body {
    /// A fault in all copies at once; nil for what does not fail.
    var whole: Int?
    /// What it shares with others.
    var shared: [Int] = []
    var sites: [SiteGroup] = []
    var members: [Member] = []
  }

  /// Copies in a zone up to which each is a unit of its own; more are one unit that is down when
  /// all of them are, which no cut set that is looked for can contain.
  static let mostSingleCopies = 4
  /// Units above which nothing is analysed.
  static let mostUnits = 5000

  let architecture: Architecture
  let distances: SiteDistances
  let componentIndex: [String: Int]
  /// The entry's components, bodies in the order of the file.
  private(set) var bodies: [Body] = []
  private(set) var units: [Unit] = []
  private(set) var siteUnits: [Int] = []
  /// The zone units of each site.
  private(set) var zoneUnits: [[Int]] = []
  private var links: [Int: Int] = [:]
  /// For each site all sites, the nearest first.
  let siteOrders: [[Int]]
  /// Components that a request may come back to by being handed on.
  let isOnCircle: [Bool]
  /// How many components can be reached from each.
  let reachable: [Int]
  /// Whether there are more units than are analysed.
  private(set) var isTooLarge = false

  init(
    _ architecture: Architecture,
    distances stated: [(from: String, to: String, oneWay: TimeSpan)]
  ) {
    self.architecture = architecture
    distances = SiteDistances(sites: architecture.sites, distances: stated)
    var index: [String: Int] = [:]
    for (place, component) in architecture.components.enumerated() { index[component.id] = place }
    componentIndex = index
    let far = distances
    isTooLarge = Self.estimate(architecture) > Self.mostUnits
    siteOrders = isTooLarge ? [] : architecture.sites.indices.map { far.order(fromSite: $0) }
    isOnCircle = Self.circles(architecture, index)
    reachable = isTooLarge ? [] : Self.reachableFrom(architecture, index)
    guard !isTooLarge else { return }
    addPlaces()
    addComponents()
    addAges()
  }

  /// The unit of the connection between two sites; nil within one.
  func link(_ left: Int, _ right: Int) -> Int? {
    left == right
      ? nil : links[min(left, right) * architecture.sites.count + max(left, right)]
  }

  func component(_ index: Int) -> Component { architecture.components[index] }

  // MARK: Places

  private static func estimate(_ architecture: Architecture) -> Int {
    let sites = architecture.sites.count
    let zones = architecture.sites.reduce(0) { $0 + $1.zones.count }
    var sum = sites + zones + sites * (sites - 1) / 2 + architecture.components.count
    for component in architecture.components where !component.isLed {
      sum += component.replicas.value.reduce(0) { $0 + min($1, zones * mostSingleCopies) }
    }
    return sum + architecture.components.reduce(0) { $0 + $1.replication.copies }
  }

  private mutating func add(_ unit: Unit) -> Int {
    units.append(unit)
    return units.count - 1
  }

  private mutating func addPlaces() {
    let sites = architecture.sites
    for site in sites {
      siteUnits.append(
        add(
          Self.unit(
            .site, site.id,
            architecture.hasStatedSites ? "site '\(site.id)'" : "the only site (none is stated)",
            site.fails)))
    }
    for left in sites.indices {
      for right in sites.indices where right > left {
        links[left * sites.count + right] = add(
          Self.unit(
            .link, "\(sites[left].id)-\(sites[right].id)",
            "the connection between '\(sites[left].id)' and '\(sites[right].id)'",
            FailureTimes.link))
      }
    }
    for site in sites {
      zoneUnits.append(
        site.zones.map { zone in
          add(
            Self.unit(
              .zone, "\(site.id).\(zone)",
              architecture.hasStatedSites
                ? "zone '\(site.id).\(zone)'" : "the only zone (no sites are stated)",
              site.zoneFails))
        })
    }
  }

  static func unit(
    _ kind: FailureUnit.Kind, _ name: String, _ about: String, _ times: FailureTimes,
    share: Double = 1
  ) -> Unit {
    Unit(
      id: "\(kind.rawValue):\(name)", kind: kind, about: about,
      unavailability: unavailability(times, share: share), lasts: times.lasts.value.seconds)
  }

  /// The share of the time that failures take which come `share` times as often as stated.
  ///
  /// Down / (up + down) with mean time to repair over mean time between failures. Source: R. E.
  /// Barlow and F. Proschan, "Statistical theory of reliability and life testing", 1975, the
  /// limiting availability of an alternating renewal process.
  static func unavailability(_ times: FailureTimes, share: Double) -> Double {
    let up = times.available?.value ?? times.every.value.seconds
    let down = (times.available.map { 1 - $0.value } ?? times.lasts.value.seconds) * share
    return down > 0 ? min(1, down / (up + down)) : 0
  }

  // MARK: Components

  private mutating func addComponents() {
    let groups = SharedFateGroup.all(architecture, componentIndex)
    var common = [Double](repeating: 0, count: architecture.components.count)
    bodies = architecture.components.map { _ in Body() }
    for group in groups {
      for index in group.components { common[index] += group.share }
      addShared(group)
    }
    for index in architecture.components.indices {
      addBody(index, own: max(0, 1 - common[index]))
    }
  }

  /// What is common fails as often as the part says of the rarer failures, and lasts as long as
  /// the longest of them.
  private mutating func addShared(_ group: SharedFateGroup) {
    let times = group.components.compactMap { component($0).failureTimes }
    guard times.count == group.components.count,
      let rarest = times.max(by: { $0.workingShare < $1.workingShare })
    else { return }
    let names = group.components.map { component($0).id }
    var unit = Self.unit(
      .shared, names.joined(separator: "+"),
      "what \(names.map { "'\($0)'" }.joined(separator: ", ")) share", rarest,
      share: group.share)
    unit.lasts = times.map(\.lasts.value.seconds).max() ?? unit.lasts
    let index = add(unit)
    for component in group.components { bodies[component].shared.append(index) }
  }

  private mutating func addBody(_ index: Int, own: Double) {
    let component = component(index)
    let first = units.count
    defer { for unit in first..<units.count { units[unit].component = index } }
    if component.has("source") || component.has("support") { return }
    if component.has("outside") {
      bodies[index].whole = component.failureTimes.map {
        add(
          Self.unit(.external, component.id, "'\(component.id)', which is not ours", $0, share: own)
        )
      }
      return
    }
    let count =
      component.isLed
      ? component.replication.copies : component.replicas.value.reduce(0, &+)
    let beta = count > 1 ? SharedFate.usualShare : 1
    bodies[index].whole = component.failureTimes.map {
      let words =
        count > 1
        ? "a fault in all copies of '\(component.id)'" : "the only copy of '\(component.id)'"
      return add(Self.unit(.component, component.id, words, $0, share: own * beta))
    }
    let alone = count > 1 ? component.failureTimes : nil
    if component.isLed {
      addMembers(index, alone, own * (1 - beta))
    } else {
      addCopies(index, alone, own * (1 - beta))
    }
  }

  /// Where members stand is the rule of the simulation: one after another over the zones of the
  /// first site, or in the first zone of each site.
  private mutating func addMembers(_ index: Int, _ times: FailureTimes?, _ share: Double) {
    let component = component(index)
    let sites = component.sites.compactMap { id in
      architecture.sites.firstIndex { $0.id == id }
    }
    let first = sites.first ?? 0
    for member in 0..<component.replication.copies {
      var site = first
      var zone = zoneUnits[first][0]
      switch component.replication.across {
      case .host: break
      case .zone: zone = zoneUnits[first][member % zoneUnits[first].count]
      case .site:
        site = sites.isEmpty ? 0 : sites[min(member, sites.count - 1)]
        zone = zoneUnits[site][0]
      }
      let leads = member == 0 && component.replication.mode != .none ? ", the leader" : ""
      let about =
        "member \(member + 1) of '\(component.id)'\(leads) (\(Self.place(units[zone])))"
      let unit = times.map {
        add(Self.unit(.member, "\(component.id)/\(member + 1)", about, $0, share: share))
      }
      bodies[index].members.append(Member(site: site, zone: zone, unit: unit))
    }
  }

  private static func place(_ zone: Unit) -> String {
    String(zone.id.dropFirst(FailureUnit.Kind.zone.rawValue.count + 1))
  }

  private mutating func addCopies(_ index: Int, _ times: FailureTimes?, _ share: Double) {
    let component = component(index)
    var number = 0
    for (id, count) in zip(component.sites, component.replicas.value) {
      guard let site = architecture.sites.firstIndex(where: { $0.id == id }) else { continue }
      let zones = component.spreadsOverZones ? zoneUnits[site] : [zoneUnits[site][0]]
      var groups: [CopyGroup] = []
      for (place, zone) in zones.enumerated() {
        let here = (count - place + zones.count - 1) / zones.count
        guard here > 0 else { continue }
        let numbers = (0..<min(here, Self.mostSingleCopies + 1)).map {
          number + place + $0 * zones.count + 1
        }
        groups.append(copies(component, here, numbers, zone, times, share))
      }
      number += count
      bodies[index].sites.append(SiteGroup(site: site, zones: groups))
    }
  }

  private mutating func copies(
    _ component: Component, _ count: Int, _ numbers: [Int], _ zone: Int,
    _ times: FailureTimes?, _ share: Double
  ) -> CopyGroup {
    guard let times else { return CopyGroup(zone: zone, copies: [], isWhole: false) }
    let place = Self.place(units[zone])
    if count > Self.mostSingleCopies {
      var unit = Self.unit(
        .copies, "\(component.id)/\(place)",
        "all \(count) copies of '\(component.id)' in \(place)", times, share: share)
      unit.unavailability = Self.power(unit.unavailability, count)
      return CopyGroup(zone: zone, copies: [add(unit)], isWhole: true)
    }
    let own = numbers.map { number in
      add(
        Self.unit(
          .copy, "\(component.id)/\(number)",
          "copy \(number) of '\(component.id)' (\(place))", times, share: share))
    }
    return CopyGroup(zone: zone, copies: own, isWhole: false)
  }

  static func power(_ base: Double, _ count: Int) -> Double {
    (0..<max(0, count)).reduce(1.0) { product, _ in product * base }
  }
}

extension FailureModel {
  /// Ages of failures after which somebody else has taken over, or is no longer waited for.
  private mutating func addAges() {
    for index in architecture.components.indices where bodies[index].members.count > 1 {
      let component = component(index)
      guard component.replication.mode != .none else { continue }
      for member in bodies[index].members {
        var causes = bodies[index].shared + [siteUnits[member.site], member.zone]
        if let unit = member.unit { causes.append(unit) }
        for other in bodies[index].members {
          if let link = link(member.site, other.site) { causes.append(link) }
        }
        for cause in causes {
          note(component.replication.failoverTakes.seconds, at: cause)
          if component.replication.mode == .sync {
            note(noticed(component, cause), at: cause)
          }
        }
      }
    }
  }

  private mutating func note(_ age: Double, at unit: Int) {
    guard age > 0, !units[unit].ages.contains(age) else { return }
    units[unit].ages.append(age)
    units[unit].ages.sort(by: >)
  }

  /// Seconds until a member that is lost to the cause is noticed: `timeout` later where it falls
  /// silent with its place.
  func noticed(_ component: Component, _ cause: Int) -> Double {
    let isSilent = [.site, .zone, .link].contains(units[cause].kind)
    return component.health.detection.seconds
      + (isSilent ? component.health.timeout.value.seconds : 0)
  }

  /// Which components a request can come back to by `then` alone.
  private static func circles(_ architecture: Architecture, _ index: [String: Int]) -> [Bool] {
    let next = architecture.components.map { component in
      component.allSteps.flatMap(\.handOvers).compactMap { index[$0.name] }
    }
    return architecture.components.indices.map { start in
      guard !next[start].isEmpty else { return false }
      var seen: Set<Int> = []
      var stack = next[start]
      while let here = stack.popLast() {
        if here == start { return true }
        if seen.insert(here).inserted { stack += next[here] }
      }
      return false
    }
  }
}
