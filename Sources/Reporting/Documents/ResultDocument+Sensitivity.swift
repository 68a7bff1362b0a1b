import PluginAPI

extension ResultDocument {
  static func sensitivity(_ results: SensitivityResults?) -> JSONValue {
    guard let results else { return .null }
    return .object([
      "points": .number(results.points), "unmoved": .strings(results.unmoved),
      "numbers": .array(results.numbers.map(number)),
    ])
  }

  private static func number(_ number: SensitiveNumber) -> JSONValue {
    .object([
      "path": .string(number.path), "source": .string(number.source.rawValue),
      "value": .string(number.value), "holds_for": .strings(number.holdsFor),
      "swing": .number(number.swing), "halved": change(number.halved),
      "doubled": change(number.doubled),
    ])
  }

  private static func change(_ change: SensitivityChange?) -> JSONValue {
    guard let change else { return .null }
    return .object([
      "value": .string(change.value), "gain": .number(change.gain),
      "verdict": .string(change.verdict.rawValue), "effects": .array(change.effects.map(effect)),
    ])
  }

  private static func effect(_ effect: SensitivityEffect) -> JSONValue {
    .object([
      "id": .string(effect.id), "dimension": .string(effect.dimension.rawValue),
      "unit": .string(effect.unit), "before": estimate(effect.before),
      "after": estimate(effect.after), "points_before": .number(effect.pointsBefore),
      "points_after": .number(effect.pointsAfter), "reach": .number(effect.reach),
    ])
  }
}

extension ResultSchema {
  static var sensitivity: [(String, [String: JSONValue])] {
    [
      (
        "sensitivity",
        object(
          "Which claims and defaults the result hangs on.",
          [
            ("points", perhaps("number", "With nothing changed; null without an exercise.")),
            (
              "numbers",
              list("Those that change something, most points first.", of: ref("sensitive_number"))
            ),
            ("unmoved", texts("The paths of those that change nothing.")),
          ])
      ),
      (
        "sensitive_number",
        object(
          "A default or a claim.",
          [
            ("path", text("`service.work` of a kind, `components.web.work` of a component.")),
            (
              "source",
              words("Where it comes from.", SensitiveNumber.Source.allCases.map(\.rawValue))
            ),
            ("value", text("Its value.")),
            ("holds_for", texts("The components or sites that have it.")),
            ("swing", number("The most points that it changes, up or down.")),
            ("halved", refOrNull("sensitivity_change", "Half of it; null where there is none.")),
            ("doubled", refOrNull("sensitivity_change", "Its double; null where there is none.")),
          ])
      ),
      (
        "sensitivity_change",
        object(
          "What a changed number does.",
          [
            ("value", text("The changed value.")),
            ("gain", perhaps("number", "Points more; null without an exercise.")),
            ("verdict", words("The verdict with it.", verdicts)),
            ("effects", list("What it changes.", of: ref("sensitivity_effect"))),
          ])
      ),
      (
        "sensitivity_effect",
        object(
          "A requirement, check, goal or measure before and after.",
          [
            ("id", text("Its id, or the words of the goal or measure.")),
            ("dimension", words("The dimension of the values.", dimensions)),
            ("unit", text("Of money; empty where the dimension says it.")),
            ("before", ref("estimate")), ("after", ref("estimate")),
            ("points_before", number("Points before.")),
            ("points_after", number("Points after.")),
            ("reach", number("How far the value moved, in parts of its scale.")),
          ])
      ),
    ]
  }
}
