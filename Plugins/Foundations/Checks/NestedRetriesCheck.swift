import ArchitectureModel
import Diagnostics
import PluginAPI

struct NestedRetriesCheck: Check {
  let page = CheckPage(
    id: "foundations.nested-retries", title: "Retries within retries", severity: .major,
    summary: "Retries at several levels multiply on the way inwards.",
    why: """
      Three tries at each of three levels make 27 attempts at the innermost component from one \
      click. It is the innermost component, usually the database, that is hardest to scale and \
      whose trouble started the retries.
      """,
    detection: """
      The tries of all calls along a path from a user to a call are multiplied, those of the \
      user's own client included; more than 4 with at least two levels that retry is violated. \
      Paths end at brokers.
      """,
    falsePositives: """
      Budgets (`retry.budget`) that hold at each level keep the product far below its bound; the \
      finding then speaks of the first moments only.
      """,
    remedy: """
      Retry at one level: usually the one directly above the component that fails, with a budget. \
      Take `retry` away at the others and let them pass the error on.
      """,
    sources: [
      "Beyer et al., \"Site Reliability Engineering\", 2016, chapter 22, \"Retries\"",
      "Brooker, \"Timeouts, retries, and backoff with jitter\", Amazon Builders' Library, 2019",
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
              - { call: db, timeout: 200ms, retry: 2 }
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
              - { call: api, timeout: 5s, retry: 2 }
          api:
            kind: service
            calls:
              - { call: db, timeout: 1s, retry: 2 }  # expect: foundations.nested-retries
          db: { kind: database }
        """)
    ])

  func findings(in evidence: Evidence) -> [Finding] {
    let sites = evidence.retriedSites
    if sites.isEmpty { return [.notApplicable("no call is tried again")] }
    var amplification = Amplification(evidence)
    amplification.follow()
    let outers = amplification.sites.mapValues { OuterRetry($0) }
    return sites.compactMap { site in
      amplification.worst[site.path].map { judge(site, $0, outers) }
    }
  }
}

/// The greatest number of attempts that one request of a user can cause at each call.
private struct Amplification {
  struct Chain {
    var attempts: Int
    /// The paths of the calls that try again, the outermost first.
    var retrying: [String]
    var clientTries: Int
    /// Levels of the chain that try again.
    var levels: Int { retrying.count + (clientTries > 1 ? 1 : 0) }
  }

  private(set) var worst: [String: Chain] = [:]
  let sites: [String: CallSite]
  private let evidence: Evidence
  private let walk: RequestWalk
  private var best: [RequestNode: Int] = [:]
  /// More attempts than these are not told apart.
  static let enough = 1_000

  init(_ evidence: Evidence) {
    self.evidence = evidence
    self.walk = RequestWalk(evidence)
    self.sites = evidence.callSitesByPath
  }

  mutating func follow() {
    let loads = evidence.profile?.operations ?? evidence.architecture.workload?.operations ?? []
    for node in walk.entries {
      let tries =
        loads.filter { node.operation == nil || $0.operation == node.operation }
        .map { $0.retry?.attempts ?? 1 }.max() ?? 1
      visit(
        node, Chain(attempts: min(tries, Self.enough), retrying: [], clientTries: tries), on: [])
    }
    for node in walk.consumers {
      visit(node, Chain(attempts: 1, retrying: [], clientTries: 1), on: [])
    }
  }

  /// A node is followed again only by a chain with more attempts; a loop is gone round once.
  private mutating func visit(_ node: RequestNode, _ chain: Chain, on path: Set<RequestNode>) {
    guard !path.contains(node), chain.attempts > best[node] ?? 0 else { return }
    best[node] = chain.attempts
    for (edge, to) in walk.from(node) {
      var next = chain
      guard edge.call != nil, let site = sites[edge.path] else {
        visit(to, next, on: path.union([node]))
        continue
      }
      next.attempts = min(Self.enough, chain.attempts * site.call.attempts)
      if site.call.attempts > 1 { next.retrying.append(site.path) }
      if next.attempts > worst[site.path]?.attempts ?? 0 { worst[site.path] = next }
      if !site.target.has("broker") { visit(to, next, on: path.union([node])) }
    }
  }
}

/// What is said of a retrying call on the way to another.
private struct OuterRetry {
  var words: String
  var span: SourceSpan

  init(_ site: CallSite) {
    words = "\(site.text) in up to \(site.call.attempts) tries"
    span = site.call.span
  }
}

/// Levels of a chain that are told; the rest is counted.
private let mostLevelsTold = 6

private func judge(
  _ site: CallSite, _ chain: Amplification.Chain, _ outers: [String: OuterRetry]
) -> Finding {
  let isCut = chain.attempts >= Amplification.enough
  let attempts = isCut ? "\(Amplification.enough) or more" : "\(chain.attempts)"
  let facts = [Fact("attempts", attempts), Fact("levels", "\(chain.levels)")]
  guard chain.attempts > 4, chain.levels > 1 else {
    return site.finding(
      .satisfied, .info,
      "one request causes up to \(attempts) attempts "
        + "from '\(site.caller.id)' at '\(site.target.id)'", facts: facts)
  }
  let outer = chain.retrying.dropLast().compactMap { outers[$0] }
  var steps = outer.prefix(mostLevelsTold).map(\.words)
  if outer.count > mostLevelsTold { steps.append("\(outer.count - mostLevelsTold) more levels") }
  if chain.clientTries > 1 { steps.insert("users try up to \(chain.clientTries) times", at: 0) }
  return site.finding(
    .violated, .major,
    "one request can become \(attempts) attempts at '\(site.target.id)': "
      + (steps + ["\(site.text) in up to \(site.call.attempts)"]).joined(separator: ", "),
    also: outer.prefix(mostLevelsTold).map(\.span), facts: facts,
    because: ["the tries of all levels multiply just when '\(site.target.id)' is in trouble"],
    remedy: "keep 'retry' at one level, with a 'budget', and take it away at the others")
}
