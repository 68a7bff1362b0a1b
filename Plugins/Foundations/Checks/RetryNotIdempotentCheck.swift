import ArchitectureModel
import PluginAPI

struct RetryNotIdempotentCheck: Check {
  let page = CheckPage(
    id: "foundations.retry-not-idempotent", title: "Retry of what must not be done twice",
    severity: .major,
    summary: "A step is tried again although doing it twice is not safe, or nobody said it is.",
    why: """
      A timeout does not tell whether the work was done: the request, the work or only the answer \
      may have been lost. A repeat of a payment, an order or a message may then do it twice. \
      Whether that is harmless is a property of the callee that only its designer knows.
      """,
    detection: """
      Each step with `retry.max` above 0: `idempotent: no` is violated, `idempotent: yes` \
      satisfied, and where nothing is stated the answer is unknown. Reads of stores are safe.
      """,
    falsePositives: """
      A retry for `refusals` only, where the callee surely refuses before it does anything; a \
      crash counts as a refusal, too, so this is rare.
      """,
    remedy: """
      Let the caller send a key of its own with each request and the callee answer a known key \
      with the first result; then write `idempotent: yes`. Otherwise take the `retry` away.
      """,
    sources: [
      "Featonby, \"Making retries safe with idempotent APIs\", Amazon Builders' Library, 2020",
      "Helland, \"Idempotence is not a medical condition\", ACM Queue 10(4), 2012",
    ],
    passing: [
      CheckExample(
        """
        components:
          web:
            kind: service
            calls:
              - { write: db, timeout: 1s, idempotent: yes, retry: 1 }
              - { read: db, timeout: 1s, retry: 2 }
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
              - { call: pay, idempotent: no, retry: 1 }  # expect: foundations.retry-not-idempotent
          pay: { kind: external }
        """),
      CheckExample(
        """
        components:
          web:
            kind: service
            calls:
              - { write: db, retry: 1 }  # unknown: foundations.retry-not-idempotent
          db: { kind: database }
        """),
    ])

  func findings(in evidence: Evidence) -> [Finding] {
    let sites = evidence.retriedSites
    if sites.isEmpty { return [.notApplicable("no call is tried again")] }
    return sites.map(judge)
  }
}

private func judge(_ site: CallSite) -> Finding {
  let tries = site.call.attempts
  switch site.call.idempotent ?? (site.isRead ? true : nil) {
  case true?:
    return site.satisfied("\(site.text) in up to \(tries) tries, and repeating it is safe")
  case false?:
    return site.finding(
      .violated, .major,
      "\(site.text) in up to \(tries) tries, but it is stated not to be safe to repeat",
      facts: [Fact("tries", "\(tries)")],
      because: ["after a timeout the first try may have been done already"],
      remedy: """
        make '\(site.target.id)' recognise repeats by a key and write 'idempotent: yes', or take \
        'retry' away
        """)
  case nil:
    return site.finding(
      .unknown, .major,
      "\(site.text) in up to \(tries) tries: what happens if '\(site.target.id)' does it twice?",
      facts: [Fact("tries", "\(tries)")],
      because: ["after a timeout the first try may have been done already"],
      remedy: "write 'idempotent: yes' or 'idempotent: no' at this step")
  }
}
