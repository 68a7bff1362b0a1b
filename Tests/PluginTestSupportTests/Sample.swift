import ArchitectureModel
import Diagnostics
import PluginAPI
import Quantities

/// A small plugin that keeps to everything, to be broken in one place at a time.
struct Sample: DomainPlugin {
  static func kind(_ defaults: [KindDefault]) -> KindRecord {
    KindRecord(
      "sample/gate", extending: CoreKinds.service, adds: ["gate"], about: "A gate.",
      models: "Slots.", defaults: defaults,
      ranges: [PlausibleRange("work", least: "1us", source: "a source")])
  }

  var manifest = PluginManifest(id: "sample", version: "1.0.0", title: "Sample", about: "A sample.")
  var kinds = [Self.kind([KindDefault("work", "{ mean: 2ms, cv: 1 }", "a source")])]
  var loadModels: [any LoadModel] = [SampleLoad()]
  var checks: [any Check] = [SampleCheck()]
  var drills = [
    Drill(
      id: "sample.gate-loss", title: "A gate is lost", expected: "The others go on.",
      faults: "- { crash: { kind: sample/gate, pick: replica }, at: 10s, lasts: 30s }")
  ]
}

/// Finds components that nobody runs.
struct SampleCheck: Check {
  var fix = ", owner: me"
  var column: Int?
  var message = "nobody runs it"
  var looksAtTheClock = false
  var page = CheckPage(
    id: "sample.no-owner", title: "Component without an owner", severity: .minor,
    summary: "Somebody runs it.", why: "Nobody mends it.", detection: "The field.",
    falsePositives: "None.", remedy: "Name an owner.", sources: ["a source"],
    passing: [CheckExample("components:\n  web: { kind: service, owner: us }")],
    failing: [
      CheckExample("components:\n  web: { kind: service }  # expect: sample.no-owner")
    ])

  func findings(in evidence: Evidence) -> [Finding] {
    evidence.architecture.components.map { component in
      if component.owner != nil { return .satisfied(component, "it has an owner") }
      var place = component.kindSpan
      place.start = component.kindSpan.end
      if let column { place = Self.moved(place, to: column) }
      return Finding(
        .violated, page.severity, subject: "components.\(component.id)",
        components: [component.id], places: [component.span], message: message,
        facts: looksAtTheClock ? [Fact("now", "\(ContinuousClock.now)")] : [],
        remedy: page.remedy,
        fix: FixIt(message: "add an owner", edits: [SourceEdit(span: place, replacement: fix)]))
    }
  }

  private static func moved(_ span: SourceSpan, to column: Int) -> SourceSpan {
    var span = span
    span.start.column = column
    span.end.column = column
    return span
  }
}

/// A load of a minute.
struct SampleLoad: LoadModel {
  var id = "sample/minute"
  var title = "A minute"
  var about = "A source."
  var fallback: String? = "10/s"
  var rates: [(at: Double, perSecond: Double)] = [(0, 10), (30, 20)]
  var moments: [(name: String, at: Double)] = [("start", 0), ("middle", 30)]

  var settings: [FieldRecord] {
    [
      FieldRecord(
        "rate", .rate, .number, "The rate.", acts: [.simulation], fallback: fallback,
        source: "a source")
    ]
  }

  func profile(_ settings: LoadSettings) throws(LoadProblem) -> LoadProfile {
    let curve = rates.map { RatePoint(at: TimeSpan(seconds: $0.at), perSecond: $0.perSecond) }
    return LoadProfile(
      lasts: TimeSpan(seconds: 60),
      operations: [OperationLoad("go", arrivals: [Arrivals(.poisson, rate: curve)])],
      moments: moments.map { .init($0.name, at: TimeSpan(seconds: $0.at), about: "Then.") })
  }
}
