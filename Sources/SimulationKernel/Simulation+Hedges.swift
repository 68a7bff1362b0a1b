// Further tries beside a call that has not answered, and work that is withdrawn.

extension Simulation {
  /// Notes that a try of a guarded call has left, and makes the next one ready.
  mutating func noteTry(_ visit: UInt32, _ caller: UInt32, _ edge: Int, _ copy: Int) {
    let side = sides.base + Int(caller)
    let number = Int(side.pointee.tryCount) &- 1
    switch number {
    case 0: side.pointee.tried.0 = Int32(truncatingIfNeeded: copy)
    case 1: side.pointee.tried.1 = Int32(truncatingIfNeeded: copy)
    case 2: side.pointee.tried.2 = Int32(truncatingIfNeeded: copy)
    default: side.pointee.tried.3 = Int32(truncatingIfNeeded: copy)
    }
    let run = guards[Int(edges[edge].guarded)]
    guard number < Int(run.hedges), !troubles.stopsHedges else { return }
    let hedge = allocate()
    if hedge == Task.none { return }
    fill(hedge, caller: caller, edge: edge)
    tasks[Int(hedge)].copy = -1
    tasks[Int(hedge)].state = .held
    tasks[Int(hedge)].ties |= Tie.line
    sides[Int(hedge)].line = -1
    sides[Int(hedge)].stage = .hedge
    sides[Int(hedge)].hasEvent = true
    side.pointee.hedge = hedge
    scheduleLane(hedge, delay: run.hedgeAfter)
  }

  /// Nothing has answered yet: a further try goes to another copy, where there is one.
  mutating func tryAgainBeside(_ hedge: UInt32, _ caller: UInt32, _ edge: Int) {
    let side = sides.base + Int(caller)
    side.pointee.hedge = Task.none
    let run = guards[Int(edges[edge].guarded)]
    if run.limiter >= 0 {
      let limiter = Int(run.limiter) &+ (run.limiterShared ? 0 : localCopy(caller))
      guard takeToken(of: limiter, for: hedge) else { return release(hedge) }
    }
    let earlier = Int(side.pointee.tryCount)
    switch earlier {
    case 1: side.pointee.tries.1 = hedge
    case 2: side.pointee.tries.2 = hedge
    default: side.pointee.tries.3 = hedge
    }
    side.pointee.tryCount &+= 1
    go(hedge, caller, edge, to: chooseOther(hedge, caller, edge, earlier: earlier))
  }

  /// Chooses as if the copies of the earlier tries were noticed dead; one of them where there is no
  /// other.
  private mutating func chooseOther(
    _ hedge: UInt32, _ caller: UInt32, _ edge: Int, earlier: Int
  ) -> Int {
    var hidden: (Bool, Bool, Bool) = (false, false, false)
    for index in 0..<earlier {
      let copy = tried(index, by: caller)
      guard !copies[copy].isNoticed else { continue }
      copies[copy].isNoticed = true
      switch index {
      case 0: hidden.0 = true
      case 1: hidden.1 = true
      default: hidden.2 = true
      }
    }
    let target = Int(edges[edge].target)
    let turn = Int(edges[edge].turnStart) &+ localCopy(caller)
    // Turns are those of first tries.
    let present = turns[turn]
    var chosen = chooseCopy(hedge, target, from: place(caller), turn: turn)
    if hidden.0 { copies[tried(0, by: caller)].isNoticed = false }
    if hidden.1 { copies[tried(1, by: caller)].isNoticed = false }
    if hidden.2 { copies[tried(2, by: caller)].isNoticed = false }
    if chosen < 0 { chosen = chooseCopy(hedge, target, from: place(caller), turn: turn) }
    turns[turn] = present
    return chosen
  }

  /// The copy that an earlier try went to.
  private func tried(_ index: Int, by caller: UInt32) -> Int {
    let tried = sides[Int(caller)].tried
    switch index {
    case 0: return Int(tried.0)
    case 1: return Int(tried.1)
    default: return Int(tried.2)
    }
  }

  // MARK: Withdrawing

  /// Withdraws a visit that nobody waits for any more, if it has not begun; it takes no time.
  ///
  /// Returns whether it was.
  @discardableResult mutating func withdraw(_ visit: UInt32) -> Bool {
    let at = Int(visit)
    guard tasks[at].kind == .visit else { return false }
    switch tasks[at].state {
    case .waiting:
      guard takeOutOfRoom(visit) else { return false }
      release(visit)
    case .travelling:
      tasks[at].hasStrayEvent = true
      release(visit)
    case .held: release(visit)
    case .free, .working, .sharing, .grouped, .calling, .forked, .pausing, .returning, .thinking,
      .parked, .starting, .awaiting, .dead:
      return false
    }
    return true
  }

  /// Takes a visit out of the waiting room of its copy; false where it waits outside, from where
  /// it is never let in, as nobody waits for it.
  private mutating func takeOutOfRoom(_ visit: UInt32) -> Bool {
    let copy = copies.base + Int(tasks[Int(visit)].copy)
    if copy.pointee.room >= 0 {
      return withdraw(visit, fromRoomOf: Int(tasks[Int(visit)].copy))
    }
    var previous = Task.none
    var present = copy.pointee.head
    while present != visit, present != Task.none {
      previous = present
      present = tasks[Int(present)].next
    }
    guard present == visit else { return false }
    let next = tasks[Int(visit)].next
    if previous == Task.none { copy.pointee.head = next } else { tasks[Int(previous)].next = next }
    if copy.pointee.tail == visit { copy.pointee.tail = previous }
    copy.pointee.waiting &-= 1
    copy.pointee.waitingTime &+= now
    return true
  }
}
