import Stochastics

extension Simulation {
  /// Moves without a delay after one event at which a run is given up: what goes round in no time
  /// would never let the clock go on.
  private static var movesPerInstant: Int { 20_000_000 }

  /// Runs to the end and returns what was measured.
  public consuming func run() -> RunResult {
    prepare()
    var looked: Int64 = -1
    while stop == nil {
      let event = heap.top()
      let arrival = arrivals.top()
      events &+= 1
      if Event.before(arrival, event) {
        now = arrival.time
        arrive(from: arrival.id)
      } else if event.time < .max {
        now = event.time
        heap.removeTop()
        take(event.id)
      } else {
        break
      }
      if !ready.isEmpty { drain() }
      if _slowPath(now >= end), countedOpen == 0, !isKeeping { stop = .time }
      if _slowPath(events >= eventLimit) { stop = .events }
      // Where so many events take no time, no time will ever pass.
      if _slowPath(events & 0xFF_FFFF == 0) {
        if now == looked { stop = .events }
        looked = now
      }
    }
    return finish()
  }

  @inline(__always)
  private mutating func take(_ id: Int) {
    if id < Identifier.lanes {
      wake(UInt32(truncatingIfNeeded: id))
    } else if id < Identifier.deadlines {
      popDelay(id &- Identifier.lanes)
    } else if id >= Identifier.controls {
      control(id &- Identifier.controls)
    } else if id >= Identifier.timers {
      timer(id &- Identifier.timers)
    } else {
      expire(id &- Identifier.deadlines)
    }
  }

  private mutating func timer(_ index: Int) {
    if index < rooms.count { roomTimer(index) } else { processorTimer(index &- rooms.count) }
  }

  /// Moves all that moves at this moment.
  @inline(__always)
  private mutating func drain() {
    var moves = 0
    while !ready.isEmpty {
      wake(ready.removeFirst())
      moves &+= 1
      if _slowPath(moves > Self.movesPerInstant) {
        stop = .events
        break
      }
    }
  }

  private mutating func prepare() {
    for (index, source) in sources.enumerated() { open(source, index) }
    startScaling()
    startPlatforms()
    openPresentSessions()
    addControl(.keepStarts, at: warmup)
    planWindows()
    addControl(.keepEnds, at: end)
    addControl(.cutOff, at: cutOff)
    for (index, fault) in faults.enumerated() {
      addControl(.faultBegins(index), at: fault.at)
      if fault.isTrigger, fault.at >= 0, firstFault < 0 || fault.at < firstFault {
        firstFault = fault.at
      }
    }
  }

  private mutating func open(_ source: SourceSpec, _ index: Int) {
    if source.arrivals != nil {
      if let first = arrivalStreams[index].next() {
        arrivals.push(Event(time: first, tag: nextTag(Priority.arrival, index)))
      }
      return
    }
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
  @inline(__always)
  mutating func scheduleLane(_ task: UInt32, delay: Int64) {
    let lane = delayLane(delay)
    let event = Event(time: now &+ delay, tag: nextTag(Priority.work, Int(task)))
    let waiting = delayLanes.base + lane
    if waiting.pointee.waiting.isEmpty {
      heap.push(Event(time: event.time, tag: laneTag(event.tag, lane)))
    }
    waiting.pointee.waiting.append(event)
  }

  /// The lane of a delay, by open addressing.
  @inline(__always)
  private mutating func delayLane(_ delay: Int64) -> Int {
    let mask = laneIndex.count &- 1
    var slot = Self.hash(delay) & mask
    while true {
      let lane = Int(laneIndex[slot])
      if _slowPath(lane < 0) { return addDelayLane(delay) }
      if delayLanes[lane].delay == delay { return lane }
      slot = (slot &+ 1) & mask
    }
  }

  /// Source: multiplicative hashing, Donald Knuth, "The Art of Computer Programming", volume 3,
  /// section 6.4.
  @inline(__always)
  private static func hash(_ delay: Int64) -> Int {
    Int(truncatingIfNeeded: (UInt64(bitPattern: delay) &* 0x9e37_79b9_7f4a_7c15) &>> 40)
  }

  @inline(__always)
  private func laneTag(_ tag: UInt64, _ lane: Int) -> UInt64 {
    (tag & ~Event.idMask) | UInt64(truncatingIfNeeded: Identifier.lanes &+ lane)
  }

  @inline(never)
  private mutating func addDelayLane(_ delay: Int64) -> Int {
    if delayLaneCount == delayLanes.count {
      let larger = Table<DelayLane>(uninitialized: delayLaneCount * 2)
      for index in 0..<delayLaneCount { larger[index] = delayLanes[index] }
      delayLanes.free()
      delayLanes = larger
    }
    (delayLanes.base + delayLaneCount).initialize(to: DelayLane(delay: delay))
    delayLaneCount += 1
    if 2 * delayLaneCount > laneIndex.count {
      let size = 2 * laneIndex.count
      laneIndex.free()
      laneIndex = Table(repeating: -1, count: size)
      for lane in 0..<(delayLaneCount - 1) { enterLane(lane) }
    }
    enterLane(delayLaneCount - 1)
    return delayLaneCount - 1
  }

  private func enterLane(_ lane: Int) {
    let mask = laneIndex.count - 1
    var slot = Self.hash(delayLanes[lane].delay) & mask
    while laneIndex[slot] >= 0 { slot = (slot + 1) & mask }
    laneIndex[slot] = Int32(lane)
  }

  @inline(__always)
  private mutating func popDelay(_ lane: Int) {
    let event = delayLanes[lane].waiting.removeFirst()
    if !delayLanes[lane].waiting.isEmpty {
      let next = delayLanes[lane].waiting.first
      heap.push(Event(time: next.time, tag: laneTag(next.tag, lane)))
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
  private func isStale(_ deadline: Deadline, _ lane: Int) -> Bool {
    let task = Int(deadline.task)
    if tasks[task].generation != deadline.generation { return true }
    if deadlineLanes[lane].endsWaits {
      return tasks[task].state != .waiting
        || tasks[task].began != deadline.time &- deadlineLanes[lane].length
    }
    return deadline.ticket != 0 && tasks[task].open != deadline.ticket
  }

  @inline(__always)
  private mutating func dropStale(_ lane: Int) {
    while !deadlineLanes[lane].armed.isEmpty, isStale(deadlineLanes[lane].armed.first, lane) {
      _ = deadlineLanes[lane].armed.removeFirst()
    }
  }

  private mutating func expire(_ lane: Int) {
    // The lane stays marked, so that what is armed meanwhile makes no event of its own.
    while true {
      dropStale(lane)
      if deadlineLanes[lane].armed.isEmpty { break }
      let first = deadlineLanes[lane].armed.first
      if first.time > now {
        push(time: first.time, priority: Priority.deadline, id: Identifier.deadlines &+ lane)
        return
      }
      _ = deadlineLanes[lane].armed.removeFirst()
      if deadlineLanes[lane].endsWaits {
        lapse(first.task)
      } else if first.ticket == 0 {
        abandon(first.task)
      } else if tasks[Int(first.task)].state == .held {
        outwaited(first.task)
      } else {
        callEnded(first.task, .timeout)
      }
      drain()
    }
    deadlineLanes[lane].isScheduled = false
  }

  /// The longest wait of a visit that has come into a waiting room.
  @inline(never)
  mutating func armWait(_ lane: Int, task: UInt32) { arm(lane, task: task) }

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
    if freeTask != Task.none {
      let task = freeTask
      freeTask = tasks[Int(task)].next
      return task
    }
    return allocateNew()
  }

  @inline(never)
  private mutating func allocateNew() -> UInt32 {
    guard taskCount < taskLimit else {
      stop = .requestsInFlight
      return Task.none
    }
    let task = taskCount
    taskCount &+= 1
    (tasks.base + task).initialize(to: Task())
    return UInt32(truncatingIfNeeded: task)
  }

  /// Gives a block back; one that an event still names waits for it first.
  @inline(__always)
  mutating func release(_ task: UInt32) {
    let block = tasks.base + Int(task)
    if _slowPath(block.pointee.ties != 0) { return releaseTied(task) }
    block.pointee.generation &+= 1
    block.pointee.open = 0
    block.pointee.state = .free
    block.pointee.next = freeTask
    freeTask = task
  }

  /// The event of a task that did not wait for it.
  @inline(never)
  mutating func takeStray(_ task: UInt32) {
    tasks[Int(task)].hasStrayEvent = false
    if tasks[Int(task)].state == .dead { release(task) }
  }
}
