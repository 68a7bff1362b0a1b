import ArgumentParser
import BundledPlugins
import Diagnostics
import Evaluation
import ExerciseFiles
import Foundation
import PluginAPI

/// Where exercises are looked for.
struct LibraryOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The folder of exercises.",
      discussion: """
        Otherwise the variable WINDTUNNEL_EXERCISES, a folder Exercises here or above, or the \
        one beside the installed tool.
        """, valueName: "dir"))
  var exercises: String?

  /// The library, or a complaint.
  func library() throws -> ExerciseLibrary {
    let found = ExerciseLibrary.find(
      given: exercises, environment: ProcessInfo.processInfo.environment,
      workingFolder: FileManager.default.currentDirectoryPath,
      binary: Bundle.main.executablePath ?? CommandLine.arguments[0])
    guard let found else {
      throw Console.fail(
        .cannotRead,
        exercises.map { "there is no folder '\($0)'" }
          ?? "no exercises found; name their folder with --exercises DIR")
    }
    return found
  }

  /// The exercise of an id, or its problems on standard error.
  func exercise(_ id: String, variant: UInt64? = nil) throws -> Exercise {
    let library = try library()
    let known = library.ids
    guard known.contains(id) else {
      let near = NearestName.nearest(to: id, among: known).map { "; did you mean '\($0)'?" } ?? ""
      throw Console.fail(
        .cannotRead, "there is no exercise '\(id)' in \(library.root)\(near); see 'windtunnel list'"
      )
    }
    let reading = ExerciseReader(BundledPlugins.all, variant: variant)
      .read(folder: library.folder(of: id), id: id)
    guard let exercise = reading.exercise else {
      Console.show(reading.problems, reading.sources)
      throw ExitCode(Console.Code.invalid.rawValue)
    }
    return exercise
  }
}

/// Which variant of an exercise.
struct VariantOptions: ParsableArguments {
  @Option(help: "A student's variant: a number drawn for the student; the base values otherwise.")
  var variant: UInt64?
}

/// How a simulation is run.
struct EngineOptions: ParsableArguments {
  @Option(
    parsing: .unconditional, help: "The seed; the same seed and inputs give the same bytes.")
  var seed: UInt64 = 1
  @Option(help: "Independent replications: those of 'simulate', and of a round of 'evaluate'.")
  var replications = 8
  @Option(help: "Threads; the number of processors if absent. Results do not depend on it.")
  var threads: Int?

  func validate() throws {
    guard (1...10_000).contains(replications) else {
      throw ValidationError("--replications takes a whole number from 1 to 10000")
    }
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads takes a whole number from 1 to 1024")
    }
  }

  /// The options for the evaluator.
  func options(
    progress: ProgressSink?, scenarios: [String]? = nil, cutSize: Int = 2
  ) -> RunOptions {
    RunOptions(
      seed: seed, replications: replications,
      threads: threads ?? ProcessInfo.processInfo.activeProcessorCount, progress: progress,
      scenarios: scenarios, cutSize: cutSize)
  }
}

/// How far failures are followed.
struct FailureOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Look for sets of up to so many failures that stop an operation together.",
      valueName: "units"))
  var cutSets = 2

  func validate() throws {
    guard Evaluator.cutSizes.contains(cutSets) else {
      throw ValidationError(
        "--cut-sets takes a whole number from \(Evaluator.cutSizes.lowerBound) to \(Evaluator.cutSizes.upperBound)"
      )
    }
  }
}

/// What is written besides the text.
struct OutputOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Write the result document to a file, or to standard output with '-'.", valueName: "file"))
  var json: String?
  @Flag(help: "Leave out the wall time, the only part that differs between equal runs.")
  var noTiming = false
  @Flag(help: "Show all findings.")
  var all = false
  @Flag(help: "Show everything that was measured, in every scenario, and all findings in full.")
  var full = false
}

/// An architecture file as given on the command line.
struct ArchitectureInput {
  let name: String
  let bytes: [UInt8]
  let folder: FolderReader

  /// Reads a file; `-` is standard input.
  init(_ path: String) throws {
    if path == "-" {
      name = "<stdin>"
      bytes = [UInt8](FileHandle.standardInput.readDataToEndOfFile().prefix(5 << 20))
      folder = FolderReader(folder: nil)
      return
    }
    do throws(FolderReader.Problem) {
      bytes = try FolderReader.readRegular(path, named: path)
    } catch {
      // The one fault of a file's content that is found before it is read.
      guard error.code == "file.too-large" else {
        throw Console.fail(.cannotRead, error.message)
      }
      let top = SourcePosition(line: 1, column: 1)
      Console.show(
        [
          Diagnostic(
            code: "yaml.too-large", severity: .error, message: error.message,
            span: SourceSpan(file: path, start: top, end: top))
        ], SourceCatalog())
      throw ExitCode(Console.Code.invalid.rawValue)
    }
    name = path
    let parent = URL(fileURLWithPath: path).deletingLastPathComponent().path
    folder = FolderReader(folder: parent)
  }
}
