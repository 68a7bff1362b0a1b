import PluginAPI
import Testing

/// Work whose first part runs on shared cores, against processor sharing.
@Suite struct ProcessorTheoryTests {
  /// M/G/1 with processor sharing has the mean time in system s / (1 - rho).
  ///
  /// The part of the work beyond it is a delay, since no slot is short.
  ///
  /// Source: Leonard Kleinrock, "Queueing Systems", volume 2, 1976, section 4.4.
  @Test(arguments: [
    ("shape: exponential", 1.0, 1.0, 0.8), ("cv: 2", 0.4, 1.0, 0.8), ("cv: 0", 0.7, 1.0, 1.1),
    ("shape: exponential", 1.0, 0.5, 0.35),
  ])
  func aPartOnACoreIsProcessorSharing(
    _ shape: String, _ share: Double, _ cores: Double, _ rate: Double
  ) async throws {
    let run = try await Simulated(
      ServingTheoryTests.file(
        "concurrency: 1M, work: { mean: 1s, \(shape), cpu: \(share) }, size: { cpu: \(cores) }, "
          + "queue: { limit: none }", rate: rate))
    let load = rate * share / cores
    expectAgreement(
      try run.operation().latencyMean, share / cores / (1 - load) + 1 - share,
      "time on a shared core and beyond it", detecting: 0.2)
    expectAgreement(
      try #require(try run.component().processors), load, "cores in use", detecting: 0.1)
  }

  /// Exponential work on several cores is the birth-death chain of M/M/c.
  @Test func severalCoresAreErlangs() async throws {
    let run = try await Simulated(
      ServingTheoryTests.file(
        "concurrency: 1M, work: { mean: 1s, shape: exponential, cpu: 100% }, size: { cpu: 4 }, "
          + "queue: { limit: none }", rate: 3.2))
    let expected = Theory.timeInSystem(lambda: 3.2, mu: 1, servers: 4)
    expectAgreement(try run.operation().latencyMean, expected, "M/M/4-PS time in system")
  }

  @Test func withoutAPartForThemCoresAreNoLimit() async throws {
    let run = try await Simulated(
      ServingTheoryTests.file(
        "concurrency: 1M, work: { mean: 1s, shape: exponential }, size: { cpu: 1 }, "
          + "queue: { limit: none }", rate: 0.8))
    expectAgreement(try run.operation().latencyMean, 1, "work without waiting")
    #expect(!agrees(try run.operation().latencyMean, 1 / (1 - 0.8)))
    #expect(try run.component().processors == nil)
  }
}
