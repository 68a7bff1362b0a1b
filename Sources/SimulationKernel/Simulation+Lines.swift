// Places in bulkheads, connections of stores, and the lines of those who wait for them.

extension Simulation {
  // MARK: Bulkheads

  /// Takes a place in the caller's bulkhead, where it has one, and goes on.
  mutating func enterBulkhead(_ visit: UInt32, _ caller: UInt32, _ edge: Int) {
    let run = guards[Int(edges[edge].guarded)]
    guard run.bulkhead >= 0 else { return connect(visit, caller, edge) }
    let index = Int(run.bulkhead) &+ (run.bulkheadShared ? 0 : localCopy(caller))
    let bulkhead = bulkheads.base + index
    if bulkhead.pointee.taken < bulkhead.pointee.max {
      bulkhead.pointee.taken &+= 1
      sides[Int(caller)].promises |= Promise.place
      return connect(visit, caller, edge)
    }
    guard bulkhead.pointee.line.count < bulkhead.pointee.queue else {
      return refuseAtCaller(visit, caller, .bulkheadFull)
    }
    join(visit, .place, index, then: .connection)
    if bulkhead.pointee.waitLane >= 0 {
      tasks[Int(visit)].tickets &+= 1
      if tasks[Int(visit)].tickets == 0 { tasks[Int(visit)].tickets = 1 }
      tasks[Int(visit)].open = tasks[Int(visit)].tickets
      arm(Int(bulkhead.pointee.waitLane), task: visit)
    }
  }

  /// A visit has waited for a place as long as it may.
  @inline(never)
  mutating func outwaited(_ visit: UInt32) {
    leaveLine(visit)
    refuseAtCaller(visit, tasks[Int(visit)].parent, .bulkheadFull)
  }

  /// A place is free: the first in line takes it.
  mutating func givePlace(_ index: Int) {
    let next = bulkheads[index].line.head
    guard next != Task.none else {
      bulkheads[index].taken &-= 1
      return
    }
    leaveLine(next)
    sides[Int(tasks[Int(next)].parent)].promises |= Promise.place
    letOut(next)
  }

  // MARK: Connections

  /// Takes a connection to a copy of a store; false where the visit waits for one at its caller.
  mutating func takeConnection(_ visit: UInt32, _ caller: UInt32, pool index: Int) -> Bool {
    let pool = pools.base + index
    if pool.pointee.taken < pool.pointee.size {
      pool.pointee.taken &+= 1
      hold(visit, index)
      return true
    }
    // The end of the attempt has to take the visit out of the line.
    if tasks[Int(caller)].ties & Tie.guarded == 0 { openGuard(caller, visit) }
    join(visit, .connection, index, then: .way)
    return false
  }

  @inline(__always)
  private func hold(_ visit: UInt32, _ pool: Int) {
    tasks[Int(visit)].ties |= Tie.connection
    sides[Int(visit)].pool = Int32(truncatingIfNeeded: pool)
    sides[Int(visit)].poolEra = pools[pool].era
  }

  /// A visit with a connection is over: the first in line takes it.
  mutating func giveConnection(_ visit: UInt32) {
    let index = Int(sides[Int(visit)].pool)
    let pool = pools.base + index
    guard pool.pointee.era == sides[Int(visit)].poolEra else { return }
    let next = pool.pointee.line.head
    guard next != Task.none else {
      pool.pointee.taken &-= 1
      return
    }
    leaveLine(next)
    hold(next, index)
    letOut(next)
  }

  /// A copy of a store has died with its connections, and so do those who wait for one learn.
  mutating func closePool(_ index: Int, silently: Bool) {
    pools[index].era &+= 1
    pools[index].taken = 0
    while pools[index].line.head != Task.none {
      let visit = pools[index].line.head
      leaveLine(visit)
      if silently { strand(visit) } else { answerAtCaller(visit, .crash) }
    }
  }

  // MARK: Lines

  /// Puts a visit at the end of a line.
  func join(_ visit: UInt32, _ kind: LineKind, _ index: Int, then stage: Stage) {
    tasks[Int(visit)].state = .held
    tasks[Int(visit)].next = Task.none
    tasks[Int(visit)].ties |= Tie.line
    let side = sides.base + Int(visit)
    side.pointee.kind = kind
    side.pointee.stage = stage
    side.pointee.hasEvent = false
    side.pointee.line = Int32(truncatingIfNeeded: index)
    var line = read(kind, index)
    side.pointee.previous = line.tail
    if line.tail == Task.none { line.head = visit } else { tasks[Int(line.tail)].next = visit }
    line.tail = visit
    line.count &+= 1
    write(line, kind, index)
  }

  /// Takes a visit out of its line, wherever it stands there.
  mutating func leaveLine(_ visit: UInt32) {
    let side = sides.base + Int(visit)
    let index = Int(side.pointee.line)
    let kind = side.pointee.kind
    side.pointee.line = -1
    tasks[Int(visit)].open = 0  // a longest wait is over
    let previous = side.pointee.previous
    let next = tasks[Int(visit)].next
    var line = read(kind, index)
    if previous == Task.none { line.head = next } else { tasks[Int(previous)].next = next }
    if next == Task.none { line.tail = previous } else { sides[Int(next)].previous = previous }
    line.count &-= 1
    write(line, kind, index)
    if kind == .token, previous == Task.none { nextForToken(index) }
  }

  private func read(_ kind: LineKind, _ index: Int) -> Line {
    switch kind {
    case .token: buckets[index].line
    case .place: bulkheads[index].line
    case .connection: pools[index].line
    }
  }

  private func write(_ line: Line, _ kind: LineKind, _ index: Int) {
    switch kind {
    case .token: buckets[index].line = line
    case .place: bulkheads[index].line = line
    case .connection: pools[index].line = line
    }
  }

  /// Lets a visit that has left its line go on at this moment, after those who give up with the one
  /// that made room.
  private mutating func letOut(_ visit: UInt32) {
    sides[Int(visit)].hasEvent = true
    tasks[Int(visit)].ties |= Tie.line
    schedule(visit, at: now)
  }

  /// A visit that is held back is over.
  mutating func quitLine(_ visit: UInt32) {
    if sides[Int(visit)].line >= 0 { leaveLine(visit) }
    tasks[Int(visit)].ties &= ~Tie.line
    if sides[Int(visit)].hasEvent { tasks[Int(visit)].hasStrayEvent = true }
  }
}
