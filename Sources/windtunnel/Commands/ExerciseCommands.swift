import ArgumentParser
import BundledPlugins
import ExerciseFiles
import Foundation
import PluginAPI
import Quantities
import Reporting

/// The command `list`.
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Exercises by domain.",
    discussion: "Next: 'windtunnel show ID' reads the brief, 'windtunnel start ID' begins.")
  @OptionGroup var library: LibraryOptions
  @Option(
    help: ArgumentHelp(
      "Write it as JSON to a file, or to standard output with '-'.", valueName: "file"))
  var json: String?

  func run() throws {
    let library = try library.library()
    let reader = ExerciseReader(BundledPlugins.all)
    var rows: [JSONValue] = []
    var lines: [String] = []
    var isBroken = false
    for id in library.ids {
      let reading = reader.read(folder: library.folder(of: id), id: id)
      guard let exercise = reading.exercise else {
        isBroken = true
        Console.show(reading.problems, reading.sources)
        continue
      }
      let name = id.padding(toLength: max(30, id.count + 2), withPad: " ", startingAt: 0)
      let level = exercise.level.rawValue.padding(toLength: 9, withPad: " ", startingAt: 0)
      lines.append(
        "  \(name)\(level)\(ExerciseText.points(exercise.automaticPoints))  \(exercise.title)")
      rows.append(
        .object([
          "id": .string(id), "title": .string(exercise.title),
          "level": .string(exercise.level.rawValue), "kind": .string(exercise.kind),
          "version": .string(exercise.version),
          "automatic": .number(Double(exercise.automaticPoints)),
          "review": .number(Double(exercise.reviewPoints)),
        ]))
    }
    if let json {
      try Console.write(JSONValue.array(rows).text, to: json)
    } else {
      Console.print((["Exercises in \(library.root):"] + lines).joined(separator: "\n"))
      if let first = library.ids.first {
        Console.print("\nNext: windtunnel show \(first)")
      }
    }
    if isBroken { try Console.end(.invalid) }
  }
}

/// The command `show ID`.
struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "The brief of an exercise with its load and requirements.")
  @Argument(help: "The exercise, such as foundations/first-service.") var id: String
  @OptionGroup var library: LibraryOptions
  @OptionGroup var variant: VariantOptions
  @Flag(help: "Show the hints too.") var hints = false
  @Option(
    help: ArgumentHelp(
      "Write it as JSON to a file, or to standard output with '-'.", valueName: "file"))
  var json: String?

  func run() throws {
    let exercise = try library.exercise(id, variant: variant.variant)
    if let json {
      try Console.write(ExerciseText.json(exercise).text, to: json)
    } else {
      Console.print(ExerciseText.brief(exercise, hints: hints))
    }
  }
}
