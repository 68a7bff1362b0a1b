import Foundation
import Testing

/// Parsers of others that read our pages and pictures; see Tests/Readers/read_page.py.
enum PageReader {
  /// The environment is made by `make readers`, which `make test` calls.
  struct Missing: Error, CustomStringConvertible {
    let path: String
    var description: String {
      "there is no '\(path)': run 'make readers' first, as 'make test' does"
    }
  }

  /// What the reader says.
  struct Reading: Decodable {
    var problems: [String]
    var sections: [String]?
    var text: String?
    var title: String?
    var boxes: Int?
    var arrows: Int?
    var frames: Int?
    var bounds: Int?
    var faults: Int?
    var never: Int?
    var open: [String]?
    var chosen: [String: Int]?
    var commands: [String]?
    var words: [String]?
    var themes: [Theme]?
  }

  /// The least contrast of a theme.
  struct Theme: Decodable, Equatable {
    var theme: String
    var text: Double
    var marks: Double
  }

  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Reads a document.
  ///
  /// - Parameters:
  ///   - kind: `page`, `picture` or `contrast`.
  ///   - document: The text.
  ///   - shown: Texts that must be seen in a page.
  /// - Returns: What the reader says, its problems included.
  /// - Throws: What kept it from reading.
  static func read(
    _ kind: String, _ document: String, shown: [String] = []
  ) throws -> Reading {
    let ready = root.appendingPathComponent(".venv-test/ready").path
    guard FileManager.default.fileExists(atPath: ready) else { throw Missing(path: ready) }
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("windtunnel-page-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("document")
    try Data(document.utf8).write(to: file)
    let list = folder.appendingPathComponent("shown")
    try JSONEncoder().encode(shown).write(to: list)
    let output = folder.appendingPathComponent("output")
    try Data().write(to: output)
    let process = Process()
    process.executableURL = root.appendingPathComponent(".venv-test/bin/python")
    process.arguments =
      [root.appendingPathComponent("Tests/Readers/read_page.py").path, kind, file.path]
      + (shown.isEmpty ? [] : [list.path])
    process.standardOutput = try FileHandle(forWritingTo: output)
    try process.run()
    process.waitUntilExit()
    return try JSONDecoder().decode(Reading.self, from: Data(contentsOf: output))
  }
}
