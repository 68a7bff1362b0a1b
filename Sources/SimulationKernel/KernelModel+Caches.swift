/// A cache that knows what it holds: entries by key, of which the least recently read goes first.
///
/// Each copy of the component is a cache of its own. An entry belongs to an operation and a key of
/// it.
public struct CacheSpec: Sendable {
  /// The component.
  public var component: Int
  /// Entries that fit; -1 for any number.
  public var entries = -1
  /// Bytes that fit; -1 for any number.
  public var bytes: Int64 = -1
  /// How long an entry counts, from being stored; -1 for ever.
  public var ttl: Int64 = -1
  /// Whether requests for a key that is being fetched wait for that fetch.
  public var coalesces = false
  /// What an entry weighs in bytes, by operation.
  public var weights: [Int64] = []

  /// Creates a cache without limits.
  public init(component: Int) { self.component = component }
}

/// What a cache did in the kept time.
public struct CacheResult: Sendable {
  /// Requests that were answered from it, those that waited for the fetch of another included.
  public var hits = 0
  /// Requests that went to the store.
  public var misses = 0
  /// Entries at the end, over all copies.
  public var entries = 0
}

/// One entry, in a list by the last time it was read and in the chain of its bucket.
struct CacheEntry: BitwiseCopyable {
  var key: UInt64
  var stored: Int64
  var weight: Int64
  var newer: UInt32
  var older: UInt32
  /// The next in its bucket, or of those that are free.
  var chain: UInt32
}

/// The entries of one copy.
///
/// A hash table with chains over a pool of entries, and a list from the most to the least recently
/// read: everything is done in constant time, and memory grows to the greatest number of entries
/// there was and stays.
struct KeyedCache {
  static var none: UInt32 { .max }
  /// The most entries of a copy.
  static var limit: Int { 1 << 25 }

  let maxEntries: Int
  let maxBytes: Int64
  let ttl: Int64
  let coalesces: Bool
  private(set) var count = 0
  private var bytes: Int64 = 0
  private var pool: UnsafeMutablePointer<CacheEntry>
  private var room = 64
  private var used = 0
  private var free = KeyedCache.none
  private var buckets: UnsafeMutablePointer<UInt32>
  private var bits = 6
  private var newest = KeyedCache.none
  private var oldest = KeyedCache.none
  var hits = 0
  var misses = 0

  init(_ spec: CacheSpec) {
    maxEntries = spec.entries < 0 ? .max : spec.entries
    maxBytes = spec.bytes < 0 ? .max : spec.bytes
    ttl = spec.ttl
    coalesces = spec.coalesces
    pool = .allocate(capacity: room)
    buckets = .allocate(capacity: 1 << bits)
    buckets.initialize(repeating: Self.none, count: 1 << bits)
  }

  func release() {
    pool.deallocate()
    buckets.deallocate()
  }

  /// Source: multiplicative hashing, Donald Knuth, "The Art of Computer Programming", volume 3,
  /// section 6.4.
  @inline(__always)
  private func bucket(_ key: UInt64) -> Int {
    Int(truncatingIfNeeded: (key &* 0x9e37_79b9_7f4a_7c15) &>> UInt64(64 &- bits))
  }

  private func find(_ key: UInt64) -> UInt32 {
    var entry = buckets[bucket(key)]
    while entry != Self.none, pool[Int(entry)].key != key { entry = pool[Int(entry)].chain }
    return entry
  }

  /// Whether a key is there and still counts; reading makes it the most recently read.
  mutating func read(_ key: UInt64, now: Int64) -> Bool {
    let entry = find(key)
    guard entry != Self.none else { return false }
    if ttl >= 0, now &- pool[Int(entry)].stored >= ttl {
      remove(entry)
      return false
    }
    if entry != newest {
      unlink(entry)
      link(entry)
    }
    return true
  }

  /// Stores a key as the most recently read; returns false where there is no more memory for it.
  mutating func store(_ key: UInt64, weight: Int64, now: Int64) -> Bool {
    let known = find(key)
    if known != Self.none { remove(known) }
    guard maxEntries > 0, weight <= maxBytes else { return true }
    while count >= maxEntries || bytes > maxBytes &- weight { remove(oldest) }
    let entry = take()
    guard entry != Self.none else { return false }
    let place = bucket(key)
    (pool + Int(entry)).initialize(
      to: CacheEntry(
        key: key, stored: now, weight: weight, newer: Self.none, older: Self.none,
        chain: buckets[place]))
    buckets[place] = entry
    count &+= 1
    bytes &+= weight
    link(entry)
    return true
  }

  /// Forgets everything.
  mutating func empty() {
    buckets.update(repeating: Self.none, count: 1 << bits)
    count = 0
    bytes = 0
    used = 0
    free = Self.none
    newest = Self.none
    oldest = Self.none
  }

  // MARK: Memory

  private mutating func take() -> UInt32 {
    if free != Self.none {
      let entry = free
      free = pool[Int(entry)].chain
      return entry
    }
    if used == room {
      guard 2 * room <= Self.limit else { return Self.none }
      grow()
    }
    used &+= 1
    return UInt32(truncatingIfNeeded: used &- 1)
  }

  private mutating func grow() {
    let larger = UnsafeMutablePointer<CacheEntry>.allocate(capacity: 2 * room)
    larger.moveInitialize(from: pool, count: used)
    pool.deallocate()
    pool = larger
    room *= 2
    buckets.deallocate()
    bits += 1
    buckets = .allocate(capacity: 1 << bits)
    buckets.initialize(repeating: Self.none, count: 1 << bits)
    var entry = oldest
    while entry != Self.none {
      let place = bucket(pool[Int(entry)].key)
      pool[Int(entry)].chain = buckets[place]
      buckets[place] = entry
      entry = pool[Int(entry)].newer
    }
  }

  private mutating func remove(_ entry: UInt32) {
    let place = bucket(pool[Int(entry)].key)
    if buckets[place] == entry {
      buckets[place] = pool[Int(entry)].chain
    } else {
      var before = buckets[place]
      while pool[Int(before)].chain != entry { before = pool[Int(before)].chain }
      pool[Int(before)].chain = pool[Int(entry)].chain
    }
    unlink(entry)
    count &-= 1
    bytes &-= pool[Int(entry)].weight
    pool[Int(entry)].chain = free
    free = entry
  }

  private mutating func link(_ entry: UInt32) {
    pool[Int(entry)].newer = Self.none
    pool[Int(entry)].older = newest
    if newest == Self.none {
      oldest = entry
    } else {
      pool[Int(newest)].newer = entry
    }
    newest = entry
  }

  private mutating func unlink(_ entry: UInt32) {
    let newer = pool[Int(entry)].newer
    let older = pool[Int(entry)].older
    if newer == Self.none { newest = older } else { pool[Int(newer)].older = older }
    if older == Self.none { oldest = newer } else { pool[Int(older)].newer = newer }
  }
}
