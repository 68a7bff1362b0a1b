import ArchitectureModel
import PluginAPI
import Quantities
import SimulationKernel
import Stochastics

/// Where things stand and users come from, with the delays between.
///
/// Zones come first, in the order of the sites; then the places of the exercise, or one location
/// per site for users who enter without network time.
struct LocationMap {
  private let sites: [Site]
  private var zoneStart: [String: Int] = [:]
  private(set) var count = 0
  private var userLocations: [(name: String, location: Int)] = []
  private let input: FlowInput
  private let places: [String]

  init(_ architecture: Architecture, _ input: FlowInput) {
    sites = architecture.sites
    self.input = input
    places = input.clients.map(\.at).filter { name in
      !architecture.sites.contains { $0.id == name }
    }
    for site in sites {
      zoneStart[site.id] = count
      count += site.zones.count
    }
    if sites.count == 1, sites[0].zones.count == 1, places.isEmpty { return }
    for place in places {
      userLocations.append((place, count))
      count += 1
    }
    if input.clients.isEmpty {
      for site in sites {
        userLocations.append((site.id, count))
        count += 1
      }
    }
  }

  /// The locations of a site's zones.
  func zones(of site: String) -> [Int] {
    guard let start = zoneStart[site], let found = sites.first(where: { $0.id == site }) else {
      return [0]
    }
    return Array(start..<(start + found.zones.count))
  }

  /// The locations of a site or of one of its zones.
  func locations(site: String, zone: String?) -> [Int] {
    let all = zones(of: site)
    guard let zone, let found = sites.first(where: { $0.id == site }),
      let index = found.zones.firstIndex(of: zone)
    else { return all }
    return [all[index]]
  }

  /// The locations on one side of a cut: those of a site or zone, and of the users who enter there.
  func side(_ place: FaultPlace) -> [Int] {
    let users = userLocations.filter { $0.name == place.site && place.zone == nil }
    return locations(site: place.site, zone: place.zone) + users.map(\.location)
  }

  /// Where the members of a shard stand, the leader first.
  func members(of component: Component) -> [Int] {
    let first = component.sites.first ?? sites[0].id
    let zones = zones(of: first)
    return (0..<component.replication.copies).map { member in
      switch component.replication.across {
      case .host: zones[0]
      case .zone: zones[member % zones.count]
      case .site:
        self.zones(of: component.sites[min(member, component.sites.count - 1)])[0]
      }
    }
  }

  /// Cumulative shares of where the users of an entry are.
  func users(entering component: Component) -> [(upTo: Double, location: Int)] {
    if input.clients.isEmpty {
      let site = component.sites.first ?? sites[0].id
      let location = userLocations.first { $0.name == site }?.location ?? 0
      return [(1, location)]
    }
    var sum = 0.0
    return input.clients.map { client in
      sum += client.share
      let place = userLocations.first { $0.name == client.at }?.location
      return (sum, place ?? zones(of: client.at)[0])
    }
  }

  /// Groups of copies in the order in which a caller at a location tries them.
  func ordered(_ groups: [(site: String, group: Int)], from location: Int) -> [Int] {
    groups.enumerated().map { index, group in
      (
        index, group.group, zones(of: group.site).map { delay(location, $0) }.min() ?? 0,
        isHome(location, group.site)
      )
    }.sorted { left, right in
      if left.3 != right.3 { return left.3 }
      return left.2 == right.2 ? left.0 < right.0 : left.2 < right.2
    }.map(\.1)
  }

  private func isHome(_ location: Int, _ site: String) -> Bool {
    siteIndex(location).map { sites[$0].id == site } ?? false
  }

  private func siteIndex(_ location: Int) -> Int? {
    for (index, site) in sites.enumerated() {
      let start = zoneStart[site.id] ?? 0
      if location >= start, location < start + site.zones.count { return index }
    }
    if input.clients.isEmpty, let user = userLocations.first(where: { $0.location == location }) {
      return sites.firstIndex { $0.id == user.name }
    }
    return nil
  }

  // MARK: Delays

  func write(into model: inout KernelModel) {
    model.locationCount = count
    model.siteOf = (0..<count).map { Int32(siteIndex($0) ?? -1) }
    model.latency = []
    model.nanosecondsPerByte = []
    for from in 0..<count {
      for to in 0..<count {
        model.latency.append(delay(from, to))
        model.nanosecondsPerByte.append(perByte(from, to))
      }
    }
  }

  private func isZone(_ location: Int) -> Bool {
    !userLocations.contains { $0.location == location }
  }

  func delay(_ from: Int, _ to: Int) -> Int64 {
    if from == to { return 0 }
    let left = siteIndex(from)
    let right = siteIndex(to)
    if let left, let right {
      if left == right {
        // Users who enter without clients or places have no network time to their site.
        return isZone(from) && isZone(to) ? sites[left].zoneLatency.value.nanoseconds : 0
      }
      return between(sites[left], sites[right]).nanoseconds
    }
    let place = left == nil ? placeName(from) : sites[left ?? 0].place
    let other = right == nil ? placeName(to) : sites[right ?? 0].place
    return distance(place, other).nanoseconds
  }

  private func placeName(_ location: Int) -> String? {
    userLocations.first { $0.location == location }?.name
  }

  /// One way between sites of which nothing is stated.
  static var far: TimeSpan { TimeSpan(nanoseconds: 30_000_000) }

  private func between(_ left: Site, _ right: Site) -> TimeSpan {
    if left.place != nil, right.place != nil { return distance(left.place, right.place) }
    return left.latencyTo[right.id] ?? right.latencyTo[left.id] ?? Self.far
  }

  private func distance(_ left: String?, _ right: String?) -> TimeSpan {
    guard let left, let right else { return Self.far }
    let stated = input.distances.first {
      ($0.from == left && $0.to == right) || ($0.from == right && $0.to == left)
    }
    return stated?.oneWay ?? (left == right ? .zero : Self.far)
  }

  func perByte(_ from: Int, _ to: Int) -> Double {
    guard let left = siteIndex(from), let right = siteIndex(to), left != right else { return 0 }
    let stated =
      sites[left].bandwidthTo[sites[right].id] ?? sites[right].bandwidthTo[sites[left].id]
    return 8e9 / max(1, stated ?? 10e9)
  }
}

/// How keys are assigned to shards.
struct ShardPlan {
  private let strategy: Sharding.Strategy
  private let shards: Int
  /// Cumulative shares for requests without keys.
  let cumulativeShares: [Double]

  init(_ component: Component, shards: Int) {
    self.shards = shards
    strategy = component.sharding.strategy
    if component.has("replayable") {
      // Messages without a key go to the partitions in equal parts.
      cumulativeShares = (1...shards).map { Double($0) / Double(shards) }
      return
    }
    let space = KeySpace(count: 1000, skew: component.sharding.skew)
    let assigned = Self.assign(space, strategy, shards)
    var load = [Double](repeating: 0, count: shards)
    for (rank, weight) in Self.weights(space).enumerated() { load[Int(assigned[rank])] += weight }
    let total = load.reduce(0, +)
    var sum = 0.0
    cumulativeShares = load.map {
      sum += $0 / total
      return sum
    }
  }

  /// The shard of each key, the most popular first.
  func shards(of space: KeySpace) -> [UInt32] { Self.assign(space, strategy, shards) }

  static func weights(_ space: KeySpace) -> [Double] {
    (1...max(1, space.count)).map { Elementary.pow(Double($0), -space.skew) }
  }

  private static func assign(
    _ space: KeySpace, _ strategy: Sharding.Strategy, _ shards: Int
  ) -> [UInt32] {
    switch strategy {
    case .hash:
      return (0..<space.count).map { rank in
        var stream = RandomStream(seed: UInt64(rank), name: "shard")
        return UInt32(stream.below(UInt64(shards)))
      }
    case .weighted:
      // Longest processing time first: Graham, "Bounds on multiprocessing timing anomalies",
      // SIAM Journal on Applied Mathematics 17(2), 1969.
      var load = [Double](repeating: 0, count: shards)
      return weights(space).map { weight in
        var least = 0
        for shard in 1..<shards where load[shard] < load[least] { least = shard }
        load[least] += weight
        return UInt32(least)
      }
    }
  }
}
