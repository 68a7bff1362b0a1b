import ArgumentParser
import BundledPlugins
import Evaluation
import ExerciseFiles
import Experiments
import PluginAPI
import Reporting

/// The command `compare A B ...`.
struct CompareCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Designs, or the variants of one, side by side: what differs, and what that changes.",
    discussion: """
      All are driven by the same requests with the same luck, so that differences are those of the \
      designs; the first is the one that the others are compared with:
        windtunnel compare mine.arch.yaml other.arch.yaml
        windtunnel compare mine.arch.yaml other.arch.yaml --one-at-a-time
        windtunnel compare mine.arch.yaml
      The last one runs the file beside the alternatives that it lists under 'variants'. Answers to \
      an exercise are held to its requirements, files with a 'workload' of their own to their goals.
      """)
  @Argument(help: "Architecture files; one alone is compared with its variants.")
  var designs: [String]
  @Flag(help: "Of two: run each change of the file alone too, and say which made which difference.")
  var oneAtATime = false
  @Option(help: "The exercise; that of the first file if absent.") var exercise: String?
  @Option(help: "The scenario to show; the one without faults that asks for most if absent.")
  var scenario: String?
  @Option(help: "The operation to show; the one with most arrivals if absent.")
  var operation: String?
  @OptionGroup var library: LibraryOptions
  @OptionGroup var variant: VariantOptions
  @OptionGroup var engine: EngineOptions
  @OptionGroup var page: HTMLOptions
  @Option(help: ArgumentHelp("Write all of it as JSON to a file or '-'.", valueName: "file"))
  var json: String?

  private var plan: DocumentTargets {
    DocumentTargets([("--json", json), ("--html", page.html)])
  }

  func validate() throws {
    if designs.count > Comparison.mostDesigns {
      throw ValidationError("at most \(Comparison.mostDesigns) designs are compared")
    }
    if oneAtATime, designs.count > 2 {
      throw ValidationError("--one-at-a-time is for two designs")
    }
    try plan.validate(inputs: designs)
  }

  func run() async throws {
    let inputs = try designs.map { try ArchitectureInput($0) }
    let found = try Designs.exercise(of: inputs[0], named: exercise, library, variant)
    let runner = DesignRunner(BundledPlugins.all, exercise: found)
    let comparison = Comparison(runner: runner)
    let sides = try sides(inputs)
    let report: ComparisonReport
    do {
      for side in sides { _ = try runner.read(side.variation) }
      let alone = oneAtATime ? comparison.singleRuns(sides[0], sides[1]) ?? 0 : 0
      let bar = ProgressBar(
        total: (sides.count + alone) * (found?.scenarios.count ?? 1) * engine.replications,
        label: "comparing")
      defer { bar.finish() }
      report = try await comparison.run(
        sides, engine.options(progress: bar.sink), isSingle: oneAtATime, scenario: scenario,
        operation: operation)
    } catch Comparison.Failure.wrongUse(let message) {
      throw Console.fail(.usage, message)
    } catch Comparison.Failure.refused(let refusal) {
      throw Designs.show(refusal)
    } catch let refusal as DesignRunner.Refusal {
      throw Designs.show(refusal)
    }
    if let json { try Console.write(ComparisonDocument.json(report), to: json) }
    if !plan.ownsStandardOutput {
      Console.print(ComparisonReportText.render(report, style: Console.style))
    }
    try write(report, sides, runner)
    if report.designs.contains(where: { !$0.report.isComplete }) { try Console.end(.incomplete) }
  }

  /// The designs to compare: the files, or a file and its variants.
  private func sides(_ inputs: [ArchitectureInput]) throws -> [Comparison.Side] {
    guard inputs.count == 1, let input = inputs.first else {
      return zip(Comparison.labels(inputs.count), inputs).map {
        Comparison.Side(label: $0, DesignRunner.Variation($1.design))
      }
    }
    let variants = DesignVariant.all(of: input.bytes, file: input.name)
    guard !variants.isEmpty else {
      throw Console.fail(
        .usage,
        "'\(input.name)' has no 'variants' to compare it with: name a second file, or write "
          + "'variants: { NAME: { set: { components.web.replicas: 4 } } }' at its top level")
    }
    if variants.count >= Comparison.mostDesigns {
      throw Console.fail(
        .usage,
        "'\(input.name)' has \(variants.count) variants; \(Comparison.mostDesigns - 1) at "
          + "most are compared")
    }
    return [Comparison.Side(label: "as it is", DesignRunner.Variation(input.design))]
      + variants.map {
        Comparison.Side(
          label: $0.name, DesignRunner.Variation(input.design, changes: $0.changes))
      }
  }

  private func write(
    _ report: ComparisonReport, _ sides: [Comparison.Side], _ runner: DesignRunner
  ) throws {
    guard page.html != nil else { return }
    var placed: [HTMLComparison.Side] = []
    for (side, design) in zip(sides, report.designs) {
      let architecture = try? runner.read(side.variation).architecture
      placed.append(.init(report: design.report, diagram: page.placed(architecture)))
    }
    let arguments =
      ["compare"] + designs + (oneAtATime ? ["--one-at-a-time"] : [])
      + CommandWords.exercise(exercise, variant) + CommandWords.engine(engine)
    try page.write(placed, report, arguments: arguments)
  }
}
