import Quantities

/// Runs of one design with other values at one or two places, all under the same seed.
public struct SweepReport: Sendable {
  /// What was varied: one parameter, or two.
  public var parameters: [SweptParameter]
  /// The runs; with two parameters the values of the first go round fastest.
  public var points: [SweepPoint]
  /// The scenario that the figures are of.
  public var scenario: String
  /// The operation that the figures are of.
  public var operation: String
  /// The knee of each line: one line for each value of the second parameter, or a single one.
  public var knees: [SweepKnee]
  /// What a reader must know of the values, in words.
  public var notes: [String]

  /// Creates a report.
  public init(
    parameters: [SweptParameter], points: [SweepPoint], scenario: String, operation: String,
    knees: [SweepKnee] = [], notes: [String] = []
  ) {
    self.parameters = parameters
    self.points = points
    self.scenario = scenario
    self.operation = operation
    self.knees = knees
    self.notes = notes
  }

  /// The points by line: one for each value of the second parameter, or a single one.
  public var lines: [ArraySlice<SweepPoint>] {
    let length = max(1, parameters.first?.values.count ?? 1)
    return stride(from: 0, to: points.count, by: length).map {
      points[$0..<min($0 + length, points.count)]
    }
  }
}

/// A place in a file and the values that were put there.
public struct SweptParameter: Sendable, Hashable {
  /// The path, or `load` for a factor on all rates.
  public var path: String
  /// The values in the order of the sweep.
  public var values: [SweptValue]
  /// Whether neighbours differ by the same factor rather than by the same amount.
  public var isLogarithmic: Bool

  /// Creates a parameter.
  public init(path: String, values: [SweptValue], isLogarithmic: Bool) {
    self.path = path
    self.values = values
    self.isLogarithmic = isLogarithmic
  }
}

/// A value that was put into a file.
public struct SweptValue: Sendable, Hashable {
  /// As written.
  public var text: String
  /// As a number, where it is one: seconds, per second, bytes, bits per second, share, count.
  public var number: Double?

  /// Creates a value.
  public init(text: String, number: Double?) {
    self.text = text
    self.number = number
  }
}

/// One run of a sweep.
public struct SweepPoint: Sendable {
  /// The value of each parameter.
  public var values: [SweptValue]
  /// What was found out.
  public var report: EvaluationReport

  /// Creates a point.
  public init(values: [SweptValue], report: EvaluationReport) {
    self.values = values
    self.report = report
  }
}

extension SweepReport {
  /// What was measured at a point in the scenario that is shown; nil where nothing could be.
  public func measured(_ point: SweepPoint) -> ScenarioMeasurements? {
    point.report.scenarios.first { $0.scenario == scenario && $0.impossible == nil }
  }

  /// The operation that is shown at a point; nil where nothing could be measured.
  public func operation(_ point: SweepPoint) -> OperationMeasurements? {
    measured(point)?.operation(operation)
  }

  /// The component with the greatest utilisation among those with a number of slots, the first of
  /// equal ones; nil where there is none.
  public func busiest(_ point: SweepPoint) -> ComponentMeasurements? {
    var best: ComponentMeasurements?
    for component in measured(point)?.components ?? [] {
      // Without a number of slots the utilisation is a number of requests, and no share.
      guard let share = component.utilisation.value, share <= 1 + 1e-9 else { continue }
      if share > best?.utilisation.value ?? -1 { best = component }
    }
    return best
  }
}

/// The point of a line with the most power: throughput over mean latency.
///
/// Before it a further unit of load brings more throughput than it costs latency, in proportion;
/// after it less. For a single queue with random arrivals (M/M/1) it lies at half of the capacity.
///
/// Source: Leonard Kleinrock, "Power and Deterministic Rules of Thumb for Probabilistic Problems in
/// Computer Communications", International Conference on Communications, 1979; for the word: Raj
/// Jain, "The Art of Computer Systems Performance Analysis", Wiley, 1991, section 3.3.
public struct SweepKnee: Sendable, Hashable {
  /// What the line says of a knee.
  public enum Place: String, Sendable, Hashable, CaseIterable {
    /// The power is greatest between the ends and less at both of them.
    case inside
    /// The power is greatest at the first value, or cannot be told from that: the knee lies at it or
    /// before it.
    case atStart = "at_start"
    /// The power is greatest at the last value: the knee lies at it or after it.
    case atEnd = "at_end"
    /// From some value to the last one the power cannot be told from the greatest: the knee is the
    /// first of them, from which on nothing more is gained.
    case levelsOff = "levels_off"
    /// No value can be told from the one with the greatest power.
    case flat
    /// Fewer than three points of the line have a power.
    case unknown
  }

  /// Where it lies.
  public var place: Place
  /// The number of the point with the most power in its line; nil where it is unknown.
  public var best: Int?
  /// The first and the last point, numbered in the line, whose power the paired 95 % interval cannot
  /// tell from the greatest.
  public var likely: ClosedRange<Int>?
  /// The power of each point of the line in 1/s².
  public var power: [Estimate]

  /// Creates a knee.
  public init(place: Place, best: Int?, likely: ClosedRange<Int>?, power: [Estimate]) {
    self.place = place
    self.best = best
    self.likely = likely
    self.power = power
  }
}

/// A verdict that changes from one value to the next.
public struct SweepBreak: Sendable, Hashable {
  /// The requirement or goal.
  public var criterion: String
  /// The line.
  public var line: Int
  /// The number of the point before the change in its line.
  public var before: Int
  /// Whether it is met before.
  public var isMetBefore: Bool
}

extension SweepReport {
  /// Where requirements or goals begin or cease to be met, by requirement, then along the lines.
  public var breaks: [SweepBreak] {
    (points.first?.report.criteria ?? []).flatMap { criterion in
      lines.enumerated().flatMap { number, line -> [SweepBreak] in
        let met = line.map { isMet(criterion.id, $0) }
        return met.indices.dropFirst().compactMap { index in
          guard met[index] != met[index - 1] else { return nil }
          return SweepBreak(
            criterion: criterion.id, line: number, before: index - 1, isMetBefore: met[index - 1])
        }
      }
    }
  }

  /// Whether a requirement or goal is met at a point.
  public func isMet(_ criterion: String, _ point: SweepPoint) -> Bool {
    point.report.criteria.first { $0.id == criterion }?.verdict == .met
  }

  /// The cheapest point at which all is met, the first of equal ones; nil where there is none, or
  /// nothing is asked or priced.
  public var cheapestThatMeetsAll: SweepPoint? {
    points.filter { point in
      !point.report.criteria.isEmpty && point.report.cost != nil
        && point.report.criteria.allSatisfy { $0.verdict == .met }
    }.min { left, right in
      (left.report.cost?.monthly.microUnits ?? .max)
        < (right.report.cost?.monthly.microUnits ?? .max)
    }
  }
}
