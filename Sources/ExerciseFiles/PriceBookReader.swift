public import ArchitectureModel
public import Diagnostics
public import Pricing
import Quantities
import YAMLTree

/// A price book as read, or the problems that prevent it.
public struct PriceBookReading: Sendable {
  /// The book; nil where there are errors.
  public var book: PriceBook?
  /// The problems, sorted.
  public var problems: [Diagnostic]
  /// The text, for excerpts.
  public var sources: SourceCatalog
}

/// Reads price books, `prices/1`.
public struct PriceBookReader: Sendable {
  /// The words of the language.
  public let vocabulary: Vocabulary

  /// Creates a reader.
  public init(_ vocabulary: Vocabulary) { self.vocabulary = vocabulary }

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - bytes: The content.
  ///   - file: The name for diagnostics.
  /// - Returns: The book, or the problems that prevent it.
  public func read(bytes: [UInt8], file: String) -> PriceBookReading {
    var bag = DiagnosticBag()
    var sources = SourceCatalog()
    sources.add(SourceText(name: file, text: String(decoding: bytes, as: UTF8.self)))
    let reading = YAMLReader().read(bytes: bytes, file: file)
    bag.add(contentsOf: reading.diagnostics)
    var book: PriceBook?
    if let root = reading.root {
      var shapes = ShapeReader(vocabulary, file: file)
      let record = shapes.record(root, vocabulary.shape("prices"), subject: "")
      bag.add(contentsOf: shapes.problems)
      if let record, shapes.problems.isEmpty {
        var builder = PriceBookBuilder(root: record)
        book = builder.build()
        bag.add(contentsOf: builder.problems)
      }
    }
    return PriceBookReading(
      book: bag.hasErrors ? nil : book, problems: bag.all, sources: sources)
  }
}

/// Makes a book from the record as read.
private struct PriceBookBuilder {
  let root: ReadRecord
  var problems: [Diagnostic] = []
  private var seen: [(item: PriceItem, region: String?, span: SourceSpan)] = []

  init(root: ReadRecord) { self.root = root }

  private mutating func add(
    _ code: String, _ message: String, _ span: SourceSpan?, allowed: String? = nil,
    notes: [DiagnosticNote] = []
  ) {
    problems.append(
      Diagnostic(
        code: code, severity: .error, message: message, span: span,
        notes: (allowed.map { [DiagnosticNote(message: "allowed: \($0)")] } ?? []) + notes))
  }

  mutating func build() -> PriceBook {
    let currency = root["currency"]?.text ?? ""
    if currency.count != 3 || !currency.allSatisfy({ $0 >= "A" && $0 <= "Z" }) {
      add(
        "prices.bad-currency", "'\(currency)' is no currency", root["currency"]?.span,
        allowed: "three capital letters such as USD")
    }
    let date = root["date"]?.text ?? ""
    let isSynthetic = root["synthetic"]?.flag ?? false
    let entries = (root["items"]?.items ?? []).compactMap { item in
      entry(item, currency, date, isSynthetic)
    }
    if problems.isEmpty { checkComplete(entries) }
    var terms: [String] = []
    let savings = (root["commitments"]?.items ?? []).compactMap { item -> PriceBook.Saving? in
      guard let record = item.record, let value = record["term"], let text = value.text,
        let term = Commitment(rawValue: text)
      else { return nil }
      if terms.contains(text) {
        add("prices.duplicate-item", "the term '\(text)' stands twice", value.span)
      }
      terms.append(text)
      return PriceBook.Saving(
        term: term, share: record["saves"]?.number ?? 0, source: record["source"]?.text ?? "")
    }
    return PriceBook(
      id: root["id"]?.text ?? "", title: root["title"]?.text ?? "", currency: currency, date: date,
      isSynthetic: isSynthetic, region: root["region"]?.text, entries: entries, savings: savings)
  }

  private mutating func entry(
    _ value: ReadValue, _ currency: String, _ date: String, _ isSynthetic: Bool
  ) -> PriceBook.Entry? {
    guard let record = value.record, let name = record["item"],
      let item = name.text.flatMap(PriceItem.init(rawValue:)), let amount = record["amount"],
      let price = amount.price
    else { return nil }
    let region = record["region"]?.text
    if price.unit != item.unit {
      add(
        "prices.wrong-unit", "'\(item.rawValue)' is priced in '\(price.text)'", amount.span,
        allowed: "an amount in \(currency)\(item.unit.rawValue): the price of \(item.about)")
    }
    if price.amount.currency != currency {
      add(
        "prices.wrong-currency",
        "'\(price.text)' is not in \(currency), the currency of the book", amount.span)
    }
    if let first = seen.first(where: { $0.item == item && $0.region == region }) {
      let place = region.map { " in '\($0)'" } ?? " without a region"
      add(
        "prices.duplicate-item", "'\(item.rawValue)'\(place) stands twice", name.span,
        notes: [DiagnosticNote(message: "the first stands here", span: first.span)])
    }
    seen.append((item, region, name.span))
    return PriceBook.Entry(
      item: item, region: region, price: price, source: record["source"]?.text ?? "",
      date: record["date"]?.text ?? date, isSynthetic: record["synthetic"]?.flag ?? isSynthetic)
  }

  /// Every item but those of functions needs a price that holds where a region has none.
  private mutating func checkComplete(_ entries: [PriceBook.Entry]) {
    let missing = PriceItem.allCases.filter { item in
      item.isNeeded && !entries.contains { $0.item == item && $0.region == nil }
    }
    guard !missing.isEmpty else { return }
    let names = missing.map(\.rawValue).joined(separator: ", ")
    add(
      "prices.missing-item", "there is no price without a region for: \(names)",
      root["items"]?.span.firstCharacter, allowed: "a price of every item for all regions")
  }
}

extension SourceSpan {
  /// The first character of the span.
  fileprivate var firstCharacter: SourceSpan {
    var end = start
    end.column += 1
    return SourceSpan(file: file, start: start, end: end)
  }
}
