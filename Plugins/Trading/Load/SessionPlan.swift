import ArchitectureModel
import PluginAPI
import Quantities
import Stochastics

/// The numbers of one trading session, from its settings.
///
/// All traffic adds up to `mean` times the session: the auction, the certain microburst and the
/// expected random microbursts are taken off first, and the Hawkes part gets the rest.
struct SessionPlan {
  /// Length of a session in seconds: 390 minutes, as on US exchanges.
  static let seconds = 23_400.0
  /// Length of the ramp before the close in seconds.
  static let rampSeconds = 600.0
  /// Time over which the certain microburst is spread, in seconds.
  static let certainSeconds = 0.01
  /// How long before the certain microburst its moment is, in seconds.
  static let leadSeconds = 0.5

  /// Messages per second.
  let mean: Double
  /// Kernels with an effect.
  let kernels: [HawkesKernel]
  /// Random microbursts; nil for none.
  let bursts: RandomBursts?
  /// Messages that the auction releases at the open.
  let auctionCount: Int
  /// Over how long, in seconds.
  let auctionSeconds: Double
  /// When the certain microburst begins, in seconds; nil for none.
  let certainAt: Double?
  /// Its messages.
  let certainCount: Int
  /// The news shock; nil for none.
  let news: NewsShock?
  /// What is sent.
  let mix: OrderMix
  /// Rate of all messages but bursts and auction, causes and effects together.
  let flow: RateCurve

  /// Microbursts at random moments.
  struct RandomBursts {
    /// Bursts per second.
    var perSecond: Double
    /// Mean number of messages, at least 1; sizes are geometric.
    var meanSize: Double
    /// Gap between messages of a burst.
    var spacing: TimeSpan
    /// Probability that all messages are about one symbol.
    var sameSymbol: Double
  }

  /// A jump of the rate that dies away.
  struct NewsShock {
    /// The moment in seconds.
    var at: Double
    /// The factor at the moment, above 1.
    var factor: Double
    /// Time constant of the decay in seconds.
    var tau: Double

    /// The factor on the rate at a moment in seconds.
    func factor(_ second: Double) -> Double {
      second < at ? 1 : 1 + (factor - 1) * Elementary.exp((at - second) / tau)
    }
  }

  /// Reads the settings.
  ///
  /// - Throws: `LoadProblem` where they make no session: a supercritical Hawkes process, moments
  ///   outside the session, or bursts that leave nothing of the mean.
  init(_ settings: LoadSettings) throws(LoadProblem) {
    mean = settings.number("mean")
    guard mean > 0, mean <= 1e9 else {
      throw LoadProblem(setting: "mean", message: "the mean rate must be in 0...1e9/s, and not 0")
    }
    mix = try OrderMix(settings)
    kernels = try Self.kernels(settings)
    bursts = try Self.bursts(settings, mean: mean)
    news = try Self.news(settings)
    let messages = mean * Self.seconds
    auctionCount = Int((settings.number("auction") * messages).rounded())
    auctionSeconds = settings.duration("auction_width").seconds
    guard auctionSeconds <= Self.seconds else {
      throw LoadProblem(setting: "auction_width", message: "the auction outlasts the session")
    }
    let shape = Self.shape(ramp: settings.number("closing_ramp"), news: news)
    let rest = messages - Double(auctionCount) - (bursts?.mean ?? 0) * Self.seconds
    let quiet = shape.scaled(by: max(0, rest) / shape.total)
    let at = settings.duration("certain_burst_at").seconds
    let factor = settings.number("burst_factor")
    guard at + Self.certainSeconds < Self.seconds else {
      throw LoadProblem(setting: "certain_burst_at", message: "it is after the session's end")
    }
    certainAt = factor > 0 ? at : nil
    let busiest = Self.busiest(
      quiet, bursts: bursts, auction: (auctionCount, auctionSeconds), certain: nil, news: news)
    certainCount = Int((factor * busiest.perSecond * Self.certainSeconds).rounded())
    guard rest - Double(certainCount) > 0 else {
      throw LoadProblem(
        setting: "mean", message: "bursts and auction alone make up more than the mean rate")
    }
    flow = shape.scaled(by: (rest - Double(certainCount)) / shape.total)
  }

  private static func kernels(_ settings: LoadSettings) throws(LoadProblem) -> [HawkesKernel] {
    var kernels: [HawkesKernel] = []
    for (branching, decay) in [("branching", "decay"), ("branching2", "decay2")] {
      let share = settings.number(branching)
      guard share > 0 else { continue }
      let delay = settings.duration(decay)
      guard delay > .zero else {
        throw LoadProblem(setting: decay, message: "an effect needs a delay above 0")
      }
      kernels.append(HawkesKernel(branching: share, decay: delay))
    }
    guard kernels.reduce(0, { $0 + $1.branching }) < 1 else {
      throw LoadProblem(
        setting: "branching", message: "a message causes one or more others: the load explodes")
    }
    return kernels
  }

  private static func bursts(
    _ settings: LoadSettings, mean: Double
  ) throws(LoadProblem) -> RandomBursts? {
    let perSecond = settings.number("burst_rate")
    let size = settings.number("burst_size") * mean
    guard perSecond > 0, size > 0 else { return nil }
    guard size >= 1 else {
      throw LoadProblem(
        setting: "burst_size", message: "a burst of less than one message; 0 is for no bursts")
    }
    let width = settings.duration("burst_width").seconds
    return RandomBursts(
      perSecond: perSecond, meanSize: size, spacing: TimeSpan(seconds: width / size),
      sameSymbol: settings.number("burst_same_symbol"))
  }

  private static func news(_ settings: LoadSettings) throws(LoadProblem) -> NewsShock? {
    let factor = settings.number("news_factor")
    guard factor > 1 else { return nil }
    let shock = NewsShock(
      at: settings.duration("news_at").seconds, factor: factor,
      tau: settings.duration("news_tau").seconds)
    guard shock.at < seconds else {
      throw LoadProblem(setting: "news_at", message: "the news comes after the session's end")
    }
    guard shock.tau >= 1 else {
      throw LoadProblem(setting: "news_tau", message: "a news shock takes at least 1s to die away")
    }
    return shock
  }
}

extension SessionPlan.RandomBursts {
  /// Mean messages per second.
  var mean: Double { perSecond * meanSize }
}

extension SessionPlan {
  /// The U with ramp and news, not yet scaled: straight lines between points that are closer near
  /// the ends and after the news.
  static func shape(ramp: Double, news: NewsShock?) -> RateCurve {
    let end = Int64(seconds) * 1000
    var millis: Set<Int64> = [end]
    var next: Int64 = 0
    while next < end {
      millis.insert(next)
      let edge = min(next, end - next)
      next += edge < 1_800_000 ? 30_000 : edge < 5_400_000 ? 60_000 : 300_000
    }
    if let news {
      let at = min(end, Int64((news.at * 1000).rounded(.up)))
      // The jump is a line of one millisecond: a curve has one rate per moment.
      if at > 0 { millis.insert(at - 1) }
      for step in 0...160 {
        millis.insert(min(end, at + Int64(news.tau * 1000 * Double(step) / 16)))
      }
    }
    return RateCurve(
      points: millis.sorted().map { milli in
        let second = Double(milli) / 1000
        let toClose = max(0, second - (seconds - rampSeconds)) / rampSeconds
        let factor = (1 + (ramp - 1) * toClose) * (news?.factor(second) ?? 1)
        return RatePoint(
          at: TimeSpan(nanoseconds: milli * 1_000_000),
          perSecond: IntradayShape.u(second / seconds) * factor)
      })
  }

  /// The expected busiest second: when it begins, and its messages.
  ///
  /// Chance makes the busiest second of a drawn session a little busier.
  static func busiest(
    _ flow: RateCurve, bursts: RandomBursts?, auction: (count: Int, seconds: Double),
    certain: (at: Double, count: Int)?, news: NewsShock?
  ) -> (at: Double, perSecond: Double) {
    var starts = [0, seconds - 1]
    if let news { starts.append(min(news.at, seconds - 1)) }
    if let certain { starts.append(min(certain.at, seconds - 1)) }
    var best = (at: 0.0, perSecond: 0.0)
    for start in starts {
      let count = expected(
        from: start, to: start + 1, flow: flow, bursts: bursts, auction: auction,
        certain: certain)
      if count > best.perSecond { best = (start, count) }
    }
    return best
  }

  /// The expected number of messages between two moments in seconds.
  static func expected(
    from: Double, to: Double, flow: RateCurve, bursts: RandomBursts?,
    auction: (count: Int, seconds: Double), certain: (at: Double, count: Int)?
  ) -> Double {
    var sum = flow.integral(from: from, to: to) + (bursts?.mean ?? 0) * (to - from)
    sum += Double(auction.count) * overlap(from, to, 0, auction.seconds)
    if let certain {
      sum += Double(certain.count) * overlap(from, to, certain.at, certain.at + certainSeconds)
    }
    return sum
  }

  /// The part of [low, high) that lies in [from, to), 1 or 0 where the former is a moment.
  private static func overlap(
    _ from: Double, _ to: Double, _ low: Double, _ high: Double
  ) -> Double {
    guard high > low else { return from <= low && low < to ? 1 : 0 }
    return max(0, min(to, high) - max(from, low)) / (high - low)
  }

  /// The expected number of messages between two moments in seconds.
  func expected(from: Double, to: Double) -> Double {
    Self.expected(
      from: from, to: to, flow: flow, bursts: bursts, auction: (auctionCount, auctionSeconds),
      certain: certainAt.map { ($0, certainCount) })
  }

  /// The expected busiest second.
  var busiest: (at: Double, perSecond: Double) {
    Self.busiest(
      flow, bursts: bursts, auction: (auctionCount, auctionSeconds),
      certain: certainAt.map { ($0, certainCount) }, news: news)
  }

  /// Mean number of messages that a message causes directly.
  var branching: Double { kernels.reduce(0) { $0 + $1.branching } }
}
