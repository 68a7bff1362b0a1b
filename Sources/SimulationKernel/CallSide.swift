/// What a task has beside its block where its calls need more than an answer.
///
/// The memory of a side is touched only where a bit of `Task.ties` says that it means something,
/// and written before it is read.
struct CallSide: BitwiseCopyable {
  // As a caller that waits for an answer that cannot come (`Tie.silence`).

  /// Its neighbours among those that wait in silence for the same user's request.
  var earlier: UInt32
  var later: UInt32

  // As a user's request (`Tie.listeners`).

  /// The first of those that wait in silence for it.
  var listeners: UInt32

  // As a caller whose open call goes through mechanisms (`Tie.guarded`).

  /// The visits of the open attempt, first try first, and the copies they went to.
  var tries: (UInt32, UInt32, UInt32, UInt32)
  var tried: (Int32, Int32, Int32, Int32)
  var tryCount: UInt8
  /// See `Promise`.
  var promises: UInt8
  /// The next try, which waits for its moment; none where there is none.
  var hedge: UInt32
  /// The breaker's era at the start of the attempt.
  var era: UInt32

  // As a visit that stands in a line, or has been let out of one (`Tie.line`).

  /// Where it goes on.
  var stage: Stage
  /// What it stands in line for.
  var kind: LineKind
  /// Whether an event names it.
  var hasEvent: Bool
  /// The bucket, bulkhead or pool; -1 once it has been let out.
  var line: Int32
  /// The one before it in line.
  var previous: UInt32

  // As a task with steps done together, and as one of its legs.

  /// The first leg that is awaited, and the neighbours of a leg.
  var firstLeg: UInt32
  var legBefore: UInt32
  var legAfter: UInt32

  // As anything that may fall back: `KernelModel` has fallbacks.

  /// 1 for a lesser answer, 2 for old data.
  var lesser: UInt8

  // As anything of a request: `KernelModel` has sizes that differ.

  /// The size of the request.
  var bytes: Double

  // As a visit with a connection (`Tie.connection`).

  /// The copy of the store, and the era of its connections.
  var pool: Int32
  var poolEra: UInt32
}

/// What a caller owes when its attempt ends, as bits.
enum Promise {
  /// A place in its bulkhead.
  static var place: UInt8 { 1 }
  /// A word to its breaker.
  static var word: UInt8 { 2 }
  /// It is one of the calls by which a half-open breaker decides.
  static var probe: UInt8 { 4 }
  /// It was refused by mechanisms of its own.
  static var refusal: UInt8 { 8 }
}

/// What one can stand in line for.
enum LineKind: UInt8 {
  case token
  case place
  case connection
}

/// Where a visit goes on that was held back.
enum Stage: UInt8 {
  /// It takes a place in the bulkhead.
  case place
  /// It chooses a copy and takes a connection.
  case connection
  /// It goes on its way.
  case way
  /// It is a further try whose moment has come.
  case hedge
  /// The limit of its component has let it in.
  case component
  /// It is a message whose next attempt is due.
  case redelivery
}
