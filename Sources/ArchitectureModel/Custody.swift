public import Quantities

/// How data at rest are kept: under which keys, and where they go when they grow old.
public struct Custody: Sendable, Hashable {
  /// Whether and how they are encrypted; nil where not stated.
  public var encryption: Encryption?
  /// From when on they rest in cheaper storage; nil for never.
  public var coldAfter: TimeSpan?
  /// When they are deleted; nil for when `keep` says.
  public var deleteAfter: TimeSpan?

  /// Creates what nobody said anything of.
  public init() {}
}

/// How data at rest are encrypted.
public struct Encryption: Sendable, Hashable {
  /// Whose keys.
  public enum Keys: String, Sendable, Hashable, CaseIterable {
    /// None: the data are readable by whoever has the disk.
    case none
    /// The provider's.
    case managed
    /// The owner's, in a key service that asks for them.
    case customer
  }
  /// Whose keys.
  public var keys: Keys
  /// From one version of a key to the next; nil where it never changes.
  public var rotate: TimeSpan?

  /// Creates an encryption.
  public init(keys: Keys, rotate: TimeSpan? = nil) {
    self.keys = keys
    self.rotate = rotate
  }

  /// Bytes that one core encrypts or decrypts in a second.
  ///
  /// Source: Shay Gueron, "AES-GCM for Efficient Authenticated Encryption", Real World Crypto 2013:
  /// about one cycle for a byte with the AES instructions of x86; at 1 GHz of a shared core.
  public static let bytesPerSecond = 1e9

  /// From one request of a data key to the next, for each machine that uses it.
  ///
  /// A value for teaching: the length for which libraries for envelope encryption cache data keys
  /// is minutes.
  public static let dataKeyLasts = TimeSpan(nanoseconds: 300_000_000_000)

  /// Old versions of a key that are paid for; older ones cost nothing more.
  ///
  /// Source: pricing of AWS Key Management Service, 2024: the first and second rotation of a key
  /// add its monthly price each.
  public static let paidRotations = 2
}
