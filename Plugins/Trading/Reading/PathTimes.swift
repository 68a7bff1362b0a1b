import ArchitectureModel
import PluginAPI
import Stochastics

/// Times along the order path by means alone: no queueing, no network between sites.
struct PathTimes {
  /// Calls deeper than this are left out; it ends hand-overs that lead back.
  private static let depth = 12

  let flow: OrderFlow

  init(_ flow: OrderFlow) { self.flow = flow }

  /// Seconds until the answer to an operation, from its first component on.
  func answerSeconds(_ operation: String?) -> Double {
    flow.roots(of: operation).compactMap(flow.architecture.component).reduce(0) { longest, root in
      let own = Self.work(of: root, operation, writes: false) ?? 0
      return max(longest, own + waiting(of: root, operation))
    }
  }

  /// Seconds that a component waits for others per visit.
  func waiting(of component: Component, _ operation: String?) -> Double {
    waiting(of: component, operation, depth: Self.depth)
  }

  private func waiting(of component: Component, _ operation: String?, depth: Int) -> Double {
    guard depth > 0 else { return 0 }
    return flow.hops(from: component, for: operation).reduce(0) { sum, hop in
      guard hop.isAwaited, let target = flow.architecture.component(hop.to) else { return sum }
      let own = Self.work(of: target, hop.operation, writes: Self.writes(hop, target)) ?? 0
      let way = 2 * (hop.call?.latency?.value.meanSeconds ?? 0)
      return sum + hop.times * (own + way + waiting(of: target, hop.operation, depth: depth - 1))
    }
  }

  /// Mean busy seconds of one visit; nil where the kind has none.
  static func work(of component: Component, _ operation: String?, writes: Bool) -> Double? {
    if component.has("broker") || (component.has("store") && component.work == nil) {
      return (writes ? component.write : component.read)?.value.meanSeconds
    }
    let handler = component.handlers.first { $0.operation == operation }?.work
    return (handler ?? component.work)?.value.meanSeconds
  }

  /// Whether a hop writes at its target.
  static func writes(_ hop: Hop, _ target: Component) -> Bool {
    target.has("broker") || hop.call?.verb == .write || hop.call?.verb == .send
  }
}
