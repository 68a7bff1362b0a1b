import ArchitectureModel
import ArgumentParser
import Evaluation
import ExerciseFiles
import PluginAPI
import Quantities
import Reporting

/// The command `load ID|FILE`.
struct LoadCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "load",
    abstract: "The load of an exercise or a file: plots and statistics, or its arrivals.",
    discussion: """
      For each process it tells the expected rate beside the drawn one, and how much the number \
      of arrivals varies. A file written by --csv can be the 'file' of a trace. --csv and --ndjson write the arrivals of one scenario, as a simulation under the same seed \
      would see them: time in seconds from the start of the scenario's kept time, and operation.
      --k6, --locust and --svg write the mean rates over time of the whole profile, or of one \
      scenario: scripts that send them to a real service, and a drawing.
      """)
  @Argument(help: "The exercise, or an architecture file with a 'workload'.") var id: String
  @Option(
    help:
      "The scenario to write; if absent the first one for arrivals, the whole profile otherwise.")
  var scenario: String?
  @Option(help: ArgumentHelp("Write arrivals as CSV to a file or '-'.", valueName: "file"))
  var csv: String?
  @Option(
    help: ArgumentHelp(
      "Write arrivals as a JSON object a line to a file or '-'.", valueName: "file")
  )
  var ndjson: String?
  @Option(
    help: ArgumentHelp(
      "Write a k6 script with an arrival rate for each operation.", valueName: "file"))
  var k6: String?
  @Option(
    help: ArgumentHelp(
      "Write a Locust script with Poisson arrivals at these rates.", valueName: "file"))
  var locust: String?
  @Option(help: ArgumentHelp("Write a drawing of the rates.", valueName: "file"))
  var svg: String?
  @Option(help: "The seed.") var seed: UInt64 = 1
  @OptionGroup var library: LibraryOptions
  @OptionGroup var variant: VariantOptions

  private var targets: [DocumentPlan.Target] {
    [
      ("--csv", csv), ("--ndjson", ndjson), ("--k6", k6), ("--locust", locust), ("--svg", svg),
    ]
  }

  func validate() throws { try DocumentPlan.validate(targets, inputs: []) }

  func run() throws {
    let source = try LoadSource.read(id, library: library, variant: variant.variant)
    let window = try source.window(scenario)
    guard targets.contains(where: { $0.path != nil }) else {
      let survey = ArrivalSurveyor.survey(
        source.profile.operations, lasts: source.profile.lasts,
        seed: ReplicationSeeds.seed(seed, replication: 0))
      Console.print(
        LoadPlot.render(
          profile: source.profile, title: source.title, survey: survey, style: Console.style))
      return
    }
    if csv != nil || ndjson != nil {
      let arrivals = LoadArrivals(profile: source.profile, window: window, seed: seed)
      if let csv { try Console.write(arrivals.csv(), to: csv) }
      if let ndjson { try Console.write(arrivals.ndjson(), to: ndjson) }
    }
    let profile = scenario == nil ? source.profile : Self.kept(source.profile, window)
    let whole = "Load of \(source.title)" + (scenario.map { ", scenario '\($0)'" } ?? "")
    let scripts = LoadScripts(
      operations: profile.operations, lasts: profile.lasts.seconds, title: whole,
      tool: "windtunnel \(Evaluator.version)")
    if let k6 { try Console.write(scripts.k6(), to: k6) }
    if let locust { try Console.write(scripts.locust(), to: locust) }
    if let svg { try Console.write(LoadChart.svg(profile: profile, title: whole), to: svg) }
  }

  /// The kept time of a window as a profile.
  private static func kept(_ profile: LoadProfile, _ window: LoadSource.Window) -> LoadProfile {
    let (begin, overflow) = window.start.nanoseconds.addingReportingOverflow(
      window.warmup.nanoseconds)
    return LoadProfile(
      lasts: window.lasts,
      operations: profile.window(from: TimeSpan(nanoseconds: overflow ? .max : begin)),
      moments: [])
  }
}
