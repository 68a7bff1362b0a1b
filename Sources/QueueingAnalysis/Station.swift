import ArchitectureModel

/// A waiting room with its slots, and how many like it there are.
struct Station {
  var component: Int
  /// Slots; nil for any number.
  var servers: Double?
  /// Places to wait; nil for any number.
  var room: Double?
  /// How many such stations share the visits evenly.
  var count: Double
  /// How their visits are divided among them.
  var split: Split

  enum Split: Hashable {
    /// One room for all, or one that is chosen so well that it comes close to it.
    case pooled
    /// By chance or by key.
    case chance
    /// In turn.
    case turns
    /// To the less busy of two.
    case twoChoices
  }

  /// All slots of all stations like it; nil for any number.
  var allServers: Double? { servers.map { $0 * count } }
}

/// The stations of a design and which of them a visit comes to.
struct Stations {
  /// Shards beyond this many are put together with others of about their load.
  static let mostShards = 64

  private(set) var all: [Station] = []
  /// The stations of each component.
  private(set) var ofComponent: [[Int]] = []
  private let topology: Topology
  private let components: [Component]
  private var shards: [Int: [Bucket]] = [:]

  /// Shards of about the same load.
  private struct Bucket {
    var count: Double
    /// The share of one of them in the requests of each operation.
    var shares: [Double]
    var leader: Int
    var follower: Int?
  }

  init(_ components: [Component], _ topology: Topology) {
    self.components = components
    self.topology = topology
    for (index, component) in components.enumerated() {
      let first = all.count
      switch topology.copies[index] {
      case .groups(let groups, _):
        for group in groups { add(group.count, component, index) }
      case .members(let members, let count, let shares):
        addShards(members.count, count, shares, component, index)
      }
      ofComponent.append(Array(first..<all.count))
    }
  }

  private mutating func add(_ copies: Int, _ component: Component, _ index: Int) {
    let slots = component.parallelism
    let room = component.queueLimit.value.map(Double.init)
    let number = Double(copies)
    var station = Station(
      component: index, servers: slots, room: room, count: 1, split: .pooled)
    switch component.balance.value {
    case .central: station.servers = slots.map { $0 * number }
    case .leastBusy:
      station.servers = slots.map { $0 * number }
      station.room = room.map { $0 * number }
    case .random, .roundRobin, .twoChoices, .hash:
      station.count = number
      guard copies > 1 else { break }
      switch component.balance.value {
      case .roundRobin: station.split = .turns
      case .twoChoices: station.split = .twoChoices
      default: station.split = .chance
      }
    }
    all.append(station)
  }

  private mutating func addShards(
    _ members: Int, _ count: Int, _ shares: [[Double]], _ component: Component, _ index: Int
  ) {
    func station(_ count: Double) -> Station {
      Station(
        component: index, servers: component.parallelism,
        room: component.queueLimit.value.map(Double.init), count: count, split: .chance)
    }
    let sums = (0..<count).map { shard in
      shares.reduce(0) { $0 + ($1.indices.contains(shard) ? $1[shard] : 1 / Double(count)) }
    }
    let order = (0..<count).sorted { sums[$0] == sums[$1] ? $0 < $1 : sums[$0] > sums[$1] }
    var groups = order.map { [$0] }
    if count > Self.mostShards {
      let rest = Array(order.dropFirst())
      let size = (rest.count + Self.mostShards - 2) / (Self.mostShards - 1)
      groups = [[order[0]]]
      for start in stride(from: 0, to: rest.count, by: size) {
        groups.append(Array(rest[start..<min(rest.count, start + size)]))
      }
    }
    shards[index] = groups.map { group in
      let number = Double(group.count)
      all.append(station(number))
      let leader = all.count - 1
      if members > 1 { all.append(station(number * Double(members - 1))) }
      let mean = shares.map { share in
        group.reduce(0) { $0 + (share.indices.contains($1) ? share[$1] : 1 / Double(count)) }
          / number
      }
      return Bucket(
        count: number, shares: mean, leader: leader,
        follower: members > 1 ? all.count - 1 : nil)
    }
  }

  // MARK: Visits

  /// Whether a visit is a write that several members must do.
  func isCoordinated(_ visit: Visit) -> Bool {
    guard case .members(let members, _, _) = topology.copies[visit.component] else { return false }
    let component = components[visit.component]
    let mode = component.replication.mode
    return members.count > 1 && (mode == .sync || mode == .quorum) && !visit.isMessage
      && (visit.isWrite || component.has("single_writer"))
  }

  /// The stations that a visit comes to with the mean number of visits to all like them.
  func visited(by visit: Visit) -> [(station: Int, mean: Double)] {
    switch topology.copies[visit.component] {
    case .groups(let groups, _):
      let group = groups.firstIndex { $0.contains(visit.location) } ?? 0
      return [(ofComponent[visit.component][group], 1)]
    case .members(let members, let count, _):
      return visited(by: visit, members: members, shards: count)
    }
  }

  private func visited(
    by visit: Visit, members: [Int], shards count: Int
  ) -> [(station: Int, mean: Double)] {
    let others = Double(members.count - 1)
    let here = Double(max(1, members.count { $0 == visit.location }))
    let leaders = members.first == visit.location ? 1.0 : 0
    let component = components[visit.component]
    let needsLeader =
      visit.isWrite || visit.asksLeader || component.has("single_writer")
    var result: [(station: Int, mean: Double)] = []
    for bucket in shards[visit.component] ?? [] {
      let share =
        bucket.shares.indices.contains(visit.operation)
        ? bucket.shares[visit.operation] : 1 / Double(count)
      var amounts = (leader: share * bucket.count, follower: 0.0)
      if visit.isMessage {
        amounts.leader = bucket.count / Double(count)
      } else if isCoordinated(visit) {
        amounts.follower = share * bucket.count * others
      } else if !needsLeader, members.count > 1 {
        amounts.follower = amounts.leader * (here - leaders) / here
        amounts.leader *= leaders / here
      }
      if amounts.leader > 0 { result.append((bucket.leader, amounts.leader)) }
      if amounts.follower > 0, let follower = bucket.follower {
        result.append((follower, amounts.follower))
      }
    }
    return result
  }

  /// The stations of the leaders alone that a coordinated write comes to, with their shares, and
  /// those of the followers, the shares of each adding to 1.
  func members(of visit: Visit) -> (leaders: [(Int, Double)], followers: [(Int, Double)]) {
    var leaders: [(Int, Double)] = []
    var followers: [(Int, Double)] = []
    for bucket in shards[visit.component] ?? [] {
      let share =
        bucket.shares.indices.contains(visit.operation)
        ? bucket.shares[visit.operation] * bucket.count : 0
      leaders.append((bucket.leader, share))
      if let follower = bucket.follower { followers.append((follower, share)) }
    }
    return (leaders, followers)
  }
}
