import Stochastics

// How a caller chooses among the copies of a component.

extension Simulation {
  /// The copy that a visit goes to, or -1 where all are noticed dead.
  @inline(__always)
  mutating func chooseCopy(_ visit: UInt32, _ target: Int, from: Int, turn: Int) -> Int {
    if _slowPath(troubles.separations > 0) {
      return chooseInTrouble(visit, target, from: from, turn: turn)
    }
    return chooseSeen(visit, target, from: from, turn: turn)
  }

  /// The same, of the copies that are not noticed dead.
  @inline(__always)
  mutating func chooseSeen(_ visit: UInt32, _ target: Int, from: Int, turn: Int) -> Int {
    components[target].isLed
      ? chooseMember(visit, target, from: from)
      : choose(target, visit: visit, from: from, turn: turn)
  }

  @inline(__always)
  private mutating func choose(_ component: Int, visit: UInt32, from: Int, turn: Int) -> Int {
    let run = components[component]
    if run.copyCount == 1 {
      return copies[Int(run.firstCopy)].isAvoided ? -1 : Int(run.firstCopy)
    }
    return chooseOfSeveral(component, visit: visit, from: from, turn: turn)
  }

  @inline(never)
  private mutating func chooseOfSeveral(
    _ component: Int, visit: UInt32, from: Int, turn: Int
  ) -> Int {
    let run = components[component]
    let way = edges[Int(tasks[Int(visit)].edge)].route
    if way != .usual, let chosen = chooseByRoute(way, component, visit, from: from, turn: turn) {
      return chosen
    }
    let route = component &* locationCount &+ from
    var index = Int(routes[route])
    let last = Int(routes[route &+ 1])
    while index < last {
      let group = groups[Int(routes[index])]
      let chosen = choose(group, run.balance, visit: visit, turn: turn, stream: 2 &* component &+ 1)
      if chosen >= 0 { return chosen }
      index &+= 1
    }
    return -1
  }

  @inline(__always)
  mutating func choose(
    _ group: GroupSpec, _ balance: BalanceSpec, visit: UInt32, turn: Int, stream: Int
  ) -> Int {
    switch balance {
    case .roundRobin: return inTurn(group, turn: turn, stream: stream)
    case .random: return byChance(group, stream: stream)
    case .leastBusy: return leastBusy(group, stream: stream)
    case .twoChoices: return twoChoices(group, stream: stream)
    case .hash: return byKey(group, visit: visit, stream: stream)
    case .central: return forCentral(group)
    case .onDemand: return onPlatform(group)
    }
  }

  @inline(__always)
  private mutating func inTurn(_ group: GroupSpec, turn: Int, stream: Int) -> Int {
    var next = turns[turn]
    if next == .max {
      next = UInt32(truncatingIfNeeded: streams[stream].below(UInt64(group.count)))
    }
    for _ in 0..<group.count {
      if next >= UInt32(group.count) { next = 0 }
      let copy = group.first &+ Int(next)
      next &+= 1
      if !copies[copy].isAvoided {
        turns[turn] = next
        return copy
      }
    }
    return -1
  }

  private mutating func byChance(_ group: GroupSpec, stream: Int) -> Int {
    var alive: UInt64 = 0
    for index in 0..<group.count where !copies[group.first &+ index].isAvoided { alive &+= 1 }
    if alive == 0 { return -1 }
    var draw = streams[stream].below(alive)
    for index in 0..<group.count where !copies[group.first &+ index].isAvoided {
      if draw == 0 { return group.first &+ index }
      draw &-= 1
    }
    return -1
  }

  /// The copy with fewer requests of two different ones drawn by chance; those that are noticed
  /// dead are not drawn.
  ///
  /// Source: Michael Mitzenmacher, "The Power of Two Choices in Randomized Load Balancing", IEEE
  /// Transactions on Parallel and Distributed Systems 12(10), 2001.
  private mutating func twoChoices(_ group: GroupSpec, stream: Int) -> Int {
    var alive = 0
    for index in 0..<group.count where !copies[group.first &+ index].isAvoided { alive &+= 1 }
    if alive < 2 { return byChance(group, stream: stream) }
    let first = Int(streams[stream].below(UInt64(alive)))
    var second = Int(streams[stream].below(UInt64(alive &- 1)))
    if second >= first { second &+= 1 }
    let one = aliveCopy(first, group)
    let other = aliveCopy(second, group)
    return load(other) < load(one) ? other : one
  }

  /// The n-th copy of a group that is not noticed dead.
  private func aliveCopy(_ number: Int, _ group: GroupSpec) -> Int {
    var left = number
    for index in 0..<group.count where !copies[group.first &+ index].isAvoided {
      if left == 0 { return group.first &+ index }
      left &-= 1
    }
    return group.first
  }

  @inline(__always)
  private func load(_ copy: Int) -> Int32 { copies[copy].busy &+ copies[copy].waiting }

  /// The copy of the request's key, so that a key stays where it is while its copy lives.
  ///
  /// Source: David Thaler and Chinya Ravishankar, "Using Name-Based Mappings to Increase Hit
  /// Rates", IEEE/ACM Transactions on Networking 6(1), 1998 (highest random weight).
  private mutating func byKey(_ group: GroupSpec, visit: UInt32, stream: Int) -> Int {
    let task = tasks.base + Int(visit)
    guard hasKey(task) else {
      return byChance(group, stream: stream)
    }
    var best = -1
    var greatest: UInt64 = 0
    for index in 0..<group.count {
      let copy = group.first &+ index
      if copies[copy].isAvoided { continue }
      var weight = UInt64(task.pointee.key) &<< 32 ^ UInt64(index)
      weight = (weight ^ (weight >> 33)) &* 0xff51_afd7_ed55_8ccd
      weight = (weight ^ (weight >> 33)) &* 0xc4ce_b9fe_1a85_ec53
      weight ^= weight >> 33
      if best < 0 || weight > greatest {
        greatest = weight
        best = copy
      }
    }
    return best
  }

  mutating func leastBusy(_ group: GroupSpec, stream: Int) -> Int {
    var best = -1
    var least = Int32.max
    var ties: UInt64 = 0
    for index in 0..<group.count {
      let copy = group.first &+ index
      if copies[copy].isAvoided { continue }
      let load = load(copy)
      if load < least {
        least = load
        best = copy
        ties = 1
      } else if load == least {
        ties &+= 1
        if streams[stream].below(ties) == 0 { best = copy }
      }
    }
    return best
  }

  /// The first copy with a free slot; else the first alive one, which keeps the waiting room.
  func forCentral(_ group: GroupSpec) -> Int {
    var firstAlive = -1
    for index in 0..<group.count {
      let copy = group.first &+ index
      if copies[copy].isAvoided { continue }
      if firstAlive < 0 { firstAlive = copy }
      let slots = components[Int(copies[copy].component)].slots
      if copies[copy].isHampered, copies[copy].busy >= slotsLeft(copy) { continue }
      if !copies[copy].isDead, slots < 0 || copies[copy].busy < slots { return copy }
    }
    return firstAlive
  }

  /// Any copy that is not noticed dead: on arrival the platform says which one serves.
  private func onPlatform(_ group: GroupSpec) -> Int {
    for index in 0..<group.count where !copies[group.first &+ index].isNoticed {
      return group.first &+ index
    }
    return -1
  }

  /// The member of the key's shard that a visit goes to: the leader for writes and strict reads.
  private mutating func chooseMember(_ visit: UInt32, _ component: Int, from: Int) -> Int {
    let run = components[component]
    let shard = shardOf(visit, run, component)
    tasks[Int(visit)].shard = Int32(truncatingIfNeeded: shard)
    let state = Int(run.firstShard) &+ shard
    let way = edges[Int(tasks[Int(visit)].edge)].route
    let needsLeader =
      tasks[Int(visit)].isWrite || run.writesAlways || way == .leader
      || asksLeader(visit, component)
    if needsLeader || run.members == 1 { return Int(shards[state].leader) }
    let group = GroupSpec(
      first: Int(run.firstCopy) &+ shard &* Int(run.members), count: Int(run.members))
    if way == .nearest || way == .sameZone {
      return memberByRoute(way, group, from: from, stream: 2 &* component &+ 1)
    }
    return leastBusy(group, stream: 2 &* component &+ 1)
  }

  private mutating func shardOf(_ visit: UInt32, _ run: ComponentRun, _ component: Int) -> Int {
    if run.shards == 1 { return 0 }
    let operation = Int(tasks[Int(visit)].operation)
    let start = keyShards[Int(run.keyShardStart) &+ operation]
    if start != .max {
      return Int(keyShards[Int(start) &+ Int(tasks[Int(visit)].key)])
    }
    let draw = streams[2 &* component &+ 1].uniform()
    var shard = 0
    let first = Int(run.shardShareStart)
    while shard < Int(run.shards) &- 1, shardShares[first &+ shard] <= draw { shard &+= 1 }
    return shard
  }
}
