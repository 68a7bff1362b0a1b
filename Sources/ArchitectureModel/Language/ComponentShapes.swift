/// The shapes of components.
enum ComponentShapes {
  static let component = Shape(
    "component", title: "Component", about: "One part of the design.", takesDomainKeys: true,
    identity + place + serving + ServingShapes.fields + ScalingShapes.fields
      + KeepingShapes.ofFunctions + storing
      + KeepingShapes.ofStores + KeepingShapes.ofCaches + PurchaseShapes.fields
      + failing + protecting)

  /// The fields that `defaults: component:` may give.
  static let defaults = Shape(
    "component_defaults", title: "Defaults for components",
    about: "Used by each component whose kind has the field and that does not state it.",
    (place + serving + ServingShapes.fields + ScalingShapes.fields
      + KeepingShapes.ofFunctions + storing
      + KeepingShapes.ofStores + KeepingShapes.ofCaches + PurchaseShapes.fields
      + failing + protecting)
      .filter {
        ![
          "calls", "handles", "consumes", "fronts", "holds", "work", "read", "write", "replicas",
          "batch",
        ].contains($0.key)
      })

  static let identity: [FieldRecord] = [
    FieldRecord(
      "kind", .reference(.kind), .required, "What the component is; see the kinds.",
      acts: [.simulation, .failure, .cost, .policy, .review], example: "service"),
    FieldRecord("title", .text, .documentation, "A name for reports.", acts: [.review]),
    FieldRecord("about", .text, .documentation, "What it is for.", acts: [.review]),
    FieldRecord("owner", .text, .statement, "Who runs it.", acts: [.policy, .review]),
    FieldRecord(
      "tier", .choice(["critical", "standard", "best_effort"]), .number,
      "How important it is; checks ask more of what is critical.", acts: [.policy],
      fallback: "standard"),
    FieldRecord(
      "traits", .list(.reference(.trait)), .statement,
      """
      Traits that the design claims beyond those of the kind. They are declared evidence for \
      checks; the simulation, obligations and fault targets go by the traits of the kind.
      """, acts: [.policy]),
  ]

  static let place: [FieldRecord] = [
    FieldRecord(
      "at", .list(.reference(.site)), .number, "The sites where it runs; the first one if absent.",
      acts: [.simulation, .failure]),
    FieldRecord(
      "in", .reference(.boundary), .statement, "The boundary that it stands in.", acts: [.policy]),
    FieldRecord(
      "replicas",
      .either([.count(min: 1, none: false), .map(keys: .site, .count(min: 1, none: false))]),
      .number,
      """
      Running copies per site. Stores, brokers and single writers take `replication` and \
      `sharding` instead.
      """, acts: [.simulation, .failure, .cost], fallback: "1", traits: ["compute"],
      example: "3"),
    FieldRecord(
      "spread", .choice(["none", "zone"]), .mechanism,
      "`zone` places the copies of a site in turn over its zones; otherwise all stand in the first.",
      acts: [.simulation, .failure], fallback: "none", traits: ["compute"]),
  ]

  static let serving: [FieldRecord] = [
    FieldRecord(
      "work", .work, .number,
      """
      Own busy time per request, spent before the calls. `cpu` says which part of it needs a \
      processor: that part comes first and runs on the cores of the copy's machine (`size.cpu`), \
      shared equally by all who need one; the rest only holds the slot. Without it cores are \
      unlimited.
      """,
      acts: [.simulation], traits: ["compute", "outside", "volatile"], claim: .lower,
      example: "{ mean: 10ms, cv: 0.7 }"),
    FieldRecord(
      "concurrency", .count(min: 1, none: true), .number,
      "Requests in progress per copy; `none` is any number at once, a pure delay.",
      acts: [.simulation], claim: .higher, example: "16"),
    FieldRecord(
      "waiting", .choice(["hold", "free"]), .number,
      """
      `hold` keeps the slot until the answers of the calls are back, as a thread does; `free` \
      gives it back when the first call is sent.
      """, acts: [.simulation, .failure], fallback: "hold",
      source: "thread per request, the common default", traits: ["compute", "human"]),
    FieldRecord(
      "queue", .short("queue", field: "limit"), .number,
      "The waiting room of each copy; a number alone is its limit.",
      acts: [.simulation, .failure]),
    FieldRecord(
      "balance",
      .choice(["round_robin", "random", "least_busy", "two_choices", "hash", "central"]), .number,
      """
      How callers choose among the copies: in turn, by chance, the one with the fewest requests \
      (ties by chance), the one with fewer requests of two drawn by chance, by the key of the \
      request (by chance where its operation has no `keys`), or one shared waiting room.
      """, acts: [.simulation], fallback: "least_busy", traits: ["compute", "outside"]),
    FieldRecord(
      "calls", .list(.shape("step")), .number, "Steps done for every operation, in order.",
      acts: [.simulation, .failure, .policy],
      traits: ["compute", "human", "volatile", "outside"]),
    FieldRecord(
      "handles", .map(keys: .operation, .either([.list(.shape("step")), .shape("handler")])),
      .number, "Steps per operation, in place of `calls`.",
      acts: [.simulation, .failure, .policy], traits: ["compute", "human"]),
    FieldRecord(
      "rate_limit", .short("rate_limit", field: "rate"), .mechanism,
      """
      Limits the rate of what comes in at each copy, before its waiting room; what it turns away \
      counts as refused here.
      """, acts: [.simulation, .policy], traits: ["compute", "store", "broker", "outside"],
      example: "{ rate: 500/s, burst: 1000 }"),
    FieldRecord(
      "consumes", .list(.shape("consume")), .number,
      "Queues and streams whose messages this component handles.",
      acts: [.simulation, .failure], traits: ["consumes"]),
  ]

  static let storing: [FieldRecord] = [
    FieldRecord(
      "holds", .list(.reference(.data)), .statement, "The data that rest here.",
      acts: [.simulation, .policy, .cost], traits: ["store", "broker", "single_writer"]),
    FieldRecord(
      "read", .spread, .number, "Busy time of one read; of a delivery for brokers.",
      acts: [.simulation], traits: ["store", "broker"], claim: .lower),
    FieldRecord(
      "write", .spread, .number, "Busy time of one write; of a publication for brokers.",
      acts: [.simulation], traits: ["store", "broker"], claim: .lower),
    FieldRecord(
      "connections", .count(min: 1, none: true), .number,
      """
      Connections to each copy. A call holds one until its work here is over, that of a caller who \
      has given up included; who finds none free waits at the caller, inside its time-out, and \
      counts in no queue here. `concurrency` is what the store works on at once.
      """, acts: [.simulation, .failure], traits: ["store"], example: "300"),
    FieldRecord(
      "consistency", .choice(["strict", "bounded", "eventual"]), .number,
      """
      What reads may see. `strict` reads ask the leader; `bounded` ones any member, the least busy \
      one, that is at most `staleness` behind; `eventual` ones any member. A read that misses what \
      has been acknowledged is counted as stale: a write of its item, or for operations without \
      `keys` any write of its shard.
      """, acts: [.simulation, .failure, .policy], fallback: "strict", traits: ["store"]),
    FieldRecord(
      "staleness", .duration, .number,
      """
      How far behind a member may be that answers a bounded read; where all are further behind, by \
      `replication.lag` or a fault, the leader answers. 5 s if left out.
      """, acts: [.simulation, .failure], traits: ["store"], example: "2s"),
    FieldRecord(
      "replication", .shape("replication"), .mechanism, "How copies of the data follow.",
      acts: [.simulation, .failure, .cost], traits: ["durable", "single_writer"]),
    FieldRecord(
      "sharding", .shape("sharding"), .mechanism, "How the data are divided.",
      acts: [.simulation, .failure, .cost], traits: ["durable", "single_writer"]),
    FieldRecord(
      "fronts", .reference(.component), .mechanism,
      "The store that a read-through cache asks on a miss.", acts: [.simulation, .failure],
      traits: ["volatile"]),
    FieldRecord(
      "hit", .share, .number,
      """
      Share of reads that the cache answers itself, always the same, after a crash too. It holds \
      where neither `capacity` nor `ttl` is stated, and for operations without `keys`.
      """,
      acts: [.simulation, .failure], traits: ["volatile"], claim: .higher),
    FieldRecord(
      "partitions", .count(min: 1, none: false), .number,
      """
      Lanes of a stream: each keeps its order and works on one message at a time. Sixteen of them \
      need a machine, for each copy.
      """,
      acts: [.simulation, .cost], traits: ["replayable"]),
    FieldRecord(
      "capacity", .either([.size, .count(min: 1, none: true)]), .number,
      """
      Of a queue or stream: messages that fit, over all groups, before publishers are refused. Of \
      each copy of a cache: entries, or a size, that fit; the least recently read goes first, and \
      an entry weighs as much as the operation's `payload`. More than `size.memory` never fits.
      """,
      acts: [.simulation, .failure], traits: ["broker", "volatile"], example: "100k"),
    FieldRecord(
      "keep", .duration, .statement,
      "How long what rests here is kept; the bill charges for it.", acts: [.policy, .cost],
      traits: ["store", "broker"], example: "7y"),
    FieldRecord(
      "write_once", .flag, .statement, "What was written cannot be altered.", acts: [.policy],
      traits: ["store", "broker"]),
    FieldRecord(
      "rto", .duration, .statement, "Promised time to serve again after a loss.",
      acts: [.policy], traits: ["durable", "single_writer"]),
  ]

  static let failing: [FieldRecord] = [
    FieldRecord(
      "fails", .shape("fails"), .number, "How it fails.", acts: [.simulation, .failure, .policy]),
    FieldRecord(
      "health", .shape("health"), .number, "How callers notice that a copy is dead.",
      acts: [.simulation, .failure, .policy]),
    FieldRecord(
      "restart", .spread, .number,
      "Time until a crashed copy serves again, where the fault itself says no `lasts`.",
      acts: [.simulation], fallback: "30s",
      source: "typical restart of a container with its start-up checks", claim: .lower),
    FieldRecord(
      "deploy", .choice(["all_at_once", "rolling", "blue_green", "canary"]), .statement,
      "How a new version is brought out.", acts: [.policy]),
  ]

  static let protecting: [FieldRecord] = [
    FieldRecord(
      "auth",
      .choice([
        "none", "password", "federated_login", "signed_token", "api_key", "mutual_tls",
      ]), .statement, "How callers prove who they are.", acts: [.policy])
  ]

  static let fails = Shape(
    "fails", title: "Failing",
    about: "How a component fails; `every`, `lasts` and `available` hold for each of its copies.",
    [
      FieldRecord(
        "every", .duration, .number,
        "Mean time from one failure to the next, for the availability over years.",
        acts: [.failure], claim: .higher, example: "60d"),
      FieldRecord(
        "lasts", .duration, .number, "Mean duration of a failure.", acts: [.failure],
        claim: .lower, example: "15min"),
      FieldRecord(
        "available", .share, .number, "Share of the time in which it works, in place of `every`.",
        acts: [.failure], claim: .higher, example: "99.9%"),
      FieldRecord(
        "errors", .share, .number,
        "Steady share of requests that end in an error after their full work.",
        acts: [.simulation, .failure], fallback: "0%", claim: .lower),
      FieldRecord(
        "with", .list(.either([.reference(.component), .shape("shared_fate")])), .statement,
        "Components that share a fate with this one, both ways: the same rack, vendor or release.",
        acts: [.failure, .policy], example: "[other]"),
    ])

  static let sharedFate = Shape(
    "shared_fate", title: "Shared fate", about: "What fails together with a component.",
    [
      FieldRecord(
        "id", .reference(.component), .required, "The other component.",
        acts: [.failure, .policy], example: "other"),
      FieldRecord(
        "share", .share, .number, "The part of the failures that is common to both.",
        acts: [.failure], fallback: "10%",
        source: "the generic beta factor of 0.1 in NUREG/CR-4780 (1988)"),
    ])

  static let health = Shape(
    "health", title: "Health check",
    about: "A dead copy is noticed `every` x `after` after it died, `timeout` later if silent.",
    [
      FieldRecord(
        "every", .duration, .number, "Interval of the checks.",
        acts: [.simulation, .failure, .policy],
        fallback: "10s", source: "default of common load balancers and probes"),
      FieldRecord(
        "timeout", .duration, .number, "How long a check waits for a silent copy.",
        acts: [.simulation, .failure, .policy], fallback: "2s",
        source: "default of common load balancers and probes"),
      FieldRecord(
        "after", .count(min: 1, none: false), .number, "Failed checks until a copy counts as dead.",
        acts: [.simulation, .failure, .policy], fallback: "3",
        source: "default of common load balancers and probes"),
    ])

  static let consume = Shape(
    "consume", title: "Consumer", about: "Pulls messages from a queue or stream.",
    [
      FieldRecord(
        "from", .reference(.component), .required, "The queue or stream.",
        acts: [.simulation, .failure]),
      FieldRecord(
        "group", .identifier, .number,
        "Consumers of one group share the messages; each group sees all. The component's id if absent.",
        acts: [.simulation]),
      FieldRecord(
        "batch", .count(min: 1, none: false), .number,
        "Messages taken together, for one execution of the work and the steps.",
        acts: [.simulation], fallback: "1"),
      FieldRecord(
        "key", .identifier, .mechanism,
        """
        What the key is, such as `account`: messages of one key of their operation's `keys` are \
        handled in order, one at a time. For queues; a stream keeps its order by partition.
        """, acts: [.simulation], example: "account"),
      FieldRecord(
        "max_attempts", .count(min: 1, none: false), .mechanism,
        """
        Attempts until a message is given up: its handling failed, or its consumer died with it. \
        Without it a failed message comes again for ever.
        """, acts: [.simulation, .policy], example: "5"),
      FieldRecord(
        "wait", .duration, .number,
        """
        Wait before a failed message is handled again; each further wait is twice as long, up to 64 \
        times. What a dead consumer had in its hands comes again at once.
        """, acts: [.simulation], fallback: "1s",
        source: "teaching default; doubling as in binary exponential backoff"),
      FieldRecord(
        "dead_letter", .reference(.component), .mechanism,
        "The queue or stream to which the broker moves what is given up; nowhere if absent.",
        acts: [.simulation, .policy]),
    ])

  static let handler = Shape(
    "handler", title: "Handler", about: "What a component does for one operation.",
    [
      FieldRecord(
        "work", .work, .number, "Busy time for this operation.", acts: [.simulation],
        claim: .lower),
      FieldRecord(
        "steps", .list(.shape("step")), .number, "Steps in order.",
        acts: [.simulation, .failure, .policy]),
    ])

  static let all = [
    component, defaults, replication, quorum, failover, sharding, fails, sharedFate, health,
    consume,
    handler,
  ]
}
