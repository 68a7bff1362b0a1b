import ArgumentParser
import BundledPlugins
import ExerciseFiles
import PluginAPI
import Reporting

/// The command `start ID [DIR]`.
struct StartCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "start",
    abstract: "A folder to begin in: starter, brief, editor schema, CI workflow, next steps.",
    discussion: """
      The folder can be put into a repository as it is. Either all of it is written or nothing; \
      nothing is ever overwritten: the folder must not exist, or be empty.
      """)
  @Argument(help: "The exercise.") var id: String
  @Argument(help: "The folder to make; the name of the exercise if absent.") var folder: String?
  @OptionGroup var library: LibraryOptions

  func run() throws {
    let exercise = try library.exercise(id)
    let name = folder ?? String(id.split(separator: "/").last ?? "exercise")
    let starter: [UInt8]
    do throws(FolderReader.Problem) {
      starter = try FolderReader(folder: exercise.folder).read("starter.arch.yaml")
    } catch { throw Console.fail(.cannotRead, error.message) }
    guard
      let schema = SchemaWriter.schema(
        shape: "architecture", vocabulary: BundledPlugins.all.vocabulary)
    else { throw Console.fail(.ours, "the schema of an architecture is missing") }
    let files = StarterFolder.files(
      exercise, starter: String(decoding: starter, as: UTF8.self), schema: schema)
    do throws(NewFolder.Problem) {
      try NewFolder.write(files, to: name)
    } catch {
      throw Console.fail(.cannotWrite, error.message)
    }
    let design = ShellWord.quoted("\(name)/\(StarterFolder.design)")
    Console.print(
      """
      \(Console.harmless(exercise.title))
        \(Console.harmless(name))/brief.md          what is asked
        \(Console.harmless(name))/design.arch.yaml  where you write
        \(Console.harmless(name))/README.md         the next three steps
      Next:
        windtunnel check \(Console.harmless(design))
        windtunnel evaluate \(Console.harmless(design))
      """)
  }
}
