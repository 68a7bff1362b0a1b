/// The shapes of what callers do to protect themselves and what they call.
enum ProtectionShapes {
  /// The fields of a call.
  static let ofCalls: [FieldRecord] = [
    FieldRecord(
      "breaker", .shape("breaker"), .mechanism,
      """
      Stops calling for a while where too many calls end badly. An attempt that finds it open is \
      refused at the caller, with the cause `breaker_open`. It comes first, then `rate_limit`, then \
      `bulkhead`; each repeat passes them anew.
      """, acts: [.simulation, .failure, .policy],
      example: "{ trip_at: 50%, window: 10s, min_calls: 20, open_for: 5s }"),
    FieldRecord(
      "rate_limit", .short("rate_limit", field: "rate"), .mechanism,
      "Limits the rate of attempts towards the target, at the caller.",
      acts: [.simulation, .policy], example: "{ rate: 100/s, burst: 200 }"),
    FieldRecord(
      "bulkhead", .short("bulkhead", field: "max"), .mechanism,
      """
      The caller's own limit of attempts in progress. A place is taken from sending until the \
      answer, failure or time-out at the caller; who finds none, nor a place in its queue, is \
      refused with the cause `bulkhead_full`.
      """, acts: [.simulation, .failure], example: "{ max: 64, queue: 16 }"),
    FieldRecord(
      "hedge", .short("hedge", field: "after"), .mechanism,
      """
      Further tries in parallel while nothing has answered, each to another copy where there is \
      one. The first answer wins, whatever it says; the others go on. They share the attempt's \
      time-out and its place in the bulkhead; a try that finds no token of `rate_limit` is left out.
      """, acts: [.simulation, .failure, .cost], example: "50ms"),
    FieldRecord(
      "fallback",
      .either([
        .choice(["without", "deny", "stale"]), .reference(.component), .shape("step"),
      ]), .mechanism,
      """
      What happens where the call has failed for the last time: another step in its place, or \
      `without` (goes on; both make the answer `degraded`), `stale` (goes on with data of an earlier \
      answer, which makes it `stale`), or `deny` (answers with an error at once).
      """, acts: [.simulation, .failure, .policy], example: "without"),
    FieldRecord(
      "cancel", .flag, .number,
      """
      Whether giving up withdraws the work where it still waits: at the time-out, when another try \
      has answered, or when `together` has what it needs. What has begun goes on. Withdrawing takes \
      no time.
      """, acts: [.simulation], fallback: "no"),
  ]

  static let breaker = Shape(
    "breaker", title: "Breaker",
    about: """
      Closed, it looks at the ends of calls in the window: errors, time-outs and refusals by the \
      callee count against it, refusals by the caller's own mechanisms not at all. Open, it refuses. \
      Half open, it lets `probes` calls through: all well closes it with an empty window, one bad end \
      opens it again. Calls sent before its last change of state do not count.
      """,
    [
      FieldRecord(
        "trip_at", .share, .number, "The share of bad ends at which it opens.",
        acts: [.simulation], fallback: "50%", source: hystrix),
      FieldRecord(
        "window", .duration, .number,
        "How far back ends of calls count; at most the last million of them.",
        acts: [.simulation], fallback: "10s", source: hystrix),
      FieldRecord(
        "min_calls", .count(min: 1, none: false), .number,
        "Ends in the window below which it never opens.", acts: [.simulation], fallback: "20",
        source: hystrix),
      FieldRecord(
        "open_for", .duration, .number, "How long it refuses before it tries again.",
        acts: [.simulation], fallback: "5s", source: hystrix),
      FieldRecord(
        "probes", .count(min: 1, none: false), .number,
        "Calls that it lets through to see whether it may close.", acts: [.simulation],
        fallback: "1", source: hystrix),
      shared("breaker"),
    ])

  static let bulkhead = Shape(
    "bulkhead", title: "Bulkhead", about: "The caller's own limit of attempts in progress.",
    [
      FieldRecord(
        "max", .count(min: 1, none: false), .required, "Attempts in progress.",
        acts: [.simulation], example: "64"),
      FieldRecord(
        "queue", .count(min: 0, none: false), .number, "Attempts that wait for a place, in order.",
        acts: [.simulation], fallback: "0"),
      FieldRecord(
        "max_wait", .duration, .mechanism,
        "Refuses what has waited so long; without it only the time-out ends the wait.",
        acts: [.simulation]),
      shared("bulkhead"),
    ])

  static let rateLimit = Shape(
    "rate_limit", title: "Rate limit",
    about: """
      A bucket of tokens: at most `burst` of them, full at the start, refilled continuously at \
      `rate`. A request takes one; what finds none is refused with the cause `rate_limited`, or waits.
      """,
    [
      FieldRecord(
        "rate", .rate, .required, "Tokens per time.", acts: [.simulation, .policy],
        example: "100/s"),
      FieldRecord(
        "burst", .count(min: 1, none: false), .number,
        "Tokens that the bucket holds; one second of `rate` if absent, at least 1.",
        acts: [.simulation]),
      FieldRecord(
        "per", .choice(["none", "key"]), .number,
        """
        `key`: a bucket for each key of the operation. A limit follows some ten thousand keys at a \
        time; beyond that the fullest buckets are forgotten.
        """, acts: [.simulation, .policy], fallback: "none"),
      FieldRecord(
        "on_limit", .choice(["reject", "wait"]), .number,
        "`wait`: in order, until there is a token or the caller's time-out ends it.",
        acts: [.simulation], fallback: "reject"),
      shared("rate limit"),
    ])

  static let hedge = Shape(
    "hedge", title: "Hedge", about: "Further tries beside a call that has not answered.",
    [
      FieldRecord(
        "after", .duration, .required, "From sending one try to sending the next.",
        acts: [.simulation], example: "50ms"),
      FieldRecord(
        "max", .count(min: 1, none: false), .number, "Tries beyond the first, at most 3.",
        acts: [.simulation], fallback: "1"),
    ])

  /// Where what a component does is recorded.
  static let audit = Shape(
    "audit", title: "Audit",
    about: """
      A record of each request that a component served: sent after the steps of its operation, \
      before it answers or hands on. It is done when the store has it, or the broker as `acks` says; \
      where it fails the request fails.
      """,
    [
      FieldRecord(
        "send", .reference(.component), .required,
        "The store, broker or service that takes the records.",
        acts: [.simulation, .failure, .cost, .policy], example: "trail")
    ]
      + StepShapes.way.filter { ["when", "timeout", "retry", "acks"].contains($0.key) }
      + StepShapes.giving.filter { ["carries", "idempotent"].contains($0.key) })

  static let all = [breaker, bulkhead, rateLimit, hedge, audit]

  private static let hystrix = "default of Netflix Hystrix"

  private static func shared(_ what: String) -> FieldRecord {
    FieldRecord(
      "shared", .flag, .number, "One \(what) for all copies instead of one each.",
      acts: [.simulation], fallback: "no")
  }
}
