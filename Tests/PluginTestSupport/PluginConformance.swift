import ArchitectureModel
public import PluginAPI
import Testing

/// What every plugin must keep to, and a way to ask its checks.
///
/// Purpose of the module: the tests that all plugins share. It must know no domain.
///
///     @Test func itMeetsTheContract() { PluginConformance.run(MessagingPlugin()) }
///
/// The plugin under test is the only active one, since no plugin may need another. Start reading
/// at ``problems(of:)``.
public enum PluginConformance {
  /// Records an issue for each problem of a plugin, at the example in the check where it has one.
  public static func run(_ plugin: any DomainPlugin) {
    for problem in problems(of: plugin) {
      Issue.record(
        Comment(rawValue: problem.description),
        sourceLocation: problem.location
          ?? SourceLocation(
            fileID: #fileID, filePath: #filePath, line: #line, column: #column))
    }
  }

  /// The problems of a plugin; empty where it keeps to everything.
  ///
  /// Where ids or defaults are wrong the examples and the hostile designs are not run: the reader
  /// relies on them.
  public static func problems(of plugin: any DomainPlugin) -> [ConformanceProblem] {
    let records = RecordRules(plugin).problems
    guard records.isEmpty else { return records }
    let examples = plugin.checks.flatMap { ExampleRunner($0, plugin).problems }
    return examples + TotalityRules(plugin).problems
  }

  /// The findings of a plugin's checks about a design that stands alone, in the order of the
  /// checks; none, and an issue, where the file does not read.
  ///
  /// `format:` and `entry:` are added where the text has none, as for a ``CheckExample``.
  public static func findings(
    of plugin: any DomainPlugin, in yaml: String, level: Level = .senior
  ) -> [Finding] {
    let design = ExampleText(yaml, file: "example.arch.yaml", plugin)
    guard let architecture = design.architecture else {
      Issue.record("the file does not read:\n\(design.problems)")
      return []
    }
    let evidence = Evidence(architecture: architecture, level: level)
    return plugin.checks.flatMap { $0.marked(evidence) }
  }
}

extension Check {
  /// The findings with the id of the check, which the core fills in.
  func marked(_ evidence: Evidence) -> [Finding] {
    findings(in: evidence).map { finding in
      var finding = finding
      finding.check = page.id
      return finding
    }
  }
}

/// Something that a plugin does not keep to.
public struct ConformanceProblem: Sendable, Hashable, CustomStringConvertible {
  /// The rule, in kebab-case.
  public var rule: String
  /// What is wrong, with the subject first.
  public var message: String
  /// The example where it shows; nil where it shows in no example.
  public var example: CheckExample?

  /// Creates a problem.
  public init(_ rule: String, _ message: String, example: CheckExample? = nil) {
    self.rule = rule
    self.message = message
    self.example = example
  }

  /// The rule, the message and the place.
  public var description: String {
    "[\(rule)] \(message)" + (example.map { " (\($0.file):\($0.line))" } ?? "")
  }

  /// The place of the example, for an issue.
  var location: SourceLocation? {
    guard let example, example.file.contains("/"), example.line > 0 else { return nil }
    return SourceLocation(
      fileID: example.file, filePath: example.file, line: example.line, column: 1)
  }
}
