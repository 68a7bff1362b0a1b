import Stochastics

// What happens to the run: windows, faults, notices, failover.

extension Simulation {
  mutating func addControl(_ kind: Control.Kind, at time: Int64, hit: [Int] = []) {
    guard time >= 0, time < .max else { return }
    var index = controls.count
    if let free = freeControls.popLast() {
      index = free
      controls[index] = Control(kind: kind, hit: hit)
    } else {
      guard index < Identifier.end - Identifier.controls else { return }
      controls.append(Control(kind: kind, hit: hit))
    }
    push(time: time, priority: Priority.control, id: Identifier.controls + index)
  }

  @inline(never)
  mutating func control(_ index: Int) {
    let kind = controls[index].kind
    let hit = controls[index].hit
    controls[index] = Control(kind: .spent)
    freeControls.append(index)
    // What a fault sets in motion moves when the fault is complete.
    depth = Self.depthLimit
    defer { depth = 0 }
    switch kind {
    case .keepStarts: keepStarts()
    case .keepEnds: keepEnds()
    case .seriesTick: seriesTick()
    case .cutOff: stop = .cutOff
    case .faultBegins(let fault): faultBegins(fault)
    case .faultEnds(let fault): faultEnds(fault, hit: hit)
    case .noticeDead(let copy, let epoch): noticeDead(copy, epoch)
    case .noticeAlive(let copy, let epoch):
      if copies[copy].epoch == epoch, !copies[copy].isDead { copies[copy].isNoticed = false }
    case .restart(let copy, let epoch): if copies[copy].epoch == epoch { revive(copy) }
    case .failover(let shard, let component, let died):
      failOver(shard: shard, component: component, died: died)
    case .rescale(let scaler): rescale(scaler)
    case .idleEnds(let platform): idleEnds(platform)
    case .copyReady(let copy, let scaler): copyReady(copy, scaler)
    case .random(let copy, let fault): failAtRandom(copy, fault)
    case .noticeCut(let component): noticeCut(component)
    case .forgetCut: troubles.separations -= 1
    case .promote(let promotion): promote(promotion)
    case .windowEdge(let window): windowEdge(window)
    case .windowTick(let window): windowTick(window)
    case .spent: break
    }
  }

  // MARK: Copies

  mutating func die(_ copy: Int, silently: Bool, restarts: Bool) {
    copies[copy].deaths &+= 1
    guard copies[copy].deaths == 1 else { return }
    copies[copy].isSilent = silently
    copies[copy].epoch &+= 1
    let epoch = copies[copy].epoch
    let component = Int(copies[copy].component)
    let run = components[component]
    var detection = run.detection
    if silently { detection = detection &+ run.silence }
    addControl(.noticeDead(copy: copy, epoch: epoch), at: saturated(now, detection))
    if restarts {
      let wait = self.restarts[component].draw(&streams[2 * component + 1], ziggurat)
      addControl(.restart(copy: copy, epoch: epoch), at: saturated(now, wait))
    }
    if run.isLed, run.members > 1 {
      let shard = Int(run.firstShard) + Int(copies[copy].shard)
      if Int(shards[shard].leader) == copy {
        shards[shard].leaderDied = now
        if run.failover >= 0, run.replication != .none {
          addControl(
            .failover(shard: shard, component: component, died: now),
            at: saturated(now, run.failover))
        }
      }
    }
    if run.isLed {
      watchService(ofShard: Int(run.firstShard) + Int(copies[copy].shard), component)
    }
    empty(copy, silently: silently)
    if onDemand.count > 0 { stopOnDemand(copy) }
    if caches.count > 0 { dropCache(copy) }
    if hasCallers { forgetGuards(of: copy, silently: silently) }
    if run.consumesCount > 0 { wakeConsumers(besides: component) }
  }

  func saturated(_ time: Int64, _ span: Int64) -> Int64 {
    let (sum, overflow) = time.addingReportingOverflow(span)
    return overflow ? .max : sum
  }

  mutating func revive(_ copy: Int) {
    guard copies[copy].deaths > 0 else { return }
    copies[copy].deaths &-= 1
    guard copies[copy].deaths == 0 else { return }
    copies[copy].epoch &+= 1
    let isEmpty = copies[copy].isEmptied
    copies[copy].isSilent = false
    copies[copy].isEmptied = false
    if onDemand.count > 0 { settleOnDemand(copy) }
    let component = Int(copies[copy].component)
    let run = components[component]
    if copies[copy].isNoticed {
      addControl(
        .noticeAlive(copy: copy, epoch: copies[copy].epoch), at: saturated(now, run.revival))
    }
    if run.isLed {
      resend(to: copy)
      let shard = Int(run.firstShard) + Int(copies[copy].shard)
      if Int(shards[shard].leader) == copy {
        // It comes back without data and takes what its followers have.
        if isEmpty, run.members > 1 { loseRecent(shard, component) }
        shards[shard].leaderDied = -1
        unpark(shard)
        wakeConsumers(ofShard: shard, component)
      }
      watchService(ofShard: shard, component)
    }
    note(.serves, component)
    if run.consumesCount > 0 { pull(component) }
  }

  private mutating func noticeDead(_ copy: Int, _ epoch: UInt32) {
    guard copies[copy].epoch == epoch, copies[copy].isDead else { return }
    copies[copy].isNoticed = true
    let run = components[Int(copies[copy].component)]
    note(.noticed, Int(copies[copy].component))
    if run.isLed, run.replication == .sync { leaveSet(copy) }
  }

  /// A member that is noticed dead leaves the set: writes no longer wait for it.
  mutating func leaveSet(_ copy: Int) {
    let bit: UInt32 = 1 << UInt32(copies[copy].member)
    for task in 0..<taskCount
    where tasks[task].state == .forked && tasks[task].dropped & bit != 0
      && isSameShard(tasks[task].copy, copy)
    {
      tasks[task].dropped &= ~bit
      tasks[task].outstanding &-= 1
      // A publication that asked for fewer members than all still needs as many.
      if edges[Int(tasks[task].edge)].acks == 0 { tasks[task].need &-= 1 }
      if tasks[task].need <= 0 { written(UInt32(task)) }
    }
  }

  private func isSameShard(_ copy: Int32, _ other: Int) -> Bool {
    copy >= 0 && copies[Int(copy)].component == copies[other].component
      && copies[Int(copy)].shard == copies[other].shard
  }

  /// A member is back: writes that could not reach it are sent again.
  mutating func resend(to copy: Int) {
    let bit: UInt32 = 1 << UInt32(copies[copy].member)
    let count = taskCount
    for task in 0..<count
    where tasks[task].state == .forked && tasks[task].dropped & bit != 0
      && isSameShard(tasks[task].copy, copy)
    {
      tasks[task].dropped &= ~bit
      tasks[task].outstanding &-= 1
      writeTo(copy, of: UInt32(task))
      stall(UInt32(task))
    }
  }

  private mutating func failOver(shard: Int, component: Int, died: Int64) {
    guard shards[shard].leaderDied == died else { return }
    let run = components[component]
    let place = shard - Int(run.firstShard)
    let first = Int(run.firstCopy) + place * Int(run.members)
    guard
      let next = (first..<(first + Int(run.members))).first(where: { !copies[$0].isDead })
    else {
      // Nobody is left to take over: look again after the same time.
      addControl(
        .failover(shard: shard, component: component, died: died),
        at: saturated(now, max(1_000_000, run.failover)))
      return
    }
    loseRecent(shard, component)
    shards[shard].leader = Int32(next)
    shards[shard].leaderDied = -1
    if shards[shard].formerLeader >= 0 { settleApart(shard, component) }
    note(.promoted, component)
    watchService(ofShard: shard, component)
    unpark(shard)
    wakeConsumers(ofShard: shard, component)
  }

  /// Counts the acknowledged writes that had not reached the asynchronous followers when the
  /// leader died.
  private mutating func loseRecent(_ shard: Int, _ component: Int) {
    let run = components[component]
    guard run.replication == .async else { return }
    let reached = applied(component, at: shards[shard].leaderDied)
    var count = 0
    for _ in 0..<shards[shard].recent.count {
      let time = shards[shard].recent.removeFirst()
      if time > reached { count &+= 1 }
    }
    shards[shard].forgotten = now
    lose(count, shard, component)
  }

  // MARK: What dies

  /// Ends everything at a copy: with an error for callers, or in silence.
  private mutating func empty(_ copy: Int, silently: Bool) {
    copies[copy].head = Task.none
    copies[copy].tail = Task.none
    emptyRoom(copy)
    emptyProcessors(copy)
    let count = taskCount
    for index in 0..<count where Int(tasks[index].copy) == copy {
      let task = UInt32(index)
      switch tasks[index].state {
      case .free, .dead, .travelling, .returning, .thinking, .parked: continue
      case .waiting, .working, .sharing, .grouped, .calling, .forked, .pausing, .held, .starting,
        .awaiting:
        if tasks[index].kind == .user { continue }
        end(task, silently: silently)
      }
    }
    copies[copy].busyTime &+= now &* Int64(copies[copy].busy)
    copies[copy].waitingTime &+= now &* Int64(copies[copy].waiting)
    copies[copy].busy = 0
    copies[copy].waiting = 0
  }

  private mutating func end(_ task: UInt32, silently: Bool) {
    let at = Int(task)
    let state = tasks[at].state
    var hasEvent = state == .working || state == .pausing || state == .starting
    if tasks[at].state == .held {
      quitLine(task)
      hasEvent = tasks[at].hasStrayEvent
    }
    tasks[at].hasSlot = false
    if tasks[at].kind == .message { returnMessages(task) }
    if tasks[at].kind == .member {
      if isAwaited(task) {
        let parent = Int(tasks[at].parent)
        tasks[parent].dropped |= 1 << UInt32(copies[Int(tasks[at].copy)].member)
        stall(tasks[at].parent)
      }
    } else if tasks[at].kind == .request {
      return endRequestAtDead(task, silently: silently, hasEvent: hasEvent)
    } else if tasks[at].kind == .visit, isAwaited(task) {
      if silently { fallSilent(task) } else { answerForDead(task) }
    }
    tasks[at].hasStrayEvent = hasEvent
    release(task)
  }

  /// The copy at which a request was has died: its user is refused, or hears nothing.
  private mutating func endRequestAtDead(_ task: UInt32, silently: Bool, hasEvent: Bool) {
    // Its own calls are nobody's any more.
    if tasks[Int(task)].ties & (Tie.guarded | Tie.silence) != 0 { settleCall(task, nil) }
    tasks[Int(task)].open = 0
    if silently {
      tasks[Int(task)].hasStrayEvent = hasEvent
      return strand(task)
    }
    guard hasEvent else { return answer(task, .crash) }
    answerForDead(task)
    tasks[Int(task)].hasStrayEvent = true
    release(task)
  }

  /// A visit ends without an answer; the user of a request hears nothing any more.
  mutating func strand(_ task: UInt32) {
    let at = Int(task)
    guard tasks[at].kind == .request else {
      fallSilent(task)
      return release(task)
    }
    tasks[at].kind = .user
    tasks[at].state = .calling
    tasks[at].copy = -1
    tasks[at].hasSlot = false
    tasks[at].open = 0
  }

  /// A new task carries the refusal of one that still has an event.
  private mutating func answerForDead(_ task: UInt32) {
    let herald = copyBlock(of: task)
    if herald != Task.none { answer(herald, .crash) }
  }

  /// Another block with what a task holds, and without an open attempt.
  mutating func copyBlock(of task: UInt32) -> UInt32 {
    let block = allocate()
    if block == Task.none { return block }
    let generation = tasks[Int(block)].generation
    let tickets = tasks[Int(block)].tickets
    tasks[Int(block)] = tasks[Int(task)]
    tasks[Int(block)].generation = generation
    tasks[Int(block)].tickets = tickets
    tasks[Int(block)].open = 0
    tasks[Int(block)].ties = 0
    return block
  }

  /// Counts acknowledged writes that no member outside `dying` holds.
  ///
  /// Only a lost place takes
  /// data with it; a crash leaves them on the disk.
  mutating func countLostWrites(with dying: [Int]) {
    let dead = Set(dying)
    var seen: Set<Int> = []
    for copy in dying {
      let component = Int(copies[copy].component)
      let run = components[component]
      guard run.isLed, run.isDurable || run.writesAlways else { continue }
      let shard = Int(run.firstShard) + Int(copies[copy].shard)
      guard seen.insert(shard).inserted else { continue }
      let first = Int(run.firstCopy) + Int(copies[copy].shard) * Int(run.members)
      let survivors = (first..<(first + Int(run.members))).filter {
        !dead.contains($0) && !(copies[$0].isDead && copies[$0].isSilent)
      }
      if survivors.isEmpty || run.replication == .none {
        let leaderLives = survivors.contains(Int(shards[shard].leader))
        if !leaderLives {
          lose(run.channelCount > 0 ? .max : allWrites(shard, run), shard, component)
          for _ in 0..<shards[shard].recent.count { _ = shards[shard].recent.removeFirst() }
        }
        shards[shard].acknowledged = leaderLives ? shards[shard].acknowledged : 0
      } else if run.replication == .async {
        // What the followers do not have dies with the leader, whoever takes over and when.
        if dead.contains(Int(shards[shard].leader)), !copies[Int(shards[shard].leader)].isDead {
          shards[shard].leaderDied = now
          loseRecent(shard, component)
        }
      } else {
        lose(unfinishedEverywhere(survivors), shard, component)
      }
    }
  }

  /// The last acknowledged writes of a shard are lost; of a broker, those that wait to be handled.
  mutating func lose(_ count: Int, _ shard: Int, _ component: Int) {
    if components[component].channelCount > 0 {
      loseMessages(shard, component, last: count)
    } else {
      states[component].lost &+= count
    }
  }

  /// Acknowledged writes that all of the survivors have still to do.
  private func unfinishedEverywhere(_ survivors: [Int]) -> Int {
    var pending: [UInt64: Int] = [:]
    for index in 0..<taskCount
    where tasks[index].kind == .member && survivors.contains(Int(tasks[index].copy)) {
      switch tasks[index].state {
      case .travelling, .waiting, .working:
        guard !isAwaited(UInt32(index)) else { continue }
        let write =
          UInt64(tasks[index].parent) << 32
          ^ UInt64(tasks[index].parentGeneration) << 16 ^ UInt64(tasks[index].ticket)
        pending[write, default: 0] += 1
      default: continue
      }
    }
    return pending.values.reduce(0) { $0 + ($1 >= survivors.count ? 1 : 0) }
  }
}
