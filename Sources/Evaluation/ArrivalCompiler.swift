public import ArchitectureModel
public import Quantities
import SimulationKernel
import Stochastics

/// Turns the arrivals of a load into those of the engine.
enum ArrivalCompiler {
  /// A source; `horizon` is the last moment at which an arrival can matter.
  static func source(
    _ arrivals: Arrivals, operation: Int, name: String, horizon: Int64 = RateSpec.latest
  ) -> SourceSpec? {
    if case .closed(let users, let think) = arrivals.process {
      return SourceSpec(operation: operation, name: name, users: users, think: Sampler(think))
    }
    return spec(arrivals, horizon: horizon).map {
      SourceSpec(operation: operation, name: name, arrivals: $0)
    }
  }

  /// The process of the engine; nil for closed users, who are no stream.
  static func spec(_ arrivals: Arrivals, horizon: Int64 = RateSpec.latest) -> ArrivalSpec? {
    process(arrivals.process).map {
      ArrivalSpec($0, rate: rate(arrivals, horizon: min(horizon, RateSpec.latest)))
    }
  }

  private static func rate(_ arrivals: Arrivals, horizon: Int64) -> RateSpec {
    var rate = RateSpec(
      points: arrivals.rate.map { ($0.at.nanoseconds, $0.perSecond * 1e-9) })
    switch arrivals.process {
    case .mmpp(let states):
      rate.points = [(0, 1e-9)]
      rate.states = states.map { ($0.perSecond, Double($0.lasts.nanoseconds)) }
    case .onOff(let active, let idle):
      rate.states = [(1, Double(active.nanoseconds)), (0, Double(idle.nanoseconds))]
    default: break
    }
    if let factors = arrivals.factors {
      rate.week = factors.ofHours
      rate.starts = factors.starts.nanoseconds
    }
    if let variation = arrivals.variation {
      rate.redrawn = (1 / (variation.cv * variation.cv), variation.redrawn.nanoseconds)
    }
    rate.horizon = horizon
    return rate
  }

  private static func process(_ process: Arrivals.Process) -> ArrivalSpec.Process? {
    switch process {
    // States are states of the rate.
    case .poisson, .mmpp, .onOff: return .poisson
    case .regular: return .regular
    case .gamma(let cv): return .gamma(shape: 1 / (cv * cv))
    case .weibull(let cv):
      let unit = TimeSpan(nanoseconds: 1_000_000_000)
      guard let spread = try? Spread.make(shape: .weibull, mean: unit, cv: cv) else {
        return .poisson
      }
      return weibull(spread)
    case .hawkes(let kernels):
      return .hawkes(
        kernels.map { ($0.branching, 1 / max(1, Double($0.decay.nanoseconds))) })
    case .burst(let count, let at, let every, let over):
      return .burst(
        count: count, at: at.nanoseconds, every: every?.nanoseconds ?? -1, over: over.nanoseconds)
    case .batch(let size, let spacing, let sharedKey):
      return .batch(size: size, spacing: spacing.nanoseconds, sharedKey: sharedKey)
    case .trace(let trace): return .trace(trace.moments)
    case .closed: return nil
    }
  }

  /// Shape and scale of a Weibull gap of mean 1, from the median and the mean of the spread.
  private static func weibull(_ spread: Spread) -> ArrivalSpec.Process {
    // For a Weibull, ln(-ln(1 - F)) is linear in ln x with the shape as slope.
    let low = spread.quantile(0.25)
    let high = spread.quantile(0.75)
    let rise =
      Elementary.log(-Elementary.log(0.25)) - Elementary.log(-Elementary.log(0.75))
    let shape = rise / (Elementary.log(high) - Elementary.log(low))
    let scale = high / Elementary.pow(-Elementary.log(0.25), 1 / shape)
    return .weibull(shape: shape, scale: scale)
  }
}

/// The arrivals of an operation, one after another, for looking at a load without a design.
public struct OperationArrivals: ~Copyable {
  private var streams: [Stream]

  private final class Stream {
    var arrivals: ArrivalStream
    var next: Int64?
    init(_ spec: ArrivalSpec, seed: UInt64, name: String) {
      arrivals = ArrivalStream(spec, seed: seed, name: name)
      next = arrivals.next()
    }
  }

  /// Creates the stream; closed users give no arrivals.
  ///
  /// - Parameters:
  ///   - operation: The operation with its processes.
  ///   - seed: The seed of a replication.
  ///   - end: No arrival after it is drawn.
  public init(
    _ operation: OperationLoad, seed: UInt64, until end: TimeSpan = TimeSpan(nanoseconds: .max)
  ) {
    streams = operation.arrivals.enumerated().compactMap { index, arrivals in
      ArrivalCompiler.spec(arrivals, horizon: end.nanoseconds).map {
        Stream($0, seed: seed, name: "\(operation.operation)/\(index)")
      }
    }
  }

  /// The next arrival in nanoseconds; nil when no more come.
  ///
  /// The times are those that a
  /// simulation under the same seed sees.
  public mutating func next() -> Int64? {
    var first: Int?
    for index in streams.indices {
      guard let time = streams[index].next else { continue }
      if let known = first, let best = streams[known].next, best <= time { continue }
      first = index
    }
    guard let first else { return nil }
    let time = streams[first].next
    streams[first].next = streams[first].arrivals.next()
    return time
  }
}
