/// How a visit ended.
public enum Answer: UInt8, Sendable, CaseIterable, BitwiseCopyable {
  /// The work was done and all calls answered.
  case ok
  /// A waiting room was full.
  case queueFull
  /// A broker had no room for another message.
  case capacityFull
  /// The caller's own breaker was open.
  case breakerOpen
  /// The caller's own bulkhead was full.
  case bulkheadFull
  /// A limit on a rate, the caller's own or the component's, had no token.
  case rateLimited
  /// A fuller waiting room kept its places for more important operations.
  case shed
  /// A newcomer took its place in a full waiting room.
  case dropped
  /// It waited for a slot longer than it may.
  case waitedTooLong
  /// The component erred after its work.
  case error
  /// The caller answered with an error, as it does where a call fails.
  case denied
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
  /// Answered in a lesser way.
  case degraded
  /// Answered from old data.
  case stale

  /// The name in results.
  public var name: String {
    switch self {
    case .ok: "ok"
    case .queueFull: "queue_full"
    case .capacityFull: "capacity_full"
    case .breakerOpen: "breaker_open"
    case .bulkheadFull: "bulkhead_full"
    case .rateLimited: "rate_limited"
    case .shed: "shed"
    case .dropped: "drop_oldest"
    case .waitedTooLong: "max_wait"
    case .error: "error"
    case .denied: "denied"
    case .timeout: "timeout"
    case .crash: "crash"
    case .abandoned: "patience"
    case .obligationUnmet: "obligation_unmet"
    case .unfinished: "unfinished"
    case .degraded: "degraded"
    case .stale: "stale"
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
    case .ok, .degraded, .stale: .completed
    case .queueFull, .capacityFull, .shed, .dropped, .waitedTooLong, .breakerOpen, .bulkheadFull,
      .rateLimited:
      .refused
    case .abandoned: .abandoned
    case .error, .denied, .timeout, .crash, .obligationUnmet, .unfinished: .failed
    }
  }

  /// Bit of `RetrySpec.families`: 1 time-outs, 2 refusals and crashes, 4 errors.
  public var retryBit: UInt8 {
    switch self {
    case .timeout: 1
    case .queueFull, .capacityFull, .shed, .dropped, .waitedTooLong, .breakerOpen, .bulkheadFull,
      .rateLimited, .crash:
      2
    case .error, .denied: 4
    case .ok, .abandoned, .obligationUnmet, .unfinished, .degraded, .stale: 0
    }
  }
}
