/// The shapes of arrivals.
enum ArrivalShapes {
  /// The arrival processes, in the order of the reference.
  static let processes = [
    "poisson", "regular", "gamma", "weibull", "hawkes", "mmpp", "on_off", "burst", "batch",
    "closed", "trace", "sum",
  ]

  /// The days of a week, in order.
  static let days = [
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
  ]

  static let arrivals = Shape(
    "arrivals", title: "Arrivals",
    about: """
      A process and its parameters. Every process with a rate follows its changes: gaps are drawn \
      in operational time, the integral of the rate, and begin with a whole gap.
      """,
    [
      FieldRecord(
        "process", .choice(processes), .required, "The kind of process.", acts: [.simulation],
        example: "poisson")
    ] + rateFields + causeFields + stateFields + groupFields + [
      FieldRecord(
        "users", .count(min: 1, none: false), .mechanism, "`closed`: number of users.",
        acts: [.simulation]),
      FieldRecord(
        "think", .spread, .mechanism, "`closed`: time between an outcome and the next request.",
        acts: [.simulation]),
      FieldRecord(
        "file", .text, .mechanism,
        """
        `trace`: a CSV file below the folder of this file. Its first row names the columns: \
        `seconds` from the start of the run, not falling, and perhaps `operation`, of which only \
        the rows of this operation count.
        """, acts: [.simulation], example: "arrivals.csv"),
      FieldRecord(
        "of", .list(.shape("arrivals")), .mechanism,
        "`sum`: the processes that are added, each with random numbers of its own.",
        acts: [.simulation]),
    ])

  private static let rateFields = [
    FieldRecord(
      "rate", .either([.shape("varying_rate"), .rateCurve]), .mechanism,
      """
      A rate, or points `{ at, rate }` from the start of the run, joined by straight lines, or \
      `{ mean, cv, redrawn }` for a rate that is drawn anew. For `hawkes` it is the rate of first \
      causes, for `batch` that of batches, for `on_off` that while active.
      """, acts: [.simulation], example: "120/s"),
    FieldRecord(
      "factors", .shape("rate_factors"), .number,
      "Factors on the rate, for `mmpp` on the rates of all states, by hour and day.",
      acts: [.simulation]),
    FieldRecord(
      "cv", .number(min: 0, max: 20), .mechanism,
      "Coefficient of variation of the gaps (`gamma`, `weibull`).", acts: [.simulation]),
  ]

  private static let causeFields = [
    FieldRecord(
      "branching", .share, .mechanism,
      "`hawkes`: mean number of direct effects of one arrival, below 1.", acts: [.simulation]),
    FieldRecord(
      "decay", .duration, .mechanism,
      "`hawkes`: mean delay from cause to effect, exponential.", acts: [.simulation]),
    FieldRecord(
      "kernels", .list(.shape("kernel")), .mechanism,
      "`hawkes`: several kernels in place of one.", acts: [.simulation]),
  ]

  private static let stateFields = [
    FieldRecord(
      "states", .list(.shape("rate_state")), .mechanism,
      "`mmpp`: rates with the mean time that each lasts, in turn.", acts: [.simulation]),
    FieldRecord(
      "active", .duration, .mechanism, "`on_off`: mean active time, exponential.",
      acts: [.simulation]),
    FieldRecord(
      "idle", .duration, .mechanism, "`on_off`: mean idle time, exponential.",
      acts: [.simulation]),
  ]

  private static let groupFields = [
    FieldRecord(
      "count", .count(min: 1, none: false), .mechanism, "`burst`: arrivals at once.",
      acts: [.simulation]),
    FieldRecord(
      "at", .duration, .number, "`burst`: when; the start of the run if absent.",
      acts: [.simulation], fallback: "0s"),
    FieldRecord(
      "every", .duration, .mechanism, "`burst`: repeated at this interval.",
      acts: [.simulation]),
    FieldRecord(
      "over", .duration, .number,
      "`burst`: spread evenly over this time; all at once if absent.", acts: [.simulation],
      fallback: "0s"),
    FieldRecord(
      "size", .either([.shape("batch_size"), .number(min: 1, max: 1e6)]), .mechanism,
      "`batch`: number in a batch; a mean alone is that of a geometric number.",
      acts: [.simulation], example: "{ mean: 20, cv: 1 }"),
    FieldRecord(
      "spacing", .duration, .number, "`batch`: time between members.", acts: [.simulation],
      fallback: "0s"),
    FieldRecord(
      "shared_key", .either([.flag, .share]), .number,
      """
      `batch`: whether all members of a batch are about the same key, or the share of batches \
      for which it is so.
      """, acts: [.simulation], fallback: "no"),
  ]

  static let kernel = Shape(
    "kernel", title: "Hawkes kernel", about: "One exponential kernel.",
    [
      FieldRecord("branching", .share, .required, "Mean direct effects.", acts: [.simulation]),
      FieldRecord("decay", .duration, .required, "Mean delay.", acts: [.simulation]),
    ])

  static let rateState = Shape(
    "rate_state", title: "State of an MMPP", about: "A rate and how long it holds on average.",
    [
      FieldRecord("rate", .rate, .required, "Arrivals per time.", acts: [.simulation]),
      FieldRecord("lasts", .duration, .required, "Mean stay, exponential.", acts: [.simulation]),
    ])

  static let varyingRate = Shape(
    "varying_rate", title: "Rate that is drawn anew",
    about: "A gamma-distributed factor on the rate, independent from one draw to the next.",
    [
      FieldRecord(
        "mean", .rateCurve, .required, "The mean rate; it may change over time itself.",
        acts: [.simulation], example: "30/s"),
      FieldRecord(
        "cv", .number(min: 0.001, max: 20), .required,
        "Coefficient of variation of the drawn rate.", acts: [.simulation], example: "0.3"),
      FieldRecord(
        "redrawn", .duration, .required,
        "How long a drawn rate holds, the first one from the start of the run.",
        acts: [.simulation], example: "60s"),
    ])

  static let rateFactors = Shape(
    "rate_factors", title: "Factors by hour and day",
    about: """
      The rate is multiplied by the factor of the hour and that of the day, each of which holds \
      from its start to its end; `workload.starts` says when in the week the run starts.
      """,
    [
      FieldRecord(
        "hour_of_day", .list(.number(min: 0, max: 1000)), .number,
        "24 factors, from midnight on; 1 all day if absent.", acts: [.simulation]),
      FieldRecord(
        "day_of_week", .list(.number(min: 0, max: 1000)), .number,
        "7 factors, from Monday on; 1 all week if absent.", acts: [.simulation],
        example: "[1, 1, 1, 1, 1.2, 0.5, 0.4]"),
    ])

  static let batchSize = Shape(
    "batch_size", title: "Size of a batch, length of a session",
    about: "A whole number of at least 1: always the same, or of a mean and a variation.",
    [
      FieldRecord(
        "exact", .count(min: 1, none: false), .mechanism, "Always this many, at most a million.",
        acts: [.simulation]),
      FieldRecord(
        "mean", .number(min: 1, max: 1e6), .mechanism, "The mean number.", acts: [.simulation]),
      FieldRecord(
        "cv", .number(min: 0, max: 20), .mechanism,
        "Coefficient of variation; that of a geometric number if absent.", acts: [.simulation]),
    ])

  static let weekMoment = Shape(
    "week_moment", title: "Moment of a week", about: "A day and a time of day.",
    [
      FieldRecord("day", .choice(days), .required, "The day.", acts: [.simulation]),
      FieldRecord(
        "time", .timeOfDay, .number, "The time of day.", acts: [.simulation], fallback: "00:00",
        example: "\"18:30\""),
    ])

  static let all = [
    arrivals, kernel, rateState, varyingRate, rateFactors, batchSize, weekMoment,
  ]
}
