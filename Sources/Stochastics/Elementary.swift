/// Elementary and special functions that give the same bits on every machine.
///
/// Only IEEE 754 addition, subtraction, multiplication, division and square root are used, with
/// no fused operations and nothing from the platform's mathematical library.
@frozen public enum Elementary {}

extension Elementary {
  @usableFromInline static var ln2High: Double { @inlinable get { 0x1.62e42fef00000p-1 } }
  @usableFromInline static var ln2Low: Double { @inlinable get { 0x1.473de6af278edp-34 } }

  /// (exp(r) - 1 - r) / r^2 for |r| <= ln(2) / 2: a Chebyshev fit, relative error 1.4e-18.
  @inlinable @inline(__always)
  static func expCore(_ r: Double, _ r2: Double) -> Double {
    let r4 = r2 * r2
    let a = 0.5 + r * 0.1666666666666667
    let b = 0.04166666666666667 + r * 0.008333333333326136
    let c = 0.0013888888888883748 + r * 0.00019841269874820627
    let d = 2.4801587325547743e-05 + r * 2.7557255400206422e-06
    let e = 2.75572736431103e-07 + r * 2.5105217004720745e-08 + r2 * 2.0914686968086876e-09
    return (a + r2 * b) + r4 * ((c + r2 * d) + r4 * e)
  }

  /// The mantissa, near 1, and the power of two of exp(x + low) for |x| < 2000, |low| tiny.
  @inlinable @inline(__always)
  static func expParts(_ x: Double, _ low: Double) -> (mantissa: Double, power: Int64) {
    let shifter = 0x1.8p52
    let shifted = x * 1.4426950408889634 + shifter
    let k = shifted - shifter
    let high = x - k * ln2High
    let rest = k * ln2Low - low
    let r = high - rest
    let lost = (high - r) - rest
    let r2 = r * r
    let power = Int64(bitPattern: shifted.bitPattern &- shifter.bitPattern)
    return (1 + (r + (r2 * expCore(r, r2) + lost)), power)
  }

  /// Returns e to the power x, within 1 unit in the last place.
  ///
  /// Overflows to infinity above 709.78, goes through subnormals to 0 below -745.13.
  ///
  /// Source: Peter Tang, "Table-Driven Implementation of the Exponential Function in IEEE
  /// Floating-Point Arithmetic", ACM Transactions on Mathematical Software 15(2), 1989, section
  /// 2 for the reduction by multiples of ln(2); the polynomial is our own fit.
  ///
  /// - Parameter x: Any value; NaN gives NaN.
  /// - Returns: The exponential, at least 0.
  @inlinable @inline(__always)
  public static func exp(_ x: Double) -> Double {
    guard _fastPath(x.magnitude < 708) else { return expExtreme(x, 0) }
    let (mantissa, power) = expParts(x, 0)
    return Double(bitPattern: mantissa.bitPattern &+ UInt64(bitPattern: power &<< 52))
  }

  /// exp(x + low) where the result may overflow or be subnormal.
  @usableFromInline @inline(never)
  static func expExtreme(_ x: Double, _ low: Double) -> Double {
    guard x == x else { return x }
    guard x < 710 else { return .infinity }
    guard x > -746 else { return 0 }
    let (mantissa, power) = expParts(x, low)
    let half = power / 2
    return mantissa * powerOfTwo(half) * powerOfTwo(power - half)
  }

  static func powerOfTwo(_ k: Int64) -> Double { Double(bitPattern: UInt64(k + 1023) << 52) }

  /// (2 atanh(s) - 2s) / s^3 for z = s^2 <= 0.0295: a Chebyshev fit, error 2.1e-18.
  @inlinable @inline(__always)
  static func logCore(_ z: Double) -> Double {
    let z2 = z * z
    let a = 0.6666666666666666 + z * 0.4000000000000088
    let b = 0.2857142857080323 + z * 0.2222222239180047
    let c = 0.18181795630884753 + z * 0.15386240205813478
    let d = 0.13268759668560612 + z * 0.13086767009948175
    return (a + z2 * b) + (z2 * z2) * (c + z2 * d)
  }

  /// Returns the natural logarithm of x, within 1 unit in the last place.
  ///
  /// Source: Peter Tang, "Table-Driven Implementation of the Logarithm Function in IEEE
  /// Floating-Point Arithmetic", ACM Transactions on Mathematical Software 16(4), 1990, section
  /// 2 for the substitution s = f / (2 + f); the polynomial is our own fit.
  ///
  /// - Parameter x: Any value; 0 gives minus infinity, negative values and NaN give NaN.
  /// - Returns: The logarithm.
  @inlinable @inline(__always)
  public static func log(_ x: Double) -> Double {
    guard _fastPath(x >= 0x1p-1022 && x < .infinity) else { return logExtreme(x) }
    return logNormal(x, shift: 0)
  }

  @inlinable @inline(__always)
  static func logNormal(_ x: Double, shift: Int64) -> Double {
    let rootHalf: UInt64 = 0x3FE6_A09E_667F_3BCD
    let offset = x.bitPattern &- rootHalf
    let k = Double((Int64(bitPattern: offset) &>> 52) &- shift)
    let m = Double(bitPattern: (offset & 0x000F_FFFF_FFFF_FFFF) &+ rootHalf)
    let f = m - 1
    let s = f / (2 + f)
    let z = s * s
    let half = 0.5 * f * f
    let r = z * logCore(z)
    return k * ln2High - ((half - (s * (half + r) + k * ln2Low)) - f)
  }

  @usableFromInline @inline(never)
  static func logExtreme(_ x: Double) -> Double {
    guard x == x, x < .infinity else { return x }
    guard x != 0 else { return -.infinity }
    guard x > 0 else { return .nan }
    return logNormal(x * 0x1p54, shift: 54)
  }

  /// Returns log(1 + x) with full relative accuracy near 0.
  ///
  /// Source: William Kahan's correction, in David Goldberg, "What Every Computer Scientist
  /// Should Know About Floating-Point Arithmetic", ACM Computing Surveys 23(1), 1991, theorem 4.
  ///
  /// - Parameter x: A value at least -1; less gives NaN.
  /// - Returns: The logarithm.
  public static func log1p(_ x: Double) -> Double {
    let u = 1 + x
    guard u > 0, u < .infinity else { return log(u) }
    if u == 1 { return x }
    return log(u) + (x - (u - 1)) / u
  }

  /// Returns exp(x) - 1 with full relative accuracy near 0.
  ///
  /// Source: own fit of the exponential's remainder, as in `exp`.
  ///
  /// - Parameter x: Any value.
  /// - Returns: A value at least -1.
  public static func expm1(_ x: Double) -> Double {
    guard x.magnitude < 0.34 else { return exp(x) - 1 }
    if x == 0 { return x }
    let x2 = x * x
    return x + x2 * expCore(x, x2)
  }
}
