public import ArchitectureModel
public import Quantities

/// Generates load profiles from settings.
///
/// Returning a profile means: these processes, over this time. The core draws the arrivals, so a
/// model needs no randomness of its own; it is pure.
public protocol LoadModel: Sendable {
  /// The id, `domain/name`.
  var id: String { get }
  /// The title.
  var title: String { get }
  /// What it models, with its sources.
  var about: String { get }
  /// The settings with their types, defaults and sources. Each type is one of `rate`, `duration`,
  /// `share`, `number`, `count`, `choice`; each has a fallback.
  var settings: [FieldRecord] { get }
  /// The profile for the settings; all settings are present and of their type.
  ///
  /// - Throws: `LoadProblem` where a combination of settings makes no sense.
  func profile(_ settings: LoadSettings) throws(LoadProblem) -> LoadProfile
}

/// Settings of a load model, complete and of the right types.
public struct LoadSettings: Sendable {
  /// The values by key.
  public var values: [String: FieldValue]

  /// Creates settings.
  public init(_ values: [String: FieldValue]) { self.values = values }

  /// A rate (1/s), share or plain number; 0 where the key is not such a setting.
  public func number(_ key: String) -> Double {
    switch values[key] {
    case .number(let number): number
    case .rateCurve(let points): points.first?.perSecond ?? 0
    case .count(let count): Double(count ?? 0)
    default: 0
    }
  }

  /// A count; 0 where the key is not such a setting.
  public func count(_ key: String) -> Int {
    if case .count(let count) = values[key] { count ?? 0 } else { 0 }
  }

  /// A duration; zero where the key is not such a setting.
  public func duration(_ key: String) -> TimeSpan {
    if case .duration(let span) = values[key] { span } else { .zero }
  }

  /// A choice; empty where the key is not such a setting.
  public func text(_ key: String) -> String {
    if case .text(let text) = values[key] { text } else { "" }
  }
}

/// Settings that make no sense together.
public struct LoadProblem: Error, Hashable, Sendable {
  /// The setting at fault.
  public var setting: String
  /// What is wrong, in words.
  public var message: String

  /// Creates a problem.
  public init(setting: String, message: String) {
    self.setting = setting
    self.message = message
  }
}

/// A load over time, with named moments.
public struct LoadProfile: Sendable {
  /// How long the profile lasts; scenarios are windows of it.
  public var lasts: TimeSpan
  /// The operations; `at` in rates counts from the start of the profile.
  public var operations: [OperationLoad]
  /// Moments that scenarios may name in `at`, in order of time.
  public var moments: [Moment]
  /// Facts about the load that a reader of the brief wants, in order.
  public var facts: [Fact]
  /// Sessions that walk over the operations, in order.
  public private(set) var journeys: [Journey]

  /// Creates a profile.
  public init(
    lasts: TimeSpan, operations: [OperationLoad], moments: [Moment], facts: [Fact] = [],
    journeys: [Journey] = []
  ) {
    self.lasts = lasts
    self.operations = Workload.demand(operations, journeys)
    self.moments = moments
    self.facts = facts
    self.journeys = journeys
  }

  /// A named moment.
  public struct Moment: Sendable, Hashable {
    /// The name, snake_case.
    public var name: String
    /// The time from the start of the profile.
    public var at: TimeSpan
    /// What happens then.
    public var about: String

    /// Creates a moment.
    public init(_ name: String, at: TimeSpan, about: String) {
      self.name = name
      self.at = at
      self.about = about
    }
  }

  /// The profile seen from a moment on: rates and bursts are moved so that `start` becomes 0.
  ///
  /// Bursts before `start` are left out; a point is put at 0 where a rate changes around it.
  public func window(from start: TimeSpan) -> [OperationLoad] {
    operations.map { operation in
      var moved = operation
      moved.arrivals = operation.arrivals.compactMap { $0.shifted(by: start) }
      moved.fromJourneys = operation.fromJourneys.compactMap { $0.shifted(by: start) }
      return moved
    }
  }

  /// The same load with independent requests in place of sessions, at the rates to which sessions
  /// amount on average: for what draws arrivals without a design that answers them.
  public var asRequests: LoadProfile {
    var copy = self
    for index in operations.indices {
      copy.operations[index].arrivals = operations[index].expectedArrivals
      copy.operations[index].fromJourneys = []
    }
    copy.journeys = []
    return copy
  }

  /// The journeys seen from a moment on, as `window` sees the operations.
  public func journeys(from start: TimeSpan) -> [Journey] {
    journeys.map { journey in
      var moved = journey
      moved.arrivals = journey.arrivals.compactMap { $0.shifted(by: start) }
      return moved
    }
  }
}

extension Arrivals {
  /// The same arrivals with `start` as the new zero; nil for a single burst that is over.
  public func shifted(by start: TimeSpan) -> Arrivals? {
    var copy = self
    copy.rate = Self.shifted(rate, by: start)
    copy.factors?.starts = TimeSpan(
      nanoseconds: ((factors?.starts.nanoseconds ?? 0) &+ start.nanoseconds) % RateFactors.week)
    if case .trace(var trace) = process {
      trace.moments = trace.moments.filter { $0 >= start.nanoseconds }
        .map { $0 - start.nanoseconds }
      copy.process = .trace(trace)
      return copy
    }
    guard case .burst(let count, let at, let every, let over) = process else { return copy }
    let moved = at.nanoseconds - start.nanoseconds
    if moved >= 0 {
      copy.process = .burst(
        count: count, at: TimeSpan(nanoseconds: moved), every: every, over: over)
      return copy
    }
    guard let every, every.nanoseconds > 0 else { return nil }
    let periods = (-moved + every.nanoseconds - 1) / every.nanoseconds
    copy.process = .burst(
      count: count, at: TimeSpan(nanoseconds: moved + periods * every.nanoseconds), every: every,
      over: over)
    return copy
  }

  private static func shifted(_ points: [RatePoint], by start: TimeSpan) -> [RatePoint] {
    guard points.count > 1 else { return points }
    var result: [RatePoint] = []
    for (index, point) in points.enumerated() {
      let at = point.at.nanoseconds - start.nanoseconds
      if at >= 0 {
        if at > 0, result.isEmpty, index > 0 {
          let before = points[index - 1]
          let share =
            Double(start.nanoseconds - before.at.nanoseconds)
            / Double(max(1, point.at.nanoseconds - before.at.nanoseconds))
          result.append(
            RatePoint(
              at: .zero,
              perSecond: before.perSecond + share * (point.perSecond - before.perSecond)))
        }
        result.append(RatePoint(at: TimeSpan(nanoseconds: at), perSecond: point.perSecond))
      }
    }
    if result.isEmpty, let last = points.last {
      result = [RatePoint(at: .zero, perSecond: last.perSecond)]
    }
    return result
  }
}
