/// The shapes of faults, of a file of its own and of the scenarios of an exercise.
enum FaultShapes {
  /// The fields that say what a fault breaks; exactly one stands in each fault.
  static let verbs = [
    "crash", "lose", "slow", "errors", "less", "cut", "drop", "deploy", "load", "primary", "lag",
    "skew", "wipe", "flush", "random",
  ]

  private static let copies: [FieldRecord] = [
    FieldRecord(
      "replicas", .count(min: 1, none: false), .number,
      "How many copies it hits, the first ones; all if absent.", acts: [.simulation]),
    FieldRecord(
      "shard", .count(min: 0, none: false), .number,
      "`crash`, `slow`, `errors`, `less`: only the copies of this shard, counted from 0.",
      acts: [.simulation]),
  ]

  private static let amounts: [FieldRecord] = [
    FieldRecord(
      "by", .either([.number(min: 0, max: 1e6), .duration]), .mechanism,
      """
      `slow`: factor on the work, or on the time on the way; `load`: factor on the arrivals; `lag`: \
      how much further behind, `skew`: by how much clocks are wrong, durations. Factors of faults that overlap multiply.
      """, acts: [.simulation], example: "10"),
    FieldRecord(
      "adds", .duration, .mechanism, "`slow` of a link: so much longer each way.",
      acts: [.simulation]),
    FieldRecord(
      "share", .share, .mechanism,
      """
      `errors`: of the requests; `drop`: of the messages; `less`: of the slots that are gone, what \
      is left rounded up. What is left by faults that overlap multiplies.
      """, acts: [.simulation]),
    FieldRecord(
      "over", .duration, .mechanism, "`deploy`: how long it takes until all copies are replaced.",
      acts: [.simulation]),
  ]

  static let fault = Shape(
    "fault", title: "Fault",
    about: """
      Exactly one of \(verbs.map { "`\($0)`" }.joined(separator: ", ")), with its time. With \
      `deploy`, `errors` and `slow` say what is wrong with the new copies.
      """,
    [
      FieldRecord(
        "crash", .reference(.component), .mechanism,
        """
        Connections are refused at once, requests waiting and in service fail at once, the copy \
        comes back empty.
        """, acts: [.simulation]),
      FieldRecord(
        "lose", .reference(.siteOrZone), .mechanism,
        """
        A site or `site.zone` falls silent: what is in it dies with it, data included, and comes \
        back empty at the end.
        """, acts: [.simulation]),
      FieldRecord(
        "slow",
        .either([
          .number(min: 0, max: 1e6), .shape("faulted_link"), .reference(.component),
        ]), .mechanism,
        """
        Work takes longer by the factor `by`. With `{ link: web->db }` it is the way of that call, \
        each way, that takes `by` times as long and `adds` longer. In a `deploy` the factor of \
        the new copies.
        """, acts: [.simulation], example: "db"),
      FieldRecord(
        "errors", .either([.share, .reference(.component)]), .mechanism,
        """
        The share of requests fails at once after its work. In a `deploy` the share of the new \
        copies.
        """, acts: [.simulation], example: "psp"),
      FieldRecord(
        "less", .reference(.component), .mechanism,
        "Each copy has `share` of its slots less; who is in service stays until it is done.",
        acts: [.simulation]),
      FieldRecord(
        "cut", .list(.reference(.siteOrZone)), .mechanism,
        """
        Two sites or zones: messages between them are gone, which callers learn by their \
        time-outs, and what works behind the cut goes on. Of a store with `quorum` the side that \
        holds it goes on; without one both sides do, unless `failover.fencing` keeps the old \
        leader from writing, and what they write apart is counted as conflicting.
        """, acts: [.simulation], example: "[north, south]"),
      FieldRecord(
        "drop", .short("faulted_link", field: "link"), .mechanism,
        """
        This `share` of the messages of a call vanishes, requests and answers alike; the caller \
        learns it by its time-out.
        """, acts: [.simulation], example: "{ link: web->db }"),
      FieldRecord(
        "deploy", .reference(.component), .mechanism,
        """
        The copies are replaced one after another, evenly over `over`, the first at once; each new \
        one has `errors` or is `slow`. At the end all are as before.
        """, acts: [.simulation]),
      FieldRecord(
        "load", .text, .mechanism,
        """
        An operation with arrivals of its own, a journey, or `'*'` for all: `by` times as many \
        arrivals. Rates are multiplied, so are closed users and what comes at fixed moments.
        """, acts: [.simulation]),
      FieldRecord(
        "primary", .reference(.component), .mechanism,
        "The leader of each shard crashes; the store fails over, or waits for its restart.",
        acts: [.simulation]),
      FieldRecord(
        "lag", .reference(.component), .mechanism,
        """
        Asynchronous copies fall further behind, at most by `by`: what they have they keep, and at \
        the end they catch up at once. A failover meanwhile loses more.
        """, acts: [.simulation]),
      FieldRecord(
        "skew", .reference(.component), .mechanism,
        """
        The clocks of a store's asynchronous followers are behind by `by`, so that each takes itself \
        for that much fresher than it is: a `bounded` read is answered where it should go to the \
        leader. Skews that overlap add.
        """, acts: [.simulation]),
      FieldRecord(
        "wipe", .reference(.component), .mechanism,
        """
        The data of a store are gone on every copy; it serves on, empty. All writes acknowledged in \
        the kept time so far are lost, of a broker all messages.
        """, acts: [.simulation]),
      FieldRecord(
        "flush", .reference(.component), .mechanism,
        """
        All entries of a cache with `capacity` or `ttl` are gone, on every copy; it serves on, empty.
        """, acts: [.simulation]),
      FieldRecord(
        "random", .reference(.component), .mechanism,
        """
        Each copy crashes and serves in turn, for exponential times with the means of `fails`; \
        from the start of the run on, so without `at` and `lasts`.
        """, acts: [.simulation]),
    ] + copies + amounts + [
      FieldRecord(
        "at", .duration, .number,
        "When it begins, from the start of the run; every fault but `random` says it.",
        acts: [.simulation]),
      FieldRecord(
        "lasts", .duration, .mechanism,
        "How long; for ever if absent, except that a crashed copy restarts after `restart`.",
        acts: [.simulation]),
    ])

  static let link = Shape(
    "faulted_link", title: "Faulted link", about: "The call that a fault hits.",
    [
      FieldRecord(
        "link", .text, .required,
        """
        The call's `name`, or `caller->target`; a second call between the same two is \
        `caller->target#2`.
        """, acts: [.simulation], example: "web->db")
    ])

  /// Its target is a selection, but for `load`.
  static let ofScenario = Shape(
    "scenario_fault", title: "Fault of a scenario",
    about: """
      Exactly one of \(verbs.filter { $0 != "primary" }.map { "`\($0)`" }.joined(separator: ", ")). \
      Its target is chosen by traits, never by a student's names.
      """,
    [
      FieldRecord("crash", .shape("target"), .mechanism, "Crashes.", acts: [.simulation]),
      FieldRecord(
        "lose", .shape("target"), .mechanism, "Loses the site or zone of the target.",
        acts: [.simulation]),
      FieldRecord(
        "slow", .either([.number(min: 0, max: 1e6), .shape("target")]), .mechanism,
        "Slows by the factor `by`; with `adds` it is the calls to the target that take longer.",
        acts: [.simulation], example: "{ trait: store }"),
      FieldRecord(
        "errors", .either([.share, .shape("target")]), .mechanism, "Errs.", acts: [.simulation],
        example: "{ trait: outside }"),
      FieldRecord(
        "less", .shape("target"), .mechanism, "Takes `share` of the slots.", acts: [.simulation]),
      FieldRecord(
        "cut", .shape("target"), .mechanism,
        "Cuts the zone of the target, or with `pick: site` its site, off from all others.",
        acts: [.simulation]),
      FieldRecord(
        "drop", .shape("target"), .mechanism, "Loses `share` of the messages of the calls to it.",
        acts: [.simulation]),
      FieldRecord(
        "deploy", .shape("target"), .mechanism,
        "Replaces its copies over `over` by some with `errors` or `slow`.", acts: [.simulation]),
      FieldRecord(
        "load", .text, .mechanism, "An operation, or `'*'` for all: `by` times as many arrivals.",
        acts: [.simulation]),
      FieldRecord(
        "lag", .shape("target"), .mechanism,
        "Stores among the target with asynchronous copies fall behind by `by`.",
        acts: [.simulation]),
      FieldRecord(
        "skew", .shape("target"), .mechanism,
        "The clocks of followers of stores among the target are behind by `by`.",
        acts: [.simulation]),
      FieldRecord(
        "wipe", .shape("target"), .mechanism, "The data of stores are gone.", acts: [.simulation]),
      FieldRecord(
        "flush", .shape("target"), .mechanism,
        "Caches among the target that know what they hold are empty.", acts: [.simulation]),
      FieldRecord(
        "random", .shape("target"), .mechanism, "Its copies fail at random, as `fails` says.",
        acts: [.simulation]),
    ] + amounts + [
      FieldRecord(
        "at", .duration, .number,
        "From the start of the scenario's kept time; every fault but `random` says it.",
        acts: [.simulation]),
      FieldRecord("lasts", .duration, .mechanism, "How long.", acts: [.simulation]),
    ])

  static let all = [fault, link]
}
