/// The shapes of caches that know what they hold, and of functions.
enum KeepingShapes {
  /// Fields of caches.
  static let ofCaches: [FieldRecord] = [
    FieldRecord(
      "ttl", .duration, .number,
      """
      How long an entry of a cache counts, from the moment at which it was stored; reading does not \
      renew it. For ever if absent. With `ttl` or `capacity` a cache with `fronts` knows what it \
      holds for operations with `keys`, and `hit` is not used for them.
      """, acts: [.simulation], traits: ["volatile"], example: "5min"),
    FieldRecord(
      "coalesce", .flag, .mechanism,
      """
      Requests for an item that is being fetched wait for that fetch, and end as it ends; without \
      it each miss reads for itself. For caches with `ttl` or `capacity`.
      """, acts: [.simulation], fallback: "no", traits: ["volatile"], example: "yes"),
  ]

  /// Fields of stores whose data outlive a crash.
  static let ofStores: [FieldRecord] = [
    FieldRecord(
      "backup", .short("backup", field: "every"), .mechanism,
      "Copies from which the data are restored when they are gone.",
      acts: [.simulation, .failure, .cost], traits: ["durable"],
      example: "{ every: 1h, keep: 7d, to: vault, restore: 20min }"),
    FieldRecord(
      "lifecycle", .shape("lifecycle"), .mechanism,
      "Cheaper storage for what is old, and its deletion.", acts: [.cost],
      traits: ["durable"], example: "{ cold_after: 90d, delete_after: 7y }"),
  ]

  /// Fields of whatever keeps data or messages.
  static let ofKeepers: [FieldRecord] = [
    FieldRecord(
      "encrypt_at_rest", .short("encryption", field: "keys"), .mechanism,
      """
      Whether what rests here is encrypted. Each access takes longer by the time to encrypt an item: \
      its size, that of the largest class in `holds` or 1 KiB, at 1 GB/s.
      """, acts: [.simulation, .cost, .policy],
      source: "about a cycle for a byte: Gueron, AES-GCM, Real World Crypto 2013",
      traits: ["store", "broker"],
      example: "{ keys: customer, rotate: 90d }")
  ]

  static let encryption = Shape(
    "encryption", title: "Encryption at rest", about: "How what rests here is encrypted.",
    [
      FieldRecord(
        "keys", .choice(["none", "managed", "customer"]), .required,
        """
        `none` says that it is not encrypted. `managed`: with the provider's keys, which cost \
        nothing. `customer`: with the owner's, in a key service: paid by the key and for a request \
        every 5 min from each machine.
        """, acts: [.simulation, .cost, .policy]),
      FieldRecord(
        "rotate", .duration, .mechanism,
        """
        From one version of a customer's key to the next. Old versions are paid while something is \
        kept that they encrypted, two at most.
        """, acts: [.cost], example: "90d"),
    ])

  static let lifecycle = Shape(
    "lifecycle", title: "Lifecycle",
    about: "What becomes of data when they grow old; of those whose `keep` is stated.",
    [
      FieldRecord(
        "cold_after", .duration, .mechanism,
        "From when on they are paid as seldom read objects.", acts: [.cost], example: "90d"),
      FieldRecord(
        "delete_after", .duration, .mechanism,
        "When they are deleted, in place of `keep`; not before the `keep` of their class ends.",
        acts: [.cost, .policy], example: "7y"),
    ])

  static let backup = Shape(
    "backup", title: "Backup",
    about: """
      Copies from which a store is restored: after `wipe`, and after the loss of a place with all \
      of its members. What was acknowledged since the last one is lost, and the store does not \
      serve until it is restored. A copy of the data and what is written in `keep` is paid as in \
      an object store.
      """,
    [
      FieldRecord(
        "every", .duration, .required,
        "From one backup to the next, at whole multiples from the start of a run.",
        acts: [.simulation, .failure], example: "1h"),
      FieldRecord(
        "keep", .duration, .number, "How long each is kept.", acts: [.cost], fallback: "7d",
        source: "a value for teaching"),
      FieldRecord(
        "to", .reference(.site), .mechanism,
        """
        The site that keeps them. The store's own first site if absent: then they survive the loss \
        of a zone, and not that of the site.
        """, acts: [.simulation, .failure, .cost]),
      FieldRecord(
        "restore", .duration, .number,
        """
        How long a restore takes. If absent the `items` of the data that rest there come at \
        1 Gbit/s, in a minute at least; an hour where their number is not stated.
        """, acts: [.simulation, .failure], claim: .lower, example: "20min"),
    ])

  /// Fields of functions.
  static let ofFunctions: [FieldRecord] = [
    FieldRecord(
      "cold_start", .spread, .number,
      """
      From a request that finds no free copy until the copy that is started for it begins to serve \
      it. The request waits for that copy, even where another one gets free meanwhile.
      """, acts: [.simulation], traits: ["scales_to_zero"], claim: .lower, example: "400ms"),
    FieldRecord(
      "keep_warm", .duration, .number,
      "How long a copy stays idle until it goes away; the one that was used last is used first.",
      acts: [.simulation], traits: ["scales_to_zero"], claim: .higher, example: "10min"),
  ]

  static let all = [backup, encryption, lifecycle]
}
