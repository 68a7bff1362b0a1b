import ArchitectureModel
import Diagnostics
import PluginAPI
import Quantities

/// How long whoever waits for a component goes on waiting.
struct TimeLimits {
  /// The shortest patience over a component.
  struct Limit {
    /// How long.
    var span: TimeSpan
    /// Who set it, in words.
    var setBy: String
    /// Where; nil for users.
    var place: SourceSpan?
  }

  private let limits: [RequestNode: Limit]
  private let walk: RequestWalk

  /// Follows time-outs from users inwards: a call without one waits as long as its own caller.
  init(_ evidence: Evidence) {
    let walk = RequestWalk(evidence)
    let sites = evidence.callSitesByPath
    var limits: [RequestNode: Limit] = [:]
    for node in walk.entries {
      if let limit = Self.client(of: node, in: evidence) { limits[node] = limit }
    }
    let nodes = walk.reached(from: walk.entries + walk.consumers)
    // Limits only fall, and to one of finitely many values, so this ends.
    var changed = true
    while changed {
      changed = false
      for node in nodes {
        for (edge, to) in walk.from(node) {
          guard let limit = Self.limit(of: edge, at: limits[node], sites) else { continue }
          if let known = limits[to], known.span <= limit.span { continue }
          limits[to] = limit
          changed = true
        }
      }
    }
    self.limits = limits
    self.walk = walk
  }

  /// The shortest limit under which the step of a path is done; nil where nobody set one.
  func limit(over site: CallSite, nodes: [RequestNode]) -> Limit? {
    nodes.filter { node in
      node.component == site.caller.id
        && walk.from(node).contains { $0.edge.path == site.path && $0.edge.to == site.target.id }
    }
    .compactMap { limits[$0] }.min { $0.span < $1.span }
  }

  /// All nodes that requests reach.
  var nodes: [RequestNode] { walk.reached(from: walk.entries + walk.consumers) }

  private static func limit(
    of edge: GraphEdge, at caller: Limit?, _ sites: [String: CallSite]
  ) -> Limit? {
    guard edge.call != nil, let site = sites[edge.path] else { return caller }
    guard site.isAwaited else { return nil }
    guard let timeout = site.call.timeout else { return caller }
    if let caller, caller.span <= timeout.value { return caller }
    return Limit(
      span: timeout.value, setBy: "the timeout with which \(site.text)", place: site.call.span)
  }

  private static func client(of node: RequestNode, in evidence: Evidence) -> Limit? {
    let loads = evidence.profile?.operations ?? evidence.architecture.workload?.operations ?? []
    return loads.filter { node.operation == nil || $0.operation == node.operation }
      .flatMap { load in
        [
          load.timeout.map {
            Limit(span: $0, setBy: "the timeout of the users of '\(load.operation)'", place: nil)
          },
          load.patience.map {
            Limit(span: $0, setBy: "the patience of the users of '\(load.operation)'", place: nil)
          },
        ]
      }
      .compactMap { $0 }.min { $0.span < $1.span }
  }
}
