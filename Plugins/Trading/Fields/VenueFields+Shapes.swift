import ArchitectureModel

extension VenueFields {
  static let killSwitch = Shape(
    "trading_kill_switch", title: "Kill switch", about: "A command that stops trading.",
    [
      FieldRecord(
        "scopes", .list(.choice(["session", "firm", "algorithm", "desk", "all"])), .statement,
        "What it can be used on.", acts: [.policy], example: "[session, firm, algorithm, all]"),
      FieldRecord(
        "effect", .duration, .statement, "From the command to the last order stopped.",
        acts: [.policy], example: "200ms"),
      FieldRecord(
        "out_of_band", .flag, .statement,
        "Whether it is reached by another network and process than orders.", acts: [.policy]),
      FieldRecord(
        "cancels_resting", .flag, .statement,
        "Whether it takes orders out of the book, beside refusing new ones.", acts: [.policy]),
    ])

  static let throttle = Shape(
    "trading_throttle", title: "Session throttle", about: "A limit on the messages of a session.",
    [
      FieldRecord(
        "per_session", .rate, .required, "Messages of one session.", acts: [.policy],
        example: "20000/s"),
      FieldRecord(
        "on_limit", .choice(["reject", "wait", "drop"]), .statement,
        "What happens beyond: refused with an answer, delayed, or lost without one.",
        acts: [.policy]),
      FieldRecord(
        "cancels_exempt", .flag, .statement, "Whether cancels pass beyond the limit.",
        acts: [.policy]),
    ])

  static let sessionRecovery = Shape(
    "trading_session_recovery", title: "Session recovery",
    about: "How a session goes on after a disconnection.",
    [
      FieldRecord(
        "sequence_store", .choice(["none", "local", "replicated", "sequencer"]), .statement,
        "Where the sequence numbers of a session are kept.", acts: [.policy]),
      FieldRecord(
        "resend", .flag, .statement, "Whether missed messages are sent again on request.",
        acts: [.policy]),
      FieldRecord(
        "heartbeat", .duration, .statement, "Interval of heartbeats.", acts: [.policy],
        example: "30s"),
    ])

  static let dedupe = Shape(
    "trading_dedupe", title: "Recognition of repeats", about: "How repeated orders are recognised.",
    [
      FieldRecord(
        "key", .choice(["session_order_id", "order_id", "content"]), .statement,
        "What makes two orders the same.", acts: [.policy]),
      FieldRecord(
        "window", .duration, .statement, "How long an order is remembered.", acts: [.policy],
        example: "24h"),
    ])

  static let volatility = Shape(
    "trading_volatility", title: "Volatility controls",
    about: "What holds the market when prices jump.",
    [
      FieldRecord(
        "bands", .flag, .statement, "Price bands per instrument.", acts: [.policy]),
      FieldRecord(
        "halt", .list(.choice(["instrument", "market"])), .statement, "What can be halted.",
        acts: [.policy], example: "[instrument, market]"),
      FieldRecord(
        "reopen", .choice(["auction", "at_once"]), .statement, "How trading begins again.",
        acts: [.policy]),
    ])

  static let feed = Shape(
    "trading_feed", title: "Market-data feed", about: "How market data reach those who listen.",
    [
      FieldRecord(
        "transport", .choice(["multicast", "unicast"]), .statement,
        "Whether the network copies messages, or the publisher does.", acts: [.policy]),
      FieldRecord(
        "subscribers", .count(min: 0, none: false), .statement, "How many listen.",
        acts: [.policy], example: "2000"),
      FieldRecord(
        "message", .size, .number, "Size of one message with its headers.", acts: [.policy],
        fallback: "60B", source: "ITCH 5.0 messages have 19-50 bytes, MoldUDP64 adds 20 a packet"),
      FieldRecord(
        "card", .bandwidth, .number, "Bandwidth of a publisher's network card.", acts: [.policy],
        fallback: "10Gbps", source: "common server network card"),
      FieldRecord(
        "lines", .choice(["single", "shared", "disjoint"]), .statement,
        "One line, two lines on one path, or two lines on paths of their own.", acts: [.policy]),
      FieldRecord(
        "arbitration", .flag, .statement,
        "Whether who listens takes the first of the two lines, message by message.",
        acts: [.policy]),
      FieldRecord(
        "equal_paths", .flag, .statement,
        "Whether the ways to all listeners of a class are equally long.", acts: [.policy]),
      FieldRecord(
        "slow_consumer", .choice(["drop", "conflate", "block"]), .statement,
        "What happens to who cannot keep up; `block` makes the publisher wait.", acts: [.policy]),
      FieldRecord(
        "gap_recovery", .shape("trading_gap_recovery"), .mechanism,
        "How who missed messages gets them.", acts: [.policy]),
    ])

  static let gapRecovery = Shape(
    "trading_gap_recovery", title: "Gap recovery", about: "How missed messages are made good.",
    [
      FieldRecord(
        "ways", .list(.choice(["retransmission", "snapshot", "replay"])), .required,
        "What there is to recover from.", acts: [.policy]),
      FieldRecord(
        "by", .reference(.component), .statement, "The component that serves it.",
        acts: [.policy]),
    ])

  static let clock = Shape(
    "trading_clock", title: "Clock", about: "The clock that stamps what happens.",
    [
      FieldRecord(
        "divergence", .duration, .statement, "Greatest distance from UTC.", acts: [.policy],
        example: "20us"),
      FieldRecord(
        "granularity", .duration, .statement, "Smallest step of a timestamp.", acts: [.policy],
        example: "1us"),
      FieldRecord(
        "sources", .count(min: 0, none: false), .statement, "Independent sources of time.",
        acts: [.policy], example: "2"),
    ])

  static let release = Shape(
    "trading_release", title: "Release", about: "What is made sure before a new version trades.",
    [
      FieldRecord(
        "version_gate", .flag, .statement,
        "All copies must report one version before the session opens.", acts: [.policy]),
      FieldRecord(
        "rollback", .flag, .statement, "The version before comes back by itself.",
        acts: [.policy]),
    ])
}
