import CBench
import PluginAPI
import Testing

/// The models that `make bench` times are what it says they are, in files and as loops.
///
/// Sources: Agner Erlang, 1917; James Jackson, "Networks of Waiting Lines", Operations Research
/// 5(4), 1957. The web architecture has no closed form: its mean, 25.127 ms with a standard error
/// of 0.018 ms, is that of sixteen runs of the hand-written loop with ten million requests each.
@Suite struct WorkloadTests {
  static let webMean = 0.025_127

  /// A file of the benchmark, for a shorter run.
  static func text(_ id: String, warmup: String, lasts: String) -> String {
    Shipped.text("Sources/windtunnel-bench/Workloads/\(id).arch.yaml")
      .split(separator: "\n").map { line in
        line.hasPrefix("  lasts:")
          ? "  lasts: \(lasts)"
          : line.hasPrefix("  warmup:") ? "  warmup: \(warmup)" : String(line)
      }.joined(separator: "\n")
  }

  static func latency(_ id: String, warmup: String, lasts: String) async throws -> Estimate {
    try await Simulated(text(id, warmup: warmup, lasts: lasts)).operation().latencyMean
  }

  @Test func theQueuesAreThoseOfErlang() async throws {
    let one = try await Self.latency("w1", warmup: "500s", lasts: "40000s")
    expectAgreement(one, Theory.timeInSystem(lambda: 0.8, mu: 1, servers: 1), "W1")
    let eight = try await Self.latency("w2", warmup: "500s", lasts: "10000s")
    expectAgreement(eight, Theory.timeInSystem(lambda: 7.2, mu: 1, servers: 8), "W2")
    // Negative controls: another load, a server less.
    #expect(!agrees(one, Theory.timeInSystem(lambda: 0.75, mu: 1, servers: 1)))
    #expect(!agrees(eight, Theory.timeInSystem(lambda: 6.7, mu: 1, servers: 8)))
  }

  @Test func theNetworkIsJacksons() async throws {
    let network = try await Self.latency("w3", warmup: "1000s", lasts: "20000s")
    expectAgreement(network, 58.8997, "W3")
    #expect(!agrees(network, 1.15 * 58.8997))
  }

  @Test(arguments: ["w4", "w5"])
  func theWebArchitectureIsThatOfTheLoop(_ id: String) async throws {
    let web = try await Self.latency(id, warmup: "2s", lasts: "40s")
    expectAgreement(web, Self.webMean, id)
    #expect(!agrees(web, 1.15 * Self.webMean))
  }

  /// The run goes on for ten times its kept time at most; the last to come leaves 556 s later.
  @Test func aMillionInFlightOnlyTakeLonger() async throws {
    let text = Self.text("w6", warmup: "0s", lasts: "64s")
    let run = try await Simulated(text)
    let mean = try run.operation().latencyMean
    #expect(abs((mean.value ?? 0) - 556 - Self.webMean) < 0.15 * Self.webMean)
    #expect(try run.operation().arrivals.value == run.operation().full.value)
  }

  /// Each loop against theory, within 4.5 standard deviations of the mean of its runs.
  @Test(
    arguments: [
      (Int32(1), UInt64(100_000), 5.0, 0.143), (2, 100_000, 1.876_916, 0.0825),
      (3, 20_000, 58.8997, 2.47), (4, 50_000, webMean, 0.001_13),
    ])
  func theLoopsAgreeWithTheory(
    _ model: Int32, _ customers: UInt64, _ mean: Double, _ spread: Double
  ) {
    let runs = (1...20).map { bench_loop(model, customers, $0, true) }
    let average = runs.map(\.mean).reduce(0, +) / 20
    let bound = 4.5 * spread / 20.0.squareRoot()
    #expect(abs(average - mean) < bound, "loop \(model): \(average), expected \(mean) +- \(bound)")
    #expect(bound < 0.05 * mean, "a loop that is off by 5 % would be seen")
    let visits = model == 3 ? 5 : model == 4 ? 5.2 : 2
    let events = runs.map { Double($0.events) }.reduce(0, +) / 20 / Double(customers)
    #expect(abs(events - visits) < 0.02 * visits)
    // The same run with and without statistics.
    #expect(bench_loop(model, customers, 1, false).mean == runs[0].mean)
    #expect(bench_loop(0, customers, 1, true).events == 0)
  }
}
