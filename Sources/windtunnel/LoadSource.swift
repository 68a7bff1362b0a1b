import ArchitectureModel
import BundledPlugins
import Evaluation
import ExerciseFiles
import Foundation
import PluginAPI
import Quantities

/// A load to look at: that of an exercise, or that of a file of its own.
struct LoadSource {
  var title: String
  var profile: LoadProfile
  /// Where scenarios begin and end; a file has one, its whole run.
  var scenarios: [Window]

  /// A stretch of the load that is simulated by itself.
  struct Window {
    var name: String
    /// When its warm-up begins in the load.
    var start: TimeSpan
    var warmup: TimeSpan
    var lasts: TimeSpan
  }

  /// Reads an exercise by its id, or a file by its path.
  static func read(
    _ word: String, library: LibraryOptions, variant: UInt64?
  ) throws -> LoadSource {
    var isFolder: ObjCBool = false
    let isFile =
      FileManager.default.fileExists(atPath: word, isDirectory: &isFolder) && !isFolder.boolValue
    if word == "-" || isFile { return try of(file: word, library: library, variant: variant) }
    return of(try library.exercise(word, variant: variant))
  }

  private static func of(_ exercise: Exercise) -> LoadSource {
    let scenarios = exercise.scenarios.map { scenario in
      let start = max(0, scenario.at.nanoseconds - scenario.warmup.nanoseconds)
      return Window(
        name: scenario.name, start: TimeSpan(nanoseconds: start), warmup: scenario.warmup,
        lasts: scenario.lasts)
    }
    return LoadSource(
      title: "\(exercise.title) (\(exercise.id))", profile: exercise.profile.asRequests,
      scenarios: scenarios)
  }

  /// The load of a file; that of its exercise where it has none of its own.
  private static func of(
    file: String, library: LibraryOptions, variant: UInt64?
  ) throws -> LoadSource {
    let input = try ArchitectureInput(file)
    // The load of an answer is that of its exercise, whatever else is wrong with it.
    if !ArchitectureReader.hasWorkload(input.bytes),
      let id = ArchitectureReader.exercise(of: input.bytes)
    {
      return of(try library.exercise(id, variant: variant))
    }
    let reading = ArchitectureReader(BundledPlugins.all.vocabulary)
      .read(bytes: input.bytes, file: input.name, folder: input.folder)
    guard let workload = reading.architecture?.workload else {
      Console.show(reading.problems, reading.sources)
      throw Console.fail(
        .invalid, "'\(file)' has no load: neither 'workload' nor an exercise that could be read")
    }
    Console.show(reading.problems, reading.sources)
    let name = reading.architecture?.name ?? ""
    let whole = workload.warmup.nanoseconds + workload.lasts.nanoseconds
    var facts = [
      Fact("thrown away at the start", workload.warmup.text),
      Fact("kept", workload.lasts.text),
    ]
    if !workload.journeys.isEmpty {
      facts.append(
        Fact(
          workload.journeys.map(\.name).joined(separator: ", "),
          "drawn as independent requests, at the rate of sessions times visits"))
    }
    let profile = LoadProfile(
      lasts: TimeSpan(nanoseconds: whole), operations: workload.operations, moments: [],
      facts: facts
    ).asRequests
    return LoadSource(
      title: name.isEmpty ? input.name : "\(name) (\(input.name))", profile: profile,
      scenarios: [
        Window(name: "run", start: .zero, warmup: workload.warmup, lasts: workload.lasts)
      ])
  }

  /// The scenario of a name, the first where none is named.
  func window(_ name: String?) throws -> Window {
    if let found = scenarios.first(where: { $0.name == name ?? scenarios[0].name }) {
      return found
    }
    let names = scenarios.map(\.name).joined(separator: ", ")
    throw Console.fail(.usage, "'\(name ?? "")' is not a scenario; there are: \(names)")
  }
}

/// The arrivals of one scenario, in order of time.
struct LoadArrivals {
  let profile: LoadProfile
  let window: LoadSource.Window
  let seed: UInt64

  private func each(_ body: (Int64, String) -> Void) {
    let first = window.warmup.nanoseconds
    let end = first + window.lasts.nanoseconds
    let seed = ReplicationSeeds.seed(seed, replication: 0)
    var all: [(time: Int64, operation: Int)] = []
    let loads = profile.window(from: window.start)
    for (index, operation) in loads.enumerated() {
      var stream = OperationArrivals(
        operation, seed: seed, until: TimeSpan(nanoseconds: end))
      while let time = stream.next(), time < end {
        if time >= first { all.append((time - first, index)) }
        if all.count > 20_000_000 { break }
      }
    }
    all.sort { $0.time == $1.time ? $0.operation < $1.operation : $0.time < $1.time }
    for arrival in all { body(arrival.time, loads[arrival.operation].operation) }
  }

  /// Nanoseconds as seconds, exactly, without an exponent.
  static func seconds(_ nanoseconds: Int64) -> String {
    let part = nanoseconds % 1_000_000_000
    var text = String(nanoseconds / 1_000_000_000)
    guard part > 0 else { return text }
    let digits = String(part)
    text += "." + String(repeating: "0", count: 9 - digits.count) + digits
    while text.hasSuffix("0") { text.removeLast() }
    return text
  }

  func csv() -> String {
    var text = "seconds,operation\n"
    each { text += "\(Self.seconds($0)),\($1)\n" }
    return text
  }

  func ndjson() -> String {
    var text = ""
    each { text += "{\"seconds\":\(Self.seconds($0)),\"operation\":\"\($1)\"}\n" }
    return text
  }
}
