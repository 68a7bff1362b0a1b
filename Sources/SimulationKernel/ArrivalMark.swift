/// What a recorded arrival says about its request; what it leaves open is drawn as for any other.
@frozen public struct ArrivalMark: Hashable, Sendable {
  /// The key, counted from 0; -1 where it is drawn.
  public var key: Int32
  /// The bytes of the request; -1 for those of its operation.
  public var bytes: Int64

  /// Creates a mark.
  public init(key: Int32 = -1, bytes: Int64 = -1) {
    self.key = key
    self.bytes = bytes
  }
}

extension ArrivalStream {
  /// What the last arrival says about its request; nothing where the process is no trace with
  /// marks.
  public var mark: ArrivalMark {
    // Traces are drawn in order, so the place in the block is that in the trace.
    let place = traced - filled + index - 1
    return marks.indices.contains(place) ? marks[place] : ArrivalMark()
  }
}
