import PluginAPI
import Quantities

/// What breaks a design: single points first, then how much of the time it works, then its stores.
enum FailureText {
  /// Units that are named one by one before "and others".
  private static let mostNamed = 12

  static func render(_ results: FailureResults?, _ page: inout TextPage) {
    guard let results, !results.operations.isEmpty || !results.notes.isEmpty else { return }
    page.heading("WHAT BREAKS IT")
    page.say(FailureWords.intro, indent: 2, tint: .quiet)
    singlePoints(results, &page)
    availability(results, &page)
    stores(results, &page)
    for note in results.notes { page.say(note, indent: 2, label: "!", hang: 2, tint: .warn) }
  }

  // MARK: Single points

  private static func singlePoints(_ results: FailureResults, _ page: inout TextPage) {
    var groups: [(units: [String], operations: [String])] = []
    for operation in results.operations where operation.unavailability != nil {
      let units = operation.singlePoints
      if let known = groups.firstIndex(where: { $0.units == units }) {
        groups[known].operations.append(operation.operation)
      } else {
        groups.append((units, [operation.operation]))
      }
    }
    for group in groups {
      page.blank()
      let names = FailureWords.list(group.operations.map { "'\($0)'" })
      guard !group.units.isEmpty else {
        page.say("Nothing alone stops \(names).", indent: 2, tint: .good)
        continue
      }
      page.say("Each of these alone stops \(names):", indent: 2, tint: .strong)
      let found = group.units.compactMap { results.unit($0) }
      let common = found.filter { $0.kind == .component && $0.about.hasPrefix("a fault") }
      for unit in found.filter({ !common.contains($0) }).prefix(mostNamed) {
        page.say(unit.about, indent: 4, label: "-", hang: 2)
      }
      let more = found.count - common.count - mostNamed
      if more > 0 { page.say("\(more) others", indent: 4, label: "-", hang: 2) }
      if !common.isEmpty {
        let names = FailureWords.list(common.map { "'\($0.id.drop { $0 != ":" }.dropFirst())'" })
        page.say(
          "a fault in all copies at once, such as a bad release, of \(names)", indent: 4,
          label: "-", hang: 2)
      }
    }
  }

  // MARK: Availability

  private static func availability(_ results: FailureResults, _ page: inout TextPage) {
    let known = results.operations.filter { $0.unavailability != nil }
    guard !known.isEmpty else { return }
    page.blank()
    for operation in known {
      let missing = operation.unavailability ?? 0
      guard missing > 0 else {
        page.say(
          "'\(operation.operation)' can always be answered: nothing that it needs ever fails.",
          indent: 2)
        continue
      }
      let share = Share(fraction: 1 - missing).brief
      let nines = "\(FailureWords.nines(operation)) nines"
      let down = FailureWords.yearly(missing)
      page.say(
        "'\(operation.operation)' can be answered \(share) of the time: \(nines), \(down) a year without answers.",
        indent: 2, hang: 0)
      let most = operation.contributions.prefix(3).compactMap { contribution in
        results.unit(contribution.unit).map {
          "\($0.about) (\(Share(fraction: contribution.fussellVesely).brief))"
        }
      }
      if !most.isEmpty {
        page.say(
          "most of that goes with \(FailureWords.list(most))", indent: 4, label: page.style.arrow,
          hang: page.style.arrow.count + 1)
      }
    }
  }

  // MARK: Stores

  private static func stores(_ results: FailureResults, _ page: inout TextPage) {
    guard !results.stores.isEmpty else { return }
    page.blank()
    page.say("When the zone that hurts most is lost:", indent: 2)
    for store in results.stores {
      let lost = FailureWords.lost(store)
      let back = FailureWords.back(store)
      let why = store.because.isEmpty ? "" : ": " + store.because.joined(separator: "; ")
      page.say("'\(store.component)' \(lost) and \(back)\(why)", indent: 4, label: "-", hang: 2)
    }
    deletions(results.stores.filter(\.takesBackups), &page)
  }

  /// What a mistaken deletion does, which is copied to every member.
  private static func deletions(_ stores: [StoreDurability], _ page: inout TextPage) {
    guard !stores.isEmpty else { return }
    page.say("When data are deleted by mistake:", indent: 2)
    for store in stores {
      guard let wiped = store.wiped else { continue }
      page.say(
        "'\(store.component)' loses the acknowledged writes of up to \(wiped.rpo.brief) and serves "
          + "again after \(wiped.rto.brief): it is restored from a backup", indent: 4, label: "-",
        hang: 2)
    }
    let bare = stores.filter { $0.wiped == nil }.map { "'\($0.component)'" }
    guard !bare.isEmpty else { return }
    page.say(
      "\(bare.joined(separator: ", ")) \(bare.count == 1 ? "loses" : "lose") everything: no "
        + "'backup' is stated", indent: 4, label: "-", hang: 2)
  }
}
