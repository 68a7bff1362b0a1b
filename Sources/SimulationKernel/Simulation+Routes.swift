import Stochastics

// Calls that say which copies they may go to.

extension Simulation {
  /// The copy of a call that does not simply go to the nearest site; nil where it goes on as if it
  /// did.
  @inline(never)
  mutating func chooseByRoute(
    _ route: RouteSpec, _ component: Int, _ visit: UInt32, from: Int, turn: Int
  ) -> Int? {
    let run = components[component]
    let stream = 2 &* component &+ 1
    switch route {
    case .usual, .nearest, .leader: return nil
    case .any where run.balance == .onDemand:
      // Any site whose platform lives.
      let copy = Int(run.firstCopy) &+ Int(streams[stream].below(UInt64(run.copyCount)))
      return copies[copy].isNoticed ? nil : copy
    case .any:
      let all = GroupSpec(first: Int(run.firstCopy), count: Int(run.copyCount))
      return choose(all, run.balance, visit: visit, turn: turn, stream: stream)
    case .sameZone:
      let first = Int(routes[component &* locationCount &+ from])
      guard first < Int(routes[component &* locationCount &+ from &+ 1]) else { return nil }
      let group = groups[Int(routes[first])]
      mask(group) { $0 == from }
      let chosen = choose(group, run.balance, visit: visit, turn: turn, stream: stream)
      unmask(group)
      return chosen < 0 ? nil : chosen
    }
  }

  /// The least busy member of a shard among those of the caller's zone, or of the nearest site that
  /// has a living one.
  @inline(never)
  mutating func memberByRoute(
    _ route: RouteSpec, _ group: GroupSpec, from: Int, stream: Int
  ) -> Int {
    if route == .sameZone {
      mask(group) { $0 == from }
      let chosen = leastBusy(group, stream: stream)
      unmask(group)
      if chosen >= 0 { return chosen }
    }
    var site: Int32 = -2
    var least = Int64.max
    for copy in group.first..<(group.first + group.count) where !copies[copy].isAvoided {
      let location = Int(copies[copy].location)
      let isHome = siteOf[location] == siteOf[from] && siteOf[from] >= 0
      let delay = isHome ? -1 : delays[from &* locationCount &+ location]
      if delay < least {
        least = delay
        site = siteOf[location]
      }
    }
    let sites = siteOf
    mask(group) { sites[$0] == site }
    let chosen = leastBusy(group, stream: stream)
    unmask(group)
    return chosen
  }

  /// Lets the copies that stand elsewhere seem dead, for one choice.
  @inline(__always)
  private func mask(_ group: GroupSpec, but isWanted: (Int) -> Bool) {
    for copy in group.first..<(group.first + group.count)
    where !copies[copy].isNoticed && !isWanted(Int(copies[copy].location)) {
      copies[copy].isNoticed = true
      copies[copy].isElsewhere = true
    }
  }

  @inline(__always)
  private func unmask(_ group: GroupSpec) {
    for copy in group.first..<(group.first + group.count) where copies[copy].isElsewhere {
      copies[copy].isNoticed = false
      copies[copy].isElsewhere = false
    }
  }
}
