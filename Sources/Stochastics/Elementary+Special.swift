// The logarithm of the gamma function, the error functions and the normal quantile.

extension Elementary {
  /// Returns the logarithm of the absolute value of the gamma function.
  ///
  /// Relative error below 1e-13 for positive x, also next to the zeros at 1 and 2; absolute error
  /// of that size for negative x.
  ///
  /// Source: Milton Abramowitz and Irene Stegun, "Handbook of Mathematical Functions", NBS, 1964,
  /// eq. 6.1.33 (series about 2), 6.1.41 (Stirling), 6.1.17 (reflection).
  ///
  /// - Parameter x: Any value; zero and negative integers give infinity.
  /// - Returns: The logarithm.
  public static func lgamma(_ x: Double) -> Double {
    guard x == x else { return x }
    guard x.magnitude < .infinity else { return .infinity }
    if x >= 16 { return stirling(x) }
    if x > 2.5 {
      var rest = x
      var factor = 1.0
      while rest > 2.5 {
        rest -= 1
        factor *= rest
      }
      return log(factor) + lgammaAboutTwo(rest - 2)
    }
    if x >= 1.5 { return lgammaAboutTwo(x - 2) }
    if x >= 0.5 { return lgammaAboutTwo(x - 1) - log1p(x - 1) }
    if x > 0 { return lgammaAboutTwo(x) - log1p(x) - log(x) }
    guard x > -0x1p52 else { return .infinity }
    let fraction = x - Double(Int64(x))
    guard fraction != 0 else { return .infinity }
    let sine = sin(3.141592653589793 * fraction).magnitude
    return log(3.141592653589793 / sine) - lgamma(1 - x)
  }

  private static func stirling(_ x: Double) -> Double {
    let inverse = 1 / x
    let z = inverse * inverse
    var p = -0.0019175269175269176
    p = 0.0008417508417508417 + z * p
    p = -0.0005952380952380953 + z * p
    p = 0.0007936507936507937 + z * p
    p = -0.002777777777777778 + z * p
    p = 0.08333333333333333 + z * p
    return (x - 0.5) * log(x) - x + (0.9189385332046728 + p * inverse)
  }

  /// lgamma(2 + u) for |u| <= 0.5.
  private static func lgammaAboutTwo(_ u: Double) -> Double {
    var p = 0.0
    for coefficient in aboutTwo.reversed() { p = coefficient + u * p }
    return u * (0.42278433509846713 + u * p)
  }

  /// (-1)^k (zeta(k) - 1) / k for k from 2 on.
  private static let aboutTwo: [Double] = [
    0.3224670334241132, -0.0673523010531981, 0.020580808427784546, -0.007385551028673986,
    0.0028905103307415234, -0.001192753911703261, 0.0005096695247430425, -0.00022315475845357939,
    9.945751278180853e-05, -4.492623673813314e-05, 2.050721277567069e-05, -9.439488275268397e-06,
    4.374866789907488e-06, -2.039215753801366e-06, 9.55141213040742e-07, -4.492469198764566e-07,
    2.1207184805554665e-07, -1.0043224823968099e-07, 4.7698101693639804e-08,
    -2.2711094608943164e-08, 1.0838659214896955e-08, -5.183475041970047e-09,
    2.4836745438024785e-09, -1.1921401405860912e-09, 5.731367241678862e-10,
    -2.7595228851242334e-10,
  ]

  /// Returns the error function of x.
  ///
  /// Source: Abramowitz and Stegun, as above, eq. 7.1.5, fitted by Chebyshev polynomials up to 1;
  /// beyond through `erfc`.
  ///
  /// - Parameter x: Any value; NaN gives NaN.
  /// - Returns: A value in -1...1.
  public static func erf(_ x: Double) -> Double {
    let a = x.magnitude
    guard a > 1 else {
      let z = x * x
      var p = 0.0
      for coefficient in erfSeries.reversed() { p = coefficient + z * p }
      return x * p
    }
    let value = 1 - erfc(a)
    return x < 0 ? -value : value
  }

  /// Returns 1 - erf(x) with full relative accuracy in the upper tail, down to subnormals.
  ///
  /// Source: M. M. Shepherd and J. G. Laframboise, "Chebyshev Approximation of
  /// (1 + 2x) exp(x^2) erfc x in 0 <= x < infinity", Mathematics of Computation 36(153), 1981;
  /// the coefficients are computed anew.
  ///
  /// - Parameter x: Any value; NaN gives NaN.
  /// - Returns: A value in 0...2.
  public static func erfc(_ x: Double) -> Double {
    guard x == x else { return x }
    if x < -1 { return 2 - erfc(-x) }
    if x < 0.5 { return 1 - erf(x) }
    if x > 27.3 { return 0 }
    let t = (x - 3.75) / (x + 3.75)
    var b1 = 0.0
    var b2 = 0.0
    for coefficient in erfcSeries.dropFirst().reversed() {
      let b0 = coefficient + 2 * t * b1 - b2
      b2 = b1
      b1 = b0
    }
    let scaled = (erfcSeries[0] + t * b1 - b2) / (1 + 2 * x)
    let square = product(x, x)
    return expExtreme(-square.high, -square.low) * scaled
  }

  private static let erfSeries: [Double] = [
    1.1283791670955126, -0.3761263890318375, 0.11283791670954879, -0.026866170645076792,
    0.0052239776248180145, -0.000854832698083379, 0.0001205533111164271, -1.4925595266831182e-05,
    1.6461000484121368e-06, -1.6350312701054695e-07, 1.4659775274047436e-08,
    -1.1372848856791674e-09, 5.957176147748911e-11,
  ]

  private static let erfcSeries: [Double] = [
    1.1775789345674017, -0.004590054580646478, -0.08424913336651792, 0.05920993999819189,
    -0.026658668435305753, 0.009074997670705265, -0.002413163540417608, 0.0004907758365258086,
    -6.916973302501207e-05, 4.13902798607301e-06, 7.74038306619849e-07, -2.1886401049234397e-07,
    1.076499946567091e-08, 4.521959811218287e-09, -7.754400208831351e-10, -6.318088340886684e-11,
    2.86879501093067e-11, 1.9455868545777347e-13, -9.65469674843344e-13, 3.25254814814874e-14,
    3.3478119482868056e-14, -1.864562880419313e-15, -1.2507950530688648e-15,
    7.418235256624044e-17, 5.068148904796111e-17, -2.2370566594359995e-18,
    -2.187342944303018e-18, 2.676632739925876e-20, 9.736561401741451e-20, 3.3214840905101287e-21,
  ]

  /// Returns the z with P(Z <= z) = p for a standard normal Z.
  ///
  /// Relative error below 1e-13, also in the lower tail down to 1e-300.
  ///
  /// Source: Abramowitz and Stegun, as above, eq. 26.2.23, refined by steps of Edmond Halley's
  /// method on `erf` and `erfc`.
  ///
  /// - Parameter p: A probability; 0 and 1 give infinities, others outside (0, 1) NaN.
  /// - Returns: The quantile.
  public static func normalQuantile(_ p: Double) -> Double {
    guard p > 0, p < 1 else { return p == 0 ? -.infinity : p == 1 ? .infinity : .nan }
    let lower = p <= 0.5
    let tail = lower ? p : 1 - p
    let t = (-2 * log(tail)).squareRoot()
    let top = 2.515517 + t * (0.802853 + t * 0.010328)
    var z = t - top / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)))
    for _ in 0..<3 {
      // Solves P(Z > z) = tail; near the centre by the distance from one half, which is exact.
      let excess =
        z < 0.7
        ? (0.5 - tail) - 0.5 * erf(z * 0.7071067811865476)
        : 0.5 * erfc(z * 0.7071067811865476) - tail
      let step = excess * 2.5066282746310002 * exp(0.5 * z * z)
      z += step / (1 - 0.5 * z * step)
    }
    return lower ? -z : z
  }
}
