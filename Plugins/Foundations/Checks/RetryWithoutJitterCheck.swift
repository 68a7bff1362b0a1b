import ArchitectureModel
import Diagnostics
import PluginAPI

struct RetryWithoutJitterCheck: Check {
  let page = CheckPage(
    id: "foundations.retry-without-jitter", title: "Retry without jitter", severity: .minor,
    summary: "All callers that failed together try again together.",
    why: """
      Requests that fail at the same moment wait for the same time and come back at the same \
      moment: the overload that made them fail returns as a wave, and again after each wait. \
      Waits drawn by chance spread the same repeats evenly.
      """,
    detection: "A step with `retry.max` above 0 must state `jitter: full` in `retry`.",
    falsePositives: "A caller with so few requests that no two of them fail together.",
    remedy: "Write `jitter: full` in `retry`; its mean wait is half of `wait`, so raise that too.",
    sources: [
      "Brooker, \"Exponential backoff and jitter\", AWS Architecture Blog, 2015",
      "Brooker, \"Timeouts, retries, and backoff with jitter\", Amazon Builders' Library, 2019",
    ],
    passing: [
      CheckExample(
        """
        components:
          web:
            kind: service
            calls:
              - { call: api, timeout: 1s, retry: { max: 2, jitter: full } }
          api: { kind: service }
        """)
    ],
    failing: [
      CheckExample(
        """
        components:
          web:
            kind: service
            handles:
              request:
                - choose:
                    - { share: 50%, do: [{ call: api, retry: { max: 2 } }] }  \
        # expect: foundations.retry-without-jitter
          api: { kind: service }
        workload:
          lasts: 1min
          operations:
            request: { arrivals: { process: poisson, rate: 1/s } }
        """)
    ])

  func findings(in evidence: Evidence) -> [Finding] {
    let sites = evidence.retriedSites
    if sites.isEmpty { return [.notApplicable("no call is tried again")] }
    return sites.map { site in
      if site.call.retry?.fullJitter == true {
        return site.satisfied("\(site.text) and draws its waits between tries by chance")
      }
      return missing(site)
    }
  }
}

private func missing(_ site: CallSite) -> Finding {
  let states = site.call.record?["retry"]?.record?["jitter"] != nil
  let edit = states ? nil : InlineEdit.adding("jitter: full", toRetryOf: site.call)
  return site.finding(
    .violated, .minor,
    "\(site.text) again after fixed waits: requests that failed together come back together",
    because: ["a crowd of repeats at one moment is the next overload"],
    remedy: "write 'jitter: full' in 'retry'",
    fix: edit.map { FixIt(message: "draw the waits by chance", edits: [$0]) })
}
