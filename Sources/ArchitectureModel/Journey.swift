public import Stochastics

/// Sessions: users who come, ask for one operation after another, think in between, and leave.
///
/// A session is a walk over operations: after the outcome of a request it thinks and goes on, or
/// leaves. It has one key and one place from its first request to its last.
public struct Journey: Sendable {
  /// The name.
  public var name: String
  /// The processes whose sessions are added.
  public var arrivals: [Arrivals]
  /// The operation with which a session begins, by shares that add to 1.
  public var starts: [(operation: String, share: Double)]
  /// What follows operations; one that has no step is the end.
  public var steps: [JourneyStep]
  /// The number of requests after which a session ends at the latest; nil for any number.
  public var length: CountSpread?
  /// Whether a request that is not answered ends the session.
  public var leavesOnFailure: Bool
  /// Whether a run begins with the sessions that would be in progress had they always come.
  public var isInEquilibrium: Bool

  /// Creates a journey.
  public init(
    _ name: String, arrivals: [Arrivals], starts: [(operation: String, share: Double)],
    steps: [JourneyStep], length: CountSpread? = nil, leavesOnFailure: Bool = false,
    isInEquilibrium: Bool = false
  ) {
    self.name = name
    self.arrivals = arrivals
    self.starts = starts
    self.steps = steps
    self.length = length
    self.leavesOnFailure = leavesOnFailure
    self.isInEquilibrium = isInEquilibrium
  }

  /// The step of an operation, or nil.
  public func step(_ operation: String) -> JourneyStep? {
    steps.first { $0.operation == operation }
  }

  /// The operations that a session may ask for, in the order in which a walk finds them.
  public var operations: [String] {
    var found: [String] = []
    var seen: Set<String> = []
    func add(_ shares: [(operation: String, share: Double)]) {
      for (operation, share) in shares where share > 0 && seen.insert(operation).inserted {
        found.append(operation)
      }
    }
    add(starts)
    var index = 0
    while index < found.count {
      add(step(found[index])?.next ?? [])
      index += 1
    }
    return found
  }
}

/// What a session does after an operation.
public struct JourneyStep: Sendable {
  /// The operation.
  public var operation: String
  /// The time between its outcome and the next request.
  public var think: Spread
  /// What follows, by shares; the remainder leaves at once.
  public var next: [(operation: String, share: Double)]

  /// Creates a step.
  public init(
    _ operation: String, think: Spread, next: [(operation: String, share: Double)]
  ) {
    self.operation = operation
    self.think = think
    self.next = next
  }
}
