import Stochastics

extension Simulation {
  /// Moves without a delay after one event at which a run is given up: what goes round in no time
  /// would never let the clock go on.
  private static var movesPerInstant: Int { 20_000_000 }

  /// Runs to the end and returns what was measured.
  public consuming func run() -> RunResult {
    prepare()
    while stop == nil, !heap.isEmpty {
      let event = heap.top
      now = event.time
      events &+= 1
      let id = event.id
      if id < Identifier.lanes {
        heap.pop()
        wake(UInt32(truncatingIfNeeded: id))
      } else if id < Identifier.deadlines {
        popDelay(id &- Identifier.lanes)
      } else if id >= Identifier.controls {
        heap.pop()
        control(id &- Identifier.controls)
      } else if id >= Identifier.sources {
        arrive(from: id &- Identifier.sources)
      } else {
        heap.pop()
        expire(id &- Identifier.deadlines)
      }
      var moves = 0
      while !ready.isEmpty {
        resumeReady()
        moves &+= 1
        if _slowPath(moves > Self.movesPerInstant) {
          stop = .events
          break
        }
      }
      if _slowPath(now >= end), countedOpen == 0, !isKeeping { stop = .time }
      if _slowPath(events >= eventLimit) { stop = .events }
    }
    return finish()
  }

  private mutating func prepare() {
    for (index, source) in sources.enumerated() { open(source, index) }
    addControl(.keepStarts, at: warmup)
    addControl(.keepEnds, at: end)
    if cutOff < .max { addControl(.cutOff, at: cutOff) }
    for (index, fault) in faults.enumerated() {
      addControl(.faultBegins(index), at: fault.at)
      if fault.at >= 0, firstFault < 0 || fault.at < firstFault { firstFault = fault.at }
    }
  }

  private mutating func open(_ source: SourceSpec, _ index: Int) {
    var state = SourceState(
      stream: nil, operation: source.operation, think: source.think)
    if let arrivals = source.arrivals {
      let box = ArrivalStreamBox(ArrivalStream(arrivals, seed: seed, name: source.name))
      state.stream = box
      streamsOfSources.append(state)
      if let first = box.stream.next() {
        push(time: first, priority: Priority.arrival, id: Identifier.sources + index)
      }
      return
    }
    streamsOfSources.append(state)
    guard let think = source.think else { return }
    var random = RandomStream(seed: seed, name: "think/\(source.name)")
    for _ in 0..<source.users {
      let user = allocate()
      guard user != Task.none else { return }
      tasks[Int(user)].kind = .user
      tasks[Int(user)].operation = UInt16(source.operation)
      tasks[Int(user)].state = .thinking
      tasks[Int(user)].messages = UInt32(index)
      schedule(user, at: think.draw(&random, ziggurat))
    }
  }

  // MARK: Scheduling

  @inline(__always)
  mutating func nextTag(_ priority: UInt64, _ id: Int) -> UInt64 {
    sequence &+= Event.sequenceStep
    return (priority &<< Event.priorityShift) &+ sequence &+ UInt64(truncatingIfNeeded: id)
  }

  @inline(__always)
  mutating func push(time: Int64, priority: UInt64, id: Int) {
    heap.push(Event(time: time, tag: nextTag(priority, id)))
  }

  /// Schedules the next thing a task does.
  @inline(__always)
  mutating func schedule(_ task: UInt32, at time: Int64) {
    push(time: time, priority: Priority.work, id: Int(task))
  }

  /// Schedules a task after a delay that many share.
  mutating func scheduleLane(_ task: UInt32, delay: Int64) {
    var index = 0
    while index < delayLaneCount, delayLanes[index].delay != delay { index &+= 1 }
    if index == delayLaneCount { addDelayLane(delay) }
    let event = Event(time: now &+ delay, tag: nextTag(Priority.work, Int(task)))
    if delayLanes[index].waiting.isEmpty {
      heap.push(Event(time: event.time, tag: laneTag(event.tag, index)))
    }
    delayLanes[index].waiting.append(event)
  }

  @inline(__always)
  private func laneTag(_ tag: UInt64, _ lane: Int) -> UInt64 {
    (tag & ~Event.idMask) | UInt64(truncatingIfNeeded: Identifier.lanes &+ lane)
  }

  @inline(never)
  private mutating func addDelayLane(_ delay: Int64) {
    if delayLaneCount == delayLanes.count {
      let larger = Table<DelayLane>(uninitialized: delayLaneCount * 2)
      for index in 0..<delayLaneCount { larger[index] = delayLanes[index] }
      delayLanes.free()
      delayLanes = larger
    }
    delayLanes[delayLaneCount] = DelayLane(delay: delay)
    delayLaneCount += 1
  }

  @inline(__always)
  private mutating func popDelay(_ lane: Int) {
    let event = delayLanes[lane].waiting.removeFirst()
    if delayLanes[lane].waiting.isEmpty {
      heap.pop()
    } else {
      let next = delayLanes[lane].waiting.first
      heap.replaceTop(Event(time: next.time, tag: laneTag(next.tag, lane)))
    }
    wake(UInt32(truncatingIfNeeded: event.id))
  }

  // MARK: Time-outs

  @inline(__always)
  mutating func arm(_ lane: Int, task: UInt32) {
    dropStale(lane)
    let time = now &+ deadlineLanes[lane].length
    deadlineLanes[lane].armed.append(
      Deadline(
        time: time, task: task, generation: tasks[Int(task)].generation,
        ticket: tasks[Int(task)].open))
    if !deadlineLanes[lane].isScheduled {
      deadlineLanes[lane].isScheduled = true
      push(time: time, priority: Priority.deadline, id: Identifier.deadlines &+ lane)
    }
  }

  @inline(__always)
  private func isStale(_ deadline: Deadline) -> Bool {
    let task = Int(deadline.task)
    if tasks[task].generation != deadline.generation { return true }
    return deadline.ticket != 0 && tasks[task].open != deadline.ticket
  }

  @inline(__always)
  private mutating func dropStale(_ lane: Int) {
    while !deadlineLanes[lane].armed.isEmpty, isStale(deadlineLanes[lane].armed.first) {
      _ = deadlineLanes[lane].armed.removeFirst()
    }
  }

  private mutating func expire(_ lane: Int) {
    deadlineLanes[lane].isScheduled = false
    while true {
      dropStale(lane)
      if deadlineLanes[lane].armed.isEmpty { return }
      let first = deadlineLanes[lane].armed.first
      if first.time > now {
        deadlineLanes[lane].isScheduled = true
        push(time: first.time, priority: Priority.deadline, id: Identifier.deadlines &+ lane)
        return
      }
      _ = deadlineLanes[lane].armed.removeFirst()
      if first.ticket == 0 {
        abandon(first.task)
      } else {
        callEnded(first.task, .timeout)
      }
      while !ready.isEmpty { resumeReady() }
    }
  }

  /// A user's patience, with ticket 0: it covers all attempts.
  mutating func armPatience(_ lane: Int, task: UInt32) {
    let open = tasks[Int(task)].open
    tasks[Int(task)].open = 0
    arm(lane, task: task)
    tasks[Int(task)].open = open
  }

  // MARK: Memory of tasks

  @inline(__always)
  mutating func allocate() -> UInt32 {
    inFlight &+= 1
    if inFlight > peakInFlight { peakInFlight = inFlight }
    if freeTask != Task.none {
      let task = freeTask
      freeTask = tasks[Int(task)].next
      return task
    }
    if _slowPath(taskCount == taskCapacity), !growTasks() { return Task.none }
    let task = UInt32(truncatingIfNeeded: taskCount)
    taskCount &+= 1
    return task
  }

  @inline(never)
  private mutating func growTasks() -> Bool {
    guard taskCapacity < taskLimit else {
      stop = .requestsInFlight
      return false
    }
    let capacity = min(taskLimit, taskCapacity * 2)
    let larger = Table(repeating: Task(), count: capacity)
    for index in 0..<taskCount { larger[index] = tasks[index] }
    tasks.free()
    tasks = larger
    if probeCount > 0 {
      let times = Table(repeating: Int64(-1), count: capacity * probeCount)
      for index in 0..<(taskCount * probeCount) { times[index] = probeTimes[index] }
      probeTimes.free()
      probeTimes = times
    }
    taskCapacity = capacity
    return true
  }

  @inline(__always)
  mutating func release(_ task: UInt32) {
    inFlight &-= 1
    tasks[Int(task)].generation &+= 1
    tasks[Int(task)].state = .free
    tasks[Int(task)].open = 0
    tasks[Int(task)].next = freeTask
    freeTask = task
  }
}
