import PluginAPI
import Testing

/// Faults against what theory says of them.
///
/// Where copies fail at random, `health` sees them at once: callers who notice a copy's return late
/// find it down for longer.
@Suite struct FaultTheoryTests {
  static func file(_ components: String, rate: Double, faults: String) -> String {
    Files.file(components, arrivals: Files.poisson(rate), warmup: 500, seconds: 20_000)
      + "\nfaults: [\(faults)]\n"
  }

  /// A copy that works for an exponential time of 30 s on average and fails for one of 10 s serves
  /// 30 / (30 + 10) of the requests, for arrivals see time averages.
  ///
  /// Source: Sheldon Ross, "Introduction to Probability Models", example 7.23 (alternating
  /// renewal processes); Ronald Wolff, "Poisson Arrivals See Time Averages", 1982.
  @Test func randomFailuresLeaveTheShareOfTheTimeInWhichItWorks() async throws {
    let run = try await Simulated(
      Self.file(
        "web: { kind: service, concurrency: none, work: 0s, fails: { every: 30s, lasts: 10s }, health: { every: 1us, timeout: 1us, after: 1 } }",
        rate: 2, faults: "{ random: web }"))
    expectAgreement(try run.operation().success, 0.75, "every / (every + lasts)", detecting: 0.05)
  }

  /// Two copies fail independently; a caller who tries each of them once is served unless both are
  /// down: 1 - 0.25^2.
  @Test func copiesFailIndependently() async throws {
    let run = try await Simulated(
      Self.file(
        """
        web: { kind: service, concurrency: none, work: 0s, calls: [{ call: pool, hedge: { after: 1ms, max: 1 }, timeout: 1s }] }
        pool: { kind: service, replicas: 2, concurrency: none, work: 0s, balance: random, fails: { every: 30s, lasts: 10s }, health: { every: 1us, timeout: 1us, after: 1 } }
        """, rate: 2, faults: "{ random: pool }"))
    expectAgreement(
      try run.operation().success, 0.9375, "1 - down^2", detecting: 0.02, slack: 1e-4)
  }

  /// `available` holds, with the 60 s of the kind for each failure.
  @Test func aStatedAvailabilityHolds() async throws {
    let run = try await Simulated(
      Self.file(
        """
        web: { kind: service, concurrency: none, work: 0s, calls: [far] }
        far: { kind: service, concurrency: none, work: 0s, fails: { available: 60% }, health: { every: 1us, timeout: 1us, after: 1 } }
        """, rate: 2, faults: "{ random: far }"))
    expectAgreement(try run.operation().success, 0.6, "available", detecting: 0.5)
  }

  /// A Poisson stream times three is a Poisson stream: an M/M/1 queue at 0.25/s of 1 s becomes one
  /// at 0.75/s, whose mean time in the system is 1 / (1 - 0.75) = 4 s.
  @Test func threeTimesThePoissonLoadIsPoisson() async throws {
    let web = Files.service("web", slots: "1", work: Files.exponential(1))
    let run = try await Simulated(
      Self.file(web, rate: 0.25, faults: "{ load: request, by: 3, at: 0s }"))
    expectAgreement(try run.operation().latencyMean, 4, "M/M/1 at 0.75", detecting: 0.1)
  }

  /// Half of two slots is one: M/M/2 at 0.7/s becomes M/M/1, 1 / (1 - 0.7) s.
  @Test func aQueueWithOneSlotLessIsThatOfTheOthers() async throws {
    let web = Files.service("web", slots: "2", work: Files.exponential(1))
    let run = try await Simulated(
      Self.file(web, rate: 0.7, faults: "{ less: web, share: 50%, at: 0s }"))
    expectAgreement(try run.operation().latencyMean, 1 / 0.3, "M/M/1 at 0.7", detecting: 0.1)
  }

  /// A call over a link that loses a share p each way takes a geometric number of attempts with
  /// success (1 - p)^2, of which each failure costs the time-out: with p = 0.2 and 100 ms a mean of
  /// 0.1 s x (1 / 0.64 - 1).
  @Test func lostMessagesCostGeometricTimeOuts() async throws {
    let run = try await Simulated(
      Self.file(
        """
        web: { kind: service, concurrency: none, work: 0s, calls: [{ call: db, timeout: 100ms, retry: { max: 60, wait: 0s } }] }
        db: { kind: service, concurrency: none, work: 0s }
        """, rate: 2, faults: "{ drop: web->db, share: 20%, at: 0s }"))
    expectAgreement(
      try run.operation().latencyMean, 0.1 * (1 / 0.64 - 1), "geometric", detecting: 0.05,
      slack: 0.01)
  }
}
