import Diagnostics
public import ExerciseFiles
public import PluginAPI
import Testing
import YAMLTree

/// What every plugin must keep to, and a way to ask its checks.
public enum PluginConformance {
  /// The findings of a plugin's checks on an architecture without an exercise.
  public static func findings(
    of plugin: any DomainPlugin, in yaml: String, level: Level = .senior
  ) -> [Finding] {
    let reading = read(yaml, plugin)
    guard let architecture = reading.architecture else {
      Issue.record("the file does not read: \(reading.problems.map(\.message)) in\n\(yaml)")
      return []
    }
    let evidence = Evidence(architecture: architecture, level: level)
    return plugin.checks.flatMap { check in
      check.findings(in: evidence).map { finding in
        var finding = finding
        finding.check = check.page.id
        return finding
      }
    }
  }

  /// Checks ids, pages and examples of a plugin.
  public static func run(_ plugin: any DomainPlugin) {
    let ids = plugin.checks.map(\.page.id)
    #expect(ids == ids.sorted(), "checks are listed by id")
    #expect(Set(ids).count == ids.count, "ids are unique")
    for check in plugin.checks {
      let page = check.page
      #expect(page.id.hasPrefix("\(plugin.manifest.id)."), "\(page.id) begins with its plugin")
      #expect(!page.why.isEmpty && !page.remedy.isEmpty && !page.sources.isEmpty, "\(page.id)")
      #expect(!page.passing.isEmpty && !page.failing.isEmpty, "\(page.id) has both examples")
      for example in page.passing + page.failing { judge(example, check, plugin) }
    }
  }

  private static func judge(
    _ example: CheckExample, _ check: any Check, _ plugin: any DomainPlugin
  ) {
    let comments = YAMLReader.comments(in: example.text)
    func lines(_ word: String) -> [Int] {
      comments.filter { $0.text.contains("\(word): \(check.page.id)") }.map(\.line).sorted()
    }
    let found = findings(of: plugin, in: example.text).filter { $0.check == check.page.id }
    func seen(_ outcome: Outcome) -> [Int] {
      found.filter { $0.outcome == outcome }.map { $0.places.first?.start.line ?? 0 }.sorted()
    }
    let place = "\(example.file):\(example.line) \(check.page.id)"
    #expect(Set(seen(.violated)) == Set(lines("expect")), "\(place): violated")
    let unknown = lines("unknown")
    if !unknown.isEmpty { #expect(Set(seen(.unknown)) == Set(unknown), "\(place): unknown") }
  }

  private static func read(_ yaml: String, _ plugin: any DomainPlugin) -> ArchitectureReading {
    var text = yaml.hasSuffix("\n") ? yaml : yaml + "\n"
    let root = YAMLReader().read(bytes: Array(yaml.utf8), file: "example.arch.yaml").root
    if root?["format"] == nil { text += "format: arch/1\n" }
    if root?["entry"] == nil, let first = root?["components"]?.entries?.first?.key {
      text += "entry: \(first)\n"
    }
    return ArchitectureReader(PluginSet([plugin]).vocabulary)
      .read(bytes: Array(text.utf8), file: "example.arch.yaml")
  }
}
