import Stochastics

// Users who come again: closed users, and sessions that walk over operations.

/// A session in progress; records are used again, so that a run allocates only for more at once.
struct Session: BitwiseCopyable {
  var journey: Int32 = 0
  /// The node it asks for, or will ask for after thinking.
  var node: Int32 = 0
  /// Requests that it may still make.
  var left: UInt32 = .max
  /// Requests that it has made.
  var made: UInt32 = 0
  /// The source that its user goes back to; none where it is gone with the session.
  var source: UInt32 = Task.none
  /// The next in the list of free records.
  var next: UInt32 = Task.none
  /// Decides its keys.
  var seed: UInt64 = 0
  /// Decides where its user is, in 0..<1.
  var place = 0.0
}

extension Simulation {
  /// Whether any request may belong to a session.
  var hasSessions: Bool { @inline(__always) get { journeys.tallies.count > 0 } }

  /// Whether a request is about a key, or has that of its session.
  @inline(__always)
  func hasKey(_ task: UnsafeMutablePointer<Task>) -> Bool {
    operations[Int(task.pointee.operation)].keys > 0 || hasSessions && task.pointee.key != 0
  }

  // MARK: Users who come again

  /// The request of a user who comes again is over.
  @inline(never)
  mutating func comeAgain(_ link: UInt32, _ answer: Answer) {
    if link & Journeys.link != 0 {
      goOn(Int(link & ~Journeys.link), answer)
    } else {
      thinkAgain(Int(link))
    }
  }

  /// A closed user begins to think.
  mutating func thinkAgain(_ source: Int) {
    if _slowPath(sourceStates[source].leaving > 0) {
      sourceStates[source].leaving -= 1
      return
    }
    if now >= end, countedOpen == 0 { return }
    guard let think = sourceStates[source].think else { return }
    let stream = Int(operations[sourceStates[source].operation].stream)
    beginToThink(
      source: UInt32(source), until: saturated(now, think.draw(&streams[stream], ziggurat)))
  }

  /// A user thinks until a moment.
  mutating func beginToThink(source: UInt32, until: Int64) {
    let user = allocate()
    guard user != Task.none else { return }
    tasks[Int(user)].kind = .user
    tasks[Int(user)].state = .thinking
    tasks[Int(user)].messages = source
    tasks[Int(user)].isCounted = false
    schedule(user, at: until)
  }

  /// A user has thought.
  mutating func startThinker(_ user: UInt32) {
    let link = tasks[Int(user)].messages
    if link & Journeys.link != 0 { return ask(user, Int(link & ~Journeys.link)) }
    let journey = Int(sourceStates[Int(link)].journey)
    if journey >= 0 {
      release(user)
      return startSession(of: journey, source: link)
    }
    let operation = sourceStates[Int(link)].operation
    begin(user, operation: operation)
    tasks[Int(user)].messages = link
    sendRequest(user, operation: operation)
  }

  // MARK: Sessions

  /// What comes from a source that gives more or fewer than it has, or whose arrivals are sessions.
  @inline(never)
  mutating func arriveSpecially(_ index: Int, shared: UInt64) {
    let journey = Int(sourceStates[index].journey)
    guard journey >= 0 else { return arriveSurged(index, shared: shared) }
    let surge = min(1e6, sourceStates[index].surge)
    var count = Int(surge)
    if surge != Double(count), journeys.streams[journey].uniform() < surge - Double(count) {
      count += 1
    }
    for _ in 0..<count where stop == nil { startSession(of: journey, source: Task.none) }
  }

  private mutating func startSession(of journey: Int, source: UInt32) {
    let session = openSession(journey)
    journeys.sessions[session].source = source
    let run = journeys.runs.base + journey
    journeys.sessions[session].node = draw(
      run.pointee.starts, journeys.streams[journey].uniform())
    if run.pointee.hasLength {
      let most = run.pointee.length.draw(&journeys.streams[journey], ziggurat)
      journeys.sessions[session].left = UInt32(clamping: most)
    }
    if isKeeping { journeys.tallies[journey].started &+= 1 }
    let user = allocate()
    guard user != Task.none else { return }
    ask(user, session)
  }

  /// A record for another session, with what stays the same through all of it.
  mutating func openSession(_ journey: Int) -> Int {
    var session = Int(journeys.free)
    if journeys.free != Task.none {
      journeys.free = journeys.sessions[session].next
    } else {
      session = journeys.count
      journeys.count += 1
      if session == journeys.sessions.count { growSessions() }
    }
    var fresh = Session()
    fresh.journey = Int32(truncatingIfNeeded: journey)
    fresh.seed = journeys.streams[journey].next()
    fresh.place = journeys.streams[journey].uniform()
    journeys.sessions[session] = fresh
    journeys.tallies[journey].present &+= 1
    journeys.tallies[journey].time &-= now
    return session
  }

  private mutating func growSessions() {
    let larger = Table<Session>(uninitialized: 2 * journeys.sessions.count)
    for index in 0..<journeys.sessions.count { larger[index] = journeys.sessions[index] }
    journeys.sessions.free()
    journeys.sessions = larger
  }

  /// The first branch above a draw; -1 where the draw is above all.
  @inline(__always)
  func draw(_ range: JourneyBranches, _ draw: Double) -> Int32 {
    var index = Int(range.first)
    let last = index &+ Int(range.count)
    while index < last {
      if draw < journeys.branches[index].upTo {
        return Int32(truncatingIfNeeded: journeys.branches[index].to)
      }
      index &+= 1
    }
    return -1
  }

  /// A session sends its next request.
  private mutating func ask(_ user: UInt32, _ session: Int) {
    let record = journeys.sessions.base + session
    let operation = Int(journeys.nodes[Int(record.pointee.node)].operation)
    record.pointee.made &+= 1
    if record.pointee.left != .max { record.pointee.left &-= 1 }
    begin(user, operation: operation)
    let task = tasks.base + Int(user)
    task.pointee.messages = Journeys.link | UInt32(truncatingIfNeeded: session)
    let run = operations[operation]
    if run.keys > 0, let sampler = zipf[Int(run.zipf)] {
      // The same draws for each request, so that operations with the same keys get the same one.
      var random = RandomStream(seed: record.pointee.seed, name: "key")
      task.pointee.key = UInt32(truncatingIfNeeded: sampler.draw(&random))
    } else {
      task.pointee.key = UInt32(truncatingIfNeeded: record.pointee.seed >> 32) | 1
    }
    var place = Int(run.locationStart)
    let last = place &+ Int(run.locationCount) &- 1
    while place < last, locationShares[place].upTo <= record.pointee.place { place &+= 1 }
    task.pointee.location = Int16(truncatingIfNeeded: locationShares[place].location)
    sendRequest(user, operation: operation)
  }

  /// A request of a session is over: it thinks and goes on, or leaves.
  private mutating func goOn(_ session: Int, _ answer: Answer) {
    let record = journeys.sessions[session]
    let journey = Int(record.journey)
    let isLost = answer.family != .completed && journeys.runs[journey].leavesOnFailure
    guard record.left > 0, !isLost else { return leave(session) }
    let node = Int(record.node)
    let next = draw(journeys.nodes[node].next, journeys.streams[journey].uniform())
    guard next >= 0 else { return leave(session) }
    if now >= end, countedOpen == 0 { return }
    journeys.sessions[session].node = next
    let wait = Sampler.draw(
      from: journeys.thinks.base + node, &journeys.streams[journey], ziggurat)
    beginToThink(
      source: Journeys.link | UInt32(truncatingIfNeeded: session), until: saturated(now, wait))
  }

  private mutating func leave(_ session: Int) {
    let record = journeys.sessions[session]
    let journey = Int(record.journey)
    journeys.tallies[journey].present &-= 1
    journeys.tallies[journey].time &+= now
    if isKeeping {
      journeys.tallies[journey].ended &+= 1
      journeys.tallies[journey].requests &+= Int(record.made)
    }
    journeys.sessions[session].next = journeys.free
    journeys.free = UInt32(truncatingIfNeeded: session)
    if record.source != Task.none { thinkAgain(Int(record.source)) }
  }

  // MARK: Counts

  /// The kept time begins.
  mutating func keepJourneys() {
    for index in 0..<journeys.tallies.count {
      let tally = journeys.tallies.base + index
      tally.pointee.started = 0
      tally.pointee.ended = 0
      tally.pointee.requests = 0
      tally.pointee.timeBefore = tally.pointee.time &+ now &* tally.pointee.present
    }
  }

  /// The kept time is over.
  mutating func tellJourneys() {
    result.journeys = (0..<journeys.tallies.count).map { index in
      let tally = journeys.tallies[index]
      var told = JourneyResult()
      told.started = tally.started
      told.ended = tally.ended
      told.requests = tally.requests
      told.presence = Double(tally.time &+ now &* tally.present &- tally.timeBefore)
      return told
    }
  }
}
