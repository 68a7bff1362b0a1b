// Calls whose answer cannot come: into a lost place, or to a store that waits for a leader.
//
// A caller with a time-out waits until then. One without waits as long as its user does: it is
// told when the request is over, answered or not, and its slot is free again. Work that was handed
// over has no user who waits, so its calls wait for ever.

extension Simulation {
  /// No answer can come for a visit, at least for now; the visit may be over or go on.
  @inline(never)
  mutating func fallSilent(_ visit: UInt32) {
    guard tasks[Int(visit)].kind == .visit, isAwaited(visit) else { return }
    let caller = tasks[Int(visit)].parent
    let block = tasks.base + Int(caller)
    // A consumer lets go of a broker that it does not reach; its messages stay there.
    if isFetch(visit, by: caller) { return breakSilence(caller, .crash) }
    guard block.pointee.kind != .user, block.pointee.state == .calling,
      block.pointee.ties & Tie.silence == 0, edges[Int(block.pointee.callEdge)].deadlineLane < 0,
      !isHandedOver(caller)
    else { return }
    if block.pointee.ties & Tie.guarded != 0, hasOtherTry(than: visit, caller) { return }
    let root = block.pointee.root
    guard tasks[Int(root)].generation == block.pointee.rootGeneration, isOpen(Int(root)) else {
      return breakSilence(caller)
    }
    let first =
      tasks[Int(root)].ties & Tie.listeners != 0 ? sides[Int(root)].listeners : Task.none
    sides[Int(caller)].earlier = Task.none
    sides[Int(caller)].later = first
    if first != Task.none { sides[Int(first)].earlier = caller }
    sides[Int(root)].listeners = caller
    tasks[Int(root)].ties |= Tie.listeners
    block.pointee.ties |= Tie.silence
  }

  /// Whether a task works on what was handed over, so that no user waits for it.
  func isHandedOver(_ task: UInt32) -> Bool {
    var present = task
    while true {
      let block = tasks.base + Int(present)
      switch block.pointee.kind {
      case .message: return true
      case .user, .request: return false
      case .visit, .leg, .member: break
      }
      let parent = block.pointee.parent
      if parent == Task.none { return true }
      if tasks[Int(parent)].generation != block.pointee.parentGeneration { return false }
      present = parent
    }
  }

  /// What a caller waits for can come after all.
  mutating func breakHush(of visit: UInt32) {
    guard tasks[Int(visit)].kind == .visit, isAwaited(visit) else { return }
    let caller = tasks[Int(visit)].parent
    if tasks[Int(caller)].ties & Tie.silence != 0 { unlinkSilent(caller) }
  }

  /// Takes a caller out of the list of its user's request.
  mutating func unlinkSilent(_ caller: UInt32) {
    let at = Int(caller)
    tasks[at].ties &= ~Tie.silence
    let earlier = sides[at].earlier
    let later = sides[at].later
    if later != Task.none { sides[Int(later)].earlier = earlier }
    if earlier != Task.none {
      sides[Int(earlier)].later = later
      return
    }
    let root = Int(tasks[at].root)
    sides[root].listeners = later
    if later == Task.none { tasks[root].ties &= ~Tie.listeners }
  }

  /// A user's request is over: who waits in silence for it waits no longer.
  @inline(never)
  mutating func endSilence(of root: UInt32) {
    while tasks[Int(root)].ties & Tie.listeners != 0 {
      let caller = sides[Int(root)].listeners
      unlinkSilent(caller)
      breakSilence(caller)
    }
  }

  /// Ends the call of a task that waits in silence, as its user has left where nothing else is
  /// said.
  private mutating func breakSilence(_ caller: UInt32, _ answer: Answer = .abandoned) {
    let herald = allocate()
    if herald == Task.none { return }
    let block = tasks.base + Int(herald)
    let from = tasks.base + Int(caller)
    block.pointee.kind = .visit
    block.pointee.parent = caller
    block.pointee.parentGeneration = from.pointee.generation
    block.pointee.ticket = from.pointee.open
    block.pointee.root = from.pointee.root
    block.pointee.rootGeneration = from.pointee.rootGeneration
    block.pointee.edge = from.pointee.callEdge
    block.pointee.copy = -1
    block.pointee.location = -1
    block.pointee.hasSlot = false
    block.pointee.isCounted = false
    block.pointee.messages = Task.none
    answerAtCaller(herald, answer)
  }

  /// Lets go of what holds on to a task that is over, and gives its block back.
  @inline(never)
  mutating func releaseTied(_ task: UInt32) {
    let block = tasks.base + Int(task)
    if block.pointee.ties & (Tie.silence | Tie.guarded) != 0 { settleCall(task, nil) }
    if block.pointee.ties & Tie.listeners != 0 { endSilence(of: task) }
    if block.pointee.ties & Tie.connection != 0 { giveConnection(task) }
    if block.pointee.ties & Tie.line != 0 { quitLine(task) }
    block.pointee.generation &+= 1
    block.pointee.open = 0
    if block.pointee.hasStrayEvent {
      block.pointee.state = .dead
      block.pointee.ties = Tie.event
      return
    }
    block.pointee.ties = 0
    block.pointee.state = .free
    block.pointee.next = freeTask
    freeTask = task
  }
}
