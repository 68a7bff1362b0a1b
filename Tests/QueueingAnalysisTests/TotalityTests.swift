import ArchitectureModel
import BundledPlugins
import Diagnostics
import Evaluation
import ExerciseFiles
import Foundation
import PluginAPI
import Testing

@testable import PluginTestSupport

/// Every file passes through, whatever stands in it.
@Suite struct TotalityTests {
  static let library = ExerciseLibrary(
    root: Predicted.root.appendingPathComponent("Exercises").path)

  static func expectSound(_ prediction: AnalyticPrediction, _ what: String) {
    for operation in prediction.operations {
      #expect(operation.latency.map { $0 >= 0 && $0 < .infinity } ?? true, "\(what)")
      #expect(operation.rate >= 0 && operation.rate < .infinity, "\(what)")
      #expect(operation.latency != nil || !operation.because.isEmpty, "\(what) does not say why")
    }
    for component in prediction.components {
      for value in [
        component.utilisation, component.busiest, component.busiestAtPeak, component.waiting,
        component.held,
      ] {
        #expect(value.map { $0 >= 0 && $0 < .infinity } ?? true, "\(what): \(component)")
      }
    }
    for limit in [prediction.atMean, prediction.atPeak].compactMap({ $0 }) {
      #expect(limit.factor >= 0 && limit.factor < .infinity, "\(what)")
    }
    for warning in prediction.warnings {
      #expect(!warning.places.isEmpty && !warning.remedy.isEmpty, "\(what): \(warning.message)")
    }
  }

  @Test(arguments: library.ids)
  func everyAnswerOfEveryExercise(_ id: String) throws {
    let exercise = try #require(
      ExerciseReader(BundledPlugins.all).read(folder: Self.library.folder(of: id), id: id).exercise)
    let folder = FolderReader(folder: exercise.folder)
    for name in Self.library.answers(of: id) {
      let reading = ArchitectureReader(BundledPlugins.all.vocabulary, frame: exercise.frame)
        .read(bytes: try folder.read(name), file: name, folder: folder)
      guard let architecture = reading.architecture else {
        #expect(name.hasPrefix("invalid"), "\(id)/\(name) does not read")
        continue
      }
      let found = Evaluator(BundledPlugins.all).predictions(architecture, exercise: exercise)
      #expect(found.map(\.scenario) == exercise.scenarios.map(\.name))
      for prediction in found {
        Self.expectSound(prediction, "\(id)/\(name) in \(prediction.scenario)")
        let faulty = exercise.scenarios.first { $0.name == prediction.scenario }?.faults ?? []
        if !faulty.isEmpty { #expect(prediction.leftOut.contains { $0.hasPrefix("faults") }) }
      }
    }
  }

  @Test func everyExample() throws {
    let folder = Predicted.root.appendingPathComponent("Documentation/examples")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    for name in names where name.hasSuffix(".arch.yaml") {
      let path = folder.appendingPathComponent(name)
      let reading = ArchitectureReader(BundledPlugins.all.vocabulary).read(
        bytes: Array(try Data(contentsOf: path)), file: name,
        folder: FolderReader(folder: folder.path))
      let architecture = try #require(reading.architecture, "\(name)")
      let found = try #require(Evaluator(BundledPlugins.all).predictions(architecture).first)
      Self.expectSound(found, name)
    }
  }

  @Test(arguments: HostileDesigns(vocabulary: BundledPlugins.all.vocabulary).all.map(\.name))
  func hostileDesigns(_ name: String) throws {
    let vocabulary = BundledPlugins.all.vocabulary
    let text = try #require(
      HostileDesigns(vocabulary: vocabulary).all.first { $0.name == name }?.text)
    let entry = text.contains("  web:") ? "web" : text.contains("c0x0:") ? "c0x0" : "one"
    let start = text.contains("  a: { kind: service, calls: [{ then") ? "a" : entry
    let yaml = "format: arch/1\nentry: \(start)\n" + text
    let reading = ArchitectureReader(vocabulary).read(bytes: Array(yaml.utf8), file: name)
    let architecture = try #require(reading.architecture, "\(reading.problems.map(\.message))")
    let taken = ContinuousClock().measure {
      for prediction in Evaluator(BundledPlugins.all).predictions(architecture) {
        Self.expectSound(prediction, name)
      }
    }
    #expect(taken < .seconds(20), "\(name) takes \(taken)")
  }

  /// A rate that is written with three hundred digits.
  static func huge(_ fields: String) -> String {
    let zeros = String(repeating: "0", count: 300)
    return "format: arch/1\nentry: web\ncomponents: { web: { kind: service, \(fields) } }\n"
      + "workload: { lasts: 1h, operations: { request: { arrivals: { process: poisson, "
      + "rate: 1\(zeros)/s } } } }"
  }

  /// Numbers at the edges of what the reader takes.
  @Test(arguments: [
    station(rate: 0), station(rate: 0.001), station(rate: 100_000_000_000),
    huge("work: 1s"), huge("concurrency: none"), huge("concurrency: 1000000000000"),
    station(rate: 1, work: "0s"), station(rate: 1, work: "{ exact: 100y }"),
    station(rate: 100_000_000_000, slots: "1000000000000"),
    station(rate: 3, slots: "2", limit: "0"),
    station(rate: 1_000_000, slots: "20001", limit: "1000000000000"),
    station(rate: 1, work: "{ mean: 1s, cv: 1000 }", limit: "10"),
    station(rate: 1, more: ", slowdown: { factor: 1000, exponent: 20, shape: exponential }"),
    station(rate: 1, more: ", batch: { size: 1000000, wait: 100y, work: 1s, each: 1s }"),
    station(rate: 1, more: ", tick: 1ns"), station(rate: 1, more: ", tick: 100y"),
    station(rate: 1, more: ", replicas: 10000, balance: two_choices"),
    station(rate: 1).split(separator: "\n").map { line in
      line.contains("request:")
        ? "    request: { arrivals: { process: closed, users: 5000000, think: 0s } }" : line
    }.joined(separator: "\n"),
  ])
  func numbersAtTheEdges(_ yaml: String) throws {
    Self.expectSound(try Predicted(yaml).run, yaml)
  }

  @Test func theSameFileGivesTheSameValues() throws {
    let yaml = ExactTests.ten()
    let one = try Predicted(yaml).run
    let two = try Predicted(yaml).run
    #expect(one.operations == two.operations)
    #expect(one.components.map(\.waiting) == two.components.map(\.waiting))
    #expect(one.atMean == two.atMean)
  }
}
