import PluginAPI
import Quantities

/// Measured values in words and short numbers.
enum Figures {
  /// A value of a dimension with three significant digits.
  static func brief(_ value: Double, _ dimension: Dimension) -> String {
    guard value.isFinite else { return value.isNaN ? "unknown" : "never" }
    switch dimension {
    case .duration: return TimeSpan(seconds: value).brief
    case .share: return Share(fraction: value).brief
    case .rate: return Rate(perSecond: value).brief
    case .count: return count(value)
    case .money: return Money.brief(value)
    }
  }

  /// A value of a requirement with the unit that its dimension does not say.
  static func brief(_ value: Double, of result: RequirementResult) -> String {
    brief(value, result.dimension) + (result.unit.isEmpty ? "" : " \(result.unit)")
  }

  /// The mean of a requirement with the unit that its dimension does not say.
  static func brief(_ result: RequirementResult) -> String {
    let text = brief(result.value, result.dimension)
    return result.unit.isEmpty || result.value.value == nil ? text : "\(text) \(result.unit)"
  }

  /// The measured value of a requirement with its interval and unit.
  static func full(_ result: RequirementResult) -> String {
    let text = full(result.value, result.dimension)
    return result.unit.isEmpty || result.value.value == nil ? text : "\(text) \(result.unit)"
  }

  /// A number of things: whole where it is nearly whole, otherwise three digits.
  static func count(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "unknown" : "unlimited" }
    let size = value.magnitude
    if size >= 1e9 { return trim(value / 1e9) + " G" }
    if size >= 1e6 { return trim(value / 1e6) + " M" }
    if size >= 100 || value == value.rounded() { return String(Int(value.rounded())) }
    return trim(value)
  }

  /// Points, with at most two decimals.
  static func points(_ value: Double) -> String {
    guard value.isFinite, value.magnitude < 1e9 else { return "?" }
    let cents = Int((value * 100).rounded())
    let whole = String(cents.magnitude / 100)
    let part = Int(cents.magnitude % 100)
    let sign = cents < 0 ? "-" : ""
    if part == 0 { return sign + whole }
    return sign + whole + (part % 10 == 0 ? ".\(part / 10)" : part < 10 ? ".0\(part)" : ".\(part)")
  }

  private static func trim(_ value: Double) -> String {
    let size = value.magnitude
    let scale = size >= 100 ? 1.0 : size >= 10 ? 10.0 : size >= 1 ? 100.0 : 1000.0
    let text = String((value * scale).rounded() / scale)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// The mean alone.
  static func brief(_ estimate: Estimate, _ dimension: Dimension) -> String {
    if estimate.isInfinite { return estimate.replications == 0 ? "everything" : "never" }
    return estimate.value.map { brief($0, dimension) } ?? "-"
  }

  /// The mean with its interval where that says something: `820 ms (790 ms to 850 ms)`.
  static func full(_ estimate: Estimate, _ dimension: Dimension) -> String {
    if estimate.isInfinite, estimate.replications == 0 {
      return "everything: no copy outlives the loss"
    }
    if estimate.isInfinite { return "never: too many requests were not answered in full" }
    guard let value = estimate.value else { return "nothing was measured" }
    let mean = brief(value, dimension)
    guard let low = estimate.low, let high = estimate.high else { return mean }
    let ends = (brief(low, dimension), brief(high, dimension))
    return ends.0 == mean && ends.1 == mean ? mean : "\(mean) (\(ends.0) to \(ends.1))"
  }

  /// Why a part of an estimate is null in a document; nil where nothing is.
  static func because(_ estimate: Estimate) -> String? {
    if estimate.isInfinite, estimate.replications == 0 {
      return "infinite: no copy outlives the loss"
    }
    if estimate.isInfinite {
      return "infinite: more requests than this share leaves out never ended full"
    }
    guard let value = estimate.value else { return "undefined: nothing was seen" }
    guard value.isFinite else { return "undefined: the value is not a number" }
    if estimate.low != nil, estimate.high != nil { return nil }
    if estimate.replications < 2 { return "no interval: it needs at least two replications" }
    return "the interval is open: some replications have no finite value"
  }

  /// A verdict in capitals for a headline.
  static func headline(_ verdict: Verdict) -> String {
    switch verdict {
    case .met: "MET"
    case .part: "PARTLY MET"
    case .notMet: "NOT MET"
    case .undecided: "UNDECIDED"
    case .notRun: "NOT RUN"
    }
  }

  /// A verdict in a word.
  static func word(_ verdict: Verdict) -> String {
    switch verdict {
    case .met: "met"
    case .part: "in part"
    case .notMet: "not met"
    case .undecided: "undecided"
    case .notRun: "not run"
    }
  }

  /// The colour of a verdict.
  static func tint(_ verdict: Verdict) -> TextStyle.Tint {
    switch verdict {
    case .met: .good
    case .part, .undecided: .warn
    case .notMet, .notRun: .bad
    }
  }

  /// An outcome in a word or two.
  static func word(_ outcome: Outcome) -> String {
    switch outcome {
    case .satisfied: "satisfied"
    case .violated: "violated"
    case .unknown: "not stated"
    case .notApplicable: "does not apply"
    case .notRun: "not run"
    }
  }

  /// The colour of an outcome.
  static func tint(_ outcome: Outcome) -> TextStyle.Tint {
    switch outcome {
    case .satisfied: .good
    case .violated: .bad
    case .unknown, .notRun: .warn
    case .notApplicable: .quiet
    }
  }

  /// `1 point`, `2 points`.
  static func counted(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }

  /// The same for points, which may have a part: `1 point`, `1.5 points`.
  static func counted(_ number: Double, _ noun: String) -> String {
    "\(points(number)) \(noun)\(number == 1 ? "" : "s")"
  }
}
