extension RandomStream {
  /// Draws (1 + c N)^3 with the acceptance test of a gamma variate of shape d + 1/3.
  ///
  /// `c` is 1 / sqrt(9 d); the gamma variate is d times the result.
  @inlinable
  mutating func cube(c: Double, d: Double, _ z: borrowing Ziggurat) -> Double {
    while true {
      let x = normal(z)
      let t = 1 + c * x
      guard t > 0 else { continue }
      let v = t * t * t
      let u = uniformOpen()
      let x2 = x * x
      if u < 1 - 0.0331 * x2 * x2 { return v }
      if Elementary.log(u) < 0.5 * x2 + d * (1 - v + Elementary.log(v)) { return v }
    }
  }

  /// Draws a gamma variate of scale 1.
  ///
  /// Source: George Marsaglia and Wai Wan Tsang, "A Simple Method for Generating Gamma
  /// Variables", ACM Transactions on Mathematical Software 26(3), 2000; below shape 1 its note
  /// that gamma(a) = gamma(a + 1) U^(1/a).
  ///
  /// - Parameters:
  ///   - shape: The shape and mean, above 0 and finite.
  ///   - z: The tables.
  /// - Returns: A value at least 0.
  @inlinable
  public mutating func gamma(shape: Double, _ z: borrowing Ziggurat) -> Double {
    precondition(shape > 0 && shape < .infinity, "a gamma shape must be above 0")
    let boost = shape < 1 ? Elementary.exp(-exponential(z) / shape) : 1
    let d = (shape < 1 ? shape + 1 : shape) - 1.0 / 3
    return d * boost * cube(c: 1 / (9 * d).squareRoot(), d: d, z)
  }

  /// Draws a geometric number of failures before the first success.
  ///
  /// P(k) = (1 - q) q^k with q = mean / (1 + mean), by inversion through an exponential.
  ///
  /// Source: Luc Devroye, "Non-Uniform Random Variate Generation", Springer, 1986, section X.2.2.
  ///
  /// - Parameters:
  ///   - mean: The mean, 0...10^15.
  ///   - z: The tables.
  /// - Returns: A count at least 0.
  public mutating func geometric(mean: Double, _ z: borrowing Ziggurat) -> Int {
    precondition(mean >= 0 && mean <= 1e15, "a geometric mean must be in 0...1e15")
    guard mean > 0 else { return 0 }
    return Int(exponential(z) / Elementary.log1p(1 / mean))
  }

  /// Draws a Poisson count.
  ///
  /// Source: below a mean of 10 inversion by sequential search, Devroye, as above, section X.3.3;
  /// from 10 on Wolfgang Hörmann, "The Transformed Rejection Method for Generating Poisson Random
  /// Variables", Insurance: Mathematics and Economics 12, 1993, algorithm PTRS.
  ///
  /// - Parameter mean: The mean, 0...10^9.
  /// - Returns: A count at least 0.
  public mutating func poisson(mean: Double) -> Int {
    precondition(mean >= 0 && mean <= 1e9, "a Poisson mean must be in 0...1e9")
    guard mean >= 10 else { return poissonBySearch(mean) }
    let logMean = Elementary.log(mean)
    let b = 0.931 + 2.53 * mean.squareRoot()
    let a = -0.059 + 0.02483 * b
    let inverseAlpha = 1.1239 + 1.1328 / (b - 3.4)
    let vr = 0.9277 - 3.6224 / (b - 2)
    while true {
      let u = uniform() - 0.5
      let v = uniformOpen()
      let us = 0.5 - u.magnitude
      guard us > 0 else { continue }
      let guess = (2 * a / us + b) * u + mean + 0.43
      guard guess >= 0, guess < 1e15 else { continue }
      let k = Int(guess)
      if us >= 0.07, v <= vr { return k }
      if us < 0.013, v > us { continue }
      let left = Elementary.log(v * inverseAlpha / (a / (us * us) + b))
      let count = Double(k)
      if left <= count * logMean - mean - Elementary.lgamma(count + 1) { return k }
    }
  }

  private mutating func poissonBySearch(_ mean: Double) -> Int {
    var rest = uniform()
    var p = Elementary.exp(-mean)
    var k = 0
    while rest >= p, k < 200 {
      rest -= p
      k += 1
      p *= mean / Double(k)
    }
    return k
  }
}
