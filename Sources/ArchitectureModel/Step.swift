public import Diagnostics
public import Quantities
public import Stochastics

/// One thing that a component does after its work.
public struct Step: Sendable {
  /// What a step does.
  public indirect enum Action: Sendable {
    /// Asks another component.
    case call(Call)
    /// Steps in parallel, of which `need` must succeed.
    case together([Step], need: Int)
    /// One branch by its share.
    case choose([(share: Double, steps: [Step])])
    /// Hands the request on to one of the targets.
    case then([(share: Double, to: Named)])
  }
  /// The action.
  public var action: Action
  /// Where the step is written.
  public var span: SourceSpan
  /// The path of the step, such as `components.web.calls[0]`.
  public var path: String
  /// The operations it is done for; nil for all.
  public var when: [String]?
  /// The probability that it is done.
  public var chance: Double
  /// How often it is done.
  public var times: Int

  /// Creates a step.
  public init(
    action: Action, span: SourceSpan, path: String, when: [String]?, chance: Double, times: Int
  ) {
    self.action = action
    self.span = span
    self.path = path
    self.when = when
    self.chance = chance
    self.times = times
  }

  /// The calls of this step, nested ones included, in the order of the file.
  public var calls: [Call] {
    switch action {
    case .call(let call): [call] + (call.fallback?.step?.calls ?? [])
    case .together(let steps, _): steps.flatMap(\.calls)
    case .choose(let branches): branches.flatMap { $0.steps.flatMap(\.calls) }
    case .then: []
    }
  }

  /// The targets that the request is handed on to, nested ones included.
  public var handOvers: [Named] {
    switch action {
    case .call: []
    case .together(let steps, _): steps.flatMap(\.handOvers)
    case .choose(let branches): branches.flatMap { $0.steps.flatMap(\.handOvers) }
    case .then(let targets): targets.map(\.to)
    }
  }
}

/// A request to another component.
public struct Call: Sendable {
  /// The verb as written.
  public enum Verb: String, Sendable, Hashable, CaseIterable {
    /// Request and answer.
    case call
    /// Hand over.
    case send
    /// A read of a store.
    case read
    /// A write to a store.
    case write
  }
  /// The verb.
  public var verb: Verb
  /// The target.
  public var target: Named
  /// The id of the link.
  public var link: String
  /// Where the step is written.
  public var span: SourceSpan
  /// The record as read, for what only checks use.
  public var record: ReadRecord?
  /// The operation whose handler runs at the target; nil for the request's own.
  public var operation: String?
  /// Data that go with the request; nil where not stated.
  public var carries: [Named]?
  /// Data that come back; nil where not stated.
  public var returns: [Named]?
  /// When an attempt is given up.
  public var timeout: Setting<TimeSpan>?
  /// How it is tried again.
  public var retry: Retry?
  /// Stops calling where too many calls end badly.
  public var breaker: CallBreaker?
  /// Limits the calls in progress.
  public var bulkhead: Bulkhead?
  /// Limits the rate of calls.
  public var rateLimit: RateLimit?
  /// Tries beside the first while nothing has answered.
  public var hedge: Hedge?
  /// What happens where it fails at last.
  public var fallback: Fallback?
  /// Whether giving up withdraws the work where it still waits.
  public var cancels = false
  /// When a publication is done.
  public var acks: Acks
  /// Extra time on the way, each way.
  public var latency: Setting<Spread>?
  /// Which copies it may go to; nil where not stated.
  public var route: Route?
  /// What this read may see; nil for what the target says.
  public var consistency: Consistency?
  /// How far behind this read may be where it is bounded; nil for what the target says.
  public var staleness: TimeSpan?
  /// Whether it is safe to repeat; nil where not stated.
  public var idempotent: Bool?
  /// Protection on the way; nil where not stated.
  public var tls: String?
  /// The credential shown; nil where not stated.
  public var auth: String?

  /// Which copies a call may go to.
  public enum Route: String, Sendable, Hashable, CaseIterable {
    /// Those of the caller's site, else of the nearest.
    case nearest
    /// Those of the caller's zone, else as nearest.
    case sameZone = "same_zone"
    /// All.
    case any
    /// The leader.
    case leader
  }

  /// When a publication is done.
  public enum Acks: String, Sendable, Hashable, CaseIterable {
    /// At once.
    case none
    /// With the leader's write.
    case leader
    /// With the quorum's.
    case quorum
  }

  /// Whether the call is safe to repeat as far as is known: reads are.
  public var isSafeToRepeat: Bool? { idempotent ?? (verb == .read ? true : nil) }

  /// Creates a call.
  public init(verb: Verb, target: Named, link: String, span: SourceSpan, record: ReadRecord?) {
    self.verb = verb
    self.target = target
    self.link = link
    self.span = span
    self.record = record
    self.acks = .leader
  }
}

/// Repeats beyond the first try.
public struct Retry: Sendable, Hashable {
  /// Repeats at most, so that a run ends.
  public static let mostRepeats = 100

  /// What is tried again.
  public enum Cause: String, Sendable, Hashable, CaseIterable {
    /// Attempts given up.
    case timeouts
    /// Refusals, refused connections and crashes.
    case refusals
    /// Errors.
    case errors
  }
  /// Where it is written.
  public var span: SourceSpan
  /// Repeats beyond the first try.
  public var max: Int
  /// Wait before the first repeat.
  public var wait: TimeSpan
  /// Growth of the wait.
  public var factor: Double
  /// Whether the wait is drawn between zero and its value.
  public var fullJitter: Bool
  /// What is tried again.
  public var causes: [Cause]
  /// Tokens per first try; nil for no budget.
  public var budget: Double?
  /// One budget for all copies of the caller.
  public var isShared: Bool

  /// Creates a policy.
  public init(
    span: SourceSpan, max: Int, wait: TimeSpan, factor: Double, fullJitter: Bool,
    causes: [Cause], budget: Double?, isShared: Bool
  ) {
    self.span = span
    self.max = max
    self.wait = wait
    self.factor = factor
    self.fullJitter = fullJitter
    self.causes = causes
    self.budget = budget
    self.isShared = isShared
  }
}
