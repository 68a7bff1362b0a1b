// Limits on rates: buckets of tokens, and lines of those who wait for one.

/// What a limit says.
enum Permit {
  case taken
  case waits
  case refused
}

extension Simulation {
  /// Asks a limit for a token; where it has none the visit waits in line, or is refused.
  mutating func ask(_ limiter: Int, for visit: UInt32, then stage: Stage) -> Permit {
    let bucket = self.bucket(of: limiter, for: visit)
    guard bucket >= 0 else { return .refused }
    if takeToken(bucket) { return .taken }
    guard limiters[limiter].waits else { return .refused }
    join(visit, .token, bucket, then: stage)
    if buckets[bucket].line.head == visit { awaitToken(bucket) }
    return .waits
  }

  /// A token for a further try, which never waits for one.
  mutating func takeToken(of limiter: Int, for visit: UInt32) -> Bool {
    let bucket = self.bucket(of: limiter, for: visit)
    return bucket >= 0 && takeToken(bucket)
  }

  private func takeToken(_ bucket: Int) -> Bool {
    refill(bucket)
    guard buckets[bucket].line.count == 0, hasToken(bucket) else { return false }
    buckets[bucket].tokens -= 1
    return true
  }

  /// Whether there is a token.
  ///
  /// What is missing may be what comes in a nanosecond, since moments are whole ones. It is owed, so that nothing is gained in the long run.
  private func hasToken(_ bucket: Int) -> Bool {
    let rate = limiters[Int(buckets[bucket].limiter)].rate
    return buckets[bucket].tokens >= 1 - min(0.5, max(1e-9, rate))
  }

  private func refill(_ bucket: Int) {
    let limiter = limiters[Int(buckets[bucket].limiter)]
    let gained = Double(now &- buckets[bucket].at) * limiter.rate
    buckets[bucket].tokens = min(limiter.burst, buckets[bucket].tokens + gained)
    buckets[bucket].at = now
  }

  /// The event of the first in line, at the moment at which there is a token.
  private mutating func awaitToken(_ bucket: Int) {
    let head = buckets[bucket].line.head
    let missing = (1 - buckets[bucket].tokens) / limiters[Int(buckets[bucket].limiter)].rate
    let wait = missing < 9e18 ? max(1, Int64(missing.rounded(.up))) : Int64.max
    sides[Int(head)].hasEvent = true
    schedule(head, at: saturated(now, wait))
  }

  /// The moment of the first in line for a token has come; false where it has to wait on.
  mutating func takeDueToken(_ visit: UInt32) -> Bool {
    let bucket = Int(sides[Int(visit)].line)
    refill(bucket)
    guard hasToken(bucket) else {
      awaitToken(bucket)
      return false
    }
    buckets[bucket].tokens -= 1
    leaveLine(visit)
    return true
  }

  /// The first in line for a token has left it.
  mutating func nextForToken(_ bucket: Int) {
    guard buckets[bucket].line.head != Task.none else { return }
    refill(bucket)
    awaitToken(bucket)
  }

  // MARK: Keys

  /// The bucket that a visit draws from; -1 where no more keys can be followed.
  ///
  /// Keys lie in sets of eight. Where a set is full the fullest bucket is forgotten: it allows the
  /// least more, nothing at all where it is full to the brim.
  private func bucket(of limiter: Int, for visit: UInt32) -> Int {
    let run = limiters[limiter]
    guard run.isPerKey else { return Int(run.firstBucket) }
    let task = tasks.base + Int(visit)
    let key = hasKey(task) ? task.pointee.key : 0
    let sets = UInt32(truncatingIfNeeded: run.bucketCount / 8)
    // Source: multiplicative hashing, Donald Knuth, "The Art of Computer Programming", volume 3,
    // section 6.4.
    let set = ((key &* 0x9E37_79B1) >> 8) % sets
    let first = Int(run.firstBucket) + 8 * Int(set)
    var fullest = -1
    var most = -1.0
    for index in first..<(first + 8) {
      if !buckets[index].isUsed { return occupy(index, key, run) }
      if buckets[index].key == key { return index }
      guard buckets[index].line.count == 0 else { continue }
      let tokens = buckets[index].tokens + Double(now &- buckets[index].at) * run.rate
      if min(tokens, run.burst) > most {
        most = min(tokens, run.burst)
        fullest = index
      }
    }
    return fullest < 0 ? -1 : occupy(fullest, key, run)
  }

  private func occupy(_ bucket: Int, _ key: UInt32, _ run: Limiter) -> Int {
    buckets[bucket].isUsed = true
    buckets[bucket].key = key
    buckets[bucket].tokens = run.burst
    buckets[bucket].at = now
    return bucket
  }

  /// A limit begins anew with its copy.
  mutating func refillAll(_ limiter: Int) {
    let run = limiters[limiter]
    let first = Int(run.firstBucket)
    for index in first..<(first + Int(run.bucketCount)) {
      buckets[index].tokens = run.burst
      buckets[index].at = now
    }
  }

  // MARK: Components

  /// Asks the limit of a component whether a visit may come in; false where it waits or is refused.
  mutating func passesLimit(_ visit: UInt32, _ copy: Int, _ component: Int) -> Bool {
    if tasks[Int(visit)].ties & Tie.admitted != 0 { return true }
    let run = components[component]
    let local = run.limiterShared ? 0 : copy - Int(run.firstCopy)
    switch ask(Int(run.limiter) + local, for: visit, then: .component) {
    case .taken:
      tasks[Int(visit)].ties |= Tie.admitted
      return true
    case .waits: return false
    case .refused:
      states[component].refused &+= 1
      answer(visit, .rateLimited)
      return false
    }
  }

  /// The limit of its component has a token for a visit that has waited there.
  mutating func letIn(_ visit: UInt32) {
    tasks[Int(visit)].ties |= Tie.admitted
    let copy = Int(tasks[Int(visit)].copy)
    reachWithCare(visit, copy, Int(copies[copy].component))
  }
}
