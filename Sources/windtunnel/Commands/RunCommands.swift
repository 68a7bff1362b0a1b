import ArchitectureModel
import ArgumentParser
import BundledPlugins
import Diagnostics
import Evaluation
import ExerciseFiles
import Foundation
import PluginAPI
import Reporting

/// The command `check FILE`.
struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Problems of a file and what the checks say, at once.",
    discussion: "Nothing is simulated. Exit code 0 when the file is valid, 2 when it is not.")
  @Argument(help: "The architecture file, or '-' for standard input.") var file: String
  @Option(help: "The exercise; that of the file if absent.") var exercise: String?
  @OptionGroup var library: LibraryOptions
  @OptionGroup var failing: FailureOptions
  @Flag(help: "Show all findings.") var all = false
  @Option(
    help: ArgumentHelp(
      "Write it as JSON to a file, or to standard output with '-'.", valueName: "file"))
  var json: String?
  @OptionGroup var documents: DocumentOptions
  @OptionGroup var watching: WatchOptions

  func validate() throws {
    let plan = DocumentPlan(json: json, documents)
    try plan.validate(inputs: [file])
    try watching.validate(file: file, ownsStandardOutput: plan.ownsStandardOutput)
  }

  func run() async throws { try await Watch.run(watching, file: file) { try round() } }

  private func round() throws {
    let input = try ArchitectureInput(file)
    let plugins = BundledPlugins.all
    let plan = DocumentPlan(json: json, documents)
    let id = exercise ?? ArchitectureReader.exercise(of: input.bytes)
    let found = try id.map { try library.exercise($0) }
    let reader = ArchitectureReader(plugins.vocabulary, frame: found?.frame)
    let reading = reader.read(bytes: input.bytes, file: input.name, folder: input.folder)
    Console.show(reading.problems, reading.sources)
    var result = reading.result(of: input, exercise: found)
    guard let architecture = reading.architecture else {
      try plan.write(result)
      throw ExitCode(Console.Code.invalid.rawValue)
    }
    let findings = Evaluator(plugins).check(architecture, exercise: found)
    let failures = Evaluator(plugins).failures(
      architecture, exercise: found, cutSize: failing.cutSets)
    let predictions = Predictions.of(architecture, exercise: found)
    result.findings = findings
    try plan.write(result)
    if let json {
      try Console.write(
        FindingJSON.document(reading.problems, findings, failures, predictions), to: json)
    }
    if !plan.ownsStandardOutput {
      Console.print(
        CheckReport.render(
          findings, file: input.name, exercise: id, failures: failures,
          prediction: Predictions.hardest(predictions), style: Console.style, showAll: all))
    }
  }
}

/// The command `evaluate FILE`.
struct EvaluateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate", abstract: "Everything: simulation, drills, checks, score and why.",
    discussion: """
      Exit code 0 when the exercise is met, 1 when it is not, 2 when the file is not valid, 3 \
      when not everything could be run.
      """)
  @Argument(help: "The architecture file, or '-' for standard input.") var file: String
  @Option(help: "The exercise; that of the file if absent.") var exercise: String?
  @Option(help: "Only this scenario; may be repeated. The score is then incomplete.")
  var scenario: [String] = []
  @Option(help: "Exit 0 from this many points on, in place of the exercise's own verdict.")
  var failUnder: Double?
  @OptionGroup var library: LibraryOptions
  @OptionGroup var variant: VariantOptions
  @OptionGroup var engine: EngineOptions
  @OptionGroup var hanging: SensitivityOptions
  @OptionGroup var failing: FailureOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var documents: DocumentOptions
  @OptionGroup var series: SeriesOptions
  @OptionGroup var page: HTMLOptions
  @OptionGroup var watching: WatchOptions
  @Option(
    help: ArgumentHelp(
      "Write the results.json of a Gradescope autograder; it needs all scenarios.",
      valueName: "file"))
  var gradescope: String?

  private var plan: DocumentPlan {
    DocumentPlan(
      json: output.json, documents, csv: series.csv, gradescope: gradescope,
      html: page.html, timing: !output.noTiming)
  }

  func validate() throws {
    try plan.validate(inputs: [file])
    try watching.validate(file: file, ownsStandardOutput: plan.ownsStandardOutput)
    if gradescope != nil, !scenario.isEmpty {
      throw ValidationError("--gradescope needs all scenarios: leave out --scenario")
    }
  }

  func run() async throws { try await Watch.run(watching, file: file) { try await round() } }

  private func round() async throws {
    let input = try ArchitectureInput(file)
    guard let id = exercise ?? ArchitectureReader.exercise(of: input.bytes) else {
      let reading = ArchitectureReader(BundledPlugins.all.vocabulary)
        .read(bytes: input.bytes, file: input.name, folder: input.folder)
      if reading.architecture == nil {
        Console.show(reading.problems, reading.sources)
        throw ExitCode(Console.Code.invalid.rawValue)
      }
      throw Console.fail(
        .usage,
        "'\(input.name)' names no exercise: add 'exercise: DOMAIN/NAME', give --exercise, or use 'simulate'"
      )
    }
    let found = try library.exercise(id, variant: variant.variant)
    for name in scenario where !found.scenarios.contains(where: { $0.name == name }) {
      let names = found.scenarios.map(\.name).joined(separator: ", ")
      throw Console.fail(.usage, "'\(name)' is not a scenario of \(id); there are: \(names)")
    }
    let bar = ProgressBar(
      total: found.scenarios.count * engine.replications, label: "simulating")
    let begin = ContinuousClock.now
    let (report, reading) = await Evaluator(BundledPlugins.all).evaluate(
      bytes: input.bytes, file: input.name, folder: input.folder, exercise: found,
      options: engine.options(
        progress: bar.sink, scenarios: scenario.isEmpty ? nil : scenario,
        cutSize: failing.cutSets))
    bar.finish()
    Console.show(reading.problems, reading.sources)
    var result = reading.result(of: input, exercise: found)
    guard var report else {
      try plan.write(result)
      throw ExitCode(Console.Code.invalid.rawValue)
    }
    report.setTiming(since: begin, isShown: !output.noTiming)
    if hanging.sensitivity, let architecture = reading.architecture {
      report.sensitivity = await hanging.study(
        engine, scenarios: scenario.isEmpty ? nil : scenario, cutSize: failing.cutSets
      ) { options, planned in
        await Evaluator(BundledPlugins.all).sensitivity(
          of: report, architecture, found, options: options, planned: planned)
      }
    }
    result.add(report)
    let arguments =
      ["evaluate", file] + CommandWords.exercise(exercise, variant)
      + scenario.flatMap { ["--scenario", $0] } + CommandWords.engine(engine) + hanging.words
    try page.write(report, reading.architecture, arguments: arguments)
    try Output.write(result, plan, output, arguments: arguments)
    if let failUnder {
      try Console.end((report.score?.points ?? 0) >= failUnder ? .met : .notMet)
      return
    }
    switch report.verdict {
    case .met: break
    case .notRun: try Console.end(.incomplete)
    case .part, .notMet, .undecided: try Console.end(.notMet)
    }
  }
}

/// The command `simulate FILE`.
struct SimulateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate", abstract: "A file with a workload of its own, as it is written.",
    discussion: "Needs no exercise. Exit code 0 when the file is valid.")
  @Argument(help: "The architecture file, or '-' for standard input.") var file: String
  @OptionGroup var engine: EngineOptions
  @OptionGroup var hanging: SensitivityOptions
  @OptionGroup var failing: FailureOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var documents: DocumentOptions
  @OptionGroup var series: SeriesOptions
  @OptionGroup var page: HTMLOptions

  private var plan: DocumentPlan {
    DocumentPlan(
      json: output.json, documents, csv: series.csv, html: page.html, timing: !output.noTiming)
  }

  func validate() throws { try plan.validate(inputs: [file]) }

  func run() async throws {
    let input = try ArchitectureInput(file)
    let plugins = BundledPlugins.all
    let reading = ArchitectureReader(plugins.vocabulary).read(
      bytes: input.bytes, file: input.name, folder: input.folder)
    // What an answer to an exercise takes from it is unknown here: all would be called missing.
    if let id = reading.exercise, !ArchitectureReader.hasWorkload(input.bytes) {
      try plan.write(reading.result(of: input, exercise: nil))
      throw Console.fail(
        .invalid,
        "'\(input.name)' has no 'workload:' of its own: it answers the exercise '\(id)'; run it "
          + "with 'windtunnel evaluate', or add a 'workload:'")
    }
    Console.show(reading.problems, reading.sources)
    var result = reading.result(of: input, exercise: nil)
    guard let architecture = reading.architecture else {
      try plan.write(result)
      throw ExitCode(Console.Code.invalid.rawValue)
    }
    guard architecture.workload != nil else {
      throw Console.fail(
        .invalid,
        "'\(input.name)' has no 'workload:'; add one, or use 'evaluate' with an exercise")
    }
    if let problem = architecture.workload.flatMap(LoadLimit.problem) {
      Console.show([problem], reading.sources)
      result.problems.append(problem)
      try plan.write(result)
      throw ExitCode(Console.Code.invalid.rawValue)
    }
    Predictions.warn(Predictions.of(architecture, exercise: nil), reading.sources)
    let bar = ProgressBar(total: engine.replications, label: "simulating")
    let begin = ContinuousClock.now
    let report = await Evaluator(plugins).simulate(
      reading, bytes: input.bytes,
      options: engine.options(progress: bar.sink, cutSize: failing.cutSets))
    bar.finish()
    guard var report else { throw ExitCode(Console.Code.ours.rawValue) }
    report.setTiming(since: begin, isShown: !output.noTiming)
    if hanging.sensitivity {
      report.sensitivity = await hanging.study(engine, cutSize: failing.cutSets) {
        options, planned in
        await Evaluator(plugins).sensitivity(
          of: report, reading, bytes: input.bytes, options: options, planned: planned)
      }
    }
    result.add(report)
    let arguments = ["simulate", file] + CommandWords.engine(engine) + hanging.words
    try page.write(report, architecture, arguments: arguments)
    try Output.write(result, plan, output, arguments: arguments)
    if !report.isComplete { try Console.end(.incomplete) }
  }
}

/// Writes a report as text and as documents.
enum Output {
  static func write(
    _ result: FileResult, _ plan: DocumentPlan, _ options: OutputOptions, arguments: [String]
  ) throws {
    try plan.write(result)
    guard let report = result.report, !plan.ownsStandardOutput else { return }
    Console.print(
      TextReport.render(
        report, style: Console.style, showAll: options.all || options.full, isFull: options.full,
        arguments: arguments))
  }
}

extension ArchitectureReading {
  /// The reading as what documents are made from.
  func result(of input: ArchitectureInput, exercise: Exercise?) -> FileResult {
    FileResult(
      file: input.name, tool: "windtunnel \(Evaluator.version)", problems: problems,
      sources: sources, findings: [], exercise: exercise)
  }
}

extension FileResult {
  /// Adds what a run found out.
  mutating func add(_ report: EvaluationReport) {
    self.report = report
    findings = report.findings
  }
}

extension EvaluationReport {
  /// Adds the wall time; left at zero where it is not to be shown.
  mutating func setTiming(since begin: ContinuousClock.Instant, isShown: Bool) {
    guard isShown else { return }
    let passed = ContinuousClock.now - begin
    wallSeconds =
      Double(passed.components.seconds) + Double(passed.components.attoseconds) * 1e-18
    let events = scenarios.reduce(0) { $0 + $1.events }
    eventsPerSecond = wallSeconds > 0 ? Double(events) / wallSeconds : 0
  }
}

/// Diagnostics and findings as JSON.
enum FindingJSON {
  static func document(
    _ problems: [Diagnostic], _ findings: [Finding], _ failures: FailureResults? = nil,
    _ predictions: [AnalyticPrediction] = []
  ) -> String {
    JSONValue.object([
      "analytic": .object(
        Dictionary(
          predictions.map { ($0.scenario, AnalyticDocument.value($0)) },
          uniquingKeysWith: { first, _ in first })),
      "format": .string("check/1"), "valid": .bool(!problems.contains { $0.severity == .error }),
      "problems": .array(problems.map(problem)), "findings": .array(findings.map(finding)),
      "failures": ResultDocument.failures(failures),
    ]).text
  }

  private static func problem(_ problem: Diagnostic) -> JSONValue {
    .object([
      "code": .string(problem.code), "severity": .string(problem.severity.rawValue),
      "message": .string(problem.message), "place": place(problem.span),
      "notes": .array(problem.notes.map { .string($0.message) }),
      "fix": problem.fix.map { .string($0.message) } ?? .null,
    ])
  }

  private static func finding(_ finding: Finding) -> JSONValue {
    .object([
      "check": .string(finding.check), "outcome": .string(finding.outcome.rawValue),
      "severity": .string(finding.severity.rawValue), "subject": .string(finding.subject),
      "fingerprint": .string(finding.fingerprint), "message": .string(finding.message),
      "remedy": .string(finding.remedy), "places": .array(finding.places.map { place($0) }),
    ])
  }

  private static func place(_ span: SourceSpan?) -> JSONValue {
    guard let span else { return .null }
    return .object([
      "file": .string(span.file), "line": .integer(span.start.line),
      "column": .integer(span.start.column), "end_line": .integer(span.end.line),
      "end_column": .integer(span.end.column),
    ])
  }
}
