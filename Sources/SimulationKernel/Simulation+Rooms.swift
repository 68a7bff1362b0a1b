import Stochastics

// Waiting rooms with rules: an order, a longest wait, what happens when they are full, and service
// in groups or on a beat.

extension Simulation {
  /// A visit that found no free slot of a copy, or whose copy lets nobody in but through its room.
  @inline(never)
  mutating func enterRoom(_ visit: UInt32, _ copy: Int, _ component: Int) {
    let index = Int(copies[copy].room)
    guard index >= 0 else {
      states[component].refused &+= 1
      return turnAway(visit, .queueFull)
    }
    let room = rooms.base + index
    if room.pointee.batch < 0, !room.pointee.isBeating, copies[copy].busy < room.pointee.slots {
      takeSlot(visit, copy)
      return begin(visit, component)
    }
    if room.pointee.shedFrom < 1, isShed(visit, room) {
      states[component].refused &+= 1
      return turnAway(visit, .shed)
    }
    // Whoever waits outside was here before.
    if copies[copy].waiting >= room.pointee.limit || room.pointee.outerHead != Task.none {
      switch room.pointee.onFull {
      case .reject:
        states[component].refused &+= 1
        return turnAway(visit, .queueFull)
      case .block: return waitOutside(visit, room)
      case .dropOldest:
        guard let oldest = takeOldest(room) else {
          states[component].refused &+= 1
          return turnAway(visit, .queueFull)
        }
        states[component].refused &+= 1
        waitInRoom(visit, copy, room)
        return turnAway(oldest, .dropped)
      }
    }
    waitInRoom(visit, copy, room)
    serveRoom(copy)
  }

  /// Whether the room is too full for an operation of this rank: the limits of the ranks are
  /// evenly spaced from `shedFrom` to the whole, the least important first.
  private func isShed(_ visit: UInt32, _ room: UnsafeMutablePointer<Room>) -> Bool {
    guard room.pointee.limit < .max, rankCount > 1 else { return false }
    let rank = Double(ranks[Int(tasks[Int(visit)].operation)])
    let reach =
      room.pointee.shedFrom + (1 - room.pointee.shedFrom) * (1 - rank / Double(rankCount - 1))
    let waiting = Double(copies[Int(room.pointee.copy)].waiting)
    return rank > 0 && waiting >= reach * Double(room.pointee.limit)
  }

  private mutating func waitInRoom(_ visit: UInt32, _ copy: Int, _ room: UnsafeMutablePointer<Room>)
  {
    let task = tasks.base + Int(visit)
    task.pointee.state = .waiting
    task.pointee.began = now
    task.pointee.next = Task.none
    link(visit, room)
    let place = copies.base + copy
    place.pointee.waiting &+= 1
    place.pointee.waitingTime &-= now
    if place.pointee.waiting > place.pointee.queueMax {
      place.pointee.queueMax = place.pointee.waiting
    }
    if room.pointee.waitLane >= 0 { armWait(Int(room.pointee.waitLane), task: visit) }
  }

  private func link(_ visit: UInt32, _ room: UnsafeMutablePointer<Room>) {
    if room.pointee.head == Task.none {
      room.pointee.head = visit
      room.pointee.tail = visit
      if room.pointee.firstRank >= 0 { rankTails[rankSlot(visit, room)] = visit }
      return
    }
    switch room.pointee.order {
    case .fifo:
      tasks[Int(room.pointee.tail)].next = visit
      room.pointee.tail = visit
    case .lifo:
      tasks[Int(visit)].next = room.pointee.head
      room.pointee.head = visit
    case .priority:
      let slot = rankSlot(visit, room)
      var before = slot
      while before > Int(room.pointee.firstRank), rankTails[before] == Task.none { before -= 1 }
      let last = rankTails[before]
      if last == Task.none {
        tasks[Int(visit)].next = room.pointee.head
        room.pointee.head = visit
      } else {
        tasks[Int(visit)].next = tasks[Int(last)].next
        tasks[Int(last)].next = visit
        if room.pointee.tail == last { room.pointee.tail = visit }
      }
      rankTails[slot] = visit
    }
  }

  private func rankSlot(_ visit: UInt32, _ room: UnsafeMutablePointer<Room>) -> Int {
    Int(room.pointee.firstRank) + Int(ranks[Int(tasks[Int(visit)].operation)])
  }

  /// Takes a visit out of the list; `previous` is the one before it, none for the head.
  private func unlink(
    _ visit: UInt32, after previous: UInt32, _ room: UnsafeMutablePointer<Room>
  ) {
    let next = tasks[Int(visit)].next
    if previous == Task.none {
      room.pointee.head = next
    } else {
      tasks[Int(previous)].next = next
    }
    if room.pointee.tail == visit { room.pointee.tail = previous }
    guard room.pointee.firstRank >= 0 else { return }
    let slot = rankSlot(visit, room)
    guard rankTails[slot] == visit else { return }
    let isSameRank = previous != Task.none && rankSlot(previous, room) == slot
    rankTails[slot] = isSameRank ? previous : Task.none
  }

  private mutating func leaveRoom(_ visit: UInt32, after previous: UInt32, _ copy: Int) {
    let room = rooms.base + Int(copies[copy].room)
    unlink(visit, after: previous, room)
    copies[copy].waiting &-= 1
    copies[copy].waitingTime &+= now
  }

  /// Takes out the one that has waited longest; nil where nobody waits.
  private mutating func takeOldest(_ room: UnsafeMutablePointer<Room>) -> UInt32? {
    guard room.pointee.head != Task.none else { return nil }
    var oldest = room.pointee.head
    var beforeOldest = Task.none
    if room.pointee.order != .fifo {
      var previous = room.pointee.head
      var visit = tasks[Int(previous)].next
      while visit != Task.none {
        // The list may be in the order of arrival or against it, so the last of equals is taken.
        let isOlder = tasks[Int(visit)].began < tasks[Int(oldest)].began
        let isAsOld = tasks[Int(visit)].began == tasks[Int(oldest)].began
        if isOlder || (isAsOld && room.pointee.order == .lifo) {
          oldest = visit
          beforeOldest = previous
        }
        previous = visit
        visit = tasks[Int(visit)].next
      }
    }
    leaveRoom(oldest, after: beforeOldest, Int(room.pointee.copy))
    return oldest
  }

  /// A visit has waited as long as it may.
  mutating func lapse(_ visit: UInt32) {
    let copy = Int(tasks[Int(visit)].copy)
    guard takeOut(visit, copy) else { return }
    states[Int(copies[copy].component)].refused &+= 1
    turnAway(visit, .waitedTooLong)
    letIn(rooms.base + Int(copies[copy].room))
  }

  /// A visit that waits in a room is withdrawn; false where it is not in there, but outside.
  mutating func withdraw(_ visit: UInt32, fromRoomOf copy: Int) -> Bool {
    guard takeOut(visit, copy) else { return false }
    letIn(rooms.base + Int(copies[copy].room))
    return true
  }

  /// Takes a visit out of the room of a copy, wherever it stands there; false where it does not.
  private mutating func takeOut(_ visit: UInt32, _ copy: Int) -> Bool {
    let room = rooms.base + Int(copies[copy].room)
    var previous = Task.none
    var other = room.pointee.head
    while other != visit, other != Task.none {
      previous = other
      other = tasks[Int(other)].next
    }
    guard other == visit else { return false }
    leaveRoom(visit, after: previous, copy)
    return true
  }

  // MARK: Waiting outside

  private func waitOutside(_ visit: UInt32, _ room: UnsafeMutablePointer<Room>) {
    tasks[Int(visit)].state = .waiting
    tasks[Int(visit)].began = -1
    tasks[Int(visit)].next = Task.none
    if room.pointee.outerTail == Task.none {
      room.pointee.outerHead = visit
    } else {
      tasks[Int(room.pointee.outerTail)].next = visit
    }
    room.pointee.outerTail = visit
  }

  /// Lets in those who wait outside while there is room; who was given up meanwhile is gone.
  private mutating func letIn(_ room: UnsafeMutablePointer<Room>) {
    let copy = Int(room.pointee.copy)
    while room.pointee.outerHead != Task.none, copies[copy].waiting < room.pointee.limit {
      let visit = room.pointee.outerHead
      room.pointee.outerHead = tasks[Int(visit)].next
      if room.pointee.outerHead == Task.none { room.pointee.outerTail = Task.none }
      if tasks[Int(visit)].parent != Task.none, !isAwaited(visit) {
        release(visit)
      } else {
        waitInRoom(visit, copy, room)
      }
    }
  }

  // MARK: Serving

  /// Gives free slots of a copy to those who wait in its room.
  mutating func serveRoom(_ copy: Int) {
    let room = rooms.base + Int(copies[copy].room)
    if room.pointee.batch >= 0 { return startGroups(copy, room) }
    if room.pointee.isBeating { return awaitBeat(room) }
    while copies[copy].busy < room.pointee.slots, room.pointee.head != Task.none {
      startFirst(copy, room)
    }
    letIn(room)
  }

  private mutating func startFirst(_ copy: Int, _ room: UnsafeMutablePointer<Room>) {
    let visit = room.pointee.head
    leaveRoom(visit, after: Task.none, copy)
    if troubles.skipsVain, isVain(visit) {
      letIn(room)
      return answer(visit, .abandoned)
    }
    takeSlot(visit, copy)
    // What comes in from outside stands behind those who are here.
    letIn(room)
    begin(visit, Int(copies[copy].component))
  }

  /// Takes the first of another copy's room, where a room is shared; false where nobody waits.
  mutating func takeFromRoom(of other: Int, to copy: Int) -> Bool {
    let room = rooms.base + Int(copies[other].room)
    let visit = room.pointee.head
    guard visit != Task.none else { return false }
    leaveRoom(visit, after: Task.none, other)
    tasks[Int(visit)].copy = Int32(truncatingIfNeeded: copy)
    takeSlot(visit, copy)
    letIn(room)
    begin(visit, Int(copies[copy].component))
    return true
  }

  /// The copy has died with all who waited there.
  mutating func emptyRoom(_ copy: Int) {
    guard copies[copy].room >= 0 else { return }
    let room = rooms.base + Int(copies[copy].room)
    room.pointee.head = Task.none
    room.pointee.tail = Task.none
    room.pointee.outerHead = Task.none
    room.pointee.outerTail = Task.none
    room.pointee.timer = .max
    guard room.pointee.firstRank >= 0 else { return }
    for rank in 0..<rankCount { rankTails[Int(room.pointee.firstRank) + rank] = Task.none }
  }

  private mutating func awaitBeat(_ room: UnsafeMutablePointer<Room>) {
    guard room.pointee.head != Task.none, room.pointee.timer == .max else { return }
    let beats = now / room.pointee.tick
    let (next, overflow) = (beats + 1).multipliedReportingOverflow(by: room.pointee.tick)
    if overflow { return }
    setTimer(room, at: next)
  }

  private mutating func setTimer(_ room: UnsafeMutablePointer<Room>, at time: Int64) {
    room.pointee.timer = time
    let index = room - rooms.base
    push(time: time, priority: Priority.control, id: Identifier.timers &+ index)
  }

  /// The timer of a room: a beat, or the first of a group has waited long enough.
  mutating func roomTimer(_ index: Int) {
    let room = rooms.base + index
    guard room.pointee.timer == now else { return }
    room.pointee.timer = .max
    let copy = Int(room.pointee.copy)
    if copies[copy].isDead { return }
    guard room.pointee.isBeating else { return startGroups(copy, room) }
    let component = Int(copies[copy].component)
    // Who comes in at this very moment waits for the next beat.
    var free = room.pointee.slots &- copies[copy].busy
    while free > 0, room.pointee.head != Task.none, tasks[Int(room.pointee.head)].began < now {
      let visit = room.pointee.head
      leaveRoom(visit, after: Task.none, copy)
      takeSlot(visit, copy)
      begin(visit, component)
      free &-= 1
    }
    letIn(room)
    awaitBeat(room)
  }

  // MARK: Groups

  private mutating func startGroups(_ copy: Int, _ room: UnsafeMutablePointer<Room>) {
    let index = Int(room.pointee.batch)
    while copies[copy].busy < room.pointee.slots, room.pointee.head != Task.none {
      let size = batches[index].size
      if copies[copy].waiting < size, batches[index].wait > 0 {
        let due = saturated(longestWaiting(room), batches[index].wait)
        if due > now {
          if due < room.pointee.timer, due < .max { setTimer(room, at: due) }
          return
        }
      }
      startGroup(copy, room, index)
    }
  }

  private func longestWaiting(_ room: UnsafeMutablePointer<Room>) -> Int64 {
    guard room.pointee.order != .fifo else { return tasks[Int(room.pointee.head)].began }
    var earliest = Int64.max
    var visit = room.pointee.head
    while visit != Task.none {
      earliest = min(earliest, tasks[Int(visit)].began)
      visit = tasks[Int(visit)].next
    }
    return earliest
  }

  /// Starts a group: its first member holds the slot and the event, the others hang on it.
  private mutating func startGroup(_ copy: Int, _ room: UnsafeMutablePointer<Room>, _ index: Int) {
    let leader = room.pointee.head
    leaveRoom(leader, after: Task.none, copy)
    takeSlot(leader, copy)
    tasks[Int(leader)].began = now
    tasks[Int(leader)].state = .working
    var last = leader
    var members: Int64 = 1
    while members < Int64(batches[index].size), room.pointee.head != Task.none {
      let visit = room.pointee.head
      leaveRoom(visit, after: Task.none, copy)
      tasks[Int(visit)].began = now
      tasks[Int(visit)].state = .grouped
      tasks[Int(last)].next = visit
      last = visit
      members += 1
    }
    tasks[Int(last)].next = Task.none
    letIn(room)
    let stream = 2 &* Int(copies[copy].component)
    var duration = batches[index].work.draw(&streams[stream], ziggurat)
    let (more, overflow) = batches[index].each.multipliedReportingOverflow(by: members)
    duration = overflow ? .max : saturated(duration, more)
    if copies[copy].slowness != 1 {
      duration = Int64(min(9e17, Double(duration) * copies[copy].slowness))
    }
    schedule(leader, at: saturated(now, duration))
  }

  /// The work of a group is done: each member goes on for itself, without a slot.
  @inline(never)
  mutating func groupDone(_ leader: UInt32) {
    let copy = Int(tasks[Int(leader)].copy)
    var member = leader
    // The members leave their states together, before any of them moves.
    while member != Task.none {
      tasks[Int(member)].state = .working
      member = tasks[Int(member)].next
    }
    tasks[Int(leader)].hasSlot = false
    copies[copy].busy &-= 1
    copies[copy].busyTime &+= now
    member = leader
    while member != Task.none {
      let next = tasks[Int(member)].next
      tasks[Int(member)].next = Task.none
      served(member)
      member = next
    }
    if !copies[copy].isDead { serveRoom(copy) }
  }
}
