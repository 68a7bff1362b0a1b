import BundledPlugins
import Diagnostics
import Evaluation
import ExerciseFiles
import Foundation
import PluginAPI
import Reporting
import Testing

/// Every file of every shipped exercise gets what its expect.yaml declares.
@Suite struct ExerciseTests {
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Exercises").path

  static let library = ExerciseLibrary(root: root)

  static func exercise(_ id: String) throws -> Exercise {
    let reading = ExerciseReader(BundledPlugins.all).read(folder: library.folder(of: id), id: id)
    return try #require(reading.exercise, "\(reading.problems.map(\.message))")
  }

  @Test func exercisesAreFound() {
    #expect(Self.library.ids.contains("foundations/first-service"))
    #expect(Self.library.ids.contains("trading/continuous-venue"))
  }

  @Test(arguments: library.ids)
  func everyFileGetsItsDeclaredVerdict(_ id: String) async throws {
    let exercise = try Self.exercise(id)
    let verifier = ExerciseVerifier(plugins: BundledPlugins.all, options: RunOptions())
    for file in await verifier.verify(exercise) {
      #expect(file.mismatches.isEmpty, "\(id)/\(file.file): \(file.mismatches)")
    }
  }

  static func document(_ id: String, threads: Int, seed: UInt64) async throws -> String {
    let exercise = try exercise(id)
    let bytes = try FolderReader(folder: exercise.folder).read("reference.arch.yaml")
    let (report, _) = await Evaluator(BundledPlugins.all).evaluate(
      bytes: bytes, file: "reference.arch.yaml", folder: FolderReader(folder: exercise.folder),
      exercise: exercise, options: RunOptions(seed: seed, threads: threads))
    return ResultDocument.json(try #require(report), timing: false)
  }

  @Test(arguments: library.ids)
  func oneAndTwoThreadsGiveTheSameBytes(_ id: String) async throws {
    let one = try await Self.document(id, threads: 1, seed: 7)
    let two = try await Self.document(id, threads: 2, seed: 7)
    #expect(one == two)
    let other = try await Self.document(id, threads: 2, seed: 8)
    #expect(one != other, "another seed gives other figures")
  }
}
