import Stochastics

// Messages that are lost or late on the way, members that are further behind, and data that are
// gone.

extension Simulation {
  /// Moves a task over a call whose messages faults can lose or delay.
  @inline(never)
  mutating func travelInTrouble(_ visit: UInt32, edge: Int, delay: Int64, back: Bool) {
    let run = edges[edge]
    let trouble = troubles.links.base + Int(run.link)
    if trouble.pointee.passes < 1, loses(trouble) {
      strand(visit)  // the message is gone
      return
    }
    var delay = delay
    if !latencies[Int(run.latency)].isConstant {
      delay &+= latencies[Int(run.latency)].draw(&streams[Int(run.stream)], ziggurat)
    }
    if trouble.pointee.factor != 1 {
      delay = Int64(min(4e18, Double(delay) * trouble.pointee.factor))
    }
    delay = saturated(delay, trouble.pointee.adds)
    if delay > 0 { return schedule(visit, at: saturated(now, delay)) }
    ready.append(visit)
  }

  private func loses(_ trouble: UnsafeMutablePointer<LinkTrouble>) -> Bool {
    guard var random = trouble.pointee.random else { return false }
    let draw = random.uniform()
    trouble.pointee.random = random
    return draw >= trouble.pointee.passes
  }

  /// Works out anew what faults do to the messages of a call.
  mutating func renewLink(_ edge: Int) {
    var trouble = troubles.links[edge]
    trouble.passes = 1
    trouble.factor = 1
    trouble.adds = 0
    for index in trouble.active {
      switch faults[index].kind {
      case .drop(_, let share): trouble.passes *= 1 - share
      case .delay(_, let factor, let adds):
        trouble.factor *= factor
        trouble.adds = saturated(trouble.adds, adds)
      default: break
      }
    }
    if trouble.random == nil {
      trouble.random = RandomStream(seed: seed, name: "loss/\(troubles.edgeNames[edge])")
    }
    troubles.links[edge] = trouble
  }

  // MARK: Lag

  /// Up to when asynchronous members have what was written.
  func applied(_ component: Int, at time: Int64) -> Int64 {
    let plain = time &- components[component].lag
    guard troubles.lags.count > 0 else { return plain }
    let trouble = troubles.lags[component]
    if trouble.extra == 0 { return max(trouble.floor, plain) }
    let (late, overflow) = plain.subtractingReportingOverflow(trouble.extra)
    return max(trouble.floor, overflow ? .min : late)
  }

  /// Members fall further behind, or catch up; what they have they keep.
  mutating func moveLag(_ component: Int, _ by: Int64) {
    troubles.lags[component].floor = applied(component, at: now)
    troubles.lags[component].extra = max(0, saturated(troubles.lags[component].extra, by))
  }

  // MARK: Data

  /// The data of a component are gone on every member; it serves on, empty.
  mutating func wipe(_ component: Int) {
    let run = components[component]
    guard run.isLed else { return }
    for shard in Int(run.firstShard)..<Int(run.firstShard + run.shards) {
      lose(run.channelCount > 0 ? .max : allWrites(shard, run), shard, component)
      shards[shard].acknowledged = 0
      shards[shard].forgotten = now
      for _ in 0..<shards[shard].recent.count { _ = shards[shard].recent.removeFirst() }
    }
  }
}
