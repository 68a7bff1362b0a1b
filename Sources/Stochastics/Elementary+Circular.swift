// Sine and cosine for every finite angle.

extension Elementary {
  /// Returns the sine of an angle in radians, within about 1 unit in the last place.
  ///
  /// Source: W. J. Cody and W. Waite, "Software Manual for the Elementary Functions", Prentice
  /// Hall, 1980, chapter 8; Mary Payne and Robert Hanek, "Radian Reduction for Trigonometric
  /// Functions", ACM SIGNUM Newsletter 18(1), 1983, for angles from 2^20 on.
  ///
  /// - Parameter x: The angle; infinite and NaN give NaN.
  /// - Returns: A value in -1...1.
  public static func sin(_ x: Double) -> Double {
    guard x.magnitude < .infinity else { return .nan }
    if x.magnitude < 0x1p-27 { return x }
    let (quadrant, r) = reduced(x)
    let value = quadrant & 1 == 0 ? sinCore(r) : cosCore(r)
    return quadrant & 2 == 0 ? value : -value
  }

  /// Returns the cosine of an angle in radians, within about 1 unit in the last place.
  ///
  /// Source: as `sin`.
  ///
  /// - Parameter x: The angle; infinite and NaN give NaN.
  /// - Returns: A value in -1...1.
  public static func cos(_ x: Double) -> Double {
    guard x.magnitude < .infinity else { return .nan }
    let (quadrant, r) = reduced(x)
    let value = quadrant & 1 == 0 ? cosCore(r) : sinCore(r)
    return (quadrant + 1) & 2 == 0 ? value : -value
  }

  private static func sinCore(_ r: Pair) -> Double {
    let z = r.high * r.high
    var p = -7.586691094197958e-13
    p = 1.6058531516797758e-10 + z * p
    p = -2.5052106231802837e-08 + z * p
    p = 2.7557319219337312e-06 + z * p
    p = -0.00019841269841265063 + z * p
    p = 0.008333333333333331 + z * p
    p = -0.16666666666666666 + z * p
    return r.high + (r.high * z * p + r.low * (1 - 0.5 * z))
  }

  private static func cosCore(_ r: Pair) -> Double {
    let z = r.high * r.high
    var p = 4.7458685530816656e-14
    p = -1.1470460830795304e-11 + z * p
    p = 2.0876755790721963e-09 + z * p
    p = -2.755731922140179e-07 + z * p
    p = 2.4801587301584645e-05 + z * p
    p = -0.0013888888888888887 + z * p
    p = 0.041666666666666664 + z * p
    let half = 0.5 * z
    let w = 1 - half
    return w + (((1 - w) - half) + (z * z * p - r.high * r.low))
  }

  /// x as a multiple of pi / 2 plus a rest of at most pi / 4.
  private static func reduced(_ x: Double) -> (quadrant: Int, rest: Pair) {
    if x.magnitude <= 0.7853981633974483 { return (0, Pair(high: x, low: 0)) }
    if x.magnitude >= 0x1p20 { return reducedLarge(x) }
    let shifter = 0x1.8p52
    let k = (x * 0.6366197723675814 + shifter) - shifter
    let first = x - k * 0x1.921fb54400000p+0
    var rest = sum(first, -(k * 0x1.0b4611a600000p-34))
    rest.low -= k * 0x1.3198a2e037073p-69
    return (Int(k) & 3, sum(rest.high, rest.low))
  }

  private static func reducedLarge(_ x: Double) -> (quadrant: Int, rest: Pair) {
    let mantissa = (x.magnitude.bitPattern & 0x000F_FFFF_FFFF_FFFF) | (1 << 52)
    let start = Int(x.magnitude.bitPattern >> 52) - 1075 - 2
    // The product modulo 4, as a fixed-point number with 190 fraction bits.
    let low = mantissa.multipliedFullWidth(by: twoOverPi(from: start + 128))
    let middle = mantissa.multipliedFullWidth(by: twoOverPi(from: start + 64))
    let (word1, carry) = middle.low.addingReportingOverflow(low.high)
    let word2 = mantissa &* twoOverPi(from: start) &+ middle.high &+ (carry ? 1 : 0)
    var quadrant = Int(word2 >> 62)
    var a = word2 << 2 | word1 >> 62
    var b = word1 << 2 | low.low >> 62
    let negative = a >> 63 == 1
    if negative {
      quadrant += 1
      a = ~a
      b = ~b  // off by the last of 128 bits, which is below the accuracy needed
    }
    let zeros = a.leadingZeroBitCount
    guard zeros < 64 else { return (quadrant & 3, Pair(high: 0, low: 0)) }
    if zeros > 0 {
      a = a << UInt64(zeros) | b >> UInt64(64 - zeros)
      b <<= UInt64(zeros)
    }
    let scale = powerOfTwo(Int64(-53 - zeros))
    let high = Double(a >> 11) * scale
    let rest = Double(a << 53 | b >> 11) * (scale * 0x1p-64)
    var angle = product(high, 1.5707963267948966)
    angle.low += high * 6.123233995736766e-17 + rest * 1.5707963267948966
    angle = sum(angle.high, angle.low)
    if negative != (x < 0) { angle = Pair(high: -angle.high, low: -angle.low) }
    return ((x < 0 ? -quadrant : quadrant) & 3, angle)
  }

  /// 64 bits of the binary fraction of 2 / pi from bit `position` on; zeros before bit 0.
  private static func twoOverPi(from position: Int) -> UInt64 {
    let word = position >> 6
    let shift = UInt64(position & 63)
    let first = word >= 0 ? twoOverPiWords[word] : 0
    if shift == 0 { return first }
    let second = word + 1 >= 0 ? twoOverPiWords[word + 1] : 0
    return first << shift | second >> (64 - shift)
  }

  private static let twoOverPiWords: [UInt64] = [
    0xA2F9_836E_4E44_1529, 0xFC27_57D1_F534_DDC0, 0xDB62_9599_3C43_9041,
    0xFE51_63AB_DEBB_C561, 0xB724_6E3A_424D_D2E0, 0x0649_2EEA_09D1_921C,
    0xFE1D_EB1C_B129_A73E, 0xE882_35F5_2EBB_4484, 0xE99C_7026_B45F_7E41,
    0x3991_D639_8353_39F4, 0x9C84_5F8B_BDF9_283B, 0x1FF8_97FF_DE05_980F,
    0xEF2F_118B_5A0A_6D1F, 0x6D36_7ECF_27CB_09B7, 0x4F46_3F66_9E5F_EA2D,
    0x7527_BAC7_EBE5_F17B, 0x3D07_39F7_8A52_92EA, 0x6BFB_5FB1_1F8D_5D08,
    0x5603_3046_FC7B_6BAB, 0xF0CF_BC20_9AF4_361D,
  ]
}
