import ArchitectureModel
import PluginAPI

/// When an operation can be answered, as a function of the failure units, in any algebra.
///
/// An operation works when every step that its answer needs can be answered; a component answers
/// at the nearest site where a copy is alive and can be reached, as in the simulation.
struct StructureFunction<Algebra: BooleanAlgebra> {
  /// What is asked.
  enum Mode: Hashable {
    /// The long run: failures have an age, so that failover takes its time, and each request draws
    /// its branches, misses and errors.
    case steady
    /// Failures that last: what is needed by any request must be there, and what takes over by
    /// itself has done so; what people must do has not been done.
    case lasting
  }

  /// Where a caller is.
  struct Origin: Hashable {
    /// A number that no other origin has.
    var id: Int
    /// The caller's site; nil for users, whose own network does not fail here.
    var site: Int?
    /// All sites, the nearest first.
    var order: [Int]

    static func == (left: Origin, right: Origin) -> Bool { left.id == right.id }
    func hash(into hasher: inout Hasher) { hasher.combine(id) }
  }

  /// How a component is asked.
  enum Access: Hashable {
    case read
    /// A read that the leader must answer, or one that any member may, whatever the store says.
    case readFrom(leader: Bool)
    /// A write, done when the replication says so.
    case write
    /// A publication that this many members must have.
    case publish(Int)
  }

  private struct Visit: Hashable {
    var component: Int
    var operation: String
    var site: Int
  }

  let model: FailureModel
  let mode: Mode
  var algebra: Algebra
  var table: VariableTable
  /// What must hold besides for anything to be alive; nil for nothing.
  ///
  /// It bounds how many units may be down at once, and with them the size of a diagram.
  var limit: Algebra.Value?
  private var memory: [Visit: Algebra.Value] = [:]
  private var before: [Visit: Algebra.Value] = [:]
  private var hasCircle = false
  /// Hand-overs in circles are followed at most so many times.
  private static var mostRounds: Int { 64 }

  init(_ model: FailureModel, _ mode: Mode, _ algebra: Algebra, _ table: VariableTable) {
    self.model = model
    self.mode = mode
    self.algebra = algebra
    self.table = table
  }

  /// When requests of an operation that come from the origins can be answered, one function each.
  ///
  /// A request that comes back to a component needs there what it needed before: the greatest
  /// solution of the equations, by A. Tarski, "A lattice-theoretical fixpoint theorem and its
  /// applications", Pacific Journal of Mathematics 5(2), 1955, from above.
  mutating func works(_ operation: String, entry: Int, from origins: [Origin]) -> [Algebra.Value] {
    let plan = VisitPlan(model, operation, entry: entry)
    before = [:]
    var result: [Algebra.Value] = []
    for _ in 0..<Self.mostRounds {
      memory = [:]
      hasCircle = false
      for visit in plan.order {
        for site in model.sites(of: visit.component) {
          let value = inside(visit.component, visit.operation, at: site)
          memory[Visit(component: visit.component, operation: visit.operation, site: site)] = value
        }
      }
      result = origins.map { origin in
        let component = model.component(entry)
        let access: Access = component.has("broker") ? .write : .read
        let answered = reach(entry, operation, from: origin, access)
        let errs = errors("entry.\(operation)", of: entry, times: 1, retry: nil)
        return limited(algebra.and(answered, errs))
      }
      if !hasCircle || memory == before { break }
      before = memory
    }
    return result
  }

  // MARK: Literals

  /// The unit works; a unit that never fails has no variable.
  mutating func up(_ unit: Int?) -> Algebra.Value {
    guard let unit, let variable = table.variable(of: unit) else { return algebra.constant(true) }
    return algebra.literal(variable)
  }

  /// The unit works, or has been down for at least the age: what takes over has done so.
  mutating func isOld(_ unit: Int, _ age: Double) -> Algebra.Value {
    guard let variable = table.variable(of: unit), age > 0 else { return algebra.constant(true) }
    var values = [algebra.literal(variable)]
    for other in table.variables(unit, youngerThan: age, of: model) {
      values.append(algebra.literal(other))
    }
    return algebra.any(values)
  }

  /// The call gets no error.
  mutating func errors(
    _ path: String, of component: Int, times: Int, retry: Retry?
  ) -> Algebra.Value {
    let share = model.component(component).errorShare.value
    guard mode == .steady, share > 0 else { return algebra.constant(true) }
    let tries = 1 + (retry.map { $0.causes.contains(.errors) ? $0.max : 0 } ?? 0)
    let once = FailureModel.power(share, tries)
    let ever = 1 - FailureModel.power(1 - once, times)
    guard ever > 0 else { return algebra.constant(true) }
    return algebra.literal(table.errors("errors \(path)", of: component, ever))
  }

  /// The step succeeds, or is not done: it is done with the given probability.
  mutating func perhaps(
    _ value: Algebra.Value, _ probability: Double, _ path: String, of component: Int
  ) -> Algebra.Value {
    if probability <= 0 { return algebra.constant(true) }
    if probability >= 1 || mode == .lasting { return value }
    let spared = algebra.literal(table.draw("chance \(path)", of: component, probability))
    return algebra.or(spared, value)
  }

  // MARK: Reaching

  /// A caller is answered by a component.
  mutating func reach(
    _ index: Int, _ operation: String, from origin: Origin, _ access: Access
  ) -> Algebra.Value {
    let component = model.component(index)
    if component.isLed { return store(index, operation, from: origin, access) }
    let body = model.bodies[index]
    if component.has("outside") || component.has("source") {
      let alive = all(of: [body.whole] + body.shared)
      let inside = visit(index, operation, at: model.home(of: index))
      return algebra.and(alive, inside)
    }
    var result = algebra.constant(false)
    for site in origin.order.reversed() {
      guard let group = body.sites.first(where: { $0.site == site }) else { continue }
      let alive = alive(body, group)
      let way = link(origin.site, site)
      let inside = visit(index, operation, at: site)
      let reached = algebra.and(way, alive)
      result = algebra.choose(reached, inside, result)
    }
    return result
  }

  mutating func all(of units: [Int?]) -> Algebra.Value {
    var values: [Algebra.Value] = []
    for unit in units { values.append(up(unit)) }
    return algebra.all(values)
  }

  /// The way from a caller's site to another one is open.
  mutating func link(_ from: Int?, _ site: Int) -> Algebra.Value {
    guard let from else { return algebra.constant(true) }
    return up(model.link(from, site))
  }

  /// A copy of a component is alive at a site.
  private mutating func alive(
    _ body: FailureModel.Body, _ group: FailureModel.SiteGroup
  ) -> Algebra.Value {
    let common = all(of: [body.whole] + body.shared + [model.siteUnits[group.site]])
    // Bounded at each zone: without the bound, many zones would have too many combinations.
    var result = limited(algebra.constant(false))
    for place in group.zones.reversed() {
      let zone = up(place.zone)
      var some = algebra.constant(true)
      if !place.copies.isEmpty, !(mode == .lasting && place.isWhole) {
        var copies: [Algebra.Value] = []
        for copy in place.copies { copies.append(up(copy)) }
        some = algebra.any(copies)
      }
      let here = limited(algebra.and(zone, some))
      result = algebra.or(here, result)
    }
    return algebra.and(common, result)
  }

  mutating func limited(_ value: Algebra.Value) -> Algebra.Value {
    guard let limit else { return value }
    return algebra.and(limit, value)
  }

  /// What a component does for an operation at a site succeeds.
  ///
  /// Worked out before, but where a request comes back to where it has been: there the round before
  /// says it.
  mutating func visit(_ index: Int, _ operation: String, at site: Int) -> Algebra.Value {
    let key = Visit(component: index, operation: operation, site: site)
    if let known = memory[key] { return known }
    hasCircle = true
    return before[key] ?? algebra.constant(true)
  }
}
