import ArchitectureModel
import Diagnostics
import Quantities
import Stochastics
import YAMLTree

/// Which field a claim is about.
struct ClaimedField {
  /// What `claims: { allow }` of an exercise names, such as `work`.
  var field: String
  /// The path in the design, such as `components.web.work`.
  var path: String
  /// The plausible range; nil where nothing is published.
  var range: PlausibleRange?
  /// The type in which the ends of the range are written.
  var type: FieldType
}

/// How values of a type are compared and told.
struct ClaimQuantity<Value> {
  /// The value of what was read.
  var read: (ReadValue) -> Value?
  /// The value as a number.
  var size: (Value) -> Double
  /// The value in words.
  var text: (Value) -> String

  /// Durations, by their seconds.
  static var duration: ClaimQuantity<TimeSpan> {
    ClaimQuantity<TimeSpan>(read: { $0.duration }, size: { $0.seconds }, text: { $0.text })
  }
}

/// What is believed of the numbers that a design states about itself.
///
/// Without grading a number is used as it is written. In a graded run one that is better than its
/// default is used where the exercise allows its field, up to the end of the plausible range;
/// otherwise the default is used.
extension ArchitectureBuilder {
  /// A field of a component, with the range of its kind.
  func ofComponent(_ path: String, _ scope: ComponentScope) -> ClaimedField {
    ClaimedField(
      field: path, path: "components.\(scope.id).\(path)", range: scope.kind.range(path),
      type: field(at: path.split(separator: ".").map(String.init))?.type ?? .duration)
  }

  /// A field of a site or of its failures.
  func ofSite(_ field: String, _ path: String, _ type: FieldType = .duration) -> ClaimedField {
    ClaimedField(
      field: field, path: path, range: PlausibleRanges.ofSites.first { $0.path == field },
      type: type)
  }

  /// A stated number, or what a graded run takes in its place.
  ///
  /// - Parameters:
  ///   - stated: The number with its place; what nobody stated is returned as it is.
  ///   - claimed: The field.
  ///   - usual: The default.
  ///   - direction: Which numbers are better.
  ///   - quantity: How the values are compared.
  /// - Returns: The number to use. What is not as stated has the origin `exercise`.
  mutating func held<Value>(
    _ stated: Setting<Value>, _ claimed: ClaimedField, usual: Value, _ direction: ClaimDirection,
    _ quantity: ClaimQuantity<Value>
  ) -> Setting<Value> {
    guard let span = stated.origin.span else { return stated }
    func isBetter(_ one: Value, than other: Value) -> Bool {
      let one = quantity.size(one)
      let other = quantity.size(other)
      return direction == .lower ? one < other : one > other
    }
    guard isBetter(stated.value, than: usual) else { return stated }
    let bound = end(claimed, direction).flatMap(quantity.read)
    let isPlausible = bound.map { !isBetter(stated.value, than: $0) } ?? true
    var standing = standing(claimed.field, isPlausible)
    var used = Setting(usual, Origin.exercise)
    switch standing {
    case .asWritten, .believed: used = stated
    case .heldToBound:
      if let bound, isBetter(bound, than: usual) {
        used.value = bound
      } else {
        standing = .notAllowed
      }
    case .notAllowed: break
    }
    record(
      claimed, stated: quantity.text(stated.value), used: quantity.text(used.value), standing,
      isPlausible, span)
    return used
  }

  /// What becomes of a claim for a field.
  func standing(_ field: String, _ isPlausible: Bool) -> ClaimStanding {
    guard case .graded(let allowed) = policy else { return .asWritten }
    guard allowed.contains(field) else { return .notAllowed }
    return isPlausible ? .believed : .heldToBound
  }

  /// Lists a claim.
  mutating func record(
    _ claimed: ClaimedField, stated: String, used: String, _ standing: ClaimStanding,
    _ isPlausible: Bool, _ span: SourceSpan
  ) {
    let words = claimed.range.map { "believed \($0.words): \($0.source)" }
    claims.append(
      Claim(
        path: claimed.path, stated: stated, used: used, standing: standing,
        isPlausible: isPlausible, span: span, range: words ?? ""))
  }

  /// The end of the range in a direction, read by the type of the field.
  private mutating func end(_ claimed: ClaimedField, _ direction: ClaimDirection) -> ReadValue? {
    let text = direction == .lower ? claimed.range?.least : claimed.range?.most
    return text.flatMap { parsed($0, claimed.type, key: "range/\(claimed.field)/\($0)") }
  }

  // MARK: Spreads

  /// A stated spread, held to the default where its mean or its tail is better.
  mutating func believed(
    _ spread: Spread, against usual: Spread, _ path: String, _ scope: ComponentScope,
    _ origin: Origin
  ) -> Setting<Spread> {
    believed(spread, against: usual, ofComponent(path, scope), origin)
  }

  /// A stated spread, held to the default where its mean or its tail is better.
  mutating func believed(
    _ spread: Spread, against usual: Spread, _ claimed: ClaimedField, _ origin: Origin
  ) -> Setting<Spread> {
    let hasThinnerTail = spread.quantile(0.99) < usual.quantile(0.99)
    guard spread.meanSeconds < usual.meanSeconds || hasThinnerTail, let span = origin.span else {
      return Setting(spread, origin)
    }
    let least = leastMean(claimed)
    let isPlausible = least.map { spread.meanSeconds >= $0 } ?? true
    let standing = standing(claimed.field, isPlausible)
    var used = Setting(spread, origin)
    switch standing {
    case .asWritten, .believed: break
    case .heldToBound: used = Self.worse(spread, mean: min(least ?? 0, usual.meanSeconds), usual)
    case .notAllowed: used = Self.worse(spread, mean: usual.meanSeconds, usual)
    }
    record(
      claimed, stated: Self.words(spread), used: Self.words(used.value), standing, isPlausible,
      span)
    return used
  }

  /// The least mean of a spread that is believed, in seconds.
  mutating func leastMean(_ claimed: ClaimedField) -> Double? {
    claimed.range?.least.flatMap {
      parsed($0, .duration, key: "range/\(claimed.field)/\($0)")?.duration?.seconds
    }
  }

  /// The worse of both in mean and variation, so that a thin tail cannot be bought with a slow mean.
  static func worse(_ spread: Spread, mean: Double, _ usual: Spread) -> Setting<Spread> {
    let mean = TimeSpan(seconds: max(spread.meanSeconds, mean))
    let cv = max(spread.cv, usual.cv)
    let held = cv == 0 ? Spread.exact(mean) : (try? Spread.lognormal(mean: mean, cv: cv)) ?? usual
    return Setting(held, .exercise)
  }

  // MARK: Calls

  /// The time on the way of a call; less than the network between the two takes is a claim.
  ///
  /// Not allowed, the network's own time holds.
  mutating func heldLatency(
    _ stated: Setting<Spread>, link: String, from caller: String, to target: String
  ) -> Setting<Spread>? {
    guard let span = stated.origin.span else { return stated }
    let usual = longestWay(from: caller, to: target)
    guard stated.value.meanSeconds < usual.seconds else { return stated }
    let claimed = ClaimedField(
      field: "latency", path: "links.\(link).latency", range: PlausibleRanges.ofCalls,
      type: .duration)
    let least = leastMean(claimed) ?? 0
    let isPlausible = stated.value.meanSeconds >= least
    let standing = standing(claimed.field, isPlausible)
    var used: Setting<Spread>?
    switch standing {
    case .asWritten, .believed: used = stated
    case .heldToBound: used = Self.worse(stated.value, mean: least, stated.value)
    case .notAllowed: used = nil
    }
    record(
      claimed, stated: Self.words(stated.value),
      used: used.map { Self.words($0.value) } ?? "the network's own", standing, isPlausible, span)
    return used
  }

  /// The longest one way between the places of two components.
  private mutating func longestWay(from caller: String, to target: String) -> TimeSpan {
    let far = TimeSpan(nanoseconds: 30_000_000)
    var longest = TimeSpan.zero
    for left in standing(caller) {
      for right in standing(target) {
        if left.id == right.id {
          if left.zones.count > 1 { longest = max(longest, left.zoneLatency.value) }
        } else if left.place != nil, right.place != nil {
          // The exercise says how far its places are apart, and nobody else.
          return TimeSpan(nanoseconds: .max)
        } else {
          longest = max(longest, left.latencyTo[right.id] ?? right.latencyTo[left.id] ?? far)
        }
      }
    }
    return longest
  }

  /// The sites where a component stands.
  private mutating func standing(_ id: String) -> [Site] {
    guard let kind = componentKinds[id],
      let entry = (root["components"]?.map ?? []).first(where: { $0.key == id }),
      let record = entry.value.record
    else { return [] }
    let scope = ComponentScope(id: id, record: record, kind: kind)
    let stated = lookUp("at", scope)?.0.items.compactMap(\.text) ?? []
    let found = builtSites.filter { stated.contains($0.id) }
    return found.isEmpty ? Array(builtSites.prefix(1)) : found
  }
}
