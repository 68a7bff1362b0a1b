/// A size of data, in bytes.
@frozen public struct ByteCount: Hashable, Comparable, Sendable {
  /// The number of bytes.
  public var bytes: Int64

  /// Creates a size.
  ///
  /// - Parameter bytes: The number of bytes.
  @inlinable
  public init(bytes: Int64) { self.bytes = bytes }

  /// Tells whether a size is smaller than another.
  @inlinable
  public static func < (a: ByteCount, b: ByteCount) -> Bool { a.bytes < b.bytes }
}

/// How often something happens, per second.
@frozen public struct Rate: Hashable, Comparable, Sendable {
  /// Occurrences per second.
  public var perSecond: Double

  /// Creates a rate.
  ///
  /// - Parameter perSecond: Occurrences per second.
  @inlinable
  public init(perSecond: Double) { self.perSecond = perSecond }

  /// Tells whether a rate is lower than another.
  @inlinable
  public static func < (a: Rate, b: Rate) -> Bool { a.perSecond < b.perSecond }
}

/// How fast a link carries data, in bits per second.
@frozen public struct Bandwidth: Hashable, Comparable, Sendable {
  /// Bits per second.
  public var bitsPerSecond: Double

  /// Creates a bandwidth.
  ///
  /// - Parameter bitsPerSecond: Bits per second.
  @inlinable
  public init(bitsPerSecond: Double) { self.bitsPerSecond = bitsPerSecond }

  /// Tells whether a bandwidth is lower than another.
  @inlinable
  public static func < (a: Bandwidth, b: Bandwidth) -> Bool {
    a.bitsPerSecond < b.bitsPerSecond
  }
}

/// A part of a whole, such as a probability or a hit ratio.
@frozen public struct Share: Hashable, Comparable, Sendable {
  /// The part, 0 for none and 1 for all.
  public var fraction: Double

  /// Creates a share.
  ///
  /// - Parameter fraction: The part, 0...1.
  @inlinable
  public init(fraction: Double) { self.fraction = fraction }

  /// Tells whether a share is smaller than another.
  @inlinable
  public static func < (a: Share, b: Share) -> Bool { a.fraction < b.fraction }
}
