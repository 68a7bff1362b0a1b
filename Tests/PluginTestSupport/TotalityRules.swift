import ArchitectureModel
import PluginAPI

/// Runs every check on hostile designs: it must come back, soon, with the same answer twice.
struct TotalityRules {
  /// The time that a check may take for one design: a hundred times what the slowest takes, so
  /// that only growth without bounds is caught, however busy the machine is.
  static let limit = Duration.seconds(5)

  let plugin: any DomainPlugin
  let records: RecordRules

  init(_ plugin: any DomainPlugin) {
    self.plugin = plugin
    records = RecordRules(plugin)
  }

  /// What is wrong, by design and check.
  var problems: [ConformanceProblem] {
    let profiles: [LoadProfile?] =
      [nil]
      + plugin.loadModels.map { try? $0.profile(LoadRules.defaults($0, records)) }.filter {
        $0 != nil
      }
    return HostileDesigns(vocabulary: records.vocabulary).all.flatMap { name, text in
      let design = ExampleText(text, file: "hostile.arch.yaml", plugin)
      guard let architecture = design.architecture else {
        return [
          ConformanceProblem("hostile-reads", "'\(name)' does not read:\n\(design.problems)\(text)")
        ]
      }
      return Level.allCases.flatMap { level in
        profiles.flatMap { profile in run(on: architecture, level, profile, name) }
      }
    }
  }

  private func run(
    on architecture: Architecture, _ level: Level, _ profile: LoadProfile?, _ name: String
  ) -> [ConformanceProblem] {
    let nothing = ScenarioMeasurements(scenario: "none", title: "none", lasts: 1, step: 1)
    let evidence = Evidence(architecture: architecture, level: level, profile: profile)
    let measured = Evidence(
      architecture: architecture, level: level, profile: profile, measurements: [nothing])
    return plugin.checks.flatMap { check -> [ConformanceProblem] in
      let id = check.page.id
      var problems: [ConformanceProblem] = []
      var first: [Finding] = []
      let taken = ContinuousClock().measure { first = check.findings(in: evidence) }
      if taken > Self.limit {
        problems.append(.init("check-time", "\(id) takes \(taken) for '\(name)'"))
      }
      if first != check.findings(in: evidence) {
        problems.append(.init("check-pure", "\(id) answers '\(name)' differently the second time"))
      }
      _ = check.findings(in: measured)
      for finding in first where finding.message.isEmpty {
        problems.append(.init("finding-words", "\(id) says nothing about '\(name)'"))
      }
      for finding in first {
        let texts = [finding.message, finding.remedy] + finding.facts.map(\.value)
        for text in texts where Self.isNoNumber(text) {
          problems.append(.init("finding-words", "\(id) on '\(name)': \(text)"))
        }
      }
      return problems
    }
  }

  /// Whether a text shows a number that is none.
  private static func isNoNumber(_ text: String) -> Bool {
    text.split { !$0.isLetter }.contains("nan")
  }
}
