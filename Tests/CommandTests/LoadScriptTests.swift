import Foundation
import Testing

/// A load as scripts for load generators and as a drawing.
@Suite struct LoadScriptTests {
  /// A short rush: 13 s, 1560 requests.
  static let exercise = """
    format: exercise/1
    id: foundations/quick
    version: 1.0.0
    title: "Quick \\u2028 <b> */ # \\" load"
    kind: lesson
    level: starter
    points: { automatic: 1 }
    brief: brief.md
    operations: { browse: {}, order: {} }
    load:
      model: foundations/rush
      settings: { base: 40/s, factor: 5, quiet: 2s, ramp: 2s, plateau: 4s, decay: 3s, order_share: 25% }
    scenarios:
      peak: { at: rush, lasts: 2s }
    requirements:
      - { id: R1, text: fast, measure: browse.success, in: peak, full_at: 99%, zero_at: 90%, points: 1 }
    """
  static let settings = ["40", "5", "2", "2", "4", "3", "0.25"]
  /// Requests of all operations in each second, from the corners 40, 40, 200, 200, 40, 40 per second
  /// at 0, 2, 4, 8, 11 and 13 s.
  static let wanted = [
    40, 40, 80, 160, 200, 200, 200, 200, 200 - 80 / 3.0, 120, 40 + 80 / 3.0, 40, 40,
  ]

  private static func load(_ options: [String]) async throws -> Scratch {
    let scratch = try Scratch()
    let folder = "lib/foundations/quick"
    try scratch.write("\(folder)/exercise.yaml", Data(exercise.utf8))
    try scratch.write("\(folder)/brief.md", Data("A short rush.\n".utf8))
    let run = try await Tool.run(
      ["load", "foundations/quick", "--exercises", "lib"] + options, in: scratch)
    #expect(run.code == 0, run.summary)
    #expect(run.text.isEmpty)
    return scratch
  }

  /// Locust is the real one; tolerance and power are stated in the script.
  @Test func locustSendsTheProfile() async throws {
    let scratch = try await Self.load(["--locust", "load.py"])
    let outcome = try await Reader.script(
      "prove_locust.py", ["load.py"] + Self.settings, in: scratch)
    let found = outcome.json
    #expect(outcome.code == 0, outcome.summary)
    #expect(found["problems"].items.map(\.text) == [])
    #expect(found["expected"].number == Self.wanted.reduce(0, +))
    #expect(abs(found["arrived"].number - 1560) < 4 * 39.5)
    #expect(found["controls"].keys.count == 3)
  }

  static let node: URL? = ["/usr/bin/node", "/usr/local/bin/node"]
    .first { FileManager.default.isExecutableFile(atPath: $0) }.map { URL(fileURLWithPath: $0) }

  private static func k6(_ path: String, _ bins: Int, in scratch: Scratch) async throws -> Node {
    let program = try #require(node)
    let outcome = try await Tool.run(
      [Reader.folder.appendingPathComponent("k6.js").path, path, String(bins)], in: scratch,
      program: program)
    #expect(outcome.code == 0, outcome.summary)
    return outcome.json
  }

  /// k6 itself cannot be installed from a package registry; where node is, its reading stands in.
  @Test(.enabled(if: node != nil, "node is not installed"))
  func theScriptForK6HasTheProfile() async throws {
    let scratch = try await Self.load(["--k6", "load.js"])
    let found = try await Self.k6("load.js", 13, in: scratch)
    #expect(found.keys == ["operation_0", "operation_1"])
    for (name, share, path) in [("operation_0", 0.75, "browse"), ("operation_1", 0.25, "order")] {
      let bins = found[name]["bins"].items.map(\.number)
      // k6 takes whole rates per hour: half of 1/3600 per second at each end of a stage.
      for (bin, wanted) in zip(bins, Self.wanted) { #expect(abs(bin - share * wanted) < 2e-4) }
      #expect(found[name]["executor"].text == "ramping-arrival-rate")
      #expect(found[name]["asked"].text == "http://host/\(path)")
      #expect(abs(found[name]["lasts"].number - 13) < 1e-6)
    }
  }

  @Test(.enabled(if: node != nil, "node is not installed"))
  func aWholeTradingSessionIsInTheScript() async throws {
    let scratch = try Scratch()
    let run = try await Tool.run(
      ["load", "trading/continuous-venue", "--k6", "load.js"], in: scratch)
    #expect(run.code == 0, run.summary)
    let found = try await Self.k6("load.js", 0, in: scratch)
    let total = found.keys.reduce(0) { $0 + found[$1]["total"].number }
    // The brief says how many messages a session has; the model computed that on its own.
    let facts = try await Tool.run(["load", "trading/continuous-venue"]).text
    let line = facts.split(separator: "\n").first { $0.contains("messages in the session") }
    let messages = line?.split(separator: " ").last.flatMap { Double($0) } ?? .nan
    #expect(abs(total / messages - 1) < 0.005, "\(total) of \(messages)")
  }

  @Test func theDrawingHasTheAreasOfTheLoad() async throws {
    let scratch = try await Self.load(["--svg", "load.svg"])
    let found = try await Reader.read("svg", ["load.svg"], in: scratch)
    let browse = found["areas"]["browse"].number
    let order = found["areas"]["order"].number
    // Coordinates are in hundredths of 300 points.
    #expect(abs(browse / order - 3) < 0.01, "\(browse) \(order)")
    // 860 by 300 points stand for 13 s by 200/s.
    #expect(abs((browse + order) / (860 * 300) * 13 * 200 / 1560 - 1) < 0.002)
    let words = found["words"].items.map(\.text)
    for word in ["browse", "order", "rush", "13 s", "200"] { #expect(words.contains(word)) }
  }

  @Test func aScenarioAloneCanBeWritten() async throws {
    let scratch = try await Self.load(["--scenario", "peak", "--locust", "peak.py"])
    let text = try String(
      contentsOf: scratch.url.appendingPathComponent("peak.py"), encoding: .utf8)
    #expect(text.contains("LASTS = 2\n"))
    #expect(text.contains("\"stages\": [(0, 2, 150, 150)],"))
    #expect(text.contains("scenario 'peak'"))
  }

  @Test func textsOfAnExerciseStayTexts() async throws {
    let scratch = try await Self.load(["--k6", "load.js", "--locust", "load.py"])
    for name in ["load.js", "load.py"] {
      let text = try String(
        contentsOf: scratch.url.appendingPathComponent(name), encoding: .utf8)
      let comment = name == "load.js" ? "//" : "#"
      #expect(text.hasPrefix("\(comment) Load of Quick \\u{2028} <b> */ # \" load"))
      #expect(text.split(separator: "\n")[0].contains("made by windtunnel"))
    }
  }

  @Test(arguments: [
    ["--k6", "-", "--svg", "-"], ["--csv", "a", "--locust", "a"], ["--svg", ""],
    ["--scenario", "nosuch", "--k6", "a"],
  ])
  func wrongUseIs64(_ options: [String]) async throws {
    let scratch = try Scratch()
    let run = try await Tool.run(["load", ExitCodeTests.first] + options, in: scratch)
    #expect(run.code == 64, run.summary)
    #expect(scratch.names.isEmpty)
  }
}
