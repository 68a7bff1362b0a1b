import ArchitectureModel
import Diagnostics
import PluginAPI

/// Runs the page and the examples of one check.
struct ExampleRunner {
  let check: any Check
  let plugin: any DomainPlugin

  init(_ check: any Check, _ plugin: any DomainPlugin) {
    self.check = check
    self.plugin = plugin
  }

  private var page: CheckPage { check.page }

  /// What is wrong with the page and the examples, in their order.
  var problems: [ConformanceProblem] {
    pageProblems + page.passing.flatMap { judge($0, isPassing: true) }
      + page.failing.flatMap { judge($0, isPassing: false) }
  }

  private var pageProblems: [ConformanceProblem] {
    let texts = [
      ("title", page.title), ("summary", page.summary), ("why", page.why),
      ("detection", page.detection), ("falsePositives", page.falsePositives),
      ("remedy", page.remedy),
    ]
    var found = texts.filter { $0.1.allSatisfy(\.isWhitespace) }.map {
      ConformanceProblem("page-complete", "\(page.id): '\($0.0)' is empty")
    }
    if page.sources.isEmpty || page.sources.contains(where: { $0.allSatisfy(\.isWhitespace) }) {
      found.append(ConformanceProblem("page-complete", "\(page.id): a source is missing"))
    }
    if page.passing.isEmpty {
      found.append(ConformanceProblem("page-examples", "\(page.id) has no passing example"))
    }
    let ids = [page.id] + page.aliases
    // Pages show the first one as "found"; those that only ask come after it.
    if page.failing.first.map({ ExampleText.lines("expect", ids, in: $0.text).isEmpty }) ?? true {
      found.append(
        ConformanceProblem("page-examples", "\(page.id): the first failing example is not violated")
      )
    }
    return found
  }

  // MARK: Examples

  private func judge(_ example: CheckExample, isPassing: Bool) -> [ConformanceProblem] {
    func problem(_ rule: String, _ message: String) -> ConformanceProblem {
      ConformanceProblem(rule, "\(page.id): \(message)", example: example)
    }
    let design = ExampleText(example.text, file: "example.arch.yaml", plugin)
    guard let architecture = design.architecture else {
      return [problem("example-reads", "the example does not read:\n\(design.problems)")]
    }
    let found = check.marked(Evidence(architecture: architecture))
    var problems: [ConformanceProblem] = []
    let ids = [page.id] + page.aliases
    for other in ExampleText.declared(in: example.text) where !ids.contains(other) {
      problems.append(problem("example-declares", "the example speaks of '\(other)'"))
    }
    let declares = ["expect", "unknown"].map { ExampleText.lines($0, ids, in: example.text).count }
    if isPassing, declares[0] > 0 {
      problems.append(problem("example-declares", "a passing example expects a violation"))
    }
    if !isPassing, declares == [0, 0] {
      problems.append(problem("example-declares", "a failing example declares nothing"))
    }
    for (word, outcome) in [("expect", Outcome.violated), ("unknown", .unknown)] {
      let wanted = ExampleText.lines(word, ids, in: example.text)
      let seen = Set(found.filter { $0.outcome == outcome }.map(Self.line)).sorted()
      guard seen != wanted else { continue }
      problems.append(
        problem("example-verdict", "\(outcome.rawValue) on lines \(seen), declared \(wanted)"))
    }
    let isGood = found.contains { $0.outcome == .satisfied || $0.outcome == .notApplicable }
    // A check that answers nothing says "not applicable".
    if isPassing, !found.isEmpty, !isGood {
      problems.append(problem("example-verdict", "nothing is satisfied in a passing example"))
    }
    problems += found.flatMap { words($0, problem) }
    problems += found.flatMap { fix($0, in: design.text, found, problem) }
    return problems
  }

  /// The line of the first place; 0 where there is none.
  private static func line(_ finding: Finding) -> Int { finding.places.first?.start.line ?? 0 }

  private func words(
    _ finding: Finding, _ problem: (String, String) -> ConformanceProblem
  ) -> [ConformanceProblem] {
    var found: [ConformanceProblem] = []
    if finding.message.isEmpty { found.append(problem("finding-words", "a finding says nothing")) }
    if finding.outcome == .violated, finding.remedy.isEmpty {
      found.append(problem("finding-words", "a violation without a remedy: \(finding.message)"))
    }
    return found
  }

  /// Applies a fix: the file must read, and what was violated at the place must be mended.
  private func fix(
    _ finding: Finding, in text: String, _ before: [Finding],
    _ problem: (String, String) -> ConformanceProblem
  ) -> [ConformanceProblem] {
    guard let fix = finding.fix else { return [] }
    guard !fix.edits.isEmpty else { return [] }
    guard let fixed = ExampleText.applying(fix.edits, to: text) else {
      return [problem("fix-applies", "the edits of '\(fix.message)' do not fit the text")]
    }
    let design = ExampleText(fixed, file: "example.arch.yaml", plugin)
    guard let architecture = design.architecture else {
      return [problem("fix-reads", "'\(fix.message)' gives a bad file:\n\(design.problems)")]
    }
    let after = check.marked(Evidence(architecture: architecture))
    let open = { (all: [Finding]) in
      all.filter { $0.outcome == .violated || $0.outcome == .unknown }.count
    }
    guard open(after) < open(before) || finding.outcome == .satisfied else {
      return [problem("fix-mends", "'\(fix.message)' mends nothing")]
    }
    return []
  }
}
