import ArchitectureModel
import Quantities
import Stochastics

/// A number of a component that can be halved and doubled.
struct Parameter: Sendable {
  /// What has to be done again when it changes.
  enum Reach: Sendable {
    /// Every run.
    case runs
    /// Runs in which something breaks.
    case drills
    /// What is found without runs.
    case analysis
    /// The bill.
    case bill
  }

  /// The path of the field in a component.
  let path: String
  /// What has to be done again.
  let reach: @Sendable (Component) -> Reach
  /// Where its value comes from; nil where the component has none.
  let origin: @Sendable (Component) -> Origin?
  /// The value in words.
  let words: @Sendable (Component) -> String
  /// Multiplies the value; leaves it alone where there is no such value.
  let scale: @Sendable (inout Component, Double) -> Void

  /// Creates a parameter whose value has a setting.
  init<Value>(
    _ path: String, reach: @escaping @Sendable (Component) -> Reach = { _ in .runs },
    get: @escaping @Sendable (Component) -> Setting<Value>?,
    set: @escaping @Sendable (inout Component, Value) -> Void,
    _ scaling: ScaledValue<Value>
  ) {
    self.path = path
    self.reach = reach
    origin = { get($0)?.origin }
    words = { get($0).map { scaling.words($0.value) } ?? "" }
    scale = { component, factor in
      guard let value = get(component)?.value else { return }
      set(&component, scaling.times(value, factor))
    }
  }
}

/// How values of a type are multiplied and told.
struct ScaledValue<Value: Sendable>: Sendable {
  let times: @Sendable (Value, Double) -> Value
  let words: @Sendable (Value) -> String
}

extension ScaledValue<TimeSpan> {
  /// Durations; at most a century.
  static let duration = ScaledValue(
    times: { TimeSpan(seconds: min($0.seconds * $1, 3.2e9)) }, words: { $0.text })
}

extension ScaledValue<Spread> {
  /// Spreads: the mean, with the shape kept.
  static let spread = ScaledValue(
    times: { $0.scaled(by: $1) },
    words: { "mean \($0.mean.text)" + ($0.cv == 0 ? "" : ", cv \(Self.hundredths($0.cv))") })

  private static func hundredths(_ value: Double) -> String {
    let text = String((value * 100).rounded() / 100)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}

extension ScaledValue<Int> {
  /// Counts: at least one stays, and a million at most.
  static let count = ScaledValue(
    times: { $0 == 0 ? 0 : max(1, min(1_000_000, Int(Double(min($0, 1_000_000)) * $1))) },
    words: { String($0) })
}

extension ScaledValue<Int?> {
  /// Counts that may be without limit, which has neither half nor double.
  static let limit = ScaledValue(
    times: { value, factor in value.map { ScaledValue<Int>.count.times($0, factor) } },
    words: { $0.map(String.init) ?? "none" })
}

extension ScaledValue<Double> {
  /// Shares: what is smaller of it and of what is missing to all of it is halved or doubled.
  static let share = ScaledValue(
    times: { $0 <= 0.5 ? min(1, $0 * $1) : max(0, 1 - (1 - $0) / $1) },
    words: { Share(fraction: $0).text })

  /// Plain numbers.
  static let number = ScaledValue(
    times: { $0 * $1 },
    words: { value in
      let text = String((value * 1000).rounded() / 1000)
      return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    })
}
