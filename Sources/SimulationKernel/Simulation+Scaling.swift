import Stochastics

// Copies that come and go with the load.
//
// The rule is that of horizontal autoscalers: wanted = ceil(running x signal / target), left alone
// within a tolerance. Source: Kubernetes documentation, "Horizontal Pod Autoscaling", section
// "Algorithm details".

extension Simulation {
  /// Takes away what does not run at the start, and begins to look.
  mutating func startScaling() {
    for index in 0..<scalers.count {
      let scaler = scalers.base + index
      for copy
        in (scaler.pointee.first + scaler.pointee.spec.start)..<(scaler.pointee.first
        + scaler.pointee.count)
      {
        copies[copy].isAway = true
      }
      addControl(.rescale(index), at: scaler.pointee.spec.period)
    }
  }

  /// Looks at the signal, and adds copies or takes some away.
  mutating func rescale(_ index: Int) {
    let scaler = scalers.base + index
    let spec = scaler.pointee.spec
    let range = scaler.pointee.first..<(scaler.pointee.first + scaler.pointee.count)
    let ready = range.reduce(0) { $0 + (copies[$1].isAway || copies[$1].isDead ? 0 : 1) }
    let noticed = range.reduce(0) { $0 + (!copies[$1].isAway && copies[$1].isNoticed ? 1 : 0) }
    let ratio = signal(scaler, range, ready: ready) / spec.target
    let present = scaler.pointee.running &- noticed &+ scaler.pointee.starting
    var wanted = present
    if ready > 0, abs(ratio - 1) > spec.tolerance {
      wanted = Int(min(1e6, (Double(ready) * ratio).rounded(.up)))
    }
    wanted = max(spec.least, min(scaler.pointee.count, wanted))
    if wanted > present {
      add(min(spec.step, wanted - present), scaler, index, range)
    } else if wanted < present, now &- scaler.pointee.changed >= spec.cooldown {
      takeAway(min(spec.step, present - wanted), scaler, range)
    }
    addControl(.rescale(index), at: saturated(now, spec.period))
  }

  private mutating func signal(
    _ scaler: UnsafeMutablePointer<Scaler>, _ range: Range<Int>, ready: Int
  ) -> Double {
    let span = now &- scaler.pointee.looked
    scaler.pointee.looked = now
    let component = scaler.pointee.component
    let busy = range.reduce(Int64(0)) { $0 &+ busyTime($1) }
    let used = busy &- scaler.pointee.busyBefore
    scaler.pointee.busyBefore = busy
    let calls = states[component].called &- scaler.pointee.calledBefore
    scaler.pointee.calledBefore = states[component].called
    guard ready > 0, span > 0 else { return 0 }
    switch scaler.pointee.spec.signal {
    case .busy:
      let slots = components[component].slots
      return Double(used) / Double(span) / (Double(max(1, slots)) * Double(ready))
    case .waiting:
      var waiting = range.reduce(0) { $0 + Int(copies[$1].waiting) }
      let run = components[component]
      for place in 0..<Int(run.consumesCount) {
        waiting += channels[Int(lists[Int(run.consumesStart) + place])].count
      }
      return Double(waiting) / Double(ready)
    case .rate:
      let run = components[component]
      let all = (Int(run.firstCopy)..<Int(run.firstCopy + run.copyCount)).reduce(0) {
        $0 + (copies[$1].isAway || copies[$1].isDead ? 0 : 1)
      }
      return Double(calls) / (Double(span) * 1e-9) / Double(max(1, all))
    }
  }

  /// Counts of a component begin anew.
  mutating func forgetCalls() {
    for index in 0..<scalers.count {
      scalers[index].calledBefore &-= states[scalers[index].component].called
    }
  }

  private mutating func add(
    _ number: Int, _ scaler: UnsafeMutablePointer<Scaler>, _ index: Int, _ range: Range<Int>
  ) {
    var left = number
    let stream = 2 * scaler.pointee.component + 1
    for copy in range where left > 0 && copies[copy].isAway && !copies[copy].isStarting {
      copies[copy].isStarting = true
      left -= 1
      scaler.pointee.paidTime &-= now
      scaler.pointee.starting += 1
      let wait = scaler.pointee.spec.warmup.draw(&streams[stream], ziggurat)
      addControl(.copyReady(copy: copy, scaler: index), at: saturated(now, wait))
    }
    if left < number { scaler.pointee.changed = now }
  }

  /// A new copy serves.
  mutating func copyReady(_ copy: Int, _ index: Int) {
    let scaler = scalers.base + index
    copies[copy].isStarting = false
    copies[copy].isAway = false
    scaler.pointee.starting -= 1
    scaler.pointee.running += 1
    scaler.pointee.runningTime &-= now
    guard !copies[copy].isDead else { return }
    if copies[copy].looksForWork {
      // As many as it has slots may begin at once.
      let slots = components[scaler.pointee.component].slots
      for _ in 0..<max(1, min(4096, slots)) {
        let before = copies[copy].busy
        lookForWork(copy)
        if copies[copy].busy == before { break }
      }
    }
  }

  /// Copies get nothing new any more; what they have they finish.
  private mutating func takeAway(
    _ number: Int, _ scaler: UnsafeMutablePointer<Scaler>, _ range: Range<Int>
  ) {
    // Those that are being started do not count as there yet.
    var left = min(number, scaler.pointee.running - scaler.pointee.spec.least)
    let most = left
    for copy in range.reversed() where left > 0 && !copies[copy].isAway && !copies[copy].isNoticed {
      copies[copy].isAway = true
      left -= 1
      scaler.pointee.running -= 1
      scaler.pointee.runningTime &+= now
      scaler.pointee.paidTime &+= now
    }
    if left < most { scaler.pointee.changed = now }
  }

  /// Time of running copies and of paid ones up to now, of the component; nil where their number
  /// does not change.
  func copyTimes(of component: Int) -> (running: Int64, paid: Int64)? {
    var times = onDemandTimes(of: component)
    for index in 0..<scalers.count where scalers[index].component == component {
      let scaler = scalers[index]
      let before = times ?? (0, 0)
      times = (
        before.running &+ scaler.runningTime &+ now &* Int64(scaler.running),
        before.paid &+ scaler.paidTime &+ now &* Int64(scaler.running + scaler.starting)
      )
    }
    return times
  }
}
