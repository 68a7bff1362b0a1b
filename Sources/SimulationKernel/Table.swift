/// A block of elements without bounds checks in release builds; freed by its owner.
struct Table<Element> {
  let base: UnsafeMutablePointer<Element>
  let count: Int

  init(_ elements: [Element]) {
    count = elements.count
    base = .allocate(capacity: max(1, elements.count))
    for (index, element) in elements.enumerated() {
      (base + index).initialize(to: element)
    }
  }

  init(repeating element: Element, count: Int) {
    self.count = count
    base = .allocate(capacity: max(1, count))
    base.initialize(repeating: element, count: count)
  }

  /// Memory for trivial elements that are written before they are read, from the start of a cache
  /// line on.
  init(uninitialized count: Int) where Element: BitwiseCopyable {
    self.count = count
    base = UnsafeMutableRawPointer.allocate(
      byteCount: MemoryLayout<Element>.stride * max(1, count), alignment: 64
    ).bindMemory(to: Element.self, capacity: max(1, count))
  }

  func free() {
    base.deinitialize(count: count)
    base.deallocate()
  }

  subscript(index: Int) -> Element {
    @inline(__always) unsafeAddress {
      assert(index >= 0 && index < count, "index \(index) outside 0..<\(count)")
      return UnsafePointer(base + index)
    }
    @inline(__always) nonmutating unsafeMutableAddress {
      assert(index >= 0 && index < count, "index \(index) outside 0..<\(count)")
      return base + index
    }
  }
}
