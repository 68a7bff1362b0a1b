/// The tables of caches that know what they hold.
struct CacheTables {
  private(set) var caches: [KeyedCache] = []
  private(set) var cacheOf: [Int32] = []
  private(set) var weights: [Int64] = []

  /// One cache for each copy of a component that has one; no tables where there is none.
  init(_ model: borrowing KernelModel) {
    guard !model.caches.isEmpty else { return }
    cacheOf = [Int32](repeating: -1, count: model.copies.count)
    weights = [Int64](
      repeating: 1, count: model.components.count * model.operations.count)
    for spec in model.caches {
      let component = model.components[spec.component]
      for copy in component.firstCopy..<(component.firstCopy + component.copyCount) {
        cacheOf[copy] = Int32(caches.count)
        caches.append(KeyedCache(spec))
      }
      for (operation, weight) in spec.weights.enumerated() {
        weights[spec.component * model.operations.count + operation] = max(1, weight)
      }
    }
  }
}
