import Stochastics

/// The moment at which enough of several things that run side by side are done.
///
/// Each leg is taken to be a fixed time and an exponential one, so that its mean and its
/// variance are kept; one that varies more than an exponential is a mixture of two. The legs are
/// taken to be independent, which is not true of legs that queue behind the same burst.
///
/// Source: Herbert David and Haikady Nagaraja, "Order Statistics", 3rd edition, Wiley, 2003,
/// section 2.1 and eq. (5.2.1) for unlike legs; balanced means as Henk Tijms, "A First Course in
/// Stochastic Models", Wiley, 2003, appendix B.
enum OrderStatistics {
  /// Steps of the integration; the error is below 0.3 % where legs have fixed parts, and far below
  /// for exponential legs.
  static let steps = 80

  /// Legs beyond this many are left out: the first of them are taken.
  static let mostLegs = 64

  private struct Leg {
    var shift: Double
    /// Two exponential phases: share and rate of the first, rate of the second.
    var share: Double
    var first: Double
    var second: Double

    init(_ time: Moments) {
      let deviation = time.variance.squareRoot()
      if deviation <= time.mean {
        shift = time.mean - deviation
        share = 1
        first = deviation > 0 ? 1 / deviation : .infinity
        second = .infinity
        return
      }
      shift = 0
      let scv = time.scv
      share = 0.5 * (1 + ((scv - 1) / (scv + 1)).squareRoot())
      first = 2 * share / time.mean
      second = 2 * (1 - share) / time.mean
    }

    func isDone(by time: Double) -> Double {
      guard time >= shift else { return 0 }
      if first == .infinity { return 1 }
      let slow = share < 1 ? (1 - share) * Elementary.exp(-second * (time - shift)) : 0
      return 1 - share * Elementary.exp(-first * (time - shift)) - slow
    }

    /// A time by which it is done but for a negligible part.
    var end: Double {
      first == .infinity ? shift : shift + 30 / min(first, share < 1 ? second : first)
    }
  }

  /// The time until `need` of the legs are done; zero for no legs or no need.
  static func time(of legs: [Moments], need: Int) -> Moments {
    let legs = legs.prefix(mostLegs)
    let need = min(need, legs.count)
    guard need > 0, let only = legs.first else { return .zero }
    guard legs.count > 1 else { return only }
    let endless = legs.count { !($0.mean < .infinity) }
    guard legs.count - endless >= need else { return .endless }
    let finite = legs.filter { $0.mean < .infinity }.map {
      $0.variance < .infinity ? $0 : Moments(mean: $0.mean, variance: 100 * $0.mean * $0.mean)
    }
    if finite.allSatisfy({ $0.variance == 0 }) {
      return Moments(mean: finite.map(\.mean).sorted()[need - 1])
    }
    return integrated(finite.map(Leg.init), need: need)
  }

  private static func integrated(_ legs: [Leg], need: Int) -> Moments {
    let start = legs.map(\.shift).min() ?? 0
    let end = legs.map(\.end).max() ?? 0
    guard end > start else { return Moments(mean: start) }
    // The substitution t = start + width u^3 puts most of the steps where the times are short.
    var mean = 0.0
    var square = 0.0
    for step in 0...steps {
      let u = Double(step) / Double(steps)
      let time = start + (end - start) * u * u * u
      let open = 1 - done(legs, by: time, need: need)
      let weight = step == 0 || step == steps ? 1.0 : step % 2 == 1 ? 4 : 2
      let slope = 3 * u * u * (end - start) * weight / (3 * Double(steps))
      mean += open * slope
      square += 2 * time * open * slope
    }
    mean += start
    square += start * start
    return Moments(mean: mean, variance: max(0, square - mean * mean))
  }

  /// The probability that at least `need` legs are done by a time.
  private static func done(_ legs: [Leg], by time: Double, need: Int) -> Double {
    // chances[k]: exactly k of those looked at are done; the last one gathers all above.
    var chances = [Double](repeating: 0, count: need + 1)
    chances[0] = 1
    for leg in legs {
      let p = leg.isDone(by: time)
      chances[need] += chances[need - 1] * p
      var count = need - 1
      while count > 0 {
        chances[count] = chances[count] * (1 - p) + chances[count - 1] * p
        count -= 1
      }
      chances[0] *= 1 - p
    }
    return min(1, max(0, chances[need]))
  }
}
