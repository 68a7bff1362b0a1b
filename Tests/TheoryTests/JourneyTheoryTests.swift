import ArchitectureModel
import Evaluation
import Foundation
import PluginAPI
import Stochastics
import Testing

/// Sessions against the theory of Markov chains and of infinite servers.
///
/// Sources: John Kemeny, J. Laurie Snell, "Finite Markov Chains", 1960, theorem 3.2.4 (visits); John
/// Little, "A Proof for the Queuing Formula L = lambda W", Operations Research 9(3), 1961; Lajos
/// Takacs, "Introduction to the Theory of Queues", 1962 (M/G/infinity); David Cox, "Renewal Theory",
/// 1962 (what is left of a think time).
@Suite struct JourneyTheoryTests {
  /// A file with sessions at a component that serves any number at once.
  static func file(
    _ journey: String, operations: [String] = ["browse", "buy"], warmup: String = "0s",
    lasts: String, component: String = "concurrency: none, work: { mean: 500ms, cv: 1 }",
    more: String = ""
  ) -> String {
    """
    format: arch/1
    entry: web
    components: { web: { kind: service, \(component) } }
    \(more)
    workload:
      warmup: \(warmup)
      lasts: \(lasts)
      operations: { \(operations.map { "\($0): {}" }.joined(separator: ", ")) }
      journeys:
        shopper: { \(journey) }
    """
  }

  static let walk = """
    start: { home: 80%, browse: 20% }, walk: {
    home: { think: 2s, next: { browse: 70%, buy: 5% } },
    browse: { think: { mean: 5s, cv: 1.5 }, next: { home: 10%, browse: 50%, buy: 20% } },
    buy: { think: { mean: 4s, shape: uniform, cv: 0.5 }, next: { home: 30% } } }
    """

  /// The same walk: where it starts, where it goes, how long it thinks.
  struct Chain {
    var start = [0.8, 0.2, 0]
    var next: [[Double]] = [[0, 0.7, 0.05], [0.1, 0.5, 0.2], [0.3, 0, 0]]
    var think = [2.0, 5, 4]

    /// start x (I + P + P^2 + ...).
    var visits: [Double] {
      var here = start
      var sum = start
      for _ in 0..<2000 {
        here = (0..<3).map { to in (0..<3).reduce(0) { $0 + here[$1] * next[$1][to] } }
        sum = zip(sum, here).map(+)
      }
      return sum
    }

    /// Time of thinking in a session.
    var thinking: Double {
      (0..<3).reduce(0) { $0 + visits[$1] * next[$1].reduce(0, +) * think[$1] }
    }
  }

  @Test func ratesAreSessionsTimesVisits() async throws {
    let run = try await Simulated(
      Self.file(
        "arrivals: { process: poisson, rate: 5/s }, \(Self.walk)",
        operations: ["buy", "home", "browse"], warmup: "300s", lasts: "2000s"))
    let chain = Chain()
    for (place, name) in ["home", "browse", "buy"].enumerated() {
      expectAgreement(
        try run.operation(name).arrivals, 5 * 2000 * chain.visits[place], name, detecting: 0.04)
    }
    let journey = try #require(run.run.journeys.first)
    expectAgreement(journey.started, 5 * 2000, "sessions", detecting: 0.02)
    expectAgreement(journey.requests, chain.visits.reduce(0, +), "requests", detecting: 0.03)
    // Little's law: thinking, and half a second for each request.
    let time = chain.thinking + 0.5 * chain.visits.reduce(0, +)
    expectAgreement(journey.inProgress, 5 * time, "in progress", detecting: 0.04)
  }

  @Test func anotherShareIsNoticed() async throws {
    let run = try await Simulated(
      Self.file(
        "arrivals: { process: poisson, rate: 5/s }, \(Self.walk)",
        operations: ["buy", "home", "browse"], warmup: "300s", lasts: "2000s"))
    var other = Chain()
    other.next[1][1] = 0.45
    #expect(!agrees(try run.operation("browse").arrivals, 10_000 * other.visits[1]))
    other = Chain()
    other.think[1] = 5.5
    let journey = try #require(run.run.journeys.first)
    let time = other.thinking + 0.5 * other.visits.reduce(0, +)
    #expect(!agrees(journey.inProgress, 5 * time))
  }

  @Test func aLengthEndsAWalkThatHasNoWayOut() async throws {
    for (length, mean) in [("4", 4.0), ("{ mean: 6, cv: 1 }", 6), ("{ mean: 3 }", 3)] {
      let run = try await Simulated(
        Self.file(
          "arrivals: { process: poisson, rate: 4/s }, start: browse, length: \(length), "
            + "walk: { browse: { think: 1s, next: browse } }", operations: ["browse"],
          warmup: "100s", lasts: "1000s"))
      let journey = try #require(run.run.journeys.first)
      expectAgreement(try run.operation("browse").arrivals, 4000 * mean, length, detecting: 0.06)
      if length == "4" {
        #expect(journey.requests.value == 4)
      } else {
        expectAgreement(journey.requests, mean, length, detecting: 0.04)
        #expect(!agrees(journey.requests, mean + 0.5))
      }
    }
  }

  // MARK: Equilibrium

  static let shapes = [
    "8s", "{ mean: 8s, cv: 2 }", "{ exact: 8s }", "{ mean: 8s, shape: hyperexponential, cv: 2 }",
  ]

  static func equilibrium(
    _ think: String, _ more: String = "", lasts: String, equilibrium: String = "yes"
  ) -> String {
    file(
      "arrivals: { process: poisson, rate: 20/s }, start: browse, equilibrium: \(equilibrium), "
        + "walk: { browse: { think: \(think), next: { browse: 60%, buy: 10% } } }\(more)",
      lasts: lasts, component: "concurrency: none, work: 0s")
  }

  /// 2.5 visits, of which seven tenths go on, at 20/s: 280 sessions that think.
  @Test func sessionsInProgressAreAPoissonNumber() async throws {
    let run = try await Simulated(
      Self.equilibrium("{ mean: 8s, cv: 2 }", lasts: "1us"), replications: 400)
    let present = try #require(run.run.journeys.first).inProgress
    expectAgreement(present, 280, "mean", detecting: 0.02)
    let deviation = try #require(standardError(present)) * 20
    // The variance of 400 Poisson numbers deviates by sqrt(2 / 399) = 7.1 %.
    let ratio = deviation * deviation / 280
    #expect(abs(ratio - 1) < 3.29 * 0.071, "variance over mean \(ratio)")
    #expect(!agrees(present, 270))
  }

  @Test(arguments: shapes)
  func theFirstSecondIsLikeAnyOther(_ think: String) async throws {
    let run = try await Simulated(Self.equilibrium(think, lasts: "1s"), replications: 600)
    expectAgreement(try run.operation("browse").arrivals, 50, "browse", detecting: 0.04)
    expectAgreement(try run.operation("buy").arrivals, 5, "buy", detecting: 0.12)
  }

  /// Without it there is a ramp: only those who have just come ask.
  @Test func aColdStartIsARamp() async throws {
    let cold = try await Simulated(
      Self.equilibrium("8s", lasts: "1s", equilibrium: "no"), replications: 600)
    #expect(!agrees(try cold.operation("browse").arrivals, 50))
    // Poisson arrivals, and at most a few per cent of the second thinks of the first.
    #expect((try cold.operation("browse").arrivals.value ?? 0) < 23)
    #expect((try cold.operation("buy").arrivals.value ?? 1) < 0.3)
  }

  /// With a length the place in the walk says how much of it is left.
  @Test(arguments: ["5", "{ mean: 4, cv: 1 }"])
  func aLengthInEquilibriumHasTheRightRest(_ length: String) async throws {
    let mean = length == "5" ? 5.0 : 4
    let text = Self.file(
      "arrivals: { process: poisson, rate: 20/s }, start: browse, equilibrium: yes, "
        + "length: \(length), walk: { browse: { think: { mean: 4s, cv: 0.5 }, next: browse } }",
      operations: ["browse"], lasts: "10s", component: "concurrency: none, work: 0s")
    let run = try await Simulated(text, replications: 200)
    expectAgreement(try run.operation("browse").arrivals, 200 * mean, "requests", detecting: 0.04)
    let journey = try #require(run.run.journeys.first)
    expectAgreement(journey.inProgress, 20 * (mean - 1) * 4, "in progress", detecting: 0.03)
    expectAgreement(journey.ended, 200, "ended", detecting: 0.04)
    // Whoever has begun before the run keeps count of the requests made.
    if length == "5" { #expect(journey.requests.value == 5) }
    #expect(!agrees(try run.operation("browse").arrivals, 200 * (mean - 0.3)))
  }

  /// Requests made before the run are drawn by the walk seen backwards.
  @Test func sessionsThatWereThereHaveTheirPast() async throws {
    let run = try await Simulated(Self.equilibrium("8s", lasts: "20s"), replications: 100)
    let journey = try #require(run.run.journeys.first)
    expectAgreement(journey.requests, 2.75, "requests of a session", detecting: 0.025)
    #expect(!agrees(journey.requests, 2.6))
  }

  // MARK: Failures and closed users

  @Test func whoLeavesOnFailureDoesNotGoOn() async throws {
    func run(_ policy: String) async throws -> JourneyMeasurements {
      let text = Self.file(
        "arrivals: { process: poisson, rate: 10/s }, start: browse, length: 10, "
          + "on_failure: \(policy), walk: { browse: { think: 1s, next: browse } }",
        operations: ["browse"], warmup: "100s", lasts: "500s",
        component: "concurrency: none, work: 1ms, fails: { errors: 50% }")
      return try #require(try await Simulated(text).run.journeys.first)
    }
    // Each request ends the session with a chance of one half, the tenth for sure.
    let theory = 2 * (1 - 1 / 1024.0)
    let leaving = try await run("leave").requests
    expectAgreement(leaving, theory, "requests", detecting: 0.03)
    #expect(!agrees(leaving, 2.1))
    #expect(try await run("go_on").requests.value == 10)
  }

  /// Each of ten users thinks a second, asks twice with two seconds between, and begins again; a
  /// request takes half a second.
  @Test func closedUsersBeginSessionsAgain() async throws {
    let run = try await Simulated(
      Self.file(
        "arrivals: { process: closed, users: 10, think: 1s }, start: browse, "
          + "walk: { browse: { think: 2s, next: buy } }", warmup: "200s", lasts: "4000s"))
    let rate = 10 / (1 + 0.5 + 2 + 0.5)
    let journey = try #require(run.run.journeys.first)
    expectAgreement(journey.started, 4000 * rate, "sessions", detecting: 0.03)
    expectAgreement(try run.operation("buy").throughput, rate, "buy", detecting: 0.03)
    expectAgreement(journey.inProgress, rate * 3, "in progress", detecting: 0.03)
    #expect(!agrees(journey.started, 4000 * 10 / 4.2))
  }

  // MARK: One key, one place

  /// A single session of six requests; each copy, or each key, has three tokens for good.
  static func limited(
    balance: String, per: String = "none", keys: String = "{}", replicas: Int = 50
  ) -> String {
    """
    format: arch/1
    entry: web
    components:
      web:
        kind: service
        replicas: \(replicas)
        balance: \(balance)
        rate_limit: { rate: 0.001/h, burst: 3, per: \(per) }
    workload:
      lasts: 100s
      operations: { browse: \(keys), buy: \(keys) }
      journeys:
        shopper:
          arrivals: { process: burst, count: 1 }
          start: browse
          length: 6
          walk: { browse: { think: 1s, next: buy }, buy: { think: 1s, next: browse } }
    """
  }

  static func refused(_ run: Simulated) throws -> (least: Double?, most: Double?, mean: Double) {
    let both = try ["browse", "buy"].map { try run.operation($0).refused }
    let mean = both.reduce(0) { $0 + ($1.value ?? 0) }
    return (both.compactMap(\.low).reduce(0, +), both.compactMap(\.high).reduce(0, +), mean)
  }

  @Test func allRequestsOfASessionGoToOneCopy() async throws {
    let hashed = try Self.refused(try await Simulated(Self.limited(balance: "hash")))
    #expect(hashed.mean == 3 && hashed.least == 3 && hashed.most == 3)
    // Without it the requests are spread over the copies.
    let random = try Self.refused(try await Simulated(Self.limited(balance: "random")))
    #expect(random.mean < 1)
  }

  @Test func aSessionHasOneKey() async throws {
    for keys in ["{}", "{ keys: { count: 100000 } }", "{ keys: { count: 1000, skew: 0.9 } }"] {
      let text = Self.limited(balance: "random", per: "key", keys: keys, replicas: 1)
      let one = try Self.refused(try await Simulated(text))
      #expect(one.mean == 3 && one.least == 3 && one.most == 3, "\(keys)")
    }
    // Twenty sessions have twenty keys: each finds its own three tokens.
    let text = Self.limited(balance: "random", per: "key", replicas: 1)
      .replacingOccurrences(of: "count: 1 }", with: "count: 20 }")
    #expect(try Self.refused(try await Simulated(text)).mean == 60)
    // The same load as requests of their own: most keys come once.
    let single = text.replacingOccurrences(of: "length: 6", with: "length: 1")
    #expect(try Self.refused(try await Simulated(single)).mean == 0)
  }

  @Test func aSessionHasOnePlace() async throws {
    let text = Self.limited(balance: "random", replicas: 1)
      .replacingOccurrences(
        of: "replicas: 1", with: "at: [north, south]\n    replicas: 1"
      )
      .replacingOccurrences(
        of: "components:",
        with:
          "sites: { north: { zones: [a], latency_to: { south: 30ms } }, south: { zones: [a] } }\ncomponents:"
      )
      .replacingOccurrences(
        of: "  lasts: 100s", with: "  lasts: 100s\n  clients: { north: 50%, south: 50% }")
    let run = try await Simulated(text)
    let one = try Self.refused(run)
    #expect(one.mean == 3 && one.least == 3 && one.most == 3)
    // Six requests from places of their own would seldom be three and three, or worse.
    let apart = text.replacingOccurrences(of: "count: 1 }", with: "count: 6 }")
      .replacingOccurrences(of: "length: 6", with: "length: 1")
    #expect(try Self.refused(try await Simulated(apart)).mean < 2)
  }
}
