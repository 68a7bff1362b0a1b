import ArchitectureModel
import Diagnostics
import PluginAPI
import Quantities

struct CallWithoutTimeoutCheck: Check {
  let page = CheckPage(
    id: "foundations.call-without-timeout", title: "Call without a timeout", severity: .major,
    summary: "A component waits for another one and never gives up.",
    why: """
      When the callee hangs, each waiting request keeps its slot for as long as its own caller \
      waits. A few seconds later all slots of the caller are held by requests that will get no \
      answer, and requests that never needed the callee fail too: one slow dependency stops the \
      whole system.
      """,
    detection: """
      Each `call`, `read` and `write`, and each `send` to a store or broker, must state `timeout` \
      itself or get one from `defaults: call:`. What is sent to any other component is not waited \
      for.
      """,
    falsePositives: """
      A batch job that may wait for ever and holds nothing scarce meanwhile. A read-through \
      cache's own way to the store behind it cannot state a timeout and is not judged.
      """,
    remedy: """
      Write `timeout:` at the call, somewhat above the callee's 99.9th percentile and below what \
      the caller's own caller waits; or once for all under `defaults: call:`.
      """,
    sources: [
      "Nygard, \"Release It!\", 2nd edition, 2018, chapter 5, \"Timeouts\"",
      "Brooker, \"Timeouts, retries, and backoff with jitter\", Amazon Builders' Library, 2019",
    ],
    passing: [
      CheckExample(
        """
        components:
          web:
            kind: service
            calls:
              - { call: db, timeout: 200ms }
          db: { kind: database }
        """),
      CheckExample(
        """
        defaults:
          call: { timeout: 1s }
        components:
          web: { kind: service, calls: [db] }
          db: { kind: database }
        """),
    ],
    failing: [
      CheckExample(
        """
        components:
          web:
            kind: service
            calls:
              - { call: api, timeout: 1s }
              - together:
                  - { read: db }  # expect: foundations.call-without-timeout
                  - { send: mail }
          api: { kind: service }
          mail: { kind: service }
          db: { kind: database }
        """),
      CheckExample(
        """
        components:
          web: { kind: service, calls: [db] }  # expect: foundations.call-without-timeout
          db: { kind: database }
        """),
    ])

  func findings(in evidence: Evidence) -> [Finding] {
    let awaited = evidence.callSites.filter(\.isAwaited)
    if awaited.isEmpty { return [.notApplicable("no component waits for another one")] }
    return awaited.map { site in
      guard let timeout = site.call.timeout else { return missing(site) }
      return site.satisfied("\(site.text) and gives up after \(timeout.value.text)")
    }
  }
}

private func missing(_ site: CallSite) -> Finding {
  let fix = InlineEdit.adding("timeout: 1s", to: site.call).map {
    FixIt(message: "give up after a second, then put your own value", edits: [$0])
  }
  return site.finding(
    .violated, .major,
    "\(site.text) without a timeout: while '\(site.target.id)' hangs, "
      + "'\(site.caller.id)' waits as long as its own caller does",
    because: [
      "a request that waits keeps its slot in '\(site.caller.id)'",
      "when all slots are held, requests that do not need '\(site.target.id)' fail too",
    ],
    remedy: "write 'timeout:' at this call, above the slowest answer that is still of use",
    fix: fix)
}
