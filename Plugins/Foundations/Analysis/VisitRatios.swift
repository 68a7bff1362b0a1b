import ArchitectureModel
import PluginAPI
import Stochastics

/// How often one request of an operation visits each component, by the shares, chances and
/// repetitions that the design states; repeats after failures are not counted.
///
/// Source: Denning, Buzen, "The operational analysis of queueing network models", ACM Computing
/// Surveys 10(3), 1978, eq. (4) and (5), job flow balance and visit ratios.
struct VisitRatios {
  /// What a visit does at a component.
  enum Work: Hashable {
    /// The component's own work.
    case own
    /// A read of a store, or a delivery of a broker.
    case read
    /// A write, or a publication.
    case write
  }
  /// A kind of visit.
  struct Visit: Hashable {
    /// The component, by its place in the file.
    var component: Int
    /// The operation whose handler runs; nil for any.
    var operation: String?
    /// What is done.
    var work: Work
  }
  /// A step that follows a visit.
  struct Onward {
    /// The visit it causes.
    var to: Visit
    /// How often.
    var times: Double
  }

  /// Expected visits per request, in the order in which they were met.
  private(set) var visits: [(visit: Visit, count: Double)] = []
  /// Whether the sum is finite: a loop that always goes round never ends.
  private(set) var isFinite = true

  /// Below this nothing is followed any further.
  private static let negligible = 1e-9
  private static let longestWay = 2_000

  /// Follows one request from its entry through the design.
  init(of start: Visit, in flow: RequestFlow) {
    var places: [Visit: Int] = [:]
    var wave: [(Visit, Double)] = [(start, 1)]
    var round = 0
    while !wave.isEmpty {
      round += 1
      guard round <= Self.longestWay else {
        isFinite = false
        return
      }
      var next: [(Visit, Double)] = []
      var nextPlaces: [Visit: Int] = [:]
      for (visit, count) in wave {
        if let place = places[visit] {
          visits[place].count += count
        } else {
          places[visit] = visits.count
          visits.append((visit, count))
        }
        for onward in flow.onwards(of: visit) where count * onward.times > Self.negligible {
          if let place = nextPlaces[onward.to] {
            next[place].1 += count * onward.times
          } else {
            nextPlaces[onward.to] = next.count
            next.append((onward.to, count * onward.times))
          }
        }
      }
      wave = next
    }
  }
}

/// What follows a visit, read off the steps of a design.
struct RequestFlow {
  let components: [Component]
  private let places: [String: Int]
  private let missedAlways: String?

  /// Prepares the flow; `missedAlways` is a cache that answers nothing itself.
  init(_ architecture: Architecture, missedAlways: String? = nil) {
    self.components = architecture.components
    self.places = Dictionary(
      architecture.components.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { a, _ in a })
    self.missedAlways = missedAlways
  }

  /// The visit of a component for an operation; nil where there is no such component.
  func visit(_ id: String, operation: String?, work: VisitRatios.Work? = nil) -> VisitRatios.Visit?
  {
    guard let place = places[id] else { return nil }
    let component = components[place]
    let usual: VisitRatios.Work =
      component.has("broker") ? .write : component.has("store") ? .read : .own
    return VisitRatios.Visit(component: place, operation: operation, work: work ?? usual)
  }

  /// The visits that follow one visit.
  func onwards(of visit: VisitRatios.Visit) -> [VisitRatios.Onward] {
    let component = components[visit.component]
    var result = steps(of: component, for: visit.operation).flatMap {
      onwards(of: $0, for: visit.operation)
    }
    if let store = component.fronts, visit.work != .write,
      let to = self.visit(store.name, operation: visit.operation)
    {
      let hit = missedAlways == component.id ? 0 : component.hit?.value ?? 0
      result.append(VisitRatios.Onward(to: to, times: 1 - hit))
    }
    if component.has("broker"), visit.work == .write {
      result += deliveries(from: component, operation: visit.operation)
    }
    return result
  }

  /// The steps done for an operation.
  func steps(of component: Component, for operation: String?) -> [Step] {
    handler(of: component, for: operation)?.steps ?? component.calls
  }

  /// The handler of an operation, where there is one.
  func handler(of component: Component, for operation: String?) -> Handler? {
    guard let operation else { return nil }
    return component.handlers.first { $0.operation == operation }
  }

  /// The visit that a call causes.
  func visit(of call: Call, for operation: String?) -> VisitRatios.Visit? {
    guard let place = places[call.target.name] else { return nil }
    let writes = call.verb == .send || call.verb == .write
    let isStore = components[place].has("store")
    return visit(
      call.target.name, operation: call.operation ?? operation,
      work: isStore ? (writes ? .write : .read) : nil)
  }

  private func onwards(of step: Step, for operation: String?) -> [VisitRatios.Onward] {
    guard Self.isDone(step, for: operation) else { return [] }
    let factor = step.chance * Double(step.times)
    let inner: [VisitRatios.Onward] =
      switch step.action {
      case .call(let call):
        visit(of: call, for: operation).map { [VisitRatios.Onward(to: $0, times: 1)] } ?? []
      case .together(let steps, _): steps.flatMap { onwards(of: $0, for: operation) }
      case .choose(let branches):
        branches.flatMap { branch in
          branch.steps.flatMap { onwards(of: $0, for: operation) }
            .map { VisitRatios.Onward(to: $0.to, times: $0.times * branch.share) }
        }
      case .then(let targets):
        targets.compactMap { target in
          visit(target.to.name, operation: operation)
            .map { VisitRatios.Onward(to: $0, times: target.share) }
        }
      }
    return inner.map { VisitRatios.Onward(to: $0.to, times: $0.times * factor) }
  }

  /// Whether a step is done for an operation.
  static func isDone(_ step: Step, for operation: String?) -> Bool {
    guard let when = step.when, let operation else { return true }
    return when.contains(operation)
  }

  /// Each group takes every message once; the components of a group share them.
  private func deliveries(
    from broker: Component, operation: String?
  ) -> [VisitRatios.Onward] {
    var groups: [(name: String, members: [(id: String, batch: Int)])] = []
    for component in components {
      for consumer in component.consumes where consumer.from.name == broker.id {
        let member = (component.id, consumer.batch)
        if let place = groups.firstIndex(where: { $0.name == consumer.group }) {
          groups[place].members.append(member)
        } else {
          groups.append((consumer.group, [member]))
        }
      }
    }
    return groups.flatMap { group in
      let share = 1 / Double(group.members.count)
      let taken =
        visit(broker.id, operation: operation, work: .read)
        .map { [VisitRatios.Onward(to: $0, times: 1)] } ?? []
      return taken
        + group.members.compactMap { member in
          visit(member.id, operation: operation).map {
            VisitRatios.Onward(to: $0, times: share / Double(max(1, member.batch)))
          }
        }
    }
  }
}
