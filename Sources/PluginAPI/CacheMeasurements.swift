/// What a cache that knows what it holds did; means over replications.
public struct CacheMeasurements: Sendable {
  /// Share of the requests with a key that it answered itself, those that waited for the fetch of
  /// another included.
  public var hits: Estimate
  /// Requests with a key that went to the store.
  public var misses: Double
  /// Entries that it held at the end, over all copies.
  public var entries: Double

  /// Creates measurements.
  public init(hits: Estimate, misses: Double, entries: Double) {
    self.hits = hits
    self.misses = misses
    self.entries = entries
  }
}
