// A cut network: messages into it are gone, callers notice in time, and stores go on where their
// rule lets them.

/// A member that is to lead on the other side of a cut.
struct Promotion {
  var shard: Int
  var component: Int
  var old: Int32
  var candidate: Int32
  /// When the cut between the two began.
  var since: Int64
}

extension Simulation {
  /// Whether no message gets from one location to the other.
  @inline(never)
  func isCut(_ from: Int, _ to: Int) -> Bool {
    troubles.cuts.count > 0 && troubles.cuts[from &* locationCount &+ to] > 0
  }

  private func areCut(_ one: Int, _ other: Int) -> Bool {
    isCut(Int(copies[one].location), Int(copies[other].location))
  }

  /// Whether callers at a location take a copy for dead because of a cut: from `health` after it
  /// began until they have seen the copy again.
  private func isOutOfReach(_ copy: Int, from: Int) -> Bool {
    guard troubles.cuts.count > 0 else { return false }
    let run = components[Int(copies[copy].component)]
    let pair = from &* locationCount &+ Int(copies[copy].location)
    let since = troubles.cutSince[pair]
    guard since >= 0 else { return false }
    let noticed = saturated(since, saturated(run.detection, run.silence))
    if troubles.cuts[pair] > 0 { return now >= noticed }
    let healed = troubles.cutUntil[pair]
    return healed >= noticed && now < saturated(healed, run.revival)
  }

  /// Whether those at a location leave out a copy.
  func isOut(_ copy: Int, from: Int) -> Bool {
    copies[copy].isNoticed || (troubles.separations > 0 && isOutOfReach(copy, from: from))
  }

  // MARK: Beginning and end

  mutating func cutBegins(_ one: [Int], _ other: [Int]) {
    for from in one {
      for to in other where from != to {
        for pair in [from * locationCount + to, to * locationCount + from] {
          troubles.cuts[pair] += 1
          guard troubles.cuts[pair] == 1 else { continue }
          troubles.cutSince[pair] = now
          troubles.cutUntil[pair] = -1
        }
      }
    }
    troubles.separations += 1
    for component in 0..<componentCount {
      let run = components[component]
      let reach = Int(run.firstCopy)..<Int(run.firstCopy + run.copyCount)
      let standsThere = reach.contains { other.contains(Int(copies[$0].location)) }
      guard standsThere || reach.contains(where: { one.contains(Int(copies[$0].location)) })
      else { continue }
      let detection = saturated(run.detection, run.silence)
      addControl(.noticeCut(component: component), at: saturated(now, detection))
      guard run.isLed, run.members > 1, run.replication != .none else { continue }
      for shard in 0..<Int(run.shards) { part(Int(run.firstShard) + shard, component) }
    }
  }

  mutating func cutEnds(_ one: [Int], _ other: [Int]) {
    for from in one {
      for to in other where from != to {
        for pair in [from * locationCount + to, to * locationCount + from] {
          troubles.cuts[pair] -= 1
          if troubles.cuts[pair] == 0 { troubles.cutUntil[pair] = now }
        }
      }
    }
    var longest: Int64 = 0
    for component in 0..<componentCount {
      longest = max(longest, components[component].revival)
      guard components[component].isLed else { continue }
      let run = components[component]
      for shard in 0..<Int(run.shards) { rejoin(Int(run.firstShard) + shard, component) }
    }
    addControl(.forgetCut, at: saturated(now, longest))
    for component in 0..<componentCount where components[component].consumesCount > 0 {
      pull(component)
    }
  }

  /// Callers of a component notice whom they do not reach.
  mutating func noticeCut(_ component: Int) {
    let run = components[component]
    var isNoticed = false
    for shard in 0..<(run.isLed ? Int(run.shards) : 0) {
      let leader = Int(shards[Int(run.firstShard) + shard].leader)
      for copy in members(of: shard, component) where copy != leader {
        guard areCut(leader, copy), isOut(copy, from: Int(copies[leader].location)) else {
          continue
        }
        isNoticed = true
        if run.replication == .sync { leaveSet(copy) }
      }
    }
    if !isNoticed {
      for copy in Int(run.firstCopy)..<Int(run.firstCopy + run.copyCount) where !isNoticed {
        isNoticed = (0..<locationCount).contains { isCut($0, Int(copies[copy].location)) }
      }
    }
    if isNoticed { note(.noticed, component) }
  }

  private func members(of shard: Int, _ component: Int) -> Range<Int> {
    let run = components[component]
    let first = Int(run.firstCopy) + shard * Int(run.members)
    return first..<(first + Int(run.members))
  }

  // MARK: Leaders

  /// A cut has parted members of a shard from its leader: the other side may get a leader of its
  /// own.
  private mutating func part(_ shard: Int, _ component: Int) {
    let run = components[component]
    let old = Int(shards[shard].leader)
    guard !copies[old].isDead, shards[shard].formerLeader < 0 else { return }
    let all = members(of: shard - Int(run.firstShard), component)
    let lost = all.filter { !copies[$0].isDead && areCut(old, $0) }
    guard let first = lost.first else { return }
    if shards[shard].apartSince < 0 {
      shards[shard].apartSince = now
      shards[shard].apart = 0
      if run.replication == .async { shards[shard].apart = unapplied(shard, component) }
    }
    var candidate = first
    if run.replication == .quorum {
      func reached(_ copy: Int) -> Int {
        all.filter { !copies[$0].isDead && !areCut(copy, $0) }.count
      }
      guard reached(old) < Int(run.writeQuorum),
        let elected = lost.first(where: { reached($0) >= Int(run.writeQuorum) })
      else { return }
      candidate = elected
    }
    guard run.failover >= 0 else { return }
    let promotion = Promotion(
      shard: shard, component: component, old: Int32(old), candidate: Int32(candidate),
      since: now)
    addControl(.promote(promotion), at: saturated(now, run.failover))
  }

  private func unapplied(_ shard: Int, _ component: Int) -> Int {
    let reached = applied(component, at: now)
    var count = 0
    for index in 0..<shards[shard].recent.count where shards[shard].recent[index] > reached {
      count += 1
    }
    return count
  }

  /// The other side of a cut gets its leader, if nothing has changed meanwhile.
  mutating func promote(_ promotion: Promotion) {
    let shard = promotion.shard
    let (old, new) = (Int(promotion.old), Int(promotion.candidate))
    let pair = Int(copies[old].location) * locationCount + Int(copies[new].location)
    guard shards[shard].leader == promotion.old, shards[shard].formerLeader < 0,
      !copies[old].isDead, !copies[new].isDead, areCut(old, new),
      troubles.cutSince[pair] == promotion.since
    else { return }
    let run = components[promotion.component]
    shards[shard].leader = promotion.candidate
    note(.promoted, promotion.component)
    if run.replication == .quorum {
      shards[shard].apartSince = -1
    } else if run.isFenced {
      lose(shards[shard].apart, shard, promotion.component)
      for _ in 0..<shards[shard].recent.count { _ = shards[shard].recent.removeFirst() }
      shards[shard].apartSince = -1
    } else {
      shards[shard].formerLeader = promotion.old
      shards[shard].apartThere = 0
    }
    unpark(shard)
    wakeConsumers(ofShard: shard, promotion.component)
  }

  /// A cut has ended: one leader is left, and writes that could not be sent are sent again.
  private mutating func rejoin(_ shard: Int, _ component: Int) {
    let run = components[component]
    let leader = Int(shards[shard].leader)
    let former = Int(shards[shard].formerLeader)
    if former >= 0, !areCut(former, leader) { settleApart(shard, component) }
    let all = members(of: shard - Int(run.firstShard), component)
    guard run.members > 1, !all.contains(where: { areCut(leader, $0) }) else { return }
    if shards[shard].formerLeader < 0 { shards[shard].apartSince = -1 }
    for copy in all where !copies[copy].isDead { resend(to: copy) }
  }

  /// Counts what two leaders of a shard have written apart, where both did; the later one stays.
  mutating func settleApart(_ shard: Int, _ component: Int) {
    let (here, there) = (shards[shard].apart, shards[shard].apartThere)
    if here > 0, there > 0 { states[component].conflicting &+= here &+ there }
    shards[shard].formerLeader = -1
    shards[shard].apartSince = -1
    shards[shard].apart = 0
    shards[shard].apartThere = 0
  }

  /// Counts a write that was acknowledged while members are out of reach.
  @inline(never)
  mutating func countApart(_ shard: Int, _ copy: Int32) {
    if shards[shard].formerLeader < 0 || copy == shards[shard].formerLeader {
      shards[shard].apart &+= 1
    } else {
      shards[shard].apartThere &+= 1
    }
  }

  // MARK: Choosing

  /// Chooses a copy as callers at a location see them.
  @inline(never)
  mutating func chooseInTrouble(_ visit: UInt32, _ target: Int, from: Int, turn: Int) -> Int {
    let run = components[target]
    let reach = Int(run.firstCopy)..<Int(run.firstCopy + run.copyCount)
    for copy in reach where !copies[copy].isNoticed && isOutOfReach(copy, from: from) {
      copies[copy].isNoticed = true
      copies[copy].isMasked = true
    }
    var chosen = chooseSeen(visit, target, from: from, turn: turn)
    for copy in reach where copies[copy].isMasked {
      copies[copy].isNoticed = false
      copies[copy].isMasked = false
    }
    guard run.isLed, chosen >= 0 else { return chosen }
    let shard = Int(run.firstShard) + Int(tasks[Int(visit)].shard)
    let former = Int(shards[shard].formerLeader)
    if former >= 0, chosen == Int(shards[shard].leader),
      isCut(from, Int(copies[chosen].location)), !isCut(from, Int(copies[former].location))
    {
      chosen = former
    }
    return chosen
  }

  /// Whether a visit that has come to a led component goes on: it has come to a leader of its side.
  @inline(never)
  func leaderInTrouble(_ visit: UInt32, _ shard: Int) -> Int {
    let sent = tasks[Int(visit)].copy
    let leader = shards[shard].leader
    if sent == shards[shard].formerLeader { return Int(sent) }
    return sent >= 0 && areCut(Int(sent), Int(leader)) ? -1 : Int(leader)
  }
}
