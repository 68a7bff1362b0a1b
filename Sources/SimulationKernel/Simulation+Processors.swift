import Stochastics

// Work on processors that all in progress share equally.

extension Simulation {
  /// Starts the work of a visit on the processors of its copy.
  @inline(never)
  mutating func startShared(
    _ visit: UInt32, _ copy: Int, duration: Int64, share: Double
  ) {
    let index = Int(copies[copy].processor)
    let processor = processors.base + index
    let work = share < 1 ? Double(duration) * share : Double(duration)
    let rest = share < 1 ? duration &- Int64(work) : 0
    if work < 1 {
      if rest > 0 { return schedule(visit, at: saturated(now, rest)) }
      return ready.append(visit)
    }
    tasks[Int(visit)].state = .sharing
    advance(processor)
    processor.pointee.speedTime &+= now &* Int64(processor.pointee.speed)
    sequence &+= Event.sequenceStep
    processor.pointee.push(
      Job(
        finish: processor.pointee.virtual + work, serial: sequence, task: visit, rest: rest))
    processor.pointee.speedTime &-= now &* Int64(processor.pointee.speed)
    adjust(processor, index)
  }

  /// Moves virtual time on to now.
  private func advance(_ processor: UnsafeMutablePointer<ProcessorState>) {
    if processor.pointee.present == 0 {
      processor.pointee.virtual = 0
    } else {
      let span = Double(now &- processor.pointee.updated)
      processor.pointee.virtual += span * processor.pointee.rate
      processor.pointee.used +=
        span * min(Double(processor.pointee.present), processor.pointee.count)
    }
    processor.pointee.updated = now
  }

  /// Sets the speed of a job and the moment of the next end.
  private mutating func adjust(_ processor: UnsafeMutablePointer<ProcessorState>, _ index: Int) {
    let present = processor.pointee.present
    guard present > 0 else { return }
    var rate = min(1, processor.pointee.count / Double(present))
    if processor.pointee.slowdown >= 0 {
      rate /= slowdowns[Int(processor.pointee.slowdown)].factor(
        inProgress: present, slots: processor.pointee.slots)
    }
    processor.pointee.rate = rate
    let left = max(0, processor.pointee.jobs[0].finish - processor.pointee.virtual)
    let wait = (left / rate).rounded(.up)
    guard wait < 9e18 else { return }
    let due = saturated(now, Int64(wait))
    guard due < processor.pointee.timer, due < .max else { return }
    processor.pointee.timer = due
    push(
      time: due, priority: Priority.work, id: Identifier.timers &+ rooms.count &+ index)
  }

  /// The timer of processors: the next job is done, or was to be before others came.
  mutating func processorTimer(_ index: Int) {
    let processor = processors.base + index
    guard processor.pointee.timer == now else { return }
    processor.pointee.timer = .max
    advance(processor)
    // Times are rounded up to whole nanoseconds, so that what is due now is done now.
    while processor.pointee.present > 0,
      processor.pointee.jobs[0].finish <= processor.pointee.virtual * (1 + 1e-13) + 1e-6
    {
      processor.pointee.speedTime &+= now &* Int64(processor.pointee.speed)
      let job = processor.pointee.pop()
      processor.pointee.speedTime &-= now &* Int64(processor.pointee.speed)
      tasks[Int(job.task)].state = .working
      if job.rest > 0 {
        schedule(job.task, at: saturated(now, job.rest))
      } else {
        ready.append(job.task)
      }
    }
    adjust(processor, index)
  }

  /// Speed in use x time of the processors of a copy up to now; 0 where it has none of its own.
  func processorTime(_ copy: Int) -> Double {
    let index = Int(copies[copy].processor)
    guard index >= 0, !processors[index].isGauge else { return 0 }
    let span = Double(now &- processors[index].updated)
    return processors[index].used
      + span * min(Double(processors[index].present), processors[index].count)
  }

  /// The copy has died with all that worked on its processors.
  mutating func emptyProcessors(_ copy: Int) {
    let index = Int(copies[copy].processor)
    guard index >= 0 else { return }
    let processor = processors.base + index
    advance(processor)
    processor.pointee.speedTime &+= now &* Int64(processor.pointee.speed)
    processor.pointee.present = 0
    processor.pointee.virtual = 0
    processor.pointee.timer = .max
  }

  /// A copy's processors become fewer or more.
  mutating func resize(_ index: Int, to count: Int32) {
    let processor = processors.base + index
    advance(processor)
    processor.pointee.speedTime &+= now &* Int64(processor.pointee.speed)
    processor.pointee.count = Double(count)
    processor.pointee.speedTime &-= now &* Int64(processor.pointee.speed)
    adjust(processor, index)
  }

  /// The speed of the processors follows a rule that has just changed.
  mutating func hasten(_ index: Int) {
    let processor = processors.base + index
    advance(processor)
    adjust(processor, index)
  }

  /// A copy is slower or faster than it was by the slowdown of its component, when service starts.
  @inline(never)
  func slowed(_ duration: Int64, _ copy: UnsafeMutablePointer<Copy>) -> Int64 {
    var factor = copy.pointee.slowness
    if copy.pointee.slowdown >= 0 {
      factor *= slowdowns[Int(copy.pointee.slowdown)].factor(
        inProgress: copy.pointee.busy, slots: copy.pointee.slots)
    }
    return Int64(min(9e17, Double(duration) * factor))
  }
}
