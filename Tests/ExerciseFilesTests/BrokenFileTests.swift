import BundledPlugins
import Diagnostics
import ExerciseFiles
import Foundation
import PluginAPI
import Testing

/// Broken files are refused with the right code at the right place, and never crash.
@Suite struct BrokenFileTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Broken").path

  /// Rows of file, code, line and column.
  static let rows: [[String]] = {
    let text = (try? String(contentsOfFile: folder + "/expected.tsv", encoding: .utf8)) ?? ""
    return text.split(separator: "\n").dropFirst().map { line in
      line.split(separator: "\t").map(String.init)
    }
  }()

  static func problems(of bytes: [UInt8]) -> [Diagnostic] {
    ArchitectureReader(BundledPlugins.all.vocabulary)
      .read(bytes: bytes, file: "broken.arch.yaml").problems
  }

  @Test func theTableIsThere() { #expect(Self.rows.count >= 20) }

  @Test(arguments: rows)
  func eachProblemStandsWhereItIs(_ row: [String]) throws {
    let bytes = try FolderReader.readRegular(Self.folder + "/" + row[0], named: row[0])
    let found = Self.problems(of: bytes).map { problem in
      let start = problem.span?.start
      return "\(problem.code) \(start?.line ?? 0):\(start?.column ?? 0)"
    }
    #expect(found.contains("\(row[1]) \(row[2]):\(row[3])"), "\(row[0]): \(found)")
  }

  @Test func everyTruncationOfAFileIsRefusedOrRead() throws {
    let reference = """
      format: arch/1
      entry: web
      components:
        web: { kind: service, replicas: 3, calls: [{ read: hot, timeout: 20ms, retry: 2 }] }
        hot: { kind: cache, fronts: db, hit: 90% }
        db: { kind: database, replication: { mode: sync, copies: 2 } }
      """
    let bytes = Array(reference.utf8)
    for length in 0...bytes.count {
      let reading = ArchitectureReader(BundledPlugins.all.vocabulary)
        .read(bytes: Array(bytes[..<length]), file: "cut.arch.yaml")
      #expect(
        (reading.architecture == nil) == reading.problems.contains { $0.severity == .error })
    }
    #expect(Self.problems(of: bytes).isEmpty)
  }
}
