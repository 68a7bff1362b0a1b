import PluginAPI
import Quantities

/// What breaks a design in words, the same in all reports for readers.
enum FailureWords {
  static let intro =
    "Found without simulation, from how often each part fails and how long that lasts, each by "
    + "itself."
  private static let secondsInYear = 365.0 * 86_400

  /// Names as the end of a sentence: `a, b and c`.
  static func list(_ names: [String]) -> String {
    guard names.count > 1, let last = names.last else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " and " + last
  }

  /// How long a year a share of the time is.
  static func yearly(_ share: Double) -> String { TimeSpan(seconds: share * secondsInYear).brief }

  /// The number of nines with at most two decimals.
  static func nines(_ operation: OperationFailures) -> String {
    "\(((operation.nines ?? 0) * 100).rounded() / 100)"
  }

  /// What a store loses with a zone.
  static func lost(_ store: StoreDurability) -> String {
    store.rpo.map {
      $0 == .zero ? "loses nothing" : "loses the acknowledged writes of \($0.brief)"
    } ?? "loses everything"
  }

  /// When a store is back after the loss of a zone.
  static func back(_ store: StoreDurability) -> String {
    store.rto == .zero ? "goes on" : "serves writes again after \(store.rto.brief)"
  }
}
