import Foundation
import Testing

/// Programs of others that read what the tool writes; see Tests/Readers.
enum Reader {
  /// The environment is made by `make readers`, which `make test` calls.
  struct Missing: Error, CustomStringConvertible {
    let path: String
    var description: String {
      "there is no '\(path)': run 'make readers' first, as 'make test' does"
    }
  }

  static let folder = Tool.root.appendingPathComponent("Tests/Readers")

  /// The interpreter of the environment.
  static func python() throws -> URL {
    let ready = Tool.root.appendingPathComponent(".venv-test/ready").path
    guard FileManager.default.fileExists(atPath: ready) else { throw Missing(path: ready) }
    return Tool.root.appendingPathComponent(".venv-test/bin/python")
  }

  /// Runs a script of Tests/Readers; what it prints is a JSON document.
  static func script(
    _ name: String, _ arguments: [String], in folder: Scratch? = nil, limit: Double = 120
  ) async throws -> Tool.Outcome {
    try await Tool.run(
      [Self.folder.appendingPathComponent(name).path] + arguments, in: folder, limit: limit,
      program: try python())
  }

  /// What `read.py` says of a document; an issue is recorded where it finds something wrong.
  @discardableResult static func read(
    _ kind: String, _ arguments: [String], in folder: Scratch? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> Node {
    let outcome = try await script("read.py", [kind] + arguments, in: folder)
    let problems = outcome.json["problems"].items.map(\.text)
    #expect(problems.isEmpty, outcome.summary, sourceLocation: sourceLocation)
    #expect(outcome.code == 0, outcome.summary, sourceLocation: sourceLocation)
    return outcome.json
  }
}
