import ArgumentParser
import BundledPlugins
import Evaluation
import ExerciseFiles
import Experiments
import PluginAPI
import Reporting

/// The command `sweep FILE`.
struct SweepCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep",
    abstract: "One design with other values at one or two places: capacity curve, knee, limits.",
    discussion: """
      Each value is put into the file, which is read anew and simulated with the same seed:
        windtunnel sweep shop.arch.yaml --vary components.web.replicas=1..8
        windtunnel sweep shop.arch.yaml --vary workload.operations.buy.arrivals.rate=100/s..2000/s:12
        windtunnel sweep shop.arch.yaml --vary components.web.queue=10..1000:7:log
        windtunnel sweep shop.arch.yaml --vary load=0.5,1,2 --vary components.db.kind=database,key_value
      FROM..TO takes 9 values unless ':N' follows, ':log' equal factors. 'load' is a factor on all \
      rates. Exit code 0 when all points could be run.
      """)
  @Argument(help: "The architecture file, or '-' for standard input.") var file: String
  @Option(
    help: ArgumentHelp(
      "What is varied: a path in the file, or 'load'. Twice for a grid.",
      valueName: "path=values"))
  var vary: [String] = []
  @Option(help: "The exercise; that of the file if absent.") var exercise: String?
  @Option(help: "The scenario to show; the one without faults that asks for most if absent.")
  var scenario: String?
  @Option(help: "The operation to show; the one with most arrivals if absent.")
  var operation: String?
  @OptionGroup var library: LibraryOptions
  @OptionGroup var variant: VariantOptions
  @OptionGroup var engine: EngineOptions
  @Option(help: ArgumentHelp("Write the table as CSV to a file or '-'.", valueName: "file"))
  var csv: String?
  @Option(help: ArgumentHelp("Write a drawing to a file or '-'.", valueName: "file"))
  var svg: String?
  @Option(help: ArgumentHelp("Write all of it as JSON to a file or '-'.", valueName: "file"))
  var json: String?

  private var plan: DocumentTargets {
    DocumentTargets([("--csv", csv), ("--svg", svg), ("--json", json)])
  }

  func validate() throws {
    guard (1...2).contains(vary.count) else {
      throw ValidationError("--vary is given once, or twice for a grid")
    }
    try plan.validate(inputs: [file])
  }

  func run() async throws {
    let input = try ArchitectureInput(file)
    let found = try Designs.exercise(of: input, named: exercise, library, variant)
    let sweep = Sweep(
      runner: DesignRunner(BundledPlugins.all, exercise: found), design: input.design)
    let report: SweepReport
    do {
      let varied = try vary.map { try Vary($0) }
      let points = try sweep.plan(varied)
      let bar = ProgressBar(
        total: points.count * (found?.scenarios.count ?? 1) * engine.replications,
        label: "sweeping")
      defer { bar.finish() }
      report = try await sweep.run(
        points, engine.options(progress: bar.sink), scenario: scenario, operation: operation)
    } catch let problem as Vary.Problem {
      throw Console.fail(.usage, problem.message)
    } catch Sweep.Failure.wrongUse(let message) {
      throw Console.fail(.usage, message)
    } catch Sweep.Failure.refused(let refusal) {
      throw Designs.show(refusal)
    }
    if let csv { try Console.write(SweepCSV.text(report), to: csv) }
    if let svg { try Console.write(SweepChart.svg(report), to: svg) }
    if let json { try Console.write(SweepDocument.json(report), to: json) }
    if !plan.ownsStandardOutput {
      Console.print(SweepText.render(report, style: Console.style))
    }
    if report.points.contains(where: { !$0.report.isComplete }) { try Console.end(.incomplete) }
  }
}

/// Designs that are run more than once.
enum Designs {
  /// The exercise that a design is run against; nil where it has a load of its own.
  static func exercise(
    of input: ArchitectureInput, named id: String?, _ library: LibraryOptions,
    _ variant: VariantOptions
  ) throws -> Exercise? {
    if let id { return try library.exercise(id, variant: variant.variant) }
    if ArchitectureReader.hasWorkload(input.bytes) { return nil }
    guard let id = ArchitectureReader.exercise(of: input.bytes) else { return nil }
    return try library.exercise(id, variant: variant.variant)
  }

  /// Shows why a design cannot be run.
  static func show(_ refusal: DesignRunner.Refusal) -> ExitCode {
    Console.show(refusal.problems, refusal.sources)
    return ExitCode(Console.Code.invalid.rawValue)
  }
}

extension ArchitectureInput {
  /// The input as a design that can be read again.
  var design: DesignFile { DesignFile(bytes: bytes, name: name, folder: folder) }
}
