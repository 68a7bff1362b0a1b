// A request that moves on to another component, with its caller none the wiser.

extension Simulation {
  /// The request moves on to another component; false where the table leaves it here.
  mutating func handOn(_ task: UInt32, _ table: Int) -> Bool {
    let edge = Int(drawBranch(table, flow(task)))
    if edge < 0 { return false }
    let from = place(task)
    let old = Int(tasks[Int(task)].copy)
    giveSlot(task)
    states[Int(edges[edge].target)].called &+= 1
    // The sender is where turns are counted; the answer goes back by the call it came by.
    tasks[Int(task)].copy = Int32(truncatingIfNeeded: old)
    tasks[Int(task)].isWrite = edges[edge].isWrite
    sendOn(task, edge: edge, from: from)
    return true
  }

  private mutating func sendOn(_ task: UInt32, edge: Int, from: Int) {
    let target = Int(edges[edge].target)
    let component = Int(copies[Int(tasks[Int(task)].copy)].component)
    let local = Int(tasks[Int(task)].copy) &- Int(components[component].firstCopy)
    let chosen = chooseCopy(task, target, from: from, turn: Int(edges[edge].turnStart) &+ local)
    if chosen < 0 { return answer(task, .crash) }
    if locationCount > 1, deadLocations[from] > 0 || deadLocations[Int(copies[chosen].location)] > 0
    {
      return strand(task)
    }
    tasks[Int(task)].copy = Int32(truncatingIfNeeded: chosen)
    travel(task, edge: edge, from: from, to: Int(copies[chosen].location), back: false)
  }
}
