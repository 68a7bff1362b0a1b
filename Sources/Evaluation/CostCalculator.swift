import ArchitectureModel
import ExerciseFiles
import PluginAPI
import Pricing
import Quantities

/// What a design costs at the load of a scenario, held for a month.
struct CostCalculator {
  static let secondsPerMonth = Usage.hoursPerMonth * 3600

  let architecture: Architecture
  let book: PriceBook
  /// The region of the price book by place.
  let placePrices: [String: String]
  let input: FlowInput
  private let expected: ExpectedFlows

  init(
    _ architecture: Architecture, book: PriceBook, placePrices: [String: String] = [:],
    input: FlowInput
  ) {
    self.architecture = architecture
    self.book = book
    self.placePrices = placePrices
    self.input = input
    expected = ExpectedFlows(architecture, input.operations)
  }

  /// A calculator for a submission to an exercise.
  init(_ architecture: Architecture, _ exercise: Exercise) {
    self.init(
      architecture, book: exercise.prices, placePrices: exercise.placePrices,
      input: FlowInput(
        operations: exercise.profile.operations,
        clients: exercise.places.map { ($0.id, $0.share) }, distances: exercise.distances,
        warmup: .zero, lasts: .zero, faults: [], probes: []))
  }

  /// The cost; nil where nothing was measured.
  func report(_ measured: ScenarioMeasurements) -> CostReport? {
    guard measured.impossible == nil, measured.lasts > 0, !measured.components.isEmpty else {
      return nil
    }
    var builder = UsageBuilder(self, expected, measured)
    let usage = builder.build()
    let biller = Biller(book)
    let bill = biller.bill(usage)
    let tenfold = biller.bill(usage.scaled(by: 10))
    return CostReport(
      scenario: measured.scenario, book: book.id, bookTitle: book.title, bookDate: book.date,
      isSynthetic: book.isSynthetic, monthly: bill.total,
      items: bill.lines.map { line in
        CostItem(
          component: line.component, what: line.what, about: line.about,
          region: line.region ?? book.region ?? "", quantity: line.quantity, price: line.price,
          saved: line.saved, amount: line.amount)
      },
      components: bill.components.map { ($0.id, $0.amount) },
      perMillion: bill.perMillion, tenfold: tenfold.total,
      notes: bill.notes + builder.notes)
  }

  /// The region of the price book that a site pays.
  func region(_ site: String) -> String? {
    guard let site = architecture.site(site) else { return nil }
    return site.place.flatMap { placePrices[$0] } ?? site.prices?.name
  }
}
