public import PluginAPI
import Quantities

/// Two scorecards of the same exercise beside each other.
public enum ComparisonText {
  /// The two reports side by side, and the difference that decided.
  ///
  /// - Parameters:
  ///   - left: One report.
  ///   - right: The other.
  ///   - style: How it is drawn; at most 100 columns are used.
  /// - Returns: Lines with a line end after the last.
  public static func sideBySide(
    _ left: EvaluationReport, _ right: EvaluationReport, style: TextStyle
  ) -> String {
    var page = TextPage(
      TextStyle(
        colour: style.colour, unicode: style.unicode, width: min(100, max(80, style.width))))
    if let exercise = left.exercise ?? right.exercise {
      page.raw(page.style.paint(SafeText.line("\(exercise.title) (\(exercise.id))"), .strong))
    }
    if left.exercise?.id != right.exercise?.id {
      page.say("These are results of different exercises.", tint: .warn)
    }
    page.blank()
    head(left, right, &page)
    requirements(left, right, &page)
    checks(left, right, &page)
    decisive(left, right, &page)
    return page.text
  }

  private static func columns(_ first: String, _ page: TextPage) -> [Table.Column] {
    // A figure with its points, and "right +0.24" at the end, need no more; the rest is for words.
    let value = 18
    let words = page.style.width - 2 * value - 11 - 3 * 2
    return [
      .init(first, most: words, least: words), .init("left", most: value, least: value),
      .init("right", most: value, least: value), .init("better"),
    ]
  }

  private static func head(
    _ left: EvaluationReport, _ right: EvaluationReport, _ page: inout TextPage
  ) {
    let style = page.style
    let room = (page.style.width - 17) / 2
    var table = Table([
      .init("", most: 13, least: 13), .init("left", most: room, least: room),
      .init("right", most: room, least: room),
    ])
    table.add([
      "", .init(ComparisonWords.name(left), .strong), .init(ComparisonWords.name(right), .strong),
    ])
    table.add([
      .init("verdict"), .init(Figures.headline(left.verdict), Figures.tint(left.verdict)),
      .init(Figures.headline(right.verdict), Figures.tint(right.verdict)),
    ])
    func score(_ report: EvaluationReport) -> (String, String) {
      guard let score = report.score else { return ("no score", "") }
      let share = score.max > 0 ? score.points / score.max : 0
      return (
        ScoreText.words(score),
        Bars.bar(share, width: 20, unicode: style.unicode)
      )
    }
    table.add([.init("score"), .init(score(left).0), .init(score(right).0)])
    table.add([
      .init(""), .init(score(left).1, Figures.tint(left.verdict)),
      .init(score(right).1, Figures.tint(right.verdict)),
    ])
    table.add([
      .init("machines"), .init(String(left.machines)), .init(String(right.machines)),
    ])
    if left.cost != nil || right.cost != nil {
      table.add([
        .init("a month costs"), .init(left.cost?.monthly.brief ?? "-"),
        .init(right.cost?.monthly.brief ?? "-"),
      ])
    }
    table.lines(style: style).forEach { page.raw($0) }
  }

  private static func requirements(
    _ left: EvaluationReport, _ right: EvaluationReport, _ page: inout TextPage
  ) {
    guard !left.requirements.isEmpty || !right.requirements.isEmpty else { return }
    page.blank()
    var table = Table(columns("requirement", page))
    let ids = ComparisonWords.merged(left.requirements.map(\.id), right.requirements.map(\.id))
    for id in ids {
      let one = left.requirements.first { $0.id == id }
      let two = right.requirements.first { $0.id == id }
      func cell(_ result: RequirementResult?) -> Table.Cell {
        guard let result else { return "-" }
        let points = "\(Figures.points(result.points))/\(Figures.points(result.max))"
        return .init(
          SafeText.padded(Figures.brief(result), to: 11) + " " + points,
          Figures.tint(result.verdict))
      }
      table.add([
        .init(label(one ?? two, id)), cell(one), cell(two),
        .init(winner((one?.points ?? 0), (two?.points ?? 0))),
      ])
    }
    table.lines(style: page.style).forEach { page.raw($0) }
  }

  /// The id with as much of the text as has room.
  private static func label(_ result: RequirementResult?, _ id: String) -> String {
    guard let text = result?.text, !text.isEmpty else { return id }
    return "\(id) \(text)"
  }

  private static func winner(_ left: Double, _ right: Double) -> String {
    guard left != right else { return "" }
    return left > right
      ? "left +" + Figures.points(left - right) : "right +" + Figures.points(right - left)
  }

  private static func checks(
    _ left: EvaluationReport, _ right: EvaluationReport, _ page: inout TextPage
  ) {
    guard !left.scoredChecks.isEmpty || !right.scoredChecks.isEmpty else { return }
    page.blank()
    var table = Table(columns("the checks looked for", page))
    for id in ComparisonWords.merged(
      left.scoredChecks.map(\.check), right.scoredChecks.map(\.check))
    {
      let one = left.scoredChecks.first { $0.check == id }
      let two = right.scoredChecks.first { $0.check == id }
      func cell(_ result: ScoredCheckResult?) -> Table.Cell {
        result.map { .init(Self.found($0.outcome), Figures.tint($0.outcome)) } ?? "-"
      }
      table.add([
        .init(one?.title ?? two?.title ?? id), cell(one), cell(two),
        .init(winner(one?.points ?? 0, two?.points ?? 0)),
      ])
    }
    table.lines(style: page.style).forEach { page.raw($0) }
  }

  /// Whether what a check is named after was found.
  private static func found(_ outcome: Outcome) -> String {
    switch outcome {
    case .violated: "found"
    case .satisfied: "not found"
    case .unknown, .notApplicable, .notRun: Figures.word(outcome)
    }
  }

  /// The requirement or check with the greatest difference in points.
  private static func decisive(
    _ left: EvaluationReport, _ right: EvaluationReport, _ page: inout TextPage
  ) {
    page.blank()
    guard let best = ComparisonWords.decisive(left, right) else {
      page.say(ComparisonWords.noDifference)
      return
    }
    page.say(best.text, label: "decisive", hang: 10, tint: .strong)
    for reason in best.because { page.say(reason, indent: 10, label: page.style.arrow, hang: 3) }
  }
}
