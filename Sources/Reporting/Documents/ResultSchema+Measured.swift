import PluginAPI

extension ResultSchema {
  private static let percentiles: [Member] = ["p50", "p90", "p95", "p99", "p999"].map {
    ($0, ref("estimate"))
  }

  static var measured: [(String, [String: JSONValue])] {
    [
      (
        "estimate",
        object(
          "A mean over replications with its 95 % interval.",
          [
            ("value", perhaps("number", "The mean; null where infinite or undefined.")),
            ("low", perhaps("number", "Lower end.")), ("high", perhaps("number", "Upper end.")),
            ("replications", whole("Replications behind it.")),
            ("because", text("Why something is null; only then.")),
          ], leaveOut: ["because"])
      ),
      ("scenario", object("What was measured in one scenario.", scenario)),
      ("operation", object("What one operation did; means over replications.", operation)),
      ("component", object("What one component did; means over replications.", component)),
      ("scaling", object("Copies that came and went.", scaling)),
      ("cache", object("A cache that knows what it holds.", cache)),
      ("journey", object("What sessions did; means over replications.", journey)),
      (
        "window",
        object(
          "A part of a run, from its start.", [("from", number("From.")), ("to", number("To."))])
      ),
      (
        "probe",
        object(
          "An interval between two points of a request's way, in seconds.",
          percentiles + [
            ("count", perhaps("number", "Intervals recorded.")), ("mean", ref("estimate")),
          ])
      ),
      (
        "fault",
        object(
          "A fault as it was played.",
          [
            ("text", text("In words.")),
            ("at", perhaps("number", "From the start of the kept time.")),
            ("lasts", perhaps("number", "How long; null for ever.")),
          ])
      ),
    ]
  }

  private static var scenario: [Member] {
    [
      ("title", text("Its title.")), ("lasts", perhaps("number", "Kept time.")),
      (
        "warmup",
        object(
          "What was left out at the start.",
          [
            ("seconds", perhaps("number", "How much.")),
            (
              "source",
              words(
                "Who said so; `found` is by MSER-5, and with the last two nothing was left out.",
                WarmupSource.allCases.map(\.rawValue))
            ),
          ])
      ), ("looks", whole("Rounds of replications, after each of which requirements were judged.")),
      (
        "undecided",
        [
          "type": .strings(["array", "null"]), "items": .object(text("A requirement or goal.")),
          "description": .string("What stayed open; null where nothing was asked."),
        ]
      ),
      ("operations", byName("By operation.", ref("operation"))),
      ("components", byName("By component.", ref("component"))),
      ("probes", byName("By probe.", ref("probe"))), ("series", series),
      ("faults", list("The faults that were played.", of: ref("fault"))),
      ("drill", refOrNull("drill", "What the faults did; null where nothing broke at a moment.")),
      ("events", whole("Events over all replications.")),
      ("replications", whole("Replications.")),
      ("stopped", text("Why the run stopped: `time`, or what limit was met.")),
      ("impossible", perhaps("string", "Why nothing could be measured.")),
      ("journeys", byName("By journey; of a whole run.", ref("journey"))),
      ("window", refOrNull("window", "The part of the run; null for a whole run.")),
    ]
  }

  private static var series: [String: JSONValue] {
    object(
      "Values per step, means over replications.",
      [
        ("step", perhaps("number", "Length of one step.")),
        (
          "operations",
          byName(
            "By operation.",
            object(
              "One operation.",
              [
                ("arrivals", numbers("Arrivals per step.")),
                ("full", numbers("Of those, how many ended full.")),
              ]))
        ),
        (
          "components",
          byName(
            "By component.",
            object(
              "One component.",
              [
                ("busy", numbers("Busy slots per step.")),
                ("queue", numbers("Number waiting per step.")),
              ]))
        ),
      ])
  }

  private static var operation: [Member] { counts + times }

  private static var counts: [Member] {
    [
      ("arrivals", ref("estimate", "Requests that arrived.")),
      ("completed", ref("estimate", "Answered.")),
      ("full", ref("estimate", "Answered with all obligations met and no fallback.")),
      ("degraded", ref("estimate", "Answered with a fallback.")),
      ("stale", ref("estimate", "Answered from data of an earlier answer.")),
      (
        "saw_old_data",
        ref("estimate", "Share of the full answers that missed an acknowledged write.")
      ),
      ("failed", ref("estimate", "Ended in an error or without what was owed.")),
      ("refused", ref("estimate", "Turned away by a limit.")),
      ("abandoned", ref("estimate", "The user's patience ran out.")),
      ("throughput", ref("estimate", "Answered requests per second.")),
      ("success", ref("estimate", "Share of arrivals that ended full.")),
    ]
  }

  private static var times: [Member] {
    [
      (
        "latency",
        object(
          "Of answered requests.",
          percentiles + [
            ("mean", ref("estimate")), ("max", perhaps("number", "The longest.")),
          ])
      ),
      (
        "demanded",
        object("Over all arrivals; what was not full is infinitely slow.", percentiles)
      ),
      (
        "histogram",
        list(
          "Latency of answered requests, merged over replications.",
          of: object(
            "A class.", [("up_to", number("Upper bound.")), ("count", whole("Requests."))]))
      ),
      (
        "time_in",
        byName(
          "Shares of the time of answered requests by component.",
          object(
            "Shares.",
            [("waiting", perhaps("number", "Waiting.")), ("working", perhaps("number", "Work."))]))
      ),
      ("errors", byName("Errors by cause, per replication.", ["type": .string("number")])),
      ("recovery", refOrNull("estimate", "From the first fault; null without a fault.")),
      (
        "recovered",
        [
          "description": .string("In how many replications it recovered; null without a fault."),
          "anyOf": .array([
            .object(
              object("Runs.", [("runs", whole("Recovered.")), ("of", whole("Of these."))])),
            .object(["type": .string("null")]),
          ]),
        ]
      ),
      (
        "admitting",
        byName(
          "Where answers short of full count as well: by what counts, such as `degraded+stale`; "
            + "empty where there were none.",
          object(
            "With these answers.",
            [
              (
                "success", ref("estimate", "Share of arrivals that ended in an answer that counts.")
              ),
              ("demanded", object("What does not count is infinitely slow.", percentiles)),
              ("recovery", refOrNull("estimate", "From the first fault; null without a fault.")),
            ]))
      ),
    ]
  }

  private static var component: [Member] {
    [
      ("utilisation", ref("estimate", "Slots in use over all slots, on average.")),
      ("busiest_copy", perhaps("number", "Utilisation of the busiest copy.")),
      ("inside", ref("estimate", "Mean number inside.")),
      (
        "queue",
        object("Waiting.", [("mean", ref("estimate")), ("max", whole("The most at one copy."))])
      ),
      ("called", number("Calls received.")), ("served", number("Visits whose work was done.")),
      ("served_in_vain", number("Work whose caller no longer waited.")),
      ("refused", number("Turned away by its own limits.")), ("replicas", whole("Copies.")),
      ("lost_writes", ref("estimate", "Acknowledged writes that no surviving copy holds.")),
      ("acknowledged_writes", number("Acknowledged writes.")),
      ("reads", number("Reads of a store whose followers answer some; 0 for all others.")),
      (
        "stale_reads",
        refOrNull(
          "estimate", "Share of them that missed an acknowledged write; null for all others.")
      ),
      (
        "conflicting_writes",
        ref("estimate", "Writes that two leaders acknowledged apart, where both did.")
      ),
      (
        "outage",
        refOrNull(
          "estimate",
          "The longest time without service; null for what keeps no data.")
      ),
      ("backlog", number("Messages left at the end, for brokers.")),
      ("given_up", number("Messages given up after their last attempt, for brokers.")),
      ("processors", refOrNull("estimate", "Cores in use over all cores; null without `cpu`.")),
      ("scaling", refOrNull("scaling", "Copies over time; null where none come or go.")),
      ("cache", refOrNull("cache", "Hits and misses; null without `capacity` and `ttl`.")),
    ]
  }

  static var journey: [Member] {
    [
      ("started", ref("estimate", "Sessions that began.")),
      ("ended", ref("estimate", "Sessions that ended.")),
      ("requests", ref("estimate", "Requests of a session that ended, on average.")),
      ("in_progress", ref("estimate", "Sessions in progress, on average.")),
    ]
  }

  static var scaling: [Member] {
    [
      ("running", ref("estimate", "Copies that ran, on average.")),
      ("paid", number("Copies that were paid, on average.")),
      ("series", list("Copies that ran, per step.", of: ["type": .string("number")])),
      ("cold_starts", perhaps("number", "Copies started for a request; null but for functions.")),
    ]
  }

  static var cache: [Member] {
    [
      ("hits", ref("estimate", "Share of the requests with a key that it answered itself.")),
      ("misses", number("Requests with a key that went to the store.")),
      ("entries", number("Entries at the end, over all copies.")),
    ]
  }
}
