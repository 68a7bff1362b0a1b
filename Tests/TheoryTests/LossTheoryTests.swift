import PluginAPI
import Testing

/// Stations whose answer does not depend on the shape of the work, only on its mean.
///
/// Power: 6 % in the share lost and 4 % in means, each with a probability of 0.95.
@Suite struct LossTheoryTests {
  static let shapes = [
    "{ mean: 1s, shape: exponential }", "{ exact: 1s }", "{ mean: 1s, cv: 2 }",
    "{ mean: 1s, shape: hyperexponential, cv: 1.5 }",
  ]

  static func lossy(slots: Int, rate: Double, work: String) -> String {
    Files.file(
      "web: { kind: service, concurrency: \(slots), work: \(work), queue: { limit: 0 } }",
      arrivals: Files.poisson(rate), seconds: rate > 5 ? 8000 : 20_000)
  }

  @Test(arguments: shapes, [(3, 2.0), (10, 9.0)])
  func lossesAreErlangsWhateverTheShape(_ work: String, _ system: (Int, Double)) async throws {
    let (slots, rate) = system
    let run = try await Simulated(Self.lossy(slots: slots, rate: rate, work: work))
    let lost = Theory.erlangB(servers: slots, offered: rate)
    let what = "M/G/\(slots)/\(slots), \(work)"
    let success = try run.operation().success
    expectAgreement(success, 1 - lost, "\(what): share admitted", detecting: 0.02)
    // The same as a share lost, where the power is less.
    let refused = Estimate(
      value: success.value.map { 1 - $0 }, low: success.high.map { 1 - $0 },
      high: success.low.map { 1 - $0 }, replications: success.replications)
    expectAgreement(refused, lost, "\(what): share lost", detecting: 0.06)
    expectAgreement(
      try run.component().utilisation, rate * (1 - lost) / Double(slots), "\(what): utilisation",
      detecting: 0.02)
    expectAgreement(try run.operation().latencyMean, 1, "\(what): no waiting", detecting: 0.02)
  }

  @Test(arguments: shapes)
  func oneSlotMoreIsNoticed(_ work: String) async throws {
    let run = try await Simulated(Self.lossy(slots: 11, rate: 9, work: work))
    #expect(!agrees(try run.operation().success, 1 - Theory.erlangB(servers: 10, offered: 9)))
  }

  /// M/G/infinity: the mean number inside is rate x mean work for every shape.
  ///
  /// Source: Lajos Takacs, "Introduction to the Theory of Queues", 1962, chapter 3.
  @Test(arguments: shapes, [3.0, 12.0])
  func unlimitedSlotsAreInsensitive(_ work: String, _ rate: Double) async throws {
    let run = try await Simulated(
      Files.file(
        Files.service("web", slots: "none", work: work), arrivals: Files.poisson(rate),
        warmup: 100, seconds: 5000))
    expectAgreement(
      try run.component().inside, rate, "M/G/inf mean number inside, \(work)", detecting: 0.04)
    expectAgreement(
      try run.operation().latencyMean, 1, "M/G/inf time in system, \(work)", detecting: 0.04)
  }

  @Test(arguments: shapes)
  func anotherRateIsNoticed(_ work: String) async throws {
    let run = try await Simulated(
      Files.file(
        Files.service("web", slots: "none", work: work), arrivals: Files.poisson(3.1),
        warmup: 100, seconds: 5000))
    #expect(!agrees(try run.component().inside, 3))
  }
}
