import ArgumentParser
import ArchitectureModel
import Foundation
import PluginAPI
import Reporting

/// Where a report as HTML goes.
struct HTMLOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Write a report for a browser to a file, or to standard output with '-': one page that "
        + "needs neither network nor script.", valueName: "file"))
  var html: String?
  @OptionGroup var diagram: DiagramOptions

  func validate() throws {
    if diagram.layout == .plain, html == nil {
      throw ValidationError("--layout places the diagram of --html, which is not asked for")
    }
  }

  /// Writes the page of one report, where it is asked for.
  func write(
    _ report: EvaluationReport, _ architecture: Architecture?, arguments: [String]
  ) throws {
    guard let html else { return }
    try Console.write(
      HTMLReport.render(report, diagram: placed(architecture), arguments: arguments), to: html)
  }

  /// Writes the page of a comparison, where it is asked for.
  func write(
    _ sides: [HTMLComparison.Side], _ report: ComparisonReport, arguments: [String]
  ) throws {
    guard let html else { return }
    try Console.write(HTMLComparison.render(sides, report, arguments: arguments), to: html)
  }

  /// The diagram of a design; nil where no page is asked for.
  func placed(_ architecture: Architecture?) -> PlacedDiagram? {
    guard html != nil else { return nil }
    return architecture.map { diagram.placed(Diagram($0)) }
  }
}

/// The words of a command that make its result again.
///
/// What does not change the result, such as outputs and threads, is left out; what has its default
/// value is left out, the seed and the replications excepted.
enum CommandWords {
  static func engine(_ options: EngineOptions) -> [String] {
    ["--seed", String(options.seed), "--replications", String(options.replications)]
  }

  static func exercise(_ id: String?, _ variant: VariantOptions) -> [String] {
    (id.map { ["--exercise", $0] } ?? [])
      + (variant.variant.map { ["--variant", String($0)] } ?? [])
  }
}
