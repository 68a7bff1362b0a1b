import Foundation
import Testing

/// Sweeps as a user runs them.
@Suite struct SweepTests {
  /// One queue, one server, a hundred requests a second at most: M/M/1.
  static func queue(rate: String = "50/s", lasts: String = "200s", replicas: Int = 1) -> String {
    """
    format: arch/1
    name: One queue
    entry: web
    components:
      web: { kind: service, concurrency: 1, work: { mean: 10ms, shape: exponential }, queue: { limit: none }, replicas: \(replicas) }
    workload:
      warmup: 20s
      lasts: \(lasts)
      operations:
        use: { arrivals: { process: poisson, rate: \(rate) } }
    goals:
      use: { p99: 200ms, success: 99% }
    """
  }

  static let rate = "workload.operations.use.arrivals.rate"

  static func sweep(
    _ file: String, _ options: [String], replications: Int = 8, limit: Double = 120
  ) async throws -> Tool.Outcome {
    try await Tool.run(
      "sweep", file: file, ["--replications", String(replications)] + options, limit: limit)
  }

  // MARK: Against theory

  @Test func theCapacityCurveOfOneQueueIsThatOfTheory() async throws {
    let outcome = try await Self.sweep(
      Self.queue(), ["--vary", "\(Self.rate)=10/s..90/s:9", "--json", "-"])
    #expect(outcome.code == 0, outcome.summary)
    let points = outcome.json["points"].items
    #expect(points.count == 9)
    for (index, point) in points.enumerated() {
      let load = Double(index + 1) * 10
      let use = point["operations"]["use"]
      #expect(point["values"][0]["number"].number == load)
      #expect(use["mean"].covers(1 / (100 - load)), "\(load): \(use["mean"])")
      // Every request is answered: what comes goes out, but for those inside at the end.
      #expect(use["throughput"].covers(load, tolerance: 0.001), "\(load)")
      #expect(point["components"]["web"]["utilisation"].covers(load / 100), "\(load)")
      // The response time is exponential: p99 = ln 100 times the mean.
      #expect(
        use["p99"].covers(4.605_17 / (100 - load), tolerance: 0.005), "\(load): \(use["p99"])")
    }
    // A wrong curve would be seen.
    #expect(!points[2]["operations"]["use"]["mean"].covers(1 / (103 - 30)))
    let knee = outcome.json["knees"][0]
    #expect(knee["place"].text == "inside")
    #expect(knee["best"].number == 4)
    // p99 is 200 ms at a load of 100 - ln(100) / 0.2 = 77 a second.
    let broken = outcome.json["breaks"].items
    #expect(broken.map { $0["criterion"].text } == ["use p99"])
    #expect(broken.first?["before"].number == 6)
    #expect(broken.first?["met_before"].flag == true)
  }

  @Test func aPointIsTheSimulationOfTheFileWithTheValueWritten() async throws {
    let outcome = try await Self.sweep(
      Self.queue(lasts: "20s"),
      ["--vary", "components.web.replicas=1,3", "--vary", "\(Self.rate)=50/s,80/s", "--json", "-"],
      replications: 2)
    #expect(outcome.code == 0, outcome.summary)
    let points = outcome.json["points"].items
    let expected = [("50/s", 1), ("50/s", 3), ("80/s", 1), ("80/s", 3)]
    #expect(points.count == expected.count)
    for (point, (rate, replicas)) in zip(points, expected) {
      let alone = try await Tool.run(
        "simulate", file: Self.queue(rate: rate, lasts: "20s", replicas: replicas),
        ["--replications", "2", "--json", "-"])
      let use = alone.json["scenarios"]["run"]["operations"]["use"]
      // A sweep runs as often as stated, a simulation until its goals are decided.
      guard use["throughput"]["replications"].number == 2 else { continue }
      #expect(
        point["operations"]["use"]["mean"].description == use["latency"]["mean"].description)
      #expect(
        point["operations"]["use"]["p99"].description == use["demanded"]["p99"].description)
    }
    #expect(
      points[0]["operations"]["use"].description != points[1]["operations"]["use"].description)
  }

  @Test func aFactorOnTheLoadIsThatOnItsRates() async throws {
    let one = try await Self.sweep(
      Self.queue(lasts: "20s"), ["--vary", "load=0.5,1.6", "--json", "-"], replications: 2)
    let two = try await Self.sweep(
      Self.queue(lasts: "20s"), ["--vary", "\(Self.rate)=25/s,80/s", "--json", "-"],
      replications: 2)
    #expect(one.code == 0, one.summary)
    for index in 0..<2 {
      #expect(
        one.json["points"][index]["operations"].description
          == two.json["points"][index]["operations"].description)
    }
  }

  // MARK: Documents

  @Test func documentsAreWellFormedAndDoNotDependOnThreads() async throws {
    let scratch = try Scratch()
    try scratch.write("a.yaml", Data(Self.queue(lasts: "10s").utf8))
    let schema = try await SchemaTests.schema("sweep", in: scratch)
    var texts: [Data] = []
    for threads in ["1", "3"] {
      let options = [
        "sweep", "a.yaml", "--vary", "load=0.5..1.9:5", "--vary", "components.web.replicas=1..3",
        "--replications", "3", "--threads", threads,
      ]
      let files = ["--json", "s.json", "--csv", "s.csv", "--svg", "s.svg"]
      let outcome = try await Tool.run(options + files, in: scratch)
      #expect(outcome.code == 0, outcome.summary)
      var all = outcome.output
      for name in ["s.json", "s.csv", "s.svg"] {
        all += try Data(contentsOf: scratch.url.appendingPathComponent(name))
      }
      texts.append(all)
      for line in outcome.text.split(separator: "\n") {
        #expect(line.unicodeScalars.count <= 80, "\(line)")
      }
    }
    #expect(texts[0] == texts[1])
    let found = try await Reader.read("schema", [schema, "s.json"], in: scratch)
    #expect(found["files"]["s.json"].items.map(\.text) == [])
    let mutants = try await Reader.read("mutants", [schema, "s.json"], in: scratch)
    #expect(mutants["refused"].number > 100)
    let table = try await Reader.read("csv", ["s.csv"], in: scratch)
    #expect(table["rows"].items.count == 1 + 15)
    #expect(table["rows"][0].items.map(\.text).prefix(2) == ["load", "components.web.replicas"])
    let drawing = try await Reader.read("drawing", ["s.svg"], in: scratch)
    let words = drawing["words"].items.map(\.text)
    for word in ["replicas 1", "replicas 3", "requests per second", "0.5", "1.9", "load"] {
      #expect(words.contains(word), "\(word)")
    }
  }

  @Test func theTextSaysWhereGoalsBreakAndWhatIsCheapest() async throws {
    let outcome = try await Self.sweep(
      Self.queue(rate: "150/s", lasts: "20s"), ["--vary", "components.web.replicas=1..4"],
      replications: 4)
    #expect(outcome.code == 0, outcome.summary)
    #expect(outcome.text.contains("use p99 at most 200 ms"))
    #expect(outcome.text.contains("-+++: not yet at 1, met at 2"), "\(outcome.text)")
    #expect(outcome.text.contains("cheapest that meets all  replicas 2 for "))
    let rates = try await Self.sweep(
      Self.queue(lasts: "20s"), ["--vary", "load=0.2..1.8:3"], replications: 4)
    #expect(!rates.text.contains("cheapest"))
  }

  @Test func anAnswerToAnExerciseIsHeldToItsRequirements() async throws {
    let outcome = try await Tool.run(
      [
        "sweep", ExitCodeTests.reference, "--vary", "components.web.replicas=2,4",
        "--replications", "1", "--json", "-",
      ], limit: 300)
    #expect(outcome.code == 0, outcome.summary)
    let points = outcome.json["points"].items
    #expect(outcome.json["scenario"].text == "rush")
    #expect(points.count == 2)
    #expect((points.first?["criteria"].items.count ?? 0) > 5)
    #expect((points[1]["cost"]["amount"].number) > points[0]["cost"]["amount"].number)
  }

  @Test func whatAnExerciseDoesNotBelieveIsSaid() async throws {
    let outcome = try await Tool.run(
      [
        "sweep", ExitCodeTests.reference, "--vary", "components.web.work=1ms,20ms",
        "--replications", "1",
      ], limit: 300)
    #expect(outcome.code == 0, outcome.summary)
    #expect(outcome.text.contains("components.web.work = mean 1ms"))
    #expect(!outcome.text.contains("= mean 20ms"))
  }

  // MARK: Wrong use

  @Test(arguments: [
    ("components.wbe.replicas=1..3", "arch.unknown-path", "write 'web'"),
    ("components.web.replica=1..3", "arch.unknown-path", "write 'replicas'"),
    ("components.web.replicas=0..3", "arch.out-of-range", "at least 1"),
    ("components.web.work=10,20", "arch.bad-value", "10ms"),
    ("components.web.kind=service,srvice", "arch.unknown-kind", "write 'service'"),
  ])
  func aWrongPathOrValueIsADiagnostic(
    _ vary: String, _ code: String, _ words: String
  ) async throws {
    let outcome = try await Self.sweep(Self.queue(), ["--vary", vary])
    #expect(outcome.code == 2, outcome.summary)
    #expect(outcome.complaint.contains("[\(code)]"), outcome.summary)
    #expect(outcome.complaint.contains(words), outcome.summary)
    #expect(outcome.complaint.contains("--vary components.w"), outcome.summary)
    #expect(outcome.text.isEmpty)
  }

  @Test(arguments: [
    [], ["--vary", "a"], ["--vary", "components.web.replicas=1..2:300"],
    ["--vary", "load=0,1"], ["--vary", "load=1,x"],
    ["--vary", "load=1..2:30", "--vary", "components.web.replicas=1..20:20"],
    ["--vary", "load=1,2", "--vary", "load=2,3"],
    ["--vary", "load=1,2", "--vary", "components.web.replicas=1,2", "--vary", "entry=a,b"],
    ["--vary", "load=1,2", "--scenario", "nosuch", "--replications", "1"],
    ["--vary", "load=1,2", "--operation", "nosuch", "--replications", "1"],
    ["--vary", "load=1,2", "--csv", "-", "--json", "-"],
  ])
  func wrongUseIs64(_ options: [String]) async throws {
    let outcome = try await Tool.run("sweep", file: Self.queue(lasts: "1s"), options)
    #expect(outcome.code == 64, outcome.summary)
    #expect(!outcome.complaint.isEmpty)
    #expect(outcome.text.isEmpty)
  }

  @Test func aFileWithoutAnyLoadIsRefused() async throws {
    let file = "format: arch/1\nentry: web\ncomponents: { web: { kind: service } }\n"
    let outcome = try await Self.sweep(file, ["--vary", "components.web.replicas=1,2"])
    #expect(outcome.code == 2, outcome.summary)
    #expect(outcome.complaint.contains("arch.no-load"), outcome.summary)
  }
}
