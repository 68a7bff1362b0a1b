import ArchitectureModel
import PluginAPI
import Quantities
import Stochastics

/// The mean rate of an operation as straight lines over time, for load generators.
///
/// The lines are exact: between the points of all its processes the mean rate of their sum is a
/// straight line. What a process does around its mean (self-excitation, states, batches) is not in
/// them.
struct RateStages {
  /// A stretch of time with a straight rate.
  struct Stage: Hashable {
    /// Seconds from the start.
    var from: Double
    /// Seconds from the start.
    var to: Double
    /// Per second, just after the start.
    var startRate: Double
    /// Per second, just before the end.
    var endRate: Double

    /// The expected number of arrivals.
    var area: Double { (startRate + endRate) / 2 * (to - from) }
  }

  /// Users who wait for an answer and think before they ask again.
  struct Users: Hashable {
    var count: Int
    /// Mean time to think in seconds.
    var think: Double
  }

  /// Stages that an operation has at most; with more points the time is cut into this many equal
  /// parts, each with its mean rate, so that the expected number of arrivals stays the same.
  static let most = 2000

  /// A burst without a length takes this long: no generator can send many requests at one instant.
  static let shortestBurst = 0.001

  /// The operation.
  let operation: String
  /// The stages in order; they fill the time from 0 to the end without gaps.
  let stages: [Stage]
  /// The users of closed loops; they are in no stage.
  let users: [Users]
  /// Whether the stages are means over equal parts.
  let isAveraged: Bool

  init(_ load: OperationLoad, lasts: Double) {
    operation = load.operation
    users = load.arrivals.compactMap { arrivals in
      guard case .closed(let count, let think) = arrivals.process else { return nil }
      return Users(count: count, think: think.meanSeconds)
    }
    let open = load.arrivals.filter {
      if case .closed = $0.process { false } else { true }
    }.map(Self.lengthened)
    guard lasts > 0, lasts.isFinite else {
      stages = []
      isAveraged = false
      return
    }
    if let cuts = Self.cuts(open, lasts) {
      isAveraged = false
      stages = Self.merged(
        zip(cuts, cuts.dropFirst()).map { from, to in
          let middle = (from + to) / 2
          var stage = Stage(from: from, to: to, startRate: 0, endRate: 0)
          for arrivals in open {
            stage.startRate += Self.rate(arrivals, at: from, within: middle)
            stage.endRate += Self.rate(arrivals, at: to, within: middle)
          }
          return stage
        })
    } else {
      isAveraged = true
      let width = lasts / Double(Self.most)
      stages = (0..<Self.most).map { index in
        let from = Double(index) * width
        let number = open.reduce(0) {
          $0 + ExpectedRate.number($1, from: from, to: from + width)
        }
        return Stage(
          from: from, to: from + width, startRate: number / width, endRate: number / width)
      }
    }
  }

  private static func lengthened(_ arrivals: Arrivals) -> Arrivals {
    guard case .burst(let count, let at, let every, let over) = arrivals.process,
      over.seconds < shortestBurst
    else { return arrivals }
    var copy = arrivals
    copy.process = .burst(
      count: count, at: at, every: every, over: TimeSpan(seconds: shortestBurst))
    return copy
  }

  /// The times between which all rates are straight, from 0 to the end; nil for too many.
  private static func cuts(_ all: [Arrivals], _ lasts: Double) -> [Double]? {
    var cuts: Set<Double> = [0, lasts]
    for arrivals in all {
      for point in arrivals.rate { cuts.insert(point.at.seconds) }
      guard case .burst(_, let at, let every, let over) = arrivals.process else { continue }
      let period = every?.seconds ?? 0
      let repeats = period > 0 ? max(0, (lasts - at.seconds) / period) : 0
      guard repeats < Double(most) else { return nil }
      for index in 0...Int(repeats) {
        let begin = at.seconds + Double(index) * period
        cuts.formUnion([begin, begin + over.seconds])
      }
    }
    let within = cuts.filter { $0 >= 0 && $0 <= lasts }.sorted()
    return within.count - 1 > most ? nil : within
  }

  /// The mean rate at an end of a stretch with this middle, in which it is straight.
  private static func rate(_ arrivals: Arrivals, at time: Double, within middle: Double) -> Double {
    switch arrivals.process {
    case .closed: return 0
    case .burst(let count, let at, let every, let over):
      let since = middle - at.seconds
      guard since > 0, over.seconds > 0 else { return 0 }
      var going = 0.0
      if let period = every?.seconds, period > 0 {
        let last = (since / period).rounded(.down)
        let first = max(0, ((since - over.seconds) / period).rounded(.down) + 1)
        going = max(0, last - first + 1)
      } else if since < over.seconds {
        going = 1
      }
      return going * Double(count) / over.seconds
    case .mmpp(let states):
      let stay = states.reduce(0) { $0 + $1.lasts.seconds }
      return stay > 0
        ? states.reduce(0) { $0 + $1.perSecond * $1.lasts.seconds } / stay : 0
    default: return arrivals.amplification * curve(arrivals.rate, at: time)
    }
  }

  private static func curve(_ points: [RatePoint], at time: Double) -> Double {
    guard let first = points.first, let last = points.last else { return 0 }
    if time <= first.at.seconds { return first.perSecond }
    for (point, next) in zip(points, points.dropFirst()) where time <= next.at.seconds {
      let width = next.at.seconds - point.at.seconds
      guard width > 0 else { return next.perSecond }
      return point.perSecond
        + (time - point.at.seconds) / width * (next.perSecond - point.perSecond)
    }
    return last.perSecond
  }

  /// Neighbours on one straight line as one stage.
  private static func merged(_ stages: [Stage]) -> [Stage] {
    var result: [Stage] = []
    for stage in stages {
      guard let last = result.last, last.startRate == last.endRate,
        stage.startRate == stage.endRate, last.endRate == stage.startRate
      else {
        result.append(stage)
        continue
      }
      result[result.count - 1].to = stage.to
    }
    return result
  }
}
