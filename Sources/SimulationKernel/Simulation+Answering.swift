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
    tasks[Int(task)].answer = result
    if !isAwaited(task) { return release(task) }
    let edge = Int(tasks[Int(task)].edge)
    let from = place(task)
    let to =
      tasks[Int(task)].kind == .request
      ? Int(tasks[Int(task)].location) : place(tasks[Int(task)].parent)
    travel(task, edge: edge, from: from, to: to, back: true)
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
    if result == .ok {
      if _slowPath(hasFallbacks), parent != task {
        sides[Int(parent)].lesser |= sides[at].lesser
      }
      let edge = edges[Int(tasks[at].edge)]
      if edge.writes != 0 { mark(edge.writes, task) }
      if probeCount > 0, edge.probesWritten != 0 { touch(edge.probesWritten, task) }
    }
    if tasks[at].kind == .request { return endRequest(task, result) }
    release(task)
    callEnded(parent, result)
  }
}
