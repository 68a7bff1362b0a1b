import Histogram
import Stochastics

// What is measured: windows, series, probes, and the result.

extension Simulation {
  // MARK: Windows

  mutating func keepStarts() {
    isKeeping = true
    tick = 0
    forgetCalls()
    keepJourneys()
    for index in 0..<states.count {
      states[index].called = 0
      states[index].served = 0
      states[index].servedInVain = 0
      states[index].refused = 0
      states[index].acknowledged = 0
      states[index].givenUp = 0
      states[index].reads = 0
      states[index].staleReads = 0
    }
    for index in 0..<shards.count {
      shards[index].acknowledged = 0
      shards[index].unsaved = 0
      shards[index].publishedBefore = shards[index].published
    }
    for index in 0..<copyCount { copies[index].queueMax = copies[index].waiting }
    gaugeStart = gauges()
    gaugeTick = gaugeStart
    processorStart = processors.count > 0 ? (0..<copyCount).map { processorTime($0) } : []
    result.components = Array(repeating: ComponentResult(), count: componentCount)
    for index in 0..<platforms.count { platforms[index].coldStarts = 0 }
    for index in 0..<caches.count {
      caches[index].hits = 0
      caches[index].misses = 0
    }
    for index in 0..<componentCount where scalers.count + platforms.count > 0 {
      guard let times = copyTimes(of: index) else { continue }
      result.components[index].scaling = ScalingResult(from: times)
    }
    if steps > 1 { addControl(.seriesTick, at: now &+ step) }
  }

  mutating func seriesTick() {
    guard isKeeping else { return }
    recordStep()
    tick += 1
    if tick + 1 < steps { addControl(.seriesTick, at: now &+ step) }
  }

  mutating func keepEnds() {
    recordStep()
    isKeeping = false
    unfoldQueues()
    tellJourneys()
    let final = gauges()
    result.copies = (0..<copyCount).map { index in
      var copy = CopyResult()
      copy.busy = Double(final[index].busy &- gaugeStart[index].busy)
      copy.waiting = Double(final[index].waiting &- gaugeStart[index].waiting)
      copy.queueMax = Int(copies[index].queueMax)
      copy.processors = processorTime(index) - (processorStart.isEmpty ? 0 : processorStart[index])
      return copy
    }
    for index in 0..<componentCount {
      result.components[index].called = states[index].called
      result.components[index].served = states[index].served
      result.components[index].servedInVain = states[index].servedInVain
      result.components[index].refused = states[index].refused
      result.components[index].acknowledged = states[index].acknowledged
      result.components[index].backlog = states[index].messages
      result.components[index].givenUp = states[index].givenUp
      result.components[index].reads = states[index].reads
      result.components[index].staleReads = states[index].staleReads
      if let times = copyTimes(of: index) {
        result.components[index].scaling?.end(at: times)
        let starts = coldStarts(of: index)
        result.components[index].scaling?.coldStarts = starts
      }
      if caches.count > 0 { result.components[index].cache = cacheResult(of: index) }
    }
    if countedOpen == 0 { stop = .time }
  }

  /// Slot time and waiting time of each copy up to now.
  ///
  /// A gauge subtracts the moment at which something begins and adds the moment at which it ends,
  /// so that `value + level x now` is the integral of the level; all in wrapping arithmetic, exact
  /// as long as the integral itself fits.
  func gauges() -> [(busy: Int64, waiting: Int64)] {
    (0..<copyCount).map {
      (busyTime($0), copies[$0].waitingTime &+ now &* Int64(copies[$0].waiting))
    }
  }

  func busyTime(_ copy: Int) -> Int64 {
    let index = Int(copies[copy].processor)
    if index >= 0, processors[index].isGauge {
      return processors[index].speedTime &+ now &* Int64(processors[index].speed)
    }
    return copies[copy].busyTime &+ now &* Int64(copies[copy].busy)
  }

  private mutating func recordStep() {
    let present = gauges()
    for component in 0..<componentCount {
      var busy: Int64 = 0
      var waiting: Int64 = 0
      let run = components[component]
      for index in Int(run.firstCopy)..<Int(run.firstCopy + run.copyCount) {
        busy &+= present[index].busy &- gaugeTick[index].busy
        waiting &+= present[index].waiting &- gaugeTick[index].waiting
      }
      result.components[component].busySeries.append(Double(busy) / Double(step))
      result.components[component].queueSeries.append(Double(waiting) / Double(step))
      if let times = copyTimes(of: component) {
        result.components[component].scaling?.step(at: times, step: step)
      }
    }
    gaugeTick = present
  }

  // MARK: Probes

  mutating func startProbes(_ user: UInt32) {
    let first = Int(user) * probeCount
    for probe in 0..<probeCount { probeTimes[first + probe] = -1 }
  }

  /// Whether a block is the request of a user who still waits.
  @inline(__always)
  func isOpen(_ root: Int) -> Bool {
    tasks[root].kind == .user || tasks[root].kind == .request
  }

  /// Touches points of probes: bit 2p begins probe p, bit 2p + 1 ends it.
  ///
  /// A probe that begins on
  /// arrival has no beginning bit.
  mutating func touch(_ bits: UInt32, _ task: UInt32) {
    let root = Int(tasks[Int(task)].root)
    guard tasks[root].generation == tasks[Int(task)].rootGeneration, isOpen(root) else { return }
    for probe in 0..<probeCount {
      let slot = root * probeCount + probe
      let begins = bits & (1 << UInt32(2 * probe)) != 0
      let ends = bits & (2 << UInt32(2 * probe)) != 0
      if ends, probeTimes[slot] != -2 {
        let start =
          probesOnArrival & (1 << UInt32(probe)) != 0 ? tasks[root].requested : probeTimes[slot]
        if start >= 0 {
          probeTimes[slot] = -2
          guard tasks[root].isCounted else { continue }
          probes[probe].histogram.record(LatencyHistogram.recorded(now - start))
          probes[probe].sum += Double(now - start)
          if !windows.isEmpty {
            record(now - start, probe: probe, requested: tasks[root].requested)
          }
        }
      } else if begins, probeTimes[slot] == -1 {
        probeTimes[slot] = now
      }
    }
  }

  // MARK: The result

  mutating func finish() -> RunResult {
    if isKeeping || result.copies.isEmpty { keepEndsEarly() }
    for task in 0..<taskCount
    where (tasks[task].kind == .user || tasks[task].kind == .request) && tasks[task].isCounted
      && tasks[task].state != .free && tasks[task].state != .dead
      && tasks[task].state != .thinking
    {
      tallies[Int(tasks[task].operation)].count(.unfinished)
      if watchesEnds { watchEnd(UInt32(task), .unfinished, owed: 0) }
    }
    for index in 0..<operationCount { result.operations.append(operationResult(index)) }
    for shard in 0..<shards.count { settleShard(shard) }
    for index in 0..<componentCount {
      result.components[index].lost = states[index].lost
      result.components[index].conflicting = states[index].conflicting
      result.components[index].outage = states[index].outage
    }
    result.marks = troubles.marks
    result.probes = (0..<probeCount).map { probes[$0].histogram }
    result.probeSums = (0..<probeCount).map { probes[$0].sum }
    result.events = events
    result.stopped = stop ?? .time
    result.endedAt = now
    result.peakTasks = taskCount
    result.firstFault = firstFault < 0 ? -1 : firstFault - warmup
    result.step = step
    tellWindows()
    return result
  }

  private mutating func keepEndsEarly() {
    if result.components.isEmpty { keepStarts() }
    let reason = stop
    keepEnds()
    stop = reason
  }

  private mutating func operationResult(_ index: Int) -> OperationResult {
    let tally = tallies[index]
    let ends = (0..<Answer.allCases.count).map { tally.ends[$0] }
    let row = 2 * index * componentCount
    return OperationResult(
      arrivals: tally.arrivals, ends: ends, latency: tally.latencies.histogram,
      latencySum: tally.latencySum, latencyMax: tally.latencyMax,
      waitingIn: (0..<componentCount).map { timeTables[row + 2 * $0] },
      workingIn: (0..<componentCount).map { timeTables[row + 2 * $0 + 1] },
      arrivalSeries: (0..<steps).map { tally.arrivalSeries[$0] },
      fullSeries: (0..<steps).map { tally.fullSeries[$0] },
      degraded: tally.degraded.result, stale: tally.stale.result,
      sawOldData: tally.sawOldData, drill: drillResult(index))
  }
}
