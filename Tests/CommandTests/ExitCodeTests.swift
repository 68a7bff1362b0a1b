import Foundation
import Testing

/// Every command ends with the code that scripts rely on.
@Suite struct ExitCodeTests {
  static let small = """
    format: arch/1
    entry: web
    components:
      web: { kind: service }
    workload: { lasts: 1s, operations: { use: { arrivals: { process: regular, rate: 10/s } } } }
    """
  static let broken = "format: arch/1\nentry: wbe\ncomponents:\n  web: { kind: service }\n"
  static let commands: [String] = [
    "list", "show", "start", "check", "evaluate", "simulate", "compare", "sweep", "load",
    "explain", "verify", "schema",
  ]

  static var reference: String { "\(Tool.exercises.path)/\(first)/reference.arch.yaml" }
  static var starter: String { "\(Tool.exercises.path)/\(first)/starter.arch.yaml" }
  static let first = "foundations/first-service"

  @Test(arguments: commands) func everyCommandHasHelp(_ command: String) async throws {
    let outcome = try await Tool.run([command, "--help"])
    #expect(outcome.code == 0, outcome.summary)
    #expect(outcome.text.contains("USAGE: windtunnel \(command)"))
    #expect(outcome.complaint.isEmpty)
  }

  @Test func theToolItselfHasHelpAndAVersion() async throws {
    let help = try await Tool.run(["--help"])
    #expect(help.code == 0, help.summary)
    for command in Self.commands { #expect(help.text.contains("  \(command)"), "\(command)") }
    let version = try await Tool.run(["--version"])
    #expect(version.code == 0, version.summary)
    #expect(version.text.split(separator: ".").count == 3)
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func completionScriptsAreMade(_ shell: String) async throws {
    let outcome = try await Tool.run(["--generate-completion-script", shell])
    #expect(outcome.code == 0, outcome.summary)
    for command in Self.commands { #expect(outcome.text.contains(command), "\(command)") }
  }

  @Test(arguments: [
    ["frobnicate"], ["check"], ["check", "--frobnicate", "a.yaml"], ["compare"],
    ["simulate", "a.yaml", "--replications", "0"], ["simulate", "a.yaml", "--replications", "x"],
    ["simulate", "a.yaml", "--threads", "0"], ["simulate", "a.yaml", "--seed", "-1"],
    ["schema", "frobnicate"], ["explain", "timeout", "--json"],
    ["load", first, "--csv", "-", "--scenario", "nosuch"],
    ["show"],
  ])
  func wrongUseIs64(_ arguments: [String]) async throws {
    let outcome = try await Tool.run(arguments)
    #expect(outcome.code == 64, outcome.summary)
    #expect(!outcome.complaint.isEmpty)
    #expect(outcome.text.isEmpty)
  }

  @Test(arguments: [
    ["check", "nosuch.yaml"], ["simulate", "nosuch.yaml"], ["evaluate", "nosuch.yaml"],
    ["compare", "nosuch.yaml", "other.yaml"], ["check", "."], ["show", "no/such"],
    ["load", "no/such"], ["start", "no/such"], ["verify", "no/such"],
    ["list", "--exercises", "nosuch"], ["check", "/dev/null/x"],
  ])
  func whatCannotBeReadIs66(_ arguments: [String]) async throws {
    let outcome = try await Tool.run(arguments)
    #expect(outcome.code == 66, outcome.summary)
    #expect(outcome.complaint.hasPrefix("windtunnel: "))
  }

  @Test(arguments: ["check", "simulate", "evaluate"])
  func anInvalidFileIs2(_ command: String) async throws {
    let outcome = try await Tool.run(command, file: Self.broken)
    #expect(outcome.code == 2, outcome.summary)
    #expect(outcome.complaint.contains("design.arch.yaml:2:8: error[arch.unknown-component]"))
  }

  @Test func aValidFileIs0() async throws {
    for command in ["check", "simulate"] {
      let outcome = try await Tool.run(command, file: Self.small)
      #expect(outcome.code == 0, outcome.summary)
      #expect(outcome.complaint.isEmpty)
    }
    let input = Data(Self.small.utf8)
    let outcome = try await Tool.run(["check", "-"], input: input)
    #expect(outcome.code == 0, outcome.summary)
  }

  @Test func aFileWithoutWhatACommandNeedsIsRefused() async throws {
    let plain = "format: arch/1\nentry: web\ncomponents:\n  web: { kind: service }\n"
    #expect(try await Tool.run("simulate", file: plain).code == 2)
    #expect(try await Tool.run("evaluate", file: plain).code == 64)
  }

  @Test func evaluateTellsMetFromNotMetAndIncomplete() async throws {
    let few = ["--replications", "2", "--no-timing"]
    let met = try await Tool.run(["evaluate", Self.reference, "--no-timing"])
    #expect(met.code == 0, met.summary)
    let notMet = try await Tool.run(["evaluate", Self.starter] + few)
    #expect(notMet.code == 1, notMet.summary)
    let document = try await Tool.run(["show", Self.first, "--json", "-"]).json
    let scenario = document["scenarios"][0]["name"].text
    try #require(!scenario.isEmpty)
    let part = try await Tool.run(["evaluate", Self.reference, "--scenario", scenario] + few)
    #expect(part.code == 3, part.summary)
    let scored = try await Tool.run(
      ["evaluate", Self.reference, "--scenario", scenario, "--json", "-"] + few)
    #expect(scored.json["complete"].flag == false)
    #expect(scored.json["score"]["pending"].number > 0)
    let unknown = try await Tool.run(["evaluate", Self.reference, "--scenario", "nosuch"])
    #expect(unknown.code == 64, unknown.summary)
    let enough = try await Tool.run(["evaluate", Self.starter, "--fail-under", "0"] + few)
    #expect(enough.code == 0, enough.summary)
    let tooFew = try await Tool.run(["evaluate", Self.starter, "--fail-under", "9999"] + few)
    #expect(tooFew.code == 1, tooFew.summary)
  }

  @Test func explainOfAnUnknownWordIs1AndSuggests() async throws {
    let outcome = try await Tool.run(["explain", "timeot"])
    #expect(outcome.code == 1, outcome.summary)
    #expect(outcome.complaint.contains("timeout"))
  }

  @Test func whatCannotBeWrittenIs74() async throws {
    for path in ["no/such/folder/out.json", "/dev/null/out.json", "."] {
      let outcome = try await Tool.run("simulate", file: Self.small, ["--json", path])
      #expect(outcome.code == 74, outcome.summary)
    }
    let load = try await Tool.run(["load", Self.first, "--csv", "no/such/folder/out.csv"])
    #expect(load.code == 74, load.summary)
    let scratch = try Scratch()
    try scratch.write("taken/note.txt", Data("mine".utf8))
    let start = try await Tool.run(["start", Self.first, "taken"], in: scratch)
    #expect(start.code == 74, start.summary)
    #expect(
      try Data(contentsOf: scratch.url.appendingPathComponent("taken/note.txt"))
        == Data("mine".utf8))
  }

  @Test func aDocumentReplacesAFileAsAWhole() async throws {
    let scratch = try Scratch()
    try scratch.write("design.arch.yaml", Data(Self.small.utf8))
    try scratch.write("out.json", Data(String(repeating: "old ", count: 100_000).utf8))
    let outcome = try await Tool.run(
      ["simulate", "design.arch.yaml", "--json", "out.json", "--no-timing"], in: scratch)
    #expect(outcome.code == 0, outcome.summary)
    let written = try Data(contentsOf: scratch.url.appendingPathComponent("out.json"))
    #expect(Node(written)["format"].text == "result/1")
    #expect(scratch.names == ["design.arch.yaml", "out.json"], "nothing is left beside it")
    let shown = try await Tool.run(
      ["simulate", "design.arch.yaml", "--json", "-", "--no-timing"], in: scratch)
    #expect(shown.output == written)
  }

  @Test func aRefusedFileLeavesAnOlderDocumentAlone() async throws {
    let scratch = try Scratch()
    try scratch.write("design.arch.yaml", Data(Self.broken.utf8))
    try scratch.write("out.json", Data("old".utf8))
    let outcome = try await Tool.run(
      ["simulate", "design.arch.yaml", "--json", "out.json"], in: scratch)
    #expect(outcome.code == 2, outcome.summary)
    #expect(
      try Data(contentsOf: scratch.url.appendingPathComponent("out.json")) == Data("old".utf8))
  }

  @Test func aStartedFolderCanBeCheckedAndEvaluated() async throws {
    let scratch = try Scratch()
    let start = try await Tool.run(["start", Self.first, "mine"], in: scratch)
    #expect(start.code == 0, start.summary)
    let check = try await Tool.run(["check", "mine/design.arch.yaml"], in: scratch)
    #expect(check.code == 0, check.summary)
  }
}
