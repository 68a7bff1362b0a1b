/// How a visit ended.
public enum Answer: UInt8, Sendable, CaseIterable, BitwiseCopyable {
  /// The work was done and all calls answered.
  case ok
  /// A waiting room was full.
  case queueFull
  /// A broker had no room for another message.
  case capacityFull
  /// A fuller waiting room kept its places for more important operations.
  case shed
  /// A newcomer took its place in a full waiting room.
  case dropped
  /// It waited for a slot longer than it may.
  case waitedTooLong
  /// The component erred after its work.
  case error
  /// An attempt took longer than its time-out.
  case timeout
  /// The copy was dead, or died.
  case crash
  /// The user's patience ran out.
  case abandoned
  /// Answered without what the request owed.
  case obligationUnmet
  /// Still inside when the run was cut off.
  case unfinished

  /// The name in results.
  public var name: String {
    switch self {
    case .ok: "ok"
    case .queueFull: "queue_full"
    case .capacityFull: "capacity_full"
    case .shed: "shed"
    case .dropped: "drop_oldest"
    case .waitedTooLong: "max_wait"
    case .error: "error"
    case .timeout: "timeout"
    case .crash: "crash"
    case .abandoned: "patience"
    case .obligationUnmet: "obligation_unmet"
    case .unfinished: "unfinished"
    }
  }

  /// How a request that ends so is counted.
  public enum Family: UInt8, Sendable {
    /// Answered.
    case completed
    /// A limit said no.
    case refused
    /// Everything else.
    case failed
    /// The user left.
    case abandoned
  }

  /// The family.
  public var family: Family {
    switch self {
    case .ok: .completed
    case .queueFull, .capacityFull, .shed, .dropped, .waitedTooLong: .refused
    case .abandoned: .abandoned
    case .error, .timeout, .crash, .obligationUnmet, .unfinished: .failed
    }
  }

  /// Bit of `RetrySpec.families`: 1 time-outs, 2 refusals and crashes, 4 errors.
  public var retryBit: UInt8 {
    switch self {
    case .timeout: 1
    case .queueFull, .capacityFull, .shed, .dropped, .waitedTooLong, .crash: 2
    case .error: 4
    case .ok, .abandoned, .obligationUnmet, .unfinished: 0
    }
  }
}
