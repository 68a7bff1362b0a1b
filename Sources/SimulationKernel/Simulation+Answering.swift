// How a visit ends and its answer goes back.

extension Simulation {
  /// A visit's own part is over: it gives its slot back and answers.
  @inline(__always)
  mutating func finishVisit(_ task: UInt32, _ result: Answer) {
    giveSlot(task)
    if tasks[Int(task)].kind == .message { return finishMessages(task, result) }
    if result == .ok { settleWrite(task) }
    answer(task, result)
  }

  /// Acknowledges a write of the only copy or the leader.
  @inline(__always)
  private mutating func settleWrite(_ task: UInt32) {
    let copy = Int(tasks[Int(task)].copy)
    guard copies[copy].isSpecial else { return }
    let component = Int(copies[copy].component)
    guard components[component].isLed else { return }
    if tasks[Int(task)].isWrite || components[component].writesAlways {
      acknowledge(task, component)
    }
  }

  /// Sends the answer of a task on its way.
  @inline(__always)
  mutating func answer(_ task: UInt32, _ result: Answer) {
    let block = tasks.base + Int(task)
    block.pointee.answer = result
    let edge = Int(block.pointee.edge)
    let from = place(task)
    if block.pointee.kind == .request {
      let to = Int(block.pointee.location)
      if from == to, edges[edge].isInstant, depth < Self.depthLimit {
        // As `travel` and `deliver` would, for one who always waits and is where the copy is.
        return deliverToUser(task, edge: edge, result)
      }
      return travel(task, edge: edge, from: from, to: to, back: true)
    }
    if !isAwaited(task) { return release(task) }
    travel(task, edge: edge, from: from, to: place(block.pointee.parent), back: true)
  }

  /// An answer that needs no way: nothing was reached.
  mutating func answerAtCaller(_ task: UInt32, _ result: Answer) {
    tasks[Int(task)].answer = result
    if !isAwaited(task) { return release(task) }
    tasks[Int(task)].state = .returning
    ready.append(task)
  }

  /// An answer has come back.
  @inline(__always)
  mutating func deliver(_ task: UInt32) {
    let at = Int(task)
    let parent = tasks[at].parent
    let result = tasks[at].answer
    if !isAwaited(task) { return release(task) }
    if tasks[at].kind == .member { return memberDelivered(task, result) }
    let edge = Int(tasks[at].edge)
    if tasks[at].kind == .request { return deliverToUser(task, edge: edge, result) }
    if result == .ok {
      if _slowPath(hasFallbacks), parent != task {
        sides[Int(parent)].lesser |= sides[at].lesser
      }
      tell(edge, task)
    }
    release(task)
    callEnded(parent, result)
  }

  /// The answer to a user whose request is its own visit.
  @inline(__always)
  private mutating func deliverToUser(_ task: UInt32, edge: Int, _ result: Answer) {
    if result == .ok { tell(edge, task) }
    endRequest(task, result)
  }

  /// Notes what the good answer to a call tells of: writes, for obligations and probes.
  @inline(__always)
  private mutating func tell(_ edge: Int, _ task: UInt32) {
    if edges[edge].writes != 0 { mark(edges[edge].writes, task) }
    if probeCount > 0, edges[edge].probesWritten != 0 { touch(edges[edge].probesWritten, task) }
  }
}
