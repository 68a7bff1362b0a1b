/// One step of a program.
public struct Instruction: Sendable {
  /// What is done.
  public enum Code: UInt8, Sendable {
    /// Busy time, sampler `a`.
    case work
    /// The call `a`; where it fails at last it goes on at `b`, unless that is 0.
    case call
    /// Goes on at `a` with a probability of 1 - `share`.
    case skip
    /// Goes on at the start of one branch of table `a`, or after it.
    case choose
    /// Goes on at `a`.
    case jump
    /// Sets counter `b` to `a`.
    case count
    /// Counts `b` down and goes on at `a` while it is above zero.
    case loop
    /// The parallel legs of fork `a`.
    case fork
    /// Hands the request on by table `a`.
    case then
    /// Marks what follows from a fallback: `a` is 1 for a lesser answer, 2 for old data.
    case lessen
    /// Fails, as the caller does where a call has failed.
    case deny
    /// Looks the key up in the cache of the copy and goes on at `a` where it is there; a request
    /// without a key with probability `share`.
    case lookUp
    /// Stores the key in the cache of the copy.
    case store
    /// Answers.
    case done
  }
  /// The code.
  public var code: Code
  /// See the code.
  public var a: Int32
  /// See the code.
  public var b: Int32
  /// See the code.
  public var share: Double

  /// Creates an instruction.
  public init(_ code: Code, a: Int = 0, b: Int = 0, share: Double = 1) {
    self.code = code
    self.a = Int32(a)
    self.b = Int32(b)
    self.share = share
  }
}

/// A branch of `choose` or `then`.
public struct BranchSpec: Sendable {
  /// The cumulative share.
  public var upTo: Double
  /// Where the program goes on for `choose`; the edge for `then`.
  public var to: Int

  /// Creates a branch.
  public init(upTo: Double, to: Int) {
    self.upTo = upTo
    self.to = to
  }
}

/// Parallel legs.
public struct ForkSpec: Sendable {
  /// The starts of the legs' programs; each ends with `done`.
  public var legs: [Int]
  /// How many must succeed.
  public var need: Int
  /// Where the program goes on.
  public var next: Int

  /// Creates a fork.
  public init(legs: [Int], need: Int, next: Int) {
    self.legs = legs
    self.need = need
    self.next = next
  }
}
