public import Diagnostics
public import Quantities
public import Stochastics

/// Copies that come and go with the load.
public struct Scaling: Sendable, Hashable {
  /// What is watched, per copy that runs.
  public enum Signal: String, Sendable, Hashable, CaseIterable {
    /// The share of slots in use.
    case busy
    /// Requests and messages that wait.
    case queueDepth = "queue_depth"
    /// Calls received per second.
    case rate
  }

  /// The time between looks.
  ///
  /// Source: Kubernetes documentation, "Horizontal Pod Autoscaling": the default
  /// `--horizontal-pod-autoscaler-sync-period` is 15 seconds.
  public static let period = TimeSpan(nanoseconds: 15_000_000_000)

  /// The least and the most copies at each site.
  public var least: Int
  /// See `least`.
  public var most: Int
  /// Copies at each site at the start, in the order of the sites.
  public var start: [Int]
  /// What is watched.
  public var signal: Signal
  /// The value that is aimed at: a share, a number, or calls per second.
  public var target: Double
  /// From the decision until a new copy serves.
  public var warmup: Spread
  /// From the last change until copies are taken away.
  public var cooldown: TimeSpan
  /// The most copies that are added or taken away at one look.
  public var step: Int
  /// Where it is written.
  public var span: SourceSpan

  /// Creates a rule.
  public init(
    least: Int, most: Int, start: [Int], signal: Signal, target: Double, warmup: Spread,
    cooldown: TimeSpan, step: Int, span: SourceSpan
  ) {
    self.least = least
    self.most = most
    self.start = start
    self.signal = signal
    self.target = target
    self.warmup = warmup
    self.cooldown = cooldown
    self.step = step
    self.span = span
  }
}

extension Component {
  /// Whether a part of its work needs a processor.
  public var usesProcessors: Bool {
    (processorShare ?? 0) > 0 || handlers.contains { ($0.processorShare ?? 0) > 0 }
  }

  /// Requests that a copy can work on at full speed: its slots, or fewer where processors are the
  /// limit; nil is any number.
  ///
  /// A slot that is kept while calls run needs no processor meanwhile: there the slots count.
  public var parallelism: Double? {
    let slots = concurrency.value.map(Double.init)
    let share = max(processorShare ?? 0, handlers.compactMap(\.processorShare).max() ?? 0)
    let isKept = holdsWhileWaiting.value && !allSteps.isEmpty
    guard share > 0, !isKept, let cores = purchase.cores?.value else { return slots }
    return min(slots ?? .infinity, max(1, (cores / share).rounded(.down)))
  }

  /// The most copies per site that there can be, in the order of `sites`.
  public var mostReplicas: [Int] {
    scaling.map { scaling in sites.map { _ in scaling.most } } ?? replicas.value
  }
}
