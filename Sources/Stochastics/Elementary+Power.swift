// Powers: the logarithm and its product with the exponent carry about 106 bits.

extension Elementary {
  /// A value as an unevaluated sum of two doubles.
  struct Pair {
    var high: Double
    var low: Double
  }

  /// The exact sum of two values.
  ///
  /// Source: Donald Knuth, "The Art of Computer Programming", volume 2, 3rd edition, 1997,
  /// section 4.2.2, theorem B.
  static func sum(_ a: Double, _ b: Double) -> Pair {
    let high = a + b
    let back = high - a
    return Pair(high: high, low: (a - (high - back)) + (b - back))
  }

  /// The exact product of two values of moderate size.
  ///
  /// Source: Theodorus Dekker, "A Floating-Point Technique for Extending the Available Precision",
  /// Numerische Mathematik 18, 1971, eq. (5.12).
  static func product(_ a: Double, _ b: Double) -> Pair {
    let ca = 134_217_729 * a
    let cb = 134_217_729 * b
    let aHigh = ca - (ca - a)
    let bHigh = cb - (cb - b)
    let aLow = a - aHigh
    let bLow = b - bHigh
    let high = a * b
    return Pair(
      high: high,
      low: ((aHigh * bHigh - high) + aHigh * bLow + aLow * bHigh) + aLow * bLow)
  }

  /// The logarithm of a positive finite x with a relative error near 2^-64.
  static func logPair(_ x: Double) -> Pair {
    let subnormal = x < 0x1p-1022
    let scaled = subnormal ? x * 0x1p54 : x
    let rootHalf: UInt64 = 0x3FE6_A09E_667F_3BCD
    let offset = scaled.bitPattern &- rootHalf
    let k = Double((Int64(bitPattern: offset) >> 52) - (subnormal ? 54 : 0))
    let f = Double(bitPattern: (offset & 0x000F_FFFF_FFFF_FFFF) &+ rootHalf) - 1
    let d = sum(2, f)
    let s = f / d.high
    let check = product(s, d.high)
    let sLow = ((f - check.high) - check.low - s * d.low) / d.high
    var z = product(s, s)
    z.low += 2 * s * sLow
    var q = sum(0x1.5555555555555p-1, z.high * logSeries(z.high))
    q.low += 0x1.5555555555555p-55
    var c = product(z.high, q.high)
    c.low += z.high * q.low + z.low * q.high
    var cube = product(s, c.high)
    cube.low += s * c.low + sLow * c.high
    let small = sum(2 * s, cube.high)
    let total = sum(k * ln2High, small.high)
    let rest = total.low + (small.low + (2 * sLow + cube.low) + k * ln2Low)
    return sum(total.high, rest)
  }

  /// The series of `logCore` after its first term 2/3: a Chebyshev fit, error 1.9e-18.
  private static func logSeries(_ z: Double) -> Double {
    var p = 0.11723178623876518
    p = 0.11706236339491206 + z * p
    p = 0.1333480469384731 + z * p
    p = 0.1538459496251843 + z * p
    p = 0.18181818335392802 + z * p
    p = 0.22222222221655885 + z * p
    p = 0.28571428571429364 + z * p
    return 0.4 + z * p
  }

  /// Returns x to the power y, within 2 units in the last place.
  ///
  /// Zero, negative, infinite and NaN operands follow IEEE 754: `pow(x, 0)` and `pow(1, y)` are
  /// 1 even for NaN, a negative base has a value only for whole exponents.
  ///
  /// Source: Peter Markstein, "IA-64 and Elementary Functions", Prentice Hall, 2000, chapter 12,
  /// for the need of a logarithm in extended precision; the arithmetic is Dekker's.
  ///
  /// - Parameters:
  ///   - x: The base.
  ///   - y: The exponent.
  /// - Returns: The power.
  public static func pow(_ x: Double, _ y: Double) -> Double {
    if y == 0 || x == 1 { return 1 }
    guard x == x, y == y else { return .nan }
    let whole = y.magnitude >= 0x1p53 || y == Double(Int64(y))
    let odd = whole && y.magnitude < 0x1p53 && Int64(y) & 1 != 0
    let sign: Double = x.sign == .minus && odd ? -1 : 1
    let base = x.magnitude
    if base == 0 || base == .infinity {
      return (base == 0) == (y > 0) ? sign * 0 : sign * .infinity
    }
    if y.magnitude == .infinity {
      if base == 1 { return 1 }
      return (base > 1) == (y > 0) ? .infinity : 0
    }
    guard x > 0 || whole else { return .nan }
    if base == 1 { return sign }
    return sign * powFinite(base, y)
  }

  private static func powFinite(_ base: Double, _ y: Double) -> Double {
    if y.magnitude > 0x1p64 { return (base > 1) == (y > 0) ? .infinity : 0 }
    if y.magnitude < 0x1p-70 { return 1 }
    let logarithm = logPair(base)
    let rough = y * logarithm.high
    if rough > 710 { return .infinity }
    if rough < -746 { return 0 }
    var exponent = product(y, logarithm.high)
    exponent.low += y * logarithm.low
    guard exponent.high.magnitude < 708 else {
      return expExtreme(exponent.high, exponent.low)
    }
    let (mantissa, power) = expParts(exponent.high, exponent.low)
    return Double(bitPattern: mantissa.bitPattern &+ UInt64(bitPattern: power << 52))
  }
}
