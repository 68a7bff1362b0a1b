import Stochastics

/// Mean and variance of a time, in seconds.
struct Moments: Hashable {
  var mean = 0.0
  var variance = 0.0

  static let zero = Moments()
  static let endless = Moments(mean: .infinity, variance: .infinity)

  init(mean: Double = 0, variance: Double = 0) {
    self.mean = mean
    self.variance = variance
  }

  init(_ spread: Spread) {
    mean = spread.meanSeconds
    variance = spread.meanSeconds * spread.meanSeconds * spread.scv
  }

  /// The second moment about zero.
  var square: Double { variance + mean * mean }

  /// The squared coefficient of variation; 0 for no time at all.
  var scv: Double { mean > 0 && mean < .infinity ? variance / (mean * mean) : 0 }

  /// The sum of independent times.
  static func + (left: Moments, right: Moments) -> Moments {
    Moments(mean: left.mean + right.mean, variance: left.variance + right.variance)
  }

  /// The sum of `count` independent times.
  func repeated(_ count: Double) -> Moments {
    count == 0 ? .zero : Moments(mean: mean * count, variance: variance * count)
  }

  /// One of several times by chance; shares that add to less than 1 leave the rest at zero.
  static func mixture(_ parts: [(share: Double, time: Moments)]) -> Moments {
    var mean = 0.0
    var square = 0.0
    for part in parts where part.share > 0 {
      mean += part.share * part.time.mean
      square += part.share * part.time.square
    }
    guard mean < .infinity, square < .infinity else {
      return Moments(mean: mean, variance: .infinity)
    }
    return Moments(mean: mean, variance: max(0, square - mean * mean))
  }
}
