import PluginAPI
import Testing

/// One station against its exact solution, at the 99.9 % level, with fixed seeds.
///
/// Power: unless a test says otherwise (`detecting`), an error of 10 % in the mean is found with a
/// probability of at least 0.95; the run itself is held to that.
@Suite struct QueueTheoryTests {
  static func station(
    rate: Double, servers: String, work: String, limit: String = "none", seconds: Int = 20_000
  ) -> String {
    """
    format: arch/1
    entry: web
    components:
      web: { kind: service, concurrency: \(servers), work: \(work), queue: { limit: \(limit) } }
    workload:
      warmup: 500s
      lasts: \(seconds)s
      operations:
        request: { arrivals: { process: poisson, rate: \(rate)/s } }
    """
  }

  @Test(arguments: [(0.5, 1.0), (0.8, 1.0), (1.4, 0.5)])
  func oneServerAgreesWithTheory(_ rate: Double, _ mean: Double) async throws {
    let file = Self.station(
      rate: rate, servers: "1", work: "{ mean: \(Int(mean * 1000))ms, shape: exponential }",
      seconds: 60_000)
    let run = try await Simulated(file)
    let expected = Theory.timeInSystem(lambda: rate, mu: 1 / mean, servers: 1)
    expectAgreement(try run.operation().latencyMean, expected, "M/M/1 time in system")
    expectAgreement(
      try run.component().utilisation, rate * mean, "M/M/1 utilisation", detecting: 0.03)
    let waiting = rate * (expected - mean)
    expectAgreement(
      try run.component().queueMean, waiting, "M/M/1 mean number waiting", detecting: 0.15)
  }

  @Test func aWrongServiceTimeIsNoticed() async throws {
    let file = Self.station(rate: 0.8, servers: "1", work: "{ mean: 1030ms, shape: exponential }")
    let run = try await Simulated(file)
    let expected = Theory.timeInSystem(lambda: 0.8, mu: 1, servers: 1)
    #expect(!agrees(try run.operation().latencyMean, expected), "3 % of work must show")
  }

  @Test(arguments: [(8, 7.2), (3, 2.4), (20, 15.0)])
  func severalServersAgreeWithErlangC(_ servers: Int, _ rate: Double) async throws {
    let file = Self.station(
      rate: rate, servers: "\(servers)", work: "{ mean: 1s, shape: exponential }",
      seconds: rate > 10 ? 5000 : 20_000)
    let run = try await Simulated(file)
    let expected = Theory.timeInSystem(lambda: rate, mu: 1, servers: servers)
    expectAgreement(try run.operation().latencyMean, expected, "M/M/\(servers) time in system")
  }

  @Test func oneServerTooFewIsNoticed() async throws {
    let file = Self.station(rate: 7.2, servers: "9", work: "{ mean: 1s, shape: exponential }")
    let run = try await Simulated(file)
    let expected = Theory.timeInSystem(lambda: 7.2, mu: 1, servers: 8)
    #expect(!agrees(try run.operation().latencyMean, expected))
  }

  @Test(arguments: [(0.9, 1, 5), (1.5, 1, 3), (3.0, 2, 6)])
  func aFiniteWaitingRoomAgreesWithTheory(
    _ rate: Double, _ servers: Int, _ places: Int
  ) async throws {
    let file = Self.station(
      rate: rate, servers: "\(servers)", work: "{ mean: 1s, shape: exponential }",
      limit: "\(places - servers)")
    let run = try await Simulated(file)
    let present = Theory.finite(lambda: rate, mu: 1, servers: servers, places: places)
    let lost = present[places]
    expectAgreement(
      try run.operation().success, 1 - lost, "M/M/c/K share admitted", detecting: 0.02)
    let inside = present.enumerated().reduce(0) { $0 + Double($1.offset) * $1.element }
    expectAgreement(
      try run.operation().latencyMean, inside / (rate * (1 - lost)), "M/M/c/K time in system",
      detecting: 0.04)
  }

  @Test func aPlaceTooManyIsNoticed() async throws {
    let file = Self.station(
      rate: 0.9, servers: "1", work: "{ mean: 1s, shape: exponential }", limit: "5")
    let run = try await Simulated(file)
    let present = Theory.finite(lambda: 0.9, mu: 1, servers: 1, places: 5)
    #expect(!agrees(try run.operation().success, 1 - present[5]))
  }

  @Test(arguments: [
    ("{ exact: 1s }", 0.0), ("{ mean: 1s, shape: erlang, cv: 0.5 }", 0.25),
    ("{ mean: 1s, cv: 1.2 }", 1.44), ("{ mean: 1s, shape: hyperexponential, cv: 2 }", 4.0),
    ("{ mean: 1s, shape: uniform, cv: 0.4 }", 0.16), ("{ mean: 1s, shape: gamma, cv: 0.7 }", 0.49),
    ("{ mean: 1s, shape: weibull, cv: 1.4 }", 1.96),
  ])
  func generalServiceAgreesWithPollaczekKhinchine(_ work: String, _ scv: Double) async throws {
    let file = Self.station(rate: 0.6, servers: "1", work: work, seconds: 60_000)
    let run = try await Simulated(file)
    let expected = Theory.pollaczekKhinchine(lambda: 0.6, service: 1, scv: scv)
    expectAgreement(
      try run.operation().latencyMean, expected, "M/G/1, \(work)", detecting: 0.12)
  }

  @Test func anotherVariabilityIsNoticed() async throws {
    let file = Self.station(rate: 0.6, servers: "1", work: "{ exact: 1s }", seconds: 60_000)
    let run = try await Simulated(file)
    let expected = Theory.pollaczekKhinchine(lambda: 0.6, service: 1, scv: 0.25)
    #expect(!agrees(try run.operation().latencyMean, expected))
  }

  @Test func unlimitedSlotsAreAPureDelay() async throws {
    let file = Self.station(
      rate: 5, servers: "none", work: "{ mean: 2s, shape: exponential }", seconds: 5000)
    let run = try await Simulated(file)
    expectAgreement(
      try run.operation().latencyMean, 2, "M/M/inf time in system", detecting: 0.02)
    expectAgreement(
      try run.component().utilisation, 10, "M/M/inf mean number in progress", detecting: 0.02)
    expectAgreement(
      try run.percentile(0.99), 9.2103, "p99 = -2 ln 0.01", detecting: 0.03, slack: 0.005)
  }
}
