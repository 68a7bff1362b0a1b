import ArchitectureModel
import Diagnostics
import PluginAPI
import Pricing
import Quantities

extension MeasurePath {
  /// Whether the value is taken from the bill.
  public var isCost: Bool {
    switch self {
    case .costMonthly, .costPerMillion, .costGrowth: true
    default: false
    }
  }
}

extension ExerciseBuilder {
  /// Reads the price book that the exercise names; without one the tool's own holds.
  mutating func readPrices() {
    guard let value = root["prices"], let path = value.text else { return }
    do throws(FolderReader.Problem) {
      let bytes = try FolderReader(folder: folder).read(path)
      let name = "\(folder)/\(path)"
      priceSource = SourceText(name: name, text: String(decoding: bytes, as: UTF8.self))
      let reading = PriceBookReader(plugins.vocabulary).read(bytes: bytes, file: name)
      problems += reading.problems
      if let book = reading.book { prices = book }
    } catch {
      add(error.code, error.message, value.span)
    }
  }

  /// The region of each place that names one; each must be one of the book.
  mutating func placePrices() -> [String: String] {
    var result: [String: String] = [:]
    let legal = prices.regions + [prices.region].compactMap { $0 }
    for entry in root["places"]?.map ?? [] {
      guard let value = entry.value.record?["prices"], let region = value.text,
        known(
          region, among: legal, "exercise.unknown-region", "a region of the price book",
          value.span)
      else { continue }
      result[entry.key] = region
    }
    return result
  }

  mutating func costPath(_ text: String) -> MeasurePath? {
    if text == "cost.monthly" { return .costMonthly }
    if text == "cost.growth" { return .costGrowth }
    let prefix = "cost.per_million."
    guard text.hasPrefix(prefix) else { return nil }
    let operation = String(text.dropFirst(prefix.count))
    return operationNames.contains(operation) ? .costPerMillion(operation: operation) : nil
  }

  /// The unit in which a measure of money is given.
  func moneyUnit(_ path: MeasurePath) -> String {
    prices.currency + (path == .costMonthly ? PriceUnit.month.rawValue : "")
  }

  /// A bound in the unit of the measure and the currency of the book.
  mutating func moneyBound(_ text: String, _ span: SourceSpan, _ path: MeasurePath) -> Double? {
    let unit = path == .costMonthly ? PriceUnit.month : .once
    switch Price.parse(text) {
    case .failure(let problem):
      add(
        "exercise.bad-bound", problem.message, span, allowed: "an amount in \(moneyUnit(path))",
        fix: problem.hint)
      return nil
    case .success(let price):
      guard price.unit == unit, price.amount.currency == prices.currency else {
        add(
          "exercise.bad-bound", "'\(text)' is not in \(moneyUnit(path))", span,
          allowed: "an amount such as 42000 \(moneyUnit(path))")
        return nil
      }
      return price.amount.units
    }
  }
}
