public import PluginAPI
import Quantities

/// A comparison of two or more designs as text.
public enum ComparisonReportText {
  /// Changes of a file that are listed; the rest is counted.
  static let mostChanges = 40

  /// The comparison: scores, requirements with paired differences, cost against latency, what
  /// differs in the files, and which change made which difference.
  ///
  /// - Parameters:
  ///   - report: The comparison.
  ///   - style: How it is drawn; eighty columns are used, a hundred at most for two designs.
  /// - Returns: Lines with a line end after the last.
  public static func render(_ report: ComparisonReport, style: TextStyle) -> String {
    var page = TextPage(TextStyle(colour: style.colour, unicode: style.unicode, width: 80))
    if report.designs.count == 2, report.designs[0].report.exercise != nil {
      page.raw(
        ComparisonText.sideBySide(
          report.designs[0].report, report.designs[1].report, style: style
        ).trimmingEnd())
    } else {
      head(report, &page)
    }
    price(report, &page)
    differences(report, &page)
    changes(report, &page)
    single(report, &page)
    for note in report.notes { page.say(note, label: "note", hang: 6) }
    page.blank()
    page.say(
      "Every design saw the same arrivals and the same luck, so differences are taken replication by "
        + "replication; in brackets their 95 % interval. Where it leaves out 0 the difference is clear.",
      tint: .quiet)
    return page.text
  }

  // MARK: Who is compared

  private static func head(_ report: ComparisonReport, _ page: inout TextPage) {
    let first = report.designs[0].report
    if let exercise = first.exercise {
      page.raw(page.style.paint(SafeText.line("\(exercise.title) (\(exercise.id))"), .strong))
    }
    page.blank()
    var table = Table([
      .init("", most: 14), .init("design", most: 26), .init("verdict"), .init("score", right: true),
      .init("machines", right: true), .init("a month", right: true),
    ])
    for design in report.designs {
      let one = design.report
      table.add([
        .init(design.label, .strong), .init(ComparisonWords.name(one)),
        .init(Figures.headline(one.verdict), Figures.tint(one.verdict)),
        .init(
          one.score.map { "\(Figures.points($0.points)) of \(Figures.points($0.max))" } ?? "-"),
        .init(String(one.machines)), .init(one.cost?.monthly.brief ?? "-"),
      ])
    }
    table.lines(style: page.style).forEach { page.raw($0) }
  }

  /// What each costs, and what one gets for it.
  private static func price(_ report: ComparisonReport, _ page: inout TextPage) {
    guard report.designs.contains(where: { report.operation($0.report) != nil }) else { return }
    page.heading("Cost against latency")
    page.say("of '\(report.operation)' in '\(report.scenario)'", tint: .quiet)
    let dearest = report.designs.compactMap { $0.report.cost?.monthly.units }.max() ?? 0
    var table = Table([
      .init("", most: 20), .init("p50", right: true), .init("p99", right: true),
      .init("in full", right: true), .init("a month", right: true), .init(""),
    ])
    for design in report.designs {
      let operation = report.operation(design.report)
      let cost = design.report.cost?.monthly
      table.add([
        .init(name(design, report)),
        .init(Figures.brief(SweepWords.demanded(operation, 0.5), .duration)),
        .init(Figures.brief(SweepWords.demanded(operation, 0.99), .duration)),
        .init(Figures.brief(operation?.success ?? .none, .share)), .init(cost?.brief ?? "-"),
        .init(
          dearest > 0
            ? Bars.bar((cost?.units ?? 0) / dearest, width: 12, unicode: page.style.unicode) : ""),
      ])
    }
    table.lines(style: page.style).forEach { page.raw($0) }
  }

  /// The label of a design; of two without labels of their own the words of the scorecard.
  private static func name(_ design: ComparedDesign, _ report: ComparisonReport) -> String {
    guard report.designs.count == 2, design.label.count == 1,
      report.designs[0].report.exercise != nil
    else { return design.label }
    return design.label == report.designs[0].label ? "left" : "right"
  }

  // MARK: Requirements

  private static func differences(_ report: ComparisonReport, _ page: inout TextPage) {
    let criteria = report.designs[0].report.criteria
    guard !criteria.isEmpty, report.designs.count > 1 else { return }
    page.heading(
      report.designs[0].report.exercise == nil ? "Goals" : "Requirements, each against the first")
    var same: [String] = []
    for criterion in criteria {
      let others = report.designs.dropFirst().map { design in
        (design, report.gaps(of: design.report).first { $0.criterion?.id == criterion.id })
      }
      guard others.contains(where: { differs($0.1, criterion) }) else {
        same.append(criterion.id)
        continue
      }
      page.say(SweepWords.name(criterion))
      line(name(report.designs[0], report), criterion, "", &page)
      for (design, gap) in others {
        guard let gap, let one = gap.criterion else { continue }
        line(name(design, report), one, words(gap), &page)
      }
    }
    if !same.isEmpty {
      page.say("No difference in \(same.joined(separator: ", ")).")
    }
  }

  private static func line(
    _ name: String, _ criterion: Criterion, _ gap: String, _ page: inout TextPage
  ) {
    let value = Figures.brief(criterion.value, criterion.dimension)
    let points =
      criterion.points.map { ", \(Figures.points($0.earned)) of \(Figures.points($0.max))" } ?? ""
    page.say(
      "\(name): \(value), \(Figures.word(criterion.verdict))\(points)"
        + (gap.isEmpty ? "" : "; \(gap)"),
      indent: 4, hang: 2, tint: Figures.tint(criterion.verdict))
  }

  private static func differs(_ gap: ComparisonReport.Gap?, _ first: Criterion) -> Bool {
    guard let gap, let one = gap.criterion else { return false }
    if one.points?.earned != first.points?.earned || one.verdict != first.verdict { return true }
    return gap.difference?.isClear ?? ((gap.plain ?? 0) != 0)
  }

  /// A difference with its interval; empty where one of the values is none or never.
  static func words(_ gap: ComparisonReport.Gap) -> String {
    func text(_ value: Double) -> String {
      if value == 0 { return "0" }
      let amount = Figures.brief(abs(value), gap.dimension)
      let sign = value < 0 ? "-" : "+"
      // A difference of shares is one of percentage points.
      if gap.dimension == .share { return "\(sign)\(amount)-points" }
      let unit = gap.criterion?.unit ?? ""
      return "\(sign)\(amount)" + (unit.isEmpty ? "" : " \(unit)")
    }
    guard let difference = gap.difference else {
      return gap.plain.map { $0 == 0 ? "no difference" : text($0) } ?? ""
    }
    guard let low = difference.low, let high = difference.high, low != high else {
      return difference.mean == 0 ? "no difference" : text(difference.mean)
    }
    return "\(text(difference.mean)) (\(text(low)) to \(text(high)))"
      + (difference.isClear ? "" : ", not clear")
  }

  // MARK: Files

  private static func changes(_ report: ComparisonReport, _ page: inout TextPage) {
    for design in report.designs.dropFirst() {
      let all = design.changes.filter { !$0.isForReaders }
      page.heading(
        "What differs from \(name(report.designs[0], report)) in \(name(design, report))")
      if all.isEmpty { page.say("Nothing that could change a result.") }
      for change in all.prefix(mostChanges) { page.say(words(change), indent: 2, hang: 2) }
      if all.count > mostChanges { page.say("and \(all.count - mostChanges) more", indent: 2) }
      let words = design.changes.count - all.count
      if words > 0 {
        page.say(
          "\(Figures.counted(Double(words), "change")) in words for readers", indent: 2,
          tint: .quiet)
      }
    }
  }

  static func words(_ change: ChangedPlace) -> String {
    switch (change.before, change.after) {
    case (let before?, let after?): "\(change.path): \(short(before)) -> \(short(after))"
    case (nil, let after?): "+ \(change.path): \(short(after))"
    case (let before?, nil): "- \(change.path): \(short(before))"
    case (nil, nil): change.path
    }
  }

  private static func short(_ text: String) -> String {
    SafeText.clipped(SafeText.line(text), to: 120, more: "..")
  }

  // MARK: One at a time

  private static func single(_ report: ComparisonReport, _ page: inout TextPage) {
    guard !report.single.isEmpty, report.designs.count == 2 else { return }
    let all = report.designs[1].changes
    page.heading("Which change made which difference")
    page.say(
      "The first design with one change at a time, with those it needs to be valid.", tint: .quiet)
    var told: Set<[Int]> = []
    for single in report.single {
      let set = ([single.change] + single.needs).sorted()
      guard told.insert(set).inserted else { continue }
      for index in set where all.indices.contains(index) {
        page.say(words(all[index]), indent: 2, hang: 2)
      }
      for effect in effects(of: single, report) { page.say(effect, indent: 6, hang: 2) }
    }
    let together = jointly(report)
    if !together.isEmpty {
      page.say(
        "No single change does what all of them do to \(together.joined(separator: ", ")): there they "
          + "work together.")
    }
  }

  /// What a change did, in words; what it did not touch is left out.
  static func effects(of single: SingleChange, _ report: ComparisonReport) -> [String] {
    guard let one = single.report else {
      return ["cannot be made alone: \(single.because)"]
    }
    var result: [String] = []
    let first = report.designs[0].report
    if let before = first.score?.points, let after = one.score?.points, before != after {
      let sign = after > before ? "+" : "-"
      result.append(
        "\(sign)\(Figures.counted(abs(after - before), "point")), \(Figures.points(after)) in all")
    }
    for gap in report.gaps(of: one) {
      guard let criterion = gap.criterion,
        let before = first.criteria.first(where: { $0.id == criterion.id }),
        differs(gap, before)
      else { continue }
      var gapWords = words(gap)
      if gapWords.isEmpty {
        let values = (before.value, criterion.value)
        gapWords =
          "\(Figures.brief(values.0, before.dimension)) -> "
          + Figures.brief(values.1, criterion.dimension)
      }
      let points = criterion.points.map { now in
        now.earned == before.points?.earned
          ? ""
          : ", \(Figures.points(before.points?.earned ?? 0)) -> \(Figures.points(now.earned)) points"
      }
      result.append("\(criterion.id): \(gapWords)\(points ?? "")")
    }
    if let before = first.cost?.monthly, let after = one.cost?.monthly, before != after {
      result.append("a month costs \(after.brief) in place of \(before.brief)")
    }
    return result.isEmpty ? ["changes no requirement, score or cost"] : result
  }

  /// The requirements and checks that the designs differ in and that no change alone moves so far.
  private static func jointly(_ report: ComparisonReport) -> [String] {
    let first = report.designs[0].report.criteria
    let requirements = report.designs[1].report.criteria.compactMap { criterion -> String? in
      guard let before = first.first(where: { $0.id == criterion.id }),
        before.verdict != criterion.verdict
      else { return nil }
      let isMoved = report.single.contains { single in
        single.report?.criteria.first { $0.id == criterion.id }?.verdict == criterion.verdict
      }
      return isMoved ? nil : criterion.id
    }
    let before = report.designs[0].report.scoredChecks
    let checks = report.designs[1].report.scoredChecks.compactMap { check -> String? in
      guard before.first(where: { $0.check == check.check })?.points != check.points else {
        return nil
      }
      let isMoved = report.single.contains { single in
        single.report?.scoredChecks.first { $0.check == check.check }?.points == check.points
      }
      return isMoved ? nil : "'\(check.title)'"
    }
    return requirements + checks
  }
}

extension String {
  fileprivate func trimmingEnd() -> String {
    var text = self
    while text.hasSuffix("\n") { text.removeLast() }
    return text
  }
}
