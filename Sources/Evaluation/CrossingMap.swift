import ArchitectureModel
import Quantities

/// Which zones and sites the ways of a design cross, from where copies stand.
///
/// Callers are taken to use the copies that they may choose equally often: those of their own site,
/// else of the nearest, unless `route` says otherwise; the leader where they write or must read
/// from it; any member else. What
/// consumes from a broker takes messages equally often at each of its copies.
struct CrossingMap {
  /// A share of the executions of a way that goes from one zone to another.
  struct Crossing {
    /// The zone where it begins; nil outside all sites.
    var from: Int?
    /// The zone where it ends.
    var to: Int
    /// The share.
    var share: Double
  }

  let architecture: Architecture
  let flows: MeasuredFlows
  private let map: LocationMap
  /// Site and zone of each location; users outside stand in none.
  private(set) var siteOf: [Int: Int] = [:]
  /// Where the copies of each component stand, by site index.
  private var copies: [[(site: String, locations: [Int])]] = []
  /// Where the members of each led component stand, the leader first.
  private(set) var members: [[Int]] = []
  private var choices: [Choice: [(location: Int, share: Double)]] = [:]
  /// Where the executions of each component happen: location and share.
  private var places: [[(location: Int, share: Double)]] = []

  init(_ architecture: Architecture, _ flows: MeasuredFlows, _ input: FlowInput) {
    self.architecture = architecture
    self.flows = flows
    map = LocationMap(architecture, input)
    for (index, site) in architecture.sites.enumerated() {
      for location in map.zones(of: site.id) { siteOf[location] = index }
    }
    for component in architecture.components {
      members.append(component.isLed ? map.members(of: component) : [])
      copies.append(component.isLed ? [] : Self.copies(component, map))
    }
    settle()
  }

  private static func copies(
    _ component: Component, _ map: LocationMap
  ) -> [(site: String, locations: [Int])] {
    zip(component.sites, component.replicas.value).map { site, count in
      let zones = map.zones(of: site)
      return (
        site, (0..<count).map { component.spreadsOverZones ? zones[$0 % zones.count] : zones[0] }
      )
    }
  }

  // MARK: Choosing

  /// The same as `chosen`, found once.
  private mutating func remembered(
    _ target: Int, from: Int, _ way: ExpectedFlows.Way
  ) -> [(location: Int, share: Double)] {
    let key = Choice(target: target, from: from, asksLeader: Self.asksLeader(way), route: way.route)
    if let known = choices[key] { return known }
    let made = chosen(key)
    choices[key] = made
    return made
  }

  private static func asksLeader(_ way: ExpectedFlows.Way) -> Bool {
    way.isWrite || way.asksLeader || way.route == .leader
  }

  private struct Choice: Hashable {
    var target: Int
    var from: Int
    var asksLeader: Bool
    var route: Call.Route?
  }

  /// Where a call from a location ends, with shares that add to 1.
  private func chosen(_ choice: Choice) -> [(location: Int, share: Double)] {
    let component = architecture.components[choice.target]
    guard component.isLed else {
      if choice.route == .any { return everywhere(choice.target) }
      let groups = copies[choice.target].enumerated().map { (site: $1.site, group: $0) }
      guard let first = map.ordered(groups, from: choice.from).first else { return [] }
      return Self.equal(inZone(copies[choice.target][first].locations, choice))
    }
    let all = members[choice.target]
    if choice.asksLeader { return Self.equal([all[0]]) }
    guard choice.route == .nearest || choice.route == .sameZone else { return Self.equal(all) }
    let sites = architecture.sites.indices.map { site in all.filter { siteOf[$0] == site } }
    let groups = sites.enumerated().filter { !$1.isEmpty }.map {
      (site: architecture.sites[$0.offset].id, group: $0.offset)
    }
    guard let first = map.ordered(groups, from: choice.from).first else { return [] }
    return Self.equal(inZone(sites[first], choice))
  }

  /// Those of the caller's own zone where it asks for them and there are some.
  private func inZone(_ locations: [Int], _ choice: Choice) -> [Int] {
    let own = choice.route == .sameZone ? locations.filter { $0 == choice.from } : []
    return own.isEmpty ? locations : own
  }

  /// Equal shares of what stands at each of the locations.
  private static func equal(_ locations: [Int]) -> [(location: Int, share: Double)] {
    var result: [(location: Int, share: Double)] = []
    for location in locations {
      if let known = result.firstIndex(where: { $0.location == location }) {
        result[known].share += 1 / Double(locations.count)
      } else {
        result.append((location, 1 / Double(locations.count)))
      }
    }
    return result
  }

  /// Where all copies of a component stand, as shares.
  private func everywhere(_ component: Int) -> [(location: Int, share: Double)] {
    Self.equal(
      architecture.components[component].isLed
        ? [members[component][0]] : copies[component].flatMap(\.locations))
  }

  private func begin(_ way: ExpectedFlows.Way) -> [(location: Int, share: Double)] {
    guard way.from < 0 else { return places[way.from] }
    var last = 0.0
    return map.users(entering: architecture.components[way.target]).map { upTo, location in
      defer { last = upTo }
      return (location, max(0, upTo - last))
    }
  }

  /// Lets the places of callers decide those of the called until nothing moves.
  private mutating func settle() {
    let ways = flows.expected.ways
    let count = architecture.components.count
    places = (0..<count).map { everywhere($0) }
    for _ in 0..<(count + 20) {
      var sums = [[Int: Double]](repeating: [:], count: count)
      for (index, way) in ways.enumerated() where flows.perSecond[index] > 0 {
        for (end, share) in ends(way) {
          sums[way.target][end, default: 0] += share * flows.perSecond[index]
        }
      }
      var moved = 0.0
      for component in 0..<count where !sums[component].isEmpty {
        let sorted = sums[component].sorted { $0.key < $1.key }
        let all = sorted.reduce(0) { $0 + $1.value }
        guard all > 0 else { continue }
        let new = sorted.map { (location: $0.key, share: $0.value / all) }
        for (location, share) in new {
          let old = places[component].first { $0.location == location }?.share ?? 0
          moved = max(moved, abs(share - old))
        }
        places[component] = new
      }
      if moved < 1e-9 { return }
    }
  }

  private mutating func ends(_ way: ExpectedFlows.Way) -> [(location: Int, share: Double)] {
    if way.isDelivery { return everywhere(way.target) }
    var result: [(location: Int, share: Double)] = []
    for place in begin(way) {
      for end in remembered(way.target, from: place.location, way) {
        result.append((end.location, end.share * place.share))
      }
    }
    return result
  }

  private func known(
    _ way: ExpectedFlows.Way, from: Int
  ) -> [(location: Int, share: Double)] {
    let key = Choice(
      target: way.target, from: from, asksLeader: Self.asksLeader(way), route: way.route)
    return choices[key] ?? chosen(key)
  }

  /// The crossings of a way; those that stay in a zone are left out.
  func crossings(_ way: ExpectedFlows.Way) -> [Crossing] {
    let starts = way.isDelivery ? everywhere(way.from) : begin(way)
    return starts.flatMap { start -> [Crossing] in
      let ends =
        way.isDelivery
        ? everywhere(way.target)
        : known(way, from: start.location)
      return ends.compactMap { end in
        guard end.location != start.location else { return nil }
        return Crossing(
          from: siteOf[start.location] == nil ? nil : start.location, to: end.location,
          share: start.share * end.share)
      }
    }
  }
}
