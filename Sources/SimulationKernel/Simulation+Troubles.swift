import Stochastics

// Faults: when they begin, when they end, and what they do to copies. Those of the same kind that
// overlap multiply, and what is left when one ends is worked out anew, so that nothing stays.

extension Simulation {
  mutating func faultBegins(_ index: Int) {
    let fault = faults[index]
    var hit = fault.copies
    for component in fault.leadersOf {
      let run = components[component]
      for shard in 0..<Int(run.shards) {
        hit.append(Int(shards[Int(run.firstShard) + shard].leader))
      }
    }
    switch fault.kind {
    case .crash:
      for copy in hit { die(copy, silently: false, restarts: fault.lasts < 0) }
    case .lose(let locations):
      for location in locations { deadLocations[location] += 1 }
      countLostWrites(with: hit)
      for copy in hit {
        copies[copy].isEmptied = true
        die(copy, silently: true, restarts: false)
      }
    case .slow, .errors, .less:
      for copy in hit {
        troubles.onCopy[copy, default: []].append(index)
        renew(copy)
      }
    case .cut(let from, let to): cutBegins(from, to)
    case .drop(let edges, _), .delay(let edges, _, _):
      for edge in edges {
        troubles.links[edge].active.append(index)
        renewLink(edge)
      }
    case .lag(let components, let by):
      for component in components { moveLag(component, by) }
    case .wipe(let components):
      for component in components { wipe(component) }
    case .flush:
      for copy in hit { emptyCache(copy) }
    case .random:
      for copy in hit { startRandomFailures(copy, index) }
    case .load(let sources, let factor):
      for source in sources { surge(source, factor, begins: true) }
    case .breakOff(let loop): breakOff(loop)
    }
    guard fault.lasts >= 0 else { return }
    let (time, overflow) = now.addingReportingOverflow(fault.lasts)
    if !overflow { addControl(.faultEnds(index), at: time, hit: hit) }
  }

  mutating func faultEnds(_ index: Int, hit: [Int]) {
    switch faults[index].kind {
    case .crash:
      for copy in hit { revive(copy) }
    case .lose(let locations):
      for location in locations { deadLocations[location] -= 1 }
      comeBack(hit, to: locations)
      // A crash that outlasts the loss of the place refuses connections again.
      for copy in hit where deadLocations[Int(copies[copy].location)] == 0 {
        if copies[copy].isDead { copies[copy].isSilent = false }
      }
    case .slow, .errors, .less:
      for copy in hit {
        troubles.onCopy[copy]?.removeAll { $0 == index }
        renew(copy)
      }
    case .cut(let from, let to): cutEnds(from, to)
    case .drop(let edges, _), .delay(let edges, _, _):
      for edge in edges {
        troubles.links[edge].active.removeAll { $0 == index }
        renewLink(edge)
      }
    case .lag(let components, let by):
      for component in components { moveLag(component, 0 &- by) }
    case .load(let sources, let factor):
      for source in sources { surge(source, factor, begins: false) }
    case .wipe, .flush, .random, .breakOff: break
    }
  }

  // MARK: Copies

  /// Works out anew how slow a copy is, how much of it errs and how many of its slots are left.
  private mutating func renew(_ copy: Int) {
    var slowness = 1.0
    var passes = 1 - troubles.errorShares[Int(copies[copy].component)]
    var kept = 1.0
    var takes = false
    for index in troubles.onCopy[copy] ?? [] {
      switch faults[index].kind {
      case .slow(let factor): slowness *= factor
      case .errors(let share): passes *= 1 - share
      case .less(let share):
        kept *= 1 - share
        takes = true
      default: break
      }
    }
    copies[copy].slowness = slowness
    // Without a fault it is the steady share, to the last bit.
    copies[copy].errors =
      troubles.onCopy[copy]?.isEmpty ?? true
      ? troubles.errorShares[Int(copies[copy].component)] : 1 - passes
    copies[copy].settle()
    if takes || troubles.wholes[copy] != nil { takeSlots(copy, kept: kept, takes: takes) }
  }

  /// Leaves a copy a share of its slots, rounded up; who is in service stays.
  private mutating func takeSlots(_ copy: Int, kept: Double, takes: Bool) {
    let room = Int(copies[copy].room)
    let processor = Int(copies[copy].processor)
    let shares = processor >= 0 && processors[processor].isGauge
    let whole =
      troubles.wholes[copy]
      ?? WholeCopy(
        slots: copies[copy].slots, roomSlots: room >= 0 ? rooms[room].slots : 0,
        processors: shares ? Int32(processors[processor].count) : 0)
    troubles.wholes[copy] = takes ? whole : nil
    func left(_ count: Int32) -> Int32 {
      count == .max || !takes ? count : Int32((Double(count) * kept - 1e-9).rounded(.up))
    }
    copies[copy].isHampered = takes || troubles.skipsVain
    if shares {
      resize(processor, to: left(whole.processors))
    } else {
      copies[copy].slots = left(whole.slots)
      if room >= 0 { rooms[room].slots = left(whole.roomSlots) }
    }
    guard !copies[copy].isDead else { return }
    let component = Int(copies[copy].component)
    serveHampered(copy)
    if copies[copy].looksForWork, slotsLeft(copy) > copies[copy].busy { lookForWork(copy) }
    if components[component].consumesCount > 0 { pull(component) }
  }

  /// The slots that a copy has at present.
  func slotsLeft(_ copy: Int) -> Int32 {
    if copies[copy].room >= 0 { return rooms[Int(copies[copy].room)].slots }
    let index = Int(copies[copy].processor)
    if index >= 0, processors[index].isGauge { return Int32(processors[index].count) }
    return copies[copy].slots
  }

  /// Gives free slots of a copy to those who wait, where not all of its slots are there or not
  /// everybody is served.
  @inline(never)
  mutating func serveHampered(_ copy: Int) {
    if copies[copy].room >= 0 { return serveRoom(copy) }
    while copies[copy].busy < copies[copy].slots, copies[copy].head != Task.none {
      let next = copies[copy].head
      guard troubles.skipsVain, isVain(next) else {
        takeNext(next, from: copy, to: copy)
        continue
      }
      copies[copy].head = tasks[Int(next)].next
      if copies[copy].head == Task.none { copies[copy].tail = Task.none }
      copies[copy].waiting &-= 1
      copies[copy].waitingTime &+= now
      answer(next, .abandoned)
    }
    if onDemand.count > 0 { settleOnDemand(copy) }
  }

  // MARK: Failing at random

  private mutating func startRandomFailures(_ copy: Int, _ fault: Int) {
    guard case .random(let every, _) = faults[fault].kind else { return }
    let component = Int(copies[copy].component)
    let number = copy - Int(components[component].firstCopy)
    var random = RandomStream(
      seed: seed, name: "fails/\(troubles.componentNames[component])/\(number)")
    let wait = random.exponential(ziggurat) * every
    troubles.random[copy] = random
    addControl(.random(copy: copy, fault: fault), at: saturated(now, Self.time(wait)))
  }

  /// A copy fails, or serves again, and the next turn is drawn.
  mutating func failAtRandom(_ copy: Int, _ fault: Int) {
    guard case .random(let every, let lasts) = faults[fault].kind,
      var random = troubles.random[copy]
    else { return }
    let fails = troubles.onCopy[copy]?.contains(fault) != true
    if fails {
      troubles.onCopy[copy, default: []].append(fault)
      note(.failed, Int(copies[copy].component))
      die(copy, silently: false, restarts: false)
    } else {
      troubles.onCopy[copy]?.removeAll { $0 == fault }
      revive(copy)
    }
    let wait = random.exponential(ziggurat) * (fails ? lasts : every)
    troubles.random[copy] = random
    addControl(.random(copy: copy, fault: fault), at: saturated(now, Self.time(wait)))
  }

  private static func time(_ nanoseconds: Double) -> Int64 {
    nanoseconds < 4e18 ? max(1, Int64(nanoseconds)) : 4_000_000_000_000_000_000
  }

  // MARK: Load

  /// More, or fewer, of what comes from a source without a rate.
  private mutating func surge(_ source: Int, _ factor: Double, begins: Bool) {
    guard sources[source].arrivals == nil else {
      // What was multiplied by zero is worked out anew from the faults that still act.
      if begins {
        troubles.surges[source, default: []].append(factor)
      } else if let place = troubles.surges[source]?.firstIndex(of: factor) {
        troubles.surges[source]?.remove(at: place)
      }
      sourceStates[source].surge = (troubles.surges[source] ?? []).reduce(1, *)
      return
    }
    let users = Double(sources[source].users)
    let change = Int(max(-users, min(1e6, (users * (factor - 1)).rounded())))
    let joining = begins ? change : -change
    if joining < 0 {
      sourceStates[source].leaving -= joining
    } else {
      let staying = min(joining, sourceStates[source].leaving)
      sourceStates[source].leaving -= staying
      for _ in 0..<(joining - staying) { thinkAgain(source) }
    }
  }

  /// Arrivals of a source that gives more or fewer than it has.
  @inline(never)
  mutating func arriveSurged(_ index: Int, shared: UInt64) {
    let surge = min(1e6, sourceStates[index].surge)
    let operation = sourceStates[index].operation
    var count = Int(surge)
    let stream = Int(operations[operation].stream)
    if streams[stream].uniform() < surge - Double(count) { count += 1 }
    for _ in 0..<count {
      let user = allocate()
      if user == Task.none { return }
      begin(user, operation: operation)
      if shared != 0 { shareKey(user, shared, index) }
      sendRequest(user, operation: operation)
    }
  }

  // MARK: Loops

  /// Breaks off a loop that may keep the system down.
  private mutating func breakOff(_ loop: FeedbackLoop) {
    switch loop {
    case .retries: troubles.stopsRetries = true
    case .hedges: troubles.stopsHedges = true
    case .queueAge:
      troubles.skipsVain = true
      for copy in 0..<copyCount { copies[copy].isHampered = true }
    case .slowdown:
      for index in 0..<slowdowns.count { slowdowns[index].factor = 0 }
      for index in 0..<processors.count where processors[index].slowdown >= 0 { hasten(index) }
    }
  }

  /// Whether nobody waits for a visit any more: neither its caller nor the user it began with.
  func isVain(_ visit: UInt32) -> Bool {
    let task = tasks.base + Int(visit)
    guard task.pointee.kind == .visit, task.pointee.parent != Task.none else { return false }
    guard isAwaited(visit) else { return true }
    let root = Int(task.pointee.root)
    if tasks[root].generation == task.pointee.rootGeneration, isOpen(root) { return false }
    return !isHandedOver(visit)
  }
}
