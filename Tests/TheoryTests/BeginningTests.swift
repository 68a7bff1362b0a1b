import PluginAPI
import Testing

/// What is left out at the start of a run whose file leaves that to the tool.
@Suite struct BeginningTests {
  /// Work of 100 s on average for any number at once, 10 coming each second: 1000 at work once it
  /// is steady, and 1000 (1 - e^(-t / 100 s)) after a start from empty.
  static func file(_ warmup: String) -> String {
    """
    format: arch/1
    entry: web
    components:
      web: { kind: service, concurrency: none, work: { mean: 100s, shape: exponential } }
    workload:
      warmup: \(warmup)
      lasts: 2000s
      operations:
        request: { arrivals: { process: poisson, rate: 10/s } }
    """
  }

  static let truth = 1000.0

  /// On average over 2000 s a tenth of the first 1000 s is missing: 950.
  @Test func anEmptyBeginningIsBiased() async throws {
    let inUse = try await Simulated(Self.file("0s"), replications: 16).component().utilisation
    let value = try #require(inUse.value)
    #expect(abs(value - 950) < 10, "expected 950, found \(value)")
  }

  /// The standard error of 16 replications is about 1.6; the bias of the test above is 50.
  @Test(arguments: [1, 2, 3] as [UInt64])
  func whatIsLeftOutTakesTheBiasAway(_ seed: UInt64) async throws {
    let run = try await Simulated(Self.file("auto"), seed: seed, replications: 16)
    #expect(run.run.warmupSource == .found)
    #expect((200...900).contains(run.run.warmup), "\(run.run.warmup)")
    let value = try #require(try run.component().utilisation.value)
    #expect(abs(value - Self.truth) < 10, "expected \(Self.truth), found \(value)")
    // What is kept is as long as the file says.
    #expect(run.run.lasts == 2000)
  }

  @Test func aMissingFieldMeansAuto() async throws {
    let stated = try await Simulated(Self.file("auto"), replications: 8)
    let text = Self.file("auto").split(separator: "\n").filter { !$0.contains("warmup") }
    let missing = try await Simulated(text.joined(separator: "\n"), replications: 8)
    #expect(missing.run.warmup == stated.run.warmup)
    #expect(
      try missing.operation().latencyMean.value == stated.operation().latencyMean.value)
  }

  /// A load that changes, and one under which something breaks, are seen from their first moment.
  @Test(arguments: [
    ("process: poisson, rate: 10/s", "faults: [{ crash: web, at: 10s, lasts: 5s }]"),
    ("process: poisson, rate: [{ at: 0s, rate: 1/s }, { at: 100s, rate: 4/s }]", ""),
    ("process: burst, count: 50", ""),
  ]) func aLoadThatChangesIsKeptWhole(_ arrivals: String, _ faults: String) async throws {
    let text =
      Self.file("auto").replacing("process: poisson, rate: 10/s", with: arrivals) + "\n" + faults
    let run = try await Simulated(text, replications: 2).run
    #expect(run.warmupSource == .notSteady)
    #expect(run.warmup == 0)
  }

  @Test func whatGrowsForEverHasNoSteadyState() async throws {
    let text = Self.file("auto").replacing(
      "concurrency: none", with: "concurrency: 900, queue: none")
    let run = try await Simulated(text, replications: 2).run
    #expect(run.warmupSource == .notFound)
    #expect(run.warmup == 0)
  }
}
