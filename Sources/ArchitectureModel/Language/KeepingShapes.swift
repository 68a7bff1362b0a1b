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
      example: "{ every: 1h, keep: 7d, to: vault, restore: 20min }")
  ]

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
}
