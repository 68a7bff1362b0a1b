import Foundation
import PluginAPI
import Testing

/// How callers choose among copies.
///
/// Power: 10 % in the mean time and 15 % in p99, with a
/// probability of 0.95.
@Suite struct BalanceTheoryTests {
  static func copies(
    _ count: Int, slots: Int = 1, balance: String, rate: Double, seconds: Int = 20_000
  ) -> String {
    Files.file(
      Files.service(
        "web", slots: "\(slots)", work: Files.exponential(1),
        ", replicas: \(count), balance: \(balance)"),
      arrivals: Files.poisson(rate), seconds: seconds)
  }

  /// A random split of a Poisson stream is Poisson again.
  @Test(arguments: [(2, 1.4), (5, 4.0)])
  func choiceByChanceGivesIndependentServers(_ count: Int, _ rate: Double) async throws {
    let run = try await Simulated(Self.copies(count, balance: "random", rate: rate))
    let expected = Theory.timeInSystem(lambda: rate / Double(count), mu: 1, servers: 1)
    expectAgreement(try run.operation().latencyMean, expected, "random over \(count)")
    expectAgreement(
      try run.percentile(0.99), expected * log(100), "p99", detecting: 0.15, slack: 0.005)
  }

  /// Each n-th arrival: Erlang gaps at each copy.
  static func inTurn(_ count: Int, _ rate: Double) -> Double {
    let each = rate / Double(count)
    let cv = 1 / Double(count).squareRoot()
    return 1
      / (1 - Theory.rootOfGM1(mu: 1, transform: Theory.gammaGaps(rate: each, cv: cv)))
  }

  @Test(arguments: [(2, 1.4), (5, 4.0)])
  func turnsGiveErlangArrivals(_ count: Int, _ rate: Double) async throws {
    let run = try await Simulated(Self.copies(count, balance: "round_robin", rate: rate))
    let expected = Self.inTurn(count, rate)
    expectAgreement(try run.operation().latencyMean, expected, "in turn over \(count)")
    expectAgreement(
      try run.percentile(0.99), expected * log(100), "p99", detecting: 0.15, slack: 0.005)
  }

  /// Joining the shorter of two queues, ties by chance; cut off where nothing of weight is left.
  static func shorterQueue(slots: Int, rate: Double) -> Double {
    let chain = MarkovChain(from: [0, 0]) { state in
      var moves: [(to: [Int], rate: Double)] = []
      for copy in 0...1 {
        let other = 1 - copy
        var more = state
        more[copy] += 1
        if state[copy] < state[other] {
          moves.append((more, rate))
        } else if state[copy] == state[other], state[copy] < 60 {
          moves.append((more, rate / 2))
        }
        var less = state
        less[copy] -= 1
        if state[copy] > 0 { moves.append((less, Double(min(state[copy], slots)))) }
      }
      return moves
    }
    return chain.mean { Double($0[0] + $0[1]) } / rate
  }

  /// Source of the problem: Frank Haight, "Two Queues in Parallel", Biometrika 45, 1958.
  @Test(arguments: [(1, 1.2), (1, 1.6), (2, 3.2)])
  func leastBusyJoinsTheShorterQueue(_ slots: Int, _ rate: Double) async throws {
    let run = try await Simulated(
      Self.copies(2, slots: slots, balance: "least_busy", rate: rate, seconds: 40_000))
    expectAgreement(
      try run.operation().latencyMean, Self.shorterQueue(slots: slots, rate: rate),
      "the shorter of two queues with \(slots) slots", detecting: 0.1)
  }

  @Test(arguments: [(4, 2, 6.4), (3, 1, 2.4)])
  func oneWaitingRoomIsErlangC(_ count: Int, _ slots: Int, _ rate: Double) async throws {
    let run = try await Simulated(
      Self.copies(count, slots: slots, balance: "central", rate: rate))
    let expected = Theory.timeInSystem(lambda: rate, mu: 1, servers: count * slots)
    expectAgreement(try run.operation().latencyMean, expected, "central, M/M/\(count * slots)")
    expectAgreement(
      try run.component().queueMean, rate * (expected - 1), "mean number waiting",
      detecting: 0.2)
  }

  /// Each way of choosing has a mean of its own: all others are told apart from it.
  @Test(arguments: ["random", "round_robin", "least_busy", "central"])
  func theWaysOfChoosingAreToldApart(_ balance: String) async throws {
    let run = try await Simulated(Self.copies(2, balance: balance, rate: 1.6, seconds: 40_000))
    let means = [
      "random": Theory.timeInSystem(lambda: 0.8, mu: 1, servers: 1),
      "round_robin": Self.inTurn(2, 1.6), "least_busy": Self.shorterQueue(slots: 1, rate: 1.6),
      "central": Theory.timeInSystem(lambda: 1.6, mu: 1, servers: 2),
    ]
    for (name, mean) in means {
      #expect(
        agrees(try run.operation().latencyMean, mean) == (name == balance),
        "\(balance) against the theory of \(name)")
    }
  }

  // MARK: In a row

  /// The departures of M/M/1 are Poisson, and the times in a row of such stations independent.
  ///
  /// Source: Paul Burke, "The Output of a Queuing System", Operations Research 4(6), 1956; Edgar
  /// Reich, "Waiting Times When Queues are in Tandem", Annals of Mathematical Statistics 28(3), 1957.
  static func row(_ rate: Double, _ works: [Double]) -> String {
    let lines = works.enumerated().map { index, work in
      let then = index + 1 < works.count ? ", calls: [{ then: s\(index + 1) }]" : ""
      return Files.service(
        index == 0 ? "web" : "s\(index)", slots: "1", work: Files.exponential(work), then)
    }
    return Files.file(
      lines.joined(separator: "\n"), arrivals: Files.poisson(rate), seconds: 40_000)
  }

  @Test(arguments: [(0.6, [1.0, 0.5, 0.8]), (1.2, [0.25, 0.5])])
  func stationsInARowAreIndependent(_ rate: Double, _ works: [Double]) async throws {
    let run = try await Simulated(Self.row(rate, works))
    let decay = works.map { 1 / $0 - rate }
    expectAgreement(
      try run.operation().latencyMean, decay.reduce(0) { $0 + 1 / $1 }, "time through the row")
    for (index, speed) in decay.enumerated() {
      expectAgreement(
        try run.component(index == 0 ? "web" : "s\(index)").inside, rate / speed,
        "inside station \(index + 1)")
    }
    // A sum of independent exponentials of different rates.
    let p99 = Theory.root(from: 0, to: 1000) { time in
      let longer = decay.indices.reduce(0.0) { sum, i in
        let weight = decay.indices.filter { $0 != i }
          .reduce(1.0) { $0 * decay[$1] / (decay[$1] - decay[i]) }
        return sum + weight * exp(-decay[i] * time)
      }
      return 0.01 - longer
    }
    expectAgreement(try run.percentile(0.99), p99, "p99 of the row", detecting: 0.15, slack: 0.005)
  }

  @Test func aSlowerStationInTheRowIsNoticed() async throws {
    let run = try await Simulated(Self.row(0.6, [1.0, 0.5, 0.86]))
    let expected = [1.0, 0.5, 0.8].reduce(0) { $0 + 1 / (1 / $1 - 0.6) }
    #expect(!agrees(try run.operation().latencyMean, expected))
  }
}
