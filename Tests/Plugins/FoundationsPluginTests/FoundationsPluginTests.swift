import Diagnostics
import FoundationsPlugin
import PluginAPI
import PluginTestSupport
import Testing

@Suite struct FoundationsPluginTests {
  @Test func itMeetsTheContract() {
    PluginConformance.run(FoundationsPlugin())
  }

  @Test func checkIdsAreSortedUniqueAndCarryThePrefix() {
    let ids = FoundationsPlugin().checks.map(\.page.id)
    #expect(ids == Set(ids).sorted())
    #expect(ids.allSatisfy { $0.hasPrefix("foundations.") })
    #expect(ids.count >= 14)
  }

  @Test func glossaryWordsAreUniqueAndExplained() {
    let entries = FoundationsPlugin().glossary
    #expect(Set(entries.map(\.word)).count == entries.count)
    #expect(entries.allSatisfy { $0.meaning.hasSuffix(".") })
    #expect(entries.map { $0.word.lowercased() } == entries.map { $0.word.lowercased() }.sorted())
  }

  @Test func aTenLineFileGetsUsefulFindingsAtTheRightLines() {
    let found = findings(
      """
      format: arch/1
      entry: web
      components:
        web: { kind: service, replicas: 3, calls: [hot] }
        hot: { kind: cache, fronts: db }
        db: { kind: database }
      workload:
        lasts: 10min
        operations:
          view: { arrivals: { process: poisson, rate: 2000/s } }
      """)
    let open = found.filter { $0.outcome == .violated || $0.outcome == .unknown }
    let seen = open.map { "\($0.places.first?.start.line ?? 0) \($0.check)" }.sorted()
    #expect(
      seen == [
        "4 foundations.call-without-timeout", "4 foundations.one-zone",
        "4 foundations.unstated-caller", "6 foundations.data-loss-on-failure",
        "6 foundations.single-copy", "6 foundations.slow-detection",
      ])
    #expect(open.allSatisfy { !$0.message.isEmpty && !$0.remedy.isEmpty })
  }
}

/// The findings of all checks about a design.
func findings(_ yaml: String) -> [Finding] {
  PluginConformance.findings(of: FoundationsPlugin(), in: yaml, level: .senior)
}

/// The findings of one check about a design.
func findings(of defect: String, _ yaml: String) -> [Finding] {
  findings(yaml).filter { $0.check == "foundations.\(defect)" }
}

/// `line outcome` of each finding of one check that is violated or unknown.
func open(_ defect: String, _ yaml: String) -> [String] {
  findings(of: defect, yaml).filter { $0.outcome == .violated || $0.outcome == .unknown }
    .map { "\($0.places.first?.start.line ?? 0) \($0.outcome.rawValue)" }
}

extension Finding {
  /// The value of a fact, or an empty text.
  func fact(_ name: String) -> String { facts.first { $0.name == name }?.value ?? "" }
}
