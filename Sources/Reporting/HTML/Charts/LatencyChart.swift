import PluginAPI
import Quantities

/// How long the requests of one operation took, in two pictures: how many took how long, and
/// which share was done within which time.
struct LatencyChart {
  /// What is asked of a percentile.
  struct Bound {
    /// The percentile as a share.
    var share: Double
    /// The time that earns all points, or that is promised.
    var full: Double
    /// The time that earns none; nil where there is no such thing.
    var none: Double?
    /// Its name in the report.
    var label: String
  }

  let operation: OperationMeasurements
  let replications: Int
  var bounds: [Bound] = []

  private static let height = 210.0
  private static let mostPoints = 200

  /// Arrivals over all replications; 0 where unknown.
  private var arrivals: Double {
    let mean = operation.arrivals.value ?? 0
    return mean.isFinite ? max(0, mean * Double(replications)) : 0
  }

  private var answered: Double {
    operation.histogram.reduce(0) { $0 + Double($1.count) }
  }

  /// The share of arrivals that were answered in full; 1 where arrivals are unknown.
  private var reached: Double {
    arrivals > 0 ? min(1, answered / arrivals) : answered > 0 ? 1 : 0
  }

  private var times: [(time: Double, count: Double)] {
    operation.histogram.compactMap {
      $0.upTo.isFinite && $0.upTo > 0 && $0.count > 0 ? ($0.upTo, Double($0.count)) : nil
    }
  }

  /// Both pictures; one line of text where nothing was answered.
  var figures: [Markup] {
    guard !times.isEmpty else { return [] }
    return [percentiles, histogram]
  }

  // MARK: Which share within which time

  private var percentiles: Markup {
    let frame = tailFrame(shown(upTo: last), last: last)
    let parts = frame.grid + never(frame) + [curve(frame)] + drawn(frame) + marks(frame)
    return ChartFrame.figure(
      .several([.name(operation.operation), ": percentiles"]), words: percentileWords,
      height: Self.height, parts + frame.axes)
  }

  /// The percentiles of two runs in one picture: the left as a line, the right dashed.
  ///
  /// - Returns: The picture; nil where neither answered anything.
  static func compared(_ left: LatencyChart, _ right: LatencyChart) -> Markup? {
    guard !left.times.isEmpty || !right.times.isEmpty else { return nil }
    let last = max(left.last, right.last)
    let frame = left.tailFrame(
      left.shown(upTo: last) + right.shown(upTo: last), last: last)
    let parts =
      frame.grid + [left.curve(frame), right.curve(frame, "curve two")] + left.drawn(frame)
    return ChartFrame.figure(
      .several([.name(left.operation.operation), ": percentiles of both"]),
      words: "Left: \(left.percentileWords) Right: \(right.percentileWords)", height: height,
      parts + frame.axes)
  }

  /// The time within which half of the answered requests were done; nil where none were.
  private var median: Double? {
    var sum = 0.0
    for (time, count) in times {
      sum += count
      if sum * 2 >= answered { return time }
    }
    return nil
  }

  private func tailFrame(_ times: [Double], last: Double) -> ChartFrame {
    let edges = ChartFrame.edges(Self.height)
    let values = times + bounds.map(\.full)
    let most = values.max() ?? 1
    let least = values.min() ?? most
    // A few quick answers do not make a logarithmic axis: the upper half decides.
    let isWide = most / max(least, median ?? least) > 20
    let y =
      isWide
      ? Scale(.logarithmic, from: least * 0.8, to: most * 1.25, at: edges)
      : Scale(.linear, from: 0, to: most * 1.12, at: edges)
    var frame = ChartFrame(
      x: Scale(.tail, from: 0, to: last, at: (ChartFrame.left, ChartFrame.right)), y: y,
      height: Self.height)
    frame.yDimension = .duration
    frame.yTitle = isWide ? "time taken (logarithmic)" : "time taken"
    frame.xTitle = "share of arrivals done within that time"
    return frame
  }

  /// The greatest share that is drawn: as far as the number of requests carries, and no further
  /// than something was answered.
  private var last: Double {
    guard reached >= 0.99 else { return 0.99 }
    return min(0.9999, max(0.99, 1 - 1 / max(100, max(arrivals, answered))))
  }

  /// The times at the shares up to one, of the curve and of the estimates.
  private func shown(upTo last: Double) -> [Double] {
    var sum = 0.0
    var found: [Double] = []
    let all = max(arrivals, answered)
    for (time, count) in times {
      found.append(time)
      sum += count
      if sum / all >= last { break }
    }
    return [found.first, found.last].compactMap { $0 }
      + estimates.filter { $0.share <= last }.compactMap(\.value.value)
  }

  /// Percentiles over all arrivals; over answered ones where nothing else is known.
  private var estimates: [(share: Double, value: Estimate)] {
    (operation.demanded.isEmpty ? operation.latency : operation.demanded)
      .filter { $0.value.value?.isFinite ?? true }
  }

  /// The curve, step by step; thinned where there are more points than can be told apart.
  private func curve(_ frame: ChartFrame, _ kind: StaticString = "curve") -> Markup {
    let all = max(arrivals, answered)
    var path = ""
    var sum = 0.0
    var lastX = -1.0
    let spacing = (ChartFrame.right - ChartFrame.left) / Double(Self.mostPoints)
    for (index, (time, count)) in times.enumerated() {
      sum += count
      let x = frame.x.at(min(reached, sum / all))
      let y = Coordinate.text(frame.y.at(time))
      if path.isEmpty { path = "M\(Coordinate.text(frame.x.at(0))) \(y)" }
      let isLast = index == times.count - 1
      guard isLast || x - lastX >= spacing else { continue }
      path += "V\(y)H\(Coordinate.text(x))"
      lastX = x
    }
    return ChartFrame.path(kind, path)
  }

  /// The part of the arrivals that was never answered in full.
  private func never(_ frame: ChartFrame) -> [Markup] {
    guard reached < 0.999_999 else { return [] }
    let from = frame.x.at(reached)
    guard from < ChartFrame.right - 0.5 else { return [] }
    let share = Figures.brief(1 - reached, .share)
    let words = "\(share) of the arrivals were not answered in full: they count as never"
    let isWide = ChartFrame.right - from > 60
    return [
      ChartFrame.rect("missing", from, ChartFrame.top, ChartFrame.right, frame.bottom, words),
      ChartFrame.hatch(from, ChartFrame.top, ChartFrame.right, frame.bottom),
      isWide
        ? ChartFrame.text("never answered", (from + ChartFrame.right) / 2, 20, "mid bound-text")
        : .none,
    ]
  }

  private func drawn(_ frame: ChartFrame) -> [Markup] {
    bounds.flatMap { bound -> [Markup] in
      let x = frame.x.at(bound.share)
      let y = frame.y.at(bound.full)
      let percent = Figures.brief(bound.share, .share)
      let time = Figures.brief(bound.full, .duration)
      let path =
        "M\(Coordinate.text(ChartFrame.left)) \(Coordinate.text(y))"
        + "H\(Coordinate.text(x))V\(Coordinate.text(ChartFrame.top))"
      var parts: [Markup] = [
        .tag(
          "g", [],
          .tag("title", [], .text("\(bound.label): \(percent) of all within \(time)")),
          ChartFrame.path("bound", path)),
        ChartFrame.text(
          "\(bound.label): \(percent) in \(time)", ChartFrame.left + 4,
          y > ChartFrame.top + 14 ? y - 4 : y + 12, "bound-text"),
      ]
      if let none = bound.none, none <= frame.y.range.high {
        let at = frame.y.at(none)
        parts.append(ChartFrame.line("bound none", ChartFrame.left, at, x, at))
      }
      return parts
    }
  }

  private func marks(_ frame: ChartFrame) -> [Markup] {
    estimates.compactMap { share, estimate in
      guard let value = estimate.value, share <= frame.x.range.high else { return nil }
      let words =
        "\(Figures.brief(share, .share)) within \(Figures.full(estimate, .duration))"
      return frame.whisker(x: frame.x.at(share), value, estimate.low, estimate.high, words)
    }
  }

  private var percentileWords: String {
    let values = estimates.map { share, value in
      "\(Figures.brief(share, .share)) within \(Figures.brief(value, .duration))"
    }
    let asked = bounds.map {
      "asked by \($0.label): \(Figures.brief($0.share, .share)) within "
        + Figures.brief($0.full, .duration)
    }
    return "Time taken by '\(operation.operation)' over the share of arrivals. "
      + (values + asked).joined(separator: "; ")
  }

  // MARK: How many took how long

  private var histogram: Markup {
    let edges = ChartFrame.edges(Self.height)
    let isLossy = reached < 0.999_999
    let right = isLossy ? ChartFrame.right - 46 : ChartFrame.right
    let ends = [times.first?.time ?? 1, times.last?.time ?? 1] + bounds.map(\.full)
    let least = (ends.min() ?? 1) * 0.9
    let most = max((ends.max() ?? 1) * 1.1, least * 1.5)
    let x = Scale(.logarithmic, from: least, to: most, at: (ChartFrame.left, right))
    let bins = binned(x)
    let missing = isLossy ? 1 - reached : 0
    let top = max(bins.map(\.share).max() ?? 0, missing)
    var frame = ChartFrame(
      x: x, y: Scale(.linear, from: 0, to: top > 0 ? top * 1.08 : 1, at: edges),
      height: Self.height)
    frame.yDimension = .share
    frame.yTitle = "share of all arrivals"
    frame.xTitle = "time taken (logarithmic)"
    var parts = frame.grid
    for bin in bins where bin.share > 0 {
      let words =
        "\(Figures.brief(bin.from, .duration)) to \(Figures.brief(bin.to, .duration)): "
        + Figures.brief(bin.share, .share)
      parts.append(
        ChartFrame.rect(
          "bar", x.at(bin.from) + 0.5, frame.y.at(bin.share), x.at(bin.to) - 0.5, frame.bottom,
          words))
    }
    if isLossy {
      let (from, to) = (right + 14, right + 40)
      let words = "not answered in full: \(Figures.brief(missing, .share))"
      parts += [
        ChartFrame.rect("missing", from, frame.y.at(missing), to, frame.bottom, words),
        ChartFrame.hatch(from, frame.y.at(missing), to, frame.bottom),
        ChartFrame.text("never", (from + to) / 2, frame.bottom + 16, "mid bound-text"),
      ]
    }
    for bound in bounds where bound.full >= x.range.low && bound.full <= x.range.high {
      let at = x.at(bound.full)
      parts.append(ChartFrame.line("bound", at, ChartFrame.top, at, frame.bottom))
      let isRight = at > 220
      parts.append(
        ChartFrame.text(
          "\(bound.label): \(Figures.brief(bound.full, .duration))", isRight ? at - 4 : at + 4,
          ChartFrame.top + 10, isRight ? "bound-text end" : "bound-text"))
    }
    return ChartFrame.figure(
      .several([.name(operation.operation), ": how many took how long"]),
      words: histogramWords(bins, missing), height: Self.height, parts + frame.axes)
  }

  private typealias Bin = (from: Double, to: Double, share: Double)

  /// Forty bins that are equally wide on the axis.
  private func binned(_ x: Scale) -> [Bin] {
    let count = 40
    let width = (x.ends.high - x.ends.low) / Double(count)
    let all = max(arrivals, answered)
    var shares = [Double](repeating: 0, count: count)
    for (time, number) in times {
      let place = (x.at(time) - x.ends.low) / width
      shares[min(count - 1, max(0, Int(place)))] += number / all
    }
    // The edges by halving, since only the way from values to coordinates is known.
    func edge(_ index: Int) -> Double {
      var low = x.range.low
      var high = x.range.high
      let wanted = x.ends.low + Double(index) * width
      for _ in 0..<60 {
        let middle = (low * high).squareRoot()
        if x.at(middle) < wanted { low = middle } else { high = middle }
      }
      return low
    }
    let limits = (0...count).map(edge)
    return shares.indices.map { (limits[$0], limits[$0 + 1], shares[$0]) }
  }

  private func histogramWords(_ bins: [Bin], _ missing: Double) -> String {
    let most = bins.max { $0.share < $1.share }
    let peak =
      most.map {
        "Most requests, \(Figures.brief($0.share, .share)), took "
          + "\(Figures.brief($0.from, .duration)) to \(Figures.brief($0.to, .duration))"
      } ?? ""
    let longest = operation.latencyMax.map { "; the longest \(Figures.brief($0, .duration))" } ?? ""
    let lost = missing > 0 ? "; \(Figures.brief(missing, .share)) were never answered in full" : ""
    return "How long requests of '\(operation.operation)' took. \(peak)\(longest)\(lost)."
  }
}
