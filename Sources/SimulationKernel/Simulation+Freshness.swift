// What reads of followers may see, and how many of them miss what has been acknowledged.

extension EdgeSpec {
  /// How far behind a member of the target may be that answers: -1 for the leader alone.
  func mostBehind(in model: borrowing KernelModel) -> Int64 {
    mostBehind ?? (model.components[target].strictReads ? -1 : .max)
  }
}

extension Simulation {
  /// The stores of which a read may miss an acknowledged write.
  static func countingReads(_ model: borrowing KernelModel) -> Set<Int> {
    var result: Set<Int> = []
    for edge in model.edges where !edge.isWrite && edge.mostBehind(in: model) >= 0 {
      let target = model.components[edge.target]
      if target.isLed, target.members > 1, target.replication == .async {
        result.insert(edge.target)
      }
    }
    return result
  }

  /// Whether the leader must answer a visit that reads.
  @inline(__always)
  func asksLeader(_ visit: UInt32, _ component: Int) -> Bool {
    let most = edges[Int(tasks[Int(visit)].edge)].mostBehind
    if most < 0 { return true }
    if most == .max || components[component].replication != .async { return false }
    return applied(component, at: now) < now &- most
  }

  private func item(_ state: Int, _ key: UInt32) -> UInt64 { UInt64(state) << 32 | UInt64(key) }

  /// Notes an acknowledged write of a store whose followers answer reads.
  mutating func noteWrite(_ visit: UInt32, _ component: Int, _ state: Int) {
    shards[state].lastWrite = now
    let task = tasks.base + Int(visit)
    guard hasKey(task) else {
      shards[state].lastUnkeyed = now
      return
    }
    lastWrites[item(state, task.pointee.key)] = now
    guard lastWrites.count >= lastWritesKept else { return }
    // A member beyond a cut may miss more: then nothing is forgotten.
    let reached = troubles.separations > 0 ? .min : applied(component, at: now)
    lastWrites = lastWrites.filter { $0.value > reached }
    lastWritesKept = max(1024, 2 * lastWrites.count)
  }

  /// Counts a read that is done at a copy, and whether it missed a write of its item.
  ///
  /// For a request without a key the shard is one item, and a write without one may be of any.
  @inline(never)
  mutating func countRead(_ visit: UInt32, _ component: Int) {
    let task = tasks.base + Int(visit)
    guard !task.pointee.isWrite, task.pointee.kind == .visit || task.pointee.kind == .request
    else { return }
    states[component].reads &+= 1
    let copy = Int(task.pointee.copy)
    let state = Int(components[component].firstShard) &+ Int(copies[copy].shard)
    let leader = Int(shards[state].leader)
    guard copy != leader else { return }
    var last = shards[state].lastWrite
    if hasKey(task) {
      last = max(shards[state].lastUnkeyed, lastWrites[item(state, task.pointee.key)] ?? -1)
    }
    guard last > shards[state].forgotten, last > reached(copy, of: state, component) else { return }
    states[component].staleReads &+= 1
    if task.pointee.kind == .request {
      task.pointee.mask |= Task.sawOldData
    } else {
      mark(Task.sawOldData, visit)
    }
  }

  /// Up to when a member has what was acknowledged.
  private func reached(_ copy: Int, of state: Int, _ component: Int) -> Int64 {
    let usual = applied(component, at: now)
    let apart = shards[state].apartSince
    let leader = Int(shards[state].leader)
    guard apart >= 0, isCut(Int(copies[leader].location), Int(copies[copy].location)) else {
      return usual
    }
    return min(usual, applied(component, at: apart))
  }
}
