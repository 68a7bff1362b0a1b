import ArchitectureModel
import PluginAPI
import Quantities

struct TimeoutExceedsCallerCheck: Check {
  let page = CheckPage(
    id: "foundations.timeout-exceeds-caller", title: "Timeout longer than the caller's",
    severity: .major,
    summary: "A call may take longer, with its retries, than whoever waits for it does.",
    why: """
      When the outer caller gives up first, the inner call goes on for nobody: the work is done \
      and thrown away, and the last retries never reach anyone. Under overload most of the work \
      can be of this kind, and the outer caller's own retry doubles it.
      """,
    detection: """
      A call's `timeout` times its tries, plus the waits between them at their full length, is \
      compared with the shortest timeout under which its component is called, that of users \
      included. A call without a timeout passes on the limit of its own caller, and so does \
      `then`.
      """,
    falsePositives: """
      A write that must be completed although its caller has gone; say so in `decisions`. Several \
      calls one after another are not added up.
      """,
    remedy: """
      Let timeouts shrink from the user inwards: raise the outer `timeout`, or lower the inner \
      `timeout`, `retry.max` or `retry.wait`.
      """,
    sources: [
      "Beyer et al., \"Site Reliability Engineering\", 2016, chapter 22, \"Deadline Propagation\"",
      "Nygard, \"Release It!\", 2nd edition, 2018, chapter 5, \"Timeouts\"",
    ],
    passing: [
      CheckExample(
        """
        components:
          web:
            kind: service
            calls:
              - { call: api, timeout: 1s }
          api:
            kind: service
            calls:
              - { call: db, timeout: 200ms, retry: { max: 2, wait: 50ms } }
          db: { kind: database }
        """)
    ],
    failing: [
      CheckExample(
        """
        components:
          web:
            kind: service
            calls:
              - { call: api, timeout: 500ms }
          api:
            kind: service
            calls:
              - { call: db, timeout: 200ms, retry: { max: 2 } }  \
        # expect: foundations.timeout-exceeds-caller
          db: { kind: database }
        """)
    ])

  func findings(in evidence: Evidence) -> [Finding] {
    let limits = TimeLimits(evidence)
    let nodes = limits.nodes
    let findings = evidence.callSites.compactMap { site -> Finding? in
      guard site.isAwaited, let longest = site.call.longest,
        let limit = limits.limit(over: site, nodes: nodes)
      else { return nil }
      return judge(site, takes: longest, under: limit)
    }
    if findings.isEmpty {
      return [.notApplicable("no call with a timeout is made under the timeout of a caller")]
    }
    return findings
  }
}

private func judge(
  _ site: CallSite, takes longest: TimeSpan, under limit: TimeLimits.Limit
) -> Finding {
  let tries = counted(site.call.attempts, "try", "tries")
  let facts = [
    Fact("longest", longest.text), Fact("tries", "\(site.call.attempts)"),
    Fact("limit", limit.span.text),
  ]
  if longest <= limit.span {
    return site.finding(
      .satisfied, .info,
      "\(site.text) for at most \(longest.text), within \(limit.setBy) of \(limit.span.text)",
      facts: facts)
  }
  return site.finding(
    .violated, .major,
    "\(site.text) for up to \(longest.text) in \(tries), "
      + "but \(limit.setBy) ends after \(limit.span.text)",
    also: limit.place.map { [$0] } ?? [], facts: facts,
    because: [
      "after \(limit.span.text) nobody waits for '\(site.caller.id)' any more",
      "what '\(site.target.id)' does after that is thrown away",
    ],
    remedy: """
      lower 'timeout' or 'retry.max' here until all tries fit into \(limit.span.text), or raise \
      the outer limit
      """)
}
