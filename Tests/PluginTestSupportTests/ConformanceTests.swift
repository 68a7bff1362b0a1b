import ArchitectureModel
import Diagnostics
import PluginAPI
import PluginTestSupport
import Quantities
import Testing

/// The kit must find what it is there to find.
@Suite struct ConformanceTests {
  private func rules(_ change: (inout Sample) -> Void) -> [String] {
    var plugin = Sample()
    change(&plugin)
    let rules = PluginConformance.problems(of: plugin).map(\.rule)
    return Set(rules).sorted()
  }

  private func rules(_ change: @escaping @Sendable (inout SampleCheck) -> Void) -> [String] {
    rules { (plugin: inout Sample) in
      var check = SampleCheck()
      change(&check)
      plugin.checks = [check]
    }
  }

  @Test func aGoodPluginHasNoProblems() {
    #expect(PluginConformance.problems(of: Sample()).map(\.description) == [])
  }

  @Test func idsAreJudged() {
    #expect(rules { $0.page.id = "other.no-owner" } == ["check-id"])
    #expect(rules { $0.page.id = "sample.NoOwner" } == ["check-id"])
    #expect(rules { (plugin: inout Sample) in plugin.checks += plugin.checks } == ["check-id"])
    #expect(
      rules { (plugin: inout Sample) in
        var first = SampleCheck()
        first.page.id = "sample.z"
        plugin.checks.insert(first, at: 0)
      } == ["checks-sorted"])
    #expect(rules { (plugin: inout Sample) in plugin.drills[0].id = "loss" } == ["drill-id"])
  }

  @Test func kindsAreJudged() {
    let bad = { (value: KindDefault) in
      rules { (plugin: inout Sample) in plugin.kinds = [Sample.kind([value])] }
    }
    #expect(bad(KindDefault("work", "soon", "a source")) == ["kind-default"])
    #expect(bad(KindDefault("work", "1ms", "")) == ["kind-default"])
    #expect(bad(KindDefault("wrok", "1ms", "a source")) == ["kind-default"])
    #expect(bad(KindDefault("read", "1ms", "a source")) == ["kind-default"])
    #expect(
      rules { (plugin: inout Sample) in plugin.kinds[0].ranges[0].least = "fast" }
        == ["kind-range"])
    #expect(
      rules { (plugin: inout Sample) in plugin.kinds[0].extends = "nothing" } == ["kind-extends"])
  }

  @Test func loadsAreJudged() {
    func load(_ change: (inout SampleLoad) -> Void) -> [String] {
      var model = SampleLoad()
      change(&model)
      return rules { (plugin: inout Sample) in plugin.loadModels = [model] }
    }
    #expect(load { $0.rates = [(0, -1)] } == ["load-profile"])
    #expect(load { $0.rates = [(0, .infinity)] } == ["load-profile"])
    #expect(load { $0.rates = [(5, 1), (5, 2)] } == ["load-profile"])
    #expect(load { $0.moments = [("late", 5), ("early", 1)] } == ["load-profile"])
    #expect(load { $0.moments = [("after", 60)] } == ["load-profile"])
    #expect(load { $0.fallback = nil } == ["load-setting"])
    #expect(load { $0.fallback = "fast" } == ["load-setting"])
  }

  @Test func drillsAreJudged() {
    let bad = { (faults: String) in
      rules { (plugin: inout Sample) in plugin.drills[0].faults = faults }
    }
    #expect(bad("- { crash: { kind: service }, lasts: 5s }") == ["drill-faults"])
    #expect(bad("- { crash: { kind: nothing }, at: 1s }") == ["drill-faults"])
    #expect(bad("- { crash: { pick: all }, at: 1s }") == ["drill-faults"])
    #expect(bad("[]") == ["drill-faults"])
  }

  @Test func examplesAreJudged() {
    let wrongLine = """
      components:  # expect: sample.no-owner
        web: { kind: service }
      """
    #expect(rules { $0.page.failing = [CheckExample(wrongLine)] } == ["example-verdict"])
    let undeclared = "components:\n  web: { kind: service }"
    #expect(rules { $0.page.passing = [CheckExample(undeclared)] } == ["example-verdict"])
    #expect(rules { $0.page.passing = [CheckExample("components: {")] } == ["example-reads"])
    #expect(rules { $0.page.failing = [] } == ["page-examples"])
    #expect(rules { $0.page.why = " " } == ["page-complete"])
    let foreign = "components:\n  web: { kind: service, owner: us }  # unknown: other.check"
    #expect(rules { $0.page.passing = [CheckExample(foreign)] } == ["example-declares"])
  }

  @Test func fixesAreApplied() {
    #expect(rules { $0.fix = ", owner: [" } == ["fix-reads"])
    #expect(rules { $0.fix = ", title: me" } == ["fix-mends"])
    #expect(rules { $0.column = 500 } == ["fix-applies"])
  }

  @Test func aCheckThatLooksAtTheClockIsSeen() {
    #expect(rules { $0.looksAtTheClock = true } == ["check-pure"])
  }

  @Test func aCheckThatSaysNothingIsSeen() {
    #expect(rules { $0.message = "" } == ["finding-words"])
    #expect(rules { $0.message = "it is nan times too slow" } == ["finding-words"])
  }

  @Test func aFileWithoutAVersionIsCompletedAtItsEnd() {
    let found = PluginConformance.findings(
      of: Sample(), in: "components:\n  web: { kind: service }")
    #expect(found.map(\.check) == ["sample.no-owner"])
    #expect(found.map { $0.places.first?.start.line } == [2])
  }
}
