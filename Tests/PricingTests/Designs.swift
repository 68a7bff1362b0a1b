import BundledPlugins
import Diagnostics
import Evaluation
import ExerciseFiles
import Foundation
import PluginAPI
import Testing

/// Designs simulated in the process, and exercises with changed files.
enum Designs {
  /// The report of a file of its own.
  static func simulated(_ yaml: String, replications: Int = 1) async throws -> EvaluationReport {
    let plugins = BundledPlugins.all
    let bytes = Array(yaml.utf8)
    let reading = ArchitectureReader(plugins.vocabulary).read(bytes: bytes, file: "bill.yaml")
    #expect(reading.problems.isEmpty, "\(reading.problems.map(\.message))")
    let report = await Evaluator(plugins).simulate(
      reading, bytes: bytes, options: RunOptions(replications: replications))
    return try #require(report)
  }

  /// The cost of a file of its own.
  static func cost(_ yaml: String) async throws -> CostReport {
    try #require(try await simulated(yaml).cost)
  }

  static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Exercises/foundations/first-service").path

  /// The first exercise with text changed and files added, read from a folder of its own.
  static func exercise(
    replacing changes: [(String, String)], files: [String: String] = [:]
  ) throws -> ExerciseReading {
    let root = NSTemporaryDirectory() + "pricing-\(UUID().uuidString)"
    let copy = "\(root)/foundations/first-service"
    try FileManager.default.createDirectory(
      atPath: "\(root)/foundations", withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: folder, toPath: copy)
    defer { try? FileManager.default.removeItem(atPath: root) }
    let path = "\(copy)/exercise.yaml"
    var text = try String(contentsOfFile: path, encoding: .utf8)
    for (old, new) in changes {
      #expect(text.contains(old), "the exercise no longer says '\(old)'")
      text = text.replacing(old, with: new)
    }
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    for (name, content) in files {
      try content.write(toFile: "\(copy)/\(name)", atomically: true, encoding: .utf8)
    }
    return ExerciseReader(BundledPlugins.all).read(folder: copy, id: "foundations/first-service")
  }
}
