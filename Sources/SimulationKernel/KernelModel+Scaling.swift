public import Stochastics

/// How the number of copies of a group follows its load.
///
/// All copies that there may be stand in the group; those beyond `start` are away at first.
public struct ScaleSpec: Sendable {
  /// What is watched, per copy that runs.
  public enum Signal: UInt8, Sendable {
    /// Slots in use over all slots, on average since the last look.
    case busy
    /// Requests and messages that wait, now.
    case waiting
    /// Calls received per second since the last look, over all groups of the component.
    case rate
  }

  /// The group.
  public var group: Int
  /// The least number that is kept.
  public var least: Int
  /// The number at the start.
  public var start: Int
  /// What is watched.
  public var signal = Signal.busy
  /// The value of the signal that is aimed at.
  public var target: Double
  /// How far the signal may be off, as a share, before anything is done.
  public var tolerance = 0.1
  /// The time between looks.
  public var period: Int64
  /// From the decision until a new copy serves.
  public var warmup: Sampler
  /// From the last change until copies are taken away.
  public var cooldown: Int64
  /// The most copies that are added or taken away at one look.
  public var step: Int

  /// Creates a rule.
  public init(
    group: Int, least: Int, start: Int, target: Double, period: Int64, warmup: Sampler,
    cooldown: Int64, step: Int
  ) {
    self.group = group
    self.least = least
    self.start = start
    self.target = target
    self.period = period
    self.warmup = warmup
    self.cooldown = cooldown
    self.step = step
  }
}

/// The state of a rule that changes the number of copies.
struct Scaler {
  let spec: ScaleSpec
  let first: Int
  let count: Int
  let component: Int
  /// Copies that are being started.
  var starting = 0
  /// Copies that run, the dead ones too.
  var running: Int
  /// When something was last changed.
  var changed: Int64 = 0
  /// When it last looked, and the gauges then.
  var looked: Int64 = 0
  var busyBefore: Int64 = 0
  var calledBefore = 0
  /// Integrals of the running and of the paid copies, less level x now.
  var runningTime: Int64 = 0
  var paidTime: Int64 = 0

  init(_ spec: ScaleSpec, of model: borrowing KernelModel) {
    self.spec = spec
    first = model.groups[spec.group].first
    count = model.groups[spec.group].count
    component = model.copies[first].component
    running = spec.start
  }
}
