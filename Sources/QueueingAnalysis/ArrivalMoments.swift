import ArchitectureModel
import PluginAPI
import Quantities

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

  /// The arrivals of an operation in the kept time of a run.
  init(_ load: OperationLoad, from start: TimeSpan, lasts: TimeSpan) {
    var weighted = 0.0
    for arrivals in load.arrivals {
      if case .closed(let users, let think) = arrivals.process {
        if users > 0 { closed.append((users, Moments(think))) }
        continue
      }
      let part = Part(arrivals, from: start.seconds, lasts: max(1e-9, lasts.seconds))
      mean += part.mean
      peak += part.peak
      weighted += part.mean * part.scv
      if let note = part.note {
        isSteadyPoisson = false
        if !notes.contains(note) { notes.append(note) }
      }
    }
    if mean > 0 { scv = weighted / mean }
    mean = min(mean, 1e300)
    peak = min(peak, 1e300)
  }
}

/// One stream of arrivals.
private struct Part {
  var mean = 0.0
  var peak = 0.0
  var scv = 1.0
  /// Why it is not Poisson at a constant rate.
  var note: String?

  init(_ arrivals: Arrivals, from start: Double, lasts: Double) {
    let curve = Curve(arrivals.rate, from: start, lasts: lasts)
    let factor = arrivals.amplification
    mean = curve.mean * factor
    peak = curve.peak * factor
    if curve.varies { note = "the rate changes over time: it is taken at its mean and its peak" }
    switch arrivals.process {
    case .poisson, .closed: break
    case .regular:
      scv = 0
      note = note ?? "arrivals are not Poisson: their variability is matched by two moments"
    case .gamma(let cv), .weibull(let cv):
      scv = cv * cv
      note = note ?? "arrivals are not Poisson: their variability is matched by two moments"
    case .hawkes(let kernels):
      // Alan Hawkes and David Oakes, "A Cluster Process Representation of a Self-exciting
      // Process", Journal of Applied Probability 11(3), 1974: var / mean of counts tends to
      // 1 / (1 - branching)^2.
      let rest = max(1e-3, 1 - kernels.reduce(0) { $0 + $1.branching })
      scv = 1 / (rest * rest)
      note = "arrivals cause others: crowds are matched by their long-run variability alone"
    case .batch(let size, _, _):
      // Geometric batches of mean m: E[size^2] / E[size] = 2 m - 1.
      scv = max(1, 2 * size - 1)
      note = "arrivals come in batches: crowds are matched by their long-run variability alone"
    case .onOff:
      peak = curve.peak
      note = "arrivals pause and go on: the rate is taken at its mean and its peak"
    case .mmpp(let states):
      let time = states.reduce(0) { $0 + $1.lasts.seconds }
      let count = states.reduce(0) { $0 + $1.perSecond * $1.lasts.seconds }
      mean = time > 0 ? count / time : 0
      peak = states.map(\.perSecond).max() ?? 0
      note = "the rate jumps between states: it is taken at its mean and its peak"
    case .burst(let count, let at, let every, let over):
      var bursts = at.seconds >= start && at.seconds < start + lasts ? 1.0 : 0
      if let every, every.seconds > 0, at.seconds < start + lasts {
        let before = max(0, ((start - at.seconds) / every.seconds).rounded(.up))
        let next = at.seconds + before * every.seconds
        bursts = max(0, ((start + lasts - next) / every.seconds).rounded(.up))
      }
      mean = bursts * Double(count) / lasts
      peak = bursts > 0 && over > .zero ? Double(count) / over.seconds : mean
      note =
        over > .zero
        ? "a burst is taken at its mean over the kept time and at its own rate"
        : "requests that come at one moment are taken at their mean over the kept time"
    }
  }
}

/// A rate over the kept time.
private struct Curve {
  var mean = 0.0
  var peak = 0.0
  var varies = false

  init(_ points: [RatePoint], from start: Double, lasts: Double) {
    guard let first = points.first, let last = points.last else { return }
    let end = start + lasts
    func rate(_ time: Double) -> Double {
      if time <= first.at.seconds { return first.perSecond }
      for (left, right) in zip(points, points.dropFirst()) where time < right.at.seconds {
        let width = right.at.seconds - left.at.seconds
        let share = width > 0 ? (time - left.at.seconds) / width : 1
        return left.perSecond + share * (right.perSecond - left.perSecond)
      }
      return last.perSecond
    }
    let inside = points.filter { $0.at.seconds > start && $0.at.seconds < end }
    // Before a jump the rate is that of the point before it.
    let times = [start] + inside.map(\.at.seconds) + [end]
    let rates = [rate(start)] + inside.map(\.perSecond) + [rate(end)]
    for (left, right) in zip(times.indices, times.indices.dropFirst()) {
      mean += (rates[left] + rates[right]) / 2 * (times[right] - times[left]) / lasts
    }
    peak = rates.max() ?? 0
    varies = rates.contains { $0 != rates[0] }
    if !varies { mean = rates[0] }
  }
}
