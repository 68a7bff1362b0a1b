/// What a task is.
enum TaskKind: UInt8 {
  /// A user's request whose call is a visit of its own: it has time-outs, repeats or a way to go.
  case user
  /// A user's request and its visit to the entry in one: nothing can part them but patience.
  case request
  /// A visit of a request to a component.
  case visit
  /// One leg of steps done together; it shares its visit's slot.
  case leg
  /// A write at one member of a shard, on behalf of a visit.
  case member
  /// A batch of messages in the hands of a consumer.
  case message
}

/// What a task is doing.
enum TaskState: UInt8 {
  case free
  /// Under way to its copy.
  case travelling
  /// In a waiting room.
  case waiting
  /// Busy.
  case working
  /// Busy on processors that others share; the copy has the event.
  case sharing
  /// Busy in a group; its first member has the event.
  case grouped
  /// Waiting for the answer of a call.
  case calling
  /// Waiting for legs or members.
  case forked
  /// Between two attempts.
  case pausing
  /// Its answer is under way.
  case returning
  /// A closed user who thinks.
  case thinking
  /// Waiting for a leader.
  case parked
  /// Held back at its caller, or by the limit of a component.
  case held
  /// Waiting for the start of its copy.
  case starting
  /// Waiting for what another one fetches.
  case awaiting
  /// Over, but an event still names it.
  case dead
}

/// A request, a visit, a leg, a member's write or a message in progress: one fixed block of two
/// cache lines, the first of which holds what every step needs.
struct Task: BitwiseCopyable {
  /// When it arrived: at the system for users, at its copy for visits.
  var arrived: Int64 = 0
  /// When its present work began.
  var began: Int64 = 0
  /// Changes each time the block is used for another task.
  var generation: UInt32 = 0
  /// Who waits for its answer.
  var parent: UInt32 = 0
  var parentGeneration: UInt32 = 0
  /// The parent's attempt that it answers.
  var ticket: UInt32 = 0
  /// Its own open attempt; 0 for none.
  var open: UInt32 = 0
  /// The copy it is at or goes to; -1 for users.
  var copy: Int32 = -1
  /// The call it came by.
  var edge: Int32 = -1
  /// Its place in the program.
  var pc: Int32 = 0
  /// The next in a waiting room, a parked list or the free list.
  var next: UInt32 = Task.none
  /// The operation of the request, and the one whose program runs.
  var operation: UInt16 = 0
  var program: UInt16 = 0
  var kind: TaskKind = .user
  var state: TaskState = .free
  var answer: Answer = .ok
  /// Whether it is counted in the results.
  var isCounted = false
  /// Whether it holds a slot.
  var hasSlot = false
  /// Whether it writes.
  var isWrite = false
  /// What holds on to it when it is released: see `Tie`.
  var ties: UInt8 = 0

  // The second line.

  /// When the user's request arrived.
  var requested: Int64 = 0
  /// How many attempts it has made in its life as a block.
  var tickets: UInt32 = 0
  /// The user's request it belongs to.
  var root: UInt32 = 0
  var rootGeneration: UInt32 = 0
  /// The call it makes, or its fork.
  var callEdge: Int32 = -1
  /// The shard it goes to, of a led component.
  var shard: Int32 = 0
  /// The key of the item it is about.
  var key: UInt32 = 0
  /// Bits of obligations met (users); the channel (messages).
  var mask: UInt32 = 0
  /// Bits of members that a write could not reach (visits that write to several).
  var dropped: UInt32 = 0
  /// The first message in its hands (messages); the source of a closed user.
  var messages: UInt32 = Task.none
  /// Successes still needed, and legs or members still open.
  var need: Int16 = 0
  var outstanding: Int16 = 0
  /// Repeats made of the present call.
  var repeats: UInt16 = 0
  /// The step of the series in which the user's request arrived.
  var tick: UInt16 = 0
  /// Where its user is; -1 for what stands at a copy.
  var location: Int16 = 0
  /// Counters of nested loops.
  var loops: (UInt16, UInt16, UInt16, UInt16) = (0, 0, 0, 0)

  static var none: UInt32 { .max }
  /// The bit of `mask` of a request that read what was older than an acknowledged write.
  static var sawOldData: UInt32 { 1 << 31 }

  /// Whether an event names it that it no longer waits for.
  var hasStrayEvent: Bool {
    @inline(__always) get { ties & Tie.event != 0 }
    @inline(__always) set { ties = newValue ? ties | Tie.event : ties & ~Tie.event }
  }
}

/// What holds on to a task when it is released, as bits.
enum Tie {
  /// An event names it that it no longer waits for.
  static var event: UInt8 { 1 }
  /// It waits for an answer that cannot come.
  static var silence: UInt8 { 2 }
  /// It is a user's request for which some wait in silence.
  static var listeners: UInt8 { 4 }
  /// Its open call goes through mechanisms of the caller.
  static var guarded: UInt8 { 8 }
  /// It stands in a line, or has been let out of one.
  static var line: UInt8 { 16 }
  /// It holds a connection.
  static var connection: UInt8 { 32 }
  /// The limit of its component has let it in.
  static var admitted: UInt8 { 64 }
}

/// A message in a channel.
struct Message: BitwiseCopyable {
  var next: UInt32
  var key: UInt32
  /// Its number among those of its shard.
  var serial: UInt32 = 0
  var operation: UInt16 = 0
  /// How often its handling has failed.
  var failures: UInt16 = 0
  /// The size of its request, where sizes differ.
  var bytes = 0.0
}

/// The state of a copy.
struct Copy: BitwiseCopyable {
  var component: Int32
  var location: Int32
  var group: Int32
  /// Slots, and requests that may wait; the largest number for any number.
  var slots: Int32 = .max
  var queueLimit: Int32 = .max
  /// Whether it is led or behind a common waiting room.
  var isSpecial = false
  /// Whether a free slot looks for work beyond its own waiting room.
  var looksForWork = false
  /// Whether being served here meets obligations or is probed.
  var marks = false
  /// Whether reads here may be stale.
  var countsReads = false
  /// Whether it serves in groups.
  var isBatched = false
  /// Whether work here is slots and nothing more: see `settle()`.
  var isPlain = false
  /// Whether work that is done here may fail, or is looked at: see `settle()`.
  var isWatched = false
  /// Its waiting room, its processors and its slowdown where they have rules of their own, else -1.
  var room: Int32 = -1
  var processor: Int32 = -1
  var slowdown: Int32 = -1
  /// The shard and the member's place in it, for led components.
  var shard: Int32 = 0
  var member: Int32 = 0
  /// How many faults keep it dead.
  var deaths: Int16 = 0
  /// What faults and scaling have made of it, as bits: see below.
  var troubles: UInt8 = 0
  /// Whether callers have noticed that it is dead.
  var isNoticed = false

  /// Changes with each death and revival, so that a late notice is void.
  var epoch: UInt32 = 0
  /// Slots in use.
  var busy: Int32 = 0
  /// Requests in its waiting room.
  var waiting: Int32 = 0
  var queueMax: Int32 = 0
  var head: UInt32 = Task.none
  var tail: UInt32 = Task.none
  /// Factor on work.
  var slowness: Double = 1
  /// Share of errors, that of faults included.
  var errors: Double = 0
  /// Slot time and waiting time so far, less level x now: see `Gauge`.
  var busyTime: Int64 = 0
  var waitingTime: Int64 = 0

  /// Sums up what the start and the end of work ask for; to be called after a change of it.
  mutating func settle() {
    isPlain = !isBatched && processor < 0 && slowdown < 0 && slowness == 1
    isWatched = errors > 0 || marks || countsReads
  }

  var isDead: Bool { @inline(__always) get { deaths > 0 } }
  /// Whether callers choose others.
  var isAvoided: Bool { @inline(__always) get { isNoticed || isAway } }
  /// Whether it is silent rather than crashed.
  var isSilent: Bool {
    get { troubles & 1 != 0 }
    set { troubles = newValue ? troubles | 1 : troubles & ~1 }
  }
  /// Whether it comes back without what it held.
  var isEmptied: Bool {
    get { troubles & 2 != 0 }
    set { troubles = newValue ? troubles | 2 : troubles & ~2 }
  }
  /// Whether it stands as noticed for one choice only, beyond a cut.
  var isMasked: Bool {
    get { troubles & 4 != 0 }
    set { troubles = newValue ? troubles | 4 : troubles & ~4 }
  }
  /// Whether not all of its slots are there, or not everybody who waits is served.
  var isHampered: Bool {
    @inline(__always) get { troubles & 8 != 0 }
    set { troubles = newValue ? troubles | 8 : troubles & ~8 }
  }
  /// Whether it does not run: it is not started yet, starting, or taken away again.
  var isAway: Bool {
    @inline(__always) get { troubles & 16 != 0 }
    set { troubles = newValue ? troubles | 16 : troubles & ~16 }
  }
  /// Whether it is being started.
  var isStarting: Bool {
    get { troubles & 32 != 0 }
    set { troubles = newValue ? troubles | 32 : troubles & ~32 }
  }
  /// Whether it stands as noticed for one choice only, as it stands in another zone.
  var isElsewhere: Bool {
    get { troubles & 64 != 0 }
    set { troubles = newValue ? troubles | 64 : troubles & ~64 }
  }
  /// Whether who comes here must be looked at more closely.
  var needsCare: Bool { @inline(__always) get { isSpecial || deaths > 0 } }
}

/// The state of a component.
struct ComponentState {
  var called = 0
  var served = 0
  var servedInVain = 0
  var refused = 0
  var acknowledged = 0
  var lost = 0
  /// Writes that two leaders of a shard acknowledged apart.
  var conflicting = 0
  /// Reads that were done where followers answer some, and those of them that missed a write.
  var reads = 0
  var staleReads = 0
  /// The longest time in which a shard did not serve.
  var outage: Int64 = 0
  /// Messages of a broker that nobody has handled yet.
  var messages = 0
  /// Messages given up after their last attempt.
  var givenUp = 0
  /// Where a consumer looks first for its next message.
  var turn = 0
}

/// The state of one shard of a led component.
struct ShardState {
  var leader: Int32 = 0
  var parkedHead: UInt32 = Task.none
  var parkedTail: UInt32 = Task.none
  /// Acknowledged writes since the start.
  var acknowledged = 0
  /// Those since the last backup, and which one that is.
  var unsaved = 0
  var backup: Int64 = 0
  /// When the last one was acknowledged, and the last one without a key; where reads may be stale.
  var lastWrite: Int64 = -1
  var lastUnkeyed: Int64 = -1
  /// What was acknowledged until then is lost where it had not arrived: no read can miss it.
  var forgotten: Int64 = -1
  /// When the last ones were acknowledged, for asynchronous members.
  var recent = Ring<Int64>()
  var leaderDied: Int64 = -1
  /// The leader of the other side of a cut; -1 where there is one leader.
  var formerLeader: Int32 = -1
  /// Since when members are cut off from the leader, -1 where they are not, and the writes
  /// acknowledged since then: by the old leader, and by the one on the other side.
  var apartSince: Int64 = -1
  var apart = 0
  var apartThere = 0
  /// Messages of a broker published so far, and how many there were when the kept time began.
  var published: UInt32 = 0
  var publishedBefore: UInt32 = 0
  /// The messages of the last loss; what is in the hands of consumers does not come back.
  var lostFrom: UInt32 = 0
  var lostTo: UInt32 = 0
}

/// The state of a channel.
struct ChannelState {
  var head: UInt32 = Task.none
  var tail: UInt32 = Task.none
  var count = 0
  var isBusy = false
}
