import ArchitectureModel
import PluginAPI
import Stochastics

/// Times along the order path by means alone: no queueing, no network between sites.
struct PathTimes {
  let flow: OrderFlow

  init(_ flow: OrderFlow) { self.flow = flow }

  /// Seconds until the answer to an operation, from its first component on.
  func answerSeconds(_ operation: String?) -> Double {
    flow.roots(of: operation).compactMap(flow.component).reduce(0) { longest, root in
      let own = Self.work(of: root, operation, writes: false) ?? 0
      return max(longest, own + waiting(of: root, operation))
    }
  }

  /// Seconds that a component waits for others per visit; ways that lead back count once.
  func waiting(of component: Component, _ operation: String?) -> Double {
    var known: [Place: Double] = [:]
    return waiting(of: component, operation, &known)
  }

  /// One operation at one component.
  private struct Place: Hashable {
    var component: String
    var operation: String?
  }

  private func waiting(
    of component: Component, _ operation: String?, _ known: inout [Place: Double]
  ) -> Double {
    let place = Place(component: component.id, operation: operation)
    if let seconds = known[place] { return seconds }
    known[place] = 0
    var sum = 0.0
    for hop in flow.hops(from: component, for: operation) where hop.isAwaited {
      guard let target = flow.component(hop.to) else { continue }
      let own = Self.work(of: target, hop.operation, writes: Self.writes(hop, target)) ?? 0
      let way = 2 * (hop.call?.latency?.value.meanSeconds ?? 0)
      sum += hop.times * (own + way + waiting(of: target, hop.operation, &known))
    }
    known[place] = sum
    return sum
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
