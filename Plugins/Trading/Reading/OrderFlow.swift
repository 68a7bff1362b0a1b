import ArchitectureModel
import Diagnostics
import PluginAPI

/// One way from a component to the next, for one operation.
struct Hop {
  /// The target.
  var to: String
  /// Where the step is written.
  var span: SourceSpan
  /// The call; nil for hand-overs, caches and deliveries.
  var call: Call?
  /// Whether the user's answer waits for it.
  var isAwaited: Bool
  /// How often it is done per visit.
  var times: Double
  /// Whether an awaited call to a risk check comes before it, whatever happens.
  var isGuarded: Bool
  /// The operation at the target; nil for any.
  var operation: String?
  /// Whether it is the delivery of a message to a consumer.
  var isDelivery = false
}

/// The ways that orders take from the members to the book, and beyond.
struct OrderFlow {
  let architecture: Architecture
  /// The operations that reach a book; nil stands for any operation.
  private(set) var operations: [String?] = []
  private let index: [String: Int]
  private var known: [Place: [Hop]] = [:]

  /// One operation at one component; nil is any operation.
  private struct Place: Hashable {
    var component: String
    var operation: String?
  }

  init(_ evidence: Evidence) {
    architecture = evidence.architecture
    index = Dictionary(
      architecture.components.enumerated().map { ($1.id, $0) },
      uniquingKeysWith: { first, _ in first })
    // Without a book there are no orders to follow.
    guard architecture.components.contains(where: \.keepsBook) else { return }
    var candidates: [String?] = []
    for entry in architecture.entries {
      let operation = entry.operation == "*" ? nil : entry.operation
      if !candidates.contains(operation) { candidates.append(operation) }
    }
    if candidates.isEmpty { candidates = [nil] }
    for operation in candidates + [nil] {
      for component in architecture.components {
        known[Place(component: component.id, operation: operation)] = findHops(
          from: component, for: operation)
      }
    }
    operations = candidates.filter { operation in
      reached(by: operation).contains { component($0)?.keepsBook ?? false }
    }
  }

  /// The component of an id, or nil.
  func component(_ id: String) -> Component? { index[id].map { architecture.components[$0] } }

  /// The ways that leave a component for an operation, in the order of the file.
  func hops(from component: Component, for operation: String?) -> [Hop] {
    known[Place(component: component.id, operation: operation)]
      ?? findHops(from: component, for: operation)
  }

  /// The operations that bring new orders: those that reach a book and do not cancel.
  var entering: [String?] { operations.filter { !($0?.contains("cancel") ?? false) } }

  /// Where requests of an operation start.
  ///
  /// Where a file names no operation, these are the components that nothing leads to.
  func roots(of operation: String?) -> [String] {
    let entries = architecture.entries.filter { operation == nil || $0.operation == operation }
    if !entries.isEmpty { return unique(entries.map(\.component)) }
    let targets = Set(architecture.components.flatMap { hops(from: $0, for: nil).map(\.to) })
    return architecture.components.map(\.id).filter { !targets.contains($0) }
  }

  /// The components that an operation reaches, the entry first, in breadth-first order; perhaps
  /// without what the answer does not wait for.
  func reached(by operation: String?, awaitedOnly: Bool = false) -> [String] {
    closure(of: roots(of: operation), operation, awaitedOnly: awaitedOnly)
  }

  /// The components reached from some components, those included.
  func closure(
    of start: [String], _ operation: String?, awaitedOnly: Bool = false
  ) -> [String] {
    var order = start
    var seen = Set(start)
    var next = 0
    while next < order.count {
      let here = order[next]
      next += 1
      guard let component = self.component(here) else { continue }
      for hop in hops(from: component, for: operation) {
        if awaitedOnly && !hop.isAwaited { continue }
        if seen.insert(hop.to).inserted { order.append(hop.to) }
      }
    }
    return order
  }

  /// The components that the answer to an order waits for, in breadth-first order.
  var awaited: [Component] {
    unique(operations.flatMap { reached(by: $0, awaitedOnly: true) })
      .compactMap(component)
  }

  /// The components from the entries up to the book, in the order of the file.
  var inbound: [Component] {
    let reached = Set(operations.flatMap { self.reached(by: $0) })
    let leading = operations.map(leadingToBook)
    return architecture.components.filter { component in
      reached.contains(component.id) && leading.contains { $0.contains(component.id) }
    }
  }

  /// The ids of the components from which a book is reached, the books included.
  private func leadingToBook(_ operation: String?) -> Set<String> {
    var leading = Set(architecture.components.filter(\.keepsBook).map(\.id))
    var grew = true
    while grew {
      grew = false
      for component in architecture.components where !leading.contains(component.id) {
        if hops(from: component, for: operation).contains(where: { leading.contains($0.to) }) {
          leading.insert(component.id)
          grew = true
        }
      }
    }
    return leading
  }

  /// The components that what happened in the book reaches, the book included.
  var behindBook: [Component] {
    let books = architecture.components.filter(\.keepsBook).map(\.id)
    return closure(of: books, nil).compactMap(component)
  }

  /// A way to the target that no risk check guards: the ids on it and the last step; nil where
  /// every way is guarded.
  func unguardedWay(to target: String, for operation: String?) -> (ids: [String], last: Hop?)? {
    var seen: Set<String> = []
    var ways = roots(of: operation).map { (ids: [$0], last: Hop?.none) }
    while !ways.isEmpty {
      let way = ways.removeFirst()
      guard let here = way.ids.last, let component = self.component(here) else { continue }
      if here == target { return way }
      if component.plays(Role.risk) { continue }
      guard seen.insert(here).inserted else { continue }
      for hop in hops(from: component, for: operation) where !hop.isGuarded {
        ways.append((ids: way.ids + [hop.to], last: hop))
      }
    }
    return nil
  }

  private func unique(_ ids: [String]) -> [String] {
    var seen: Set<String> = []
    return ids.filter { seen.insert($0).inserted }
  }
}

extension OrderFlow {
  /// The gateways on the way to a book.
  var gateways: [Component] { inbound.filter { $0.plays(Role.edge) } }

  /// What a venue is made of: the way to the book, what its answer waits for, and the feeds.
  var venue: [Component] {
    let ids = Set((inbound + awaited).map(\.id))
    return architecture.components.filter { ids.contains($0.id) || $0.plays(Role.feed) }
  }
}
