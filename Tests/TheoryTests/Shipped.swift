import ArchitectureModel
import BundledPlugins
@testable import Evaluation
import ExerciseFiles
import Foundation
import PluginAPI
import SimulationKernel

/// A shipped design in one scenario: what was compiled, each replication, and what was measured.
struct Observed: Sendable {
  var name: String
  var architecture: Architecture
  var flows: CompiledFlows
  var runs: [RunResult]
  var measured: ScenarioMeasurements
  var hasFaults: Bool
}

/// Every design that is shipped, run once for all tests that look at it.
actor Shipped {
  static let shared = Shipped()

  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

  static let library = ExerciseLibrary(root: "\(root)/Exercises")

  /// Paths below the root of the package: examples and the answers to exercises that are valid.
  static let files: [String] = {
    let manager = FileManager.default
    let examples = (try? manager.contentsOfDirectory(atPath: "\(root)/Documentation/examples"))
    let answers = library.ids.flatMap { id in
      library.answers(of: id).filter { !$0.hasPrefix("invalid") }.map { "Exercises/\(id)/\($0)" }
    }
    return (examples ?? []).filter { $0.hasSuffix(".arch.yaml") }.sorted()
      .map { "Documentation/examples/\($0)" } + answers
  }()

  private var tasks: [String: Task<[Observed], Never>] = [:]

  /// The scenarios of a design.
  func observed(_ path: String) async -> [Observed] {
    if let known = tasks[path] { return await known.value }
    let task = Task { await Self.run(path) }
    tasks[path] = task
    return await task.value
  }

  static func text(_ path: String) -> String {
    (try? String(contentsOfFile: "\(root)/\(path)", encoding: .utf8)) ?? ""
  }

  private static func run(_ path: String) async -> [Observed] {
    let parts = path.split(separator: "/").map(String.init)
    if parts[0] == "Documentation" { return await example(path, text(path)).map { [$0] } ?? [] }
    return await answer(path, id: "\(parts[1])/\(parts[2])")
  }

  /// Runs a file with its own load.
  static func example(_ path: String, _ text: String) async -> Observed? {
    let reading = ArchitectureReader(BundledPlugins.all.vocabulary)
      .read(bytes: Array(text.utf8), file: path)
    guard let architecture = reading.architecture, let load = architecture.workload else {
      return nil
    }
    let input = FlowInput(
      operations: load.operations, clients: load.clients, distances: [], warmup: load.warmup,
      lasts: load.lasts, faults: architecture.faults, probes: [], journeys: load.journeys,
      windows: load.windows)
    return await observe(path, architecture, input, replications: 2)
  }

  private static func answer(_ path: String, id: String) async -> [Observed] {
    let plugins = BundledPlugins.all
    let reading = ExerciseReader(plugins).read(folder: library.folder(of: id), id: id)
    guard let exercise = reading.exercise else { return [] }
    let design = ArchitectureReader(
      plugins.vocabulary, frame: exercise.frame,
      claims: .graded(allowed: exercise.allowedClaims)
    ).read(
      bytes: Array(text(path).utf8), file: path, folder: FolderReader(folder: exercise.folder))
    guard let architecture = design.architecture else { return [] }
    var all: [Observed] = []
    for scenario in exercise.scenarios {
      guard
        let (faults, _) = FaultTargets(architecture)
          .resolve(scenario.faults, warmup: scenario.warmup)
      else { continue }
      let input = Evaluator(plugins).flowInput(scenario, exercise, faults)
      all.append(await observe("\(path) \(scenario.name)", architecture, input, replications: 1))
    }
    return all
  }

  private static func observe(
    _ name: String, _ architecture: Architecture, _ input: FlowInput, replications: Int
  ) async -> Observed {
    let flows = FlowCompiler.compile(architecture, input)
    let runner = ReplicationRunner(model: flows.model, seed: 20_261, threads: 1)
    let runs = await runner.run(0..<replications, progress: nil)
    let measured = Reduction(flows: flows, results: runs)
      .measurements(scenario: name, title: name)
    return Observed(
      name: name, architecture: architecture, flows: flows, runs: runs, measured: measured,
      hasFaults: !input.faults.isEmpty)
  }
}
