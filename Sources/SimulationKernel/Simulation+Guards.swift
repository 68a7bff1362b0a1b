// What stands between a caller and its call: a breaker, a limit on the rate, a bulkhead and the
// connections of a store, in this order.
//
// The visit of an attempt is made first and held back where it has to wait. While it waits at the
// caller the end of the attempt takes it away with it.

extension Simulation {
  /// An attempt through mechanisms of the caller, or to a store with connections.
  @inline(never)
  mutating func attemptWithCare(_ caller: UInt32, edge: Int) {
    let visit = allocate()
    if visit == Task.none { return }
    fill(visit, caller: caller, edge: edge)
    tasks[Int(visit)].copy = -1
    let number = Int(edges[edge].guarded)
    guard number >= 0 else { return connect(visit, caller, edge) }
    openGuard(caller, visit)
    let run = guards[number]
    if run.breaker >= 0,
      !passes(breaker: Int(run.breaker) &+ (run.breakerShared ? 0 : localCopy(caller)), caller)
    {
      return refuseAtCaller(visit, caller, .breakerOpen)
    }
    if run.limiter >= 0 {
      let limiter = Int(run.limiter) &+ (run.limiterShared ? 0 : localCopy(caller))
      switch ask(limiter, for: visit, then: .place) {
      case .taken: break
      case .waits: return
      case .refused: return refuseAtCaller(visit, caller, .rateLimited)
      }
    }
    enterBulkhead(visit, caller, edge)
  }

  /// Opens an attempt of a caller that has to be settled at its end.
  func openGuard(_ caller: UInt32, _ visit: UInt32) {
    tasks[Int(caller)].ties |= Tie.guarded
    let side = sides.base + Int(caller)
    side.pointee.tries.0 = visit
    side.pointee.tryCount = 1
    side.pointee.promises = 0
    side.pointee.hedge = Task.none
  }

  /// Turns an attempt away before it has left the caller.
  mutating func refuseAtCaller(_ visit: UInt32, _ caller: UInt32, _ reason: Answer) {
    sides[Int(caller)].promises |= Promise.refusal
    answerAtCaller(visit, reason)
  }

  /// Chooses a copy for a visit and takes one of its connections.
  mutating func connect(_ visit: UInt32, _ caller: UInt32, _ edge: Int) {
    let target = Int(edges[edge].target)
    let chosen = chooseCopy(
      visit, target, from: place(caller), turn: Int(edges[edge].turnStart) &+ localCopy(caller))
    go(visit, caller, edge, to: chosen)
  }

  /// Takes a connection to the chosen copy where it has a number of them, and sends the visit.
  mutating func go(_ visit: UInt32, _ caller: UInt32, _ edge: Int, to chosen: Int) {
    if chosen < 0 {
      tasks[Int(visit)].location = Int16(truncatingIfNeeded: place(caller))
      return answerAtCaller(visit, .crash)
    }
    if components[Int(edges[edge].target)].connections >= 0,
      !takeConnection(visit, caller, pool: chosen)
    {
      return
    }
    depart(visit, caller, edge, to: chosen)
  }

  /// Puts a visit on its way to a copy.
  mutating func depart(_ visit: UInt32, _ caller: UInt32, _ edge: Int, to chosen: Int) {
    tasks[Int(visit)].copy = Int32(truncatingIfNeeded: chosen)
    states[Int(edges[edge].target)].called &+= 1
    if edges[edge].guarded >= 0 { noteTry(visit, caller, edge, chosen) }
    let from = place(caller)
    let to = Int(copies[chosen].location)
    if locationCount > 1, deadLocations[from] > 0 || deadLocations[to] > 0 {
      return strand(visit)
    }
    travel(visit, edge: edge, from: from, to: to, back: false)
  }

  // MARK: Held back

  /// A visit that was held back goes on.
  @inline(never)
  mutating func resume(_ visit: UInt32) {
    let at = Int(visit)
    sides[at].hasEvent = false
    if sides[at].line >= 0 {
      guard takeDueToken(visit) else { return }
    }
    tasks[at].ties &= ~Tie.line
    let stage = sides[at].stage
    if stage == .component { return letIn(visit) }
    if stage == .redelivery { return redeliver(visit) }
    guard isAwaited(visit) else { return release(visit) }
    let caller = tasks[at].parent
    let edge = Int(tasks[at].edge)
    switch stage {
    case .place: enterBulkhead(visit, caller, edge)
    case .connection: connect(visit, caller, edge)
    case .way: depart(visit, caller, edge, to: Int(sides[at].pool))
    case .hedge: tryAgainBeside(visit, caller, edge)
    case .component, .redelivery: break
    }
  }

  // MARK: The end

  /// The open call of a task has ended, or the task itself with nothing said of it: what was bound
  /// to it is free.
  @inline(never)
  mutating func settleCall(_ caller: UInt32, _ answer: Answer?) {
    let at = Int(caller)
    if tasks[at].ties & Tie.silence != 0 { unlinkSilent(caller) }
    guard tasks[at].ties & Tie.guarded != 0 else { return }
    tasks[at].ties &= ~Tie.guarded
    let number = Int(edges[Int(tasks[at].callEdge)].guarded)
    let cancels = number >= 0 && guards[number].cancels && answer != nil
    for index in 0..<Int(sides[at].tryCount) {
      let visit = openTry(index, of: caller)
      guard visit != Task.none else { continue }
      if tasks[Int(visit)].state == .held, sides[Int(visit)].stage != .component {
        release(visit)
      } else if cancels {
        withdraw(visit)
      }
    }
    if sides[at].hedge != Task.none { release(sides[at].hedge) }
    guard number >= 0 else { return }
    let run = guards[number]
    if sides[at].promises & Promise.place != 0 {
      givePlace(Int(run.bulkhead) &+ (run.bulkheadShared ? 0 : localCopy(caller)))
    }
    if sides[at].promises & Promise.word != 0 {
      tell(breaker: Int(run.breaker) &+ (run.breakerShared ? 0 : localCopy(caller)), caller, answer)
    }
  }

  /// One of the visits of a caller's open attempt; none where it is over.
  func openTry(_ index: Int, of caller: UInt32) -> UInt32 {
    let tries = sides[Int(caller)].tries
    let visit =
      switch index {
      case 0: tries.0
      case 1: tries.1
      case 2: tries.2
      default: tries.3
      }
    let block = tasks.base + Int(visit)
    let from = tasks.base + Int(caller)
    let isOurs =
      block.pointee.parent == caller
      && block.pointee.parentGeneration == from.pointee.generation
      && block.pointee.ticket == from.pointee.open
    guard isOurs, block.pointee.state != .free, block.pointee.state != .dead else {
      return Task.none
    }
    return visit
  }

  /// Whether another try of the open attempt is under way, or waits for its moment.
  func hasOtherTry(than visit: UInt32, _ caller: UInt32) -> Bool {
    if sides[Int(caller)].hedge != Task.none { return true }
    for index in 0..<Int(sides[Int(caller)].tryCount) {
      let other = openTry(index, of: caller)
      if other != Task.none, other != visit { return true }
    }
    return false
  }

  /// A copy has died: what its callers' mechanisms remember dies with it.
  @inline(never)
  mutating func forgetGuards(of copy: Int, silently: Bool) {
    let component = Int(copies[copy].component)
    if components[component].connections >= 0 { closePool(copy, silently: silently) }
    let local = copy - Int(components[component].firstCopy)
    if components[component].limiter >= 0, !components[component].limiterShared {
      refillAll(Int(components[component].limiter) + local)
    }
    for index in 0..<guards.count where Int(guards[index].from) == component {
      let run = guards[index]
      if run.breaker >= 0, !run.breakerShared { reset(breaker: Int(run.breaker) + local) }
      if run.limiter >= 0, !run.limiterShared { refillAll(Int(run.limiter) + local) }
    }
  }
}
