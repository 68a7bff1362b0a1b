import ArgumentParser
import ArchitectureModel
import BundledPlugins
import ExerciseFiles
import PluginAPI
import Reporting

/// The command `diagram FILE`.
struct DiagramCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diagram", abstract: "The architecture as a picture: SVG, DOT or Mermaid.",
    discussion: "Nothing is simulated. Exit code 0 when the file is valid, 2 when it is not.")
  /// What is written.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case svg, dot, mermaid
  }
  @Argument(help: "The architecture file, or '-' for standard input.") var file: String
  @Option(help: "svg, dot or mermaid.") var format = Format.svg
  @Option(
    help: ArgumentHelp(
      "The file that is written; standard output if absent or '-'.", valueName: "file"))
  var output = "-"
  @Option(help: "The exercise; that of the file if absent.") var exercise: String?
  @OptionGroup var library: LibraryOptions
  @OptionGroup var diagram: DiagramOptions

  func validate() throws {
    if diagram.layout == .plain, format != .svg {
      throw ValidationError("--layout is for --format svg; the others place nothing")
    }
  }

  func run() throws {
    let input = try ArchitectureInput(file)
    let id = exercise ?? ArchitectureReader.exercise(of: input.bytes)
    let found = try id.map { try library.exercise($0) }
    let reader = ArchitectureReader(BundledPlugins.all.vocabulary, frame: found?.frame)
    let reading = reader.read(bytes: input.bytes, file: input.name, folder: input.folder)
    Console.show(reading.problems, reading.sources)
    guard let architecture = reading.architecture else {
      throw ExitCode(Console.Code.invalid.rawValue)
    }
    let picture = Diagram(architecture)
    switch format {
    case .svg: try Console.write(diagram.placed(picture).svg, to: output)
    case .dot: try Console.write(picture.dot, to: output)
    case .mermaid: try Console.write(picture.mermaid, to: output)
    }
  }
}
