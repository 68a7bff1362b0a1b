/// The standard normal distribution.
public enum NormalDistribution {
  /// Returns P(Z <= z), with full relative accuracy in the lower tail.
  ///
  /// Source: Abramowitz and Stegun, "Handbook of Mathematical Functions", NBS, 1964, eq. 26.2.29.
  ///
  /// - Parameter z: Any value.
  /// - Returns: A probability.
  public static func cdf(_ z: Double) -> Double {
    0.5 * Elementary.erfc(-z * 0.7071067811865476)
  }

  /// Returns the z with P(Z <= z) = p; see `Elementary.normalQuantile`.
  ///
  /// Source: as `Elementary.normalQuantile`.
  ///
  /// - Parameter p: A probability.
  /// - Returns: The quantile; infinite for 0 and 1.
  public static func quantile(_ p: Double) -> Double { Elementary.normalQuantile(p) }
}

/// Student's t distribution.
public enum StudentT {
  /// Returns P(T <= t).
  ///
  /// Source: Abramowitz and Stegun, as above, eq. 26.7.1.
  ///
  /// - Parameters:
  ///   - t: Any value.
  ///   - degreesOfFreedom: At least 1.
  /// - Returns: A probability.
  public static func cdf(_ t: Double, degreesOfFreedom: Int) -> Double {
    let tail = upperTail(t.magnitude, degreesOfFreedom: degreesOfFreedom)
    return t < 0 ? tail : 1 - tail
  }

  /// P(T > t) for t >= 0.
  private static func upperTail(_ t: Double, degreesOfFreedom: Int) -> Double {
    precondition(degreesOfFreedom >= 1, "Student's t needs at least 1 degree of freedom")
    let n = Double(degreesOfFreedom)
    let square = t * t
    let total = n + square
    guard total < .infinity else { return 0 }
    return 0.5
      * SpecialFunctions.incompleteBeta(0.5 * n, 0.5, x: n / total, y: square / total)
  }

  /// Returns the t with P(T <= t) = p, to 1e-9.
  ///
  /// By bisection on the incomplete beta function; from 5000 degrees of freedom by Fisher's
  /// expansion about the normal quantile.
  ///
  /// Source: Abramowitz and Stegun, as above, eq. 26.7.1 and 26.7.5.
  ///
  /// - Parameters:
  ///   - p: A probability; 0 and 1 give infinities, others outside 0...1 NaN.
  ///   - degreesOfFreedom: At least 1.
  /// - Returns: The quantile.
  public static func quantile(_ p: Double, degreesOfFreedom: Int) -> Double {
    precondition(degreesOfFreedom >= 1, "Student's t needs at least 1 degree of freedom")
    guard p > 0, p < 1 else { return p == 0 ? -.infinity : p == 1 ? .infinity : .nan }
    if p == 0.5 { return 0 }
    let tail = p < 0.5 ? p : 1 - p
    let t =
      degreesOfFreedom >= 5000
      ? expansion(-Elementary.normalQuantile(tail), Double(degreesOfFreedom))
      : SpecialFunctions.root(from: 1) {
        tail - upperTail($0, degreesOfFreedom: degreesOfFreedom)
      }
    return p < 0.5 ? -t : t
  }

  private static func expansion(_ z: Double, _ n: Double) -> Double {
    let s = z * z
    let g1 = z * (s + 1) / 4
    let g2 = z * ((5 * s + 16) * s + 3) / 96
    let g3 = z * (((3 * s + 19) * s + 17) * s - 15) / 384
    let g4 = z * ((((79 * s + 776) * s + 1482) * s - 1920) * s - 945) / 92160
    return z + (g1 + (g2 + (g3 + g4 / n) / n) / n) / n
  }
}

/// The chi-square distribution.
public enum ChiSquare {
  /// Returns P(X <= x).
  ///
  /// Source: Abramowitz and Stegun, as above, eq. 26.4.19.
  ///
  /// - Parameters:
  ///   - x: Any value; 0 below zero.
  ///   - degreesOfFreedom: Above 0.
  /// - Returns: A probability.
  public static func cdf(_ x: Double, degreesOfFreedom: Double) -> Double {
    precondition(degreesOfFreedom > 0, "chi-square needs degrees of freedom above 0")
    return SpecialFunctions.incompleteGamma(0.5 * degreesOfFreedom, 0.5 * x).lower
  }

  /// Returns P(X > x), with full relative accuracy in the upper tail: the p value of a test.
  ///
  /// Source: Abramowitz and Stegun, as above, eq. 26.4.19.
  ///
  /// - Parameters:
  ///   - x: Any value.
  ///   - degreesOfFreedom: Above 0.
  /// - Returns: A probability.
  public static func upperTail(_ x: Double, degreesOfFreedom: Double) -> Double {
    precondition(degreesOfFreedom > 0, "chi-square needs degrees of freedom above 0")
    return SpecialFunctions.incompleteGamma(0.5 * degreesOfFreedom, 0.5 * x).upper
  }

  /// Returns the x with P(X <= x) = p, to about 1e-12 of its size.
  ///
  /// Source: inversion of `cdf` by bisection.
  ///
  /// - Parameters:
  ///   - p: A probability; 0 gives 0, 1 infinity, others outside 0...1 NaN.
  ///   - degreesOfFreedom: Above 0.
  /// - Returns: The quantile.
  public static func quantile(_ p: Double, degreesOfFreedom: Double) -> Double {
    precondition(degreesOfFreedom > 0, "chi-square needs degrees of freedom above 0")
    guard p > 0, p < 1 else { return p == 0 ? 0 : p == 1 ? .infinity : .nan }
    return SpecialFunctions.root(from: degreesOfFreedom) {
      let (lower, upper) = SpecialFunctions.incompleteGamma(0.5 * degreesOfFreedom, 0.5 * $0)
      return p < 0.5 ? lower - p : (1 - p) - upper
    }
  }
}

/// The test of a sample against a continuous distribution.
public enum KolmogorovSmirnov {
  /// Returns the largest distance between the sample's distribution function and `cdf`.
  ///
  /// Source: Donald Knuth, "The Art of Computer Programming", volume 2, 3rd edition, 1997, section
  /// 3.3.1, eq. (13) without the factor sqrt(n). Sorts: O(n log n).
  ///
  /// - Parameters:
  ///   - sample: At least one value, in any order.
  ///   - cdf: The distribution function.
  /// - Returns: A distance in 0...1; 0 for an empty sample.
  public static func statistic(_ sample: [Double], cdf: (Double) -> Double) -> Double {
    let n = Double(sample.count)
    var worst = 0.0
    for (i, x) in sample.sorted().enumerated() {
      let f = cdf(x)
      worst = max(worst, f - Double(i) / n, Double(i + 1) / n - f)
    }
    return worst
  }

  /// Returns the probability of a distance at least this large if the distribution is right.
  ///
  /// Good to about 1e-3 from 20 values on.
  ///
  /// Source: Andrey Kolmogorov, "Sulla determinazione empirica di una legge di distribuzione",
  /// Giornale dell'Istituto Italiano degli Attuari 4, 1933, with the finite-sample correction of
  /// M. A. Stephens, "Use of the Kolmogorov-Smirnov, Cramér-von Mises and Related Statistics
  /// Without Extensive Tables", Journal of the Royal Statistical Society B 32(1), 1970.
  ///
  /// - Parameters:
  ///   - statistic: The distance.
  ///   - count: The size of the sample, at least 1.
  /// - Returns: A probability.
  public static func pValue(statistic: Double, count: Int) -> Double {
    let root = Double(count).squareRoot()
    let x = (root + 0.12 + 0.11 / root) * statistic
    guard x > 0.2 else { return 1 }
    var sum = 0.0
    var sign = 1.0
    for k in 1...100 {
      let term = Elementary.exp(-2 * Double(k * k) * x * x)
      sum += sign * term
      sign = -sign
      if term < 1e-17 { break }
    }
    return min(1, max(0, 2 * sum))
  }
}
