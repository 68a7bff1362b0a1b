public import Diagnostics
public import Quantities
public import Stochastics

/// A load: who asks for what, when.
///
/// The vocabulary of `workload:` as values; load models of
/// plugins return the same.
public struct Workload: Sendable {
  /// Simulated time thrown away at the start; zero where it is left to the tool.
  public var warmup: TimeSpan
  /// Whether the tool finds out how much is thrown away.
  public var findsWarmup = false
  /// Where the kept time is written; nil for a load that comes from no file.
  public var lastsSpan: SourceSpan?
  /// Simulated time that is kept.
  public var lasts: TimeSpan
  /// The operations in order.
  public var operations: [OperationLoad]
  /// Share of users per site or place, in order; empty for all at the entry's first site.
  public var clients: [(at: String, share: Double)]
  /// The sessions in order.
  public var journeys: [Journey] = []
  /// Named parts of the kept time, from the start of the run, in order.
  public var windows: [LoadWindow] = []

  /// Arrivals to expect in one replication, warm-up included; those of closed users, who come as
  /// often as they are answered, are not counted.
  public var expectedArrivals: Double {
    let end = TimeSpan(nanoseconds: warmup.nanoseconds &+ lasts.nanoseconds)
    return operations.flatMap(\.expectedArrivals).reduce(0.0) { sum, arrivals in
      if case .closed = arrivals.process { return sum }
      return sum + arrivals.expected(from: .zero, to: end)
    }
  }

  /// Whether the load is the same at all times.
  ///
  /// No process has a beginning or an end, and no rate follows the clock. What varies by chance
  /// alone is steady.
  public var isSteady: Bool {
    windows.isEmpty
      && (operations.flatMap(\.arrivals) + journeys.flatMap(\.arrivals)).allSatisfy { arrivals in
        switch arrivals.process {
        case .burst, .trace: false
        default:
          arrivals.factors == nil
            && Set(arrivals.rate.map(\.perSecond)).count <= 1
        }
      }
  }

  /// Creates a load.
  public init(
    warmup: TimeSpan, lasts: TimeSpan, operations: [OperationLoad],
    clients: [(at: String, share: Double)] = []
  ) {
    self.warmup = warmup
    self.lasts = lasts
    self.operations = operations
    self.clients = clients
  }
}

/// The load of one operation.
public struct OperationLoad: Sendable {
  /// The operation.
  public var operation: String
  /// The processes whose arrivals are added.
  public var arrivals: [Arrivals]
  /// What journeys amount to on average; the engine follows the sessions themselves.
  public var fromJourneys: [Arrivals] = []
  /// The items requests are about.
  public var keys: KeySpace?
  /// Size of a request without named data; the mean where sizes differ.
  public var payload: ByteCount
  /// How that size varies, a nanosecond of the spread being a byte; nil where it does not.
  public var payloadSpread: Spread?
  /// The client's own time-out of one attempt.
  public var timeout: TimeSpan?
  /// How the client tries again.
  public var retry: Retry?
  /// How long a user waits over all attempts; nil for ever.
  public var patience: TimeSpan?
  /// What each request owes.
  public var obligations: [Obligation]

  /// Creates the load of an operation.
  public init(
    _ operation: String, arrivals: [Arrivals], keys: KeySpace? = nil,
    payload: ByteCount = ByteCount(bytes: 1024), timeout: TimeSpan? = nil, retry: Retry? = nil,
    patience: TimeSpan? = nil, obligations: [Obligation] = []
  ) {
    self.operation = operation
    self.arrivals = arrivals
    self.keys = keys
    self.payload = payload
    self.timeout = timeout
    self.retry = retry
    self.patience = patience
    self.obligations = obligations
  }
}

extension OperationLoad {
  /// All that comes on average: its own arrivals and what journeys amount to.
  public var expectedArrivals: [Arrivals] { arrivals + fromJourneys }
}

/// A named part of a run with results of its own.
public struct LoadWindow: Sendable, Hashable {
  /// The name.
  public var name: String
  /// Where it begins, from the start of the run.
  public var from: TimeSpan
  /// Where it ends; what arrives then is no longer in it.
  public var to: TimeSpan

  /// Creates a window.
  public init(_ name: String, from: TimeSpan, to: TimeSpan) {
    self.name = name
    self.from = from
    self.to = to
  }
}

/// The items that requests are about.
public struct KeySpace: Sendable, Hashable {
  /// How many.
  public var count: Int
  /// Zipf exponent of their popularity.
  public var skew: Double

  /// Creates a key space.
  public init(count: Int, skew: Double) {
    self.count = count
    self.skew = skew
  }
}

/// What a request must have done before its answer.
public enum Obligation: Sendable, Hashable {
  /// A write of the data acknowledged by a holder, a durable one where asked.
  case write(data: String, durable: Bool)
  /// Service by a component whose kind has the trait.
  case passes(trait: String)

  /// In words.
  public var text: String {
    switch self {
    case .write(let data, let durable):
      "\(durable ? "a durable" : "a") write of \(data) before the answer"
    case .passes(let trait): "passage through a component with trait \(trait)"
    }
  }
}

/// A stream of arrivals.
public struct Arrivals: Sendable, Hashable {
  /// The process.
  public indirect enum Process: Sendable, Hashable {
    /// Independent arrivals.
    case poisson
    /// Equal gaps.
    case regular
    /// Gamma-distributed gaps with this coefficient of variation.
    case gamma(cv: Double)
    /// Weibull-distributed gaps with this coefficient of variation.
    case weibull(cv: Double)
    /// Each arrival causes others, per exponential kernel.
    case hawkes([HawkesKernel])
    /// A Poisson process whose rate jumps between states in turn, 1/s and mean stay.
    case mmpp([RateState])
    /// Poisson at the rate while active, silent while idle; both exponential.
    case onOff(active: TimeSpan, idle: TimeSpan)
    /// A number at a moment, evenly spread over a time, perhaps repeated.
    case burst(count: Int, at: TimeSpan, every: TimeSpan?, over: TimeSpan)
    /// Poisson batches, members spaced, perhaps about one key.
    case batch(size: CountSpread, spacing: TimeSpan, sharedKey: Double)
    /// A fixed number of users who think between requests.
    case closed(users: Int, think: Spread)
    /// Recorded arrivals.
    case trace(ArrivalTrace)

    /// The word for it in a file.
    public var word: String {
      switch self {
      case .poisson: "poisson"
      case .regular: "regular"
      case .gamma: "gamma"
      case .weibull: "weibull"
      case .hawkes: "hawkes"
      case .mmpp: "mmpp"
      case .onOff: "on_off"
      case .burst: "burst"
      case .batch: "batch"
      case .closed: "closed"
      case .trace: "trace"
      }
    }
  }
  /// The process.
  public var process: Process
  /// The rate over time; empty where the process has none.
  public var rate: [RatePoint]
  /// How the rate varies by chance, around its value over time.
  public var variation: RateVariation?
  /// Factors on the rate by hour and day.
  public var factors: RateFactors?

  /// Creates a stream of arrivals.
  public init(
    _ process: Process, rate: [RatePoint] = [], variation: RateVariation? = nil,
    factors: RateFactors? = nil
  ) {
    self.process = process
    self.rate = rate
    self.variation = variation
    self.factors = factors
  }

  /// Creates a stream of arrivals at a constant rate.
  public init(_ process: Process, perSecond: Double) {
    self.process = process
    self.rate = [RatePoint(at: .zero, perSecond: perSecond)]
  }

  /// The mean number of arrivals per arrival of the base rate; for states, whose base rate is 1/s,
  /// their mean rate per second in the long run.
  public var amplification: Double {
    switch process {
    case .hawkes(let kernels): 1 / max(1e-9, 1 - kernels.reduce(0) { $0 + $1.branching })
    case .batch(let size, _, _): size.mean
    case .mmpp(let states):
      states.reduce(0) { $0 + $1.perSecond * $1.lasts.seconds }
        / max(1e-12, states.reduce(0) { $0 + $1.lasts.seconds })
    case .onOff(let active, let idle):
      active.seconds / max(1e-12, active.seconds + idle.seconds)
    default: 1
    }
  }
}

/// An exponential kernel of self-excitation.
public struct HawkesKernel: Sendable, Hashable {
  /// Mean number of direct effects.
  public var branching: Double
  /// Mean delay from cause to effect.
  public var decay: TimeSpan

  /// Creates a kernel.
  public init(branching: Double, decay: TimeSpan) {
    self.branching = branching
    self.decay = decay
  }
}

/// A state of a modulated Poisson process.
public struct RateState: Sendable, Hashable {
  /// Arrivals per second.
  public var perSecond: Double
  /// Mean stay.
  public var lasts: TimeSpan

  /// Creates a state.
  public init(perSecond: Double, lasts: TimeSpan) {
    self.perSecond = perSecond
    self.lasts = lasts
  }
}
