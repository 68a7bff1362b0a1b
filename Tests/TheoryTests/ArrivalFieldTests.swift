import ArchitectureModel
import BundledPlugins
import Diagnostics
import Evaluation
import ExerciseFiles
import Foundation
import PluginAPI
import Quantities
import SimulationKernel
import Testing

/// Arrivals as they are written in a file.
struct WrittenArrivals {
  let reading: ArchitectureReading

  init(
    _ arrivals: String, workload: String = "", folder: FolderReader = FolderReader(folder: nil)
  ) {
    let text = """
      format: arch/1
      entry: web
      components: { web: { kind: service } }
      workload:
        lasts: 10h
      \(workload.isEmpty ? "" : "  " + workload)
        operations:
          go: { arrivals: \(arrivals) }
          other: { arrivals: { process: poisson, rate: 1/s } }
      """
    reading = ArchitectureReader(BundledPlugins.all.vocabulary)
      .read(bytes: Array(text.utf8), file: "dir/file.yaml", folder: folder)
  }

  /// Each problem as `code line:column`.
  var problems: [String] {
    reading.problems.map { problem in
      let span = problem.span
      return
        "\(problem.code) \(span?.file ?? ""):\(span?.start.line ?? 0):\(span?.start.column ?? 0)"
    }
  }

  func load() throws -> OperationLoad {
    #expect(reading.problems.isEmpty, "\(reading.problems.map(\.message))")
    return try #require(reading.architecture?.workload?.operations.first)
  }

  /// The first arrivals.
  func times(_ count: Int = 3000) throws -> [Int64] {
    var stream = OperationArrivals(
      try load(), seed: 12, until: TimeSpan(nanoseconds: 36_000_000_000_000))
    var times: [Int64] = []
    while times.count < count, let time = stream.next() { times.append(time) }
    return times
  }
}

/// Every field of arrivals changes what comes.
@Suite struct ArrivalFieldTests {
  static let day = (0..<24).map { $0 < 6 ? "0" : "1" }.joined(separator: ", ")

  /// Two texts that differ in one field.
  static let pairs: [[String]] = [
    ["process", "{ process: poisson, rate: 2/s }", "{ process: regular, rate: 2/s }"],
    ["rate", "{ process: poisson, rate: 2/s }", "{ process: poisson, rate: 3/s }"],
    [
      "rate points", "{ process: regular, rate: [{ at: 0s, rate: 2/s }, { at: 1h, rate: 2/s }] }",
      "{ process: regular, rate: [{ at: 0s, rate: 2/s }, { at: 1h, rate: 3/s }] }",
    ],
    [
      "mean", "{ process: poisson, rate: { mean: 2/s, cv: 0.3, redrawn: 60s } }",
      "{ process: poisson, rate: { mean: 3/s, cv: 0.3, redrawn: 60s } }",
    ],
    [
      "cv of a rate", "{ process: poisson, rate: { mean: 2/s, cv: 0.3, redrawn: 60s } }",
      "{ process: poisson, rate: { mean: 2/s, cv: 0.5, redrawn: 60s } }",
    ],
    [
      "redrawn", "{ process: poisson, rate: { mean: 2/s, cv: 0.3, redrawn: 60s } }",
      "{ process: poisson, rate: { mean: 2/s, cv: 0.3, redrawn: 50s } }",
    ],
    [
      "hour_of_day", "{ process: poisson, rate: 2/s }",
      "{ process: poisson, rate: 2/s, factors: { hour_of_day: [\(day)] } }",
    ],
    [
      "day_of_week", "{ process: poisson, rate: 2/s }",
      "{ process: poisson, rate: 2/s, factors: { day_of_week: [2, 1, 1, 1, 1, 1, 1] } }",
    ],
    [
      "factors of states",
      "{ process: mmpp, states: [{ rate: 2/s, lasts: 30s }, { rate: 9/s, lasts: 2s }] }",
      "{ process: mmpp, states: [{ rate: 2/s, lasts: 30s }, { rate: 9/s, lasts: 2s }], factors: { hour_of_day: [\(day)] } }",
    ],
    ["cv", "{ process: gamma, cv: 2, rate: 2/s }", "{ process: gamma, cv: 3, rate: 2/s }"],
    ["cv", "{ process: weibull, cv: 2, rate: 2/s }", "{ process: weibull, cv: 3, rate: 2/s }"],
    [
      "branching", "{ process: hawkes, rate: 2/s, branching: 0.6, decay: 300ms }",
      "{ process: hawkes, rate: 2/s, branching: 0.5, decay: 300ms }",
    ],
    [
      "decay", "{ process: hawkes, rate: 2/s, branching: 0.6, decay: 300ms }",
      "{ process: hawkes, rate: 2/s, branching: 0.6, decay: 3s }",
    ],
    [
      "kernels", "{ process: hawkes, rate: 2/s, kernels: [{ branching: 0.6, decay: 300ms }] }",
      "{ process: hawkes, rate: 2/s, kernels: [{ branching: 0.3, decay: 300ms }, { branching: 0.3, decay: 9s }] }",
    ],
    [
      "states", "{ process: mmpp, states: [{ rate: 2/s, lasts: 30s }, { rate: 9/s, lasts: 2s }] }",
      "{ process: mmpp, states: [{ rate: 2/s, lasts: 30s }, { rate: 9/s, lasts: 3s }] }",
    ],
    [
      "active", "{ process: on_off, rate: 5/s, active: 4s, idle: 6s }",
      "{ process: on_off, rate: 5/s, active: 5s, idle: 6s }",
    ],
    [
      "idle", "{ process: on_off, rate: 5/s, active: 4s, idle: 6s }",
      "{ process: on_off, rate: 5/s, active: 4s, idle: 5s }",
    ],
    ["count", "{ process: burst, count: 50, at: 1s }", "{ process: burst, count: 51, at: 1s }"],
    ["at", "{ process: burst, count: 50, at: 1s }", "{ process: burst, count: 50, at: 2s }"],
    [
      "every", "{ process: burst, count: 50, at: 1s }",
      "{ process: burst, count: 50, at: 1s, every: 1h }",
    ],
    [
      "over", "{ process: burst, count: 50, at: 1s }",
      "{ process: burst, count: 50, at: 1s, over: 10s }",
    ],
    [
      "size", "{ process: batch, rate: 2/s, size: 20 }",
      "{ process: batch, rate: 2/s, size: { exact: 20 } }",
    ],
    [
      "cv of a size", "{ process: batch, rate: 2/s, size: { mean: 20, cv: 1 } }",
      "{ process: batch, rate: 2/s, size: { mean: 20, cv: 2 } }",
    ],
    [
      "spacing", "{ process: batch, rate: 2/s, size: 20 }",
      "{ process: batch, rate: 2/s, size: 20, spacing: 5ms }",
    ],
    [
      "of", "{ process: sum, of: [{ process: poisson, rate: 2/s }] }",
      "{ process: sum, of: [{ process: poisson, rate: 2/s }, { process: burst, count: 2 }] }",
    ],
  ]

  @Test(arguments: pairs)
  func eachFieldChangesWhatComes(_ pair: [String]) throws {
    let before = try WrittenArrivals(pair[1]).times()
    let after = try WrittenArrivals(pair[2]).times()
    #expect(before.count >= 50 && after.count >= 50)
    #expect(before != after, "\(pair[0])")
    // Negative control: the same text gives the same arrivals.
    #expect(try before == WrittenArrivals(pair[1]).times())
  }

  @Test func theStartOfTheRunSaysWhichHourItIs() throws {
    let text = "{ process: regular, rate: 1/s, factors: { hour_of_day: [\(Self.day)] } }"
    func first(_ starts: String) throws -> Int64 {
      try WrittenArrivals(text, workload: starts).times(1)[0]
    }
    let second: Int64 = 1_000_000_000
    let six: Int64 = 6 * 3600 * second + second
    let half: Int64 = 1800 * second + second
    #expect(try first("") == six)
    #expect(try first("starts: sunday") == six)
    #expect(try first("starts: { day: sunday, time: \"05:30\" }") == half)
    #expect(try first("starts: { day: sunday, time: \"12:00\" }") == second)
    let week = "{ process: regular, rate: 1/s, factors: { day_of_week: [1, 0, 1, 1, 1, 1, 1] } }"
    func count(_ starts: String) throws -> Int {
      try WrittenArrivals(week, workload: starts).times(100_000).count
    }
    let (sixHours, fourHours): (Int, Int) = (6 * 3600, 4 * 3600)
    #expect(try count("starts: tuesday") == 0)
    // One more or less may fall on the very end of an hour.
    #expect(abs(try count("starts: { day: tuesday, time: \"20:00\" }") - sixHours) <= 1)
    #expect(abs(try count("starts: { day: monday, time: \"20:00\" }") - fourHours) <= 1)
  }

  @Test func aFlagAndAShareSayWhetherKeysAreShared() throws {
    for (text, share) in [("yes", 1.0), ("no", 0), ("30%", 0.3)] {
      let load = try WrittenArrivals(
        "{ process: batch, rate: 2/s, size: 20, shared_key: \(text) }"
      ).load()
      guard case .batch(_, _, let shared) = load.arrivals[0].process else {
        Issue.record("no batch")
        continue
      }
      #expect(shared == share)
    }
  }

  @Test func aSumIsItsPartsEachWithNumbersOfItsOwn() throws {
    let parts = ["{ process: poisson, rate: 2/s }", "{ process: gamma, cv: 2, rate: 3/s }"]
    let nested =
      "{ process: sum, of: [\(parts[0]), { process: sum, of: [\(parts[1]), { process: burst, count: 7, at: 100s }] }] }"
    let drawn = try WrittenArrivals(nested).times(5000)
    let end: Int64 = drawn[drawn.count - 1]
    var own = [Int64](repeating: 100_000_000_000, count: 7)
    let specs: [ArrivalSpec] = [
      ArrivalSpec(.poisson, rate: RateSpec(2e-9)),
      ArrivalSpec(.gamma(shape: 0.25), rate: RateSpec(3e-9)),
    ]
    for (index, spec) in specs.enumerated() {
      var stream = ArrivalStream(spec, seed: 12, name: "go/\(index)")
      while let time = stream.next(), time <= end { own.append(time) }
    }
    #expect(drawn == own.sorted())
  }

  @Test(
    arguments: [
      ["{ process: poisson }", "arch.missing-field"],
      ["{ process: poisson, rate: 1/s, cv: 2 }", "arch.wrong-parameter"],
      ["{ process: burst, count: 3, rate: 1/s }", "arch.wrong-parameter"],
      ["{ process: closed, users: 6M, think: 1s }", "arch.out-of-range"],
      ["{ process: poisson, rate: { mean: 1/s, cv: 1, redrawn: 1us } }", "arch.out-of-range"],
      ["{ process: on_off, rate: 1/s, active: 1us, idle: 1us }", "arch.out-of-range"],
      [
        "{ process: mmpp, states: [{ rate: 1/s, lasts: 1ns }, { rate: 2/s, lasts: 1ns }] }",
        "arch.out-of-range",
      ],
      ["{ process: burst, count: 3, every: 0s }", "arch.out-of-range"],
      ["{ process: burst, count: 3, every: 1ms, over: 1h }", "arch.out-of-range"],
      ["{ process: batch, rate: 1/s, size: { mean: 2.5, cv: 0 } }", "arch.bad-spread"],
      ["{ process: batch, rate: 1/s, size: { exact: 2, mean: 3 } }", "arch.bad-spread"],
      ["{ process: batch, rate: 1/s, size: { exact: 2M } }", "arch.out-of-range"],
      ["{ process: batch, rate: 1/s, size: 3, shared_key: maybe }", "arch.bad-value"],
      ["{ process: poisson, rate: 1/s, factors: { day_of_week: [1, 2] } }", "arch.bad-value"],
      ["{ process: poisson, rate: 1/s, factors: {} }", "arch.missing-field"],
      [
        "{ process: hawkes, rate: 1/s, branching: 50%, kernels: [{ branching: 0.1, decay: 1s }] }",
        "arch.wrong-parameter",
      ],
      ["{ process: sum, of: [] }", "arch.missing-field"],
      ["{ process: trace, file: nowhere.csv }", "file.no-folder"],
    ])
  func whatMakesNoSenseIsRefused(_ row: [String]) {
    let problems = WrittenArrivals(row[0]).problems
    #expect(problems.contains { $0.hasPrefix(row[1] + " ") }, "\(row[0]): \(problems)")
  }

  @Test func aStartThatIsNoMomentIsRefused() {
    for starts in ["starts: someday", "starts: { day: monday, time: \"24:00\" }"] {
      let written = WrittenArrivals("{ process: poisson, rate: 1/s }", workload: starts)
      #expect(written.problems.count == 1, "\(written.problems)")
    }
  }
}

/// Recorded arrivals.
@Suite struct TraceFileTests {
  /// Reads a file with a trace of this text.
  static func read(_ text: String, file: String = "a.csv") throws -> WrittenArrivals {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("windtunnel-trace-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(text.utf8).write(to: folder.appendingPathComponent("a.csv"))
    return WrittenArrivals(
      "{ process: trace, file: \(file) }", folder: FolderReader(folder: folder.path))
  }

  @Test func momentsAreReadToTheNanosecond() throws {
    let text =
      "# recorded\r\nseconds\r\n0\r\n0.000000001\r\n\n1.5e-3\n2.12345678949\n2.1234567895\n12\n"
    #expect(
      try Self.read(text).times()
        == [0, 1, 1_500_000, 2_123_456_789, 2_123_456_790, 12_000_000_000])
  }

  @Test func eachOperationTakesItsOwnRows() throws {
    let text = "\u{FEFF}operation, seconds\ngo, 1\nother, 2\ngo, 2\n"
    #expect(try Self.read(text).times() == [1_000_000_000, 2_000_000_000])
    #expect(try Self.read("operation,seconds\nother,2\n").problems.count == 1)
  }

  @Test func everyBrokenRowIsNamedAtItsPlace() throws {
    let text =
      "seconds,operation\n1,go\nsoon,go\n3,gö\n2.9,go\n 4\t, on\n5\n-6,go\n7,go,1\n1e99,go\n"
    #expect(
      try Self.read(text).problems == [
        "arch.bad-trace dir/a.csv:3:1", "arch.unknown-operation dir/a.csv:4:3",
        "arch.out-of-order dir/a.csv:5:1", "arch.unknown-operation dir/a.csv:6:6",
        "arch.bad-trace dir/a.csv:7:1", "arch.bad-trace dir/a.csv:8:1",
        "arch.bad-trace dir/a.csv:9:1", "arch.bad-trace dir/a.csv:10:1",
      ])
  }

  @Test func headsThatNameNoTimesAreRefused() throws {
    for text in [
      "", "\n\n", "1\n2\n", "operation\ngo\n", "seconds,seconds\n1,1\n", "seconds,colour\n",
    ] {
      let problems = try Self.read(text).problems
      #expect(problems.first?.hasPrefix("arch.bad-trace dir/a.csv:1:") == true, "\(problems)")
    }
    #expect(try Self.read("seconds\n").problems == ["arch.empty-value dir/file.yaml:8:45"])
  }

  @Test func filesOutsideTheFolderAreRefused() throws {
    #expect(try Self.read("seconds\n1\n", file: "../a.csv").problems[0].hasPrefix("file.outside"))
    #expect(try Self.read("seconds\n1\n", file: "b.csv").problems[0].hasPrefix("file.missing"))
  }

  @Test func aTraceOfNonsenseIsReadToItsEnd() throws {
    for byte in UInt8.min...UInt8.max {
      let text = "seconds\n1\n" + String(decoding: [byte, 0x31, byte], as: UTF8.self) + "\n2"
      _ = try Self.read(text).problems
    }
    let many = "seconds\n" + String(repeating: "x\n", count: 1000)
    #expect(try Self.read(many).problems.count <= 51)
  }
}
