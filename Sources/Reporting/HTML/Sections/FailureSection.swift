import PluginAPI
import Quantities

/// What breaks the design: how much of the time it works, what stops it alone and together, and
/// what its stores lose.
enum FailureSection {
  private static let mostUnits = 8
  private static let mostAlone = 12
  private static let mostSets = 30

  static func build(_ context: ReportContext) -> ReportSection? {
    guard let results = context.report.failures,
      !results.operations.isEmpty || !results.stores.isEmpty || !results.notes.isEmpty
    else { return nil }
    return ReportSection(
      anchor: "failures", title: "What can break it",
      content: .several(
        [.paragraph(FailureWords.intro, "quiet")] + availability(results) + alone(results)
          + together(results) + stores(results)
          + results.notes.map { .paragraph(TextParts.sentence($0), "warn") }))
  }

  // MARK: Availability

  private static func availability(_ results: FailureResults) -> [Markup] {
    guard !results.operations.isEmpty else { return [] }
    let rows = results.operations.map { operation -> [Markup] in
      let missing = operation.unavailability
      return [
        .name(operation.operation),
        .text(missing.map { Share(fraction: 1 - $0).brief } ?? "unknown: a bound was hit"),
        .text(missing.map { $0 > 0 ? FailureWords.nines(operation) : "all" } ?? "-"),
        .text(missing.map { $0 > 0 ? FailureWords.yearly($0) : "none" } ?? "-"),
        survives(operation.survivesZone), survives(operation.survivesSite),
      ]
    }
    return [
      .tag("h3", [], "How much of the time each operation can be answered"),
      HTMLPage.table(
        "Availability",
        head: [
          ("operation", false), ("can be answered", true), ("nines", true),
          ("a year without answers", true), ("if any one zone is lost", false),
          ("if any one site is lost", false),
        ], rows: rows),
    ] + contributions(results)
  }

  private static func survives(_ goesOn: Bool?) -> Markup {
    goesOn.map { HTMLPage.tag($0 ? "\u{2714} goes on" : "\u{2718} stops", $0 ? .good : .bad) }
      ?? "unknown"
  }

  /// What the time without answers goes with; one table for operations that are alike.
  private static func contributions(_ results: FailureResults) -> [Markup] {
    var groups: [(operations: [String], rows: [(unit: String, share: Double)])] = []
    for operation in results.operations where (operation.unavailability ?? 0) > 0 {
      let rows = operation.contributions.prefix(mostUnits).compactMap { contribution in
        results.unit(contribution.unit).map { ($0.about, contribution.fussellVesely) }
      }
      guard !rows.isEmpty else { continue }
      let same = groups.firstIndex { group in
        group.rows.elementsEqual(rows) { left, right in
          left.unit == right.0 && words(left.share) == words(right.1)
        }
      }
      if let same {
        groups[same].operations.append(operation.operation)
      } else {
        groups.append(([operation.operation], rows))
      }
    }
    guard !groups.isEmpty else { return [] }
    return [
      .tag("h3", [], "What the time without answers goes with"),
      .paragraph(
        "Bars run from 0 to 100 %: the part of that time which would be gone if this alone never "
          + "failed. The parts need not add up to 100 %.", "quiet small"),
    ]
      + groups.map { group in
        let names = FailureWords.list(group.operations.map { "'\($0)'" })
        return HTMLPage.table(
          "What the time without answers of \(names) goes with",
          head: [("for \(names)", false), ("", false), ("part", true)],
          rows: group.rows.map { row in
            [
              .text(row.unit),
              SmallCharts.part(row.share, words: "\(row.unit): \(words(row.share))"),
              .text(words(row.share)),
            ]
          })
      }
  }

  private static func words(_ share: Double) -> String { Figures.brief(share, .share) }

  // MARK: Cut sets

  private static func alone(_ results: FailureResults) -> [Markup] {
    let groups = grouped(results) { $0.singlePoints.map { [$0] } }
    guard !groups.isEmpty else { return [] }
    return [.tag("h3", [], "Single points of failure")]
      + groups.map { group in
        guard !group.sets.isEmpty else {
          return .paragraph("\u{2714} Nothing alone stops \(group.names).", "good")
        }
        let units = group.sets.flatMap { $0 }.compactMap { results.unit($0) }
        let common = units.filter { $0.kind == .component && $0.about.hasPrefix("a fault") }
        let others = units.filter { !common.contains($0) }
        var lines = others.prefix(mostAlone).map { "\($0.about)\(yearly($0.unavailability))" }
        if others.count > mostAlone { lines.append("\(others.count - mostAlone) others") }
        if !common.isEmpty {
          let names = common.map { "'\($0.id.drop { $0 != ":" }.dropFirst())'" }
          lines.append(
            "a fault in all copies at once, such as a bad release, of \(FailureWords.list(names))")
        }
        return .several([
          .tag("p", [], .tag("strong", [], .text("Each of these alone stops \(group.names):"))),
          HTMLPage.bullets(lines),
        ])
      }
  }

  private static func yearly(_ share: Double) -> String {
    share > 0 ? ", down \(FailureWords.yearly(share)) a year" : ""
  }

  /// What stops an operation only where several are down at once, the likeliest first.
  private static func together(_ results: FailureResults) -> [Markup] {
    let groups = grouped(results) { $0.cutSets.filter { $0.count > 1 } }
    guard groups.contains(where: { !$0.sets.isEmpty }) else { return [] }
    return [
      .tag("h3", [], "What stops it only together"),
      .paragraph(
        "Minimal cut sets of up to \(results.cutSize): all of a line down at the same time stop at "
          + "least a part of the requests, and no smaller part of the line does. The times are "
          + "those of chance alone; what fails together for one reason is a line of its own above.",
        "quiet small"),
    ]
      + groups.filter { !$0.sets.isEmpty }.map { group in
        let found = group.sets.map { set -> (words: String, share: Double) in
          let units = set.compactMap { results.unit($0) }
          let share = units.reduce(1) { $0 * $1.unavailability }
          return (FailureWords.list(units.map(\.about)) + yearly(share), share)
        }
        let sorted = found.enumerated().sorted {
          let (left, right) = ($0.element.share, $1.element.share)
          return left == right ? $0.offset < $1.offset : left > right
        }.map(\.element.words)
        var lines = Array(sorted.prefix(mostSets))
        if sorted.count > mostSets { lines.append("and \(sorted.count - mostSets) rarer ones") }
        return .tag(
          "details", [],
          .tag(
            "summary", [],
            .text("\(Figures.counted(sorted.count, "set")) for \(group.names)")),
          HTMLPage.bullets(lines))
      }
  }

  /// Operations with the same sets together.
  private static func grouped(
    _ results: FailureResults, _ sets: (OperationFailures) -> [[String]]
  ) -> [(names: String, sets: [[String]])] {
    var groups: [(operations: [String], sets: [[String]])] = []
    for operation in results.operations where operation.unavailability != nil {
      let found = sets(operation)
      if let same = groups.firstIndex(where: { $0.sets == found }) {
        groups[same].operations.append(operation.operation)
      } else {
        groups.append(([operation.operation], found))
      }
    }
    return groups.map { (FailureWords.list($0.operations.map { "'\($0)'" }), $0.sets) }
  }

  // MARK: Stores

  private static func stores(_ results: FailureResults) -> [Markup] {
    guard !results.stores.isEmpty else { return [] }
    let rows = results.stores.map { store -> [Markup] in
      [
        .name(store.component), .text(FailureWords.lost(store)), .text(FailureWords.back(store)),
        .text(store.because.joined(separator: "; ")), .text(deleted(store)),
      ]
    }
    return [
      .tag("h3", [], "What is lost for good"),
      HTMLPage.table(
        "Durability",
        head: [
          ("store", false), ("when the zone that hurts most is lost", false), ("and", false),
          ("because", false), ("when data are deleted by mistake", false),
        ], rows: rows),
    ]
  }

  private static func deleted(_ store: StoreDurability) -> String {
    guard store.takesBackups else { return "keeps no history to restore from" }
    guard let wiped = store.wiped else { return "loses everything: no 'backup' is stated" }
    return "loses the acknowledged writes of up to \(wiped.rpo.brief) and serves again after "
      + "\(wiped.rto.brief): it is restored from a backup"
  }
}
