import Foundation
import PluginAPI
import Testing

/// Caches by key against their theory.
///
/// The store answers in a microsecond, so that an entry is there before the next request comes.
@Suite struct CacheTheoryTests {
  static func design(
    _ cache: String, keys: Int, skew: Double, rate: Double = 10, warmup: Int = 500,
    seconds: Int = 4000, read: String = "1us"
  ) -> String {
    Files.file(
      """
      web: { kind: service, concurrency: none, work: 0s, calls: [hot] }
      hot: { kind: cache, fronts: db, concurrency: none, work: { exact: 1us }, \(cache) }
      db: { kind: database, concurrency: none, connections: none, read: { exact: \(read) } }
      """, arrivals: Files.poisson(rate), more: ", keys: { count: \(keys), skew: \(skew) }",
      warmup: warmup, seconds: seconds)
  }

  static func zipf(_ keys: Int, _ skew: Double) -> [Double] {
    let weights = (1...keys).map { pow(Double($0), -skew) }
    let sum = weights.reduce(0, +)
    return weights.map { $0 / sum }
  }

  static func hits(_ run: Simulated) throws -> Estimate {
    try #require(try run.component("hot").cache).hits
  }

  /// Exact for the least recently read of one and of two entries.
  ///
  /// Source: W. Frank King, "Analysis of Demand Paging Algorithms", IFIP Congress 1971: the entries
  /// are i, then j with probability p_i p_j / (1 - p_i).
  static func exact(_ p: [Double], capacity: Int) -> Double {
    if capacity == 1 { return p.reduce(0) { $0 + $1 * $1 } }
    var sum = 0.0
    for i in p.indices {
      for j in p.indices where j != i { sum += p[i] * p[j] / (1 - p[i]) * (p[i] + p[j]) }
    }
    return sum
  }

  @Test(arguments: [1, 2], ["", "KiB"])
  func smallCachesAreKingsToTheDigit(_ capacity: Int, _ unit: String) async throws {
    // An entry weighs as much as the payload, 1 KiB unless stated.
    let run = try await Simulated(
      Self.design("capacity: \(capacity)\(unit)", keys: 12, skew: 1, seconds: 3000))
    expectAgreement(
      try Self.hits(run), Self.exact(Self.zipf(12, 1), capacity: capacity),
      "\(capacity)\(unit) of 12 keys", detecting: 0.03)
  }

  @Test func anotherCapacityIsNoticed() async throws {
    let run = try await Simulated(Self.design("capacity: 3", keys: 12, skew: 1, seconds: 3000))
    #expect(!agrees(try Self.hits(run), Self.exact(Self.zipf(12, 1), capacity: 2)))
  }

  /// The hit ratio of a cache that lets the least recently read go: a key is there if it was read
  /// within a time T, which is that in which as many different keys are read as fit.
  ///
  /// Source: Hao Che, Ye Tung and Zhijun Wang, "Hierarchical Web Caching Systems: Modeling, Design
  /// and Experimental Results", IEEE Journal on Selected Areas in Communications 20(7), 2002; within
  /// 1 % by Christine Fricker, Philippe Robert and James Roberts, "A Versatile and Accurate
  /// Approximation for LRU Cache Performance", ITC 24, 2012.
  static func che(_ p: [Double], capacity: Int) -> Double {
    var low = 0.0
    var high = 1e9
    for _ in 0..<200 {
      let middle = (low + high) / 2
      let inside = p.reduce(0) { $0 + 1 - exp(-$1 * middle) }
      if inside < Double(capacity) { low = middle } else { high = middle }
    }
    return p.reduce(0) { $0 + $1 * (1 - exp(-$1 * low)) }
  }

  @Test(arguments: [100, 1000], [0.7, 1.0])
  func theLeastRecentlyReadGoesFirstAsCheSaid(_ capacity: Int, _ skew: Double) async throws {
    let run = try await Simulated(
      Self.design(
        "capacity: \(capacity)", keys: 10_000, skew: skew, rate: 1000, warmup: 20, seconds: 60))
    expectAgreement(
      try Self.hits(run), Self.che(Self.zipf(10_000, skew), capacity: capacity),
      "\(capacity) of 10000 keys, skew \(skew)", detecting: 0.03, slack: 0.01)
    #expect(try #require(try run.component("hot").cache).entries == Double(capacity))
  }

  @Test func anotherSkewIsNoticed() async throws {
    let run = try await Simulated(
      Self.design("capacity: 100", keys: 10_000, skew: 0.7, rate: 1000, warmup: 20, seconds: 60),
      replications: 8)
    #expect(
      !agrees(try Self.hits(run), Self.che(Self.zipf(10_000, 0.75), capacity: 100), slack: 0.01))
  }

  /// An entry counts for `ttl` from its fill, so that of the requests for a key that come at a rate r
  /// one in 1 + r ttl misses.
  ///
  /// Source: Jaeyeon Jung, Arthur Berger and Hari Balakrishnan, "Modeling TTL-based Internet Caches",
  /// INFOCOM 2003.
  static func ttl(_ p: [Double], rate: Double, ttl: Double) -> Double {
    p.reduce(0) { $0 + $1 * ($1 * rate * ttl) / (1 + $1 * rate * ttl) }
  }

  @Test(arguments: [2.0, 20.0])
  func entriesCountForTheirTimeFromTheFill(_ seconds: Double) async throws {
    let run = try await Simulated(Self.design("ttl: \(Int(seconds))s", keys: 100, skew: 0.8))
    let p = Self.zipf(100, 0.8)
    expectAgreement(
      try Self.hits(run), Self.ttl(p, rate: 10, ttl: seconds), "ttl \(seconds) s", detecting: 0.02)
    // If reading renewed it, a gap longer than it would be a miss.
    let renewed = p.reduce(0) { $0 + $1 * (1 - exp(-$1 * 10 * seconds)) }
    #expect(!agrees(try Self.hits(run), renewed))
  }

  /// After a flush, everybody who comes until the first answer is back reads the store, or with
  /// `coalesce` one alone.
  @Test(arguments: [false, true])
  func aHotKeySendsAHerd(_ coalesces: Bool) async throws {
    let flushes = [100, 200, 300, 400, 500].map { "  - { flush: hot, at: \($0)s }" }
    let file =
      Self.design(
        "ttl: 1000h, coalesce: \(coalesces ? "yes" : "no")", keys: 1, skew: 0, rate: 100,
        warmup: 50,
        seconds: 550, read: "100ms") + "\nfaults:\n" + flushes.joined(separator: "\n")
    let run = try await Simulated(file, replications: 20)
    let cache = try #require(try run.component("hot").cache)
    #expect(try run.operation().success.value == 1)
    #expect(try run.component("db").called == cache.misses)
    if coalesces {
      #expect(cache.misses == 5)
    } else {
      // The first and the Poisson number of those within 100 ms after it.
      expectSum(
        cache.misses * 20, 100 * (1 + 10), deviation: (100 * 10.0).squareRoot(),
        "reads of the store",
        detecting: 0.15)
    }
  }
}
