/// The shapes of steps and calls.
enum StepShapes {
  /// The fields that say what a step does; exactly one of them stands in each step.
  static let verbs = ["call", "send", "read", "write", "together", "choose", "then"]

  static let step = Shape(
    "step", title: "Step",
    about: """
      One thing done after the work: exactly one of `call`, `send`, `read`, `write`, `together`, \
      `choose` and `then`. A component's name alone is a `call`.
      """,
    targets + composed + way + ProtectionShapes.ofCalls + giving)

  /// The fields that `defaults: call:` may give.
  static let defaults = Shape(
    "call_defaults", title: "Defaults for calls",
    about: "Used by each call, send, read and write that does not state its own.",
    (way + ProtectionShapes.ofCalls + giving).filter {
      ![
        "carries", "returns", "op", "when", "chance", "times", "name", "fallback",
      ].contains($0.key)
    })

  static let targets: [FieldRecord] = [
    FieldRecord(
      "call", .reference(.component), .mechanism,
      "Request and answer. A call to a store is a read.", acts: [.simulation, .failure, .policy]),
    FieldRecord(
      "send", .reference(.component), .mechanism,
      """
      To a queue or stream: a publication, done with its acknowledgement. To a store: a write. \
      To any other component: handed over, without waiting.
      """, acts: [.simulation, .failure, .policy]),
    FieldRecord(
      "read", .reference(.component), .mechanism, "A read of a store or cache.",
      acts: [.simulation, .failure, .policy]),
    FieldRecord(
      "write", .reference(.component), .mechanism,
      "A write to a store, done when `replication` says so.",
      acts: [.simulation, .failure, .policy]),
    FieldRecord(
      "then",
      .either([
        .reference(.component), .map(keys: .component, .share), .list(.shape("branch_then")),
      ]), .mechanism,
      """
      Hands the request on: this component has finished with it and the answer goes straight to \
      whoever waits. Several targets with shares, as `{ a: 50%, b: 20% }`, draw one; shares that \
      add to less than 100% leave the rest to be answered here.
      """, acts: [.simulation, .failure], example: "{ packing: 80%, repair: 5% }"),
  ]

  static let composed: [FieldRecord] = [
    FieldRecord(
      "together", .list(.shape("step")), .mechanism, "Steps done in parallel.",
      acts: [.simulation, .failure, .policy]),
    FieldRecord(
      "need", .count(min: 1, none: false), .number,
      "How many steps of `together` must succeed; all if absent.", acts: [.simulation, .failure]),
    FieldRecord(
      "choose", .list(.shape("branch")), .mechanism,
      "One branch by its share; what is left of 100% does nothing.",
      acts: [.simulation, .failure, .policy]),
  ]

  static let way: [FieldRecord] = [
    FieldRecord(
      "name", .identifier, .documentation, "The id of the link; `from->to` if absent.",
      acts: [.review]),
    FieldRecord(
      "op", .reference(.operation), .number,
      "The operation whose handler runs at the target; the request's own if absent.",
      acts: [.simulation, .failure]),
    FieldRecord(
      "when", .list(.reference(.operation)), .number, "Only for these operations; all if absent.",
      acts: [.simulation, .failure]),
    FieldRecord(
      "chance", .share, .number, "Probability that the step is done, drawn each time.",
      acts: [.simulation, .failure], fallback: "100%"),
    FieldRecord(
      "times", .count(min: 0, none: false), .number, "How often it is done, one after another.",
      acts: [.simulation, .failure], fallback: "1"),
    FieldRecord(
      "latency", .spread, .number,
      "Time on the way, once with the request and once with the answer, beside that of the sites.",
      acts: [.simulation], claim: .lower, example: "{ exact: 200us }"),
    FieldRecord(
      "timeout", .duration, .mechanism,
      """
      Gives up an attempt, counted from the start of the attempt to the full answer, so that \
      waiting for a place or a token of the caller's own counts. The abandoned work goes on where \
      it is. A call without it waits for the answer, however long that takes; where none can come, \
      as from a lost place, until its user's request is over (see `patience`), and for ever where \
      no user waits. It keeps its slot until then.
      """, acts: [.simulation, .failure, .policy], example: "200ms"),
    FieldRecord(
      "retry", .short("retry", field: "max"), .mechanism, "Tries again.",
      acts: [.simulation, .failure, .policy], example: "{ max: 2, wait: 50ms, jitter: full }"),
    FieldRecord(
      "route", .choice(["nearest", "same_zone", "any", "leader"]), .number,
      """
      Which copies the call may go to; `balance` chooses among them, and copies noticed dead do not \
      count. `nearest`: those of the caller's site, else of the site with the least latency. \
      `same_zone`: those of the caller's zone, else as `nearest`. `any`: all. `leader`: the leader \
      of a store's shard, also for reads that could ask others. `nearest` if absent; reads that a \
      store's followers may answer go to `any` of them.
      """, acts: [.simulation, .cost], example: "same_zone"),
    FieldRecord(
      "consistency", .choice(["strict", "bounded", "eventual"]), .number,
      "What this read may see, in place of what the store says.",
      acts: [.simulation, .failure, .policy], example: "bounded"),
    FieldRecord(
      "staleness", .duration, .number,
      "How far behind a member may be that answers this bounded read; as the store says if absent.",
      acts: [.simulation, .failure], example: "2s"),
    FieldRecord(
      "acks", .choice(["none", "leader", "quorum"]), .number,
      "When a publication is done: at once, with the leader's write, with the quorum's.",
      acts: [.simulation, .failure], fallback: "leader"),
  ]

  static let giving: [FieldRecord] = [
    FieldRecord(
      "carries", .list(.reference(.data)), .statement, "What goes with the request.",
      acts: [.simulation, .policy]),
    FieldRecord(
      "returns", .list(.reference(.data)), .statement, "What comes back with the answer.",
      acts: [.simulation, .policy]),
    FieldRecord(
      "idempotent", .flag, .statement,
      "Safe to repeat. Reads are; writes, calls and sends are not stated.",
      acts: [.failure, .policy]),
    FieldRecord(
      "tls", .choice(["none", "server", "mutual"]), .statement, "Protection on the way.",
      acts: [.policy]),
    FieldRecord(
      "auth", .choice(["none", "password", "signed_token", "api_key", "mutual_tls"]), .statement,
      "The credential that the call shows.", acts: [.policy]),
  ]

  static let retry = Shape(
    "retry", title: "Retry", about: "Repeats of a call beyond its first try.",
    [
      FieldRecord(
        "max", .count(min: 0, none: false), .mechanism,
        "Repeats beyond the first try, at most 100.",
        acts: [.simulation, .failure, .policy], fallback: "0"),
      FieldRecord(
        "wait", .duration, .number, "Wait before the first repeat.", acts: [.simulation],
        fallback: "50ms", source: "order of the base delay in common client libraries"),
      FieldRecord(
        "factor", .number(min: 1, max: 100), .number, "Growth of the wait per repeat.",
        acts: [.simulation], fallback: "2", source: "binary exponential backoff"),
      FieldRecord(
        "jitter", .choice(["none", "full"]), .number,
        "`full` draws the wait between zero and its value.", acts: [.simulation, .policy],
        fallback: "none"),
      FieldRecord(
        "for", .list(.choice(["timeouts", "refusals", "errors"])), .number,
        "What is tried again; refused connections and crashes count as refusals.",
        acts: [.simulation, .failure], fallback: "[timeouts, refusals]"),
      FieldRecord(
        "budget", .share, .mechanism,
        """
        Repeats as a share of first tries: each first try adds that part of a token, each repeat \
        takes a whole one; ten are kept, full at the start.
        """, acts: [.simulation, .policy], example: "10%"),
      FieldRecord(
        "shared", .flag, .number, "One budget for all copies of the caller instead of one each.",
        acts: [.simulation], fallback: "no"),
    ])

  static let branch = Shape(
    "branch", title: "Branch of choose", about: "One alternative with its share.",
    [
      FieldRecord("share", .share, .required, "The probability.", acts: [.simulation]),
      FieldRecord(
        "do", .list(.shape("step")), .required, "The steps; may be empty.",
        acts: [.simulation, .failure]),
    ])

  static let branchThen = Shape(
    "branch_then", title: "Branch of then", about: "One target with its share.",
    [
      FieldRecord("share", .share, .required, "The probability.", acts: [.simulation]),
      FieldRecord(
        "to", .reference(.component), .required, "The target.", acts: [.simulation, .failure]),
    ])

  static let all = [step, defaults, retry, branch, branchThen] + ProtectionShapes.all
}
