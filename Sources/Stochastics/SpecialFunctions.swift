/// Incomplete gamma and beta functions and the inversion of distribution functions.
enum SpecialFunctions {
  /// The regularised lower and upper incomplete gamma functions P(a, x) and Q(a, x).
  ///
  /// Source: Abramowitz and Stegun, "Handbook of Mathematical Functions", NBS, 1964, eq. 6.5.29
  /// (series) and 6.5.31 (continued fraction); W. J. Lentz, "Generating Bessel Functions in Mie
  /// Scattering Calculations Using Continued Fractions", Applied Optics 15(3), 1976.
  static func incompleteGamma(_ a: Double, _ x: Double) -> (lower: Double, upper: Double) {
    guard x > 0 else { return (0, 1) }
    guard x < .infinity else { return (1, 0) }
    let front = Elementary.exp(a * Elementary.log(x) - x - Elementary.lgamma(a))
    if x < a + 1 {
      var term = 1 / a
      var sum = term
      var n = a
      while term > sum * 1e-17 {
        n += 1
        term *= x / n
        sum += term
      }
      let lower = min(1, front * sum)
      return (lower, 1 - lower)
    }
    var b = x + 1 - a
    var c = 1e300
    var d = 1 / b
    var h = d
    var i = 1.0
    while i < 1e6 {
      let an = -i * (i - a)
      b += 2
      d = 1 / kept(an * d + b)
      c = kept(b + an / c)
      let delta = d * c
      h *= delta
      if (delta - 1).magnitude < 1e-16 { break }
      i += 1
    }
    let upper = min(1, front * h)
    return (1 - upper, upper)
  }

  private static func kept(_ x: Double) -> Double { x.magnitude < 1e-300 ? 1e-300 : x }

  /// The regularised incomplete beta function I_x(a, b), given both x and y = 1 - x.
  ///
  /// Source: Abramowitz and Stegun, as above, eq. 26.5.8 (continued fraction) and 26.5.2.
  static func incompleteBeta(_ a: Double, _ b: Double, x: Double, y: Double) -> Double {
    guard x > 0 else { return 0 }
    guard y > 0 else { return 1 }
    if x > (a + 1) / (a + b + 2) { return 1 - incompleteBeta(b, a, x: y, y: x) }
    let front = Elementary.exp(
      a * Elementary.log(x) + b * Elementary.log(y) - Elementary.log(a)
        + Elementary.lgamma(a + b) - Elementary.lgamma(a) - Elementary.lgamma(b))
    var c = 1.0
    var d = 1 / kept(1 - (a + b) * x / (a + 1))
    var h = d
    var m = 1.0
    while m < 1e6 {
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / kept(1 + even * d)
      c = kept(1 + even / c)
      h *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / kept(1 + odd * d)
      c = kept(1 + odd / c)
      let delta = d * c
      h *= delta
      if (delta - 1).magnitude < 1e-16 { break }
      m += 1
    }
    return front * h
  }

  /// The x >= 0 at which a rising function passes zero, by doubling and bisection to the last bit.
  static func root(from start: Double, _ rising: (Double) -> Double) -> Double {
    var high = start
    while rising(high) < 0, high < 1e300 { high *= 2 }
    var low = high
    while rising(low) >= 0, low > 1e-300 { low *= 0.5 }
    for _ in 0..<200 {
      let middle = 0.5 * (low + high)
      if middle <= low || middle >= high { break }
      if rising(middle) < 0 { low = middle } else { high = middle }
    }
    return 0.5 * (low + high)
  }
}
