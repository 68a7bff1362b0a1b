/// The shapes of load and faults.
enum WorkloadShapes {
  static let workload = Shape(
    "workload", title: "Workload", about: "The load of a self-contained file.",
    [
      FieldRecord(
        "warmup", .either([.choice(["auto"]), .duration]), .number,
        """
        Simulated time thrown away at the start. `auto` finds it where the load is steady and \
        nothing breaks: short pilot runs show how the number of requests inside grows, and what \
        comes before it settles is left out. Otherwise nothing is.
        """, acts: [.simulation], fallback: "auto",
        source: "MSER-5: White, Cobb and Spratt, Winter Simulation Conference 2000",
        example: "10s"),
      FieldRecord(
        "lasts", .duration, .required, "Simulated time that is kept.", acts: [.simulation],
        example: "10min"),
      FieldRecord(
        "operations", .map(keys: nil, .shape("operation_load")), .required,
        "What users ask for.", acts: [.simulation]),
      FieldRecord(
        "journeys", .map(keys: nil, .shape("journey")), .mechanism,
        "Sessions that walk over the operations, by name.", acts: [.simulation]),
      FieldRecord(
        "windows", .map(keys: nil, .shape("window")), .mechanism,
        "Named parts of the run, each with results of its own after those of the whole run.",
        acts: [.simulation], example: "{ before: { from: 0s, to: 10s } }"),
      FieldRecord(
        "starts", .short("week_moment", field: "day"), .number,
        "When in the week the run starts, for `factors`; Monday 00:00 if absent.",
        acts: [.simulation], example: "{ day: friday, time: \"18:30\" }"),
      FieldRecord(
        "clients", .map(keys: .site, .share), .number,
        "Share of the users at each site; the first zone of the site is where they stand.",
        acts: [.simulation]),
    ])

  static let operationLoad = Shape(
    "operation_load", title: "Operation", about: "One kind of request of users.",
    [
      FieldRecord(
        "arrivals", .shape("arrivals"), .mechanism,
        "When requests come; without it only journeys ask for the operation.",
        acts: [.simulation], example: "{ process: poisson, rate: 120/s }"),
      FieldRecord(
        "keys", .shape("keys"), .number,
        "The items that requests are about, with their popularity; it decides the shard.",
        acts: [.simulation]),
      FieldRecord(
        "payload", .short("payload", field: "exact"), .number,
        """
        Size of a request that carries no named data, always the same or drawn for each; it takes \
        time on links with a bandwidth, on all calls without `carries` that follow from it.
        """,
        acts: [.simulation], fallback: "1KiB", source: "a small JSON record",
        example: "{ mean: 40KiB, cv: 2 }"),
      FieldRecord(
        "timeout", .duration, .mechanism, "Time-out of one attempt of the user's own client.",
        acts: [.simulation]),
      FieldRecord(
        "retry", .short("retry", field: "max"), .mechanism, "How the user's client tries again.",
        acts: [.simulation]),
      FieldRecord(
        "patience", .duration, .mechanism, "How long a user waits, over all attempts.",
        acts: [.simulation]),
      FieldRecord(
        "obliges", .list(.shape("obligation")), .statement,
        "What each request must have done before its answer, or it does not count as full.",
        acts: [.simulation]),
    ])

  static let payload = Shape(
    "payload", title: "Payload",
    about: """
      The size of a request: `exact`, log-normal through `mean` and `cv`, `mean` and `p99` or `p50` \
      and `p99`, or measured sizes from a file. Prices and the analysis by theory take the mean.
      """,
    [
      FieldRecord(
        "exact", .size, .mechanism, "The same size each time.", acts: [.simulation, .cost],
        example: "4KiB"),
      FieldRecord(
        "mean", .size, .mechanism, "The mean size.", acts: [.simulation, .cost], example: "40KiB"),
      FieldRecord(
        "cv", .number(min: 0, max: 1000), .mechanism, "Coefficient of variation, with `mean`.",
        acts: [.simulation]),
      FieldRecord(
        "p50", .size, .mechanism, "The median size, with `p99`.", acts: [.simulation, .cost]),
      FieldRecord(
        "p99", .size, .mechanism, "The size that 99 of 100 do not exceed.",
        acts: [.simulation, .cost]),
      FieldRecord(
        "file", .text, .mechanism,
        """
        A CSV file below the folder of this file: rows `share,size` of a percentile table with \
        shares that rise within 0 and 1, joined by straight lines, or one measured size in each.
        """, acts: [.simulation, .cost], example: "sizes.csv"),
    ])

  static let obligation = Shape(
    "obligation", title: "Obligation",
    about: "Followed per request in the simulation: either a write or a passage.",
    [
      FieldRecord(
        "write", .reference(.data), .mechanism,
        """
        Met when a write, or a send to a broker, that carries the data is acknowledged by a \
        holder of it.
        """, acts: [.simulation]),
      FieldRecord(
        "durable", .flag, .number, "The holder must be durable.", acts: [.simulation],
        fallback: "no"),
      FieldRecord(
        "before", .choice(["answer"]), .number, "When: before the user has the answer.",
        acts: [.simulation], fallback: "answer"),
      FieldRecord(
        "passes", .shape("passage"), .mechanism,
        "Met when a component whose kind has the trait has served the request.",
        acts: [.simulation]),
    ])

  static let passage = Shape(
    "passage", title: "Passage", about: "Which component must have served a request.",
    [FieldRecord("trait", .reference(.trait), .required, "The trait.", acts: [.simulation])])

  static let keys = Shape(
    "keys", title: "Keys", about: "The items that requests are about.",
    [
      FieldRecord(
        "count", .count(min: 1, none: false), .required, "How many there are, at most a million.",
        acts: [.simulation]),
      FieldRecord(
        "skew", .number(min: 0, max: 5), .number, "Zipf exponent: popularity is rank^-skew.",
        acts: [.simulation], fallback: "0"),
    ])

  static let all = [
    workload, operationLoad, payload, obligation, passage, keys,
  ]
}
