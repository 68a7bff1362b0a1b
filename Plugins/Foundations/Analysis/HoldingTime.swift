import ArchitectureModel
import PluginAPI
import Quantities
import Stochastics

/// The least mean time for which a visit keeps a slot: work, and the answers waited for, all
/// without queueing and without network time.
struct HoldingTime {
  private let flow: RequestFlow
  private var known: [VisitRatios.Visit: Times] = [:]

  private struct Times {
    var held: Double
    var answered: Double
  }

  /// Prepares the computation.
  init(_ flow: RequestFlow) { self.flow = flow }

  /// The mean seconds for which the visit keeps a slot.
  mutating func held(_ visit: VisitRatios.Visit) -> Double { times(of: visit).held }

  /// The mean seconds until the visit is answered.
  mutating func answered(_ visit: VisitRatios.Visit) -> Double { times(of: visit).answered }

  /// The mean seconds of own work.
  func work(_ visit: VisitRatios.Visit) -> Double {
    let component = flow.components[visit.component]
    switch visit.work {
    case .read: return (component.read ?? component.work)?.value.meanSeconds ?? 0
    case .write: return (component.write ?? component.work)?.value.meanSeconds ?? 0
    case .own:
      let handler = flow.handler(of: component, for: visit.operation)
      return (handler?.work ?? component.work)?.value.meanSeconds ?? 0
    }
  }

  private mutating func times(of visit: VisitRatios.Visit) -> Times {
    if let times = known[visit] { return times }
    // A loop counts once: what comes round again is left out, so the time stays a least one.
    known[visit] = Times(held: 0, answered: 0)
    let component = flow.components[visit.component]
    let work = work(visit)
    var calls = 0.0
    var handedOn = 0.0
    for step in flow.steps(of: component, for: visit.operation) {
      let (waits, then) = seconds(of: step, for: visit.operation)
      calls += waits
      handedOn += then
    }
    if let store = component.fronts, visit.work != .write,
      let miss = flow.onwards(of: visit).last(where: {
        flow.components[$0.to.component].id == store.name
      })
    {
      calls += miss.times * answered(miss.to)
    }
    let times = Times(
      held: work + (component.holdsWhileWaiting.value ? calls : 0),
      answered: work + calls + handedOn)
    known[visit] = times
    return times
  }

  private mutating func seconds(
    of step: Step, for operation: String?
  ) -> (waits: Double, then: Double) {
    guard RequestFlow.isDone(step, for: operation) else { return (0, 0) }
    let factor = step.chance * Double(step.times)
    var waits = 0.0
    var then = 0.0
    switch step.action {
    case .call(let call): waits = seconds(of: call, for: operation)
    case .together(let steps, let need):
      var legs: [Double] = []
      for leg in steps { legs.append(seconds(of: leg, for: operation).waits) }
      legs.sort()
      if !legs.isEmpty { waits = legs[min(max(need, 1), legs.count) - 1] }
    case .choose(let branches):
      for branch in branches {
        for inner in branch.steps {
          let found = seconds(of: inner, for: operation)
          waits += branch.share * found.waits
          then += branch.share * found.then
        }
      }
    case .then(let targets):
      for target in targets {
        guard let visit = flow.visit(target.to.name, operation: operation) else { continue }
        then += target.share * answered(visit)
      }
    }
    return (factor * waits, factor * then)
  }

  private mutating func seconds(of call: Call, for operation: String?) -> Double {
    guard let visit = flow.visit(of: call, for: operation) else { return 0 }
    let target = flow.components[visit.component]
    if call.verb == .send {
      if target.has("broker"), call.acks == .none { return 0 }
      if !target.has("broker"), !target.has("store") { return 0 }
    }
    let seconds = answered(visit)
    return min(seconds, call.timeout?.value.seconds ?? seconds)
  }
}
