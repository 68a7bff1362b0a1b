import ArchitectureModel
import Diagnostics
import PluginAPI

struct SynchronousChainCheck: Check {
  let page = CheckPage(
    id: "foundations.synchronous-chain", title: "Long chain of awaited calls", severity: .minor,
    summary: "A user waits for more than five calls that wait for each other.",
    why: """
      Latencies of a chain add up, and its availability is the product of its links: seven links of \
      99.9 % give 99.3 %, five hours a month. Every link also holds a slot while it waits, so one \
      slow component at the end fills the slots of all before it.
      """,
    detection: """
      The longest sequence of awaited calls from an entry, each made while the one before waits. \
      A hand-over by `then` adds nothing; a loop is gone round once. More than five is violated \
      at the sixth call.
      """,
    falsePositives: """
      Thin layers that run on one machine. Long chains of `then` are pipelines and are not counted.
      """,
    remedy: """
      Merge layers that only pass the request on, call side by side with `together`, or hand work \
      that the answer does not need to a queue.
      """,
    sources: [
      "Dean, Barroso, \"The tail at scale\", Communications of the ACM 56(2), 2013",
      "Nygard, \"Release It!\", 2nd edition, 2018, chapter 4, \"Cascading Failures\"",
    ],
    passing: [
      CheckExample(
        """
        components:
          web: { kind: service, calls: [a, b] }
          a: { kind: service, calls: [db] }
          b: { kind: service, calls: [{ then: [{ share: 10%, to: web }] }] }
          db: { kind: database }
        """)
    ],
    failing: [
      CheckExample(
        """
        components:
          web: { kind: gateway, calls: [a] }
          a: { kind: service, calls: [b] }
          b: { kind: service, calls: [c] }
          c: { kind: service, calls: [d] }
          d: { kind: service, calls: [e] }
          e: { kind: service, calls: [db] }  # expect: foundations.synchronous-chain
          db: { kind: database }
        """)
    ])

  private static let most = 5

  func findings(in evidence: Evidence) -> [Finding] {
    var chains = Chains(evidence)
    var seen: Set<String> = []
    let findings = chains.walk.entries.compactMap { node -> Finding? in
      let chain = chains.longest(from: node)
      guard !chain.isEmpty, seen.insert(chain.map(\.path).joined(separator: " ")).inserted
      else { return nil }
      return judge(node.component, chain, most: Self.most, in: evidence)
    }
    return findings.isEmpty ? [.notApplicable("no entry waits for another component")] : findings
  }
}

/// The longest chains of awaited calls.
private struct Chains {
  /// How long the longest chain from a point is, and how it goes on.
  private struct Longest {
    var length = 0
    var edge: GraphEdge?
    /// Nil where the chain ends there, or has come round.
    var to: RequestNode?
  }

  let walk: RequestWalk
  private let sites: [String: CallSite]
  private var known: [RequestNode: Longest] = [:]

  init(_ evidence: Evidence) {
    self.sites = evidence.callSitesByPath
    self.walk = RequestWalk(evidence)
  }

  /// The calls of the longest chain, a hand-over by `then` left out.
  mutating func longest(from start: RequestNode) -> [GraphEdge] {
    find(from: start)
    var chain: [GraphEdge] = []
    var here: RequestNode? = start
    while let node = here, let link = known[node], let edge = link.edge {
      if !isHandOver(edge) { chain.append(edge) }
      here = link.to
    }
    return chain
  }

  /// Finds the longest chains of all points behind one, the last ones first.
  private mutating func find(from start: RequestNode) {
    guard known[start] == nil else { return }
    // What comes round again adds nothing.
    known[start] = Longest()
    var open = [(node: start, edges: awaited(start), next: 0)]
    var isOpen: Set<RequestNode> = [start]
    while let here = open.last {
      let top = open.count - 1
      if here.next < here.edges.count {
        open[top].next += 1
        let target = here.edges[here.next].to
        if known[target] == nil {
          known[target] = Longest()
          isOpen.insert(target)
          open.append((target, awaited(target), 0))
        }
        continue
      }
      open.removeLast()
      var best = Longest()
      for (edge, to) in here.edges {
        let length = (known[to]?.length ?? 0) + (isHandOver(edge) ? 0 : 1)
        if length > best.length {
          best = Longest(length: length, edge: edge, to: isOpen.contains(to) ? nil : to)
        }
      }
      isOpen.remove(here.node)
      known[here.node] = best
    }
  }

  private func awaited(_ node: RequestNode) -> [(edge: GraphEdge, to: RequestNode)] {
    walk.from(node).filter { isAwaited($0.0) }.map { (edge: $0.0, to: $0.1) }
  }

  private func isHandOver(_ edge: GraphEdge) -> Bool {
    if case .then = edge.way { true } else { false }
  }

  private func isAwaited(_ edge: GraphEdge) -> Bool {
    edge.call == nil ? edge.isAwaited : sites[edge.path]?.isAwaited ?? false
  }
}

private func judge(
  _ entry: String, _ chain: [GraphEdge], most: Int, in evidence: Evidence
) -> Finding? {
  guard let first = evidence.architecture.component(entry) else { return nil }
  let names = chain.map(\.to)
  let facts = [
    Fact("calls", "\(chain.count)"),
    Fact("chain", ([entry] + names).joined(separator: " -> ")),
  ]
  guard chain.count > most else {
    return .about(
      first, .satisfied, .info,
      "users of '\(entry)' wait for \(counted(chain.count, "call", "calls")) in a row at most",
      facts: facts)
  }
  let over = chain[most]
  let place = over.call?.span ?? evidence.architecture.component(over.from)?.fronts?.span
  return Finding(
    .violated, .minor, subject: over.path, components: [entry] + names,
    places: [place ?? first.span],
    message: "users of '\(entry)' wait for \(chain.count) calls in a row, this is the "
      + "\(most + 1)th: \(([entry] + names).joined(separator: " -> "))",
    facts: facts,
    because: [
      "the times of all links add up, and all must work at once",
      "each link holds a slot while it waits for the next",
    ],
    remedy: "merge links, call side by side with 'together', or 'send' to a queue what can wait")
}
