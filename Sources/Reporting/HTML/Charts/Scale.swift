import Stochastics

/// Maps values to coordinates along one side of a chart.
struct Scale: Sendable {
  /// How values are spread.
  enum Shape: Sendable, Hashable {
    /// Equal steps are equally long.
    case linear
    /// Equal factors are equally long.
    case logarithmic
    /// Shares 0..<1, each further nine as long as the one before, as in HdrHistogram's plots.
    ///
    /// Source: Gil Tene, "HdrHistogram plotter", hdrhistogram.github.io.
    case tail
  }

  let shape: Shape
  /// The values at both ends.
  let range: (low: Double, high: Double)
  /// The coordinates at both ends.
  let ends: (low: Double, high: Double)

  /// A scale; a range that is empty or no number becomes one of 0 to 1 (1 to 10 for logarithms).
  init(_ shape: Shape, from low: Double, to high: Double, at ends: (low: Double, high: Double)) {
    self.shape = shape
    self.ends = ends
    switch shape {
    case .linear: range = (high - low).isFinite && high > low ? (low, high) : (0, 1)
    case .logarithmic:
      range = low > 0 && high.isFinite && high > low ? (low, high) : (1, 10)
    case .tail: range = (0, high > 0 && high < 1 ? high : 0.99)
    }
  }

  /// The coordinate of a value; values outside stand at the end, what is no number at the lower.
  func at(_ value: Double) -> Double {
    guard !value.isNaN else { return ends.low }
    let low = bent(range.low)
    let high = bent(range.high)
    let part = (bent(min(range.high, max(range.low, value))) - low) / (high - low)
    return ends.low + part * (ends.high - ends.low)
  }

  private func bent(_ value: Double) -> Double {
    switch shape {
    case .linear: value
    case .logarithmic: Elementary.log(max(value, 1e-300))
    case .tail: -Elementary.log(max(1e-12, 1 - value))
    }
  }

  /// Values for marks: round ones, at most about six.
  var ticks: [Double] {
    switch shape {
    case .linear: Self.round(range.low, range.high, most: 5)
    case .logarithmic: decades
    case .tail: [0, 0.5, 0.9, 0.99, 0.999, 0.9999].filter { $0 <= range.high * 1.000001 }
    }
  }

  private var decades: [Double] {
    let steps: [[Double]] = [
      [1, 1.2, 1.4, 1.6, 1.8, 2, 2.5, 3, 3.5, 4, 5, 6, 7, 8, 9], [1, 1.5, 2, 3, 4, 5, 7],
      [1, 2, 5], [1, 3], [1],
    ]
    for factors in steps {
      let marks = powers.flatMap { power in factors.map { $0 * power } }
        .filter { $0 >= range.low * 0.999 && $0 <= range.high * 1.001 }
      if marks.count <= 6, marks.count >= 2 { return marks }
    }
    let marks = powers.filter { $0 >= range.low * 0.999 && $0 <= range.high * 1.001 }
    guard marks.count >= 2 else { return [range.low, range.high] }
    let every = (marks.count + 5) / 6
    return marks.enumerated().filter { $0.offset % every == 0 }.map(\.element)
  }

  /// Powers of ten around the range.
  private var powers: [Double] {
    var power = 1.0
    while power > range.low, power > 1e-300 { power /= 10 }
    while power * 10 <= range.low, power < 1e300 { power *= 10 }
    var all: [Double] = []
    while power <= range.high, all.count < 400 {
      all.append(power)
      power *= 10
    }
    return all
  }

  /// Multiples of 1, 2 or 5 times a power of ten from `low` to `high`.
  static func round(_ low: Double, _ high: Double, most: Int) -> [Double] {
    let width = high - low
    guard width.isFinite, width > 0, most > 0 else { return [low] }
    var step = 1.0
    while step > width / Double(most), step > 1e-300 { step /= 10 }
    while step * 10 <= width / Double(most), step < 1e300 { step *= 10 }
    let factors: [Double] = [1, 2, 5, 10]
    step *= factors.first { width / (step * $0) <= Double(most) } ?? 10
    let first = (low / step).rounded(.up)
    return (0...most).map { (first + Double($0)) * step }.filter { $0 <= high + step * 1e-9 }
  }
}
