import ArchitectureModel
import Diagnostics
public import ExerciseFiles
public import PluginAPI
import SimulationKernel
import Stochastics

/// The seeds of replications, for looking at a load as a simulation sees it.
public enum ReplicationSeeds {
  /// The seed of a replication under the seed of a run.
  public static func seed(_ seed: UInt64, replication: Int) -> UInt64 {
    ReplicationRunner(model: KernelModel(), seed: seed, threads: 1).seed(of: replication)
  }
}

/// One file of an exercise and how it differs from what is declared.
public struct VerifiedFile: Sendable {
  /// The exercise.
  public var exercise: String
  /// The file.
  public var file: String
  /// The score; nil for a refused file.
  public var score: Score?
  /// The differences, in words; empty where there are none.
  public var mismatches: [String]
}

/// Runs every answer in an exercise's folder and compares with `expect.yaml`.
public struct ExerciseVerifier: Sendable {
  let plugins: PluginSet
  let options: RunOptions

  /// Creates a verifier.
  public init(plugins: PluginSet, options: RunOptions) {
    self.plugins = plugins
    self.options = options
  }

  /// All files in order; each declared file must be there and each file must be declared.
  public func verify(_ exercise: Exercise) async -> [VerifiedFile] {
    let (expectations, problems, _) = ExpectationReader.read(
      folder: exercise.folder, plugins: plugins)
    var rows: [VerifiedFile] = []
    if !problems.isEmpty {
      rows.append(
        VerifiedFile(
          exercise: exercise.id, file: "expect.yaml", score: nil,
          mismatches: problems.map { problem in
            let line = problem.span.map { "line \($0.start.line): " } ?? ""
            return "\(line)\(problem.message) [\(problem.code)]"
          }))
    }
    let library = ExerciseLibrary(
      root: String(exercise.folder.dropLast(exercise.id.count + 1)))
    let files = library.answers(of: exercise.id)
    for file in files {
      guard let expected = expectations.first(where: { $0.file == file }) else {
        rows.append(
          VerifiedFile(
            exercise: exercise.id, file: file, score: nil,
            mismatches: ["expect.yaml says nothing about it"]))
        continue
      }
      rows.append(await verify(expected, exercise))
    }
    for expected in expectations where !files.contains(expected.file) {
      rows.append(
        VerifiedFile(
          exercise: exercise.id, file: expected.file, score: nil,
          mismatches: ["it is declared, but there is no such file"]))
    }
    return rows
  }

  /// One file.
  public func verify(_ expected: Expectation, _ exercise: Exercise) async -> VerifiedFile {
    var row = VerifiedFile(
      exercise: exercise.id, file: expected.file, score: nil, mismatches: [])
    let folder = FolderReader(folder: exercise.folder)
    let bytes: [UInt8]
    do throws(FolderReader.Problem) {
      bytes = try folder.read(expected.file)
    } catch {
      row.mismatches = [error.message]
      return row
    }
    var options = options
    if expected.score == nil {
      let ids = expected.requirements.map(\.id)
      options.scenarios = exercise.requirements.filter { ids.contains($0.id) }
        .compactMap(\.scenario)
    }
    if !expected.problems.isEmpty {
      let reading = ArchitectureReader(plugins.vocabulary, frame: exercise.frame)
        .read(bytes: bytes, file: expected.file, folder: folder)
      row.mismatches = differences(expected, reading.problems)
      return row
    }
    let (report, reading) = await Evaluator(plugins).evaluate(
      bytes: bytes, file: expected.file, folder: folder, exercise: exercise, options: options)
    guard let report else {
      row.mismatches = reading.problems.map { problem in
        "refused at line \(problem.span?.start.line ?? 0): \(problem.message) [\(problem.code)]"
      }
      return row
    }
    row.score = expected.score == nil ? nil : report.score
    row.mismatches = differences(expected, report)
    return row
  }

  private func differences(_ expected: Expectation, _ found: [Diagnostic]) -> [String] {
    let seen = found.map { "\($0.code) at line \($0.span?.start.line ?? 0)" }
    let wanted = expected.problems.map { "\($0.code) at line \($0.line)" }
    let missing = wanted.filter { !seen.contains($0) }.map { "missing: \($0)" }
    return missing + seen.filter { !wanted.contains($0) }.map { "not declared: \($0)" }
  }

  private func differences(_ expected: Expectation, _ report: EvaluationReport) -> [String] {
    var result: [String] = []
    if let range = expected.score, let score = report.score, !range.contains(score.points) {
      result.append(
        "score \(score.points), declared \(range.lowerBound) to \(range.upperBound)")
    }
    for (id, wanted) in expected.requirements {
      guard let requirement = report.requirements.first(where: { $0.id == id }) else {
        result.append("the exercise has no requirement '\(id)'")
        continue
      }
      let seen =
        requirement.points >= requirement.max
        ? "full" : requirement.points > 0 ? "part" : "zero"
      if seen != wanted {
        let value = requirement.value.isInfinite ? "never" : "\(requirement.value.value ?? .nan)"
        result.append("\(id) is \(seen) (measured \(value)), declared \(wanted)")
      }
    }
    for (id, wanted) in expected.checks {
      let own = report.findings.filter { $0.check == id }
      let seen = Scoring.outcome(own).0.rawValue
      if seen != wanted { result.append("\(id) is \(seen), declared \(wanted)") }
    }
    return result
  }
}
