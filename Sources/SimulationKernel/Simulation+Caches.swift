import Stochastics

// Caches by key: looking up, storing, and waiting for what another one fetches.

/// A fetch that is under way, and those who wait for it.
struct Fetch {
  var head = Task.none
  var tail = Task.none
}

extension Simulation {
  private func key(of task: UInt32) -> UInt64 {
    UInt64(tasks[Int(task)].operation) &<< 32 | UInt64(tasks[Int(task)].key)
  }

  private func hasKey(_ task: UInt32) -> Bool {
    operations[Int(tasks[Int(task)].operation)].keys > 0
  }

  private func fetchKey(_ cache: Int, _ task: UInt32) -> UInt64 {
    UInt64(truncatingIfNeeded: cache) &<< 48 | key(of: task)
  }

  /// Looks the key of a task up in the cache of its copy.
  ///
  /// Returns where its program goes on; nil where it waits for the fetch of another. A request
  /// without a key finds what it wants with the probability `unkeyed`.
  @inline(never)
  mutating func lookUp(_ task: UInt32, found: Int32, unkeyed: Double) -> Int32? {
    let miss = tasks[Int(task)].pc &+ 1
    guard hasKey(task) else {
      return streams[flow(task)].uniform() < 1 - unkeyed ? miss : found
    }
    let cache = Int(cacheOf[Int(tasks[Int(task)].copy)])
    if caches[cache].read(key(of: task), now: now) {
      caches[cache].hits &+= 1
      return found
    }
    if caches[cache].coalesces {
      let place = fetchKey(cache, task)
      if let fetch = fetches[place] {
        caches[cache].hits &+= 1
        awaitFetch(task, fetch, place, found: found)
        return nil
      }
      fetches[place] = Fetch()
    }
    caches[cache].misses &+= 1
    return miss
  }

  private mutating func awaitFetch(
    _ task: UInt32, _ fetch: Fetch, _ place: UInt64, found: Int32
  ) {
    var fetch = fetch
    tasks[Int(task)].pc = found
    tasks[Int(task)].state = .awaiting
    tasks[Int(task)].next = Task.none
    if fetch.tail == Task.none {
      fetch.head = task
    } else {
      tasks[Int(fetch.tail)].next = task
    }
    fetch.tail = task
    fetches[place] = fetch
  }

  /// What a task has fetched is stored; who waited for it goes on.
  @inline(never)
  mutating func store(_ task: UInt32) {
    guard hasKey(task) else { return }
    let cache = Int(cacheOf[Int(tasks[Int(task)].copy)])
    let operation = Int(tasks[Int(task)].operation)
    let component = Int(copies[Int(tasks[Int(task)].copy)].component)
    let weight = cacheWeights[component &* operationCount &+ operation]
    if !caches[cache].store(key(of: task), weight: weight, now: now) { stop = .cacheEntries }
    guard caches[cache].coalesces, let fetch = fetches.removeValue(forKey: fetchKey(cache, task))
    else { return }
    var waiting = fetch.head
    while waiting != Task.none {
      let next = tasks[Int(waiting)].next
      ready.append(waiting)
      waiting = next
    }
  }

  /// What a task waited for has been fetched.
  mutating func fetched(_ task: UInt32) {
    tasks[Int(task)].state = .working
    step(task)
  }

  /// A fetch has failed, and with it all who waited for it.
  @inline(never)
  mutating func fetchFailed(_ task: UInt32, _ answer: Answer) {
    let cache = Int(cacheOf[Int(tasks[Int(task)].copy)])
    guard let fetch = fetches.removeValue(forKey: fetchKey(cache, task)) else { return }
    var waiting = fetch.head
    while waiting != Task.none {
      let next = tasks[Int(waiting)].next
      tasks[Int(waiting)].state = .working
      fail(waiting, answer)
      waiting = next
    }
  }

  /// Empties the cache of a copy; what is being fetched comes back into it.
  mutating func emptyCache(_ copy: Int) {
    let cache = Int(cacheOf[copy])
    if cache >= 0 { caches[cache].empty() }
  }

  /// A copy has died: its cache is empty, and nobody waits there any more.
  mutating func dropCache(_ copy: Int) {
    let cache = Int(cacheOf[copy])
    guard cache >= 0 else { return }
    caches[cache].empty()
    for place in fetches.keys.sorted() where place >> 48 == UInt64(cache) {
      fetches[place] = nil
    }
  }

  /// What a component's caches did; nil where it has none.
  func cacheResult(of component: Int) -> CacheResult? {
    var result: CacheResult?
    let run = components[component]
    for copy in Int(run.firstCopy)..<Int(run.firstCopy + run.copyCount) where cacheOf[copy] >= 0 {
      let cache = caches[Int(cacheOf[copy])]
      var sum = result ?? CacheResult()
      sum.hits += cache.hits
      sum.misses += cache.misses
      sum.entries += cache.count
      result = sum
    }
    return result
  }
}
