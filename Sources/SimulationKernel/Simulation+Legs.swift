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
    if cancels { sides[at].firstLeg = Task.none }
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
      tasks[Int(leg)].ties = 0
      tasks[Int(leg)].kind = .leg
      tasks[Int(leg)].hasSlot = false
      tasks[Int(leg)].state = .working
      tasks[Int(leg)].parent = task
      tasks[Int(leg)].parentGeneration = generation
      tasks[Int(leg)].ticket = ticket
      if fillsSides { fillSide(leg, from: task) }
      if cancels { link(leg, to: task) }
      tasks[Int(leg)].pc = legs[Int(forks[fork].legStart) + index]
      step(leg)
    }
  }

  mutating func finishLeg(_ leg: UInt32, _ result: Answer) {
    let parent = tasks[Int(leg)].parent
    let awaited = isAwaited(leg)
    if awaited, cancels { unlink(leg, from: parent) }
    if awaited, hasFallbacks, result == .ok {
      sides[Int(parent)].lesser |= sides[Int(leg)].lesser
    }
    release(leg)
    guard awaited else { return }
    let at = Int(parent)
    tasks[at].outstanding &-= 1
    if result == .ok { tasks[at].need &-= 1 }
    if tasks[at].need <= 0 {
      withdrawLegs(of: parent)
      tasks[at].open = 0
      tasks[at].pc = forks[Int(tasks[at].callEdge)].next
      tasks[at].state = .working
      step(parent)
    } else if tasks[at].outstanding < tasks[at].need {
      withdrawLegs(of: parent)
      tasks[at].open = 0
      fail(parent, result == .ok ? .error : result)
    }
  }

  // MARK: The legs of a task

  private func link(_ leg: UInt32, to parent: UInt32) {
    let first = sides[Int(parent)].firstLeg
    sides[Int(leg)].legBefore = Task.none
    sides[Int(leg)].legAfter = first
    if first != Task.none { sides[Int(first)].legBefore = leg }
    sides[Int(parent)].firstLeg = leg
  }

  private func unlink(_ leg: UInt32, from parent: UInt32) {
    let before = sides[Int(leg)].legBefore
    let after = sides[Int(leg)].legAfter
    if after != Task.none { sides[Int(after)].legBefore = before }
    if before == Task.none {
      sides[Int(parent)].firstLeg = after
    } else {
      sides[Int(before)].legAfter = after
    }
  }

  /// Nobody waits for the legs that are left: what calls with `cancel` wait for is withdrawn.
  private mutating func withdrawLegs(of parent: UInt32) {
    guard cancels else { return }
    var leg = sides[Int(parent)].firstLeg
    while leg != Task.none {
      let next = sides[Int(leg)].legAfter
      withdrawCall(of: leg)
      leg = next
    }
  }

  /// Ends a leg whose present call is to be withdrawn and has not begun.
  private mutating func withdrawCall(of leg: UInt32) {
    let at = Int(leg)
    guard tasks[at].state == .calling || tasks[at].state == .pausing else { return }
    let number = Int(edges[Int(tasks[at].callEdge)].guarded)
    guard number >= 0, guards[number].cancels else { return }
    if tasks[at].state == .pausing {
      tasks[at].hasStrayEvent = true
      return release(leg)
    }
    var isLeft = false
    for index in 0..<Int(sides[at].tryCount) {
      let visit = openTry(index, of: leg)
      if visit != Task.none, !withdraw(visit) { isLeft = true }
    }
    if !isLeft { release(leg) }
  }
}
