import ArchitectureModel
import Diagnostics
import PluginAPI

struct UnboundedQueueCheck: Check {
  let page = CheckPage(
    id: "foundations.unbounded-queue", title: "Queue without a limit", severity: .major,
    summary: "A waiting room or a backlog may grow without end.",
    why: """
      Above its capacity a queue without a limit grows for as long as the overload lasts, and each \
      request waits behind all the others. Answers come after their users have gone, memory runs \
      out, and the backlog outlives its cause. A limit turns the same overload into refusals that \
      callers notice at once.
      """,
    detection: """
      A stated `queue: { limit: none }` at a component with limited `concurrency`, or a stated \
      `capacity: none` at a queue. Limits that come from the kind are not held against a design; \
      streams keep their log by time and may have no capacity.
      """,
    falsePositives: """
      Offline work that may wait for any time, with disk enough for the longest outage of its \
      consumers. Models of queueing theory, such as M/M/1, want it.
      """,
    remedy: """
      Write a `limit` that is served within the time users wait: about slots times timeout over \
      work. For a queue, a `capacity` that covers the longest outage of its consumers.
      """,
    sources: [
      "Nygard, \"Release It!\", 2nd edition, 2018, chapter 5, \"Create Back Pressure\"",
      "Yanacek, \"Avoiding insurmountable queue backlogs\", Amazon Builders' Library, 2019",
      "Beyer et al., \"Site Reliability Engineering\", 2016, chapter 22, \"Queue Management\"",
    ],
    passing: [
      CheckExample(
        """
        components:
          web: { kind: service, queue: { limit: 32 }, calls: [{ send: mails }] }
          mails: { kind: queue, capacity: 100k }
        """)
    ],
    failing: [
      CheckExample(
        """
        components:
          web:
            kind: service
            queue: { limit: none }  # expect: foundations.unbounded-queue
            calls: [{ send: mails }]
          mails:
            kind: queue
            capacity: none  # expect: foundations.unbounded-queue
        """)
    ])

  func findings(in evidence: Evidence) -> [Finding] {
    let findings = evidence.architecture.components.flatMap { component in
      [waitingRoom(of: component), backlog(of: component)].compactMap { $0 }
    }
    return findings.isEmpty ? [.notApplicable("no component has a waiting room")] : findings
  }
}

private func waitingRoom(of component: Component) -> Finding? {
  guard let slots = component.concurrency.value, !component.has("support") else { return nil }
  guard let limit = component.queueLimit.value else {
    // A limit of `none` that comes from the kind is the nature of the kind, no decision.
    guard component.queueLimit.isStated else { return nil }
    return violated(
      component, at: component.queueLimit.origin.span,
      "any number of requests may wait for the \(slots) slots of '\(component.id)'",
      remedy:
        "write a number as 'queue: { limit: ... }', such as \(4 * max(1, min(slots, 1_000_000)))")
  }
  return .about(
    component, .satisfied, .info, "at most \(limit) requests wait at a copy of '\(component.id)'",
    facts: [Fact("limit", "\(limit)")])
}

private func backlog(of component: Component) -> Finding? {
  guard component.has("broker"), !component.has("replayable"), let capacity = component.capacity
  else { return nil }
  guard let most = capacity.value else {
    guard capacity.isStated else { return nil }
    return violated(
      component, at: capacity.origin.span,
      "the backlog of '\(component.id)' may grow without end",
      remedy: "write a number of messages as 'capacity:', such as 1M")
  }
  return .about(
    component, .satisfied, .info, "'\(component.id)' takes at most \(most) messages",
    facts: [Fact("capacity", "\(most)")])
}

private func violated(
  _ component: Component, at place: SourceSpan?, _ message: String, remedy: String
) -> Finding {
  .about(
    component, .violated, .major, message, at: place,
    because: [
      "above capacity the wait grows for as long as the overload lasts",
      "answers then come after those who asked have gone",
    ], remedy: remedy)
}
