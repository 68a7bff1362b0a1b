public import Diagnostics
public import Quantities
public import Stochastics

/// What a component does for one operation.
public struct Handler: Sendable {
  /// The operation.
  public var operation: String
  /// Where it is written.
  public var span: SourceSpan
  /// Busy time for this operation; the component's where nil.
  public var work: Setting<Spread>?
  /// The part of its `work` that needs a processor; that of the component where nil.
  public var processorShare: Double?
  /// The steps.
  public var steps: [Step]

  /// Creates a handler.
  public init(operation: String, span: SourceSpan, work: Setting<Spread>?, steps: [Step]) {
    self.operation = operation
    self.span = span
    self.work = work
    self.steps = steps
  }
}

/// A consumer of a queue or stream.
public struct Consumer: Sendable, Hashable {
  /// The broker.
  public var from: Named
  /// The group.
  public var group: String
  /// Messages taken together.
  public var batch: Int
  /// What the key is whose messages are handled in order, one at a time; nil for none.
  public var key: String?
  /// Attempts until a message is given up; nil for any number.
  public var maxAttempts: Int?
  /// Wait before the second attempt; each further wait is twice as long.
  public var wait: TimeSpan
  /// Where messages go that were given up; nil for nowhere.
  public var deadLetter: Named?

  /// Creates a consumer that repeats a failed message for ever.
  public init(
    from: Named, group: String, batch: Int, key: String? = nil, maxAttempts: Int? = nil,
    wait: TimeSpan = TimeSpan(nanoseconds: 1_000_000_000), deadLetter: Named? = nil
  ) {
    self.from = from
    self.group = group
    self.batch = batch
    self.key = key
    self.maxAttempts = maxAttempts
    self.wait = wait
    self.deadLetter = deadLetter
  }
}
