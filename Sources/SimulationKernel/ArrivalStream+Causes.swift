import Stochastics

extension ArrivalStream {
  /// Draws the next first cause, in operational time.
  private mutating func drawCause() -> Int64? {
    let amount = random.exponential(ziggurat)
    return clock.moment(after: amount, ziggurat)
  }

  /// Arrivals that cause others.
  ///
  /// Source: Angelos Dassios and Hongbiao Zhao, "Exact simulation of Hawkes process with
  /// exponentially decaying intensity", Electronic Communications in Probability 18, 2013,
  /// algorithm 3.1, with the first causes drawn by inversion of their own rate, and the earliest
  /// of several kernels taken.
  mutating func fillHawkes(_ kernels: [(branching: Double, decay: Double)]) {
    if !isStarted {
      isStarted = true
      intensities = Array(repeating: 0, count: kernels.count)
      nextCause = drawCause()
    }
    while filled < Self.block {
      var wait = nextCause.map { Double($0 &- now) } ?? .infinity
      var isFirstCause = true
      for (index, kernel) in kernels.enumerated() where intensities[index] > 0 {
        let mass = intensities[index] / kernel.decay
        let draw = random.exponential(ziggurat)
        guard draw < mass else { continue }
        let candidate = -Elementary.log1p(-draw / mass) / kernel.decay
        if candidate < wait {
          wait = candidate
          isFirstCause = false
        }
      }
      // Both below 2^62.
      let moment = now &+ ArrivalClock.rounded(min(wait, 4e18))
      guard moment <= horizon else {
        isOver = true
        return
      }
      let passed = Double(moment &- now)
      for (index, kernel) in kernels.enumerated() {
        intensities[index] =
          intensities[index] * Elementary.exp(-kernel.decay * passed)
          + kernel.branching * kernel.decay
      }
      if isFirstCause { nextCause = drawCause() }
      put(moment)
    }
  }

  /// Bursts, which may lie over each other.
  mutating func fillBursts(count: Int, at: Int64, every: Int64, over: Int64) {
    if !isStarted {
      isStarted = true
      nextCause = at
    }
    while filled < Self.block {
      if let start = nextCause, start <= groups.earliest {
        groups.insert(ArrivalGroup(next: start, start: start, size: max(1, count), serial: serial))
        serial &+= 1
        let (following, overflows) = start.addingReportingOverflow(every)
        nextCause = every > 0 && !overflows && following <= horizon ? following : nil
      }
      guard takeMember(after: { min(RateSpec.latest, over.part($0.taken, of: $0.size)) }) else {
        return
      }
    }
  }

  /// Batches, which may lie over each other.
  mutating func fillBatches(size: CountSpread, spacing: Int64, sharedKey share: Double) {
    if !isStarted {
      isStarted = true
      nextCause = drawCause()
    }
    while filled < Self.block {
      if let start = nextCause, start < groups.earliest {
        nextCause = drawCause()
        serial &+= 1
        let members = size.draw(&random, ziggurat)
        let shares = share > 0 && random.uniform() < share
        groups.insert(
          ArrivalGroup(next: start, start: start, size: members, serial: shares ? serial : 0))
      }
      guard
        takeMember(after: { group in
          let (offset, overflows) = spacing.multipliedReportingOverflow(by: Int64(group.taken))
          return overflows ? RateSpec.latest : min(offset, RateSpec.latest)
        })
      else { return }
    }
  }

  /// Takes the next member of the group that is first.
  ///
  /// `after` is the time from a group's start to its next member. False when no more come.
  @inline(__always)
  private mutating func takeMember(after: (ArrivalGroup) -> Int64) -> Bool {
    guard var group = groups.first, group.next <= horizon else {
      isOver = true
      return false
    }
    keys?[filled] = group.serial
    put(group.next)
    group.taken += 1
    group.next = group.start &+ after(group)
    groups.replaceFirst(by: group.taken < group.size ? group : nil)
    return true
  }

  /// The moments of a trace.
  mutating func fillTrace(_ moments: [Int64]) {
    while filled < Self.block {
      guard traced < moments.count, moments[traced] <= horizon else {
        isOver = true
        return
      }
      put(moments[traced])
      traced += 1
    }
  }
}

extension Int64 {
  /// `number` parts of a length that is cut into `count` equal ones.
  fileprivate func part(_ number: Int, of count: Int) -> Int64 {
    let product = multipliedFullWidth(by: Int64(number))
    return Int64(count).dividingFullWidth(product).quotient
  }
}
