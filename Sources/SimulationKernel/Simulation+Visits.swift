import Stochastics

// What happens at a copy: arriving, waiting, working, going through the program.

extension Simulation {
  /// The event of a task.
  @inline(__always)
  mutating func wake(_ task: UInt32) {
    switch tasks[Int(task)].state {
    case .working: workDone(task)
    case .travelling: reach(task)
    case .returning: deliver(task)
    case .pausing: attempt(task, edge: Int(tasks[Int(task)].callEdge))
    case .thinking: startThinker(task)
    case .dead: release(task)
    case .free, .waiting, .calling, .forked, .parked:
      assertionFailure("an event for a task that waits for something else")
    }
  }

  /// Takes the next task whose delay was zero.
  @inline(__always)
  mutating func resumeReady() { wake(ready.removeFirst()) }

  private mutating func startThinker(_ user: UInt32) {
    let source = tasks[Int(user)].messages
    begin(user, operation: Int(tasks[Int(user)].operation))
    tasks[Int(user)].messages = source
    sendRequest(user)
  }

  // MARK: Arriving

  /// A visit has come to its copy.
  @inline(__always)
  mutating func reach(_ visit: UInt32) {
    let at = Int(visit)
    let copy = Int(tasks[at].copy)
    tasks[at].arrived = now
    let component = Int(copies[copy].component)
    if tasks[at].kind == .member {
      if copies[copy].isDead { return dropMember(visit) }
      tasks[at].pc = handler(component, visit)
      return enter(visit, copy, component)
    }
    if components[component].isLed, !reachLed(visit, component) { return }
    if _slowPath(components[component].balance == .central) { chooseOnArrival(visit, component) }
    if _slowPath(copies[Int(tasks[at].copy)].isDead) {
      if copies[Int(tasks[at].copy)].isSilent { return release(visit) }
      return answer(visit, .crash)
    }
    tasks[at].pc = handler(component, visit)
    enter(visit, Int(tasks[at].copy), component)
  }

  /// Behind one waiting room it is on arrival that a free copy takes a request.
  @inline(never)
  private mutating func chooseOnArrival(_ visit: UInt32, _ component: Int) {
    guard components[component].copyCount > 1 else { return }
    let group = groups[Int(copies[Int(tasks[Int(visit)].copy)].group)]
    let chosen = forCentral(group)
    if chosen >= 0, !copies[chosen].isDead {
      tasks[Int(visit)].copy = Int32(truncatingIfNeeded: chosen)
    }
  }

  @inline(__always)
  func handler(_ component: Int, _ visit: UInt32) -> Int32 {
    let row = component &* operationCount &+ Int(tasks[Int(visit)].program)
    return handlers[row &* 2 &+ (tasks[Int(visit)].isWrite ? 1 : 0)]
  }

  /// Takes a slot, or a place in the waiting room, or is refused.
  @inline(__always)
  mutating func enter(_ task: UInt32, _ copy: Int, _ component: Int) {
    let slots = components[component].slots
    if slots < 0 || copies[copy].busy < slots {
      takeSlot(task, copy)
      begin(task, component)
      return
    }
    let limit = components[component].queueLimit
    if limit >= 0, copies[copy].waiting >= limit {
      states[component].refused &+= 1
      return turnAway(task, .queueFull)
    }
    tasks[Int(task)].state = .waiting
    tasks[Int(task)].next = Task.none
    if copies[copy].tail == Task.none {
      copies[copy].head = task
    } else {
      tasks[Int(copies[copy].tail)].next = task
    }
    copies[copy].tail = task
    copies[copy].waiting &+= 1
    copies[copy].waitingTime &-= now
    if copies[copy].waiting > copies[copy].queueMax {
      copies[copy].queueMax = copies[copy].waiting
    }
  }

  private mutating func turnAway(_ task: UInt32, _ reason: Answer) {
    if tasks[Int(task)].kind == .member { return memberAnswered(task, reason) }
    answer(task, reason)
  }

  @inline(__always)
  mutating func takeSlot(_ task: UInt32, _ copy: Int) {
    tasks[Int(task)].hasSlot = true
    copies[copy].busy &+= 1
    copies[copy].busyTime &-= now
  }

  /// Gives a slot back and lets the next one in.
  @inline(__always)
  mutating func giveSlot(_ task: UInt32) {
    if !tasks[Int(task)].hasSlot { return }
    tasks[Int(task)].hasSlot = false
    let copy = Int(tasks[Int(task)].copy)
    copies[copy].busy &-= 1
    copies[copy].busyTime &+= now
    let next = copies[copy].head
    if next != Task.none {
      takeNext(next, from: copy, to: copy)
    } else {
      lookForWork(copy)
    }
  }

  @inline(__always)
  private mutating func takeNext(_ next: UInt32, from room: Int, to copy: Int) {
    copies[room].head = tasks[Int(next)].next
    if copies[room].head == Task.none { copies[room].tail = Task.none }
    copies[room].waiting &-= 1
    copies[room].waitingTime &+= now
    tasks[Int(next)].copy = Int32(truncatingIfNeeded: copy)
    takeSlot(next, copy)
    begin(next, Int(copies[copy].component))
  }

  /// A copy without a waiting room of its own has a free slot: a shared room, or messages.
  @inline(__always)
  private mutating func lookForWork(_ copy: Int) {
    let component = Int(copies[copy].component)
    if components[component].balance == .central, components[component].copyCount > 1 {
      let group = groups[Int(copies[copy].group)]
      for index in 0..<group.count {
        let other = group.first &+ index
        if copies[other].head != Task.none, !copies[other].isDead {
          return takeNext(copies[other].head, from: other, to: copy)
        }
      }
    }
    if components[component].consumesCount > 0 { pull(component) }
  }

  /// Begins the program of a task that has its slot.
  @inline(__always)
  mutating func begin(_ task: UInt32, _ component: Int) {
    tasks[Int(task)].state = .working
    if probeCount > 0, components[component].probesEntered != 0 {
      touch(components[component].probesEntered, task)
    }
    step(task)
  }

  // MARK: Working

  /// Busy time by the sampler of a `work` instruction.
  @inline(__always)
  private mutating func startWork(_ task: UInt32, sampler: Int) {
    let at = Int(task)
    let copy = Int(tasks[at].copy)
    tasks[at].began = now
    tasks[at].state = .working
    let stream = 2 &* Int(copies[copy].component)
    var duration = samplers[sampler].draw(&streams[stream], ziggurat)
    if copies[copy].slowness != 1 {
      duration = Int64(min(9e17, Double(duration) * copies[copy].slowness))
    } else if samplers[sampler].isConstant, duration > 0 {
      return scheduleLane(task, delay: duration)
    }
    if duration == 0 {
      ready.append(task)
    } else {
      schedule(task, at: now &+ duration)
    }
  }

  /// A task's busy time is over.
  @inline(__always)
  mutating func workDone(_ task: UInt32) {
    let at = Int(task)
    let copy = Int(tasks[at].copy)
    let component = Int(copies[copy].component)
    states[component].served &+= 1
    if tasks[at].isCounted { account(task, component) }
    if tasks[at].kind == .visit, tasks[at].parent != Task.none, !isAwaited(task) {
      states[component].servedInVain &+= 1
    }
    if tasks[at].kind == .member { return memberAnswered(task, .ok) }
    let errors = components[component].errorShare + copies[copy].errors
    if errors > 0, streams[2 &* component &+ 1].uniform() < errors {
      return finishVisit(task, .error)
    }
    markServed(task, component)
    tasks[at].pc &+= 1
    step(task)
  }

  @inline(__always)
  private func account(_ task: UInt32, _ component: Int) {
    let at = Int(task)
    let index = 2 &* (Int(tasks[at].operation) &* componentCount &+ component)
    timeTables[index] += Double(tasks[at].began &- tasks[at].arrived)
    timeTables[index &+ 1] += Double(now &- tasks[at].began)
  }

  @inline(__always)
  mutating func markServed(_ task: UInt32, _ component: Int) {
    let passes = components[component].passes
    if passes != 0 { mark(passes, task) }
    if probeCount > 0, components[component].probesServed != 0 {
      touch(components[component].probesServed, task)
    }
  }

  /// Sets bits of obligations at the user's request, if it is still open.
  @inline(__always)
  mutating func mark(_ bits: UInt32, _ task: UInt32) {
    let root = Int(tasks[Int(task)].root)
    if tasks[root].generation == tasks[Int(task)].rootGeneration { tasks[root].mask |= bits }
  }

  /// Whether the caller still waits for this very visit.
  @inline(__always)
  func isAwaited(_ task: UInt32) -> Bool {
    let parent = tasks[Int(task)].parent
    if parent == Task.none { return false }
    return tasks[Int(parent)].generation == tasks[Int(task)].parentGeneration
      && tasks[Int(parent)].open == tasks[Int(task)].ticket
  }

  // MARK: The program

  /// Runs instructions until the task has to wait or is over.
  mutating func step(_ task: UInt32) {
    let at = Int(task)
    while true {
      let instruction = program[Int(tasks[at].pc)]
      switch instruction.code {
      case .work: return startWork(task, sampler: Int(instruction.a))
      case .done: return done(task)
      case .call:
        freeSlotBeforeCalls(task)
        if !edges[Int(instruction.a)].isFireAndForget {
          return startCall(task, edge: Int(instruction.a))
        }
        sendAndForget(task, edge: Int(instruction.a))
        tasks[at].pc &+= 1
      case .jump: tasks[at].pc = instruction.a
      case .skip:
        tasks[at].pc =
          streams[flow(task)].uniform() < instruction.share ? tasks[at].pc &+ 1 : instruction.a
      case .choose: tasks[at].pc = drawBranch(Int(instruction.a), flow(task))
      case .count:
        setLoop(at, Int(instruction.b), UInt16(truncatingIfNeeded: instruction.a))
        tasks[at].pc &+= 1
      case .loop:
        tasks[at].pc = countDown(at, Int(instruction.b)) ? instruction.a : tasks[at].pc &+ 1
      case .fork:
        freeSlotBeforeCalls(task)
        return split(task, Int(instruction.a))
      case .then:
        guard !handOn(task, Int(instruction.a)) else { return }
        tasks[at].pc &+= 1
      }
    }
  }

  /// The stream of chances of a task's component.
  @inline(__always)
  private func flow(_ task: UInt32) -> Int {
    2 &* Int(copies[Int(tasks[Int(task)].copy)].component) &+ 1
  }

  @inline(__always)
  private mutating func freeSlotBeforeCalls(_ task: UInt32) {
    if !tasks[Int(task)].hasSlot { return }
    if components[Int(copies[Int(tasks[Int(task)].copy)].component)].holds { return }
    giveSlot(task)
  }

  private mutating func drawBranch(_ table: Int, _ stream: Int) -> Int32 {
    let draw = streams[stream].uniform()
    var index = Int(branchStarts[table])
    let last = Int(branchStarts[table &+ 1]) &- 1
    while index < last, branches[index].upTo <= draw { index &+= 1 }
    return Int32(truncatingIfNeeded: branches[index].to)
  }

  private func setLoop(_ task: Int, _ counter: Int, _ value: UInt16) {
    switch counter {
    case 0: tasks[task].loops.0 = value
    case 1: tasks[task].loops.1 = value
    case 2: tasks[task].loops.2 = value
    default: tasks[task].loops.3 = value
    }
  }

  private func countDown(_ task: Int, _ counter: Int) -> Bool {
    switch counter {
    case 0:
      tasks[task].loops.0 &-= 1
      return tasks[task].loops.0 > 0
    case 1:
      tasks[task].loops.1 &-= 1
      return tasks[task].loops.1 > 0
    case 2:
      tasks[task].loops.2 &-= 1
      return tasks[task].loops.2 > 0
    default:
      tasks[task].loops.3 &-= 1
      return tasks[task].loops.3 > 0
    }
  }

  @inline(__always)
  private mutating func done(_ task: UInt32) {
    if _fastPath(tasks[Int(task)].kind == .visit) { return finishVisit(task, .ok) }
    if tasks[Int(task)].kind == .leg { return finishLeg(task, .ok) }
    finishVisit(task, .ok)
  }

  /// The request moves on to another component; false where the table leaves it here.
  private mutating func handOn(_ task: UInt32, _ table: Int) -> Bool {
    let edge = Int(drawBranch(table, flow(task)))
    if edge < 0 { return false }
    let from = place(task)
    let old = Int(tasks[Int(task)].copy)
    giveSlot(task)
    states[Int(edges[edge].target)].called &+= 1
    // The sender is where turns are counted; the answer goes back by the call it came by.
    tasks[Int(task)].copy = Int32(truncatingIfNeeded: old)
    tasks[Int(task)].isWrite = edges[edge].isWrite
    sendOn(task, edge: edge, from: from)
    return true
  }

  private mutating func sendOn(_ task: UInt32, edge: Int, from: Int) {
    let target = Int(edges[edge].target)
    let component = Int(copies[Int(tasks[Int(task)].copy)].component)
    let local = Int(tasks[Int(task)].copy) &- Int(components[component].firstCopy)
    let chosen = chooseCopy(task, target, from: from, turn: Int(edges[edge].turnStart) &+ local)
    if chosen < 0 { return answer(task, .crash) }
    if locationCount > 1, deadLocations[from] > 0 || deadLocations[Int(copies[chosen].location)] > 0
    {
      return release(task)
    }
    tasks[Int(task)].copy = Int32(truncatingIfNeeded: chosen)
    travel(task, edge: edge, from: from, to: Int(copies[chosen].location), back: false)
  }
}
