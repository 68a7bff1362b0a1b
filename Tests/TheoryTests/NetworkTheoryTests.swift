import PluginAPI
import Testing

/// Open Jackson networks with feedback have product form.
///
/// Source: James Jackson, "Networks of Waiting Lines", Operations Research 5(4), 1957.
@Suite struct NetworkTheoryTests {
  /// Two stations; after `first` 40 % come back to it, 30 % go to `second`; half of what leaves
  /// `second` goes back to `first`.
  static func pair(back: Int = 40) -> String {
    """
    format: arch/1
    entry: first
    components:
      first:
        kind: service
        concurrency: 2
        work: { mean: 400ms, shape: exponential }
        queue: { limit: none }
        calls: [{ then: [{ share: \(back)%, to: first }, { share: 30%, to: second }] }]
      second:
        kind: service
        concurrency: 1
        work: { mean: 500ms, shape: exponential }
        queue: { limit: none }
        calls: [{ then: [{ share: 50%, to: first }] }]
    workload:
      warmup: 500s
      lasts: 20000s
      operations:
        request: { arrivals: { process: poisson, rate: 1.6/s } }
    """
  }

  /// Traffic equations: a = g + 0.4 a + 0.5 b, b = 0.3 a.
  static var expected: (first: Double, second: Double, time: Double) {
    let first = 1.6 / (1 - 0.4 - 0.15)
    let second = 0.3 * first
    let time =
      (first * Theory.timeInSystem(lambda: first, mu: 2.5, servers: 2)
        + second * Theory.timeInSystem(lambda: second, mu: 2, servers: 1)) / 1.6
    return (first, second, time)
  }

  @Test func aNetworkWithFeedbackHasProductForm() async throws {
    let run = try await Simulated(Self.pair())
    expectAgreement(try run.operation().latencyMean, Self.expected.time, "time in network")
    expectAgreement(
      try run.component("first").utilisation, Self.expected.first * 0.4 / 2, "first")
    expectAgreement(
      try run.component("second").utilisation, Self.expected.second * 0.5, "second")
  }

  @Test func lessFeedbackIsNoticed() async throws {
    let run = try await Simulated(Self.pair(back: 38))
    #expect(!agrees(try run.operation().latencyMean, Self.expected.time))
  }

  /// Ten stations of 2 to 8 servers, all at a utilisation of 0.8, with feedback.
  static func ten() -> String {
    let servers = (0..<10).map { 2 + $0 % 7 }
    let rates = traffic()
    var components = ""
    for station in 0..<10 {
      let mean = 0.8 * Double(servers[station]) / rates[station]
      let nanoseconds = Int((mean * 1e9).rounded())
      components += """
          s\(station):
            kind: service
            concurrency: \(servers[station])
            work: { mean: \(nanoseconds)ns, shape: exponential }
            queue: { limit: none }
            calls: [{ then: [{ share: 45%, to: s\((station + 1) % 10) }, { share: 20%, to: s\((station + 3) % 10) }, { share: 10%, to: s\(station) }] }]

        """
    }
    return """
      format: arch/1
      entry: door
      components:
        door: { kind: service, concurrency: none, work: 0s, calls: [{ then: [{ share: 50%, to: s0 }, { share: 30%, to: s3 }, { share: 20%, to: s6 }] }] }
      \(components)
      workload:
        warmup: 1000s
        lasts: 20000s
        operations:
          request: { arrivals: { process: poisson, rate: 1/s } }
      """
  }

  static func traffic() -> [Double] {
    var rates = [Double](repeating: 0, count: 10)
    for _ in 0..<5000 {
      var next = [0.5, 0, 0, 0.3, 0, 0, 0.2, 0, 0, 0]
      for station in 0..<10 {
        next[(station + 1) % 10] += 0.45 * rates[station]
        next[(station + 3) % 10] += 0.20 * rates[station]
        next[station] += 0.10 * rates[station]
      }
      rates = next
    }
    return rates
  }

  @Test func tenStationsHaveProductForm() async throws {
    let rates = Self.traffic()
    let expected = (0..<10).reduce(0) { sum, station in
      let servers = 2 + station % 7
      let mu = rates[station] / (0.8 * Double(servers))
      return sum + rates[station]
        * Theory.timeInSystem(lambda: rates[station], mu: mu, servers: servers)
    }
    #expect(abs(expected - 58.8997) < 1e-3, "the published value of this network")
    let run = try await Simulated(Self.ten())
    expectAgreement(try run.operation().latencyMean, expected, "ten stations")
  }
}
