import Stochastics

// What a caller does: sending, waiting, trying again.

extension Simulation {
  // MARK: Users

  /// A request arrives from a source.
  @inline(__always)
  mutating func arrive(from index: Int) {
    guard let box = streamsOfSources[index].stream else { return }
    let operation = streamsOfSources[index].operation
    let shared = box.stream.sharedKey
    // The next arrival takes the place of this one in the heap: one sift instead of two.
    if let next = box.stream.next() {
      heap.replaceTop(
        Event(time: next, tag: nextTag(Priority.arrival, Identifier.sources &+ index)))
    } else {
      heap.pop()
    }
    if now >= end, countedOpen == 0 { return }
    let user = allocate()
    if user == Task.none { return }
    begin(user, operation: operation)
    if shared != 0 {
      if shared != streamsOfSources[index].lastShared {
        streamsOfSources[index].lastShared = shared
        streamsOfSources[index].sharedKey = tasks[Int(user)].key
      }
      tasks[Int(user)].key = streamsOfSources[index].sharedKey
    }
    sendRequest(user)
  }

  /// Makes a block the request of a user who has just arrived.
  @inline(__always)
  mutating func begin(_ user: UInt32, operation: Int) {
    let at = Int(user)
    tasks[at].kind = .user
    tasks[at].arrived = now
    tasks[at].root = user
    tasks[at].rootGeneration = tasks[at].generation
    tasks[at].operation = UInt16(truncatingIfNeeded: operation)
    tasks[at].mask = 0
    tasks[at].copy = -1
    tasks[at].hasSlot = false
    tasks[at].messages = Task.none
    let run = operations[operation]
    var location: Int32 = 0
    if run.locationCount > 1 {
      let draw = streams[Int(run.stream)].uniform()
      var place = Int(run.locationStart)
      let last = place &+ Int(run.locationCount) &- 1
      while place < last, locationShares[place].upTo <= draw { place &+= 1 }
      location = locationShares[place].location
    } else {
      location = locationShares[Int(run.locationStart)].location
    }
    tasks[at].location = Int16(truncatingIfNeeded: location)
    if run.keys > 0 { drawKey(user, operation: operation, stream: Int(run.stream)) }
    let counted = isKeeping
    tasks[at].isCounted = counted
    if counted {
      countedOpen &+= 1
      tallies[operation].arrivals &+= 1
      tallies[operation].arrivalSeries[tick] &+= 1
    }
    if probeCount > 0 { startProbes(user) }
  }

  @inline(never)
  private mutating func drawKey(_ user: UInt32, operation: Int, stream: Int) {
    guard let sampler = zipf[operation] else { return }
    tasks[Int(user)].key = UInt32(truncatingIfNeeded: sampler.draw(&streams[stream]))
  }

  @inline(__always)
  mutating func sendRequest(_ user: UInt32) {
    let run = operations[Int(tasks[Int(user)].operation)]
    if run.patienceLane >= 0 { armPatience(Int(run.patienceLane), task: user) }
    startCall(user, edge: Int(run.edge))
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
  private func localCopy(_ caller: UInt32) -> Int {
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
  private mutating func fill(_ visit: UInt32, caller: UInt32, edge: Int) {
    let from = tasks[Int(caller)]
    let run = edges[edge]
    let at = Int(visit)
    tasks[at].kind = .visit
    tasks[at].parent = caller
    tasks[at].parentGeneration = from.generation
    tasks[at].ticket = from.open
    tasks[at].root = from.root
    tasks[at].rootGeneration = from.rootGeneration
    tasks[at].key = from.key
    tasks[at].operation = from.operation
    tasks[at].program =
      run.operation >= 0 ? UInt16(truncatingIfNeeded: run.operation) : from.program
    if from.kind == .user, run.operation < 0 { tasks[at].program = from.operation }
    tasks[at].isCounted = from.isCounted
    tasks[at].edge = Int32(truncatingIfNeeded: edge)
    tasks[at].isWrite = run.isWrite
    tasks[at].hasSlot = false
    tasks[at].location = from.copy >= 0 ? -1 : from.location
    tasks[at].messages = Task.none
    tasks[at].mask = 0
    tasks[at].dropped = 0
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
    let target = Int(edges[edge].target)
    let chosen = chooseCopy(
      visit, target, from: from, turn: Int(edges[edge].turnStart) &+ localCopy(caller))
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
      release(visit)  // the message is gone
      return
    }
    travel(visit, edge: edge, from: from, to: Int(copies[chosen].location), back: false)
  }

  /// Moves a task over the network, at once where that takes no time.
  @inline(__always)
  mutating func travel(_ task: UInt32, edge: Int, from: Int, to: Int, back: Bool) {
    var delay = edges[edge].constantLatency
    if edges[edge].latency >= 0 {
      delay &+= latencies[Int(edges[edge].latency)].draw(
        &streams[Int(edges[edge].stream)], ziggurat)
    }
    if from != to {
      let path = from &* locationCount &+ to
      let bytes = back ? edges[edge].bytesBack : edges[edge].bytesOut
      delay &+= delays[path] &+ Int64(perByte[path] * bytes + 0.5)
    }
    tasks[Int(task)].state = back ? .returning : .travelling
    if delay == 0 {
      ready.append(task)
    } else if edges[edge].latency >= 0 {
      schedule(task, at: now &+ delay)
    } else {
      scheduleLane(task, delay: delay)
    }
  }

  // MARK: The end of a call

  /// An attempt of a task's call has ended, or the pause before the next one has to begin.
  @inline(__always)
  mutating func callEnded(_ caller: UInt32, _ answer: Answer) {
    tasks[Int(caller)].open = 0
    if _fastPath(answer == .ok) {
      if tasks[Int(caller)].kind == .user {
        endRequest(caller, .ok)
      } else {
        tasks[Int(caller)].pc &+= 1
        tasks[Int(caller)].state = .working
        step(caller)
      }
      return
    }
    retryOrFail(caller, answer)
  }

  @inline(never)
  private mutating func retryOrFail(_ caller: UInt32, _ answer: Answer) {
    let at = Int(caller)
    let edge = Int(tasks[at].callEdge)
    let run = edges[edge]
    let repeats = tasks[at].repeats
    if repeats < run.retryMax, run.retryFamilies & answer.retryBit != 0, spend(caller, edge) {
      tasks[at].repeats = repeats &+ 1
      var wait = Double(run.retryWait)
      for _ in 0..<repeats { wait *= run.retryFactor }
      if run.retryJitter { wait *= streams[Int(run.stream)].uniform() }
      tasks[at].state = .pausing
      schedule(caller, at: now &+ Int64(min(wait, 4e18)))
      return
    }
    fail(caller, answer)
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
    case .visit, .message: finishVisit(task, answer)
    case .leg: finishLeg(task, answer)
    case .member: finishMember(task, answer)
    }
  }

  /// The user's patience ran out.
  mutating func abandon(_ user: UInt32) {
    guard tasks[Int(user)].kind == .user else { return }
    let wasPausing = tasks[Int(user)].state == .pausing
    endRequest(user, .abandoned, hasEvent: wasPausing)
  }

  /// A user's request is over.
  mutating func endRequest(_ user: UInt32, _ answer: Answer, hasEvent: Bool = false) {
    let at = Int(user)
    let operation = Int(tasks[at].operation)
    var answer = answer
    let owed = operations[operation].obligations
    if answer == .ok, tasks[at].mask & owed != owed { answer = .obligationUnmet }
    if tasks[at].isCounted {
      countedOpen &-= 1
      tallies[operation].count(answer)
      if answer == .ok {
        let latency = now &- tasks[at].arrived
        tallies[operation].latencySum += Double(latency)
        if latency > tallies[operation].latencyMax { tallies[operation].latencyMax = latency }
        tallies[operation].record(latency)
        tallies[operation].fullSeries[stepOf(tasks[at].arrived)] &+= 1
      }
    }
    let source = tasks[at].messages
    if hasEvent {
      tasks[at].generation &+= 1
      tasks[at].state = .dead
    } else {
      release(user)
    }
    if source != Task.none { thinkAgain(Int(source)) }
  }

  @inline(__always)
  private func stepOf(_ time: Int64) -> Int {
    let index = Int((time &- warmup) / step)
    return index < 0 ? 0 : (index >= steps ? steps &- 1 : index)
  }

  /// A closed user begins to think.
  private mutating func thinkAgain(_ source: Int) {
    if now >= end, countedOpen == 0 { return }
    let user = allocate()
    guard user != Task.none, let think = streamsOfSources[source].think else { return }
    let operation = streamsOfSources[source].operation
    tasks[Int(user)].kind = .user
    tasks[Int(user)].operation = UInt16(operation)
    tasks[Int(user)].state = .thinking
    tasks[Int(user)].messages = UInt32(source)
    tasks[Int(user)].isCounted = false
    let stream = Int(operations[operation].stream)
    schedule(user, at: now &+ think.draw(&streams[stream], ziggurat))
  }
}
