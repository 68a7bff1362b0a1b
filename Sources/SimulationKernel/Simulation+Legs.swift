// Steps done together: a leg for each, joined where they meet again.

extension Simulation {
  mutating func split(_ task: UInt32, _ fork: Int) {
    let at = Int(task)
    tasks[at].tickets &+= 1
    if tasks[at].tickets == 0 { tasks[at].tickets = 1 }
    tasks[at].open = tasks[at].tickets
    tasks[at].state = .forked
    tasks[at].need = Int16(truncatingIfNeeded: forks[fork].need)
    tasks[at].outstanding = Int16(truncatingIfNeeded: forks[fork].legCount)
    tasks[at].callEdge = Int32(truncatingIfNeeded: fork)
    let generation = tasks[at].generation
    let ticket = tasks[at].open
    for index in 0..<Int(forks[fork].legCount) {
      // A leg may end at once and with it the wait, or even the task.
      guard tasks[at].generation == generation, tasks[at].open == ticket else { return }
      let leg = allocate()
      if leg == Task.none { return }
      let generationOfLeg = tasks[Int(leg)].generation
      let ticketsOfLeg = tasks[Int(leg)].tickets
      tasks[Int(leg)] = tasks[at]
      tasks[Int(leg)].generation = generationOfLeg
      tasks[Int(leg)].tickets = ticketsOfLeg
      tasks[Int(leg)].open = 0
      tasks[Int(leg)].kind = .leg
      tasks[Int(leg)].hasSlot = false
      tasks[Int(leg)].state = .working
      tasks[Int(leg)].parent = task
      tasks[Int(leg)].parentGeneration = generation
      tasks[Int(leg)].ticket = ticket
      tasks[Int(leg)].pc = legs[Int(forks[fork].legStart) + index]
      step(leg)
    }
  }

  mutating func finishLeg(_ leg: UInt32, _ result: Answer) {
    let parent = tasks[Int(leg)].parent
    let awaited = isAwaited(leg)
    release(leg)
    guard awaited else { return }
    let at = Int(parent)
    tasks[at].outstanding &-= 1
    if result == .ok { tasks[at].need &-= 1 }
    if tasks[at].need <= 0 {
      tasks[at].open = 0
      tasks[at].pc = forks[Int(tasks[at].callEdge)].next
      tasks[at].state = .working
      step(parent)
    } else if tasks[at].outstanding < tasks[at].need {
      tasks[at].open = 0
      fail(parent, result == .ok ? .error : result)
    }
  }
}
