/// A reproducible stream of random bits, xoshiro256++ with 256 bits of state.
///
/// A stream is a plain value: copying it copies its future. Streams are derived from a seed and
/// a name, so that a new name in a model leaves every other stream as it was.
///
/// Source: David Blackman and Sebastiano Vigna, "Scrambled Linear Pseudorandom Number
/// Generators", ACM Transactions on Mathematical Software 47(4), 2021, section 4.
@frozen public struct RandomStream: Sendable {
  @usableFromInline var s0: UInt64
  @usableFromInline var s1: UInt64
  @usableFromInline var s2: UInt64
  @usableFromInline var s3: UInt64

  /// Creates the stream of `name` under `seed`; the same as `index` 0.
  ///
  /// - Parameters:
  ///   - seed: The seed of the whole run.
  ///   - name: What draws from the stream; compared by its UTF-8 bytes.
  public init(seed: UInt64, name: String) {
    self.init(seed: seed, name: name, index: 0)
  }

  /// Creates the stream of the `index`-th member of a family `name` under `seed`.
  ///
  /// The key is `mix(mix(mix(seed) ^ hash(name)) + index)`, with `hash` FNV-1a and `mix` one
  /// SplitMix64 step; four further steps fill the state.
  ///
  /// Source: Guy Steele, Doug Lea, Christine Flood, "Fast Splittable Pseudorandom Number
  /// Generators", OOPSLA, 2014, figure 17; Glenn Fowler, Landon Curt Noll, Kiem-Phong Vo,
  /// Donald Eastlake, "The FNV Non-Cryptographic Hash Algorithm", IETF draft, 2019, section 2.
  ///
  /// - Parameters:
  ///   - seed: The seed of the whole run.
  ///   - name: What draws from the stream; compared by its UTF-8 bytes.
  ///   - index: Which member of the family, such as a replication or a copy.
  public init(seed: UInt64, name: String, index: UInt64) {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    var key = seed
    key = RandomStream.splitMix(&key) ^ hash
    key = RandomStream.splitMix(&key) &+ index
    key = RandomStream.splitMix(&key)
    s0 = RandomStream.splitMix(&key)
    s1 = RandomStream.splitMix(&key)
    s2 = RandomStream.splitMix(&key)
    s3 = RandomStream.splitMix(&key)
  }

  /// Creates a stream with exactly this state, which must not be all zero.
  ///
  /// - Parameter state: The four words, in the order of the reference implementation.
  public init(state: (UInt64, UInt64, UInt64, UInt64)) {
    (s0, s1, s2, s3) = state
    precondition(s0 | s1 | s2 | s3 != 0, "a state of four zeros only ever yields zero")
  }

  static func splitMix(_ state: inout UInt64) -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  /// Draws 64 uniform bits.
  @inlinable @inline(__always)
  public mutating func next() -> UInt64 {
    let sum = s0 &+ s3
    let result = ((sum &<< 23) | (sum &>> 41)) &+ s0
    let t = s1 &<< 17
    s2 ^= s0
    s3 ^= s1
    s1 ^= s2
    s0 ^= s3
    s2 ^= t
    s3 = (s3 &<< 45) | (s3 &>> 19)
    return result
  }

  /// Draws a multiple of 2^-53 uniform in [0, 1).
  @inlinable @inline(__always)
  public mutating func uniform() -> Double {
    Double(Int64(bitPattern: next() &>> 11)) * 0x1p-53
  }

  /// Draws a multiple of 2^-53 uniform in (0, 1], safe to take the logarithm of.
  @inlinable @inline(__always)
  public mutating func uniformOpen() -> Double {
    Double(Int64(bitPattern: next() &>> 11) &+ 1) * 0x1p-53
  }

  /// Draws an integer uniform in 0..<n, without bias; mostly one word, now and then more.
  ///
  /// Source: Daniel Lemire, "Fast Random Integer Generation in an Interval", ACM Transactions
  /// on Modeling and Computer Simulation 29(1), 2019, algorithm 5.
  ///
  /// - Parameter n: The number of outcomes, at least 1.
  /// - Returns: An integer below `n`.
  @inlinable
  public mutating func below(_ n: UInt64) -> UInt64 {
    precondition(n > 0, "there is no integer in 0..<0")
    var product = next().multipliedFullWidth(by: n)
    if product.low < n {
      let threshold = (0 &- n) % n
      while product.low < threshold { product = next().multipliedFullWidth(by: n) }
    }
    return product.high
  }
}
