import Stochastics

// What a caller does: sending, waiting, trying again.

extension Simulation {
  // MARK: Users

  /// A request arrives from a source.
  @inline(__always)
  mutating func arrive(from index: Int) {
    let shared = arrivalStreams[index].sharedKey
    if let next = arrivalStreams[index].next() {
      arrivals.replaceTop(Event(time: next, tag: nextTag(Priority.arrival, index)))
    } else {
      arrivals.removeTop()
    }
    if _slowPath(now >= end), countedOpen == 0 { return }
    if _slowPath(sourceStates[index].isSpecial) { return arriveSpecially(index, shared: shared) }
    let user = allocate()
    if user == Task.none { return }
    let operation = sourceStates[index].operation
    begin(user, operation: operation)
    if _slowPath(shared != 0) { shareKey(user, shared, index) }
    sendRequest(user, operation: operation)
  }

  /// The members of a batch are about one key.
  mutating func shareKey(_ user: UInt32, _ shared: UInt64, _ index: Int) {
    if shared != sourceStates[index].lastShared {
      sourceStates[index].lastShared = shared
      sourceStates[index].sharedKey = tasks[Int(user)].key
    }
    tasks[Int(user)].key = sourceStates[index].sharedKey
  }

  /// Makes a block the request of a user who has just arrived.
  @inline(__always)
  mutating func begin(_ user: UInt32, operation: Int) {
    let task = tasks.base + Int(user)
    task.pointee.kind = .user
    task.pointee.requested = now
    task.pointee.root = user
    task.pointee.rootGeneration = task.pointee.generation
    task.pointee.operation = UInt16(truncatingIfNeeded: operation)
    task.pointee.mask = 0
    if _slowPath(fillsSides) { beginSide(user, operation: operation) }
    task.pointee.copy = -1
    task.pointee.hasSlot = false
    task.pointee.messages = Task.none
    let run = operations.base + operation
    var place = Int(run.pointee.locationStart)
    if _slowPath(run.pointee.locationCount > 1) {
      let draw = streams[Int(run.pointee.stream)].uniform()
      let last = place &+ Int(run.pointee.locationCount) &- 1
      while place < last, locationShares[place].upTo <= draw { place &+= 1 }
    }
    task.pointee.location = Int16(truncatingIfNeeded: locationShares[place].location)
    if run.pointee.keys > 0 {
      drawKey(user, operation: operation, stream: Int(run.pointee.stream))
    } else if _slowPath(hasSessions) {
      task.pointee.key = 0  // none: that of a session is above 0
    }
    let counted = isKeeping
    task.pointee.isCounted = counted
    if counted {
      countedOpen &+= 1
      let tally = tallies.base + operation
      tally.pointee.arrivals &+= 1
      tally.pointee.arrivalSeries[tick] &+= 1
      task.pointee.tick = UInt16(truncatingIfNeeded: tick)
    }
    if _slowPath(probeCount > 0) { startProbes(user) }
  }

  @inline(never)
  private mutating func drawKey(_ user: UInt32, operation: Int, stream: Int) {
    guard let sampler = zipf[operation] else { return }
    tasks[Int(user)].key = UInt32(truncatingIfNeeded: sampler.draw(&streams[stream]))
  }

  @inline(__always)
  mutating func sendRequest(_ user: UInt32, operation: Int) {
    let run = operations.base + operation
    if run.pointee.patienceLane >= 0 { armPatience(Int(run.pointee.patienceLane), task: user) }
    if _fastPath(run.pointee.isDirect) {
      visitDirectly(user, operation: operation, edge: Int(run.pointee.edge))
    } else {
      startCall(user, edge: Int(run.pointee.edge))
    }
  }

  /// A user's request becomes its own visit to the entry.
  @inline(__always)
  private mutating func visitDirectly(_ user: UInt32, operation: Int, edge: Int) {
    let task = tasks.base + Int(user)
    let run = edges.base + edge
    task.pointee.kind = .request
    task.pointee.parent = user
    task.pointee.open = 0
    task.pointee.program = UInt16(
      truncatingIfNeeded: run.pointee.operation >= 0 ? Int(run.pointee.operation) : operation)
    task.pointee.edge = Int32(truncatingIfNeeded: edge)
    task.pointee.isWrite = run.pointee.isWrite
    task.pointee.dropped = 0
    states[Int(run.pointee.target)].called &+= 1
    send(user, edge: edge, caller: user)
  }

  // MARK: Calls

  /// Begins a call of a task: its first attempt.
  @inline(__always)
  mutating func startCall(_ caller: UInt32, edge: Int) {
    tasks[Int(caller)].repeats = 0
    if edges[edge].budget >= 0 { earn(caller, edge) }
    attempt(caller, edge: edge)
  }

  private func budgetIndex(_ caller: UInt32, _ edge: Int) -> Int {
    Int(edges[edge].budgetStart) + (edges[edge].budgetShared ? 0 : localCopy(caller))
  }

  /// The place of the caller's copy among its component's copies; 0 for users.
  @inline(__always)
  func localCopy(_ caller: UInt32) -> Int {
    let copy = Int(tasks[Int(caller)].copy)
    if copy < 0 { return 0 }
    return copy &- Int(components[Int(copies[copy].component)].firstCopy)
  }

  @inline(never)
  private mutating func earn(_ caller: UInt32, _ edge: Int) {
    let index = budgetIndex(caller, edge)
    budgets[index] = min(10, budgets[index] + edges[edge].budget)
  }

  /// One attempt of a call.
  mutating func attempt(_ caller: UInt32, edge: Int) {
    let at = Int(caller)
    tasks[at].tickets &+= 1
    if tasks[at].tickets == 0 { tasks[at].tickets = 1 }
    tasks[at].open = tasks[at].tickets
    tasks[at].callEdge = Int32(truncatingIfNeeded: edge)
    tasks[at].state = .calling
    let run = edges[edge]
    if run.deadlineLane >= 0 { arm(Int(run.deadlineLane), task: caller) }
    if _slowPath(run.needsCare) { return attemptWithCare(caller, edge: edge) }
    let visit = allocate()
    if visit == Task.none { return }
    fill(visit, caller: caller, edge: edge)
    states[Int(run.target)].called &+= 1
    send(visit, edge: edge, caller: caller)
  }

  /// Hands work over without waiting for an answer.
  mutating func sendAndForget(_ caller: UInt32, edge: Int) {
    let visit = allocate()
    if visit == Task.none { return }
    fill(visit, caller: caller, edge: edge)
    tasks[Int(visit)].parent = Task.none
    states[Int(edges[edge].target)].called &+= 1
    send(visit, edge: edge, caller: caller)
  }

  @inline(__always)
  mutating func fill(_ visit: UInt32, caller: UInt32, edge: Int) {
    let from = tasks.base + Int(caller)
    let run = edges.base + edge
    let task = tasks.base + Int(visit)
    task.pointee.kind = .visit
    task.pointee.parent = caller
    task.pointee.parentGeneration = from.pointee.generation
    task.pointee.ticket = from.pointee.open
    task.pointee.root = from.pointee.root
    task.pointee.rootGeneration = from.pointee.rootGeneration
    task.pointee.key = from.pointee.key
    task.pointee.operation = from.pointee.operation
    if run.pointee.operation >= 0 {
      task.pointee.program = UInt16(truncatingIfNeeded: run.pointee.operation)
    } else {
      task.pointee.program =
        from.pointee.kind == .user ? from.pointee.operation : from.pointee.program
    }
    task.pointee.isCounted = from.pointee.isCounted
    task.pointee.edge = Int32(truncatingIfNeeded: edge)
    task.pointee.isWrite = run.pointee.isWrite
    task.pointee.hasSlot = false
    task.pointee.location = from.pointee.copy >= 0 ? -1 : from.pointee.location
    task.pointee.messages = Task.none
    task.pointee.mask = 0
    task.pointee.dropped = 0
    if _slowPath(fillsSides) { fillSide(visit, from: caller) }
  }

  /// Where a task is: its copy's location, or its user's.
  @inline(__always)
  func place(_ task: UInt32) -> Int {
    let copy = Int(tasks[Int(task)].copy)
    return copy >= 0 ? Int(copies[copy].location) : Int(tasks[Int(task)].location)
  }

  /// Chooses a copy and puts the visit on its way.
  @inline(__always)
  mutating func send(_ visit: UInt32, edge: Int, caller: UInt32) {
    let from = place(caller)
    let only = Int(edges[edge].onlyCopy)
    let chosen =
      only >= 0 && troubles.separations == 0
      ? (copies[only].isNoticed ? -1 : only)
      : chooseCopy(
        visit, Int(edges[edge].target), from: from,
        turn: Int(edges[edge].turnStart) &+ localCopy(caller))
    tasks[Int(visit)].copy = Int32(truncatingIfNeeded: chosen)
    if chosen < 0 {
      // Every copy is noticed dead: nothing to connect to.
      tasks[Int(visit)].copy = -1
      tasks[Int(visit)].location = Int16(truncatingIfNeeded: from)
      answerAtCaller(visit, .crash)
      return
    }
    if locationCount > 1, deadLocations[from] > 0 || deadLocations[Int(copies[chosen].location)] > 0
    {
      strand(visit)  // the message is gone
      return
    }
    travel(visit, edge: edge, from: from, to: Int(copies[chosen].location), back: false)
  }

  /// Moves a task over the network, at once where that takes no time.
  @inline(__always)
  mutating func travel(_ visit: UInt32, edge: Int, from: Int, to: Int, back: Bool) {
    let run = edges.base + edge
    tasks[Int(visit)].state = back ? .returning : .travelling
    var delay = run.pointee.constantLatency
    if from != to {
      let path = from &* locationCount &+ to
      let bytes = back ? run.pointee.bytesBack : run.pointee.bytesOut
      delay &+= delays[path] &+ transfer(visit, path: path, bytes: bytes)
      if _slowPath(troubles.separations > 0), isCut(from, to) { return strand(visit) }
    }
    if _slowPath(run.pointee.latency >= 0) {
      if run.pointee.link >= 0 {
        return travelInTrouble(visit, edge: edge, delay: delay, back: back)
      }
      delay &+= latencies[Int(run.pointee.latency)].draw(
        &streams[Int(run.pointee.stream)], ziggurat)
      if delay > 0 { return schedule(visit, at: now &+ delay) }
    }
    if delay > 0 { return scheduleLane(visit, delay: delay) }
    // At once, unless what moves at this moment is deep already.
    guard depth < Self.depthLimit else { return ready.append(visit) }
    depth &+= 1
    if back { deliver(visit) } else { reach(visit) }
    depth &-= 1
  }

  /// Moves without a delay that may stand inside one another; what goes deeper waits its turn.
  @inline(__always)
  static var depthLimit: Int { 16 }

  // MARK: The end of a call

  /// An attempt of a task's call has ended.
  @inline(__always)
  mutating func callEnded(_ caller: UInt32, _ answer: Answer) {
    let task = tasks.base + Int(caller)
    if _slowPath(task.pointee.ties & (Tie.guarded | Tie.silence) != 0) {
      settleCall(caller, answer)
    }
    task.pointee.open = 0
    if _slowPath(answer != .ok) { return retryOrFail(caller, answer) }
    if task.pointee.kind == .user { return endRequest(caller, .ok) }
    task.pointee.pc &+= 1
    task.pointee.state = .working
    step(caller)
  }

  @inline(never)
  private mutating func retryOrFail(_ caller: UInt32, _ answer: Answer) {
    let at = Int(caller)
    let edge = Int(tasks[at].callEdge)
    let run = edges[edge]
    let repeats = tasks[at].repeats
    if repeats < run.retryMax, !troubles.stopsRetries, run.retryFamilies & answer.retryBit != 0,
      spend(caller, edge)
    {
      tasks[at].repeats = repeats &+ 1
      var wait = Double(run.retryWait)
      for _ in 0..<repeats { wait *= run.retryFactor }
      if run.retryJitter { wait *= streams[Int(run.stream)].uniform() }
      tasks[at].state = .pausing
      schedule(caller, at: saturated(now, Int64(min(wait, 4e18))))
      return
    }
    if hasFallbacks, answer != .abandoned, fallBack(caller, edge) { return }
    if run.isFetch { fetchFailed(caller, answer) }
    fail(caller, answer)
  }

  /// Goes on with what a program says for the case that its call fails; false where it says
  /// nothing.
  private mutating func fallBack(_ caller: UInt32, _ edge: Int) -> Bool {
    let block = tasks.base + Int(caller)
    let pc = Int(block.pointee.pc)
    // The call of a user, and the fetch of a message, stand in no program.
    guard block.pointee.kind != .user, pc >= 0, program[pc].code == .call,
      Int(program[pc].a) == edge, program[pc].b > 0
    else { return false }
    block.pointee.pc = program[pc].b
    block.pointee.state = .working
    step(caller)
    return true
  }

  private mutating func spend(_ caller: UInt32, _ edge: Int) -> Bool {
    if edges[edge].budget < 0 { return true }
    let index = budgetIndex(caller, edge)
    if budgets[index] < 1 { return false }
    budgets[index] -= 1
    return true
  }

  /// A task cannot go on: a user's request ends, a visit answers with the cause.
  mutating func fail(_ task: UInt32, _ answer: Answer) {
    switch tasks[Int(task)].kind {
    case .user: endRequest(task, answer)
    case .visit, .request, .message: finishVisit(task, answer)
    case .leg: finishLeg(task, answer)
    case .member: finishMember(task, answer)
    }
  }

  /// The user's patience ran out: what it asked for goes on, in vain.
  mutating func abandon(_ user: UInt32) {
    let task = tasks.base + Int(user)
    switch task.pointee.kind {
    case .user:
      if task.pointee.state == .pausing { task.pointee.hasStrayEvent = true }
      endRequest(user, .abandoned)
    case .request:
      count(user, .abandoned)
      let source = task.pointee.messages
      task.pointee.kind = .visit
      task.pointee.messages = Task.none
      task.pointee.parentGeneration = task.pointee.generation &- 1  // nobody waits for it
      if task.pointee.ties & Tie.listeners != 0 { endSilence(of: user) }
      if source != Task.none { comeAgain(source, .abandoned) }
    case .visit, .leg, .member, .message: break
    }
  }

  /// A user's request is over.
  @inline(__always)
  mutating func endRequest(_ user: UInt32, _ answer: Answer) {
    let source = tasks[Int(user)].messages
    count(user, answer)
    release(user)
    if _slowPath(source != Task.none) { comeAgain(source, answer) }
  }

  /// Counts the end of a user's request.
  @inline(__always)
  private mutating func count(_ user: UInt32, _ answer: Answer) {
    let task = tasks.base + Int(user)
    guard task.pointee.isCounted else { return }
    let operation = Int(task.pointee.operation)
    let tally = tallies.base + operation
    let owed = operations[operation].obligations
    countedOpen &-= 1
    if _slowPath(watchesEnds) { watchEnd(user, answer, owed: owed) }
    guard answer == .ok, task.pointee.mask & owed == owed else {
      return tally.pointee.count(answer == .ok ? .obligationUnmet : answer)
    }
    if _slowPath(hasFallbacks), sides[Int(user)].lesser != 0 { return countLesser(user) }
    tally.pointee.count(.ok)
    if _slowPath(task.pointee.mask & Task.sawOldData != 0) { tally.pointee.sawOldData &+= 1 }
    let latency = now &- task.pointee.requested
    tally.pointee.latencySum += Double(latency)
    if latency > tally.pointee.latencyMax { tally.pointee.latencyMax = latency }
    tally.pointee.latencies.record(latency)
    tally.pointee.fullSeries[Int(task.pointee.tick)] &+= 1
  }
}
