import ArchitectureModel
import PluginAPI
import Quantities
import Stochastics

/// Which messages members send, in what proportion, how large, about which symbols.
struct OrderMix {
  /// A kind of message.
  struct Part {
    /// The operation.
    var operation: String
    /// Its share of all inbound messages.
    var share: Double
    /// Size on the wire without transport headers.
    var bytes: Int64
  }
  /// The kinds that occur, in order; their shares add up to 1.
  let parts: [Part]
  /// The instruments.
  let symbols: KeySpace

  /// Executions per message of any kind: what a venue generates, not what members send.
  ///
  /// Source: our mix of 47 % new, 43 % cancel, 6 % replace, 3 % executions, 1 % other, consistent
  /// with the SEC's "Market Information Data Analytics System" highlight of January 2013:
  /// trade-to-order volume of stocks 2.5 % to 4.2 %.
  static let executionShare = 0.03

  /// Messages, their settings, and their sizes in bytes.
  ///
  /// Source: Nasdaq, "OUCH 4.2": the sums of the fields of Enter Order, Cancel Order and Replace
  /// Order. OUCH has no query; one is taken to be as short as a cancel.
  static let messages: [(operation: String, setting: String, bytes: Int64)] = [
    ("place_order", "place", 49), ("cancel_order", "cancel", 19), ("replace_order", "replace", 47),
    ("show_position", "query", 19),
  ]

  private static let mostSymbols = 10_000_000

  private static let mixSource =
    "our choice: orders are about half of Nasdaq INET's messages on its record days"

  /// The settings of a mix.
  static let settings: [FieldRecord] = [
    FieldRecord(
      "place", .share, .number, "Weight of new orders among inbound messages.",
      acts: [.simulation], fallback: "47%", source: mixSource),
    FieldRecord(
      "cancel", .share, .number, "Weight of cancels among inbound messages.", acts: [.simulation],
      fallback: "43%", source: mixSource),
    FieldRecord(
      "replace", .share, .number, "Weight of replacements among inbound messages.",
      acts: [.simulation], fallback: "6%", source: mixSource),
    FieldRecord(
      "query", .share, .number,
      "Weight of `show_position` among inbound messages; at 0 the operation does not occur.",
      acts: [.simulation], fallback: "0%", source: "our choice: members keep their own positions"),
    FieldRecord(
      "symbols", .count(min: 1, none: false), .number, "Number of instruments.",
      acts: [.simulation], fallback: "3000", source: "our choice: a national stock exchange"),
    FieldRecord(
      "symbol_skew", .number(min: 0, max: 5), .number,
      "Zipf exponent of the instruments' popularity.", acts: [.simulation], fallback: "0.9",
      source: "our choice: the first of 3,000 symbols gets 7.8 % of the messages"),
  ]

  /// Reads the mix; weights need not add up to 1.
  ///
  /// - Throws: `LoadProblem` where no message has a weight or the symbols are too many to list.
  init(_ settings: LoadSettings) throws(LoadProblem) {
    let weights = Self.messages.map { settings.number($0.setting) }
    let sum = weights.reduce(0, +)
    guard sum > 0 else {
      throw LoadProblem(setting: "place", message: "at least one kind of message needs a weight")
    }
    guard settings.count("symbols") <= Self.mostSymbols else {
      throw LoadProblem(setting: "symbols", message: "at most \(Self.mostSymbols) symbols")
    }
    parts = zip(Self.messages, weights).filter { $0.1 > 0 }.map {
      Part(operation: $0.0.operation, share: $0.1 / sum, bytes: $0.0.bytes)
    }
    symbols = KeySpace(count: settings.count("symbols"), skew: settings.number("symbol_skew"))
  }

  /// Divides a number of messages by the mix, by largest remainders; the sum is kept exactly.
  func split(_ count: Int) -> [Int] {
    let exact = parts.map { Double(count) * $0.share }
    var result = exact.map { Int($0.rounded(.down)) }
    let order = parts.indices.sorted {
      let left = exact[$0] - Double(result[$0])
      let right = exact[$1] - Double(result[$1])
      return left == right ? $0 < $1 : left > right
    }
    let missing = count - result.reduce(0, +)
    for index in order.prefix(max(0, missing)) { result[index] += 1 }
    return result
  }

  /// The mean size of an inbound message in bytes.
  var meanBytes: Double { parts.reduce(0) { $0 + $1.share * Double($1.bytes) } }

  /// The share of messages that are about the most popular symbols.
  ///
  /// - Parameter count: How many symbols, at least 1; all where there are fewer.
  /// - Returns: A share, 0...1.
  func topShare(_ count: Int) -> Double {
    let zipf = ZipfSampler(count: symbols.count, exponent: symbols.skew)
    let first = zipf.probability(rank: 0)
    return (1...max(1, min(count, symbols.count))).reduce(0) {
      $0 + first * Elementary.pow(Double($1), -symbols.skew)
    }
  }

  /// Facts about the mix for a mean rate of inbound messages.
  func facts(mean: Double) -> [Fact] {
    let executions = mean * Self.executionShare / (1 - Self.executionShare)
    return parts.map { Fact("share of \($0.operation)", Share(fraction: $0.share).brief) } + [
      Fact("mean message", Figure.text(meanBytes, digits: 1) + " B"),
      Fact("mean inbound traffic", Figure.text(mean * meanBytes * 8 / 1e6, digits: 2) + " Mbps"),
      Fact(
        "executions, generated by the venue on top",
        "\(Rate(perSecond: executions).brief), \(Share(fraction: Self.executionShare).brief) of all"
      ),
      Fact("share of the most popular symbol", Share(fraction: topShare(1)).brief),
      Fact("share of the ten most popular symbols", Share(fraction: topShare(10)).brief),
    ]
  }
}

/// Numbers as text.
enum Figure {
  /// A number of at least 0 with a fixed number of digits after the point, up to 6.
  static func text(_ value: Double, digits: Int) -> String {
    let scale = (0..<digits).reduce(1) { product, _ in product * 10 }
    guard value >= 0, value < 1e12 else { return "\(value)" }
    let whole = Int((value * Double(scale)).rounded())
    guard digits > 0 else { return String(whole) }
    let rest = String(whole % scale)
    return "\(whole / scale)." + String(repeating: "0", count: digits - rest.count) + rest
  }
}
