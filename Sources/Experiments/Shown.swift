import PluginAPI

/// The scenario and operation of which figures are shown, the same for all runs that are compared.
struct Shown {
  var scenario: String
  var operation: String

  /// A name that does not exist.
  struct Problem: Error {
    var message: String
  }

  /// Chooses what is shown.
  ///
  /// - Parameters:
  ///   - wanted: The scenario; if nil the one without faults that asks for most, the first of equal
  ///     ones.
  ///   - operation: The operation; if nil the one with most arrivals, the first of equal ones.
  ///   - reports: What was run; the first decides.
  /// - Throws: A name that does not exist.
  init(
    scenario wanted: String?, operation: String?, in reports: [EvaluationReport]
  ) throws(Problem) {
    let all = reports.first?.scenarios ?? []
    if let wanted {
      guard all.contains(where: { $0.scenario == wanted }) else {
        let names = all.map(\.scenario).joined(separator: ", ")
        throw Problem(message: "'\(wanted)' is not a scenario; there are: \(names)")
      }
    }
    scenario = wanted ?? Self.busiest(all)
    self.operation = try Self.operation(operation, scenario, reports)
  }

  private static func busiest(_ all: [ScenarioMeasurements]) -> String {
    func rate(_ scenario: ScenarioMeasurements) -> Double {
      let sum = scenario.operations.reduce(0) { $0 + ($1.arrivals.value ?? 0) }
      return scenario.lasts > 0 ? sum / scenario.lasts : 0
    }
    // A file of its own is one run, whatever breaks in it; windows of it follow.
    if let whole = all.first, whole.scenario == "run" { return "run" }
    let calm = all.filter { $0.faults.isEmpty && $0.impossible == nil }
    var best: ScenarioMeasurements?
    for scenario in calm.isEmpty ? all : calm
    where best.map({ rate(scenario) > rate($0) }) ?? true {
      best = scenario
    }
    return best?.scenario ?? ""
  }

  private static func operation(
    _ wanted: String?, _ scenario: String, _ reports: [EvaluationReport]
  ) throws(Problem) -> String {
    let all =
      reports.lazy.compactMap { report in
        report.scenarios.first { $0.scenario == scenario && !$0.operations.isEmpty }
      }.first?.operations ?? []
    if let wanted {
      guard all.contains(where: { $0.operation == wanted }) else {
        let names = all.map(\.operation).joined(separator: ", ")
        throw Problem(message: "'\(wanted)' is not an operation; there are: \(names)")
      }
      return wanted
    }
    var best: OperationMeasurements?
    for operation in all
    where best.map({ (operation.arrivals.value ?? 0) > ($0.arrivals.value ?? 0) }) ?? true {
      best = operation
    }
    return best?.operation ?? ""
  }
}
