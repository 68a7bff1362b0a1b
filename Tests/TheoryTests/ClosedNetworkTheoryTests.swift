import PluginAPI
import Testing

/// A closed network with a published solution.
struct PublishedNetwork: Sendable, CustomTestStringConvertible {
  var source: String
  var stations: [MeanValueAnalysis.Station]
  var customers: Int
  var think: Double
  /// Published mean numbers present.
  var present: [Double]
  /// Published requests per second.
  var throughput: Double

  var testDescription: String { source }

  static let all = [
    PublishedNetwork(
      source: "Bolch et al., Queueing Networks and Markov Chains, example 8.3",
      stations: [
        .init(visits: 1, work: 0.02), .init(visits: 0.4, work: 0.2), .init(visits: 0.2, work: 0.4),
        .init(visits: 0.1, work: 0.6),
      ], customers: 6, think: 0, present: [0.244, 2.261, 2.261, 1.234], throughput: 9.920),
    PublishedNetwork(
      source: "Bolch et al., Queueing Networks and Markov Chains, example 8.4",
      stations: [
        .init(visits: 1, work: 0.5, servers: 2), .init(visits: 0.5, work: 0.6),
        .init(visits: 0.5, work: 0.8),
      ], customers: 3, think: 1, present: [0.624, 0.473, 0.686], throughput: 1.218),
    PublishedNetwork(
      source: "Jain, The Art of Computer Systems Performance Analysis, example 34.2",
      stations: [
        .init(visits: 16, work: 0.125), .init(visits: 10, work: 0.3), .init(visits: 5, work: 0.2),
      ], customers: 20, think: 4, present: [1.991, 16.177, 0.500], throughput: 0.333),
  ]
}

/// Closed users against exact mean-value analysis.
///
/// Power: 3 % in the response and the throughput, 10 % in the number at each station, with a
/// probability of 0.95.
@Suite struct ClosedNetworkTheoryTests {
  @Test(arguments: PublishedNetwork.all)
  func theAnalysisGivesThePublishedValues(_ network: PublishedNetwork) {
    let analysis = MeanValueAnalysis(
      network.stations, customers: network.customers, think: network.think)
    for (found, published) in zip(analysis.present, network.present) {
      #expect(abs(found - published) < 0.00101)
    }
    #expect(abs(analysis.throughput - network.throughput) < 0.00101)
  }

  /// The first station hands on by shares to the others, which hand back where it has several
  /// visits a request and are done otherwise.
  static func file(_ network: PublishedNetwork, think: String, seconds: Int) -> String {
    let first = network.stations[0]
    let comesBack = first.visits > 1
    var lines: [String] = []
    for (index, station) in network.stations.enumerated() {
      let name = index == 0 ? "web" : "s\(index)"
      var calls = ""
      if index == 0 {
        let branches = network.stations.indices.dropFirst().map {
          "{ share: \(100 * network.stations[$0].visits / first.visits)%, to: s\($0) }"
        }
        calls = ", calls: [{ then: [\(branches.joined(separator: ", "))] }]"
      } else if comesBack {
        calls = ", calls: [{ then: web }]"
      }
      lines.append(
        Files.service(
          name, slots: "\(station.servers)", work: Files.exponential(station.work), calls))
    }
    return Files.file(
      lines.joined(separator: "\n"),
      arrivals: "process: closed, users: \(network.customers), think: \(think)", warmup: 500,
      seconds: seconds)
  }

  static func seconds(_ network: PublishedNetwork) -> Int { network.throughput > 5 ? 3000 : 30_000 }

  static func compare(_ network: PublishedNetwork, think: String) async throws {
    let exact = MeanValueAnalysis(
      network.stations, customers: network.customers, think: network.think)
    let run = try await Simulated(
      Self.file(network, think: think, seconds: Self.seconds(network)))
    expectAgreement(
      try run.operation().throughput, exact.throughput, "throughput, think \(think)",
      detecting: 0.03)
    expectAgreement(
      try run.operation().latencyMean, exact.response, "response, think \(think)",
      detecting: 0.03)
    for (index, present) in exact.present.enumerated() {
      expectAgreement(
        try run.component(index == 0 ? "web" : "s\(index)").inside, present,
        "present at station \(index + 1)", detecting: 0.1)
    }
  }

  @Test(arguments: PublishedNetwork.all)
  func closedUsersAgreeWithMeanValueAnalysis(_ network: PublishedNetwork) async throws {
    let milliseconds = Int(network.think * 1000)
    try await Self.compare(
      network, think: network.think == 0 ? "0s" : Files.exponential(network.think))
    // Where nobody waits, only the mean counts.
    if network.think > 0 { try await Self.compare(network, think: "\(milliseconds)ms") }
  }

  @Test(arguments: PublishedNetwork.all)
  func oneCustomerMoreIsNoticed(_ network: PublishedNetwork) async throws {
    let wrong = MeanValueAnalysis(
      network.stations, customers: network.customers + 1, think: network.think)
    let think = network.think == 0 ? "0s" : Files.exponential(network.think)
    let run = try await Simulated(
      Self.file(network, think: think, seconds: Self.seconds(network)))
    #expect(!agrees(try run.operation().latencyMean, wrong.response))
  }
}
