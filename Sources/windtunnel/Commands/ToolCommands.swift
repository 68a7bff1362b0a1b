import ArgumentParser
import ArchitectureModel
import BundledPlugins
import Evaluation
import ExerciseFiles
import Foundation
import PluginAPI
import Quantities
import Reporting

/// The command `explain WORD`.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "A check, field, kind, unit, code, measure or word; offline.")
  @Argument(
    help: """
      The word, such as 'timeout', 'queue.limit' or 'arch.unknown-component'; all words if absent.
      """)
  var word: [String] = []
  @Flag(help: "With no word: all words as JSON on standard output.") var json = false

  func validate() throws {
    if json, !word.isEmpty { throw ValidationError("--json lists all words; leave out the word") }
  }

  func run() throws {
    if word.isEmpty {
      let topics = ExplainTopics(BundledPlugins.all)
      return Console.print(json ? topics.json : topics.text)
    }
    let text = word.joined(separator: " ")
    switch ExplainPages.explain(text, plugins: BundledPlugins.all) {
    case .found(let page): Console.print(page)
    case .unknown(let suggestions):
      let near =
        suggestions.isEmpty ? "" : "; close are: \(suggestions.joined(separator: ", "))"
      throw Console.fail(.notMet, "nothing is known about '\(text)'\(near)")
    }
  }
}

/// The command `schema KIND`.
struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "JSON Schema 2020-12 of a document.",
    discussion: """
      For an editor: write the schema to a file and begin the YAML file with
        # yaml-language-server: $schema=architecture.schema.json
      """)
  /// The documents.
  enum Document: String, ExpressibleByArgument, CaseIterable {
    case architecture, exercise, result, expectations, prices, sweep, comparison
  }
  @Argument(help: "architecture, exercise, expectations, prices, result, sweep or comparison.")
  var document: Document

  func run() throws {
    if document == .result { return Console.print(ResultSchema.json()) }
    if document == .comparison { return Console.print(ExperimentSchema.comparison()) }
    if document == .sweep { return Console.print(ExperimentSchema.sweep()) }
    let vocabulary = BundledPlugins.all.vocabulary
    guard let schema = SchemaWriter.schema(shape: document.rawValue, vocabulary: vocabulary) else {
      throw ExitCode(Console.Code.ours.rawValue)
    }
    Console.print(schema)
  }
}

/// The command `verify [ID]`.
struct VerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Runs every answer of an exercise against its expect.yaml.",
    discussion: "For instructors. Exit code 1 on any mismatch.")
  @Argument(help: "The exercise; all of them if absent.") var id: String?
  @OptionGroup var library: LibraryOptions
  @OptionGroup var engine: EngineOptions
  @Option(
    help: ArgumentHelp(
      "Write it as JSON to a file, or to standard output with '-'.", valueName: "file"))
  var json: String?

  func run() async throws {
    let ids = try id.map { [$0] } ?? library.library().ids
    var rows: [VerifiedFile] = []
    for id in ids {
      let exercise = try library.exercise(id)
      let files = try library.library().answers(of: id).count
      let bar = ProgressBar(
        total: files * exercise.scenarios.count * engine.replications, label: "verifying \(id)")
      let verifier = ExerciseVerifier(
        plugins: BundledPlugins.all, options: engine.options(progress: bar.sink))
      let found = await verifier.verify(exercise)
      bar.finish()
      rows += found
      if json != "-" { for row in found { Console.print(VerifyText.line(row)) } }
    }
    if let json { try Console.write(JSONValue.array(rows.map(VerifyText.json)).text, to: json) }
    if json != "-" {
      let wrong = rows.filter { !$0.mismatches.isEmpty }.count
      Console.print(
        wrong == 0
          ? "\nall \(rows.count) files got what expect.yaml declares"
          : "\n\(wrong) of \(rows.count) files differ from expect.yaml")
    }
    if rows.contains(where: { !$0.mismatches.isEmpty }) { try Console.end(.notMet) }
  }
}

/// What `verify` says.
enum VerifyText {
  static func line(_ row: VerifiedFile) -> String {
    let score = row.score.map { " \(ScoreText.words($0))" } ?? ""
    let head = "\(row.mismatches.isEmpty ? "ok  " : "DIFF")  \(row.exercise)/\(row.file)\(score)"
    return ([head] + row.mismatches.map { "        \($0)" }).joined(separator: "\n")
  }

  static func json(_ row: VerifiedFile) -> JSONValue {
    .object([
      "exercise": .string(row.exercise), "file": .string(row.file),
      "points": row.score.map { .number($0.points) } ?? .null,
      "mismatches": .array(row.mismatches.map { .string($0) }),
    ])
  }
}

/// The command `dev`, for those who work on the tool.
struct DevCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dev", abstract: "For those who work on the tool.", shouldDisplay: false,
    subcommands: [DocsCommand.self])

  /// The command `dev docs`.
  struct DocsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "docs", abstract: "Writes the generated pages of the repository.")
    @Argument(help: "The root of the repository.") var root = "."

    func run() throws {
      for (path, text) in GeneratedPages.all(BundledPlugins.all) {
        try Console.write(text, to: "\(root)/\(path)")
      }
    }
  }
}
