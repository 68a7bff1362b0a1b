import ArchitectureModel
import ArgumentParser
import Evaluation
import ExerciseFiles
import PluginAPI
import Quantities
import Reporting

/// The command `load ID`.
struct LoadCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "load", abstract: "The load of an exercise: a plot, or its arrivals.",
    discussion: """
      --csv and --ndjson write the arrivals of one scenario, as a simulation under the same seed \
      would see them: time in seconds from the start of the scenario's kept time, and operation.
      --k6, --locust and --svg write the mean rates over time of the whole profile, or of one \
      scenario: scripts that send them to a real service, and a drawing.
      """)
  @Argument(help: "The exercise.") var id: String
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
    let exercise = try library.exercise(id, variant: variant.variant)
    let title = "\(exercise.title) (\(exercise.id))"
    guard targets.contains(where: { $0.path != nil }) else {
      Console.print(
        LoadPlot.render(profile: exercise.profile, title: title, style: Console.style))
      return
    }
    let window = try window(of: exercise)
    if csv != nil || ndjson != nil {
      let arrivals = LoadArrivals(
        exercise: exercise, scenario: window ?? exercise.scenarios[0], seed: seed)
      if let csv { try Console.write(arrivals.csv(), to: csv) }
      if let ndjson { try Console.write(arrivals.ndjson(), to: ndjson) }
    }
    let profile = window.map { Self.profile(exercise, $0) } ?? exercise.profile
    let whole = "Load of \(title)" + (window.map { ", scenario '\($0.name)'" } ?? "")
    let scripts = LoadScripts(
      operations: profile.operations, lasts: profile.lasts.seconds, title: whole,
      tool: "windtunnel \(Evaluator.version)")
    if let k6 { try Console.write(scripts.k6(), to: k6) }
    if let locust { try Console.write(scripts.locust(), to: locust) }
    if let svg { try Console.write(LoadChart.svg(profile: profile, title: whole), to: svg) }
  }

  /// The scenario that is asked for; nil where none is.
  private func window(of exercise: Exercise) throws -> ExerciseScenario? {
    guard let scenario else { return nil }
    guard let found = exercise.scenarios.first(where: { $0.name == scenario }) else {
      let names = exercise.scenarios.map(\.name).joined(separator: ", ")
      throw Console.fail(.usage, "'\(scenario)' is not a scenario; there are: \(names)")
    }
    return found
  }

  /// The kept time of a scenario as a profile.
  private static func profile(_ exercise: Exercise, _ scenario: ExerciseScenario) -> LoadProfile {
    LoadProfile(
      lasts: scenario.lasts, operations: exercise.profile.window(from: scenario.at), moments: [])
  }
}

/// The arrivals of one scenario, in order of time.
struct LoadArrivals {
  let exercise: Exercise
  let scenario: ExerciseScenario
  let seed: UInt64

  private func each(_ body: (Double, String) -> Void) {
    let start = max(0, scenario.at.nanoseconds - scenario.warmup.nanoseconds)
    let first = scenario.warmup.nanoseconds
    let end = first + scenario.lasts.nanoseconds
    let seed = ReplicationSeeds.seed(seed, replication: 0)
    var all: [(time: Int64, operation: Int)] = []
    let window = exercise.profile.window(from: TimeSpan(nanoseconds: start))
    for (index, operation) in window.enumerated() {
      var stream = OperationArrivals(operation, seed: seed)
      while let time = stream.next(), time < end {
        if time >= first { all.append((time - first, index)) }
        if all.count > 20_000_000 { break }
      }
    }
    all.sort { $0.time == $1.time ? $0.operation < $1.operation : $0.time < $1.time }
    for arrival in all { body(Double(arrival.time) * 1e-9, window[arrival.operation].operation) }
  }

  func csv() -> String {
    var text = "seconds,operation\n"
    each { text += "\($0),\($1)\n" }
    return text
  }

  func ndjson() -> String {
    var text = ""
    each { text += "{\"seconds\":\($0),\"operation\":\"\($1)\"}\n" }
    return text
  }
}
