import ArchitectureModel
import Quantities
import Stochastics

/// How a trading session's traffic is spread over its time: busy at the open, calm at midday, busy
/// again towards the close.
///
/// The U is well documented; the coefficients are our choice, fitted to no venue.
///
/// Source: Anat Admati and Paul Pfleiderer, "A Theory of Intraday Patterns: Volume and Price
/// Variability", Review of Financial Studies 1(1), 1988, for the U in volume.
enum IntradayShape {
  private static let floor = 0.55
  private static let openHeight = 2.2
  private static let openDecay = 0.045
  private static let closeHeight = 1.9
  private static let closeDecay = 0.07

  /// What makes the mean of `u` over the session 1.
  static let norm =
    floor + openHeight * openDecay * (1 - Elementary.exp(-1 / openDecay))
    + closeHeight * closeDecay * (1 - Elementary.exp(-1 / closeDecay))

  /// The rate at a point of the session over the session's mean.
  ///
  /// - Parameter x: The point, 0 at the open and 1 at the close.
  /// - Returns: The factor, with a mean of 1.
  static func u(_ x: Double) -> Double {
    (floor + openHeight * Elementary.exp(-x / openDecay)
      + closeHeight * Elementary.exp(-(1 - x) / closeDecay)) / norm
  }
}

/// A rate over time by straight lines between points, with its integral.
struct RateCurve {
  /// The points, rising in time; at least two, the first at 0.
  var points: [RatePoint]

  /// The mean number of arrivals between two moments in seconds, both within the points; O(points).
  func integral(from: Double, to: Double) -> Double {
    var sum = 0.0
    for index in points.indices.dropFirst() {
      let left = points[index - 1]
      let right = points[index]
      let low = max(from, left.at.seconds)
      let high = min(to, right.at.seconds)
      guard low < high else { continue }
      let slope = (right.perSecond - left.perSecond) / (right.at.seconds - left.at.seconds)
      let middle = left.perSecond + slope * ((low + high) / 2 - left.at.seconds)
      sum += middle * (high - low)
    }
    return sum
  }

  /// The mean number of arrivals over all points.
  var total: Double { integral(from: 0, to: points.last?.at.seconds ?? 0) }

  /// The same shape with all rates multiplied.
  func scaled(by factor: Double) -> RateCurve {
    RateCurve(points: points.map { RatePoint(at: $0.at, perSecond: $0.perSecond * factor) })
  }
}
