import Foundation
import Testing

/// The same bytes on another processor: the C library chooses variants of its functions by what the
/// processor can do (fused multiplication), and may be told that it cannot.
@Suite struct PlatformTests {
  /// Source: The GNU C Library Reference Manual, "Hardware Capability Tunables".
  static let plain = [
    "GLIBC_TUNABLES":
      "glibc.cpu.hwcaps=-AVX2,-FMA,-FMA4,-AVX512F,-AVX2_Usable,-FMA_Usable,-FMA4_Usable"
  ]

  /// Draws from every family that takes a logarithm, a power or an exponential.
  static let file = """
    format: arch/1
    entry: web
    components:
      web: { kind: service, replicas: 2, work: { mean: 2ms, cv: 1.2 }, calls: [{ call: back, timeout: 60ms, latency: { mean: 1ms, shape: weibull, cv: 1.4 }, retry: { max: 2, wait: 5ms, jitter: full } }] }
      back: { kind: service, concurrency: 8, work: { mean: 9ms, shape: gamma, cv: 0.6 }, calls: [{ read: db }] }
      db: { kind: database, concurrency: 16, read: { mean: 3ms, p99: 20ms }, sharding: { count: 3 } }
    workload:
      warmup: 2s
      lasts: 20s
      operations:
        a: { arrivals: { process: hawkes, rate: 150/s, branching: 50%, decay: 20ms }, keys: { count: 500, skew: 1.1 } }
        b: { arrivals: { process: gamma, rate: [{ at: 0s, rate: 50/s }, { at: 20s, rate: 200/s }], cv: 1.7 } }
        c: { arrivals: { process: weibull, rate: 60/s, cv: 0.4 } }
    """

  static var canFuse: Bool {
    let known = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    return known.contains(" fma ") && FileManager.default.fileExists(atPath: "/usr/bin/awk")
  }

  @Test(arguments: ["1", "2"])
  func theCLibrarysVariantsChangeNoByte(_ seed: String) async throws {
    let folder = try Scratch()
    try folder.write("design.arch.yaml", Data(Self.file.utf8))
    let command = [
      "simulate", "design.arch.yaml", "--json", "-", "--no-timing", "--replications", "2",
      "--seed", seed,
    ]
    let one = try await Tool.run(command, in: folder)
    let two = try await Tool.run(command, in: folder, environment: Self.plain)
    #expect(one.code == 0, one.summary)
    #expect(two.code == 0, two.summary)
    #expect(one.output.count > 1000)
    #expect(one.output == two.output)
  }

  /// The variable does what it says: a program that takes its sines from the C library notices.
  @Test(.enabled(if: canFuse, "needs awk and a processor with fused multiplication"))
  func aProgramOfTheCLibraryNotices() throws {
    func sum(_ environment: [String: String]) throws -> String {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/awk")
      process.arguments = [
        "BEGIN { for (i = 1; i < 200000; i++) { s += sin(i * 0.731); e += exp(i / 20001.7) } printf \"%.17g %.17g\", s, e }"
      ]
      process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
      let pipe = Pipe()
      process.standardOutput = pipe
      try process.run()
      let data = pipe.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      return String(decoding: data, as: UTF8.self)
    }
    let one = try sum([:])
    #expect(try sum([:]) == one)
    #expect(try sum(Self.plain) != one)
  }
}
