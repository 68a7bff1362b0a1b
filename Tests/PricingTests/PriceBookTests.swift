import ArchitectureModel
import BundledPlugins
import Diagnostics
import ExerciseFiles
import Pricing
import Quantities
import Reporting
import Testing

@Suite struct PriceBookTests {
  @Test func theTeachingPricesAreWholeMadeUpAndSaySo() {
    let book = TeachingPrices.book
    for item in PriceItem.allCases {
      #expect(book.entry(item, in: "mars")?.region == nil)
      #expect(book.entry(item, in: nil)?.price.unit == item.unit)
    }
    #expect(book.isSynthetic && book.entries.allSatisfy(\.isSynthetic))
    #expect(book.entries.allSatisfy { $0.source.count > 3 && $0.date == "2026-01-01" })
    #expect(book.savings.allSatisfy { $0.source.count > 3 })
    #expect(book.saving(.oneYear) < book.saving(.threeYears) && book.saving(.none) == 0)
  }

  /// Sums of the book against the list prices that its sources name.
  @Test func theTeachingPricesAddToWhatTheirSourcesSay() throws {
    let book = TeachingPrices.book
    func hourly(_ core: PriceItem, _ memory: PriceItem, _ cores: Double, _ gib: Double) -> Double {
      (book.entry(core, in: nil)?.price.amount.units ?? 0) * cores
        + (book.entry(memory, in: nil)?.price.amount.units ?? 0) * gib
    }
    // 4 cores and 16 GiB: 0.192 USD/h, about 140 USD a month.
    #expect(abs(hourly(.core, .memory, 4, 16) - 0.192) < 1e-9)
    #expect((135...145).contains(hourly(.core, .memory, 4, 16) * 730))
    // Managed SQL of 8 cores in two zones: 1000 to 1600 USD a month.
    #expect((1000...1600).contains(2 * 730 * hourly(.managedCore, .managedMemory, 8, 32)))
    // A cache machine of 13 GiB: 110 to 220 USD a month.
    #expect((110...220).contains(730 * hourly(.managedCore, .managedMemory, 2, 13)))
  }

  @Test func aRegionPaysItsOwnPriceElseTheOneForAll() {
    let book = Books.round
    #expect(book.entry(.core, in: "dear")?.price.text == "0.05 USD/core-h")
    #expect(book.entry(.memory, in: "dear")?.price.text == "0.01 USD/GiB-h")
    #expect(book.entry(.core, in: nil)?.price.text == "0.03 USD/core-h")
    var moved = book
    moved.region = "dear"
    #expect(moved.entry(.core, in: nil)?.price.text == "0.05 USD/core-h")
    #expect(book.regions == ["dear"])
  }

  @Test func aBookReadsAsWritten() throws {
    let text = Books.file(
      adding: """
          - { item: core, region: dear, amount: 0.05 USD/core-h, source: made up, synthetic: no, date: 2025-06-30 }
        commitments: [{ term: 1y, saves: 25%, source: made up }, { term: 3y, saves: 0.5, source: made up }]
        region: here

        """)
    let reading = Books.read(text)
    #expect(reading.problems.isEmpty, "\(reading.problems.map(\.message))")
    var expected = Books.round
    expected.entries[expected.entries.count - 1].isSynthetic = false
    expected.entries[expected.entries.count - 1].date = "2025-06-30"
    #expect(reading.book == expected)
  }

  /// Rows of text, code, line and column; the items begin at line 7.
  static let broken: [(String, String, Int, Int)] = [
    (
      Books.file(adding: "  - { item: core, amount: 20 USD/mo, source: x }\n"),
      "prices.wrong-unit", 19, 27
    ),
    (
      Books.file(adding: "  - { item: core, region: r, amount: 2 EUR/core-h, source: x }\n"),
      "prices.wrong-currency", 19, 38
    ),
    (
      Books.file(adding: "  - { item: core, amount: 0.04 USD/core-h, source: x }\n"),
      "prices.duplicate-item", 19, 13
    ),
    (Books.file(without: [.egress]), "prices.missing-item", 7, 3),
    (Books.file(head: "currency: dollars"), "prices.bad-currency", 3, 11),
    (
      Books.file(adding: "  - { item: core, region: r, amount: 2/core-h, source: x }\n"),
      "arch.bad-value", 19, 38
    ),
    (
      Books.file(adding: "  - { item: core, region: r, amount: -2 USD/core-h, source: x }\n"),
      "arch.bad-value", 19, 38
    ),
    (
      Books.file(adding: "  - { item: cores, amount: 2 USD/core-h, source: x }\n"),
      "arch.bad-choice", 19, 13
    ),
    (
      Books.file(adding: "  - { item: core, region: r, amount: 2 USD/core-h }\n"),
      "arch.missing-field", 19, 5
    ),
    (
      Books.file(adding: "  - { item: core, region: r, price: 2 USD/core-h, source: x }\n"),
      "arch.unknown-key", 19, 30
    ),
    (
      Books.file(adding: "commitments: [{ term: 2y, saves: 9%, source: x }]\n"),
      "arch.bad-choice", 19, 23
    ),
    (
      Books.file(adding: "commitments: [{ term: 1y, saves: 9, source: x }]\n"),
      "arch.bad-value", 19, 34
    ),
    (
      Books.file(
        adding:
          "commitments: [{ term: 1y, saves: 9%, source: x }, { term: 1y, saves: 8%, source: x }]\n"),
      "prices.duplicate-item", 19, 59
    ),
    ("format: prices/2\n", "arch.bad-choice", 1, 9),
    ("items: [\n", "yaml.syntax", 1, 9),
  ]

  @Test(arguments: broken.indices)
  func brokenBooksAreRefusedAtTheRightPlace(_ row: Int) {
    let (text, code, line, column) = Self.broken[row]
    let reading = Books.read(text)
    #expect(reading.book == nil)
    let found = reading.problems.map { problem in
      "\(problem.code) \(problem.span?.start.line ?? 0):\(problem.span?.start.column ?? 0)"
    }
    #expect(found.contains("\(code) \(line):\(column)"), "\(found)")
  }

  @Test func everyTruncationOfABookIsRefusedOrRead() {
    let bytes = Array(TeachingPrices.text.utf8)
    for length in stride(from: 0, through: bytes.count, by: 7) {
      let reading = PriceBookReader(Vocabulary())
        .read(bytes: Array(bytes[..<length]), file: "cut.yaml")
      #expect((reading.book == nil) == reading.problems.contains { $0.severity == .error })
    }
  }

  @Test func everyCodeIsExplained() {
    for (_, code, _, _) in Self.broken where code.hasPrefix("prices.") {
      guard case .found = ExplainPages.explain(code, plugins: BundledPlugins.all) else {
        Issue.record("\(code) is not explained")
        continue
      }
    }
  }
}
