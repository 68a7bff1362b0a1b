import Stochastics

// Writes to several members of a shard, leaders, and what is acknowledged.

extension Simulation {
  /// A visit has come to a led component.
  ///
  /// Returns whether it goes on as an ordinary visit.
  @inline(__always)
  mutating func reachLed(_ visit: UInt32, _ component: Int) -> Bool {
    let at = Int(visit)
    let run = components[component]
    let writes = tasks[at].isWrite || run.writesAlways
    guard writes || asksLeader(visit, component) else { return true }
    let state = Int(run.firstShard) &+ Int(tasks[at].shard)
    var leader = Int(shards[state].leader)
    if _slowPath(troubles.separations > 0) {
      leader = leaderInTrouble(visit, state)
      if leader < 0 {
        strand(visit)
        return false
      }
    }
    tasks[at].copy = Int32(truncatingIfNeeded: leader)
    if copies[leader].isDead, run.members > 1, run.replication != .none {
      park(visit, state)
      return false
    }
    if writes, run.channelCount > 0, run.capacity >= 0,
      states[component].messages >= run.capacity
    {
      states[component].refused &+= 1
      answer(visit, .capacityFull)
      return false
    }
    if writes, run.members > 1, run.replication == .sync || run.replication == .quorum {
      if copies[leader].isDead { return true }
      coordinate(visit, component)
      return false
    }
    return true
  }

  private mutating func park(_ visit: UInt32, _ state: Int) {
    tasks[Int(visit)].state = .parked
    tasks[Int(visit)].next = Task.none
    if shards[state].parkedTail == Task.none {
      shards[state].parkedHead = visit
    } else {
      tasks[Int(shards[state].parkedTail)].next = visit
    }
    shards[state].parkedTail = visit
    fallSilent(visit)
  }

  /// Lets in what has waited for a leader.
  mutating func unpark(_ state: Int) {
    var visit = shards[state].parkedHead
    shards[state].parkedHead = Task.none
    shards[state].parkedTail = Task.none
    while visit != Task.none {
      let next = tasks[Int(visit)].next
      if isAwaited(visit) || tasks[Int(visit)].parent == Task.none {
        tasks[Int(visit)].state = .travelling
        breakHush(of: visit)
        ready.append(visit)
      } else {
        release(visit)
      }
      visit = next
    }
  }

  /// Sends a write to all members at once, the leader's own among them.
  private mutating func coordinate(_ visit: UInt32, _ component: Int) {
    let at = Int(visit)
    let run = components[component]
    tasks[at].pc = handler(component, tasks.base + at)
    tasks[at].tickets &+= 1
    if tasks[at].tickets == 0 { tasks[at].tickets = 1 }
    tasks[at].open = tasks[at].tickets
    tasks[at].dropped = 0
    tasks[at].outstanding = 0
    let first = Int(run.firstCopy) + Int(tasks[at].shard) * Int(run.members)
    var inSet: Int32 = 0
    let here = Int(copies[Int(tasks[at].copy)].location)
    for member in 0..<Int(run.members) where !isOut(first + member, from: here) { inSet += 1 }
    let acks = edges[Int(tasks[at].edge)].acks
    let asked = run.replication == .sync ? inSet : run.writeQuorum
    tasks[at].need = Int16(acks > 0 ? min(acks, run.members) : max(1, asked))
    for member in 0..<Int(run.members) {
      if isOut(first + member, from: here) {
        tasks[at].dropped |= 1 << UInt32(member)
        tasks[at].outstanding &+= 1
      } else {
        writeTo(first + member, of: visit)
      }
    }
    tasks[at].state = .forked
    if tasks[at].dropped != 0 { stall(visit) }
  }

  /// Looks whether enough members are within reach to answer a write.
  mutating func stall(_ visit: UInt32) {
    let at = Int(visit)
    guard tasks[at].state == .forked else { return }
    let unreached = Int16(truncatingIfNeeded: tasks[at].dropped.nonzeroBitCount)
    if tasks[at].outstanding &- unreached < tasks[at].need {
      fallSilent(visit)
    } else {
      breakHush(of: visit)
    }
  }

  /// Sends the write of a visit to one member.
  mutating func writeTo(_ copy: Int, of visit: UInt32) {
    let member = allocate()
    if member == Task.none { return }
    let at = Int(member)
    let parent = Int(visit)
    tasks[parent].outstanding &+= 1
    let from = place(visit)
    tasks[at].kind = .member
    tasks[at].parent = visit
    tasks[at].parentGeneration = tasks[parent].generation
    tasks[at].ticket = tasks[parent].open
    tasks[at].root = tasks[parent].root
    tasks[at].rootGeneration = tasks[parent].rootGeneration
    tasks[at].operation = tasks[parent].operation
    tasks[at].program = tasks[parent].program
    tasks[at].isWrite = tasks[parent].isWrite
    tasks[at].isCounted = tasks[parent].isCounted
    tasks[at].edge = tasks[parent].edge
    tasks[at].shard = tasks[parent].shard
    tasks[at].copy = Int32(truncatingIfNeeded: copy)
    tasks[at].hasSlot = false
    tasks[at].messages = Task.none
    if fillsSides { fillSide(member, from: visit) }
    move(member, from: from, to: Int(copies[copy].location), back: false)
  }

  /// Moves a member's write or its answer; the latency of the call itself does not apply.
  private mutating func move(_ task: UInt32, from: Int, to: Int, back: Bool) {
    tasks[Int(task)].state = back ? .returning : .travelling
    if from == to {
      ready.append(task)
      return
    }
    if deadLocations[from] > 0 || deadLocations[to] > 0 {
      return back ? release(task) : dropMember(task)
    }
    if troubles.separations > 0, isCut(from, to) { return dropMember(task) }
    let path = from &* locationCount &+ to
    let bytes = back ? 0 : edges[Int(tasks[Int(task)].edge)].bytesOut
    let delay = delays[path] &+ transfer(task, path: path, bytes: bytes)
    if delay == 0 { ready.append(task) } else { scheduleLane(task, delay: delay) }
  }

  /// A member could not be reached: its write is sent again when it is back.
  mutating func dropMember(_ task: UInt32) {
    if isAwaited(task) {
      let copy = Int(tasks[Int(task)].copy)
      let parent = Int(tasks[Int(task)].parent)
      tasks[parent].dropped |= 1 << UInt32(copies[copy].member)
      stall(tasks[Int(task)].parent)
    }
    release(task)
  }

  /// A member has done its write, or refused it.
  mutating func memberAnswered(_ task: UInt32, _ result: Answer) {
    giveSlot(task)
    tasks[Int(task)].answer = result
    if !isAwaited(task) { return release(task) }
    move(task, from: place(task), to: place(tasks[Int(task)].parent), back: true)
  }

  mutating func finishMember(_ task: UInt32, _ result: Answer) { memberAnswered(task, result) }

  /// A member's answer has reached the visit that wrote.
  mutating func memberDelivered(_ task: UInt32, _ result: Answer) {
    let visit = tasks[Int(task)].parent
    let at = Int(visit)
    // Who asks for the leader's write waits for that one, not for the fastest.
    let asksLeader = edges[Int(tasks[at].edge)].acks == 1
    let isLeaders = tasks[Int(task)].copy == tasks[at].copy
    release(task)
    tasks[at].outstanding &-= 1
    if result == .ok, isLeaders || !asksLeader { tasks[at].need &-= 1 }
    if tasks[at].need <= 0 { return written(visit) }
    if tasks[at].outstanding < tasks[at].need || (asksLeader && isLeaders) {
      tasks[at].open = 0
      finishVisit(visit, result == .ok ? .error : result)
    }
  }

  /// Enough members have the write.
  mutating func written(_ visit: UInt32) {
    let at = Int(visit)
    let copy = Int(tasks[at].copy)
    let component = Int(copies[copy].component)
    tasks[at].open = 0
    tasks[at].state = .working
    let errors = copies[copy].errors
    if errors > 0, streams[2 &* component &+ 1].uniform() < errors {
      return finishVisit(visit, .error)
    }
    markServed(visit, component)
    tasks[at].pc &+= 1
    step(visit)
  }

  /// Counts an acknowledged write and hands messages of brokers on.
  mutating func acknowledge(_ visit: UInt32, _ component: Int) {
    states[component].acknowledged &+= 1
    let run = components[component]
    let state = Int(run.firstShard) &+ Int(tasks[Int(visit)].shard)
    shards[state].acknowledged &+= 1
    if _slowPath(run.backupEvery > 0) { noteUnsaved(state, run.backupEvery) }
    if run.replication == .async, run.members > 1 {
      let reached = shards[state].apartSince < 0 ? applied(component, at: now) : .min
      while !shards[state].recent.isEmpty, shards[state].recent.first <= reached {
        _ = shards[state].recent.removeFirst()
      }
      shards[state].recent.append(now)
      if run.countsReads { noteWrite(visit, component, state) }
    }
    if _slowPath(shards[state].apartSince >= 0) { countApart(state, tasks[Int(visit)].copy) }
    if run.channelCount > 0 { publish(visit, run, component) }
  }
}
