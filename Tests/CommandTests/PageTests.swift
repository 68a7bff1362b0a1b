import Foundation
import Testing

/// The option `--html` and the command `diagram`, as a user runs them.
@Suite struct PageTests {
  static let first = "\(Tool.exercises.path)/foundations/first-service"
  static let venue = "\(Tool.exercises.path)/trading/continuous-venue"

  static let small = """
    format: arch/1
    name: A small one
    entry: web
    components:
      web: { kind: service, replicas: 2, calls: [db] }
      db: { kind: database }
    workload:
      lasts: 5s
      operations: { browse: { arrivals: { process: poisson, rate: 50/s } } }
    """

  /// What the reader of pages says of a document; an issue is recorded where it complains.
  private func read(
    _ kind: String, _ document: Data, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> Node {
    let scratch = try Scratch()
    try scratch.write("document", document)
    let outcome = try await Reader.script("read_page.py", [kind, "document"], in: scratch)
    let problems = outcome.json["problems"].items.map(\.text)
    #expect(problems == [], outcome.summary, sourceLocation: sourceLocation)
    #expect(outcome.code == 0, outcome.summary, sourceLocation: sourceLocation)
    return outcome.json
  }

  @Test func theReportOfAFlagshipIsReadAndSmall() async throws {
    let scratch = try Scratch()
    let outcome = try await Tool.run(
      [
        "evaluate", "\(Self.venue)/flawed-async-journal.arch.yaml", "--html", "report.html",
        "--replications", "2",
      ], in: scratch)
    #expect(outcome.code == 1, outcome.summary)
    #expect(outcome.text.contains("NOT MET"))
    let page = try Data(contentsOf: scratch.url.appendingPathComponent("report.html"))
    #expect(page.count < 1_500_000)
    #expect(scratch.names == ["report.html"])
    let reading = try await read("page", page)
    #expect(reading["boxes"].number == 14)
    #expect(reading["title"].text.hasPrefix("NOT MET: "))
    #expect(reading["sections"][0].text == "What cost points")
    // Those that cost points: two replications leave one more undecided.
    #expect(reading["open"].items.count == 3)
    #expect(reading["text"].text.contains("'journal' lost acknowledged writes"))
  }

  @Test func thePageOnStandardOutputStandsAlone() async throws {
    let outcome = try await Tool.run(
      "simulate", file: Self.small, ["--html", "-", "--no-timing", "--layout", "plain"])
    #expect(outcome.code == 0, outcome.summary)
    #expect(outcome.text.hasPrefix("<!DOCTYPE html>\n"))
    #expect(outcome.text.hasSuffix("</html>\n"))
    _ = try await read("page", outcome.output)
  }

  @Test func theCommandInThePageMakesThePageAgain() async throws {
    let scratch = try Scratch()
    try scratch.write("my design.yaml", Data(Self.small.utf8))
    let options = ["--html", "-", "--no-timing", "--layout", "plain"]
    let one = try await Tool.run(
      ["simulate", "my design.yaml", "--seed", "5", "--replications", "3", "--threads", "1"]
        + options, in: scratch)
    let command = try await read("page", one.output)["commands"][0].text
    #expect(command == "windtunnel simulate 'my design.yaml' --seed 5 --replications 3")
    let words = command.replacing("'my design.yaml'", with: "FILE").split(separator: " ")
      .dropFirst().map { $0 == "FILE" ? "my design.yaml" : String($0) }
    let two = try await Tool.run(words + ["--threads", "2"] + options, in: scratch)
    #expect(one.output == two.output)
    #expect(one.code == 0)
    let other = try await Tool.run(
      ["simulate", "my design.yaml", "--seed", "6", "--replications", "3"] + options, in: scratch)
    #expect(other.output != one.output)
  }

  @Test func twoAnswersAreComparedOnOnePage() async throws {
    let outcome = try await Tool.run([
      "compare", "\(Self.first)/starter.arch.yaml", "\(Self.first)/reference.arch.yaml",
      "--replications", "2", "--html", "-",
    ])
    #expect(outcome.code == 0, outcome.summary)
    let reading = try await read("page", outcome.output)
    #expect(reading["title"].text.hasPrefix("Comparison: "))
    #expect(reading["text"].text.contains("Decisive: "))
  }

  @Test func twoDocumentsDoNotShareStandardOutput() async throws {
    let outcome = try await Tool.run("simulate", file: Self.small, ["--html", "-", "--json", "-"])
    #expect(outcome.code == 64, outcome.summary)
    #expect(outcome.output.isEmpty)
    let layout = try await Tool.run("simulate", file: Self.small, ["--layout", "plain"])
    #expect(layout.code == 64, layout.summary)
  }

  @Test func aPageThatCannotBeWrittenIsSaid() async throws {
    let outcome = try await Tool.run(
      "simulate", file: Self.small, ["--html", "/nowhere/at/all.html"])
    #expect(outcome.code == 74, outcome.summary)
    #expect(outcome.complaint.contains("/nowhere/at/all.html"))
  }

  // MARK: The diagram alone

  @Test func aDiagramIsWrittenInThreeLanguages() async throws {
    let file = "\(Self.venue)/reference.arch.yaml"
    let scratch = try Scratch()
    let svg = try await Tool.run(["diagram", file, "--output", "d.svg"], in: scratch)
    #expect(svg.code == 0, svg.summary)
    #expect(svg.output.isEmpty)
    let picture = try Data(contentsOf: scratch.url.appendingPathComponent("d.svg"))
    let reading = try await read("picture", picture)
    #expect(reading["boxes"].number == 14)
    #expect(reading["frames"].number == 4)
    let dot = try await Tool.run(["diagram", file, "--format", "dot"])
    #expect(dot.text.hasPrefix("digraph architecture {\n"))
    let mermaid = try await Tool.run(["diagram", file, "--format", "mermaid"])
    #expect(mermaid.text.hasPrefix("flowchart TB\n"))
    for text in [dot.text, mermaid.text] { #expect(text.contains("sequencer")) }
  }

  @Test func aDiagramNeedsAValidFile() async throws {
    let outcome = try await Tool.run("diagram", file: "format: arch/1\nentry: web\n")
    #expect(outcome.code == 2, outcome.summary)
    #expect(outcome.output.isEmpty)
    let layout = try await Tool.run(
      "diagram", file: Self.small, ["--format", "dot", "--layout", "plain"])
    #expect(layout.code == 64, layout.summary)
  }

  // MARK: Graphviz

  /// Runs `diagram` with a program called `dot` that is this script, and nothing else on the PATH.
  private func diagram(_ script: String, in scratch: Scratch) async throws -> Tool.Outcome {
    let dot = try scratch.write("bin/dot", Data("#!/bin/sh\n\(script)\n".utf8))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: dot.path)
    try scratch.write("design.arch.yaml", Data(Self.small.utf8))
    let bin = dot.deletingLastPathComponent().path
    return try await Tool.run(
      [
        "PATH=\(bin)", "GVBINDIR=/inherited", "SECRET=word", Tool.binary.path, "diagram",
        "design.arch.yaml",
      ], in: scratch, limit: 60, program: URL(fileURLWithPath: "/usr/bin/env"))
  }

  private func plain() async throws -> Data {
    try await Tool.run("diagram", file: Self.small, ["--layout", "plain"]).output
  }

  @Test(arguments: [
    "exit 1", "echo nonsense", "echo '{}'", "kill -9 $$", "cat >/dev/null; exit 0",
    "exec /bin/sleep 600",
  ])
  func aBrokenGraphvizIsDoneWithout(_ script: String) async throws {
    let scratch = try Scratch()
    let outcome = try await diagram("echo $$ > \(scratch.url.path)/pid; \(script)", in: scratch)
    #expect(outcome.code == 0, outcome.summary)
    #expect(try await outcome.output == plain())
    #expect(outcome.complaint.isEmpty)
    let pid = try String(
      contentsOf: scratch.url.appendingPathComponent("pid"), encoding: .utf8)
    let number = try #require(Int32(pid.trimmingCharacters(in: .whitespacesAndNewlines)))
    #expect(kill(number, 0) != 0, "the program still runs")
  }

  @Test func graphvizGetsNoNamesAndNoSecrets() async throws {
    let scratch = try Scratch()
    let place = scratch.url.path
    let outcome = try await diagram(
      "/usr/bin/env > \(place)/env; echo \"$@\" > \(place)/args; /bin/cat > \(place)/in",
      in: scratch)
    #expect(outcome.code == 0, outcome.summary)
    func text(_ name: String) throws -> String {
      try String(contentsOf: scratch.url.appendingPathComponent(name), encoding: .utf8)
    }
    let environment = try text("env")
    #expect(environment.contains("LC_ALL=C"))
    for word in ["SECRET", "GVBINDIR", "HOME=", "PATH=\(place)"] {
      #expect(!environment.contains(word), "\(environment)")
    }
    #expect(try text("args") == "-Tjson0\n")
    let request = try text("in")
    #expect(request.hasPrefix("digraph {"))
    for name in ["web", "db", "small", "service"] { #expect(!request.contains(name)) }
  }

  @Test func aDotInTheWorkingFolderIsNotRun() async throws {
    let scratch = try Scratch()
    let dot = try scratch.write("dot", Data("#!/bin/sh\n/bin/touch ran\n".utf8))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: dot.path)
    try scratch.write("design.arch.yaml", Data(Self.small.utf8))
    let outcome = try await Tool.run(
      ["PATH=.::bin", Tool.binary.path, "diagram", "design.arch.yaml"], in: scratch,
      program: URL(fileURLWithPath: "/usr/bin/env"))
    #expect(outcome.code == 0, outcome.summary)
    #expect(scratch.names == ["design.arch.yaml", "dot"])
  }

  /// The real program, where it is installed.
  static let graphviz = ["/usr/bin/dot", "/usr/local/bin/dot", "/opt/homebrew/bin/dot"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  @Test(.enabled(if: graphviz != nil)) func theRealGraphvizPlacesAndReads() async throws {
    let file = "\(Self.venue)/reference.arch.yaml"
    let placed = try await Tool.run(["diagram", file])
    let plain = try await Tool.run(["diagram", file, "--layout", "plain"])
    #expect(placed.output != plain.output)
    for output in [placed.output, plain.output] {
      #expect(try await read("picture", output)["boxes"].number == 14)
    }
    let dot = try await Tool.run(["diagram", file, "--format", "dot"])
    let program = try #require(Self.graphviz)
    let drawn = try await Tool.run(
      ["-Tplain"], input: dot.output, program: URL(fileURLWithPath: program))
    #expect(drawn.code == 0, drawn.summary)
    #expect(drawn.complaint.isEmpty)
    #expect(drawn.text.split(separator: "\n").filter { $0.hasPrefix("node ") }.count == 15)
  }
}
