/// How a visit ended.
public enum Answer: UInt8, Sendable, CaseIterable, BitwiseCopyable {
  /// The work was done and all calls answered.
  case ok
  /// A waiting room was full.
  case queueFull
  /// A broker had no room for another message.
  case capacityFull
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
    case .queueFull, .capacityFull: .refused
    case .abandoned: .abandoned
    case .error, .timeout, .crash, .obligationUnmet, .unfinished: .failed
    }
  }

  /// Bit of `RetrySpec.families`: 1 time-outs, 2 refusals and crashes, 4 errors.
  public var retryBit: UInt8 {
    switch self {
    case .timeout: 1
    case .queueFull, .capacityFull, .crash: 2
    case .error: 4
    case .ok, .abandoned, .obligationUnmet, .unfinished: 0
    }
  }
}
