/// The shapes of sessions and of parts of a run.
enum JourneyShapes {
  private static let shares: FieldType = .either([
    .map(keys: .operation, .share), .reference(.operation),
  ])

  static let journey = Shape(
    "journey", title: "Journey",
    about: """
      Sessions: users who come, ask for one operation after another, think in between, and leave. \
      A session has one key and one place from its first request to its last: operations with the \
      same `keys` are about the same item, and `balance: hash` sends all of them to one copy, by \
      their key or, without keys, by the session.
      """,
    [
      FieldRecord(
        "arrivals", .shape("arrivals"), .required,
        "When sessions begin; `closed` users think and begin another one.", acts: [.simulation],
        example: "{ process: poisson, rate: 2/s }"),
      FieldRecord(
        "start", shares, .required,
        "The operation with which a session begins, or several with shares that add to 100%.",
        acts: [.simulation], example: "browse"),
      FieldRecord(
        "walk", .map(keys: .operation, .shape("journey_step")), .mechanism,
        """
        What follows the outcome of a request, by operation; an operation that is not listed ends \
        the session.
        """, acts: [.simulation],
        example: "{ browse: { think: 8s, next: { browse: 60%, buy: 10% } } }"),
      FieldRecord(
        "length", .either([.shape("batch_size"), .count(min: 1, none: false)]), .mechanism,
        """
        The number of requests after which a session ends at the latest: always the same, or \
        drawn for each session; as many as the walk takes if absent.
        """, acts: [.simulation], example: "{ mean: 12, cv: 1 }"),
      FieldRecord(
        "on_failure", .choice(["go_on", "leave"]), .number,
        """
        What a user does whose request failed, was refused, or was given up: thinks and goes on \
        as after an answer, or leaves.
        """, acts: [.simulation], fallback: "go_on"),
      FieldRecord(
        "equilibrium", .flag, .number,
        """
        Whether the run begins with the sessions that would be in progress had they always come \
        at the rate of the first moment; empty if absent. Their number is Poisson, each is at a \
        point of its walk and of its thinking by the stationary law, and answers count as taking \
        no time. Needs a process with a rate.
        """, acts: [.simulation], fallback: "no",
        source: "M/G/infinity: Takacs 1962; what is left of a think time: Cox, Renewal Theory, 1962"
      ),
    ])

  static let step = Shape(
    "journey_step", title: "Step of a journey", about: "What a session does after an operation.",
    [
      FieldRecord(
        "think", .spread, .mechanism,
        """
        Time between the outcome of the request and the next one; a lone mean is exponential, and \
        none if absent.
        """, acts: [.simulation], example: "{ mean: 8s, shape: exponential }"),
      FieldRecord(
        "next", shares, .mechanism,
        "The operation that follows, or several with shares; the remainder leaves at once.",
        acts: [.simulation], example: "{ browse: 60%, buy: 10% }"),
    ])

  static let window = Shape(
    "window", title: "Window",
    about: """
      A named part of the kept time with results of its own: of the requests that arrive in it, \
      and of components while it lasts.
      """,
    [
      FieldRecord(
        "from", .duration, .required,
        "Where it begins, from the start of the run, warm-up included.", acts: [.simulation],
        example: "30s"),
      FieldRecord(
        "to", .duration, .required, "Where it ends, from the start of the run.",
        acts: [.simulation], example: "60s"),
    ])

  static let all = [journey, step, window]
}
