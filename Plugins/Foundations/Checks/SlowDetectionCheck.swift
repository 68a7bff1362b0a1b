import ArchitectureModel
import Diagnostics
import PluginAPI
import Quantities
import Stochastics

struct SlowDetectionCheck: Check {
  let page = CheckPage(
    id: "foundations.slow-detection", title: "Recovery slower than promised", severity: .major,
    summary: "A loss is noticed, or another copy takes over, later than the promised `rto`.",
    why: """
      Nothing can be recovered before it is known to be lost. Until the health check has failed \
      often enough, callers go on asking the dead copy; then the new leader has to be chosen. \
      People who are woken up need a quarter of an hour at best.
      """,
    detection: """
      For each component with a stated `rto`: `health.every` x `health.after` + `health.timeout` \
      must not exceed it, nor `replication.failover.takes` where there are several copies, nor \
      the mean `restart` where there is one. Unknown for a durable component that an answer needs \
      and whose `rto` nobody stated.
      """,
    falsePositives: """
      `failover.takes` may be dominated by a manual decision that drills have shown to be faster \
      than what is written.
      """,
    remedy: """
      Shorten `health.every` or `health.after` (at the price of false alarms), or write \
      `failover: { mode: automatic }`; or promise a longer `rto`.
      """,
    sources: [
      "Beyer et al., \"Site Reliability Engineering\", 2016, chapter 20, \"Lame Duck State\"",
      "Chandra, Toueg, \"Unreliable failure detectors for reliable distributed systems\", "
        + "JACM 43(2), 1996",
    ],
    passing: [
      CheckExample(
        """
        components:
          web: { kind: service, calls: [db] }
          db:
            kind: database
            replication: { mode: sync, copies: 2, failover: { mode: automatic, takes: 30s } }
            rto: 1min
        """)
    ],
    failing: [
      CheckExample(
        """
        components:
          web: { kind: service, calls: [db, other] }
          db:
            kind: database
            replication:
              mode: sync
              copies: 2
              failover: { takes: 15min }  # expect: foundations.slow-detection
            rto: 1min
          other:
            kind: database
            replication: { mode: sync, copies: 2, failover: { mode: automatic, takes: 8s } }
            health: { every: 10s, after: 3 }  # expect: foundations.slow-detection
            rto: 10s
        """),
      CheckExample(
        """
        components:
          web: { kind: service, calls: [db] }
          db: { kind: database }  # unknown: foundations.slow-detection
        """),
    ])

  func findings(in evidence: Evidence) -> [Finding] {
    let required = RequiredPath(evidence)
    let findings = evidence.architecture.components.compactMap { component -> Finding? in
      if let rto = component.statement("rto"), let promised = rto.duration {
        return judge(component, promised, at: rto.span)
      }
      guard component.has("durable"), required.needs(component.id) else { return nil }
      return unstated(component)
    }
    return findings.isEmpty ? [.notApplicable("nothing durable is on the way")] : findings
  }
}

/// A time that recovery needs, with the line that sets it.
private struct Delay {
  var name: String
  var takes: TimeSpan
  var place: SourceSpan?
  var remedy: String
}

private func judge(
  _ component: Component, _ promised: TimeSpan, at rto: SourceSpan
) -> Finding {
  let delays = delays(of: component)
  let facts = [Fact("rto", promised.text)] + delays.map { Fact($0.name, $0.takes.text) }
  guard let late = delays.filter({ $0.takes > promised }).max(by: { $0.takes < $1.takes }) else {
    return .about(
      component, .satisfied, .info,
      "'\(component.id)' is back within its rto of \(promised.text)", facts: facts)
  }
  return .about(
    component, .violated, .major,
    "'\(component.id)' promises to serve again within \(promised.text), "
      + "but its \(late.name) takes \(late.takes.text)",
    at: late.place ?? rto, also: late.place == nil ? [] : [rto], facts: facts,
    because: ["until then its callers go on failing or waiting"], remedy: late.remedy)
}

private func delays(of component: Component) -> [Delay] {
  let health = component.health
  let detection = TimeSpan(
    seconds: health.detection.seconds + health.timeout.value.seconds)
  var delays = [
    Delay(
      name: "detection", takes: detection,
      place: health.every.origin.span ?? health.after.origin.span ?? health.timeout.origin.span,
      remedy: "write a shorter 'every' or a smaller 'after' in 'health'")
  ]
  let members = component.replication.mode == .none ? 1 : component.replication.copies
  if component.isLed, members > 1 {
    let isManual = !component.replication.automaticFailover
    delays.append(
      Delay(
        name: isManual ? "manual failover" : "failover",
        takes: component.replication.failoverTakes,
        place: component.replication.failoverOrigin.span ?? component.replication.span,
        remedy: isManual
          ? "write 'failover: { mode: automatic }' in 'replication'"
          : "state a shorter 'failover.takes' that you can show, or a longer 'rto'"))
  } else {
    delays.append(
      Delay(
        name: "restart", takes: component.restart.value.mean,
        place: component.restart.origin.span,
        remedy: "add copies with an automatic failover, or state a longer 'rto'"))
  }
  return delays
}

private func unstated(_ component: Component) -> Finding {
  .about(
    component, .unknown, .major,
    "how long may '\(component.id)' be gone? no 'rto' is stated",
    because: ["detection and failover can only be judged against a promise"],
    remedy: "write 'rto:' at '\(component.id)', such as 1min")
}
