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
