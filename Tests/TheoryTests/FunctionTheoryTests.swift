import Foundation
import PluginAPI
import Testing

/// Functions: copies that are started for requests and go away when they have been idle.
@Suite struct FunctionTheoryTests {
  /// A function that serves in a microsecond and starts in a hundred, so that requests hardly ever
  /// overlap.
  static func rare(keep: String, rate: Double = 5) -> String {
    Files.file(
      """
      web: { kind: function, work: { exact: 1us }, cold_start: { exact: 100us }, keep_warm: \(keep) }
      """, arrivals: Files.poisson(rate), seconds: 4000)
  }

  /// One request at a time: a start is cold where the gap exceeds the time that a copy is kept, with
  /// probability e^(-rate x keep), and on average 1 - e^(-rate x keep) copies are there, since a
  /// copy stays min(gap, keep) after each request.
  ///
  /// Source: Nima Mahmoudi and Hamzeh Khazaei, "Performance Modeling of Serverless Computing
  /// Platforms", IEEE Transactions on Cloud Computing 10(4), 2022, for the model.
  @Test(arguments: [("40ms", 0.04), ("100ms", 0.1), ("400ms", 0.4)])
  func aStartIsColdWhereTheGapExceedsTheKeepAlive(_ keep: String, _ seconds: Double) async throws {
    let run = try await Simulated(Self.rare(keep: keep))
    let cold = exp(-5 * seconds)
    expectAgreement(
      try run.operation().latencyMean, 1e-6 + cold * 100e-6, "mean time, keep \(keep)",
      detecting: 0.03, slack: 0.001)
    let scaling = try #require(try run.component().scaling)
    expectAgreement(
      scaling.running, 1 - cold, "copies, keep \(keep)", detecting: 0.02, slack: 0.001)
    let starts = try #require(scaling.coldStarts)
    let arrivals = try #require(try run.operation().arrivals.value)
    expectSum(
      starts * 16, cold * arrivals * 16,
      deviation: (arrivals * 16 * cold * (1 - cold)).squareRoot(),
      edges: 16, "cold starts, keep \(keep)", detecting: 0.05)
  }

  @Test func anotherKeepAliveIsNoticed() async throws {
    let run = try await Simulated(Self.rare(keep: "110ms"))
    let cold = exp(-0.5)
    #expect(!agrees(try run.operation().latencyMean, 1e-6 + cold * 100e-6, slack: 0.001))
    let scaling = try #require(try run.component().scaling)
    #expect(!agrees(scaling.running, 1 - cold, slack: 0.001))
  }

  static func limited(
    most: Int, keep: String, rate: Double, room: String = "0",
    work: String = "{ mean: 1s, shape: exponential }"
  ) -> String {
    Files.file(
      """
      web: { kind: function, scale: { max: \(most) }, work: \(work), cold_start: { mean: 1s, cv: 2 }, keep_warm: \(keep), queue: { limit: \(room) } }
      """, arrivals: Files.poisson(rate))
  }

  /// Without a waiting room the maximum loses as Erlang said.
  ///
  /// Kept for ever, copies are warm and the
  /// work alone counts; never kept, each request starts a copy, and the cold start is part of the
  /// service, whatever its shape.
  @Test(arguments: [("1000h", 3.0), ("0s", 6.0)], [4, 8])
  func theMaximumLosesAsErlangSaid(_ keep: (String, Double), _ most: Int) async throws {
    let run = try await Simulated(Self.limited(most: most, keep: keep.0, rate: 3))
    let lost = Theory.erlangB(servers: most, offered: keep.1)
    let what = "maximum \(most), keep \(keep.0)"
    expectAgreement(
      try run.operation().success, 1 - lost, "\(what): share admitted", detecting: 0.02)
    expectAgreement(
      try run.component().inside, keep.1 * (1 - lost), "\(what): in use", detecting: 0.02)
    // What is in use is what is paid.
    let paid = try #require(try run.component().scaling).paid
    #expect(abs(paid / (keep.1 * (1 - lost)) - 1) < 0.02, "\(what): paid \(paid)")
  }

  @Test func theColdStartIsPartOfTheService() async throws {
    let run = try await Simulated(Self.limited(most: 4, keep: "0s", rate: 3))
    #expect(!agrees(try run.operation().success, 1 - Theory.erlangB(servers: 4, offered: 3)))
  }

  /// With a waiting room the copies share one: M/M/c.
  @Test(arguments: [(1, 0.7), (4, 3.2)])
  func theyShareOneWaitingRoom(_ system: (Int, Double)) async throws {
    let run = try await Simulated(
      Self.limited(most: system.0, keep: "1000h", rate: system.1, room: "none"))
    expectAgreement(
      try run.operation().latencyMean,
      Theory.timeInSystem(lambda: system.1, mu: 1, servers: system.0), "\(system.0) copies",
      detecting: 0.1)
  }
}
