public import Stochastics

/// Copies of a group that are started for requests and go away when they have been idle.
///
/// All copies that there may be stand in the group; those beyond `least` are away at first. A
/// request takes a running copy with a free slot, the one that was used last; else a slot of one
/// that is being started, where copies have several; else a copy is started for it, which takes
/// `coldStart` before it serves; at the maximum it waits in one room for the whole group.
///
/// Source: Nima Mahmoudi and Hamzeh Khazaei, "Performance Modeling of Serverless Computing
/// Platforms", IEEE Transactions on Cloud Computing 10(4), 2022.
public struct OnDemandSpec: Sendable {
  /// The group.
  public var group: Int
  /// Copies that stay, however idle.
  public var least: Int
  /// From a request until the copy that was started for it serves.
  public var coldStart: Sampler
  /// How long a copy stays idle until it goes away.
  public var keep: Int64

  /// Creates a rule.
  public init(group: Int, least: Int, coldStart: Sampler, keep: Int64) {
    self.group = group
    self.least = least
    self.coldStart = coldStart
    self.keep = keep
  }
}

/// Where a copy that is started on demand stands.
enum OnDemandList: UInt8 {
  /// Full, or dead.
  case none
  /// It does not run, and may be started.
  case away
  /// It is being started and has free slots.
  case starting
  /// It serves and has free slots.
  case partly
  /// It serves nobody.
  case idle
}

/// A copy that is started on demand, in the list where it stands.
struct OnDemandCopy: BitwiseCopyable {
  /// Its platform; -1 where it is not started on demand.
  var platform: Int32 = -1
  var next: Int32 = -1
  var previous: Int32 = -1
  var list = OnDemandList.none
  /// Whether it is in use, which is what is paid.
  var isActive = false
  /// Since when it has been idle, or when it will serve.
  var since: Int64 = 0
}

/// The two ends of a list of copies.
struct OnDemandEnds: BitwiseCopyable {
  var first: Int32 = -1
  var last: Int32 = -1
}

/// The state of a group whose copies are started on demand.
struct Platform {
  let spec: OnDemandSpec
  let first: Int
  let count: Int
  let component: Int
  /// The copy in whose room all wait; -1 for none yet.
  var keeper = -1
  /// Copies that serve, those that are being started, and those in use.
  var running = 0
  var starting = 0
  var active = 0
  /// Copies started in the kept time.
  var coldStarts = 0
  /// Whether somebody looks for idle copies at a moment to come.
  var isTimed = false
  /// Integrals of the running and of the paid copies, less level x now.
  var runningTime: Int64 = 0
  var paidTime: Int64 = 0

  init(_ spec: OnDemandSpec, of model: borrowing KernelModel) {
    self.spec = spec
    first = model.groups[spec.group].first
    count = model.groups[spec.group].count
    component = model.copies[first].component
  }

  /// Copies that are paid: those in use, and those that are kept.
  var paid: Int { max(active, spec.least) }
}
