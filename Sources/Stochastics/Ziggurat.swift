/// The tables of the ziggurat method for exponential and normal variates.
///
/// A simulation owns one: 12 KB, built in microseconds from our own elementary functions and so
/// the same on every machine. It cannot be copied or sent; another task builds its own.
///
/// Source: George Marsaglia and Wai Wan Tsang, "The Ziggurat Method for Generating Random
/// Variables", Journal of Statistical Software 5(8), 2000, with 256 strips, 53-bit fractions and
/// separate bits for the strip, which avoids the correlation found by Jurgen Doornik, "An
/// Improved Ziggurat Method to Generate Normal Random Samples", 2005.
@frozen public struct Ziggurat: ~Copyable {
  /// Pairs (width times 2^-53, threshold) per strip: exponential at 0, normal at 512; then the
  /// density at the strips' edges: exponential at 1024, normal at 1281.
  @usableFromInline let table: UnsafeMutablePointer<Double>

  @usableFromInline static let size = 1538
  @usableFromInline static var normalPairs: Int { @inlinable get { 512 } }
  @usableFromInline static var exponentialDensity: Int { @inlinable get { 1024 } }
  @usableFromInline static var normalDensity: Int { @inlinable get { 1281 } }
  static var exponentialEdge: Double { 7.697_117_470_131_049_72 }
  static var normalEdge: Double { 3.654_152_885_361_008_8 }

  /// Builds the tables.
  public init() {
    table = UnsafeMutablePointer<Double>.allocate(capacity: Ziggurat.size)
    table.initialize(repeating: 0, count: Ziggurat.size)
    let r = Ziggurat.exponentialEdge
    let v = (r + 1) * Elementary.exp(-r)
    fill(pairs: 0, densities: Ziggurat.exponentialDensity, edge: r, area: v) {
      Elementary.exp(-$0)
    } inverse: {
      -Elementary.log($0)
    }
    let n = Ziggurat.normalEdge
    let halfRootTau = 1.253_314_137_315_500_251_2
    let area =
      n * Elementary.exp(-0.5 * n * n)
      + halfRootTau * Elementary.erfc(n * 0.707_106_781_186_547_524_4)
    fill(
      pairs: Ziggurat.normalPairs, densities: Ziggurat.normalDensity, edge: n, area: area
    ) {
      Elementary.exp(-0.5 * $0 * $0)
    } inverse: {
      (-2 * Elementary.log($0)).squareRoot()
    }
  }

  deinit { table.deallocate() }

  private func fill(
    pairs: Int, densities: Int, edge: Double, area: Double,
    density: (Double) -> Double, inverse: (Double) -> Double
  ) {
    var x = [area / density(edge), edge]
    for i in 2..<256 { x.append(inverse(area / x[i - 1] + density(x[i - 1]))) }
    x.append(0)
    for i in 0..<256 {
      table[pairs + 2 * i] = x[i] * 0x1p-53
      table[pairs + 2 * i + 1] = x[i + 1] / x[i] * 0x1p53
    }
    for i in 0...256 { table[densities + i] = density(x[i]) }
  }
}

extension RandomStream {
  /// Draws an exponential variate of mean 1; mostly one word.
  ///
  /// - Parameter z: The tables.
  /// - Returns: A value at least 0.
  @inlinable @inline(__always)
  public mutating func exponential(_ z: borrowing Ziggurat) -> Double {
    let bits = next()
    let strip = Int(bits & 255) &* 2
    let j = Double(Int64(bitPattern: bits &>> 11))
    let x = j * z.table[strip]
    if _fastPath(j < z.table[strip &+ 1]) { return x }
    return exponentialBeyond(z, strip: strip, x: x)
  }

  @usableFromInline @inline(never)
  mutating func exponentialBeyond(_ z: borrowing Ziggurat, strip: Int, x: Double) -> Double {
    var strip = strip
    var x = x
    var base = 0.0
    while true {
      if strip == 0 {
        base += Ziggurat.exponentialEdge  // memoryless: the tail is a fresh draw
      } else {
        let at = Ziggurat.exponentialDensity + strip / 2
        let low = z.table[at]
        if low + uniform() * (z.table[at + 1] - low) < Elementary.exp(-x) { return base + x }
      }
      let bits = next()
      strip = Int(bits & 255) * 2
      let j = Double(Int64(bitPattern: bits &>> 11))
      x = j * z.table[strip]
      if j < z.table[strip + 1] { return base + x }
    }
  }

  /// Draws a normal variate of mean 0 and variance 1; mostly one word.
  ///
  /// - Parameter z: The tables.
  /// - Returns: A finite value; its size is limited only by the 53 bits of a draw.
  @inlinable @inline(__always)
  public mutating func normal(_ z: borrowing Ziggurat) -> Double {
    let bits = next()
    let strip = Int(bits & 255) &* 2 &+ Ziggurat.normalPairs
    let j = Double(Int64(bitPattern: bits &>> 11))
    let x = j * z.table[strip]
    if _fastPath(j < z.table[strip &+ 1]) {
      return Double(bitPattern: x.bitPattern | (bits & 256) &<< 55)
    }
    return normalBeyond(z, bits: bits, x: x)
  }

  @usableFromInline @inline(never)
  mutating func normalBeyond(_ z: borrowing Ziggurat, bits: UInt64, x: Double) -> Double {
    var bits = bits
    var x = x
    while true {
      let strip = Int(bits & 255)
      let sign = (bits & 256) << 55
      if strip == 0 {
        return Double(bitPattern: normalTail().bitPattern | sign)
      }
      let at = Ziggurat.normalDensity + strip
      let low = z.table[at]
      if low + uniform() * (z.table[at + 1] - low) < Elementary.exp(-0.5 * x * x) {
        return Double(bitPattern: x.bitPattern | sign)
      }
      bits = next()
      let pair = Int(bits & 255) * 2 + Ziggurat.normalPairs
      let j = Double(Int64(bitPattern: bits &>> 11))
      x = j * z.table[pair]
      if j < z.table[pair + 1] {
        return Double(bitPattern: x.bitPattern | (bits & 256) << 55)
      }
    }
  }

  /// Draws from the normal tail beyond the last strip.
  ///
  /// Source: George Marsaglia, "Generating a Variable from the Tail of the Normal
  /// Distribution", Technometrics 6(1), 1964.
  private mutating func normalTail() -> Double {
    while true {
      let a = -Elementary.log(uniformOpen()) / Ziggurat.normalEdge
      let y = -Elementary.log(uniformOpen())
      if 2 * y >= a * a { return Ziggurat.normalEdge + a }
    }
  }
}
