import Foundation
import Testing

/// The folder that a student begins in.
@Suite struct StartTests {
  static let files = [
    ".github", ".gitignore", "README.md", "architecture.schema.json", "brief.md",
    "design.arch.yaml",
  ]

  private static func names(_ scratch: Scratch, _ folder: String) -> [String] {
    let path = scratch.url.appendingPathComponent(folder).path
    return ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
  }

  private static func text(_ scratch: Scratch, _ path: String) throws -> String {
    try String(contentsOf: scratch.url.appendingPathComponent(path), encoding: .utf8)
  }

  @Test(arguments: Tool.exerciseIDs) func theFolderIsComplete(_ id: String) async throws {
    let scratch = try Scratch()
    let run = try await Tool.run(["start", id, "mine"], in: scratch)
    #expect(run.code == 0, run.summary)
    #expect(scratch.names == ["mine"], "nothing is left beside it")
    #expect(Self.names(scratch, "mine") == Self.files)
    let design = try Self.text(scratch, "mine/design.arch.yaml")
    #expect(design.hasPrefix("# yaml-language-server: $schema=architecture.schema.json\n"))
    #expect(design.contains("exercise: \(id)"))
    let schema = scratch.url.appendingPathComponent("mine/architecture.schema.json").path
    let found = try await Reader.read("schema", [schema, "mine/design.arch.yaml"], in: scratch)
    #expect(found["files"]["mine/design.arch.yaml"].items.isEmpty)
    let readme = try Self.text(scratch, "mine/README.md")
    for step in ["1. ", "2. ", "3. "] { #expect(readme.contains("\n\(step)")) }
    #expect(!readme.contains("\n4. "))
  }

  @Test func theWorkflowIsOneAndItsStepsRun() async throws {
    let scratch = try Scratch()
    _ = try await Tool.run(["start", ExitCodeTests.first, "mine"], in: scratch)
    let outcome = try await Reader.script(
      "workflow.py", ["mine", Tool.binary.path, Tool.exercises.path], in: scratch)
    #expect(outcome.code == 0, outcome.summary)
    let found = outcome.json
    #expect(found["problems"].items.map(\.text) == [])
    #expect(found["steps"]["Check"].number == 0)
    #expect(found["steps"]["Evaluate"].number == 1, "the starter is not met")
    #expect(found["summary"].text.contains("**NOT MET**"))
    #expect(
      found["results"].items.map(\.text)
        == ["findings.sarif", "junit.xml", "result.json", "summary.md"])
    #expect(
      found["actions"].items.map(\.text) == ["actions/checkout@v4", "actions/upload-artifact@v4"])
    let workflow = try Self.text(scratch, "mine/.github/workflows/windtunnel.yml")
    #expect(workflow.contains("# Where the tool comes from:"))
  }

  @Test func missingFoldersOnTheWayAreMade() async throws {
    let scratch = try Scratch()
    let run = try await Tool.run(["start", ExitCodeTests.first, "a/b/c"], in: scratch)
    #expect(run.code == 0, run.summary)
    #expect(Self.names(scratch, "a/b/c") == Self.files)
    #expect(Self.names(scratch, "a") == ["b"])
  }

  @Test func anEmptyFolderIsFilled() async throws {
    let scratch = try Scratch()
    let place = scratch.url.appendingPathComponent("mine")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    let run = try await Tool.run(["start", ExitCodeTests.first, "mine/"], in: scratch)
    #expect(run.code == 0, run.summary)
    #expect(Self.names(scratch, "mine") == Self.files)
  }

  @Test(arguments: ["file", "full", "full/note.txt", "link", "file/below", "."])
  func whatIsThereStaysAsItIs(_ name: String) async throws {
    let scratch = try Scratch()
    try scratch.write("file", Data("mine".utf8))
    try scratch.write("full/note.txt", Data("mine".utf8))
    try FileManager.default.createDirectory(
      at: scratch.url.appendingPathComponent("empty"), withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: scratch.url.appendingPathComponent("link").path, withDestinationPath: "empty")
    let run = try await Tool.run(["start", ExitCodeTests.first, name], in: scratch)
    #expect(run.code == 74, run.summary)
    #expect(run.complaint.hasPrefix("windtunnel: "))
    #expect(scratch.names == ["empty", "file", "full", "link"], "nothing is left behind")
    #expect(Self.names(scratch, "full") == ["note.txt"])
    #expect(Self.names(scratch, "empty") == [])
    #expect(try Self.text(scratch, "file") == "mine")
  }

  @Test func ofTwoAtOnceOneWins() async throws {
    let scratch = try Scratch()
    async let one = Tool.run(["start", ExitCodeTests.first, "mine"], in: scratch)
    async let two = Tool.run(["start", ExitCodeTests.first, "mine"], in: scratch)
    let codes = try await [one.code, two.code].compactMap { $0 }.sorted()
    #expect(codes == [0, 74])
    #expect(Self.names(scratch, "mine") == Self.files)
    #expect(scratch.names == ["mine"])
  }
}
