public import Stochastics

/// Sessions that walk over operations.
public struct JourneySpec: Sendable {
  /// The name, for random streams.
  public var name: String
  /// With which node a session begins, by cumulative shares up to 1.
  public var starts: [BranchSpec] = []
  /// What a session may ask for.
  public var nodes: [JourneyNodeSpec] = []
  /// The number of requests after which a session ends; nil for any number.
  public var length: CountSpread?
  /// Whether a request that is not answered ends the session.
  public var leavesOnFailure = false
  /// The sessions that are there when the run begins; nil for none.
  public var present: PresentSpec?

  /// Creates a journey without nodes.
  public init(name: String) { self.name = name }
}

/// An operation of a journey and what follows it.
public struct JourneyNodeSpec: Sendable {
  /// The operation.
  public var operation: Int
  /// The time between the outcome and the next request.
  public var think: Sampler
  /// What is left of a think time at a moment of no importance.
  public var residual: ResidualSampler
  /// The nodes that follow, by cumulative shares; what is above the last one leaves.
  public var next: [BranchSpec]
  /// The nodes from which it was come to, by cumulative shares; what is above the last one is a
  /// start.
  public var before: [BranchSpec] = []

  /// Creates a node.
  public init(
    operation: Int, think: Sampler, residual: ResidualSampler, next: [BranchSpec]
  ) {
    self.operation = operation
    self.think = think
    self.residual = residual
    self.next = next
  }
}

/// Sessions that are in progress, and think, when a run begins.
///
/// Source: the number in progress of M/G/infinity is Poisson, and where each of them is independent
/// of the others: Lajos Takacs, "Introduction to the Theory of Queues", 1962, section 3.2; Forest
/// Baskett et al., "Open, Closed, and Mixed Networks of Queues with Different Classes of Customers",
/// Journal of the ACM 22(2), 1975, type 3.
public struct PresentSpec: Sendable {
  /// The mean of their number.
  public var mean: Double
  /// What they think after, by cumulative shares up to 1: the node and the requests made so far, 0
  /// where they follow from a walk back.
  public var stages: [(upTo: Double, node: Int, requests: Int)]
  /// The chances that a session may make more than 0, 1, 2 and so on; empty without a length.
  public var survival: [Double]

  /// Creates sessions in progress.
  public init(
    mean: Double, stages: [(upTo: Double, node: Int, requests: Int)], survival: [Double]
  ) {
    self.mean = mean
    self.stages = stages
    self.survival = survival
  }
}

/// What sessions of a journey did in the kept time of a run.
public struct JourneyResult: Sendable, Hashable {
  /// Sessions that began.
  public var started = 0
  /// Sessions that ended.
  public var ended = 0
  /// All requests of those that ended.
  public var requests = 0
  /// Time of sessions in progress, in nanoseconds.
  public var presence = 0.0
}

/// A part of the kept time, in nanoseconds from the start of the run.
public struct WindowSpec: Sendable, Hashable {
  /// Where it begins.
  public var from: Int64
  /// Where it ends.
  public var to: Int64

  /// Creates a window.
  public init(from: Int64, to: Int64) {
    self.from = from
    self.to = to
  }
}
