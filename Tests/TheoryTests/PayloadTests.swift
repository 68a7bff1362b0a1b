import ArchitectureModel
import BundledPlugins
import Evaluation
import ExerciseFiles
import Foundation
import PluginAPI
import Testing

/// Sizes that differ from request to request: on a link with a bandwidth and nothing else to wait
/// for, the time of an answer is that of its bytes.
@Suite struct PayloadTests {
  /// 8 Mbps carry a byte in a microsecond; the answers, without data, take no time.
  static func file(_ payload: String, web: String = "at: south", more: String = "") -> String {
    """
    format: arch/1
    entry: web
    sites:
      north: { latency_to: { south: 0s }, bandwidth_to: { south: 8Mbps } }
      south: {}
    components:
      web: { kind: service, \(web), concurrency: none, work: 0s }
      \(more)
    workload:
      lasts: 400s
      clients: { north: 100% }
      operations:
        request: { arrivals: { process: poisson, rate: 20/s }, payload: \(payload) }
    """
  }

  /// Runs a file beside a table of sizes.
  static func run(_ text: String, table: String) async throws -> Simulated {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("payload-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(table.utf8).write(to: folder.appendingPathComponent("sizes.csv"))
    return try await Simulated(text, folder: FolderReader(folder: folder.path))
  }

  @Test func theTimeOnTheWayIsThatOfTheBytes() async throws {
    // A log-normal of mean 40 KB and cv 1: sigma^2 = ln 2, median mean / sqrt 2.
    let run = try await Simulated(Self.file("{ mean: 40kB, cv: 1 }".replacing("kB", with: "KB")))
    expectAgreement(try run.operation().latencyMean, 0.04, "mean", detecting: 0.02)
    let sigma = log(2.0).squareRoot()
    let median = 0.04 / 2.0.squareRoot()
    expectAgreement(try run.percentile(0.5), median, "median", detecting: 0.03, slack: 0.005)
    expectAgreement(
      try run.percentile(0.99), median * exp(2.326348 * sigma), "p99", detecting: 0.06,
      slack: 0.005)
    // Negative control: requests that are all alike.
    let alike = try await Simulated(Self.file("40KB"))
    #expect(abs((try alike.percentile(0.99).value ?? 0) / 0.04 - 1) < 0.005)
    #expect(!agrees(try alike.percentile(0.99), median * exp(2.326348 * sigma), slack: 0.005))
  }

  /// A call without `carries` takes the size of its request with it: there and on, the same bytes.
  @Test func callsCarryTheSizeOfTheirRequest() async throws {
    for (verb, copies) in [("read", ""), ("call", "")] {
      let store = verb == "read" ? "kind: database" : "kind: service, work: 0s"
      let run = try await Simulated(
        Self.file(
          "{ p50: 10KB, p99: 80KB }", web: "at: north, calls: [{ \(verb): far }]",
          more:
            "far: { \(store), at: south, concurrency: none\(copies)\(verb == "read" ? ", read: 0s" : "") }"
        ))
      let spread = log(8.0) / 2.326348
      expectAgreement(
        try run.operation().latencyMean, 0.01 * exp(spread * spread / 2), verb, detecting: 0.03)
      expectAgreement(
        try run.percentile(0.5), 0.01, "\(verb) median", detecting: 0.03, slack: 0.005)
    }
  }

  @Test func aPercentileTableIsJoinedByStraightLines() async throws {
    let table = "share,size\n0,10KB\n0.5,20KB\n0.9,40KB\n1,140KB\n"
    let run = try await Self.run(Self.file("{ file: sizes.csv }"), table: table)
    let mean = 0.5 * 0.015 + 0.4 * 0.03 + 0.1 * 0.09
    expectAgreement(try run.operation().latencyMean, mean, "mean", detecting: 0.02)
    expectAgreement(try run.percentile(0.9), 0.04, "p90", detecting: 0.07, slack: 0.005)
    expectAgreement(try run.percentile(0.95), 0.09, "p95", detecting: 0.05, slack: 0.005)
    // Measured sizes, in any order, are a table of their own.
    let measured = try await Self.run(
      Self.file("{ file: sizes.csv }"), table: "30KB\n10KB\n20KB\n")
    expectAgreement(try measured.operation().latencyMean, 0.02, "measured", detecting: 0.02)
    #expect(!agrees(try run.operation().latencyMean, mean * 1.03))
  }

  @Test func whatIsNoSizeIsRefused() async throws {
    func codes(_ payload: String) -> [String] {
      ArchitectureReader(BundledPlugins.all.vocabulary)
        .read(bytes: Array(Self.file(payload).utf8), file: "payload.yaml").problems.map(\.code)
    }
    #expect(codes("{ mean: 40KB }") == ["arch.bad-spread"])
    #expect(codes("{}") == ["arch.bad-spread"])
    #expect(codes("{ mean: 40KB, p99: 4KB }") == ["arch.bad-spread"])
    #expect(codes("{ p50: 0B, p99: 4KB }") == ["arch.bad-spread"])
    #expect(codes("{ exact: 4KB, cv: 1 }") == ["arch.bad-spread"])
    #expect(codes("{ p50: 40KB, p99: 8000000TiB }") == ["arch.bad-spread"])
    #expect(codes("{ p50: 1TiB, p99: 4TiB }") == [])
    #expect(!codes("{ file: ../sizes.csv }").isEmpty && !codes("12s").isEmpty)
    for table in ["", "0,10KB\n0,20KB\n", "0.5,10KB\n20KB\n", "0,20KB\n1,10KB\n", "1,2,3\n4,5,6\n"]
    {
      let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("payload-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(at: folder) }
      try Data(table.utf8).write(to: folder.appendingPathComponent("sizes.csv"))
      let reading = ArchitectureReader(BundledPlugins.all.vocabulary).read(
        bytes: Array(Self.file("{ file: sizes.csv }").utf8), file: "payload.yaml",
        folder: FolderReader(folder: folder.path))
      #expect(reading.problems.map(\.code) == ["arch.bad-table"], "\(table)")
    }
  }

  /// The widest spread of the largest sizes neither traps nor hangs.
  @Test func enormousSizesEnd() async throws {
    let text = Self.file("{ p50: 4000000TiB, p99: 4500000TiB }").replacing("400s", with: "5s")
    let run = try await Simulated(text, replications: 2)
    #expect((try run.operation().arrivals.value ?? 0) > 50)
  }
}
