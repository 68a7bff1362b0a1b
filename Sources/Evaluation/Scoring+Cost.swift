import ArchitectureModel
import ExerciseFiles
import PluginAPI
import Quantities

extension Scoring {
  /// The scenario whose load is priced where nothing names one: that of the first requirement on
  /// cost that names one, else the first without faults, else the first.
  var costScenario: String? {
    let named = exercise.requirements.first { $0.measure.isCost && $0.scenario != nil }?.scenario
    let calm = exercise.scenarios.first { $0.faults.isEmpty } ?? exercise.scenarios.first
    return named ?? calm?.name
  }

  /// The cost at the load of a scenario, or of `costScenario`; nil where that was not measured.
  func cost(_ scenario: String?) -> CostReport? {
    guard let name = scenario ?? costScenario,
      let measured = measurements.first(where: { $0.scenario == name })
    else { return nil }
    return CostCalculator(architecture, exercise).report(measured)
  }

  /// A measure of cost: exact for the measured means, so that its interval has no width.
  func costValue(_ requirement: Requirement) -> Estimate {
    guard let cost = cost(requirement.scenario) else { return .none }
    let value: Double?
    switch requirement.measure {
    case .costMonthly: value = cost.monthly.units
    case .costPerMillion(let operation):
      value = cost.perMillion.first { $0.operation == operation }?.amount?.units
    case .costGrowth: value = cost.growth
    default: value = nil
    }
    guard let value else { return .none }
    let name = requirement.scenario ?? costScenario
    return Estimate(
      value: value, low: value, high: value,
      replications: measurements.first { $0.scenario == name }?.replications ?? 0)
  }

  /// What the money goes to: the dearest components and what each pays most for.
  func costBecause(_ requirement: Requirement) -> [String] {
    guard let cost = cost(requirement.scenario), cost.monthly.microUnits > 0 else { return [] }
    return cost.components.sorted { $0.amount.microUnits > $1.amount.microUnits }.prefix(3)
      .filter { $0.amount.microUnits > 0 }.map { component, amount in
        let share = Share(
          fraction: Double(amount.microUnits) / Double(cost.monthly.microUnits)
        ).brief
        let dearest = cost.items.filter { $0.component == component }
          .max { $0.amount.microUnits < $1.amount.microUnits }
        let what = dearest.map { item in
          ", most of it for \(item.about.isEmpty ? item.what : item.about)"
        }
        return "'\(component)' costs \(amount.brief) a month, \(share) of all\(what ?? "")"
      }
  }
}
