/// Arrivals that belong together: a batch or a burst of which members are still to come.
struct ArrivalGroup {
  /// When its next member comes.
  var next: Int64
  /// When its first member came.
  var start: Int64
  /// How many members have come.
  var taken = 0
  /// How many there are, at least 1.
  var size: Int
  /// Its key; also the order of groups whose next members come at one moment.
  var serial: UInt64

  init(next: Int64, start: Int64, size: Int, serial: UInt64) {
    self.next = next
    self.start = start
    self.size = size
    self.serial = serial
  }

  func precedes(_ other: ArrivalGroup) -> Bool {
    if next != other.next { return next < other.next }
    return start == other.start ? serial < other.serial : start < other.start
  }
}

/// The groups of which members are still to come, the one with the earliest first.
///
/// Source: J. W. J. Williams, "Algorithm 232: Heapsort", Communications of the ACM 7(6), 1964.
struct ArrivalGroups {
  private var heap: [ArrivalGroup] = []

  /// The group whose next member is the earliest.
  var first: ArrivalGroup? { heap.first }

  /// When the earliest member comes; the end of all time where there is none.
  var earliest: Int64 { heap.first?.next ?? .max }

  /// Adds a group: O(log n).
  mutating func insert(_ group: ArrivalGroup) {
    heap.append(group)
    var child = heap.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard heap[child].precedes(heap[parent]) else { return }
      heap.swapAt(child, parent)
      child = parent
    }
  }

  /// Puts a group in the place of the first one, or takes the first one out: O(log n).
  mutating func replaceFirst(by group: ArrivalGroup?) {
    if let group {
      heap[0] = group
    } else {
      let last = heap.removeLast()
      if heap.isEmpty { return }
      heap[0] = last
    }
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2]
      where child < heap.count && heap[child].precedes(heap[least]) {
        least = child
      }
      if least == parent { return }
      heap.swapAt(parent, least)
      parent = least
    }
  }
}
