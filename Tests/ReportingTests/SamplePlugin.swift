import ArchitectureModel
import PluginAPI
import Quantities
import Stochastics

/// A small domain with one of everything.
struct SamplePlugin: DomainPlugin {
  static let set = PluginSet([SamplePlugin()])

  let manifest = PluginManifest(
    id: "sample", version: "1.0.0", title: "Sample", about: "A domain for tests.")
  var kinds: [KindRecord] {
    [
      KindRecord(
        "sample/engine", extending: CoreKinds.service, adds: ["sample_engine"],
        about: "An engine | with a pipe.", models: "As a service <script>.",
        defaults: [KindDefault("work", "2ms", "measured")])
    ]
  }
  var componentFields: Shape? {
    Shape(
      "sample", title: "Sample fields", about: "Fields of the sample domain.",
      [FieldRecord("limits", .flag, .statement, "Whether it has limits.", acts: [.policy])])
  }
  var checks: [any Check] { [NoQueueCheck()] }
  var measures: [Measure] {
    [Measure(id: "sample.loss", about: "What is lost.", dimension: .count) { _, _ in nil }]
  }
  var drills: [Drill] {
    [
      Drill(
        id: "sample.crash", title: "A crash", expected: "It comes back.",
        faults: "- { crash: { trait: sample_engine }, at: 10s }")
    ]
  }
  var glossary: [GlossaryEntry] { [GlossaryEntry("engine room", "Where the engines stand.")] }

  static let profile: LoadProfile = {
    func minutes(_ count: Double) -> TimeSpan { TimeSpan(seconds: count * 60) }
    let day = [
      RatePoint(at: minutes(0), perSecond: 100), RatePoint(at: minutes(20), perSecond: 150),
      RatePoint(at: minutes(22), perSecond: 900), RatePoint(at: minutes(30), perSecond: 400),
      RatePoint(at: minutes(60), perSecond: 80),
    ]
    return LoadProfile(
      lasts: minutes(60),
      operations: [
        OperationLoad("browse", arrivals: [Arrivals(.poisson, rate: day)]),
        OperationLoad(
          "buy",
          arrivals: [
            Arrivals(
              .batch(size: .geometric(mean: 3), spacing: .zero, sharedKey: 0), perSecond: 10),
            Arrivals(
              .burst(
                count: 30_000, at: minutes(45), every: nil, over: TimeSpan(seconds: 60))),
          ]),
      ],
      moments: [
        .init("doors_open", at: minutes(22), about: "sales begin, and everybody is there at once"),
        .init("encore", at: minutes(45), about: "the second show is announced"),
      ], facts: [Fact("users", "1.2 million"), Fact("busiest minute", "54000 requests")])
  }()
}

struct NoQueueCheck: Check {
  let page = CheckPage(
    id: "sample.no-queue", aliases: ["no-waiting"], title: "No queue", severity: .minor,
    summary: "A component has no queue.", why: "Bursts are refused at once.",
    detection: "`queue.limit` is 0.", falsePositives: "Where refusing at once is wanted.",
    remedy: "State `queue: { limit: 100 }`.", sources: ["Sample, \"Queues\", 2020"],
    passing: [CheckExample("components:\n  web: { kind: service }")],
    failing: [
      CheckExample(
        "components:\n  web: { kind: service, queue: { limit: 0 } }  # expect: sample.no-queue")
    ])
  func findings(in evidence: Evidence) -> [Finding] { [] }
}
