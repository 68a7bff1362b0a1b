import ArchitectureModel
public import Diagnostics
public import Evaluation
public import ExerciseFiles
public import PluginAPI

/// Runs a design with changes: against an exercise, or under the load of its own file.
public struct DesignRunner: Sendable {
  /// The plugins.
  public let plugins: PluginSet
  /// The exercise; nil for files with a workload of their own.
  public let exercise: Exercise?

  /// Creates a runner.
  public init(_ plugins: PluginSet, exercise: Exercise?) {
    self.plugins = plugins
    self.exercise = exercise
  }

  /// A design that cannot be run: what is wrong with it, and the texts that the problems point into.
  public struct Refusal: Error, Sendable {
    /// The problems.
    public var problems: [Diagnostic]
    /// The texts.
    public var sources: SourceCatalog
  }

  /// A design with what is changed in it.
  public struct Variation: Sendable {
    /// The design.
    public var design: DesignFile
    /// What is put into the file.
    public var changes: [FileChange]
    /// A factor on all rates of the load.
    public var load: Double
    /// The texts in which the changes are written, where that is not the design itself.
    public var texts: [SourceText]

    /// Creates a variation.
    public init(
      _ design: DesignFile, changes: [FileChange] = [], load: Double = 1,
      texts: [SourceText] = []
    ) {
      self.design = design
      self.changes = changes
      self.load = load
      self.texts = texts
    }
  }

  /// Reads a design with its changes, without running it.
  ///
  /// - Throws: The problems, where there are errors among them or the load is too large.
  public func read(_ variation: Variation) throws(Refusal) -> ArchitectureReading {
    let reader =
      exercise.map {
        ArchitectureReader(
          plugins.vocabulary, frame: $0.frame, claims: .graded(allowed: $0.allowedClaims))
      } ?? ArchitectureReader(plugins.vocabulary)
    var reading = reader.read(
      bytes: variation.design.bytes, file: variation.design.name,
      folder: variation.design.folder, changes: variation.changes)
    for text in variation.texts { reading.sources.add(text) }
    func refuse(_ problem: Diagnostic) -> Refusal {
      Refusal(problems: reading.problems + [problem], sources: reading.sources)
    }
    guard let architecture = reading.architecture else {
      throw Refusal(problems: reading.problems, sources: reading.sources)
    }
    if let exercise {
      guard variation.load == 1 || scaled(exercise, by: variation.load) != nil else {
        throw refuse(Self.recorded)
      }
      return reading
    }
    guard let workload = architecture.workload else {
      throw refuse(
        Diagnostic(
          code: "arch.no-load", severity: .error,
          message: "'\(variation.design.name)' has neither a 'workload:' nor an exercise",
          span: architecture.span))
    }
    if variation.load != 1 {
      guard let more = workload.scaled(by: variation.load) else { throw refuse(Self.recorded) }
      reading.architecture?.workload = more
    }
    if let problem = reading.architecture?.workload.flatMap(LoadLimit.problem) {
      throw refuse(problem)
    }
    return reading
  }

  /// Runs a design with its changes.
  ///
  /// - Throws: The problems, where it cannot be run.
  public func run(
    _ variation: Variation, _ options: RunOptions
  ) async throws(Refusal) -> (report: EvaluationReport, reading: ArchitectureReading) {
    let reading = try read(variation)
    let evaluator = Evaluator(plugins)
    let report: EvaluationReport?
    if let exercise, let loaded = scaled(exercise, by: variation.load) {
      let design = variation.design
      report = await evaluator.evaluate(
        bytes: design.bytes, file: design.name, folder: design.folder, exercise: loaded,
        options: options, changes: variation.changes
      ).report
    } else {
      report = await evaluator.simulate(reading, bytes: variation.design.bytes, options: options)
    }
    guard let report else {
      throw Refusal(problems: reading.problems, sources: reading.sources)
    }
    return (report, reading)
  }

  private static let recorded = Diagnostic(
    code: "arch.no-load", severity: .error,
    message: "recorded arrivals have no rate: 'load' cannot scale a trace", span: nil)

  /// The exercise under more or less of its load; nil where that is recorded.
  private func scaled(_ exercise: Exercise, by factor: Double) -> Exercise? {
    guard factor != 1 else { return exercise }
    let profile = exercise.profile
    let operations = profile.operations.compactMap { $0.scaled(by: factor) }
    let journeys = profile.journeys.compactMap { $0.scaled(by: factor) }
    guard operations.count == profile.operations.count,
      journeys.count == profile.journeys.count
    else { return nil }
    var copy = exercise
    copy.profile = LoadProfile(
      lasts: profile.lasts, operations: operations, moments: profile.moments,
      facts: profile.facts, journeys: journeys)
    return copy
  }
}
