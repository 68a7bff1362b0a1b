import Histogram

// Parts of the kept time with results of their own.

/// The windows of a run; empty where there are none.
struct Windows {
  let specs: [WindowSpec]
  /// By window and operation.
  let tallies: Table<Tally>
  /// By window and probe.
  let probes: Table<ProbeTally>
  var states: [WindowState]
  /// The most that waited at each copy before the present stretch between two edges of windows.
  var queueMax: [Int32]

  init(_ model: borrowing KernelModel) {
    specs = model.windows
    tallies = Table(
      model.windows.flatMap { _ in model.operations.map { _ in Tally(steps: max(1, model.steps)) } }
    )
    probes = Table((0..<(model.windows.count * model.probeCount)).map { _ in ProbeTally() })
    states = model.windows.map { _ in WindowState() }
    queueMax = model.windows.isEmpty ? [] : Array(repeating: 0, count: model.copies.count)
  }

  var isEmpty: Bool { specs.isEmpty }

  func free() {
    for index in 0..<tallies.count { tallies[index].free() }
    tallies.free()
    probes.free()
  }
}

/// What a window has seen so far.
struct WindowState {
  var isOpen = false
  var isOver = false
  var tick = 0
  var step: Int64 = 1
  var result = RunResult()
  /// Counts of components, and gauges, when it began.
  var counts: [ComponentState] = []
  var start: [(busy: Int64, waiting: Int64)] = []
  var processors: [Double] = []
  /// Gauges at the last tick.
  var last: [(busy: Int64, waiting: Int64)] = []
  var queueMax: [Int32] = []
}

extension Simulation {
  /// Looks closer at the end of a counted request.
  @inline(never)
  mutating func watchEnd(_ user: UInt32, _ answer: Answer, owed: UInt32) {
    if troubles.hasPhases { countPhase(user, answer, owed: owed) }
    let requested = tasks[Int(user)].requested
    for (window, spec) in windows.specs.enumerated()
    where requested >= spec.from && requested < spec.to {
      count(user, answer, owed: owed, in: window, spec)
    }
  }

  private mutating func count(
    _ user: UInt32, _ answer: Answer, owed: UInt32, in window: Int, _ spec: WindowSpec
  ) {
    let task = tasks.base + Int(user)
    let tally = windows.tallies.base + window * operationCount + Int(task.pointee.operation)
    let tick = min(steps - 1, Int((task.pointee.requested - spec.from) / step(of: spec)))
    tally.pointee.arrivals &+= 1
    tally.pointee.arrivalSeries[tick] &+= 1
    guard answer == .ok, task.pointee.mask & owed == owed else {
      return tally.pointee.count(answer == .ok ? .obligationUnmet : answer)
    }
    let latency = now &- task.pointee.requested
    if hasFallbacks, sides[Int(user)].lesser != 0 {
      let isDegraded = sides[Int(user)].lesser & 1 != 0
      tally.pointee.count(isDegraded ? .degraded : .stale)
      if isDegraded {
        tally.pointee.degraded.record(latency, tick: tick, steps: steps)
      } else {
        tally.pointee.stale.record(latency, tick: tick, steps: steps)
      }
      return
    }
    tally.pointee.count(.ok)
    if task.pointee.mask & Task.sawOldData != 0 { tally.pointee.sawOldData &+= 1 }
    tally.pointee.latencySum += Double(latency)
    tally.pointee.latencyMax = max(tally.pointee.latencyMax, latency)
    tally.pointee.latencies.record(latency)
    tally.pointee.fullSeries[tick] &+= 1
  }

  private func step(of spec: WindowSpec) -> Int64 {
    max(1, (spec.to - spec.from) / Int64(steps))
  }

  /// Records an interval of a probe in the windows in which its request arrived.
  mutating func record(_ interval: Int64, probe: Int, requested: Int64) {
    for (window, spec) in windows.specs.enumerated()
    where requested >= spec.from && requested < spec.to {
      let tally = windows.probes.base + window * probeCount + probe
      tally.pointee.histogram.record(LatencyHistogram.recorded(interval))
      tally.pointee.sum += Double(interval)
    }
  }

  // MARK: Edges

  /// Plans the edges of the windows; before the end of the kept time, with which one may coincide.
  mutating func planWindows() {
    for (window, spec) in windows.specs.enumerated() {
      addControl(.windowEdge(window), at: spec.from)
      addControl(.windowEdge(window), at: spec.to)
    }
  }

  mutating func windowEdge(_ window: Int) {
    if windows.states[window].isOpen { closeWindow(window) } else { openWindow(window) }
  }

  private mutating func openWindow(_ window: Int) {
    foldQueues()
    let step = step(of: windows.specs[window])
    windows.states[window].isOpen = true
    windows.states[window].step = step
    windows.states[window].counts = (0..<componentCount).map { states[$0] }
    windows.states[window].start = gauges()
    windows.states[window].last = windows.states[window].start
    windows.states[window].processors =
      processors.count > 0 ? (0..<copyCount).map { processorTime($0) } : []
    windows.states[window].queueMax = (0..<copyCount).map { copies[$0].waiting }
    windows.states[window].result.components = (0..<componentCount).map { index in
      var component = ComponentResult()
      component.scaling = copyTimes(of: index).map { ScalingResult(from: $0) }
      return component
    }
    if steps > 1 { addControl(.windowTick(window), at: now &+ step) }
  }

  mutating func windowTick(_ window: Int) {
    guard windows.states[window].isOpen, !windows.states[window].isOver else { return }
    recordStep(of: window)
    windows.states[window].tick += 1
    if windows.states[window].tick + 1 < steps {
      addControl(.windowTick(window), at: now &+ windows.states[window].step)
    }
  }

  private mutating func recordStep(of window: Int) {
    let present = gauges()
    let last = windows.states[window].last
    let step = windows.states[window].step
    for component in 0..<componentCount {
      let run = components[component]
      var busy: Int64 = 0
      var waiting: Int64 = 0
      for index in Int(run.firstCopy)..<Int(run.firstCopy + run.copyCount) {
        busy &+= present[index].busy &- last[index].busy
        waiting &+= present[index].waiting &- last[index].waiting
      }
      windows.states[window].result.components[component].busySeries
        .append(Double(busy) / Double(step))
      windows.states[window].result.components[component].queueSeries
        .append(Double(waiting) / Double(step))
      if let times = copyTimes(of: component) {
        windows.states[window].result.components[component].scaling?.step(at: times, step: step)
      }
    }
    windows.states[window].last = present
  }

  private mutating func closeWindow(_ window: Int) {
    guard !windows.states[window].isOver else { return }
    foldQueues()
    recordStep(of: window)
    windows.states[window].isOver = true
    let (final, state) = (gauges(), windows.states[window])
    windows.states[window].result.copies = (0..<copyCount).map { index in
      var copy = CopyResult()
      copy.busy = Double(final[index].busy &- state.start[index].busy)
      copy.waiting = Double(final[index].waiting &- state.start[index].waiting)
      copy.queueMax = Int(state.queueMax[index])
      copy.processors =
        state.processors.isEmpty ? 0 : processorTime(index) - state.processors[index]
      return copy
    }
    for index in 0..<componentCount {
      var told = windows.states[window].result.components[index]
      let (was, present) = (state.counts[index], states[index])
      told.called = present.called - was.called
      told.served = present.served - was.served
      told.servedInVain = present.servedInVain - was.servedInVain
      told.refused = present.refused - was.refused
      told.acknowledged = present.acknowledged - was.acknowledged
      told.givenUp = present.givenUp - was.givenUp
      told.lost = present.lost - was.lost
      told.conflicting = present.conflicting - was.conflicting
      told.reads = present.reads - was.reads
      told.staleReads = present.staleReads - was.staleReads
      told.backlog = present.messages
      if let times = copyTimes(of: index) { told.scaling?.end(at: times) }
      windows.states[window].result.components[index] = told
    }
  }

  /// Notes the most that waited since the last edge, for the run and for each window that is open.
  mutating func foldQueues() {
    guard !windows.isEmpty else { return }
    for copy in 0..<copyCount {
      let most = copies[copy].queueMax
      windows.queueMax[copy] = max(windows.queueMax[copy], most)
      for window in windows.states.indices
      where windows.states[window].isOpen && !windows.states[window].isOver {
        windows.states[window].queueMax[copy] = max(windows.states[window].queueMax[copy], most)
      }
      copies[copy].queueMax = copies[copy].waiting
    }
  }

  /// Gives each copy the most that waited in the whole kept time.
  mutating func unfoldQueues() {
    guard !windows.isEmpty else { return }
    // A run that is given up leaves some open.
    for window in windows.specs.indices where windows.states[window].isOpen { closeWindow(window) }
    foldQueues()
    for copy in 0..<copyCount { copies[copy].queueMax = windows.queueMax[copy] }
  }

  // MARK: The results

  /// What each window saw; one that a run did not come to saw nothing.
  mutating func tellWindows() {
    for window in windows.specs.indices {
      if !windows.states[window].isOpen { openWindow(window) }
      closeWindow(window)
      var told = windows.states[window].result
      told.operations = (0..<operationCount).map { index in
        let tally = windows.tallies[window * operationCount + index]
        return OperationResult(
          arrivals: tally.arrivals, ends: (0..<Answer.allCases.count).map { tally.ends[$0] },
          latency: tally.latencies.histogram, latencySum: tally.latencySum,
          latencyMax: tally.latencyMax,
          waitingIn: Array(repeating: 0, count: componentCount),
          workingIn: Array(repeating: 0, count: componentCount),
          arrivalSeries: (0..<steps).map { tally.arrivalSeries[$0] },
          fullSeries: (0..<steps).map { tally.fullSeries[$0] },
          degraded: tally.degraded.result, stale: tally.stale.result,
          sawOldData: tally.sawOldData, drill: nil)
      }
      let probes = (0..<probeCount).map { windows.probes[window * probeCount + $0] }
      told.probes = probes.map(\.histogram)
      told.probeSums = probes.map(\.sum)
      told.stopped = result.stopped
      told.endedAt = result.endedAt
      told.step = windows.states[window].step
      result.windows.append(told)
    }
  }
}
