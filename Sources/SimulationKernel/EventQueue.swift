/// A moment at which something happens, and what: sixteen bytes, ordered by (time, tag).
///
/// The tag holds, from high to low, 4 bits of priority, 36 bits of sequence and 24 bits that name
/// what happens; so comparing tags breaks ties by priority, then by the order of scheduling.
@usableFromInline
struct Event: BitwiseCopyable {
  /// Nanoseconds from the start of the run.
  var time: Int64
  /// Priority, sequence and the id of what happens.
  var tag: UInt64

  /// The id in the low 24 bits.
  var id: Int { Int(truncatingIfNeeded: tag & Event.idMask) }

  /// Later than all events.
  static var never: Event { Event(time: .max, tag: .max) }
  static var idMask: UInt64 { 0xFF_FFFF }
  static var sequenceStep: UInt64 { 1 << 24 }
  static var priorityShift: UInt64 { 60 }

  /// Time and tag as one number, which compares without a branch.
  private var key: Int128 {
    @inline(__always) get { Int128(time) &<< 64 | Int128(tag) }
  }

  @inline(__always)
  static func before(_ left: Event, _ right: Event) -> Bool { left.key < right.key }
}

/// A binary heap of events in one block of memory.
///
/// Only what can overtake needs it: service completions and the head of each delay lane. With tens
/// of entries it stays in the first-level cache, where the shape of the heap hardly matters. The
/// place of an event that was taken stays open until the next one comes in or is asked for, so
/// that a completion that starts the next job costs one sift instead of two.
struct EventHeap: ~Copyable {
  private var count = 0
  private var isOpen = false
  private var capacity: Int
  /// After the last event stands `Event.never`, so that every event has two children to compare.
  private var storage: UnsafeMutablePointer<Event>

  init(capacity: Int = 1024) {
    self.capacity = capacity
    storage = .allocate(capacity: capacity + 1)
    storage[0] = .never
  }

  deinit { storage.deallocate() }

  /// The earliest event; `Event.never` where there is none.
  @inline(__always)
  mutating func top() -> Event {
    if isOpen { close() }
    return storage[0]
  }

  /// Takes the earliest event away; there must be one.
  @inline(__always)
  mutating func removeTop() { isOpen = true }

  @inline(__always)
  mutating func push(_ event: Event) {
    if isOpen {
      isOpen = false
      return replaceTop(event)
    }
    if _slowPath(count == capacity) { grow() }
    var index = count
    count &+= 1
    storage[count] = .never
    while index > 0 {
      let parent = (index &- 1) &>> 1
      let other = storage[parent]
      if !Event.before(event, other) { break }
      storage[index] = other
      index = parent
    }
    storage[index] = event
  }

  /// Puts another event in the place of the earliest one.
  @inline(__always)
  mutating func replaceTop(_ event: Event) {
    let storage = storage
    let count = count
    var index = 0
    while true {
      var child = index &* 2 &+ 1
      if child >= count { break }
      child &+= Event.before(storage[child &+ 1], storage[child]) ? 1 : 0
      let other = storage[child]
      if !Event.before(other, event) { break }
      storage[index] = other
      index = child
    }
    storage[index] = event
  }

  @inline(__always)
  private mutating func close() {
    isOpen = false
    count &-= 1
    let last = storage[count]
    storage[count] = .never
    if count > 0 { replaceTop(last) }
  }

  @inline(never)
  private mutating func grow() {
    let larger = UnsafeMutablePointer<Event>.allocate(capacity: capacity * 2 + 1)
    larger.moveInitialize(from: storage, count: count)
    storage.deallocate()
    storage = larger
    capacity *= 2
  }
}

/// A first-in first-out ring of plain values that grows by doubling; it owns its memory and is
/// freed by whoever owns the ring.
struct Ring<Element: BitwiseCopyable>: BitwiseCopyable {
  private var storage: UnsafeMutablePointer<Element>
  private var mask: Int
  private var head = 0
  private(set) var count = 0

  init(capacity: Int = 64) {
    precondition(capacity > 0 && capacity & (capacity - 1) == 0, "a power of two is needed")
    storage = .allocate(capacity: capacity)
    mask = capacity - 1
  }

  func free() { storage.deallocate() }

  var isEmpty: Bool { @inline(__always) get { count == 0 } }
  var first: Element { @inline(__always) get { storage[head] } }

  /// The element that many places behind the first.
  subscript(place: Int) -> Element { storage[(head &+ place) & mask] }

  @inline(__always)
  mutating func append(_ element: Element) {
    if _slowPath(count > mask) { grow() }
    storage[(head &+ count) & mask] = element
    count &+= 1
  }

  @inline(__always)
  mutating func removeFirst() -> Element {
    let element = storage[head]
    head = (head &+ 1) & mask
    count &-= 1
    return element
  }

  mutating func removeAll() {
    head = 0
    count = 0
  }

  @inline(never)
  private mutating func grow() {
    let larger = UnsafeMutablePointer<Element>.allocate(capacity: (mask + 1) * 2)
    for index in 0..<count { (larger + index).initialize(to: storage[(head + index) & mask]) }
    storage.deallocate()
    storage = larger
    head = 0
    mask = mask * 2 + 1
  }
}

/// A constant delay: whatever enters first leaves first, so only the head is an event.
struct DelayLane: BitwiseCopyable {
  /// The delay in nanoseconds.
  let delay: Int64
  var waiting = Ring<Event>()

  init(delay: Int64) { self.delay = delay }
}

/// An armed time-out: the attempt `ticket` of a task is given up at the deadline.
struct Deadline: BitwiseCopyable {
  var time: Int64
  var task: UInt32
  var generation: UInt32
  var ticket: UInt32
}

/// All time-outs of one length, in the order in which they were armed.
///
/// Most are over before their time; they are dropped from the head as others are armed, so a lane
/// costs one event per length of time, not one per request.
struct DeadlineLane {
  /// The length in nanoseconds.
  let length: Int64
  /// Whether it ends waits for a slot rather than calls.
  let endsWaits: Bool
  var armed = Ring<Deadline>()
  /// Whether an event for the lane is in the heap.
  var isScheduled = false

  init(length: Int64, endsWaits: Bool) {
    self.length = length
    self.endsWaits = endsWaits
  }
}
