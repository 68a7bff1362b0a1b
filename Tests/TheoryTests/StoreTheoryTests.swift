import PluginAPI
import Testing

/// Stores with several members, brokers, and caches.
///
/// Power: 2 % in mean times with a probability of 0.95.
@Suite struct StoreTheoryTests {
  static func store(_ replication: String, mean: Double = 1) -> String {
    Files.file(
      """
      web: { kind: service, concurrency: none, work: 0s, calls: [{ write: db }] }
      db: { kind: database, concurrency: none, queue: { limit: none }, write: \(Files.exponential(mean)), replication: { \(replication) } }
      """, arrivals: Files.poisson(5), warmup: 100, seconds: 5000)
  }

  /// Members work at once, each with a time of its own; the write is done with the k-th.
  @Test(arguments: [
    ("mode: quorum, copies: 3", 2, 3, 1.0), ("mode: quorum, copies: 5", 3, 5, 0.5),
    ("mode: quorum, copies: 3, quorum: { write: 1 }", 1, 3, 1.0),
    ("mode: quorum, copies: 4, quorum: { write: 4 }", 4, 4, 1.0),
    ("mode: sync, copies: 3", 3, 3, 1),
    ("mode: async, copies: 3", 1, 1, 1.0), ("mode: none", 1, 1, 0.3),
  ])
  func writesAreOrderStatistics(
    _ replication: String, _ k: Int, _ n: Int, _ mean: Double
  ) async throws {
    let run = try await Simulated(Self.store(replication, mean: mean))
    expectAgreement(
      try run.operation().latencyMean, Theory.orderStatistic(k, of: n, mean: mean),
      "\(replication): mean", detecting: 0.02)
    expectAgreement(
      try run.percentile(0.99), Theory.orderQuantile(0.99, k, of: n, mean: mean),
      "\(replication): p99", detecting: 0.04, slack: 0.005)
    // Every member does every write to its end, needed or not.
    let members = replication.hasPrefix("mode: async") || n == 1 ? 1 : n
    expectAgreement(
      try run.component("db").inside, 5 * mean * Double(members), "\(replication): work inside",
      detecting: 0.02)
  }

  @Test func anotherQuorumIsNoticed() async throws {
    let run = try await Simulated(Self.store("mode: quorum, copies: 5, quorum: { write: 4 }"))
    #expect(!agrees(try run.operation().latencyMean, Theory.orderStatistic(3, of: 5, mean: 1)))
    #expect(!agrees(try run.operation().latencyMean, Theory.orderStatistic(4, of: 4, mean: 1)))
  }

  static func publication(_ acks: String) -> String {
    Files.file(
      """
      web: { kind: service, concurrency: none, work: 0s, calls: [{ send: log, acks: \(acks) }] }
      log: { kind: queue, concurrency: none, write: \(Files.exponential(1)), replication: { mode: quorum, copies: 3 } }
      """, arrivals: Files.poisson(5), warmup: 100, seconds: 5000)
  }

  @Test(arguments: [("quorum", 2, 3)])
  func publicationsAreOrderStatistics(_ acks: String, _ k: Int, _ n: Int) async throws {
    let run = try await Simulated(Self.publication(acks))
    expectAgreement(
      try run.operation().latencyMean, Theory.orderStatistic(k, of: n, mean: 1), "acks: \(acks)",
      detecting: 0.02)
  }

  @Test func aPublicationWithoutAcknowledgementTakesNoTime() async throws {
    let run = try await Simulated(Self.publication("none"))
    #expect(try run.operation().latencyMean.value == 0)
  }

  /// `acks: leader` is done "with the leader's write": that of one certain member, not the fastest.
  @Test func theLeadersAcknowledgementIsItsOwnWrite() async throws {
    let run = try await Simulated(Self.publication("leader"))
    expectAgreement(try run.operation().latencyMean, 1, "acks: leader", detecting: 0.02)
  }

  // MARK: Caches

  static func cached(hit: Double) -> String {
    Files.file(
      """
      web: { kind: service, concurrency: none, work: 0s, calls: [{ read: hot }] }
      hot: { kind: cache, fronts: db, hit: \(100 * hit)%, concurrency: none, work: \(Files.exponential(0.1)) }
      db: { kind: database, concurrency: none, queue: { limit: none }, read: \(Files.exponential(1)) }
      """, arrivals: Files.poisson(20), warmup: 100, seconds: 4000)
  }

  /// Misses are a random part of the reads and go on to the store.
  @Test(arguments: [0.8, 0.35])
  func aCacheMixesHitsAndMisses(_ hit: Double) async throws {
    let run = try await Simulated(Self.cached(hit: hit))
    expectAgreement(
      try run.operation().latencyMean, 0.1 + (1 - hit), "hits and misses", detecting: 0.02)
    expectAgreement(
      try run.component("db").inside, 20 * (1 - hit), "inside the store", detecting: 0.03)
    let reads = try run.component("hot").called * Double(run.run.replications)
    let misses = try run.component("db").called * Double(run.run.replications)
    expectSum(
      misses, reads * (1 - hit), deviation: (reads * hit * (1 - hit)).squareRoot(),
      edges: 16 * 20, "misses", detecting: 0.02)
  }

  @Test func anotherHitRatioIsNoticed() async throws {
    let run = try await Simulated(Self.cached(hit: 0.81))
    #expect(!agrees(try run.operation().latencyMean, 0.1 + 0.2))
  }
}
