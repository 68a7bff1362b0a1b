import Stochastics

// Copies that are started for requests, and go away when they have been idle.
//
// Each copy stands in one list of its platform or in none, so that all is done in constant time.
// Idle copies stand in the order in which they became idle: the last one is taken first, the first
// one goes away first.

extension Simulation {
  /// Takes away what does not run at the start.
  mutating func startPlatforms() {
    for index in 0..<platforms.count {
      let platform = platforms.base + index
      platform.pointee.running = platform.pointee.spec.least
      for number in (0..<platform.pointee.count).reversed() {
        let copy = platform.pointee.first + number
        onDemand[copy].platform = Int32(truncatingIfNeeded: index)
        copies[copy].isAway = number >= platform.pointee.spec.least
        settleOnDemand(copy)
      }
    }
  }

  // MARK: Requests

  /// A visit has come to a place where copies are started on demand.
  @inline(never)
  mutating func reachOnDemand(_ visit: UInt32, _ component: Int) {
    let task = tasks.base + Int(visit)
    let index = Int(onDemand[Int(task.pointee.copy)].platform)
    task.pointee.pc = handler(component, task)
    if let copy = copyWithSlot(index, .partly) ?? copyWithSlot(index, .idle) {
      task.pointee.copy = Int32(truncatingIfNeeded: copy)
      takeSlot(visit, copy)
      settleOnDemand(copy)
      return begin(visit, component)
    }
    if let copy = copyWithSlot(index, .starting) ?? startCopy(index) {
      task.pointee.copy = Int32(truncatingIfNeeded: copy)
      takeSlot(visit, copy)
      settleOnDemand(copy)
      task.pointee.state = .starting
      return schedule(visit, at: onDemand[copy].since)
    }
    guard let keeper = keeper(index) else {
      if copies[Int(task.pointee.copy)].isSilent { return strand(visit) }
      return answer(visit, .crash)
    }
    task.pointee.copy = Int32(truncatingIfNeeded: keeper)
    enter(visit, keeper, component)
  }

  /// The first copy of a list that still has a free slot.
  private mutating func copyWithSlot(_ platform: Int, _ list: OnDemandList) -> Int? {
    while true {
      let copy = Int(onDemandEnds[Self.ends(platform, list)].first)
      if copy < 0 { return nil }
      if copies[copy].busy < slotsLeft(copy) { return copy }
      // A fault has taken its slots; it comes back with them.
      unlist(copy)
    }
  }

  /// Starts a copy; nil where all that can run do.
  private mutating func startCopy(_ index: Int) -> Int? {
    let copy = Int(onDemandEnds[Self.ends(index, .away)].first)
    guard copy >= 0 else { return nil }
    let platform = platforms.base + index
    unlist(copy)
    copies[copy].isStarting = true
    platform.pointee.starting += 1
    platform.pointee.coldStarts += 1
    let wait = platform.pointee.spec.coldStart.draw(
      &streams[2 * platform.pointee.component + 1], ziggurat)
    onDemand[copy].since = saturated(now, wait)
    if hasCallers { forgetGuards(of: copy, silently: false) }
    return copy
  }

  /// The copy that a visit waited for has been started.
  mutating func started(_ visit: UInt32) {
    let copy = Int(tasks[Int(visit)].copy)
    if copies[copy].isStarting {
      let platform = platforms.base + Int(onDemand[copy].platform)
      copies[copy].isStarting = false
      copies[copy].isAway = false
      platform.pointee.starting -= 1
      platform.pointee.running += 1
      platform.pointee.runningTime &-= now
      settleOnDemand(copy)
    }
    begin(visit, Int(copies[copy].component))
  }

  /// The copy in whose room those wait who find no slot and no copy to start; nil where none lives.
  private mutating func keeper(_ index: Int) -> Int? {
    let platform = platforms.base + index
    let known = platform.pointee.keeper
    if known >= 0, !copies[known].isDead, copies[known].waiting > 0 { return known }
    let range = platform.pointee.first..<(platform.pointee.first + platform.pointee.count)
    platform.pointee.keeper =
      range.first { !copies[$0].isDead && (!copies[$0].isAway || copies[$0].isStarting) } ?? -1
    return platform.pointee.keeper < 0 ? nil : platform.pointee.keeper
  }

  /// A copy has a free slot: it takes who waits, or stands ready.
  mutating func offerOnDemand(_ copy: Int) {
    if copies[copy].room >= 0 { serveRoom(copy) }
    let keeper = platforms[Int(onDemand[copy].platform)].keeper
    if keeper >= 0, keeper != copy, !copies[keeper].isDead {
      while copies[copy].busy < slotsLeft(copy) {
        if copies[keeper].room >= 0 {
          if !takeFromRoom(of: keeper, to: copy) { break }
        } else {
          guard copies[keeper].head != Task.none else { break }
          takeNext(copies[keeper].head, from: keeper, to: copy)
        }
      }
    }
    settleOnDemand(copy)
  }

  // MARK: Lists

  @inline(__always)
  private static func ends(_ platform: Int, _ list: OnDemandList) -> Int {
    5 * platform + Int(list.rawValue)
  }

  /// Puts a copy where it belongs by what it does now.
  mutating func settleOnDemand(_ copy: Int) {
    let index = Int(onDemand[copy].platform)
    guard index >= 0 else { return }
    let isActive = copies[copy].busy > 0
    if isActive != onDemand[copy].isActive { setActive(copy, isActive, index) }
    let list: OnDemandList
    if copies[copy].isDead {
      list = .none
    } else if copies[copy].isStarting {
      list = copies[copy].busy < slotsLeft(copy) ? .starting : .none
    } else if copies[copy].isAway {
      list = .away
    } else if copies[copy].busy == 0 {
      list = .idle
    } else {
      list = copies[copy].busy < slotsLeft(copy) ? .partly : .none
    }
    guard list != onDemand[copy].list else { return }
    unlist(copy)
    enlist(copy, list, index)
    guard list == .idle else { return }
    onDemand[copy].since = now
    lookForIdle(index)
  }

  private mutating func setActive(_ copy: Int, _ isActive: Bool, _ index: Int) {
    let platform = platforms.base + index
    let before = platform.pointee.paid
    onDemand[copy].isActive = isActive
    platform.pointee.active += isActive ? 1 : -1
    platform.pointee.paidTime &-= now &* Int64(platform.pointee.paid - before)
  }

  private mutating func enlist(_ copy: Int, _ list: OnDemandList, _ index: Int) {
    onDemand[copy].list = list
    guard list != .none else { return }
    let ends = onDemandEnds.base + Self.ends(index, list)
    onDemand[copy].previous = -1
    onDemand[copy].next = ends.pointee.first
    if ends.pointee.first >= 0 {
      onDemand[Int(ends.pointee.first)].previous = Int32(truncatingIfNeeded: copy)
    } else {
      ends.pointee.last = Int32(truncatingIfNeeded: copy)
    }
    ends.pointee.first = Int32(truncatingIfNeeded: copy)
  }

  private mutating func unlist(_ copy: Int) {
    let link = onDemand[copy]
    guard link.list != .none else { return }
    let ends = onDemandEnds.base + Self.ends(Int(link.platform), link.list)
    if link.previous >= 0 {
      onDemand[Int(link.previous)].next = link.next
    } else {
      ends.pointee.first = link.next
    }
    if link.next >= 0 {
      onDemand[Int(link.next)].previous = link.previous
    } else {
      ends.pointee.last = link.previous
    }
    onDemand[copy].list = .none
  }

  // MARK: Going away

  /// Lets somebody look when the copy that has been idle longest may go.
  private mutating func lookForIdle(_ index: Int) {
    let platform = platforms.base + index
    let last = Int(onDemandEnds[Self.ends(index, .idle)].last)
    guard last >= 0, !platform.pointee.isTimed,
      platform.pointee.running > platform.pointee.spec.least
    else { return }
    let time = saturated(onDemand[last].since, platform.pointee.spec.keep)
    guard time < .max else { return }
    platform.pointee.isTimed = true
    addControl(.idleEnds(index), at: time)
  }

  /// Takes away what has been idle long enough.
  mutating func idleEnds(_ index: Int) {
    let platform = platforms.base + index
    platform.pointee.isTimed = false
    while platform.pointee.running > platform.pointee.spec.least {
      let last = Int(onDemandEnds[Self.ends(index, .idle)].last)
      guard last >= 0, saturated(onDemand[last].since, platform.pointee.spec.keep) <= now else {
        break
      }
      stopRunning(last, platform)
      settleOnDemand(last)
    }
    lookForIdle(index)
  }

  private mutating func stopRunning(_ copy: Int, _ platform: UnsafeMutablePointer<Platform>) {
    copies[copy].isAway = true
    platform.pointee.running -= 1
    platform.pointee.runningTime &+= now
  }

  /// A copy has died, with all who were there; when it lives again it is away.
  mutating func stopOnDemand(_ copy: Int) {
    let index = Int(onDemand[copy].platform)
    guard index >= 0 else { return }
    let platform = platforms.base + index
    if copies[copy].isStarting {
      copies[copy].isStarting = false
      platform.pointee.starting -= 1
    } else if !copies[copy].isAway {
      stopRunning(copy, platform)
    }
    settleOnDemand(copy)
  }

  // MARK: Telling

  /// Time of running copies and of paid ones up to now, of a component; nil where none is started
  /// on demand.
  func onDemandTimes(of component: Int) -> (running: Int64, paid: Int64)? {
    var times: (running: Int64, paid: Int64)?
    for index in 0..<platforms.count where platforms[index].component == component {
      let before = times ?? (0, 0)
      times = (
        before.running &+ platforms[index].runningTime
          &+ now &* Int64(platforms[index].running),
        before.paid &+ platforms[index].paidTime &+ now &* Int64(platforms[index].paid)
      )
    }
    return times
  }

  /// Copies of a component that were started in the kept time.
  func coldStarts(of component: Int) -> Int {
    (0..<platforms.count).reduce(0) {
      $0 + (platforms[$1].component == component ? platforms[$1].coldStarts : 0)
    }
  }
}
