import Foundation
import Testing

/// The published schemas against everything that is shipped, by an independent validator.
@Suite struct SchemaTests {
  /// A schema of the tool, as a file.
  static func schema(_ name: String, in scratch: Scratch) async throws -> String {
    let outcome = try await Tool.run(["schema", name])
    #expect(outcome.code == 0, outcome.summary)
    return try scratch.write("\(name).schema.json", outcome.output).path
  }

  private static func files(_ folder: String, _ suffix: String) -> [String] {
    let root = Tool.root.appendingPathComponent(folder).path
    let names = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
    return names.filter { $0.hasSuffix(suffix) }.sorted().map { "\(root)/\($0)" }
  }

  private static func problems(_ schema: String, _ files: [String]) async throws -> [String: Int] {
    let found = try await Reader.read("schema", [schema] + files)["files"]
    var counts: [String: Int] = [:]
    for file in found.keys { counts[file] = found[file].items.count }
    #expect(counts.count == files.count)
    return counts
  }

  @Test func everyFileThatCanBeReadIsAccepted() async throws {
    let scratch = try Scratch()
    let schema = try await Self.schema("architecture", in: scratch)
    let shipped = (Self.files("Exercises", ".arch.yaml") + Self.files("Documentation", ".yaml"))
      .filter { !$0.contains("/invalid-") }
    let counts = try await Self.problems(schema, shipped)
    #expect(shipped.count > 25)
    for file in shipped { #expect(counts[file] == 0, "\(file)") }
  }

  /// Problems of form, which a schema sees; others are about what names mean together.
  static let formal: Set<String> = [
    "arch.bad-value", "arch.missing-field", "arch.step-verb", "arch.unknown-key",
    "arch.unknown-kind", "arch.wrong-type", "yaml.duplicate-key", "yaml.empty",
    "yaml.invalid-utf8", "yaml.several-documents", "yaml.syntax", "yaml.tab", "yaml.tag",
  ]

  @Test func everyFileOfBrokenFormIsRefused() async throws {
    let scratch = try Scratch()
    let schema = try await Self.schema("architecture", in: scratch)
    let folder = "Tests/ExerciseFilesTests/Broken"
    let table = try String(
      contentsOf: Tool.root.appendingPathComponent("\(folder)/expected.tsv"), encoding: .utf8)
    var codes: [String: Set<String>] = [:]
    for line in table.split(separator: "\n").dropFirst() {
      let cells = line.split(separator: "\t").map(String.init)
      codes[cells[0], default: []].insert(cells[1])
    }
    let counts = try await Self.problems(schema, Self.files(folder, ".yaml"))
    var refused = 0
    for (file, count) in counts {
      let own = codes[URL(fileURLWithPath: file).lastPathComponent] ?? []
      #expect((count > 0) == !own.isDisjoint(with: Self.formal), "\(file): \(own)")
      if count > 0 { refused += 1 }
    }
    #expect(refused >= 17)
  }

  @Test(arguments: [("exercise", "exercise.yaml"), ("expectations", "expect.yaml")])
  func filesOfInstructorsAreAcceptedAndMutantsRefused(
    _ kind: String, _ name: String
  ) async throws {
    let scratch = try Scratch()
    let schema = try await Self.schema(kind, in: scratch)
    let files = Self.files("Exercises", "/\(name)")
    #expect(files.count == Tool.exerciseIDs.count)
    let counts = try await Self.problems(schema, files)
    for file in files {
      #expect(counts[file] == 0, "\(file)")
      let found = try await Reader.read("mutants", [schema, file])
      #expect(found["refused"].number > 20)
      // The settings of a load model are checked against the model, not by a schema.
      let spared = found["accepted"].items.map { $0.items.map(\.text).joined(separator: " ") }
      #expect(spared.allSatisfy { $0 == "add load settings" }, "\(file): \(spared)")
    }
  }

  @Test(arguments: Tool.exerciseIDs)
  func theResultOfEveryReferenceIsAsPublished(_ id: String) async throws {
    let scratch = try DocumentTests.copy("reference.arch.yaml", of: id)
    let schema = try await Self.schema("result", in: scratch)
    let run = try await Tool.run(
      ["evaluate", "design.arch.yaml", "--replications", "2", "--json", "result.json"],
      in: scratch, limit: 300)
    #expect([0, 1].contains(run.code), run.summary)
    let found = try await Reader.read("schema", [schema, "result.json"], in: scratch)
    #expect(found["files"]["result.json"].items.map(\.text) == [])
  }

  @Test func aResultThatIsNotAsPublishedIsRefused() async throws {
    let scratch = try DocumentTests.copy("starter.arch.yaml")
    let schema = try await Self.schema("result", in: scratch)
    _ = try await Tool.run(
      [
        "evaluate", "design.arch.yaml", "--replications", "2", "--scenario", "calm", "--json",
        "result.json",
      ], in: scratch)
    let found = try await Reader.read("mutants", [schema, "result.json"], in: scratch)
    #expect(found["refused"].number > 200)
    // Only the counts by cause, and visits by operation, have names that nobody knows beforehand.
    let spared = found["accepted"].items.map { $0.items.map(\.text).last ?? "" }
    #expect(spared.allSatisfy { ["errors", "visits"].contains($0) }, "\(spared)")
  }
}
