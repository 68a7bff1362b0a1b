import ArchitectureModel
import BundledPlugins
import Evaluation
import ExerciseFiles
import PluginAPI
import Pricing
import Quantities
import Testing

/// A book of round prices, for sums in the head.
enum Books {
  static let items: [(PriceItem, String)] = [
    (.core, "0.03 USD/core-h"), (.memory, "0.01 USD/GiB-h"), (.managedCore, "0.06 USD/core-h"),
    (.managedMemory, "0.02 USD/GiB-h"), (.disk, "0.1 USD/GiB-mo"),
    (.managedDisk, "0.2 USD/GiB-mo"), (.objects, "0.02 USD/GiB-mo"),
    (.objectCalls, "2 USD/Mcall"), (.betweenZones, "0.01 USD/GiB"),
    (.betweenSites, "0.05 USD/GiB"), (.egress, "0.08 USD/GiB"), (.externalCall, "0.002 USD/call"),
  ]

  static let round: PriceBook = {
    var entries = items.map { entry($0.0, $0.1, nil) }
    entries.append(entry(.core, "0.05 USD/core-h", "dear"))
    return PriceBook(
      id: "round", title: "", currency: "USD", date: "2026-01-01", isSynthetic: true,
      region: "here", entries: entries,
      savings: [
        .init(term: .oneYear, share: 0.25, source: "made up"),
        .init(term: .threeYears, share: 0.5, source: "made up"),
      ])
  }()

  static func entry(_ item: PriceItem, _ price: String, _ region: String?) -> PriceBook.Entry {
    PriceBook.Entry(
      item: item, region: region, price: money(price), source: "made up", date: "2026-01-01",
      isSynthetic: true)
  }

  static func money(_ text: String) -> Price {
    switch Price.parse(text) {
    case .success(let price): return price
    case .failure(let problem):
      Issue.record("\(text): \(problem.message)")
      return Price(.zero("USD"), per: .once)
    }
  }

  /// The same book as a file, with lines left out or put in.
  static func file(
    without: [PriceItem] = [], adding: String = "", head: String = "currency: USD"
  ) -> String {
    let kept = items.filter { !without.contains($0.0) }
    return """
      format: prices/1
      id: round
      \(head)
      date: 2026-01-01
      synthetic: yes
      items:

      """
        + kept.map { "  - { item: \($0.0.rawValue), amount: \($0.1), source: made up }\n" }.joined()
        + adding
  }

  static func read(_ text: String) -> PriceBookReading {
    PriceBookReader(BundledPlugins.all.vocabulary).read(bytes: Array(text.utf8), file: "p.yaml")
  }

  /// A component of machines with so many cores and GiB.
  static func machines(
    _ count: Int, id: String = "web", cores: Double = 2, gib: Int64 = 8,
    charge: Charge = .machines, region: String? = nil
  ) -> ComponentUsage {
    var usage = ComponentUsage(
      id: id, charge: charge, fleets: [Fleet(region: region, units: count)])
    usage.purchase.cores = Setting(cores, .language)
    usage.purchase.memory = Setting(ByteCount(bytes: gib << 30), .language)
    return usage
  }

  static func usd(_ units: Double) -> Money {
    Money(microUnits: Int64((units * 1e6).rounded()), "USD")
  }
}
