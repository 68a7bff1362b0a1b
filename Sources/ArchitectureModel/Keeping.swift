public import Diagnostics
public import Quantities

/// What a cache keeps, where its design says so: then it knows its entries by their keys.
public struct Keeping: Sendable, Hashable {
  /// Entries that fit into each copy; nil for any number.
  public var entries: Int?
  /// Bytes that fit into each copy; nil for any number.
  public var bytes: ByteCount?
  /// How long an entry counts, from being stored; nil for ever.
  public var ttl: TimeSpan?
  /// Whether requests for an item that is being fetched wait for that fetch.
  public var coalesces: Bool
  /// Where it is written.
  public var span: SourceSpan

  /// Creates what a cache keeps.
  public init(
    entries: Int?, bytes: ByteCount?, ttl: TimeSpan?, coalesces: Bool, span: SourceSpan
  ) {
    self.entries = entries
    self.bytes = bytes
    self.ttl = ttl
    self.coalesces = coalesces
    self.span = span
  }
}
