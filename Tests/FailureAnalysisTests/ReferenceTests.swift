import ArchitectureModel
import BundledPlugins
import Diagnostics
import Evaluation
import ExerciseFiles
import Foundation
import PluginAPI
import Quantities
import Testing

/// The shipped references and starters get answers that make sense.
@Suite struct ReferenceTests {
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Exercises").path
  static let library = ExerciseLibrary(root: root)

  static func failures(_ id: String, _ file: String) throws -> FailureResults {
    let reading = ExerciseReader(BundledPlugins.all).read(folder: library.folder(of: id), id: id)
    let exercise = try #require(reading.exercise)
    let bytes = try FolderReader(folder: exercise.folder).read(file)
    let design = ArchitectureReader(BundledPlugins.all.vocabulary, frame: exercise.frame)
      .read(bytes: bytes, file: file)
    let architecture = try #require(design.architecture)
    return Evaluator(BundledPlugins.all)
      .failures(architecture, exercise: exercise, cutSize: 2)
  }

  @Test func noZoneStopsTheReferenceOfTheVenue() throws {
    let results = try Self.failures("trading/continuous-venue", "reference.arch.yaml")
    let order = try #require(results.operation("place_order"))
    #expect(order.survivesZone == true)
    #expect(!order.singlePoints.contains { $0.hasPrefix("zone:") })
    #expect(order.singlePoints.contains("component:sequencer"))
    #expect(!order.cutSets.contains { $0.contains { $0.hasPrefix("component:clearing") } })
    #expect(results.store("journal")?.rpo == .zero)
    // Cancels go past the risk check.
    let cancel = try #require(results.operation("cancel_order"))
    #expect(order.singlePoints.contains("component:risk"))
    #expect(!cancel.singlePoints.contains("component:risk"))
    #expect(cancel.unavailability ?? 1 < order.unavailability ?? 0)
    // Two of three zones take the quorum of the log.
    #expect(order.cutSets.contains(["zone:city.a", "zone:city.b"]))
  }

  @Test func oneZoneAndManualFailoverShow() throws {
    let one = try Self.failures("trading/continuous-venue", "flawed-one-zone.arch.yaml")
    #expect(one.operation("place_order")?.survivesZone == false)
    let manual = try Self.failures("trading/continuous-venue", "flawed-manual-failover.arch.yaml")
    #expect(manual.operation("place_order")?.survivesZone == false)
    let good = try Self.failures("trading/continuous-venue", "reference.arch.yaml")
    for flawed in [one, manual] {
      #expect(
        flawed.operation("place_order")?.nines ?? 9 < good.operation("place_order")?.nines ?? 0)
    }
  }

  @Test(arguments: library.ids)
  func everyAnswerHasResultsWithoutNotes(_ id: String) throws {
    for file in Self.library.answers(of: id) where !file.hasPrefix("invalid") {
      let results = try Self.failures(id, file)
      #expect(results.notes == [], "\(id)/\(file)")
      for operation in results.operations {
        let nines = operation.nines ?? 0
        #expect(nines > 1.5 && nines < 6, "\(id)/\(file): \(operation.operation) \(nines)")
        #expect(!operation.cutSets.isEmpty)
        #expect(operation.contributions.allSatisfy { $0.fussellVesely <= 1 && $0.birnbaum <= 1 })
      }
    }
  }
}
