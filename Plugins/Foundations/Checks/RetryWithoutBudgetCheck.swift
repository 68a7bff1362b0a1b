import ArchitectureModel
import Diagnostics
import PluginAPI
import Quantities

struct RetryWithoutBudgetCheck: Check {
  let page = CheckPage(
    id: "foundations.retry-without-budget", title: "Retry without a budget", severity: .major,
    summary: "Nothing limits the share of requests that are repeats.",
    why: """
      Retries help against rare, unrelated failures. When the callee is overloaded every request \
      fails, every caller repeats, and the load is multiplied by the number of tries just when \
      there is none to spare. The overload then feeds itself and stays after its cause is gone: a \
      metastable failure.
      """,
    detection: "A step with `retry.max` above 0 must state `retry.budget`.",
    falsePositives: """
      Where another mechanism stops the repeats, or where the caller is a single client with a \
      handful of requests. One repeat only is a minor finding.
      """,
    remedy: """
      Write `budget: 10%` in `retry`: each first try earns a tenth of a token and each repeat \
      spends a whole one, so a broken callee gets at most a tenth more load.
      """,
    sources: [
      "Beyer et al., \"Site Reliability Engineering\", 2016, chapter 21, \"Deciding to Retry\"",
      "Brooker, \"Timeouts, retries, and backoff with jitter\", Amazon Builders' Library, 2019",
      "Bronson et al., \"Metastable failures in distributed systems\", HotOS 2021",
    ],
    passing: [
      CheckExample(
        """
        components:
          web:
            kind: service
            calls:
              - { call: api, timeout: 1s, retry: { max: 2, jitter: full, budget: 10% } }
          api: { kind: service }
        """)
    ],
    failing: [
      CheckExample(
        """
        components:
          web:
            kind: service
            calls:
              - { call: api, retry: 3 }  # expect: foundations.retry-without-budget
          api: { kind: service }
        """)
    ])

  func findings(in evidence: Evidence) -> [Finding] {
    let sites = evidence.retriedSites
    if sites.isEmpty { return [.notApplicable("no call is tried again")] }
    return sites.map { site in
      guard let budget = site.call.retry?.budget else { return missing(site) }
      return site.satisfied(
        "\(site.text) with repeats for at most \(Share(fraction: budget).text) of the first tries")
    }
  }
}

private func missing(_ site: CallSite) -> Finding {
  let fix = InlineEdit.adding("budget: 10%", toRetryOf: site.call).map {
    FixIt(message: "allow repeats for a tenth of the first tries", edits: [$0])
  }
  let tries = site.call.attempts
  return site.finding(
    .violated, tries > 2 ? .major : .minor,
    "\(site.text) in up to \(tries) tries and without a budget: "
      + "a broken '\(site.target.id)' gets \(tries) times the load",
    facts: [Fact("tries", "\(tries)")],
    because: [
      "when '\(site.target.id)' is overloaded all its requests fail, and all are repeated",
      "the repeats keep it overloaded",
    ],
    remedy: "write 'budget: 10%' in 'retry'", fix: fix)
}
