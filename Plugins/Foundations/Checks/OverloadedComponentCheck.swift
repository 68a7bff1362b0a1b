import ArchitectureModel
import PluginAPI
import Quantities

struct OverloadedComponentCheck: Check {
  let page = CheckPage(
    id: "foundations.overloaded-component", title: "Component without enough slots",
    severity: .major,
    summary: "The load keeps all or nearly all slots of a component busy.",
    why: """
      At a utilisation of 1 a queue grows as long as the load lasts; near 1 the wait grows without \
      bound: with one slot it is 4 services long at 80 % and 19 at 95 %. Variation, retries and \
      the loss of a copy all need the room that is missing.
      """,
    detection: """
      The visits that one request makes at each component follow from shares, chances, repetitions \
      and hit rates; times the rate of each operation and the mean time that a visit keeps a slot \
      (own work, and the answers waited for unless `waiting: free`) they give the busy slots. Over \
      the slots there are, 1 or more is major, more than 80 % minor. What users wait for is \
      measured at the highest rate, what consumers do later at the mean. Retries, queueing, \
      network time and skew come on top.
      """,
    falsePositives: """
      A short peak that a waiting room and the users' patience cover. Simulated results count for \
      more than this estimate of means.
      """,
    remedy: """
      More `replicas` (or `sharding` at a store), less `work`, a `cache` in front, or \
      `waiting: free` where slots are held only to wait.
      """,
    sources: [
      "Denning, Buzen, \"The operational analysis of queueing network models\", "
        + "ACM Computing Surveys 10(3), 1978",
      "Harchol-Balter, \"Performance Modeling and Design of Computer Systems\", 2013, chapters 6, 14",
    ],
    passing: [
      CheckExample(
        """
        components:
          web: { kind: service, replicas: 2, calls: [{ call: db, chance: 50% }] }
          db: { kind: database }
        workload:
          lasts: 1min
          operations:
            read: { arrivals: { process: poisson, rate: 1000/s } }
        """)
    ],
    failing: [
      CheckExample(
        """
        components:
          web: { kind: service, replicas: 4, waiting: free, calls: [{ call: one, times: 2 }] }
          one: { kind: service, concurrency: 1 }  # expect: foundations.overloaded-component
        workload:
          lasts: 1min
          operations:
            read: { arrivals: { process: poisson, rate: 60/s } }
        """)
    ])

  private static let limit = 0.8

  func findings(in evidence: Evidence) -> [Finding] {
    guard let load = OfferedLoad(evidence) else {
      return [
        Finding(
          .unknown, .major, message: "are there slots enough? no load is known here",
          remedy: "evaluate the design in its exercise, or give the file a 'workload:'")
      ]
    }
    let endless = load.endless.compactMap { endlessLoop($0, in: evidence) }
    let findings = endless + load.uses.map { judge($0, limit: Self.limit) }
    if findings.isEmpty { return [.notApplicable("the load meets no limited number of slots")] }
    return findings
  }
}

private func endlessLoop(_ operation: String, in evidence: Evidence) -> Finding? {
  let entry =
    evidence.architecture.entries.first { $0.operation == operation }
    ?? evidence.architecture.entries.first
  guard let component = entry.flatMap({ evidence.architecture.component($0.component) }) else {
    return nil
  }
  return .about(
    component, .violated, .blocker, "requests of '\(operation)' go round in a loop and never end",
    because: ["a loop of calls or hand-overs that is always taken has no way out"],
    remedy: "give the step that leads back a 'chance' or, in 'then', a 'share' below 100%")
}

private func judge(_ use: OfferedLoad.Use, limit: Double) -> Finding {
  let component = use.component
  let utilisation = Share(fraction: use.utilisation).brief
  let rate = Rate(perSecond: use.visitsPerSecond).brief
  let held = TimeSpan(seconds: use.heldSeconds).brief
  let facts = [
    Fact("utilisation", utilisation), Fact("rate", rate), Fact("held", held),
    Fact("busy slots", Share.plain(use.busy)), Fact("slots", Share.plain(use.slots)),
    Fact("capacity", Rate(perSecond: use.slots / max(1e-12, use.heldSeconds)).brief),
  ]
  let when = use.at.map { $0 == .zero ? "" : " (\($0.text) after the start)" } ?? ""
  let mean = use.isMean ? " on average" : ""
  if use.utilisation <= limit {
    return .about(
      component, .satisfied, .info,
      "\(rate)\(mean) keep \(utilisation) of the slots of '\(component.id)' busy\(when)",
      facts: facts)
  }
  let isOver = use.utilisation >= 1
  return .about(
    component, .violated, isOver ? .major : .minor,
    "\(rate)\(mean)\(when), each for \(held), keep \(utilisation) of the "
      + "\(Share.plain(use.slots)) slots of '\(component.id)' busy",
    facts: facts,
    because: [
      isOver
        ? "more work comes than can be done, so the queue grows until requests are refused"
        : "near full use the wait grows steeply, and nothing is left for retries or a lost copy"
    ],
    remedy: remedy(for: use, limit: limit))
}

private func remedy(for use: OfferedLoad.Use, limit: Double) -> String {
  let component = use.component
  let factor = use.utilisation / limit
  let copies = { (now: Int) in Int(min(1e9, (Double(now) * factor).rounded(.up))) }
  if component.isLed {
    return "write 'sharding: { count: \(copies(max(1, component.sharding.count))) }' or more at "
      + "'\(component.id)', or let a cache take reads"
  }
  if component.has("compute") {
    let now = component.copiesInAll
    return "'\(component.id)' needs about \(copies(max(1, now))) 'replicas' in all "
      + "for \(Share(fraction: limit).brief)"
  }
  return "let fewer requests reach '\(component.id)', or take it off the way of the answer"
}

extension Share {
  /// A plain number with three significant digits, such as `12.3`.
  fileprivate static func plain(_ value: Double) -> String {
    let text = Share(fraction: value / 100).brief
    return String(text.dropLast(2))
  }
}
