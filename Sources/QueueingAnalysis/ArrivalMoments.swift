import ArchitectureModel
import PluginAPI
import Quantities
import Stochastics

/// What the analysis takes from an operation's arrivals: rates and how irregular they are.
struct ArrivalMoments {
  /// Arrivals per second on average over the kept time, without users who come again.
  var mean = 0.0
  /// The greatest rate of the kept time.
  var peak = 0.0
  /// Squared coefficient of variation of the gaps, or what stands for it where arrivals come in
  /// crowds: the limit of the index of dispersion for counts.
  var scv = 1.0
  /// Whether all arrivals are Poisson at rates that do not change.
  var isSteadyPoisson = true
  /// Why they are not, in words.
  var notes: [String] = []
  /// Users who come again.
  var closed: [(users: Int, think: Moments)] = []

  private static let ofJourneys =
    "requests of journeys are taken as independent, at the rate of sessions times visits"

  /// The arrivals of an operation in the kept time of a run.
  init(_ load: OperationLoad, from start: TimeSpan, lasts: TimeSpan) {
    var weighted = 0.0
    for arrivals in load.arrivals {
      if case .closed(let users, let think) = arrivals.process {
        if users > 0 { closed.append((users, Moments(think))) }
        continue
      }
      let part = Part(arrivals, KeptTime(from: start, lasts: lasts))
      mean += part.mean
      peak += part.peak
      weighted += part.mean * part.scv
      if let note = part.note {
        isSteadyPoisson = false
        if !notes.contains(note) { notes.append(note) }
      }
    }
    for arrivals in load.fromJourneys {
      let part = Part(arrivals, KeptTime(from: start, lasts: lasts))
      mean += part.mean
      peak += part.peak
      weighted += part.mean
      isSteadyPoisson = false
      for note in [Self.ofJourneys, part.note].compactMap({ $0 }) where !notes.contains(note) {
        notes.append(note)
      }
    }
    if mean > 0 { scv = weighted / mean }
    mean = min(mean, 1e300)
    peak = max(mean, min(peak, 1e300))
  }
}

/// The kept time of a run.
private struct KeptTime {
  /// Stretches in which a trace is counted for its peak.
  static let stretches: Int64 = 100

  var from: TimeSpan
  var to: TimeSpan
  var seconds: Double

  init(from: TimeSpan, lasts: TimeSpan) {
    self.from = max(.zero, from)
    let length = max(1, lasts.nanoseconds)
    let (end, overflow) = self.from.nanoseconds.addingReportingOverflow(length)
    to = TimeSpan(nanoseconds: overflow ? .max : end)
    seconds = Double(to.nanoseconds - self.from.nanoseconds) * 1e-9
  }
}

/// One stream of arrivals.
private struct Part {
  var mean: Double
  var peak = 0.0
  var scv = 1.0
  /// Why it is not Poisson at a constant rate.
  var note: String?

  private static let twoMoments =
    "arrivals are not Poisson: their variability is matched by two moments"

  init(_ arrivals: Arrivals, _ kept: KeptTime) {
    mean = arrivals.expected(from: kept.from, to: kept.to) / kept.seconds
    let inside = arrivals.corners(until: kept.to).filter { $0 > kept.from && $0 < kept.to }
    let rates = ([kept.from] + inside + [kept.to]).map { arrivals.perSecond(at: $0) }
    peak = rates.max() ?? mean
    if rates.contains(where: { abs($0 - rates[0]) > 1e-12 * rates[0] }) {
      note = "the rate changes over time: it is taken at its mean and its peak"
    } else if isPlain(arrivals) {
      // Nothing but rounding would make it differ.
      mean = rates[0]
    }
    if let variation = arrivals.variation {
      peak *= 1 + variation.cv
      note = "the rate is drawn anew again and again: it is taken at its mean and one deviation up"
    }
    setVariability(arrivals, kept)
  }

  private func isPlain(_ arrivals: Arrivals) -> Bool {
    switch arrivals.process {
    case .poisson, .regular, .gamma, .weibull, .hawkes, .batch: true
    default: false
    }
  }

  private mutating func setVariability(_ arrivals: Arrivals, _ kept: KeptTime) {
    switch arrivals.process {
    case .poisson, .closed: break
    case .regular:
      scv = 0
      note = note ?? Self.twoMoments
    case .gamma(let cv), .weibull(let cv):
      scv = cv * cv
      note = note ?? Self.twoMoments
    case .hawkes(let kernels):
      // Alan Hawkes and David Oakes, "A Cluster Process Representation of a Self-exciting
      // Process", Journal of Applied Probability 11(3), 1974: var / mean of counts tends to
      // 1 / (1 - branching)^2.
      let rest = max(1e-3, 1 - kernels.reduce(0) { $0 + $1.branching })
      scv = 1 / (rest * rest)
      note = "arrivals cause others: crowds are matched by their long-run variability alone"
    case .batch(let size, _, _):
      // Batches that come as a Poisson process: E[size^2] / E[size].
      scv = max(1, size.mean * (1 + size.cv * size.cv))
      note = "arrivals come in batches: crowds are matched by their long-run variability alone"
    case .onOff(let active, let idle):
      peak *= (active.seconds + idle.seconds) / max(1e-12, active.seconds)
      note = "arrivals pause and go on: the rate is taken at its mean and its peak"
    case .mmpp(let states):
      let mean = arrivals.amplification
      if mean > 0 { peak *= (states.map(\.perSecond).max() ?? 0) / mean }
      note = "the rate jumps between states: it is taken at its mean and its peak"
    case .burst(let count, _, _, let over):
      peak = mean > 0 && over > .zero ? max(mean, Double(count) / over.seconds) : mean
      note =
        over > .zero
        ? "a burst is taken at its mean over the kept time and at its own rate"
        : "requests that come at one moment are taken at their mean over the kept time"
    case .trace(let trace):
      peak = Self.peak(of: trace, kept)
      note = "recorded arrivals are taken at their mean and at that of their busiest hundredth"
    }
  }

  private static func peak(of trace: ArrivalTrace, _ kept: KeptTime) -> Double {
    let width = (kept.to.nanoseconds - kept.from.nanoseconds) / KeptTime.stretches
    guard width > 0 else { return 0 }
    let most =
      (0..<KeptTime.stretches).map { index in
        let from = kept.from.nanoseconds + index * width
        return trace.count(
          from: TimeSpan(nanoseconds: from), to: TimeSpan(nanoseconds: from + width))
      }.max() ?? 0
    return Double(most) / (Double(width) * 1e-9)
  }
}
