import Testing

@testable import QueueingAnalysis

/// Closed networks against worked examples of textbooks.
@Suite struct ClosedNetworkTests {
  /// Source: Raj Jain, "The Art of Computer Systems Performance Analysis", Wiley, 1991, example
  /// 34.2 and table 34.1: CPU 16 visits of 125 ms, disks of 10 x 300 ms and 5 x 200 ms, 4 s of
  /// thought.
  static let table: [(Int, Double, Double, Double)] = [
    (1, 6.000, 0.100, 0.200), (2, 7.400, 0.175, 0.421), (3, 9.088, 0.229, 0.651),
    (5, 13.256, 0.290, 1.088), (17, 47.045, 0.333, 1.974), (20, 56.016, 0.333, 1.991),
  ]

  @Test(arguments: table)
  func meanValuesAgreeWithThePublishedTable(
    _ users: Int, _ response: Double, _ throughput: Double, _ atProcessor: Double
  ) {
    let stations = [2.0, 3, 1].map { ClosedNetwork.Station(demand: $0, servers: 1) }
    let found = ClosedNetwork.meanValues(stations, users: users, think: 4)
    #expect(abs(found.throughput - throughput) < 5e-4)
    #expect(abs(Double(users) / found.throughput - 4 - response) < 5e-4)
    #expect(abs(found.present[0] - atProcessor) < 5e-4)
    let slower = ClosedNetwork.meanValues(stations, users: users, think: 4.1)
    #expect(abs(Double(users) / slower.throughput - 4.1 - response) > 5e-4 || users == 1)
  }

  /// A published example of three users agrees.
  ///
  /// Source: Lazowska, Zahorjan, Graham and Sevcik, "Quantitative System Performance",
  /// Prentice-Hall, 1984, the example on p. 117: demands of 0.605, 2.1 and 1.35 s, 15 s of
  /// thought, three users: 0.152 interactions a second.
  @Test func theExampleOfLazowskaAgrees() {
    let stations = [0.605, 2.1, 1.35].map { ClosedNetwork.Station(demand: $0, servers: 1) }
    let found = ClosedNetwork.meanValues(stations, users: 3, think: 15)
    #expect(abs(found.throughput - 0.152) < 5e-4)
    #expect(near(3 / found.throughput - 15, 4.79982, 1e-5))
  }

  /// The repair shop M/M/c with a fixed number of machines, by its balance equations.
  static func shop(users: Int, servers: Int, work: Double, think: Double) -> Double {
    var weights = [1.0]
    for present in 1...users {
      let coming = Double(users - present + 1) / think
      weights.append(weights[present - 1] * coming * work / Double(min(present, servers)))
    }
    let total = weights.reduce(0, +)
    return weights.enumerated().reduce(0.0) {
      $0 + Double(min($1.offset, servers)) * $1.element / total / work
    }
  }

  @Test(arguments: [(5, 2, 1.0, 4.0), (40, 8, 0.5, 2.0), (300, 16, 0.1, 1.0), (2, 3, 1.0, 0.1)])
  func severalSlotsAgreeWithTheRepairShop(
    _ users: Int, _ servers: Int, _ work: Double, _ think: Double
  ) throws {
    let expected = Self.shop(users: users, servers: servers, work: work, think: think)
    let station = ClosedNetwork.Station(demand: work, servers: Double(servers))
    let found = try #require(ClosedNetwork.exact([station], users: users, think: think))
    #expect(near(found.throughput, expected, 1e-9))
    let present = Double(users) - expected * think
    #expect(near(found.present[0], present, 1e-8), "Little's law for those who think")
  }

  @Test func convolutionAgreesWithMeanValuesWhereBothApply() throws {
    let stations = [0.605, 2.1, 1.35].map { ClosedNetwork.Station(demand: $0, servers: 1) }
    let one = ClosedNetwork.meanValues(stations, users: 25, think: 15)
    let other = try #require(ClosedNetwork.convolved(stations, users: 25, think: 15))
    #expect(near(one.throughput, other.throughput, 1e-10))
    for (left, right) in zip(one.present, other.present) { #expect(near(left, right, 1e-9)) }
  }

  @Test func severalGroupsAgreeWithOneWhenTheyAreAlike() throws {
    let demands = [[0.6, 2.1], [0.6, 2.1]]
    let both = try #require(
      ClosedNetwork.meanValues(
        demands: demands, isDelay: [false, false], users: [3, 4], think: [5, 5]))
    let stations = demands[0].map { ClosedNetwork.Station(demand: $0, servers: 1) }
    let all = ClosedNetwork.meanValues(stations, users: 7, think: 5)
    #expect(near(both.throughput[0] + both.throughput[1], all.throughput, 1e-10))
    #expect(near(both.throughput[0] / 3, both.throughput[1] / 4, 1e-10))
  }

  @Test func whatIsTooLargeHasNoExactValue() {
    let station = ClosedNetwork.Station(demand: 1, servers: 2)
    #expect(ClosedNetwork.exact([station], users: 5_000_000, think: 1) == nil)
    #expect(
      ClosedNetwork.meanValues(
        demands: [[1], [1]], isDelay: [false], users: [100_000, 100_000], think: [1, 1]) == nil)
  }
}
