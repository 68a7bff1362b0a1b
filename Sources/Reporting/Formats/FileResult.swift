public import Diagnostics
public import ExerciseFiles
public import PluginAPI

/// A file as a command leaves it: its problems, and what was found out where it is valid.
///
/// The formats for other programs are made from it.
public struct FileResult: Sendable {
  /// The file as given.
  public var file: String
  /// The tool with its version.
  public var tool: String
  /// The problems of the file, sorted.
  public var problems: [Diagnostic]
  /// The texts that the problems point into.
  public var sources: SourceCatalog
  /// What the checks say, those to act on first; empty where the file is not valid.
  public var findings: [Finding]
  /// The report of a run; nil where nothing was run.
  public var report: EvaluationReport?
  /// The exercise; nil for a file of its own.
  public var exercise: Exercise?

  /// Creates a result.
  public init(
    file: String, tool: String, problems: [Diagnostic], sources: SourceCatalog,
    findings: [Finding], report: EvaluationReport? = nil, exercise: Exercise? = nil
  ) {
    self.file = file
    self.tool = tool
    self.problems = problems
    self.sources = sources
    self.findings = findings
    self.report = report
    self.exercise = exercise
  }

  /// Whether the file could be used.
  public var isValid: Bool { !problems.contains { $0.severity == .error } }
}
