// Breakers: closed, open, half open.

extension Simulation {
  /// Whether a breaker lets a call through; notes what the call owes it.
  mutating func passes(breaker index: Int, _ caller: UInt32) -> Bool {
    let breaker = breakers.base + index
    var promises = Promise.word
    switch breaker.pointee.state {
    case .closed: break
    case .open:
      guard now &- breaker.pointee.opened >= breaker.pointee.openFor else { return false }
      change(index, to: .halfOpen)
      fallthrough
    case .halfOpen:
      guard breaker.pointee.probing < breaker.pointee.probes else { return false }
      breaker.pointee.probing &+= 1
      promises |= Promise.probe
    }
    sides[Int(caller)].era = breaker.pointee.era
    sides[Int(caller)].promises |= promises
    return true
  }

  /// Tells a breaker how a call ended; nil where its caller died.
  ///
  /// What the caller's own mechanisms refused says nothing of the callee, and what was sent before
  /// the last change of state nothing of its present state.
  mutating func tell(breaker index: Int, _ caller: UInt32, _ answer: Answer?) {
    let breaker = breakers.base + index
    let promises = sides[Int(caller)].promises
    guard sides[Int(caller)].era == breaker.pointee.era else { return }
    guard let answer, promises & Promise.refusal == 0 else {
      if promises & Promise.probe != 0 { breaker.pointee.probing &-= 1 }
      return
    }
    switch breaker.pointee.state {
    case .open: break
    case .halfOpen:
      if answer != .ok { return change(index, to: .open) }
      breaker.pointee.passed &+= 1
      if breaker.pointee.passed == breaker.pointee.probes { change(index, to: .closed) }
    case .closed:
      remember(breaker, isBad: answer != .ok)
      let count = breaker.pointee.ends.count
      guard count >= breaker.pointee.minCalls,
        Double(breaker.pointee.bad) >= breaker.pointee.tripAt * Double(count) * (1 - 1e-12)
      else { return }
      change(index, to: .open)
    }
  }

  /// Adds the end of a call to the window and takes out what has left it.
  private func remember(_ breaker: UnsafeMutablePointer<Breaker>, isBad: Bool) {
    breaker.pointee.ends.append(isBad ? ~now : now)
    if isBad { breaker.pointee.bad &+= 1 }
    while true {
      let first = breaker.pointee.ends.first
      let ended = first < 0 ? ~first : first
      let isOld = ended <= now &- breaker.pointee.window
      guard isOld || breaker.pointee.ends.count > Breaker.memory else { return }
      if first < 0 { breaker.pointee.bad &-= 1 }
      _ = breaker.pointee.ends.removeFirst()
    }
  }

  private mutating func change(_ index: Int, to state: Breaker.State) {
    let breaker = breakers.base + index
    breaker.pointee.state = state
    breaker.pointee.era &+= 1
    breaker.pointee.opened = now
    breaker.pointee.probing = 0
    breaker.pointee.passed = 0
    breaker.pointee.ends.removeAll()
    breaker.pointee.bad = 0
  }

  /// A breaker begins anew with its copy.
  mutating func reset(breaker index: Int) { change(index, to: .closed) }
}
