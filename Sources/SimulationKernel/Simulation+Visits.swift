import Stochastics

// What happens at a copy: arriving, waiting, working, going through the program.

extension Simulation {
  /// The event of a task.
  @inline(__always)
  mutating func wake(_ task: UInt32) {
    let state = tasks[Int(task)].state
    if _fastPath(state == .working) { return workDone(task) }
    switch state {
    case .working: break
    case .travelling: reach(task)
    case .returning: deliver(task)
    case .pausing: attempt(task, edge: Int(tasks[Int(task)].callEdge))
    case .thinking: startThinker(task)
    case .dead, .calling: takeStray(task)
    case .held: resume(task)
    case .starting: started(task)
    case .awaiting: fetched(task)
    case .free, .waiting, .forked, .parked, .sharing, .grouped:
      assertionFailure("an event for a task that waits for something else")
    }
  }

  // MARK: Arriving

  /// A visit has come to its copy.
  @inline(__always)
  mutating func reach(_ visit: UInt32) {
    let task = tasks.base + Int(visit)
    let copy = Int(task.pointee.copy)
    task.pointee.arrived = now
    let component = Int(copies[copy].component)
    if _slowPath(copies[copy].needsCare) { return reachWithCare(visit, copy, component) }
    task.pointee.pc = handler(component, task)
    enter(visit, copy, component)
  }

  /// A visit has come to a copy that is dead, led, or behind a common waiting room, or a member's
  /// write has come.
  @inline(never)
  mutating func reachWithCare(_ visit: UInt32, _ copy: Int, _ component: Int) {
    let task = tasks.base + Int(visit)
    if task.pointee.kind == .member {
      if copies[copy].isDead { return dropMember(visit) }
      task.pointee.pc = handler(component, task)
      return enter(visit, copy, component)
    }
    if components[component].limiter >= 0, !copies[copy].isDead,
      !passesLimit(visit, copy, component)
    {
      return
    }
    if components[component].balance == .onDemand { return reachOnDemand(visit, component) }
    if components[component].isLed, !reachLed(visit, component) { return }
    if components[component].balance == .central { chooseOnArrival(visit, component) }
    if copies[Int(task.pointee.copy)].isDead {
      if copies[Int(task.pointee.copy)].isSilent { return strand(visit) }
      return answer(visit, .crash)
    }
    task.pointee.pc = handler(component, task)
    enter(visit, Int(task.pointee.copy), component)
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

  /// The start of the program that a task runs at a component.
  @inline(__always)
  func handler(_ component: Int, _ task: UnsafeMutablePointer<Task>) -> Int32 {
    let row = component &* operationCount &+ Int(task.pointee.program)
    return handlers[row &* 2 &+ (task.pointee.isWrite ? 1 : 0)]
  }

  /// Takes a slot, or a place in the waiting room, or is refused.
  @inline(__always)
  mutating func enter(_ visit: UInt32, _ copy: Int, _ component: Int) {
    let place = copies.base + copy
    if place.pointee.busy < place.pointee.slots {
      takeSlot(visit, copy)
      return begin(visit, component)
    }
    if _slowPath(place.pointee.waiting >= place.pointee.queueLimit) {
      return enterRoom(visit, copy, component)
    }
    let task = tasks.base + Int(visit)
    task.pointee.state = .waiting
    task.pointee.next = Task.none
    if place.pointee.tail == Task.none {
      place.pointee.head = visit
    } else {
      tasks[Int(place.pointee.tail)].next = visit
    }
    place.pointee.tail = visit
    place.pointee.waiting &+= 1
    place.pointee.waitingTime &-= now
    if place.pointee.waiting > place.pointee.queueMax {
      place.pointee.queueMax = place.pointee.waiting
    }
  }

  mutating func turnAway(_ task: UInt32, _ reason: Answer) {
    if tasks[Int(task)].kind == .member { return memberAnswered(task, reason) }
    answer(task, reason)
  }

  @inline(__always)
  mutating func takeSlot(_ task: UInt32, _ copy: Int) {
    let place = copies.base + copy
    tasks[Int(task)].hasSlot = true
    place.pointee.busy &+= 1
    place.pointee.busyTime &-= now
  }

  /// Gives a slot back and lets the next one in.
  @inline(__always)
  mutating func giveSlot(_ task: UInt32) {
    if !tasks[Int(task)].hasSlot { return }
    tasks[Int(task)].hasSlot = false
    let copy = Int(tasks[Int(task)].copy)
    let place = copies.base + copy
    let next = place.pointee.head
    place.pointee.busy &-= 1
    place.pointee.busyTime &+= now
    if next != Task.none {
      if _slowPath(place.pointee.isHampered) { return serveHampered(copy) }
      takeNext(next, from: copy, to: copy)
    } else if place.pointee.looksForWork {
      lookForWork(copy)
    }
  }

  @inline(__always)
  mutating func takeNext(_ next: UInt32, from room: Int, to copy: Int) {
    let place = copies.base + room
    place.pointee.head = tasks[Int(next)].next
    if place.pointee.head == Task.none { place.pointee.tail = Task.none }
    place.pointee.waiting &-= 1
    place.pointee.waitingTime &+= now
    tasks[Int(next)].copy = Int32(truncatingIfNeeded: copy)
    takeSlot(next, copy)
    begin(next, Int(copies[copy].component))
  }

  /// A copy without a waiting room of its own has a free slot: a shared room, or messages.
  @inline(never)
  mutating func lookForWork(_ copy: Int) {
    let component = Int(copies[copy].component)
    if components[component].balance == .onDemand { return offerOnDemand(copy) }
    if copies[copy].room >= 0 {
      serveRoom(copy)
      if copies[copy].busy >= components[component].slots, components[component].slots >= 0 {
        return
      }
    }
    if copies[copy].isAway { return }
    if copies[copy].isHampered, copies[copy].busy >= slotsLeft(copy) { return }
    if components[component].balance == .central, components[component].copyCount > 1 {
      let group = groups[Int(copies[copy].group)]
      for index in 0..<group.count {
        let other = group.first &+ index
        if copies[other].isDead { continue }
        if copies[other].room >= 0 {
          if takeFromRoom(of: other, to: copy) { return }
        } else if copies[other].head != Task.none {
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
    if _slowPath(probeCount > 0), components[component].probesEntered != 0 {
      touch(components[component].probesEntered, task)
    }
    let instruction = program.base + Int(tasks[Int(task)].pc)
    if _fastPath(instruction.pointee.code == .work) {
      return startWork(task, sampler: Int(instruction.pointee.a))
    }
    step(task)
  }

  // MARK: The program

  /// Runs instructions until the task has to wait or is over.
  mutating func step(_ task: UInt32) {
    let at = Int(task)
    let block = tasks.base + at
    while true {
      let instruction = program[Int(block.pointee.pc)]
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
      case .lessen:
        sides[at].lesser |= UInt8(truncatingIfNeeded: instruction.a)
        tasks[at].pc &+= 1
      case .lookUp:
        guard let next = lookUp(task, found: instruction.a, unkeyed: instruction.share) else {
          return
        }
        block.pointee.pc = next
      case .store:
        store(task)
        block.pointee.pc &+= 1
      case .deny: return fail(task, .denied)
      case .then:
        guard !handOn(task, Int(instruction.a)) else { return }
        tasks[at].pc &+= 1
      }
    }
  }

  /// The stream of chances of a task's component.
  @inline(__always)
  func flow(_ task: UInt32) -> Int {
    2 &* Int(copies[Int(tasks[Int(task)].copy)].component) &+ 1
  }

  @inline(__always)
  private mutating func freeSlotBeforeCalls(_ task: UInt32) {
    if !tasks[Int(task)].hasSlot { return }
    if components[Int(copies[Int(tasks[Int(task)].copy)].component)].holds { return }
    giveSlot(task)
  }

  mutating func drawBranch(_ table: Int, _ stream: Int) -> Int32 {
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
  mutating func done(_ task: UInt32) {
    if _slowPath(tasks[Int(task)].kind == .leg) { return finishLeg(task, .ok) }
    finishVisit(task, .ok)
  }
}
