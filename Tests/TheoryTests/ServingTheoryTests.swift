import Foundation
import PluginAPI
import Testing

/// Disciplines of one station against theory, at the 99.9 % level, with fixed seeds; the width of
/// each interval is asserted, so that an error of a tenth would show.
@Suite struct ServingTheoryTests {
  static func file(
    _ web: String, rate: Double = 0.8, seconds: Int = 20_000, top: String = "",
    operations: String? = nil
  ) -> String {
    """
    format: arch/1
    entry: web
    \(top)
    components:
      web: { kind: service, \(web) }
    workload:
      warmup: 500s
      lasts: \(seconds)s
      operations:
        \(operations ?? "request: { arrivals: { process: poisson, rate: \(rate)/s } }")
    """
  }

  // MARK: Equal sharing

  /// Source: Leonard Kleinrock, "Queueing Systems", volume 2, 1976, section 4.4: M/G/1 with
  /// processor sharing has the mean time in system s / (1 - rho) whatever the shape of the work.
  @Test(arguments: [
    ("{ mean: 1s, shape: exponential }", 0.8), ("{ exact: 1s }", 0.7), ("{ mean: 1s, cv: 3 }", 0.6),
    ("{ mean: 1s, shape: hyperexponential, cv: 2 }", 0.7),
  ])
  func equalSharingIsInsensitive(_ work: String, _ rate: Double) async throws {
    let run = try await Simulated(
      Self.file(
        "concurrency: 1, sharing: equal, work: \(work), queue: { limit: none }", rate: rate))
    expectAgreement(
      try run.operation().latencyMean, 1 / (1 - rate), "M/G/1-PS time in system", detecting: 0.2)
    expectAgreement(try run.component().utilisation, rate, "M/G/1-PS utilisation")
    #expect(try run.component().queueMean.value == 0)
  }

  @Test func slotsAreNotInsensitive() async throws {
    let run = try await Simulated(
      Self.file("concurrency: 1, work: { mean: 1s, cv: 3 }, queue: { limit: none }", rate: 0.6))
    #expect(!agrees(try run.operation().latencyMean, 1 / (1 - 0.6)))
  }

  /// With several units of speed and exponential work it is the birth-death chain of M/M/c.
  @Test(arguments: [(3, 2.4), (8, 6.4)])
  func sharingOfSeveralUnitsIsErlangs(_ units: Int, _ rate: Double) async throws {
    let run = try await Simulated(
      Self.file(
        "concurrency: \(units), sharing: equal, work: { mean: 1s, shape: exponential }, queue: { limit: none }",
        rate: rate))
    let expected = Theory.timeInSystem(lambda: rate, mu: 1, servers: units)
    expectAgreement(try run.operation().latencyMean, expected, "M/M/\(units)-PS time in system")
  }

  @Test func sharingLetsInWhatTheLimitSays() async throws {
    let run = try await Simulated(
      Self.file(
        "concurrency: 1, sharing: equal, work: { mean: 1s, shape: exponential }, queue: { limit: 3 }",
        rate: 1.5))
    let states = Theory.finite(lambda: 1.5, mu: 1, servers: 1, places: 4)
    let operation = try run.operation()
    let refused = try #require(operation.refused.value) / #require(operation.arrivals.value)
    #expect(abs(refused - states[4]) < 0.01, "refused \(refused), theory \(states[4])")
  }

  // MARK: Slowdown

  /// Equal sharing with slowdown is a birth-death chain with load-dependent rates:
  /// death rate min(n, c) / (1 + factor x (n / c)^exponent).
  ///
  /// Source: Leonard Kleinrock, "Queueing Systems", volume 1, 1975, section 3.2.
  @Test(arguments: [(1, 0.5, 0.1, 1.0), (4, 2.0, 0.2, 2.0), (2, 0.9, 0.05, 1.0)])
  func slowdownIsALoadDependentRate(
    _ units: Int, _ rate: Double, _ factor: Double, _ exponent: Double
  ) async throws {
    let run = try await Simulated(
      Self.file(
        """
        concurrency: \(units), sharing: equal, work: { mean: 1s, shape: exponential }, \
        slowdown: { factor: \(factor), exponent: \(exponent) }, queue: { limit: 40 }
        """, rate: rate))
    let expected = Self.loadDependent(
      units: units, rate: rate, places: units + 40
    ) { 1 + factor * pow(Double($0) / Double(units), exponent) }
    expectAgreement(
      try run.operation().latencyMean, expected, "load-dependent time in system", detecting: 0.2)
    let plain = Self.loadDependent(units: units, rate: rate, places: units + 40) { _ in 1 }
    #expect(!agrees(try run.operation().latencyMean, plain), "the slowdown must show")
  }

  @Test func exponentialSlowdownIsALoadDependentRate() async throws {
    let run = try await Simulated(
      Self.file(
        """
        concurrency: 2, sharing: equal, work: { mean: 1s, shape: exponential }, \
        slowdown: { shape: exponential, factor: 0.1 }, queue: { limit: 20 }
        """, rate: 0.8))
    let expected = Self.loadDependent(units: 2, rate: 0.8, places: 22) { exp(0.1 * Double($0) / 2) }
    expectAgreement(
      try run.operation().latencyMean, expected, "load-dependent time in system", detecting: 0.2)
  }

  /// Mean time in system of what is let in.
  static func loadDependent(
    units: Int, rate: Double, places: Int, slowness: (Int) -> Double
  ) -> Double {
    var weights = [1.0]
    for present in 1...places {
      let death = Double(min(present, units)) / slowness(present)
      weights.append(weights[present - 1] * rate / death)
    }
    let total = weights.reduce(0, +)
    let mean = weights.enumerated().reduce(0) { $0 + Double($1.offset) * $1.element } / total
    return mean / (rate * (1 - weights[places] / total))
  }

  /// With slots and no waiting room the factor is that of the number in service at the start, so
  /// one slot always works at the factor of a full copy.
  @Test func aSlotTakesTheFactorWhenItStarts() async throws {
    let run = try await Simulated(
      Self.file(
        "concurrency: 1, work: { mean: 1s, shape: exponential }, slowdown: { factor: 0.5 }, queue: { limit: none }",
        rate: 0.4))
    expectAgreement(
      try run.operation().latencyMean, Theory.timeInSystem(lambda: 0.4, mu: 1 / 1.5, servers: 1),
      "M/M/1 with work half as long again")
  }

  // MARK: Order

  /// Source: Alan Cobham, "Priority Assignment in Waiting Line Problems", Operations Research 2,
  /// 1954: W_k = W_0 / ((1 - sigma_(k-1)) (1 - sigma_k)), W_0 = sum of lambda_i E[S_i^2] / 2.
  @Test(arguments: [(0.3, 0.2, 0.3), (0.1, 0.4, 0.3)])
  func prioritiesAreCobhams(_ first: Double, _ second: Double, _ third: Double) async throws {
    let rates = [first, second, third]
    let names = ["gold", "silver", "lead"]
    let operations = zip(names, rates).map {
      "\($0): { arrivals: { process: poisson, rate: \($1)/s } }"
    }.joined(separator: "\n    ")
    let run = try await Simulated(
      Self.file(
        "concurrency: 1, work: { mean: 1s, cv: 1.5 }, queue: { limit: none, order: priority }",
        seconds: 40_000, top: "priority: [gold, silver]", operations: operations))
    let residual = rates.reduce(0, +) * (1 + 1.5 * 1.5) / 2
    var before = 0.0
    for (name, rate) in zip(names, rates) {
      let after = before + rate
      let expected = 1 + residual / ((1 - before) * (1 - after))
      expectAgreement(
        try run.operation(name).latencyMean, expected, "time in system of \(name)", detecting: 0.2)
      before = after
    }
    let common = 1 + residual / (1 - before)
    #expect(!agrees(try run.operation("gold").latencyMean, common), "priority must show")
  }

  /// The order does not change the mean, but the last in, first out has the larger variance:
  /// E[W^2] grows by 1 / (1 - rho).
  ///
  /// Source: Leonard Kleinrock, "Queueing Systems", volume 1, 1975, exercise 5.11 and volume 2,
  /// section 3.6 (conservation law).
  @Test func theLastInFirstOutHasTheSameMean() async throws {
    let web = "concurrency: 1, work: { mean: 1s, shape: exponential }"
    let lifo = try await Simulated(
      Self.file("\(web), queue: { limit: none, order: lifo }", rate: 0.7))
    let fifo = try await Simulated(Self.file("\(web), queue: { limit: none }", rate: 0.7))
    let expected = Theory.timeInSystem(lambda: 0.7, mu: 1, servers: 1)
    expectAgreement(try lifo.operation().latencyMean, expected, "M/M/1-LIFO time in system")
    let late = try #require(lifo.operation().tail)
    let usual = try #require(fifo.operation().tail)
    #expect(late > 1.5 * usual, "p99 \(late) against \(usual)")
  }

  // MARK: Limits of waiting

  /// Waits for service that end after a fixed time.
  ///
  /// Source: Barrer, "Queuing with Impatient Customers and Ordered Service", Operations
  /// Research 5, 1957: in M/M/1 with waits of at most t the share
  /// (1 - rho) rho e^(-mu (1 - rho) t) / (1 - rho^2 e^(-mu (1 - rho) t)) is lost.
  @Test(arguments: [(0.8, 2), (0.9, 1), (1.3, 3)])
  func theLongestWaitIsBarrers(_ rate: Double, _ seconds: Int) async throws {
    let run = try await Simulated(
      Self.file(
        "concurrency: 1, work: { mean: 1s, shape: exponential }, queue: { limit: none, max_wait: \(seconds)s }",
        rate: rate, seconds: 40_000))
    let factor = exp(-(1 - rate) * Double(seconds))
    let expected = (1 - rate) * rate * factor / (1 - rate * rate * factor)
    let operation = try run.operation()
    let share = try #require(operation.refused.value) / #require(operation.arrivals.value)
    #expect(abs(share - expected) < 0.03 * expected, "lost \(share), theory \(expected)")
    #expect(operation.causes.contains { $0.cause == "max_wait" })
    let longest = try #require(operation.latencyMax)
    #expect(longest > Double(seconds), "service comes on top of the wait")
  }

  /// The number present is the same whether the newcomer or the oldest leaves, but those who are
  /// served have waited less.
  @Test func puttingOutTheOldestLosesAsMany() async throws {
    let web = "concurrency: 1, work: { mean: 1s, shape: exponential }, queue: { limit: 4"
    let dropping = try await Simulated(Self.file("\(web), on_full: drop_oldest }", rate: 1.5))
    let refusing = try await Simulated(Self.file("\(web) }", rate: 1.5))
    let lost = Theory.finite(lambda: 1.5, mu: 1, servers: 1, places: 5)[5]
    for run in [dropping, refusing] {
      let operation = try run.operation()
      let share = try #require(operation.refused.value) / #require(operation.arrivals.value)
      #expect(abs(share - lost) < 0.02 * lost, "lost \(share), theory \(lost)")
    }
    let fresh = try #require(dropping.operation().latencyMean.value)
    let stale = try #require(refusing.operation().latencyMean.value)
    #expect(fresh < 0.9 * stale, "\(fresh) against \(stale)")
    #expect(try dropping.operation().causes.contains { $0.cause == "drop_oldest" })
  }

  /// Who waits outside waits as behind an unlimited room, holding the caller's slot.
  @Test func blockingTakesNobodyAway() async throws {
    func file(_ queue: String) -> String {
      """
      format: arch/1
      entry: web
      components:
        web: { kind: service, concurrency: 6, work: { mean: 100ms, cv: 0 }, queue: { limit: none }, calls: [db] }
        db: { kind: external, concurrency: 1, work: { mean: 700ms, shape: exponential }, queue: { \(queue) } }
      workload: { warmup: 100s, lasts: 5000s, operations: { request: { arrivals: { process: poisson, rate: 1/s } } } }
      """
    }
    let blocking = try await Simulated(file("limit: 1, on_full: block"))
    let unlimited = try await Simulated(file("limit: none"))
    let refusing = try await Simulated(file("limit: 1"))
    #expect(
      try blocking.operation().latencyMean.value == unlimited.operation().latencyMean.value)
    #expect(try blocking.operation().refused.value == 0)
    #expect(try (refusing.operation().refused.value ?? 0) > 0)
    #expect(try (blocking.component("db").queueMean.value ?? 9) <= 1)
    #expect(try (unlimited.component("db").queueMean.value ?? 0) > 1)
  }

  // MARK: Groups and beats

  /// Groups of at most `most` with exponential work, against the chain of (idle | busy, waiting).
  ///
  /// Source: Norman Bailey, "On Queueing Processes with Bulk Service", Journal of the Royal
  /// Statistical Society B 16, 1954, for the rule of service; solved numerically here.
  @Test(arguments: [(2, 1.2), (5, 3.0), (1, 0.7)])
  func groupsAgreeWithTheirChain(_ most: Int, _ rate: Double) async throws {
    let run = try await Simulated(
      Self.file(
        "concurrency: 1, batch: { size: \(most), work: { mean: 1s, shape: exponential } }, queue: { limit: none }",
        rate: rate))
    let expected = Self.bulkTime(most: most, rate: rate)
    expectAgreement(try run.operation().latencyMean, expected, "time in system of groups")
  }

  /// Mean time in system by iteration on the chain; `states` beyond which nothing waits.
  static func bulkTime(most: Int, rate: Double, states: Int = 600) -> Double {
    var idle = 1.0
    var busy = [Double](repeating: 0, count: states)
    let step = 1 / (rate + 1)
    for _ in 0..<60_000 {
      var nextIdle = idle * (1 - rate * step)
      var next = [Double](repeating: 0, count: states)
      next[0] += idle * rate * step
      for waiting in 0..<states where busy[waiting] > 0 {
        let weight = busy[waiting]
        next[min(waiting + 1, states - 1)] += weight * rate * step
        if waiting == 0 {
          nextIdle += weight * step
        } else {
          next[max(0, waiting - most)] += weight * step
        }
      }
      idle = nextIdle
      busy = next
    }
    let waiting = busy.enumerated().reduce(0) { $0 + Double($1.offset) * $1.element }
    return waiting / rate + 1
  }

  /// A group waits for its number: with a size never reached, the first waits the whole `wait`.
  @Test func theFirstOfAGroupWaitsForOthers() async throws {
    let waited = try await Simulated(
      Self.file(
        "concurrency: 100, batch: { size: 100, wait: 2s, work: { exact: 500ms }, each: 10ms }",
        rate: 3, seconds: 20_000))
    // A group gathers for 2 s from its first member on: 1 + 3 x 2 members on average, who come at
    // any moment of it; the work of the group is 500 ms and 10 ms for each.
    let operation = try waited.operation()
    let members = 1 + 3.0 * 2
    let wait = (2 + (members - 1) * 1) / members
    // A request is in a group of n with a chance proportional to n: E[N^2] / E[N], N - 1 Poisson.
    let sized = ((members - 1) + members * members) / members
    expectAgreement(
      operation.latencyMean, wait + 0.5 + 0.01 * sized, "time in system of gathered groups")
  }

  /// On a beat the wait is uniform between nothing and the beat.
  @Test(arguments: [16, 100])
  func theWaitForABeatIsUniform(_ beat: Int) async throws {
    let run = try await Simulated(
      Self.file(
        "concurrency: 1000, tick: \(beat)ms, work: { exact: 5ms }, queue: { limit: none }",
        rate: 50, seconds: 2_000))
    let operation = try run.operation()
    expectAgreement(
      operation.latencyMean, Double(beat) / 2000 + 0.005, "time in system on a beat")
    let longest = try #require(operation.latencyMax)
    #expect(longest <= Double(beat) / 1000 + 0.005 + 1e-9)
    #expect(longest > 0.99 * (Double(beat) / 1000 + 0.005))
  }

  /// Who is still busy at the beat keeps the slot: work of one and a half beats takes two.
  @Test func aBeatServesEverySecondTimeWhatTakesLonger() async throws {
    let run = try await Simulated(
      Self.file(
        "concurrency: 1, tick: 100ms, work: { exact: 150ms }, queue: { limit: none }",
        seconds: 100, operations: "request: { arrivals: { process: burst, count: 50, at: 500s } }"))
    // One starts every 200 ms: the last of 50 starts at 49 x 200 ms after the first beat.
    let longest = try #require(run.operation().latencyMax)
    #expect(abs(longest - (49 * 0.2 + 0.1 + 0.15)) < 1e-9, "\(longest)")
  }

  // MARK: Balancing

  /// Source: Michael Mitzenmacher, "The Power of Two Choices in Randomized Load Balancing", IEEE
  /// Transactions on Parallel and Distributed Systems 12(10), 2001: for many copies the mean time
  /// in system tends to the sum over i of rho^(2^i - 2).
  @Test(arguments: [0.7, 0.9])
  func twoChoicesTendToTheFluidLimit(_ load: Double) async throws {
    let run = try await Simulated(
      Self.file(
        "replicas: 200, concurrency: 1, balance: two_choices, work: { mean: 1s, shape: exponential }, queue: { limit: none }",
        rate: 200 * load, seconds: 500), replications: 8)
    let limit = (1...10).reduce(0.0) { $0 + pow(load, pow(2, Double($1)) - 2) }
    let time = try #require(run.operation().latencyMean.value)
    #expect(abs(time - limit) < 0.03 * limit, "time in system \(time), fluid limit \(limit)")
    let byChance = 1 / (1 - load)
    #expect(time < 0.75 * byChance, "two choices must beat one")
  }

  /// A key stays with its copy, so that the busiest copy carries the share of its keys.
  @Test func hashingKeepsAKeyWhereItIs() async throws {
    func file(_ balance: String) -> String {
      Self.file(
        "replicas: 4, concurrency: 1, balance: \(balance), work: { exact: 1ms }, queue: { limit: none }",
        seconds: 100,
        operations: "request: { arrivals: { process: poisson, rate: 100/s }, keys: { count: 1 } }")
    }
    // With one key all go to one copy, which is then a tenth busy, and so a request waits.
    let hashed = try await Simulated(file("hash"), replications: 8)
    let spread = try await Simulated(file("round_robin"), replications: 8)
    let one = Theory.pollaczekKhinchine(lambda: 100, service: 0.001, scv: 0)
    expectAgreement(try hashed.operation().latencyMean, one, "M/D/1 of one copy")
    #expect(!agrees(try spread.operation().latencyMean, one))
  }

  /// With shedding the least important are refused first, the most important last.
  @Test func sheddingKeepsPlacesForWhatMatters() async throws {
    let names = ["pay", "browse", "track"]
    let operations = names.map {
      "\($0): { arrivals: { process: poisson, rate: 0.7/s } }"
    }.joined(separator: "\n    ")
    let run = try await Simulated(
      Self.file(
        "concurrency: 1, work: { mean: 1s, shape: exponential }, queue: { limit: 20, shed_from: 40% }",
        top: "priority: [pay, browse]", operations: operations))
    let refused = try names.map { try run.operation($0).refused.value ?? 0 }
    #expect(refused[0] < 0.05 * refused[2], "\(refused)")
    #expect(refused[0] < refused[1], "\(refused)")
    #expect(refused[1] < refused[2], "\(refused)")
    #expect(try run.operation("track").causes.contains { $0.cause == "shed" })
  }
}

extension OperationMeasurements {
  /// The 99th percentile of the latency in seconds.
  fileprivate var tail: Double? { latency.first { $0.share == 0.99 }?.value.value }
}
