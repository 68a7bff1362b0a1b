/// The nodes of a diagram by what they are: open addressing with linear probing.
///
/// Its order is never looked at, so that results do not depend on it.
struct NodeTable {
  private var slots = [Int32](repeating: 0, count: 1 << 10)
  private var used = 0

  @inline(__always)
  static func mix(_ first: Int32, _ second: Int32, _ third: Int32) -> UInt64 {
    var hash = UInt64(UInt32(bitPattern: first)) &* 0x9E37_79B9_7F4A_7C15
    hash ^= UInt64(UInt32(bitPattern: second)) &* 0xC2B2_AE3D_27D4_EB4F
    hash ^= UInt64(UInt32(bitPattern: third)) &* 0x1656_67B1_9E37_79F9
    hash ^= hash >> 29
    hash = hash &* 0xBF58_476D_1CE4_E5B9
    return hash ^ (hash >> 32)
  }

  /// The slot of a node, or the free one where it belongs.
  @inline(__always)
  func slot(
    of variable: Int32, _ low: Int32, _ high: Int32, _ variables: [Int32], _ bad: [Int32],
    _ good: [Int32]
  ) -> Int {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: Self.mix(variable, low, high)) & mask
    while true {
      let node = Int(slots[slot])
      if node == 0
        || (variables[node] == variable && bad[node] == low && good[node] == high)
      {
        return slot
      }
      slot = (slot + 1) & mask
    }
  }

  /// The node in a slot; nil where it is free.
  @inline(__always)
  func node(at slot: Int) -> Int32? { slots[slot] == 0 ? nil : slots[slot] }

  /// Puts a new node into its free slot and makes room for the next ones.
  mutating func put(
    _ node: Int32, at slot: Int, _ variables: [Int32], _ bad: [Int32], _ good: [Int32]
  ) {
    slots[slot] = node
    used += 1
    guard 2 * used > slots.count else { return }
    let old = slots
    slots = [Int32](repeating: 0, count: 2 * old.count)
    for node in old where node != 0 {
      let index = Int(node)
      slots[self.slot(of: variables[index], bad[index], good[index], variables, bad, good)] = node
    }
  }
}

/// Choices that were worked out: a slot keeps the last one that fell into it.
///
/// What was forgotten is worked out again and gives the same node.
struct ChoiceCache {
  private struct Entry {
    var condition: Int32 = -1
    var first: Int32 = 0
    var second: Int32 = 0
    var result: Int32 = 0
  }

  private var entries = [Entry](repeating: Entry(), count: 1 << 12)
  private var used = 0

  subscript(_ condition: Int32, _ first: Int32, _ second: Int32) -> Int32? {
    @inline(__always)
    get {
      let entry = entries[slot(condition, first, second)]
      let isSame =
        entry.condition == condition && entry.first == first && entry.second == second
      return isSame ? entry.result : nil
    }
    set {
      guard let newValue else { return }
      let entry = Entry(condition: condition, first: first, second: second, result: newValue)
      let place = slot(condition, first, second)
      if entries[place].condition < 0 { used += 1 }
      entries[place] = entry
      if 2 * used > entries.count, entries.count < 1 << 19 { grow() }
    }
  }

  @inline(__always)
  private func slot(_ condition: Int32, _ first: Int32, _ second: Int32) -> Int {
    Int(truncatingIfNeeded: NodeTable.mix(condition, first, second)) & (entries.count - 1)
  }

  private mutating func grow() {
    let old = entries
    entries = [Entry](repeating: Entry(), count: 4 * old.count)
    used = 0
    for entry in old where entry.condition >= 0 {
      let place = slot(entry.condition, entry.first, entry.second)
      if entries[place].condition < 0 { used += 1 }
      entries[place] = entry
    }
  }
}
