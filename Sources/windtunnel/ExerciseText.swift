import ArchitectureModel
import ExerciseFiles
import PluginAPI
import Quantities
import Reporting

/// An exercise as text and JSON.
enum ExerciseText {
  static func brief(_ exercise: Exercise, hints: Bool) -> String {
    var lines = [
      "\(exercise.title)   \(exercise.id) \(exercise.version)",
      "\(exercise.kind), level \(exercise.level.rawValue): \(points(exercise.automaticPoints)) by the tool"
        + (exercise.reviewPoints > 0 ? ", \(exercise.reviewPoints) by reviewers" : ""), "",
      exercise.brief, "", "Load (\(exercise.loadModel))",
    ]
    for fact in exercise.parameters + exercise.profile.facts {
      lines.append("  \(fact.name): \(fact.value)")
    }
    lines += ["", "Operations"]
    for operation in exercise.operations {
      lines.append("  \(operation.name)" + (operation.about.isEmpty ? "" : ": \(operation.about)"))
      for owed in operation.obligations { lines.append("    owes \(owed.text)") }
    }
    lines += ["", "Scenarios"]
    for scenario in exercise.scenarios {
      lines.append(
        "  \(scenario.name): \(scenario.title) (at \(scenario.moment), \(scenario.lasts.text))")
    }
    lines += ["", "Requirements"]
    for requirement in exercise.requirements {
      lines.append(
        "  \(requirement.id) \(requirement.text)\(requirement.isMust ? " (must)" : "")"
      )
      lines.append("     \(bounds(requirement)): \(points(requirement.points))")
    }
    if !exercise.checks.isEmpty {
      lines += ["", "Checks that carry points"]
      for check in exercise.checks {
        lines.append("  \(check.check): \(check.points)\(check.isMust ? " (must)" : "")")
      }
    }
    if let limit = exercise.machineLimit { lines += ["", "At most \(limit) machines."] }
    if hints, !exercise.hints.isEmpty {
      lines += ["", "Hints"]
      lines += exercise.hints.map { "  \($0.id) for \($0.requirement): \($0.text)" }
    }
    lines += ["", "Next: windtunnel start \(exercise.id)"]
    return lines.joined(separator: "\n")
  }

  /// `1 point`, `2 points`.
  static func points(_ number: Int) -> String { number == 1 ? "1 point" : "\(number) points" }

  static func bounds(_ requirement: Requirement) -> String {
    let place = requirement.scenario.map { " in \($0)" } ?? ""
    return "\(requirement.measureText)\(place), full at "
      + "\(value(requirement.fullAt, requirement)), nothing at \(value(requirement.zeroAt, requirement))"
  }

  private static func value(_ number: Double, _ requirement: Requirement) -> String {
    switch requirement.measure.dimension {
    case .duration: TimeSpan(seconds: number).text
    case .share: Share(fraction: number).text
    case .rate: Rate(perSecond: number).text
    case .count: number == number.rounded() ? String(Int64(number)) : String(number)
    case .money: "\(Money.brief(number)) \(requirement.unit)"
    case nil:
      number < 1000 && number != number.rounded() ? TimeSpan(seconds: number).text : "\(number)"
    }
  }

  static func json(_ exercise: Exercise) -> JSONValue {
    .object([
      "id": .string(exercise.id), "version": .string(exercise.version),
      "title": .string(exercise.title), "level": .string(exercise.level.rawValue),
      "kind": .string(exercise.kind), "brief": .string(exercise.brief),
      "automatic": .number(Double(exercise.automaticPoints)),
      "review": .number(Double(exercise.reviewPoints)),
      "facts": .object(
        Dictionary(
          (exercise.parameters + exercise.profile.facts).map { ($0.name, .string($0.value)) },
          uniquingKeysWith: { first, _ in first })),
      "requirements": .array(
        exercise.requirements.map { requirement in
          .object([
            "id": .string(requirement.id), "text": .string(requirement.text),
            "measure": .string(requirement.measureText),
            "scenario": .string(requirement.scenario ?? ""),
            "full_at": .number(requirement.fullAt), "zero_at": .number(requirement.zeroAt),
            "points": .number(Double(requirement.points)),
            "must": .bool(requirement.isMust),
          ])
        }),
      "checks": .array(
        exercise.checks.map { check in
          .object([
            "check": .string(check.check), "points": .number(Double(check.points)),
            "must": .bool(check.isMust),
          ])
        }),
      "scenarios": .array(
        exercise.scenarios.map { scenario in
          .object([
            "name": .string(scenario.name), "title": .string(scenario.title),
            "at": .number(scenario.at.seconds), "lasts": .number(scenario.lasts.seconds),
          ])
        }),
    ])
  }
}
