import ArchitectureModel
import Stochastics

/// How much of a load falls on the busiest shard when keys are unevenly popular.
enum HotShard {
  /// Keys that are looked at one by one; the rest are taken as evenly spread.
  private static let counted = 8192
  /// Assignments that are tried; the second highest of twenty stands for the 95th percentile.
  private static let trials: UInt64 = 20

  /// The share of the busiest of `shards`, 0...1, under Zipf popularity.
  ///
  /// `weighted` assignment reaches an even split unless one key alone is more than that; `hash`
  /// is judged at the 95th percentile over fixed assignments, since a venue gets one of them.
  /// Beyond 4096 shards the first key alone decides, however keys are assigned.
  static func share(_ keys: KeySpace, shards: Int, strategy: Sharding.Strategy) -> Double {
    guard shards > 1 else { return 1 }
    let (weights, rest) = popularity(keys)
    if strategy == .weighted || shards > 4096 { return max(weights.first ?? 1, 1 / Double(shards)) }
    var greatest: [Double] = []
    for trial in 0..<trials {
      var load = [Double](repeating: rest / Double(shards), count: shards)
      for (rank, weight) in weights.enumerated() {
        let place = mix(UInt64(rank) &+ trial &* 0x9E37_79B9_7F4A_7C15) % UInt64(shards)
        load[Int(place)] += weight
      }
      greatest.append(load.max() ?? 1)
    }
    return greatest.sorted()[Int(trials) - 2]
  }

  /// The share of the most popular key.
  static func topKey(_ keys: KeySpace) -> Double { popularity(keys).weights.first ?? 1 }

  private static func popularity(_ keys: KeySpace) -> (weights: [Double], rest: Double) {
    let count = max(1, keys.count)
    var weights = (1...min(count, counted)).map { Elementary.pow(Double($0), -keys.skew) }
    let head = weights.reduce(0, +)
    let tail = count > counted ? integral(from: counted, to: count, skew: keys.skew) : 0
    for index in weights.indices { weights[index] /= head + tail }
    return (weights, tail / (head + tail))
  }

  /// The sum of the popularities beyond the counted keys, as an integral.
  private static func integral(from start: Int, to end: Int, skew: Double) -> Double {
    let a = Double(start) + 0.5
    let b = Double(end) + 0.5
    if abs(skew - 1) < 1e-9 { return Elementary.log(b / a) }
    return (Elementary.pow(b, 1 - skew) - Elementary.pow(a, 1 - skew)) / (1 - skew)
  }

  /// Scatters a number.
  ///
  /// Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
  private static func mix(_ value: UInt64) -> UInt64 {
    var z = value &+ 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
