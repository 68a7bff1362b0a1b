import ArgumentParser
import BundledPlugins
import Foundation
import PluginAPI
import Reporting

/// Documents for other programs, which every command on a design can write.
struct DocumentOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Write problems and findings as SARIF 2.1.0, for editors and code hosts.", valueName: "file"))
  var sarif: String?
  @Option(
    help: ArgumentHelp("Write JUnit XML: a case per requirement and check.", valueName: "file"))
  var junit: String?
  @Option(
    help: ArgumentHelp("Write a summary in Markdown for a pull request.", valueName: "file"))
  var markdown: String?
}

/// The time series of a run.
struct SeriesOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Write the series over time as CSV, one value a row: scenario, seconds, subject, name, "
        + "measure, value.", valueName: "file"))
  var csv: String?
}

/// The documents that a command writes: each at once or not at all, at most one to standard output.
struct DocumentPlan {
  /// The name of an option and the path that it got.
  typealias Target = (option: String, path: String?)

  var json: String?
  var documents: DocumentOptions
  var csv: String?
  var gradescope: String?
  /// The page, which its own options write.
  var html: String?
  var timing: Bool

  init(
    json: String? = nil, _ documents: DocumentOptions, csv: String? = nil,
    gradescope: String? = nil, html: String? = nil, timing: Bool = true
  ) {
    self.json = json
    self.documents = documents
    self.csv = csv
    self.gradescope = gradescope
    self.html = html
    self.timing = timing
  }

  /// Whether a path is standard output, by whatever name.
  static func isStandardOutput(_ path: String?) -> Bool {
    guard let path, case .standardOutput = OutputPlace(path) else { return false }
    return true
  }

  private var targets: [Target] {
    [
      ("--json", json), ("--sarif", documents.sarif), ("--junit", documents.junit),
      ("--markdown", documents.markdown), ("--csv", csv), ("--gradescope", gradescope),
      ("--html", html),
    ]
  }

  /// Whether a document takes the place of the text on standard output.
  var ownsStandardOutput: Bool { targets.contains { Self.isStandardOutput($0.path) } }

  /// Refuses paths that would overwrite each other or the input.
  ///
  /// - Parameter inputs: The files that are read.
  /// - Throws: `ValidationError`, which ends the command with the usage.
  func validate(inputs: [String]) throws {
    try Self.validate(targets, inputs: inputs)
  }

  /// Refuses paths that would overwrite each other or the input.
  ///
  /// - Parameters:
  ///   - targets: The options with their paths.
  ///   - inputs: The files that are read.
  /// - Throws: `ValidationError`, which ends the command with the usage.
  static func validate(_ targets: [Target], inputs: [String]) throws {
    var seen: [String: String] = [:]
    let read = Set(inputs.filter { $0 != "-" }.map(Self.place))
    for (option, path) in targets {
      guard let path else { continue }
      guard !path.isEmpty else { throw ValidationError("\(option) takes the name of a file") }
      let place = Self.isStandardOutput(path) ? "-" : Self.place(path)
      if let other = seen[place] {
        throw ValidationError(
          place == "-"
            ? "\(other) and \(option) cannot both write to standard output"
            : "\(other) and \(option) cannot both write to one file")
      }
      guard !read.contains(place) else {
        throw ValidationError("\(option) would overwrite the design")
      }
      seen[place] = option
    }
  }

  /// The file behind a path, links followed.
  private static func place(_ path: String) -> String {
    URL(fileURLWithPath: path).standardizedFileURL.resolvingSymlinksInPath().path
  }

  /// Writes what is asked for.
  ///
  /// The result document and the series exist only where something was run; for a file that is not
  /// valid the problems stand in place of a result on standard output. The others are written for it too: they say
  /// why.
  func write(_ result: FileResult) throws {
    let plugins = BundledPlugins.all
    // An older document in a file is left alone.
    if let json, result.report == nil, !result.isValid, Self.isStandardOutput(json) {
      try Console.write(FindingJSON.document(result.problems, []), to: json)
    }
    if let report = result.report {
      if let json { try Console.write(ResultDocument.json(report, timing: timing), to: json) }
      if let csv { try Console.write(SeriesCSV.text(report), to: csv) }
    }
    if let path = documents.sarif {
      try Console.write(SARIFDocument.json(result, plugins: plugins), to: path)
    }
    if let path = documents.junit {
      try Console.write(JUnitDocument.xml(result, plugins: plugins, timing: timing), to: path)
    }
    if let path = documents.markdown {
      try Console.write(SummaryPage.markdown(result), to: path)
    }
    if let path = gradescope {
      try Console.write(GradescopeDocument.json(result, timing: timing), to: path)
    }
  }
}

/// The documents of a command that has some of its own.
struct DocumentTargets {
  var targets: [DocumentPlan.Target]

  init(_ targets: [DocumentPlan.Target]) { self.targets = targets }

  /// Whether a document takes the place of the text on standard output.
  var ownsStandardOutput: Bool {
    targets.contains { DocumentPlan.isStandardOutput($0.path) }
  }

  /// Refuses paths that would overwrite each other or the input.
  func validate(inputs: [String]) throws {
    try DocumentPlan.validate(targets, inputs: inputs)
  }
}
