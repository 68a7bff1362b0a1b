import PluginAPI

/// Which claims and defaults the result hangs on.
enum SensitivitySection {
  static func build(_ context: ReportContext) -> ReportSection? {
    guard let results = context.report.sensitivity else { return nil }
    let isGraded = results.points != nil
    let about =
      "Each claim and each default was halved and doubled, one at a time, with the same luck; "
      + "\(Figures.counted(results.unmoved.count, "number")) changed nothing."
    return ReportSection(
      anchor: "sensitivity",
      title: isGraded ? "What the score hangs on" : "What the result hangs on",
      content: .several([
        .paragraph(about, "quiet"),
        results.numbers.isEmpty
          ? .none
          : HTMLPage.table(
            "Numbers",
            head: [
              ("number", false), ("from", false), ("value", false), ("holds for", false),
              ("half", isGraded), ("double", isGraded),
            ],
            rows: results.numbers.map { number in
              [
                .code(number.path), .text(number.source == .claim ? "claim" : "default"),
                .text(number.value), .text(number.holdsFor.joined(separator: ", ")),
                .text(words(number.halved)), .text(words(number.doubled)),
              ]
            }),
      ]))
  }

  /// A change in words: its points, then the two effects that count most.
  private static func words(_ change: SensitivityChange?) -> String {
    guard let change else { return "-" }
    let gain = change.gain.map { SensitivityText.signed($0) }
    let effects = change.effects.enumerated().sorted { left, right in
      let (one, other) = (points(left.element), points(right.element))
      if one != other { return one > other }
      let (near, far) = (right.element.reach, left.element.reach)
      return near == far ? left.offset < right.offset : far > near
    }.prefix(2).map { SensitivityText.words($0.element) }.joined(separator: "; ")
    guard let gain else { return effects.isEmpty ? "nothing" : effects }
    return effects.isEmpty ? gain : "\(gain) (\(effects))"
  }

  private static func points(_ effect: SensitivityEffect) -> Double {
    (effect.pointsAfter - effect.pointsBefore).magnitude
  }
}
