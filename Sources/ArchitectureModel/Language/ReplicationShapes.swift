/// The shapes of data that stand on several members.
extension ComponentShapes {
  static let replication = Shape(
    "replication", title: "Replication", about: "How copies of the data follow the leader.",
    [
      FieldRecord(
        "mode", .choice(["none", "sync", "async", "quorum"]), .mechanism,
        """
        `sync`: a write is done when all copies have it; `quorum`: when the stated number have \
        it; `async`: when the leader has it, the others follow `lag` later.
        """, acts: [.simulation, .failure], fallback: "none"),
      FieldRecord(
        "copies", .count(min: 1, none: false), .mechanism, "Members, the leader included.",
        acts: [.simulation, .failure, .cost], fallback: "1", example: "3"),
      FieldRecord(
        "quorum", .shape("quorum"), .number, "Answers that a quorum needs.",
        acts: [.simulation, .failure]),
      FieldRecord(
        "across", .choice(["host", "zone", "site"]), .mechanism,
        """
        Where the members stand: all in one zone, one after another over the zones of the first \
        site, or one at each site of `at`. `zone` where the site has several.
        """, acts: [.simulation, .failure]),
      FieldRecord(
        "lag", .duration, .number, "How far asynchronous copies are behind.",
        acts: [.simulation, .failure], fallback: "1s",
        source: "typical replica lag of managed relational databases under load", claim: .lower),
      FieldRecord(
        "failover", .shape("failover"), .mechanism, "How another copy takes over.",
        acts: [.simulation, .failure, .policy]),
    ])

  static let quorum = Shape(
    "quorum", title: "Quorum", about: "How many members must answer.",
    [
      FieldRecord(
        "write", .count(min: 1, none: false), .number,
        "Members that must have a write; a majority if absent.", acts: [.simulation, .failure])
    ])

  static let failover = Shape(
    "failover", title: "Failover", about: "Promotion of another copy when the leader is lost.",
    [
      FieldRecord(
        "mode", .choice(["manual", "automatic"]), .mechanism, "Who decides.",
        acts: [.simulation, .failure, .policy], fallback: "manual"),
      FieldRecord(
        "takes", .duration, .mechanism,
        """
        From the loss to the first write served, detection included. 15min when manual; the \
        kind's time when automatic.
        """, acts: [.simulation, .failure, .policy], claim: .lower),
      FieldRecord(
        "fencing", .flag, .statement, "Whether the old leader is kept from writing.",
        acts: [.policy]),
    ])

  static let sharding = Shape(
    "sharding", title: "Sharding", about: "Division of the data or the work by a key.",
    [
      FieldRecord(
        "count", .count(min: 1, none: false), .mechanism, "Shards.",
        acts: [.simulation, .failure, .cost], fallback: "1"),
      FieldRecord(
        "by", .identifier, .statement, "What the key is, such as `account`.", acts: [.policy]),
      FieldRecord(
        "strategy", .choice(["hash", "weighted"]), .number,
        """
        `hash` scatters the keys blindly; `weighted` assigns them longest first, so that shards \
        carry equal load as far as the most popular key allows.
        """, acts: [.simulation], fallback: "hash"),
      FieldRecord(
        "skew", .number(min: 0, max: 5), .number,
        """
        Zipf exponent of the popularity of a thousand keys, for operations that state no `keys` \
        of their own.
        """, acts: [.simulation], fallback: "0.8",
        source:
          "Breslau et al., \"Web caching and Zipf-like distributions\", INFOCOM 1999: 0.64-0.83",
        claim: .lower),
    ])
}
