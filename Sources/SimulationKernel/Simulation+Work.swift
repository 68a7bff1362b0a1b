import Stochastics

// Busy time: its start, its end, and what it is counted for.

extension Simulation {
  /// Busy time by the sampler of a `work` instruction.
  @inline(__always)
  mutating func startWork(_ visit: UInt32, sampler: Int) {
    let task = tasks.base + Int(visit)
    let place = copies.base + Int(task.pointee.copy)
    task.pointee.began = now
    task.pointee.state = .working
    let stream = 2 &* Int(place.pointee.component)
    let duration = Sampler.draw(from: samplers.base + sampler, &streams[stream], ziggurat)
    if _slowPath(!place.pointee.isPlain) {
      return startSpecialWork(visit, sampler: sampler, duration: duration)
    }
    work(visit, sampler: sampler, for: duration)
  }

  /// The start of work at a copy that is slowed down, or whose processors are shared.
  @inline(never)
  private mutating func startSpecialWork(_ visit: UInt32, sampler: Int, duration: Int64) {
    let place = copies.base + Int(tasks[Int(visit)].copy)
    var duration = duration
    if place.pointee.slowness != 1 || place.pointee.slowdown >= 0 {
      duration = slowed(duration, place)
    }
    if place.pointee.processor >= 0 {
      return startShared(
        visit, Int(tasks[Int(visit)].copy), duration: duration, share: workShares[sampler])
    }
    work(visit, sampler: sampler, for: duration)
  }

  @inline(__always)
  private mutating func work(_ visit: UInt32, sampler: Int, for duration: Int64) {
    if samplers[sampler].isConstant, duration > 0 {
      return scheduleLane(visit, delay: duration)
    }
    if duration == 0 {
      ready.append(visit)
    } else {
      schedule(visit, at: now &+ duration)
    }
  }

  /// A task's busy time is over.
  @inline(__always)
  mutating func workDone(_ visit: UInt32) {
    let place = copies.base + Int(tasks[Int(visit)].copy)
    if _slowPath(!place.pointee.isPlain), place.pointee.isBatched { return groupDone(visit) }
    served(visit)
  }

  /// Counts the work of a task, and lets it go on.
  @inline(__always)
  mutating func served(_ visit: UInt32) {
    let task = tasks.base + Int(visit)
    let place = copies.base + Int(task.pointee.copy)
    let component = Int(place.pointee.component)
    states[component].served &+= 1
    if task.pointee.isCounted { account(task, component) }
    if task.pointee.kind != .request {
      if task.pointee.kind == .visit, task.pointee.parent != Task.none, !isAwaited(visit) {
        states[component].servedInVain &+= 1
      }
      if task.pointee.kind == .member { return memberAnswered(visit, .ok) }
    }
    if _slowPath(place.pointee.isWatched) {
      let errors = place.pointee.errors
      if errors > 0, streams[2 &* component &+ 1].uniform() < errors {
        return finishVisit(visit, .error)
      }
      if place.pointee.marks { markServed(visit, component) }
      if place.pointee.countsReads { countRead(visit, component) }
    }
    task.pointee.pc &+= 1
    if _fastPath(program[Int(task.pointee.pc)].code == .done) { return done(visit) }
    step(visit)
  }

  @inline(__always)
  private func account(_ task: UnsafeMutablePointer<Task>, _ component: Int) {
    let index = 2 &* (Int(task.pointee.operation) &* componentCount &+ component)
    timeTables[index] += Double(task.pointee.began &- task.pointee.arrived)
    timeTables[index &+ 1] += Double(now &- task.pointee.began)
  }

  @inline(never)
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
  func isAwaited(_ visit: UInt32) -> Bool {
    let task = tasks.base + Int(visit)
    if task.pointee.kind == .request { return true }
    if task.pointee.parent == Task.none { return false }
    let parent = tasks.base + Int(task.pointee.parent)
    return parent.pointee.generation == task.pointee.parentGeneration
      && parent.pointee.open == task.pointee.ticket
  }
}
